/* inheritance_test.c: each mode of inheritance over whole families, as tables. */
#include "unit/model/family_fixture.h"

#include <stdio.h>

typedef struct row {
    const char *name;
    const char *chrom;
    int64_t position;
    const char *proband, *father, *mother; /* sex, affection, '-' without a column */
    const char *calls;
    cb_mode mode;
    const char *fit;
    const char *reason; /* stands in the reason */
} row;

#define AUTO "1", 1000
#define ON_X "X", 50000000
#define IN_PAR "X", 631510
#define TRIO "ma", "mu", "fu"
#define GIRL "fa", "mu", "fu"

static const row dominant[] = {
    {"new in the child", AUTO, TRIO, "0/1 0/0 0/0", CB_MODE_DOMINANT, "fits", "proband: heterozygous"},
    {"from the affected father", AUTO, "ma", "ma", "fu", "0/1 0/1 0/0", CB_MODE_DOMINANT, "fits",
     "father: affected, heterozygous"},
    {"healthy father carries", AUTO, TRIO, "0/1 0/1 0/0", CB_MODE_DOMINANT, "no", "father: unaffected, heterozygous"},
    {"father of unknown status carries", AUTO, "ma", "m?", "fu", "0/1 0/1 0/0", CB_MODE_DOMINANT, "fits",
     "proband: heterozygous"},
    {"affected father is free", AUTO, "ma", "ma", "fu", "0/1 0/0 0/0", CB_MODE_DOMINANT, "no",
     "father: affected, no copy at depth 30"},
    {"homozygous in the child", AUTO, TRIO, "1/1 0/0 0/0", CB_MODE_DOMINANT, "fits", "proband: homozygous"},
    {"mother at depth 3", AUTO, TRIO, "0/1 0/0 0/0:3,0", CB_MODE_DOMINANT, "possible",
     "mother: unaffected, depth 3, cannot exclude"},
    {"mother not called", AUTO, TRIO, "0/1 0/0 ./.", CB_MODE_DOMINANT, "possible",
     "mother: unaffected, no call, cannot exclude"},
    {"mother half called", AUTO, TRIO, "0/1 0/0 ./0", CB_MODE_DOMINANT, "possible",
     "mother: unaffected, one copy not called"},
    {"a no stands above an unknown", AUTO, TRIO, "0/1 0/1 ./.", CB_MODE_DOMINANT, "no",
     "father: unaffected, heterozygous"},
    {"mother without a column", AUTO, "ma", "mu", "fu-", "0/1 0/0 ./.", CB_MODE_DOMINANT, "fits",
     "father: unaffected, no copy"},
    {"child free", AUTO, TRIO, "0/0 0/0 0/0", CB_MODE_DOMINANT, "no", "proband: no copy at depth 30"},
    {"child of unknown status", AUTO, "m?", "mu", "fu", "0/0 0/0 0/0", CB_MODE_DOMINANT, "no", "proband: no copy"},
    {"child half called", AUTO, TRIO, "./1 0/0 0/0", CB_MODE_DOMINANT, "fits", "the other copy not called"},
    {"child not called", AUTO, TRIO, "./. 0/0 0/0", CB_MODE_DOMINANT, "possible", "proband: no call, cannot exclude"},
    {"het without alternate reads", AUTO, TRIO, "0/1:30,0 0/0 0/0", CB_MODE_DOMINANT, "possible",
     "against its reads (0 alternate of 30)"},
    {"another alternate allele in the father", AUTO, TRIO, "0/1 0/2 0/0", CB_MODE_DOMINANT, "fits",
     "father: unaffected, no copy"},
    {"not on X", ON_X, TRIO, "1 0 0/0", CB_MODE_DOMINANT, "untested", "does not apply"},
    {"PAR1 is autosomal", IN_PAR, "ma", "ma", "fu", "0/1 0/1 0/0", CB_MODE_DOMINANT, "fits",
     "father: affected, heterozygous"},
    {"unplaced contig", "GL000220.1", 100, TRIO, "0/1 0/0 0/0", CB_MODE_DOMINANT, "fits", "proband: heterozygous"},
};

