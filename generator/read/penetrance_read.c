/* penetrance_read.c: filters/data/penetrance.tsv, or a laboratory's own: symbol, HGNC id, source. */
#include "casebound/base/utf8.h"
#include "casebound/read/case_file.h"
#include <string.h>

enum { COLUMNS = 3, GENES_MAX = 50000, FIELD_MAX = 200 };

typedef struct reader {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    cb_penetrance *out;
    cb_map *by_symbol, *by_hgnc;
    bool header;
} reader;

static cb_status refuse(reader *r, long line, const char *what) {
    return cb_fail_at(r->e, CB_INPUT, r->name, line, "%s", what);
}

static bool digits(cb_str text) {
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] < '0' || text.s[i] > '9') {
            return false;
        }
    }
    return true;
}

static cb_status add(reader *r, const cb_str part[COLUMNS]) {
    cb_penetrance_gene *gene = cb_alloc(r->arena, sizeof *gene);
    if (!gene) {
        return cb_fail_memory(r->e);
    }
    gene->gene = cb_copy_str(r->arena, part[0]);
    gene->hgnc_id = part[1].n ? cb_copy_str(r->arena, part[1]) : NULL;
    gene->source = cb_copy_str(r->arena, part[2]);
    if (!gene->gene || !gene->source || (part[1].n && !gene->hgnc_id) || !cb_map_set(r->by_symbol, part[0], gene) ||
        (part[1].n && !cb_map_set(r->by_hgnc, part[1], gene))) {
        return cb_fail_memory(r->e);
    }
    r->out->count++;
    return CB_OK;
}

static cb_status take_row(reader *r, cb_str line, long number) {
    cb_str part[COLUMNS], rest = line;
    int count = 0;
    while (count < COLUMNS && cb_str_split(&rest, '\t', &part[count])) {
        part[count] = cb_str_trim(part[count]);
        count++;
    }
    if (count < COLUMNS || rest.s) {
        return refuse(r, number, "has not the three columns symbol, hgnc_id, source");
    }
    if (!r->header) {
        r->header = true;
        return cb_str_is(part[0], "symbol") && cb_str_is(part[1], "hgnc_id")
                   ? CB_OK
                   : refuse(r, number, "the header is missing");
    }
    if (part[0].n == 0 || part[2].n == 0 || !digits(part[1]) || line.n > FIELD_MAX) {
        return refuse(r, number, "needs a symbol, an HGNC id in digits or none, and a source, in 200 bytes at most");
    }
    if (cb_map_has(r->by_symbol, part[0]) || (part[1].n && cb_map_has(r->by_hgnc, part[1]))) {
        return refuse(r, number, "the gene stands twice");
    }
    return r->out->count < GENES_MAX ? add(r, part) : refuse(r, number, "more than 50000 genes");
}

static cb_status take_line(reader *r, cb_str line, long number) {
    static const char version[] = "# version:";
    if (!cb_utf8_valid(line, NULL)) {
        return refuse(r, number, "holds NUL or bytes that are not UTF-8");
    }
    if (cb_str_starts(line, version)) {
        cb_str text = cb_str_trim((cb_str){line.s + sizeof version - 1, line.n - (sizeof version - 1)});
        r->out->version = text.n ? cb_copy_str(r->arena, text) : NULL;
        return text.n && !r->out->version ? cb_fail_memory(r->e) : CB_OK;
    }
    return cb_str_trim(line).n == 0 || line.s[0] == '#' ? CB_OK : take_row(r, line, number);
}

cb_status cb_penetrance_read(cb_arena *arena, cb_str bytes, const char *name, cb_penetrance *out, cb_error *e) {
    reader r = {
        .arena = arena, .name = name, .e = e, .out = out, .by_symbol = cb_map_new(arena), .by_hgnc = cb_map_new(arena)};
    *out = (cb_penetrance){.by_symbol = r.by_symbol, .by_hgnc = r.by_hgnc};
    if (!r.by_symbol || !r.by_hgnc) {
        return cb_fail_memory(e);
    }
    cb_status s = CB_OK;
    cb_str rest = bytes, line;
    for (long number = 1; s == CB_OK && cb_str_split(&rest, '\n', &line); number++) {
        s = take_line(&r, line, number);
    }
    if (s == CB_OK && (out->count == 0 || !out->version)) {
        s = cb_fail(e, CB_INPUT, "%s: has no gene or no version", name);
    }
    return s;
}
