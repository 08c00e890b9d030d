/* table.c: tables. */
#include <math.h>

#include "flow.h"

enum { RULE_COLOR = 0xD1D9E0, HEAD_RULE_COLOR = 0x59636E };

static const double PADDING = 6;     /* between columns */
static const double SIGN_SPACE = 13; /* of a sign before a text */
static const double NARROWEST = 18;
static const double WORD_KEPT = 100; /* a wider word is broken where its column is narrower */

typedef struct grid {
    pdf_flow *flow;
    const pdf_table *table;
    double x[PDF_COLUMNS], width[PDF_COLUMNS];
    pdf_tag *tag;
    bool has_head;
} grid;

typedef struct row_text {
    pdf_text texts[PDF_COLUMNS];
    size_t lines; /* of its highest cell */
} row_text;

static double sign_space(const pdf_cell *cell) {
    return cell->sign.shown ? SIGN_SPACE : 0;
}

/* A head may take several lines, broken at its spaces. */
static double widest_word(const pdf_text *text) {
    double most = 0, width = 0;
    for (size_t i = 0; i < text->glyph_count; i++) {
        width = text->glyphs[i].space ? 0 : width + text->glyphs[i].advance;
        most = fmax(most, width);
    }
    return most;
}

/* What the columns ask for: `natural` is the width at which no line must be broken, `with_head` at which neither must
 * the head, `least` at which no word must. */
typedef struct wishes {
    double natural[PDF_COLUMNS], with_head[PDF_COLUMNS], least[PDF_COLUMNS];
} wishes;

static void measure(grid *g, wishes *wish) {
    double *natural = wish->natural, *with_head = wish->with_head, *least = wish->least;
    const pdf_table *t = g->table;
    pdf_writer *w = g->flow->w;
    for (size_t i = 0; i < t->column_count; i++) {
        natural[i] = NARROWEST;
        pdf_span head = {t->columns[i].head, t->head_style};
        pdf_text text = {0};
        cb_pdf_scratch_begin(w);
        if (head.text)
            cb_pdf_shape(w, &head, 1, &text);
        natural[i] = fmax(natural[i], widest_word(&text));
        least[i] = natural[i];
        with_head[i] = text.natural;
        cb_pdf_scratch_end(w);
    }
    for (size_t i = 0; i < t->row_count * t->column_count && cb_pdf_fine(w); i++) {
        const pdf_cell *cell = &t->cells[i];
        pdf_text text;
        cb_pdf_scratch_begin(w);
        cb_pdf_shape(w, cell->spans, cell->count, &text);
        size_t column = i % t->column_count;
        natural[column] = fmax(natural[column], text.natural + sign_space(cell));
        double word = widest_word(&text) + sign_space(cell);
        if (word <= WORD_KEPT)
            least[column] = fmax(least[column], word);
        cb_pdf_scratch_end(w);
    }
    for (size_t i = 0; i < t->column_count; i++)
        with_head[i] = fmax(with_head[i], natural[i]);
}

typedef struct sharing {
    double given[PDF_COLUMNS], available;
    bool settled[PDF_COLUMNS];
    size_t count, open;
} sharing;

static void give(sharing *s, size_t column, double width) {
    s->settled[column] = true;
    s->given[column] = width;
    s->available -= width;
    s->open--;
}

/* Columns that ask for less than an equal share of what is left get what they ask for; the others share the rest. Gives
 * that share. */
static double settle(sharing *s, const double *wanted) {
    for (bool changed = true; changed && s->open;) {
        changed = false;
        for (size_t i = 0; i < s->count && s->open; i++)
            if (!s->settled[i] && wanted[i] <= s->available / (double)s->open) {
                give(s, i, wanted[i]);
                changed = true;
            }
    }
    return s->open ? fmax(s->available / (double)s->open, NARROWEST) : 0;
}

/* No column is narrower than its words, where all words fit. */
static void share_out(const sharing *start, const wishes *wish, const double *wanted, bool words_fit, double *given) {
    sharing fixed = *start, s;
    double share = 0;
    for (bool narrow = true; narrow;) {
        narrow = false;
        s = fixed;
        share = settle(&s, wanted);
        for (size_t i = 0; i < s.count && words_fit; i++)
            if (!s.settled[i] && wish->least[i] > share) {
                give(&fixed, i, wish->least[i]);
                narrow = true;
            }
    }
    for (size_t i = 0; i < s.count; i++)
        given[i] = s.settled[i] ? s.given[i] : share;
}

static void spread_spare(grid *g, double spare) {
    const pdf_table *t = g->table;
    double weights = 0;
    for (size_t i = 0; i < t->column_count; i++)
        weights += t->columns[i].weight;
    for (size_t i = 0; i < t->column_count && weights > 0; i++)
        g->width[i] += spare * t->columns[i].weight / weights;
}

static double sum_of(const double *widths, const bool *settled, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += settled[i] ? 0 : widths[i];
    return sum;
}

