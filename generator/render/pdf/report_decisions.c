/* report_decisions.c: what readers decided: all of them, and each reading where its variant stands. */
#include "report.h"

/* "Class: likely pathogenic": one row a fact. */
static void draw_facts(report *r, const cb_node *facts) {
    pdf_pair *pairs = facts && facts->count ? cb_alloc_array(r->w->arena, facts->count, sizeof *pairs) : NULL;
    size_t count = 0;
    if (!facts || !facts->count)
        return;
    if (!pairs) {
        cb_pdf_out_of_memory(r->w);
        return;
    }
    for (const cb_node *fact = facts->first; fact; fact = fact->next)
        pairs[count++] = (pdf_pair){cb_node_text(fact, "label"), cb_pdf_cell_node(r, fact, "text", cb_pdf_strong())};
    cb_pdf_pairs_single(r, pairs, count);
}

static void draw_comments(report *r, const cb_node *comments) {
    for (const cb_node *c = comments ? comments->first : NULL; c && cb_pdf_fine(r->w); c = c->next) {
        cb_pdf_flow_space(&r->flow, 2);
        cb_pdf_paragraph(r, cb_node_text(c, "label"), cb_pdf_muted());
        cb_pdf_draw_markdown(r, cb_node_text(c, "text"));
    }
}

static void draw_reading(report *r, const cb_node *reading) {
    static const double KEPT = 30;
    cb_pdf_flow_need(&r->flow, KEPT);
    cb_pdf_flow_space(&r->flow, 4);
    cb_pdf_paragraph(r, cb_node_text(reading, "head"), cb_pdf_strong());
    draw_facts(r, cb_node_at(reading, "facts"));
    cb_pdf_bullets(r, cb_node_at(reading, "warnings"), NULL, "!", cb_pdf_in_color(cb_pdf_strong(), WARN));
    draw_comments(r, cb_node_at(reading, "comments"));
}

static void draw_readings(report *r, const cb_node *readings) {
    for (const cb_node *one = readings ? readings->first : NULL; one && cb_pdf_fine(r->w); one = one->next)
        draw_reading(r, one);
}

static void draw_differ(report *r, const cb_node *node) {
    if (*cb_node_text(node, "differ"))
        cb_pdf_paragraph(r, cb_node_text(node, "differ"), cb_pdf_in_color(cb_pdf_strong(), BAD));
}

bool cb_pdf_draw_readings(report *r, const cb_node *v) {
    const cb_node *readings = cb_node_at(v, "readings");
    if (!readings || !readings->count)
        return false;
    cb_pdf_heading(r, 4, cb_pdf_word(r, "decisions"));
    draw_differ(r, v);
    draw_readings(r, readings);
    return true;
}

bool cb_pdf_draw_case_readings(report *r) {
    const cb_node *readings = cb_node_at(r->view, "decisions/case");
    draw_readings(r, readings);
    return readings && readings->count;
}

void cb_pdf_draw_superseded(report *r) {
    const cb_node *list = cb_node_at(r->view, "report/supersedes");
    for (const cb_node *one = list ? list->first : NULL; one && cb_pdf_fine(r->w); one = one->next)
        cb_pdf_paragraph(r, cb_node_text(one, "text"), cb_pdf_small());
}

/* Every decided variant in one row a reader. */
static void draw_table(report *r, const cb_node *listed) {
    enum { COLUMNS = 4 };
    const pdf_column columns[COLUMNS] = {{.head = cb_pdf_word(r, "rank"), .right = true},
                                         {.head = cb_pdf_word(r, "variant"), .weight = 2},
                                         {.head = cb_pdf_word(r, "reader"), .weight = 1},
                                         {.head = cb_pdf_word(r, "decision"), .weight = 2}};
    size_t rows = 0;
    for (const cb_node *entry = listed->first; entry && cb_pdf_fine(r->w); entry = entry->next) {
        const cb_node *readings = cb_node_at(cb_pdf_shortlisted(r, entry), "readings");
        rows += readings ? readings->count : 0;
    }
    pdf_cell *cells = cb_pdf_cells(r, rows * COLUMNS), *row = cells;
    for (const cb_node *entry = listed->first; cells && entry && cb_pdf_fine(r->w); entry = entry->next) {
        const cb_node *v = cb_pdf_shortlisted(r, entry), *readings = cb_node_at(v, "readings");
        for (const cb_node *one = readings ? readings->first : NULL; one; one = one->next, row += COLUMNS) {
            row[0] = cb_pdf_cell_node(r, v, "rank", cb_pdf_small());
            row[1] = cb_pdf_cell_node(r, v, "title", cb_pdf_strong());
            row[1].head = true;
            row[2] = cb_pdf_cell_node(r, one, "author", cb_pdf_small());
            row[3] = cb_pdf_cell_node(r, one, "summary", cb_pdf_small());
        }
    }
    if (cells && rows)
        cb_pdf_rows(r, columns, COLUMNS, cells, rows);
}

void cb_pdf_draw_decisions(report *r) {
    const cb_node *decisions = cb_node_at(r->view, "decisions");
    const cb_node *authors = decisions ? cb_node_at(decisions, "authors") : NULL;
    if (!authors || !authors->count)
        return;
    cb_pdf_heading(r, 2, cb_pdf_word(r, "decisions"));
    cb_pdf_paragraph(r, cb_pdf_word(r, "decisions_note"), cb_pdf_muted());
    cb_pdf_bullets(r, authors, "text", "•", cb_pdf_small());
    cb_pdf_bullets(r, cb_node_at(decisions, "agreement"), NULL, "•", cb_pdf_small());
    cb_pdf_flow_space(&r->flow, 3);
    draw_table(r, cb_node_at(decisions, "listed"));
}

/* Those without a block of their own, and those whose allele is gone. */
void cb_pdf_draw_other_decisions(report *r) {
    const cb_node *listed = cb_node_at(r->view, "decisions/listed"), *gone = cb_node_at(r->view, "decisions/unlisted");
    bool headed = false;
    for (const cb_node *entry = listed ? listed->first : NULL; entry && cb_pdf_fine(r->w); entry = entry->next) {
        const cb_node *v = cb_pdf_shortlisted(r, entry);
        if (!v || cb_node_true(cb_node_at(v, "shortlisted")))
            continue;
        if (!headed)
            cb_pdf_heading(r, 2, cb_pdf_word(r, "decided_elsewhere"));
        headed = true;
        cb_pdf_heading(r, 4,
                       cb_pdf_format(r, "%s   %s   %s", cb_node_text(v, "rank"), cb_node_text(v, "title"),
                                     cb_node_text(v, "position")));
        draw_differ(r, v);
        draw_readings(r, cb_node_at(v, "readings"));
    }
    if (gone && gone->count)
        cb_pdf_heading(r, 2, cb_pdf_word(r, "unlisted"));
    for (const cb_node *one = gone ? gone->first : NULL; one && cb_pdf_fine(r->w); one = one->next) {
        cb_pdf_heading(r, 4, cb_pdf_format(r, "%s   %s", cb_node_text(one, "title"), cb_node_text(one, "key")));
        cb_pdf_paragraph(r, cb_node_text(one, "why"), cb_pdf_in_color(cb_pdf_strong(), WARN));
        draw_differ(r, one);
        draw_readings(r, cb_node_at(one, "readings"));
    }
}
