/* view.c: the tree's nodes: reading by path, building by appending. */
#include "casebound/arrange/view.h"

#include "casebound/base/number.h"
#include "casebound/base/utf8.h"
#include <math.h>
#include <string.h>

/* Reading. */

static const cb_node *child_named(const cb_node *map, cb_str name) {
    for (const cb_node *child = map->first; child; child = child->next) {
        if (child->key && cb_str_is(name, child->key)) {
            return child;
        }
    }
    return NULL;
}

/* Digits alone count: "+1" and "" name no child. */
static const cb_node *child_numbered(const cb_node *list, cb_str number) {
    int64_t index;
    if (number.n == 0 || number.s[0] < '0' || number.s[0] > '9' || !cb_parse_integer(number, &index)) {
        return NULL;
    }
    return cb_node_child(list, (size_t)index);
}

const cb_node *cb_node_child(const cb_node *list, size_t n) {
    size_t place = 0;
    for (const cb_node *child = list->first; child; child = child->next, place++) {
        if (list->kind == CB_NODE_ROWS) {
            place = (size_t)child->integer;
        }
        if (place >= n) {
            return place == n ? child : NULL;
        }
    }
    return NULL;
}

const cb_node *cb_node_at(const cb_node *node, const char *path) {
    cb_str rest = cb_str_of(path), part;
    if (rest.n == 0) {
        return node;
    }
    while (node && cb_str_split(&rest, '/', &part)) {
        if (node->kind == CB_NODE_MAP) {
            node = child_named(node, part);
        } else if (node->kind == CB_NODE_LIST || node->kind == CB_NODE_ROWS) {
            node = child_numbered(node, part);
        } else {
            node = NULL;
        }
    }
    return node;
}

const char *cb_node_text(const cb_node *node, const char *path) {
    const cb_node *found = cb_node_at(node, path);
    return found && found->text ? found->text : "";
}

bool cb_node_true(const cb_node *node) {
    if (!node) {
        return false;
    }
    switch (node->kind) {
    case CB_NODE_MAP:
    case CB_NODE_LIST:
    case CB_NODE_ROWS:
        return node->count > 0;
    case CB_NODE_TEXT:
    case CB_NODE_MARKDOWN:
        return node->text && node->text[0] != '\0';
    case CB_NODE_INTEGER:
    case CB_NODE_REAL:
        return true;
    case CB_NODE_BOOL:
        return node->integer != 0;
    case CB_NODE_MISSING:
    case CB_NODE_NOT_ANNOTATED:
        break;
    }
    return false;
}

/* Walking. */

enum { ROW_MEMORY = 1 << 28 /* bytes of one row and the words that it is made of */ };

static cb_status make_row(cb_walk *w, const cb_node **out, cb_error *e) {
    if (!w->arena) {
        w->arena = cb_arena_new(ROW_MEMORY);
    } else {
        cb_arena_reset(w->arena);
    }
    cb_node *row = NULL;
    const bool brief = w->brief || w->list->integer;
    cb_status s = w->arena ? w->list->rows->make(w->list->rows->who, w->place, brief, w->arena, &row, e)
                           : cb_fail_memory(e);
    *out = s == CB_OK ? row : NULL;
    return s;
}

cb_status cb_walk_next(cb_walk *w, const cb_node **out, cb_error *e) {
    const cb_node *list = w->list, *next = !list ? NULL : w->held ? w->held->next : list->first;
    const bool rows = list && list->kind == CB_NODE_ROWS;
    *out = NULL;
    if (!list || w->place >= list->count) {
        return CB_OK;
    }
    cb_status s = CB_OK;
    if (!rows || (next && (size_t)next->integer == w->place)) {
        w->held = *out = next;
    } else {
        s = make_row(w, out, e);
    }
    w->place++;
    return s;
}

void cb_walk_end(cb_walk *w) {
    cb_arena_free(w->arena);
    *w = (cb_walk){0};
}

/* Building. */

void cb_builder_init(cb_builder *b, cb_arena *arena) {
    memset(b, 0, sizeof *b);
    b->arena = arena;
    b->dummy.text = "";
}

cb_status cb_builder_status(const cb_builder *b, cb_error *e) {
    if (!b->failed) {
        return CB_OK;
    }
    return b->defect ? cb_fail(e, CB_INTERNAL, "the view cannot be built: %s", b->defect) : cb_fail_memory(e);
}

static cb_node *fail(cb_builder *b, const char *defect) {
    if (!b->failed) {
        b->defect = defect;
    }
    b->failed = true;
    return &b->dummy;
}

cb_node *cb_node_root(cb_builder *b) {
    if (b->failed) {
        return &b->dummy;
    }
    cb_node *root = cb_alloc(b->arena, sizeof *root);
    if (!root) {
        return fail(b, NULL);
    }
    root->kind = CB_NODE_MAP;
    root->text = "";
    return root;
}

