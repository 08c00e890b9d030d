/* font.c: fonts opened and measured by HarfBuzz, and the codes under which their glyphs are shown. */
#include "font_private.h"

#include "casebound/base/memory.h"

#include <hb-ot.h>
#include <string.h>

enum { CODES_MAXIMUM = 65535, FIRST_TABLE = 512, UNITS_LEAST = 16, UNITS_MOST = 16384, THOUSAND = 1000 };

static void drop_face(void *handle) {
    hb_face_destroy(handle);
}

static void drop_font(void *handle) {
    hb_font_destroy(handle);
}

static bool has_table(hb_face_t *face, hb_tag_t tag) {
    hb_blob_t *table = hb_face_reference_table(face, tag);
    bool has = hb_blob_get_length(table) > 0;
    hb_blob_destroy(table);
    return has;
}

static int thousandths(const pdf_font *font, double units) {
    return (int)(units * THOUSAND / font->units + (units < 0 ? -0.5 : 0.5));
}

static int metric(const pdf_font *font, hb_ot_metrics_tag_t tag) {
    hb_position_t value = 0;
    hb_ot_metrics_get_position_with_fallback(font->font, tag, &value);
    return thousandths(font, value);
}

/* The extremes of all outlines: 'head' table of the OpenType specification, xMin at byte 36. */
static void read_box(pdf_font *font) {
    hb_blob_t *head = hb_face_reference_table(font->face, HB_TAG('h', 'e', 'a', 'd'));
    unsigned size = 0;
    const char *data = hb_blob_get_data(head, &size);
    for (unsigned i = 0; i < 4 && size >= 44; i++) {
        const unsigned char *p = (const unsigned char *)data + 36 + 2 * i;
        font->box[i] = thousandths(font, (int16_t)(p[0] << 8 | p[1]));
    }
    hb_blob_destroy(head);
}

