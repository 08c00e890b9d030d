/* siblings_change.h: how two calls of changes go together. Private to model. */
#ifndef CASEBOUND_MODEL_SIBLINGS_CHANGE_H
#define CASEBOUND_MODEL_SIBLINGS_CHANGE_H

#include "casebound/model/change.h"
#include "inheritance_trial.h"

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
