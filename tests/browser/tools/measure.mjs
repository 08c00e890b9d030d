// tools/measure.mjs [chromium|firefox] FILE.html…: what opening, sorting, searching and scrolling the list cost, in milliseconds. A file written as
// FILE.html*N stands for the same page with the list's rows repeated until there are N.
import {readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {launch, names, painted, watched} from '../lib/browser.mjs';
import {scratch} from '../lib/scratch.mjs';

const folder = scratch('measure');

function grown(file, rows) {
    const html = readFileSync(file, 'utf8'), end = html.indexOf('</tbody>', html.indexOf('<variant-table')), begin = html.indexOf('<tr', html.lastIndexOf('<tbody', end));
    const have = html.slice(begin, end).trim().split('</tr>').slice(0, -1);
    // Numbers differ from row to row, so that no order is there already.
    const more = Array.from({length: rows}, (_, i) => `${have[i % have.length].replace(/(?<=<td>)[\d.]+(?=[\n<])/g, () => (i * 7919) % 10007 / 100)}</tr>`);
    const path = join(folder, `rows${rows}.html`);
    writeFileSync(path, html.slice(0, begin) + more.join('\n') + html.slice(end));
    return path;
}

// Each from the call to the frame after it has been painted.
const steps = {
    sort: (page, i) => page.evaluate(async (column) => {
        const began = performance.now();
        document.querySelectorAll('variant-table th button')[column].click();
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return Math.round(performance.now() - began);
    }, i),
    search: (page, words) => page.evaluate(async (text) => {
        const began = performance.now(), box = document.querySelector('input[type=search]');
        box.value = text;
        box.dispatchEvent(new Event('input'));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return Math.round(performance.now() - began);
    }, words),
    scroll: (page) => page.evaluate(async () => {
        const began = performance.now(), box = document.querySelector('variant-table .table');
        box.scrollTop = box.scrollHeight;
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return Math.round(performance.now() - began);
    }),
};

async function measure(browser, name, file) {
    const began = Date.now();
    const {page} = await watched(browser, pathToFileURL(file).href);
    await painted(page);
    const load = Date.now() - began;
    const rows = await page.evaluate(() => document.querySelectorAll('variant-table tbody tr:not(.space)').length);
    const sort = [], search = [];
    for (const column of [1, 2, 3, 1, 2, 3]) sort.push(await steps.sort(page, column));
    const scroll = await steps.scroll(page);
    for (const words of ['m', 'mi', 'missense', '']) search.push(await steps.search(page, words));
    process.stdout.write(`${name}\t${file}\t${rows} rows\tload ${load}\tsort ${sort.join(' ')}\tscroll ${scroll}\tsearch ${search.join(' ')}\n`);
    await page.close();
}

const words = process.argv.slice(2), only = names[words[0]] ? [words.shift()] : Object.keys(names);
const files = words.map((word) => { const [file, rows] = word.split('*'); return rows ? grown(file, +rows) : resolve(file); });
for (const name of only) {
    const browser = await launch(name);
    for (const file of files) await measure(browser, name, file);
    await browser.close();
}
