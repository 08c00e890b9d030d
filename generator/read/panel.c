/* panel.c: a panel's meta lines, its header, its rows. A gene that cannot be read is an error: a gene lost in silence
 * is a diagnosis lost. */
#include "panel.h"

#include "casebound/base/utf8.h"
#include "casebound/read/case_file.h"
#include <string.h>
#include <strings.h>

enum { FIELDS_MAX = 64 };

/* What a panel may say of a gene. */
typedef enum saying { MODEL, DISEASE, SAYINGS } saying;

typedef struct reader {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    char separator;                    /* 0: a plain list, one gene a line */
    int symbol, hgnc, column[SAYINGS]; /* columns, -1: none */
    bool header;
    const char **genes, **ids, **said[SAYINGS];
    size_t count, genes_room, ids_room, said_room[SAYINGS];
    cb_map *seen;
} reader;

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Compares letters and digits alone: "HGNC ID", "hgnc_id" and "#hgnc_id" are the same name. */
static bool named(cb_str field, const char *name) {
    for (size_t i = 0; i < field.n; i++) {
        char c = lower(field.s[i]);
        bool counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (counts && c != *name++) {
            return false;
        }
    }
    return *name == '\0';
}

static bool named_any(cb_str field, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (named(field, names[i])) {
            return true;
        }
    }
    return false;
}

static bool is_symbol_column(cb_str field) {
    static const char *const names[] = {"hgncsymbol",     "symbol",      "gene",    "genesymbol",
                                        "approvedsymbol", "hgncsymbols", "genename"};
    return named_any(field, names, sizeof names / sizeof *names);
}

static bool is_id_column(cb_str field) {
    static const char *const names[] = {"hgncid", "hgnc", "hgncidnumber", "hgncids"};
    return named_any(field, names, sizeof names / sizeof *names);
}

/* Scout's panels, and PanelApp's downloads. */
static bool is_model_column(cb_str field) {
    static const char *const names[] = {"geneticdiseasemodels", "geneticdiseasemodel", "inheritancemodels",
                                        "modelofinheritance"};
    return named_any(field, names, sizeof names / sizeof *names);
}

/* PanelApp's "Phenotypes", and what laboratories call it. */
static bool is_disease_column(cb_str field) {
    static const char *const names[] = {"phenotypes",  "phenotype",    "disease",  "diseases",
                                        "diseasename", "diseasenames", "disorder", "disorders"};
    return named_any(field, names, sizeof names / sizeof *names);
}

/* Where the quote ends that begins at 0; doubled quotes stand for one within it. */
static size_t closing_quote(cb_str text) {
    size_t at = 1;
    while (at < text.n && (text.s[at] != '"' || (at + 1 < text.n && text.s[at + 1] == '"'))) {
        at += text.s[at] == '"' ? 2 : 1;
    }
    return at < text.n ? at : text.n;
}

/* The next field; a quoted one may hold separators and doubled quotes (RFC 4180), which stay doubled. */
static bool next_field(cb_str *rest, char separator, cb_str *field) {
    if (rest->n == 0 || rest->s[0] != '"') {
        if (!cb_str_split(rest, separator, field)) {
            return false;
        }
        *field = cb_str_trim(*field);
        return true;
    }
    size_t inner = closing_quote(*rest) - 1;
    *field = cb_str_trim((cb_str){rest->s + 1, inner});
    cb_str behind = {rest->s + 1 + inner, rest->n - 1 - inner}, skipped;
    bool more = cb_str_split(&behind, separator, &skipped);
    *rest = more ? behind : (cb_str){NULL, 0};
    return true;
}

static size_t split(cb_str line, char separator, cb_str fields[FIELDS_MAX]) {
    if (separator == 0) {
        fields[0] = cb_str_trim(line);
        return 1;
    }
    size_t count = 0;
    while (count < FIELDS_MAX && next_field(&line, separator, &fields[count])) {
        count++;
    }
    return count;
}

static char separator_of(cb_str line) {
    static const char separators[] = "\t;,";
    for (size_t i = 0; separators[i]; i++) {
        if (line.n > 0 && memchr(line.s, separators[i], line.n)) {
            return separators[i];
        }
    }
    return 0;
}

/* True when the line names columns of genes. */
static bool take_header(reader *r, cb_str line) {
    cb_str fields[FIELDS_MAX];
    char separator = separator_of(line);
    size_t count = split(line, separator, fields);
    int symbol = -1, hgnc = -1, model = -1, disease = -1;
    for (size_t i = 0; i < count; i++) {
        symbol = symbol < 0 && is_symbol_column(fields[i]) ? (int)i : symbol;
        hgnc = hgnc < 0 && is_id_column(fields[i]) ? (int)i : hgnc;
        model = model < 0 && is_model_column(fields[i]) ? (int)i : model;
        disease = disease < 0 && is_disease_column(fields[i]) ? (int)i : disease;
    }
    if (symbol < 0 && hgnc < 0) {
        return false;
    }
    r->header = true;
    r->separator = separator;
    r->symbol = symbol;
    r->hgnc = hgnc;
    r->column[MODEL] = model;
    r->column[DISEASE] = disease;
    return true;
}

