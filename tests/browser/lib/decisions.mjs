// lib/decisions.mjs: decisions in a browser: made in the form or by keyboard alone, exported, built in, read back, read blind and compared.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, renameSync} from 'node:fs';
import {basename, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {accessible} from './axe.mjs';
import {launch, painted, unscripted, watched} from './browser.mjs';
import {casebound, sampleCase} from './pages.mjs';
import {column, listed, sameOrder, sorted} from './rows.mjs';
import {scratch} from './scratch.mjs';
import {done, is, none, ok} from './tap.mjs';

const downloads = scratch('downloads');
const FAMILY = 'FAM-0042';
const [A, B] = ['Dr Åsa Öberg', 'Dr B. Other'];

const preferences = {'browser.download.folderList': 2, 'browser.download.dir': downloads, 'browser.download.useDownloadDir': true,
    'browser.download.always_ask_before_handling_new_types': false, 'browser.download.alwaysOpenPanel': false, 'browser.helperApps.neverAsk.saveToDisk': 'application/json'};

async function started(name) {
    const browser = await launch(name, preferences);
    if (name === 'chromium') await (await browser.target().createCDPSession()).send('Browser.setDownloadBehavior', {behavior: 'allow', downloadPath: downloads});
    return browser;
}

function build(output, words) {
    const folder = casebound(['build', sampleCase(FAMILY), '-o', output, '--date', '2026-11-22', '-q', ...words]).trim();
    return {folder, page: join(folder, `${basename(folder)}.html`), view: JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')), pdf: () => execFileSync('pdftotext', [join(folder, `${basename(folder)}.pdf`), '-'], {encoding: 'utf8'}).replace(/\s+/g, ' ')};
}

const opened = async (browser, report, query = '', how = {}) => {
    const url = pathToFileURL(report.page).href;
    const seen = await watched(browser, url + query, how);
    seen.bad = seen.bad.filter((one) => !one.startsWith('request blob:'));
    return seen;
};

// The file that an export leaves, in a folder of its own: exports of two pages may have one name.
async function exported(page, how) {
    await how();
    for (let i = 0; i < 100; i++) {
        const [name] = readdirSync(downloads).filter((one) => one.endsWith('.json'));
        if (name && readFileSync(join(downloads, name), 'utf8').endsWith('}\n')) {
            const kept = join(scratch('kept'), name);
            renameSync(join(downloads, name), kept);
            return kept;
        }
        await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error(`no file was downloaded: ${await says(page, '.said, .desk output')} ${readdirSync(downloads)}`);
}

const says = (page, selector) => page.evaluate((one) => [...document.querySelectorAll(one)].map((each) => each.textContent.trim().replace(/\s+/g, ' ')), selector);
const shown = (page, selector) => page.evaluate((one) => [...document.querySelectorAll(one)].some((each) => each.getClientRects().length > 0), selector);
const put = (page, name, value) => page.evaluate((n, v) => {
    const one = [...document.querySelectorAll(`aside.decide [name="${n}"]`)].find((each) => each.type !== 'checkbox' || v === true || each.value === v);
    if (one.type === 'checkbox') one.checked = true;
    else one.value = v;
    one.dispatchEvent(new Event('input', {bubbles: true}));
}, name, value);
const named = (page, text) => page.evaluate((value) => { document.querySelector('[name=author]').value = value; }, text);
const save = (page) => exported(page, () => page.click('[name=export-decisions]'));
const drop = (page, name, text) => page.evaluate((called, said) => {
    const data = new DataTransfer();
    data.items.add(new File([said], called, {type: 'application/json'}));
    document.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true, bubbles: true}));
}, name, text).then(() => painted(page)).then(() => painted(page));
const decide = async (page, selector) => {
    await page.evaluate((one) => document.querySelector(`${one} button.decide`).click(), selector);
    await painted(page);
};

