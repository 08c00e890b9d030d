/* variants_map_test.c: which column is whose, and what is told of the others. */
#include "vcf_fixture.h"

#define KID_MUM_DAD "1\t5\t.\tA\tC\t.\t.\t.\tGT:AD\t0/1:9,8\t0/0:30,0\t1/1:0,20\n"
#define DAD_KID_MUM "1\t5\t.\tA\tC\t.\t.\t.\tGT:AD\t1/1:0,20\t0/1:9,8\t0/0:30,0\n"

static void check_family(const cb_variant *v) {
    assert_int_equal(v->genotypes[0].zygosity, CB_HET);
    assert_int_equal(v->genotypes[1].zygosity, CB_HOM_REF);
    assert_int_equal(v->genotypes[1].depth, 30);
    assert_int_equal(v->genotypes[2].zygosity, CB_HOM_ALT);
}

/* CB-VCF-12 */
static void samples_are_found_by_name_whatever_their_order(void **state) {
    (void)state;
    fixture f = fixture_new();
    check_family(variant_of(&f, VERSION_42 TRIO KID_MUM_DAD, 1));
    fixture_free(&f);
    f = fixture_new();
    check_family(variant_of(&f, VERSION_42 COLUMNS "\tFORMAT\tdad\tkid\tmum\n" DAD_KID_MUM, 1));
    assert_int_equal(f.kase.notice_count, 0);
    fixture_free(&f);
}

/* CB-VCF-12 */
static void a_name_of_another_case_is_refused(void **state) {
    (void)state;
    fixture f = fixture_new();
    assert_int_equal(open_text(&f, VERSION_42 COLUMNS "\tFORMAT\tkid\tMum\tdad\n"), CB_OK);
    assert_int_equal(map_family(&f), CB_INPUT);
    assert_non_null(strstr(f.error.text, "'mum'"));
    fixture_free(&f);
    f = fixture_new();
    assert_int_equal(open_text(&f, VERSION_42 COLUMNS "\tFORMAT\tmum\tdad\n"), CB_OK);
    assert_int_equal(map_family(&f), CB_INPUT);
    assert_non_null(strstr(f.error.text, "proband 'kid'"));
    fixture_free(&f);
}

/* CB-VCF-13 */
static void missing_and_foreign_samples_are_told(void **state) {
    (void)state;
    fixture f = fixture_new();
    assert_int_equal(open_text(&f, VERSION_42
                               "##contig=<ID=chrM,length=16571>\n##bcftools_mergeVersion=1.20+htslib-1.20\n" COLUMNS
                               "\tFORMAT\tSECRET-A\tkid\tdad\tSECRET-B\n"),
                     CB_OK);
    assert_int_equal(map_family(&f), CB_OK);
    assert_int_equal(f.persons[0].column, 1);
    assert_int_equal(f.persons[1].column, -1);
    assert_int_equal(f.persons[2].column, 2);
    assert_int_equal(f.kase.notice_count, 4);
    assert_non_null(strstr(f.kase.notices[0], "mother mum has no column"));
    assert_non_null(strstr(f.kase.notices[1], "2 more samples"));
    assert_non_null(strstr(f.kase.notices[2], "16571"));
    assert_non_null(strstr(f.kase.notices[3], "bcftools 1.20"));
    for (size_t i = 0; i < f.kase.notice_count; i++) {
        assert_null(strstr(f.kase.notices[i], "SECRET"));
    }
    fixture_free(&f);
}

/* CB-VCF-11 */
static void a_count_that_is_none_is_refused_by_name_and_line(void **state) {
    (void)state;
    static const struct {
        const char *format, *sample, *why;
    } bad[] = {
        {"GT:AD", "0/1:10,x", "line 3: FORMAT AD"}, {"GT:AD", "0/1:-1,4", "FORMAT AD"},
        {"GT:DP", "0/1:12.5", "FORMAT DP"},         {"GT:DP", "0/1:99999999999", "FORMAT DP"},
        {"GT:GQ", "0/1:good", "FORMAT GQ"},         {"GT:AO:RO", "0/1:4:?", "FORMAT RO"},
        {"GT:DP:DV", "0/1:4:1e2", "FORMAT DV"},     {"GT:DP4", "0/1:1,2,a,4", "FORMAT DP4"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char buffer[1024];
        snprintf(buffer, sizeof buffer, "%s1\t5\t.\tA\tC\t.\t.\t.\t%s\t%s\n", VERSION_42 COLUMNS "\tFORMAT\tkid\n",
                 bad[i].format, bad[i].sample);
        cb_variant *v;
        fixture f = fixture_new();
        assert_int_equal(make_variant(&f, buffer, 1, &v), CB_INPUT);
        assert_non_null(strstr(f.error.text, bad[i].why));
        assert_null(strstr(f.error.text, bad[i].sample)); /* a patient's value is no part of a message */
        fixture_free(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_are_found_by_name_whatever_their_order),
        cmocka_unit_test(a_name_of_another_case_is_refused),
        cmocka_unit_test(missing_and_foreign_samples_are_told),
        cmocka_unit_test(a_count_that_is_none_is_refused_by_name_and_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
