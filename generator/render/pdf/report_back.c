/* report_back.c: comments on the case, methods, thresholds, what was dropped, provenance, sign-off. */
#include "report.h"

static void draw_methods(report *r) {
    const cb_node *methods = cb_node_at(r->view, "methods");
    pdf_pair *pairs = methods && methods->count ? cb_alloc_array(r->w->arena, methods->count, sizeof *pairs) : NULL;
    size_t count = 0;
    cb_pdf_heading(r, 2, cb_pdf_word(r, "methods"));
    for (const cb_node *method = pairs ? methods->first : NULL; method; method = method->next)
        pairs[count++] = (pdf_pair){cb_node_text(method, "label"), cb_pdf_cell_node(r, method, "text", cb_pdf_small())};
    if (methods && methods->count && !pairs)
        cb_pdf_out_of_memory(r->w);
    cb_pdf_pairs_single(r, pairs, count);
}

static void draw_thresholds(report *r) {
    const cb_node *list = cb_node_at(r->view, "thresholds");
    const char *name = cb_node_text(r->view, "profile/name"), *version = cb_node_text(r->view, "profile/version");
    cb_pdf_heading(r, 2, cb_pdf_word(r, "thresholds"));
    pdf_pair pairs[] = {
        {cb_pdf_word(r, "profile"), cb_pdf_cell(r, cb_pdf_format(r, "%s %s", name, version), cb_pdf_strong())},
        {cb_pdf_word(r, "meaning"), cb_pdf_cell_node(r, r->view, "profile/about", cb_pdf_small())},
        {cb_pdf_word(r, "digest"), cb_pdf_cell_node(r, r->view, "profile/digest", cb_pdf_code())}};
    cb_pdf_pairs_single(r, pairs, 3);
    if (!list || !list->count)
        return;
    enum { COLUMNS = 3 };
    const pdf_column columns[COLUMNS] = {{.head = cb_pdf_word(r, "threshold"), .weight = 1},
                                         {.head = cb_pdf_word(r, "value"), .right = true},
                                         {.head = cb_pdf_word(r, "meaning"), .weight = 3}};
    pdf_cell *cells = cb_pdf_cells(r, list->count * COLUMNS), *row = cells;
    for (const cb_node *node = list->first; cells && node; node = node->next, row += COLUMNS) {
        row[0] = cb_pdf_cell_node(r, node, "name", cb_pdf_code());
        row[0].head = true;
        row[1] = cb_pdf_cell_node(r, node, "value", cb_pdf_strong());
        row[2] = cb_pdf_cell_node(r, node, "about", cb_pdf_small());
    }
    cb_pdf_flow_space(&r->flow, 5);
    cb_pdf_rows(r, columns, COLUMNS, cells, list->count);
}

static void ledger_row(report *r, pdf_cell *row, const char *label, const char *alleles, const char *records,
                       pdf_style style) {
    row[0] = cb_pdf_cell(r, label, style);
    row[0].head = true;
    row[1] = *alleles ? cb_pdf_cell_node(r, r->view, alleles, style) : cb_pdf_cell(r, "", style);
    row[2] = cb_pdf_cell_node(r, r->view, records, style);
}

static void draw_ledger(report *r) {
    const cb_node *list = cb_node_at(r->view, "ledger/rows");
    enum { COLUMNS = 3, TOTALS = 4 };
    const pdf_column columns[COLUMNS] = {{.head = cb_pdf_word(r, "rule"), .weight = 1},
                                         {.head = cb_pdf_word(r, "alleles"), .fixed = 70, .right = true},
                                         {.head = cb_pdf_word(r, "records"), .fixed = 70, .right = true}};
    size_t count = list ? list->count : 0;
    pdf_cell *cells = cb_pdf_cells(r, (count + TOTALS) * COLUMNS), *row = cells;
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "ledger"), 60);
    cb_pdf_note(r, cb_pdf_word(r, "ledger_note"), cb_pdf_muted());
    cb_pdf_flow_space(&r->flow, 2);
    for (const cb_node *node = list ? list->first : NULL; cells && node; node = node->next, row += COLUMNS) {
        row[0] = cb_pdf_cell_node(r, node, "text", cb_pdf_small());
        row[0].head = true;
        row[1] = cb_pdf_cell_node(r, node, "alleles", cb_pdf_small());
        row[2] = cb_pdf_cell_node(r, node, "records", cb_pdf_small());
    }
    if (!cells)
        return;
    const cb_node *without = cb_node_at(r->view, "ledger/labels/without_alt");
    if (without && cb_node_true(cb_node_at(r->view, "ledger/totals/records_without_alt"))) {
        ledger_row(r, row, without->text, "", "ledger/totals/records_without_alt", cb_pdf_small());
        row += COLUMNS;
        count++;
    }
    const cb_node *withheld = cb_node_at(r->view, "ledger/labels/withheld");
    if (withheld && cb_node_true(cb_node_at(r->view, "ledger/totals/alleles_withheld"))) {
        ledger_row(r, row, withheld->text, "ledger/totals/alleles_withheld", "ledger/totals/records_withheld",
                   cb_pdf_small());
        row += COLUMNS;
        count++;
    }
    ledger_row(r, row, cb_pdf_word(r, "listed"), "ledger/totals/alleles_listed", "ledger/totals/records_listed",
               cb_pdf_strong());
    ledger_row(r, row + COLUMNS, cb_pdf_word(r, "supplied"), "ledger/totals/alleles_in", "ledger/totals/records_in",
               cb_pdf_strong());
    cb_pdf_rows(r, columns, COLUMNS, cells, count + 2);
}

