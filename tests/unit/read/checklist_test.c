/* checklist_test.c: the list of what a report has to hold. */
#include "casebound/read/case_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

enum { MEMORY = 4 << 20 };
#define HEAD "# version: 3\nitem\tmandatory\tplace\tsource\ttext\n"

static cb_status read_list(cb_arena *arena, const char *text, cb_checklist *out, cb_error *e) {
    return cb_checklist_read(arena, cb_str_of(text), "checklist.tsv", out, e);
}

/* CB-CHECK-06 */
static void test_list(void **state) {
    (void)state;
    static const char *const bad[] = {
        "item\tmandatory\tplace\tsource\ttext\nsex\tyes\tfact:sex\tISO\tSex\n", /* no version */
        "# version: 3\nsex\tyes\tfact:sex\tISO\tSex\n",                         /* no header */
        HEAD,                                                                   /* no item */
        HEAD "sex\tyes\tfact:sex\tISO\n",
        HEAD "sex\tyes\tfact:sex\tISO\tSex\tmore\n",
        HEAD "sex\tmaybe\tfact:sex\tISO\tSex\n",
        HEAD "sex\tyes\t\tISO\tSex\n",
        HEAD "sex\tyes\tfact:sex\tISO\tSex\nsex\tno\tfact:sex\tISO\tSex\n",
        HEAD "sex\tyes\tfact:sex\tISO\tS\xff\n"};
    cb_arena *arena = cb_arena_new(MEMORY);
    cb_error e = {0};
    cb_checklist list;
    assert_int_equal(read_list(arena, HEAD "# a remark\nsex\tyes\tfact:sex\tISO\tSex\npanels\tno\tp\t\tP\n", &list, &e),
                     CB_OK);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.version, "3");
    assert_true(list.items[0].mandatory);
    assert_false(list.items[1].mandatory);
    assert_string_equal(list.items[0].place, "fact:sex");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cb_error_clear(&e);
        assert_int_equal(read_list(arena, bad[i], &list, &e), CB_INPUT);
        assert_non_null(strstr(e.text, "checklist.tsv"));
    }
    cb_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_list)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
