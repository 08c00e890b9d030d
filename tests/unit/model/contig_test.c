/* contig_test.c: chromosomes by any name, pseudoautosomal regions, expected ploidy. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "casebound/model/contig.h"

static void is(const char *name, cb_contig_kind kind, int order, const char *display) {
    cb_contig c;
    cb_contig_of(name, &c);
    assert_int_equal(c.kind, kind);
    assert_int_equal(c.order, order);
    assert_string_equal(c.display, display);
}

/* CB-MODEL-04 */
static void names_of_both_styles_are_one_chromosome(void **state) {
    (void)state;
    is("1", CB_AUTOSOME, 1, "1");
    is("chr22", CB_AUTOSOME, 22, "22");
    is("chrX", CB_X, 23, "X");
    is("Y", CB_Y, 24, "Y");
    is("chrM", CB_MT, 25, "MT");
    is("MT", CB_MT, 25, "MT");
    is("NC_012920.1", CB_MT, 25, "MT");
    is("23", CB_OTHER_CONTIG, 26, "23");
    is("01", CB_OTHER_CONTIG, 26, "01");
    is("0", CB_OTHER_CONTIG, 26, "0");
    is("", CB_OTHER_CONTIG, 26, "");
    is("chrUn_KI270302v1", CB_OTHER_CONTIG, 26, "chrUn_KI270302v1");
}

/* CB-MODEL-05 */
static void par_has_its_own_borders_in_each_build(void **state) {
    (void)state;
    assert_false(cb_in_par(CB_GRCH37, CB_X, 60000));
    assert_true(cb_in_par(CB_GRCH37, CB_X, 60001));
    assert_true(cb_in_par(CB_GRCH37, CB_X, 2699520));
    assert_false(cb_in_par(CB_GRCH37, CB_X, 2699521));
    assert_true(cb_in_par(CB_GRCH38, CB_X, 2781479));
    assert_false(cb_in_par(CB_GRCH38, CB_X, 2781480));
    assert_true(cb_in_par(CB_GRCH38, CB_Y, 57217415));
    assert_false(cb_in_par(CB_GRCH37, CB_Y, 57217415));
    assert_true(cb_in_par(CB_GRCH37, CB_X, 155260560));
    assert_false(cb_in_par(CB_BUILD_UNKNOWN, CB_X, 100000));
    assert_false(cb_in_par(CB_GRCH38, CB_AUTOSOME, 100000));
}

/* CB-MODEL-05 */
static void ploidy_follows_sex_contig_and_region(void **state) {
    (void)state;
    assert_int_equal(cb_ploidy_expected(CB_GRCH38, CB_AUTOSOME, 5, CB_SEX_UNKNOWN), 2);
    assert_int_equal(cb_ploidy_expected(CB_GRCH38, CB_X, 50000000, CB_MALE), 1);
    assert_int_equal(cb_ploidy_expected(CB_GRCH38, CB_X, 1000000, CB_MALE), 2);
    assert_int_equal(cb_ploidy_expected(CB_GRCH38, CB_X, 50000000, CB_FEMALE), 2);
    assert_int_equal(cb_ploidy_expected(CB_GRCH38, CB_Y, 20000000, CB_FEMALE), 0);
    assert_int_equal(cb_ploidy_expected(CB_GRCH38, CB_Y, 20000000, CB_MALE), 1);
    assert_int_equal(cb_ploidy_expected(CB_GRCH38, CB_X, 50000000, CB_SEX_UNKNOWN), -1);
    assert_int_equal(cb_ploidy_expected(CB_BUILD_UNKNOWN, CB_X, 50000000, CB_MALE), -1);
    assert_int_equal(cb_ploidy_expected(CB_GRCH38, CB_MT, 3243, CB_FEMALE), 1);
    assert_string_equal(cb_build_name(CB_GRCH38), "GRCh38");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_both_styles_are_one_chromosome),
        cmocka_unit_test(par_has_its_own_borders_in_each_build),
        cmocka_unit_test(ploidy_follows_sex_contig_and_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
