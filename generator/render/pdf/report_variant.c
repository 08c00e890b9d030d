/* report_variant.c: the block of a shortlisted allele: why it stands here, in whom it is, what is known of it, and a
 * place to write. */
#include "report.h"

#include <string.h>

/* Columns of a table whose cells are texts of a list's nodes. */
typedef struct field {
    const char *word; /* text/WORD heads it */
    const char *key;
    double weight;
    bool right, code, head;
} field;

static void draw_list(report *r, const cb_node *list, const field *fields, size_t count) {
    pdf_column columns[PDF_COLUMNS] = {{0}};
    pdf_cell *cells = cb_pdf_cells(r, list->count * count), *row = cells;
    for (size_t i = 0; i < count; i++)
        columns[i] =
            (pdf_column){.head = cb_pdf_word(r, fields[i].word), .weight = fields[i].weight, .right = fields[i].right};
    for (const cb_node *node = list->first; cells && node; node = node->next, row += count)
        for (size_t i = 0; i < count; i++) {
            row[i] = cb_pdf_cell_node(r, node, fields[i].key, fields[i].code ? cb_pdf_code() : cb_pdf_small());
            row[i].head = fields[i].head;
        }
    cb_pdf_rows(r, columns, count, cells, list->count);
}

static bool has(const cb_node *v, const char *path, const cb_node **list) {
    *list = cb_node_at(v, path);
    return *list && (*list)->count > 0;
}

static pdf_sign sign_of(const cb_node *genotype) {
    static const struct {
        const char *sign;
        pdf_fill fill;
    } fills[] = {{"hom_ref", PDF_EMPTY},
                 {"hemi_ref", PDF_EMPTY},
                 {"het", PDF_HALF},
                 {"hom_alt", PDF_FULL},
                 {"hemi_alt", PDF_FULL}};
    const char *sex = cb_node_text(genotype, "sex"), *sign = cb_node_text(genotype, "sign");
    pdf_sign drawn = {.shown = true, .fill = PDF_DASHED};
    drawn.shape = strcmp(sex, "square") == 0 ? PDF_SQUARE : strcmp(sex, "circle") == 0 ? PDF_CIRCLE : PDF_DIAMOND;
    for (size_t i = 0; i < sizeof fills / sizeof *fills; i++)
        if (strcmp(sign, fills[i].sign) == 0)
            drawn.fill = fills[i].fill;
    return drawn;
}

