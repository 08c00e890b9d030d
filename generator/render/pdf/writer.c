/* writer.c: state, shapes, texts, bookmarks and fields of the document being drawn. */
#include "writer.h"

#include "casebound/base/utf8.h"
#include "write.h"
#include <string.h>

void cb_pdf_fail(pdf_writer *w, cb_status status) {
    if (w->status == CB_OK)
        w->status = status;
}

void cb_pdf_out_of_memory(pdf_writer *w) {
    if (w->status == CB_OK)
        w->status = cb_fail_memory(w->e);
}

bool cb_pdf_fine(const pdf_writer *w) {
    return w->status == CB_OK;
}

void cb_pdf_scratch_begin(pdf_writer *w) {
    if (w->scratch_depth++ == 0)
        cb_arena_reset(w->scratch);
}

void cb_pdf_scratch_end(pdf_writer *w) {
    w->scratch_depth--;
}

/* Texts. */

static bool holds(const char *text, uint32_t point) {
    cb_str rest = cb_str_of(text);
    while (rest.n)
        if (cb_utf8_next(&rest) == point)
            return true;
    return false;
}

enum { PATH_SIZE = 200, VIEW_DEPTH = 16 };

/* The path of the first node whose text holds the character. */
static bool find_character(const cb_node *node, uint32_t point, char path[PATH_SIZE], size_t size, int depth) {
    size_t index = 0;
    if (node->text && holds(node->text, point))
        return true;
    for (const cb_node *child = node->first; child && depth < VIEW_DEPTH; child = child->next, index++) {
        cb_buf part;
        cb_buf_init(&part, PATH_SIZE);
        cb_buf_text(&part, size ? "/" : "");
        if (child->key)
            cb_buf_text(&part, child->key);
        else
            cb_buf_printf(&part, "%zu", index);
        bool fits = part.data && !part.failed && size + part.size < PATH_SIZE;
        if (fits)
            memcpy(path + size, part.data, part.size + 1);
        bool found = fits && find_character(child, point, path, size + part.size, depth + 1);
        cb_buf_free(&part);
        if (found)
            return true;
    }
    path[size] = 0;
    return false;
}

static void report_missing(pdf_writer *w, const pdf_span *spans, size_t count, uint32_t point) {
    char path[PATH_SIZE] = "";
    const char *text = "";
    for (size_t i = 0; i < count && !*text; i++)
        if (holds(spans[i].text, point))
            text = spans[i].text;
    find_character(w->view, point, path, 0, 0);
    enum { SHOWN = 80 };
    cb_error_clear(w->e);
    cb_pdf_fail(w, cb_fail(w->e, CB_INPUT, "no font of the PDF has a glyph for U+%04X in \"%.*s\"%s%s", (unsigned)point,
                           SHOWN, text, *path ? ", at " : "", path));
}

void cb_pdf_shape(pdf_writer *w, const pdf_span *spans, size_t count, pdf_text *out) {
    *out = (pdf_text){0};
    if (!cb_pdf_fine(w))
        return;
    uint32_t missing = 0;
    cb_status status = cb_pdf_text_shape(w->scratch, &w->fonts, spans, count, out, &missing, w->e);
    if (status == CB_OK)
        return;
    if (missing)
        report_missing(w, spans, count, missing);
    cb_pdf_fail(w, status);
    *out = (pdf_text){0};
}

void cb_pdf_break(pdf_writer *w, pdf_text *text, double width) {
    if (cb_pdf_fine(w) && !cb_pdf_text_break(w->scratch, text, width))
        cb_pdf_out_of_memory(w);
}

void cb_pdf_draw(pdf_writer *w, pdf_page *page, const pdf_text *text, size_t line, double x, double y) {
    if (!cb_pdf_fine(w) || !page)
        return;
    cb_status status = cb_pdf_text_draw(w->scratch, &w->fonts, text, line, x, y, &page->content, w->e);
    if (status != CB_OK)
        cb_pdf_fail(w, status);
}

/* Shapes. */

static void write_color(cb_buf *b, unsigned color, const char *operator) {
    for (int shift = 16; shift >= 0; shift -= 8) {
        cb_pdf_write_number(b, (double)(color >> shift & 0xff) / 255, 3);
        cb_buf_char(b, ' ');
    }
    cb_buf_text(b, operator);
    cb_buf_char(b, '\n');
}

static void write_numbers(cb_buf *b, const double *numbers, size_t count, const char *operator) {
    for (size_t i = 0; i < count; i++) {
        cb_pdf_write_number(b, numbers[i], 2);
        cb_buf_char(b, ' ');
    }
    cb_buf_text(b, operator);
    cb_buf_char(b, '\n');
}

static void begin_stroke(cb_buf *b, double line, unsigned color) {
    write_color(b, color, "RG");
    write_numbers(b, &line, 1, "w");
}

void cb_pdf_fill_box(pdf_page *page, double x, double y, double width, double height, unsigned color) {
    if (!page)
        return;
    write_color(&page->content, color, "rg");
    write_numbers(&page->content, (double[]){x, y, width, height}, 4, "re f");
}

