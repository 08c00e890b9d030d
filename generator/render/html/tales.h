/* tales.h: the expressions of a template (TALES, with the prefixes that docs/templates.md lists), compiled once,
 * evaluated over a view. */
#ifndef CASEBOUND_GENERATOR_RENDER_HTML_TALES_H
#define CASEBOUND_GENERATOR_RENDER_HTML_TALES_H

#include "casebound/arrange/view.h"
#include "casebound/base/number.h"

enum { CB_TALES_SCOPE = 64, CB_TALES_NESTING = 8 };

/* The names that a path may begin with where an expression stands: the view's and site's own, and those that tal:define
 * and tal:repeat put around it. A name's place in the list is its place in the run-time frame. */
typedef struct cb_tales_scope {
    const cb_node *roots[2];
    const char *names[CB_TALES_SCOPE];
    bool repeated[CB_TALES_SCOPE];
    size_t count;
} cb_tales_scope;

typedef enum cb_value_kind {
    CB_VALUE_NOTHING,
    CB_VALUE_DEFAULT, /* what the template itself holds stays */
    CB_VALUE_NODE,
    CB_VALUE_TEXT, /* in text; valid until the next evaluation, unless held by a frame */
    CB_VALUE_TRUTH /* in truth */
} cb_value_kind;

typedef struct cb_value {
    cb_value_kind kind;
    const cb_node *node;
    cb_str text;
    bool truth;
} cb_value;

/* One name of the scope at run time. A repeated name also knows where in its list it stands. */
typedef struct cb_slot {
    cb_value value;
    size_t index, length;
} cb_slot;

typedef struct cb_frame {
    const char *file; /* the template's name, for errors */
    cb_slot slots[CB_TALES_SCOPE];
    cb_buf scratch; /* the text of the value evaluated last */
    cb_error *e;
} cb_frame;

typedef struct cb_tales cb_tales;

typedef struct cb_place {
    cb_arena *arena;
    const char *file;
    long line;
    const cb_tales_scope *scope;
    cb_error *e;
} cb_place;

/* Errors are CB_INTERNAL with file and line: an unknown prefix, a path that begins with a name not in scope, an
 * unclosed "${". */
cb_status cb_tales_compile(const cb_place *place, cb_str source, const cb_tales **out) CB_MUST_USE;
/* A path that leads nowhere, without an alternative behind "|", is an error that names it. */
cb_status cb_tales_evaluate(cb_frame *frame, const cb_tales *expression, cb_value *out) CB_MUST_USE;
/* What is shown of a value; an error when it is a list or a map. Nothing and default are "". A truth is "yes" or "". */
cb_status cb_value_text(const cb_frame *frame, long line, const cb_value *value, cb_str *out) CB_MUST_USE;
bool cb_value_true(const cb_value *value);

/* A name as TAL allows it: a letter or '_', then letters, digits, '_' and '-'. */
bool cb_tales_name(cb_str text);
/* cb_fail_at with the template's name and line. */
#define cb_place_fail(place, ...) cb_fail_at((place)->e, CB_INTERNAL, (place)->file, (place)->line, __VA_ARGS__)

#endif
