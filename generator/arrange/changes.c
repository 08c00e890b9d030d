/* changes.c: what an amended report changes of the one before, told from the tables of both. */
#include "arrange/arranging.h"

enum { NAMES = 10 };

/* A variants.tsv: cells are looked up by the name of their column. */
typedef struct table {
    cb_str head;
    cb_str *rows;
    size_t count;
    cb_map *by_key; /* key -> cb_str of its row */
} table;

static cb_str nth(cb_str line, size_t n) {
    cb_str cell = {NULL, 0};
    for (size_t i = 0; cb_str_split(&line, '\t', &cell); i++) {
        if (i == n) {
            return cell;
        }
    }
    return (cb_str){NULL, 0};
}

/* {NULL, 0}: there is no such column. */
static cb_str cell_of(const table *t, cb_str row, cb_str column) {
    cb_str head = t->head, name;
    for (size_t i = 0; cb_str_split(&head, '\t', &name); i++) {
        if (cb_str_same(name, column)) {
            return nth(row, i);
        }
    }
    return (cb_str){NULL, 0};
}

static cb_status read_table(cb_arena *arena, cb_str bytes, table *t, cb_error *e) {
    cb_str rest = bytes, line;
    size_t lines = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        lines += bytes.s[i] == '\n';
    }
    *t = (table){.rows = cb_alloc_array(arena, lines + 1, sizeof *t->rows), .by_key = cb_map_new(arena)};
    if (!t->rows || !t->by_key) {
        return cb_fail_memory(e);
    }
    while (cb_str_split(&rest, '\n', &line)) {
        if (line.n == 0 || cb_str_starts(line, "##")) {
            continue;
        }
        if (!t->head.s) {
            t->head = line;
            continue;
        }
        cb_str *row = &t->rows[t->count++], key = cell_of(t, line, cb_str_of("key"));
        *row = line;
        if (!key.n) {
            return cb_fail(e, CB_INPUT, "variants.tsv of the superseded report: a row without a key");
        }
        if (!cb_map_set(t->by_key, key, row)) {
            return cb_fail_memory(e);
        }
    }
    return t->head.s ? CB_OK : cb_fail(e, CB_INPUT, "variants.tsv of the superseded report: it has no head");
}

typedef struct comparing {
    cb_arranging *a;
    table before, now;
    const char *text; /* the sentences so far */
} comparing;

/* A list of which the first names are told. */
typedef struct names {
    const char *text;
    size_t count;
} names;

static void name(comparing *c, names *to, const char *text) {
    if (to->count++ < NAMES) {
        to->text = cb_joined(c->a, "list_and", to->text, text);
    }
}

static void say(comparing *c, const char *key, const names *list) {
    cb_arranging *a = c->a;
    if (list->count == 0) {
        return;
    }
    const char *text = list->count > NAMES ? cb_worded(a, "changes_more", "names", list->text, "count",
                                                       cb_count_text(a, list->count - NAMES))
                                           : list->text;
    c->text = cb_formatted(a, "%s%s%s", c->text ? c->text : "", c->text ? " " : "",
                           cb_worded(a, key, "count", cb_count_text(a, list->count), "names", text));
}

static const char *text_of(comparing *c, cb_str text) {
    return cb_formatted(c->a, "%.*s", (int)text.n, text.s ? text.s : "");
}

static bool is_absent(cb_str cell) {
    return cell.n == 0 || cb_str_is(cell, ".") || cb_str_is(cell, "not_annotated");
}

/* "FBN1 c.4567C>T", or gene and place. */
static const char *title_of(comparing *c, const table *t, cb_str row) {
    cb_str gene = cell_of(t, row, cb_str_of("gene")), change = cell_of(t, row, cb_str_of("hgvs_c"));
    change = is_absent(change) ? cell_of(t, row, cb_str_of("key")) : change;
    return is_absent(gene) ? text_of(c, change) : cb_formatted(c->a, "%s %s", text_of(c, gene), text_of(c, change));
}

/* Rows of `of` whose key `other` has not. */
static void tell_absent(comparing *c, const table *of, const table *other, const char *key) {
    names list = {NULL, 0};
    for (size_t i = 0; i < of->count; i++) {
        if (!cb_map_has(other->by_key, cell_of(of, of->rows[i], cb_str_of("key")))) {
            name(c, &list, title_of(c, of, of->rows[i]));
        }
    }
    say(c, key, &list);
}

/* Everything in front of the first blank: of "0/1 \xc2\xb7 13/29" the genotype, whose reads may be counted anew. */
static cb_str first_word(cb_str cell) {
    const char *blank = cell.n ? memchr(cell.s, ' ', cell.n) : NULL;
    return blank ? (cb_str){cell.s, (size_t)(blank - cell.s)} : cell;
}

static bool same_genotypes(const comparing *c, cb_str before, cb_str now) {
    cb_str head = c->now.head, column;
    while (cb_str_split(&head, '\t', &column)) {
        if (cb_str_starts(column, "gt_") &&
            !cb_str_same(first_word(cell_of(&c->before, before, column)), first_word(cell_of(&c->now, now, column)))) {
            return false;
        }
    }
    return true;
}