void cb_pdf_draw_box(pdf_page *page, double x, double y, double width, double height, double line, unsigned color) {
    if (!page)
        return;
    begin_stroke(&page->content, line, color);
    write_numbers(&page->content, (double[]){x, y, width, height}, 4, "re S");
}

void cb_pdf_draw_line(pdf_page *page, double x1, double y1, double x2, double y2, double line, unsigned color) {
    if (!page)
        return;
    begin_stroke(&page->content, line, color);
    write_numbers(&page->content, (double[]){x1, y1}, 2, "m");
    write_numbers(&page->content, (double[]){x2, y2}, 2, "l S");
}

/* Four Bézier curves: the handle's length for a quarter of the unit circle. */
static const double HANDLE = 0.5522847498;

static void circle_path(cb_buf *b, double x, double y, double r) {
    double h = r * HANDLE;
    write_numbers(b, (double[]){x + r, y}, 2, "m");
    write_numbers(b, (double[]){x + r, y + h, x + h, y + r, x, y + r}, 6, "c");
    write_numbers(b, (double[]){x - h, y + r, x - r, y + h, x - r, y}, 6, "c");
    write_numbers(b, (double[]){x - r, y - h, x - h, y - r, x, y - r}, 6, "c");
    write_numbers(b, (double[]){x + h, y - r, x + r, y - h, x + r, y}, 6, "c h");
}

static void symbol_path(cb_buf *b, pdf_shape shape, double x, double y, double r) {
    if (shape == PDF_CIRCLE) {
        circle_path(b, x, y, r);
    } else if (shape == PDF_SQUARE) {
        write_numbers(b, (double[]){x - r, y - r, 2 * r, 2 * r}, 4, "re");
    } else {
        write_numbers(b, (double[]){x, y - r}, 2, "m");
        write_numbers(b, (double[]){x + r, y}, 2, "l");
        write_numbers(b, (double[]){x, y + r}, 2, "l");
        write_numbers(b, (double[]){x - r, y}, 2, "l h");
    }
}

void cb_pdf_draw_symbol(pdf_page *page, pdf_shape shape, pdf_fill fill, double x, double y, double size,
                        unsigned color) {
    if (!page)
        return;
    cb_buf *b = &page->content;
    double r = size / 2;
    cb_buf_text(b, "q\n");
    if (fill == PDF_FULL || fill == PDF_HALF) {
        cb_buf_text(b, "q\n");
        if (fill == PDF_HALF)
            write_numbers(b, (double[]){x, y - r, r, size}, 4, "re W n");
        write_color(b, color, "rg");
        symbol_path(b, shape, x, y, r);
        cb_buf_text(b, "f Q\n");
    }
    begin_stroke(b, size < 12 ? 0.7 : 1.1, color);
    if (fill == PDF_DASHED)
        cb_buf_text(b, "[1.5 1.2] 0 d\n");
    symbol_path(b, shape, x, y, r);
    cb_buf_text(b, "S Q\n");
}

/* Bookmarks. */

void cb_pdf_bookmark(pdf_writer *w, int level, const char *title, const pdf_page *page, double y) {
    pdf_bookmark *grown = cb_pdf_fine(w)
                              ? cb_grow(w->arena, w->bookmarks, w->bookmark_count, &w->bookmark_capacity, sizeof *grown)
                              : NULL;
    char *copy = grown ? cb_copy(w->arena, title) : NULL;
    if (!copy) {
        cb_pdf_out_of_memory(w);
        return;
    }
    w->bookmarks = grown;
    grown[w->bookmark_count++] = (pdf_bookmark){copy, level, page, y, cb_pdf_document_object(w->document)};
}

/* The neighbour of the same level in direction `step`, before a bookmark of a higher level. */
static const pdf_bookmark *neighbour(const pdf_writer *w, size_t i, int step) {
    int level = w->bookmarks[i].level;
    for (size_t j = i + (size_t)step; j < w->bookmark_count; j += (size_t)step) {
        if (w->bookmarks[j].level == level)
            return &w->bookmarks[j];
        if (w->bookmarks[j].level < level)
            break;
    }
    return NULL;
}

static pdf_ref parent_of(const pdf_writer *w, size_t i, pdf_ref root) {
    if (w->bookmarks[i].level == 1)
        return root;
    while (i > 0)
        if (w->bookmarks[--i].level == 1)
            return w->bookmarks[i].ref;
    return root;
}

static void write_children(const pdf_writer *w, cb_buf *b, size_t i) {
    size_t last = i;
    while (last + 1 < w->bookmark_count && w->bookmarks[last + 1].level == 2)
        last++;
    if (w->bookmarks[i].level == 1 && last > i) /* closed at first */
        cb_buf_printf(b, "/First %u 0 R/Last %u 0 R/Count -%zu", w->bookmarks[i + 1].ref, w->bookmarks[last].ref,
                      last - i);
}

