/* inheritance_pair.c: phase of two alleles by genotype, by phase set and by transmission; then the rest of the family.
 */
#include "inheritance_pair.h"
#include <string.h>

bool cb_pair_candidate(const cb_case *kase, const cb_variant *v) {
    const cb_person *proband = &kase->family.persons[kase->family.proband];
    const cb_genotype *g = &v->genotypes[kase->family.proband];
    cb_contig_kind kind = v->contig->kind;
    if (kind == CB_MT || kind == CB_Y) {
        return false;
    }
    if (kind == CB_X && proband->sex == CB_MALE && !cb_in_par(kase->build, kind, v->position)) {
        return false; /* one copy: there is no other to pair with */
    }
    return g->zygosity == CB_HET || g->zygosity == CB_HALF_ALT;
}

static cb_answer parent_carries(const cb_variant *v, int parent) {
    return parent < 0 ? CB_UNKNOWN : cb_carries(&v->genotypes[parent]);
}

cb_origin cb_origin_of(const cb_case *kase, const cb_variant *v) {
    const cb_person *proband = &kase->family.persons[kase->family.proband];
    return (cb_origin){.father = parent_carries(v, proband->father), .mother = parent_carries(v, proband->mother)};
}

typedef struct phase {
    cb_pair_phase phase;
    const char *reason;
} phase;

static bool from_mother(cb_origin o) {
    return o.mother == CB_YES && o.father == CB_NO;
}

static bool from_father(cb_origin o) {
    return o.father == CB_YES && o.mother == CB_NO;
}

static bool is_new(cb_origin o) {
    return o.father == CB_NO && o.mother == CB_NO;
}

/* A parent has one of the two, and is free of the other. */
static bool apart(cb_answer a, cb_answer b) {
    return (a == CB_YES && b == CB_NO) || (a == CB_NO && b == CB_YES);
}

static const char *open_reason(cb_origin a, cb_origin b) {
    if (is_new(a) && is_new(b)) {
        return "phase unknown: neither parent carries either allele";
    }
    if (is_new(a)) {
        return "phase unknown: this allele is new, the partner is not";
    }
    if (is_new(b)) {
        return "phase unknown: the partner is new, this allele is not";
    }
    if (a.mother == CB_YES && a.father == CB_YES) {
        return "phase unknown: both parents carry this allele";
    }
    if (b.mother == CB_YES && b.father == CB_YES) {
        return "phase unknown: both parents carry the partner";
    }
    if ((a.mother == CB_YES && b.mother == CB_YES) || (a.father == CB_YES && b.father == CB_YES)) {
        return "phase unknown: one parent carries both alleles, the other parent is not known";
    }
    if (apart(a.mother, b.mother)) {
        return "phase unknown: the mother carries one of them alone; the father's calls do not tell";
    }
    if (apart(a.father, b.father)) {
        return "phase unknown: the father carries one of them alone; the mother's calls do not tell";
    }
    return "phase unknown: the parents' calls do not tell";
}

static phase by_transmission(cb_origin a, cb_origin b) {
    if (from_mother(a) && from_father(b)) {
        return (phase){CB_PAIR_TRANS, "this allele from the mother, the partner from the father"};
    }
    if (from_father(a) && from_mother(b)) {
        return (phase){CB_PAIR_TRANS, "this allele from the father, the partner from the mother"};
    }
    if (from_mother(a) && from_mother(b)) {
        return (phase){CB_PAIR_CIS, "both alleles from the mother: on the same copy"};
    }
    if (from_father(a) && from_father(b)) {
        return (phase){CB_PAIR_CIS, "both alleles from the father: on the same copy"};
    }
    return (phase){CB_PAIR_POSSIBLE, open_reason(a, b)};
}

static int copy_of(const cb_genotype *g, int index) {
    for (int i = 0; i < g->ploidy && i < CB_PLOIDY_MAX; i++) {
        if (g->allele[i] == index) {
            return i;
        }
    }
    return -1;
}

