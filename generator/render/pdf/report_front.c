/* report_front.c: the head of page 1: title, banners, identity, and what was not examined, pinned to the foot of the
 * page. */
#include "report.h"

#include <math.h>
#include <string.h>

static const double PILL_INSIDE = 6, PILL_LEADING = 15, PILL_GAP = 5;

typedef struct pill_look {
    const char *kind;
    unsigned ground, ink;
} pill_look;

static const pill_look PILLS[] = {
    {"bad", BAD, PAPER}, {"warn", WARN_GROUND, WARN}, {"info", INFO_GROUND, INFO}, {"good", GOOD_GROUND, GOOD}};

static const pill_look *look_of(const char *kind) {
    for (size_t i = 0; i < sizeof PILLS / sizeof *PILLS; i++)
        if (strcmp(kind, PILLS[i].kind) == 0)
            return &PILLS[i];
    return &PILLS[1];
}

/* Draws one banner at *x of the row at flow->y, or at the beginning of the next row. */
static void draw_pill(report *r, const cb_node *banner, double *x) {
    pdf_flow *flow = &r->flow;
    const pill_look *look = look_of(cb_node_text(banner, "kind"));
    pdf_span span = {cb_node_text(banner, "text"), {PDF_BOLD, 8.6, look->ink, false}};
    pdf_text text;
    cb_pdf_scratch_begin(r->w);
    cb_pdf_shape(r->w, &span, 1, &text);
    cb_pdf_break(r->w, &text, flow->width - 2 * PILL_INSIDE);
    double width = fmin(text.natural, flow->width - 2 * PILL_INSIDE) + 2 * PILL_INSIDE;
    double height = PILL_LEADING * (double)text.line_count;
    if (*x > flow->left && *x + width > flow->left + flow->width) {
        *x = flow->left;
        flow->y -= PILL_LEADING + PILL_GAP;
    }
    if (cb_pdf_flow_need(flow, height))
        *x = flow->left;
    cb_pdf_artifact(flow->page, NULL);
    cb_pdf_fill_box(flow->page, *x, flow->y - height, width, height, look->ground);
    cb_pdf_unmark(flow->page);
    cb_pdf_mark(r->w, flow->page, cb_pdf_tag(r->w, r->root, "P"));
    for (size_t i = 0; i < text.line_count; i++)
        cb_pdf_draw(r->w, flow->page, &text, i, *x + PILL_INSIDE, flow->y - PILL_LEADING * (double)i - 10.6);
    cb_pdf_unmark(flow->page);
    *x += width + PILL_GAP;
    if (text.line_count > 1) { /* the next one begins a row */
        flow->y -= height - PILL_LEADING;
        *x = flow->left + flow->width;
    }
    cb_pdf_scratch_end(r->w);
}

/* The status stands where the approval covers it once it is signed. */
static bool is_status(const report *r, const cb_node *banner) {
    return strcmp(cb_node_text(banner, "text"), cb_node_text(r->view, "report/status")) == 0;
}

/* Beside what ends at `beside` the column is as narrow as it is, below that `width` wide. */
static void draw_banners(report *r, double width, double beside) {
    const cb_node *banners = cb_node_at(r->view, "banners");
    double x = r->flow.left;
    bool drawn = false;
    for (const cb_node *one = banners ? banners->first : NULL; one && cb_pdf_fine(r->w); one = one->next) {
        if (is_status(r, one))
            continue;
        draw_pill(r, one, &x);
        drawn = true;
        if (r->flow.y - PILL_LEADING - PILL_GAP < beside)
            r->flow.width = width;
    }
    if (drawn)
        r->flow.y -= PILL_LEADING;
}

/* What was not supplied is loud. */
static pdf_pair identity_pair(report *r, const cb_node *fact, pdf_style style) {
    bool supplied = cb_node_true(cb_node_at(fact, "supplied"));
    pdf_style loud = {PDF_BOLD, style.size, BAD, false};
    return (pdf_pair){cb_node_text(fact, "label"),
                      cb_pdf_cell(r, cb_node_text(fact, "value"), supplied ? style : loud)};
}

