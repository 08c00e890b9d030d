/* siblings_change.h: what an allele changes on the reference, and how two calls go together. Private to model. */
#ifndef CASEBOUND_MODEL_SIBLINGS_CHANGE_H
#define CASEBOUND_MODEL_SIBLINGS_CHANGE_H

#include "inheritance_trial.h"

/* An allele without the bases that REF and ALT share. An insertion has no base of REF: to is from - 1. */
typedef struct cb_change {
    int64_t from, to; /* first and last reference base that is changed */
    const char *ref, *alt;
    size_t ref_size, alt_size;
} cb_change;

/* False for what is not written in bases, and for more than 65,536 of them: no short reads call such halves. */
bool cb_change_of(const cb_variant *v, cb_change *out);
bool cb_changes_same(const cb_change *a, const cb_change *b);
/* Both change the same base: one copy cannot have both. */
bool cb_changes_exclude(const cb_change *a, const cb_change *b);

/* The two calls are halves of one: no copy has both, and one of them shows it ("1/0" beside "0/1", "1/." beside
 * "./1"). */
bool cb_calls_complete(const cb_genotype *ga, const cb_variant *a, const cb_genotype *gb, const cb_variant *b);

/* Records that are of one multi-allelic site: by what they say, by their position, or by overlap and calls of somebody
 * in the family that are halves of one. */
bool cb_records_are_siblings(const cb_case *kase, const cb_variant *a, const cb_change *of_a, const cb_variant *b,
                             const cb_change *of_b);
/* As above, where the records or the calls show that one record was split. */
bool cb_records_were_split(const cb_case *kase, const cb_variant *a, const cb_variant *b);

#endif
