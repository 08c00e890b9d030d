// The overview and the sections: the pedigree shows who carries the allele that is chosen, and a text is copied.

document.addEventListener('DOMContentLoaded', () => {
    const choice = document.querySelector('select[name=carriers]');
    const over = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    document.querySelector('#family svg')?.append(over);
    choice?.addEventListener('change', () => {
        const calls = choice.value ? document.querySelectorAll(`#${choice.value} .pedigree .person`) : [];
        over.replaceChildren(...[...calls].map((call) => call.cloneNode(true)));
    });
});

// Where the browser refuses the clipboard, the text stays selected.
document.addEventListener('click', async (event) => {
    const button = event.target.closest('button[name=copy]');
    if (!button) return;
    const text = button.closest('.copy').querySelector('pre'), words = button.closest('#sections').dataset;
    getSelection().selectAllChildren(text);
    try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = words.copied;
    } catch {
        button.textContent = words.selected;
    }
});
