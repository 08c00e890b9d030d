// What a reader decides: kept in this page alone until it is exported as a file (docs/decisions.md), which a build or this page reads back. Every text is put in
// as text. The list (site.js) and this part know each other by events on the document: `casebound:ask`, detail {key, title, action: pin, dismiss or decide}, is the
// reader's wish at a row; `casebound:decision`, detail {key, marks}, says what a variant (1-12345-A-T) now is; `casebound:blind`, detail {on}.
const FORMAT = 'casebound decisions';
const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
const plain = (text) => text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').trim();
const all = (root, selector) => [...root.querySelectorAll(selector)];
const demand = (good, path) => { if (!good) throw new Error(path); };

function element(name, type, ...parts) {
    const made = document.createElement(name);
    if (type) made.className = type;
    made.append(...parts);
    return made;
}

// The same whatever the order of its keys.
const canonical = (value) => JSON.stringify(value, ['code', 'strength', 'comment', 'text']) + JSON.stringify(value)?.length;

class Desk {
    constructor(form) {
        this.form = form;
        this.words = form.dataset;
        this.panel = form.parentElement;
        this.bar = document.querySelector('.desk');
        this.menu = this.bar.querySelector('details');
        this.sheet = form.querySelector('.sheet');
        this.strengths = all(form, '.strengths option');
        this.offerStrengths();
        this.spare = this.sheet.cloneNode(true); // entries are worded and checked on it
        this.criteria = new Map(all(this.sheet, '.criterion select').map((select) => [select.name, select.dataset]));
        this.entries = new Map(); // key -> what this reader says, as it is exported; '' is the case
        this.open = new Set();    // keys that no file holds as they are now
        this.filed = new Set();   // keys that a file of this reader holds
        this.others = new Map();  // other reader -> entries, read back
        this.sequence = 0;
        this.listen();
        this.count();
    }

    tool(name) { return this.bar.querySelector(`[name=${name}]`); }
    get author() { return plain(this.tool('author').value); }
    get blinded() { return document.documentElement.classList.contains('blind'); }

    // A criterion's own strength first, then any but stand-alone, which stands alone.
    offerStrengths() {
        for (const select of all(this.sheet, '.criterion select')) {
            const {own} = select.dataset, fits = ({value}) => value && value !== own && [own, value].every((one) => one !== 'stand_alone');
            select.append(...this.strengths.filter(({value}) => !value || value === own).concat(this.strengths.filter(fits)).map((one) => one.cloneNode(true)));
        }
    }

    listen() {
        const on = (target, type, how) => target.addEventListener(type, how);
        on(document, 'click', ({target}) => {
            const {dataset} = target.closest('button.decide') ?? {};
            if (dataset) this.decide(dataset.key ?? '', dataset.title);
            if (!this.bar.contains(target)) this.menu.open = false;
        });
        on(document, 'casebound:ask', ({detail: {key, title = key, action}}) => {
            if (action !== 'pin') this.decide(key, title, action === 'dismiss');
            else this.change(key, title, ({pinned, ...said}) => pinned ? said : {pinned: true, ...said});
        });
        on(this.sheet, 'input', () => this.change(this.key, this.title, () => this.read(this.sheet), true));
        on(this.form.querySelector('[name=close]'), 'click', () => this.close());
        on(this.form.querySelector('[name=withdraw]'), 'click', () => this.change(this.key, this.title, () => ({})));
        on(this.panel, 'keydown', ({key}) => { if (key === 'Escape') this.close(); });
        on(this.menu, 'keydown', ({key}) => {
            if (key !== 'Escape') return;
            this.menu.open = false;
            this.menu.querySelector('summary').focus();
        });
        on(this.tool('export-decisions'), 'click', () => this.save());
        on(this.tool('decisions'), 'change', ({target}) => { this.take([...target.files]).then(() => { target.value = ''; }); });
        on(this.tool('blind'), 'change', ({target}) => this.blind(target.checked));
        on(document, 'dragover', (event) => { if (event.dataTransfer.types.includes('Files')) event.preventDefault(); });
        on(document, 'drop', (event) => {
            if (!event.dataTransfer.files.length) return;
            event.preventDefault();
            this.take([...event.dataTransfer.files]);
        });
        on(window, 'beforeunload', (event) => { if (this.open.size) event.preventDefault(); });
        this.tool('blind').checked = false; // a browser may keep it over a reload
        if (/[?&]blind\b/.test(location.search)) this.blind(true);
    }

    // The form

