/* markdown.h: Markdown walked as cmark's tree: one sequence of events that the HTML and the PDF both draw. Raw HTML
 * becomes text, an image its alternative text, a link its text with its address behind it (a known scheme: http, https,
 * mailto) or its text alone. */
#ifndef CASEBOUND_RENDER_MARKDOWN_H
#define CASEBOUND_RENDER_MARKDOWN_H

#include "casebound/base/arena.h"

typedef enum cb_mark {
    CB_MARK_PARAGRAPH,
    CB_MARK_HEADING,
    CB_MARK_LIST,
    CB_MARK_ITEM,
    CB_MARK_QUOTE,
    CB_MARK_CODE_BLOCK,
    CB_MARK_RULE,
    CB_MARK_STRONG,
    CB_MARK_EMPHASIS,
    CB_MARK_CODE,
    CB_MARK_LINK,
    CB_MARK_TEXT,
    CB_MARK_BREAK
} cb_mark;

typedef struct cb_mark_event {
    cb_mark mark;
    bool enter;       /* false: the block or span ends. TEXT, CODE, CODE_BLOCK, RULE and BREAK have no end */
    const char *text; /* TEXT, CODE, CODE_BLOCK; the address of a LINK with a known scheme, else NULL */
    int level;        /* of a HEADING: 1 to 6 */
    bool ordered;     /* of a LIST */
    int number;       /* of an ITEM in an ordered list; 0 in others */
} cb_mark_event;

enum {
    CB_MARKDOWN_SIZE = 65536, /* bytes of source at most */
    CB_MARKDOWN_DEPTH = 16    /* quotes, lists and items open at once, and spans open at once, at most */
};

/* Parses CommonMark (0.30) into events, owned by the arena. Every TEXT, CODE and BREAK stands in a PARAGRAPH or
 * HEADING; neighbouring texts are one event; only a CODE_BLOCK's text has line ends. What nests deeper than
 * CB_MARKDOWN_DEPTH loses its quotes, lists and spans, never its text. Characters that a reference such as &#x202E;
 * smuggles in are made visible as cb_utf8_shown does. A source above CB_MARKDOWN_SIZE or that is not UTF-8: CB_INPUT.
 * NULL is an empty one. */
cb_status cb_markdown(cb_arena *arena, const char *source, const cb_mark_event **events, size_t *count,
                      cb_error *e) CB_MUST_USE;

#endif
