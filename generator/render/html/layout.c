/* layout.c: policy, widths and scales of the page. */
#include "render/html/layout.h"

#include "casebound/base/digest.h"
#include "casebound/base/utf8.h"
#include <string.h>

/* Widths of columns, in characters. */
enum {
    WIDTH_LEAST = 4,
    WIDTH_OUTLIERS = 20,
    WIDTH_WRAPS = 28,
    WIDTH_TEXT = 26,
    WIDTH_MOST = 40,
    WIDTH_UNDER = 16,
    WIDTH_READS = 13, /* "0.52 · GQ 99" */
    SORT_MARK = 2,
    SIGN = 3
};

enum { LIST_MOST = 20000 /* rows */ };

/* RFC 4648 section 4. */
static void base64(const unsigned char *bytes, size_t size, cb_buf *out) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t word = (uint32_t)bytes[i] << 16;
        if (left > 1)
            word |= (uint32_t)bytes[i + 1] << 8;
        if (left > 2)
            word |= bytes[i + 2];
        cb_buf_char(out, letters[word >> 18]);
        cb_buf_char(out, letters[word >> 12 & 63]);
        cb_buf_char(out, left > 1 ? letters[word >> 6 & 63] : '=');
        cb_buf_char(out, left > 2 ? letters[word & 63] : '=');
    }
}

static cb_status add_source(cb_buf *policy, const char *directive, cb_str bytes, cb_error *e) {
    cb_digest digest;
    cb_status status = cb_digest_of(bytes, &digest, e);
    if (status != CB_OK)
        return status;
    cb_buf_printf(policy, "; %s 'sha256-", directive);
    base64(digest.bytes, sizeof digest.bytes, policy);
    cb_buf_char(policy, '\'');
    return CB_OK;
}

static cb_status add_policy(cb_builder *b, cb_node *site, const cb_site_parts *parts, cb_error *e) {
    cb_buf policy;
    cb_buf_init(&policy, 1024);
    cb_buf_text(&policy, "default-src 'none'; base-uri 'none'; form-action 'none'");
    cb_status status = add_source(&policy, "style-src", parts->style, e);
    if (status == CB_OK && parts->script.n > 0)
        status = add_source(&policy, "script-src", parts->script, e);
    if (status == CB_OK)
        status = cb_buf_status(&policy, e);
    if (status == CB_OK)
        cb_node_add_text(b, site, "policy", policy.data);
    cb_buf_free(&policy);
    return status;
}

/* How many cells of a column are how many characters long (the last counts all that are longer), and how many nobody
 * looked for. */
typedef struct lengths {
    size_t counts[WIDTH_MOST + 1], cells, absent;
} lengths;

static void measure_row(const cb_node *row, lengths *columns, size_t count) {
    const cb_node *cells = cb_node_at(row, "cells");
    size_t i = 0;
    for (const cb_node *cell = cells ? cells->first : NULL; cell && i < count; cell = cell->next, i++) {
        size_t n = cb_utf8_length(cb_str_of(cell->text));
        columns[i].counts[n > WIDTH_MOST ? WIDTH_MOST : n]++;
        columns[i].cells++;
        columns[i].absent += cell->kind == CB_NODE_NOT_ANNOTATED;
    }
}

static cb_status measure(const cb_node *view, lengths *columns, size_t count, cb_error *e) {
    cb_walk walk = {.list = cb_node_at(view, "variants"), .brief = true};
    const cb_node *row;
    cb_status status;
    while ((status = cb_walk_next(&walk, &row, e)) == CB_OK && row)
        measure_row(row, columns, count);
    cb_walk_end(&walk);
    return status;
}

static size_t width_for(const lengths *column, size_t cells) {
    size_t width = 0, fit = column->counts[0];
    while (width < WIDTH_MOST && fit < cells)
        fit += column->counts[++width];
    return width;
}

/* The style has a class for each of these widths. */
static size_t width_class(size_t width) {
    static const unsigned char steps[] = {5, 8, 11, 14, 17, 20, 24, 28, 34, WIDTH_MOST};
    size_t i = 0;
    while (steps[i] < width && steps[i] < WIDTH_MOST)
        i++;
    return steps[i];
}

/* Wide enough for every cell; where texts may wrap, a few long ones do not widen the column. They are wrapped, never
 * cut. */
static size_t width_of(const lengths *column, size_t cap) {
    size_t all = width_for(column, column->cells), most = width_for(column, column->cells - column->cells / 32);
    if (!cap || all <= WIDTH_WRAPS)
        return all;
    if (most < WIDTH_OUTLIERS)
        most = WIDTH_OUTLIERS;
    return most > cap ? cap : most;
}

