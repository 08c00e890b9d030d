/* view.h: the one view that HTML, PDF, case.json and variants.tsv are drawn from: a tree of maps, lists and worded
 * cells, in order. No decision is left after it: a renderer shows `text`, in the order given.
 *
 * The tree's layout is docs/view.md. */
#ifndef CASEBOUND_ARRANGE_VIEW_H
#define CASEBOUND_ARRANGE_VIEW_H

#include "casebound/base/arena.h"

typedef enum cb_node_kind {
    CB_NODE_MAP,
    CB_NODE_LIST,
    CB_NODE_ROWS,         /* a list of so many maps that they are made when they are read: see cb_rows */
    CB_NODE_TEXT,         /* text; integer: its place among the words of its kind, 1 first; 0: by the alphabet */
    CB_NODE_INTEGER,      /* integer, and its wording in text */
    CB_NODE_REAL,         /* real, and its wording in text */
    CB_NODE_BOOL,         /* integer 0 or 1, and its wording in text */
    CB_NODE_MARKDOWN,     /* text is Markdown source; walked as cmark's tree by the renderers */
    CB_NODE_MISSING,      /* declared and without value; text is its wording ("–") */
    CB_NODE_NOT_ANNOTATED /* nobody looked; text is its wording ("not annotated") */
} cb_node_kind;

struct cb_node;
/* Makes the member of a list with the given place (0 first), in the arena: the same one each time, in any order. In
 * brief: what the list shows of it (docs/view.md), and of the rest as much as is at hand. */
typedef struct cb_rows {
    cb_status (*make)(const void *who, size_t place, bool brief, cb_arena *arena, struct cb_node **out, cb_error *e);
    const void *who;
} cb_rows;

typedef struct cb_node {
    cb_node_kind kind;
    const char *text; /* what is shown; valid UTF-8, made visible by cb_utf8_shown; "" for maps and lists */
    int64_t integer;  /* of a member of CB_NODE_ROWS: its place, 0 first; of CB_NODE_ROWS 1: members in brief do */
    double real;
    const char *key;                    /* its name in the map that holds it; NULL in a list */
    const struct cb_node *first, *next; /* children in order (of CB_NODE_ROWS: those held); the next sibling */
    struct cb_node *last;               /* for appending */
    size_t count;                       /* children; of CB_NODE_ROWS also those that are not held */
    const cb_rows *rows;                /* of CB_NODE_ROWS; else NULL */
} cb_node;

/* Reading. */
/* The node at a path such as "identity/name"; a number names the n-th child of a list (0 first), of CB_NODE_ROWS one
 * that is held. NULL when there is none. */
const cb_node *cb_node_at(const cb_node *node, const char *path);
/* Its text, or "" when there is none. Never NULL. */
const char *cb_node_text(const cb_node *node, const char *path);
/* False for: no node, an empty list or map, "" text, bool 0. Missing and not annotated are false too. */
bool cb_node_true(const cb_node *node);

/* The n-th child, 0 first; of CB_NODE_ROWS one that is held. NULL when there is none. */
const cb_node *cb_node_child(const cb_node *list, size_t n);

/* All children of a map, a list or CB_NODE_ROWS, in order; NULL has none:
 *     cb_walk walk = {.list = list};
 *     while ((status = cb_walk_next(&walk, &child, e)) == CB_OK && child) …
 *     cb_walk_end(&walk);
 * A child of CB_NODE_ROWS may be gone when the next one is asked for. Any number of walks may go over one view. */
typedef struct cb_walk {
    const cb_node *list;
    const cb_node *held; /* the last child given that is held */
    cb_arena *arena;     /* of the one that is not; NULL until there is one */
    size_t place;        /* of the next */
    bool brief;          /* set by who needs no more: those that are not held are made in brief */
} cb_walk;
/* *out is NULL behind the last. An error of what makes the row. */
cb_status cb_walk_next(cb_walk *walk, const cb_node **out, cb_error *e) CB_MUST_USE;
void cb_walk_end(cb_walk *walk);

/* Building. Sticky: after a failure (memory, a node where none can stand, a number that is not finite) further calls do
 * nothing and give a dummy; cb_builder_status tells. Appending takes constant time. */
typedef struct cb_builder {
    cb_arena *arena;
    bool failed;
    const char *defect; /* what was asked wrongly; NULL: memory is out */
    cb_node dummy;
} cb_builder;
void cb_builder_init(cb_builder *b, cb_arena *arena);
cb_status cb_builder_status(const cb_builder *b, cb_error *e) CB_MUST_USE;
cb_node *cb_node_root(cb_builder *b);
/* `key` is NULL when the parent is a list; it is borrowed and must live as long as the arena. The texts are copied and
 * made visible (cb_utf8_shown); NULL text is "". */
cb_node *cb_node_map(cb_builder *b, cb_node *parent, const char *key);
cb_node *cb_node_list(cb_builder *b, cb_node *parent, const char *key);
/* `count` members; `rows` is borrowed. Members that shall be held are appended in order, each given its place. */
cb_node *cb_node_rows(cb_builder *b, cb_node *parent, const char *key, size_t count, const cb_rows *rows);
cb_node *cb_node_held(cb_builder *b, cb_node *list, size_t place);
cb_node *cb_node_add_text(cb_builder *b, cb_node *parent, const char *key, const char *text);
/* A word that is not sorted by the alphabet: `place` 1 comes first. */
cb_node *cb_node_add_placed(cb_builder *b, cb_node *parent, const char *key, const char *text, int64_t place);
cb_node *cb_node_add_integer(cb_builder *b, cb_node *parent, const char *key, int64_t value,
                             const char *text); /* NULL text: decimal */
/* NULL text: cb_number_text. -0 is stored as 0. */
cb_node *cb_node_add_real(cb_builder *b, cb_node *parent, const char *key, double value, const char *text);
cb_node *cb_node_add_bool(cb_builder *b, cb_node *parent, const char *key, bool value,
                          const char *text); /* NULL text: "yes"/"no" */
cb_node *cb_node_add_markdown(cb_builder *b, cb_node *parent, const char *key, const char *text);
cb_node *cb_node_add_missing(cb_builder *b, cb_node *parent, const char *key, const char *text);
/* A copy of a node that stands elsewhere; its children are the same nodes. */
cb_node *cb_node_adopt(cb_builder *b, cb_node *parent, const char *key, const cb_node *node);
cb_node *cb_node_add_not_annotated(cb_builder *b, cb_node *parent, const char *key, const char *text);

#endif