/* CB-DECIDE-30 */
async function beginsEmpty(page, label) {
    await decide(page, '#v1');
    const chosen = await page.evaluate(() => [...document.querySelectorAll('aside.decide :is(input, select, textarea)')].filter((one) => one.type === 'checkbox' ? one.checked : one.value).map((one) => one.name));
    none(chosen, `${label}: nothing is ticked or selected beforehand`);
    is(await says(page, '.computed'), [''], `${label}: nothing is computed of nothing`);
    is(await says(page, '.desk output'), ['0 not exported'], `${label}: the count is there from the start`);
}

/* CB-DECIDE-31 */
async function computes(page, label) {
    for (const [name, value] of [['PVS1', 'very_strong'], ['PM2', 'supporting']]) await put(page, name, value);
    is(await says(page, '.computed li'), ['ACMG/AMP 2015: uncertain significance', 'ACMG/AMP points 2020: likely pathogenic (9 points)', 'The two frameworks give different classes.'], `${label}: both frameworks, and that they differ`);
    await put(page, 'BA1', 'stand_alone');
    ok((await says(page, '.computed .warnings li')).some((text) => text.startsWith('BA1 with pathogenic')), `${label}: BA1 with pathogenic criteria is warned of`);
    await put(page, 'BA1', '');
    await put(page, 'PP3', 'supporting');
    ok((await says(page, '.computed .warnings li')).some((text) => text.startsWith('PVS1 with PP3')), `${label}: PVS1 with PP3 is warned of`);
    await put(page, 'PP3', '');
    await put(page, 'class', 'benign');
    ok((await says(page, '.computed .warnings li')).some((text) => text.includes('not the one that either framework gives')), `${label}: a class that neither gives is warned of`);
}

async function decidesFirst(page) {
    for (const [name, value] of [['class', 'likely_pathogenic'], ['causative', 'full'], ['validation', 'ordered'], ['rank', '4'], ['pinned', true], ['meeting', true],
        ['comment', 'Fits *well*.\n\n- <b>one</b>'], ['institute', 'Known to us.']]) await put(page, name, value);
    await page.evaluate(() => {
        const note = document.querySelector('[data-code=PM2]');
        note.value = 'absent from gnomAD';
        note.dispatchEvent(new Event('input', {bubbles: true}));
    });
}

/* CB-DECIDE-32 */
async function warnsBeforeLeaving(page, label) {
    let asked = null;
    page.once('dialog', async (dialog) => { asked = dialog.type(); await dialog.dismiss(); });
    await page.click('aside.decide h2');
    await page.close({runBeforeUnload: true}).catch(() => {});
    for (let i = 0; i < 40 && !asked; i++) await new Promise((later) => setTimeout(later, 50));
    is(asked, 'beforeunload', `${label}: leaving with something unexported is asked about`);
}

/* CB-DECIDE-33 */
async function exportsAll(page, report, label) {
    const {view} = report;
    await page.click('[name=export-decisions]');
    is(await says(page, '.said'), ['Type your name first.'], `${label}: no export without a name`);
    await named(page, `  ${A} `);
    const file = await save(page), read = JSON.parse(readFileSync(file, 'utf8'));
    is(basename(file), `${FAMILY}-r1-decisions-Dr_Åsa_Öberg-1.json`, `${label}: the file's name`);
    is(read.report, {id: `${FAMILY}-r1`, revision: 1, facts_digest: view.report.facts_digest, case_digest: view.report.case_digest, calls_digest: view.report.calls_digest, built_with: []}, `${label}: bound to the report and the case`);
    is([read.format, read.version, read.author, read.sequence], ['casebound decisions', 1, A, 1], `${label}: author as typed, first export`);
    const {changed, ...first} = read.variants[0];
    is(first, {key: view.variants[0].key, title: view.variants[0].title, class: 'likely_pathogenic', criteria: [{code: 'PVS1', strength: 'very_strong'}, {code: 'PM2', strength: 'supporting', comment: 'absent from gnomAD'}],
        pinned: true, meeting: true, causative: 'full', validation: 'ordered', rank: {code: '4', text: 'Likely pathogenic'}, comment: 'Fits *well*.\n\n- <b>one</b>', institute: 'Known to us.'}, `${label}: everything that was said`);
    is(await says(page, '.desk output'), ['0 not exported'], `${label}: exported`);
    return file;
}

