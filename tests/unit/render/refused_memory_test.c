/* refused_memory_test.c: memory that is refused to what draws: a text is set as always, a page written as always, or
 * there is one error that says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "pdf_example.h"
#include "render/html/tal.h"
#include "render/pdf/font.h"
#include "render/pdf/text.h"
#include "unit/base/refused_memory.h"

#if !defined(__SANITIZE_ADDRESS__)

enum { ARENA = 64 << 20, MOST = 1 << 20 };

typedef cb_status (*drawing)(cb_arena *arena, const cb_pdf_parts *parts, cb_buf *out, cb_error *e);

/* Kerning (AV), a mark that is composed, a letter of another font, Hebrew from right to left; glyphs, places and the
 * bytes of the subset of the first font. */
static cb_status draw_text(cb_arena *arena, const cb_pdf_parts *parts, cb_buf *out, cb_error *e) {
    pdf_fonts fonts;
    pdf_text text;
    uint32_t missing = 0;
    cb_str subset = {0};
    uint16_t map[2];
    static const uint32_t glyphs[2] = {36, 57};
    const pdf_span span = {"AVAToa\xcc\x88 \xe2\x86\xa6 \xd7\xa9\xd7\x9c", {PDF_REGULAR, 10, 0, false}};
    cb_status s = cb_pdf_fonts_open(arena, parts, &fonts, e);
    s = s == CB_OK ? cb_pdf_text_shape(arena, &fonts, &span, 1, &text, &missing, e) : s;
    s = s == CB_OK ? cb_pdf_font_subset(arena, fonts.all[0], glyphs, 2, &subset, map, e) : s;
    for (size_t i = 0; s == CB_OK && i < text.glyph_count; i++) {
        const pdf_glyph *g = &text.glyphs[i];
        cb_buf_printf(out, "%u %u %.3f %.3f %.3f\n", cb_pdf_font_index(g->font), g->id, g->advance, g->dx, g->dy);
    }
    cb_buf_str(out, subset);
    return s;
}

/* A number in full stands in a buffer of its own before it is written. */
static cb_status draw_page(cb_arena *arena, const cb_pdf_parts *parts, cb_buf *out, cb_error *e) {
    (void)parts;
    static const char template[] = "<html xmlns='http://www.w3.org/1999/xhtml' "
                                   "xmlns:tal='http://xml.zope.org/namespaces/tal'>"
                                   "<p tal:content='data:frequency'/><p tal:content='name'/></html>";
    cb_builder b;
    cb_builder_init(&b, arena);
    cb_node *view = cb_node_root(&b);
    cb_node_add_real(&b, view, "frequency", 0.0022361, NULL);
    cb_node_add_text(&b, view, "name", "Ada");
    const cb_tal *tal = NULL;
    const cb_tal_source source = {.file = "page.html", .bytes = cb_str_of(template), .view = view};
    cb_status s = cb_builder_status(&b, e);
    s = s == CB_OK ? cb_tal_compile(arena, &source, &tal, e) : s;
    return s == CB_OK ? cb_tal_write(arena, tal, out, e) : s;
}

typedef struct wanted {
    drawing draw;
    const cb_pdf_parts *parts;
    cb_str whole;
} wanted;

/* Nothing but our own line is to be printed, and that is the caller's. */
static outcome draw_once(long n, const void *with) {
    const wanted *w = with;
    cb_arena *arena = cb_arena_new(ARENA);
    FILE *printed = tmpfile();
    cb_error e = {0};
    cb_buf out;
    cb_buf_init(&out, MOST);
    if (!arena || !printed || dup2(fileno(printed), STDERR_FILENO) < 0) {
        return WRONG;
    }
    countdown = n;
    cb_status s = w->draw(arena, w->parts, &out, &e);
    bool met = countdown == 0;
    countdown = 0;
    s = s == CB_OK ? cb_buf_status(&out, &e) : s;
    bool told = s == CB_INTERNAL && strstr(e.text, "memory"), silent = lseek(fileno(printed), 0, SEEK_END) == 0;
    bool whole = s == CB_OK && cb_str_same(cb_buf_view(&out), w->whole);
    if (!silent || (!told && !whole)) {
        print_message("allocation %ld: %s\n", n, !silent ? "printed" : s == CB_OK ? "drawn otherwise" : e.text);
        return WRONG;
    }
    return !met ? NOT_MET : told ? REFUSED : WHOLE;
}

static void is_drawn_whole_or_not_at_all(drawing draw, const cb_pdf_parts *parts) {
    cb_arena *arena = cb_arena_new(ARENA);
    cb_error e = {0};
    cb_buf whole;
    cb_buf_init(&whole, MOST);
    assert_int_equal(draw(arena, parts, &whole, &e), CB_OK);
    const wanted w = {draw, parts, cb_buf_view(&whole)};
    long counts[NOT_MET + 1] = {0};
    for (long n = 1; counts[NOT_MET] == 0; n++) {
        counts[outcome_apart(draw_once, n, &w)]++;
    }
    assert_int_equal(counts[WRONG], 0);
    assert_true(counts[REFUSED] > 10);
    cb_buf_free(&whole);
    cb_arena_free(arena);
}

/* CB-FAULT-06 */
static void a_text_is_set_as_always_or_not_at_all(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ARENA);
    cb_pdf_parts parts;
    if (!example_pdf_parts(arena, &parts)) {
        cb_arena_free(arena);
        skip();
    }
    is_drawn_whole_or_not_at_all(draw_text, &parts);
    cb_arena_free(arena);
}

/* CB-FAULT-06 */
static void a_page_is_written_whole_or_not_at_all(void **state) {
    (void)state;
    is_drawn_whole_or_not_at_all(draw_page, NULL);
}

#else

/* CB-FAULT-06 */
static void a_text_is_set_as_always_or_not_at_all(void **state) {
    (void)state;
    skip();
}

/* CB-FAULT-06 */
static void a_page_is_written_whole_or_not_at_all(void **state) {
    (void)state;
    skip();
}

#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_set_as_always_or_not_at_all),
        cmocka_unit_test(a_page_is_written_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
