/* report_question.c: the clinical question: indication, phenotype, panels, and the synopsis, drawn from the events of
 * its Markdown. */
#include "report.h"

#include <string.h>

#include "casebound/render/markdown.h"

/* A paragraph being gathered from Markdown events. */
typedef struct note {
    report *r;
    pdf_span *spans;
    size_t count, capacity;
    pdf_tag *parents[2 * CB_MARKDOWN_DEPTH + 2]; /* the elements that are open */
    int depth, strong, emphasis, quotes;
    int items;           /* open */
    const char *label;   /* of an item whose first paragraph is to come */
    const char *address; /* of the link that is open */
} note;

static void add_span(note *n, const char *text, pdf_style style) {
    pdf_span *grown =
        cb_pdf_fine(n->r->w) ? cb_grow(n->r->w->arena, n->spans, n->count, &n->capacity, sizeof *grown) : NULL;
    if (!grown) {
        cb_pdf_out_of_memory(n->r->w);
        return;
    }
    n->spans = grown;
    grown[n->count++] = (pdf_span){text, style};
}

static pdf_style note_style(const note *n) {
    pdf_style style = cb_pdf_body();
    style.face = n->strong ? PDF_BOLD : PDF_REGULAR;
    style.slanted = n->emphasis > 0;
    return style;
}

static void draw_note(note *n) {
    static const double INDENT = 13;
    if (!n->count)
        return;
    pdf_tag *parent = n->parents[n->depth];
    pdf_block block = {.parent = parent,
                       .type = n->items ? "LI" : "P",
                       .spans = n->spans,
                       .count = n->count,
                       .leading = BODY_LEADING,
                       .indent = INDENT * (n->items + n->quotes)};
    /* A second paragraph of an item is an item of its own in the list, without a label. */
    if (n->items)
        block.label = n->label ? n->label : "";
    cb_pdf_flow_text(&n->r->flow, &block);
    n->label = NULL;
    n->count = 0;
}

static void draw_rule(note *n) {
    pdf_flow *flow = &n->r->flow;
    cb_pdf_flow_need(flow, 10);
    cb_pdf_artifact(flow->page, NULL);
    cb_pdf_draw_line(flow->page, flow->left, flow->y - 5, flow->left + flow->width, flow->y - 5, 0.5, LINE);
    cb_pdf_unmark(flow->page);
    flow->y -= 10;
}

static void open_list(note *n, bool enter) {
    draw_note(n);
    if (enter) {
        pdf_tag *list = cb_pdf_tag(n->r->w, n->parents[n->depth], "L");
        n->parents[++n->depth] = list;
    } else {
        n->depth--;
    }
}

static void open_item(note *n, const cb_mark_event *event) {
    draw_note(n);
    n->items += event->enter ? 1 : -1;
    n->label = !event->enter ? NULL : event->number ? cb_pdf_format(n->r, "%d.", event->number) : "•";
}

static void close_link(note *n) {
    if (n->address)
        add_span(n, cb_pdf_format(n->r, " (%s)", n->address), cb_pdf_in_color(note_style(n), MUTE));
    n->address = NULL;
}

static void draw_event(note *n, const cb_mark_event *event) {
    pdf_style style = note_style(n);
    switch (event->mark) {
    case CB_MARK_TEXT:
        add_span(n, event->text, style);
        break;
    case CB_MARK_CODE:
    case CB_MARK_CODE_BLOCK:
        if (event->mark == CB_MARK_CODE_BLOCK)
            draw_note(n);
        style.face = PDF_MONO;
        add_span(n, event->text, style);
        if (event->mark == CB_MARK_CODE_BLOCK)
            draw_note(n);
        break;
    case CB_MARK_BREAK:
        add_span(n, "\n", style);
        break;
    case CB_MARK_STRONG:
        n->strong += event->enter ? 1 : -1;
        break;
    case CB_MARK_EMPHASIS:
        n->emphasis += event->enter ? 1 : -1;
        break;
    case CB_MARK_LINK:
        if (event->enter)
            n->address = event->text;
        else
            close_link(n);
        break;
    case CB_MARK_HEADING:
        draw_note(n);
        n->strong += event->enter ? 1 : -1;
        break;
    case CB_MARK_PARAGRAPH:
        draw_note(n);
        break;
    case CB_MARK_LIST:
        open_list(n, event->enter);
        break;
    case CB_MARK_ITEM:
        open_item(n, event);
        break;
    case CB_MARK_QUOTE:
        draw_note(n);
        n->quotes += event->enter ? 1 : -1;
        break;
    case CB_MARK_RULE:
        draw_rule(n);
        break;
    }
}

