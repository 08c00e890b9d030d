/* scan.h: scan, tally, sieve, materialise: the records of the variants' file in chunks, at the same time, with results
 * that are taken in the order of the file; then what partners bring back. */
#ifndef CASEBOUND_GENERATOR_SCAN_H
#define CASEBOUND_GENERATOR_SCAN_H

#include "pipeline.h"

/* Who is told of dropped alleles (explain, decisions on alleles that are not listed any more). */
typedef struct cb_drops {
    void *who;
    /* Is this one wanted? Asked of each in several threads at the same time; it may ask for parts (cb_variant_need).
     * NULL: all are. */
    cb_status (*wants)(void *who, cb_variant *v, bool *wanted, cb_error *e);
    /* Those that are wanted, with all their parts, in the order of the file; behind them those that a partner might
     * have brought back and did not. */
    cb_status (*take)(void *who, cb_variant *v, const cb_rule *rule, cb_error *e);
    /* Told of each allele that is withheld for want of consent, in several threads at the same time, with its key made;
     * nothing may be kept of it. NULL: nobody is. */
    cb_status (*withheld)(void *who, const cb_variant *v, cb_error *e);
} cb_drops;

/* Fills run's variants, ledger and samples; `drops` may be NULL. Each worker has a Lua state of its own, loaded from
 * the profile's bytes. Neither the number of threads nor the size of the chunks changes a result, a notice or the first
 * error. */
cb_status cb_run_scan(cb_run *run, const cb_drops *drops) CB_MUST_USE;

#endif
