/* text.h: texts shaped, broken into lines and drawn. */
#ifndef CASEBOUND_RENDER_PDF_TEXT_H
#define CASEBOUND_RENDER_PDF_TEXT_H

#include "font.h"

typedef struct pdf_style {
    pdf_face face;
    double size;    /* points */
    unsigned color; /* 0xRRGGBB */
    bool slanted;   /* emphasis */
} pdf_style;

typedef struct pdf_span {
    const char *text; /* a line end in it ends a line */
    pdf_style style;
} pdf_span;

/* In the order of the text; lengths in points. */
typedef struct pdf_glyph {
    pdf_font *font;
    uint32_t id;
    const pdf_style *style;
    double advance, dx, dy;
    uint32_t at, size; /* the bytes that it stands for; size 0: a further glyph of what stands before it */
    uint8_t level;     /* see bidi.h */
    bool space;        /* a line may end behind it */
    bool line_end;     /* a line must end here; nothing is drawn */
    bool joins;        /* no line may end before it */
    bool pause;        /* in a word too long for a line, the better place to end one is behind it */
} pdf_glyph;

typedef struct pdf_line {
    size_t first, count; /* glyphs, with the space at its end */
    double width;        /* without that space */
} pdf_line;

typedef struct pdf_text {
    cb_str bytes; /* all spans, with tabs and line ends as spaces */
    pdf_glyph *glyphs;
    size_t glyph_count;
    pdf_line *lines;
    size_t line_count;
    double natural; /* the width of its longest line if nothing had to be broken */
} pdf_text;

/* Shapes the spans. A character that no font has: CB_INPUT, and *missing is its code point. The result lives in
 * `arena` alone. */
cb_status cb_pdf_text_shape(cb_arena *arena, pdf_fonts *fonts, const pdf_span *spans, size_t count, pdf_text *out,
                            uint32_t *missing, cb_error *e) CB_MUST_USE;
/* Breaks it into lines of at most `width` points: at spaces, and where a word is longer than a line, between its
 * letters. Only one letter that is wider than the line sticks out. False when memory is out. */
bool cb_pdf_text_break(cb_arena *arena, pdf_text *text, double width) CB_MUST_USE;
/* Appends the operators that draw a line with its baseline beginning at x, y (points, from the lower left corner). */
cb_status cb_pdf_text_draw(cb_arena *arena, pdf_fonts *fonts, const pdf_text *text, size_t line, double x, double y,
                           cb_buf *content, cb_error *e) CB_MUST_USE;

#endif
