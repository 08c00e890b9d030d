// lib/site.mjs: the page in a browser, from disk: quiet, readable without scripts, sorted, searched, read with a keyboard, and nothing that axe-core finds.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, dirname} from 'node:path';
import {pathToFileURL} from 'node:url';
import {launch, painted, unscripted, watched} from './browser.mjs';
import {laboratories, pages} from './pages.mjs';
import {done, is, none, ok} from './tap.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const SMALL = 1000; // rows up to which every element is looked at

// The list as the file holds it, read with scripts off: what each cell shows, whether it is missing, the number behind it.
const listed = (page) => page.evaluate(() => {
    const table = document.querySelector('variant-table table');
    return {
        heads: [...table.tHead.rows[0].cells].map((head) => ({label: head.textContent.trim(), type: head.dataset.type, first: head.dataset.first})),
        wide: [...document.querySelectorAll('input[name=column]')].map((box) => !box.defaultChecked),
        rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) =>
            ({text: cell.textContent, missing: cell.classList.contains('m'), value: cell.dataset.v ?? null}))),
    };
});

// Rows in view or laid out next to it, each as its cells' texts.
const inView = (page) => page.evaluate(() =>
    [...document.querySelectorAll('variant-table tbody:not(.store) tr:not(.space)')].map((row) => [...row.cells].map((cell) => cell.textContent)));

const held = (page) => page.evaluate(() => document.querySelectorAll('variant-table tbody tr:not(.space)').length);

const said = (page) => page.evaluate(() => document.querySelector('variant-table output').textContent);

async function scrollList(page, where) {
    await page.evaluate((end) => { const box = document.querySelector('variant-table .table'); box.scrollTop = end ? box.scrollHeight : 0; }, where === 'end');
    await painted(page);
    await painted(page);
}

// The order that a column asks for, computed here anew: missing values last in both directions, equal ones by rank.
function wanted(list, column, down) {
    const collator = new Intl.Collator('en', {numeric: true});
    const text = list.heads[column].type === 'text';
    const key = (row) => row[column].missing ? null : text ? row[column].text : parseFloat(row[column].value ?? row[column].text);
    const compare = (a, b) => text ? collator.compare(a, b) : a - b;
    return list.rows.map((row, i) => ({row, i, key: key(row)})).sort((a, b) => {
        if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.i - b.i;
        return (down ? -1 : 1) * compare(a.key, b.key) || a.i - b.i;
    }).map(({row}) => row.map((cell) => cell.text));
}

async function sameOrder(page, order, name) {
    await scrollList(page, 'start');
    const first = await inView(page);
    await scrollList(page, 'end');
    const last = await inView(page);
    const good = JSON.stringify(first) === JSON.stringify(order.slice(0, first.length)) && JSON.stringify(last) === JSON.stringify(order.slice(-last.length));
    const short = (rows) => rows.slice(0, 3).map((row) => row.slice(0, 11).join(' | ')).join('\n');
    ok(good && first.length > 0, name, `first\n${short(first)}\nwanted\n${short(order)}\nlast\n${short(last.slice(-3))}\nwanted\n${short(order.slice(-3))}`);
}

const head = (page, column) => page.evaluateHandle((i) => document.querySelectorAll('variant-table th button')[i], column);

async function press(page, column, how) {
    const button = (await head(page, column)).asElement();
    if (how === 'mouse') await button.click();
    else {
        await button.focus();
        await page.keyboard.press(how);
    }
    await painted(page);
}

/* CB-SITE-20 */
async function sorts(page, list, label) {
    for (const name of ['Score', 'Gene', 'Highest AF']) {
        const column = list.heads.findIndex((one) => one.label === name);
        ok(column >= 0, `${label}: there is a column ${name}`);
        const down = list.heads[column].first === 'descending';
        await press(page, column, 'mouse');
        await sameOrder(page, wanted(list, column, down), `${label}: ${name} by mouse`);
        await press(page, column, 'mouse');
        await sameOrder(page, wanted(list, column, !down), `${label}: ${name} by mouse, the other way; missing values last again`);
        await press(page, column, 'Enter');
        await sameOrder(page, wanted(list, column, down), `${label}: ${name} by Enter`);
        await press(page, column, ' ');
        await sameOrder(page, wanted(list, column, !down), `${label}: ${name} by the space bar`);
        const states = await page.evaluate(() => [...document.querySelectorAll('variant-table th[aria-sort]')].map((th) => [th.textContent.trim(), th.ariaSort]));
        is(states, [[name, down ? 'ascending' : 'descending']], `${label}: ${name}: aria-sort on that column alone`);
        ok((await said(page)).includes(name), `${label}: ${name}: the state line names it`);
    }
}

/* CB-SITE-20 */
async function sortsByTwo(page, list, label) {
    const at = (name) => list.heads.findIndex((one) => one.label === name);
    const [gene, score] = [at('Gene'), at('Score')];
    await press(page, gene, 'mouse');
    if (!(await said(page)).includes('ascending')) await press(page, gene, 'mouse');
    await page.keyboard.down('Shift');
    await press(page, score, 'mouse');
    await page.keyboard.up('Shift');
    const scores = wanted(list, score, list.heads[score].first === 'descending').map((row) => JSON.stringify(row));
    const byScore = {...list, rows: [...list.rows].sort((a, b) => scores.indexOf(JSON.stringify(a.map((c) => c.text))) - scores.indexOf(JSON.stringify(b.map((c) => c.text))))};
    await sameOrder(page, wanted(byScore, gene, false), `${label}: by gene, then by score with Shift`);
    await page.evaluate(() => document.querySelector('variant-table [name=reset]').click());
    await sameOrder(page, list.rows.map((row) => row.map((cell) => cell.text)), `${label}: Reset gives the ranks' order`);
}