/* A label may break between its words. */
static size_t longest_word(const char *label) {
    size_t most = 0;
    cb_str rest = cb_str_of(label), word;
    while (cb_str_split(&rest, ' ', &word)) {
        size_t n = cb_utf8_length(word);
        if (n > most)
            most = n;
    }
    return most;
}

/* Columns whose letters are read one by one. */
static bool is_code(const char *key) {
    static const char *const codes[] = {"position", "transcript", "hgvs_c", "hgvs_p"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(key, codes[i]) == 0)
            return true;
    return false;
}

static const char *column_class(const cb_node *column) {
    const char *type = cb_node_text(column, "type");
    if (strcmp(type, "number") == 0)
        return "n";
    if (strcmp(type, "genotype") == 0)
        return "g";
    return is_code(cb_node_text(column, "key")) ? "c" : "t";
}

/* One column of the view as the page lays it out. */
typedef struct placed {
    const cb_node *column;
    const lengths *measured;
    size_t index;
} placed;

/* Nobody looked for any of its values: the page names it once instead. */
static bool is_absent(const placed *p) {
    return p->measured->cells > 0 && p->measured->absent == p->measured->cells;
}

static bool is_wide(const placed *p) {
    return cb_node_true(cb_node_at(p->column, "wide"));
}

/* What stands below a column's values in the same cells, or NULL. */
static const placed *stacked(const placed *all, size_t count, const placed *on) {
    const char *key = cb_node_text(on->column, "key");
    for (size_t i = 0; i < count; i++)
        if (!is_wide(&all[i]) && !is_absent(&all[i]) && strcmp(cb_node_text(all[i].column, "under"), key) == 0)
            return &all[i];
    return NULL;
}

static bool is_own(const placed *p) {
    return cb_node_text(p->column, "under")[0] == '\0';
}

/* Does it stand below another column's values? Below one that is wide, below one that stands below another, below a
 * name that no column has, or second below the same, there is no place for it: it has one of its own. */
static bool is_below(const placed *all, size_t count, const placed *p) {
    for (size_t i = 0; i < count; i++)
        if (is_own(&all[i]) && !is_wide(&all[i]) && stacked(all, count, &all[i]) == p)
            return true;
    return false;
}

static size_t width_in_page(const placed *p) {
    const char *class = column_class(p->column);
    size_t label = longest_word(cb_node_text(p->column, "label")) + SORT_MARK;
    size_t cap = class[0] == 't' ? WIDTH_TEXT : class[0] == 'c' ? WIDTH_MOST : 0;
    size_t width = width_of(p->measured, cap) + (class[0] == 't');
    if (class[0] == 'g')
        width = width + SIGN > WIDTH_READS ? width + SIGN : WIDTH_READS;
    if (width < label)
        width = label;
    return width > WIDTH_MOST ? WIDTH_MOST : width < WIDTH_LEAST ? WIDTH_LEAST : width;
}

static void add_head(cb_builder *b, cb_node *list, const placed *main, const placed *under) {
    cb_node *one = cb_node_map(b, list, NULL);
    const char *class = column_class(main->column), *key = cb_node_text(main->column, "key");
    bool gene = strcmp(key, "gene") == 0;
    size_t width = width_in_page(main), below = under ? width_in_page(under) : 0;
    if (below > WIDTH_UNDER) /* it wraps */
        below = WIDTH_UNDER;
    char *name = cb_format(b->arena, "w%zu", width_class(width > below ? width : below));
    if (!name)
        b->failed = true;
    cb_node_add_integer(b, one, "at", (int64_t)main->index, NULL);
    cb_node_add_text(b, one, "class", gene ? "k" : class);
    cb_node_add_text(b, one, "own", gene ? "k" : "");
    cb_node_add_text(b, one, "width", name);
    cb_node_add_bool(b, one, "link", gene || strcmp(key, "rank") == 0, NULL);
    cb_node_add_bool(b, one, "reads", class[0] == 'g', NULL);
    if (under)
        cb_node_add_integer(b, one, "under", (int64_t)under->index, NULL);
    else
        cb_node_add_missing(b, one, "under", NULL);
}

static void add_heads(cb_builder *b, cb_node *site, const placed *all, size_t count) {
    cb_node *heads = cb_node_list(b, site, "heads"), *wides = cb_node_list(b, site, "wides"),
            *absent = cb_node_list(b, site, "absent");
    for (size_t i = 0; i < count; i++) {
        const placed *p = &all[i];
        const placed *under = is_own(p) && !is_wide(p) ? stacked(all, count, p) : NULL;
        if (is_absent(p))
            cb_node_add_text(b, absent, NULL, cb_node_text(p->column, "label"));
        if (is_wide(p) && !is_absent(p))
            cb_node_add_integer(b, wides, NULL, (int64_t)i, NULL);
        else if (is_absent(p) && under)
            add_head(b, heads, under, NULL);
        else if (!is_absent(p) && (is_own(p) || !is_below(all, count, p)))
            add_head(b, heads, p, under);
    }
}

