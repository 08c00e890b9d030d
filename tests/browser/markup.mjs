// markup.mjs [FILE.html …]: the W3C's checker (vnu) finds nothing in the pages, no warning either.
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, join} from 'node:path';
import {laboratories, pages} from './lib/pages.mjs';
import {scratch} from './lib/scratch.mjs';
import {done, is, ok} from './lib/tap.mjs';

const vnu = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

// No standard has this pragma, and Firefox has no other way to be told that the hosts of links are looked up on a click alone.
const QUIET = 'Bad value “x-dns-prefetch-control” for attribute “http-equiv” on element “meta”.';

/* CB-SITE-27 */
const tested = pages(process.argv.slice(2)), files = [...tested, ...laboratories(tested)];
// The last is wrong: vnu came so far, and says what it finds.
const wrong = join(scratch('markup'), 'wrong.html');
writeFileSync(wrong, '<!DOCTYPE html>\n<html lang="en"><title>t</title><p><blink>x</blink>');
const {status, stdout, stderr} = spawnSync('java', ['-jar', vnu, '--stdout', '--Werror', ...files, wrong], {encoding: 'utf8'});
is(status, 1, 'vnu finds something');
is(stderr, '', 'and has no difficulty of its own');
const lines = stdout.split('\n').filter((line) => line && !line.includes(QUIET)), of = (file) => lines.filter((line) => line.startsWith(`"file:${file}":`));
ok(of(wrong).some((line) => line.includes('blink')), 'in the page that is wrong', stdout.slice(0, 2000));
for (const file of files) is(of(file).map((line) => line.replace(file, basename(file))), [], `${basename(file)}: vnu says nothing`);
is(lines.filter((line) => ![...files, wrong].some((file) => line.startsWith(`"file:${file}":`))), [], 'nor of anything else');
done();
