/* tal_write.c: writes a compiled template over a view as HTML5. */
#include "render/html/tal_parts.h"

#include "render/html/escape.h"
#include "render/html/markdown_html.h"
#include <string.h>

typedef struct writer {
    cb_frame frame;
    cb_arena *arena;
    cb_buf *out;
    int heading; /* of the last h1 to h6 written: Markdown's headings stand below it */
} writer;

static cb_status write_node(writer *w, const tal_node *n);

/* A slot outlives the evaluation, so its text moves into the arena. */
static cb_status fill_slot(writer *w, size_t slot, const cb_tales *expression) {
    cb_value value;
    cb_status status = cb_tales_evaluate(&w->frame, expression, &value);
    if (status != CB_OK)
        return status;
    if (value.kind == CB_VALUE_TEXT) {
        value.text.s = cb_copy_n(w->arena, value.text.n ? value.text.s : "", value.text.n);
        if (!value.text.s)
            return cb_fail_memory(w->frame.e);
    }
    w->frame.slots[slot].value = value;
    return CB_OK;
}

static cb_status line_fail(const writer *w, const tal_node *n, const char *what) {
    return cb_fail_at(w->frame.e, CB_INTERNAL, w->frame.file, n->line, "%s", what);
}

static void write_pair(writer *w, const char *name, cb_str value) {
    cb_buf_char(w->out, ' ');
    cb_buf_text(w->out, name);
    cb_buf_text(w->out, "=\"");
    cb_escape_attribute(w->out, value);
    cb_buf_char(w->out, '"');
}

static bool link_allowed(const tal_node *n, cb_str address) {
    if (n->svg && !(address.n && address.s[0] == '#'))
        return false;
    return cb_escape_link(address);
}

/* Nothing leaves the attribute out, default leaves what the template says. */
static cb_status write_attribute(writer *w, const tal_node *n, const tal_attribute *a) {
    cb_value value = {.kind = CB_VALUE_DEFAULT};
    cb_str text = cb_str_of(a->value ? a->value : "");
    cb_status status = a->expression ? cb_tales_evaluate(&w->frame, a->expression, &value) : CB_OK;
    if (status != CB_OK || value.kind == CB_VALUE_NOTHING)
        return status;
    if (value.kind == CB_VALUE_DEFAULT && !a->value)
        return CB_OK;
    if (value.kind == CB_VALUE_NODE && value.node->kind == CB_NODE_MARKDOWN)
        return line_fail(w, n, "Markdown in an attribute");
    if (value.kind != CB_VALUE_DEFAULT)
        status = cb_value_text(&w->frame, n->line, &value, &text);
    if (status != CB_OK)
        return status;
    if (a->kind == CB_ATTRIBUTE_BOOLEAN) {
        if (cb_value_true(&value))
            write_pair(w, a->name, cb_str_of(""));
    } else if (a->kind != CB_ATTRIBUTE_LINK || link_allowed(n, text)) {
        write_pair(w, a->name, text);
    }
    return CB_OK;
}

static cb_status write_children(writer *w, const tal_node *n) {
    cb_status status = CB_OK;
    for (const tal_node *child = n->first; child && status == CB_OK; child = child->next)
        status = write_node(w, child);
    return status;
}

static cb_status write_value(writer *w, const tal_node *n, const cb_value *value) {
    if (value->kind == CB_VALUE_NODE && value->node->kind == CB_NODE_MARKDOWN)
        return cb_markdown_html(w->arena, value->node->text, w->heading, w->out, w->frame.e);
    cb_str text;
    cb_status status = cb_value_text(&w->frame, n->line, value, &text);
    if (status == CB_OK)
        cb_escape_text(w->out, text);
    return status;
}

static bool is_empty_drawing(const tal_node *n) {
    return n->svg && !n->first && !n->content;
}

static cb_status write_tag(writer *w, const tal_node *n) {
    cb_buf_char(w->out, '<');
    cb_buf_text(w->out, n->name);
    cb_status status = CB_OK;
    for (size_t i = 0; i < n->attribute_count && status == CB_OK; i++)
        status = write_attribute(w, n, &n->attributes[i]);
    cb_buf_text(w->out, is_empty_drawing(n) ? "/>" : ">");
    /* HTML's parser drops a newline that follows these start tags. */
    if (n->kind == CB_ELEMENT_PREFORMATTED)
        cb_buf_char(w->out, '\n');
    if (n->heading)
        w->heading = n->heading;
    return status;
}

