// print.mjs [FILE.html …]: the page on paper, as Chromium prints it to PDF: every sheet says whose it is, the list is whole, comments have their lines.
import {execFileSync} from 'node:child_process';
import {basename, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {launch, watched} from './lib/browser.mjs';
import {pages} from './lib/pages.mjs';
import {scratch} from './lib/scratch.mjs';
import {done, none, ok} from './lib/tap.mjs';

const folder = scratch('print');
const bare = (text) => text.replace(/\s+/g, '');
const sheets = (pdf) => execFileSync('pdftotext', ['-raw', pdf, '-'], {encoding: 'utf8', maxBuffer: 1 << 28}).split('\f').slice(0, -1).map(bare);

// What the page shows, by the place where it must stand on paper.
const shown = (page) => page.evaluate(() => {
    // A button has nothing to say on paper.
    const words_of = (one) => { const copy = one.cloneNode(true); for (const button of copy.querySelectorAll('button')) button.remove(); return copy.textContent; };
    const texts = (selector) => [...document.querySelectorAll(selector)].map(words_of);
    const words = document.querySelector('variant-table').dataset;
    const kept = [...document.querySelectorAll('input[name=column]')].map((box) => box.checked);
    return {
        identity: texts('.who h1, .who dd'),
        heads: [...document.querySelectorAll('variant-table thead th')].filter((_, i) => kept[i]).map((th) => [...th.querySelectorAll('.sort')].map((one) => one.textContent).join('·')),
        rows: [...document.querySelectorAll('variant-table tbody tr:not(.space)')].map((row) => [...row.cells].filter((_, i) => kept[i])
            .map((cell) => cell.textContent.split('\n').filter((line, i) => i === 0 || line !== words.missing && line !== words.absent).join(''))),
        rest: texts('main > section:not(#list) :is(td, th, h4, li:not(:has(li, h4)), dd:not(:has(li))), footer b'),
        comments: document.querySelectorAll('.comment').length,
    };
});

/* CB-SITE-28 */
async function prints(browser, file) {
    const name = basename(file), {page, bad} = await watched(browser, pathToFileURL(file).href);
    const wanted = await shown(page);
    const pdf = join(folder, `${name}.pdf`);
    await page.evaluate(() => { document.querySelector('variant-table .table').scrollTop = 1e6; });
    await page.pdf({path: pdf, preferCSSPageSize: true, timeout: 120000});
    const paper = sheets(pdf), all = paper.join('\n');
    none(paper.flatMap((sheet, i) => wanted.identity.filter((text) => !sheet.includes(bare(text))).map((text) => `sheet ${i + 1}: ${text}`)), `${name}: each of ${paper.length} sheets says whose it is`);
    none(paper.flatMap((sheet, i) => sheet.includes(`${i + 1}/${paper.length}`) ? [] : [`sheet ${i + 1}`]), `${name}: each sheet has its number and their count`);
    none(wanted.rows.flat().filter((text) => !all.includes(bare(text))), `${name}: every cell of the ${wanted.rows.length} rows is printed whole`);
    none([...new Set(wanted.rest)].filter((text) => !all.includes(bare(text))), `${name}: every other value is printed whole`);
    const listed = paper.filter((sheet) => wanted.rows.some((row) => sheet.includes(bare(row.join('')))));
    none(listed.filter((sheet) => !sheet.includes(bare(wanted.heads.join('')))).map((sheet) => sheet.slice(0, 200)), `${name}: the ${listed.length} sheets of the list begin with its column heads`);
    ok(listed.length > 0, `${name}: the list is found on the sheets`);
    const ruled = await page.evaluate(() => { const style = getComputedStyle(document.querySelector('.comment div')); return style.borderBottomWidth; });
    ok(parseFloat(ruled) >= 1 && wanted.comments > 0, `${name}: comments have ruled lines`, ruled);
    none([...bad, ...await page.evaluate(() => window.violations)], `${name}: quiet`);
    await page.close();
}

const browser = await launch('chromium');
for (const file of pages(process.argv.slice(2))) await prints(browser, file);
await browser.close();
done();
