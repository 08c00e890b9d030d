/* record_genes.c: which of the asked genes a record lies in. Every record of the input is looked at, also one that the
 * first rule drops, so only two fields of each entry are read. */
#include "casebound/read/record_genes.h"

#include "casebound/base/ascii.h"
#include "read/reader.h"

/* As the materialiser prefers them. */
static const cb_annotator preference[CB_ANNOTATORS] = {CB_CSQ, CB_ANN, CB_BCSQ};

typedef struct gatherer {
    const cb_layout *layout;
    const cb_asked_genes *asked;
    cb_arena *arena;
    int *genes;
    size_t count, capacity;
    cb_str symbol, hgnc; /* fields of the entry before: most entries of a record are of one gene */
    bool failed;
} gatherer;

static void add(gatherer *g, int gene) {
    for (size_t i = 0; i < g->count; i++) {
        if (g->genes[i] == gene) {
            return;
        }
    }
    int *genes = cb_grow(g->arena, g->genes, g->count, &g->capacity, sizeof *genes);
    g->failed = g->failed || !genes;
    if (genes) {
        g->genes = genes;
        genes[g->count++] = gene;
    }
}

static cb_str field_of(const gatherer *g, const cb_annotation *entry, cb_part part) {
    cb_str value;
    return cb_entry_field(entry, g->layout->part[part], &value) ? value : (cb_str){0};
}

/* The number in an HGNC id, or nothing. */
static cb_str number_of(cb_str id) {
    while (cb_str_starts(id, "HGNC:")) {
        id = (cb_str){id.s + 5, id.n - 5};
    }
    return cb_ascii_digits(id) ? id : (cb_str){0};
}

static void look_at(gatherer *g, const cb_annotation *entry) {
    cb_str symbol = field_of(g, entry, CB_PART_SYMBOL), hgnc = field_of(g, entry, CB_PART_HGNC);
    if (cb_str_same(symbol, g->symbol) && cb_str_same(hgnc, g->hgnc)) {
        return;
    }
    g->symbol = symbol;
    g->hgnc = hgnc;
    cb_str hgnc_id = number_of(hgnc);
    if (symbol.n == 0 && hgnc_id.n == 0) {
        return;
    }
    int gene = cb_asked_gene_find(g->asked, symbol, hgnc_id);
    if (gene >= 0) {
        add(g, gene);
    }
}

/* Entries that cannot be read are refused where the record's alleles are made. */
static const cb_cut *entries_of(cb_reading *reader, const cb_record *record) {
    cb_error ignored = {0};
    for (int i = 0; i < CB_ANNOTATORS; i++) {
        const cb_cut *cut;
        if (cb_cut_of(reader, record, preference[i], &cut, &ignored) == CB_OK && cut->count > 0) {
            return cut;
        }
    }
    return NULL;
}

cb_status cb_record_genes(cb_reading *reader, const cb_record *record, const cb_asked_genes *asked, cb_arena *arena,
                          const int **genes, size_t *count, cb_error *e) {
    gatherer g = {.asked = asked, .arena = arena};
    const cb_cut *cut = asked->count > 0 ? entries_of(reader, record) : NULL;
    if (cut) {
        g.layout = &reader->header->layouts[cut - reader->cuts];
    }
    for (size_t i = 0; cut && i < cut->count; i++) {
        look_at(&g, &cut->list[i]);
    }
    *genes = g.genes;
    *count = g.count;
    return g.failed ? cb_fail_memory(e) : CB_OK;
}
