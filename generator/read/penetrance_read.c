/* penetrance_read.c: filters/data/penetrance.tsv, or a laboratory's own: symbol, HGNC id, source. */
#include "casebound/read/case_file.h"
#include "read/tsv.h"

enum { GENES_MAX = 50000, FIELD_MAX = 200 };
enum { SYMBOL, HGNC_ID, SOURCE };

static bool digits(cb_str text) {
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] < '0' || text.s[i] > '9') {
            return false;
        }
    }
    return true;
}

/* The genes so far; what is handed out of them is constant. */
typedef struct genes_so_far {
    cb_map *by_symbol, *by_hgnc;
    size_t count;
} genes_so_far;

static cb_status add(cb_tsv *t, genes_so_far *list, const cb_str *part) {
    cb_penetrance_gene *gene = cb_alloc(t->arena, sizeof *gene);
    if (!gene) {
        return cb_fail_memory(t->e);
    }
    bool named = part[HGNC_ID].n > 0;
    gene->gene = cb_copy_str(t->arena, part[SYMBOL]);
    gene->hgnc_id = named ? cb_copy_str(t->arena, part[HGNC_ID]) : NULL;
    gene->source = cb_copy_str(t->arena, part[SOURCE]);
    if (!gene->gene || !gene->source || (named && !gene->hgnc_id) || !cb_map_set(list->by_symbol, part[SYMBOL], gene) ||
        (named && !cb_map_set(list->by_hgnc, part[HGNC_ID], gene))) {
        return cb_fail_memory(t->e);
    }
    list->count++;
    return CB_OK;
}

static cb_status take_gene(cb_tsv *t, const cb_str *part, long line) {
    genes_so_far *list = t->into;
    if (part[SYMBOL].n == 0 || part[SOURCE].n == 0 || !digits(part[HGNC_ID])) {
        return cb_tsv_refuse(t, line, "needs a symbol, an HGNC id in digits or none, and a source");
    }
    if (cb_map_has(list->by_symbol, part[SYMBOL]) || (part[HGNC_ID].n && cb_map_has(list->by_hgnc, part[HGNC_ID]))) {
        return cb_tsv_refuse(t, line, "the gene stands twice");
    }
    return list->count < GENES_MAX ? add(t, list, part) : cb_tsv_refuse(t, line, "more than 50000 genes");
}

cb_status cb_penetrance_read(cb_arena *arena, cb_str bytes, const char *name, cb_penetrance *out, cb_error *e) {
    static const char *const columns[] = {"symbol", "hgnc_id", "source", NULL};
    genes_so_far all = {.by_symbol = cb_map_new(arena), .by_hgnc = cb_map_new(arena)};
    cb_tsv t = {
        .arena = arena, .name = name, .columns = columns, .longest = FIELD_MAX, .thing = "gene", .into = &all, .e = e};
    if (!all.by_symbol || !all.by_hgnc) {
        return cb_fail_memory(e);
    }
    cb_status s = cb_tsv_read(&t, bytes, take_gene);
    *out =
        (cb_penetrance){.by_symbol = all.by_symbol, .by_hgnc = all.by_hgnc, .count = all.count, .version = t.version};
    return s;
}