static void set_widths(grid *g) {
    const pdf_table *t = g->table;
    wishes wish = {.least = {0}};
    sharing s = {.count = t->column_count, .available = g->flow->width - PADDING * (double)(t->column_count - 1)};
    measure(g, &wish);
    s.open = s.count;
    for (size_t i = 0; i < s.count; i++)
        if (t->columns[i].fixed > 0)
            give(&s, i, t->columns[i].fixed);
    bool heads_fit = sum_of(wish.with_head, s.settled, s.count) <= s.available;
    const double *wanted = heads_fit ? wish.with_head : wish.natural;
    double available = s.available, sum = sum_of(wanted, s.settled, s.count);
    share_out(&s, &wish, wanted, sum_of(wish.least, s.settled, s.count) <= available, g->width);
    if (sum < available)
        spread_spare(g, available - sum);
    double x = g->flow->left;
    for (size_t i = 0; i < t->column_count; i++) {
        g->x[i] = x;
        x += g->width[i] + PADDING;
    }
}

static void draw_cell_lines(grid *g, const pdf_text *text, const pdf_cell *cell, size_t column, size_t first,
                            size_t count, double size) {
    static const double CAPITAL = 0.72;
    pdf_flow *flow = g->flow;
    double y = flow->y - g->table->gap, leading = g->table->leading;
    for (size_t i = first; i < first + count && i < text->line_count; i++, y -= leading) {
        double x = g->x[column] + (cell ? sign_space(cell) : 0);
        if (g->table->columns[column].right)
            x = g->x[column] + g->width[column] - text->lines[i].width;
        cb_pdf_draw(flow->w, flow->page, text, i, x, y - (leading + size * CAPITAL) / 2);
    }
}

static void shape_head(grid *g, row_text *row) {
    pdf_writer *w = g->flow->w;
    row->lines = 1;
    for (size_t i = 0; i < g->table->column_count; i++) {
        pdf_span span = {g->table->columns[i].head, g->table->head_style};
        cb_pdf_shape(w, &span, 1, &row->texts[i]);
        cb_pdf_break(w, &row->texts[i], g->width[i]);
        row->lines = row->texts[i].line_count > row->lines ? row->texts[i].line_count : row->lines;
    }
}

static double row_height(const grid *g, size_t lines) {
    return (double)lines * g->table->leading + 2 * g->table->gap;
}

static void draw_rule(grid *g, double line, unsigned color) {
    cb_pdf_artifact(g->flow->page, NULL);
    cb_pdf_draw_line(g->flow->page, g->flow->left, g->flow->y, g->flow->left + g->flow->width, g->flow->y, line, color);
    cb_pdf_unmark(g->flow->page);
}

/* The first head is content; where it is repeated it is an artifact. */
static void draw_head(grid *g, const row_text *row, bool repeated) {
    pdf_writer *w = g->flow->w;
    pdf_tag *line = repeated ? NULL : cb_pdf_tag(w, cb_pdf_tag(w, g->tag, "THead"), "TR");
    for (size_t i = 0; i < g->table->column_count; i++) {
        if (repeated) {
            cb_pdf_artifact(g->flow->page, "/Type/Pagination");
        } else {
            pdf_tag *cell = cb_pdf_tag(w, line, "TH");
            cb_pdf_tag_entries(w, cell, "/A<</O/Table/Scope/Column>>");
            cb_pdf_mark(w, g->flow->page, cell);
        }
        draw_cell_lines(g, &row->texts[i], NULL, i, 0, row->lines, g->table->head_style.size);
        cb_pdf_unmark(g->flow->page);
    }
    g->flow->y -= row_height(g, row->lines);
    draw_rule(g, 0.8, HEAD_RULE_COLOR);
}

static void start_head(grid *g, double following) {
    if (!g->has_head)
        return;
    row_text head = {0};
    cb_pdf_scratch_begin(g->flow->w);
    shape_head(g, &head);
    cb_pdf_flow_need(g->flow, row_height(g, head.lines) + following);
    draw_head(g, &head, false);
    cb_pdf_scratch_end(g->flow->w);
}

static void next_page(grid *g) {
    cb_pdf_flow_page(g->flow);
    if (!g->has_head)
        return;
    row_text head = {0};
    cb_pdf_scratch_begin(g->flow->w);
    shape_head(g, &head);
    draw_head(g, &head, true);
    cb_pdf_scratch_end(g->flow->w);
}

static void shape_row(grid *g, size_t number, row_text *row) {
    const pdf_table *t = g->table;
    row->lines = 1;
    for (size_t i = 0; i < t->column_count; i++) {
        const pdf_cell *cell = &t->cells[number * t->column_count + i];
        cb_pdf_shape(g->flow->w, cell->spans, cell->count, &row->texts[i]);
        cb_pdf_break(g->flow->w, &row->texts[i], g->width[i] - sign_space(cell));
        row->lines = row->texts[i].line_count > row->lines ? row->texts[i].line_count : row->lines;
    }
}

