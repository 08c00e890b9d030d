/* rescue.h: alleles that one rule drops and a strong allele of the same gene brings back. Which ones, only the end of
 * the file tells: until then they and the accounts of their records are held. */
#ifndef CASEBOUND_GENERATOR_RESCUE_H
#define CASEBOUND_GENERATOR_RESCUE_H

#include "scan.h"

typedef struct cb_held_allele {
    cb_variant *v; /* all parts */
    cb_fate fate;
} cb_held_allele;

/* A record with such alleles. */
typedef struct cb_held_record {
    const int *genes; /* asked ones that it lies in */
    size_t gene_count;
    int fate; /* where it stands when none comes back */
    cb_held_allele *alleles;
    size_t count, capacity;
} cb_held_record;

typedef struct cb_held {
    cb_held_record **records; /* in the order of the file */
    size_t count, capacity;
} cb_held;

/* Asks the profile about each held allele and every kept one of its genes. What comes back is flagged and joins the
 * run's variants, in the order of the file; the rest goes to the listener as dropped. All are accounted for in the
 * run's ledger, and no longer siblings of what is kept where they are not. */
cb_status cb_rescue(cb_run *run, const cb_held *held, cb_drop_listener listener, void *who) CB_MUST_USE;

#endif
