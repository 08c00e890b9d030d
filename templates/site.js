'use strict';
// What the page does where scripts run: it keeps only the rows in view laid out, sorts, searches, hides columns and tells where one is. Every row stands in
// the document from the start; nothing is stored and nothing is asked of any network.
document.documentElement.classList.add('js');

const OVERSCAN = 400;   // pixels laid out above and below what is in view
const ROW = 28;         // pixels of a row until it has been laid out once

class List {
    constructor(element) {
        this.element = element;
        this.box = element.querySelector('.table');
        this.table = this.box.querySelector('table');
        this.heads = [...this.table.tHead.rows[0].cells];
        this.store = this.table.tBodies[0];
        this.rows = [...this.store.rows];
        this.view = document.createElement('tbody');
        this.store.before(this.view);
        this.above = this.spacer();
        this.below = this.spacer();
        this.view.append(this.above, this.below);
        this.keys = [];
        this.heights = new Float64Array(this.rows.length).fill(ROW);
        this.sorting = [];
        this.shown = this.rows.map((_, i) => i);
        this.hidden = new Set();
        this.rules = document.styleSheets[0];
        this.search = this.element.querySelector('input[type=search]');
        this.boxes = [...this.element.querySelectorAll('input[name=column]')];
        this.listen();
        this.columns();
        this.arrange();
    }

    spacer() {
        const row = document.createElement('tr');
        row.className = 'space';
        row.setAttribute('aria-hidden', 'true');
        row.append(document.createElement('td'));
        row.cells[0].colSpan = this.heads.length;
        return row;
    }

    listen() {
        this.heads.forEach((head, i) => head.querySelector('button').addEventListener('click', (event) => this.sortBy(i, event.shiftKey)));
        this.search.addEventListener('input', () => this.arrange());
        this.search.addEventListener('keydown', (event) => this.leaveSearch(event));
        this.boxes.forEach((box) => box.addEventListener('change', () => this.columns()));
        this.element.querySelector('[name=all]').addEventListener('click', () => this.showColumns(() => true));
        this.element.querySelector('[name=reset]').addEventListener('click', () => this.reset());
        this.box.addEventListener('scroll', () => this.draw(), {passive: true});
        new ResizeObserver(() => this.draw()).observe(this.box);
        addEventListener('beforeprint', () => this.draw(true));
        addEventListener('afterprint', () => this.draw());
        document.addEventListener('keydown', (event) => this.slash(event));
        const menu = this.element.querySelector('details');
        document.addEventListener('click', (event) => menu.contains(event.target) || (menu.open = false));
        menu.addEventListener('keydown', (event) => {
            if (event.key !== 'Escape' || !menu.open) return;
            menu.open = false;
            menu.querySelector('summary').focus();
        });
    }

    // Sorting: keys are made once per column, as numbers; NaN is a value that is missing, which stands last in both directions.

    key(column) {
        return this.keys[column] ??= this.heads[column].dataset.type === 'text' ? this.words(column) : this.numbers(column);
    }

    numbers(column) {
        const genotype = this.heads[column].dataset.type === 'genotype';
        return Float64Array.from(this.rows, (row) => {
            const cell = row.cells[column];
            if (genotype) return List.alleles(cell.textContent);
            return cell.classList.contains('m') ? NaN : parseFloat(cell.dataset.v ?? cell.textContent);
        });
    }

    // How many alleles are alternate; nothing called is missing.
    static alleles(text) {
        const called = /^[\d./|]+/.exec(text)?.[0].split(/[/|]/).filter((allele) => /^\d+$/.test(allele)) ?? [];
        return called.length ? called.filter((allele) => +allele > 0).length : NaN;
    }

    words(column) {
        const texts = this.rows.map((row) => row.cells[column].classList.contains('m') ? null : row.cells[column].textContent);
        const order = [...new Set(texts)].filter((text) => text !== null).sort(new Intl.Collator('en', {numeric: true}).compare);
        const place = new Map(order.map((text, i) => [text, i]));
        return Float64Array.from(texts, (text) => text === null ? NaN : place.get(text));
    }

    sortBy(column, also) {
        const now = this.sorting.find((one) => one.column === column);
        const down = now ? !now.down : this.heads[column].dataset.first === 'descending';
        if (now && also) now.down = down;
        else this.sorting = [...(also ? this.sorting : []), {column, down}];
        this.arrange();
    }

    order(rows) {
        const by = this.sorting.map(({column, down}) => ({key: this.key(column), sign: down ? -1 : 1}));
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
            return a - b;
        });
    }

    // Search: every word must stand somewhere in the columns shown.

    text(i) {
        return this.texts[i] ??= [...this.rows[i].cells].filter((_, c) => !this.hidden.has(c)).map((cell) => cell.textContent).join('\n').toLowerCase();
    }

    arrange() {
        const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
        const rows = this.rows.map((_, i) => i).filter((i) => words.every((word) => this.text(i).includes(word)));
        this.shown = this.order(rows);
        this.marks();
        this.box.scrollTop = 0;
        this.draw(false, true);
    }

    marks() {
        this.heads.forEach((head, i) => {
            const place = this.sorting.findIndex((one) => one.column === i);
            head.removeAttribute('aria-sort');
            head.toggleAttribute('data-down', place >= 0 && this.sorting[place].down);
            if (place < 0) head.removeAttribute('data-order');
            else head.dataset.order = this.sorting.length > 1 ? place + 1 : '';
            if (place === 0) head.setAttribute('aria-sort', this.sorting[0].down ? 'descending' : 'ascending');
        });
        const sorted = this.sorting.map(({column, down}) => `${this.heads[column].textContent.trim()} ${down ? this.element.dataset.descending : this.element.dataset.ascending}`);
        const counted = this.element.dataset.shown.replace('{shown}', this.shown.length).replace('{total}', this.rows.length);
        this.element.querySelector('output').textContent = [counted, ...sorted].join(' · ');
        this.table.setAttribute('aria-rowcount', this.shown.length + 1);
    }

    reset() {
        this.search.value = '';
        this.sorting = [];
        this.showColumns((box) => box.defaultChecked);
        this.arrange();
    }

    // Columns

    showColumns(wanted) {
        this.boxes.forEach((box) => { box.checked = wanted(box); });
        this.columns();
    }

    columns() {
        this.hidden = new Set(this.boxes.flatMap((box, i) => box.checked ? [] : [i]));
        this.texts = [];
        const names = [...this.hidden].flatMap((i) => [`variant-table tr:not(.space)>:nth-child(${i + 1})`, `variant-table col:nth-child(${i + 1})`]);
        if (this.rule) this.rules.deleteRule(this.rules.cssRules.length - 1);
        this.rule = names.length > 0;
        if (this.rule) this.rules.insertRule(`${names.join()}{display:none}`, this.rules.cssRules.length);
        if (this.search.value) this.arrange();
        else this.draw(false, true);
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
        wanted.forEach((row, i) => {
            row.setAttribute('aria-rowindex', from + i + 2);
            if (this.below.previousElementSibling !== row) this.below.before(row);
        });
        this.view.prepend(this.above);
        if (focused && !this.view.contains(document.activeElement)) this.box.focus({preventScroll: true});
        if (!whole) wanted.forEach((row, i) => { this.heights[this.shown[from + i]] = row.offsetHeight || ROW; });
    }

    // Keys

    slash(event) {
        if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
        if (!this.element.querySelector('[name=slash]').checked) return;
        event.preventDefault();
        this.search.focus();
        this.search.select();
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
});
