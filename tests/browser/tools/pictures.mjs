// tools/pictures.mjs FOLDER: pictures of the samples' pages in their main states, on paper, and of the PDF, for a person to look at. With netpbm's pnmquant they
// have a palette and weigh a quarter.
import {execFileSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {launch, painted, watched} from '../lib/browser.mjs';
import {pages} from '../lib/pages.mjs';
import {scratch} from '../lib/scratch.mjs';

const folder = resolve(process.argv[2]), work = scratch('pictures');
const COLORS = '64', DPI = '60', SHEETS = 6; // of a PDF, the first ones

const click = (selector) => (page) => page.evaluate((one) => document.querySelector(one).click(), selector);
const go = (id) => (page) => page.evaluate((one) => document.getElementById(one)?.scrollIntoView(), id);

// What is done to the page, in turn, before each picture.
const STATES = [['overview'], ['list', go('list')], ['filters', async (page) => { await go('list')(page); await page.evaluate(() => document.querySelectorAll('.filter')[4].click()); }],
    ['filtered', async (page) => { await click('dialog.filters [type=checkbox]')(page); await click('dialog.filters [name=close]')(page); }],
    ['columns', async (page) => { await click('variant-table [name=reset]')(page); await page.evaluate(() => { document.querySelector('variant-table details').open = true; }); }],
    ['variant', async (page) => { await page.evaluate(() => { document.querySelector('variant-table details').open = false; }); await go('v1')(page); }],
    ['decision', async (page) => {
        await page.click('#v1 button.decide');
        await page.evaluate(() => { for (const [name, value] of [['class', 'likely_pathogenic'], ['PVS1', 'very_strong'], ['PM2', 'supporting']]) document.querySelector(`aside.decide [name=${name}]`).value = value; document.querySelector('aside.decide .sheet').dispatchEvent(new Event('input')); document.querySelector('aside.decide details').open = true; });
    }],
    ['blind', async (page) => { await click('aside.decide [name=close]')(page); await click('[name=blind]')(page); await go('list')(page); }],
    ['genes', async (page) => { await click('[name=blind]')(page); await go('genes')(page); await page.evaluate(() => { const one = document.querySelector('details.gene'); if (one) one.open = true; }); }], ['methods', go('methods')]];
const DARK = ['overview', 'list', 'variant', 'decision'], ONCE = ['columns', 'methods']; // ONCE: alike in all families

function keep(from, name) {
    const to = join(folder, `${name}.png`);
    if (existsSync('/usr/bin/pnmquant')) execFileSync('sh', ['-c', 'pngtopnm "$1" | pnmquant -quiet "$3" | pnmtopng -quiet -compression 9 > "$2"', 'sh', from, to, COLORS]);
    else copyFileSync(from, to);
}

async function shoot(page, name) {
    await painted(page);
    await painted(page);
    const file = join(work, 'one.png');
    await page.screenshot({path: file});
    keep(file, name);
}

function sheets(pdf, name) {
    const stem = join(work, name);
    execFileSync('pdftoppm', ['-png', '-r', DPI, '-l', String(SHEETS), pdf, stem]);
    readdirSync(work).filter((one) => one.startsWith(`${name}-`)).sort().forEach((one, i) => keep(join(work, one), `${name}-${i + 1}`));
}

async function states(browser, file, name, dark) {
    const {page} = await watched(browser, pathToFileURL(file).href);
    await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: dark ? 'dark' : 'light'}]);
    for (const [state, act] of STATES) {
        await act?.(page);
        if (dark ? DARK.includes(state) : !ONCE.includes(state) || name.endsWith('0042')) await shoot(page, `${name}-${state}${dark ? '-dark' : ''}`);
    }
    await page.close();
}

async function others(browser, file, name) {
    const {page} = await watched(browser, pathToFileURL(file).href, {width: 390});
    await shoot(page, `${name}-phone`);
    const pdf = join(work, `${name}.pdf`);
    await page.pdf({path: pdf, preferCSSPageSize: true, timeout: 120000});
    sheets(pdf, `${name}-print`);
    await page.close();
    sheets(join(dirname(file), `${basename(dirname(file))}.pdf`), `${name}-pdf`);
    const laboratory = await watched(browser, pathToFileURL(join(dirname(file), 'laboratory.html')).href);
    await shoot(laboratory.page, `${name}-laboratory`);
}

rmSync(folder, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});
const browser = await launch('chromium');
for (const file of pages([]).filter((one) => !one.endsWith('example.html'))) {
    const name = basename(file).replace(/-r\d+\.html$/, '').toLowerCase();
    await states(browser, file, name, false);
    if (name.endsWith('0042')) await states(browser, file, name, true);
    await others(browser, file, name);
}
await browser.close();