/* CB-DECIDE-34 */
async function marksRows(page, report, label) {
    const {key} = report.view.variants[8];
    await page.evaluate(() => { window.heard = []; document.addEventListener('casebound:decision', ({detail}) => window.heard.push(detail)); });
    const ask = (action) => page.evaluate((of, what) => document.dispatchEvent(new CustomEvent('casebound:ask', {detail: {key: of, title: 'A row', action: what}})), key, action);
    await ask('pin');
    await ask('dismiss');
    ok(await page.evaluate(() => document.activeElement.name === 'dismissed'), `${label}: a wish to dismiss opens the form at its reasons`);
    await put(page, 'dismissed', '29');
    await ask('pin');
    const heard = await page.evaluate(() => window.heard.map(({key: of, marks}) => [of, marks.pinned, marks.dismissed]));
    is(heard, [[key, true, false], [key, true, true], [key, false, true]], `${label}: the list is told of each mark`);
    await page.keyboard.press('Escape');
    ok(await page.evaluate(() => document.querySelector('aside.decide').hidden), `${label}: Escape closes the form`);
}

/* CB-DECIDE-35 */
async function caseComments(page, label) {
    await page.evaluate(() => document.querySelector('.decided[data-key=""] button.decide').click());
    ok(!await shown(page, 'aside.decide [name=class]'), `${label}: of the case there are comments alone`);
    await put(page, 'comment', 'Talk to the *parents*.');
    ok((await says(page, '.decided[data-key=""] .yours')).join().includes('Talk to the *parents*.'), `${label}: the comment stands in its place`);
    await page.click('aside.decide [name=close]');
}

/* CB-DECIDE-36 */
async function withdraws(page, report, label) {
    await decide(page, '#v2');
    await put(page, 'pinned', true);
    is(await says(page, '.desk output'), ['1 not exported'], `${label}: one more`);
    await page.click('aside.decide [name=withdraw]');
    is(await says(page, '.desk output'), ['0 not exported'], `${label}: what no file holds is gone without a trace`);
    await decide(page, '#v1');
    await page.click('aside.decide [name=withdraw]');
    is(await says(page, '.desk output'), ['1 not exported'], `${label}: what a file holds is withdrawn`);
    const file = await save(page), read = JSON.parse(readFileSync(file, 'utf8'));
    is([read.sequence, read.variants[0].withdrawn, Object.keys(read.variants[0])], [2, true, ['key', 'title', 'changed', 'withdrawn']], `${label}: and the next file says so`);
}

