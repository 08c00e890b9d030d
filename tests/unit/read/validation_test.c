/* validation_test.c: the tables by which a release is validated, and what results say of a matrix. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "casebound/read/validation.h"

enum { ROOM = 8 << 20 };

#define MATRIX "# version: 1.0\nid\tfloor\trequirement\ttests\n"
#define CLAIMS "# version: 1.0\nof\tname\tvalue\n"
#define RESULTS "# version: 1.0\njob\ttests\tpassed\tfailed\tskipped\n"

static int setup(void **state) {
    *state = cb_arena_new(ROOM);
    return *state ? 0 : -1;
}

static int teardown(void **state) {
    cb_arena_free(*state);
    return 0;
}

/* CB-VALID-02 */
static void test_read(void **state) {
    cb_arena *arena = *state;
    cb_error e = {0};
    cb_matrix m;
    cb_claims c;
    cb_results r;
    assert_int_equal(
        cb_matrix_read(arena, cb_str_of(MATRIX "A-01\tread\tOne.\ta.t b.t\nA-02\tcli\tTwo.\t\n"), "m", &m, &e),
        CB_OK);
    assert_int_equal(m.count, 2);
    assert_string_equal(m.version, "1.0");
    assert_string_equal(m.list[0].id, "A-01");
    assert_string_equal(m.list[0].floor, "read");
    assert_string_equal(m.list[0].text, "One.");
    assert_string_equal(m.list[0].tests, "a.t b.t");
    assert_string_equal(m.list[1].tests, "");
    assert_int_equal(cb_claims_read(arena,
                                    cb_str_of(CLAIMS "software\tpage templates\tx y\nfile\ta/b\t0\nrows\tcounted\t2\n"),
                                    "c", &c, &e),
                     CB_OK);
    assert_int_equal(c.count, 2);
    assert_string_equal(c.list[0].of, "software");
    assert_string_equal(c.list[0].name, "page templates");
    assert_string_equal(c.list[0].value, "x y");
    assert_string_equal(c.list[1].name, "a/b");
    assert_int_equal(cb_results_read(arena, cb_str_of(RESULTS "unit/a\ta.t\t3\t1\t2\n"), "r", &r, &e), CB_OK);
    assert_int_equal(r.count, 1);
    assert_string_equal(r.list[0].name, "unit/a");
    assert_string_equal(r.list[0].tests, "a.t");
    assert_int_equal(r.list[0].passed, 3);
    assert_int_equal(r.list[0].failed, 1);
    assert_int_equal(r.list[0].skipped, 2);
}

typedef enum which { IN_MATRIX, IN_CLAIMS, IN_RESULTS } which;

static cb_status read_as(cb_arena *arena, which kind, const char *text, cb_error *e) {
    cb_matrix m;
    cb_claims c;
    cb_results r;
    return kind == IN_MATRIX   ? cb_matrix_read(arena, cb_str_of(text), "t", &m, e)
           : kind == IN_CLAIMS ? cb_claims_read(arena, cb_str_of(text), "t", &c, e)
                               : cb_results_read(arena, cb_str_of(text), "t", &r, e);
}

