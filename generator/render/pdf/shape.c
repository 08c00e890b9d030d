/* shape.c: text into glyphs: runs of one style, direction, font and script are shaped by HarfBuzz. */
#include "text.h"

#include "bidi.h"
#include "casebound/base/memory.h"
#include "casebound/base/utf8.h"
#include <hb.h>
#include <string.h>

enum { TEXT_MAXIMUM = 1 << 20, NO_BREAK_SPACE = 0xA0, ZERO_WIDTH_JOINER = 0x200D, ZERO_WIDTH_SPACE = 0x200B };

/* What is known of a character before shaping; one for each byte, the first of a character counts. */
typedef struct byte_facts {
    pdf_font *font;
    const pdf_style *style;
    hb_script_t script;
} byte_facts;

typedef struct shaper {
    cb_arena *arena;
    pdf_fonts *fonts;
    hb_buffer_t *buffer;
    char *bytes; /* the texts as they are, one behind the other */
    char *drawn; /* the same with tabs and line ends as spaces */
    size_t size;
    byte_facts *facts;
    pdf_style *styles; /* of the spans, which the caller may take back */
    uint8_t *levels;
    pdf_text *out;
    size_t capacity;
} shaper;

static hb_unicode_general_category_t category_of(uint32_t point) {
    return hb_unicode_general_category(hb_unicode_funcs_get_default(), point);
}

