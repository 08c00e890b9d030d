/* pdf_example.h: fonts and profile of the system's packages, for the tests of the PDF; they skip where the packages are
 * absent. */
#ifndef CASEBOUND_TESTS_PDF_EXAMPLE_H
#define CASEBOUND_TESTS_PDF_EXAMPLE_H

#include "casebound/base/file.h"
#include "casebound/render/pdf.h"

#define EXAMPLE_FONTS "/usr/share/fonts/truetype/"
#define EXAMPLE_PROFILE "/usr/share/color/icc/sRGB.icc"

enum { EXAMPLE_FONT_SIZE = 16 << 20, EXAMPLE_CHAIN = 2, EXAMPLE_CREATED = 1795305600 /* 2026-11-22 */ };

static const char *const example_chains[3][EXAMPLE_CHAIN] = {
    {"noto/NotoSans-Regular.ttf", "dejavu/DejaVuSans.ttf"},
    {"noto/NotoSans-Bold.ttf", "dejavu/DejaVuSans-Bold.ttf"},
    {"dejavu/DejaVuSansMono.ttf", "dejavu/DejaVuSans.ttf"},
};

static inline bool example_font(cb_arena *arena, const char *name, cb_font_file *font) {
    cb_error e = {0};
    char *path = cb_format(arena, EXAMPLE_FONTS "%s", name);
    font->name = name;
    return path && cb_file_read(arena, path, EXAMPLE_FONT_SIZE, &font->bytes, &e) == CB_OK;
}

/* False where a font or the profile is not installed. */
static inline bool example_pdf_parts(cb_arena *arena, cb_pdf_parts *parts) {
    cb_error e = {0};
    cb_font_file *fonts = cb_alloc_array(arena, 3 * EXAMPLE_CHAIN, sizeof *fonts);
    for (int i = 0; fonts && i < 3 * EXAMPLE_CHAIN; i++)
        if (!example_font(arena, example_chains[i / EXAMPLE_CHAIN][i % EXAMPLE_CHAIN], &fonts[i]))
            return false;
    *parts = (cb_pdf_parts){.created = EXAMPLE_CREATED, .producer = "casebound 0.1.0"};
    parts->regular = fonts;
    parts->bold = fonts + EXAMPLE_CHAIN;
    parts->mono = fonts + 2 * EXAMPLE_CHAIN;
    parts->regular_count = parts->bold_count = parts->mono_count = EXAMPLE_CHAIN;
    return fonts && cb_file_read(arena, EXAMPLE_PROFILE, 1 << 20, &parts->icc, &e) == CB_OK;
}

#endif