/* CB-DECIDE-37 */
async function roundTrip(browser, quiet, first, a, label) {
    const second = build(scratch('r2'), ['--revision', '2', '--decisions', a]), {view} = second, v = view.variants[0];
    is([v.readings[0].author, v.readings[0].class, v.marks], [A, 'likely_pathogenic', 'pinned causative classified meeting commented'], `${label}: the decision stands in case.json of the next revision`);
    is(v.readings[0].facts.map(({text}) => text).slice(0, 3), ['likely pathogenic', 'PVS1, PM2_Supporting', 'ACMG/AMP 2015: uncertain significance; ACMG/AMP points 2020: likely pathogenic (9 points)'], `${label}: computed as in the page`);
    is(view.report.supersedes.map(({id, facts_digest}) => [id, facts_digest]), [[`${FAMILY}-r1`, first.view.report.facts_digest]], `${label}: it names what it supersedes`);
    const pdf = second.pdf();
    ok(pdf.includes(`Supersedes ${FAMILY}-r1, facts digest ${first.view.report.facts_digest}`), `${label}: on paper too`);
    ok(pdf.includes(`${A} (as typed, not signed)`) && pdf.includes('absent from gnomAD') && pdf.includes('<b>one</b>'), `${label}: the decision stands in the PDF`);
    const {page} = await opened(quiet, second, '', {scripts: false});
    ok((await says(page, '#v1 .reading')).join().includes('PVS1, PM2_Supporting') && await shown(page, '#v1 .reading'), `${label}: with scripts off the decision is read`);
    ok(!await shown(page, 'button.decide') && !await shown(page, '.desk') && !await shown(page, 'aside.decide'), `${label}: and nothing is offered that would not work`);
    await page.close();
    const again = await opened(browser, second);
    await named(again.page, B);
    await decide(again.page, '#v1');
    await put(again.page, 'class', 'pathogenic');
    const b = await save(again.page);
    is(JSON.parse(readFileSync(b, 'utf8')).report.built_with, [createHash('sha256').update(readFileSync(a)).digest('hex')], `${label}: an export names the files that the report holds`);
    none([...again.bad, ...await again.page.evaluate(() => window.violations)], `${label}: the second revision is quiet`);
    await again.page.close();
    return {second, b};
}

/* CB-DECIDE-38 */
function merges(a, b, label) {
    const third = build(scratch('r3'), ['--decisions', a, '--decisions', b, '--revision', '3']);
    is(third.view.variants[0].readings.map(({author}) => author), [B, A].sort(), `${label}: two readers side by side`);
    ok(third.view.variants[0].differ === 'Readers disagree: class', `${label}: and that they disagree`);
    ok(third.pdf().includes('Readers disagree: class'), `${label}: on paper too`);
    let refused = '';
    try {
        casebound(['build', sampleCase(FAMILY), '-o', scratch('r3'), '-q', '--revision', '3', '--decisions', b]);
    } catch (error) {
        refused = `${error.status} ${error.stderr}`;
    }
    ok(/^3 casebound: .*holds decisions of a file that is not given/.test(refused), `${label}: a later reading alone would lose the earlier: refused`, refused);
}

/* CB-DECIDE-39 */
async function readsBack(browser, first, a, label) {
    const {page, bad} = await opened(browser, first);
    await (await page.$('[name=decisions]')).uploadFile(a);
    await page.waitForFunction(() => document.querySelector('.said').textContent !== '');
    is(await says(page, '.said'), ['Type your name first.'], `${label}: whose file it is cannot be told without a name`);
    await named(page, A);
    await (await page.$('[name=decisions]')).uploadFile(a);
    await page.waitForFunction((name) => document.querySelector('.said').textContent.includes(name), {}, A);
    is(await says(page, '.desk output'), ['0 not exported'], `${label}: what is read back needs no export`);
    await decide(page, '#v1');
    const held = await page.evaluate(() => ['class', 'PVS1', 'PM2', 'rank', 'causative', 'comment'].map((name) => document.querySelector(`aside.decide [name=${name}]`).value));
    is(held, ['likely_pathogenic', 'very_strong', 'supporting', '4', 'full', 'Fits *well*.\n\n- <b>one</b>'], `${label}: the form holds it`);
    const file = JSON.parse(readFileSync(await save(page), 'utf8')), before = JSON.parse(readFileSync(a, 'utf8'));
    is([file.sequence, file.variants], [2, before.variants], `${label}: the next export goes on from it and says the same`);
    none([...bad, ...await page.evaluate(() => window.violations)], `${label}: reading back is quiet`);
    await page.close();
}