static bool is_symbol(cb_str text) {
    static const char allowed[] = "-_.@/";
    for (size_t i = 0; i < text.n; i++) {
        char c = lower(text.s[i]);
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (i == 0 || !memchr(allowed, c, sizeof allowed - 1))) {
            return false;
        }
    }
    return text.n > 0 && text.n <= CB_SYMBOL;
}

/* The digits of "HGNC:1100", "hgnc:1100" or "1100". */
static bool hgnc_digits(cb_str text, cb_str *out) {
    if (text.n > 5 && strncasecmp(text.s, "hgnc:", 5) == 0) {
        text = (cb_str){text.s + 5, text.n - 5};
    }
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] < '0' || text.s[i] > '9') {
            return false;
        }
    }
    while (text.n > 1 && text.s[0] == '0') {
        text = (cb_str){text.s + 1, text.n - 1};
    }
    *out = text;
    return text.n > 0 && text.n <= 9;
}

/* Copied, and cut where it is longer than a line of a report. */
static const char *words_of(reader *r, cb_str text) {
    size_t n = 0;
    while (n < text.n && n < CB_PANEL_WORDS) {
        cb_str rest = {text.s + n, text.n - n};
        cb_utf8_next(&rest);
        n = text.n - rest.n;
    }
    return cb_format(r->arena, "%.*s%s", (int)n, text.s, n < text.n ? "…" : "");
}

/* A gene that stands twice, once "AR" and once "AD", is not recessive alone. */
static cb_status add_said(reader *r, saying what, size_t gene, cb_str text) {
    const char **said = &r->said[what][gene], *words = text.n ? words_of(r, text) : *said;
    if (text.n == 0 || (words && *said && (what == MODEL ? strcmp(words, *said) == 0 : strstr(*said, words) != NULL))) {
        return CB_OK;
    }
    if (words && *said && strlen(*said) > CB_PANEL_WORDS) {
        return CB_OK; /* long enough to be more than one */
    }
    *said = words && *said ? cb_format(r->arena, what == MODEL ? "%s,%s" : "%s; %s", *said, words) : words;
    return *said ? CB_OK : cb_fail_memory(r->e);
}

static cb_status add_all_said(reader *r, size_t gene, const cb_str said[SAYINGS]) {
    cb_status s = CB_OK;
    for (saying what = MODEL; what < SAYINGS && s == CB_OK; what++) {
        s = add_said(r, what, gene, said[what]);
    }
    return s;
}

static bool grow_said(reader *r) {
    bool grown = true;
    for (saying what = MODEL; what < SAYINGS; what++) {
        const char **said = cb_grow(r->arena, r->said[what], r->count, &r->said_room[what], sizeof *said);
        grown = grown && said;
        r->said[what] = said ? said : r->said[what];
    }
    return grown;
}

static cb_status add_gene(reader *r, cb_str symbol, cb_str hgnc, const cb_str said[SAYINGS], long line) {
    if (r->count == CB_PANEL_GENES) {
        return cb_fail_at(r->e, CB_INPUT, r->name, line, "more than %d genes", CB_PANEL_GENES);
    }
    const char *key =
        cb_format(r->arena, "%.*s %.*s", (int)symbol.n, symbol.n ? symbol.s : "", (int)hgnc.n, hgnc.n ? hgnc.s : "");
    if (!key) {
        return cb_fail_memory(r->e);
    }
    const size_t *before = cb_map_get(r->seen, cb_str_of(key));
    if (before) {
        return add_all_said(r, *before, said);
    }
    const char **genes = cb_grow(r->arena, r->genes, r->count, &r->genes_room, sizeof *genes);
    const char **ids = cb_grow(r->arena, r->ids, r->count, &r->ids_room, sizeof *ids);
    char *copy = cb_copy_n(r->arena, symbol.n ? symbol.s : "", symbol.n);
    char *digits = hgnc.n ? cb_copy_str(r->arena, hgnc) : NULL;
    size_t *place = cb_alloc(r->arena, sizeof *place);
    if (!genes || !ids || !grow_said(r) || !copy || (hgnc.n && !digits) || !place ||
        !cb_map_set(r->seen, cb_str_of(key), place)) {
        return cb_fail_memory(r->e);
    }
    r->genes = genes;
    r->ids = ids;
    *place = r->count;
    r->said[MODEL][r->count] = r->said[DISEASE][r->count] = NULL;
    genes[r->count] = copy;
    ids[r->count++] = digits;
    return add_all_said(r, *place, said);
}

