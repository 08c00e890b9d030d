/* family_test.c: roles, order, and a ledger that tells when something is lost. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "casebound/model/family.h"
#include "casebound/model/ledger.h"

/* CB-MODEL-06 */
static void persons_are_ordered_by_their_role_towards_the_proband(void **state) {
    (void)state;
    cb_person persons[] = {
        {.id = "grandfather"},
        {.id = "half-brother", .father_id = "other", .mother_id = "mother"},
        {.id = "sister", .father_id = "father", .mother_id = "mother"},
        {.id = "mother"},
        {.id = "child", .father_id = "proband"},
        {.id = "father", .father_id = "grandfather"},
        {.id = "proband", .father_id = "father", .mother_id = "mother"},
        {.id = "brother", .father_id = "father", .mother_id = "mother"},
    };
    cb_family f = {.persons = persons, .count = 8};
    assert_true(cb_family_relate(&f, "proband"));
    const char *const order[] = {"proband", "father", "mother",      "sister",
                                 "brother", "child",  "grandfather", "half-brother"};
    const cb_role roles[] = {CB_PROBAND, CB_FATHER, CB_MOTHER,   CB_SIBLING,
                             CB_SIBLING, CB_CHILD,  CB_RELATIVE, CB_RELATIVE};
    for (size_t i = 0; i < 8; i++) {
        assert_string_equal(f.persons[i].id, order[i]);
        assert_int_equal(f.persons[i].role, roles[i]);
    }
    assert_int_equal(f.persons[0].father, 1);
    assert_int_equal(f.persons[0].mother, 2);
    assert_int_equal(f.persons[1].father, 6);
    assert_int_equal(f.persons[7].father, -1);
    assert_int_equal(cb_family_find(&f, "child"), 5);
    assert_int_equal(cb_family_find(&f, "nobody"), -1);
    assert_int_equal(cb_family_find(&f, NULL), -1);
    assert_false(cb_family_relate(&f, "nobody"));
}

/* CB-MODEL-07 */
static void a_ledger_balances_only_when_nothing_is_lost(void **state) {
    (void)state;
    cb_arena *a = cb_arena_new(1 << 16);
    cb_ledger l = {
        .records_in = 4, .alleles_in = 5, .records_listed = 1, .alleles_listed = 1, .records_without_alt = 1};
    assert_false(cb_ledger_balances(&l));
    assert_true(cb_ledger_drop(a, &l, "too_common", "common", 3, 1));
    assert_true(cb_ledger_drop(a, &l, "no_gene", "no gene", 1, 0));
    assert_true(cb_ledger_drop(a, &l, "too_common", "common", 0, 1));
    assert_true(cb_ledger_balances(&l));
    assert_int_equal(l.count, 2);
    assert_string_equal(l.rows[0].rule, "too_common");
    assert_int_equal(l.rows[0].alleles, 3);
    assert_int_equal(l.rows[0].records, 2);
    l.alleles_in++;
    assert_false(cb_ledger_balances(&l));
    cb_arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_are_ordered_by_their_role_towards_the_proband),
        cmocka_unit_test(a_ledger_balances_only_when_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
