// lib/rows.mjs: the list as the file holds it, and as the page shows it.
import {painted} from './browser.mjs';
import {ok} from './tap.mjs';

// Read with scripts off: the columns, and of each row the raw cells. A cell holds the value of its column and, in a second line, that of the column under
// it; the last cell holds the values of all columns that wait to be asked for, a tab between.
export const listed = (page) => page.evaluate(() => {
    const table = document.querySelector('variant-table table'), words = document.querySelector('variant-table').dataset;
    const heads = [...table.tHead.rows[0].cells].slice(0, -1);
    const shown = heads.flatMap((th, head) => [...th.querySelectorAll('.sort')].map((one, line) =>
        ({key: one.dataset.key, label: one.textContent.trim(), type: one.dataset.type, down: one.dataset.sort === 'descending', parts: one.dataset.parts, head, line})));
    const wide = [...document.querySelectorAll('input[name=wide]')].map((one, at) =>
        ({key: one.value, label: one.parentElement.textContent.trim(), type: one.dataset.type, down: one.dataset.sort === 'descending', parts: one.dataset.parts, under: one.dataset.under, wide: at}));
    return {
        heads: heads.length, columns: [...shown, ...wide], missing: words.missing, absent: words.absent,
        rows: [...table.tBodies[0].rows].map((row) => ({cells: [...row.cells].map((cell) => cell.textContent), values: [...row.cells].map((cell) => cell.dataset.v ?? null),
            signs: [...row.cells].map((cell) => cell.className)})),
    };
});

export const column = (list, key) => list.columns.find((one) => one.key === key);
export const labelled = (list, label) => list.columns.find((one) => one.label === label);

export function text(list, row, one) {
    if (one.wide !== undefined) return row.cells.at(-1).split('\t')[one.wide];
    return row.cells[one.head].split('\n')[one.line];
}

export const missing = (list, row, one) => [list.missing, list.absent].includes(text(list, row, one));

// What a column is sorted by: null where the value is missing.
export function key(list, row, one) {
    const shown = text(list, row, one), value = one.line === 0 ? row.values[one.head] : null;
    if (one.type === 'genotype') {
        const alleles = shown.match(/^\S+/)[0].split(/[/|]/).filter((allele) => allele !== '.');
        return alleles.length ? alleles.filter((allele) => allele !== '0').length : null;
    }
    if (missing(list, row, one)) return null;
    if (value !== null) return +value;
    if (one.type === 'number') return parseFloat(shown);
    return shown.toLowerCase().split(/(\d+)/).map((part, i) => i % 2 ? part.padStart(12, '0') : part).join('');
}

// The order that columns ask for, computed here anew: missing values last in both directions, equal ones by rank.
export function sorted(list, by, rows = list.rows) {
    const keyed = rows.map((row) => ({row, at: list.rows.indexOf(row), keys: by.map(([one]) => key(list, row, one))}));
    return keyed.sort((a, b) => {
        for (const [i, [, down]] of by.entries()) {
            const x = a.keys[i], y = b.keys[i];
            if (x === y) continue;
            if (x === null || y === null) return x === null ? 1 : -1;
            return (x < y ? -1 : 1) * (down ? -1 : 1);
        }
        return a.at - b.at;
    }).map(({row}) => row);
}

// Rows in view or laid out next to it, each as its cells' texts.
export const inView = (page) => page.evaluate(() => [...document.querySelectorAll('variant-table tbody:not(.store) tr:not(.space)')].map((row) => [...row.cells].map((cell) => cell.textContent)));
export const held = (page) => page.evaluate(() => document.querySelectorAll('variant-table tbody tr:not(.space)').length);
export const said = (page) => page.evaluate(() => document.querySelector('variant-table .state output').textContent);
export const counted = async (page) => (await said(page)).split(' · ')[0];

export async function scrollList(page, where) {
    await page.evaluate((end) => { const box = document.querySelector('variant-table .table'); box.scrollTop = end ? box.scrollHeight : 0; }, where === 'end');
    await painted(page);
    await painted(page);
}

// The rows in view at both ends of the list are those wanted there.
export async function sameOrder(page, rows, name) {
    const order = rows.map((row) => row.cells);
    await scrollList(page, 'start');
    const own = (shown) => shown.map((cells, i) => cells.slice(0, order[i]?.length));
    const first = own(await inView(page));
    await scrollList(page, 'end');
    const last = own(await inView(page));
    const good = JSON.stringify(first) === JSON.stringify(order.slice(0, first.length)) && JSON.stringify(last) === JSON.stringify(order.slice(-last.length));
    const short = (list) => list.slice(0, 3).map((cells) => cells.slice(0, 11).join(' | ')).join('\n');
    ok(good && (first.length > 0 || order.length === 0), name, `first\n${short(first)}\nwanted\n${short(order)}\nlast\n${short(last.slice(-3))}\nwanted\n${short(order.slice(-3))}`);
}

export async function reset(page) {
    await page.evaluate(() => document.querySelector('variant-table [name=reset]').click());
    await painted(page);
}
