/* markdown.c: the one place that calls cmark. */
#include "casebound/render/markdown.h"

#include "casebound/base/utf8.h"
#include <cmark.h>
#include <string.h>

typedef struct walk {
    cb_arena *arena;
    cb_mark_event *events;
    size_t count, capacity;
    cb_buf text; /* of the TEXT event being gathered */
    int blocks;  /* quotes, lists and items open */
    int spans;   /* strong, emphasis, links open */
    int images;  /* images open: their alternative text holds no links */
    bool failed;
} walk;

static cb_mark_event *add(walk *w, cb_mark mark, bool enter) {
    cb_mark_event *grown = w->failed ? NULL : cb_grow(w->arena, w->events, w->count, &w->capacity, sizeof *grown);
    if (!grown) {
        w->failed = true;
        return NULL;
    }
    w->events = grown;
    cb_mark_event *event = &grown[w->count++];
    *event = (cb_mark_event){.mark = mark, .enter = enter};
    return event;
}

/* References may decode to controls that the view has made visible everywhere else. */
static const char *shown(walk *w, cb_str text) {
    const char *copy = cb_utf8_shown(w->arena, text);
    if (!copy)
        w->failed = true;
    return copy;
}

static void flush_text(walk *w) {
    if (!w->text.size)
        return;
    for (size_t i = 0; i < w->text.size; i++)
        if (w->text.data[i] == '\n' || w->text.data[i] == '\t')
            w->text.data[i] = ' ';
    const char *text = shown(w, cb_buf_view(&w->text));
    cb_mark_event *event = add(w, CB_MARK_TEXT, true);
    if (event)
        event->text = text;
    cb_buf_clear(&w->text);
}

static void add_literal(walk *w, cb_mark mark, const char *literal) {
    const char *text = shown(w, cb_str_of(literal ? literal : ""));
    cb_mark_event *event = add(w, mark, true);
    if (event)
        event->text = text;
}

/* Raw HTML stands as it was typed, line by line. */
static void add_html_block(walk *w, const char *literal) {
    cb_str rest = cb_str_trim(cb_str_of(literal ? literal : "")), line;
    add(w, CB_MARK_PARAGRAPH, true);
    for (bool first = true; cb_str_split(&rest, '\n', &line); first = false) {
        if (!first)
            add(w, CB_MARK_BREAK, true);
        cb_buf_str(&w->text, line);
        flush_text(w);
    }
    add(w, CB_MARK_PARAGRAPH, false);
}

static bool starts_folded(const char *text, const char *lower) {
    for (; *lower; text++, lower++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text;
        if (c != *lower)
            return false;
    }
    return true;
}

/* An address that would have to be made visible is none. */
static const char *known_address(walk *w, const char *url) {
    if (!url || !(starts_folded(url, "http://") || starts_folded(url, "https://") || starts_folded(url, "mailto:")))
        return NULL;
    if (strpbrk(url, " \t\n"))
        return NULL;
    const char *text = shown(w, cb_str_of(url));
    return text && strcmp(text, url) == 0 ? text : NULL;
}

static int item_number(cmark_node *item) {
    cmark_node *list = cmark_node_parent(item);
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST)
        return 0;
    int number = cmark_node_get_list_start(list);
    for (cmark_node *before = cmark_node_previous(item); before; before = cmark_node_previous(before))
        number++;
    return number;
}

/* A list and its items are given or left out together. */
static bool container_fits(const walk *w, cmark_node_type type) {
    return w->blocks + (type == CMARK_NODE_LIST) <= CB_MARKDOWN_DEPTH;
}

static void container(walk *w, cmark_node *node, cb_mark mark, bool enter) {
    cmark_node_type type = cmark_node_get_type(node);
    w->blocks += enter;
    cb_mark_event *event = container_fits(w, type) ? add(w, mark, enter) : NULL;
    w->blocks -= !enter;
    if (!event || !enter)
        return;
    event->ordered = type == CMARK_NODE_LIST && cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    event->number = type == CMARK_NODE_ITEM ? item_number(node) : 0;
}

static void span(walk *w, cmark_node *node, cb_mark mark, bool enter) {
    w->spans += enter;
    bool fits = w->spans <= CB_MARKDOWN_DEPTH && !(mark == CB_MARK_LINK && w->images);
    if (fits)
        flush_text(w);
    const char *address = mark == CB_MARK_LINK && enter && fits ? known_address(w, cmark_node_get_url(node)) : NULL;
    cb_mark_event *event = fits ? add(w, mark, enter) : NULL;
    w->spans -= !enter;
    if (event)
        event->text = address;
}

