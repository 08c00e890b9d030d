/* scan_parts.h: what the parts of the scan share. Private to scan*.c. */
#ifndef CASEBOUND_GENERATOR_SCAN_PARTS_H
#define CASEBOUND_GENERATOR_SCAN_PARTS_H

#include "casebound/cli/progress.h"
#include "casebound/model/siblings.h"
#include "scan.h"

enum { CB_SCAN_WORKERS = 64 };

/* An allele that siblings look at: it overlaps another one, or may overlap one of the chunk before or behind. */
typedef struct cb_seen {
    cb_variant *v;
    const char *dropped_by; /* NULL: kept */
    bool open;              /* a partner may bring it back */
    bool begins;            /* overlaps none before it */
} cb_seen;

/* A dropped allele that is wanted. */
typedef struct cb_told {
    cb_variant *v;
    const cb_rule *rule;
} cb_told;

/* A dropped allele that a partner may bring back; it is counted at the end, and its record with it. */
typedef struct cb_candidate_drop {
    cb_variant *v;
    cb_fate fate;
    const int *genes; /* asked ones of its record */
    size_t gene_count;
    bool wanted;
    bool last;       /* of its record: that one is counted behind it */
    int record_fate; /* of the record where none is brought back */
} cb_candidate_drop;

/* A chunk and its harvest. */
typedef struct cb_scan_item {
    cb_chunk *chunk;
    cb_reading *reading;
    cb_arena *scratch[2]; /* of one allele each: the latest, and one that the next may overlap */
    cb_arena *record;     /* of one record */
    cb_arena *harvest;    /* of the chunk; emptied when the item is used again */
    cb_sample_tally *tally;
    int64_t records;
    cb_variant **kept;
    size_t kept_count, kept_capacity;
    cb_seen *seen;
    size_t seen_count, seen_capacity;
    cb_told *told;
    size_t told_count, told_capacity;
    cb_candidate_drop *candidates;
    size_t candidate_count, candidate_capacity;
    /* the latest allele that overlaps none before it: seen when the next one overlaps it */
    cb_overlap overlap;
    cb_seen waiting;
    int waits_in; /* scratch that holds it; -1: none waits */
    cb_status status;
    cb_error error;
} cb_scan_item;

/* What belongs to one thread. */
typedef struct cb_scan_worker {
    cb_profile *profile;
    cb_arena *kept;    /* of the alleles that stay; ends with the run */
    cb_ledger *ledger; /* of its chunks */
} cb_scan_worker;

typedef struct cb_scan {
    cb_run *run;
    cb_arena *arena;        /* of what ends with the scan */
    cb_sample_tally *tally; /* of every allele */
    size_t worker_count;
    cb_plan *plan;
    cb_scan_worker workers[CB_SCAN_WORKERS];
    cb_siblings *siblings;
    const cb_rule *rules;
    const cb_drops *drops;
    cb_candidate_drop *candidates; /* in the order of the file */
    size_t candidate_count, candidate_capacity;
    cb_progress progress;
    uint64_t records; /* merged */
} cb_scan;

/* scan_chunk.c: reads a chunk and sieves its alleles into the item. */
void cb_scan_chunk(const cb_scan *s, cb_scan_item *i, cb_scan_worker *w);

/* scan_account.c: counts an allele in a ledger; a near miss that is among the nearest is held with what its rule read.
 * `scratch` is for that. */
cb_status cb_scan_account(const cb_scan *s, cb_ledger *ledger, cb_profile *profile, cb_arena *scratch, cb_variant *v,
                          const cb_fate *fate, const int *genes, size_t gene_count, cb_error *e) CB_MUST_USE;

/* scan_rescue.c: behind the last chunk: asks for each candidate whether a kept allele of one of its genes brings it
 * back; lists or counts it. */
cb_status cb_scan_rescue(cb_scan *s) CB_MUST_USE;

#endif
