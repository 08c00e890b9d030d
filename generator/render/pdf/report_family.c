/* report_family.c: the family's table and its pedigree, drawn as vectors. */
#include "report.h"

#include <math.h>
#include <string.h>

static const double BESIDE_WIDTH = 140, BESIDE_HEIGHT = 115, LEAST_SCALE = 0.38, BELOW_HEIGHT = 320, LABEL_SIZE = 6.8,
                    LABEL_LEADING = 8, NUMBER_SIZE = 6.2, SLASH = 0.63;

typedef struct pedigree {
    const cb_node *node;
    double width, height, scale; /* in drawing units; points to a unit */
    double x, y;                 /* the upper left corner on the page */
    double label_width;          /* points */
} pedigree;

static double real_at(const cb_node *node, const char *path) {
    const cb_node *found = cb_node_at(node, path);
    double value = !found ? 0 : found->kind == CB_NODE_INTEGER ? (double)found->integer : found->real;
    return isfinite(value) ? fmax(-1e6, fmin(1e6, value)) : 0;
}

/* Labels are as wide as the nearest neighbour in the row allows. */
static double label_width(const pedigree *p) {
    double least = p->width * p->scale;
    const cb_node *persons = cb_node_at(p->node, "persons");
    for (const cb_node *a = persons ? persons->first : NULL; a; a = a->next)
        for (const cb_node *b = a->next; b; b = b->next)
            if (fabs(real_at(a, "y") - real_at(b, "y")) < 1)
                least = fmin(least, fabs(real_at(a, "x") - real_at(b, "x")) * p->scale);
    return fmax(least - 3, 24);
}

static void draw_lines(report *r, const pedigree *p) {
    const cb_node *lines = cb_node_at(p->node, "lines");
    for (const cb_node *line = lines ? lines->first : NULL; line; line = line->next)
        cb_pdf_draw_line(r->flow.page, p->x + real_at(line, "x1") * p->scale, p->y - real_at(line, "y1") * p->scale,
                         p->x + real_at(line, "x2") * p->scale, p->y - real_at(line, "y2") * p->scale, 0.9, INK);
}

static void draw_arrow(pdf_page *page, double x, double y, double r) {
    double tip_x = x - r - 1.5, tip_y = y - r * 0.25;
    cb_pdf_draw_line(page, tip_x - 10, tip_y - 5, tip_x, tip_y, 1, INK);
    cb_pdf_draw_line(page, tip_x - 4.4, tip_y + 0.4, tip_x, tip_y, 1, INK);
    cb_pdf_draw_line(page, tip_x - 2.6, tip_y - 3.6, tip_x, tip_y, 1, INK);
}

static void draw_label(report *r, const pedigree *p, const cb_node *person, double x, double y) {
    pdf_span span = {cb_pdf_format(r, "%s ", cb_node_text(person, "label")), {PDF_REGULAR, LABEL_SIZE, INK, false}};
    pdf_text text;
    cb_pdf_scratch_begin(r->w);
    cb_pdf_shape(r->w, &span, 1, &text);
    cb_pdf_break(r->w, &text, p->label_width);
    for (size_t i = 0; i < text.line_count && text.glyph_count; i++, y -= LABEL_LEADING) {
        double width = text.lines[i].width;
        cb_pdf_fill_box(r->flow.page, x - width / 2 - 1, y - LABEL_LEADING, width + 2, LABEL_LEADING, PAPER);
        cb_pdf_draw(r->w, r->flow.page, &text, i, x - width / 2, y - LABEL_LEADING + 2);
    }
    cb_pdf_scratch_end(r->w);
}

/* One line of text, centred. */
static void draw_mark(report *r, pdf_span span, double x, double y) {
    pdf_text text;
    cb_pdf_scratch_begin(r->w);
    cb_pdf_shape(r->w, &span, 1, &text);
    cb_pdf_break(r->w, &text, PDF_PAGE_WIDTH);
    if (text.line_count)
        cb_pdf_draw(r->w, r->flow.page, &text, 0, x - text.lines[0].width / 2, y);
    cb_pdf_scratch_end(r->w);
}