void cb_pdf_draw_markdown(report *r, const char *source) {
    const cb_mark_event *events;
    size_t count;
    if (!cb_pdf_fine(r->w))
        return;
    cb_status status = cb_markdown(r->w->arena, source, &events, &count, r->w->e);
    if (status != CB_OK) {
        cb_pdf_fail(r->w, status);
        return;
    }
    note n = {.r = r};
    n.parents[0] = r->root;
    for (size_t i = 0; i < count && cb_pdf_fine(r->w); i++)
        draw_event(&n, &events[i]);
    draw_note(&n);
}

static const char *terms_text(report *r, const cb_node *terms) {
    const char *text = "";
    for (const cb_node *term = terms->first; term; term = term->next) {
        const char *replaced = cb_node_text(term, "note");
        text = cb_pdf_format(r, "%s%s%s %s%s%s%s", text, *text ? "  ·  " : "", cb_node_text(term, "id"),
                             cb_node_text(term, "name"), *replaced ? " (" : "", replaced, *replaced ? ")" : "");
    }
    return text;
}

/* One line a panel: each text that it has, in the order of the view's layout. */
static const char *panels_text(report *r, const cb_node *panels) {
    static const char *const keys[] = {"version", "date", "genes", "state"};
    const char *text = "";
    for (const cb_node *panel = panels->first; panel; panel = panel->next) {
        const char *name = cb_node_text(panel, "name"), *id = cb_node_text(panel, "id");
        text = cb_pdf_format(r, "%s%s%s", text, *text ? "\n" : "", name);
        if (*id && strcmp(id, name) != 0)
            text = cb_pdf_format(r, "%s (%s)", text, id);
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            if (*cb_node_text(panel, keys[i]))
                text = cb_pdf_format(r, "%s  ·  %s", text, cb_node_text(panel, keys[i]));
    }
    return text;
}

void cb_pdf_draw_question(report *r) {
    const cb_node *question = cb_node_at(r->view, "question"), *terms = cb_node_at(question, "terms");
    const cb_node *panels = cb_node_at(question, "panels"), *indication = cb_node_at(question, "indication");
    const cb_node *synopsis = cb_node_at(question, "synopsis");
    bool has_terms = terms && terms->count, has_panels = panels && panels->count;
    const char *term_text = has_terms ? terms_text(r, terms) : cb_node_text(question, "terms_absent");
    const char *panel_text = has_panels ? panels_text(r, panels) : cb_pdf_word(r, "no_panels");
    pdf_pair pairs[3];
    size_t count = 0;
    cb_pdf_heading(r, 2, cb_pdf_word(r, "question"));
    if (indication && *indication->text)
        pairs[count++] =
            (pdf_pair){cb_pdf_word(r, "indication"), cb_pdf_cell_node(r, question, "indication", cb_pdf_strong())};
    pairs[count++] = (pdf_pair){cb_pdf_word(r, "phenotype"), cb_pdf_cell(r, term_text, cb_pdf_small())};
    pairs[count++] = (pdf_pair){cb_pdf_word(r, "panels"), cb_pdf_cell(r, panel_text, cb_pdf_small())};
    cb_pdf_pairs_single(r, pairs, count);
    if (synopsis && *synopsis->text) {
        cb_pdf_flow_space(&r->flow, 4);
        cb_pdf_draw_markdown(r, synopsis->text);
    }
}
