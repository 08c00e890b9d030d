/* tal.h: templates with TAL attributes, compiled once to a private tree, then written as a stream. The language is
 * docs/templates.md. */
#ifndef CASEBOUND_GENERATOR_RENDER_HTML_TAL_H
#define CASEBOUND_GENERATOR_RENDER_HTML_TAL_H

#include "casebound/arrange/view.h"

typedef struct cb_tal cb_tal;

typedef struct cb_tal_source {
    const char *file; /* for errors */
    cb_str bytes;
    const cb_node *view;  /* its children are the names that a path may begin with ... */
    const cb_node *site;  /* ... and this one's; NULL for none */
    cb_str style, script; /* what the style and the script element hold; checked by cb_escape_inline */
} cb_tal_source;

/* Limits: 20,000 nodes after macros are put in, 64 levels. */
enum { CB_TAL_NODES = 20000, CB_TAL_DEPTH = 64 };

/* Errors are CB_INTERNAL with file and line. Borrows the view, the style and the script. */
cb_status cb_tal_compile(cb_arena *arena, const cb_tal_source *source, const cb_tal **out, cb_error *e) CB_MUST_USE;
/* Writes HTML5 from <!DOCTYPE html> on. */
cb_status cb_tal_write(cb_arena *arena, const cb_tal *tal, cb_buf *out, cb_error *e) CB_MUST_USE;

#endif
