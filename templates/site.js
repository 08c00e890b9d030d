'use strict';
// What the page does where scripts run: it keeps only the rows in view laid out, sorts, filters, searches, hides columns, saves rows and tells where one is.
// Every row stands in the document from the start; nothing is stored and nothing is asked of any network. decisions.js stands behind this file in one scope.
document.documentElement.classList.add('js');

const OVERSCAN = 400;   // pixels laid out above and below what is in view
const ROW = 44;         // pixels of a row until it has been laid out once
const CHOICES = 60;     // different words of a column up to which each can be ticked
const COORDINATES = ['chrom', 'pos', 'end', 'ref', 'alt', 'type', 'key'];   // the first columns of a saved table
const MARKS = ['pinned', 'causative', 'dismissed', 'classified', 'meeting', 'commented'];
const BLIND = ['rank', 'score', 'decision', 'comments', 'partners', 'shortlisted', 'flags', 'upstream_score', 'profile_score', 'rank_result', 'upstream_result'];   // what a blind reader does not see

// What single keys do, by key: off where somebody types, and where the reader has switched them off.
const keys = new Map();

function download(name, text, type) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], {type}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

const made = (name, text, attributes = {}) => {
    const one = document.createElement(name);
    one.textContent = text;
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    return one;
};

const filled = (text, places) => text.replace(/\{(\w+)\}/g, (place, name) => places[name] ?? place);

// Texts in the order of people: numbers inside by their value.
const folded = (text) => text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
const number = (text) => parseFloat(/-?\d[\d.]*(e-?\d+)?/i.exec(text)?.[0]);

// A spreadsheet takes a text that begins with one of these for a formula.
const tabular = (text) => (/^([=+@]|-.)/.test(text) ? `'${text}` : text).replace(/[\t\r\n]/g, ' ');

// What the rows say. A cell of the document holds a column's value and, in its second line, that of the column that stands under it; the last cell holds
// the values of all columns that wait to be asked for, a tab between. A column: its key, label, type, and where its values stand.
class Cells {
    constructor(element, rows) {
        this.rows = rows;
        this.words = element.dataset;
        this.read = [];
        const column = (source, place) => ({key: source.dataset.key ?? source.value, label: (source.parentElement.matches('label') ? source.parentElement : source).textContent.trim(),
            type: source.dataset.type, down: source.dataset.sort === 'descending', parts: source.dataset.parts, under: source.dataset.under, ...place});
        this.heads = [...element.querySelectorAll('thead th:not(.x)')];
        this.wides = [...element.querySelectorAll('input[name=wide]')].map((box, wide) => column(box, {wide, box}));
        this.columns = [...this.heads.flatMap((th, head) => [...th.querySelectorAll('.sort')].map((button, line) => column(button, {head, line, button}))), ...this.wides];
        this.byKey = new Map(this.columns.map((one) => [one.key, one]));
        this.signs = new Map([...element.querySelectorAll('[data-sign]')].flatMap((one) => one.dataset.sign.split(' ').map((sign) => [sign, one.textContent.trim()])));
    }

    // Raw texts of a cell over all rows; that of the last cell is cut at its tabs.
    cells(head) {
        return this.read[head] ??= this.rows.map((row) => row.cells[head].textContent);
    }

    rest(i) {
        this.cut ??= [];
        return this.cut[i] ??= this.cells(this.heads.length)[i].split('\t');
    }

    text(column, i) {
        if (column.wide !== undefined) return this.rest(i)[column.wide];
        const text = this.cells(column.head)[i], end = text.indexOf('\n');
        return column.line ? text.slice(end + 1) : end < 0 ? text : text.slice(0, end);
    }

    missing(text) {
        return text === this.words.missing || text === this.words.absent;
    }

    // The number behind a cell: where the text shown is rounded, and for words that have an order of their own, it stands beside.
    exact(column, i) {
        return column.head === undefined || column.line ? undefined : this.rows[i].cells[column.head].dataset.v;
    }

