/* hpo_genes.h: the genes of the case's phenotype terms, from a table of the Human Phenotype Ontology. Private to the
 * read floor. */
#ifndef CASEBOUND_READ_HPO_GENES_H
#define CASEBOUND_READ_HPO_GENES_H

#include "casebound/model/case.h"

enum { CB_HPO_GENES_BYTES = 256 << 20 };

/* phenotype_to_genes.txt (a term's genes, those of its descendants with them) or genes_to_phenotype.txt (what is said
 * of the term itself), told apart row by row; of the releases before and since 2023. One panel for each term, in their
 * order: its id, "id name" as the panel's name, each gene once, in the order of the file. CB_INPUT with line: not
 * UTF-8, a row that is neither, a symbol that is none, no row at all. */
cb_status cb_hpo_genes_parse(cb_arena *arena, cb_str bytes, const char *name, const cb_term *terms, size_t count,
                             const cb_panel **out, cb_error *e) CB_MUST_USE;

#endif
