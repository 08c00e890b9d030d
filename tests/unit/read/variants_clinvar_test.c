/* variants_clinvar_test.c: significance, review status and accession as ClinVar has written them over the years. */
#include "vcf_fixture.h"

#define DECLARE(id, number, type) "##INFO=<ID=" id ",Number=" number ",Type=" type ",Description=\"d\">\n"
#define VEP(list) "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: " list "\">\n"
#define AT(ref, alt, info) COLUMNS "\tFORMAT\tkid\n1\t100\t.\t" ref "\t" alt "\t30\tPASS\t" info "\tGT\t0/1\n"

typedef struct clinvar_row {
    const char *significance, *review;
    cb_clinvar_class class;
    bool pathogenic;
    int stars;
} clinvar_row;

#define CONFLICT_OLD "Conflicting_interpretations_of_pathogenicity"
#define CONFLICT_NEW "Conflicting_classifications_of_pathogenicity"

static const clinvar_row clinvar_rows[] = {
    {"Pathogenic", "criteria_provided,_multiple_submitters,_no_conflicts", CB_CLINVAR_PATHOGENIC, true, 2},
    {"pathogenic", "reviewed_by_expert_panel", CB_CLINVAR_PATHOGENIC, true, 3},
    {"Likely_pathogenic", "criteria_provided,_single_submitter", CB_CLINVAR_LIKELY_PATHOGENIC, true, 1},
    {"Likely pathogenic", "practice_guideline", CB_CLINVAR_LIKELY_PATHOGENIC, true, 4},
    {"Pathogenic/Likely_pathogenic", "criteria_provided&_multiple_submitters&_no_conflicts", CB_CLINVAR_PATHOGENIC,
     true, 2},
    {"Pathogenic/Likely_pathogenic/Pathogenic,_low_penetrance|other", "no_assertion_criteria_provided",
     CB_CLINVAR_PATHOGENIC, true, 0},
    {"Likely_benign", "criteria_provided,_single_submitter", CB_CLINVAR_LIKELY_BENIGN, false, 1},
    {"Benign/Likely_benign", "no_assertion_provided", CB_CLINVAR_LIKELY_BENIGN, false, 0},
    {"Benign", "something_new", CB_CLINVAR_BENIGN, false, -1},
    {"Uncertain_significance", "no_interpretation_for_the_single_variant", CB_CLINVAR_UNCERTAIN, false, 0},
    {CONFLICT_NEW, "criteria_provided,_conflicting_classifications", CB_CLINVAR_CONFLICTING, false, 1},
    {CONFLICT_OLD "(Pathogenic(1)|Uncertain_significance(2))", "criteria_provided,_conflicting_interpretations",
     CB_CLINVAR_CONFLICTING, true, 1},
    {CONFLICT_NEW "(Likely_benign(3),Benign(5))", ".", CB_CLINVAR_CONFLICTING, false, -1},
    {CONFLICT_NEW "&_other", ".", CB_CLINVAR_CONFLICTING, false, -1},
    {"likely_benign&pathogenic", ".", CB_CLINVAR_PATHOGENIC, true, -1},
    {"drug_response", ".", CB_CLINVAR_OTHER, false, -1},
    {"not_provided", ".", CB_CLINVAR_OTHER, false, -1},
    {"no_known_pathogenic_effect", ".", CB_CLINVAR_OTHER, false, -1},
    {"Pathogenicity_unknown", ".", CB_CLINVAR_OTHER, false, -1},
    {"5", "single", CB_CLINVAR_PATHOGENIC, true, 1},
    {"5|2", "single|exp", CB_CLINVAR_PATHOGENIC, true, 1}, /* the panel's stars belong to "benign" */
    {"2|5", "single|exp", CB_CLINVAR_PATHOGENIC, true, 3},
    {"4,0", "mult,single", CB_CLINVAR_LIKELY_PATHOGENIC, true, 2},
    {"255", "no_criteria", CB_CLINVAR_OTHER, false, 0},
    {"3", "conf", CB_CLINVAR_LIKELY_BENIGN, false, 1},
    {"2|2", "reviewed_by_expert_panel", CB_CLINVAR_BENIGN, false, 3},
    {"Benign|risk_factor", "practice_guideline|criteria_provided,_single_submitter", CB_CLINVAR_BENIGN, false, 1},
};

static void set_clinvar(fixture *f) {
    static const char *const significance[] = {"INFO/CLNSIG", "INFO/CLNSIGCONF"}, *const review[] = {"INFO/CLNREVSTAT"},
                             *const accession[] = {"INFO/CLNACC"};
    f->sources.clinvar_keys = significance;
    f->sources.clinvar_key_count = 2;
    f->sources.review_keys = review;
    f->sources.review_key_count = 1;
    f->sources.accession_keys = accession;
    f->sources.accession_key_count = 1;
}

