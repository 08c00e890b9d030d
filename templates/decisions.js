// What a reader decides: kept in this page alone until it is exported as a file (docs/decisions.md), which a build or this page reads back. Every text is put in
// as text. The list (site.js) and this part know each other by events on the document: `casebound:ask`, detail {key, title, action: pin, dismiss or decide}, is the
// reader's wish at a row; `casebound:decision`, detail {key, marks}, says what a variant (1-12345-A-T) now is; `casebound:blind`, detail {on}.
{ // names of its own: site.js stands before it in one scope; made, filled and download are there
const all = (root, selector) => [...root.querySelectorAll(selector)];
const clean = (text) => text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').trim();
const canonical = (value) => JSON.stringify(value, ['code', 'strength', 'comment', 'text']) + JSON.stringify(value)?.length; // whatever the order of its keys
const BENIGN = /benign$/;

function bulleted(type, texts) {
    const list = made('ul', '', {class: type});
    list.append(...texts.map((text) => made('li', text)));
    return texts.length ? list : '';
}

function desk(form) {
    const words = form.dataset, panel = form.parentElement, bar = document.querySelector('.desk'), menu = bar.querySelector('details'), root = document.documentElement;
    const sheet = form.querySelector('.sheet'), head = form.querySelector('h2'), strengths = all(form, '.strengths option');
    const tool = (name) => bar.querySelector(`[name=${name}]`), field = (name, on = sheet) => on.querySelector(`[name=${name}]`);
    const entries = new Map(); // key -> what this reader says, as it is exported; '' is the case
    const open = new Set();    // keys that no file holds as they are now
    const filed = new Set();   // keys that a file of this reader holds
    const others = new Map();  // other reader -> entries, read back
    let sequence = 0, key, title, opener;

    // A criterion's own strength first, then any but stand-alone, which stands alone.
    for (const select of all(sheet, '.criterion select')) {
        const {own} = select.dataset, fits = ({value}) => value !== own && ![own, value].includes('stand_alone');
        select.append(...[strengths[0], strengths.find(({value}) => value === own), ...strengths.slice(1).filter(fits)].map((one) => one.cloneNode(true)));
    }
    const spare = sheet.cloneNode(true); // entries are worded and checked on it
    const criteria = new Map(all(sheet, '.criterion select').map((select) => [select.name, select.dataset]));

    const author = () => clean(tool('author').value), say = (text) => { bar.querySelector('.said').textContent = text; };

    // The form

    // Choices that only the entry knows, of another laboratory's list, are offered with it.
    function fill(on, entry = {}) {
        const rank = field('rank', on), has = (list, {code}) => [...list].some(({value}) => value === code);
        if (entry.rank && !has(rank.options, entry.rank)) rank.append(new Option(entry.rank.text, entry.rank.code));
        for (const one of entry.dismissed ?? []) {
            const box = field('dismissed', on), label = box.parentElement.cloneNode(true);
            if (has(all(on, '[name=dismissed]'), one)) continue;
            label.querySelector('input').value = one.code;
            label.querySelector('span').textContent = one.text;
            box.parentElement.after(label);
        }
        for (const one of all(on, 'input, select, textarea')) {
            const {name, value, dataset} = one, used = entry.criteria?.find(({code}) => code === (dataset.code ?? name)), said = entry[name];
            if (name === 'dismissed') one.checked = said?.some(({code}) => code === value) ?? false;
            else if (one.type === 'checkbox') one.checked = said ?? false;
            else one.value = dataset.code ? used?.comment ?? '' : criteria.has(name) ? used?.strength ?? '' : said?.code ?? said ?? '';
        }
    }

    function read(on) {
        const entry = {};
        for (const one of all(on, '[name]')) {
            const {name} = one, value = clean(one.value), box = one.type === 'checkbox';
            if (!value || (box && !one.checked)) continue;
            const text = (box ? one.parentElement : one.selectedOptions?.[0])?.textContent.trim(), comment = clean(on.querySelector(`[data-code="${name}"]`)?.value ?? '');
            if (name === 'dismissed') (entry.dismissed ??= []).push({code: value, text});
            else if (criteria.has(name)) (entry.criteria ??= []).push({code: name, strength: value, ...(comment && {comment})});
            else entry[name] = box || (name === 'rank' ? {code: value, text} : value);
        }
        return entry;
    }

    function decide(of, named, dismiss) {
        [key, title, opener] = [of, named, document.activeElement];
        head.textContent = title;
        form.querySelector('.one').hidden = !key;
        panel.hidden = false;
        root.classList.add('deciding');
        for (const one of all(sheet, 'details')) one.open = dismiss && one.matches('.reasons');
        fill(sheet, entries.get(key));
        compute();
        (dismiss ? field('dismissed') : head).focus();
    }

    function close() {
        panel.hidden = true;
        root.classList.remove('deciding');
        opener?.focus();
    }

    // What a file holds is withdrawn, never dropped.
    function change(of, named, entry) {
        const silent = !Object.keys(entry).length, blind = root.classList.contains('blind');
        open.add(of);
        if (!silent || filed.has(of)) entries.set(of, {...(of && {title: named}), changed: moment(), ...(blind && {blind}), ...entry, ...(silent && {withdrawn: true})});
        else [entries, open].forEach((one) => one.delete(of));
        show(of);
        if (panel.hidden || of !== key) return;
        if (JSON.stringify(read(sheet)) !== JSON.stringify(entry)) fill(sheet, entry);
        compute();
    }

    const moment = () => `${new Date().toISOString().slice(0, 19)}Z`;

    // Classes by both frameworks, as the generator computes them, and what does not go together

    function classes(uses) {
        const have = {pathogenic: [], benign: []}, order = strengths.slice(1).map(({value}) => value);
        let sum = 0, alone;
        for (const {code, strength} of uses) {
            const {side} = criteria.get(code), place = order.indexOf(strength);
            have[side][place] = (have[side][place] ?? 0) + 1;
            sum += (side === 'benign' ? -1 : 1) * strengths[place + 1].dataset.points;
            if (strength === 'stand_alone') alone = side;
        }
        // From each strength upwards there are as many as are needed.
        const found = (side) => all(sheet, '[data-counts]').find(({dataset}) => {
            let left = 0;
            return BENIGN.test(dataset.class) === (side === 'benign')
                && dataset.counts.split(' ').map((least, i) => (have[side][i] ?? 0) - least).reverse().every((more) => (left += more) >= 0);
        })?.dataset.class;
        const harmful = found('pathogenic'), harmless = found('benign');
        const points = [...field('class').options].slice(1).find(({dataset: {least}}) => least === undefined || sum >= least).value;
        return {rules: alone ?? (!harmful === !harmless ? 'uncertain' : harmful ?? harmless), points: alone ?? points, sum};
    }

    // [what the frameworks give, what the reader is warned of]
    function results({criteria: uses = [], class: chosen, dismissed}) {
        const given = [], warned = [];
        if (uses.length) {
            const {rules, points, sum} = classes(uses), named = (name) => field('class').querySelector(`[value=${name}]`).textContent;
            given.push(filled(words.computed, {framework: words.rules, class: named(rules)}), filled(words.points, {framework: words.sums, class: named(points), sum}));
            if (rules !== points) warned.push(words.differ);
            if (chosen && chosen !== rules && chosen !== points) warned.push(words.chosen);
        }
        if (dismissed && chosen?.endsWith('pathogenic')) warned.push(words.dismissed);
        const used = (name) => uses.some(({code}) => code === name || criteria.get(code).side === name);
        return [bulleted('mute', given), bulleted('warnings', [...warned, ...all(sheet, '[data-first]').filter(({dataset: {first, second}}) => used(first) && used(second)).map((one) => one.textContent)])];
    }

    function compute() {
        for (const note of all(sheet, '[data-code]')) note.hidden = !field(note.dataset.code).value;
        sheet.querySelector('.computed').replaceChildren(...results(read(sheet)));
    }

    // What is said, beside the variant and at its row

    function block(reader, entry, type) {
        const block = made('div', '', {class: `reading ${type}`}), list = made('dl', '', {class: 'kv'});
        fill(spare, entry);
        for (const label of all(spare, 'label')) {
            const one = label.querySelector('input, select, textarea'), box = one.type === 'checkbox', comment = label.nextElementSibling?.value;
            if (box ? !one.checked : !one.value) continue;
            const name = box ? label.closest('fieldset').querySelector('legend') : label.querySelector('b') ?? label.firstElementChild;
            const text = box ? label.textContent.trim() : one.selectedOptions?.[0].textContent ?? one.value;
            list.append(made('dt', name.textContent), made('dd', comment ? `${text}\n${comment}` : text));
        }
        const state = [reader, entry.withdrawn && words.withdrawn, entry.blind && words.blind].filter(Boolean).join(', ');
        block.append(made('p', state), ...(list.childElementCount ? [list] : []), ...results(entry));
        return block;
    }

    const sayings = (of) => [[words.yours, entries.get(of), 'yours'], ...[...others].map(([reader, theirs]) => [reader, theirs.get(of), 'theirs'])].filter(([, entry]) => entry);

    function show(of) {
        const said = sayings(of), places = all(document, '.decided').filter(({dataset}) => dataset.key === of);
        for (const place of places) {
            for (const one of all(place, '.yours, .theirs')) one.remove();
            place.append(...said.map((one) => block(...one)));
        }
        const is = (mark, ...names) => [mark, places[0]?.dataset.marks?.split(' ').includes(mark) || said.some(([, entry]) => names.some((name) => entry[name]))];
        const marks = Object.fromEntries([is('pinned', 'pinned'), is('dismissed', 'dismissed'), is('causative', 'causative'), is('classified', 'class'), is('meeting', 'meeting'), is('commented', 'comment', 'institute')]);
        if (of) document.dispatchEvent(new CustomEvent('casebound:decision', {detail: {key: of, marks}}));
        count();
    }

    function count() {
        bar.querySelector('output').textContent = filled(words.open, {count: open.size});
        bar.classList.toggle('unexported', open.size > 0);
        tool('export-decisions').disabled = !entries.size;
        menu.querySelector('.agreement').replaceChildren(bulleted('', [...others].map(agreement)));
    }

    // Readers agree where nothing that both say differs.
    function agreement([reader, theirs]) {
        const stands = (one) => !one.dismissed && (one.pinned || one.causative || (one.class && !BENIGN.test(one.class))), other = (x, y) => x && y && x !== y;
        const both = [...entries].filter(([of, a]) => of && !a.withdrawn && theirs.has(of) && !theirs.get(of).withdrawn).map(([of, a]) => [a, theirs.get(of)]);
        const differ = both.filter(([a, b]) => (a.dismissed && stands(b)) || (b.dismissed && stands(a)) || other(a.rank?.code, b.rank?.code)
            || ['class', 'causative', 'validation'].some((name) => other(a[name], b[name]))).length;
        return filled(words.agree, {author: reader, both: both.length, differ, same: both.length - differ});
    }

    // Blind reading hides what the generator and other readers found, and gives the sections the order of the genome.
    const ranked = all(document, '#sections > .variant');
    function blind(on) {
        const names = new Intl.Collator('en', {numeric: true}).compare, place = (one) => one.querySelector('.decided').dataset.key;
        tool('blind').checked = on;
        root.classList.toggle('blind', on);
        ranked[0]?.parentElement.append(...on ? [...ranked].sort((a, b) => names(place(a), place(b))) : ranked);
        document.dispatchEvent(new CustomEvent('casebound:blind', {detail: {on}}));
    }

    // Files

    function anonymous() {
        if (author()) return false;
        menu.open = true;
        tool('author').focus();
        say(words.author);
        return true;
    }

    function file() {
        const {report: id, revision, facts, case: of, calls, acmg} = words, {'': ours, ...variants} = Object.fromEntries(entries);
        return {
            format: 'casebound decisions', version: 1,
            report: {id, revision: +revision, facts_digest: facts, case_digest: of, calls_digest: calls, built_with: all(form, '.built li').map((one) => one.textContent)},
            author: author(), sequence: sequence + 1, exported: moment(), acmg, case: ours, variants: Object.entries(variants).map(([of, entry]) => ({key: of, ...entry})),
        };
    }

    function save() {
        if (anonymous()) return;
        const saved = file();
        sequence = saved.sequence;
        download(`${saved.report.id}-decisions-${saved.author.replace(/[^\p{L}\p{N}]+/gu, '_')}-${sequence}.json`, `${JSON.stringify(saved, null, 1)}\n`, 'application/json');
        for (const one of open) filed.add(one);
        open.clear();
        say('');
        count();
    }

    async function take(files) {
        if (anonymous()) return;
        for (const one of files) {
            try {
                const given = JSON.parse(await one.text());
                check(given);
                load(given);
                say(filled(words.read, {file: one.name, count: given.variants.length, author: given.author}));
            } catch (error) {
                say(filled(words.refused, {file: one.name, why: error.message}));
            }
        }
    }

    // An entry is what the form can hold, and nothing else; an error is the path of what is not.
    function check(given) {
        const demand = (good, path) => { if (!good) throw new Error(path); }, model = file(), flag = (value) => [undefined, true, false].includes(value);
        const known = (value, like, path) => Object.keys(value).forEach((name) => demand(name in like, path + name));
        demand(given?.format === model.format && given.version === 1, 'format');
        known(given, model, '');
        known(given.report, model.report, 'report.');
        demand(given.report.case_digest === words.case && given.report.calls_digest === words.calls, words.other);
        demand(typeof given.author === 'string' && given.author && clean(given.author).replace(/[\n\t]/g, ' ') === given.author, 'author');
        demand(Number.isInteger(given.sequence) && Array.isArray(given.variants), 'sequence, variants');
        [given.case ?? {changed: model.exported}, ...given.variants].forEach(({key: of, title: named, changed, withdrawn, blind: unseen, ...entry}, i) => {
            const path = i ? `variants[${i - 1}].` : 'case.';
            demand(i ? [of, named].every((one) => typeof one === 'string' && one) : of === undefined, `${path}key, title`);
            demand(/^[\d-]{10}T[\d:]{8}Z$/.test(changed) && flag(withdrawn) && flag(unseen), `${path}changed`);
            fill(spare, entry);
            const held = read(spare);
            for (const [name, value] of Object.entries(entry)) demand(canonical(held[name]) === canonical(typeof value === 'string' ? clean(value) : value), path + name);
        });
    }

    // What this reader has changed since stands; of another's files, entry by entry, the later.
    function load(given) {
        const own = given.author === author(), into = own ? entries : others.get(given.author) ?? new Map();
        if (own) sequence = Math.max(sequence, given.sequence);
        else others.set(given.author, into);
        for (const {key: of = '', ...entry} of [...(given.case ? [given.case] : []), ...given.variants]) {
            if (own) filed.add(of);
            if (own ? open.has(of) : into.get(of)?.changed > entry.changed) continue;
            into.set(of, entry);
            show(of);
        }
        count();
    }

    const on = (target, type, how) => target.addEventListener(type, how);
    on(document, 'click', ({target}) => {
        const button = target.closest('button.decide');
        if (button) decide(button.dataset.key ?? '', button.dataset.title);
        if (!bar.contains(target)) menu.open = false;
    });
    on(document, 'casebound:ask', ({detail: {key: of, title: named = of, action}}) => {
        if (action !== 'pin') return decide(of, named, action === 'dismiss');
        const {title: _, changed, withdrawn, blind: unseen, pinned, ...said} = entries.get(of) ?? {};
        change(of, named, pinned ? said : {pinned: true, ...said});
    });
    on(sheet, 'input', () => change(key, title, read(sheet)));
    on(field('withdraw', form), 'click', () => change(key, title, {}));
    on(field('close', form), 'click', close);
    on(panel, 'keydown', ({key: name}) => { if (name === 'Escape') close(); });
    on(menu, 'keydown', ({key: name}) => {
        if (name !== 'Escape') return;
        menu.open = false;
        menu.querySelector('summary').focus();
    });
    on(tool('export-decisions'), 'click', save);
    on(tool('decisions'), 'change', ({target}) => { take([...target.files]).then(() => { target.value = ''; }); });
    on(tool('blind'), 'change', ({target}) => blind(target.checked));
    on(document, 'dragover', (event) => { if (event.dataTransfer.types.includes('Files')) event.preventDefault(); });
    on(document, 'drop', (event) => {
        if (!event.dataTransfer.files.length) return;
        event.preventDefault();
        take([...event.dataTransfer.files]);
    });
    on(window, 'beforeunload', (event) => { if (open.size) event.preventDefault(); });
    blind(/[?&]blind\b/.test(location.search));
    for (const {dataset} of all(document, '.decided')) if (dataset.marks) show(dataset.key);
    count();
}

// The form is parsed after its start tag, so it waits for the document's end.
customElements.define('decision-form', class extends HTMLElement {
    connectedCallback() { document.addEventListener('DOMContentLoaded', () => desk(this), {once: true}); }
});
}