    decide(key, title, dismiss) {
        this.opener = document.activeElement;
        Object.assign(this, {key, title});
        const head = this.form.querySelector('h2');
        head.textContent = title;
        this.form.querySelector('.one').hidden = !key;
        this.panel.hidden = false;
        document.documentElement.classList.add('deciding');
        for (const one of all(this.sheet, 'details')) one.open = dismiss && one.matches('.reasons');
        this.fill(this.sheet, this.entries.get(key));
        this.compute();
        (dismiss ? this.sheet.querySelector('[name=dismissed]') : head).focus();
    }

    close() {
        this.panel.hidden = true;
        document.documentElement.classList.remove('deciding');
        this.opener?.focus();
    }

    // Choices that only the entry knows, of another laboratory's list, are offered with it.
    fill(sheet, entry = {}) {
        const rank = sheet.querySelector('[name=rank]'), reasons = sheet.querySelector('.reasons');
        const has = (list, {code}) => list.some(({value}) => value === code);
        if (entry.rank && !has([...rank.options], entry.rank)) rank.append(new Option(entry.rank.text, entry.rank.code));
        for (const one of entry.dismissed ?? []) {
            if (has(all(reasons, 'input'), one)) continue;
            const label = reasons.querySelector('label').cloneNode(true);
            label.querySelector('input').value = one.code;
            label.querySelector('span').textContent = one.text;
            reasons.append(label);
        }
        for (const field of all(sheet, 'input, select, textarea')) {
            const {name, value} = field, used = entry.criteria?.find(({code}) => code === (name || field.dataset.code));
            if (name === 'dismissed') field.checked = entry.dismissed?.some(({code}) => code === value) ?? false;
            else if (field.type === 'checkbox') field.checked = entry[name] ?? false;
            else if (field.dataset.code) field.value = used?.comment ?? '';
            else if (this.criteria.has(name)) field.value = used?.strength ?? '';
            else field.value = entry[name]?.code ?? entry[name] ?? '';
        }
    }

    read(sheet) {
        const entry = {};
        for (const field of all(sheet, 'input, select, textarea')) {
            const {name} = field, value = plain(field.value), text = field.selectedOptions?.[0].textContent ?? field.closest('label')?.textContent.trim();
            if (!name || !value || (field.type === 'checkbox' && !field.checked)) continue;
            const note = plain(sheet.querySelector(`[data-code="${name}"]`)?.value ?? '');
            if (name === 'dismissed') (entry.dismissed ??= []).push({code: value, text});
            else if (this.criteria.has(name)) (entry.criteria ??= []).push({code: name, strength: value, ...(note && {comment: note})});
            else entry[name] = field.type === 'checkbox' || (name === 'rank' ? {code: value, text} : value);
        }
        return entry;
    }

    // `how` makes of what is said what shall be said. What a file holds is withdrawn, never dropped.
    change(key, title, how, typed) {
        const {title: _, changed, withdrawn, blind, ...said} = this.entries.get(key) ?? {};
        const entry = how(said), silent = !Object.keys(entry).length;
        if (silent && !this.filed.has(key)) {
            this.entries.delete(key);
            this.open.delete(key);
        } else {
            this.entries.set(key, {...(key && {title}), changed: now(), ...(this.blinded && {blind: true}), ...entry, ...(silent && {withdrawn: true})});
            this.open.add(key);
        }
        this.show(key);
        if (this.panel.hidden || key !== this.key) return;
        if (!typed) this.fill(this.sheet, entry);
        this.compute();
    }

    // Classes by both frameworks, as the generator computes them, and what does not go together.

    classes(criteria) {
        const have = {pathogenic: [], benign: []}, order = this.strengths.slice(1).map(({value}) => value);
        const side = (name) => name.endsWith('benign') ? 'benign' : 'pathogenic';
        let sum = 0, alone;
        for (const {code, strength} of criteria) {
            const of = this.criteria.get(code).side, place = order.indexOf(strength);
            have[of][place] = (have[of][place] ?? 0) + 1;
            sum += (of === 'benign' ? -1 : 1) * this.strengths[place + 1].dataset.points;
            if (strength === 'stand_alone') alone = of;
        }
        // From each strength upwards there are as many as are needed.
        const suffices = (least, counts) => {
            let left = 0;
            return least.every((_, i) => (left += (counts[least.length - 1 - i] ?? 0) - least.at(-1 - i)) >= 0);
        };
        const [pathogenic, benign] = ['pathogenic', 'benign'].map((of) => all(this.sheet, '[data-counts]')
            .find(({dataset}) => side(dataset.class) === of && suffices(dataset.counts.split(' ').map(Number), have[of]))?.dataset.class);
        const points = all(this.sheet, '[name=class] option').slice(1).find(({dataset: {least}}) => least === undefined || sum >= least).value;
        return {rules: alone ?? (!pathogenic === !benign ? 'uncertain' : pathogenic ?? benign), points: alone ?? points, sum};
    }

