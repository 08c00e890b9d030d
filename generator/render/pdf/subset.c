/* subset.c: a font as it is embedded: its subset by HarfBuzz under a Type0 font with a CIDFontType2 descendant (ISO
 * 32000-1 section 9.7), so that every code has a glyph, a width and a text of its own. */
#include "font_private.h"

#include "casebound/base/digest.h"
#include "casebound/base/memory.h"
#include "casebound/base/utf8.h"
#include "write.h"
#include <hb-subset.h>
#include <string.h>

enum { BFCHAR_BLOCK = 100, STEM_REGULAR = 80, SYMBOLIC = 4, TAG_LETTERS = 6, TEXT_MAXIMUM = 64 << 20 };

/* Tables that mean nothing to a glyph chosen by number, and those that move outlines. */
static const char DROPPED[][5] = {"GSUB", "GPOS", "GDEF", "name", "post", "OS/2", "cmap", "FFTM", "kern",
                                  "gasp", "DSIG", "STAT", "MATH", "fvar", "gvar", "avar", "HVAR", "MVAR",
                                  "VVAR", "cvar", "vhea", "vmtx", "hdmx", "VDMX", "LTSH", "PCLT", "JSTF",
                                  "BASE", "meta", "feat", "morx", "mort", "trak", "SVG ", "COLR", "CPAL"};

static hb_subset_plan_t *plan_subset(const pdf_font *font, const uint32_t *glyphs, size_t count) {
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    hb_set_t *kept = hb_subset_input_glyph_set(input);
    hb_set_add(kept, 0);
    for (size_t i = 0; i < count; i++)
        hb_set_add(kept, glyphs[i]);
    hb_set_t *dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < sizeof DROPPED / sizeof *DROPPED; i++)
        hb_set_add(dropped, hb_tag_from_string(DROPPED[i], 4));
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(font->face, input);
    hb_subset_input_destroy(input);
    return plan;
}

static bool take_subset(cb_arena *arena, hb_subset_plan_t *plan, hb_face_t *face, const uint32_t *glyphs, size_t count,
                        cb_str *bytes, uint16_t *map) {
    const hb_map_t *numbers = hb_subset_plan_old_to_new_glyph_mapping(plan);
    for (size_t i = 0; i < count; i++) {
        hb_codepoint_t number = hb_map_get(numbers, glyphs[i]);
        if (number > UINT16_MAX)
            return false;
        map[i] = (uint16_t)number;
    }
    hb_blob_t *blob = hb_face_reference_blob(face);
    unsigned size = 0;
    const char *data = hb_blob_get_data(blob, &size);
    char *copy = size ? cb_copy_n(arena, data, size) : NULL;
    *bytes = (cb_str){copy, size};
    hb_blob_destroy(blob);
    return copy != NULL;
}

cb_status cb_pdf_font_subset(cb_arena *arena, const pdf_font *font, const uint32_t *glyphs, size_t count, cb_str *bytes,
                             uint16_t *map, cb_error *e) {
    cb_memory_watch();
    hb_subset_plan_t *plan = plan_subset(font, glyphs, count);
    hb_face_t *face = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
    bool taken = face && take_subset(arena, plan, face, glyphs, count, bytes, map);
    if (face)
        hb_face_destroy(face);
    if (plan)
        hb_subset_plan_destroy(plan);
    if (cb_memory_refused())
        return cb_fail_memory(e);
    return taken ? CB_OK : cb_fail(e, CB_INTERNAL, "font %s cannot be subset", font->file->name);
}

/* "ABCDEF+Name" (ISO 32000-1 section 9.6.4), the letters from the subset's digest so that they are the same in every
 * run. */
static cb_status name_subset(const pdf_font *font, cb_str bytes, char name[PDF_FONT_NAME + TAG_LETTERS + 1],
                             cb_error *e) {
    cb_digest digest;
    cb_status status = cb_digest_of(bytes, &digest, e);
    if (status != CB_OK)
        return status;
    for (int i = 0; i < TAG_LETTERS; i++)
        name[i] = (char)('A' + digest.bytes[i] % 26);
    name[TAG_LETTERS] = '+';
    memcpy(name + TAG_LETTERS + 1, font->name, strlen(font->name) + 1);
    return CB_OK;
}

