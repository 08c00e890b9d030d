// page.mjs [CASEBOUND]: what opening, sorting, searching and scrolling the page's list cost in each browser, beside a plain table of the same rows, in one run.
// It prints the table of docs/performance.md; a goal that is missed is marked and fails the run.
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {launch, names, watched} from '../browser/lib/browser.mjs';
import {scratch} from '../browser/lib/scratch.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = resolve(process.argv[2] ?? join(root, 'build/release/casebound'));
const ROUNDS = 3, COLUMNS = 22, SIZES = [1000, 10000];
const GOALS = {1000: {load: 400}, 10000: {load: 1000, sort: 150, search: 150, scroll: 150}}; // milliseconds
const RATIOS = {load: 5, sort: 30}; // of a plain table of 10,000 rows

const folder = scratch('bench-page'), run = (file, words) => execFileSync(file, words, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});

function sample() {
    run(`${program}-samples`, ['-o', join(folder, 'samples')]);
    const built = run(program, ['build', join(folder, 'samples/FAM-0042/case.yaml'), '-o', join(folder, 'out'), '--date', '2026-11-22', '-q']).trim();
    return readFileSync(join(built, `${basename(built)}.html`), 'utf8');
}

const BEGIN = '<tbody class="store">', text = (html) => html.replace(/<[^>]*>/g, '');

// The page's own rows again and again; their scores differ, so that no order is there already.
function rowsOf(page, count) {
    const begin = page.indexOf(BEGIN) + BEGIN.length, end = page.indexOf('</tbody>', begin), have = page.slice(begin, end).trim().split('</tr>').slice(0, -1);
    return {begin, end, rows: Array.from({length: count}, (_, i) => `${have[i % have.length].replace(/(?<=<td>)[\d.]+(?=[\n<])/g, () => (i * 7919) % 10007 / 100)}</tr>`)};
}

function windowed(page, count) {
    const {begin, end, rows} = rowsOf(page, count), file = join(folder, `list${count}.html`);
    writeFileSync(file, page.slice(0, begin) + rows.join('') + page.slice(end));
    return file;
}

// As anybody would write it: a table of all values, a click on a head sorts its rows.
function plain(page, count) {
    const {rows} = rowsOf(page, count), file = join(folder, `plain${count}.html`);
    const body = rows.map((row) => {
        const cells = row.split('</td>').slice(0, -1).flatMap((cell) => text(cell).trim().split(/[\n\t]/)).slice(0, COLUMNS);
        return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    });
    const heads = Array.from({length: COLUMNS}, (_, i) => `<th><button>${i}</button></th>`).join('');
    writeFileSync(file, `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>plain</title><style>table{font:13px sans-serif;border-collapse:collapse}td,th{border:1px solid #ddd;padding:4px 8px}</style>
<input type="search"><div class="table"><table><thead><tr>${heads}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>
<script>const body = document.querySelector('tbody');
document.querySelectorAll('button').forEach((button, at) => button.addEventListener('click', () => {
    const key = (row) => parseFloat(row.cells[at].textContent) || 0, rows = [...body.rows].map((row) => [key(row), row]);
    body.append(...rows.sort(([a], [b]) => b - a).map(([, row]) => row));
}));</script></html>`);
    return file;
}

// From the call until what it changed has been laid out and painted.
const timed = (page, act, value) => page.evaluate(async (body, given) => {
    const began = performance.now();
    new Function('value', body)(given);
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    return performance.now() - began;
}, act, value);

const SORT = 'document.querySelectorAll("table button:not(.filter)")[1].click()';
const SEARCH = 'const box = document.querySelector("variant-table input[type=search]"); box.value = value; box.dispatchEvent(new Event("input"))';
const SCROLL = 'const box = document.querySelector(".table"); box.scrollTop = box.scrollHeight';

async function opened(browser, file) {
    const {page, bad} = await watched(browser, 'about:blank');
    bad.length = 0;
    await page.evaluateOnNewDocument(() => addEventListener('load', () => requestAnimationFrame(() => setTimeout(() => { window.usable = performance.now(); }))));
    await page.goto(pathToFileURL(file).href, {waitUntil: 'load', timeout: 120000});
    await page.waitForFunction(() => window.usable > 0, {timeout: 120000});
    return {page, load: await page.evaluate(() => window.usable)};
}

async function list(browser, file) {
    const {page, load} = await opened(browser, file), one = {load, search: await timed(page, SEARCH, 'm')};
    for (const words of ['mi', '']) one.again = await timed(page, SEARCH, words);
    one.sort = await timed(page, SORT);
    one.scroll = await timed(page, SCROLL);
    await page.close();
    return one;
}

async function table(browser, file) {
    const {page, load} = await opened(browser, file), sort = await timed(page, SORT);
    await page.close();
    return {load, sort};
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const medians = (rounds) => Object.fromEntries(Object.keys(rounds[0]).map((name) => [name, median(rounds.map((round) => round[name]))]));

async function measured(name, files) {
    const browser = await launch(name), rounds = files.map(() => []);
    for (let i = 0; i < ROUNDS; i++) for (const [at, {file, how}] of files.entries()) rounds[at].push(await how(browser, file));
    const version = await browser.version();
    await browser.close();
    return {version, results: rounds.map(medians)};
}

const page = sample();
const files = SIZES.flatMap((rows) => [{rows, how: list, file: windowed(page, rows)}, {rows, how: table, file: plain(page, rows)}]);
const WORDS = {load: 'load until usable', search: 'first keystroke in the search', again: 'a further keystroke', sort: 'a sort', scroll: 'a scroll to the end'};
let missed = 0;
const judged = (good) => { missed += !good; return good ? '' : ' **missed**'; };
process.stdout.write(`\n| browser | rows | step | list, ms | plain table, ms | ratio | goal |\n|---|---|---|---|---|---|---|\n`);
for (const name of Object.keys(names)) {
    const {version, results} = await measured(name, files);
    for (const [at, {rows, how}] of files.entries()) {
        if (how === table) continue;
        for (const [step, words] of Object.entries(WORDS)) {
            const ours = results[at][step], theirs = results[at + 1][step], ratio = theirs / ours, goal = GOALS[rows][step === 'again' ? 'search' : step], least = rows === SIZES.at(-1) ? RATIOS[step] : undefined;
            const goals = [...(goal ? [`${goal} ms${judged(ours <= goal)}`] : []), ...(least ? [`${least} times${judged(ratio >= least)}`] : [])].join(', ');
            process.stdout.write(`| ${version} | ${rows} | ${words} | ${ours.toFixed(0)} | ${theirs ? theirs.toFixed(0) : ''} | ${theirs ? ratio.toFixed(1) : ''} | ${goals} |\n`);
        }
    }
}
process.stdout.write(`\nmedians of ${ROUNDS}; the plain table shows ${COLUMNS} values of a row, the list holds all of them\n`);
process.exitCode = missed ? 1 : 0;
