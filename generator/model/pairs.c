/* pairs.c: which alleles share a gene, the pairs among them, and the compound verdict of each allele. */
#include "inheritance_pair.h"
#include <stdlib.h>
#include <string.h>

/* The candidates of one gene, in the order of the input. */
typedef struct cb_gene_group {
    const char *gene;
    cb_candidate **members;
    size_t count, capacity;
    size_t order; /* groups are worked on in this order */
    bool capped;
} gene_group;

typedef struct search {
    cb_arena *arena;
    const cb_case *kase;
    const cb_policy *policy;
    cb_map *groups; /* gene -> gene_group */
    cb_error *e;
} search;

static gene_group *group_of(search *s, const char *gene) {
    gene_group *g = cb_map_get(s->groups, cb_str_of(gene));
    if (g) {
        return g;
    }
    g = cb_alloc(s->arena, sizeof *g);
    if (!g) {
        return NULL;
    }
    g->gene = gene;
    g->order = cb_map_size(s->groups);
    return cb_map_set(s->groups, cb_str_of(gene), g) ? g : NULL;
}

static cb_status join_group(search *s, const char *gene, cb_candidate *c) {
    gene_group *g = group_of(s, gene);
    if (!g) {
        return cb_fail_memory(s->e);
    }
    cb_candidate **members = cb_grow(s->arena, g->members, g->count, &g->capacity, sizeof *members);
    gene_group **groups = cb_grow(s->arena, c->groups, c->group_count, &c->group_capacity, sizeof *groups);
    if (!members || !groups) {
        return cb_fail_memory(s->e);
    }
    g->members = members;
    g->members[g->count++] = c;
    c->groups = groups;
    c->groups[c->group_count++] = g;
    return CB_OK;
}

static cb_status join_groups(search *s, cb_candidate *c) {
    const char *const *genes;
    size_t count;
    cb_status status = cb_variant_genes(s->arena, c->v, &genes, &count, s->e);
    for (size_t i = 0; status == CB_OK && i < count; i++) {
        status = join_group(s, genes[i], c);
    }
    return status;
}

static int by_severity(const void *x, const void *y) {
    const cb_candidate *a = *(cb_candidate *const *)x, *b = *(cb_candidate *const *)y;
    if (a->v->clinvar.has_pathogenic != b->v->clinvar.has_pathogenic) {
        return a->v->clinvar.has_pathogenic ? -1 : 1; /* a known allele waits for its partner, whatever its term */
    }
    if (a->v->severity != b->v->severity) {
        return a->v->severity < b->v->severity ? -1 : 1;
    }
    return a < b ? -1 : a > b; /* both lie in one array: the order of the input */
}

/* Pairs grow with the square of the candidates: above the cap the most severe ones are kept, and everybody is told. */
static cb_status cap_group(search *s, gene_group *g) {
    size_t cap = s->policy->pairs_per_gene;
    if (g->count <= cap) {
        return CB_OK;
    }
    const char *text =
        cb_format(s->arena, "%s has %zu heterozygous candidates: pairs were looked for among the %zu most severe alone",
                  g->gene, g->count, cap);
    for (size_t i = 0; i < g->count; i++) {
        cb_status status = cb_variant_flag(s->arena, g->members[i]->v, text, s->e);
        if (status != CB_OK) {
            return status;
        }
    }
    qsort(g->members, g->count, sizeof *g->members, by_severity);
    g->count = cap;
    g->capped = true;
    return CB_OK;
}

static bool has_pair(const cb_variant *v, const cb_variant *partner) {
    for (size_t i = 0; i < v->pair_count; i++) {
        if (v->pairs[i].partner == partner) {
            return true;
        }
    }
    return false;
}

/* Genes overlap: a pair stands once, under the first gene that both alleles are in. */
static bool paired_before(const gene_group *now, const cb_candidate *a, const cb_candidate *b) {
    for (size_t i = 0; i < a->group_count; i++) {
        for (size_t j = 0; j < b->group_count; j++) {
            const gene_group *g = a->groups[i];
            if (g == b->groups[j] && g->order < now->order && (!g->capped || has_pair(a->v, b->v))) {
                return true;
            }
        }
    }
    return false;
}

static bool same_allele(const cb_variant *a, const cb_variant *b) {
    return a->position == b->position && strcmp(a->contig->name, b->contig->name) == 0 && strcmp(a->ref, b->ref) == 0 &&
           strcmp(a->alt, b->alt) == 0;
}

static cb_status add_pair(search *s, const gene_group *g, cb_candidate *a, const cb_candidate *b) {
    cb_pair *pairs = cb_grow(s->arena, a->v->pairs, a->v->pair_count, &a->pair_capacity, sizeof *pairs);
    if (!pairs) {
        return cb_fail_memory(s->e);
    }
    a->v->pairs = pairs;
    cb_pair *pair = &pairs[a->v->pair_count];
    cb_status status = cb_pair_decide(s->arena, s->kase, a, b, pair, s->e);
    if (status != CB_OK) {
        return status;
    }
    pair->partner = b->v;
    pair->gene = g->gene;
    a->v->pair_count++;
    return CB_OK;
}

