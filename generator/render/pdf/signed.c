/* signed.c: the appearance of a signature: status, meaning, printed name and time, in a page as large as the field. */
#include "report.h"

#include <math.h>

enum { ARENA_MAXIMUM = 256 << 20, SCRATCH_MAXIMUM = 64 << 20, NAME_LINES = 2, PLAIN_LINES = 3 };

static const double INSIDE = 6, ABOVE = 2, NAME_SIZE = 11, NAME_SMALLEST = 6, SIZE_STEP = 0.5, STATUS_LARGER = 1,
                    WORDS_SIZE = 7.5, DENSE_SIZE = 6.5, WORDS_SMALLEST = 5, ON_LINE = 0.75, OF_LINE = 0.95;

void cb_pdf_fit(pdf_writer *w, pdf_span *spans, size_t count, double smallest, double width, size_t lines,
                pdf_text *out) {
    for (;;) {
        cb_pdf_shape(w, spans, count, out);
        cb_pdf_break(w, out, width);
        if (!cb_pdf_fine(w) || out->line_count <= lines || spans[0].style.size - SIZE_STEP < smallest)
            return;
        for (size_t i = 0; i < count; i++)
            spans[i].style.size -= SIZE_STEP;
    }
}

/* A field with its lines, one below the other in rows of the same height. */
typedef struct field {
    pdf_writer *w;
    pdf_page *page;
    double width, height;
    size_t rows, row;
} field;

static void fail_too_long(pdf_writer *w, const char *what, const char *words) {
    if (cb_pdf_fine(w))
        cb_pdf_fail(w, cb_fail(w->e, CB_INPUT, "%s'%s' does not fit into the signature field", what, words));
}

static double row_height(const field *f, size_t rows) {
    return (f->height - 2 * ABOVE) / (double)rows;
}

static void draw_rows(field *f, const pdf_text *text) {
    double row = row_height(f, f->rows);
    for (size_t i = 0; i < text->line_count; i++, f->row++)
        cb_pdf_draw(f->w, f->page, text, i, INSIDE, f->height - ABOVE - ((double)f->row + ON_LINE) * row);
}

static void draw_words(field *f, pdf_span *spans, size_t count) {
    pdf_text text;
    cb_pdf_fit(f->w, spans, count, WORDS_SMALLEST, f->width - 2 * INSIDE, 1, &text);
    if (text.line_count > 1)
        fail_too_long(f->w, "", spans[count - 1].text);
    draw_rows(f, &text);
}

/* A name is never cut: on one line in a smaller size, or on two. */
static void shape_name(field *f, const char *name, pdf_text *text) {
    for (size_t lines = 1; lines <= NAME_LINES; lines++) {
        double size = fmin(NAME_SIZE, OF_LINE * row_height(f, PLAIN_LINES - 1 + lines));
        pdf_span span = {name, {PDF_BOLD, fmax(size, NAME_SMALLEST), INK, false}};
        cb_pdf_fit(f->w, &span, 1, NAME_SMALLEST, f->width - 2 * INSIDE, lines, text);
        if (text->line_count <= lines)
            break;
    }
    if (text->line_count == 0 || text->line_count > NAME_LINES)
        fail_too_long(f->w, "the name ", name);
    f->rows = PLAIN_LINES - 1 + text->line_count;
}

static void draw_signed(field *f, const cb_pdf_signed *words) {
    unsigned ink = words->final ? GOOD : INFO;
    pdf_text name;
    cb_pdf_fill_box(f->page, 0, 0, f->width, f->height, words->final ? GOOD_GROUND : INFO_GROUND);
    cb_pdf_draw_box(f->page, 0.5, 0.5, f->width - 1, f->height - 1, 1, ink);
    shape_name(f, words->name, &name);
    const pdf_style plain = {PDF_REGULAR, f->rows > PLAIN_LINES ? DENSE_SIZE : WORDS_SIZE, INK, false};
    pdf_span said[] = {
        {words->status, {PDF_BOLD, plain.size + STATUS_LARGER, ink, false}}, {"  ", plain}, {words->meaning, plain}};
    draw_words(f, said, 3);
    draw_rows(f, &name);
    draw_words(f, &(pdf_span){words->time, plain}, 1);
}

static cb_status render(pdf_writer *w, const cb_pdf_parts *parts, const cb_pdf_signed *words, cb_arena *arena,
                        cb_str *out) {
    cb_status status = cb_pdf_document_new(w->arena, &w->document, w->e);
    if (status == CB_OK) {
        status = cb_pdf_fonts_open(w->arena, parts, &w->fonts, w->e);
    }
    if (status != CB_OK) {
        return status;
    }
    pdf_page page = {.ref = cb_pdf_document_page(w->document, words->field_width, words->field_height)};
    cb_buf_init(&page.content, 1 << 20);
    field f = {.w = w, .page = &page, .width = words->field_width, .height = words->field_height};
    draw_signed(&f, words);
    pdf_ref fonts = 0;
    status = w->status == CB_OK ? cb_buf_status(&page.content, w->e) : w->status;
    if (status == CB_OK) {
        status = cb_pdf_fonts_write(&w->fonts, w->document, &fonts, w->e);
    }
    if (status == CB_OK) {
        const pdf_page_parts filled = {.content = cb_buf_view(&page.content), .fonts = fonts};
        cb_pdf_document_page_fill(w->document, page.ref, &filled);
        status = cb_pdf_document_save(w->document, arena, out, w->e);
    }
    cb_buf_free(&page.content);
    return status;
}

cb_status cb_pdf_signed_render(cb_arena *arena, const cb_pdf_parts *parts, const cb_pdf_signed *words, cb_str *out,
                               cb_error *e) {
    static const cb_node no_view = {.kind = CB_NODE_MAP, .text = ""};
    cb_error local = {0};
    pdf_writer w = {.view = &no_view, .e = e ? e : &local};
    *out = (cb_str){NULL, 0};
    w.arena = cb_arena_new(ARENA_MAXIMUM);
    w.scratch = cb_arena_new(SCRATCH_MAXIMUM);
    cb_status status = w.arena && w.scratch ? render(&w, parts, words, arena, out) : cb_fail_memory(e);
    cb_arena_free(w.scratch);
    cb_arena_free(w.arena);
    return status;
}