/* The copy that the allele lies on within its phase set: as PGT says where GT is unphased. */
static int phased_copy(const cb_genotype *g, int index) {
    return g->phase_copy > 0 ? g->phase_copy - 1 : copy_of(g, index);
}

/* Phase counts within one phase set alone (VCF 4.3 section 1.6.2, PS). That a phased call without PS shares one set
 * with its whole chromosome holds for few callers, and is not taken. */
static bool by_phase_set(const cb_variant *a, const cb_variant *b, const cb_genotype *ga, const cb_genotype *gb,
                         phase *out) {
    bool phased = (ga->phased || ga->phase_copy > 0) && (gb->phased || gb->phase_copy > 0);
    if (!phased || !ga->phase_set || !gb->phase_set || strcmp(ga->phase_set, gb->phase_set) != 0 ||
        strcmp(ga->phase_set, ".") == 0) {
        return false;
    }
    int copy_a = phased_copy(ga, a->allele_index), copy_b = phased_copy(gb, b->allele_index);
    if (copy_a < 0 || copy_b < 0) {
        return false;
    }
    *out = copy_a == copy_b ? (phase){CB_PAIR_CIS, "one phase set: on the same copy"}
                            : (phase){CB_PAIR_TRANS, "one phase set: on different copies"};
    return true;
}

static bool one_site(const cb_variant *a, const cb_variant *b) {
    return a->position == b->position && strcmp(a->contig->name, b->contig->name) == 0;
}

static bool is_sibling(const cb_variant *a, const cb_variant *b) {
    for (size_t i = 0; i < a->sibling_count; i++) {
        if (a->siblings[i] == b) {
            return true;
        }
    }
    return false;
}

/* Two ALTs of one record that are both called (1/2) fill both copies, also after the record was split: they are two
 * findings of one site, not two independent ones. Records that share their position alone stay open unless the parents
 * tell. */
static bool by_site(const cb_variant *a, const cb_variant *b, const cb_genotype *ga, const cb_genotype *gb,
                    phase *out) {
    bool one_record = a->record_number == b->record_number;
    if (!one_record && !is_sibling(a, b)) {
        return false;
    }
    if (copy_of(ga, a->allele_index) < 0 || copy_of(gb, b->allele_index) < 0) {
        return false;
    }
    *out = (phase){CB_PAIR_TRANS, one_record ? "two alternate alleles of one record, one on each copy"
                                             : "two alternate alleles of one split record, one on each copy: "
                                               "one site, not two independent findings"};
    return true;
}

static phase phase_of(const cb_case *kase, const cb_candidate *a, const cb_candidate *b) {
    const cb_genotype *ga = &a->v->genotypes[kase->family.proband], *gb = &b->v->genotypes[kase->family.proband];
    phase site, set, parents = by_transmission(a->origin, b->origin);
    if (by_site(a->v, b->v, ga, gb, &site)) {
        return site;
    }
    if (!by_phase_set(a->v, b->v, ga, gb, &set)) {
        return parents;
    }
    if (parents.phase != CB_PAIR_POSSIBLE && parents.phase != set.phase) {
        return (phase){CB_PAIR_POSSIBLE, "phase unknown: the phase set and the parents' calls contradict each other"};
    }
    return set;
}

static cb_fit fit_of(cb_pair_phase p) {
    return p == CB_PAIR_TRANS ? CB_FITS : p == CB_PAIR_POSSIBLE ? CB_POSSIBLE : CB_DOES_NOT_FIT;
}

static cb_answer both(cb_answer a, cb_answer b) {
    return a < b ? a : b;
}

/* Both alleles of an unaffected person: on different copies they are the proband's pair without the disease. A parent
 * has them on one copy, which the phase has already said, unless his own call says otherwise. */
