// The overview, the sections, the genes: the pedigree shows who carries the allele that is chosen, a text is copied, a gene is found.
parsed(() => {
  const choice = first('[name=carriers]'), over = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  first('#family svg')?.append(over);
  if (choice) on(choice, 'change', () => {
    over.replaceChildren(...choice.value ? all(`#${choice.value} .person`).map((call) => call.cloneNode(true)) : []);
  });

  const finder = first('#genes gene-finder'), genes = all('[data-gene]', finder), search = first('[type=search]', finder);
  const find = () => {
    const word = search.value.trim().toLowerCase();
    for (const gene of genes) gene.hidden = !gene.dataset.gene.toLowerCase().includes(word);
    const shown = genes.filter(({hidden}) => !hidden);
    if (word && shown.length === 1) shown[0].open = true;
    first('output', finder).textContent = filled(finder.dataset.shown, {shown: shown.length, total: genes.length});
  };
  if (!search) return;
  on(search, 'input', find);
  find();
});

// Where the browser refuses the clipboard, the text stays selected.
parsed(() => all('[name=copy]', first('#sections')).forEach((button) => on(button, 'click', async () => {
  const text = first('pre', button.parentElement), words = first('#sections').dataset;
  getSelection().selectAllChildren(text);
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = words.copied;
  } catch {
    button.textContent = words.selected;
  }
})));

// On paper nobody opens a box.
let closed = [];
on(window, 'beforeprint', () => {
  closed = all('.gene:not([open])');
  for (const box of closed) box.open = true;
});
on(window, 'afterprint', () => { for (const box of closed) box.open = false; });