    // [what the frameworks give, what the reader is warned of]
    results({criteria = [], class: chosen, dismissed}) {
        const given = [], warned = [], {differ, chosen: other, dismissed: against} = this.words;
        if (criteria.length) {
            const {rules, points, sum} = this.classes(criteria);
            const named = (name) => this.sheet.querySelector(`[name=class] [value=${name}]`).textContent;
            given.push(filled(this.words.computed, {framework: this.words.rules, class: named(rules)}),
                filled(this.words.points, {framework: this.words.sums, class: named(points), sum}));
            if (rules !== points) warned.push(differ);
            if (chosen && chosen !== rules && chosen !== points) warned.push(other);
        }
        if (dismissed && chosen?.endsWith('pathogenic')) warned.push(against);
        const used = (name) => criteria.some(({code}) => code === name || this.criteria.get(code).side === name);
        return [given, [...warned, ...all(this.sheet, '[data-first]').filter(({dataset}) => used(dataset.first) && used(dataset.second)).map((one) => one.textContent)]];
    }

    listed(type, list) { return list.length ? [element('ul', type, ...list.map((text) => element('li', '', text)))] : []; }

    compute() {
        for (const note of all(this.sheet, '[data-code]')) note.hidden = !this.sheet.querySelector(`[name=${note.dataset.code}]`).value;
        const [given, warned] = this.results(this.read(this.sheet));
        this.sheet.querySelector('.computed').replaceChildren(...this.listed('', given), ...this.listed('warnings', warned));
    }

    // What is said, beside the variant and at its row

    block(head, entry, type) {
        const list = element('dl', 'kv'), [given, warned] = this.results(entry);
        this.fill(this.spare, entry);
        for (const label of all(this.spare, 'label')) {
            const field = label.querySelector('input, select, textarea'), box = field.type === 'checkbox', [value, note] = [field.value, label.nextElementSibling?.value];
            if (box ? !field.checked : !value) continue;
            const name = box ? label.closest('fieldset').querySelector('legend') : label.querySelector('b') ?? label.querySelector('span');
            const text = box ? label.textContent : field.selectedOptions?.[0].textContent ?? value;
            list.append(element('dt', '', name.textContent), element('dd', '', [text.trim(), note].filter(Boolean).join('\n')));
        }
        const state = [head, entry.withdrawn && this.words.withdrawn, entry.blind && this.words.blind].filter(Boolean).join(', ');
        return element('div', `reading ${type}`, element('p', '', element('b', '', state)), ...(list.childElementCount ? [list] : []), ...this.listed('mute', given),
            ...this.listed('warnings', warned));
    }

    show(key) {
        const said = [[this.words.yours, this.entries.get(key), 'yours'], ...[...this.others].map(([author, entries]) => [author, entries.get(key), 'theirs'])].filter(([, entry]) => entry);
        for (const place of all(document, '.decided').filter(({dataset}) => dataset.key === key)) {
            for (const one of all(place, '.yours, .theirs')) one.remove();
            place.append(...said.map((one) => this.block(...one)));
        }
        const any = (...names) => said.some(([, entry]) => names.some((name) => entry[name]));
        const marks = {pinned: any('pinned'), dismissed: any('dismissed'), causative: any('causative'), classified: any('class'), meeting: any('meeting'), commented: any('comment', 'institute')};
        if (key) document.dispatchEvent(new CustomEvent('casebound:decision', {detail: {key, marks}}));
        this.count();
    }

    count() {
        this.bar.querySelector('output').textContent = filled(this.words.open, {count: this.open.size});
        this.bar.classList.toggle('unexported', this.open.size > 0);
        this.tool('export-decisions').disabled = !this.entries.size;
        this.menu.querySelector('.agreement').replaceChildren(...[...this.others].map(([author, entries]) => element('li', '', this.agreement(author, entries))));
    }

    say(text) { this.bar.querySelector('.said').textContent = text; }

    // Readers agree where nothing that both say differs.
    agreement(author, entries) {
        let both = 0, differ = 0;
        const stands = (one) => !one.dismissed && (one.pinned || one.causative || (one.class && !one.class.endsWith('benign')));
        for (const [key, a] of this.entries) {
            const b = entries.get(key);
            if (!key || !b || a.withdrawn || b.withdrawn) continue;
            const other = (x, y) => x && y && x !== y;
            both++;
            differ += (a.dismissed && stands(b)) || (b.dismissed && stands(a)) || other(a.rank?.code, b.rank?.code) || ['class', 'causative', 'validation'].some((name) => other(a[name], b[name])) ? 1 : 0;
        }
        return filled(this.words.agree, {author, both, differ, same: both - differ});
    }

