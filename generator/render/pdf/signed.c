/* signed.c: the appearance of a signature: meaning, printed name and time, in a page as large as the field. */
#include "report.h"

enum { ARENA_MAXIMUM = 256 << 20, SCRATCH_MAXIMUM = 64 << 20, NAME_LINES = 2 };

static const double INSIDE = 6, NAME_SIZE = 11, NAME_SMALLEST = 6, NAME_STEP = 0.5, WORDS_SIZE = 8;

static void draw_line(pdf_writer *w, pdf_page *page, const char *words, pdf_style style, double y) {
    pdf_span span = {words, style};
    pdf_text text;
    cb_pdf_shape(w, &span, 1, &text);
    cb_pdf_break(w, &text, PDF_FIELD_WIDTH - 2 * INSIDE);
    if (text.line_count > 1) {
        cb_error_clear(w->e);
        cb_pdf_fail(w, cb_fail(w->e, CB_INPUT, "'%s' does not fit into the signature field", words));
    }
    if (text.line_count == 1) {
        cb_pdf_draw(w, page, &text, 0, INSIDE, y);
    }
}

/* In the largest size in which it takes two lines at most: a name is never cut. */
static void draw_name(pdf_writer *w, pdf_page *page, const char *name) {
    for (double size = NAME_SIZE; cb_pdf_fine(w) && size >= NAME_SMALLEST; size -= NAME_STEP) {
        pdf_span span = {name, {PDF_BOLD, size, INK, false}};
        pdf_text text;
        cb_pdf_shape(w, &span, 1, &text);
        cb_pdf_break(w, &text, PDF_FIELD_WIDTH - 2 * INSIDE);
        if (text.line_count == 0 || text.line_count > NAME_LINES) {
            continue;
        }
        double y = text.line_count == 1 ? 27 : 33;
        for (size_t i = 0; i < text.line_count; i++) {
            cb_pdf_draw(w, page, &text, i, INSIDE, y - (double)i * (size + 1.5));
        }
        return;
    }
    if (cb_pdf_fine(w)) {
        cb_pdf_fail(w, cb_fail(w->e, CB_INPUT, "the name '%s' does not fit into the signature field", name));
    }
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
    pdf_page page = {.ref = cb_pdf_document_page(w->document, PDF_FIELD_WIDTH, PDF_FIELD_HEIGHT)};
    cb_buf_init(&page.content, 1 << 20);
    draw_line(w, &page, words->meaning, (pdf_style){PDF_REGULAR, WORDS_SIZE, MUTE, false}, PDF_FIELD_HEIGHT - 14);
    draw_name(w, &page, words->name);
    draw_line(w, &page, words->time, (pdf_style){PDF_REGULAR, WORDS_SIZE, INK, false}, 8);
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
