/* family_test.c: roles and order. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "casebound/model/family.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_are_ordered_by_their_role_towards_the_proband),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
