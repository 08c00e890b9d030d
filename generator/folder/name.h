/* name.h: which names a file of a case folder may have, and how a manifest spells them. */
#ifndef CASEBOUND_FOLDER_NAME_H
#define CASEBOUND_FOLDER_NAME_H

#include "casebound/base/arena.h"

/* True for a relative path of valid UTF-8 without empty, "." or ".." parts, backslashes, control characters, a part
 * over 255 bytes or a whole over 1024. */
bool cb_name_safe(cb_str name);

/* Appends the name as a URI reference (RFC 3986): unreserved characters and '/' stand for themselves, all others as
 * %XX. */
void cb_name_encode(cb_buf *out, const char *name);

/* The name behind a URI reference, or NULL where it is no safe name in the spelling above, or memory is out. */
char *cb_name_decode(cb_arena *arena, cb_str uri) CB_MUST_USE;

#endif
