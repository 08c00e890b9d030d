/* report_genes.c: why not this gene: the genes of the case's panels, what is nearly listed in them, and what was not
 * examined for any. */
#include "report.h"

#include <string.h>

enum { GENES_SHOWN = 60, NEAR_SHOWN = 40, NAMES_MAXIMUM = 1 << 20 };

static size_t count_of(const cb_node *list) {
    return list ? list->count : 0;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* "5 the proband does not carry it; 4 too common": the drops of a gene, each rule that has any. */
static const char *drops_text(report *r, const cb_node *gene) {
    const cb_node *rules = cb_node_at(r->view, "ledger/rows"), *drops = cb_node_at(gene, "dropped");
    const cb_node *rule = rules ? rules->first : NULL;
    const char *text = "";
    for (const cb_node *n = drops ? drops->first : NULL; n && rule; n = n->next, rule = rule->next)
        if (n->integer > 0)
            text = cb_pdf_format(r, "%s%s%s %s", text, *text ? "; " : "", n->text, cb_node_text(rule, "text"));
    return text;
}

static void draw_found(report *r, const cb_node *list) {
    enum { COLUMNS = 3 };
    const pdf_column columns[COLUMNS] = {{.head = cb_pdf_word(r, "gene"), .fixed = 70},
                                         {.head = cb_pdf_word(r, "genes_found"), .weight = 1},
                                         {.head = cb_pdf_word(r, "dropped"), .weight = 1}};
    const size_t count = least(count_of(list), GENES_SHOWN);
    pdf_cell *cells = cb_pdf_cells(r, count * COLUMNS), *row = cells;
    size_t i = 0;
    for (const cb_node *gene = list->first; cells && i < count; gene = gene->next, i++, row += COLUMNS) {
        row[0] = cb_pdf_cell_node(r, gene, "symbol", cb_pdf_strong());
        row[0].head = true;
        row[1] = cb_pdf_cell_node(r, gene, "line", cb_pdf_small());
        row[2] = cb_pdf_cell(r, drops_text(r, gene), cb_pdf_small());
    }
    cb_pdf_rows(r, columns, COLUMNS, cells, count);
}

static void near_row(report *r, pdf_cell *row, const cb_node *near) {
    const char *title = cb_pdf_format(r, "%s\n", cb_node_text(near, "title"));
    const char *rule = cb_pdf_format(r, "%s\n", cb_node_text(near, "rule_text"));
    row[0] = cb_pdf_cell_two(r, title, cb_pdf_strong(), cb_node_text(near, "place"),
                             cb_pdf_in_color(cb_pdf_code(), MUTE));
    row[0].head = true;
    row[1] = cb_pdf_cell_node(r, near, "consequence", cb_pdf_small());
    row[2] = cb_pdf_cell_node(r, near, "af", cb_pdf_small());
    row[3] = cb_pdf_cell_node(r, near, "genotype", cb_pdf_small());
    row[4] = cb_pdf_cell_two(r, rule, cb_pdf_small(), cb_node_text(near, "facts"),
                             cb_pdf_in_color(cb_pdf_code(), MUTE));
}

/* Those of the first genes; all stand in the site and in ledger.tsv. */
static void draw_near(report *r, const cb_node *genes) {
    enum { COLUMNS = 5 };
    const pdf_column columns[COLUMNS] = {{.head = cb_pdf_word(r, "variant"), .weight = 3},
                                         {.head = cb_pdf_word(r, "consequence"), .weight = 2},
                                         {.head = cb_pdf_word(r, "highest_frequency"), .weight = 1, .right = true},
                                         {.head = cb_pdf_word(r, "gene_call"), .weight = 1},
                                         {.head = cb_pdf_word(r, "gene_dropped_by"), .weight = 4}};
    const cb_node *rows = cb_node_at(r->view, "near_misses/rows");
    pdf_cell *cells = cb_pdf_cells(r, (size_t)NEAR_SHOWN * COLUMNS);
    size_t count = 0, all = 0;
    for (const cb_node *gene = genes->first; cells && gene; gene = gene->next) {
        const cb_node *near = cb_node_at(gene, "near");
        all += count_of(near);
        for (const cb_node *n = near ? near->first : NULL; n && count < NEAR_SHOWN; n = n->next) {
            const cb_node *row = cb_node_at(rows, n->text);
            if (row)
                near_row(r, &cells[COLUMNS * count++], row);
        }
    }
    if (count == 0)
        return;
    cb_pdf_heading_keep(r, 4, cb_pdf_word(r, "gene_near"), 40);
    cb_pdf_rows(r, columns, COLUMNS, cells, count);
    if (all > count) {
        const char *file = cb_pdf_format(r, "%s.html", cb_node_text(r->view, "report/id"));
        cb_pdf_paragraph(r,
                         cb_pdf_filled(r, "genes_more", "count", cb_pdf_format(r, "%zu", all - count), "file", file,
                                       NULL),
                         cb_pdf_muted());
    }
}

/* "SCN1A, TSC1": the symbols from the n-th on. */
static const char *symbols(report *r, const cb_node *list, size_t from) {
    cb_buf b;
    size_t i = 0;
    cb_buf_init(&b, NAMES_MAXIMUM);
    for (const cb_node *gene = list->first; gene; gene = gene->next, i++) {
        if (i < from)
            continue;
        cb_buf_text(&b, i > from ? ", " : "");
        cb_buf_text(&b, cb_node_text(gene, "symbol"));
    }
    const char *text = b.failed ? NULL : cb_copy_str(r->w->arena, cb_buf_view(&b));
    cb_buf_free(&b);
    if (!text)
        cb_pdf_out_of_memory(r->w);
    return text ? text : "";
}

/* Names alone, under a caption with their number. */
static void draw_names(report *r, const char *word, const char *note, const cb_node *list, size_t from) {
    if (count_of(list) <= from)
        return;
    cb_pdf_heading(r, 4, cb_pdf_format(r, "%s (%zu)", cb_pdf_word(r, word), list->count - from));
    if (note)
        cb_pdf_paragraph(r, cb_pdf_word(r, note), cb_pdf_muted());
    cb_pdf_paragraph(r, symbols(r, list, from), cb_pdf_small());
}

void cb_pdf_draw_genes(report *r) {
    const cb_node *genes = cb_node_at(r->view, "genes");
    const cb_node *found = cb_node_at(genes, "found"), *without = cb_node_at(genes, "not_examined");
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "genes_title"), 60);
    cb_pdf_paragraph(r, cb_node_text(genes, "summary"), cb_pdf_body());
    if (without && without->count) {
        cb_pdf_heading(r, 4, cb_pdf_word(r, "genes_not_examined"));
        cb_pdf_bullets(r, without, NULL, "•", cb_pdf_small());
    }
    if (found && found->count) {
        cb_pdf_flow_space(&r->flow, 4);
        draw_found(r, found);
        draw_near(r, found);
        draw_names(r, "genes_more_found", NULL, found, GENES_SHOWN);
    }
    draw_names(r, "genes_others", NULL, cb_node_at(genes, "others"), 0);
    draw_names(r, "genes_silent", "genes_silent_note", cb_node_at(genes, "silent"), 0);
}