/* The names of a column's cells that differ, with both; a column that one table has not is empty there. */
static void tell_cells(comparing *c, const char *column, const char *key) {
    names list = {NULL, 0};
    for (size_t i = 0; i < c->now.count; i++) {
        cb_str now = c->now.rows[i];
        const cb_str *before = cb_map_get(c->before.by_key, cell_of(&c->now, now, cb_str_of("key")));
        cb_str a = before ? cell_of(&c->before, *before, cb_str_of(column)) : (cb_str){NULL, 0};
        cb_str b = before ? cell_of(&c->now, now, cb_str_of(column)) : (cb_str){NULL, 0};
        if ((is_absent(a) && is_absent(b)) || cb_str_same(a, b)) {
            continue;
        }
        name(c, &list,
             cb_worded(c->a, "changes_pair", "title", title_of(c, &c->now, now), "before",
                       is_absent(a) ? cb_word(c->a, "changes_nothing") : text_of(c, a), "now",
                       is_absent(b) ? cb_word(c->a, "changes_nothing") : text_of(c, b)));
    }
    say(c, key, &list);
}

static void tell_shared(comparing *c) {
    names shortlisted = {NULL, 0}, no_more = {NULL, 0}, genotypes = {NULL, 0};
    const cb_str column = cb_str_of("shortlisted");
    for (size_t i = 0; i < c->now.count; i++) {
        cb_str now = c->now.rows[i];
        const cb_str *before = cb_map_get(c->before.by_key, cell_of(&c->now, now, cb_str_of("key")));
        if (!before) {
            continue;
        }
        cb_str was = cell_of(&c->before, *before, column), is = cell_of(&c->now, now, column);
        if (!cb_str_same(was, is)) {
            name(c, cb_str_is(is, "yes") ? &shortlisted : &no_more, title_of(c, &c->now, now));
        }
        if (!same_genotypes(c, *before, now)) {
            name(c, &genotypes, title_of(c, &c->now, now));
        }
    }
    say(c, "changes_shortlisted", &shortlisted);
    say(c, "changes_not_shortlisted", &no_more);
    say(c, "changes_genotypes", &genotypes);
}

static bool has_input(const cb_input *list, size_t count, const cb_input *wanted, bool by_digest) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].role, wanted->role) == 0 &&
            (by_digest ? cb_digest_same(&list[i].digest, &wanted->digest) : strcmp(list[i].name, wanted->name) == 0)) {
            return true;
        }
    }
    return false;
}

static void tell_inputs(comparing *c, const cb_earlier_report *old) {
    const cb_case *kase = c->a->request->kase;
    names list = {NULL, 0};
    for (size_t i = 0; i < kase->input_count; i++) {
        if (!has_input(old->inputs, old->input_count, &kase->inputs[i], true)) {
            name(c, &list, kase->inputs[i].name);
        }
    }
    for (size_t i = 0; i < old->input_count; i++) { /* of another name, or none */
        if (!has_input(kase->inputs, kase->input_count, &old->inputs[i], true) &&
            !has_input(kase->inputs, kase->input_count, &old->inputs[i], false)) {
            name(c, &list, cb_worded(c->a, "changes_gone", "name", old->inputs[i].name));
        }
    }
    say(c, "changes_inputs", &list);
}

static const char *version_of(const cb_earlier_report *old, const char *software) {
    for (size_t i = 0; i < old->software_count; i++) {
        if (strcmp(old->software_names[i], software) == 0) {
            return old->software_versions[i];
        }
    }
    return NULL;
}

static void tell_software(comparing *c, const cb_earlier_report *old) {
    const cb_arrange_request *r = c->a->request;
    names list = {NULL, 0};
    for (size_t i = 0; i < r->software_count; i++) {
        const char *before = version_of(old, r->software[i].name);
        if (!before || strcmp(before, r->software[i].version) != 0) {
            name(c, &list,
                 cb_worded(c->a, "changes_pair", "title", r->software[i].name, "before",
                           before ? before : cb_word(c->a, "changes_nothing"), "now", r->software[i].version));
        }
    }
    say(c, "changes_software", &list);
}

/* True when what is withheld now was withheld before: by the same genes, and the same panels that ask for some. */
static bool may_tell_of_gone(const cb_arrange_request *r, const cb_earlier_report *old) {
    bool same = old->withheld;
    for (size_t i = 0; same && i < r->kase->input_count; i++) {
        const cb_input *input = &r->kase->inputs[i];
        bool decides = strcmp(input->role, "secondary_genes") == 0 || strcmp(input->role, "panel") == 0;
        same = !decides || has_input(old->inputs, old->input_count, input, true);
    }
    for (size_t i = 0; same && i < old->input_count; i++) {
        same = strcmp(old->inputs[i].role, "panel") != 0 ||
               has_input(r->kase->inputs, r->kase->input_count, &old->inputs[i], true);
    }
    return same || r->secondary->agreed;
}

cb_status cb_arrange_changes(cb_arena *arena, const cb_arrange_request *request, cb_str now,
                             const cb_earlier_report *old, const char **out, cb_error *e) {
    cb_arranging a = {.arena = arena, .request = request, .error = e};
    comparing c = {.a = &a};
    cb_status s = read_table(arena, old->variants, &c.before, e);
    s = s == CB_OK ? read_table(arena, now, &c.now, e) : s;
    if (s != CB_OK) {
        return s;
    }
    tell_absent(&c, &c.now, &c.before, "changes_added");
    if (may_tell_of_gone(request, old)) {
        tell_absent(&c, &c.before, &c.now, "changes_removed");
    } else {
        c.text = cb_formatted(&a, "%s%s%s", c.text ? c.text : "", c.text ? " " : "", cb_word(&a, "changes_withheld"));
    }
    tell_shared(&c);
    tell_cells(&c, "decision", "changes_decisions");
    tell_cells(&c, "clinvar", "changes_clinvar");
    tell_inputs(&c, old);
    tell_software(&c, old);
    *out = c.text ? c.text : cb_word(&a, "changes_none");
    return a.status;
}