static void draw_checklist(report *r) {
    const cb_node *list = cb_node_at(r->view, "checklist");
    enum { COLUMNS = 3 };
    const pdf_column columns[COLUMNS] = {{.head = cb_pdf_word(r, "item"), .weight = 2},
                                         {.head = cb_pdf_word(r, "state"), .weight = 2},
                                         {.head = cb_pdf_word(r, "asked_by"), .weight = 2}};
    if (!list || !list->count)
        return;
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "checklist"), 60);
    cb_pdf_note(r, cb_pdf_word(r, "checklist_note"), cb_pdf_muted());
    cb_pdf_flow_space(&r->flow, 2);
    pdf_cell *cells = cb_pdf_cells(r, list->count * COLUMNS), *row = cells;
    for (const cb_node *item = list->first; cells && item; item = item->next, row += COLUMNS) {
        bool absent = strcmp(cb_node_text(item, "state"), "absent") == 0;
        bool loud = absent && cb_node_true(cb_node_at(item, "mandatory"));
        pdf_style style = loud ? cb_pdf_in_color(cb_pdf_strong(), BAD) : cb_pdf_small();
        row[0] = cb_pdf_cell_node(r, item, "text", cb_pdf_small());
        row[0].head = true;
        row[1] = cb_pdf_cell_node(r, item, "note", style);
        row[2] = cb_pdf_cell_node(r, item, "source", cb_pdf_muted());
    }
    cb_pdf_rows(r, columns, COLUMNS, cells, list->count);
}

static void draw_inputs(report *r) {
    const cb_node *list = cb_node_at(r->view, "provenance/inputs");
    enum { COLUMNS = 4 };
    static const char *const keys[COLUMNS] = {"role", "name", "size", "sha256"};
    const pdf_column columns[COLUMNS] = {{.head = cb_pdf_word(r, "input")},
                                         {.head = cb_pdf_word(r, "name"), .weight = 1},
                                         {.head = cb_pdf_word(r, "size"), .right = true},
                                         {.head = cb_pdf_word(r, "digest"), .fixed = 246}};
    if (!list || !list->count)
        return;
    pdf_cell *cells = cb_pdf_cells(r, list->count * COLUMNS), *row = cells;
    for (const cb_node *node = list->first; cells && node; node = node->next, row += COLUMNS)
        for (int i = 0; i < COLUMNS; i++) {
            row[i] = cb_pdf_cell_node(r, node, keys[i], i == 3 ? cb_pdf_in_size(cb_pdf_code(), 6.3) : cb_pdf_small());
            row[i].head = i == 1;
        }
    cb_pdf_rows(r, columns, COLUMNS, cells, list->count);
}

static void draw_software(report *r) {
    const cb_node *list = cb_node_at(r->view, "provenance/software");
    enum { COLUMNS = 2 };
    const pdf_column columns[COLUMNS] = {{.head = cb_pdf_word(r, "software"), .weight = 1},
                                         {.head = cb_pdf_word(r, "version"), .weight = 2}};
    if (list && list->count) {
        pdf_cell *cells = cb_pdf_cells(r, list->count * COLUMNS), *row = cells;
        for (const cb_node *node = list->first; cells && node; node = node->next, row += COLUMNS) {
            row[0] = cb_pdf_cell_node(r, node, "name", cb_pdf_small());
            row[0].head = true;
            row[1] = cb_pdf_cell_node(r, node, "version", cb_pdf_small());
        }
        cb_pdf_flow_space(&r->flow, 6);
        cb_pdf_rows(r, columns, COLUMNS, cells, list->count);
    }
}

static void draw_provenance(report *r) {
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "provenance"), 60);
    draw_inputs(r);
    draw_software(r);
    const char *upstream = cb_pdf_joined(r, cb_node_at(r->view, "provenance/upstream"), "\n");
    pdf_pair pairs[] = {
        {cb_pdf_word(r, "upstream"), cb_pdf_cell(r, upstream, cb_pdf_code())},
        {cb_pdf_word(r, "facts_digest"), cb_pdf_cell_node(r, r->view, "report/facts_digest", cb_pdf_code())}};
    cb_pdf_flow_space(&r->flow, 6);
    cb_pdf_pairs_single(r, pairs, 2);
}

