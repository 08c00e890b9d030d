/* rank.c: one order for all alleles, whatever the order they came in. */
#include "casebound/model/rank_model.h"
#include "profile.h"
#include <stdlib.h>
#include <string.h>

static int order_numbers(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

static int order_place(const cb_variant *a, const cb_variant *b) {
    int order = order_numbers(a->contig->order, b->contig->order);
    order = order != 0 ? order : strcmp(a->contig->name, b->contig->name);
    order = order != 0 ? order : order_numbers(a->position, b->position);
    order = order != 0 ? order : strcmp(a->ref, b->ref);
    order = order != 0 ? order : strcmp(a->alt, b->alt);
    order = order != 0 ? order : order_numbers(a->record_number, b->record_number);
    return order != 0 ? order : order_numbers(a->allele_index, b->allele_index);
}

static int order_variants(const void *x, const void *y) {
    const cb_variant *a = *(cb_variant *const *)x, *b = *(cb_variant *const *)y;
    if (a->score != b->score) {
        return a->score > b->score ? -1 : 1;
    }
    /* A rank model's scores are few: equal ones stand in the order of the profile's. */
    if (a->ranking && b->ranking && a->ranking->profile_score != b->ranking->profile_score) {
        return a->ranking->profile_score > b->ranking->profile_score ? -1 : 1;
    }
    int order = order_numbers(a->severity, b->severity);
    return order != 0 ? order : order_place(a, b);
}

void cb_judge_rank(const cb_profile *p, cb_variant **variants, size_t count) {
    if (count > 0) { /* an empty list has no address, which qsort must not be given */
        qsort(variants, count, sizeof *variants, order_variants);
    }
    for (size_t i = 0; i < count; i++) {
        variants[i]->rank = i + 1;
        variants[i]->shortlisted = i < p->shortlist_size && variants[i]->score >= p->shortlist_score;
    }
}
