/* sample_pairs.c: how related two samples are, and whether the pedigree says so. */
#include "sample_store.h"

typedef struct counts {
    uint64_t shared_hets, ibs0;
    bool seen;
} counts;

/* Opposite homozygotes of a child and a parent gather on a chromosome that came from the other parent alone: where
 * there are chromosomes enough, the one that has most of them does not count. */
static void count_rest(const counts *by, cb_pair_check *out) {
    const counts *worst = &by[1];
    for (int i = 1; i <= CB_SAMPLE_AUTOSOMES; i++) {
        out->chromosomes += by[i].seen;
        worst = by[i].ibs0 > worst->ibs0 ? &by[i] : worst;
    }
    bool enough = out->chromosomes >= CB_SAMPLE_PAIR_CHROMOSOMES_MIN;
    out->rest_shared_hets = out->shared_hets - (enough ? worst->shared_hets : 0);
    out->rest_ibs0 = out->ibs0 - (enough ? worst->ibs0 : 0);
}

/* Autosomal sites called in both, and on how many chromosomes they lie. */
static void count(const cb_sample_tally *tally, size_t a, size_t b, cb_pair_check *out) {
    const cb_sample_pool *pool = &tally->autosomes;
    counts by[CB_SAMPLE_AUTOSOMES + 1] = {{0}};
    for (size_t i = 0; i < pool->count; i++) {
        cb_call x = cb_call_at(pool, i, a), y = cb_call_at(pool, i, b);
        if (x < CB_CALL_REF || y < CB_CALL_REF) {
            continue;
        }
        out->sites++;
        out->het_a += x == CB_CALL_HET;
        out->het_b += y == CB_CALL_HET;
        counts *c = &by[pool->sites[i].order];
        bool shared = x == CB_CALL_HET && y == CB_CALL_HET;
        bool opposite = (x == CB_CALL_REF && y == CB_CALL_HOM) || (x == CB_CALL_HOM && y == CB_CALL_REF);
        c->seen = true;
        c->shared_hets += shared;
        c->ibs0 += opposite;
        out->shared_hets += shared;
        out->ibs0 += opposite;
    }
    count_rest(by, out);
}

static bool has_references(const cb_person_check *p) {
    return (double)p->reference >= CB_SAMPLE_REFERENCE_SHARE_MIN * (double)p->calls;
}

static bool is_common(const cb_person_check *p) {
    return (double)p->het <= CB_SAMPLE_HET_HOM_COMMON * (double)p->hom;
}

static cb_relation observe(const cb_pair_check *p, bool common) {
    if (p->kinship > CB_SAMPLE_KINSHIP_SAME) {
        return CB_RELATION_SAME;
    }
    if (p->kinship > CB_SAMPLE_KINSHIP_FIRST) {
        bool opposite = (double)p->rest_ibs0 >= CB_SAMPLE_IBS0_PARENT * (double)p->rest_shared_hets;
        return opposite ? CB_RELATION_SIBLINGS : common ? CB_RELATION_PARENT_CHILD : CB_RELATION_FIRST;
    }
    return p->kinship > CB_SAMPLE_KINSHIP_SECOND  ? CB_RELATION_SECOND
           : p->kinship > CB_SAMPLE_KINSHIP_THIRD ? CB_RELATION_THIRD
                                                  : CB_RELATION_UNRELATED;
}

/* On few chromosomes siblings share from none to all; only parent and child, monozygotic twins, and the unrelated, are
 * the same everywhere. What looks like one sample there is said, but does not prove that twins are monozygotic. */
static bool is_open(const cb_pair_check *p) {
    if (p->expected == CB_RELATION_PARENT_CHILD || p->expected == CB_RELATION_UNRELATED) {
        return false;
    }
    return (p->expected == CB_RELATION_TWINS) == (p->observed == CB_RELATION_SAME);
}

static bool is_first(cb_relation r) {
    return r == CB_RELATION_FIRST || r == CB_RELATION_SIBLINGS || r == CB_RELATION_PARENT_CHILD;
}

static cb_check judge_distant(cb_pair_check *p) {
    cb_relation seen = p->observed;
    if (seen == CB_RELATION_SAME || is_first(seen)) {
        return p->expected == CB_RELATION_FIRST && is_first(seen) ? CB_CHECK_AGREES : CB_CHECK_DISAGREES;
    }
    switch (p->expected) {
    case CB_RELATION_FIRST: /* by inbreeding: anything near it */
        return seen == CB_RELATION_SECOND ? CB_CHECK_OPEN : CB_CHECK_DISAGREES;
    case CB_RELATION_SECOND:
        return seen == CB_RELATION_SECOND  ? CB_CHECK_AGREES
               : seen == CB_RELATION_THIRD ? CB_CHECK_OPEN
                                           : CB_CHECK_DISAGREES;
    case CB_RELATION_THIRD:
        return seen == CB_RELATION_THIRD ? CB_CHECK_AGREES : CB_CHECK_OPEN;
    default:
        p->closer = seen == CB_RELATION_THIRD;
        return seen == CB_RELATION_SECOND ? CB_CHECK_DISAGREES : CB_CHECK_AGREES;
    }
}

static cb_check judge(cb_pair_check *p) {
    cb_relation seen = p->observed;
    switch (p->expected) {
    case CB_RELATION_PARENT_CHILD:
        return seen == CB_RELATION_PARENT_CHILD || seen == CB_RELATION_FIRST ? CB_CHECK_AGREES : CB_CHECK_DISAGREES;
    case CB_RELATION_SIBLINGS:
        return seen == CB_RELATION_SIBLINGS || seen == CB_RELATION_FIRST ? CB_CHECK_AGREES : CB_CHECK_DISAGREES;
    case CB_RELATION_SIBLINGS_OR_HALF:
        return seen == CB_RELATION_SIBLINGS || seen == CB_RELATION_FIRST || seen == CB_RELATION_SECOND
                   ? CB_CHECK_AGREES
                   : CB_CHECK_DISAGREES;
    case CB_RELATION_TWINS_OR_SIBLINGS:
        return seen == CB_RELATION_SIBLINGS || seen == CB_RELATION_FIRST || seen == CB_RELATION_SAME
                   ? CB_CHECK_AGREES
                   : CB_CHECK_DISAGREES;
    case CB_RELATION_TWINS:
        return seen == CB_RELATION_SAME ? CB_CHECK_AGREES : CB_CHECK_DISAGREES;
    default:
        return judge_distant(p);
    }
}

void cb_pair_judge(const cb_sample_tally *tally, size_t a, size_t b, const cb_person_check *persons,
                   cb_pair_check *out) {
    count(tally, a, b, out);
    bool enough = out->sites >= CB_SAMPLE_PAIR_SITES_MIN && has_references(&persons[a]) && has_references(&persons[b]);
    uint64_t hets = out->het_a + out->het_b;
    if (!enough || hets == 0) {
        out->check = CB_CHECK_NOT_ENOUGH;
        return;
    }
    /* KING-robust within a family (Manichaikul et al. 2010, equation 9), which unequal heterozygosity of the two
     * disturbs less than the estimator between families. */
    out->kinship = ((double)out->shared_hets - 2 * (double)out->ibs0) / (double)hets;
    out->observed = observe(out, is_common(&persons[a]) && is_common(&persons[b]));
    bool spread = out->chromosomes >= CB_SAMPLE_PAIR_CHROMOSOMES_MIN;
    if (!spread && is_open(out)) {
        out->check = CB_CHECK_NOT_ENOUGH;
    } else {
        out->check = judge(out);
    }
}
