/* pdf_font_test.c: fonts, shaping, directions and lines. A letter that loses its accent in a subset is a wrong name on
 * a page whose text extraction is right, so the outlines themselves are compared. */
#include "pdf_stress.h"
#include "render/pdf/bidi.h"
#include "render/pdf/text.h"
#include <hb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA = 512 << 20 };

typedef struct setting {
    cb_arena *arena;
    cb_pdf_parts parts;
    pdf_fonts fonts;
} setting;

static void begin(setting *s) {
    cb_error e = {0};
    s->arena = cb_arena_new(ARENA);
    assert_non_null(s->arena);
    if (!example_pdf_parts(s->arena, &s->parts)) {
        cb_arena_free(s->arena);
        skip();
    }
    assert_int_equal(cb_pdf_fonts_open(s->arena, &s->parts, &s->fonts, &e), CB_OK);
}

static void end(setting *s) {
    cb_arena_free(s->arena);
}

/* An outline as text. */
static void add_move(hb_draw_funcs_t *f, void *b, hb_draw_state_t *st, float x, float y, void *u) {
    (void)f, (void)st, (void)u;
    cb_buf_printf(b, "M%.1f %.1f", (double)x, (double)y);
}

static void add_line(hb_draw_funcs_t *f, void *b, hb_draw_state_t *st, float x, float y, void *u) {
    (void)f, (void)st, (void)u;
    cb_buf_printf(b, "L%.1f %.1f", (double)x, (double)y);
}

static void add_curve(hb_draw_funcs_t *f, void *b, hb_draw_state_t *st, float cx, float cy, float x, float y, void *u) {
    (void)f, (void)st, (void)u;
    cb_buf_printf(b, "Q%.1f %.1f %.1f %.1f", (double)cx, (double)cy, (double)x, (double)y);
}

