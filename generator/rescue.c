/* rescue.c: held alleles against the kept ones of their genes. */
#include "rescue.h"

#include <stdlib.h>

/* The kept alleles of one gene. */
typedef struct group {
    cb_variant **members;
    size_t count, capacity;
} group;

typedef struct rescue {
    cb_run *run;
    cb_map *groups; /* symbol -> group */
    const cb_rule *rules;
    const char *text;        /* the profile's, for the flag */
    const cb_variant **lost; /* held ones with siblings that did not come back */
    size_t lost_count, lost_capacity;
} rescue;

static group *group_of(const rescue *r, const char *symbol) {
    return symbol && *symbol ? cb_map_get(r->groups, cb_str_of(symbol)) : NULL;
}

static cb_status join(rescue *r, const char *symbol, cb_variant *v) {
    cb_arena *arena = r->run->arena;
    if (!symbol || !*symbol) {
        return CB_OK;
    }
    group *g = group_of(r, symbol);
    if (!g) {
        g = cb_alloc(arena, sizeof *g);
        if (!g || !cb_map_set(r->groups, cb_str_of(symbol), g)) {
            return cb_fail_memory(r->run->error);
        }
    }
    if (g->count > 0 && g->members[g->count - 1] == v) {
        return CB_OK; /* another transcript of the same gene */
    }
    cb_variant **grown = cb_grow(arena, g->members, g->count, &g->capacity, sizeof(cb_variant *));
    if (!grown) {
        return cb_fail_memory(r->run->error);
    }
    g->members = grown;
    g->members[g->count++] = v;
    return CB_OK;
}

static cb_status index_kept(rescue *r) {
    cb_run *run = r->run;
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < run->variant_count; i++) {
        cb_variant *v = run->variants[i];
        for (size_t t = 0; s == CB_OK && t < v->transcript_count; t++) {
            s = cb_only_near(&v->transcripts[t]) ? CB_OK : join(r, v->transcripts[t].gene, v);
        }
    }
    return s;
}

static cb_status ask_group(const rescue *r, cb_variant *v, const group *g, bool *back) {
    cb_run *run = r->run;
    cb_status s = CB_OK;
    for (size_t i = 0; g && s == CB_OK && !*back && i < g->count; i++) {
        s = cb_judge_rescue(run->profile, run->kase, v, g->members[i], back, run->error);
    }
    return s;
}

static cb_status decide(const rescue *r, cb_variant *v, bool *back) {
    cb_status s = CB_OK;
    *back = false;
    for (size_t t = 0; s == CB_OK && !*back && t < v->transcript_count; t++) {
        if (!cb_only_near(&v->transcripts[t])) {
            s = ask_group(r, v, group_of(r, v->transcripts[t].gene), back);
        }
    }
    return s;
}

static cb_status bring_back(rescue *r, cb_variant *v) {
    cb_run *run = r->run;
    const char **flags = cb_grow(run->arena, v->flags, v->flag_count, &v->flag_capacity, sizeof *flags);
    if (!flags) {
        return cb_fail_memory(run->error);
    }
    v->flags = flags;
    v->flags[v->flag_count++] = r->text;
    return cb_run_keep(run, v);
}

static cb_status lose(rescue *r, const cb_held_record *record, const cb_held_allele *a, cb_drop_listener listener,
                      void *who) {
    cb_run *run = r->run;
    if (a->v->sibling_count > 0) {
        const cb_variant **grown = cb_grow(run->arena, r->lost, r->lost_count, &r->lost_capacity, sizeof *grown);
        if (!grown) {
            return cb_fail_memory(run->error);
        }
        r->lost = grown;
        r->lost[r->lost_count++] = a->v;
    }
    cb_status s = CB_OK;
    if (a->fate.near_miss) {
        s = cb_ledger_near_miss(run->ledger, run->profile, run->arena, run->kase, a->v, &a->fate, record->genes,
                                record->gene_count, run->error);
    }
    return s == CB_OK && listener ? listener(who, a->v, &r->rules[a->fate.rule], run->error) : s;
}

static cb_status settle(rescue *r, cb_held_record *record, cb_drop_listener listener, void *who) {
    cb_run *run = r->run;
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < record->count; i++) {
        cb_held_allele *a = &record->alleles[i];
        s = decide(r, a->v, &a->fate.rescued);
        if (s == CB_OK) {
            s = cb_ledger_allele(run->ledger, a->v, &a->fate, record->genes, record->gene_count, run->error);
        }
        if (s == CB_OK) {
            s = a->fate.rescued ? bring_back(r, a->v) : lose(r, record, a, listener, who);
        }
        record->fate = a->fate.rescued ? CB_LEDGER_LISTED : record->fate;
    }
    if (s == CB_OK) {
        cb_ledger_record(run->ledger, record->fate, record->genes, record->gene_count);
    }
    return s;
}

static int by_place(const void *a, const void *b) {
    const cb_variant *x = *(cb_variant *const *)a, *y = *(cb_variant *const *)b;
    if (x->record_number != y->record_number) {
        return x->record_number < y->record_number ? -1 : 1;
    }
    return x->allele_index - y->allele_index;
}

static bool is_lost(const rescue *r, const cb_variant *v) {
    for (size_t i = 0; i < r->lost_count; i++) {
        if (r->lost[i] == v) {
            return true;
        }
    }
    return false;
}

/* Siblings of what is kept are kept alleles alone. */
static cb_status part_siblings(const rescue *r, cb_variant *v) {
    const cb_variant **left = cb_alloc_array(r->run->arena, v->sibling_count + 1, sizeof *left);
    size_t count = 0;
    if (!left) {
        return cb_fail_memory(r->run->error);
    }
    for (size_t i = 0; i < v->sibling_count; i++) {
        if (!is_lost(r, v->siblings[i])) {
            left[count++] = v->siblings[i];
        }
    }
    v->siblings = left;
    v->sibling_count = count;
    return CB_OK;
}

cb_status cb_rescue(cb_run *run, const cb_held *held, cb_drop_listener listener, void *who) {
    size_t rule_count;
    int rule;
    rescue r = {.run = run, .groups = cb_map_new(run->arena), .rules = cb_profile_rules(run->profile, &rule_count)};
    r.text = cb_profile_rescue(run->profile, &rule);
    if (held->count == 0) {
        return CB_OK;
    }
    cb_status s = r.groups ? index_kept(&r) : cb_fail_memory(run->error);
    for (size_t i = 0; s == CB_OK && i < held->count; i++) {
        s = settle(&r, held->records[i], listener, who);
    }
    for (size_t i = 0; s == CB_OK && r.lost_count > 0 && i < run->variant_count; i++) {
        s = run->variants[i]->sibling_count > 0 ? part_siblings(&r, run->variants[i]) : CB_OK;
    }
    if (s == CB_OK && run->variant_count > 0) {
        qsort(run->variants, run->variant_count, sizeof *run->variants, by_place);
    }
    return s;
}