static cb_status take_row(reader *r, cb_str line, long number) {
    cb_str fields[FIELDS_MAX], symbol = {NULL, 0}, hgnc = {NULL, 0}, said[SAYINGS] = {{NULL, 0}};
    size_t count = split(line, r->separator, fields);
    bool plain = r->separator == 0;
    if (plain) {
        cb_str digits;
        bool id = hgnc_digits(fields[0], &digits);
        hgnc = id ? digits : hgnc;
        symbol = id ? symbol : fields[0];
    } else {
        symbol = r->symbol >= 0 && (size_t)r->symbol < count ? fields[r->symbol] : symbol;
        hgnc = r->hgnc >= 0 && (size_t)r->hgnc < count ? fields[r->hgnc] : hgnc;
        for (saying what = MODEL; what < SAYINGS; what++) {
            const int at = r->column[what];
            said[what] = at >= 0 && (size_t)at < count ? fields[at] : said[what];
        }
    }
    if (symbol.n == 0 && hgnc.n == 0) {
        return cb_fail_at(r->e, CB_INPUT, r->name, number,
                          "has neither a gene symbol nor an HGNC id; add one or remove the line");
    }
    if (symbol.n && !is_symbol(symbol)) {
        return cb_fail_at(r->e, CB_INPUT, r->name, number, "'%.*s' is no gene symbol; write one gene a line",
                          (int)(symbol.n > CB_SYMBOL ? CB_SYMBOL : symbol.n), symbol.s);
    }
    if (!plain && hgnc.n && !hgnc_digits(hgnc, &hgnc)) {
        return cb_fail_at(r->e, CB_INPUT, r->name, number, "'%.*s' is no HGNC id; write its number",
                          (int)(hgnc.n > CB_SYMBOL ? CB_SYMBOL : hgnc.n), hgnc.s);
    }
    return add_gene(r, symbol, hgnc, said, number);
}

/* "##version=1.0" */
static cb_status take_meta(reader *r, cb_str line, cb_panel *panel) {
    cb_str value = {line.s + 2, line.n - 2}, key;
    cb_str_split(&value, '=', &key);
    value = cb_str_trim(value);
    key = cb_str_trim(key);
    if (value.n == 0) {
        return CB_OK;
    }
    const char **to = named(key, "displayname") ? &panel->name
                      : named(key, "version")   ? &panel->version
                      : named(key, "date")      ? &panel->date
                                                : NULL;
    if (to && !(*to = cb_copy_str(r->arena, value))) {
        return cb_fail_memory(r->e);
    }
    return CB_OK;
}

static cb_status take_line(reader *r, cb_str line, long number, cb_panel *panel) {
    if (!cb_utf8_valid(line, NULL)) {
        return cb_fail_at(r->e, CB_INPUT, r->name, number,
                          "holds NUL or bytes that are not UTF-8; save the file as UTF-8");
    }
    cb_str text = cb_str_trim(line);
    if (text.n == 0) {
        return CB_OK;
    }
    if (cb_str_starts(text, "##")) {
        return take_meta(r, text, panel);
    }
    if (text.s[0] == '#') {
        if (r->count == 0) {
            take_header(r, line);
        }
        return CB_OK;
    }
    if (r->count == 0 && !r->header && take_header(r, line)) {
        return CB_OK;
    }
    if (r->count == 0 && !r->header && separator_of(text)) {
        return cb_fail_at(r->e, CB_INPUT, r->name, number,
                          "has several columns but no header names hgnc_id or hgnc_symbol; add the header line");
    }
    return take_row(r, line, number);
}

cb_status cb_gene_list_read(cb_arena *arena, cb_str bytes, const char *name, cb_panel *out, cb_error *e) {
    cb_status s = cb_panel_parse(arena, bytes, name, name, out, e);
    return s == CB_OK && !out->version ? cb_fail(e, CB_INPUT, "%s: names no version; add a line ##version=…", name) : s;
}

cb_status cb_panel_parse(cb_arena *arena, cb_str bytes, const char *name, const char *id, cb_panel *out, cb_error *e) {
    reader r = {
        .arena = arena, .name = name, .e = e, .symbol = -1, .hgnc = -1, .column = {-1, -1}, .seen = cb_map_new(arena)};
    if (!r.seen) {
        return cb_fail_memory(e);
    }
    *out = (cb_panel){.id = id, .name = id};
    cb_str rest = bytes, line;
    if (cb_str_starts(rest, "\xef\xbb\xbf")) {
        rest = (cb_str){rest.s + 3, rest.n - 3};
    }
    cb_status s = CB_OK;
    for (long number = 1; s == CB_OK && cb_str_split(&rest, '\n', &line); number++) {
        s = take_line(&r, line, number, out);
    }
    if (s == CB_OK && r.count == 0) {
        s = cb_fail(e, CB_INPUT, "%s: holds no gene", name);
    }
    out->genes = r.genes;
    out->hgnc = r.ids;
    out->models = r.column[MODEL] >= 0 ? r.said[MODEL] : NULL;
    out->diseases = r.column[DISEASE] >= 0 ? r.said[DISEASE] : NULL;
    out->gene_count = r.count;
    return s;
}
