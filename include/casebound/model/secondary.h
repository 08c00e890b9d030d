/* secondary.h: findings that have nothing to do with the question: a list of genes, and whose consent there is. */
#ifndef CASEBOUND_MODEL_SECONDARY_H
#define CASEBOUND_MODEL_SECONDARY_H

#include "casebound/model/genes.h"
#include "casebound/model/variant.h"

typedef struct cb_secondary {
    const cb_panel *list;           /* name, version, date and genes of the list */
    cb_asked_genes genes;           /* the same, to be looked up */
    const cb_asked_genes *question; /* the genes of the case's panels: what lies in them is no secondary finding */
    bool agreed; /* everybody whose calls the report shows has agreed: nothing is withheld */
    size_t outside; /* genes of the list that no panel of the case holds */
} cb_secondary;

/* Everybody of the family with a column in the variants' file has agreed. An allele shows the calls of all of them. */
bool cb_secondary_agreed(const cb_family *family);

/* `list`, `question` and the case outlive *out. */
cb_status cb_secondary_of(cb_arena *arena, const cb_case *kase, const cb_panel *list, const cb_asked_genes *question,
                          cb_secondary *out, cb_error *e) CB_MUST_USE;

/* Takes the genes of the list that are in no panel out of the genes of the case's terms, where not everybody has
 * agreed: a gene that a term may go back to does not stand for consent, and what is withheld in it must not be called
 * absent. A notice says how many. */
cb_status cb_secondary_spare(cb_arena *arena, const cb_secondary *s, cb_case *kase, cb_error *e) CB_MUST_USE;

/* True for an allele that lies in a gene of the list, or is headed by one, and in no gene of the question, where not
 * everybody has agreed. To lie up- or downstream of a gene is not to lie in it. Needs the allele's transcripts. */
bool cb_secondary_withholds(const cb_secondary *s, const cb_variant *v);

#endif
