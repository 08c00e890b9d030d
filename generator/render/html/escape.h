/* escape.h: one escaper for each place of an HTML page where a value may stand. */
#ifndef CASEBOUND_GENERATOR_RENDER_HTML_ESCAPE_H
#define CASEBOUND_GENERATOR_RENDER_HTML_ESCAPE_H

#include "casebound/base/bytes.h"

/* Between tags. Not for script and style elements, whose text HTML takes literally. */
void cb_escape_text(cb_buf *out, cb_str text);
/* Between the double quotes of an attribute. */
void cb_escape_attribute(cb_buf *out, cb_str text);
/* True for what may become a link: "#" and an id, or an address of a scheme that runs nothing (http, https, mailto),
 * without spaces, controls and the characters that an address never holds unescaped (RFC 3986 section 2). */
bool cb_escape_link(cb_str address);
/* True when the bytes may stand unescaped in the one style or script element: valid UTF-8 without CR (a parser would
 * change it and so the hash) and without anything that could end or comment out the element. *why names what was found.
 */
bool cb_escape_inline(cb_str bytes, const char **why);

#endif
