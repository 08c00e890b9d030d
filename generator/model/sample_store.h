/* sample_store.h: the sites of a tally, and the parts that look at them. Private to this floor. */
#ifndef CASEBOUND_GENERATOR_MODEL_SAMPLE_STORE_H
#define CASEBOUND_GENERATOR_MODEL_SAMPLE_STORE_H

#include "casebound/model/sample_checks.h"

typedef enum cb_call {
    CB_CALL_NONE,  /* not called, or half */
    CB_CALL_BELOW, /* called below the floors */
    CB_CALL_REF,
    CB_CALL_HET,
    CB_CALL_HOM /* every allele written is the alternate one */
} cb_call;

enum { CB_NO_DEPTH = 0xffff, CB_NO_QUALITY = 0xff };

typedef struct cb_sample_call {
    uint8_t call;
    uint8_t quality; /* GQ up to 254; CB_NO_QUALITY */
    uint16_t depth;  /* up to 65534; CB_NO_DEPTH */
    bool judged, contradicts;
} cb_sample_call;

typedef struct cb_sample_site {
    int32_t position;
    uint8_t order; /* cb_contig.order: 1..22, 23 X, 24 Y */
    bool transition;
    uint32_t hash;
    size_t calls; /* index of the first person's call */
} cb_sample_site;

/* Sites under one cap: those whose hash ends in `shift` zero bits. */
typedef struct cb_sample_pool {
    cb_sample_site *sites;
    cb_sample_call *calls; /* persons of each site, one after the other */
    size_t count, site_capacity, call_capacity, cap;
    unsigned shift;
} cb_sample_pool;

struct cb_sample_tally {
    cb_arena *arena;
    const cb_case *kase;
    size_t person[CB_SAMPLE_PERSONS]; /* indices into the family */
    size_t persons, unchecked;
    cb_sample_pool autosomes, others; /* others: X and Y */
};

static inline cb_call cb_call_at(const cb_sample_pool *pool, size_t site, size_t person) {
    return (cb_call)pool->calls[pool->sites[site].calls + person].call;
}

/* Index into the tally's persons, or -1. */
int cb_tally_person(const cb_sample_tally *tally, int family_index);
/* By chromosome and position; a position that stands twice (a record that was split) is left out. */
void cb_pool_sort(cb_sample_pool *pool);

/* The parts of cb_sample_checks_of. */
void cb_person_counts(const cb_sample_tally *tally, size_t person, cb_person_check *out);
void cb_person_sex(const cb_sample_tally *tally, size_t person, cb_person_check *out);
/* `out` holds the family indices and what the pedigree expects. */
void cb_pair_judge(const cb_sample_tally *tally, size_t a, size_t b, const cb_person_check *persons,
                   cb_pair_check *out);
cb_status cb_trio_judge(cb_arena *arena, const cb_sample_tally *tally, cb_sample_checks *checks,
                        cb_error *e) CB_MUST_USE;
cb_status cb_person_runs(cb_arena *arena, const cb_sample_tally *tally, size_t person, cb_sample_checks *checks,
                         cb_error *e) CB_MUST_USE;

#endif
