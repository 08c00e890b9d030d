/* inheritance_pair.h: one pair of alleles of a gene: on which copies they lie, and whether the family allows it.
 * Private to model. */
#ifndef CASEBOUND_MODEL_INHERITANCE_PAIR_H
#define CASEBOUND_MODEL_INHERITANCE_PAIR_H

#include "inheritance_trial.h"

/* Which parents have a copy, as seen from the proband. A parent without a call is CB_UNKNOWN. */
typedef struct cb_origin {
    cb_answer father, mother;
} cb_origin;

struct cb_gene_group;

/* An allele that may be one half of a pair. */
typedef struct cb_candidate {
    cb_variant *v;
    cb_origin origin;
    struct cb_gene_group **groups; /* the genes it is in */
    size_t group_count, group_capacity;
    size_t pair_capacity; /* of v->pairs */
} cb_candidate;

/* The proband has exactly one copy of it as far as is known: heterozygous, or a carrier whose other copy was not
 * called. */
bool cb_pair_candidate(const cb_case *kase, const cb_variant *v);
cb_origin cb_origin_of(const cb_case *kase, const cb_variant *v);

/* Phase, fit and reason. `out->partner` and `out->gene` are the caller's. */
cb_status cb_pair_decide(cb_arena *arena, const cb_case *kase, const cb_candidate *a, const cb_candidate *b,
                         cb_pair *out, cb_error *e) CB_MUST_USE;

#endif
