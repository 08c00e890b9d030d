// lib/site.mjs: the page in a browser, from disk: quiet, readable without scripts, sorted, searched, read with a keyboard, and nothing that axe-core finds.
import {basename, dirname} from 'node:path';
import {pathToFileURL} from 'node:url';
import {accessible} from './axe.mjs';
import {launch, painted, unscripted, watched} from './browser.mjs';
import {testList} from './list.mjs';
import {laboratories, pages} from './pages.mjs';
import {held, listed, reset, said} from './rows.mjs';
import {done, is, none, ok} from './tap.mjs';

const SMALL = 1000; // rows up to which every element is looked at

/* CB-SITE-24 */
async function fits(page, label) {
    for (const width of [1366, 1024, 390]) {
        await page.setViewport({width, height: 768});
        await painted(page);
        ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth), `${label}: ${width} px: the page does not scroll sideways`);
        const cut = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((one) => {
            const style = getComputedStyle(one);
            const cell = one.matches('td, th') && one.offsetWidth > 0;
            const clips = style.overflowX === 'hidden' && !one.matches('.vh, svg');
            return (cell || clips) && one.scrollWidth > one.clientWidth + 1;
        }).slice(0, 5).map((one) => `${one.outerHTML.slice(0, 120)} ${one.scrollWidth} > ${one.clientWidth}`));
        none(cut, `${label}: ${width} px: no text is cut`);
    }
    await page.setViewport({width: 1366, height: 768});
}