/* A PDF name without characters that need escaping, and short enough for the subset's tag before it. */
static void read_name(pdf_font *font) {
    char name[PDF_FONT_NAME] = "";
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(font->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size, name);
    size_t n = 0;
    for (const char *p = name; *p; p++) {
        bool plain = (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '-';
        if (plain)
            font->name[n++] = *p;
    }
    font->name[n] = 0;
    if (!n)
        memcpy(font->name, "Font", sizeof "Font");
}

static cb_status open_face(cb_arena *arena, pdf_font *font, cb_error *e) {
    const cb_font_file *file = font->file;
    cb_memory_watch();
    if (file->bytes.n > UINT32_MAX / 2)
        return cb_fail(e, CB_INPUT, "font %s is too large", file->name);
    hb_blob_t *blob = hb_blob_create(file->bytes.s, (unsigned)file->bytes.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    font->face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    cb_status status = cb_arena_defer(arena, drop_face, font->face, e);
    if (status != CB_OK)
        return status;
    font->font = hb_font_create(font->face);
    status = cb_arena_defer(arena, drop_font, font->font, e);
    if (status != CB_OK)
        return status;
    font->units = hb_face_get_upem(font->face);
    bool outlines = has_table(font->face, HB_TAG('g', 'l', 'y', 'f')) &&
                    has_table(font->face, HB_TAG('l', 'o', 'c', 'a')) && hb_face_get_glyph_count(font->face);
    if (cb_memory_refused())
        return cb_fail_memory(e);
    if (!outlines || font->units < UNITS_LEAST || font->units > UNITS_MOST)
        return cb_fail(e, CB_INPUT, "font %s is not a TrueType font with outlines", file->name);
    return CB_OK;
}

static cb_status open_font(pdf_fonts *fonts, const cb_font_file *file, pdf_font **out, cb_error *e) {
    pdf_font *font = cb_alloc(fonts->arena, sizeof *font);
    pdf_font **grown = font ? cb_grow(fonts->arena, fonts->all, fonts->count, &fonts->capacity, sizeof *grown) : NULL;
    if (!grown)
        return cb_fail_memory(e);
    fonts->all = grown;
    font->file = file;
    cb_status status = open_face(fonts->arena, font, e);
    if (status != CB_OK)
        return status;
    read_name(font);
    read_box(font);
    font->ascent = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    font->descent = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
    font->cap_height = metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT);
    font->slant = hb_style_get_value(font->font, HB_STYLE_TAG_SLANT_ANGLE);
    font->codes = cb_grow(fonts->arena, NULL, 0, &font->code_capacity, sizeof *font->codes);
    if (!font->codes || cb_memory_refused())
        return cb_fail_memory(e);
    font->count = 1; /* code 0 is .notdef */
    grown[fonts->count++] = font;
    font->index = (unsigned)fonts->count;
    *out = font;
    return CB_OK;
}

/* One file may stand in several chains. */
static cb_status font_of(pdf_fonts *fonts, const cb_font_file *file, pdf_font **out, cb_error *e) {
    for (size_t i = 0; i < fonts->count; i++) {
        *out = fonts->all[i];
        if (cb_str_same((*out)->file->bytes, file->bytes))
            return CB_OK;
    }
    return open_font(fonts, file, out, e);
}

static cb_status add_to_chain(pdf_fonts *fonts, pdf_chain *chain, const cb_font_file *files, size_t count,
                              cb_error *e) {
    for (size_t i = 0; i < count; i++) {
        cb_status status = font_of(fonts, &files[i], &chain->fonts[chain->count], e);
        if (status != CB_OK)
            return status;
        chain->count++;
    }
    return CB_OK;
}

cb_status cb_pdf_fonts_open(cb_arena *arena, const cb_pdf_parts *parts, pdf_fonts *out, cb_error *e) {
    const cb_font_file *files[PDF_FACES] = {parts->regular, parts->bold, parts->mono};
    size_t counts[PDF_FACES] = {parts->regular_count, parts->bold_count, parts->mono_count};
    /* A face's own fonts first; then a letter in another face is better than none. */
    static const pdf_face order[PDF_FACES][PDF_FACES] = {
        {PDF_REGULAR, PDF_MONO, PDF_BOLD}, {PDF_BOLD, PDF_REGULAR, PDF_MONO}, {PDF_MONO, PDF_REGULAR, PDF_BOLD}};
    *out = (pdf_fonts){.arena = arena, .part_one = parts->part_one};
    for (int face = 0; face < PDF_FACES; face++) {
        pdf_chain *chain = &out->chains[face];
        chain->fonts = cb_alloc_array(arena, counts[0] + counts[1] + counts[2], sizeof *chain->fonts);
        if (!counts[face])
            return cb_fail(e, CB_INTERNAL, "a face of the PDF has no font");
        if (!chain->fonts)
            return cb_fail_memory(e);
        for (int i = 0; i < PDF_FACES; i++) {
            pdf_face from = order[face][i];
            cb_status status = add_to_chain(out, chain, files[from], counts[from], e);
            if (status != CB_OK)
                return status;
        }
    }
    return CB_OK;
}

uint32_t cb_pdf_font_glyph(const pdf_font *font, uint32_t point) {
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(font->font, point, &glyph) ? glyph : 0;
}

static size_t slot_of(const pdf_font *font, uint32_t glyph, cb_str text) {
    uint32_t hash = glyph * 2654435761u;
    for (size_t i = 0; i < text.n; i++)
        hash = hash * 31 + (unsigned char)text.s[i];
    size_t at = hash & (font->table_size - 1);
    for (; font->table[at]; at = (at + 1) & (font->table_size - 1)) {
        const pdf_code *code = &font->codes[font->table[at]];
        if (code->glyph == glyph && cb_str_same(code->text, text))
            break;
    }
    return at;
}

/* Doubles the hash table while it is half full. */
static bool make_room(cb_arena *arena, pdf_font *font) {
    if (font->count * 2 < font->table_size)
        return true;
    size_t size = font->table_size ? font->table_size * 2 : FIRST_TABLE;
    uint32_t *table = cb_alloc_array(arena, size, sizeof *table);
    if (!table)
        return false;
    font->table = table;
    font->table_size = size;
    for (unsigned code = 1; code < font->count; code++)
        table[slot_of(font, font->codes[code].glyph, font->codes[code].text)] = code;
    return true;
}

unsigned cb_pdf_font_code(pdf_fonts *fonts, pdf_font *font, uint32_t glyph, cb_str text) {
    if (!make_room(fonts->arena, font))
        return 0;
    size_t at = slot_of(font, glyph, text);
    if (font->table[at])
        return font->table[at];
    if (font->count > CODES_MAXIMUM)
        return 0;
    pdf_code *codes = cb_grow(fonts->arena, font->codes, font->count, &font->code_capacity, sizeof *codes);
    char *copy = codes ? cb_copy_str(fonts->arena, text) : NULL;
    if (!copy)
        return 0;
    font->codes = codes;
    double width = hb_font_get_glyph_h_advance(font->font, glyph) * (double)THOUSAND / font->units;
    codes[font->count] = (pdf_code){glyph, {copy, text.n}, width};
    font->table[at] = font->count;
    return font->count++;
}

double cb_pdf_font_code_width(const pdf_font *font, unsigned code) {
    return font->codes[code].width;
}

unsigned cb_pdf_font_index(const pdf_font *font) {
    return font->index;
}

unsigned cb_pdf_font_units(const pdf_font *font) {
    return font->units;
}

void *cb_pdf_font_handle(const pdf_font *font) {
    return font->font;
}