static void draw_marks(report *r, const pedigree *p) {
    const cb_node *marks = cb_node_at(p->node, "marks");
    for (const cb_node *mark = marks ? marks->first : NULL; mark; mark = mark->next)
        draw_mark(r, (pdf_span){cb_node_text(mark, "text"), {PDF_REGULAR, LABEL_SIZE, INK, false}},
                  p->x + real_at(mark, "x") * p->scale, p->y - real_at(mark, "y") * p->scale);
}

static void draw_person(report *r, const pedigree *p, const cb_node *person) {
    const char *shape = cb_node_text(person, "shape"), *fill = cb_node_text(person, "fill");
    double x = p->x + real_at(person, "x") * p->scale, y = p->y - real_at(person, "y") * p->scale;
    double size = fmin(fmax(real_at(person, "size") * p->scale, 7), 60), slash = size * SLASH;
    pdf_shape drawn = strcmp(shape, "square") == 0   ? PDF_SQUARE
                      : strcmp(shape, "circle") == 0 ? PDF_CIRCLE
                                                     : PDF_DIAMOND;
    cb_pdf_fill_box(r->flow.page, x - size * 0.35, y - size * 0.35, size * 0.7, size * 0.7, PAPER);
    cb_pdf_draw_symbol(r->flow.page, drawn, strcmp(fill, "full") == 0 ? PDF_FULL : PDF_EMPTY, x, y, size, INK);
    if (strcmp(fill, "unknown") == 0)
        draw_mark(r, (pdf_span){"?", {PDF_BOLD, size * 0.62, INK, false}}, x, y - size * 0.22);
    draw_mark(r, (pdf_span){cb_node_text(person, "number"), {PDF_REGULAR, NUMBER_SIZE, INK, false}},
              x + size / 2 + NUMBER_SIZE * 1.4, y + size / 4);
    if (cb_node_true(cb_node_at(person, "deceased")))
        cb_pdf_draw_line(r->flow.page, x - slash, y - slash, x + slash, y + slash, 1, INK);
    if (cb_node_true(cb_node_at(person, "proband")))
        draw_arrow(r->flow.page, x, y, size / 2);
}

static void draw_figure(report *r, const pedigree *p) {
    pdf_tag *figure = cb_pdf_tag(r->w, r->root, "Figure");
    cb_pdf_tag_alternative(r->w, figure, cb_node_text(p->node, "alt"));
    double bottom = p->y - p->height * p->scale - LABEL_LEADING;
    cb_pdf_tag_entries(r->w, figure,
                       cb_pdf_format(r, "/A<</O/Layout/Placement/Block/BBox[%d %d %d %d]>>", (int)p->x - 1, (int)bottom,
                                     (int)(p->x + p->width * p->scale) + 1, (int)p->y + 1));
    const cb_node *persons = cb_node_at(p->node, "persons");
    cb_pdf_mark(r->w, r->flow.page, figure);
    draw_lines(r, p);
    draw_marks(r, p);
    for (const cb_node *person = persons ? persons->first : NULL; person; person = person->next) {
        double y = p->y - real_at(person, "y") * p->scale;
        draw_label(r, p, person, p->x + real_at(person, "x") * p->scale,
                   y - real_at(person, "size") * p->scale / 2 - 2);
    }
    for (const cb_node *person = persons ? persons->first : NULL; person; person = person->next)
        draw_person(r, p, person);
    cb_pdf_unmark(r->flow.page);
}

static pdf_cell person_cell(report *r, const cb_node *member) {
    return cb_pdf_cell_two(r, cb_pdf_format(r, "%s\n", cb_node_text(member, "role")), cb_pdf_strong(),
                           cb_node_text(member, "id"), cb_pdf_muted());
}

/* What is known of the sample: the text of each member of `keys` that is neither missing nor said before, one a line.
 */
static pdf_cell sample_cell(report *r, const cb_node *member, const char *const *keys, size_t count) {
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        const cb_node *node = cb_node_at(member, keys[i]);
        bool value = node && node->kind == CB_NODE_TEXT && *node->text;
        if (value && strcmp(node->text, cb_node_text(member, "id")) != 0)
            text = cb_pdf_format(r, "%s%s%s", text, *text ? "\n" : "", node->text);
    }
    return *text ? cb_pdf_cell(r, text, cb_pdf_small()) : cb_pdf_cell_node(r, member, keys[0], cb_pdf_small());
}

