/* lines.c: glyphs into lines, and lines onto the page. */
#include "text.h"

#include "bidi.h"
#include "write.h"
#include <math.h>

/* Rounding must not break a text that was measured to fit. */
static const double SLACK = 0.01;

typedef struct breaker {
    cb_arena *arena;
    pdf_text *text;
    size_t capacity;
    double width;
} breaker;

static bool add_line(breaker *b, size_t first, size_t end) {
    pdf_line *grown = cb_grow(b->arena, b->text->lines, b->text->line_count, &b->capacity, sizeof *grown);
    if (!grown)
        return false;
    b->text->lines = grown;
    size_t last = end;
    while (last > first && b->text->glyphs[last - 1].space)
        last--;
    double width = 0;
    for (size_t i = first; i < last; i++)
        width += b->text->glyphs[i].advance;
    /* One space stays, so that extraction does not glue the words of two lines together. */
    size_t kept = last < end ? last + 1 : last;
    grown[b->text->line_count++] = (pdf_line){first, kept - first, width};
    return true;
}

static bool word_fits_a_line(const breaker *b, size_t from) {
    double width = 0;
    for (size_t i = from; i < b->text->glyph_count && !b->text->glyphs[i].space; i++) {
        width += b->text->glyphs[i].advance;
        if (width > b->width + SLACK)
            return false;
    }
    return true;
}

/* Where a line ends that begins at `first` and whose glyph `at` does not fit, within a word: behind a pause of its
 * second half, else before `at`. */
static size_t break_word(const breaker *b, size_t first, size_t at) {
    const pdf_glyph *g = b->text->glyphs;
    size_t half = first + (at - first) / 2;
    for (size_t i = at; i > half && i > first; i--)
        if (g[i - 1].pause && !g[i].joins)
            return i;
    size_t end = at;
    while (end > first && g[end].joins)
        end--;
    if (end > first)
        return end;
    for (end = first + 1; end < b->text->glyph_count && g[end].joins;)
        end++;
    return end;
}

/* The end of the line that begins at `first`. */
static size_t line_end(const breaker *b, size_t first) {
    const pdf_glyph *g = b->text->glyphs;
    size_t space = first; /* behind the last space */
    double width = 0;
    for (size_t i = first; i < b->text->glyph_count; i++) {
        if (g[i].line_end)
            return i + 1;
        width += g[i].advance;
        if (g[i].space)
            space = i + 1;
        else if (width > b->width + SLACK)
            return space > first && word_fits_a_line(b, space) ? space : break_word(b, first, i);
    }
    return b->text->glyph_count;
}

bool cb_pdf_text_break(cb_arena *arena, pdf_text *text, double width) {
    breaker b = {.arena = arena, .text = text, .width = width};
    text->lines = NULL;
    text->line_count = 0;
    for (size_t first = 0; first < text->glyph_count;) {
        size_t end = line_end(&b, first);
        if (!add_line(&b, first, end))
            return false;
        first = end;
    }
    return text->line_count > 0 || add_line(&b, 0, 0);
}

/* Part of a line that is drawn by one operator: one font, style and direction. */
typedef struct segment {
    size_t first, end;
    double x, width;
    uint8_t level;
} segment;

static bool same_segment(const pdf_glyph *a, const pdf_glyph *b) {
    return a->font == b->font && a->style == b->style && a->level == b->level;
}

static size_t split(const pdf_text *text, const pdf_line *line, segment *segments) {
    size_t count = 0, end = line->first + line->count;
    for (size_t i = line->first; i < end; i++) {
        const pdf_glyph *g = &text->glyphs[i];
        if (i == line->first || !same_segment(g - 1, g))
            segments[count++] = (segment){.first = i, .level = g->level};
        segments[count - 1].end = i + 1;
        segments[count - 1].width += g->advance;
    }
    /* The space at the end of a line stands at the right end, whatever its neighbours (rule L1). */
    if (count && segments[count - 1].level && text->glyphs[end - 1].space) {
        segment *last = &segments[count - 1];
        double advance = text->glyphs[end - 1].advance;
        last->width -= advance;
        last->end--;
        size_t at = last->end > last->first ? count++ : count - 1;
        segments[at] = (segment){.first = end - 1, .end = end, .width = advance};
    }
    return count;
}

static bool place(cb_arena *arena, segment *segments, size_t count, double x) {
    uint8_t *levels = cb_alloc(arena, count + 1);
    size_t *order = cb_alloc_array(arena, count + 1, sizeof *order);
    if (!levels || !order)
        return false;
    for (size_t i = 0; i < count; i++)
        levels[i] = segments[i].level;
    cb_pdf_bidi_order(levels, count, order);
    for (size_t i = 0; i < count; i++) {
        segments[order[i]].x = x;
        x += segments[order[i]].width;
    }
    return true;
}

typedef struct pen {
    pdf_fonts *fonts;
    const pdf_text *text;
    cb_buf *out;
    double size, drift, rise; /* drift: where the viewer's pen stands too far right, in thousandths of the size */
    bool open;                /* within < > */
    bool failed;
} pen;

static void close_string(pen *p) {
    if (p->open)
        cb_buf_char(p->out, '>');
    p->open = false;
}