static hb_draw_funcs_t *outline_functions(void) {
    hb_draw_funcs_t *f = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(f, add_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(f, add_line, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(f, add_curve, NULL, NULL);
    return f;
}

/* Latin with all its extensions, Greek, Cyrillic, Vietnamese. */
static const uint32_t RANGES[][2] = {{0x20, 0x17F}, {0x180, 0x24F}, {0x370, 0x52F}, {0x1E00, 0x1FFF}};

static size_t gather_glyphs(const pdf_font *font, uint32_t *glyphs) {
    size_t count = 0;
    for (size_t r = 0; r < sizeof RANGES / sizeof *RANGES; r++)
        for (uint32_t point = RANGES[r][0]; point <= RANGES[r][1]; point++)
            if (cb_pdf_font_glyph(font, point))
                glyphs[count++] = cb_pdf_font_glyph(font, point);
    return count;
}

static void compare_outlines(setting *s, const pdf_font *font) {
    enum { MOST = 4096, LEAST = 500 };
    uint32_t *glyphs = cb_alloc_array(s->arena, MOST, sizeof *glyphs);
    uint16_t *map = cb_alloc_array(s->arena, MOST, sizeof *map);
    cb_error e = {0};
    cb_str bytes;
    size_t count = gather_glyphs(font, glyphs);
    assert_in_range(count, LEAST, MOST);
    assert_int_equal(cb_pdf_font_subset(s->arena, font, glyphs, count, &bytes, map, &e), CB_OK);
    hb_blob_t *blob = hb_blob_create(bytes.s, (unsigned)bytes.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *subset = hb_font_create(face);
    hb_draw_funcs_t *f = outline_functions();
    cb_buf before, after;
    cb_buf_init(&before, 1 << 20);
    cb_buf_init(&after, 1 << 20);
    size_t drawn = 0;
    for (size_t i = 0; i < count; i++) {
        cb_buf_clear(&before);
        cb_buf_clear(&after);
        hb_font_get_glyph_shape(cb_pdf_font_handle(font), glyphs[i], f, &before);
        hb_font_get_glyph_shape(subset, map[i], f, &after);
        drawn += before.size > 0;
        assert_true(cb_str_same(cb_buf_view(&before), cb_buf_view(&after)));
    }
    assert_true(drawn > LEAST / 2);
    cb_buf_free(&before);
    cb_buf_free(&after);
    hb_draw_funcs_destroy(f);
    hb_font_destroy(subset);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
}

/* CB-PDF-01 */
static void subsets_keep_every_outline(void **state) {
    (void)state;
    setting s;
    begin(&s);
    for (size_t i = 0; i < s.fonts.count; i++)
        compare_outlines(&s, s.fonts.all[i]);
    end(&s);
}

static cb_status shape(setting *s, const char *text, double width, pdf_text *out, uint32_t *missing, cb_error *e) {
    pdf_span span = {text, {PDF_REGULAR, 10, 0, false}};
    cb_status status = cb_pdf_text_shape(s->arena, &s->fonts, &span, 1, out, missing, e);
    if (status == CB_OK)
        assert_true(cb_pdf_text_break(s->arena, out, width));
    return status;
}

/* CB-PDF-02 */
static void every_character_is_covered_by_a_glyph(void **state) {
    (void)state;
    setting s;
    begin(&s);
    static const char text[] = STRESS_LETTERS " " STRESS_HEBREW " " STRESS_ARABIC;
    pdf_text out;
    uint32_t missing = 0;
    cb_error e = {0};
    assert_int_equal(shape(&s, text, 100, &out, &missing, &e), CB_OK);
    size_t covered = 0;
    for (size_t i = 0; i < out.glyph_count; i++) {
        assert_int_not_equal(out.glyphs[i].id, 0);
        if (out.glyphs[i].size)
            assert_int_equal(out.glyphs[i].at, covered); /* in the order of the text, without a gap */
        covered += out.glyphs[i].size;
    }
    assert_int_equal(covered, sizeof text - 1);
    end(&s);
}

/* CB-PDF-03 */
static void a_missing_glyph_is_named(void **state) {
    (void)state;
    setting s;
    begin(&s);
    pdf_text out;
    uint32_t missing = 0;
    cb_error e = {0};
    assert_int_equal(shape(&s, "gene \xe7\x8e\x8b", 100, &out, &missing, &e), CB_INPUT); /* U+738B */
    assert_int_equal(missing, 0x738B);
    assert_non_null(strstr(e.text, "U+738B"));
    cb_error_clear(&e);
    assert_int_equal(shape(&s, "\xf0\x9f\xa7\xac", 100, &out, &missing, &e), CB_INPUT); /* U+1F9EC, outside the BMP */
    assert_int_equal(missing, 0x1F9EC);
    end(&s);
}

/* All glyphs stand on lines, in order, and no line is wider than it may be. */
static void check_lines(const pdf_text *text, double width) {
    size_t next = 0;
    for (size_t i = 0; i < text->line_count; i++) {
        const pdf_line *line = &text->lines[i];
        for (; next < line->first; next++)
            assert_true(text->glyphs[next].space);
        assert_int_equal(line->first, next);
        next += line->count;
        assert_true(line->width <= width + 0.02);
    }
    for (; next < text->glyph_count; next++)
        assert_true(text->glyphs[next].space);
}

/* CB-PDF-04 */
static void long_words_are_broken_and_nothing_is_cut(void **state) {
    (void)state;
    setting s;
    begin(&s);
    char *allele = stress_allele(s.arena);
    const char *texts[] = {allele,
                           cb_format(s.arena, "NM_000001.1:c.42_43ins%s p.(?)", allele),
                           "a  b   c",
                           STRESS_LETTERS,
                           "one two\nthree\n\nfour",
                           "p.(Arg201Cys) and p.(Ala467Thr)",
                           ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (double width = 15; width < 300; width *= 1.7) {
            pdf_text out;
            uint32_t missing = 0;
            cb_error e = {0};
            assert_int_equal(shape(&s, texts[i], width, &out, &missing, &e), CB_OK);
            assert_true(out.line_count > 0);
            check_lines(&out, width);
        }
    end(&s);
}

/* CB-PDF-04 */
static void an_accent_stays_with_its_letter(void **state) {
    (void)state;
    setting s;
    begin(&s);
    pdf_text out;
    uint32_t missing = 0;
    cb_error e = {0};
    assert_int_equal(shape(&s, "x\xcc\x84x\xcc\x84x\xcc\x84x\xcc\x84", 3, &out, &missing, &e),
                     CB_OK); /* narrower than a letter */
    assert_int_equal(out.line_count, 4);
    for (size_t i = 0; i < out.line_count; i++)
        assert_int_equal(out.glyphs[out.lines[i].first].at, 3 * i);
    end(&s);
}

static void check_levels(const char *text, const char *expected) {
    cb_arena *arena = cb_arena_new(1 << 20);
    uint8_t levels[200];
    char shown[200];
    size_t size = strlen(text), count = 0;
    assert_true(cb_pdf_bidi_levels(arena, cb_str_of(text), levels));
    for (size_t i = 0; i < size; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            shown[count++] = (char)('0' + levels[i]);
    shown[count] = 0;
    assert_string_equal(shown, expected);
    cb_arena_free(arena);
}

/* CB-PDF-05 */
static void directions_follow_the_standard(void **state) {
    (void)state;
    check_levels("abc 12", "000000");
    check_levels("a \xd7\x90\xd7\x91 b", "001100");
    check_levels("\xd7\x90 12.5 \xd7\x91", "11222211"); /* a number within Hebrew */
    check_levels("\xd7\x90 (c) \xd7\x91", "1000001");   /* neutrals between different directions go with the line */
    check_levels("\xd9\x85 +5%", "11120");              /* rule W2: an Arabic number has no signs beside it */
    check_levels("\xd9\x85\xd9\x8e\xd8\xad", "111");    /* a vowel mark follows its letter */
    uint8_t levels[] = {0, 1, 2, 1, 0};
    size_t order[5], expected[] = {0, 3, 2, 1, 4};
    cb_pdf_bidi_order(levels, 5, order);
    assert_memory_equal(order, expected, sizeof expected);
}

/* CB-PDF-06 */
static void what_is_no_truetype_font_is_refused(void **state) {
    (void)state;
    setting s;
    begin(&s);
    cb_font_file broken = {"broken.ttf", {"not a font at all", 17}};
    cb_pdf_parts parts = s.parts;
    pdf_fonts fonts;
    cb_error e = {0};
    parts.bold = &broken;
    parts.bold_count = 1;
    assert_int_equal(cb_pdf_fonts_open(s.arena, &parts, &fonts, &e), CB_INPUT);
    assert_non_null(strstr(e.text, "broken.ttf"));
    end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subsets_keep_every_outline),
        cmocka_unit_test(every_character_is_covered_by_a_glyph),
        cmocka_unit_test(a_missing_glyph_is_named),
        cmocka_unit_test(long_words_are_broken_and_nothing_is_cut),
        cmocka_unit_test(an_accent_stays_with_its_letter),
        cmocka_unit_test(directions_follow_the_standard),
        cmocka_unit_test(what_is_no_truetype_font_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
