/* genes.h: the genes that a case asks about: those of its panels and of its phenotype terms, each once, whatever names
 * it. */
#ifndef CASEBOUND_MODEL_GENES_H
#define CASEBOUND_MODEL_GENES_H

#include "casebound/base/map.h"
#include "casebound/model/case.h"

typedef struct cb_asked_gene {
    const char *symbol, *hgnc_id; /* as the first panel that has them writes them (digits); NULL where no panel has */
    const char **panels;          /* names of the panels and terms that hold it, in the order of the case */
    size_t panel_count, panel_capacity;
} cb_asked_gene;

typedef struct cb_asked_genes {
    cb_asked_gene *list; /* in the order of the panels */
    size_t count;
    cb_map *by_id, *by_symbol;
} cb_asked_genes;

/* Collects the genes of the case's panels that were read, and behind them those of its terms. A gene is known by its
 * HGNC id, and by its symbol where one of two has no id. Texts are borrowed from the case. */
cb_status cb_asked_genes_of(cb_arena *arena, const cb_case *kase, cb_asked_genes *out, cb_error *e) CB_MUST_USE;

/* Index of the gene that an annotation calls so, or -1: by the HGNC id where both have one, since symbols change; else
 * by the symbol. Either may be nothing. */
int cb_asked_gene_find(const cb_asked_genes *genes, cb_str symbol, cb_str hgnc_id);

#endif
