// weight.mjs [FILE.html …]: what the page weighs: style and script as they stand in it, everything that is there for no
// variant, gene or input file, and a row of the list.
import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {pages} from './lib/pages.mjs';
import {done, ok} from './lib/tap.mjs';

const KB = 1024, LIMITS = {code: 60 * KB, fixed: 120 * KB, row: 1.5 * KB};

const size = (html, pattern) => [...html.matchAll(pattern)].reduce((sum, [text]) => sum + Buffer.byteLength(text), 0);

function weighed(html) {
    const total = Buffer.byteLength(html), code = size(html, /(?<=<style>)[^]*?(?=<\/style>)|(?<=<script>)[^]*?(?=<\/script>)/g);
    const [rows] = /(?<=<tbody class="store">)[^]*?(?=<\/tbody>)/.exec(html), count = rows.split('<tr').length - 1;
    const each = size(html, /<article class="variant"[^]*?<\/article>|<details class="gene"[^]*?<\/details>|<ol class="candidates">[^]*?<\/ol>|<section class="box decided" data-key="\d[^]*?<\/section>|<table class="plain inputs">[^]*?<\/table>/g);
    return {code, fixed: total - Buffer.byteLength(rows) - each, row: Buffer.byteLength(rows) / count, count};
}

/* CB-SITE-44 */
for (const file of pages(process.argv.slice(2)).filter((path) => !path.endsWith('example.html'))) {
    const {count, ...weights} = weighed(readFileSync(file, 'utf8'));
    ok(count > 0 && weights.code > 30 * KB, `${basename(file)}: ${count} rows, a style and a script are found`);
    for (const [name, bytes] of Object.entries(weights)) ok(bytes <= LIMITS[name], `${basename(file)}: ${name}: at most ${LIMITS[name]} bytes`, `${Math.round(bytes)} bytes`);
    process.stdout.write(`# ${basename(file)}: style and script ${weights.code}, fixed ${weights.fixed}, a row ${Math.round(weights.row)} bytes\n`);
}
done();