/* CB-DECIDE-40 */
async function readsBlind(browser, quiet, first, a, label) {
    const {page, bad} = await opened(browser, first, '?blind');
    await painted(page);
    for (const hidden of ['#shortlist', '.rank', 'table.why', '#genes']) ok(!await shown(page, hidden), `${label}: blind: no ${hidden}`);
    ok(await shown(page, '#v1 .decided button.decide'), `${label}: blind: sections are there`);
    const keys = await page.evaluate(() => [...document.querySelectorAll('#sections > .variant .decided')].map((one) => one.dataset.key));
    is(keys, [...keys].sort(new Intl.Collator('en', {numeric: true}).compare), `${label}: blind: in the order of the genome`);
    const heads = await page.evaluate(() => [...document.querySelectorAll('variant-table thead th')].filter((one) => one.getClientRects().length > 0).map((one) => one.textContent.trim()));
    none(heads.filter((one) => /^(Rank|Score)/.test(one)), `${label}: blind: the list shows neither rank nor score`);
    const raw = (await opened(quiet, first, '', {scripts: false})).page, list = await listed(raw);
    await raw.close();
    await sameOrder(page, sorted(list, [[column(list, 'position'), false]]), `${label}: blind: and is in the order of the genome`);
    await named(page, B);
    await drop(page, 'a.json', readFileSync(a, 'utf8'));
    ok((await says(page, '#v1 .theirs')).length === 1 && !await shown(page, '#v1 .theirs'), `${label}: blind: the first reader is read and not seen`);
    /* CB-DECIDE-43 */
    await accessible(page, `${label}, blind, a file dropped`);
    await decide(page, '#v1');
    await put(page, 'class', 'likely_pathogenic');
    await decide(page, '#v2');
    await put(page, 'class', 'uncertain');
    const b = await save(page), read = JSON.parse(readFileSync(b, 'utf8'));
    is(read.variants.map(({blind}) => blind), [true, true], `${label}: blind: each entry says so`);
    await page.evaluate(() => { document.querySelector('.desk details').open = true; document.querySelector('[name=blind]').click(); });
    await painted(page);
    ok(await shown(page, '#v1 .theirs') && await shown(page, '#v1 .yours'), `${label}: then both are seen side by side`);
    is(await says(page, '.agreement li'), [`${A}: 1 decided by both, 1 alike, 0 differing`], `${label}: and the agreement is counted`);
    is(await page.evaluate(() => document.querySelector('#sections > .variant').id), 'v1', `${label}: in the order of ranks again`);
    await accessible(page, `${label}, readers side by side`);
    const built = build(scratch('blind'), ['--revision', '2', '--decisions', a, '--decisions', b]).view.decisions.agreement;
    is(built, ['Decided by at least two readers: 1 variants; they agree on 1 and disagree on 0.', 'Classified by at least two readers: 1 variants, 1 with the same class.', 'Of those decided by at least two readers, 1 were read blind.'], `${label}: as in the next revision`);
    none([...bad, ...await page.evaluate(() => window.violations)], `${label}: blind reading is quiet`);
    await page.close();
}

/* What a report already holds of another reader is not seen either: CB-DECIDE-40 */
async function readsBlindWhatIsBuiltIn(browser, second, label) {
    const open = await opened(browser, second), marked = (page) => page.evaluate(() => [...document.querySelectorAll('variant-table [data-mark]')].map((one) => one.dataset.mark));
    const words = (page) => page.evaluate(() => document.body.innerText);
    ok((await words(open.page)).includes(`Classification: likely pathogenic (${A})`) || (await words(open.page)).split(A).length > 3, `${label}: seen: the first reader's class, in the letter too`);
    ok((await marked(open.page)).length > 0, `${label}: seen: the first reader's marks in the list`);
    await open.page.close();
    const {page, bad} = await opened(browser, second, '?blind');
    await painted(page);
    none((await words(page)).split('\n').filter((line) => line.includes(A)), `${label}: blind: nothing that the first reader said, the letter included`);
    is(await marked(page), [], `${label}: blind: nor a mark of the first reader`);
    ok(!await shown(page, '.carriers'), `${label}: blind: nor the variants in the order of their ranks`);
    await page.evaluate(() => { document.querySelector('.desk details').open = true; document.querySelector('[name=blind]').click(); });
    await painted(page);
    ok((await marked(page)).length > 0, `${label}: afterwards the marks are back`);
    none([...bad, ...await page.evaluate(() => window.violations)], `${label}: and all that is quiet`);
    await page.close();
}