const counted = (list, words) => list.rows.filter((row) => {
    const text = row.filter((_, i) => !list.wide[i]).map((cell) => cell.text).join('\n').toLowerCase();
    return words.toLowerCase().split(/\s+/).filter(Boolean).every((word) => text.includes(word));
});

/* CB-SITE-21 */
async function searches(page, list, label) {
    const total = list.rows.length;
    await page.evaluate(() => document.querySelector('variant-table .table').focus());
    await page.keyboard.press('/');
    ok(await page.evaluate(() => document.activeElement.type === 'search'), `${label}: / goes to the search`);
    const gene = list.rows.at(-1)[list.heads.findIndex((one) => one.label === 'Gene')].text;
    for (const words of ['missense', `missense ${gene.slice(0, 3)}`, 'no such thing', '<', '1']) {
        await page.evaluate(() => { const box = document.querySelector('input[type=search]'); box.focus(); box.select(); });
        await page.keyboard.type(words);
        await painted(page);
        const found = counted(list, words);
        is((await said(page)).split(' · ')[0], `${found.length} of ${total} shown`, `${label}: '${words}': the count is true`);
        const rows = await inView(page);
        is(rows[0]?.[0] ?? null, found[0]?.[0].text ?? null, `${label}: '${words}': the first row`);
        ok(rows.length <= found.length, `${label}: '${words}': no row more`);
    }
    await page.keyboard.press('Escape');
    await painted(page);
    is((await said(page)).split(' · ')[0], `${total} of ${total} shown`, `${label}: Escape clears the search`);
    await page.keyboard.type('/');
    is(await page.evaluate(() => document.querySelector('input[type=search]').value), '/', `${label}: / in the search is typed`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    ok(await page.evaluate(() => document.activeElement.matches('.table')), `${label}: Escape in an empty search goes to the list`);
}

const visible = (page) => page.evaluate(() => [...document.querySelectorAll('variant-table th')].map((th) => th.offsetWidth > 0));

/* CB-SITE-22 */
async function hidesColumns(page, list, label) {
    is(await visible(page), list.wide.map((wide) => !wide), `${label}: wide columns wait until asked for`);
    await page.evaluate(() => document.querySelector('variant-table [name=all]').click());
    is(await visible(page), list.wide.map(() => true), `${label}: all columns`);
    await page.click('variant-table summary');
    await page.evaluate(() => document.querySelectorAll('input[name=column]')[2].click());
    is(await visible(page), list.wide.map((_, i) => i !== 2), `${label}: one column hidden`);
    const cells = await page.evaluate(() => [...document.querySelector('variant-table tbody tr:not(.space)').cells].map((cell) => cell.offsetWidth > 0));
    is(cells, list.wide.map((_, i) => i !== 2), `${label}: its cells too`);
    await page.keyboard.press('Escape');
    await page.evaluate(() => document.querySelector('variant-table [name=reset]').click());
    is(await visible(page), list.wide.map((wide) => !wide), `${label}: Reset hides the wide columns again`);
}

/* CB-SITE-23 */
async function accessible(page, label) {
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run(document, {resultTypes: ['violations']})).violations
        .map((one) => `${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary.slice(0, 300)}`));
    none(found, `${label}: axe-core finds nothing`);
}

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
    is([counts.laid, counts.cells], [list.rows.length, list.heads.length], `${label}: every row and every column is laid out`);
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

/* CB-SITE-29 */
async function test(browser, quiet, name, file) {
    const url = pathToFileURL(file).href, label = `${name} ${basename(file)}`;
    const list = await readableWithoutScripts(quiet, url, `${label}, scripts off`);
    const {page, bad} = await watched(browser, url);
    is(await held(page), list.rows.length, `${label}: no row is lost to the window`);
    const small = list.rows.length <= SMALL;
    if (small) await accessible(page, label);
    await inert(page, label);
    await sorts(page, list, label);
    await sortsByTwo(page, list, label);
    await searches(page, list, label);
    await hidesColumns(page, list, label);
    await page.evaluate(() => { document.querySelector('variant-table details').open = true; });
    await page.type('input[type=search]', 'missense');
    if (small) await accessible(page, `${label}, searched and menu open`);
    await page.evaluate(() => document.querySelector('variant-table [name=reset]').click());
    await findsGenes(page, label);
    if (small) await accessible(page, `${label}, genes open`);
    if (small) await fits(page, label);
    is(await held(page), list.rows.length, `${label}: nor by sorting, searching and scrolling`);
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
    await browser.close();
}

export async function testSite(name, files) {
    const tested = pages(files), browser = await launch(name), quiet = await unscripted(name);
    for (const file of tested) await test(browser, quiet, name, file);
    for (const file of laboratories(tested)) await testLaboratory(browser, name, file);
    await browser.close();
    await quiet.close();
    await testDark(name, tested[0]);
    for (const file of laboratories(tested).slice(0, 1)) await testDark(name, file);
    done();
}
