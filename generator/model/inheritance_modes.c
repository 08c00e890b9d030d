/* inheritance_modes.c: the rule of each mode, person by person (clinical memo sections 1.1 to 1.7). */
#include "inheritance_trial.h"

static const cb_genotype *call_of(const cb_trial *t, size_t person) {
    return &t->v->genotypes[person];
}

static cb_sex sex_of(const cb_trial *t, size_t person) {
    return t->family->persons[person].sex;
}

cb_fit cb_fit_of(cb_answer answer) {
    return answer == CB_YES ? CB_FITS : answer == CB_UNKNOWN ? CB_POSSIBLE : CB_DOES_NOT_FIT;
}

cb_fit cb_fit_of_not(cb_answer answer) {
    return answer == CB_NO ? CB_FITS : answer == CB_UNKNOWN ? CB_POSSIBLE : CB_DOES_NOT_FIT;
}

void cb_trial_carrier(cb_trial *t, size_t i) {
    cb_trial_person(t, cb_fit_of(cb_carries(call_of(t, i))), i, "");
}

static void expect_free(cb_trial *t, size_t i) {
    cb_trial_person(t, cb_fit_of_not(cb_carries(call_of(t, i))), i, "");
}

static void expect_all_copies(cb_trial *t, size_t i) {
    cb_trial_person(t, cb_fit_of(cb_carries_all(call_of(t, i))), i, "");
}

static void expect_not_all_copies(cb_trial *t, size_t i) {
    cb_trial_person(t, cb_fit_of_not(cb_carries_all(call_of(t, i))), i, "");
}

static void dominant_affected(cb_trial *t, size_t i) {
    if (cb_carries_all(call_of(t, i)) == CB_YES && t->policy->dominant_homozygous != CB_FITS) {
        cb_trial_person(t, t->policy->dominant_homozygous, i,
                        ": two copies are no ordinary dominant disease, by policy");
    } else {
        cb_trial_carrier(t, i);
    }
}

/* True when a mosaic parent has said what there is to say. */
static bool mosaic_parent(cb_trial *t, size_t i) {
    const cb_genotype *g = call_of(t, i);
    if (!cb_may_be_mosaic(t, i)) {
        return false;
    }
    const char *tail = cb_format(t->arena, ": possible parental mosaicism, %d alternate of %d reads", (int)g->alt_depth,
                                 (int)(g->alt_depth + g->ref_depth));
    if (!tail) {
        cb_trial_note_add(t, CB_POSSIBLE, NULL);
        return true;
    }
    cb_trial_person(t, CB_POSSIBLE, i, tail);
    return true;
}

/* A healthy carrier excludes dominant but in a gene of reduced penetrance; with two copies in such a gene as well. */
static void dominant_unaffected(cb_trial *t, size_t i) {
    const cb_genotype *g = call_of(t, i);
    const cb_penetrance_gene *gene = cb_reduced_penetrance(t->policy, t->v);
    if (gene && cb_carries(g) != CB_NO) {
        const char *tail = cb_format(t->arena, "; %s has reduced penetrance (%s)", gene->gene, gene->source);
        cb_trial_person(t, cb_fit_of_not(cb_carries_all(g)), i, tail ? tail : "");
    } else if (!mosaic_parent(t, i)) {
        expect_free(t, i);
    }
}

void cb_try_dominant(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        if (cb_trial_affected(t, i)) {
            dominant_affected(t, i);
        } else if (cb_trial_unaffected(t, i)) {
            dominant_unaffected(t, i);
        }
    }
    cb_trial_recessive_gene(t);
}

/* A homozygous child has a copy from either parent. Where a parent shows none, the allele is kept with the explanations
 * that are left. */
static void expect_transmission(cb_trial *t, size_t child, int parent) {
    if (parent < 0 || !cb_has_call(call_of(t, (size_t)parent))) {
        return;
    }
    cb_answer carries = cb_carries(call_of(t, (size_t)parent));
    const char *tail = t->family->persons[child].role == CB_PROBAND
                           ? ", though the proband is homozygous: deletion, uniparental disomy or error"
                           : ", though a child is homozygous: deletion, uniparental disomy or error";
    if (carries == CB_NO) {
        cb_trial_person(t, CB_POSSIBLE, (size_t)parent, tail);
    } else if (carries == CB_UNKNOWN) {
        cb_trial_person(t, CB_POSSIBLE, (size_t)parent, "");
    }
}