static cb_status write_element(writer *w, const tal_node *n) {
    cb_value content = {.kind = CB_VALUE_DEFAULT}, omit = {.kind = CB_VALUE_TRUTH, .truth = n->bare};
    cb_status status = n->omit ? cb_tales_evaluate(&w->frame, n->omit, &omit) : CB_OK;
    if (status != CB_OK)
        return status;
    bool tags = !n->bare && !cb_value_true(&omit);
    if (n->content && n->replace) {
        status = cb_tales_evaluate(&w->frame, n->content, &content);
        if (status != CB_OK)
            return status;
        if (content.kind != CB_VALUE_DEFAULT)
            return write_value(w, n, &content);
    }
    if (tags)
        status = write_tag(w, n);
    if (status == CB_OK && n->content && !n->replace)
        status = cb_tales_evaluate(&w->frame, n->content, &content);
    if (status != CB_OK)
        return status;
    cb_buf_str(w->out, n->inlined);
    status = content.kind == CB_VALUE_DEFAULT ? write_children(w, n) : write_value(w, n, &content);
    if (status != CB_OK || !tags || n->kind == CB_ELEMENT_VOID || is_empty_drawing(n))
        return status;
    cb_buf_text(w->out, "</");
    cb_buf_text(w->out, n->name);
    cb_buf_char(w->out, '>');
    return CB_OK;
}

static bool holds_children(const cb_node *node) {
    return node->kind == CB_NODE_LIST || node->kind == CB_NODE_MAP || node->kind == CB_NODE_ROWS;
}

static cb_status write_repeat(writer *w, const tal_node *n) {
    cb_value list;
    cb_status status = cb_tales_evaluate(&w->frame, n->repeat, &list);
    if (status != CB_OK || list.kind == CB_VALUE_NOTHING)
        return status;
    if (list.kind != CB_VALUE_NODE || !holds_children(list.node))
        return line_fail(w, n, "tal:repeat over what is neither list nor map");
    cb_slot *slot = &w->frame.slots[n->repeat_slot];
    cb_walk walk = {.list = list.node};
    const cb_node *item;
    for (size_t i = 0; (status = cb_walk_next(&walk, &item, w->frame.e)) == CB_OK && item; i++) {
        *slot = (cb_slot){.value = {.kind = CB_VALUE_NODE, .node = item}, .index = i, .length = list.node->count};
        status = write_element(w, n);
        if (status != CB_OK)
            break;
    }
    cb_walk_end(&walk);
    return status;
}

static cb_status write_node(writer *w, const tal_node *n) {
    if (n->text) {
        cb_buf_text(w->out, n->text);
        return CB_OK;
    }
    cb_status status = CB_OK;
    for (size_t i = 0; i < n->define_count && status == CB_OK; i++)
        status = fill_slot(w, n->defines[i].slot, n->defines[i].value);
    if (status == CB_OK && n->condition) {
        cb_value value;
        status = cb_tales_evaluate(&w->frame, n->condition, &value);
        if (status == CB_OK && !cb_value_true(&value))
            return CB_OK;
    }
    if (status != CB_OK)
        return status;
    return n->repeat ? write_repeat(w, n) : write_element(w, n);
}

cb_status cb_tal_write(cb_arena *arena, const cb_tal *tal, cb_buf *out, cb_error *e) {
    writer *w = cb_alloc(arena, sizeof *w);
    if (!w)
        return cb_fail_memory(e);
    w->frame.file = tal->file;
    w->frame.e = e;
    w->arena = arena;
    w->out = out;
    cb_buf_init(&w->frame.scratch, CB_XML_MAXIMUM);
    cb_buf_text(out, "<!DOCTYPE html>\n");
    cb_status status = write_node(w, tal->root);
    cb_buf_free(&w->frame.scratch);
    cb_buf_char(out, '\n');
    return status == CB_OK ? cb_buf_status(out, e) : status;
}
