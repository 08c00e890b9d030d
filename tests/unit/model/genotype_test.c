/* genotype_test.c: zygosity, copies and evidence of a call, as a table. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "casebound/model/genotype.h"

static const cb_evidence_policy policy = {.min_depth = 8, .max_alt_reads_free = 2};

typedef struct row {
    const char *name;
    int ploidy;
    int8_t allele[CB_PLOIDY_MAX];
    int index, expected;
    int32_t depth, ref, alt;
    cb_zygosity zygosity;
    int copies;
    cb_evidence evidence;
    bool contradicts;
    const char *doubt;
} row;

static const row rows[] = {
    {"0/1", 2, {0, 1}, 1, 2, 30, 15, 15, CB_HET, 1, CB_EVIDENCE_CARRIER, false, NULL},
    {"1/1", 2, {1, 1}, 1, 2, 30, 0, 30, CB_HOM_ALT, 2, CB_EVIDENCE_CARRIER, false, NULL},
    {"0/0", 2, {0, 0}, 1, 2, 30, 30, 0, CB_HOM_REF, 0, CB_EVIDENCE_FREE, false, NULL},
    {"0/0 one alternate read", 2, {0, 0}, 1, 2, 30, 29, 1, CB_HOM_REF, 0, CB_EVIDENCE_FREE, false, NULL},
    {"0/0 at depth 0", 2, {0, 0}, 1, 2, 0, 0, 0, CB_HOM_REF, 0, CB_EVIDENCE_UNKNOWN, false, "depth_below_floor"},
    {"0/0 at depth 7", 2, {0, 0}, 1, 2, 7, 7, 0, CB_HOM_REF, 0, CB_EVIDENCE_UNKNOWN, false, "depth_below_floor"},
    {"0/0 at depth 8", 2, {0, 0}, 1, 2, 8, 8, 0, CB_HOM_REF, 0, CB_EVIDENCE_FREE, false, NULL},
    {"0/0 without a depth", 2, {0, 0}, 1, 2, -1, -1, -1, CB_HOM_REF, 0, CB_EVIDENCE_UNKNOWN, false, "depth_missing"},
    {"0/0 with 14,14", 2, {0, 0}, 1, 2, 28, 14, 14, CB_HOM_REF, 0, CB_EVIDENCE_UNKNOWN, true, "reads_against_call"},
    {"0/0 with 98,2", 2, {0, 0}, 1, 2, 100, 98, 2, CB_HOM_REF, 0, CB_EVIDENCE_UNKNOWN, false, "reads_against_call"},
    {"0/1 without alternate reads",
     2,
     {0, 1},
     1,
     2,
     10,
     10,
     0,
     CB_HET,
     1,
     CB_EVIDENCE_CARRIER,
     true,
     "reads_against_call"},
    {"1/1 with half the reads",
     2,
     {1, 1},
     1,
     2,
     30,
     15,
     15,
     CB_HOM_ALT,
     2,
     CB_EVIDENCE_CARRIER,
     true,
     "reads_against_call"},
    {"./.", 2, {-1, -1}, 1, 2, 0, 0, 0, CB_NO_CALL, -1, CB_EVIDENCE_UNKNOWN, false, "no_call"},
    {"./. with alternate reads",
     2,
     {-1, -1},
     1,
     2,
     5,
     1,
     4,
     CB_NO_CALL,
     -1,
     CB_EVIDENCE_UNKNOWN,
     false,
     "no_call_with_alternate_reads"},
    {"./1", 2, {-1, 1}, 1, 2, 9, 4, 5, CB_HALF_ALT, -1, CB_EVIDENCE_CARRIER, false, NULL},
    {"0/.", 2, {0, -1}, 1, 2, 30, 30, 0, CB_HALF_CALL, -1, CB_EVIDENCE_UNKNOWN, false, "no_call"},
    {"1/2 for allele 1", 2, {1, 2}, 1, 2, 30, 0, 15, CB_HET, 1, CB_EVIDENCE_CARRIER, false, NULL},
    {"1/2 for allele 2", 2, {1, 2}, 2, 2, 30, 0, 15, CB_HET, 1, CB_EVIDENCE_CARRIER, false, NULL},
    {"0/2 for allele 1", 2, {0, 2}, 1, 2, 30, 15, 0, CB_HOM_REF, 0, CB_EVIDENCE_FREE, false, NULL},
    {"2/2 for allele 1", 2, {2, 2}, 1, 2, 30, 0, 0, CB_HOM_REF, 0, CB_EVIDENCE_FREE, false, NULL},
    {"haploid 1", 1, {1}, 1, 1, 20, 0, 20, CB_HEMI_ALT, 1, CB_EVIDENCE_CARRIER, false, NULL},
    {"haploid 0", 1, {0}, 1, 1, 20, 20, 0, CB_HEMI_REF, 0, CB_EVIDENCE_FREE, false, NULL},
    {"haploid .", 1, {-1}, 1, 1, 0, 0, 0, CB_NO_CALL, -1, CB_EVIDENCE_UNKNOWN, false, "no_call"},
    {"1/1 of a male X", 2, {1, 1}, 1, 1, 20, 0, 20, CB_HEMI_ALT, 1, CB_EVIDENCE_CARRIER, false, NULL},
    {"0/0 of a male X", 2, {0, 0}, 1, 1, 20, 20, 0, CB_HEMI_REF, 0, CB_EVIDENCE_FREE, false, NULL},
    {"0/1 of a male X",
     2,
     {0, 1},
     1,
     1,
     20,
     10,
     10,
     CB_HET,
     1,
     CB_EVIDENCE_CARRIER,
     false,
     "het_where_one_copy_is_expected"},
    {"Y call of a female",
     1,
     {1},
     1,
     0,
     9,
     0,
     9,
     CB_HEMI_ALT,
     1,
     CB_EVIDENCE_CARRIER,
     false,
     "call_where_no_copy_is_expected"},
    {"no column", 0, {0}, 1, 2, -1, -1, -1, CB_NO_COLUMN, -1, CB_EVIDENCE_UNKNOWN, false, "no_column"},
    {"0/0/1", 3, {0, 0, 1}, 1, 2, 30, 20, 10, CB_HET, 1, CB_EVIDENCE_CARRIER, false, NULL},
};

static void check_row(const row *r) {
    cb_genotype g = {
        .text = r->name, .ploidy = (int8_t)r->ploidy, .depth = r->depth, .ref_depth = r->ref, .alt_depth = r->alt};
    memcpy(g.allele, r->allele, sizeof g.allele);
    cb_genotype_judge(&g, r->index, r->expected, &policy);
    bool right = g.zygosity == r->zygosity && g.copies == r->copies && g.evidence == r->evidence &&
                 g.contradicts == r->contradicts &&
                 (g.doubt == r->doubt || (g.doubt && r->doubt && strcmp(g.doubt, r->doubt) == 0));
    if (!right) {
        print_error("%s: zygosity %d copies %d evidence %d contradicts %d doubt %s\n", r->name, g.zygosity, g.copies,
                    g.evidence, g.contradicts, g.doubt ? g.doubt : "none");
    }
    assert_true(right);
}

/* CB-MODEL-01 CB-MODEL-02 CB-MODEL-03 */
static void every_call_means_what_it_says_and_no_more(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_row(&rows[i]);
    }
}

/* CB-MODEL-03 */
static void balance_needs_reads(void **state) {
    (void)state;
    double b = 9;
    cb_genotype g = {.ref_depth = 3, .alt_depth = 1};
    assert_true(cb_allele_balance(&g, &b) && b == 0.25);
    g.ref_depth = g.alt_depth = 0;
    assert_false(cb_allele_balance(&g, &b));
    g.ref_depth = -1;
    assert_false(cb_allele_balance(&g, &b));
    assert_string_equal(cb_zygosity_key(CB_HEMI_ALT), "zygosity_hemi_alt");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_means_what_it_says_and_no_more),
        cmocka_unit_test(balance_needs_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
