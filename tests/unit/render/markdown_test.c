/* markdown_test.c: what the two renderers get from a Markdown text. */
#include "casebound/render/markdown.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TEST_ARENA = 64 << 20 };

/* One letter an event, texts in quotes: "(p'a'[s'b']s)p" … compact enough to compare as a whole. */
static const char *drawn(cb_arena *arena, const char *source) {
    static const char names[] = "phliqk-sec@tb";
    const cb_mark_event *events;
    size_t count;
    cb_error e = {0};
    if (cb_markdown(arena, source, &events, &count, &e) != CB_OK)
        return e.text[0] ? cb_copy(arena, e.text) : NULL;
    cb_buf b;
    cb_buf_init(&b, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        cb_buf_printf(&b, "%s%c", events[i].enter ? "" : "/", names[events[i].mark]);
        if (events[i].level)
            cb_buf_printf(&b, "%d", events[i].level);
        if (events[i].ordered)
            cb_buf_text(&b, "o");
        if (events[i].number)
            cb_buf_printf(&b, "%d", events[i].number);
        if (events[i].text)
            cb_buf_printf(&b, "'%s'", events[i].text);
    }
    char *text = cb_copy_str(arena, cb_buf_view(&b));
    cb_buf_free(&b);
    return text;
}

static void check(const char *source, const char *expected) {
    cb_arena *arena = cb_arena_new(TEST_ARENA);
    assert_non_null(arena);
    assert_string_equal(drawn(arena, source), expected);
    cb_arena_free(arena);
}

/* CB-RENDER-01 */
static void blocks_and_spans(void **state) {
    (void)state;
    check(NULL, "");
    check("", "");
    check("two\nlines", "pt'two lines'/p");
    check("hard\\\nbreak", "pt'hard'bt'break'/p");
    check("# A *b* **c** `d`", "h1t'A 'et'b'/et' 's"
                               "t'c'/st' 'c'd'/h1");
    check("3. x\n4. y", "loi3pt'x'/p/ii4pt'y'/p/i/l");
    check("- x", "lipt'x'/p/i/l");
    check("> q\n\n---", "qpt'q'/p/q-");
    check("```\na\tb\nc\n```", "k'a\tb\nc\n'");
    check("    a\r\n    b\r\n", "k'a\nb\n'");
    check("Tom &amp; J\xc3\xbcrg", "pt'Tom & J\xc3\xbcrg'/p");
}

/* CB-RENDER-02 */
static void html_and_images_become_text(void **state) {
    (void)state;
    check("a <b onclick=\"x\">c</b>", "pt'a <b onclick=\"x\">c</b>'/p");
    check("<script>\nalert(1)\n</script>", "pt'<script>'bt'alert(1)'bt'</script>'/p");
    check("![the **pedigree**](http://x/y.png)", "pt'the 's"
                                                 "t'pedigree'/s/p");
}

/* CB-RENDER-03 */
static void links_of_known_schemes_keep_their_address(void **state) {
    (void)state;
    check("[a](https://x.org/?q=1&r=2)", "p@'https://x.org/?q=1&r=2't'a'/@/p");
    check("[a](HTTP://x)", "p@'HTTP://x't'a'/@/p");
    check("<a@b.org>", "p@'mailto:a@b.org't'a@b.org'/@/p");
    check("[a](javascript:alert(1))", "p@t'a'/@/p");
    check("[a](data:text/html,x)", "p@t'a'/@/p");
    check("[a](file:///etc/passwd)", "p@t'a'/@/p");
    check("[a](http://x/&#x202E;y)", "p@t'a'/@/p");
    check("![in [n](http://n)](http://i)", "pt'in n'/p");
}

/* CB-RENDER-04 */
static void references_smuggle_no_controls(void **state) {
    (void)state;
    check("a&#x202E;b", "pt'a<U+202E>b'/p");
    check("a&#8;b", "pt'a<U+0008>b'/p");
    check("a&#10;b&#9;c", "pt'a b c'/p");
    check("a&#0;b", "pt'a\xef\xbf\xbd"
                    "b'/p");
}

/* CB-RENDER-05 */
static void size_and_encoding_are_checked(void **state) {
    (void)state;
    static char large[CB_MARKDOWN_SIZE + 2];
    memset(large, 'a', CB_MARKDOWN_SIZE + 1);
    cb_arena *arena = cb_arena_new(TEST_ARENA);
    const cb_mark_event *events;
    size_t count;
    cb_error e = {0};
    assert_int_equal(cb_markdown(arena, large, &events, &count, &e), CB_INPUT);
    assert_non_null(strstr(e.text, "65537"));
    large[CB_MARKDOWN_SIZE] = 0;
    cb_error_clear(&e);
    assert_int_equal(cb_markdown(arena, large, &events, &count, &e), CB_OK);
    assert_int_equal(cb_markdown(arena, "a\xff", &events, &count, &e), CB_INPUT);
    cb_arena_free(arena);
}

static int deepest(const cb_mark_event *events, size_t count) {
    int depth = 0, most = 0;
    for (size_t i = 0; i < count; i++) {
        bool closes = !events[i].enter;
        bool opens = events[i].enter && events[i].mark != CB_MARK_TEXT && events[i].mark != CB_MARK_BREAK;
        depth += opens - closes;
        assert_true(depth >= 0);
        most = depth > most ? depth : most;
    }
    assert_int_equal(depth, 0);
    return most;
}

static void check_deep(cb_arena *arena, const char *unit) {
    cb_buf b;
    cb_buf_init(&b, CB_MARKDOWN_SIZE);
    for (int i = 0; i < 400; i++)
        cb_buf_text(&b, unit);
    cb_buf_text(&b, "kept");
    const cb_mark_event *events;
    size_t count;
    cb_error e = {0};
    assert_int_equal(cb_markdown(arena, b.data, &events, &count, &e), CB_OK);
    assert_in_range(deepest(events, count), CB_MARKDOWN_DEPTH - 1, 2 * CB_MARKDOWN_DEPTH + 1);
    bool kept = false;
    for (size_t i = 0; i < count; i++)
        kept |= events[i].mark == CB_MARK_TEXT && strstr(events[i].text, "kept") != NULL;
    assert_true(kept);
    cb_buf_free(&b);
}

/* CB-RENDER-05 */
static void depth_is_capped_and_text_kept(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(TEST_ARENA);
    check_deep(arena, "> ");
    check_deep(arena, "- ");
    check_deep(arena, "1) > ");
    cb_arena_free(arena);
}

/* CB-RENDER-05 */
static void memory_failures_are_reported(void **state) {
    (void)state;
    cb_status status = CB_INTERNAL;
    int failures = 0;
    for (long n = 1; status != CB_OK; n++) {
        cb_arena *arena = cb_arena_new(TEST_ARENA);
        const cb_mark_event *events;
        size_t count;
        cb_error e = {0};
        cb_fault_allocation(n);
        status = cb_markdown(arena, "a **b** [c](http://d) <e>\n\n- f\n\n<div>\nx\n", &events, &count, &e);
        cb_fault_allocation(0);
        failures += status != CB_OK;
        if (status != CB_OK)
            assert_string_not_equal(e.text, "");
        cb_arena_free(arena);
        assert_true(n < 1000);
    }
    assert_true(failures > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_and_spans),
        cmocka_unit_test(html_and_images_become_text),
        cmocka_unit_test(links_of_known_schemes_keep_their_address),
        cmocka_unit_test(references_smuggle_no_controls),
        cmocka_unit_test(size_and_encoding_are_checked),
        cmocka_unit_test(depth_is_capped_and_text_kept),
        cmocka_unit_test(memory_failures_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
