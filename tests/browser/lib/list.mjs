// lib/list.mjs: the list in use: sorted, searched, filtered, kept in pairs, marked, saved, by mouse and by keyboard. What must be shown is computed anew
// from the rows as the file holds them.
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {painted} from './browser.mjs';
import {column, counted, inView, labelled, missing, reset, said, sameOrder, scrollList, sorted, text} from './rows.mjs';
import {is, none, ok} from './tap.mjs';

async function press(page, key, how) {
    const button = await page.$(`.sort[data-key="${key}"]`);
    if (how === 'mouse') await button.evaluate((one) => one.scrollIntoView({block: 'nearest', inline: 'center'})), await button.click();
    else {
        await button.focus();
        await page.keyboard.press(how);
    }
    await painted(page);
}

/* CB-SITE-20 */
async function sorts(page, list, label) {
    for (const name of ['Score', 'Gene', 'Highest AF', 'Consequence', 'HGVS p.', 'Proband']) {
        const one = labelled(list, name);
        if (!ok(one, `${label}: there is a column ${name}`)) continue;
        await press(page, one.key, 'mouse');
        await sameOrder(page, sorted(list, [[one, one.down]]), `${label}: ${name} by mouse`);
        await press(page, one.key, 'mouse');
        await sameOrder(page, sorted(list, [[one, !one.down]]), `${label}: ${name} by mouse, the other way; missing values last again`);
        await press(page, one.key, 'Enter');
        await sameOrder(page, sorted(list, [[one, one.down]]), `${label}: ${name} by Enter`);
        await press(page, one.key, ' ');
        await sameOrder(page, sorted(list, [[one, !one.down]]), `${label}: ${name} by the space bar`);
        const states = await page.evaluate(() => [...document.querySelectorAll('variant-table th[aria-sort]')].map((th) => [[...th.querySelectorAll('.sort')].map((button) => button.dataset.key), th.ariaSort]));
        is(states.map(([keys, state]) => [keys.includes(one.key), state]), [[true, one.down ? 'ascending' : 'descending']], `${label}: ${name}: aria-sort on that column alone`);
        ok((await said(page)).includes(`${name} sorted`), `${label}: ${name}: the state line names it`);
    }
    await reset(page);
    await sameOrder(page, list.rows, `${label}: Reset gives the ranks' order`);
}

/* CB-SITE-20 */
async function sortsByTwo(page, list, label) {
    const [gene, score] = [column(list, 'gene'), column(list, 'score')];
    for (const how of ['mouse', 'Enter']) {
        await press(page, 'gene', 'mouse');
        await page.keyboard.down('Shift');
        await press(page, 'score', how);
        await page.keyboard.up('Shift');
        await sameOrder(page, sorted(list, [[gene, false], [score, score.down]]), `${label}: by gene, then by score with Shift and ${how}`);
        await reset(page);
    }
}

const lower = (list, row) => row.cells.slice(0, list.heads).join('\n').toLowerCase();
const withWords = (list, words) => list.rows.filter((row) => words.toLowerCase().split(/\s+/).filter(Boolean).every((word) => lower(list, row).includes(word)));
const shownOf = (rows, list) => `${rows.length} of ${list.rows.length} shown`;