void cb_pdf_draw_back(report *r) {
    enum { CASE_LINES = 10 };
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "comments"), 230);
    if (!cb_pdf_draw_case_readings(r))
        cb_pdf_ruled_box(r, cb_node_text(r->view, "comments/case/label"), CASE_LINES);
    draw_methods(r);
    draw_thresholds(r);
    draw_ledger(r);
    draw_checklist(r);
    draw_provenance(r);
}

/* Sign-off. */

static void draw_blank(report *r, const char *word, double x, double y, double width) {
    pdf_span span = {cb_pdf_word(r, word), cb_pdf_muted()};
    pdf_text text;
    cb_pdf_scratch_begin(r->w);
    cb_pdf_shape(r->w, &span, 1, &text);
    cb_pdf_break(r->w, &text, width);
    cb_pdf_mark(r->w, r->flow.page, cb_pdf_tag(r->w, r->root, "P"));
    if (text.line_count)
        cb_pdf_draw(r->w, r->flow.page, &text, 0, x, y);
    cb_pdf_unmark(r->flow.page);
    double start = text.line_count ? text.lines[0].width + 6 : 0;
    cb_pdf_artifact(r->flow.page, NULL);
    cb_pdf_draw_line(r->flow.page, x + start, y - 2, x + width, y - 2, 0.5, MUTE);
    cb_pdf_unmark(r->flow.page);
    cb_pdf_scratch_end(r->w);
}

static void draw_seal_field(report *r, double x, double y) {
    static const double WIDTH = PDF_SEAL_WIDTH, HEIGHT = PDF_SEAL_HEIGHT;
    pdf_page *page = r->flow.page;
    cb_pdf_artifact(page, NULL);
    cb_pdf_fill_box(page, x, y, WIDTH, HEIGHT, SOFT);
    cb_pdf_draw_box(page, x, y, WIDTH, HEIGHT, 0.5, MUTE);
    cb_pdf_unmark(page);
    cb_pdf_signature_field(r->w, r->root, page, "Seal", cb_pdf_word(r, "seal"), x, y, WIDTH, HEIGHT);
}

/* One box: its label, for a person lines to sign on by hand, and for the seal its field at the right. */
static void draw_signer(report *r, const char *word, bool person) {
    static const double INSIDE = 8, HEIGHT = PDF_SEAL_HEIGHT + 2 * 8;
    pdf_flow *flow = &r->flow, outer = *flow;
    cb_pdf_flow_need(flow, HEIGHT + 10);
    double top = flow->y, left = flow->left;
    cb_pdf_artifact(flow->page, NULL);
    cb_pdf_draw_box(flow->page, left, top - HEIGHT, flow->width, HEIGHT, 0.7, MUTE);
    cb_pdf_unmark(flow->page);
    flow->y -= 6;
    flow->left += INSIDE;
    flow->width -= 2 * INSIDE + (person ? 0 : PDF_SEAL_WIDTH + INSIDE);
    cb_pdf_paragraph(r, cb_pdf_word(r, word), cb_pdf_in_size(cb_pdf_strong(), 9.5));
    if (person) {
        draw_blank(r, "signed_name", flow->left, top - 40, flow->width * 0.6);
        draw_blank(r, "signed_date", flow->left, top - 62, flow->width * 0.6);
    } else {
        cb_pdf_paragraph(r, cb_node_text(r->view, "report/seal"), cb_pdf_body());
        draw_seal_field(r, left + outer.width - INSIDE - PDF_SEAL_WIDTH, top - HEIGHT + INSIDE);
    }
    flow->left = outer.left;
    flow->width = outer.width;
    flow->y = top - HEIGHT - 10;
}

void cb_pdf_draw_sign_off(report *r) {
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "sign_off"), 330);
    cb_pdf_paragraph(r, cb_node_text(r->view, "report/status"), (pdf_style){PDF_BOLD, 10, INK, false});
    cb_pdf_paragraph(r, cb_pdf_word(r, "sign_off_note"), cb_pdf_body());
    const char *reason = cb_node_text(r->view, "report/no_timestamp");
    if (*reason)
        cb_pdf_paragraph(r, cb_pdf_filled(r, "no_timestamp", "reason", reason, NULL), cb_pdf_body());
    cb_pdf_paragraph(r, cb_pdf_filled(r, "verify", "id", cb_node_text(r->view, "report/id"), NULL), cb_pdf_muted());
    cb_pdf_flow_space(&r->flow, 8);
    draw_signer(r, "seal", false);
    draw_signer(r, "review", true);
    draw_signer(r, "approval", true);
    cb_pdf_flow_need(&r->flow, 30);
    cb_pdf_flow_space(&r->flow, 8);
    cb_pdf_paragraph(r, cb_node_text(r->view, "report/end"), (pdf_style){PDF_BOLD, 11, INK, false});
}