// Files that are not what they say: what each says that is wrong.
function broken(good) {
    const variant = {key: '1-1-A-T', title: 't', changed: '2026-01-31T10:00:00Z'};
    const with_ = (change) => JSON.stringify({...good, ...change});
    return [['{', 'JSON'], ['[]', 'format'], ['{"format": "other"}', 'format'], [with_({version: 2}), 'format'], [with_({evil: 1}), 'evil'],
        [with_({report: {...good.report, case_digest: '0'.repeat(64)}}), 'another case'], [with_({report: {...good.report, calls_digest: '0'.repeat(64)}}), 'another case'],
        [with_({report: {...good.report, more: 1}}), 'report.more'], [with_({author: 3}), 'author'], [with_({author: 'a\nb'}), 'author'], [with_({sequence: 'x'}), 'sequence'], [with_({variants: {}}), 'variants'],
        [with_({variants: [3]}), 'variants[0].key'], [with_({variants: [{...variant, key: ''}]}), 'variants[0].key'], [with_({variants: [{...variant, changed: 'now'}]}), 'variants[0].changed'],
        [with_({variants: [{...variant, class: 'deadly'}]}), 'variants[0].class'], [with_({variants: [{...variant, pinned: 'yes'}]}), 'variants[0].pinned'],
        [with_({variants: [{...variant, criteria: [{code: 'PVS9', strength: 'strong'}]}]}), 'variants[0].criteria'],
        [with_({variants: [{...variant, criteria: [{code: 'BA1', strength: 'strong'}]}]}), 'variants[0].criteria'],
        [with_({variants: [{...variant, criteria: [{code: 'PM2', strength: 'strong', evil: 1}]}]}), 'variants[0].criteria'],
        [with_({variants: [{...variant, rank: 3}]}), 'variants[0].rank'], [with_({variants: [{...variant, evil: '<img src=x>'}]}), 'variants[0].evil'],
        [with_({variants: [{...variant, comment: 3}]}), 'variants[0].comment'], [with_({case: {changed: '2026-01-31T10:00:00Z', comment: {}}}), 'case.comment']];
}

/* CB-DECIDE-41 */
async function refuses(browser, first, a, label) {
    const {page, bad} = await opened(browser, first), good = JSON.parse(readFileSync(a, 'utf8'));
    await named(page, A);
    for (const [text, why] of broken(good)) {
        await page.evaluate(() => { document.querySelector('.said').textContent = ''; });
        await drop(page, 'x.json', text);
        await page.waitForFunction(() => document.querySelector('.said').textContent !== '');
        const [said] = await says(page, '.said');
        ok(said.startsWith('x.json is refused') && said.includes(why), `${label}: refused: ${why}`, said);
    }
    is((await says(page, '.yours, .theirs')).length, 0, `${label}: nothing of them was taken`);
    await accessible(page, `${label}, a file refused`);
    none([...bad, ...await page.evaluate(() => window.violations)], `${label}: refusing is quiet`);
    await page.close();
}

