/* refused_memory_test.c: memory that is refused to what reads PEM, a page or a PDF's stream: it is read as always, or
 * there is an error that says so, and nothing good is called damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "casebound/seal/pdf_object.h"
#include "casebound/seal/pem.h"
#include "unit/base/refused_memory.h"
#include "unit/verify/world.h"
#include "verify/html.h"

#if !defined(__SANITIZE_ADDRESS__)

enum { ARENA = 4 << 20 };

/* Whether the allocation that was to fail has been asked for; none fails from here on. */
static bool was_met(void) {
    bool met = countdown == 0;
    countdown = 0;
    return met;
}

static outcome judged(bool met, cb_status s, const cb_error *e, bool whole) {
    bool told = s == CB_INTERNAL && strstr(e->text, "memory");
    outcome found = told ? REFUSED : s == CB_OK && whole ? WHOLE : WRONG;
    return met || found == WRONG ? found : NOT_MET;
}

static outcome read_blocks(long n, const void *with) {
    static const char text[] = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n"
                               "-----BEGIN CERTIFICATE-----\nBAUG\n-----END CERTIFICATE-----\n";
    (void)with;
    cb_arena *arena = cb_arena_new(ARENA);
    const cb_str *list = NULL;
    size_t count = 0;
    cb_error e = {0};
    countdown = n;
    cb_status s = cb_pem_read(arena, cb_str_of(text), CB_PEM_CERTIFICATE, 9, "x.pem", &list, &count, &e);
    bool met = was_met();
    return judged(met, s, &e, count == 2 && cb_str_is(list[0], "\1\2\3") && cb_str_is(list[1], "\4\5\6"));
}

static outcome look_at_page(long n, const void *page) {
    cb_arena *arena = cb_arena_new(ARENA);
    cb_findings f = {0};
    cb_html_result out;
    cb_error e = {0};
    cb_checking c = {.arena = arena, .out = &f};
    countdown = n;
    cb_status s = cb_html_verify(&c, "page.html", *(const cb_str *)page, &out, &e);
    bool met = was_met();
    if (s == CB_OK && c.no_memory) { /* the verdict is void, which the caller says */
        return REFUSED;
    }
    return judged(met, s, &e, f.count == 1 && f.failed == 0 && strncmp(f.list[0].text, "page.html: nothing", 18) == 0);
}

/* What libqpdf ends itself counts as refused: in a process of its own. */
static outcome read_stream(long n, const void *bytes) {
    cb_arena *arena = cb_arena_new(ARENA);
    cb_pdf *pdf = NULL;
    cb_str found = {"", 0};
    cb_error e = {0};
    cb_status s = cb_pdf_open(arena, *(const cb_str *)bytes, &pdf, &e);
    cb_pdf_object stream = s ? 0 : cb_pdf_key(pdf, cb_pdf_root(pdf), "/Metadata");
    countdown = n;
    s = s ? s : cb_pdf_raw(pdf, arena, stream, &found, &e);
    s = s ? s : cb_pdf_forget(pdf, &e); /* tells what was null for lack of memory */
    bool met = was_met();
    return judged(met, s, &e, cb_str_is(found, "<x>some metadata</x>"));
}

static void none_is_wrong(outcome (*run)(long n, const void *with), const void *with, long least) {
    long counts[NOT_MET + 1] = {0};
    for (long n = 1; counts[NOT_MET] == 0; n++) {
        counts[outcome_apart(run, n, with)]++;
    }
    assert_int_equal(counts[WRONG], 0);
    assert_true(counts[REFUSED] >= least);
}

/* CB-FAULT-09 */
static void blocks_of_pem_are_not_called_broken(void **state) {
    (void)state;
    cb_error e = {0};
    assert_int_equal(cb_digest_start(&e), CB_OK); /* the program's first step */
    none_is_wrong(read_blocks, NULL, 10);
}

/* CB-FAULT-09 */
static void a_page_is_not_called_active(void **state) {
    (void)state;
    world w = {.arena = cb_arena_new(ARENA)};
    cb_str page = world_page(&w, world_facts(&w), "", "", "");
    none_is_wrong(look_at_page, &page, 3);
    cb_arena_free(w.arena);
}

/* CB-FAULT-09 */
static void a_stream_is_not_called_damaged(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ARENA);
    cb_str bytes = small_pdf_make(arena, &(small_pdf){.second = "Review", .metadata = "<x>some metadata</x>"});
    none_is_wrong(read_stream, &bytes, 10);
    cb_arena_free(arena);
}

#else

/* CB-FAULT-09 */
static void blocks_of_pem_are_not_called_broken(void **state) {
    (void)state;
    skip();
}

/* CB-FAULT-09 */
static void a_page_is_not_called_active(void **state) {
    (void)state;
    skip();
}

/* CB-FAULT-09 */
static void a_stream_is_not_called_damaged(void **state) {
    (void)state;
    skip();
}

#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_pem_are_not_called_broken),
        cmocka_unit_test(a_page_is_not_called_active),
        cmocka_unit_test(a_stream_is_not_called_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
