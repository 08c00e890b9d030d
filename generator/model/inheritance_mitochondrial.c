/* inheritance_mitochondrial.c: from the mother, in shares: a mother's 4 % is the child's 80 % (clinical memo sections
 * 1.5 and 1.7). */
#include "inheritance_trial.h"

/* Alternate reads below which a share is a few errors. */
enum { MIN_ALT_READS = 3, HUNDRED = 100 };

static const cb_genotype *call_of(const cb_trial *t, size_t person) {
    return &t->v->genotypes[person];
}

static bool has_reads(const cb_genotype *g) {
    return g->alt_depth >= 0 && g->ref_depth >= 0 && g->alt_depth + g->ref_depth > 0;
}

static int64_t percent(const cb_genotype *g) {
    int64_t depth = (int64_t)g->alt_depth + g->ref_depth;
    return ((int64_t)g->alt_depth * HUNDRED + depth / 2) / depth;
}

/* Callers of two copies write 0/0 where a few in a hundred molecules have the allele: the reads count before GT. */
static cb_answer carries(const cb_trial *t, const cb_genotype *g) {
    bool reads =
        has_reads(g) && g->alt_depth >= MIN_ALT_READS &&
        (int64_t)g->alt_depth * HUNDRED >= (int64_t)t->policy->heteroplasmy_percent * (g->alt_depth + g->ref_depth);
    return reads ? CB_YES : cb_carries(g);
}

/* The person's call with its share: "mother: unaffected, heteroplasmic, 4 % (4 of 100 reads)". */
static void person(cb_trial *t, cb_fit fit, size_t i, const char *tail) {
    const cb_genotype *g = call_of(t, i);
    const char *text = tail;
    if (has_reads(g) && g->alt_depth > 0) {
        text = cb_format(t->arena, ", %lld %% (%d of %d reads)%s", (long long)percent(g), (int)g->alt_depth,
                         (int)(g->alt_depth + g->ref_depth), tail);
    }
    if (!text) {
        cb_trial_note_add(t, fit, NULL);
        return;
    }
    cb_trial_person(t, fit, i, text);
}

static bool as_much_as_the_proband(const cb_trial *t, size_t i) {
    const cb_genotype *g = call_of(t, i), *p = call_of(t, t->family->proband);
    return carries(t, g) == CB_YES && has_reads(g) && has_reads(p) &&
           (int64_t)g->alt_depth * (p->alt_depth + p->ref_depth) >=
               (int64_t)p->alt_depth * (g->alt_depth + g->ref_depth);
}

/* An unaffected person may have a share below the threshold of the disease. */
static void unaffected(cb_trial *t, size_t i) {
    if (cb_carries_all(call_of(t, i)) == CB_YES) {
        person(t, CB_POSSIBLE, i, ": only with incomplete penetrance");
    } else if (as_much_as_the_proband(t, i)) {
        person(t, CB_POSSIBLE, i, ": a share as high as the proband's, only with incomplete penetrance");
    }
}

static void ask_mother(cb_trial *t) {
    int mother = t->family->persons[t->family->proband].mother;
    if (mother < 0 || !cb_has_call(call_of(t, (size_t)mother))) {
        return;
    }
    cb_answer has = carries(t, call_of(t, (size_t)mother));
    if (has == CB_NO) {
        person(t, CB_POSSIBLE, (size_t)mother, ": new, or below detection");
    } else {
        person(t, cb_fit_of(has), (size_t)mother, "");
    }
}

void cb_try_mitochondrial(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        if (cb_trial_affected(t, i)) {
            person(t, cb_fit_of(carries(t, call_of(t, i))), i, "");
        } else if (cb_trial_unaffected(t, i)) {
            unaffected(t, i);
        }
    }
    ask_mother(t);
}

static bool same_mother(const cb_trial *t, size_t i) {
    const cb_person *p = &t->family->persons[i], *proband = &t->family->persons[t->family->proband];
    return p != proband && proband->mother >= 0 && p->mother == proband->mother;
}

/* A share too small to see in the mother's blood may be large in her eggs: a mother called free is no proof. */
static void ask_mother_of_new(cb_trial *t) {
    int mother = t->family->persons[t->family->proband].mother;
    if (!cb_trial_parent_called(t, mother, "mother")) {
        return;
    }
    cb_answer has = carries(t, call_of(t, (size_t)mother));
    person(t, has == CB_YES ? CB_DOES_NOT_FIT : CB_POSSIBLE, (size_t)mother,
           has == CB_YES  ? ": inherited"
           : has == CB_NO ? ": new, or below detection"
                          : "");
}

void cb_try_mitochondrial_de_novo(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        cb_answer has = carries(t, call_of(t, i));
        if (same_mother(t, i) && has == CB_YES) {
            person(t, CB_POSSIBLE, i, ": the mother may have it after all");
        } else if (cb_trial_affected(t, i) && (int)i != t->family->persons[t->family->proband].mother) {
            person(t, cb_fit_of(has), i, "");
        }
    }
    ask_mother_of_new(t);
}
