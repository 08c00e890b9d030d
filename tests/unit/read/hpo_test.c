/* hpo_test.c: names, alternative ids and replacements of phenotype terms. */
#include "casebound/base/file.h"
#include "read/hpo.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 256 << 20 };

static const char OBO[] =
    "format-version: 1.2\r\ndata-version: hp/releases/2026-01-01\r\n\r\n[Term]\nid: HP:0000001\nname: All "
    "\\\"things\\\" ! comment\n"
    "alt_id: HP:0000101\n\n[Term]\nid: HP:0000002\nname: obsolete Old\nis_obsolete: true\nreplaced_by: HP:0000003\n\n"
    "[Term]\nid: HP:0000003\nname: obsolete Middle\nis_obsolete: true\nreplaced_by: HP:0000101\n\n[Term]\nid: "
    "HP:0000004\nname: obsolete Split\nis_obsolete: true\nreplaced_by: HP:0000001\nreplaced_by: HP:0000002\n\n"
    "[Term]\nid: HP:0000005\nname: obsolete A\nis_obsolete: true\nreplaced_by: HP:0000006\n\n[Term]\nid: HP:0000006\n"
    "name: obsolete B\nis_obsolete: true\nreplaced_by: HP:0000005\n\n[Typedef]\nid: part_of\nname: part of\n";

/* CB-INPUT-12 */
static void test_terms(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_hpo hpo;
    assert_int_equal(cb_hpo_parse(arena, cb_str_of(OBO), "hp.obo", &hpo, &e), CB_OK);
    assert_string_equal(hpo.version, "hp/releases/2026-01-01");
    assert_string_equal(cb_hpo_find(&hpo, "HP:0000001")->name, "All \"things\"");
    assert_string_equal(cb_hpo_find(&hpo, "HP:0000101")->id, "HP:0000001");
    assert_string_equal(cb_hpo_find(&hpo, "HP:0000002")->id, "HP:0000001");
    assert_string_equal(cb_hpo_find(&hpo, "HP:0000004")->id, "HP:0000004");
    assert_true(cb_hpo_find(&hpo, "HP:0000004")->obsolete);
    assert_non_null(cb_hpo_find(&hpo, "HP:0000005")); /* a circle of replacements ends */
    assert_null(cb_hpo_find(&hpo, "HP:0000009"));
    assert_null(cb_hpo_find(&hpo, "part_of"));
    cb_arena_free(arena);
}

/* CB-INPUT-12 */
static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *part;
    } cases[] = {{"", "holds no [Term]"},
                 {"[Term]\nname: x\n\n[Term]\nid: HP:0000001\n", "line 1: a term has no id"},
                 {"[Term]\nname: x\n", "line 1: a term has no id"},
                 {"[Term]\nid: a\n[Term]\nid: a\n", "line 4: term 'a' stands twice"},
                 {"[Term]\nid: \xc3\n", "line 2: holds NUL or bytes that are not UTF-8"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cb_arena *arena = cb_arena_new(ROOM);
        cb_error e = {0};
        cb_hpo hpo;
        assert_int_equal(cb_hpo_parse(arena, cb_str_of(cases[i].text), "hp.obo", &hpo, &e), CB_INPUT);
        assert_non_null(strstr(e.text, cases[i].part));
        cb_arena_free(arena);
    }
}

/* CB-INPUT-12 */
static void test_real_file(void **state) {
    (void)state;
    const char *data = getenv("CASEBOUND_TEST_DATA");
    data = data ? data : "../shared/data";
    if (!cb_file_is_folder(data)) {
        skip();
    }
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_hpo hpo;
    cb_str bytes;
    const char *path = cb_format(arena, "%s/hpo/scout-reduced/reduced.hpo.obo", data);
    assert_int_equal(cb_file_read(arena, path, ROOM / 4, &bytes, &e), CB_OK);
    assert_int_equal(cb_hpo_parse(arena, bytes, "reduced.hpo.obo", &hpo, &e), CB_OK);
    assert_string_equal(cb_hpo_find(&hpo, "HP:0001250")->name, "Seizures");
    assert_string_equal(cb_hpo_find(&hpo, "HP:0001366")->id, "HP:0000252"); /* alt_id of Microcephaly */
    cb_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_terms), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_real_file)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