/* The facts, and behind them one pair more, where it has a text. */
static void draw_identity(report *r, const char *path, pdf_style style, const pdf_pair *more) {
    const cb_node *list = cb_node_at(r->view, path);
    size_t count = 0, listed = list ? list->count : 0;
    pdf_pair *pairs = cb_alloc_array(r->w->arena, listed + 1, sizeof *pairs);
    if (!pairs) {
        cb_pdf_out_of_memory(r->w);
        return;
    }
    for (const cb_node *fact = listed ? list->first : NULL; fact; fact = fact->next)
        pairs[count++] = identity_pair(r, fact, style);
    if (more)
        pairs[count++] = *more;
    if (count)
        cb_pdf_pairs(r, pairs, count);
}

/* What was not examined. */

static const double PIN_INSIDE = 8, LINE_LEADING = CELL_SIZE * 1.35, PIN_HEAD = 30;

static size_t lines_of(report *r, const char *text, pdf_style style, double width) {
    pdf_span span = {text, style};
    pdf_text shaped;
    cb_pdf_scratch_begin(r->w);
    cb_pdf_shape(r->w, &span, 1, &shaped);
    cb_pdf_break(r->w, &shaped, width);
    cb_pdf_scratch_end(r->w);
    return shaped.line_count;
}

/* One line for all of a kind and reason, where the view has such; every name stands once in either list. */
static const cb_node *not_examined_lines(const report *r) {
    const cb_node *groups = cb_node_at(r->view, "not_examined_groups");
    return groups && groups->count ? groups : cb_node_at(r->view, "not_examined");
}

static size_t inputs_of(const cb_node *entry) {
    const cb_node *count = cb_node_at(entry, "count");
    return count && count->integer > 0 ? (size_t)count->integer : 1;
}

/* Inputs in the first `entries` of the list. */
static size_t inputs_in(const cb_node *list, size_t entries) {
    size_t inputs = 0, i = 0;
    for (const cb_node *entry = list->first; entry && i < entries; entry = entry->next, i++)
        inputs += inputs_of(entry);
    return inputs;
}

/* What may hold the answer is in bold. */
static pdf_style entry_style(const cb_node *entry) {
    return cb_node_true(cb_node_at(entry, "findings")) ? cb_pdf_strong() : cb_pdf_small();
}

static void draw_entries(report *r, const cb_node *list, size_t count) {
    pdf_tag *tag = count ? cb_pdf_tag(r->w, r->root, "L") : NULL;
    size_t i = 0;
    for (const cb_node *entry = list->first; entry && i < count && cb_pdf_fine(r->w); entry = entry->next, i++)
        cb_pdf_bullet(r, tag, cb_node_text(entry, "text"), "•", entry_style(entry));
}

/* How many entries, from the first on, fit into this height; *used is what they take. */
static size_t entries_that_fit(report *r, const cb_node *list, double height, double *used) {
    static const double INDENT = 11;
    size_t count = 0;
    *used = 0;
    for (const cb_node *entry = list->first; entry && cb_pdf_fine(r->w); entry = entry->next, count++) {
        size_t lines =
            lines_of(r, cb_node_text(entry, "text"), entry_style(entry), r->flow.width - 2 * PIN_INSIDE - INDENT);
        if (*used + (double)lines * LINE_LEADING > height)
            break;
        *used += (double)lines * LINE_LEADING;
    }
    return count;
}

static const pdf_style PIN_TITLE = {PDF_BOLD, 9.5, WARN, false};
static const double PIN_LEADING = 13;

/* Draws the pinned box: heading with a short explanation behind it, the first `shown` entries. */
static void draw_pinned(report *r, const cb_node *list, size_t shown, const char *head, const char *note,
                        double height) {
    pdf_flow *flow = &r->flow, outer = *flow;
    cb_pdf_artifact(flow->page, NULL);
    cb_pdf_fill_box(flow->page, flow->left, flow->floor, flow->width, height, WARN_GROUND);
    cb_pdf_draw_box(flow->page, flow->left, flow->floor, flow->width, height, 0.9, WARN);
    cb_pdf_unmark(flow->page);
    flow->y = flow->floor + height - 4;
    flow->floor = 0;
    flow->left += PIN_INSIDE;
    flow->width -= 2 * PIN_INSIDE;
    pdf_span title[] = {{head, PIN_TITLE}, {note, cb_pdf_in_color(cb_pdf_muted(), WARN)}};
    pdf_block block = {.parent = r->root, .type = "H2", .spans = title, .count = 2, .leading = PIN_LEADING};
    cb_pdf_bookmark(r->w, 1, cb_pdf_word(r, "not_examined"), flow->page, flow->y);
    cb_pdf_flow_text(flow, &block);
    draw_entries(r, list, shown);
    *flow = outer;
    flow->floor += height + 8;
}

