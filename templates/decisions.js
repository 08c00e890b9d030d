// What a reader decides: kept in this page alone until it is exported as a file (docs/decisions.md), which a build or this page reads back.
{
const clean = (text) => text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').trim();
const canonical = (value) => JSON.stringify(value, ['code', 'strength', 'comment', 'text']) + JSON.stringify(value)?.length; // whatever the order of its keys
const moment = () => `${new Date().toISOString().slice(0, 19)}Z`;
const MARK_OF = {classified: ['class'], commented: ['comment', 'institute']};

function bulleted(type, texts) {
  const items = made('ul', '', {class: type});
  items.append(...texts.map((text) => made('li', text)));
  return texts.length ? items : '';
}

function desk(form) {
  const words = form.dataset, panel = form.parentElement, bar = first('.desk'), menu = first('details', bar);
  const sheet = first('.sheet', form), head = first('h2', form), strengths = all('.strengths option', form);
  const field = (name, of = sheet) => first(`[name=${name}]`, of), tool = (name) => field(name, bar);
  const entries = new Map(); // key -> what this reader says, as it is exported; '' is the case
  const open = new Set(); // keys that no file holds as they are now
  const filed = new Set(); // keys that a file of this reader holds
  const others = new Map(); // other reader -> entries, read back
  let sequence = 0, key, title, opener, blind;

  // A criterion's own strength first, then any but stand-alone.
  const criteria = new Map();
  for (const select of all('[data-own]', sheet)) {
    const {name, dataset} = select, {own} = dataset, fits = ({value}) => value !== own && ![own, value].includes('stand_alone');
    select.append(...[strengths[0], strengths.find(({value}) => value === own), ...strengths.slice(1).filter(fits)].map((one) => one.cloneNode(true)));
    criteria.set(name, dataset);
    select.parentElement.after(made('textarea', '', {'data-code': name, maxlength: 5000, 'aria-label': filled(words.note, {criterion: name})}));
  }
  const spare = sheet.cloneNode(true); // entries are worded and checked on it

  const author = () => clean(tool('author').value), say = (text) => { first('.said', bar).textContent = text; };

  // Choices that only the entry knows, of another laboratory's list, are offered with it.
  function fill(to, entry = {}) {
    const rank = field('rank', to), reasons = all('[name=dismissed]', to), has = (options, {code}) => [...options].some(({value}) => value === code);
    if (entry.rank && !has(rank.options, entry.rank)) rank.append(new Option(entry.rank.text, entry.rank.code));
    for (const one of entry.dismissed ?? []) {
      if (has(reasons, one)) continue;
      const label = reasons[0].parentElement.cloneNode(true);
      first('input', label).value = one.code;
      label.lastChild.data = ` ${one.text}`;
      reasons[0].parentElement.after(label);
    }
    for (const one of all('input, select, textarea', to)) {
      const {name, value, dataset} = one, used = entry.criteria?.find(({code}) => code === (dataset.code ?? name)), said = entry[name];
      if (one.type === 'checkbox') one.checked = said?.some?.(({code}) => code === value) ?? said ?? false;
      else one.value = dataset.code ? used?.comment ?? '' : criteria.has(name) ? used?.strength ?? '' : said?.code ?? said ?? '';
    }
  }

  function read(from) {
    const entry = {};
    for (const one of all('[name]', from)) {
      const {name} = one, value = clean(one.value), box = one.type === 'checkbox';
      if (!value || (box && !one.checked)) continue;
      const text = (box ? one.parentElement : one.selectedOptions?.[0])?.textContent.trim(), comment = clean(first(`[data-code="${name}"]`, from)?.value ?? '');
      if (name === 'dismissed') (entry.dismissed ??= []).push({code: value, text});
      else if (criteria.has(name)) (entry.criteria ??= []).push({code: name, strength: value, ...(comment && {comment})});
      else entry[name] = box || (name === 'rank' ? {code: value, text} : value);
    }
    return entry;
  }

  function decide(of, named, dismiss) {
    [key, title, opener] = [of, named, document.activeElement];
    head.textContent = title;
    first('.one', form).hidden = !key;
    panel.hidden = false;
    root.classList.add('deciding');
    for (const one of all('details', sheet)) one.open = dismiss && one.matches('.reasons');
    fill(sheet, entries.get(key));
    compute();
    opener.scrollIntoView({block: 'nearest'});
    (dismiss ? field('dismissed') : head).focus();
  }

  function close() {
    panel.hidden = true;
    root.classList.remove('deciding');
    opener?.focus();
  }

  // What a file holds is withdrawn, never dropped.
  function change(of, named, entry) {
    const silent = !Object.keys(entry).length;
    open.add(of);
    if (!silent || filed.has(of)) entries.set(of, {...(of && {title: named}), changed: moment(), ...(blind && {blind}), ...entry, ...(silent && {withdrawn: true})});
    else for (const some of [entries, open]) some.delete(of);
    show(of);
    if (panel.hidden || of !== key) return;
    if (JSON.stringify(read(sheet)) !== JSON.stringify(entry)) fill(sheet, entry);
    compute();
  }

  // Classes by both frameworks, as the generator computes them.
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
    const found = (side) => all('[data-counts]', sheet).find(({dataset}) => {
      let left = 0;
      return dataset.class.endsWith('benign') === (side === 'benign')
        && dataset.counts.split(' ').map((least, i) => (have[side][i] ?? 0) - least).reverse().every((more) => (left += more) >= 0);
    })?.dataset.class;
    const harmful = found('pathogenic'), harmless = found('benign');
    const points = [...field('class').options].slice(1).find(({dataset: {least}}) => least === undefined || sum >= least).value;
    return {rules: alone ?? (!harmful === !harmless ? 'uncertain' : harmful ?? harmless), points: alone ?? points, sum};
  }

  function results({criteria: uses = [], class: chosen, dismissed}) {
    const given = [], warned = [];
    if (uses.length) {
      const {rules, points, sum} = classes(uses), named = (name) => first(`[value=${name}]`, field('class')).textContent;
      given.push(filled(words.computed, {framework: words.rules, class: named(rules)}), filled(words.points, {framework: words.sums, class: named(points), sum}));
      if (rules !== points) warned.push(words.differ);
      if (chosen && chosen !== rules && chosen !== points) warned.push(words.chosen);
    }
    if (dismissed && chosen?.endsWith('pathogenic')) warned.push(words.dismissed);
    const used = (name) => uses.some(({code}) => code === name || criteria.get(code).side === name);
    warned.push(...all('[data-first]', sheet).filter(({dataset}) => used(dataset.first) && used(dataset.second)).map((one) => one.textContent));
    return [bulleted('mute', given), bulleted('warnings', warned)];
  }

  function compute() {
    for (const note of all('[data-code]', sheet)) note.hidden = !field(note.dataset.code).value;
    first('.computed', sheet).replaceChildren(...results(read(sheet)));
  }

  function block(reader, entry, type) {
    const reading = made('div', '', {class: `reading ${type}`}), facts = made('dl', '', {class: 'kv'});
    fill(spare, entry);
    for (const label of all('label', spare)) {
      const one = first('input, select, textarea', label), box = one.type === 'checkbox', comment = label.nextElementSibling?.value;
      if (box ? !one.checked : !one.value) continue;
      const name = box ? first('legend', label.closest('fieldset')) : first('b', label) ?? label.firstElementChild;
      const text = box ? label.textContent.trim() : one.selectedOptions?.[0].textContent ?? one.value;
      facts.append(made('dt', name.textContent), made('dd', comment ? `${text}\n${comment}` : text));
    }
    const state = [reader, entry.withdrawn && words.withdrawn, entry.blind && words.blind].filter(Boolean).join(', ');
    reading.append(made('p', state), facts.childElementCount ? facts : '', ...results(entry));
    return reading;
  }

  // A blind reader's marks are the reader's own.
  function show(of) {
    const theirs = [...others].map(([reader, some]) => [reader, some.get(of), 'theirs']), said = [[words.yours, entries.get(of), 'yours'], ...theirs].filter(([, entry]) => entry);
    const here = places.filter(({dataset}) => dataset.key === of), built = blind ? [] : here[0]?.dataset.marks?.split(' ') ?? [];
    for (const place of here) {
      for (const one of all('.yours, .theirs', place)) one.remove();
      place.append(...said.map((one) => block(...one)));
    }
    const is = (name) => said.some(([, entry, whose]) => entry[name] && !(blind && whose === 'theirs'));
    const marks = Object.fromEntries(MARKS.map((mark) => [mark, built.includes(mark) || (MARK_OF[mark] ?? [mark]).some(is)]));
    if (of) announce('decision', {key: of, marks});
    count();
  }

  function count() {
    first('output', bar).textContent = filled(words.open, {count: open.size});
    bar.classList.toggle('unexported', open.size > 0);
    tool('export-decisions').disabled = !entries.size;
    first('.agreement', menu).replaceChildren(bulleted('', [...others].map(agreement)));
  }

  // Readers agree where nothing that both say differs.
  function agreement([reader, theirs]) {
    const stands = (one) => !one.dismissed && (one.pinned || one.causative || (one.class && !one.class.endsWith('benign'))), other = (x, y) => x && y && x !== y;
    const both = [...entries].map(([of, mine]) => [mine, of && theirs.get(of)]).filter(([a, b]) => b && !a.withdrawn && !b.withdrawn);
    const differ = both.filter(([a, b]) => (a.dismissed && stands(b)) || (b.dismissed && stands(a)) || other(a.rank?.code, b.rank?.code)
      || ['class', 'causative', 'validation'].some((name) => other(a[name], b[name]))).length;
    return filled(words.agree, {author: reader, both: both.length, differ, same: both.length - differ});
  }

  // Blind reading hides what the generator and other readers found, and gives the sections the order of the genome.
  const places = ['overview', 'sections', 'others'].flatMap((id) => all(`#${id} .decided`)), ranked = all('.variant', first('#sections'));
  function readBlind(now) {
    const names = new Intl.Collator('en', {numeric: true}).compare, place = (one) => first('.decided', one).dataset.key;
    tool('blind').checked = blind = now;
    root.classList.toggle('blind', now);
    ranked[0]?.parentElement.append(...now ? ranked.toSorted((a, b) => names(place(a), place(b))) : ranked);
    announce('blind', {on: now});
    showAll();
  }

  function showAll() {
    for (const of of new Set([...places.flatMap(({dataset}) => dataset.marks ? dataset.key : []), ...[...others.values()].flatMap((some) => [...some.keys()])])) show(of);
    count();
  }

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
      report: {id, revision: +revision, facts_digest: facts, case_digest: of, calls_digest: calls, built_with: all('.built li', form).map((one) => one.textContent)},
      author: author(), sequence: sequence + 1, exported: moment(), acmg, case: ours, variants: Object.entries(variants).map(([name, entry]) => ({key: name, ...entry})),
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
  }

  for (const button of places.flatMap((one) => all('button.decide', one))) on(button, 'click', () => decide(button.dataset.key ?? '', button.dataset.title));
  heard('ask', ({key: of, title: named = of, action}) => {
    if (action !== 'pin') return decide(of, named, action === 'dismiss');
    const {title: _, changed, withdrawn, blind: unseen, pinned, ...said} = entries.get(of) ?? {};
    change(of, named, pinned ? said : {pinned: true, ...said});
  });
  on(sheet, 'input', () => change(key, title, read(sheet)));
  on(field('withdraw', form), 'click', () => change(key, title, {}));
  on(field('close', form), 'click', close);
  on(panel, 'keydown', (event) => { if (event.key === 'Escape') close(); });
  on(tool('export-decisions'), 'click', save);
  on(tool('decisions'), 'change', ({target}) => take([...target.files]).then(() => { target.value = ''; }));
  on(tool('blind'), 'change', ({target}) => readBlind(target.checked));
  on(document, 'dragover', (event) => { if (event.dataTransfer.types.includes('Files')) event.preventDefault(); });
  on(document, 'drop', (event) => {
    const {files} = event.dataTransfer;
    if (!files.length) return;
    event.preventDefault();
    take([...files]);
  });
  on(window, 'beforeunload', (event) => { if (open.size) event.preventDefault(); });
  if (/[?&]blind\b/.test(location.search)) readBlind(true);
  else showAll();
}

parsed(() => desk(first('#decide')));
}