/* Children of the proband's parents would repeat what the proband has said. */
static void expect_both_transmitted(cb_trial *t, size_t child) {
    const cb_person *p = &t->family->persons[child], *proband = &t->family->persons[t->family->proband];
    if (cb_carries_all(call_of(t, child)) != CB_YES ||
        (p != proband && p->father == proband->father && p->mother == proband->mother)) {
        return;
    }
    expect_transmission(t, child, p->father);
    expect_transmission(t, child, p->mother);
}

void cb_try_recessive(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        if (cb_trial_affected(t, i)) {
            expect_all_copies(t, i);
            expect_both_transmitted(t, i);
        } else if (cb_trial_unaffected(t, i)) {
            expect_not_all_copies(t, i);
        }
    }
}

bool cb_trial_parent_called(cb_trial *t, int parent, const char *role) {
    bool called = parent >= 0 && cb_has_call(call_of(t, (size_t)parent));
    if (!called) {
        const char *why = parent < 0 ? "not in the family" : "no sample";
        cb_trial_note_add(t, CB_POSSIBLE, cb_format(t->arena, "%s: %s, cannot exclude", role, why));
    }
    return called;
}

/* Alternate reads below a reference call may be errors, or a mosaic that the child inherited whole. */
static bool reads_of_a_mosaic(const cb_trial *t, const cb_genotype *g) {
    return (g->zygosity == CB_HOM_REF || g->zygosity == CB_HEMI_REF) &&
           g->alt_depth >= t->policy->evidence.max_alt_reads_free;
}

static bool has_allele(const cb_genotype *g, int allele) {
    for (int i = 0; i < g->ploidy && i < CB_PLOIDY_MAX; i++) {
        if (g->allele[i] == allele) {
            return true;
        }
    }
    return false;
}

/* A child 1/2 has one copy from each parent. Where one parent has both alleles and the other neither, one of the two is
 * new, and nobody knows which. */
static bool one_of_two_is_new(const cb_trial *t, int parent, int other) {
    const cb_genotype *child = call_of(t, t->family->proband);
    int index = t->v->allele_index;
    if (child->ploidy != 2 || other < 0) {
        return false;
    }
    int second = child->allele[0] == index ? child->allele[1] : child->allele[0];
    const cb_genotype *has = call_of(t, (size_t)parent), *none = call_of(t, (size_t)other);
    return second > 0 && second != index && has_allele(child, index) && has_allele(has, index) &&
           has_allele(has, second) && none->ploidy > 0 && !has_allele(none, -1) && !has_allele(none, index) &&
           !has_allele(none, second);
}

/* A parent who has a copy gave it; one who is not known leaves it open. */
static void expect_parent_free(cb_trial *t, int parent, const char *role, bool homozygous_child) {
    if (!cb_trial_parent_called(t, parent, role)) {
        return;
    }
    const cb_genotype *g = call_of(t, (size_t)parent);
    cb_answer carries = cb_carries(g);
    if (carries == CB_YES && mosaic_parent(t, (size_t)parent)) {
        return;
    }
    const cb_person *proband = &t->family->persons[t->family->proband];
    if (carries == CB_YES &&
        one_of_two_is_new(t, parent, parent == proband->father ? proband->mother : proband->father)) {
        cb_trial_person(t, CB_POSSIBLE, (size_t)parent, ": has both alleles of the site, one of the two is new");
        return;
    }
    if (carries == CB_YES) {
        cb_trial_person(t, homozygous_child ? CB_POSSIBLE : CB_DOES_NOT_FIT, (size_t)parent, ": inherited");
        return;
    }
    cb_trial_person(t, cb_fit_of_not(carries), (size_t)parent,
                    reads_of_a_mosaic(t, g) ? ": possible parental mosaicism" : "");
}

