/* report_status.c: the fields that persons sign, in the upper right corner of page 1, so that whoever opens a signed
 * report sees its status. What an empty one says lies beneath it and is covered by what a signature draws. */
#include "report.h"

static const double WIDTH = 194, HEIGHT = 32, BETWEEN = 4, INSIDE = 6, BESIDE = 10;

typedef struct status_box {
    const char *field, *label, *empty; /* `empty`: what is true until it is filled */
    unsigned ground, ink;
} status_box;

static void draw_line(report *r, pdf_tag *tag, pdf_span span, double x, double y) {
    static const double SMALLEST = 5;
    pdf_text text;
    cb_pdf_scratch_begin(r->w);
    cb_pdf_fit(r->w, &span, 1, SMALLEST, WIDTH - 2 * INSIDE, 1, &text);
    cb_pdf_mark(r->w, r->flow.page, tag);
    for (size_t i = 0; i < text.line_count; i++)
        cb_pdf_draw(r->w, r->flow.page, &text, i, x, y - (double)i * span.style.size);
    cb_pdf_unmark(r->flow.page);
    cb_pdf_scratch_end(r->w);
}

static void draw_status_box(report *r, const status_box *box, double x, double top) {
    pdf_page *page = r->flow.page;
    cb_pdf_artifact(page, NULL);
    cb_pdf_fill_box(page, x, top - HEIGHT, WIDTH, HEIGHT, box->ground);
    cb_pdf_draw_box(page, x + 0.35, top - HEIGHT + 0.35, WIDTH - 0.7, HEIGHT - 0.7, 0.7, box->ink);
    cb_pdf_unmark(page);
    pdf_tag *tag = cb_pdf_tag(r->w, r->root, "P");
    draw_line(r, tag, (pdf_span){box->label, {PDF_REGULAR, 7, box->ink, false}}, x + INSIDE, top - 11);
    draw_line(r, tag, (pdf_span){box->empty, {PDF_BOLD, 8.6, box->ink, false}}, x + INSIDE, top - 23);
    cb_pdf_signature_field(r->w, r->root, page, box->field, box->label, x, top - HEIGHT, WIDTH, HEIGHT);
}

double cb_pdf_status_width(void) {
    return WIDTH + BESIDE;
}

double cb_pdf_draw_status(report *r, double right, double top) {
    const status_box boxes[] = {
        {"Review", cb_pdf_word(r, "review"), cb_pdf_word(r, "not_reviewed"), SOFT, MUTE},
        {"Approval", cb_pdf_word(r, "approval"), cb_node_text(r->view, "report/status"), WARN_GROUND, WARN}};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++, top -= HEIGHT + BETWEEN)
        draw_status_box(r, &boxes[i], right - WIDTH, top);
    return top + BETWEEN;
}
