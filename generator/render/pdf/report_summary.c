/* report_summary.c: shortlist, notices and the funnel. */
#include "report.h"

#include <math.h>
#include <string.h>

enum { SHORTLIST_COLUMNS = 7 };

/* An allele; the second of a pair says whose partner it is. */
static void put_allele(report *r, const cb_node *v, const cb_node *partner, pdf_cell *row) {
    const char *rank = cb_pdf_format(r, "%s", cb_node_text(partner, "rank"));
    const char *pair = partner ? cb_pdf_filled(r, "pair_with", "rank", rank, NULL) : "";
    row[0] = cb_pdf_cell_node(r, v, "rank", cb_pdf_strong());
    row[1] = cb_pdf_cell_two(r, cb_pdf_format(r, "%s\n", cb_node_text(v, "title")), cb_pdf_strong(),
                             cb_pdf_format(r, "%s%s%s", cb_node_text(v, "position"), *pair ? "  " : "", pair),
                             cb_pdf_in_color(cb_pdf_code(), MUTE));
    row[1].head = true;
    row[2] = cb_pdf_cell_node(r, v, "consequence", cb_pdf_small());
    row[3] = cb_pdf_cell_two(r, cb_pdf_format(r, "%s\n", cb_node_text(v, "inheritance_short")), cb_pdf_small(),
                             cb_node_text(v, "genotypes/0/zygosity"), cb_pdf_muted());
    row[4] = cb_pdf_cell_node(r, v, "af", cb_pdf_small());
    row[5] = cb_pdf_cell_node(r, v, "clinvar/class", cb_pdf_small());
    row[6] = cb_pdf_cell_node(r, v, "score", cb_pdf_strong());
}

/* In the order of the entries, so that the alleles of a pair stand together. */
static void draw_shortlist(report *r, const cb_node *list, const cb_node *entries) {
    const pdf_column columns[SHORTLIST_COLUMNS] = {
        {.head = cb_pdf_word(r, "rank"), .right = true},
        {.head = cb_pdf_word(r, "variant"), .weight = 6},
        {.head = cb_pdf_word(r, "consequence"), .weight = 1},
        {.head = cb_pdf_word(r, "inheritance"), .weight = 1},
        {.head = cb_pdf_word(r, "highest_frequency"), .weight = 1, .right = true},
        {.head = cb_pdf_word(r, "clinvar"), .weight = 1},
        {.head = cb_pdf_word(r, "score"), .right = true}};
    pdf_cell *cells = cb_pdf_cells(r, list->count * SHORTLIST_COLUMNS);
    size_t rows = 0;
    for (const cb_node *entry = entries ? entries->first : NULL; cells && entry; entry = entry->next) {
        const cb_node *members = cb_node_at(entry, "members"), *first = members ? members->first : NULL;
        for (const cb_node *m = first; m && rows < list->count; m = m->next) {
            const cb_node *partner = m == first ? NULL : cb_pdf_shortlisted(r, first);
            put_allele(r, cb_pdf_shortlisted(r, m), partner, &cells[rows++ * SHORTLIST_COLUMNS]);
        }
    }
    cb_pdf_rows(r, columns, SHORTLIST_COLUMNS, cells, rows);
}

void cb_pdf_draw_summary(report *r) {
    const cb_node *list = cb_node_at(r->view, "shortlist"), *notices = cb_node_at(r->view, "notices");
    const cb_node *variants = cb_node_at(r->view, "variants");
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "shortlist"), 70);
    if (list && list->count)
        draw_shortlist(r, list, cb_node_at(r->view, "entries"));
    else
        cb_pdf_paragraph(r, cb_pdf_word(r, "shortlist_empty"), cb_pdf_body());
    cb_pdf_flow_space(&r->flow, 3);
    const char *count = cb_pdf_format(r, "%zu", variants ? variants->count : 0);
    const char *file = cb_pdf_format(r, "%s.html", cb_node_text(r->view, "report/id"));
    cb_pdf_paragraph(r, cb_pdf_filled(r, "list_in_site", "count", count, "file", file, NULL), cb_pdf_muted());
    if (!notices || !notices->count)
        return;
    cb_pdf_heading(r, 2, cb_pdf_word(r, "notices"));
    cb_pdf_bullets(r, notices, "text", "•", cb_pdf_small());
}

static pdf_cell bar_cell(report *r, const cb_node *step) {
    const cb_node *share = cb_node_at(step, "share");
    pdf_cell cell = cb_pdf_cell(r, "", cb_pdf_small());
    double value = share ? (share->kind == CB_NODE_INTEGER ? (double)share->integer : share->real) : 0;
    cell.bar = isfinite(value) ? fmax(0, fmin(1, value / 100)) : 0;
    cell.bar_color = strcmp(cb_node_text(step, "kind"), "drop") == 0 ? BAR_DROP : BAR;
    return cell;
}

void cb_pdf_draw_funnel(report *r) {
    const cb_node *steps = cb_node_at(r->view, "funnel");
    enum { COLUMNS = 4 };
    if (!steps || !steps->count)
        return;
    const pdf_column columns[COLUMNS] = {{.head = cb_pdf_word(r, "rule"), .fixed = 190},
                                         {.head = "", .weight = 1},
                                         {.head = cb_pdf_word(r, "alleles"), .fixed = 56, .right = true},
                                         {.head = cb_pdf_word(r, "records"), .fixed = 56, .right = true}};
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "funnel"), 80);
    cb_pdf_note(r, cb_pdf_word(r, "funnel_note"), cb_pdf_muted());
    cb_pdf_flow_space(&r->flow, 2);
    pdf_cell *cells = cb_pdf_cells(r, steps->count * COLUMNS), *row = cells;
    for (const cb_node *step = steps->first; cells && step; step = step->next, row += COLUMNS) {
        bool drop = strcmp(cb_node_text(step, "kind"), "drop") == 0;
        const char *note = cb_node_text(step, "note"), *label = cb_node_text(step, "label");
        row[0] = cb_pdf_cell_two(r, label, drop ? cb_pdf_small() : cb_pdf_strong(),
                                 *note ? cb_pdf_format(r, "  %s", note) : NULL, cb_pdf_muted());
        row[0].head = true;
        row[1] = bar_cell(r, step);
        row[2] = cb_pdf_cell_node(r, step, "alleles", cb_pdf_small());
        row[3] = cb_pdf_cell_node(r, step, "records", cb_pdf_small());
    }
    cb_pdf_rows(r, columns, COLUMNS, cells, steps->count);
}