static bool parent_of_parent(const cb_family *family, int person) {
    const cb_person *proband = &family->persons[family->proband];
    const int parents[] = {proband->father, proband->mother};
    for (int k = 0; k < 2; k++) {
        const cb_person *parent = parents[k] >= 0 ? &family->persons[parents[k]] : NULL;
        if (parent && (parent->father == person || parent->mother == person)) {
            return true;
        }
    }
    return false;
}

static bool shares_parent(const cb_person *a, const cb_person *b) {
    return (a->father >= 0 && a->father == b->father) || (a->mother >= 0 && a->mother == b->mother);
}

/* A relative who has the allele by another way than from the proband. Two affected siblings with it are what a mosaic
 * parent or twins look like: it still explains the disease. */
static bool carries_otherwise(cb_trial *t, size_t i, bool affected) {
    const cb_person *p = &t->family->persons[i], *proband = &t->family->persons[t->family->proband];
    bool sibling = shares_parent(p, proband);
    if (cb_carries(call_of(t, i)) != CB_YES || (!sibling && !parent_of_parent(t->family, (int)i))) {
        return false;
    }
    const char *tail = !sibling                ? ": the parent between may have it after all"
                       : p->role == CB_SIBLING ? ": twins, or a parent may be mosaic"
                                               : ": the shared parent may be mosaic";
    cb_trial_person(t, sibling && affected ? CB_FITS : CB_POSSIBLE, i, tail);
    return true;
}

/* True for a woman, who has no Y; an affected one has the disease without it. */
static bool without_y(cb_trial *t, size_t i) {
    if (sex_of(t, i) != CB_FEMALE) {
        return false;
    }
    if (cb_trial_affected(t, i)) {
        cb_trial_note_add(t, CB_DOES_NOT_FIT,
                          cb_format(t->arena, "%s: affected and female", cb_person_words(t->arena, t->family, i)));
    }
    return true;
}

/* Whose copies the proband's can be: a son's X is the mother's, a Y the father's. */
typedef enum origin { OF_BOTH, OF_FATHER, OF_MOTHER } origin;

/* A new allele is the proband's own: another affected person without it stays unexplained; a sibling with it points to
 * twins or a mosaic parent. */
static void try_others_de_novo(cb_trial *t, origin from) {
    const cb_person *proband = &t->family->persons[t->family->proband];
    for (size_t i = 0; i < t->family->count; i++) {
        if (i == t->family->proband || (int)i == proband->father || (int)i == proband->mother) {
            continue;
        }
        bool affected = cb_trial_affected(t, i), on_y = from == OF_FATHER;
        if (!(on_y && without_y(t, i)) && !carries_otherwise(t, i, affected) && affected) {
            cb_trial_carrier(t, i);
        }
    }
}

static void try_new(cb_trial *t, origin from) {
    const cb_person *proband = &t->family->persons[t->family->proband];
    const cb_genotype *g = call_of(t, t->family->proband);
    bool homozygous = from == OF_BOTH && cb_carries_all(g) == CB_YES;
    cb_trial_carrier(t, t->family->proband);
    if (homozygous) {
        cb_trial_person(t, CB_POSSIBLE, t->family->proband, ": new on both copies is improbable");
    }
    if (from != OF_MOTHER) {
        expect_parent_free(t, proband->father, "father", homozygous);
    }
    if (from != OF_FATHER) {
        expect_parent_free(t, proband->mother, "mother", homozygous);
    }
    if (homozygous && proband->father >= 0 && proband->mother >= 0 &&
        cb_carries(call_of(t, (size_t)proband->father)) == CB_YES &&
        cb_carries(call_of(t, (size_t)proband->mother)) == CB_YES) {
        cb_trial_note_add(t, CB_DOES_NOT_FIT, "father and mother: both carry it");
    }
    try_others_de_novo(t, from);
}

void cb_try_de_novo(cb_trial *t) {
    try_new(t, OF_BOTH);
}

