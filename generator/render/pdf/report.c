/* report.c: words, styles, headings, lists and tables of the report. */
#include "report.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FILLED_MAXIMUM = 65536, PLACE_NAMES = 4 };

/* Words. */

const char *cb_pdf_word(report *r, const char *name) {
    const cb_node *words = cb_node_at(r->view, "text");
    const cb_node *word = words ? cb_node_at(words, name) : NULL;
    if (word && *word->text)
        return word->text;
    if (cb_pdf_fine(r->w))
        cb_pdf_fail(r->w, cb_fail(r->w->e, CB_INTERNAL, "the view has no text/%s", name));
    return "";
}

const char *cb_pdf_format(report *r, const char *format, ...) {
    cb_buf b;
    va_list arguments;
    cb_buf_init(&b, FILLED_MAXIMUM);
    va_start(arguments, format);
    cb_buf_vprintf(&b, format, arguments);
    va_end(arguments);
    const char *text = b.failed ? NULL : cb_copy_str(r->w->arena, cb_buf_view(&b));
    cb_buf_free(&b);
    if (!text)
        cb_pdf_out_of_memory(r->w);
    return text ? text : "";
}

const char *cb_pdf_joined(report *r, const cb_node *list, const char *separator) {
    const char *text = "";
    for (const cb_node *node = list ? list->first : NULL; node; node = node->next)
        text = cb_pdf_format(r, "%s%s%s", text, *text ? separator : "", node->text);
    return text;
}

typedef struct place {
    const char *name, *text;
} place;

static const char *place_text(const place *places, size_t count, cb_str name) {
    for (size_t i = 0; i < count; i++)
        if (cb_str_is(name, places[i].name))
            return places[i].text;
    return NULL;
}

static void fill(cb_buf *b, const char *pattern, const place *places, size_t count) {
    for (const char *p = pattern; *p; p++) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        const char *text = end ? place_text(places, count, (cb_str){p + 1, (size_t)(end - p - 1)}) : NULL;
        if (text) {
            cb_buf_text(b, text);
            p = end;
        } else {
            cb_buf_char(b, *p);
        }
    }
}

const char *cb_pdf_filled(report *r, const char *name, ...) {
    place places[PLACE_NAMES];
    size_t count = 0;
    va_list arguments;
    va_start(arguments, name);
    for (const char *key; count < PLACE_NAMES && (key = va_arg(arguments, const char *));) {
        places[count].name = key;
        places[count++].text = va_arg(arguments, const char *);
    }
    va_end(arguments);
    cb_buf b;
    cb_buf_init(&b, FILLED_MAXIMUM);
    fill(&b, cb_pdf_word(r, name), places, count);
    const char *text = b.failed ? NULL : cb_copy_str(r->w->arena, cb_buf_view(&b));
    cb_buf_free(&b);
    if (!text)
        cb_pdf_out_of_memory(r->w);
    return text ? text : "";
}

const cb_node *cb_pdf_shortlisted(report *r, const cb_node *entry) {
    const cb_node *variants = cb_node_at(r->view, "variants");
    const cb_node *variant = variants && entry->integer >= 0 ? cb_node_child(variants, (size_t)entry->integer) : NULL;
    if (!variant && cb_pdf_fine(r->w))
        cb_pdf_fail(r->w, cb_fail(r->w->e, CB_INTERNAL, "the shortlist names variant %lld, which is not listed",
                                  (long long)entry->integer));
    return variant;
}

/* Styles. */

pdf_style cb_pdf_body(void) {
    return (pdf_style){PDF_REGULAR, BODY_SIZE, INK, false};
}

pdf_style cb_pdf_small(void) {
    return (pdf_style){PDF_REGULAR, CELL_SIZE, INK, false};
}

pdf_style cb_pdf_muted(void) {
    return (pdf_style){PDF_REGULAR, CELL_SIZE, MUTE, false};
}

pdf_style cb_pdf_strong(void) {
    return (pdf_style){PDF_BOLD, CELL_SIZE, INK, false};
}

pdf_style cb_pdf_code(void) {
    return (pdf_style){PDF_MONO, CELL_SIZE - 0.6, INK, false};
}

