'use strict';
// Finds a gene of the panels: what does not fit the letters typed is hidden. Where no script runs, every gene is there.
customElements.define('gene-finder', class extends HTMLElement {
    connectedCallback() {
        if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.open(), {once: true});
        else this.open();
    }

    open() {
        this.genes = [...this.querySelectorAll('[data-gene]')];
        this.search = this.querySelector('input[type=search]');
        this.search?.addEventListener('input', () => this.find());
        if (this.search) this.find();
    }

    find() {
        const word = this.search.value.trim().toLowerCase();
        const shown = this.genes.filter((gene) => !(gene.hidden = !gene.dataset.gene.toLowerCase().includes(word)));
        for (const box of this.querySelectorAll('.box')) {
            const genes = [...box.querySelectorAll('[data-gene]')];
            if (genes.length) box.hidden = genes.every((gene) => gene.hidden);
        }
        if (word && shown.length === 1 && 'open' in shown[0]) shown[0].open = true;
        this.querySelector('output').textContent = this.dataset.shown.replace('{shown}', shown.length).replace('{total}', this.genes.length);
    }
});

// On paper nobody opens a box.
{
    const boxes = () => document.querySelectorAll('details.gene');
    addEventListener('beforeprint', () => { for (const box of boxes()) { box.dataset.was = box.open; box.open = true; } });
    addEventListener('afterprint', () => { for (const box of boxes()) box.open = box.dataset.was === 'true'; });
}
