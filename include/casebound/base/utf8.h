/* utf8.h: UTF-8 as RFC 3629 defines it. */
#ifndef CASEBOUND_BASE_UTF8_H
#define CASEBOUND_BASE_UTF8_H

#include "casebound/base/arena.h"

/* True when the bytes are valid UTF-8 without NUL. On false *at (may be NULL) is the first bad byte's offset. */
bool cb_utf8_valid(cb_str text, size_t *at);
/* Decodes one code point and moves *text behind it; U+FFFD (and one byte) where the bytes are invalid. Needs text->n >
 * 0. */
uint32_t cb_utf8_next(cb_str *text);
/* Appends a code point as UTF-8. */
void cb_utf8_add(cb_buf *b, uint32_t point);
/* True for a character that could hide or reorder the text around it, or that XML forbids: those that cb_utf8_shown
 * names. */
bool cb_utf8_hidden(uint32_t point);
/* A copy that can be shown and put into XML and PDF: invalid bytes become U+FFFD; C0 and C1 controls but tab and
 * newline, and Unicode's bidirectional controls (U+061C, U+200E, U+200F, U+202A..U+202E, U+2066..U+2069), noncharacters
 * and U+FEFF become visible as
 * "<U+XXXX>" so that no text can hide or reorder another. NULL when memory is out. */
char *cb_utf8_shown(cb_arena *arena, cb_str text) CB_MUST_USE;
/* Number of code points. */
size_t cb_utf8_length(cb_str text);

#endif