/* CB-SITE-25 */
async function inert(page, label) {
    const found = await page.evaluate(() => {
        const scripts = document.querySelectorAll('script').length, styles = document.querySelectorAll('style').length;
        const bad = [...document.querySelectorAll('*:not(.space td)')].flatMap((one) => [...one.attributes]
            .filter((a) => /^on|^style$|^src/i.test(a.name) || (a.name === 'href' && !/^(#|https?:|mailto:)/.test(a.value)))
            .map((a) => `${one.localName} ${a.name}=${a.value}`));
        const loaded = [...document.querySelectorAll('img, iframe, object, embed, link, base, form, video, audio')].map((one) => one.localName);
        return [...(scripts === 1 ? [] : [`${scripts} scripts`]), ...(styles === 1 ? [] : [`${styles} styles`]), ...bad, ...loaded];
    });
    none(found, `${label}: one script, one style, nothing else that acts`);
}

/* CB-SITE-26 */
async function readableWithoutScripts(browser, url, label) {
    const {page, bad} = await watched(browser, url, {scripts: false});
    const list = await listed(page);
    const counts = await page.evaluate(() => ({
        script: document.documentElement.classList.contains('js'),
        laid: [...document.querySelectorAll('variant-table tbody tr')].filter((row) => row.offsetHeight > 0).length,
        cells: [...document.querySelectorAll('variant-table tbody tr:last-child td')].filter((cell) => cell.offsetWidth > 0).length,
        nav: document.querySelector('nav a[href="#list"] b').textContent,
        tools: document.querySelector('.tools').offsetHeight,
        sections: [...document.querySelectorAll('.variant')].every((one) => one.offsetHeight > 100),
    }));
    ok(!counts.script, `${label}: scripts are off`);
    is([counts.laid, counts.cells], [list.rows.length, list.heads + 1], `${label}: every row and every column is laid out`);
    is(counts.nav, String(list.rows.length), `${label}: the navigation's count is true`);
    is([counts.tools, counts.sections], [0, true], `${label}: no tool that would not work; sections are there`);
    none(bad, `${label}: quiet`);
    await page.close();
    return list;
}

/* CB-LEDGER-09 */
async function findsGenes(page, label) {
    const symbols = await page.evaluate(() => [...document.querySelectorAll('#genes [data-gene]')].map((one) => one.dataset.gene));
    if (!symbols.length) return;
    const shown = () => page.evaluate(() => [...document.querySelectorAll('#genes [data-gene]')].filter((one) => one.checkVisibility()).map((one) => one.dataset.gene));
    const last = symbols.at(-1).toLowerCase();
    await page.type('gene-finder input[type=search]', last);
    await painted(page);
    is(await shown(), symbols.filter((one) => one.toLowerCase().includes(last)), `${label}: the gene that is typed is there, and no other`);
    await page.evaluate(() => {
        const search = document.querySelector('gene-finder input[type=search]');
        search.value = '';
        search.dispatchEvent(new Event('input'));
        document.querySelectorAll('#genes details').forEach((one) => { one.open = true; });
    });
    is(await shown(), symbols, `${label}: all genes again`);
}

/* The calls that the overview's pedigree shows for the allele that is chosen are those of its section. CB-SITE-46 */
async function showsCarriers(page, label) {
    const anchors = await page.evaluate(() => [...document.querySelectorAll('[name=carriers] option')].map((one) => one.value));
    const choose = (value) => page.evaluate((one) => { const box = document.querySelector('[name=carriers]'); box.value = one; box.dispatchEvent(new Event('change')); }, value);
    const drawn = (selector) => page.evaluate((one) => [...document.querySelectorAll(`${one} svg .person`)].map((person) => [person.textContent, person.querySelector('use').className.baseVal, person.getBoundingClientRect().width > 5]), selector);
    for (const anchor of anchors.filter(Boolean)) {
        await choose(anchor);
        const wanted = await drawn(`#${anchor}`);
        ok(wanted.length > 0 && wanted.every(([, , seen]) => seen), `${label}: ${anchor}: its section draws the family`, JSON.stringify(wanted));
        is(await drawn('#family'), wanted, `${label}: ${anchor}: the overview's pedigree shows who carries it`);
    }
    await choose('');
    is(await drawn('#family'), [], `${label}: and nobody when none is chosen`);
}

/* A text to copy is in the clipboard, or stays selected where the browser refuses it. CB-SITE-47 */
async function copies(page, label) {
    for (const given of [true, false]) {
        await page.evaluate((works) => {
            window.copied = [];
            Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {writeText: async (text) => { if (!works) throw new Error('refused'); window.copied.push(text); }}});
        }, given);
        const buttons = await page.evaluate(() => document.querySelectorAll('[name=copy]').length);
        for (let i = 0; i < buttons; i++) {
            await page.evaluate((at) => document.querySelectorAll('[name=copy]')[at].click(), i);
            await painted(page);
            const [text, wanted, selected, said] = await page.evaluate((at) => { const button = document.querySelectorAll('[name=copy]')[at]; return [window.copied.at(-1), button.parentElement.querySelector('pre').textContent, getSelection().toString().trim(), button.textContent]; }, i);
            if (given) is(text, wanted, `${label}: text ${i + 1} is copied`);
            ok(selected === wanted.trim() && said !== 'Copy', `${label}: text ${i + 1} is selected, and the button says what became of it: ${said}`, `${selected}\n${wanted}`);
        }
    }
}

/* CB-SITE-23 */
async function accessibleInUse(page, label) {
    const step = async (name, act) => {
        await page.evaluate(act);
        await painted(page);
        await accessible(page, `${label}, ${name}`); /* CB-SITE-23 */
    };
    await step('menu open and searched', () => {
        document.querySelector('variant-table details').open = true;
        const box = document.querySelector('variant-table [type=search]');
        box.value = 'missense';
        box.dispatchEvent(new Event('input'));
    });
    await step('filters open', () => document.querySelectorAll('.filter')[4].click());
    await step('filtered', () => {
        document.querySelector('dialog.filters [type=checkbox]').click();
        document.querySelector('dialog.filters [name=close]').click();
    });
    await step('marked, a row in focus', () => {
        const row = document.querySelector('variant-table tbody:not(.store) tr[tabindex]');
        row?.focus();
        document.dispatchEvent(new KeyboardEvent('keydown', {key: 'p', bubbles: true}));
    });
    await step('help open', () => document.querySelector('[name=help]').click());
    await page.keyboard.press('Escape');
    await reset(page);
}

// Notes each search of the page's scripts that looks at the rows of the list; one that begins with an id looks below that element alone.
function notesSearches() {
    window.searches = [];
    const {querySelector} = Document.prototype;
    for (const kind of [Document, Element]) for (const name of ['querySelector', 'querySelectorAll']) {
        const search = kind.prototype[name];
        kind.prototype[name] = function (selector) {
            const found = search.call(this, selector), rows = querySelector.call(document, '.store');
            const before = found instanceof Element && rows?.compareDocumentPosition(found) & Node.DOCUMENT_POSITION_PRECEDING;
            if (rows && this.contains(rows) && !before && !selector.startsWith('#')) window.searches.push(selector);
            return found;
        };
    }
}

/* CB-SITE-49 */
async function opensWithoutSearch(browser, url, label) {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(notesSearches);
    await page.goto(url, {waitUntil: 'load', timeout: 60000});
    none(await page.evaluate(() => window.searches), `${label}: no search for an element while the page opens goes through its rows`);
    await page.close();
}

/* CB-SITE-29 */
async function test(browser, quiet, name, file, thorough) {
    const url = pathToFileURL(file).href, label = `${name} ${basename(file)}`;
    const list = await readableWithoutScripts(quiet, url, `${label}, scripts off`);
    await opensWithoutSearch(browser, url, label);
    const {page, bad} = await watched(browser, url);
    is(await held(page), list.rows.length, `${label}: no row is lost to the window`);
    const small = list.rows.length <= SMALL;
    if (small) await accessible(page, label);
    await inert(page, label);
    await testList(page, list, label, file);
    if (thorough) await accessibleInUse(page, label);
    await findsGenes(page, label);
    await showsCarriers(page, label);
    await copies(page, label);
    if (small) await accessible(page, `${label}, genes open`);
    if (small) await fits(page, label);
    is(await held(page), list.rows.length, `${label}: nor by sorting, searching and scrolling`);
    ok((await said(page)).startsWith(`${list.rows.length} of ${list.rows.length}`), `${label}: all rows are shown in the end`);
    none([...bad, ...await page.evaluate(() => window.violations)], `${label}: no request, no console message, no error, no violation of its policy`);
    await page.close();
}

/* The laboratory's page of a case. CB-SITE-30 */
async function testLaboratory(browser, name, file) {
    const label = `${name} ${basename(dirname(file))} laboratory.html`;
    const {page, bad} = await watched(browser, pathToFileURL(file).href);
    await accessible(page, label);
    await fits(page, label);
    none([...bad, ...await page.evaluate(() => window.violations)], `${label}: no request, no console message, no error, no violation of its policy`);
    await page.close();
}

async function testDark(name, file) {
    const browser = await launch(name, {'layout.css.prefers-color-scheme.content-override': 0});
    const {page} = await watched(browser, pathToFileURL(file).href);
    if (name === 'chromium') await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
    ok(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), `${name} dark: is dark`);
    await accessible(page, `${name} dark`);
    if (await page.$('variant-table')) await accessibleInUse(page, `${name} dark`);
    await browser.close();
}

export async function testSite(name, files) {
    const tested = pages(files), browser = await launch(name), quiet = await unscripted(name);
    // The tools are the same on every page: those that hold most are asked about them in each of their states.
    for (const [i, file] of tested.entries()) await test(browser, quiet, name, file, i < 2);
    for (const file of laboratories(tested)) await testLaboratory(browser, name, file);
    await browser.close();
    await quiet.close();
    await testDark(name, tested[0]);
    for (const file of laboratories(tested).slice(0, 1)) await testDark(name, file);
    done();
}