static void pin_not_examined(report *r) {
    static const double LEAST_ABOVE = 150, SHARE = 0.62;
    const cb_node *list = not_examined_lines(r);
    if (!list || !list->count || !cb_pdf_fine(r->w))
        return;
    cb_pdf_flow_need(&r->flow, LEAST_ABOVE);
    double left = cb_pdf_flow_left(&r->flow),
           most = fmax(fmin(left - LEAST_ABOVE, left * SHARE), left / 3) - PIN_HEAD - 10, used;
    const char *note = cb_pdf_word(r, "not_examined_note");
    size_t shown = entries_that_fit(r, list, most, &used);
    if (shown < list->count) {
        note = cb_pdf_filled(r, "not_examined_more", "count", cb_pdf_format(r, "%zu", inputs_in(list, list->count)),
                             "shown", cb_pdf_format(r, "%zu", inputs_in(list, shown)), NULL);
        r->all_lines_page = r->w->page_count + 1;
    }
    const char *head = cb_pdf_format(r, "%s (%zu)   ", cb_pdf_word(r, "not_examined"), inputs_in(list, list->count));
    const char *whole = cb_pdf_format(r, "%s%s", head, note);
    double headed = (double)lines_of(r, whole, PIN_TITLE, r->flow.width - 2 * PIN_INSIDE) * PIN_LEADING;
    draw_pinned(r, list, shown, head, note, used + headed + 8);
}

void cb_pdf_draw_all_not_examined(report *r) {
    const cb_node *list = not_examined_lines(r);
    cb_pdf_heading(r, 2, cb_pdf_format(r, "%s (%zu)", cb_pdf_word(r, "not_examined"), inputs_in(list, list->count)));
    cb_pdf_paragraph(r, cb_pdf_word(r, "not_examined_note"), cb_pdf_in_color(cb_pdf_muted(), WARN));
    draw_entries(r, list, list->count);
    cb_pdf_flow_space(&r->flow, 12);
}

/* Who it is, and what the laboratory says of the samples; never which, nor why. */
static void draw_facts(report *r) {
    const char *state = cb_node_text(r->view, "samples/state");
    const pdf_pair samples = {cb_pdf_word(r, "identity_checks"), cb_pdf_cell(r, state, cb_pdf_small())};
    draw_identity(r, "identity/identifiers", (pdf_style){PDF_BOLD, 11, INK, false}, NULL);
    draw_identity(r, "identity/facts", cb_pdf_small(), *state ? &samples : NULL);
}

/* What is withheld could be looked for elsewhere, so it is said in bold. */
static void draw_secondary(report *r) {
    bool withheld = cb_node_true(cb_node_at(r->view, "secondary/withheld"));
    cb_pdf_flow_space(&r->flow, 3);
    cb_pdf_paragraph(r, cb_node_text(r->view, "secondary/text"), withheld ? cb_pdf_strong() : cb_pdf_small());
}

/* Title, banners and result, beside the fields that persons sign. */
static void draw_head(report *r) {
    pdf_flow *flow = &r->flow;
    double width = flow->width, top = flow->y;
    pdf_span title = {cb_node_text(r->view, "report/title"), {PDF_BOLD, 15, INK, false}};
    pdf_block block = {.parent = r->root, .type = "H1", .spans = &title, .count = 1, .leading = 19};
    flow->width -= cb_pdf_status_width();
    cb_pdf_flow_text(flow, &block);
    double beside = cb_pdf_draw_status(r, flow->left + width, top);
    cb_pdf_flow_space(flow, 4);
    draw_banners(r, width, beside);
    cb_pdf_flow_space(flow, 7);
    cb_pdf_paragraph(r, cb_node_text(r->view, "summary/headline"), (pdf_style){PDF_BOLD, 11, INK, false});
    flow->width = width;
    flow->y = fmin(flow->y, beside);
}

void cb_pdf_draw_front(report *r) {
    draw_head(r);
    cb_pdf_draw_superseded(r);
    cb_pdf_heading(r, 2, cb_pdf_word(r, "patient"));
    draw_facts(r);
    draw_secondary(r);
    pin_not_examined(r);
}
