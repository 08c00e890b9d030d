/* inheritance_modes.c: the rule of each mode, person by person (clinical memo sections 1.1 to 1.7). */
#include "inheritance_trial.h"

static const cb_genotype *call_of(const cb_trial *t, size_t person) {
    return &t->v->genotypes[person];
}

static cb_sex sex_of(const cb_trial *t, size_t person) {
    return t->family->persons[person].sex;
}

static cb_fit as_fit(cb_answer answer) {
    return answer == CB_YES ? CB_FITS : answer == CB_UNKNOWN ? CB_POSSIBLE : CB_DOES_NOT_FIT;
}

static cb_fit as_fit_not(cb_answer answer) {
    return answer == CB_NO ? CB_FITS : answer == CB_UNKNOWN ? CB_POSSIBLE : CB_DOES_NOT_FIT;
}

static void expect_carrier(cb_trial *t, size_t i) {
    cb_trial_person(t, as_fit(cb_carries(call_of(t, i))), i, "");
}

static void expect_free(cb_trial *t, size_t i) {
    cb_trial_person(t, as_fit_not(cb_carries(call_of(t, i))), i, "");
}

static void expect_all_copies(cb_trial *t, size_t i) {
    cb_trial_person(t, as_fit(cb_carries_all(call_of(t, i))), i, "");
}

static void expect_not_all_copies(cb_trial *t, size_t i) {
    cb_trial_person(t, as_fit_not(cb_carries_all(call_of(t, i))), i, "");
}

void cb_try_dominant(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        if (cb_trial_affected(t, i)) {
            expect_carrier(t, i);
        } else if (cb_trial_unaffected(t, i)) {
            expect_free(t, i);
        }
    }
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

static void parent_not_there(cb_trial *t, const char *role, const char *why) {
    cb_trial_note_add(t, CB_POSSIBLE, cb_format(t->arena, "%s: %s, cannot exclude", role, why));
}

/* A parent who has a copy gave it; one who is not known leaves it open. */
static void expect_parent_free(cb_trial *t, int parent, const char *role, bool homozygous_child) {
    if (parent < 0) {
        parent_not_there(t, role, "not in the family");
        return;
    }
    const cb_genotype *g = call_of(t, (size_t)parent);
    if (!cb_has_call(g)) {
        parent_not_there(t, role, "no sample");
        return;
    }
    cb_answer carries = cb_carries(g);
    if (carries == CB_YES) {
        cb_trial_person(t, homozygous_child ? CB_POSSIBLE : CB_DOES_NOT_FIT, (size_t)parent, ": inherited");
        return;
    }
    cb_trial_person(t, as_fit_not(carries), (size_t)parent, "");
}

/* A new allele is the proband's own: another affected person without it stays unexplained, another child of the same
 * parents with it points to a mosaic parent. */
static void try_others_de_novo(cb_trial *t) {
    const cb_person *proband = &t->family->persons[t->family->proband];
    for (size_t i = 0; i < t->family->count; i++) {
        if (i == t->family->proband || (int)i == proband->father || (int)i == proband->mother) {
            continue;
        }
        cb_answer carries = cb_carries(call_of(t, i));
        if (cb_trial_affected(t, i)) {
            cb_trial_person(t, as_fit(carries), i, "");
        } else if (t->family->persons[i].role == CB_SIBLING && carries == CB_YES) {
            cb_trial_person(t, CB_POSSIBLE, i, ": a parent may be mosaic");
        }
    }
}

/* `father_counts`: false for a son's X, which comes from the mother alone. */
static void try_new(cb_trial *t, bool father_counts, bool one_copy) {
    const cb_person *proband = &t->family->persons[t->family->proband];
    const cb_genotype *g = call_of(t, t->family->proband);
    bool homozygous = !one_copy && cb_carries_all(g) == CB_YES;
    expect_carrier(t, t->family->proband);
    if (homozygous) {
        cb_trial_person(t, CB_POSSIBLE, t->family->proband, ": new on both copies is improbable");
    }
    if (father_counts) {
        expect_parent_free(t, proband->father, "father", homozygous);
    }
    expect_parent_free(t, proband->mother, "mother", homozygous);
    if (homozygous && father_counts && proband->father >= 0 && proband->mother >= 0 &&
        cb_carries(call_of(t, (size_t)proband->father)) == CB_YES &&
        cb_carries(call_of(t, (size_t)proband->mother)) == CB_YES) {
        cb_trial_note_add(t, CB_DOES_NOT_FIT, "father and mother: both carry it");
    }
    try_others_de_novo(t);
}