static void ask_unaffected(cb_trial *t, size_t i, const cb_candidate *a, const cb_candidate *b, const char *who) {
    const cb_person *p = &t->family->persons[i];
    const cb_genotype *ga = &a->v->genotypes[i], *gb = &b->v->genotypes[i];
    phase own = {CB_PAIR_POSSIBLE, NULL};
    if (!by_site(a->v, b->v, ga, gb, &own)) {
        by_phase_set(a->v, b->v, ga, gb, &own);
    }
    if (own.phase == CB_PAIR_TRANS || (p->role == CB_SIBLING && own.phase == CB_PAIR_POSSIBLE)) {
        cb_trial_note_add(t, CB_DOES_NOT_FIT, cb_format(t->arena, "%s: unaffected, carries both", who));
    } else if (p->role != CB_FATHER && p->role != CB_MOTHER && own.phase == CB_PAIR_POSSIBLE) {
        cb_trial_note_add(t, CB_POSSIBLE,
                          cb_format(t->arena, "%s: unaffected, carries both, perhaps on one copy", who));
    }
}

/* A relative's two calls: every affected person has both alleles. */
static void ask_relative(cb_trial *t, size_t i, const cb_candidate *a, const cb_candidate *b) {
    cb_answer has = both(cb_carries(&a->v->genotypes[i]), cb_carries(&b->v->genotypes[i]));
    const char *who = cb_person_words(t->arena, t->family, i);
    if (!who) {
        t->failed = true;
    } else if (cb_trial_affected(t, i) && has == CB_NO) {
        cb_trial_note_add(t, CB_DOES_NOT_FIT, cb_format(t->arena, "%s: affected, does not carry both", who));
    } else if (cb_trial_affected(t, i) && has == CB_UNKNOWN) {
        cb_trial_note_add(t, CB_POSSIBLE, cb_format(t->arena, "%s: affected, not known to carry both", who));
    } else if (cb_trial_unaffected(t, i) && has == CB_YES) {
        ask_unaffected(t, i, a, b, who);
    }
}

/* On a single X an unaffected man has no second copy that could make up for the allele. */
static void ask_father_x(cb_trial *t, const cb_case *kase, const cb_candidate *a, const cb_candidate *b) {
    int father = kase->family.persons[kase->family.proband].father;
    if (a->v->contig->kind != CB_X || cb_in_par(kase->build, CB_X, a->v->position) || father < 0 ||
        !cb_trial_unaffected(t, (size_t)father)) {
        return;
    }
    if (a->origin.father == CB_YES || b->origin.father == CB_YES) {
        cb_trial_note_add(t, CB_DOES_NOT_FIT, "father: unaffected, though his only copy carries one of them");
    }
}

static const char *joined(cb_arena *arena, const phase *p, const cb_trial *t, bool site) {
    const char *text = site ? cb_format(arena, "%s; both alleles stand at one position", p->reason) : p->reason;
    for (size_t i = 0; text && i < t->count; i++) {
        text = cb_format(arena, "%s; %s", text, t->notes[i].text);
    }
    return text;
}

cb_status cb_pair_decide(cb_arena *arena, const cb_case *kase, const cb_candidate *a, const cb_candidate *b,
                         cb_pair *out, cb_error *e) {
    phase p = phase_of(kase, a, b);
    cb_trial t = {.arena = arena, .kase = kase, .family = &kase->family, .v = a->v, .fit = fit_of(p.phase)};
    const cb_genotype *g = &a->v->genotypes[kase->family.proband], *h = &b->v->genotypes[kase->family.proband];
    if (cb_carries(g) != CB_YES || cb_carries(h) != CB_YES) {
        cb_trial_note_add(&t, CB_POSSIBLE, "proband: the reads contradict one of the calls");
    }
    for (size_t i = 0; i < kase->family.count; i++) {
        if (i != kase->family.proband) {
            ask_relative(&t, i, a, b);
        }
    }
    ask_father_x(&t, kase, a, b);
    out->phase = p.phase;
    out->fit = t.fit;
    out->reason = t.failed ? NULL : joined(arena, &p, &t, one_site(a->v, b->v));
    return out->reason ? CB_OK : cb_fail_memory(e);
}
