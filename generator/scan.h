/* scan.h: scan, tally, sieve, materialise: the records of the variants' file in chunks, at the same time, with results
 * that are taken in the order of the file. */
#ifndef CASEBOUND_GENERATOR_SCAN_H
#define CASEBOUND_GENERATOR_SCAN_H

#include "pipeline.h"

/* Called for each dropped allele in the order of the file, with all its parts; NULL when nobody asks (explain does). */
typedef cb_status (*cb_drop_listener)(void *who, cb_variant *v, const cb_rule *rule, cb_error *e);

/* Fills run's variants, ledger and samples. Each worker has a Lua state of its own, loaded from the profile's bytes.
 * Neither the number of threads nor the size of the chunks changes a result, a notice or the first error. */
cb_status cb_run_scan(cb_run *run, cb_drop_listener listener, void *who) CB_MUST_USE;

/* Adds a kept allele to run's variants. */
cb_status cb_run_keep(cb_run *run, cb_variant *v) CB_MUST_USE;

/* Holds a near miss that is among the nearest, with what its rule read. */
cb_status cb_ledger_near_miss(cb_ledger *ledger, cb_profile *profile, cb_arena *arena, const cb_case *kase,
                              cb_variant *v, const cb_fate *fate, const int *genes, size_t gene_count,
                              cb_error *e) CB_MUST_USE;

#endif