    // To sort by: numbers, NaN where a value is missing.
    order(column) {
        return column.order ??= column.type === 'number' ? this.numbers(column) : column.type === 'genotype' ? this.alleles(column) : this.places(column);
    }

    numbers(column) {
        return Float64Array.from(this.rows, (_, i) => {
            const text = this.text(column, i);
            return this.missing(text) ? NaN : +(this.exact(column, i) ?? number(text));
        });
    }

    // How many alleles are alternate; nothing called is missing.
    alleles(column) {
        return Float64Array.from(this.rows, (_, i) => {
            const called = /^[\d./|]+/.exec(this.text(column, i))?.[0].split(/[/|]/).filter((allele) => /^\d+$/.test(allele)) ?? [];
            return called.length ? called.filter((allele) => +allele > 0).length : NaN;
        });
    }

    places(column) {
        const texts = this.rows.map((_, i) => this.text(column, i));
        const place = new Map([...new Set(texts)].filter((text) => text && !this.missing(text)).map((text) => [folded(text), text]).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0)
            .map(([, text], i) => [text, i]));
        return Float64Array.from(texts, (text, i) => +(this.exact(column, i) ?? place.get(text) ?? NaN));
    }

    // The words of a cell that can be ticked in a filter.
    choices(column, i) {
        if (column.type === 'genotype') return [this.signs.get(this.rows[i].cells[column.head].className.split(' ').at(-1))];
        const text = this.text(column, i);
        return column.parts ? text.split(column.parts) : [text];
    }
}

class List {
    constructor(element) {
        this.element = element;
        this.words = element.dataset;
        this.box = element.querySelector('.table');
        this.table = this.box.querySelector('table');
        this.store = this.table.tBodies[0];
        this.rows = [...this.store.rows];
        this.cells = new Cells(element, this.rows);
        this.view = document.createElement('tbody');
        this.store.before(this.view);
        this.above = this.spacer();
        this.below = this.spacer();
        this.view.append(this.above, this.below);
        this.heights = new Float64Array(this.rows.length).fill(ROW);
        this.dressed = new Set();
        this.marks = new Map();
        this.filters = new Map();
        this.sorting = [];
        this.decided = {key: 'mark', label: this.words.marks, type: 'text'};
        this.search = this.part('[type=search]');
        this.together = this.part('[name=together]');
        this.boxes = [...element.querySelectorAll('input[name=column]')];
        this.dialog = this.part('dialog.filters');
        this.sheet = document.styleSheets[0];
        this.listen();
        this.open();
        this.warm(0);
    }

    part(selector) {
        return this.element.querySelector(selector);
    }

    spacer() {
        const row = made('tr', '', {class: 'space', 'aria-hidden': 'true'});
        row.append(document.createElement('td'));
        return row;
    }

    listen() {
        for (const column of this.cells.columns) if (column.button) this.sorts(column);
        for (const [i, th] of this.cells.heads.entries()) th.querySelector('.filter').addEventListener('click', () => this.ask(i));
        this.search.addEventListener('input', () => this.arrange());
        this.search.addEventListener('keydown', (event) => this.leaveSearch(event));
        this.together.addEventListener('change', () => this.arrange());
        this.element.addEventListener('change', ({target}) => ['column', 'wide'].includes(target.name) && this.showColumns());
        const actions = {all: () => this.showColumns(() => true), export: () => this.save(), save: () => this.keep(), reset: () => this.apply(''), help: () => this.part('dialog.help').showModal()};
        for (const [name, act] of Object.entries(actions)) this.part(`[name=${name}]`).addEventListener('click', act);
        this.box.addEventListener('scroll', () => this.draw(), {passive: true});
        this.box.addEventListener('keydown', (event) => this.walk(event));
        new ResizeObserver(() => this.draw()).observe(this.box);
        addEventListener('beforeprint', () => this.draw(true));
        addEventListener('afterprint', () => this.draw());
        addEventListener('hashchange', () => this.open());
        document.addEventListener('casebound:decision', ({detail}) => this.mark(detail.key, detail.marks));
        document.addEventListener('casebound:blind', ({detail}) => this.blinded(detail.on));
        const menu = this.part('details');
        document.addEventListener('click', ({target}) => menu.contains(target) || (menu.open = false));
        menu.addEventListener('keydown', (event) => {
            if (event.key !== 'Escape' || !menu.open) return;
            menu.open = false;
            menu.querySelector('summary').focus();
        });
        for (const dialog of this.element.querySelectorAll('dialog')) dialog.querySelector('[name=close]').addEventListener('click', () => dialog.close());
        this.letters(menu);
    }