static void write_bookmark(pdf_writer *w, cb_buf *b, size_t i, pdf_ref root) {
    const pdf_bookmark *mark = &w->bookmarks[i], *before = neighbour(w, i, -1), *after = neighbour(w, i, 1);
    cb_buf_clear(b);
    cb_buf_text(b, "/Title ");
    cb_pdf_write_text(b, mark->title);
    cb_buf_printf(b, "/Parent %u 0 R/Dest[%u 0 R/XYZ 0 ", parent_of(w, i, root), mark->page ? mark->page->ref : 0);
    cb_pdf_write_number(b, mark->y, 1);
    cb_buf_text(b, " null]");
    if (before)
        cb_buf_printf(b, "/Prev %u 0 R", before->ref);
    if (after)
        cb_buf_printf(b, "/Next %u 0 R", after->ref);
    write_children(w, b, i);
    cb_pdf_document_set(w->document, mark->ref, cb_buf_view(b));
}

pdf_ref cb_pdf_bookmarks_write(pdf_writer *w) {
    if (!cb_pdf_fine(w) || !w->bookmark_count)
        return 0;
    enum { BOOKMARK_MAXIMUM = 1 << 20 };
    cb_buf b;
    cb_buf_init(&b, BOOKMARK_MAXIMUM);
    pdf_ref root = cb_pdf_document_object(w->document), last = 0;
    size_t open = 0;
    for (size_t i = 0; i < w->bookmark_count; i++) {
        write_bookmark(w, &b, i, root);
        if (w->bookmarks[i].level == 1) {
            last = w->bookmarks[i].ref;
            open++;
        }
    }
    cb_buf_clear(&b);
    cb_buf_printf(&b, "/Type/Outlines/First %u 0 R/Last %u 0 R/Count %zu", w->bookmarks[0].ref, last, open);
    cb_pdf_document_set(w->document, root, cb_buf_view(&b));
    cb_status status = cb_buf_status(&b, w->e);
    if (status != CB_OK)
        cb_pdf_fail(w, status);
    cb_buf_free(&b);
    return root;
}

/* Fields. */

static bool remember(pdf_writer *w, pdf_ref **list, size_t *count, size_t *capacity, pdf_ref ref) {
    pdf_ref *grown = cb_grow(w->arena, *list, *count, capacity, sizeof *grown);
    if (!grown) {
        cb_pdf_out_of_memory(w);
        return false;
    }
    *list = grown;
    grown[(*count)++] = ref;
    return true;
}

static void write_box(cb_buf *b, const char *key, double x, double y, double width, double height) {
    cb_buf_printf(b, "/%s[", key);
    write_numbers(b, (double[]){x, y, x + width}, 3, "");
    cb_pdf_write_number(b, y + height, 2);
    cb_buf_char(b, ']');
}

void cb_pdf_signature_field(pdf_writer *w, pdf_tag *parent, pdf_page *page, const char *name, const char *label,
                            double x, double y, double width, double height) {
    enum { FIELD_MAXIMUM = 65536, PRINT_AND_LOCKED = 132 };
    pdf_tag *form = cb_pdf_tag(w, parent, "Form");
    if (!form || !page)
        return;
    cb_pdf_tag_alternative(w, form, label);
    cb_buf b;
    cb_buf_init(&b, FIELD_MAXIMUM);
    cb_buf_text(&b, "/Type/XObject/Subtype/Form/Resources<<>>");
    write_box(&b, "BBox", 0, 0, width, height);
    pdf_ref appearance = cb_pdf_document_stream(w->document, cb_str_of(""), b.data, false);
    pdf_ref field = cb_pdf_document_object(w->document);
    unsigned key = cb_pdf_tag_annotation(w, form, page, field);
    cb_buf_clear(&b);
    cb_buf_printf(&b, "/Type/Annot/Subtype/Widget/FT/Sig/T(%s)/TU ", name);
    cb_pdf_write_text(&b, label);
    cb_buf_printf(&b, "/F %d/P %u 0 R/AP<</N %u 0 R>>/StructParent %u", PRINT_AND_LOCKED, page->ref, appearance, key);
    write_box(&b, "Rect", x, y, width, height);
    cb_pdf_document_set(w->document, field, cb_buf_view(&b));
    cb_status status = cb_buf_status(&b, w->e);
    if (status != CB_OK)
        cb_pdf_fail(w, status);
    cb_buf_free(&b);
    if (remember(w, &page->annotations, &page->annotation_count, &page->annotation_capacity, field))
        (void)remember(w, &w->fields, &w->field_count, &w->field_capacity, field);
}

pdf_ref cb_pdf_fields_write(pdf_writer *w) {
    if (!cb_pdf_fine(w) || !w->field_count)
        return 0;
    enum { FORM_MAXIMUM = 65536 };
    cb_buf b;
    cb_buf_init(&b, FORM_MAXIMUM);
    cb_buf_text(&b, "/Fields[");
    for (size_t i = 0; i < w->field_count; i++)
        cb_buf_printf(&b, "%s%u 0 R", i ? " " : "", w->fields[i]);
    cb_buf_text(&b, "]/SigFlags 1");
    pdf_ref form = cb_pdf_document_object(w->document);
    cb_pdf_document_set(w->document, form, cb_buf_view(&b));
    cb_status status = cb_buf_status(&b, w->e);
    if (status != CB_OK)
        cb_pdf_fail(w, status);
    cb_buf_free(&b);
    return form;
}
