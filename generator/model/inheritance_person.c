/* inheritance_person.c: what one person's call answers, and in which words. */
#include "inheritance_trial.h"

/* Reference reads from which a call that is otherwise in doubt is at least not homozygous for the allele: three of them
 * by sequencing error alone are improbable (error rate about 1 in 1,000 a read). */
enum { REF_READS_EXCLUDE_HOMOZYGOUS = 3 };

cb_answer cb_carries(const cb_genotype *g) {
    if (g->evidence == CB_EVIDENCE_FREE) {
        return CB_NO;
    }
    if (g->evidence != CB_EVIDENCE_CARRIER) {
        return CB_UNKNOWN;
    }
    return g->contradicts && g->alt_depth <= 0 ? CB_UNKNOWN : CB_YES;
}

cb_answer cb_carries_all(const cb_genotype *g) {
    switch (g->zygosity) {
    case CB_HOM_ALT:
    case CB_HEMI_ALT:
        return g->contradicts ? CB_UNKNOWN : CB_YES;
    case CB_HET:
    case CB_HALF_CALL:
        return CB_NO;
    case CB_HOM_REF:
    case CB_HEMI_REF:
        return g->evidence == CB_EVIDENCE_FREE || g->ref_depth >= REF_READS_EXCLUDE_HOMOZYGOUS ? CB_NO : CB_UNKNOWN;
    default:
        return CB_UNKNOWN;
    }
}

bool cb_has_call(const cb_genotype *g) {
    return g->zygosity != CB_NO_COLUMN;
}

static const char *role_word(cb_role role) {
    static const char *const words[] = {
        [CB_PROBAND] = "proband", [CB_FATHER] = "father", [CB_MOTHER] = "mother",
        [CB_SIBLING] = "sibling", [CB_CHILD] = "child",   [CB_RELATIVE] = "relative",
    };
    return words[role];
}

const char *cb_person_words(cb_arena *arena, const cb_family *family, size_t person) {
    const cb_person *p = &family->persons[person];
    size_t same = 0;
    for (size_t i = 0; i < family->count; i++) {
        same += family->persons[i].role == p->role;
    }
    const char *word = role_word(p->role);
    return same > 1 ? cb_format(arena, "%s (%s)", word, p->display ? p->display : p->id) : word;
}

static const char *reference_words(cb_arena *arena, const cb_genotype *g, bool mitochondrial) {
    if (mitochondrial && g->evidence != CB_EVIDENCE_FREE && g->alt_depth > 0) {
        return "called free against its reads"; /* their share follows */
    }
    if (g->evidence == CB_EVIDENCE_FREE) {
        return cb_format(arena, "no copy at depth %d", (int)g->depth);
    }
    if (g->depth < 0) {
        return "reference call without a depth, cannot exclude";
    }
    if (g->depth == 0) {
        return "no data, cannot exclude";
    }
    if (g->alt_depth > 0 && g->contradicts) {
        return cb_format(arena, "reference call with %d alternate of %d reads, cannot exclude a copy or a mosaic",
                         (int)g->alt_depth, (int)g->depth);
    }
    if (g->alt_depth > 0) {
        return cb_format(arena, "%d alternate of %d reads, cannot exclude", (int)g->alt_depth, (int)g->depth);
    }
    return cb_format(arena, "depth %d, cannot exclude", (int)g->depth);
}

static const char *carrier_words(cb_arena *arena, const cb_genotype *g, const char *word) {
    if (!g->contradicts) {
        return word;
    }
    return cb_format(arena, "%s by its call, against its reads (%d alternate of %d)", word, (int)g->alt_depth,
                     (int)g->depth);
}

const char *cb_call_words(cb_arena *arena, const cb_genotype *g, bool mitochondrial) {
    switch (g->zygosity) {
    case CB_NO_COLUMN:
        return "no sample in the file";
    case CB_NO_CALL:
        return g->alt_depth > 0 ? cb_format(arena, "no call with %d alternate reads, cannot exclude", (int)g->alt_depth)
                                : "no call, cannot exclude";
    case CB_HALF_CALL:
        return "one copy not called, cannot exclude";
    case CB_HALF_ALT:
        return carrier_words(arena, g, "carrier, the other copy not called");
    case CB_HET:
        return carrier_words(arena, g, mitochondrial ? "heteroplasmic" : "heterozygous");
    case CB_HOM_ALT:
        return carrier_words(arena, g, mitochondrial ? "homoplasmic" : "homozygous");
    case CB_HEMI_ALT:
        return carrier_words(arena, g, mitochondrial ? "homoplasmic" : "hemizygous");
    default:
        return reference_words(arena, g, mitochondrial);
    }
}

static const char *affection_words(const cb_person *p) {
    if (p->role == CB_PROBAND && p->affection != CB_UNAFFECTED) {
        return ""; /* the proband is affected by being the question */
    }
    return p->affection == CB_AFFECTED ? "affected, " : p->affection == CB_UNAFFECTED ? "unaffected, " : "";
}

const char *cb_person_call_words(cb_arena *arena, const cb_family *family, size_t person, const cb_variant *v) {
    const char *who = cb_person_words(arena, family, person);
    const char *call = cb_call_words(arena, &v->genotypes[person], v->contig->kind == CB_MT);
    if (!who || !call) {
        return NULL;
    }
    return cb_format(arena, "%s: %s%s", who, affection_words(&family->persons[person]), call);
}