    // Cells are read while nothing else is to do, so that the first search does not wait for it.
    warm(head) {
        if (head > this.cells.heads.length) return;
        (window.requestIdleCallback ?? setTimeout)(() => {
            this.cells.cells(head);
            this.warm(head + 1);
        });
    }

    // Order, filters, search

    // Firefox does not say with a click by keyboard that Shift was held.
    sorts(column) {
        let shift = false;
        column.button.addEventListener('keydown', (event) => { shift = event.shiftKey; });
        column.button.addEventListener('click', (event) => this.sortBy(column, event.shiftKey || (event.detail === 0 && shift)));
    }

    sortBy(column, also) {
        const now = this.sorting.find((one) => one.column === column);
        const down = now ? !now.down : column.down;
        if (now && also) now.down = down;
        else this.sorting = [...(also ? this.sorting : []), {column, down}];
        this.arrange();
    }

    ordered(rows) {
        const by = this.sorting.map(({column, down}) => ({key: this.cells.order(column), sign: down ? -1 : 1}));
        const place = this.blind && this.cells.order(this.cells.byKey.get('position'));
        return rows.sort((a, b) => {
            for (const {key, sign} of by) {
                const x = key[a], y = key[b];
                if (x === y) continue;
                if (x !== x || y !== y) {
                    if (x !== x && y !== y) continue;
                    return x !== x ? 1 : -1;
                }
                return x < y ? -sign : sign;
            }
            return place ? place[a] - place[b] : a - b;
        });
    }

    seen(box) {
        return box.checked && !this.hides(box.value);
    }

    // A blind reader sees neither what ranks a variant nor what others said of it, and the rows in the order of the genome.
    hides(key) {
        return this.blind && BLIND.includes(key);
    }

    blinded(on) {
        this.blind = on;
        this.sorting = this.sorting.filter(({column}) => !this.hides(column.key));
        for (const column of [...this.filters.keys()].filter(({key}) => this.hides(key))) this.filters.delete(column);
        this.showColumns();
        this.arrange();
    }

    // A row's words, as far as they are shown.
    said(i) {
        return this.texts[i] ??= [...this.boxes.flatMap((box, head) => this.seen(box) ? [this.cells.cells(head)[i]] : []), ...this.more.map((column) => this.cells.text(column, i))]
            .join('\n').toLowerCase();
    }

    passes(column, filter) {
        const numbers = column.type === 'number' && this.cells.order(column), word = filter.has?.toLowerCase();
        return (i) => {
            if (numbers) return numbers[i] !== numbers[i] ? !filter.known : !(numbers[i] < filter.min || numbers[i] > filter.max);
            if (word && !this.cells.text(column, i).toLowerCase().includes(word)) return false;
            return !filter.in?.size || this.choices(column, i).some((one) => filter.in.has(one));
        };
    }

    choices(column, i) {
        return column === this.decided ? this.marked(i) : this.cells.choices(column, i);
    }

    arrange(still = false) {
        const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
        const tests = [...this.filters].map(([column, filter]) => this.passes(column, filter));
        const found = this.rows.map((_, i) => i).filter((i) => tests.every((test) => test(i)) && words.every((word) => this.said(i).includes(word)));
        this.shown = this.together.checked ? this.paired(found) : this.ordered(found);
        this.partners = this.shown.length - found.length;
        this.tell();
        if (!still) this.box.scrollTop = 0;
        this.draw(false, true);
    }