/* Brings the viewer's pen to where the next glyph stands. */
static void settle(pen *p) {
    static const double SEEN = 0.5;
    if (fabs(p->drift) < SEEN)
        return;
    close_string(p);
    cb_pdf_write_number(p->out, p->drift, 2);
    p->drift -= round(p->drift * 100) / 100;
}

static void set_rise(pen *p, double rise) {
    if (fabs(rise - p->rise) < 0.005)
        return;
    close_string(p);
    cb_buf_text(p->out, "]TJ ");
    cb_pdf_write_number(p->out, rise, 2);
    cb_buf_text(p->out, " Ts[");
    p->rise = rise;
}

/* Text that extraction gives for a further glyph of a cluster: a zero-width space; ActualText holds the whole. */
static const char FURTHER[] = "\xe2\x80\x8b";

static void draw_glyph(pen *p, const pdf_glyph *g) {
    cb_str text = g->size ? (cb_str){p->text->bytes.s + g->at, g->size} : cb_str_of(FURTHER);
    if (text.n > PDF_CLUSTER_BYTES)
        text = cb_str_of(FURTHER);
    unsigned code = cb_pdf_font_code(p->fonts, g->font, g->id, text);
    if (!code) {
        p->failed = true;
        return;
    }
    double unit = 1000 / p->size;
    set_rise(p, g->dy);
    p->drift -= g->dx * unit;
    settle(p);
    if (!p->open)
        cb_buf_char(p->out, '<');
    p->open = true;
    cb_buf_printf(p->out, "%04X", code);
    p->drift += cb_pdf_font_code_width(g->font, code) - (g->advance - g->dx) * unit;
}

/* Glyphs that do not stand for one text each need ActualText (ISO 32000-1 section 14.9.4). */
static bool needs_actual_text(const pdf_text *text, const segment *s) {
    for (size_t i = s->first; i < s->end; i++)
        if (!text->glyphs[i].size || text->glyphs[i].size > PDF_CLUSTER_BYTES)
            return true;
    return false;
}

static void write_actual_text(cb_buf *out, const pdf_text *text, const segment *s) {
    const pdf_glyph *first = &text->glyphs[s->first];
    size_t end = first->at;
    for (size_t i = s->first; i < s->end; i++)
        if (text->glyphs[i].size)
            end = text->glyphs[i].at + text->glyphs[i].size;
    cb_buf_text(out, "/Span<</ActualText<FEFF");
    cb_pdf_write_utf16(out, (cb_str){text->bytes.s + first->at, end - first->at});
    cb_buf_text(out, ">>>BDC\n");
}

static void write_font(cb_buf *out, const pdf_glyph *g) {
    cb_buf_printf(out, "/F%u ", cb_pdf_font_index(g->font));
    cb_pdf_write_number(out, g->style->size, 2);
    cb_buf_text(out, " Tf ");
    for (int shift = 16; shift >= 0; shift -= 8) {
        cb_pdf_write_number(out, (double)(g->style->color >> shift & 0xff) / 255, 3);
        cb_buf_char(out, ' ');
    }
    cb_buf_text(out, g->style->slanted ? "rg 1 0 .2 1 " : "rg 1 0 0 1 ");
}

static void draw_segment(pen *p, const segment *s, double y) {
    const pdf_glyph *first = &p->text->glyphs[s->first];
    bool actual = needs_actual_text(p->text, s);
    if (actual)
        write_actual_text(p->out, p->text, s);
    cb_buf_text(p->out, "BT ");
    write_font(p->out, first);
    cb_pdf_write_number(p->out, s->x, 2);
    cb_buf_char(p->out, ' ');
    cb_pdf_write_number(p->out, y, 2);
    cb_buf_text(p->out, " Tm[");
    p->size = first->style->size;
    p->drift = p->rise = 0;
    bool backward = s->level == 1;
    if (backward) /* drawn in the order of the text, from the right end, so that extraction gives that order */
        p->drift = -s->width * 1000 / p->size;
    for (size_t i = s->first; i < s->end; i++) {
        const pdf_glyph *g = &p->text->glyphs[i];
        double back = backward ? g->advance * 1000 / p->size : 0;
        p->drift += back;
        draw_glyph(p, g);
        p->drift += back;
    }
    close_string(p);
    cb_buf_text(p->out, "]TJ");
    cb_buf_text(p->out, p->rise != 0 ? " 0 Ts ET\n" : " ET\n");
    if (actual)
        cb_buf_text(p->out, "EMC\n");
}

cb_status cb_pdf_text_draw(cb_arena *arena, pdf_fonts *fonts, const pdf_text *text, size_t number, double x, double y,
                           cb_buf *content, cb_error *e) {
    const pdf_line *line = &text->lines[number];
    segment *segments = cb_alloc_array(arena, line->count + 2, sizeof *segments);
    if (!segments)
        return cb_fail_memory(e);
    size_t count = split(text, line, segments);
    if (!place(arena, segments, count, x))
        return cb_fail_memory(e);
    pen p = {.fonts = fonts, .text = text, .out = content};
    for (size_t i = 0; i < count; i++)
        draw_segment(&p, &segments[i], y);
    return p.failed ? cb_fail(e, CB_INTERNAL, "a font of the PDF is used up, or memory is out") : CB_OK;
}
