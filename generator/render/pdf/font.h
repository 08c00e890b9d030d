/* font.h: the chains of fonts, what was used of each, and the subsets that are embedded. HarfBuzz's own types stay in
 * font.c and shape.c. */
#ifndef CASEBOUND_RENDER_PDF_FONT_H
#define CASEBOUND_RENDER_PDF_FONT_H

#include "casebound/render/pdf.h"
#include "document.h"

typedef enum pdf_face { PDF_REGULAR, PDF_BOLD, PDF_MONO, PDF_FACES } pdf_face;

typedef struct pdf_font pdf_font;

typedef struct pdf_chain {
    pdf_font **fonts;
    size_t count;
} pdf_chain;

typedef struct pdf_fonts {
    cb_arena *arena;
    pdf_font **all; /* each file once */
    size_t count, capacity;
    pdf_chain chains[PDF_FACES]; /* the face's own fonts, then those of the other faces */
    bool part_one; /* PDF/A-1: each font lists its codes */
} pdf_fonts;

enum { PDF_CLUSTER_BYTES = 64 }; /* of text that one glyph stands for, at most */

/* Opens the fonts of `parts`; a file that is not TrueType with outlines is CB_INPUT. Freed with the arena. */
cb_status cb_pdf_fonts_open(cb_arena *arena, const cb_pdf_parts *parts, pdf_fonts *out, cb_error *e) CB_MUST_USE;

/* Glyph 0 when the font has none for this code point. */
uint32_t cb_pdf_font_glyph(const pdf_font *font, uint32_t point);

/* The number under which "this glyph, standing for this text" is shown; allotted on first use. 0: memory, or all 65,535
 * are used. */
unsigned cb_pdf_font_code(pdf_fonts *fonts, pdf_font *font, uint32_t glyph, cb_str text);
/* Its width, in thousandths of the size; what the W array says. */
double cb_pdf_font_code_width(const pdf_font *font, unsigned code);
/* Its place in the Font resources: "F1" is 1. */
unsigned cb_pdf_font_index(const pdf_font *font);
/* Units of its design space to one em. */
unsigned cb_pdf_font_units(const pdf_font *font);
/* The hb_font_t. */
void *cb_pdf_font_handle(const pdf_font *font);

/* Embeds a subset of each font that was used; *resources is the Font resource dictionary of all pages. */
cb_status cb_pdf_fonts_write(pdf_fonts *fonts, pdf_document *d, pdf_ref *resources, cb_error *e) CB_MUST_USE;

/* The subset of `glyphs` (numbers of the original font): its bytes, and map[i] the new number of glyphs[i]. */
cb_status cb_pdf_font_subset(cb_arena *arena, const pdf_font *font, const uint32_t *glyphs, size_t count, cb_str *bytes,
                             uint16_t *map, cb_error *e) CB_MUST_USE;

#endif