/* CB-SITE-21 */
async function searches(page, list, label) {
    await page.evaluate(() => document.querySelector('variant-table .table').focus());
    await page.keyboard.press('/');
    ok(await page.evaluate(() => document.activeElement.type === 'search'), `${label}: / goes to the search`);
    const gene = text(list, list.rows.at(-1), column(list, 'gene'));
    for (const words of ['missense', `missense ${gene.slice(0, 3)}`, 'no such thing', '<', '1']) {
        await page.evaluate(() => { const box = document.querySelector('variant-table [type=search]'); box.focus(); box.select(); });
        await page.keyboard.type(words);
        await painted(page);
        const found = withWords(list, words);
        is(await counted(page), shownOf(found, list), `${label}: '${words}': the count is true`);
        await sameOrder(page, found, `${label}: '${words}': these rows`);
        await page.evaluate(() => document.querySelector('variant-table [type=search]').focus());
    }
    await page.keyboard.press('Escape');
    await painted(page);
    is(await counted(page), shownOf(list.rows, list), `${label}: Escape clears the search`);
    await page.keyboard.type('/');
    is(await page.evaluate(() => document.querySelector('variant-table [type=search]').value), '/', `${label}: / in the search is typed`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    ok(await page.evaluate(() => document.activeElement.matches('.table')), `${label}: Escape in an empty search goes to the list`);
}

const visible = (page) => page.evaluate(() => [...document.querySelectorAll('variant-table th')].filter((th) => th.offsetWidth > 0).map((th) => th.querySelector('.sort').textContent.trim()));
const visibleCells = (page) => page.evaluate(() => [...document.querySelector('variant-table tbody tr:not(.space)').cells].filter((cell) => cell.offsetWidth > 0).length);

/* CB-SITE-22 */
async function hidesColumns(page, list, label) {
    const heads = list.columns.filter((one) => one.line === 0).map((one) => one.label), wides = list.columns.filter((one) => one.wide !== undefined).map((one) => one.label);
    const click = (key) => page.evaluate((value) => document.querySelector(`.menu input[value="${value}"]`).click(), key);
    is(await visible(page), heads, `${label}: wide columns wait until asked for`);
    await page.evaluate(() => document.querySelector('variant-table [name=all]').click());
    is(await visible(page), [...heads, ...wides], `${label}: all columns`);
    is(await visibleCells(page), heads.length + wides.length, `${label}: and their cells`);
    await reset(page);
    await click('gene');
    await click('qual');
    is(await visible(page), [...heads.filter((one) => one !== 'Gene'), 'QUAL'], `${label}: one hidden, one asked for`);
    is(await visibleCells(page), heads.length, `${label}: their cells too`);
    const qual = column(list, 'qual'), wanted = sorted(list, [[qual, qual.down]]);
    await page.evaluate(() => [...document.querySelectorAll('.sort')].at(-1).click());
    await sameOrder(page, wanted, `${label}: sorted by a column that was asked for`);
    await scrollList(page, 'start');
    const values = await page.evaluate(() => [...document.querySelectorAll('variant-table tbody:not(.store) tr:not(.space)')].map((row) => row.lastChild.textContent));
    is(values, wanted.slice(0, values.length).map((row) => text(list, row, qual)), `${label}: with its values`);
    await page.type('variant-table [type=search]', text(list, wanted[0], qual));
    ok(+(await counted(page)).split(' ')[0] > 0, `${label}: and found by them`);
    await reset(page);
    is(await visible(page), heads, `${label}: Reset hides the wide columns again`);
}

// Opens the dialog of the column that shows `key`, and hands its fieldset labelled `name` to `act` in the page.
async function filter(page, list, key, name, act, argument) {
    const head = column(list, key).head;
    await page.evaluate((at) => document.querySelectorAll('.filter')[at].click(), head);
    await page.evaluate((legend, body, value) => {
        const field = [...document.querySelectorAll('dialog.filters div fieldset')].find((one) => one.firstChild.textContent === legend);
        new Function('field', 'value', body)(field, value);
    }, name, act, argument);
    await page.evaluate(() => document.querySelector('dialog.filters [name=close]').click());
    await painted(page);
}

const TYPE = 'const box = field.querySelector(`[name=${value[0]}]`); box.value = value[1]; box.dispatchEvent(new Event("input"));';
const TICK = 'for (const one of field.querySelectorAll("label")) if (value.some((word) => one.textContent.startsWith(` ${word} (`))) one.querySelector("input").click();';
const chips = (page) => page.evaluate(() => [...document.querySelectorAll('.state li')].map((one) => one.textContent));

/* CB-SITE-32 */
async function filtersNumbers(page, list, label) {
    const af = column(list, 'af'), number = (row) => parseFloat(row.values[af.head] ?? text(list, row, af)), gone = (row) => missing(list, row, af);
    await filter(page, list, 'af', af.label, TYPE, ['max', '0,001']);
    const loose = list.rows.filter((row) => gone(row) || number(row) <= 0.001);
    is(await counted(page), shownOf(loose, list), `${label}: a highest frequency keeps what is missing`);
    await sameOrder(page, loose, `${label}: these rows`);
    await filter(page, list, 'af', af.label, TYPE, ['min', '1e-5']);
    await filter(page, list, 'af', af.label, 'field.querySelector("[name=missing]").click();');
    const strict = list.rows.filter((row) => !gone(row) && number(row) <= 0.001 && number(row) >= 1e-5);
    is(await counted(page), shownOf(strict, list), `${label}: a range without what is missing`);
    is(await chips(page), [`${af.label}: from 0.00001 to 0.001 not missing ×`], `${label}: the filter stands in words above the list`);
    await filter(page, list, 'af', af.label, TYPE, ['min', 'x']);
    await page.evaluate((at) => document.querySelectorAll('.filter')[at].click(), af.head);
    is(await page.evaluate(() => document.querySelector('dialog.filters [name=max]').value), '0.001', `${label}: the dialog shows what is set`);
    await page.keyboard.press('Escape');
    await page.evaluate(() => document.querySelector('.state li button').click());
    is(await counted(page), shownOf(list.rows, list), `${label}: a click on its words takes a filter away`);
}

/* CB-SITE-32 */
async function filtersWords(page, list, label) {
    const consequence = column(list, 'consequence'), of = (row) => text(list, row, consequence);
    const kinds = [...new Set(list.rows.map(of))].slice(0, 2), wanted = list.rows.filter((row) => of(row).split(consequence.parts || '\0').some((one) => kinds.includes(one)));
    await filter(page, list, 'consequence', consequence.label, TICK, kinds);
    is(await counted(page), shownOf(wanted, list), `${label}: ticked consequences: ${kinds.join(', ')}`);
    await sameOrder(page, wanted, `${label}: these rows`);
    const gene = column(list, 'gene'), part = text(list, wanted[0], gene).slice(0, 2).toLowerCase();
    await filter(page, list, 'gene', gene.label, TYPE, ['has', part]);
    const both = wanted.filter((row) => text(list, row, gene).toLowerCase().includes(part));
    is(await counted(page), shownOf(both, list), `${label}: and genes that contain '${part}'`);
    await page.type('variant-table [type=search]', '0/');
    await painted(page);
    is(await counted(page), shownOf(both.filter((row) => lower(list, row).includes('0/')), list), `${label}: and a search`);
    await reset(page);
    is([await counted(page), await chips(page)], [shownOf(list.rows, list), []], `${label}: Reset takes all away`);
}

/* A threshold of the profile is a filter at one click, also a second time. CB-SITE-45 */
async function filtersByThreshold(page, list, label) {
    const presets = await page.evaluate(() => [...document.querySelectorAll('.presets a')].map((one) => one.hash));
    ok(presets.length > 0, `${label}: thresholds of the profile are offered as filters`);
    for (const [at, hash] of presets.entries()) {
        const [, bound, key, value] = /^#list\?(min|max)\.(\w+)=(.*)$/.exec(hash), one = column(list, key);
        const within = (row) => { const number = parseFloat(row.values[one.head] ?? text(list, row, one)); return bound === 'max' ? number <= +value : number >= +value; };
        for (const time of ['a click', 'a second one']) {
            await page.evaluate((i) => document.querySelectorAll('.presets a')[i].click(), at);
            await painted(page);
            is(await counted(page), shownOf(list.rows.filter((row) => missing(list, row, one) || within(row)), list), `${label}: ${time} on ${hash}`);
            await reset(page);
        }
    }
    await page.evaluate(() => history.replaceState(null, '', '#list'));
}

/* CB-SITE-32 */
async function filtersGenotypes(page, list, label) {
    const proband = labelled(list, 'Proband'), het = list.rows.filter((row) => row.signs[proband.head].endsWith(' het'));
    await filter(page, list, proband.key, 'Proband', TICK, ['heterozygous']);
    is(await counted(page), shownOf(het, list), `${label}: the proband is heterozygous`);
    const quality = list.columns.find((one) => one.under === proband.key && one.label.startsWith('GQ'));
    await filter(page, list, proband.key, quality.label, TYPE, ['min', '90']);
    const good = het.filter((row) => missing(list, row, quality) || +text(list, row, quality) >= 90);
    is(await counted(page), shownOf(good, list), `${label}: with a quality of 90 or more`);
    await reset(page);
}

/* CB-SITE-33 */
async function keepsPairs(page, list, label) {
    const partners = column(list, 'partners'), rank = column(list, 'rank'), score = column(list, 'score');
    const of = new Map(list.rows.map((row) => [+text(list, row, rank), row])), pairs = new Map(list.rows.map((row) => [row, new Set()]));
    for (const row of list.rows) for (const [, other] of (partners ? text(list, row, partners) : '').matchAll(/#(\d+)/g)) {
        pairs.get(row).add(of.get(+other));
        pairs.get(of.get(+other)).add(row);
    }
    const paired = (rows) => {
        const all = sorted(list, [[score, false]], [...new Set(rows.flatMap((row) => [row, ...pairs.get(row)]))]), out = new Set();
        for (const row of all) if (!out.has(row)) for (const one of [row, ...all.filter((other) => pairs.get(row).has(other))]) out.add(one);
        return [...out];
    };
    await page.evaluate(() => document.querySelector('[name=together]').click());
    await press(page, 'score', 'mouse');
    await press(page, 'score', 'mouse');
    await sameOrder(page, paired(list.rows), `${label}: pairs stay together when sorted`);
    const words = text(list, list.rows.find((row) => pairs.get(row).size) ?? list.rows[0], column(list, 'hgvs_c'));
    await page.type('variant-table [type=search]', words);
    await painted(page);
    const found = withWords(list, words), all = paired(found);
    await sameOrder(page, all, `${label}: a search for ${words} brings the partners along`);
    is((await said(page)).split(' · ').slice(0, all.length > found.length ? 2 : 1), [shownOf(all, list), ...(all.length > found.length ? [`${all.length - found.length} of them as partners of a pair`] : [])],
        `${label}: the count says so`);
    const extra = await page.evaluate(() => document.querySelectorAll('tbody:not(.store) .extra').length);
    is(extra, all.length - found.length, `${label}: partners are marked`);
    await reset(page);
    is(await page.evaluate(() => document.querySelectorAll('tbody:not(.store) .extra').length), 0, `${label}: and no longer after Reset`);
}

/* CB-SITE-34 */
async function keepsViews(page, list, label) {
    const kind = text(list, list.rows[0], column(list, 'consequence'));
    await filter(page, list, 'consequence', column(list, 'consequence').label, TICK, [kind]);
    await filter(page, list, 'af', column(list, 'af').label, TYPE, ['max', '0.01']);
    await filter(page, list, 'gene', 'Gene', TYPE, ['has', '%&=<>"']);
    await filter(page, list, 'gene', 'Gene', TYPE, ['has', '']);
    await page.evaluate(() => { for (const key of ['clinvar', 'qual']) document.querySelector(`.menu input[value="${key}"]`)?.click(); });
    await press(page, 'score', 'mouse');
    await page.type('variant-table [type=search]', '1');
    await painted(page);
    const state = () => page.evaluate(() => [document.querySelector('variant-table .state').textContent, [...document.querySelectorAll('variant-table th')].filter((th) => th.offsetWidth).length]);
    const before = await state(), rows = await inView(page), address = page.url();
    is(page.url().includes('?'), false, `${label}: nothing is written to the address before it is asked for`);
    await page.evaluate(() => document.querySelector('[name=save]').click());
    ok((await said(page)).includes('address'), `${label}: it says that the address holds the view`);
    const saved = page.url();
    ok(saved.includes('#list?') && saved.includes('max.af=0.01'), `${label}: the address holds the view`, saved);
    await page.goto('about:blank');
    await page.goto(saved, {waitUntil: 'load'});
    await painted(page);
    is(await state(), before, `${label}: opened again, the view is the same`);
    is(await inView(page), rows, `${label}: with the same rows`);
    await page.evaluate(() => { location.hash = '#list?sort=nothing,-score&max.af=no&in.nothing=1&max.=1&show=x&q=no+such+thing'; });
    await painted(page);
    is(await counted(page), `0 of ${list.rows.length} shown`, `${label}: what an address asks and no column answers is left out`);
    await page.goto(address, {waitUntil: 'load'});
    await reset(page);
}

/* CB-SITE-35 */
async function savesRows(page, list, label, file) {
    await page.evaluate(() => {
        window.saved = [];
        const make = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
        URL.createObjectURL = (blob) => { window.saved.push(blob); return 'blob:saved'; };
        HTMLAnchorElement.prototype.click = function () { if (!this.download) click.call(this); else window.saved.push(this.download); };
        window.unhook = () => { URL.createObjectURL = make; HTMLAnchorElement.prototype.click = click; };
    });
    await press(page, 'score', 'mouse');
    await page.type('variant-table [type=search]', 'missense');
    await painted(page);
    await page.evaluate(() => document.querySelector('[name=export]').click());
    const [table, name] = await page.evaluate(async () => [await window.saved[0].text(), window.saved[1]]);
    await page.evaluate(() => window.unhook());
    await reset(page);
    ok(name.endsWith('-filtered.tsv'), `${label}: the table's name: ${name}`);
    const lines = table.split('\n'), comments = lines.filter((line) => line.startsWith('##')), [keys, ...rows] = lines.slice(comments.length, -1).map((line) => line.split('\t'));
    ok(comments.some((line) => line.startsWith('##view=') && line.includes('missense')), `${label}: the table says of which view it is`);
    const first = ['chrom', 'pos', 'end', 'ref', 'alt', 'type', 'key'].filter((key) => column(list, key));
    is(keys.slice(0, first.length), first, `${label}: coordinates come first`);
    const score = column(list, 'score'), wanted = sorted(list, [[score, score.down]], withWords(list, 'missense'));
    is(rows.map((row) => row[keys.indexOf('key')]), wanted.map((row) => text(list, row, column(list, 'key'))), `${label}: the rows shown, in their order`);
    none(rows.flatMap((row) => row.length === keys.length ? row.filter((cell) => /^([=+@]|-\D)/.test(cell)) : [`${row.length} cells`]), `${label}: as many cells as columns, and none that is a formula`);
    const beside = join(dirname(file), 'variants.tsv');
    if (!existsSync(beside)) return;
    const [heads, ...full] = readFileSync(beside, 'utf8').split('\n').filter((line) => line && !line.startsWith('##')).map((line) => line.split('\t')), own = heads.indexOf('key');
    const differ = rows.flatMap((row) => {
        const same = full.find((one) => one[own] === row[keys.indexOf('key')]);
        return keys.flatMap((key, i) => same[heads.indexOf(key)] === row[i] ? [] : [`${key}: ${row[i]} for ${same[heads.indexOf(key)]}`]);
    });
    none(differ, `${label}: every value is that of variants.tsv`);
}

const focusedRow = (page) => page.evaluate(() => document.activeElement.matches('tr') ? +document.activeElement.getAttribute('aria-rowindex') - 2 : -1);

/* CB-SITE-36 */
async function walksByKeyboard(page, list, label) {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('l');
    await page.keyboard.press('ArrowDown');
    is(await focusedRow(page), 0, `${label}: from the list to its first row`);
    for (let i = 1; i < Math.min(30, list.rows.length); i++) await page.keyboard.press('ArrowDown');
    is(await focusedRow(page), Math.min(29, list.rows.length - 1), `${label}: and down, also beyond what was laid out`);
    ok(await page.evaluate(() => {
        const row = document.activeElement.getBoundingClientRect(), box = document.querySelector('variant-table .table').getBoundingClientRect();
        return row.top >= box.top && row.bottom <= box.bottom + 1;
    }), `${label}: the row is in view`);
    await page.keyboard.press('Escape');
    await scrollList(page, 'start');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    ok((await page.evaluate(() => location.hash)).startsWith('#v'), `${label}: Enter opens the variant's section`);
    await page.keyboard.press('?');
    ok(await page.evaluate(() => document.querySelector('dialog.help').open), `${label}: ? opens the help`);
    await page.keyboard.press('f');
    ok(!await page.evaluate(() => document.querySelector('dialog.filters').open), `${label}: letters wait while it is open`);
    await page.evaluate(() => document.querySelector('[name=letters]').click());
    await page.keyboard.press('Escape');
    for (const letter of ['?', 'f', '/']) await page.keyboard.press(letter);
    is(await page.evaluate(() => [document.querySelector('dialog[open]'), document.activeElement.type === 'search']), [null, false], `${label}: letters that are switched off do nothing`);
    await page.evaluate(() => document.querySelector('[name=help]').click());
    await page.evaluate(() => document.querySelector('[name=letters]').click());
    await page.keyboard.press('Escape');
    await page.focus('.sort[data-key="af"]');
    await page.keyboard.press('f');
    is(await page.evaluate(() => document.querySelector('dialog.filters[open] h3')?.textContent), labelled(list, 'Highest AF').label, `${label}: f opens the filters of the column in focus`);
    await page.keyboard.type('0.5');
    await page.keyboard.press('Escape');
    is(await chips(page), ['Highest AF: from 0.5 or missing ×'], `${label}: and its first field takes what is typed`);
    await page.keyboard.press('r');
    is(await chips(page), [], `${label}: r resets`);
    await page.keyboard.press('t');
    ok(await page.evaluate(() => document.querySelector('[name=together]').checked), `${label}: t keeps pairs together`);
    await page.keyboard.press('t');
}

/* CB-SITE-37 */
async function marksRows(page, list, label) {
    const mark = (at, marks) => page.evaluate((key, detail) => document.dispatchEvent(new CustomEvent('casebound:decision', {detail: {key, marks: detail}})), text(list, list.rows[at], column(list, 'key')), marks);
    const last = list.rows.length - 1;
    await scrollList(page, 'start');
    const before = await page.evaluate(() => [...document.querySelectorAll('variant-table td.g')].map((cell) => [cell.textContent, getComputedStyle(cell).color, getComputedStyle(cell).opacity]));
    await mark(0, {pinned: true});
    await mark(1, {dismissed: true});
    await mark(last, {pinned: true, causative: true});
    const shown = (at) => page.evaluate((i) => document.querySelectorAll('variant-table tbody:not(.store) tr:not(.space)')[i].querySelector('[data-mark]')?.dataset.mark ?? null, at);
    is([await shown(0), await shown(1), await shown(2)], ['pinned', 'dismissed', null], `${label}: marks stand in words in their rows`);
    const after = await page.evaluate(() => [...document.querySelectorAll('variant-table td.g')].map((cell) => [cell.textContent, getComputedStyle(cell).color, getComputedStyle(cell).opacity]));
    is(after, before, `${label}: no genotype is paler or other for it`);
    await filter(page, list, 'rank', 'Marks', TICK, ['pinned']);
    is(await counted(page), `2 of ${list.rows.length} shown`, `${label}: pinned rows alone`);
    is(await shown(1), 'pinned, causative', `${label}: a row that was not laid out is marked too`);
    await mark(0, {pinned: false});
    is(await counted(page), `1 of ${list.rows.length} shown`, `${label}: a mark taken away counts at once`);
    await reset(page);
    await mark(1, {});
    await mark(last, {});
    await page.evaluate(() => { window.asked = []; document.addEventListener('casebound:ask', (event) => window.asked.push(event.detail)); });
    await page.keyboard.press('l');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('p');
    await page.keyboard.press('d');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    const key = text(list, list.rows[0], column(list, 'key'));
    is((await page.evaluate(() => window.asked)).map(({key, action}) => ({key, action})), [{key, action: 'pin'}, {key, action: 'dismiss'}], `${label}: p and d ask for a decision on the row in focus`);
    await page.evaluate(() => document.querySelector('variant-table tbody:not(.store) tr[tabindex]').focus());
    await page.keyboard.press('p');
}

/* CB-SITE-37 */
async function readsBlind(page, list, label) {
    const blind = (on) => page.evaluate((value) => document.dispatchEvent(new CustomEvent('casebound:blind', {detail: {on: value}})), on);
    await press(page, 'score', 'mouse');
    await blind(true);
    await painted(page);
    const heads = await visible(page);
    is(heads.filter((one) => ['Rank', 'Score', 'Decision'].includes(one)), [], `${label}: a blind reader sees no rank, score or decision`);
    const position = column(list, 'position');
    await sameOrder(page, sorted(list, [[position, false]]), `${label}: and the rows in the order of the genome`);
    await blind(false);
    await reset(page);
    is(await visible(page), list.columns.filter((one) => one.line === 0).map((one) => one.label), `${label}: and all again afterwards`);
}

export async function testList(page, list, label, file) {
    await sorts(page, list, label);
    await sortsByTwo(page, list, label);
    await searches(page, list, label);
    await hidesColumns(page, list, label);
    await filtersNumbers(page, list, label);
    await filtersWords(page, list, label);
    await filtersGenotypes(page, list, label);
    await filtersByThreshold(page, list, label);
    await keepsPairs(page, list, label);
    await savesRows(page, list, label, file);
    await walksByKeyboard(page, list, label);
    await marksRows(page, list, label);
    await readsBlind(page, list, label);
    await keepsViews(page, list, label);
}
