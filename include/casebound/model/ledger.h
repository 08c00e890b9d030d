/* ledger.h: what came in and where it went. in = listed + dropped, always. */
#ifndef CASEBOUND_MODEL_LEDGER_H
#define CASEBOUND_MODEL_LEDGER_H

#include "casebound/base/map.h"

typedef struct cb_ledger_row {
    const char *rule;    /* first rule that said no */
    const char *text;    /* its wording in the profile */
    uint64_t alleles,
        records; /* a record counts where its last allele went when all were dropped, by that allele's rule */
} cb_ledger_row;

typedef struct cb_ledger {
    uint64_t records_in, alleles_in;
    uint64_t records_listed, alleles_listed; /* a record with one allele listed is listed */
    uint64_t records_without_alt;            /* ALT is '.', counted as one record and no allele */
    cb_ledger_row *rows; size_t count, capacity; /* in the order of the profile's rules */
} cb_ledger;

/* Adds one dropped allele to the rule's row (made when new). False when memory is out. */
bool cb_ledger_drop(cb_arena *arena, cb_ledger *ledger, const char *rule, const char *text, uint64_t alleles,
                    uint64_t records) CB_MUST_USE;
/* records_in = records_listed + records_without_alt + the rows' records, and the same for alleles. */
bool cb_ledger_balances(const cb_ledger *ledger);

#endif
