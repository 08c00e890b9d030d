'use strict';
// The list where scripts run (docs/templates.md): only the rows in view are laid out.
const root = document.documentElement;
root.classList.add('js');

const OVERSCAN = 400; // pixels laid out above and below what is in view
const ROW = 44; // pixels of a row until it has been laid out once
const CHOICES = 60; // different words of a column up to which each can be ticked
const UNSET = [undefined, '', false];
const MARKS = ['pinned', 'causative', 'dismissed', 'classified', 'meeting', 'commented'];

const all = (selector, of = document) => [...of.querySelectorAll(selector)];
const first = (selector, of = document) => of.querySelector(selector);
const on = (target, type, act, how) => target.addEventListener(type, act, how);
const parsed = (act) => on(document, 'DOMContentLoaded', act);
const announce = (name, detail) => document.dispatchEvent(new CustomEvent(`casebound:${name}`, {detail}));
const heard = (name, act) => on(document, `casebound:${name}`, ({detail}) => act(detail));
const filled = (text, places) => text.replace(/\{(\w+)\}/g, (place, name) => places[name] ?? place);

function made(name, text = '', attributes = {}) {
  const one = document.createElement(name);
  one.textContent = text;
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  return one;
}

function download(name, text, type) {
  const link = made('a', '', {href: URL.createObjectURL(new Blob([text], {type})), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// What single keys do: off where somebody types or has switched them off.
const keys = {}, held = ({ctrlKey, metaKey, altKey}) => ctrlKey || metaKey || altKey;

// A menu closes at a click beside it and at Escape.
let menus;
on(document, 'click', ({target}) => {
  for (const menu of menus ??= all('.menu')) menu.open &&= menu.contains(target);
  if (target.name === 'close') target.closest('dialog')?.close();
}, true);
on(document, 'keydown', ({key, target}) => {
  const menu = key === 'Escape' && target.closest?.('.menu[open]');
  if (!menu) return;
  menu.open = false;
  first('summary', menu).focus();
});

// Texts in the order of people: numbers inside by their value.
const folded = (text) => text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
const number = (text) => parseFloat(/-?\d[\d.]*(e-?\d+)?/i.exec(text)?.[0]);
// A spreadsheet takes a text that begins with one of these for a formula.
const tabular = (text) => (/^([=+@]|-.)/.test(text) ? `'${text}` : text).replace(/[\t\r\n]/g, ' ');

function list(element) {
  const part = (selector) => first(selector, element), words = element.dataset, box = part('.table'), table = part('table'), store = table.tBodies[0], rows = [...store.rows];
  const head = table.tHead.rows[0], heads = [...head.cells].slice(0, -1), menu = part('.menu'), boxes = all('[name=column]', menu), sheet = document.styleSheets[0];
  const search = part('[type=search]'), together = part('[name=together]'), dialog = part('.filters'), letters = part('[name=letters]'), outputs = [part('output'), first('output', dialog)];
  const view = made('tbody'), [above, below] = ['', ''].map(() => made('tr', '', {class: 'space', 'aria-hidden': 'true'}));

  // A cell's second line is the value of the column under it; the last cell holds the values of all that wait to be asked for.
  const column = ({dataset, value = ''}, label, place) => ({type: 'text', ...dataset, key: dataset.key ?? value, label: label.textContent.trim(), down: dataset.sort === 'descending', ...place});
  const others = all('[name=wide]', menu), wides = others.map((input, wide) => column(input, input.parentElement, {wide, input}));
  const columns = [...heads.flatMap((th, at) => all('.sort', th).map((button, line) => column(button, button, {at, line, button}))), ...wides];
  const decided = {key: 'mark', label: words.marks}, byKey = new Map([...columns, decided].map((one) => [one.key, one]));

  const heights = new Float64Array(rows.length).fill(ROW), dressed = new Set(), marks = new Map(), filters = new Map(), sorting = new Map(); // column -> descending
  let texts = [], more = [], wide = [], found = new Set(), shown, drawn, blind, rule, hidden = 'x', partners, keyed;

  function text({at, line, wide: place}, i) {
    if (place !== undefined) return (wide[i] ??= rows[i].cells[heads.length].textContent.split('\t'))[place];
    return rows[i].cells[at].textContent.split('\n')[line];
  }

  const missing = (said) => said === words.missing || said === words.absent;

  // To sort by, NaN where a value is missing. Where the text is rounded, or has an order of its own, a number stands beside it.
  function order(one) {
    if (one.order) return one.order;
    const said = rows.map((_, i) => text(one, i)), own = (i) => one.line === 0 ? rows[i].cells[one.at].dataset.v : undefined;
    let value = number;
    if (one.type === 'genotype') value = (call) => /^[\d./|]+/.exec(call)?.[0].match(/\d+/g)?.filter((allele) => allele > 0).length;
    if (one.type === 'text') {
      const folds = said.map(folded), places = new Map([...new Set(folds)].sort().map((word, place) => [word, place]));
      value = (_, i) => places.get(folds[i]);
    }
    return one.order = Float64Array.from(said, (word, i) => word && !missing(word) ? +(own(i) ?? value(word, i)) : NaN);
  }

  // What can be ticked in a filter.
  function choices(one, i) {
    if (one === decided) return marks.get(i)?.map((mark) => words[mark]) ?? [words.unmarked];
    if (one.type === 'genotype') return [part(`[data-sign~=${rows[i].cells[one.at].className.split(' ').at(-1)}]`).textContent.trim()];
    const said = text(one, i);
    return one.parts ? said.split(one.parts) : [said];
  }

  // A row's words, as far as shown.
  const said = (i) => texts[i] ??= [...boxes.flatMap((one, at) => seen(one) ? [rows[i].cells[at].textContent] : []), ...more.map((one) => text(one, i))].join('\n').toLowerCase();

  // Read while nothing else is to do: the first search need not wait.
  const warm = (i = 0) => window.requestIdleCallback?.((idle) => {
    for (; i < rows.length && idle.timeRemaining() > 1; i++) said(i);
    if (i < rows.length) warm(i);
  });

  // Order, filters, search

  // Firefox does not say with a click by keyboard that Shift was held.
  function sorts(one) {
    let shift = false;
    on(one.button, 'keydown', (event) => { shift = event.shiftKey; });
    on(one.button, 'click', (event) => {
      const down = sorting.has(one) ? !sorting.get(one) : one.down;
      if (!event.shiftKey && (event.detail || !shift)) sorting.clear();
      sorting.set(one, down);
      arrange();
    });
  }

  // Missing values last in both directions.
  function comparison() {
    const by = [...sorting].map(([one, down]) => order(one).map((value) => isNaN(value) ? Infinity : down ? -value : value));
    if (blind) by.push(order(byKey.get('position')));
    return (a, b) => {
      for (const place of by) if (place[a] !== place[b]) return place[a] - place[b];
      return a - b;
    };
  }

  // A blind reader sees neither what ranks a variant nor what others said of it, and the rows in the order of the genome.
  const hides = (key) => blind && words.blind.split(' ').includes(key);
  const seen = ({checked, value}) => checked && !hides(value);

  function passes([one, {min, max, known, has, in: ticked}]) {
    const numbers = one.type === 'number' && order(one), word = has?.toLowerCase();
    return (i) => {
      if (numbers) return isNaN(numbers[i]) ? !known : !(numbers[i] < min || numbers[i] > max);
      return !(word && !text(one, i).toLowerCase().includes(word)) && (!ticked?.size || choices(one, i).some((choice) => ticked.has(choice)));
    };
  }

  function arrange(still) {
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean), tests = [...filters].map(passes), compare = comparison();
    shown = rows.map((_, i) => i).filter((i) => tests.every((test) => test(i)) && asked.every((word) => said(i).includes(word)));
    found = new Set(shown);
    shown = together.checked ? paired(compare) : shown.sort(compare);
    tell();
    if (!still) box.scrollTop = 0;
    draw(false, true);
  }

  // Each row with its partners behind it, those too that the filters leave out.
  function paired(compare) {
    const of = pairs(), out = new Set();
    for (const i of [...new Set(shown.flatMap((row) => [row, ...of[row]]))].sort(compare)) {
      if (!out.has(i)) for (const row of [i, ...[...of[i]].sort(compare)]) out.add(row);
    }
    return [...out];
  }

  // The rows that each row makes a pair with, by the ranks that its cell names.
  function pairs() {
    if (partners) return partners;
    const named = byKey.get('partners'), row = new Map([...order(byKey.get('rank'))].map((rank, i) => [rank, i]));
    partners = rows.map(() => new Set());
    for (const i of named ? rows.keys() : []) for (const [, rank] of text(named, i).matchAll(/#(\d+)/g)) {
      const other = row.get(+rank);
      partners[other]?.add(i);
      if (partners[other]) partners[i].add(other);
    }
    return partners;
  }

  // What is shown

  function tell() {
    for (const button of all('.sort', head)) for (const name of ['data-down', 'data-order']) button.removeAttribute(name);
    [...sorting].forEach(([{button}, down], i) => {
      if (!button) return;
      button.dataset.order = sorting.size > 1 ? i + 1 : '';
      button.toggleAttribute('data-down', down);
    });
    const [[lead, down] = []] = sorting;
    heads.forEach((th, i) => {
      th.ariaSort = lead?.at === i ? down ? 'descending' : 'ascending' : null;
      first('.filter', th).classList.toggle('on', asked(i).some((one) => filters.has(one)));
    });
    const extra = shown.length - found.size, counted = filled(words.shown, {shown: shown.length, total: rows.length});
    const state = [counted, ...(extra ? [filled(words.together, {count: extra})] : []), ...[...sorting].map(([{label}, falls]) => `${label} ${falls ? words.down : words.up}`)];
    for (const output of outputs) output.textContent = state.join(' · ');
    part('.state ul').replaceChildren(...[...filters].map(chip));
    table.ariaRowCount = shown.length + 1;
  }

  function chip([one, {min, max, known, has, in: ticked}]) {
    const numbers = [min === undefined ? '' : filled(words.least, {value: min}), max === undefined ? '' : filled(words.most, {value: max}), known ? words.known : words.orMissing];
    const said = one.type === 'number' ? numbers : [has && `${words.contains} ${has}`, [...ticked ?? []].join(', ')], filter = `${one.label}: ${said.filter(Boolean).join(' ')}`;
    const item = made('li'), button = made('button', `${filter} ×`, {type: 'button', class: 'pill', 'aria-label': filled(words.remove, {filter})});
    on(button, 'click', () => {
      filters.delete(one);
      arrange();
      (part('.state button') ?? box).focus();
    });
    item.append(button);
    return item;
  }

  // The view as a text behind the address's #, and back

  function written() {
    const names = (some, state) => some.filter(({checked}) => checked === state).map(({value}) => value).join();
    const filtered = ([{key}, filter]) => Object.entries(filter).flatMap(([name, value]) => (value instanceof Set ? [...value] : [value]).map((one) => [`${name}.${key}`, one]));
    const sorted = [...sorting].map(([{key}, down]) => (down ? '-' : '') + key).join();
    const state = [['q', search.value], ['sort', sorted], ...[...filters].flatMap(filtered), ['hide', names(boxes, false)], ['show', names(others, true)], ['together', together.checked]];
    return new URLSearchParams(state.filter(([, value]) => !UNSET.includes(value))).toString();
  }

  function apply(said) {
    const state = new URLSearchParams(said), listed = (name) => (state.get(name) ?? '').split(',').filter(Boolean), hidden = listed('hide'), asked = listed('show');
    search.value = state.get('q') ?? '';
    together.checked = state.has('together');
    for (const one of [sorting, filters]) one.clear();
    for (const word of listed('sort')) {
      const one = byKey.get(word.replace(/^-/, ''));
      if (columns.includes(one)) sorting.set(one, word[0] === '-');
    }
    for (const [name, value] of state) {
      const [, what, key] = /^(min|max|has|known|in)\.(.*)$/.exec(name) ?? [], one = byKey.get(key), filter = filters.get(one) ?? {};
      if (!one) continue;
      filters.set(one, filter);
      if (what === 'in') (filter.in ??= new Set()).add(value);
      else if (what === 'has' || what === 'known') filter[what] = value;
      else if (!isNaN(number(value))) filter[what] = number(value);
    }
    showColumns(({name, value}) => name === 'column' ? !hidden.includes(value) : asked.includes(value));
    arrange();
  }

  function open() {
    const state = /^#list\?(.*)/.exec(location.hash);
    if (state || !shown) apply(state?.[1] ?? '');
    if (state) element.scrollIntoView();
  }

  function showColumns(wanted) {
    if (wanted) for (const one of [...boxes, ...others]) one.checked = wanted(one);
    const at = (tag, i) => `variant-table ${tag}:nth-child(${i + 1})`, cols = part('colgroup');
    const gone = [...boxes.flatMap((one, i) => seen(one) ? [] : [at('tr:not(.space)>', i), at('col', i)]),
      ...columns.flatMap((one) => one.line && hides(one.key) ? [`${at('tr>', one.at)}>:is(small,.sort+.sort)`] : [])];
    texts = [];
    if (hidden !== (hidden = gone.join() || 'x')) {
      rule ??= sheet.insertRule('x {display: none}', sheet.cssRules.length);
      sheet.cssRules[rule].selectorText = hidden;
    }
    more = wides.filter(({input}) => seen(input));
    for (const row of [head, cols]) while (row.children[heads.length + 1]) row.lastChild.remove();
    for (const one of more) {
      const th = made('th', '', {scope: 'col', class: one.type[0]});
      one.button = made('button', one.label, {type: 'button', class: 'sort'});
      sorts(one);
      th.append(one.button);
      head.append(th);
      cols.append(made('col'));
    }
    dressed.forEach(extend);
    for (const row of [above, below]) row.cells[0].colSpan = head.cells.length;
  }

  function show(wanted) {
    showColumns(wanted);
    arrange(true);
  }

  function extend(i) {
    const row = rows[i];
    while (row.cells[heads.length + 1]) row.lastChild.remove();
    row.append(...more.map((one) => made('td', text(one, i), {class: one.type[0]})));
  }

  // A row seen for the first time takes the look of its heads.
  function dress(i) {
    if (dressed.has(i)) return;
    dressed.add(i);
    heads.forEach(({className}, at) => {
      const cell = rows[i].cells[at], node = cell.lastChild, [said, second] = cell.textContent.split('\n'), small = made('small', second);
      if (cell.className[0] !== 'g') cell.className = missing(said) ? `${className} m` : className;
      if (second === undefined) return;
      small.hidden = missing(second);
      node.data = node.data.replace(/\n[^]*/, '\n');
      cell.append(small);
    });
    rows[i].tabIndex = -1;
    extend(i);
    sign(i);
  }

  // Marks stand in words before the gene, which stays in view.
  function mark({key, marks: said}) {
    keyed ??= new Map(rows.map((_, row) => [text(byKey.get('key'), row), row]));
    const i = keyed.get(key), own = MARKS.filter((one) => said[one]);
    if (i === undefined) return;
    marks.delete(i);
    if (own.length) marks.set(i, own);
    if (dressed.has(i)) sign(i);
    if (filters.has(decided)) arrange(true);
  }

  function sign(i) {
    const row = rows[i], own = marks.get(i), cell = first('.k', row) ?? row.cells[0];
    row.className = own?.join(' ') ?? '';
    cell.toggleAttribute('data-mark', !!own);
    if (own) cell.dataset.mark = choices(decided, i).join(', ');
  }

  // The dialog of a column's filters

  function asked(at) {
    const own = columns.filter((one) => one.at === at), under = wides.filter((one) => one.under === own[0].key);
    return [...own, ...under, ...(at ? [] : [decided])].filter(({key}) => !hides(key));
  }

  function ask(at) {
    const some = asked(at);
    first('h3', dialog).textContent = some[0].label;
    first('div', dialog).replaceChildren(...some.map(field));
    dialog.showModal();
  }

  function field(one) {
    const filter = {...filters.get(one)}, kind = one.type === 'number' ? 'number' : 'text', box = first(`:scope > .${kind}`, dialog).cloneNode(true);
    const set = (name, value) => {
      filter[name] = value;
      if (Object.values(filter).some((held) => held?.size ?? !UNSET.includes(held))) filters.set(one, filter);
      else filters.delete(one);
      arrange();
    };
    box.hidden = false;
    box.firstChild.textContent = one.label;
    for (const input of all('input', box)) {
      const {name} = input;
      if (name === 'missing') input.checked = !filter.known;
      else input.value = filter[name] ?? '';
      on(input, 'input', () => {
        if (name === 'missing') return set('known', !input.checked);
        if (name === 'has') return set(name, input.value);
        const value = number(input.value.replace(',', '.'));
        input.ariaInvalid = String(input.value !== '' && isNaN(value));
        set(name, isNaN(value) ? undefined : value);
      });
    }
    if (kind === 'text') box.append(...ticks(one, filter, set));
    if (kind === 'text' && one.type !== 'text') first('label', box).remove();
    return box;
  }

  function ticks(one, filter, set) {
    const counts = new Map();
    for (const i of rows.keys()) for (const word of choices(one, i)) counts.set(word, (counts.get(word) ?? 0) + 1);
    if (counts.size > Math.min(CHOICES, 8 + rows.length / 2)) return [];
    return [...counts].sort(([a], [b]) => folded(a) < folded(b) ? -1 : 1).map(([word, count]) => {
      const label = made('label', ` ${word} (${count})`), tick = made('input', '', {type: 'checkbox'});
      tick.checked = filter.in?.has(word);
      on(tick, 'input', () => {
        const ticked = new Set(filter.in);
        ticked[tick.checked ? 'add' : 'delete'](word);
        set('in', ticked);
      });
      label.prepend(tick);
      return label;
    });
  }

  // The window: the rows in view are laid out between two spacers, the others wait in the store.

  function height(from, to) {
    let y = 0;
    for (let at = from; at < to; at++) y += heights[shown[at]];
    return y;
  }

  // The place, among the rows shown, of the row that lies y pixels from the top.
  function place(y) {
    let at = 0;
    while (at < shown.length && (y -= heights[shown[at]]) >= 0) at++;
    return at;
  }

  function draw(whole, anew) {
    const end = shown.length, top = box.scrollTop, bottom = top + box.clientHeight;
    const [from, to] = whole ? [0, end] : [place(top - OVERSCAN), Math.min(end, place(bottom + OVERSCAN) + 1)], now = `${from} ${to}`;
    if (!anew && now === drawn) return;
    drawn = now;
    const had = view.contains(document.activeElement), wanted = shown.slice(from, to), keep = new Set(wanted.map((i) => rows[i]));
    for (const row of [...view.rows].slice(1, -1)) if (!keep.has(row)) store.append(row);
    for (const [row, y] of [[above, height(0, from)], [below, height(to, end)]]) {
      row.hidden = !y;
      row.cells[0].style.height = `${y}px`;
    }
    wanted.forEach((i, at) => {
      const row = rows[i];
      dress(i);
      row.classList.toggle('extra', !found.has(i));
      row.ariaRowIndex = from + at + 2;
      if (below.previousElementSibling !== row) below.before(row);
    });
    if (had && !view.contains(document.activeElement)) box.focus({preventScroll: true});
    if (!whole) for (const i of wanted) heights[i] = rows[i].offsetHeight || ROW;
  }

  // The rows shown, with every column, values in full.
  function save() {
    const some = [...new Set([...words.coordinates.split(' ').map((key) => byKey.get(key)), ...columns])].filter((one) => one && !hides(one.key));
    const value = (one, i) => {
      const said = text(one, i);
      if (said === words.missing) return '.';
      if (said === words.absent) return 'not_annotated';
      return one.type === 'number' ? String(order(one)[i]) : tabular(said);
    };
    const comments = [`##variants=${words.report}`, `##facts_digest=${words.facts}`, `##view=${written()}`, '##missing=.', '##not_annotated=not_annotated'];
    const lines = [some.map(({key}) => key), ...shown.map((i) => some.map((one) => value(one, i)))].map((cells) => cells.join('\t'));
    download(words.file, [...comments, ...lines, ''].join('\n'), 'text/tab-separated-values');
  }

  // The place of the row that has the focus, or -1.
  const focused = () => shown.indexOf(rows.indexOf(document.activeElement));

  function walk(event) {
    const {key, target} = event, at = focused(), step = {ArrowDown: 1, ArrowUp: -1}[key];
    if (key === 'Enter' && at >= 0) first('a', target)?.click();
    if (key === 'Escape' && at >= 0) box.focus();
    if (!step || event.shiftKey || held(event) || target.closest('th')) return;
    event.preventDefault();
    go(at < 0 ? place(box.scrollTop) : at + step);
  }

  function go(at) {
    if (at < 0 || at >= shown.length) return;
    const y = height(0, at), room = box.clientHeight - table.tHead.offsetHeight;
    box.scrollTop = Math.max(Math.min(box.scrollTop, y), y + heights[shown[at]] - room);
    draw();
    rows[shown[at]].focus({preventScroll: true});
  }

  function wish(action) {
    const i = shown[focused()];
    if (i === undefined) return;
    const say = (key) => byKey.has(key) ? text(byKey.get(key), i) : words.missing;
    const title = ['gene', 'hgvs_c', 'hgvs_p', 'position'].map(say).filter((said) => !missing(said)).slice(0, 3).join(' ');
    announce('ask', {key: say('key'), title, action});
  }

  for (const row of [above, below]) row.append(made('td'));
  view.append(above, below);
  store.before(view);
  for (const one of columns) if (one.button) sorts(one);
  heads.forEach((th, at) => on(first('.filter', th), 'click', () => ask(at)));
  on(search, 'input', () => arrange());
  on(search, 'keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (!search.value) return box.focus();
    search.value = '';
    arrange();
  });
  on(together, 'change', () => arrange());
  for (const link of all('a', part('.presets'))) on(link, 'click', () => apply(link.hash.slice(6)));
  on(element, 'change', ({target: {name}}) => ['column', 'wide'].includes(name) && show());
  const keep = () => {
    history.replaceState(null, '', `#list?${written()}`);
    part('output').textContent = words.saved;
  };
  const actions = {all: () => show(() => true), export: save, save: keep, reset: () => apply(''), help: () => part('.help').showModal()};
  for (const [name, act] of Object.entries(actions)) on(part(`[name=${name}]`), 'click', act);
  on(box, 'scroll', () => draw(), {passive: true});
  on(box, 'keydown', walk);
  new ResizeObserver(() => draw()).observe(box);
  on(window, 'beforeprint', () => draw(true));
  on(window, 'afterprint', () => draw());
  on(window, 'hashchange', open);
  heard('decision', mark);
  heard('blind', ({on: now}) => {
    blind = now;
    for (const state of [sorting, filters]) for (const one of [...state.keys()]) if (hides(one.key)) state.delete(one);
    show();
  });
  for (const [key, name] of Object.entries({'?': 'help', t: 'together', e: 'export', r: 'reset'})) keys[key] = () => part(`[name=${name}]`).click();
  for (const [key, action] of Object.entries({p: 'pin', d: 'dismiss', n: 'decide'})) keys[key] = () => wish(action);
  keys['/'] = () => {
    search.focus();
    search.select();
  };
  keys.f = () => ask(Math.max(0, heads.findIndex((th) => th.contains(document.activeElement))));
  keys.c = () => {
    menu.open = true;
    part('summary').focus();
  };
  keys.l = () => box.focus();
  on(document, 'keydown', (event) => {
    const act = keys[event.key];
    if (!act || !letters.checked || held(event) || event.target.closest?.('input:not([type=checkbox]), textarea, select, dialog')) return;
    event.preventDefault();
    act();
  });
  open();
  warm();
}

// Should the list fail, every row is shown.
parsed(() => {
  try {
    list(first('variant-table'));
  } catch (error) {
    root.classList.remove('js');
    throw error;
  }
});

// The navigation marks the part of the page that is in view.
parsed(() => {
  const links = all('a', first('nav')), look = () => {
    const top = links.find(({hash}) => first(hash).getBoundingClientRect().bottom > 110);
    for (const link of links) link.ariaCurrent = link === top ? 'true' : null;
  };
  on(window, 'scroll', look, {passive: true});
  look();
  keys.o = () => links[0].click();
});