/* CB-DECIDE-42 */
async function hostile(browser, first, a, label) {
    const {page, bad} = await opened(browser, first), good = JSON.parse(readFileSync(a, 'utf8'));
    const strings = JSON.parse(readFileSync(new URL('../../data/hostile.json', import.meta.url), 'utf8'));
    // How many of each name. A row that is seen for the first time gets its small print then, which may be at any moment.
    const tags = () => page.evaluate(() => {
        const counts = {};
        for (const {localName} of document.querySelectorAll('*:not(variant-table tbody small)')) counts[localName] = (counts[localName] ?? 0) + 1;
        for (const grows of ['li', 'ul', 'dl', 'dt', 'dd', 'div', 'p', 'option', 'label', 'input', 'span']) delete counts[grows];
        return counts;
    });
    const before = await tags();
    await named(page, A);
    const lines = strings.map((text) => text.replace(/[\0-\x1f\x7f]/g, ' ').trim().slice(0, 400)), keys = first.view.shortlist.map((at) => first.view.variants[at].key);
    for (let i = 0; i < lines.length; i += keys.length) {
        const some = lines.slice(i, i + keys.length), [one] = some;
        await drop(page, `${one.slice(0, 40)}.json`, JSON.stringify({...good, author: one, variants: some.map((line, n) => ({key: keys[n], title: line, changed: '2026-01-31T10:00:00Z', comment: line, institute: line,
            criteria: [{code: 'PM2', strength: 'supporting', comment: line}], rank: {code: line, text: line}, dismissed: [{code: line, text: line}]}))}));
        const found = await page.evaluate((of, all) => all.map((line, n) => [...document.querySelectorAll('.decided')].find((place) => place.dataset.key === of[n]).lastElementChild.textContent.split(line).length - 1), keys, some);
        ok(found.every((times) => times >= 5), `${label}: hostile texts ${i + 1} to ${i + some.length} are shown as text`, `${found}: ${some.join(' | ').slice(0, 400)}\n${(await says(page, '.said')).join()}`);
        ok((await says(page, '.said')).join().includes(one.replace(/\s+/g, ' ').slice(0, 30)), `${label}: and as a name`);
    }
    is(await tags(), before, `${label}: no element came of any of them`);
    await accessible(page, `${label}, hostile files dropped`);
    none(await page.evaluate(() => [...document.querySelectorAll('.theirs *, .desk *')].flatMap((one) => [...one.attributes].filter((two) => /^on|^style|^src|^href/.test(two.name)).map((two) => `${one.localName} ${two.name}`))), `${label}: nor any attribute that acts`);
    none([...bad, ...await page.evaluate(() => window.violations)], `${label}: hostile text is quiet`);
    await page.close();
}

// Tab until something has the focus; how often it took.
async function tabTo(page, selector, back = false) {
    for (let i = 0; i < 500; i++) {
        if (await page.evaluate((one) => document.activeElement.matches(one), selector)) return true;
        if (back) await page.keyboard.down('Shift');
        await page.keyboard.press('Tab');
        if (back) await page.keyboard.up('Shift');
    }
    return false;
}

/* CB-DECIDE-44 */
async function byKeyboard(browser, first, label) {
    const {page, bad} = await opened(browser, first);
    ok(await tabTo(page, '#v1 button.decide'), `${label}: the button is reached by Tab`);
    await page.keyboard.press('Enter');
    ok(await page.evaluate(() => document.activeElement.closest('aside.decide') !== null), `${label}: Enter opens the form, and the focus goes there`);
    ok(await tabTo(page, '[name=class]'), `${label}: the class is reached`);
    await page.keyboard.type('likely p');
    ok(await tabTo(page, 'aside.decide summary'), `${label}: the criteria are reached`);
    await page.keyboard.press('Enter');
    ok(await tabTo(page, '[name=PVS1]'), `${label}: a criterion is reached`);
    await page.keyboard.type('very');
    ok(await tabTo(page, '[name=comment]'), `${label}: the comment is reached`);
    await page.keyboard.type('Typed.');
    await page.keyboard.press('Escape');
    ok(await page.evaluate(() => document.activeElement.matches('#v1 button.decide')), `${label}: Escape goes back to where the reader was`);
    ok(await tabTo(page, '.desk summary', true), `${label}: the desk is reached`);
    await page.keyboard.press('Enter');
    ok(await tabTo(page, '[name=author]'), `${label}: the name is reached`);
    await page.keyboard.type('Key Board');
    await page.keyboard.press('Escape');
    ok(await tabTo(page, '[name=export-decisions]', true), `${label}: the export is reached`);
    const file = JSON.parse(readFileSync(await exported(page, () => page.keyboard.press('Enter')), 'utf8'));
    is([file.author, file.variants.map((one) => [one.class, one.criteria, one.comment])], ['Key Board', [['likely_pathogenic', [{code: 'PVS1', strength: 'very_strong'}], 'Typed.']]], `${label}: decided and exported by keyboard alone`);
    none([...bad, ...await page.evaluate(() => window.violations)], `${label}: the keyboard is quiet`);
    await page.close();
}

