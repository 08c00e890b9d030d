/* pdf.c: the report as a PDF, from the first page to the bytes. */
#include "casebound/render/pdf.h"

#include "metadata.h"
#include "report.h"

static const double LEFT = 42, BOTTOM = 46;
enum { ARENA_MAXIMUM = 1 << 30, SCRATCH_MAXIMUM = 512 << 20 };

/* Page 2 begins with all of what was not examined where page 1 could not name it all. What is being drawn on both pages
 * keeps its shaped texts. */
static void page_opened(pdf_flow *flow, void *data) {
    report *r = data;
    if (r->all_lines_page != r->w->page_count || &r->flow != flow)
        return;
    double left = flow->left, width = flow->width;
    r->all_lines_page = 0;
    flow->left = LEFT;
    flow->width = PDF_PAGE_WIDTH - 2 * LEFT;
    cb_pdf_draw_all_not_examined(r);
    flow->left = left;
    flow->width = width;
}

static void draw_report(report *r) {
    r->flow.w = r->w;
    r->flow.left = LEFT;
    r->flow.width = PDF_PAGE_WIDTH - 2 * LEFT;
    r->flow.bottom = BOTTOM;
    r->flow.top = PDF_PAGE_HEIGHT - cb_pdf_frame_measure(r);
    r->flow.opened = page_opened;
    r->flow.data = r;
    r->w->root = r->root = cb_pdf_tag(r->w, NULL, "Document");
    cb_pdf_flow_page(&r->flow);
    cb_pdf_draw_front(r);
    cb_pdf_draw_question(r);
    cb_pdf_draw_family(r);
    cb_pdf_draw_summary(r);
    if (r->all_lines_page && cb_pdf_fine(r->w))
        cb_pdf_flow_page(&r->flow);
    cb_pdf_draw_decisions(r);
    cb_pdf_draw_funnel(r);
    cb_pdf_draw_variants(r);
    cb_pdf_draw_other_decisions(r);
    cb_pdf_draw_genes(r);
    cb_pdf_draw_back(r);
    cb_pdf_draw_sign_off(r);
    cb_pdf_frame_draw(r);
}

static cb_status fill_pages(pdf_writer *w, pdf_ref fonts, cb_error *e) {
    for (size_t i = 0; i < w->page_count; i++) {
        pdf_page *page = w->pages[i];
        cb_status status = cb_buf_status(&page->content, e);
        if (status != CB_OK)
            return status;
        pdf_page_parts parts = {cb_buf_view(&page->content), fonts, page->key, page->annotations,
                                page->annotation_count};
        cb_pdf_document_page_fill(w->document, page->ref, &parts);
    }
    return CB_OK;
}

static cb_status write_file(pdf_writer *w, const cb_pdf_parts *parts, cb_arena *arena, cb_str *out, cb_error *e) {
    pdf_ref fonts = 0;
    cb_status status = cb_pdf_fonts_write(&w->fonts, w->document, &fonts, e);
    if (status == CB_OK)
        status = fill_pages(w, fonts, e);
    pdf_roots roots = {0};
    if (status == CB_OK) {
        roots.structure = cb_pdf_structure_write(w);
        roots.outlines = cb_pdf_bookmarks_write(w);
        roots.form = cb_pdf_fields_write(w);
        status = w->status;
    }
    if (status == CB_OK)
        status = cb_pdf_metadata_write(w, parts, &roots, e);
    return status == CB_OK ? cb_pdf_document_save(w->document, arena, out, e) : status;
}

static cb_status render(pdf_writer *w, const cb_pdf_parts *parts, cb_arena *arena, cb_str *out) {
    cb_error *e = w->e;
    cb_status status = cb_pdf_document_new(w->arena, &w->document, e);
    if (status == CB_OK)
        status = cb_pdf_fonts_open(w->arena, parts, &w->fonts, e);
    if (status != CB_OK)
        return status;
    w->tree = cb_pdf_document_object(w->document);
    report r = {.w = w, .view = w->view};
    draw_report(&r);
    status = w->status == CB_OK ? write_file(w, parts, arena, out, e) : w->status;
    cb_pdf_pages_free(w);
    return status;
}

cb_status cb_pdf_render(cb_arena *arena, const cb_pdf_parts *parts, const cb_node *view, cb_str *out, cb_error *e) {
    cb_error local = {0};
    pdf_writer w = {.view = view, .e = e ? e : &local};
    *out = (cb_str){NULL, 0};
    w.arena = cb_arena_new(ARENA_MAXIMUM);
    w.scratch = cb_arena_new(SCRATCH_MAXIMUM);
    cb_status status = w.arena && w.scratch ? render(&w, parts, arena, out) : cb_fail_memory(e);
    cb_arena_free(w.scratch);
    cb_arena_free(w.arena);
    return status;
}