pdf_style cb_pdf_in_color(pdf_style style, unsigned color) {
    style.color = color;
    return style;
}

pdf_style cb_pdf_in_size(pdf_style style, double size) {
    style.size = size;
    return style;
}

/* Blocks. */

typedef struct heading_look {
    const char *type;
    double size, leading, before, after;
    unsigned color;
} heading_look;

static const heading_look HEADINGS[] = {
    {"H1", 17, 21, 0, 3, INK}, {"H2", 11.5, 15, 8, 2, INK}, {"H3", 11, 14.5, 12, 1, INK}, {"H4", 8, 11, 7, 1, MUTE}};

void cb_pdf_heading_keep(report *r, int level, const char *text, double keep) {
    const heading_look *look = &HEADINGS[level - 1];
    const pdf_held held = {.tag = cb_pdf_tag(r->w, r->root, look->type),
                           .span = {text, {PDF_BOLD, look->size, look->color, false}},
                           .leading = look->leading,
                           .before = look->before,
                           .after = look->after,
                           .keep = keep,
                           .bookmark = level == 2 || level == 3 ? level - 1 : 0};
    cb_pdf_flow_hold(&r->flow, &held);
}

void cb_pdf_heading(report *r, int level, const char *text) {
    cb_pdf_heading_keep(r, level, text, 0);
}

void cb_pdf_note(report *r, const char *text, pdf_style style) {
    const pdf_held held = {.tag = cb_pdf_tag(r->w, r->root, "P"), .span = {text, style}, .leading = style.size * 1.4};
    cb_pdf_flow_hold(&r->flow, &held);
}

void cb_pdf_paragraph(report *r, const char *text, pdf_style style) {
    pdf_span span = {text, style};
    pdf_block block = {.parent = r->root, .type = "P", .spans = &span, .count = 1, .leading = style.size * 1.4};
    cb_pdf_flow_text(&r->flow, &block);
}

void cb_pdf_bullet(report *r, pdf_tag *list, const char *text, const char *label, pdf_style style) {
    static const double INDENT = 11;
    pdf_span span = {text, style};
    pdf_block block = {.parent = list,
                       .type = "LI",
                       .spans = &span,
                       .count = 1,
                       .leading = style.size * 1.35,
                       .indent = INDENT,
                       .label = label};
    cb_pdf_flow_text(&r->flow, &block);
}

void cb_pdf_bullets(report *r, const cb_node *list, const char *key, const char *label, pdf_style style) {
    pdf_tag *tag = list && list->first ? cb_pdf_tag(r->w, r->root, "L") : NULL;
    for (const cb_node *item = list ? list->first : NULL; item && cb_pdf_fine(r->w); item = item->next)
        cb_pdf_bullet(r, tag, key ? cb_node_text(item, key) : item->text, label, style);
}

/* Cells. */

pdf_cell *cb_pdf_cells(report *r, size_t count) {
    pdf_cell *cells = cb_pdf_fine(r->w) ? cb_alloc_array(r->w->arena, count + 1, sizeof *cells) : NULL;
    if (!cells)
        cb_pdf_out_of_memory(r->w);
    return cells;
}

pdf_cell cb_pdf_cell_two(report *r, const char *first, pdf_style style, const char *second, pdf_style other) {
    pdf_span *spans = cb_pdf_fine(r->w) ? cb_alloc_array(r->w->arena, 2, sizeof *spans) : NULL;
    if (!spans) {
        cb_pdf_out_of_memory(r->w);
        return (pdf_cell){.bar = -1};
    }
    spans[0] = (pdf_span){first, style};
    spans[1] = (pdf_span){second ? second : "", other};
    return (pdf_cell){.spans = spans, .count = second ? 2 : 1, .bar = -1};
}

pdf_cell cb_pdf_cell(report *r, const char *text, pdf_style style) {
    return cb_pdf_cell_two(r, text, style, NULL, style);
}

pdf_cell cb_pdf_cell_node(report *r, const cb_node *node, const char *path, pdf_style style) {
    const cb_node *found = cb_node_at(node, path);
    bool value = found && found->kind != CB_NODE_MISSING && found->kind != CB_NODE_NOT_ANNOTATED;
    return cb_pdf_cell(r, found ? found->text : "", value ? style : cb_pdf_muted());
}