    // Each row with its partners behind it, those too that the filters leave out.
    paired(found) {
        const pairs = this.pairs(), all = this.ordered([...new Set(found.flatMap((i) => [i, ...pairs[i]]))]), placed = new Set();
        this.extra = new Set(all);
        for (const i of found) this.extra.delete(i);
        const place = new Map(all.map((i, at) => [i, at]));
        for (const i of all) {
            if (placed.has(i)) continue;
            placed.add(i);
            for (const partner of pairs[i].filter((one) => place.has(one)).sort((a, b) => place.get(a) - place.get(b))) placed.add(partner);
        }
        return [...placed];
    }

    // The rows that each row makes a pair with, by the ranks that its cell names.
    pairs() {
        if (this.known) return this.known;
        const column = this.cells.byKey.get('partners'), ranks = this.cells.order(this.cells.byKey.get('rank')), row = new Map([...ranks].map((rank, i) => [rank, i]));
        const pairs = this.rows.map(() => new Set());
        for (const i of column ? pairs.keys() : []) {
            for (const [, rank] of this.cells.text(column, i).matchAll(/#(\d+)/g)) {
                const partner = row.get(+rank);
                if (partner === undefined) continue;
                pairs[i].add(partner);
                pairs[partner].add(i);
            }
        }
        return this.known = pairs.map((one) => [...one]);
    }

    // What is shown, in words

    tell() {
        for (const column of this.cells.columns.filter(({button}) => button)) {
            const place = this.sorting.findIndex((one) => one.column === column), {button} = column;
            button.toggleAttribute('data-down', place >= 0 && this.sorting[place].down);
            if (place < 0) button.removeAttribute('data-order');
            else button.dataset.order = this.sorting.length > 1 ? place + 1 : '';
        }
        for (const [i, th] of this.cells.heads.entries()) {
            const first = this.sorting[0];
            if (first?.column.head === i) th.setAttribute('aria-sort', first.down ? 'descending' : 'ascending');
            else th.removeAttribute('aria-sort');
            th.querySelector('.filter').classList.toggle('on', this.asked(i).some((column) => this.filters.has(column)));
        }
        const sorted = this.sorting.map(({column, down}) => `${column.label} ${down ? this.words.down : this.words.up}`);
        const counted = filled(this.words.shown, {shown: this.shown.length, total: this.rows.length});
        const together = this.partners ? [filled(this.words.together, {count: this.partners})] : [];
        for (const output of this.element.querySelectorAll('output')) output.textContent = [counted, ...together, ...sorted].join(' · ');
        this.part('.state ul').replaceChildren(...[...this.filters].map(([column, filter]) => this.chip(column, filter)));
        this.table.setAttribute('aria-rowcount', this.shown.length + 1);
    }

    chip(column, filter) {
        const {min, max, known} = filter, item = document.createElement('li');
        const ends = [min === undefined ? '' : filled(this.words.least, {value: min}), max === undefined ? '' : filled(this.words.most, {value: max})].filter(Boolean);
        const words = column.type === 'number' ? [...ends, known ? this.words.known : this.words.orMissing]
            : [filter.has ? `${this.words.contains} ${filter.has}` : '', [...filter.in ?? []].join(', ')].filter(Boolean);
        const text = `${column.label}: ${words.join(' ')}`, button = made('button', `${text} ×`, {type: 'button', 'aria-label': filled(this.words.remove, {filter: text})});
        button.addEventListener('click', () => {
            this.filters.delete(column);
            this.arrange();
            (this.part('.state button') ?? this.box).focus();
        });
        item.append(button);
        return item;
    }

    // The view as a text behind the address's #, and back

    toString() {
        const view = new URLSearchParams();
        if (this.search.value) view.set('q', this.search.value);
        if (this.sorting.length) view.set('sort', this.sorting.map(({column, down}) => (down ? '-' : '') + column.key).join());
        for (const [{key}, filter] of this.filters) {
            for (const name of ['min', 'max', 'has']) if (filter[name] !== undefined && filter[name] !== '') view.set(`${name}.${key}`, filter[name]);
            if (filter.known) view.set(`known.${key}`, 1);
            for (const one of filter.in ?? []) view.append(`in.${key}`, one);
        }
        const keyed = (boxes) => boxes.map((box) => box.value).join();
        const hidden = keyed(this.boxes.filter((box) => !box.checked)), more = keyed(this.cells.wides.flatMap(({box}) => box.checked ? [box] : []));
        if (hidden) view.set('hide', hidden);
        if (more) view.set('show', more);
        if (this.together.checked) view.set('together', 1);
        return view.toString();
    }

    apply(text) {
        const view = new URLSearchParams(text), listed = (name) => (view.get(name) ?? '').split(',').filter(Boolean);
        this.search.value = view.get('q') ?? '';
        this.together.checked = view.has('together');
        this.sorting = listed('sort').map((word) => ({column: this.cells.byKey.get(word.replace(/^-/, '')), down: word[0] === '-'})).filter(({column}) => column);
        this.filters.clear();
        for (const [name, value] of view) {
            const [, what, key] = /^(min|max|has|known|in)\.(.*)$/.exec(name) ?? [], column = key === this.decided.key ? this.decided : this.cells.byKey.get(key);
            if (!column) continue;
            if (!this.filters.has(column)) this.filters.set(column, {});
            const filter = this.filters.get(column);
            if (what === 'in') (filter.in ??= new Set()).add(value);
            else if (what === 'has') filter.has = value;
            else if (what === 'known') filter.known = true;
            else if (number(value) === number(value)) filter[what] = number(value);
        }
        const hidden = new Set(listed('hide')), more = new Set(listed('show'));
        this.showColumns((box) => box.name === 'column' ? !hidden.has(box.value) : more.has(box.value));
        this.arrange();
    }

    open() {
        const view = /^#list\?(.*)/.exec(location.hash);
        if (view || !this.shown) this.apply(view?.[1] ?? '');
        if (view) this.element.scrollIntoView();
    }

    keep() {
        history.replaceState(null, '', `#list?${this}`);
        this.part('output').textContent = this.words.saved;
    }

    // Columns

    showColumns(wanted) {
        if (wanted) for (const box of [...this.boxes, ...this.cells.wides.map(({box}) => box)]) box.checked = wanted(box);
        this.texts = [];
        const below = this.cells.columns.filter(({key, line}) => line && this.hides(key)).map(({head}) => `variant-table tr>:nth-child(${head + 1})>:is(small,.sort+.sort)`);
        const names = below.concat(this.boxes.flatMap((box, i) => this.seen(box) ? [] : [`variant-table tr:not(.space)>:nth-child(${i + 1})`, `variant-table col:nth-child(${i + 1})`]));
        if (this.rule) this.sheet.deleteRule(this.sheet.cssRules.length - 1);
        this.rule = names.length > 0;
        if (this.rule) this.sheet.insertRule(`${names.join()}{display:none}`, this.sheet.cssRules.length);
        this.more = this.cells.wides.filter(({box}) => this.seen(box));
        const head = this.table.tHead.rows[0], columns = this.part('colgroup'), own = this.cells.heads.length + 1;
        while (head.cells.length > own) head.lastChild.remove();
        while (columns.children.length > own) columns.lastChild.remove();
        for (const column of this.more) {
            const th = made('th', '', {scope: 'col', class: column.type === 'number' ? 'n' : 't'});
            column.button = made('button', column.label, {type: 'button', class: 'sort'});
            this.sorts(column);
            th.append(column.button);
            head.append(th);
            columns.append(made('col', '', {class: 'w12'}));
        }
        for (const i of this.dressed) this.extend(i);
        for (const row of [this.above, this.below]) row.cells[0].colSpan = head.cells.length;
        if (!this.shown) return;
        if (this.search.value) this.arrange();
        else this.draw(false, true);
    }

    extend(i) {
        const row = this.rows[i];
        while (row.cells.length > this.cells.heads.length + 1) row.lastChild.remove();
        row.append(...this.more.map((column) => made('td', this.cells.text(column, i), {class: column.type === 'number' ? 'n' : 't'})));
    }

    // A row that is seen for the first time: its second lines become small, the columns asked for are added.
    dress(i) {
        if (this.dressed.has(i)) return;
        this.dressed.add(i);
        const row = this.rows[i];
        for (const cell of [...row.cells].slice(0, -1)) {
            const text = cell.lastChild, end = text?.data?.indexOf('\n') ?? -1;
            if (end < 0) continue;
            const second = text.splitText(end + 1), small = made('small', second.data);
            small.hidden = this.cells.missing(second.data);
            second.replaceWith(small);
        }
        row.tabIndex = -1;
        this.extend(i);
        this.sign(i);
    }

    // Marks that the reader set: in words before the gene, which stays in view.

    row(key) {
        this.keyed ??= new Map(this.rows.map((_, i) => [this.cells.text(this.cells.byKey.get('key'), i), i]));
        return this.keyed.get(key);
    }

    mark(key, marks) {
        const i = this.row(key);
        if (i === undefined) return;
        this.marks.set(i, MARKS.filter((one) => marks[one]));
        if (this.dressed.has(i)) this.sign(i);
        if (this.filters.has(this.decided)) this.arrange(true);
    }

    sign(i) {
        const row = this.rows[i], marks = this.marks.get(i) ?? [], cell = row.querySelector('.k') ?? row.cells[0];
        row.className = marks.join(' ');
        if (marks.length) cell.dataset.mark = marks.map((one) => this.words[one]).join(', ');
        else delete cell.dataset.mark;
    }

    marked(i) {
        const marks = this.marks.get(i) ?? [];
        return marks.length ? marks.map((one) => this.words[one]) : [this.words.unmarked];
    }

    // The dialog of a column's filters, and of the columns that belong to it

    asked(head) {
        const own = this.cells.columns.filter((column) => column.head === head);
        const more = this.cells.wides.filter(({under}) => under === own[0].key);
        return [...own, ...more, ...(head ? [] : [this.decided])].filter(({key}) => !this.hides(key));
    }

    ask(head) {
        const columns = this.asked(head);
        this.dialog.querySelector('h3').textContent = columns[0].label;
        this.dialog.querySelector('div').replaceChildren(...columns.flatMap((column) => this.fields(column)));
        this.dialog.showModal();
    }

    fields(column) {
        const filter = {...this.filters.get(column)}, change = () => {
            const used = Object.values(filter).some((value) => value instanceof Set ? value.size : value !== undefined && value !== '' && value !== false);
            if (used) this.filters.set(column, filter);
            else this.filters.delete(column);
            this.arrange();
        };
        const field = (kind) => {
            const one = this.dialog.querySelector(`:scope > .${kind}`).cloneNode(true);
            one.hidden = false;
            one.firstChild.textContent = column.label;
            return one;
        };
        return column.type === 'number' ? this.bounds(field('number'), filter, change) : this.wordings(column, field('text'), filter, change);
    }

    bounds(field, filter, change) {
        for (const name of ['min', 'max']) {
            const input = field.querySelector(`[name=${name}]`);
            input.value = filter[name] ?? '';
            input.addEventListener('input', () => {
                const value = number(input.value.replace(',', '.'));
                input.ariaInvalid = String(input.value !== '' && value !== value);
                filter[name] = value === value ? value : undefined;
                change();
            });
        }
        const missing = field.querySelector('[name=missing]');
        missing.checked = !filter.known;
        missing.addEventListener('change', () => {
            filter.known = !missing.checked;
            change();
        });
        return [field];
    }

    wordings(column, field, filter, change) {
        const input = field.querySelector('[name=has]'), counts = new Map();
        input.value = filter.has ?? '';
        input.addEventListener('input', () => {
            filter.has = input.value;
            change();
        });
        if (column.type === 'genotype' || column === this.decided) input.parentElement.remove();
        for (let i = 0; i < this.rows.length && counts.size <= CHOICES; i++) for (const one of this.choices(column, i)) counts.set(one, (counts.get(one) ?? 0) + 1);
        if (counts.size > Math.min(CHOICES, 8 + this.rows.length / 2)) return [field];
        for (const [word, count] of [...counts].sort(([a], [b]) => folded(a) < folded(b) ? -1 : 1)) {
            const label = made('label', ` ${word} (${count})`), box = made('input', '', {type: 'checkbox'});
            box.checked = filter.in?.has(word);
            box.addEventListener('change', () => {
                filter.in = new Set(filter.in);
                filter.in[box.checked ? 'add' : 'delete'](word);
                change();
            });
            label.prepend(box);
            field.append(label);
        }
        return [field];
    }

    // The window: rows from..to of those shown are laid out between two spacers, the others wait in the store.

    range() {
        const top = this.box.scrollTop - OVERSCAN, bottom = this.box.scrollTop + this.box.clientHeight + OVERSCAN;
        let from = 0, y = 0;
        while (from < this.shown.length && y + this.heights[this.shown[from]] < top) y += this.heights[this.shown[from++]];
        const above = y;
        let to = from;
        while (to < this.shown.length && y < bottom) y += this.heights[this.shown[to++]];
        let below = 0;
        for (let i = to; i < this.shown.length; i++) below += this.heights[this.shown[i]];
        return {from, to, above, below};
    }

    draw(whole = false, anew = false) {
        const {from, to, above, below} = whole ? {from: 0, to: this.shown.length, above: 0, below: 0} : this.range();
        if (!anew && from === this.from && to === this.to) return;
        this.from = from;
        this.to = to;
        const focused = this.view.contains(document.activeElement);
        const wanted = this.shown.slice(from, to).map((i) => this.rows[i]), keep = new Set(wanted);
        for (const row of [...this.view.rows]) if (row !== this.above && row !== this.below && !keep.has(row)) this.store.append(row);
        this.above.hidden = !above;
        this.below.hidden = !below;
        this.above.cells[0].style.height = `${above}px`;
        this.below.cells[0].style.height = `${below}px`;
        wanted.forEach((row, at) => {
            this.dress(this.shown[from + at]);
            row.classList.toggle('extra', this.partners > 0 && this.extra.has(this.shown[from + at]));
            row.setAttribute('aria-rowindex', from + at + 2);
            if (this.below.previousElementSibling !== row) this.below.before(row);
        });
        this.view.prepend(this.above);
        if (focused && !this.view.contains(document.activeElement)) this.box.focus({preventScroll: true});
        if (!whole) wanted.forEach((row, at) => { this.heights[this.shown[from + at]] = row.offsetHeight || ROW; });
    }

    // Rows saved as a table: those shown, in their order, with every column of the page; values in full.

    save() {
        const first = COORDINATES.flatMap((key) => this.cells.byKey.get(key) ?? []), columns = [...new Set([...first, ...this.cells.columns])].filter(({key}) => !this.hides(key));
        const value = (column, i) => {
            const text = this.cells.text(column, i);
            if (text === this.words.missing) return '.';
            if (text === this.words.absent) return 'not_annotated';
            return column.type === 'number' ? String(this.cells.order(column)[i]) : tabular(text);
        };
        const head = [`variants=${this.words.report}`, `facts_digest=${this.words.facts}`, `view=${this}`, 'missing=.', 'not_annotated=not_annotated'].map((line) => `##${line}`);
        const lines = [columns.map(({key}) => key), ...this.shown.map((i) => columns.map((column) => value(column, i)))].map((cells) => cells.join('\t'));
        download(this.words.file, [...head, ...lines, ''].join('\n'), 'text/tab-separated-values');
    }

    // Keys

    letters(menu) {
        const click = (name) => () => this.part(`[name=${name}]`).click();
        keys.set('/', () => {
            this.search.focus();
            this.search.select();
        });
        keys.set('?', click('help'));
        keys.set('f', () => this.ask(Math.max(0, this.cells.heads.findIndex((th) => th.contains(document.activeElement)))));
        keys.set('c', () => {
            menu.open = true;
            menu.querySelector('summary').focus();
        });
        for (const [key, name] of [['t', 'together'], ['e', 'export'], ['r', 'reset']]) keys.set(key, click(name));
        keys.set('l', () => this.box.focus());
        for (const [key, action] of [['p', 'pin'], ['d', 'dismiss'], ['n', 'decide']]) keys.set(key, () => this.wish(action));
        document.addEventListener('keydown', (event) => {
            if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input:not([type=checkbox]), textarea, select, dialog')) return;
            if (!keys.has(event.key) || !this.part('[name=letters]').checked) return;
            event.preventDefault();
            keys.get(event.key)();
        });
    }

    leaveSearch(event) {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        if (this.search.value) {
            this.search.value = '';
            this.arrange();
        } else {
            this.box.focus();
        }
    }

    // The place, among the rows shown, of the row that has the focus; -1: none has.
    at() {
        const row = document.activeElement;
        return this.view.contains(row) && row.matches('tr') ? row.getAttribute('aria-rowindex') - 2 : -1;
    }

    walk(event) {
        const at = this.at(), step = {ArrowDown: 1, ArrowUp: -1}[event.key];
        if (event.key === 'Enter' && at >= 0) document.activeElement.querySelector('a')?.click();
        if (event.key === 'Escape' && at >= 0) this.box.focus();
        if (!step || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || event.target.closest('th')) return;
        event.preventDefault();
        this.go(at < 0 ? this.top() : at + step);
    }

    // The first row that is in view.
    top() {
        let y = 0, at = 0;
        while (at < this.shown.length - 1 && y < this.box.scrollTop) y += this.heights[this.shown[at++]];
        return at;
    }

    go(at) {
        if (at < 0 || at >= this.shown.length) return;
        let y = 0;
        for (let i = 0; i < at; i++) y += this.heights[this.shown[i]];
        const head = this.table.tHead.offsetHeight, height = this.heights[this.shown[at]], room = this.box.clientHeight - head;
        if (y < this.box.scrollTop) this.box.scrollTop = y;
        else if (y + height > this.box.scrollTop + room) this.box.scrollTop = y + height - room;
        this.draw();
        this.rows[this.shown[at]].focus({preventScroll: true});
    }

    // What the reader wants done with the row that has the focus is decided elsewhere.
    wish(action) {
        const at = this.at();
        if (at < 0) return;
        const say = (key) => this.cells.byKey.has(key) ? this.cells.text(this.cells.byKey.get(key), this.shown[at]) : this.words.missing;
        const title = ['gene', 'hgvs_c', 'hgvs_p', 'position'].map(say).filter((text) => !this.cells.missing(text)).slice(0, 3).join(' ');
        document.dispatchEvent(new CustomEvent('casebound:ask', {detail: {key: say('key'), title, action}}));
    }
}

// The rows are parsed after the element's start tag, so the list waits for the document's end. Should it fail, every row is shown as without scripts.
customElements.define('variant-table', class extends HTMLElement {
    connectedCallback() {
        if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.open(), {once: true});
        else this.open();
    }

    open() {
        try {
            this.list ??= new List(this);
        } catch (error) {
            document.documentElement.classList.remove('js');
            throw error;
        }
    }
});

// The navigation marks the part of the page that is in view.
document.addEventListener('DOMContentLoaded', () => {
    const links = new Map([...document.querySelectorAll('nav a')].map((link) => [document.querySelector(link.hash), link]));
    const seen = new Set();
    const observer = new IntersectionObserver((entries) => {
        for (const entry of entries) seen[entry.isIntersecting ? 'add' : 'delete'](entry.target);
        let first = true;
        for (const [part, link] of links) {
            if (first && seen.has(part)) link.setAttribute('aria-current', 'true');
            else link.removeAttribute('aria-current');
            if (seen.has(part)) first = false;
        }
    }, {rootMargin: '-110px 0px -40% 0px'});
    for (const part of links.keys()) observer.observe(part);
    keys.set('o', () => document.querySelector('nav a').click());
});