static const row de_novo[] = {
    {"both parents free", AUTO, TRIO, "0/1 0/0 0/0", CB_MODE_DE_NOVO, "fits",
     "mother: unaffected, no copy at depth 30"},
    {"parents of unknown status", AUTO, "ma", "m?", "f?", "0/1 0/0 0/0", CB_MODE_DE_NOVO, "fits",
     "father: no copy at depth 30"},
    {"from the mother", AUTO, TRIO, "0/1 0/0 0/1", CB_MODE_DE_NOVO, "no",
     "mother: unaffected, heterozygous: inherited"},
    {"mother 0/0 at depth 0", AUTO, TRIO, "0/1 0/0 0/0:0,0", CB_MODE_DE_NOVO, "possible",
     "mother: unaffected, no data"},
    {"father 0/0 without a depth", AUTO, TRIO, "0/1 0/0:.,. 0/0", CB_MODE_DE_NOVO, "possible",
     "father: unaffected, reference call without a depth"},
    {"father with three alternate reads", AUTO, TRIO, "0/1 0/0:26,3 0/0", CB_MODE_DE_NOVO, "possible",
     "father: unaffected, reference call with 3 alternate of 29 reads"},
    {"father with two alternate reads of 90", AUTO, TRIO, "0/1 0/0:88,2 0/0", CB_MODE_DE_NOVO, "possible",
     "2 alternate of 90 reads, cannot exclude"},
    {"father with one alternate read", AUTO, TRIO, "0/1 0/0:29,1 0/0", CB_MODE_DE_NOVO, "fits",
     "father: unaffected, no copy"},
    {"mother not called, with alternate reads", AUTO, TRIO, "0/1 0/0 ./.:4,3", CB_MODE_DE_NOVO, "possible",
     "no call with 3 alternate reads"},
    {"no sample of the mother", AUTO, "ma", "mu", "fu-", "0/1 0/0 ./.", CB_MODE_DE_NOVO, "possible",
     "mother: no sample"},
    {"homozygous child", AUTO, TRIO, "1/1 0/0 0/0", CB_MODE_DE_NOVO, "possible", "new on both copies is improbable"},
    {"homozygous child of two carriers", AUTO, TRIO, "1/1 0/1 0/1", CB_MODE_DE_NOVO, "no", "both carry it"},
    {"child free", AUTO, TRIO, "0/0 0/0 0/0", CB_MODE_DE_NOVO, "no", "proband: no copy"},
    {"one free parent does not undo the other", AUTO, TRIO, "0/1 0/1 ./.", CB_MODE_DE_NOVO, "no",
     "father: unaffected, heterozygous: inherited"},
};