void cb_try_de_novo(cb_trial *t) {
    try_new(t, true, false);
}

static const char *const MALE_HET = ": a male has one copy here; mis-call, mosaic or XXY";

/* A male het call where one copy is expected says neither yes nor no. */
static bool doubtful_male(const cb_trial *t, size_t i) {
    return sex_of(t, i) == CB_MALE && call_of(t, i)->zygosity == CB_HET;
}

void cb_try_x_de_novo(cb_trial *t) {
    bool male = sex_of(t, t->family->proband) == CB_MALE;
    if (doubtful_male(t, t->family->proband)) {
        cb_trial_person(t, CB_POSSIBLE, t->family->proband, MALE_HET);
    }
    try_new(t, !male, male);
}

static void x_dominant_unaffected(cb_trial *t, size_t i) {
    cb_answer carries = cb_carries(call_of(t, i));
    if (doubtful_male(t, i)) {
        cb_trial_person(t, CB_POSSIBLE, i, MALE_HET);
    } else if (sex_of(t, i) == CB_FEMALE && carries == CB_YES && cb_carries_all(call_of(t, i)) == CB_NO) {
        cb_trial_person(t, CB_POSSIBLE, i, ": only with skewed X inactivation or incomplete penetrance");
    } else {
        expect_free(t, i);
    }
}

void cb_try_x_dominant(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        if (cb_trial_affected(t, i)) {
            if (doubtful_male(t, i)) {
                cb_trial_person(t, CB_POSSIBLE, i, MALE_HET);
            } else {
                expect_carrier(t, i);
            }
        } else if (cb_trial_unaffected(t, i)) {
            x_dominant_unaffected(t, i);
        }
    }
}

static void x_recessive_affected(cb_trial *t, size_t i) {
    if (doubtful_male(t, i)) {
        cb_trial_person(t, CB_POSSIBLE, i, MALE_HET);
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
        cb_trial_person(t, CB_POSSIBLE, i, MALE_HET);
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
        if (sex_of(t, i) == CB_FEMALE) {
            if (cb_trial_affected(t, i)) {
                cb_trial_note_add(
                    t, CB_DOES_NOT_FIT,
                    cb_format(t->arena, "%s: affected and female", cb_person_words(t->arena, t->family, i)));
            }
            continue;
        }
        if (!cb_has_call(call_of(t, i))) {
            continue;
        }
        if (cb_trial_affected(t, i)) {
            expect_carrier(t, i);
        } else if (cb_trial_unaffected(t, i)) {
            expect_free(t, i);
        }
    }
}

/* Mitochondria come from the mother; an unaffected person may have a share below the threshold of the disease. */
static void mitochondrial_unaffected(cb_trial *t, size_t i) {
    bool all = cb_carries_all(call_of(t, i)) == CB_YES;
    if (all) {
        cb_trial_person(t, CB_POSSIBLE, i, ": only with incomplete penetrance");
    }
}

void cb_try_mitochondrial(cb_trial *t) {
    for (size_t i = 0; i < t->family->count; i++) {
        if (cb_trial_affected(t, i)) {
            expect_carrier(t, i);
        } else if (cb_trial_unaffected(t, i)) {
            mitochondrial_unaffected(t, i);
        }
    }
    int mother = t->family->persons[t->family->proband].mother;
    if (mother < 0 || !cb_has_call(call_of(t, (size_t)mother))) {
        return;
    }
    cb_answer carries = cb_carries(call_of(t, (size_t)mother));
    if (carries == CB_NO) {
        cb_trial_person(t, CB_POSSIBLE, (size_t)mother, ": new, or below detection");
    } else {
        cb_trial_person(t, as_fit(carries), (size_t)mother, "");
    }
}