static const char *const MALE_HET = ": a male has one copy here; mis-call, mosaic or XXY";
static const char *const MALE_HET_CONTRADICTION =
    ": contradiction, a male has one copy here and no read shows the allele";

/* A male het call where one copy is expected says neither yes nor no. */
static bool doubtful_male(const cb_trial *t, size_t i) {
    return sex_of(t, i) == CB_MALE && call_of(t, i)->zygosity == CB_HET;
}

static void doubt_male(cb_trial *t, size_t i) {
    const cb_genotype *g = call_of(t, i);
    cb_trial_person(t, CB_POSSIBLE, i, g->alt_depth == 0 && g->depth > 0 ? MALE_HET_CONTRADICTION : MALE_HET);
}

void cb_try_x_de_novo(cb_trial *t) {
    bool male = sex_of(t, t->family->proband) == CB_MALE;
    if (doubtful_male(t, t->family->proband)) {
        doubt_male(t, t->family->proband);
    }
    try_new(t, male ? OF_MOTHER : OF_BOTH);
}

/* One X of two is silent in each of her cells, and not always the same half of them. */
static void healthy_female(cb_trial *t, size_t i) {
    static const char *const tails[] = {
        [CB_DOES_NOT_FIT] = ": a healthy carrier excludes it, by policy",
        [CB_POSSIBLE] = ": only with skewed X inactivation or incomplete penetrance",
        [CB_FITS] = ": X inactivation may spare her, by policy",
    };
    cb_fit fit = t->policy->x_dominant_healthy_female;
    cb_trial_person(t, fit, i, tails[fit]);
}

static void x_dominant_unaffected(cb_trial *t, size_t i) {
    cb_answer carries = cb_carries(call_of(t, i));
    if (doubtful_male(t, i)) {
        doubt_male(t, i);
    } else if (sex_of(t, i) == CB_FEMALE && carries == CB_YES && cb_carries_all(call_of(t, i)) == CB_NO) {
        healthy_female(t, i);
    } else {
        expect_free(t, i);
    }
}

void cb_try_x_dominant(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        if (cb_trial_affected(t, i)) {
            if (doubtful_male(t, i)) {
                doubt_male(t, i);
            } else {
                cb_trial_carrier(t, i);
            }
        } else if (cb_trial_unaffected(t, i)) {
            x_dominant_unaffected(t, i);
        }
    }
    cb_trial_recessive_gene(t);
}

static void x_recessive_affected(cb_trial *t, size_t i) {
    if (doubtful_male(t, i)) {
        doubt_male(t, i);
        return;
    }
    if (sex_of(t, i) == CB_SEX_UNKNOWN && call_of(t, i)->zygosity == CB_HET) {
        cb_trial_person(t, CB_POSSIBLE, i, ": sex unknown");
        return;
    }
    expect_all_copies(t, i);
    if (sex_of(t, i) == CB_FEMALE) {
        expect_both_transmitted(t, i);
    }
}

static void x_recessive_unaffected(cb_trial *t, size_t i) {
    if (doubtful_male(t, i)) {
        doubt_male(t, i);
    } else if (sex_of(t, i) == CB_MALE) {
        expect_free(t, i);
    } else if (sex_of(t, i) == CB_SEX_UNKNOWN && call_of(t, i)->zygosity == CB_HET) {
        cb_trial_person(t, CB_POSSIBLE, i, ": sex unknown");
    } else {
        expect_not_all_copies(t, i);
    }
}

void cb_try_x_recessive(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        if (cb_trial_affected(t, i)) {
            x_recessive_affected(t, i);
        } else if (cb_trial_unaffected(t, i)) {
            x_recessive_unaffected(t, i);
        }
    }
}

void cb_try_y(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        if (without_y(t, i) || !cb_has_call(call_of(t, i))) {
            continue;
        }
        if (cb_trial_affected(t, i)) {
            cb_trial_carrier(t, i);
        } else if (cb_trial_unaffected(t, i)) {
            expect_free(t, i);
        }
    }
}

void cb_try_y_de_novo(cb_trial *t) {
    if (!without_y(t, t->family->proband)) {
        try_new(t, OF_FATHER);
    }
}