static void write_unicode_map(cb_buf *b, const pdf_font *font) {
    cb_buf_text(b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                   "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                   "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                   "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (unsigned code = 1; code < font->count;) {
        unsigned block = font->count - code < BFCHAR_BLOCK ? font->count - code : BFCHAR_BLOCK;
        cb_buf_printf(b, "%u beginbfchar\n", block);
        for (unsigned end = code + block; code < end; code++) {
            cb_buf_printf(b, "<%04X> <", code);
            cb_pdf_write_utf16(b, font->codes[code].text);
            cb_buf_text(b, ">\n");
        }
        cb_buf_text(b, "endbfchar\n");
    }
    cb_buf_text(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

/* A bit for each code that the font has, the highest first: all of them. ISO 19005-1 section 6.3.5 asks for it. */
static pdf_ref add_code_set(cb_buf *b, const pdf_font *font, pdf_document *d) {
    cb_buf_clear(b);
    for (unsigned code = 0; code < font->count; code += 8) {
        unsigned left = font->count - code;
        cb_buf_char(b, (char)(left >= 8 ? 0xff : 0xff << (8 - left)));
    }
    return cb_pdf_document_stream(d, cb_buf_view(b), NULL, true);
}

static pdf_ref add_descriptor(cb_buf *b, const pdf_font *font, pdf_document *d, const char *name, pdf_ref file,
                              pdf_ref set) {
    cb_buf_clear(b);
    cb_buf_printf(b, "/Type/FontDescriptor/FontName/%s/Flags %d", name, SYMBOLIC);
    cb_buf_printf(b, "/FontBBox[%d %d %d %d]", font->box[0], font->box[1], font->box[2], font->box[3]);
    cb_buf_printf(b, "/ItalicAngle %.1f/Ascent %d/Descent %d", (double)font->slant, font->ascent, font->descent);
    cb_buf_printf(b, "/CapHeight %d/StemV %d/FontFile2 %u 0 R", font->cap_height, STEM_REGULAR, file);
    if (set)
        cb_buf_printf(b, "/CIDSet %u 0 R", set);
    pdf_ref descriptor = cb_pdf_document_object(d);
    cb_pdf_document_set(d, descriptor, cb_buf_view(b));
    return descriptor;
}

static void write_widths(cb_buf *b, const pdf_font *font) {
    double notdef = hb_font_get_glyph_h_advance(font->font, 0) * 1000.0 / font->units;
    cb_buf_text(b, "/W[0[");
    cb_pdf_write_number(b, notdef, 3);
    for (unsigned code = 1; code < font->count; code++) {
        cb_buf_char(b, ' ');
        cb_pdf_write_number(b, font->codes[code].width, 3);
    }
    cb_buf_text(b, "]]");
}

static pdf_ref add_descendant(cb_buf *b, const pdf_font *font, pdf_document *d, const char *name, pdf_ref descriptor,
                              const uint16_t *map) {
    cb_buf_clear(b);
    cb_buf_add(b, "\0\0", 2);
    for (unsigned code = 1; code < font->count; code++) {
        cb_buf_char(b, (char)(map[code - 1] >> 8));
        cb_buf_char(b, (char)(map[code - 1] & 0xff));
    }
    pdf_ref glyphs = cb_pdf_document_stream(d, cb_buf_view(b), NULL, true);
    cb_buf_clear(b);
    cb_buf_printf(b, "/Type/Font/Subtype/CIDFontType2/BaseFont/%s", name);
    cb_buf_text(b, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
    cb_buf_printf(b, "/FontDescriptor %u 0 R/CIDToGIDMap %u 0 R/DW 1000", descriptor, glyphs);
    write_widths(b, font);
    pdf_ref descendant = cb_pdf_document_object(d);
    cb_pdf_document_set(d, descendant, cb_buf_view(b));
    return descendant;
}

static cb_status add_font(const pdf_fonts *fonts, cb_buf *b, const pdf_font *font, pdf_document *d, pdf_ref *out,
                          cb_error *e) {
    cb_arena *arena = fonts->arena;
    uint32_t *glyphs = cb_alloc_array(arena, font->count, sizeof *glyphs);
    uint16_t *map = cb_alloc_array(arena, font->count, sizeof *map);
    if (!glyphs || !map)
        return cb_fail_memory(e);
    for (unsigned code = 1; code < font->count; code++)
        glyphs[code - 1] = font->codes[code].glyph;
    cb_str bytes;
    char name[PDF_FONT_NAME + TAG_LETTERS + 1];
    cb_status status = cb_pdf_font_subset(arena, font, glyphs, font->count - 1, &bytes, map, e);
    if (status == CB_OK)
        status = name_subset(font, bytes, name, e);
    if (status != CB_OK)
        return status;
    cb_buf_clear(b);
    cb_buf_printf(b, "/Length1 %zu", bytes.n);
    pdf_ref file = cb_pdf_document_stream(d, bytes, b->data, true);
    pdf_ref set = fonts->part_one ? add_code_set(b, font, d) : 0;
    pdf_ref descendant = add_descendant(b, font, d, name, add_descriptor(b, font, d, name, file, set), map);
    cb_buf_clear(b);
    write_unicode_map(b, font);
    pdf_ref unicode = cb_pdf_document_stream(d, cb_buf_view(b), NULL, true);
    cb_buf_clear(b);
    cb_buf_printf(b, "/Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H", name);
    cb_buf_printf(b, "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R", descendant, unicode);
    *out = cb_pdf_document_object(d);
    cb_pdf_document_set(d, *out, cb_buf_view(b));
    return cb_buf_status(b, e);
}

cb_status cb_pdf_fonts_write(pdf_fonts *fonts, pdf_document *d, pdf_ref *resources, cb_error *e) {
    cb_buf b, names;
    cb_buf_init(&b, TEXT_MAXIMUM);
    cb_buf_init(&names, TEXT_MAXIMUM);
    cb_status status = CB_OK;
    for (size_t i = 0; i < fonts->count && status == CB_OK; i++) {
        pdf_ref font = 0;
        if (fonts->all[i]->count < 2)
            continue;
        status = add_font(fonts, &b, fonts->all[i], d, &font, e);
        cb_buf_printf(&names, "/F%u %u 0 R", fonts->all[i]->index, font);
    }
    if (status == CB_OK)
        status = cb_buf_status(&names, e);
    *resources = cb_pdf_document_object(d);
    cb_pdf_document_set(d, *resources, cb_buf_view(&names));
    cb_buf_free(&b);
    cb_buf_free(&names);
    return status;
}