/* CB-VCF-24 */
static void clinvar_terms_are_compared_as_a_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof clinvar_rows / sizeof *clinvar_rows; i++) {
        const clinvar_row *r = &clinvar_rows[i];
        char text[1024];
        snprintf(text, sizeof text, "%s%s1\t100\t.\tA\tC\t.\t.\tCLNSIG=%s;CLNREVSTAT=%s;CLNACC=RCV1.2\tGT\t0/1\n",
                 VERSION_42, COLUMNS "\tFORMAT\tkid\n", r->significance, r->review);
        fixture f = fixture_new();
        set_clinvar(&f);
        const cb_clinvar *c = &variant_of(&f, text, 1)->clinvar;
        print_message("%s\n", r->significance);
        assert_int_equal(c->class, r->class);
        assert_int_equal(c->has_pathogenic, r->pathogenic);
        assert_int_equal(c->stars, r->stars);
        assert_int_equal(c->significance.presence, CB_PRESENT);
        assert_string_equal(c->significance.value, r->significance);
        assert_string_equal(c->significance.source, "INFO/CLNSIG");
        assert_string_equal(c->accession, "RCV1.2");
        fixture_free(&f);
    }
}

static cb_clinvar clinvar_of(const char *text, int index) {
    fixture f = fixture_new();
    set_clinvar(&f);
    cb_clinvar got = variant_of(&f, text, index)->clinvar;
    got.significance.value = NULL; /* lives in the arena */
    got.accession = got.accession ? "there" : NULL;
    fixture_free(&f);
    return got;
}

/* CB-VCF-24 */
static void clinvar_may_be_missing_or_of_one_allele(void **state) {
    (void)state;
    cb_clinvar c = clinvar_of(VERSION_42 AT("A", "C", "."), 1);
    assert_int_equal(c.significance.presence, CB_NOT_ANNOTATED);
    assert_int_equal(c.class, CB_CLINVAR_NONE);
    assert_int_equal(c.stars, -1);
    assert_null(c.accession);
    c = clinvar_of(VERSION_42 DECLARE("CLNSIG", ".", "String") AT("A", "C", "CLNSIG=."), 1);
    assert_int_equal(c.significance.presence, CB_MISSING);
    assert_int_equal(c.class, CB_CLINVAR_NONE);
    c = clinvar_of(VERSION_42 AT("A", "C,G", "CLNSIG=2,5"), 1);
    assert_int_equal(c.class, CB_CLINVAR_BENIGN);
    c = clinvar_of(VERSION_42 AT("A", "C,G", "CLNSIG=2,5"), 2);
    assert_int_equal(c.class, CB_CLINVAR_PATHOGENIC);
    /* One text for two alleles: kept for both, so that none is missed, and flagged. */
    fixture f = fixture_new();
    set_clinvar(&f);
    const cb_variant *v = variant_of(&f, VERSION_42 AT("A", "C,G", "CLNSIG=Pathogenic"), 2);
    assert_int_equal(v->clinvar.class, CB_CLINVAR_PATHOGENIC);
    assert_int_equal(v->flag_count, 1);
    assert_non_null(strstr(v->flags[0], "may be another's"));
    fixture_free(&f);
    /* The sides of a conflict are no class, and name what was in it. */
    c = clinvar_of(VERSION_42 AT("A", "C", "CLNSIG=" CONFLICT_NEW ";CLNSIGCONF=Pathogenic(1)|Benign(2)"), 1);
    assert_int_equal(c.class, CB_CLINVAR_CONFLICTING);
    assert_true(c.has_pathogenic);
}

/* CB-VCF-24 */
static void clinvar_of_vep_is_of_the_allele(void **state) {
    (void)state;
    static const char *const keys[] = {"CSQ/CLIN_SIG"};
    fixture f = fixture_new();
    f.sources.clinvar_keys = keys;
    f.sources.clinvar_key_count = 1;
    const char *text = VERSION_42 VEP("Allele|Consequence|CLIN_SIG")
        AT("A", "C,G", "CSQ=C|intron_variant|pathogenic&likely_benign,G|intron_variant|G:benign&C:pathogenic");
    assert_int_equal(variant_of(&f, text, 1)->clinvar.class, CB_CLINVAR_PATHOGENIC);
    fixture_free(&f);
    f = fixture_new();
    f.sources.clinvar_keys = keys;
    f.sources.clinvar_key_count = 1;
    assert_int_equal(variant_of(&f, text, 2)->clinvar.class, CB_CLINVAR_BENIGN);
    fixture_free(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clinvar_terms_are_compared_as_a_whole),
        cmocka_unit_test(clinvar_may_be_missing_or_of_one_allele),
        cmocka_unit_test(clinvar_of_vep_is_of_the_allele),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
