/* flow.c: paragraphs. */
#include "flow.h"

#include <math.h>
#include <string.h>

/* Less than this is no place for anything. */
static const double LEAST = 4;

static void draw_block(pdf_flow *flow, const pdf_block *block, pdf_tag *tag);

bool cb_pdf_flow_at_top(const pdf_flow *flow) {
    return flow->page && flow->y >= flow->top - 0.01;
}

double cb_pdf_flow_left(const pdf_flow *flow) {
    return flow->page ? flow->y - flow->floor : 0;
}

/* What waits for its place, taken out: drawing may hold other things meanwhile. */
typedef struct waiting {
    pdf_held list[PDF_HELD_MAXIMUM];
    size_t count;
    double height;
} waiting;

static void take_held(pdf_flow *flow, waiting *out) {
    memcpy(out->list, flow->held, sizeof out->list);
    out->count = flow->held_count;
    out->height = flow->held_height;
    flow->held_count = 0;
    flow->held_height = 0;
}

/* What is drawn when a page opens does not stand behind what waits for its place there. */
void cb_pdf_flow_page(pdf_flow *flow) {
    waiting kept;
    take_held(flow, &kept);
    flow->page = cb_pdf_page_add(flow->w);
    flow->y = flow->top;
    flow->floor = flow->bottom;
    if (flow->opened && flow->page)
        flow->opened(flow, flow->data);
    memcpy(flow->held, kept.list, sizeof kept.list);
    flow->held_count = kept.count;
    flow->held_height = kept.height;
}

static bool fits(const pdf_flow *flow, double height) {
    if (flow->page && (cb_pdf_flow_left(flow) >= height || !cb_pdf_fine(flow->w)))
        return true;
    return cb_pdf_flow_at_top(flow) && flow->floor <= flow->bottom;
}

static void release(pdf_flow *flow) {
    waiting kept;
    take_held(flow, &kept);
    for (size_t i = 0; i < kept.count; i++) {
        const pdf_held *h = &kept.list[i];
        cb_pdf_flow_space(flow, h->before);
        if (h->bookmark)
            cb_pdf_bookmark(flow->w, h->bookmark, h->span.text, flow->page, flow->y);
        const pdf_block block = {.spans = &h->span, .count = 1, .leading = h->leading};
        draw_block(flow, &block, h->tag);
        cb_pdf_flow_space(flow, h->after);
    }
}

bool cb_pdf_flow_need(pdf_flow *flow, double height) {
    double wanted = fmax(height, LEAST);
    for (size_t i = 0; i < flow->held_count; i++)
        wanted = fmax(wanted, flow->held[i].keep);
    bool turn = !fits(flow, fmin(wanted + flow->held_height, flow->top - flow->bottom));
    if (turn)
        cb_pdf_flow_page(flow);
    release(flow);
    return turn;
}

void cb_pdf_flow_hold(pdf_flow *flow, const pdf_held *held) {
    if (flow->held_count == PDF_HELD_MAXIMUM)
        cb_pdf_flow_need(flow, LEAST);
    pdf_text text;
    cb_pdf_scratch_begin(flow->w);
    cb_pdf_shape(flow->w, &held->span, 1, &text);
    cb_pdf_break(flow->w, &text, flow->width);
    flow->held_height += held->before + (double)text.line_count * held->leading + held->after;
    cb_pdf_scratch_end(flow->w);
    flow->held[flow->held_count++] = *held;
}

/* Space behind what is held waits with it. */
void cb_pdf_flow_space(pdf_flow *flow, double height) {
    if (flow->held_count) {
        flow->held[flow->held_count - 1].after += height;
        flow->held_height += height;
    } else if (!cb_pdf_flow_at_top(flow)) {
        flow->y -= height;
    }
}

/* Capitals stand in the middle of their line. */
static double baseline(double y, double leading, double size) {
    static const double CAPITAL = 0.72;
    return y - (leading + size * CAPITAL) / 2;
}

static void draw_label(pdf_flow *flow, const pdf_block *block, pdf_tag *item, double y) {
    pdf_writer *w = flow->w;
    pdf_span span = {block->label, block->spans[0].style};
    pdf_text text;
    cb_pdf_shape(w, &span, 1, &text);
    cb_pdf_break(w, &text, block->indent);
    if (!text.line_count)
        return;
    cb_pdf_mark(w, flow->page, cb_pdf_tag(w, item, "Lbl"));
    double x = flow->left + fmax(0, block->indent - text.lines[0].width - 4);
    cb_pdf_draw(w, flow->page, &text, 0, x, baseline(y, block->leading, span.style.size));
    cb_pdf_unmark(flow->page);
}

/* How many of the lines from `first` on stand on this page: all, or so many that two are left for the next one. */
static size_t lines_here(const pdf_flow *flow, const pdf_text *text, size_t first, double leading) {
    size_t left = text->line_count - first, fit = (size_t)fmax(0, floor((cb_pdf_flow_left(flow) + 0.01) / leading));
    if (fit >= left)
        return left;
    return fit > 1 && left - fit == 1 ? fit - 1 : fit;
}

static void draw_lines(pdf_flow *flow, const pdf_block *block, const pdf_text *text, pdf_tag *tag) {
    pdf_writer *w = flow->w;
    for (size_t line = 0; line < text->line_count && cb_pdf_fine(w);) {
        size_t here = lines_here(flow, text, line, block->leading);
        if (!here) {
            cb_pdf_flow_page(flow);
            here = lines_here(flow, text, line, block->leading);
            here = here ? here : 1;
        }
        if (block->fill) {
            cb_pdf_artifact(flow->page, NULL);
            cb_pdf_fill_box(flow->page, flow->left, flow->y - (double)here * block->leading, flow->width,
                            (double)here * block->leading, block->fill);
            cb_pdf_unmark(flow->page);
        }
        cb_pdf_mark(w, flow->page, tag);
        for (size_t i = 0; i < here; i++, line++, flow->y -= block->leading)
            cb_pdf_draw(w, flow->page, text, line, flow->left + block->indent,
                        baseline(flow->y, block->leading, block->spans[0].style.size));
        cb_pdf_unmark(flow->page);
    }
}

static void draw_block(pdf_flow *flow, const pdf_block *block, pdf_tag *tag) {
    enum { TOGETHER = 3 };
    pdf_writer *w = flow->w;
    pdf_text text;
    cb_pdf_scratch_begin(w);
    cb_pdf_shape(w, block->spans, block->count, &text);
    cb_pdf_break(w, &text, flow->width - block->indent);
    cb_pdf_flow_need(flow, (double)(text.line_count <= TOGETHER ? text.line_count : 2) * block->leading);
    pdf_tag *body = tag;
    if (block->label) {
        if (*block->label)
            draw_label(flow, block, tag, flow->y);
        body = cb_pdf_tag(w, tag, "LBody");
    }
    draw_lines(flow, block, &text, body);
    cb_pdf_scratch_end(w);
}

pdf_tag *cb_pdf_flow_text(pdf_flow *flow, const pdf_block *block) {
    pdf_tag *tag = cb_pdf_tag(flow->w, block->parent, block->type);
    draw_block(flow, block, tag);
    return tag;
}