static void inline_node(walk *w, cmark_node *node, bool enter) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_HTML_INLINE:
        cb_buf_text(&w->text, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
        cb_buf_char(&w->text, ' ');
        break;
    case CMARK_NODE_LINEBREAK:
        flush_text(w);
        add(w, CB_MARK_BREAK, true);
        break;
    case CMARK_NODE_CODE:
        flush_text(w);
        add_literal(w, CB_MARK_CODE, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_EMPH:
        span(w, node, CB_MARK_EMPHASIS, enter);
        break;
    case CMARK_NODE_STRONG:
        span(w, node, CB_MARK_STRONG, enter);
        break;
    case CMARK_NODE_LINK:
        span(w, node, CB_MARK_LINK, enter);
        break;
    case CMARK_NODE_IMAGE:
        w->images += enter ? 1 : -1;
        break;
    default:
        break; /* custom nodes are made by callers of cmark, never by its parser */
    }
}

static void heading(walk *w, cmark_node *node, bool enter) {
    cb_mark_event *event = add(w, CB_MARK_HEADING, enter);
    if (event)
        event->level = cmark_node_get_heading_level(node);
}

static void visit(walk *w, cmark_node *node, bool enter) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type >= CMARK_NODE_FIRST_INLINE) {
        inline_node(w, node, enter);
        return;
    }
    flush_text(w);
    switch (type) {
    case CMARK_NODE_BLOCK_QUOTE:
        container(w, node, CB_MARK_QUOTE, enter);
        break;
    case CMARK_NODE_LIST:
        container(w, node, CB_MARK_LIST, enter);
        break;
    case CMARK_NODE_ITEM:
        container(w, node, CB_MARK_ITEM, enter);
        break;
    case CMARK_NODE_CODE_BLOCK:
        add_literal(w, CB_MARK_CODE_BLOCK, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_HTML_BLOCK:
        add_html_block(w, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_PARAGRAPH:
        add(w, CB_MARK_PARAGRAPH, enter);
        break;
    case CMARK_NODE_HEADING:
        heading(w, node, enter);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        add(w, CB_MARK_RULE, true);
        break;
    default:
        break; /* the document itself */
    }
}

static cb_status walk_tree(walk *w, cmark_node *root, cb_error *e) {
    cmark_iter *iterator = cmark_iter_new(root);
    if (!iterator)
        return cb_fail_memory(e);
    cmark_event_type type;
    while ((type = cmark_iter_next(iterator)) != CMARK_EVENT_DONE && !w->failed)
        visit(w, cmark_iter_get_node(iterator), type == CMARK_EVENT_ENTER);
    cmark_iter_free(iterator);
    return w->failed ? cb_fail_memory(e) : cb_buf_status(&w->text, e);
}

/* CR LF and CR end a line as LF does; cmark keeps them in code blocks, where they would be shown as controls. */
static size_t unify_line_ends(char *text) {
    size_t to = 0;
    for (size_t i = 0; text[i]; i++) {
        if (text[i] == '\r' && text[i + 1] == '\n')
            continue;
        text[to++] = text[i] == '\r' ? '\n' : text[i];
    }
    text[to] = 0;
    return to;
}

cb_status cb_markdown(cb_arena *arena, const char *source, const cb_mark_event **events, size_t *count, cb_error *e) {
    size_t size = source ? strlen(source) : 0, at;
    *events = NULL;
    *count = 0;
    if (size > CB_MARKDOWN_SIZE)
        return cb_fail(e, CB_INPUT, "a Markdown text has %zu bytes; %d are allowed", size, CB_MARKDOWN_SIZE);
    if (!cb_utf8_valid((cb_str){source, size}, &at))
        return cb_fail(e, CB_INPUT, "a Markdown text is not UTF-8 at byte %zu", at);
    char *text = cb_copy_n(arena, source ? source : "", size);
    if (!text)
        return cb_fail_memory(e);
    size = unify_line_ends(text);
    cmark_node *root = cmark_parse_document(text, size, CMARK_OPT_DEFAULT);
    if (!root)
        return cb_fail_memory(e);
    walk w = {.arena = arena};
    cb_buf_init(&w.text, 8 * (size_t)CB_MARKDOWN_SIZE); /* references decode to fewer bytes than they take */
    cb_status status = walk_tree(&w, root, e);
    cb_buf_free(&w.text);
    cmark_node_free(root);
    *events = w.events;
    *count = w.count;
    return status;
}