static void draw_ornaments(grid *g, const pdf_cell *cell, size_t column) {
    enum { SIGN_SIZE = 8, INK = 0x1F2328 };
    pdf_flow *flow = g->flow;
    double middle = flow->y - g->table->gap - g->table->leading / 2;
    if (!cell->sign.shown && cell->bar < 0)
        return;
    cb_pdf_artifact(flow->page, NULL);
    if (cell->sign.shown)
        cb_pdf_draw_symbol(flow->page, cell->sign.shape, cell->sign.fill, g->x[column] + SIGN_SIZE / 2.0 + 1, middle,
                           SIGN_SIZE, INK);
    if (cell->bar >= 0)
        cb_pdf_fill_box(flow->page, g->x[column], middle - 3.5, fmax(1, cell->bar * g->width[column]), 7,
                        cell->bar_color);
    cb_pdf_unmark(flow->page);
}

static void make_cell_tags(grid *g, pdf_tag *body, size_t number, pdf_tag *tags[PDF_COLUMNS]) {
    pdf_writer *w = g->flow->w;
    pdf_tag *line = cb_pdf_tag(w, body, "TR");
    for (size_t i = 0; i < g->table->column_count; i++) {
        bool head = g->table->cells[number * g->table->column_count + i].head;
        tags[i] = cb_pdf_tag(w, line, head ? "TH" : "TD");
        if (head)
            cb_pdf_tag_entries(w, tags[i], "/A<</O/Table/Scope/Row>>");
    }
}

/* Draws `count` lines of each cell from `first` on. */
static void draw_slice(grid *g, const row_text *row, pdf_tag *const *tags, size_t number, size_t first, size_t count) {
    const pdf_cell *cells = &g->table->cells[number * g->table->column_count];
    double size = 0; /* the largest letters set the row's baseline */
    for (size_t i = 0; i < g->table->column_count; i++)
        size = fmax(size, cells[i].spans[0].style.size);
    for (size_t i = 0; i < g->table->column_count; i++) {
        const pdf_text *text = &row->texts[i];
        if (!first)
            draw_ornaments(g, &cells[i], i);
        if (first >= text->line_count || !text->glyph_count)
            continue;
        cb_pdf_mark(g->flow->w, g->flow->page, tags[i]);
        draw_cell_lines(g, text, &cells[i], i, first, count, size);
        cb_pdf_unmark(g->flow->page);
    }
    g->flow->y -= row_height(g, count);
}

static size_t lines_that_fit(const grid *g) {
    double left = cb_pdf_flow_left(g->flow) - 2 * g->table->gap + 0.01;
    return left < g->table->leading ? 0 : (size_t)(left / g->table->leading);
}

static double height_of_row(grid *g, size_t number) {
    row_text row = {0};
    cb_pdf_scratch_begin(g->flow->w);
    shape_row(g, number, &row);
    cb_pdf_scratch_end(g->flow->w);
    return row_height(g, row.lines);
}

/* The last row of a longer table takes the one before it along to the next page. */
static double kept_behind(grid *g, size_t number) {
    enum { LONGER = 4 };
    size_t count = g->table->row_count;
    return count >= LONGER && number + 2 == count ? height_of_row(g, count - 1) : 0;
}

static void draw_row(grid *g, pdf_tag *body, size_t number) {
    row_text row = {0};
    pdf_tag *tags[PDF_COLUMNS] = {NULL};
    pdf_flow *flow = g->flow;
    cb_pdf_scratch_begin(flow->w);
    shape_row(g, number, &row);
    double page = flow->top - flow->bottom, most = page / 3;
    double height = row_height(g, row.lines) + kept_behind(g, number);
    if (cb_pdf_flow_left(flow) < fmin(height, most) || !lines_that_fit(g))
        next_page(g);
    make_cell_tags(g, body, number, tags);
    for (size_t done = 0; done < row.lines && cb_pdf_fine(flow->w);) {
        size_t fit = lines_that_fit(g), left = row.lines - done;
        if (!fit && done) {
            next_page(g);
            fit = lines_that_fit(g);
        }
        size_t here = fit < left ? (fit ? fit : 1) : left;
        draw_slice(g, &row, tags, number, done, here);
        done += here;
        if (done < row.lines)
            next_page(g);
    }
    if (g->table->rules)
        draw_rule(g, 0.4, RULE_COLOR);
    cb_pdf_scratch_end(flow->w);
}

/* The height of the first rows, which stay with the head. */
static double first_rows(grid *g) {
    enum { ROWS = 2 };
    double height = 0;
    for (size_t i = 0; i < ROWS && i < g->table->row_count; i++)
        height += height_of_row(g, i);
    return fmin(height, (g->flow->top - g->flow->bottom) / 3);
}

void cb_pdf_flow_table(pdf_flow *flow, const pdf_table *table) {
    pdf_writer *w = flow->w;
    grid g = {.flow = flow, .table = table, .has_head = table->columns[0].head != NULL};
    if (!table->row_count || !cb_pdf_fine(w))
        return;
    set_widths(&g);
    double following = first_rows(&g);
    if (!g.has_head)
        cb_pdf_flow_need(flow, following);
    g.tag = cb_pdf_tag(w, table->parent, "Table");
    start_head(&g, following);
    pdf_tag *body = cb_pdf_tag(w, g.tag, "TBody");
    for (size_t i = 0; i < table->row_count && cb_pdf_fine(w); i++)
        draw_row(&g, body, i);
}