static const row recessive[] = {
    {"both parents carry", AUTO, TRIO, "1/1 0/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "fits", "proband: homozygous"},
    {"one parent free", AUTO, TRIO, "1/1 0/0 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "possible",
     "deletion, uniparental disomy or error"},
    {"both parents free", AUTO, TRIO, "1/1 0/0 0/0", CB_MODE_RECESSIVE_HOMOZYGOUS, "possible", "uniparental disomy"},
    {"het child", AUTO, TRIO, "0/1 0/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "no", "proband: heterozygous"},
    {"healthy father homozygous", AUTO, TRIO, "1/1 1/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "no",
     "father: unaffected, homozygous"},
    {"affected father homozygous", AUTO, "ma", "ma", "fu", "1/1 1/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "fits",
     "father: affected, homozygous"},
    {"affected father het", AUTO, "ma", "ma", "fu", "1/1 0/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "no",
     "father: affected, heterozygous"},
    {"half called child", AUTO, TRIO, "./1 0/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "possible",
     "the other copy not called"},
    {"half called without the allele", AUTO, TRIO, "./0 0/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "no", "proband"},
    {"mother not called", AUTO, TRIO, "1/1 0/1 ./.", CB_MODE_RECESSIVE_HOMOZYGOUS, "possible",
     "mother: unaffected, no call"},
    {"parents without columns", AUTO, "ma", "mu-", "fu-", "1/1 . .", CB_MODE_RECESSIVE_HOMOZYGOUS, "fits",
     "proband: homozygous"},
    {"1/1 with half the reads", AUTO, TRIO, "1/1:15,15 0/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "possible",
     "against its reads"},
    {"healthy father 0/0 with three reads is not homozygous", AUTO, TRIO, "1/1 0/0:26,3 0/1",
     CB_MODE_RECESSIVE_HOMOZYGOUS, "possible", "3 alternate of 29 reads"},
};

static const row x_linked[] = {
    {"boy, mother carries", ON_X, TRIO, "1 0 0/1", CB_MODE_X_RECESSIVE, "fits", "proband: hemizygous"},
    {"boy written 1/1", ON_X, TRIO, "1/1 0 0/1", CB_MODE_X_RECESSIVE, "fits", "proband: hemizygous"},
    {"boy written 0/1", ON_X, TRIO, "0/1 0 0/1", CB_MODE_X_RECESSIVE, "possible", "mis-call, mosaic or XXY"},
    {"healthy father has it", ON_X, TRIO, "1 1 0/1", CB_MODE_X_RECESSIVE, "no", "father: unaffected, hemizygous"},
    {"healthy mother homozygous", ON_X, TRIO, "1 0 1/1", CB_MODE_X_RECESSIVE, "no", "mother: unaffected, homozygous"},
    {"girl homozygous", ON_X, "fa", "ma", "fu", "1/1 1 0/1", CB_MODE_X_RECESSIVE, "fits", "proband: homozygous"},
    {"girl homozygous, father free", ON_X, GIRL, "1/1 0 0/1", CB_MODE_X_RECESSIVE, "possible",
     "father: unaffected, no copy"},
    {"girl het", ON_X, GIRL, "0/1 0 0/1", CB_MODE_X_RECESSIVE, "no", "proband: heterozygous"},
    {"sex unknown, het", ON_X, "?a", "mu", "fu", "0/1 0 0/1", CB_MODE_X_RECESSIVE, "possible", "sex unknown"},
    {"autosome", AUTO, TRIO, "1/1 0/1 0/1", CB_MODE_X_RECESSIVE, "untested", "does not apply"},
    {"boy in PAR1", IN_PAR, TRIO, "0/1 0/1 0/0", CB_MODE_X_RECESSIVE, "untested", "does not apply"},
    {"boy, healthy mother het", ON_X, TRIO, "1 0 0/1", CB_MODE_X_DOMINANT, "possible", "X inactivation"},
    {"boy, mother free", ON_X, TRIO, "1 0 0/0", CB_MODE_X_DOMINANT, "fits", "proband: hemizygous"},
    {"girl, healthy father has it", ON_X, GIRL, "0/1 1 0/0", CB_MODE_X_DOMINANT, "no",
     "father: unaffected, hemizygous"},
    {"girl, affected father", ON_X, "fa", "ma", "fu", "0/1 1 0/0", CB_MODE_X_DOMINANT, "fits",
     "father: affected, hemizygous"},
    {"girl, affected mother", ON_X, "fa", "mu", "fa", "0/1 0 0/1", CB_MODE_X_DOMINANT, "fits",
     "mother: affected, heterozygous"},
    {"boy, mother free: new", ON_X, TRIO, "1 0 0/0", CB_MODE_X_DE_NOVO, "fits", "mother: unaffected, no copy"},
    {"boy, the father's X says nothing", ON_X, TRIO, "1 1 0/0", CB_MODE_X_DE_NOVO, "fits",
     "mother: unaffected, no copy"},
    {"boy, mother carries: not new", ON_X, TRIO, "1 0 0/1", CB_MODE_X_DE_NOVO, "no",
     "mother: unaffected, heterozygous: inherited"},
    {"boy 0/1, mother free", ON_X, TRIO, "0/1 0 0/0", CB_MODE_X_DE_NOVO, "possible", "mis-call, mosaic or XXY"},
    {"girl, both parents free", ON_X, GIRL, "0/1 0 0/0", CB_MODE_X_DE_NOVO, "fits", "father: unaffected, no copy"},
    {"girl, father not called", ON_X, GIRL, "0/1 . 0/0", CB_MODE_X_DE_NOVO, "possible", "father: unaffected, no call"},
    {"girl, father has it", ON_X, "fa", "ma", "fu", "0/1 1 0/0", CB_MODE_X_DE_NOVO, "no",
     "father: affected, hemizygous: inherited"},
};

static const row y_and_mt[] = {
    {"from an affected father", "Y", 12764303, "ma", "ma", "fu", "1 1 .", CB_MODE_Y, "fits",
     "father: affected, hemizygous"},
    {"healthy father has it", "Y", 12764303, TRIO, "1 1 .", CB_MODE_Y, "no", "father: unaffected, hemizygous"},
    {"father free", "Y", 12764303, TRIO, "1 0 .", CB_MODE_Y, "fits", "proband: hemizygous"},
    {"affected girl", "Y", 12764303, GIRL, ". 0 .", CB_MODE_Y, "no", "affected and female"},
    {"new on Y: the mother's column says nothing", "Y", 12764303, TRIO, "1 0 1", CB_MODE_DE_NOVO, "fits",
     "father: unaffected, no copy"},
    {"new on Y: a girl has none", "Y", 12764303, GIRL, "1 0 .", CB_MODE_DE_NOVO, "no", "affected and female"},
    {"new on Y: not called", "Y", 12764303, TRIO, ". 0 .", CB_MODE_DE_NOVO, "possible", "proband: no call"},
    {"new in mtDNA: the father's call says nothing", "MT", 3609, TRIO, "1 1 0", CB_MODE_DE_NOVO, "possible",
     "mother: unaffected, no copy at depth 30: new, or below detection"},
    {"new in mtDNA: mother not called", "MT", 3609, TRIO, "1 0 .", CB_MODE_DE_NOVO, "possible",
     "mother: unaffected, no call"},
    {"mother has it", "MT", 3609, TRIO, "1 0 1", CB_MODE_MITOCHONDRIAL, "possible", "incomplete penetrance"},
    {"affected mother has it", "MT", 3609, "ma", "mu", "fa", "1 0 1", CB_MODE_MITOCHONDRIAL, "fits",
     "proband: homoplasmic"},
    {"mother has four percent", "MT", 3609, TRIO, "0/1:20,80 0 0/1:96,4", CB_MODE_MITOCHONDRIAL, "fits",
     "mother: unaffected, heteroplasmic"},
    {"mother has none", "chrM", 3609, TRIO, "0/1:20,80 0 0", CB_MODE_MITOCHONDRIAL, "possible",
     "new, or below detection"},
    {"child free", "MT", 3609, TRIO, "0 0 1", CB_MODE_MITOCHONDRIAL, "no", "proband: no copy"},
    {"no dominant on mtDNA", "MT", 3609, TRIO, "1 0 1", CB_MODE_DOMINANT, "untested", "does not apply"},
};

static void check_rows(const row *rows, size_t count) {
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const row *r = &rows[i];
        fixture *f = trio(r->proband, r->father, r->mother);
        const cb_verdict *got = verdict(f, snv(f, r->chrom, r->position, r->calls), r->mode);
        if (strcmp(fit_word(got), r->fit) != 0 || !strstr(got->reason, r->reason)) {
            print_error("%s: %s (%s), expected %s (%s)\n", r->name, fit_word(got), got->reason, r->fit, r->reason);
            wrong++;
        }
        fixture_free(f);
    }
    assert_int_equal(wrong, 0);
}

#define CHECK(rows) check_rows(rows, sizeof rows / sizeof *(rows))

/* CB-INHERIT-01 CB-INHERIT-02 */
static void test_dominant(void **state) {
    (void)state;
    CHECK(dominant);
}

/* CB-INHERIT-03 */
static void test_de_novo(void **state) {
    (void)state;
    CHECK(de_novo);
}

/* CB-INHERIT-04 */
static void test_recessive(void **state) {
    (void)state;
    CHECK(recessive);
}

/* CB-INHERIT-05 CB-INHERIT-06 */
static void test_x_linked(void **state) {
    (void)state;
    CHECK(x_linked);
}

/* CB-INHERIT-07 */
static void test_y_and_mt(void **state) {
    (void)state;
    CHECK(y_and_mt);
}

/* A quartet: proband, parents, and a sibling of the given kind. */
static fixture *quartet(const char *sibling) {
    fixture *f = fixture_new();
    add_person(f, "P", "ma", "F", "M");
    add_person(f, "F", "mu", NULL, NULL);
    add_person(f, "M", "fu", NULL, NULL);
    add_person(f, "S", sibling, "F", "M");
    assert_true(cb_family_relate(&f->kase.family, "P"));
    return f;
}

static void check_sibling(const char *sibling, const char *calls, cb_mode mode, const char *fit, const char *reason) {
    fixture *f = quartet(sibling);
    const cb_verdict *got = verdict(f, snv(f, "1", 1000, calls), mode);
    if (strcmp(fit_word(got), fit) != 0) {
        fail_msg("%s with %s sibling: %s (%s), expected %s", calls, sibling, fit_word(got), got->reason, fit);
    }
    assert_non_null(strstr(got->reason, reason));
    fixture_free(f);
}

/* CB-INHERIT-01 CB-INHERIT-08 */
static void test_siblings(void **state) {
    (void)state;
    check_sibling("mu", "0/1 0/0 0/0 0/1", CB_MODE_DOMINANT, "no", "sibling: unaffected, heterozygous");
    check_sibling("ma", "0/1 0/0 0/0 0/0", CB_MODE_DOMINANT, "no", "sibling: affected, no copy");
    check_sibling("m?", "0/1 0/0 0/0 0/1", CB_MODE_DOMINANT, "fits", "proband: heterozygous");
    check_sibling("mu", "0/1 0/0 0/0 0/1", CB_MODE_DE_NOVO, "possible", "a parent may be mosaic");
    check_sibling("mu", "0/1 0/0 0/0 0/0:3,0", CB_MODE_DE_NOVO, "fits", "proband");
    check_sibling("ma", "0/1 0/0 0/0 0/0", CB_MODE_DE_NOVO, "no", "sibling: affected, no copy");
    check_sibling("mu", "1/1 0/1 0/1 1/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "no", "sibling: unaffected, homozygous");
    check_sibling("mu", "1/1 0/1 0/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "fits", "sibling: unaffected, heterozygous");
    check_sibling("ma", "1/1 0/1 0/1 1/1", CB_MODE_RECESSIVE_HOMOZYGOUS, "fits", "sibling: affected, homozygous");
    check_sibling("mu-", "1/1 0/1 0/1 .", CB_MODE_RECESSIVE_HOMOZYGOUS, "fits", "proband");
}

/* CB-INHERIT-03 */
static void test_singleton(void **state) {
    (void)state;
    fixture *f = fixture_new();
    add_person(f, "P", "fa", NULL, NULL);
    assert_true(cb_family_relate(&f->kase.family, "P"));
    cb_variant *v = snv(f, "1", 1000, "0/1");
    const cb_verdict *got = verdict(f, v, CB_MODE_DE_NOVO);
    assert_string_equal(fit_word(got), "possible");
    assert_string_equal(got->reason,
                        "father: not in the family, cannot exclude; mother: not in the family, cannot exclude");
    assert_string_equal(fit_word(&v->modes[CB_MODE_DOMINANT]), "fits");
    fixture_free(f);
}

/* Two persons of one role are told apart. */
/* CB-INHERIT-08 */
static void test_names_of_equal_roles(void **state) {
    (void)state;
    fixture *f = fixture_new();
    add_person(f, "P", "ma", "F", "M");
    add_person(f, "F", "mu", NULL, NULL);
    add_person(f, "M", "fu", NULL, NULL);
    add_person(f, "S1", "mu", "F", "M");
    add_person(f, "S2", "mu", "F", "M");
    assert_true(cb_family_relate(&f->kase.family, "P"));
    const cb_verdict *got = verdict(f, snv(f, "1", 1000, "0/1 0/0 0/0 0/0 0/1"), CB_MODE_DOMINANT);
    assert_string_equal(got->reason, "sibling (S2): unaffected, heterozygous");
    fixture_free(f);
}

/* The columns of a family in another order give the same verdicts. */
/* CB-INHERIT-09 */
static void test_order_of_persons(void **state) {
    (void)state;
    fixture *a = trio("ma", "mu", "fu"), *b = fixture_new();
    add_person(b, "M", "fu", NULL, NULL);
    add_person(b, "F", "mu", NULL, NULL);
    add_person(b, "P", "ma", "F", "M");
    assert_true(cb_family_relate(&b->kase.family, "P"));
    cb_variant *v = snv(a, "1", 1000, "0/1 0/0 0/0:3,0"), *w = snv(b, "1", 1000, "0/1 0/0 0/0:3,0");
    (void)verdict(a, v, CB_MODE_DOMINANT);
    (void)verdict(b, w, CB_MODE_DOMINANT);
    for (int m = 0; m < CB_MODES; m++) {
        if (m != CB_MODE_RECESSIVE_COMPOUND) {
            assert_string_equal(fit_word(&v->modes[m]), fit_word(&w->modes[m]));
            assert_string_equal(v->modes[m].reason, w->modes[m].reason);
        }
    }
    fixture_free(a);
    fixture_free(b);
}

/* Every failing allocation is reported as lack of memory, and leaves nothing behind. */
/* CB-INHERIT-10 */
static void test_no_memory(void **state) {
    (void)state;
    int failures = 0;
    for (long n = 1; n < 40; n++) {
        fixture *f = quartet("mu");
        cb_variant *v = snv(f, "1", 1000, "1/1 0/1 0/0 0/1");
        cb_arena *small = cb_arena_new((size_t)n * 16);
        assert_non_null(small);
        cb_status s = cb_inheritance(small, &f->kase, v, &f->policy, &f->e);
        assert_true(s == CB_OK || s == CB_INTERNAL);
        failures += s != CB_OK;
        cb_arena_free(small);
        fixture_free(f);
    }
    assert_true(failures > 0);
}

static void test_keys(void **state) {
    (void)state;
    assert_string_equal(cb_mode_key(CB_MODE_DE_NOVO), "de_novo");
    assert_string_equal(cb_mode_key(CB_MODE_RECESSIVE_COMPOUND), "recessive_compound");
    assert_string_equal(cb_mode_key(CB_MODES), "unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dominant),
        cmocka_unit_test(test_de_novo),
        cmocka_unit_test(test_recessive),
        cmocka_unit_test(test_x_linked),
        cmocka_unit_test(test_y_and_mt),
        cmocka_unit_test(test_siblings),
        cmocka_unit_test(test_singleton),
        cmocka_unit_test(test_names_of_equal_roles),
        cmocka_unit_test(test_order_of_persons),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
