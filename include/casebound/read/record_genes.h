/* record_genes.h: which of the asked genes a record lies in. */
#ifndef CASEBOUND_READ_RECORD_GENES_H
#define CASEBOUND_READ_RECORD_GENES_H

#include "casebound/model/genes.h"
#include "casebound/read/variants.h"

/* The asked genes that the annotation of the reading's latest record (CSQ, else ANN, else BCSQ) names on any transcript
 * of any of its alleles, each once, as indices into asked->list; made in the arena. Costs little beside reading the
 * record. Errors: memory alone. */
cb_status cb_record_genes(cb_reading *reading, const cb_record *record, const cb_asked_genes *asked, cb_arena *arena,
                          const int **genes, size_t *count, cb_error *e) CB_MUST_USE;

#endif