static bool is_mark(uint32_t point) {
    hb_unicode_general_category_t c = category_of(point);
    return c == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK || c == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
           c == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

/* Default_Ignorable_Code_Point of Unicode: HarfBuzz hides what a font lacks of them. */
static bool is_ignorable(uint32_t p) {
    static const uint32_t ranges[][2] = {{0xAD, 0xAD},     {0x34F, 0x34F},   {0x115F, 0x1160},   {0x17B4, 0x17B5},
                                         {0x180B, 0x180F}, {0x200B, 0x200D}, {0x2060, 0x2065},   {0x3164, 0x3164},
                                         {0xFE00, 0xFE0F}, {0xFFA0, 0xFFA0}, {0x1BCA0, 0x1BCA3}, {0xE0000, 0xE0FFF}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (p >= ranges[i][0] && p <= ranges[i][1])
            return true;
    return false;
}

static bool font_has(const pdf_font *font, uint32_t point) {
    if (cb_pdf_font_glyph(font, point) || is_ignorable(point))
        return true;
    /* HarfBuzz makes other spaces of the plain one. */
    return category_of(point) == HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR && cb_pdf_font_glyph(font, ' ');
}

/* Bytes of one letter with the marks on it. */
static size_t letter_size(cb_str rest) {
    size_t all = rest.n;
    uint32_t before = cb_utf8_next(&rest);
    while (rest.n) {
        cb_str next = rest;
        uint32_t point = cb_utf8_next(&next);
        if (!is_mark(point) && !is_ignorable(point) && before != ZERO_WIDTH_JOINER)
            break;
        before = point;
        rest = next;
    }
    return all - rest.n;
}

static bool font_has_all(const pdf_font *font, cb_str letter) {
    while (letter.n)
        if (!font_has(font, cb_utf8_next(&letter)))
            return false;
    return true;
}

/* A font may have é and not the accent alone; shaping composes it. */
static bool font_composes(const shaper *s, const pdf_font *font, cb_str letter) {
    hb_buffer_clear_contents(s->buffer);
    hb_buffer_add_utf8(s->buffer, letter.s, (int)letter.n, 0, (int)letter.n);
    hb_buffer_set_direction(s->buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(s->buffer, HB_SCRIPT_LATIN);
    hb_shape(cb_pdf_font_handle(font), s->buffer, NULL, 0);
    unsigned count = 0;
    const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(s->buffer, &count);
    for (unsigned i = 0; i < count; i++)
        if (!glyphs[i].codepoint)
            return false;
    return count > 0;
}

static pdf_font *font_for(const shaper *s, const pdf_chain *chain, cb_str letter) {
    for (size_t i = 0; i < chain->count; i++)
        if (font_has_all(chain->fonts[i], letter))
            return chain->fonts[i];
    for (size_t i = 0; i < chain->count; i++)
        if (font_composes(s, chain->fonts[i], letter))
            return chain->fonts[i];
    return NULL;
}

static cb_status no_glyph(uint32_t point, uint32_t *missing, cb_error *e) {
    if (cb_memory_refused())
        return cb_fail_memory(e);
    *missing = point;
    return cb_fail(e, CB_INPUT, "no font has a glyph for U+%04X", (unsigned)point);
}

/* The character of a letter that no font of the chain has; the letter's first one where only the whole is missing. */
static uint32_t missing_character(const pdf_chain *chain, cb_str letter) {
    cb_str rest = letter, whole = letter;
    while (rest.n) {
        uint32_t point = cb_utf8_next(&rest);
        bool found = false;
        for (size_t i = 0; i < chain->count && !found; i++)
            found = font_has(chain->fonts[i], point);
        if (!found)
            return point;
    }
    return cb_utf8_next(&whole);
}

static cb_status choose_fonts(shaper *s, uint32_t *missing, cb_error *e) {
    for (size_t at = 0; at < s->size;) {
        cb_str letter = {s->drawn + at, s->size - at};
        letter.n = letter_size(letter);
        const pdf_chain *chain = &s->fonts->chains[s->facts[at].style->face];
        pdf_font *font = font_for(s, chain, letter);
        if (!font)
            return no_glyph(missing_character(chain, letter), missing, e);
        for (size_t i = 0; i < letter.n; i++)
            s->facts[at + i].font = font;
        at += letter.n;
    }
    return CB_OK;
}

/* Characters of no script of their own take that of the letter before them, at the beginning Latin. */
static void choose_scripts(shaper *s) {
    hb_script_t script = HB_SCRIPT_LATIN;
    cb_str rest = {s->drawn, s->size};
    while (rest.n) {
        size_t at = s->size - rest.n;
        hb_script_t own = hb_unicode_script(hb_unicode_funcs_get_default(), cb_utf8_next(&rest));
        if (own != HB_SCRIPT_COMMON && own != HB_SCRIPT_INHERITED && own != HB_SCRIPT_UNKNOWN)
            script = own;
        for (; at < s->size - rest.n; at++)
            s->facts[at].script = script;
    }
}

static bool same_run(const shaper *s, size_t a, size_t b) {
    const byte_facts *x = &s->facts[a], *y = &s->facts[b];
    return x->font == y->font && x->style == y->style && x->script == y->script && s->levels[a] == s->levels[b];
}

static void classify(const shaper *s, pdf_glyph *g) {
    cb_str text = {s->bytes + g->at, g->size};
    uint32_t point = cb_utf8_next(&text);
    g->line_end = point == '\n';
    g->space = point == '\n' || point == '\t' || point == ZERO_WIDTH_SPACE ||
               (category_of(point) == HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR && point != NO_BREAK_SPACE &&
                point != 0x202F && point != 0x2007);
    bool joiner = g->at >= 3 && memcmp(s->bytes + g->at - 3, "\xe2\x80\x8d", 3) == 0;
    g->joins = is_mark(point) || is_ignorable(point) || joiner;
    g->pause = point < 0x80 && strchr(":;,/_|&=)", (int)point) != NULL;
}

/* The glyphs [from, to) of HarfBuzz's output are one cluster that ends at byte `end`. */
static bool take_cluster(shaper *s, unsigned from, unsigned to, size_t end, bool backward) {
    unsigned all = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(s->buffer, &all);
    const hb_glyph_position_t *places = hb_buffer_get_glyph_positions(s->buffer, &all);
    for (unsigned n = 0; n < to - from; n++) {
        unsigned i = backward ? to - 1 - n : from + n;
        pdf_glyph *grown = cb_grow(s->arena, s->out->glyphs, s->out->glyph_count, &s->capacity, sizeof *grown);
        if (!grown)
            return false;
        s->out->glyphs = grown;
        pdf_glyph *g = &grown[s->out->glyph_count++];
        const byte_facts *facts = &s->facts[infos[from].cluster];
        double scale = facts->style->size / cb_pdf_font_units(facts->font);
        *g = (pdf_glyph){.font = facts->font,
                         .style = facts->style,
                         .id = infos[i].codepoint,
                         .at = infos[from].cluster,
                         .level = s->levels[infos[from].cluster],
                         .joins = n > 0};
        g->advance = places[i].x_advance * scale;
        g->dx = places[i].x_offset * scale;
        g->dy = places[i].y_offset * scale;
        if (n == 0) {
            g->size = (uint32_t)(end - g->at);
            classify(s, g);
        }
    }
    return true;
}

/* HarfBuzz gives glyphs from left to right; they are kept in the order of the text. */
static bool take_glyphs(shaper *s, size_t run_end, bool backward) {
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(s->buffer, &count);
    for (unsigned done = 0; done < count;) {
        unsigned from = backward ? count - 1 - done : done, to = from + 1;
        uint32_t cluster = infos[from].cluster;
        while (backward && from > 0 && infos[from - 1].cluster == cluster)
            from--;
        while (!backward && to < count && infos[to].cluster == cluster)
            to++;
        done += to - from;
        size_t end = run_end;
        if (done < count)
            end = backward ? infos[from - 1].cluster : infos[to].cluster;
        if (!take_cluster(s, from, to, end, backward))
            return false;
    }
    return true;
}

static bool shape_run(shaper *s, size_t from, size_t to) {
    /* A ligature would be one glyph for letters between which a line may have to end. */
    static const hb_feature_t features[] = {{HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1}};
    bool backward = s->levels[from] == 1;
    hb_buffer_clear_contents(s->buffer);
    hb_buffer_set_cluster_level(s->buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
    hb_buffer_set_direction(s->buffer, backward ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(s->buffer, s->facts[from].script);
    hb_buffer_set_language(s->buffer, hb_language_from_string("en", -1)); /* the locale is never asked */
    hb_buffer_add_utf8(s->buffer, s->drawn, (int)s->size, (unsigned)from, (int)(to - from));
    bool shaped = hb_shape_full(cb_pdf_font_handle(s->facts[from].font), s->buffer, features, 1, NULL);
    return shaped && hb_buffer_allocation_successful(s->buffer) && take_glyphs(s, to, backward);
}

static cb_status shape_runs(shaper *s, uint32_t *missing, cb_error *e) {
    for (size_t from = 0; from < s->size;) {
        size_t to = from;
        while (to < s->size && same_run(s, from, to))
            to++;
        if (!shape_run(s, from, to))
            return cb_fail_memory(e);
        from = to;
    }
    for (size_t i = 0; i < s->out->glyph_count; i++) {
        cb_str text = {s->bytes + s->out->glyphs[i].at, s->out->glyphs[i].size};
        if (s->out->glyphs[i].id || !text.n)
            continue;
        return no_glyph(cb_utf8_next(&text), missing, e);
    }
    return CB_OK;
}

static cb_status gather(shaper *s, const pdf_span *spans, size_t count, cb_error *e) {
    for (size_t i = 0; i < count; i++)
        s->size += strlen(spans[i].text);
    if (s->size > TEXT_MAXIMUM)
        return cb_fail(e, CB_INPUT, "a text of %zu bytes is too long for the PDF", s->size);
    s->bytes = cb_alloc(s->arena, s->size + 1);
    s->facts = cb_alloc_array(s->arena, s->size + 1, sizeof *s->facts);
    s->styles = cb_alloc_array(s->arena, count + 1, sizeof *s->styles);
    s->levels = cb_alloc(s->arena, s->size + 1);
    if (!s->bytes || !s->facts || !s->styles || !s->levels)
        return cb_fail_memory(e);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        s->styles[i] = spans[i].style;
        for (const char *p = spans[i].text; *p; p++) {
            s->facts[at].style = &s->styles[i];
            s->bytes[at++] = *p;
        }
    }
    s->drawn = cb_copy_n(s->arena, s->bytes, s->size);
    if (!s->drawn || !cb_pdf_bidi_levels(s->arena, (cb_str){s->bytes, s->size}, s->levels))
        return cb_fail_memory(e);
    for (at = 0; at < s->size; at++)
        if (s->drawn[at] == '\n' || s->drawn[at] == '\t')
            s->drawn[at] = ' ';
    return CB_OK;
}

static double natural_width(const pdf_text *text) {
    double most = 0, width = 0;
    for (size_t i = 0; i < text->glyph_count; i++) {
        width = text->glyphs[i].line_end ? 0 : width + text->glyphs[i].advance;
        most = width > most ? width : most;
    }
    return most;
}

cb_status cb_pdf_text_shape(cb_arena *arena, pdf_fonts *fonts, const pdf_span *spans, size_t count, pdf_text *out,
                            uint32_t *missing, cb_error *e) {
    *out = (pdf_text){0};
    cb_memory_watch();
    shaper s = {.arena = arena, .fonts = fonts, .out = out, .buffer = hb_buffer_create()};
    cb_status status = gather(&s, spans, count, e);
    if (status == CB_OK)
        status = choose_fonts(&s, missing, e);
    if (status == CB_OK) {
        choose_scripts(&s);
        status = shape_runs(&s, missing, e);
    }
    /* HarfBuzz sets a text without kerning, or in fewer marks, where it has no memory for a font's table. */
    if (status == CB_OK && cb_memory_refused())
        status = cb_fail_memory(e);
    hb_buffer_destroy(s.buffer);
    out->bytes = (cb_str){s.drawn, s.drawn ? s.size : 0};
    out->natural = natural_width(out);
    return status;
}