pdf_cell cb_pdf_cell_head(report *r, const char *text) {
    pdf_cell cell = cb_pdf_cell(r, text, cb_pdf_muted());
    cell.head = true;
    return cell;
}

/* From baseline to baseline, for the largest letters of the cells. */
static double leading_of(const pdf_cell *cells, size_t count) {
    static const double RATIO = 1.3;
    double most = CELL_LEADING;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < cells[i].count; k++)
            most = fmax(most, cells[i].spans[k].style.size * RATIO);
    return most;
}

static void draw_rows(report *r, const pdf_column *columns, size_t column_count, const pdf_cell *cells,
                      size_t row_count, double gap) {
    pdf_table table = {.parent = r->root,
                       .columns = columns,
                       .column_count = column_count,
                       .cells = cells,
                       .row_count = row_count,
                       .leading = cells ? leading_of(cells, row_count * column_count) : CELL_LEADING,
                       .gap = gap,
                       .rules = true,
                       .head_style = {PDF_BOLD, 7.2, MUTE, false}};
    if (cells)
        cb_pdf_flow_table(&r->flow, &table);
}

void cb_pdf_rows(report *r, const pdf_column *columns, size_t column_count, const pdf_cell *cells, size_t row_count) {
    static const double GAP = 2.2;
    draw_rows(r, columns, column_count, cells, row_count, GAP);
}

static void draw_pairs(report *r, const pdf_pair *pairs, size_t count, size_t beside) {
    static const double LABEL = 84, PAIR_GAP = 1.5;
    pdf_column columns[4] = {{.fixed = LABEL}, {.weight = 1}, {.fixed = LABEL}, {.weight = 1}};
    double value = (r->flow.width - LABEL * (double)beside - 6 * (double)(2 * beside - 1)) / (double)beside;
    columns[1].fixed = columns[3].fixed = value;
    size_t rows = (count + beside - 1) / beside;
    pdf_cell *cells = cb_pdf_cells(r, rows * beside * 2);
    if (!cells)
        return;
    for (size_t i = 0; i < rows * beside; i++) {
        bool real = i < count;
        cells[2 * i] = real ? cb_pdf_cell_head(r, pairs[i].label) : cb_pdf_cell(r, "", cb_pdf_small());
        cells[2 * i + 1] = real ? pairs[i].value : cb_pdf_cell(r, "", cb_pdf_small());
    }
    draw_rows(r, columns, 2 * beside, cells, rows, PAIR_GAP);
}

void cb_pdf_pairs(report *r, const pdf_pair *pairs, size_t count) {
    draw_pairs(r, pairs, count, 2);
}

void cb_pdf_pairs_single(report *r, const pdf_pair *pairs, size_t count) {
    draw_pairs(r, pairs, count, 1);
}

void cb_pdf_ruled_box(report *r, const char *label, size_t lines) {
    static const double RULE = 19, INSIDE = 7;
    pdf_flow *flow = &r->flow;
    double height = RULE * (double)lines + 22;
    cb_pdf_flow_need(flow, height + 8);
    cb_pdf_flow_space(flow, 8);
    double top = flow->y, left = flow->left, width = flow->width;
    flow->y -= 5;
    flow->left += INSIDE;
    flow->width -= 2 * INSIDE;
    pdf_page *page = flow->page;
    cb_pdf_paragraph(r, label, cb_pdf_in_size(cb_pdf_strong(), 8));
    flow->left = left;
    flow->width = width;
    height = fmax(height, top - flow->y + RULE); /* a long label */
    if (page != flow->page)
        return;
    cb_pdf_artifact(page, NULL);
    for (double y = flow->y - RULE + 2; y > top - height + 4; y -= RULE)
        cb_pdf_draw_line(page, left + INSIDE, y, left + width - INSIDE, y, 0.4, LINE);
    cb_pdf_draw_box(page, left, top - height, width, height, 0.7, MUTE);
    cb_pdf_unmark(page);
    flow->y = top - height;
}