static void draw_members(report *r, const cb_node *members) {
    const pdf_column columns[] = {
        {.head = cb_pdf_word(r, "person"), .weight = 2},     {.head = cb_pdf_word(r, "sex"), .weight = 1},
        {.head = cb_pdf_word(r, "affection"), .weight = 1},  {.head = cb_pdf_word(r, "father"), .weight = 1},
        {.head = cb_pdf_word(r, "mother"), .weight = 1},     {.head = cb_pdf_word(r, "sample"), .weight = 1},
        {.head = cb_pdf_word(r, "sample_type"), .weight = 1}};
    static const char *const keys[] = {"sex", "affection", "father", "mother"};
    static const char *const sample[] = {"sample", "sample_id"}, *const type[] = {"sample_type", "collected",
                                                                                  "analysis"};
    enum { COLUMNS = 7 };
    pdf_cell *cells = cb_pdf_cells(r, members->count * COLUMNS);
    size_t at = 0;
    for (const cb_node *member = members->first; cells && member; member = member->next) {
        cells[at] = person_cell(r, member);
        cells[at++].head = true;
        for (int i = 0; i < 4; i++) {
            bool status = i == 1, strong = status && cb_node_true(cb_node_at(member, "proband"));
            const char *note = status ? cb_node_text(member, "note") : "";
            pdf_style style = strong ? cb_pdf_strong() : cb_pdf_small();
            cells[at++] = *note ? cb_pdf_cell_two(r, cb_pdf_format(r, "%s\n", cb_node_text(member, keys[i])), style,
                                                  note, cb_pdf_muted())
                                : cb_pdf_cell_node(r, member, keys[i], style);
        }
        cells[at++] = sample_cell(r, member, sample, 2);
        cells[at++] = sample_cell(r, member, type, 3);
    }
    cb_pdf_rows(r, columns, COLUMNS, cells, members->count);
}

static void draw_beside(report *r, pedigree *p, const cb_node *members) {
    pdf_flow *flow = &r->flow;
    double height = p->height * p->scale + LABEL_LEADING, width = flow->width;
    cb_pdf_flow_need(flow, height);
    p->x = flow->left + flow->width - p->width * p->scale;
    p->y = flow->y;
    draw_figure(r, p);
    const pdf_page *page = flow->page;
    flow->width -= p->width * p->scale + 14;
    draw_members(r, members);
    flow->width = width;
    if (flow->page == page)
        flow->y = fmin(flow->y, p->y - height);
}

static void draw_below(report *r, pedigree *p, const cb_node *members) {
    pdf_flow *flow = &r->flow;
    draw_members(r, members);
    if (!p->node || p->width <= 0)
        return;
    p->scale = fmin(fmin(flow->width / p->width, BELOW_HEIGHT / p->height), 0.55);
    p->label_width = label_width(p);
    double height = p->height * p->scale + 3 * LABEL_LEADING;
    cb_pdf_flow_need(flow, height + 8);
    cb_pdf_flow_space(flow, 8);
    p->x = flow->left;
    p->y = flow->y;
    draw_figure(r, p);
    flow->y -= height;
}

void cb_pdf_draw_family(report *r) {
    const cb_node *members = cb_node_at(r->view, "family/members");
    pedigree p = {.node = cb_node_at(r->view, "family/pedigree")};
    p.width = real_at(p.node, "width");
    p.height = real_at(p.node, "height");
    p.scale = p.width > 0 && p.height > 0 ? fmin(fmin(BESIDE_WIDTH / p.width, BESIDE_HEIGHT / p.height), 0.8) : 0;
    if (p.scale <= 0)
        p.node = NULL;
    bool beside = p.node && p.scale >= LEAST_SCALE;
    cb_pdf_heading_keep(r, 2, cb_pdf_word(r, "family"), beside ? p.height * p.scale + LABEL_LEADING : 60);
    if (!members || !cb_pdf_fine(r->w))
        return;
    p.label_width = label_width(&p);
    if (beside)
        draw_beside(r, &p, members);
    else
        draw_below(r, &p, members);
}