/* CB-VALID-02 */
static void test_refused(void **state) {
    static const struct {
        which kind;
        const char *text, *says;
    } rows[] = {
        {IN_MATRIX, MATRIX, "t: has no requirement"},
        {IN_MATRIX, "id\tfloor\trequirement\ttests\nA-01\tx\ty\tz\n", "no version"},
        {IN_MATRIX, "# version: 1\nid\tfloor\ttests\trequirement\n", "t line 2"},
        {IN_MATRIX, MATRIX "A-02\tx\ty\tz\nA-01\tx\ty\tz\n", "t line 4: the id does not follow"},
        {IN_MATRIX, MATRIX "A-01\tx\ty\tz\nA-01\tx\ty\tz\n", "t line 4: the id does not follow"},
        {IN_MATRIX, MATRIX "A-01\tx\ty\n", "t line 3"},
        {IN_CLAIMS, CLAIMS "file\t../a\t0\n", "t line 3: the name is no path inside"},
        {IN_CLAIMS, CLAIMS "file\t/etc/passwd\t0\n", "t line 3: the name is no path inside"},
        {IN_CLAIMS, CLAIMS "file\ta//b\t0\n", "t line 3: the name is no path inside"},
        {IN_CLAIMS, CLAIMS "file\ta/.\t0\n", "t line 3: the name is no path inside"},
        {IN_CLAIMS, CLAIMS "file\t\t0\n", "t line 3: the name is no path inside"},
        {IN_CLAIMS, CLAIMS "..\ta\t0\n", "t line 3: the name is no path inside"},
        {IN_CLAIMS, CLAIMS "file\ta\t0\nfile\tb\t0\n", "t: was cut"},
        {IN_CLAIMS, CLAIMS "file\ta\t0\nrows\tcounted\t2\n", "t: was cut"},
        {IN_CLAIMS, CLAIMS "file\ta\t0\nrows\tcounted\tx\n", "t: was cut"},
        {IN_CLAIMS, CLAIMS "rows\tcounted\t0\nfile\ta\t0\n", "t: was cut"},
        {IN_RESULTS, RESULTS "a\tb\t1\t0\n", "t line 3"},
        {IN_RESULTS, RESULTS "a\tb\t1\t-1\t0\n", "t line 3: passed, failed and skipped"},
        {IN_RESULTS, RESULTS "a\tb\tall\t0\t0\n", "t line 3: passed, failed and skipped"},
        {IN_RESULTS, RESULTS "a\tb\t1\t0\t1000001\n", "t line 3: passed, failed and skipped"},
        {IN_RESULTS, RESULTS "a\tb\xff\t1\t0\t0\n", "t line 3: holds"},
        {IN_RESULTS, "", "t: has no job"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_error e = {0};
        assert_int_equal(read_as(*state, rows[i].kind, rows[i].text, &e), CB_INPUT);
        if (!strstr(e.text, rows[i].says)) {
            fail_msg("row %zu: '%s' does not say '%s'", i, e.text, rows[i].says);
        }
    }
}

/* CB-VALID-03 */
static void test_shown(void **state) {
    static const struct {
        const char *tests, *results;
        cb_shown shown;
    } rows[] = {
        {"a", RESULTS "x/a\ta\t3\t0\t0\n", CB_SHOWN_PASSED},
        {"a b", RESULTS "x/a\ta\t3\t0\t0\nx/b\tb\t1\t0\t0\n", CB_SHOWN_PASSED},
        {"a b", RESULTS "x\ta b\t3\t0\t0\n", CB_SHOWN_PASSED},
        {"a b", RESULTS "x/a\ta\t3\t0\t0\n", CB_SHOWN_NOT_RUN},
        {"a", RESULTS "x/a\taa\t3\t0\t0\n", CB_SHOWN_NOT_RUN},
        {"a", RESULTS "x/a\ta\t0\t0\t0\n", CB_SHOWN_NOT_RUN},
        {"", RESULTS "x/a\ta\t3\t0\t0\n", CB_SHOWN_NOT_RUN},
        {"a b", RESULTS "x/a\ta\t3\t1\t0\n", CB_SHOWN_FAILED},
        {"a", RESULTS "x/a\ta\t3\t0\t0\nasan/a\ta\t2\t1\t0\n", CB_SHOWN_FAILED},
        {"a", RESULTS "x/a\ta\t0\t0\t1\n", CB_SHOWN_SKIPPED},
        {"a b", RESULTS "x/a\ta\t0\t0\t1\nx/b\tb\t4\t0\t0\n", CB_SHOWN_IN_PART},
        {"a", RESULTS "x/a\ta\t5\t0\t1\n", CB_SHOWN_IN_PART},
        {"a", NULL, CB_SHOWN_NOT_TOLD},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_error e = {0};
        cb_results r;
        cb_requirement one = {.id = "A-01", .floor = "read", .text = "One.", .tests = rows[i].tests};
        const cb_matrix m = {.version = "1.0", .list = &one, .count = 1};
        const cb_shown *shown = NULL;
        if (rows[i].results) {
            assert_int_equal(cb_results_read(*state, cb_str_of(rows[i].results), "r", &r, &e), CB_OK);
        }
        assert_int_equal(cb_matrix_shown(*state, &m, rows[i].results ? &r : NULL, &shown, &e), CB_OK);
        if (*shown != rows[i].shown) {
            fail_msg("row %zu: %d in place of %d", i, (int)*shown, (int)rows[i].shown);
        }
    }
}

/* CB-VALID-02 */
static void test_memory(void **state) {
    (void)state;
    cb_status s = CB_INTERNAL;
    long n = 1;
    for (; s != CB_OK && n < 1000; n++) {
        cb_arena *arena = cb_arena_new(ROOM);
        cb_error e = {0};
        cb_results r;
        cb_matrix m;
        const cb_shown *shown = NULL;
        assert_non_null(arena);
        cb_fault_allocation(n);
        s = cb_matrix_read(arena, cb_str_of(MATRIX "A-01\tread\tOne.\ta\n"), "m", &m, &e);
        s = s == CB_OK ? cb_results_read(arena, cb_str_of(RESULTS "x/a\ta\t3\t0\t0\n"), "r", &r, &e) : s;
        s = s == CB_OK ? cb_matrix_shown(arena, &m, &r, &shown, &e) : s;
        cb_fault_allocation(0);
        assert_true(s == CB_OK || s == CB_INTERNAL);
        cb_arena_free(arena);
    }
    assert_int_equal(s, CB_OK);
    assert_true(n > 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_read, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_shown, setup, teardown),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