    // Blind reading hides what the generator and other readers found, and gives the sections the order of the genome.
    blind(on) {
        this.tool('blind').checked = on;
        document.documentElement.classList.toggle('blind', on);
        this.ranked ??= all(document, '#sections > .variant');
        const names = new Intl.Collator('en', {numeric: true}).compare, place = (one) => one.querySelector('.decided').dataset.key;
        this.ranked[0]?.parentElement.append(...on ? [...this.ranked].sort((a, b) => names(place(a), place(b))) : this.ranked);
        document.dispatchEvent(new CustomEvent('casebound:blind', {detail: {on}}));
    }

    // Files

    need() {
        if (this.author) return true;
        this.menu.open = true;
        this.tool('author').focus();
        this.say(this.words.author);
        return false;
    }

    file() {
        const {report: id, revision, facts, case: of, calls, acmg} = this.words, {'': ours, ...variants} = Object.fromEntries(this.entries);
        return {
            format: FORMAT, version: 1,
            report: {id, revision: +revision, facts_digest: facts, case_digest: of, calls_digest: calls, built_with: all(this.form, '.built li').map((one) => one.textContent)},
            author: this.author, sequence: this.sequence + 1, exported: now(), acmg, case: ours, variants: Object.entries(variants).map(([key, entry]) => ({key, ...entry})),
        };
    }

    save() {
        if (!this.need()) return;
        const file = this.file(), link = element('a');
        this.sequence = file.sequence;
        link.href = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 1)}\n`], {type: 'application/json'}));
        link.download = `${file.report.id}-decisions-${this.author.replace(/[^\p{L}\p{N}]+/gu, '_')}-${file.sequence}.json`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        for (const key of this.open) this.filed.add(key);
        this.open.clear();
        this.say('');
        this.count();
    }

    async take(files) {
        if (!this.need()) return;
        for (const file of files) {
            try {
                const read = JSON.parse(await file.text());
                this.check(read);
                this.load(read);
                this.say(filled(this.words.read, {file: file.name, count: read.variants.length, author: read.author}));
            } catch (error) {
                this.say(filled(this.words.refused, {file: file.name, why: error.message}));
            }
        }
    }

    // An entry is what the form can hold, and nothing else; an error is the path of what is not.
    check(read) {
        const known = (value, model, path) => { for (const key of Object.keys(value)) demand(key in model, path + key); };
        const model = this.file();
        demand(read?.format === FORMAT && read.version === 1, 'format');
        known(read, model, '');
        known(read.report, model.report, 'report.');
        demand(read.report.case_digest === this.words.case && read.report.calls_digest === this.words.calls, this.words.other);
        demand(typeof read.author === 'string' && plain(read.author) === read.author && read.author, 'author');
        demand(Number.isInteger(read.sequence) && Array.isArray(read.variants), 'sequence, variants');
        [{key: '', title: '-', ...read.case}, ...read.variants].forEach(({key, title, changed, withdrawn, blind, ...entry}, i) => {
            const path = i ? `variants[${i - 1}].` : 'case.';
            demand(typeof key === 'string' && key !== '' === i > 0 && typeof title === 'string' && title, `${path}key, title`);
            demand((/^[\d-]{10}T[\d:]{8}Z$/.test(changed) && [withdrawn, blind].every((one) => [undefined, true, false].includes(one))) || (!i && !read.case), `${path}changed`);
            this.fill(this.spare, entry);
            const held = this.read(this.spare);
            for (const name of Object.keys(entry)) demand(canonical(held[name]) === canonical(typeof entry[name] === 'string' ? plain(entry[name]) : entry[name]), path + name);
        });
    }

    // What this reader has changed since stands; of another's files, entry by entry, the later.
    load(read) {
        const own = read.author === this.author, entries = own ? this.entries : this.others.get(read.author) ?? new Map();
        if (own) this.sequence = Math.max(this.sequence, read.sequence);
        else this.others.set(read.author, entries);
        for (const {key, ...entry} of [...(read.case ? [{key: '', ...read.case}] : []), ...read.variants]) {
            if (own) this.filed.add(key);
            if (own ? this.open.has(key) : entries.get(key)?.changed > entry.changed) continue;
            entries.set(key, entry);
            this.show(key);
        }
        this.count();
    }
}

// The form is parsed after its start tag, so it waits for the document's end.
customElements.define('decision-form', class extends HTMLElement {
    connectedCallback() {
        if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.begin(), {once: true});
        else this.begin();
    }

    begin() { this.desk ??= new Desk(this); }
});
