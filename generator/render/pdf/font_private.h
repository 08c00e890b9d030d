/* font_private.h: what a font remembers; for font.c and subset.c. */
#ifndef CASEBOUND_RENDER_PDF_FONT_PRIVATE_H
#define CASEBOUND_RENDER_PDF_FONT_PRIVATE_H

#include "font.h"
#include <hb.h>

enum { PDF_FONT_NAME = 80 };

typedef struct pdf_code {
    uint32_t glyph;
    cb_str text;  /* what extraction gives for it */
    double width; /* thousandths of the size */
} pdf_code;

struct pdf_font {
    const cb_font_file *file;
    hb_face_t *face;
    hb_font_t *font;
    unsigned units, index;
    char name[PDF_FONT_NAME]; /* PostScript */
    int ascent, descent, cap_height, box[4];
    float slant;
    pdf_code *codes; /* by code; code 0 is .notdef and has no entry */
    unsigned count;
    size_t code_capacity;
    uint32_t *table; /* hash of glyph and text to code */
    size_t table_size;
};

#endif