/* CB-DECIDE-45 */
async function prints(browser, first, a, label) {
    const {page} = await opened(browser, first), pdf = join(scratch('print'), 'page.pdf');
    await named(page, B);
    await drop(page, 'a.json', readFileSync(a, 'utf8'));
    await decide(page, '#v2');
    await put(page, 'comment', 'My own word.');
    await page.pdf({path: pdf, preferCSSPageSize: true, timeout: 120000});
    const text = execFileSync('pdftotext', [pdf, '-'], {encoding: 'utf8'}).replace(/\s+/g, ' ');
    ok(text.includes('My own word.') && text.includes('not part of the report until') && text.includes(A), `${label}: decisions are printed, with what they are`);
    ok(!text.includes('not exported') && !text.includes('Withdraw'), `${label}: the form is not`);
    await page.close();
}

async function testDark(name, first) {
    const browser = await launch(name, {'layout.css.prefers-color-scheme.content-override': 0});
    const {page} = await opened(browser, first);
    if (name === 'chromium') await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
    await decide(page, '#v1');
    for (const value of [['PVS1', 'very_strong'], ['BA1', 'stand_alone'], ['comment', 'x']]) await put(page, ...value);
    await page.evaluate(() => document.querySelectorAll('aside.decide details, .desk details').forEach((one) => { one.open = true; }));
    await accessible(page, `${name} dark, form open`);
    await browser.close();
}

export async function testDecisions(name) {
    const browser = await started(name), quiet = await unscripted(name), first = build(scratch('r1'), []);
    const {page, bad} = await opened(browser, first);
    await beginsEmpty(page, name);
    await computes(page, name);
    await decidesFirst(page);
    is(await says(page, '.desk output'), ['1 not exported'], `${name}: one variant is not exported`);
    await page.evaluate(() => document.querySelectorAll('aside.decide details, .desk details').forEach((one) => { one.open = true; }));
    await accessible(page, `${name}, form open`);
    await page.evaluate(() => document.querySelectorAll('.desk details').forEach((one) => { one.open = false; }));
    const a = await exportsAll(page, first, name);
    await marksRows(page, first, name);
    await caseComments(page, name);
    const more = await save(page);
    ok(existsSync(more), `${name}: the second export`);
    none([...bad, ...await page.evaluate(() => window.violations)], `${name}: no request, no console message, no violation of its policy`);
    await page.close();
    const other = await opened(browser, first);
    await named(other.page, A);
    await decide(other.page, '#v1');
    await put(other.page, 'pinned', true);
    await save(other.page);
    await withdraws(other.page, first, name);
    await decide(other.page, '#v3');
    await put(other.page, 'pinned', true);
    await warnsBeforeLeaving(other.page, name);
    const {b, second} = await roundTrip(browser, quiet, first, a, name);
    await readsBlindWhatIsBuiltIn(browser, second, name);
    merges(a, b, name);
    await readsBack(browser, first, a, name);
    await readsBlind(browser, quiet, first, a, name);
    await refuses(browser, first, a, name);
    await hostile(browser, first, a, name);
    await byKeyboard(browser, first, name);
    if (name === 'chromium') await prints(browser, first, a, name);
    await browser.close();
    await quiet.close();
    await testDark(name, first);
    done();
}
