/* scan_rescue.c: what a kept allele of the same gene brings back, when all of the file is known. */
#include <stdlib.h>

#include "scan_parts.h"

/* Kept alleles of one gene, in the order of the file. */
typedef struct partners {
    const cb_variant **list;
    size_t count, capacity;
} partners;

typedef struct search {
    cb_scan *s;
    cb_arena *arena;
    cb_map *genes; /* name -> partners */
} search;

static cb_status add_partner(search *r, const char *gene, const cb_variant *v) {
    partners *p = cb_map_get(r->genes, cb_str_of(gene));
    if (!p) {
        p = cb_alloc(r->arena, sizeof *p);
        if (!p || !cb_map_set(r->genes, cb_str_of(gene), p)) {
            return cb_fail_memory(r->s->run->error);
        }
    }
    const cb_variant **list = cb_grow(r->arena, p->list, p->count, &p->capacity, sizeof *list);
    if (!list) {
        return cb_fail_memory(r->s->run->error);
    }
    p->list = list;
    p->list[p->count++] = v;
    return CB_OK;
}

static cb_status gather(search *r) {
    cb_run *run = r->s->run;
    cb_status status = CB_OK;
    for (size_t i = 0; status == CB_OK && i < run->variant_count; i++) {
        const char *const *genes;
        size_t count = 0;
        status = cb_variant_genes(r->arena, run->variants[i], &genes, &count, run->error);
        for (size_t k = 0; status == CB_OK && k < count; k++) {
            status = add_partner(r, genes[k], run->variants[i]);
        }
    }
    return status;
}

static cb_status ask(search *r, cb_variant *v, bool *rescued) {
    cb_run *run = r->s->run;
    const char *const *genes;
    size_t count = 0;
    cb_status status = cb_variant_genes(r->arena, v, &genes, &count, run->error);
    *rescued = false;
    for (size_t k = 0; status == CB_OK && k < count; k++) {
        const partners *p = cb_map_get(r->genes, cb_str_of(genes[k]));
        for (size_t i = 0; status == CB_OK && p && i < p->count && !*rescued; i++) {
            status = cb_judge_rescue(run->profile, run->kase, v, p->list[i], rescued, run->error);
        }
    }
    return status;
}

static cb_status list(search *r, cb_variant *v) {
    cb_run *run = r->s->run;
    int rule;
    v->rescued = true;
    cb_variant **all = cb_grow(run->arena, run->variants, run->variant_count, &run->variant_capacity, sizeof *all);
    if (!all) {
        return cb_fail_memory(run->error);
    }
    run->variants = all;
    all[run->variant_count++] = v;
    return cb_variant_flag(run->arena, v, cb_profile_rescue(run->profile, &rule), run->error);
}

/* *listed gathers whether one of the record is listed. */
static cb_status decide(search *r, cb_candidate_drop *c, bool *listed) {
    cb_scan *s = r->s;
    cb_run *run = s->run;
    cb_status status = ask(r, c->v, &c->fate.rescued);
    if (status == CB_OK && c->fate.rescued) {
        status = list(r, c->v);
    }
    if (status == CB_OK) {
        status = cb_scan_account(s, run->ledger, run->profile, r->arena, c->v, &c->fate, c->genes, c->gene_count,
                                 run->error);
    }
    *listed = *listed || c->fate.rescued;
    if (status == CB_OK && c->last) {
        cb_ledger_record(run->ledger, *listed ? CB_LEDGER_LISTED : c->record_fate, c->genes, c->gene_count);
        *listed = false;
    }
    if (status == CB_OK && c->wanted && !c->fate.rescued) {
        status = s->drops->take(s->drops->who, c->v, &s->rules[c->fate.rule], run->error);
    }
    return status;
}

static int by_place(const void *x, const void *y) {
    const cb_variant *a = *(cb_variant *const *)x, *b = *(cb_variant *const *)y;
    if (a->record_number != b->record_number) {
        return a->record_number < b->record_number ? -1 : 1;
    }
    return a->allele_index - b->allele_index;
}

cb_status cb_scan_rescue(cb_scan *s) {
    cb_run *run = s->run;
    if (s->candidate_count == 0) {
        return CB_OK;
    }
    search r = {.s = s, .arena = run->arena, .genes = cb_map_new(run->arena)};
    cb_status status = r.genes ? gather(&r) : cb_fail_memory(run->error);
    bool listed = false;
    for (size_t i = 0; status == CB_OK && i < s->candidate_count; i++) {
        status = decide(&r, &s->candidates[i], &listed);
    }
    if (status == CB_OK && run->variant_count > 0) {
        qsort(run->variants, run->variant_count, sizeof(cb_variant *), by_place);
    }
    return status;
}