static cb_status pair_group(search *s, gene_group *g) {
    cb_status status = cap_group(s, g);
    for (size_t i = 0; status == CB_OK && i < g->count; i++) {
        for (size_t j = i + 1; status == CB_OK && j < g->count; j++) {
            cb_candidate *a = g->members[i], *b = g->members[j];
            if (same_allele(a->v, b->v) || paired_before(g, a, b)) {
                continue;
            }
            status = add_pair(s, g, a, b);
            if (status == CB_OK) {
                status = add_pair(s, g, b, a);
            }
        }
    }
    return status;
}

static int order_pairs(const void *x, const void *y) {
    const cb_pair *a = x, *b = y;
    if (a->fit != b->fit) {
        return a->fit > b->fit ? -1 : 1;
    }
    const cb_variant *v = a->partner, *w = b->partner;
    if (v->severity != w->severity) {
        return v->severity < w->severity ? -1 : 1;
    }
    if (v->position != w->position) {
        return v->position < w->position ? -1 : 1;
    }
    if (v->record_number != w->record_number) {
        return v->record_number < w->record_number ? -1 : 1;
    }
    return v->allele_index - w->allele_index;
}

/* `candidate`: the proband has one copy; else the verdict is of the genotype alone. */
static cb_status set_verdict(search *s, cb_variant *v, bool candidate) {
    cb_verdict *out = &v->modes[CB_MODE_RECESSIVE_COMPOUND];
    v->one_hit = false;
    if (v->contig->kind == CB_MT || v->contig->kind == CB_Y) {
        *out = (cb_verdict){.fit = CB_DOES_NOT_FIT, .tested = false, .reason = "does not apply to this chromosome"};
        return CB_OK;
    }
    *out = (cb_verdict){.fit = CB_DOES_NOT_FIT, .tested = true};
    v->one_hit = candidate && v->clinvar.has_pathogenic && (v->pair_count == 0 || v->pairs[0].fit == CB_DOES_NOT_FIT) &&
                 cb_recessive_alone(s->kase, v) != NULL;
    if (!candidate) {
        out->reason = "proband: not heterozygous for it";
    } else if (v->one_hit) {
        out->reason =
            cb_format(s->arena, "one hit: a single pathogenic allele of %s; %s%s", v->gene ? v->gene : "the gene",
                      v->pair_count == 0 ? "no second heterozygous candidate" : "the second is excluded: ",
                      v->pair_count == 0 ? "" : v->pairs[0].reason);
    } else if (v->pair_count == 0) {
        out->reason = v->gene ? cb_format(s->arena, "no second heterozygous candidate in %s", v->gene) : "no gene";
    } else {
        out->fit = v->pairs[0].fit;
        out->reason = cb_format(s->arena, "with %s: %s", v->pairs[0].partner->key, v->pairs[0].reason);
    }
    return out->reason ? CB_OK : cb_fail_memory(s->e);
}

static cb_status collect(search *s, cb_variant **variants, size_t count, cb_candidate *candidates) {
    cb_status status = CB_OK;
    for (size_t i = 0; status == CB_OK && i < count; i++) {
        variants[i]->pairs = NULL;
        variants[i]->pair_count = 0;
        if (cb_pair_candidate(s->kase, variants[i])) {
            candidates[i] = (cb_candidate){.v = variants[i], .origin = cb_origin_of(s->kase, variants[i])};
            status = join_groups(s, &candidates[i]);
        }
    }
    return status;
}

cb_status cb_pairs(cb_arena *arena, const cb_case *kase, cb_variant **variants, size_t count, const cb_policy *policy,
                   cb_error *e) {
    if (count == 0) {
        return CB_OK;
    }
    search s = {.arena = arena, .kase = kase, .policy = policy, .groups = cb_map_new(arena), .e = e};
    cb_candidate *candidates = cb_alloc_array(arena, count, sizeof *candidates);
    if (!s.groups || !candidates) {
        return cb_fail_memory(e);
    }
    cb_status status = collect(&s, variants, count, candidates);
    for (size_t i = 0; status == CB_OK && i < cb_map_size(s.groups); i++) {
        status = pair_group(&s, cb_map_value(s.groups, i));
    }
    for (size_t i = 0; status == CB_OK && i < count; i++) {
        if (variants[i]->pair_count > 1) {
            qsort(variants[i]->pairs, variants[i]->pair_count, sizeof *variants[i]->pairs, order_pairs);
        }
        status = set_verdict(&s, variants[i], candidates[i].v != NULL);
    }
    return status;
}
