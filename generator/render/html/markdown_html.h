/* markdown_html.h: Markdown as elements of a page. */
#ifndef CASEBOUND_GENERATOR_RENDER_HTML_MARKDOWN_HTML_H
#define CASEBOUND_GENERATOR_RENDER_HTML_MARKDOWN_HTML_H

#include "casebound/base/arena.h"

/* Writes the blocks of a Markdown text. Its headings begin below `heading` (1 to 6; 0 where the page has none yet),
 * skip no level and end at h6. */
cb_status cb_markdown_html(cb_arena *arena, const char *source, int heading, cb_buf *out, cb_error *e) CB_MUST_USE;

#endif
