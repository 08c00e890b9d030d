/* genotype.c: what a call says of one allele, and what it is worth as evidence. */
#include "casebound/model/genotype.h"

/* Share of alternate reads from which a reference call contradicts its reads, and below which an alternate call does
 * (clinical memo section 5: three clinical reports of genotypes that their reads did not support). */
static const double REF_CALL_BALANCE_MAX = 0.10;
static const double HOM_CALL_BALANCE_MIN = 0.70;

typedef struct counts {
    int this_allele, other, missing;
} counts;

static counts count_alleles(const cb_genotype *g, int index) {
    counts c = {0, 0, 0};
    for (int i = 0; i < g->ploidy && i < CB_PLOIDY_MAX; i++) {
        if (g->allele[i] < 0) {
            c.missing++;
        } else if (g->allele[i] == index) {
            c.this_allele++;
        } else {
            c.other++;
        }
    }
    return c;
}

static cb_zygosity zygosity_of(const cb_genotype *g, counts c, int expected_ploidy) {
    if (g->ploidy == 0) {
        return CB_NO_COLUMN;
    }
    if (c.missing == g->ploidy) {
        return CB_NO_CALL;
    }
    if (c.missing > 0) {
        return c.this_allele > 0 ? CB_HALF_ALT : CB_HALF_CALL;
    }
    bool one_copy = g->ploidy == 1 || expected_ploidy == 1;
    if (c.this_allele == 0) {
        return one_copy ? CB_HEMI_REF : CB_HOM_REF;
    }
    if (c.other > 0) {
        return CB_HET; /* also where one copy is expected: a mis-call, a mosaic or XXY is not settled here */
    }
    return one_copy ? CB_HEMI_ALT : CB_HOM_ALT;
}

static int copies_of(cb_zygosity z, counts c) {
    switch (z) {
    case CB_NO_COLUMN:
    case CB_NO_CALL:
    case CB_HALF_CALL:
    case CB_HALF_ALT:
        return -1;
    case CB_HEMI_ALT:
        return 1;
    default:
        return c.this_allele;
    }
}

bool cb_allele_balance(const cb_genotype *g, double *out) {
    if (g->alt_depth < 0 || g->ref_depth < 0 || g->alt_depth + g->ref_depth == 0) {
        return false;
    }
    *out = (double)g->alt_depth / (double)(g->alt_depth + g->ref_depth);
    return true;
}

static bool is_reference(cb_zygosity z) {
    return z == CB_HOM_REF || z == CB_HEMI_REF;
}

/* A reference call is worth something only with enough reads, and with few that speak against it. */
static void judge_reference(cb_genotype *g, const cb_evidence_policy *policy) {
    double balance = 0;
    bool balanced = cb_allele_balance(g, &balance);
    g->evidence = CB_EVIDENCE_UNKNOWN;
    g->contradicts = balanced && balance > REF_CALL_BALANCE_MAX && g->alt_depth >= policy->max_alt_reads_free;
    if (g->depth < 0) {
        g->doubt = "depth_missing";
    } else if (g->depth < policy->min_depth) {
        g->doubt = "depth_below_floor";
    } else if (g->alt_depth >= policy->max_alt_reads_free) {
        g->doubt = "reads_against_call";
    } else {
        g->evidence = CB_EVIDENCE_FREE;
    }
}

static void judge_carrier(cb_genotype *g) {
    double balance = 0;
    bool balanced = cb_allele_balance(g, &balance);
    bool all_copies = g->zygosity == CB_HOM_ALT || g->zygosity == CB_HEMI_ALT;
    g->evidence = CB_EVIDENCE_CARRIER;
    g->contradicts = (g->alt_depth == 0 && g->depth > 0) || (balanced && all_copies && balance < HOM_CALL_BALANCE_MIN);
    if (g->contradicts) {
        g->doubt = "reads_against_call";
    }
}

void cb_genotype_judge(cb_genotype *g, int index, int expected_ploidy, const cb_evidence_policy *policy) {
    counts c = count_alleles(g, index);
    g->zygosity = zygosity_of(g, c, expected_ploidy);
    g->copies = copies_of(g->zygosity, c);
    g->evidence = CB_EVIDENCE_UNKNOWN;
    g->doubt = NULL;
    g->contradicts = false;
    if (is_reference(g->zygosity)) {
        judge_reference(g, policy);
    } else if (g->zygosity == CB_NO_COLUMN) {
        g->doubt = "no_column";
    } else if (g->zygosity == CB_NO_CALL || g->zygosity == CB_HALF_CALL) {
        g->doubt = g->alt_depth > 0 ? "no_call_with_alternate_reads" : "no_call";
    } else {
        judge_carrier(g);
    }
    if (g->zygosity == CB_HET && expected_ploidy == 1 && !g->doubt) {
        g->doubt = "het_where_one_copy_is_expected";
    }
    if (g->ploidy > 0 && expected_ploidy == 0 && g->evidence == CB_EVIDENCE_CARRIER) {
        g->doubt = "call_where_no_copy_is_expected";
    }
}

const char *cb_zygosity_key(cb_zygosity z) {
    static const char *const keys[] = {
        [CB_NO_COLUMN] = "zygosity_no_column", [CB_NO_CALL] = "zygosity_no_call",
        [CB_HALF_CALL] = "zygosity_half_call", [CB_HALF_ALT] = "zygosity_half_alt",
        [CB_HOM_REF] = "zygosity_hom_ref",     [CB_HET] = "zygosity_het",
        [CB_HOM_ALT] = "zygosity_hom_alt",     [CB_HEMI_REF] = "zygosity_hemi_ref",
        [CB_HEMI_ALT] = "zygosity_hemi_alt",
    };
    return keys[z];
}