static void draw_genotypes(report *r, const cb_node *list) {
    static const char *const keys[] = {"gt", "zygosity", "alt_depth", "depth", "balance", "quality"};
    const pdf_column columns[] = {
        {.head = cb_pdf_word(r, "person"), .weight = 1},   {.head = cb_pdf_word(r, "genotype")},
        {.head = cb_pdf_word(r, "zygosity"), .weight = 1}, {.head = cb_pdf_word(r, "alt_depth"), .right = true},
        {.head = cb_pdf_word(r, "depth"), .right = true},  {.head = cb_pdf_word(r, "balance"), .right = true},
        {.head = cb_pdf_word(r, "gq"), .right = true},     {.head = cb_pdf_word(r, "doubt"), .weight = 2}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    pdf_cell *cells = cb_pdf_cells(r, list->count * COLUMNS), *row = cells;
    for (const cb_node *g = list->first; cells && g; g = g->next, row += COLUMNS) {
        bool affected = cb_node_true(cb_node_at(g, "affected"));
        row[0] = cb_pdf_cell_two(r, cb_pdf_format(r, "%s ", cb_node_text(g, "role")),
                                 affected ? cb_pdf_strong() : cb_pdf_small(), cb_node_text(g, "member"),
                                 cb_pdf_in_color(cb_pdf_code(), MUTE));
        row[0].head = true;
        row[0].sign = sign_of(g);
        for (int i = 0; i < 6; i++)
            row[1 + i] =
                cb_pdf_cell_node(r, g, keys[i], i == 0 ? cb_pdf_in_size(cb_pdf_code(), CELL_SIZE) : cb_pdf_small());
        row[7] = cb_pdf_cell_node(r, g, "doubt", cb_pdf_in_color(cb_pdf_strong(), WARN));
    }
    cb_pdf_heading(r, 4, cb_pdf_word(r, "genotypes"));
    cb_pdf_rows(r, columns, COLUMNS, cells, list->count);
}

static void draw_reasons(report *r, const cb_node *v) {
    const cb_node *list;
    cb_pdf_heading(r, 4, cb_pdf_word(r, "for"));
    if (has(v, "for", &list))
        cb_pdf_bullets(r, list, NULL, "+", cb_pdf_small());
    else
        cb_pdf_paragraph(r, cb_pdf_word(r, "nothing"), cb_pdf_muted());
    cb_pdf_heading(r, 4, cb_pdf_word(r, "against"));
    if (has(v, "against", &list))
        cb_pdf_bullets(r, list, NULL, "−", cb_pdf_small());
    else
        cb_pdf_paragraph(r, cb_pdf_word(r, "nothing"), cb_pdf_muted());
    if (!has(v, "flags", &list))
        return;
    cb_pdf_heading(r, 4, cb_pdf_word(r, "flags"));
    cb_pdf_bullets(r, list, NULL, "!", cb_pdf_in_color(cb_pdf_strong(), WARN));
}

/* "+4", "−2": the sign says what a point does. The value's own wording stands behind it. */
static void draw_points(report *r, const cb_node *v) {
    static const field fields[] = {{.word = "points", .key = "points", .right = true},
                                   {.word = "reason", .key = "text", .weight = 2, .head = true},
                                   {.word = "evidence", .key = "evidence", .weight = 3}};
    static const field ranked[] = {{.word = "points", .key = "points", .right = true},
                                   {.word = "range", .key = "range", .right = true},
                                   {.word = "reason", .key = "text", .weight = 2, .head = true},
                                   {.word = "evidence", .key = "evidence", .weight = 2},
                                   {.word = "in_file", .key = "in_file", .weight = 0.4, .right = true}};
    const cb_node *list, *ranking = cb_node_at(v, "ranking");
    cb_pdf_heading(r, 4, cb_pdf_filled(r, "why", "rank", cb_node_text(v, "rank"), NULL));
    cb_pdf_note(r, cb_pdf_filled(r, "sums_to", "score", cb_node_text(v, "score"), NULL), cb_pdf_strong());
    cb_pdf_flow_space(&r->flow, 2);
    if (has(v, "points", &list))
        draw_list(r, list, ranking ? ranked : fields,
                  ranking ? sizeof ranked / sizeof *ranked : sizeof fields / sizeof *fields);
    if (ranking) {
        cb_pdf_paragraph(r, cb_node_text(ranking, "beside"), cb_pdf_muted());
        cb_pdf_paragraph(r, cb_node_text(ranking, "profile"), cb_pdf_muted());
    }
}

/* "Epilepsy 1.0 (AD)", one a line: what each panel says of the gene. */
static const char *panel_lines(report *r, const cb_node *panels) {
    const char *all = "";
    for (const cb_node *panel = panels->first; panel && cb_pdf_fine(r->w); panel = panel->next) {
        const cb_node *version = cb_node_at(panel, "version"), *model = cb_node_at(panel, "model");
        const bool dated = version && version->kind == CB_NODE_TEXT, said = model && model->kind == CB_NODE_TEXT;
        all = cb_pdf_format(r, "%s%s%s%s%s%s%s%s", all, *all ? "\n" : "", cb_node_text(panel, "name"),
                            dated ? " " : "", dated ? version->text : "", said ? " (" : "", said ? model->text : "",
                            said ? ")" : "");
    }
    return all;
}

typedef struct detail {
    const char *word, *path;
    bool code;
} detail;

/* Values that stand beside their labels, two a row; a node that the view does not have is left out. */
static void draw_details(report *r, const cb_node *v) {
    static const detail details[] = {{"gene", "gene", false},
                                     {"hgnc", "hgnc_id", false},
                                     {"disease", "disease", false},
                                     {"transcript", "transcript", true},
                                     {"exon", "exon", false},
                                     {"hgvs_c", "hgvs_c", true},
                                     {"hgvs_p", "hgvs_p", true},
                                     {"consequence", "consequence", false},
                                     {"impact", "impact", false},
                                     {"clinvar", "clinvar/class", false},
                                     {"significance", "clinvar/significance", false},
                                     {"stars", "clinvar/stars", false},
                                     {"accession", "clinvar/accession", true},
                                     {"filter", "filter", false},
                                     {"quality", "quality", false},
                                     {"highest_frequency", "af", false},
                                     {"source", "af_name", false}};
    enum { COUNT = sizeof details / sizeof *details };
    pdf_pair pairs[COUNT + 2];
    size_t count = 0;
    const cb_node *panels;
    cb_pdf_heading_keep(r, 4, cb_pdf_word(r, "details"), 60);
    cb_pdf_note(r, cb_node_text(v, "transcript_why"), cb_pdf_muted());
    for (size_t i = 0; i < COUNT; i++)
        if (cb_node_at(v, details[i].path))
            pairs[count++] =
                (pdf_pair){cb_pdf_word(r, details[i].word),
                           cb_pdf_cell_node(r, v, details[i].path, details[i].code ? cb_pdf_code() : cb_pdf_small())};
    if (has(v, "gene_panels", &panels))
        pairs[count++] =
            (pdf_pair){cb_pdf_word(r, "panels"), cb_pdf_cell(r, panel_lines(r, panels), cb_pdf_small())};
    else if (has(v, "panels", &panels))
        pairs[count++] =
            (pdf_pair){cb_pdf_word(r, "panels"), cb_pdf_cell(r, cb_pdf_joined(r, panels, ", "), cb_pdf_small())};
    cb_pdf_pairs(r, pairs, count);
}

/* "0.934  harmful, strong (PP3)" */
static pdf_cell value_cell(report *r, const cb_node *measure) {
    const cb_node *value = cb_node_at(measure, "value");
    const char *band = cb_node_text(measure, "band");
    if (!value || value->kind != CB_NODE_REAL || !*band)
        return cb_pdf_cell_node(r, measure, "value", cb_pdf_small());
    return cb_pdf_cell_two(r, cb_pdf_format(r, "%s  ", value->text), cb_pdf_strong(), band, cb_pdf_small());
}

/* Names and values of a list, two pairs a row, then one line for all that the input does not declare. */
static void draw_values(report *r, const cb_node *v, const char *path, const char *word) {
    const cb_node *list;
    const char *absent = cb_node_text(v, cb_pdf_format(r, "%s_not_annotated", path)); /* "": there is no such key */
    if (!has(v, path, &list) && !*absent)
        return;
    pdf_pair *pairs = cb_alloc_array(r->w->arena, list->count + 1, sizeof *pairs);
    size_t count = 0;
    if (!pairs) {
        cb_pdf_out_of_memory(r->w);
        return;
    }
    for (const cb_node *node = list->first; node; node = node->next)
        pairs[count++] = (pdf_pair){cb_node_text(node, "name"), value_cell(r, node)};
    cb_pdf_heading(r, 4, cb_pdf_word(r, word));
    cb_pdf_pairs(r, pairs, count);
    if (*absent)
        cb_pdf_paragraph(r, absent, cb_pdf_muted());
}

static void draw_tables(report *r, const cb_node *v) {
    static const field inheritance[] = {{.word = "mode", .key = "mode", .weight = 1, .head = true},
                                        {.word = "fit", .key = "fit", .weight = 0.5},
                                        {.word = "reason", .key = "reason", .weight = 3}};
    static const field partners[] = {{.word = "rank", .key = "rank", .right = true},
                                     {.word = "variant", .key = "title", .weight = 2, .head = true},
                                     {.word = "position", .key = "key", .weight = 1, .code = true},
                                     {.word = "phase", .key = "phase", .weight = 1},
                                     {.word = "reason", .key = "reason", .weight = 2}};
    const cb_node *list;
    if (has(v, "inheritance", &list)) {
        cb_pdf_heading(r, 4, cb_pdf_word(r, "inheritance"));
        draw_list(r, list, inheritance, sizeof inheritance / sizeof *inheritance);
    }
    if (has(v, "partners", &list)) {
        cb_pdf_heading(r, 4, cb_pdf_word(r, "partners"));
        draw_list(r, list, partners, sizeof partners / sizeof *partners);
    }
}

static void draw_transcripts(report *r, const cb_node *v) {
    static const field fields[] = {{.word = "transcript", .key = "feature", .weight = 1, .code = true, .head = true},
                                   {.word = "gene", .key = "gene"},
                                   {.word = "consequence", .key = "consequence", .weight = 1},
                                   {.word = "hgvs_c", .key = "hgvs_c", .weight = 1, .code = true},
                                   {.word = "hgvs_p", .key = "hgvs_p", .weight = 1, .code = true},
                                   {.word = "exon", .key = "exon"},
                                   {.word = "biotype", .key = "biotype"},
                                   {.word = "mark", .key = "mark", .weight = 1}};
    const cb_node *list;
    if (!has(v, "transcripts", &list))
        return;
    cb_pdf_heading(r, 4, cb_pdf_word(r, "transcripts"));
    draw_list(r, list, fields, sizeof fields / sizeof *fields);
}

static void draw_title(report *r, const cb_node *v) {
    const char *title = cb_node_text(v, "title"), *position = cb_node_text(v, "position");
    cb_pdf_heading(r, 3, cb_pdf_format(r, "%s   %s", cb_node_text(v, "rank"), title));
    const cb_node *rs = cb_node_at(v, "rs");
    if (rs && rs->kind == CB_NODE_TEXT && *rs->text)
        position = cb_pdf_format(r, "%s %s", position, rs->text);
    pdf_span spans[] = {{position, cb_pdf_in_size(cb_pdf_code(), 8)},
                        {cb_pdf_format(r, "   %s   ", cb_node_text(v, "consequence")), cb_pdf_body()},
                        {cb_node_text(v, "inheritance_short"), cb_pdf_body()},
                        {cb_pdf_format(r, "   %s %s", cb_pdf_word(r, "score"), cb_node_text(v, "score")),
                         {PDF_BOLD, BODY_SIZE, INK, false}}};
    pdf_block block = {.parent = r->root, .type = "P", .spans = spans, .count = 4, .leading = BODY_LEADING};
    cb_pdf_flow_text(&r->flow, &block);
}

/* A rule parts it from the block before. */
static void draw_variant(report *r, const cb_node *v, bool ruled) {
    const cb_node *genotypes;
    pdf_flow *flow = &r->flow;
    cb_pdf_flow_need(flow, (flow->top - flow->bottom) * 0.4);
    if (ruled && !cb_pdf_flow_at_top(flow)) {
        cb_pdf_flow_space(flow, 14);
        cb_pdf_artifact(flow->page, NULL);
        cb_pdf_draw_line(flow->page, flow->left, flow->y, flow->left + flow->width, flow->y, 1.2, MUTE);
        cb_pdf_unmark(flow->page);
    }
    draw_title(r, v);
    draw_reasons(r, v);
    if (has(v, "genotypes", &genotypes))
        draw_genotypes(r, genotypes);
    draw_tables(r, v);
    draw_points(r, v);
    draw_details(r, v);
    draw_values(r, v, "frequencies", "frequencies");
    draw_values(r, v, "counts", "counts");
    draw_values(r, v, "predictors", "predictors");
    draw_transcripts(r, v);
    if (!cb_pdf_draw_readings(r, v) && *cb_node_text(v, "comment/label")) {
        cb_pdf_ruled_box(r, cb_pdf_word(r, "classify_here"), 1);
        cb_pdf_flow_space(&r->flow, 4);
        cb_pdf_ruled_box(r, cb_node_text(v, "comment/label"), 4);
    }
}

void cb_pdf_draw_variants(report *r) {
    const cb_node *list = cb_node_at(r->view, "shortlist");
    if (!list || !list->count)
        return;
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "list"), (r->flow.top - r->flow.bottom) * 0.4);
    for (const cb_node *entry = list->first; entry && cb_pdf_fine(r->w); entry = entry->next) {
        const cb_node *v = cb_pdf_shortlisted(r, entry);
        if (v)
            draw_variant(r, v, entry != list->first);
    }
}
