/* markdown_html.c: the events of Markdown as elements; every text is escaped, every address checked. */
#include "render/html/markdown_html.h"

#include "casebound/render/markdown.h"
#include "render/html/escape.h"

typedef struct drawing {
    cb_buf *out;
    int base;     /* level of the heading above the text */
    int last;     /* level written last */
    bool linked;  /* an <a> is open; links do not nest (CommonMark 6.3) */
    cb_buf lists; /* one byte for each open list: 'o' or 'u' */
} drawing;

static void tag(drawing *d, const char *name, bool enter) {
    cb_buf_text(d->out, enter ? "<" : "</");
    cb_buf_text(d->out, name);
    cb_buf_char(d->out, '>');
}

static int heading_level(const drawing *d, int wanted) {
    int level = d->base + (wanted < 1 ? 1 : wanted);
    if (level > d->last + 1)
        level = d->last + 1;
    return level > 6 ? 6 : level;
}

/* The level is chosen where the heading begins and kept in `last` for its end. */
static void heading(drawing *d, const cb_mark_event *event) {
    if (event->enter)
        d->last = heading_level(d, event->level);
    cb_buf_printf(d->out, "<%sh%d>", event->enter ? "" : "/", d->last);
}

static void list(drawing *d, const cb_mark_event *event) {
    if (event->enter) {
        cb_buf_char(&d->lists, event->ordered ? 'o' : 'u');
        tag(d, event->ordered ? "ol" : "ul", true);
    } else if (d->lists.size) {
        tag(d, d->lists.data[--d->lists.size] == 'o' ? "ol" : "ul", false);
    }
}

static void item(drawing *d, const cb_mark_event *event) {
    bool ordered = d->lists.size && d->lists.data[d->lists.size - 1] == 'o';
    if (event->enter && ordered)
        cb_buf_printf(d->out, "<li value=\"%d\">", event->number);
    else
        tag(d, "li", event->enter);
}

static void link(drawing *d, const cb_mark_event *event) {
    if (event->enter) {
        cb_str address = cb_str_of(event->text);
        d->linked = address.n && cb_escape_link(address);
        if (!d->linked)
            return;
        cb_buf_text(d->out, "<a rel=\"noopener noreferrer\" href=\"");
        cb_escape_attribute(d->out, address);
        cb_buf_text(d->out, "\">");
    } else if (d->linked) {
        cb_buf_text(d->out, "</a>");
        d->linked = false;
    }
}

static void literal(drawing *d, const char *before, const char *text, const char *after) {
    cb_buf_text(d->out, before);
    cb_escape_text(d->out, cb_str_of(text));
    cb_buf_text(d->out, after);
}

static void draw(drawing *d, const cb_mark_event *event) {
    switch (event->mark) {
    case CB_MARK_PARAGRAPH:
        tag(d, "p", event->enter);
        break;
    case CB_MARK_HEADING:
        heading(d, event);
        break;
    case CB_MARK_LIST:
        list(d, event);
        break;
    case CB_MARK_ITEM:
        item(d, event);
        break;
    case CB_MARK_QUOTE:
        tag(d, "blockquote", event->enter);
        break;
    case CB_MARK_STRONG:
        tag(d, "strong", event->enter);
        break;
    case CB_MARK_EMPHASIS:
        tag(d, "em", event->enter);
        break;
    case CB_MARK_LINK:
        link(d, event);
        break;
    case CB_MARK_TEXT:
        literal(d, "", event->text, "");
        break;
    case CB_MARK_CODE:
        literal(d, "<code>", event->text, "</code>");
        break;
    /* The newline behind <pre> is the one that a parser drops. */
    case CB_MARK_CODE_BLOCK:
        literal(d, "<pre>\n", event->text, "</pre>");
        break;
    case CB_MARK_RULE:
        cb_buf_text(d->out, "<hr>");
        break;
    case CB_MARK_BREAK:
        cb_buf_text(d->out, "<br>");
        break;
    }
}

cb_status cb_markdown_html(cb_arena *arena, const char *source, int heading_above, cb_buf *out, cb_error *e) {
    const cb_mark_event *events;
    size_t count;
    cb_status status = cb_markdown(arena, source, &events, &count, e);
    if (status != CB_OK)
        return status;
    drawing d = {.out = out, .base = heading_above, .last = heading_above};
    cb_buf_init(&d.lists, count + 1);
    for (size_t i = 0; i < count; i++)
        draw(&d, &events[i]);
    status = cb_buf_status(&d.lists, e);
    cb_buf_free(&d.lists);
    return status;
}