/* Thresholds that bound a column which the list has. */
static void add_presets(cb_builder *b, cb_node *site, const cb_node *view, const placed *all, size_t count) {
    cb_node *list = cb_node_list(b, site, "presets");
    const cb_node *thresholds = cb_node_at(view, "thresholds");
    int64_t at = 0;
    for (const cb_node *t = thresholds ? thresholds->first : NULL; t; t = t->next, at++) {
        const cb_node *key = cb_node_at(t, "column");
        for (size_t i = 0; key && i < count; i++) {
            if (strcmp(key->text, cb_node_text(all[i].column, "key")) != 0 || is_absent(&all[i]))
                continue;
            cb_node *one = cb_node_map(b, list, NULL);
            cb_node_add_integer(b, one, "threshold", at, NULL);
            cb_node_add_integer(b, one, "column", (int64_t)i, NULL);
        }
    }
}

static cb_status add_columns(cb_builder *b, cb_node *site, const cb_node *view, cb_error *e) {
    const cb_node *columns = cb_node_at(view, "columns");
    if (!columns || columns->count == 0)
        return cb_fail(e, CB_INTERNAL, "the view has no columns");
    lengths *measured = cb_alloc_array(b->arena, columns->count, sizeof *measured);
    placed *all = cb_alloc_array(b->arena, columns->count, sizeof *all);
    if (!measured || !all)
        return cb_fail_memory(e);
    cb_status status = measure(view, measured, columns->count, e);
    if (status != CB_OK)
        return status;
    size_t i = 0;
    for (const cb_node *column = columns->first; column; column = column->next, i++)
        all[i] = (placed){column, &measured[i], i};
    add_heads(b, site, all, columns->count);
    add_presets(b, site, view, all, columns->count);
    return CB_OK;
}

/* The first of the listed alleles, as many as a browser opens without a wait; the others stand in variants.tsv. */
static void add_rows(cb_builder *b, cb_node *site, const cb_node *view) {
    const cb_node *variants = cb_node_at(view, "variants");
    cb_node *rows = variants ? cb_node_adopt(b, site, "rows", variants) : cb_node_list(b, site, "rows");
    if (!b->failed && rows->kind == CB_NODE_ROWS)
        rows->integer = 1;
    const bool cut = !b->failed && rows->count > LIST_MOST;
    if (cut)
        rows->count = LIST_MOST;
    cb_node_add_bool(b, site, "cut", cut, NULL);
}

/* Of the shortlisted, which the view holds. */
static void add_scale(cb_builder *b, cb_node *site, const cb_node *view) {
    double least = 0, most = 0;
    const cb_node *variants = cb_node_at(view, "variants");
    for (const cb_node *v = variants ? variants->first : NULL; v; v = v->next) {
        const cb_node *points = cb_node_true(cb_node_at(v, "shortlisted")) ? cb_node_at(v, "points") : NULL;
        for (const cb_node *p = points ? points->first : NULL; p; p = p->next) {
            const cb_node *n = cb_node_at(p, "points");
            if (!n || n->kind != CB_NODE_REAL)
                continue;
            if (n->real < least)
                least = n->real;
            if (n->real > most)
                most = n->real;
        }
    }
    cb_node *scale = cb_node_map(b, site, "points");
    cb_node_add_real(b, scale, "least", least, NULL);
    cb_node_add_real(b, scale, "span", most - least > 0 ? most - least : 1, NULL);
}

cb_status cb_site_layout(cb_arena *arena, const cb_site_parts *parts, const cb_node *view, const cb_node **out,
                         cb_error *e) {
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    cb_node *site = cb_node_map(&b, root, "site");
    *out = root;
    cb_status status = add_policy(&b, site, parts, e);
    if (status == CB_OK)
        status = add_columns(&b, site, view, e);
    if (status != CB_OK)
        return status;
    add_rows(&b, site, view);
    add_scale(&b, site, view);
    return cb_builder_status(&b, e);
}

cb_status cb_policy_layout(cb_arena *arena, const cb_site_parts *parts, const cb_node **out, cb_error *e) {
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *root = cb_node_root(&b);
    *out = root;
    cb_status status = add_policy(&b, cb_node_map(&b, root, "site"), parts, e);
    return status == CB_OK ? cb_builder_status(&b, e) : status;
}