/* What keeps a parent from taking this child, or NULL. */
static const char *misfit(const cb_node *parent, const char *key) {
    if (parent->kind == CB_NODE_MAP) {
        return key ? NULL : "a map's node needs a key";
    }
    if (parent->kind == CB_NODE_LIST || parent->kind == CB_NODE_ROWS) {
        return key ? "a list's node has no key" : NULL;
    }
    return "a value cannot hold nodes";
}

static cb_node *append(cb_builder *b, cb_node *parent, const char *key, cb_node_kind kind) {
    if (b->failed) {
        return &b->dummy;
    }
    const char *defect = misfit(parent, key);
    if (defect) {
        return fail(b, defect);
    }
    cb_node *node = cb_alloc(b->arena, sizeof *node);
    if (!node) {
        return fail(b, NULL);
    }
    node->kind = kind;
    node->key = key;
    node->text = "";
    if (parent->last) {
        parent->last->next = node;
    } else {
        parent->first = node;
    }
    parent->last = node;
    if (parent->kind != CB_NODE_ROWS) {
        parent->count++;
    }
    return node;
}

static cb_node *append_worded(cb_builder *b, cb_node *parent, const char *key, cb_node_kind kind, const char *text) {
    cb_node *node = append(b, parent, key, kind);
    if (b->failed || !text || text[0] == '\0') {
        return node;
    }
    node->text = cb_utf8_shown(b->arena, cb_str_of(text));
    return node->text ? node : fail(b, NULL);
}

cb_node *cb_node_map(cb_builder *b, cb_node *parent, const char *key) {
    return append(b, parent, key, CB_NODE_MAP);
}

cb_node *cb_node_list(cb_builder *b, cb_node *parent, const char *key) {
    return append(b, parent, key, CB_NODE_LIST);
}

cb_node *cb_node_rows(cb_builder *b, cb_node *parent, const char *key, size_t count, const cb_rows *rows) {
    cb_node *node = append(b, parent, key, CB_NODE_ROWS);
    if (!b->failed) {
        node->count = count;
        node->rows = rows;
    }
    return node;
}

cb_node *cb_node_held(cb_builder *b, cb_node *list, size_t place) {
    if (!b->failed && (list->kind != CB_NODE_ROWS || place >= list->count ||
                       (list->last && (size_t)list->last->integer >= place))) {
        return fail(b, "a row is held out of its order");
    }
    cb_node *node = append(b, list, NULL, CB_NODE_MAP);
    if (!b->failed) {
        node->integer = (int64_t)place;
    }
    return node;
}

cb_node *cb_node_add_text(cb_builder *b, cb_node *parent, const char *key, const char *text) {
    return append_worded(b, parent, key, CB_NODE_TEXT, text);
}

cb_node *cb_node_add_placed(cb_builder *b, cb_node *parent, const char *key, const char *text, int64_t place) {
    cb_node *node = append_worded(b, parent, key, CB_NODE_TEXT, text);
    node->integer = place;
    return node;
}

cb_node *cb_node_add_integer(cb_builder *b, cb_node *parent, const char *key, int64_t value, const char *text) {
    char *decimal = text || b->failed ? NULL : cb_format(b->arena, "%lld", (long long)value);
    if (!text && !decimal) {
        return fail(b, NULL);
    }
    cb_node *node = append_worded(b, parent, key, CB_NODE_INTEGER, text ? text : decimal);
    if (!b->failed) {
        node->integer = value;
    }
    return node;
}

cb_node *cb_node_add_real(cb_builder *b, cb_node *parent, const char *key, double value, const char *text) {
    if (!isfinite(value)) {
        return fail(b, "a number is not finite");
    }
    if (value == 0) {
        value = 0; /* -0 would read as a difference where there is none */
    }
    char number[CB_NUMBER_TEXT];
    if (!text) {
        cb_number_text(value, number);
    }
    cb_node *node = append_worded(b, parent, key, CB_NODE_REAL, text ? text : number);
    if (!b->failed) {
        node->real = value;
    }
    return node;
}

cb_node *cb_node_add_bool(cb_builder *b, cb_node *parent, const char *key, bool value, const char *text) {
    if (!text) {
        text = value ? "yes" : "no";
    }
    cb_node *node = append_worded(b, parent, key, CB_NODE_BOOL, text);
    if (!b->failed) {
        node->integer = value;
    }
    return node;
}

cb_node *cb_node_add_markdown(cb_builder *b, cb_node *parent, const char *key, const char *text) {
    return append_worded(b, parent, key, CB_NODE_MARKDOWN, text);
}

cb_node *cb_node_add_missing(cb_builder *b, cb_node *parent, const char *key, const char *text) {
    return append_worded(b, parent, key, CB_NODE_MISSING, text);
}

cb_node *cb_node_add_not_annotated(cb_builder *b, cb_node *parent, const char *key, const char *text) {
    return append_worded(b, parent, key, CB_NODE_NOT_ANNOTATED, text);
}

cb_node *cb_node_adopt(cb_builder *b, cb_node *parent, const char *key, const cb_node *node) {
    cb_node *copy = append(b, parent, key, node->kind);
    if (!b->failed) {
        *copy = *node;
        copy->key = key;
        copy->next = NULL;
    }
    return copy;
}
