/* facts.c: the view as JSON, and the digest of that text. */
#include "casebound/arrange/facts.h"

#include "casebound/base/number.h"
#include <string.h>

enum {
    DEPTH_MAX = 32,                /* the view of docs/view.md is 7 levels deep */
    FACTS_MAX = 1024 * 1024 * 1024 /* bytes of JSON */
};

typedef struct writer {
    cb_buf *out;
    const cb_node *skipped; /* the node to leave out, or NULL */
    int indent;             /* spaces a level; 0: no white space */
    cb_error *e;
} writer;

static cb_status write_node(const writer *w, const cb_node *node, int depth);

static void write_text(cb_buf *out, const char *text) {
    static const char hex[] = "0123456789abcdef";
    cb_buf_char(out, '"');
    for (const char *from = text ? text : ""; *from;) {
        size_t plain = 0;
        while ((unsigned char)from[plain] >= 0x20 && from[plain] != '"' && from[plain] != '\\') {
            plain++;
        }
        cb_buf_add(out, from, plain);
        from += plain;
        if (!*from) {
            break;
        }
        unsigned char c = (unsigned char)*from++;
        const char *found = strchr("\bb\ff\nn\rr\tt", c);
        cb_buf_char(out, '\\');
        if (c == '"' || c == '\\') {
            cb_buf_char(out, (char)c);
        } else if (found) {
            cb_buf_char(out, found[1]);
        } else {
            cb_buf_text(out, "u00");
            cb_buf_char(out, hex[c >> 4]);
            cb_buf_char(out, hex[c & 15]);
        }
    }
    cb_buf_char(out, '"');
}

static void write_real(cb_buf *out, double value) {
    char number[CB_NUMBER_TEXT];
    cb_number_text(value, number);
    cb_buf_text(out, number);
}

static void new_line(const writer *w, int depth) {
    if (w->indent <= 0) {
        return;
    }
    cb_buf_char(w->out, '\n');
    for (int i = 0; i < depth * w->indent; i++) {
        cb_buf_char(w->out, ' ');
    }
}

static cb_status write_children(const writer *w, const cb_node *node, int depth) {
    const bool map = node->kind == CB_NODE_MAP;
    bool any = false;
    cb_walk walk = {.list = node};
    const cb_node *child = NULL;
    cb_status s;
    cb_buf_char(w->out, map ? '{' : '[');
    while ((s = cb_walk_next(&walk, &child, w->e)) == CB_OK && child) {
        if (child == w->skipped) {
            continue;
        }
        if (any) {
            cb_buf_char(w->out, ',');
        }
        any = true;
        new_line(w, depth + 1);
        if (map) {
            write_text(w->out, child->key);
            cb_buf_text(w->out, w->indent > 0 ? ": " : ":");
        }
        s = write_node(w, child, depth + 1);
        if (s != CB_OK) {
            break;
        }
    }
    cb_walk_end(&walk);
    if (any) {
        new_line(w, depth);
    }
    cb_buf_char(w->out, map ? '}' : ']');
    return s;
}

static cb_status write_node(const writer *w, const cb_node *node, int depth) {
    if (depth > DEPTH_MAX) { /* the stack is not to be spent on it */
        return cb_fail(w->e, CB_INTERNAL, "no view is deeper than %d levels", DEPTH_MAX);
    }
    if (w->out->failed) {
        return cb_buf_status(w->out, w->e);
    }
    switch (node->kind) {
    case CB_NODE_MAP:
    case CB_NODE_LIST:
    case CB_NODE_ROWS:
        return write_children(w, node, depth);
    case CB_NODE_TEXT:
    case CB_NODE_MARKDOWN:
        write_text(w->out, node->text);
        break;
    case CB_NODE_INTEGER:
        cb_buf_printf(w->out, "%lld", (long long)node->integer);
        break;
    case CB_NODE_REAL:
        write_real(w->out, node->real);
        break;
    case CB_NODE_BOOL:
        cb_buf_text(w->out, node->integer ? "true" : "false");
        break;
    case CB_NODE_MISSING:
        cb_buf_text(w->out, "null");
        break;
    case CB_NODE_NOT_ANNOTATED:
        cb_buf_text(w->out, "{\"not_annotated\":true}");
        break;
    }
    return CB_OK;
}

static cb_status write_tree(const writer *w, const cb_node *view) {
    cb_status s = write_node(w, view, 0);
    return s == CB_OK ? cb_buf_status(w->out, w->e) : s;
}

cb_status cb_facts_json(cb_buf *out, const cb_node *view, const char *skip, cb_error *e) {
    const writer w = {out, skip ? cb_node_at(view, skip) : NULL, 0, e};
    return write_tree(&w, view);
}

cb_status cb_facts_json_indented(cb_buf *out, const cb_node *view, int indent, cb_error *e) {
    const writer w = {out, NULL, indent, e};
    return write_tree(&w, view);
}

cb_status cb_facts_document(const cb_builder *b, const cb_node *root, int indent, size_t maximum, cb_str *out,
                            cb_error *e) {
    cb_buf json;
    cb_buf_init(&json, maximum);
    cb_status s = cb_builder_status(b, e);
    s = s == CB_OK ? cb_facts_json_indented(&json, root, indent, e) : s;
    cb_buf_char(&json, '\n');
    s = s == CB_OK ? cb_buf_status(&json, e) : s;
    *out = (cb_str){s == CB_OK ? cb_copy_str(b->arena, cb_buf_view(&json)) : NULL, json.size};
    cb_buf_free(&json);
    return s == CB_OK && !out->s ? cb_fail_memory(e) : s;
}

cb_status cb_facts_digest(const cb_node *view, cb_digest *out, cb_error *e) {
    cb_digesting *digesting = NULL;
    cb_status status = cb_digest_begin(&digesting, e);
    cb_sink sink = {.put = cb_digest_sink, .who = digesting};
    cb_buf json;
    cb_buf_init_sink(&json, FACTS_MAX, &sink);
    if (status == CB_OK) {
        status = cb_facts_json(&json, view, CB_FACTS_DIGEST_PATH, e);
    }
    if (status == CB_OK) {
        status = cb_buf_flush(&json, e);
    }
    cb_buf_free(&json);
    cb_status ended = cb_digest_end(digesting, status == CB_OK ? out : NULL, e);
    return status == CB_OK ? ended : status;
}
