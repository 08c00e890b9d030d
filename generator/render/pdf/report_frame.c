/* report_frame.c: the header of every page (who, which report, in which state) and its footer, drawn when the number of
 * pages is known. */
#include "report.h"

#include <string.h>

enum { SPANS = 32, HEADER_LINES = 14 };

static const double TOP = 24, LEADING = 11, SIZE = 8, FOOT = 26;

typedef struct header {
    pdf_span spans[SPANS];
    size_t count;
} header;

static void add(header *h, const char *text, pdf_face face, unsigned color) {
    if (h->count < SPANS && *text)
        h->spans[h->count++] = (pdf_span){text, {face, SIZE, color, false}};
}

static void add_identifiers(report *r, header *h) {
    const cb_node *list = cb_node_at(r->view, "identity/identifiers");
    for (const cb_node *fact = list ? list->first : NULL; fact; fact = fact->next) {
        bool supplied = cb_node_true(cb_node_at(fact, "supplied"));
        add(h, cb_pdf_format(r, "%s%s: ", h->count ? "    " : "", cb_node_text(fact, "label")), PDF_REGULAR, MUTE);
        add(h, cb_node_text(fact, "value"), PDF_BOLD, supplied ? INK : BAD);
    }
    add(h, "\n", PDF_REGULAR, MUTE);
}

static void add_state(report *r, header *h) {
    const cb_node *banners = cb_node_at(r->view, "banners");
    const char *seal = cb_node_text(r->view, "report/seal");
    bool sealed = cb_node_true(cb_node_at(r->view, "report/sealed"));
    add(h, cb_node_text(r->view, "report/id"), PDF_BOLD, INK);
    const char *status = cb_pdf_filled(r, "status_in_header", "status", cb_node_text(r->view, "report/status"), NULL);
    add(h, cb_pdf_format(r, " · %s · %s · ", cb_node_text(r->view, "report/date"), status), PDF_REGULAR, MUTE);
    bool loud = !sealed;
    for (const cb_node *b = banners ? banners->first : NULL; b; b = b->next)
        loud |= strcmp(cb_node_text(b, "kind"), "bad") == 0 && strcmp(cb_node_text(b, "text"), seal) == 0;
    add(h, seal, loud ? PDF_BOLD : PDF_REGULAR, loud ? BAD : MUTE);
    for (const cb_node *b = banners ? banners->first : NULL; b; b = b->next) {
        if (strcmp(cb_node_text(b, "kind"), "bad") != 0 || strcmp(cb_node_text(b, "text"), seal) == 0)
            continue;
        add(h, cb_pdf_format(r, " · %s", cb_node_text(b, "text")), PDF_BOLD, BAD);
    }
}

static void shape_header(report *r, pdf_text *text) {
    header h = {.count = 0};
    add_identifiers(r, &h);
    add_state(r, &h);
    cb_pdf_shape(r->w, h.spans, h.count, text);
    cb_pdf_break(r->w, text, r->flow.width);
}

double cb_pdf_frame_measure(report *r) {
    pdf_text text;
    cb_pdf_scratch_begin(r->w);
    shape_header(r, &text);
    cb_pdf_scratch_end(r->w);
    if (text.line_count > HEADER_LINES && cb_pdf_fine(r->w))
        cb_pdf_fail(r->w, cb_fail(r->w->e, CB_INPUT,
                                  "the patient identifiers take %zu lines of the header of each page; %d are allowed",
                                  text.line_count, HEADER_LINES));
    return TOP + (double)text.line_count * LEADING + 14;
}

static void draw_header(report *r, pdf_page *page, const pdf_text *text) {
    double y = PDF_PAGE_HEIGHT - TOP;
    cb_pdf_artifact(page, "/Type/Pagination/Subtype/Header");
    for (size_t i = 0; i < text->line_count; i++, y -= LEADING)
        cb_pdf_draw(r->w, page, text, i, r->flow.left, y - LEADING + 3);
    cb_pdf_draw_line(page, r->flow.left, y - 1.5, r->flow.left + r->flow.width, y - 1.5, 0.6, MUTE);
    cb_pdf_unmark(page);
}

static void draw_foot_text(report *r, pdf_page *page, const char *string, bool right) {
    pdf_span span = {string, {PDF_REGULAR, 7.5, MUTE, false}};
    pdf_text text;
    cb_pdf_scratch_begin(r->w);
    cb_pdf_shape(r->w, &span, 1, &text);
    cb_pdf_break(r->w, &text, r->flow.width * 0.7);
    if (text.line_count)
        cb_pdf_draw(r->w, page, &text, 0, right ? r->flow.left + r->flow.width - text.lines[0].width : r->flow.left,
                    FOOT);
    cb_pdf_scratch_end(r->w);
}

static void draw_footer(report *r, pdf_page *page, size_t number) {
    const char *pages = cb_pdf_format(r, "%zu", r->w->page_count), *here = cb_pdf_format(r, "%zu", number);
    cb_pdf_artifact(page, "/Type/Pagination/Subtype/Footer");
    cb_pdf_draw_line(page, r->flow.left, FOOT + 11, r->flow.left + r->flow.width, FOOT + 11, 0.4, LINE);
    draw_foot_text(
        r, page, cb_pdf_filled(r, "generated_by", "generator", cb_node_text(r->view, "report/generator"), NULL), false);
    draw_foot_text(r, page, cb_pdf_filled(r, "page", "page", here, "pages", pages, NULL), true);
    cb_pdf_unmark(page);
}

void cb_pdf_frame_draw(report *r) {
    pdf_text text;
    cb_pdf_scratch_begin(r->w);
    shape_header(r, &text);
    for (size_t i = 0; i < r->w->page_count && cb_pdf_fine(r->w); i++) {
        draw_header(r, r->w->pages[i], &text);
        draw_footer(r, r->w->pages[i], i + 1);
    }
    cb_pdf_scratch_end(r->w);
}
