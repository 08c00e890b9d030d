#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "unit/render/site_example.h"

static void test_writes(void **state)
{
    (void)state;
    cb_error e = {0};
    cb_arena *arena = cb_arena_new((size_t)1 << 30);
    cb_site_parts parts;
    cb_str page;
    const cb_node *view = example_view(arena);
    cb_status status = example_parts(arena, &parts, &e);
    if (status == CB_OK) status = cb_site_render(arena, &parts, view, &page, &e);
    if (status != CB_OK) fail_msg("%s", e.text);
    const char *to = getenv("CASEBOUND_SITE_EXAMPLE");
    if (to) { remove(to); assert_int_equal(cb_file_write(to, page, &e), CB_OK); }
    cb_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_writes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
