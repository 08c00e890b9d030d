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

#endif
