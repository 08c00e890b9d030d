/* bytes.h: slices and growing buffers. */
#ifndef CASEBOUND_BASE_BYTES_H
#define CASEBOUND_BASE_BYTES_H

#include "casebound/base/status.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A borrowed run of bytes; not NUL-terminated. {NULL, 0} is "nothing". */
typedef struct cb_str {
    const char *s;
    size_t n;
} cb_str;

static inline cb_str cb_str_of(const char *text) { /* NULL gives nothing */
    return text ? (cb_str){text, strlen(text)} : (cb_str){NULL, 0};
}
static inline bool cb_str_same(cb_str a, cb_str b) {
    return a.n == b.n && (a.n == 0 || (a.s && b.s && memcmp(a.s, b.s, a.n) == 0));
}
/* Inline, as a constant text is then compared as a number. */
static inline bool cb_str_is(cb_str a, const char *text) {
    return cb_str_same(a, cb_str_of(text));
}
/* Bytewise order: < 0, 0, > 0. */
int cb_str_order(cb_str a, cb_str b);
/* The part of *rest before the next `separator`; *rest moves behind it. False when *rest was used up (rest->s is NULL).
 * "a,,b" gives "a", "", "b"; "" gives one empty part. */
bool cb_str_split(cb_str *rest, char separator, cb_str *part);
cb_str cb_str_trim(cb_str text); /* spaces, tabs, CR and LF at both ends */
bool cb_str_starts(cb_str text, const char *prefix);
bool cb_str_find(cb_str text, const char *needle, size_t *at);

/* A buffer that grows to a declared maximum. Appending never returns an error: the first failure is kept, later calls
 * do nothing, and cb_buf_status tells. The text is always NUL-terminated (the NUL is not counted). */
typedef struct cb_buf {
    char *data;
    size_t size, capacity, maximum;
    bool failed;
    struct cb_sink *sink; /* NULL: all that was appended is in data */
    size_t given;         /* bytes that the sink has taken */
} cb_buf;

/* Who takes a buffer's bytes in pieces, in order, while it is filled. */
typedef struct cb_sink {
    cb_status (*put)(void *who, cb_str bytes, cb_error *e);
    void *who;
    cb_status status; /* of the first put that failed, and why */
    cb_error why;
} cb_sink;

void cb_buf_init(cb_buf *b, size_t maximum);
/* As above; `maximum` is of all bytes, while the buffer holds some 64 kB of them and what is appended at once. The sink
 * is borrowed. */
void cb_buf_init_sink(cb_buf *b, size_t maximum, cb_sink *sink);
/* Gives the sink what it has not taken yet; CB_OK without a sink. The status is that of cb_buf_status. */
cb_status cb_buf_flush(cb_buf *b, cb_error *e) CB_MUST_USE;
/* All bytes that were appended. */
size_t cb_buf_total(const cb_buf *b);
void cb_buf_free(cb_buf *b);
/* Empties it for the next text. A failure stays: the text before may have gone somewhere without its end. */
void cb_buf_clear(cb_buf *b);
void cb_buf_add(cb_buf *b, const void *bytes, size_t size);
void cb_buf_str(cb_buf *b, cb_str text);
void cb_buf_text(cb_buf *b, const char *text);
void cb_buf_char(cb_buf *b, char c);
void cb_buf_printf(cb_buf *b, const char *format, ...) CB_PRINTF(2, 3); /* locale "C" */
void cb_buf_vprintf(cb_buf *b, const char *format, va_list arguments) CB_PRINTF(2, 0);
/* Room for `size` more bytes behind those that are there, to be filled in place; NULL on failure. cb_buf_took says how
 * many were. */
char *cb_buf_room(cb_buf *b, size_t size);
void cb_buf_took(cb_buf *b, size_t size);
/* CB_OK, or CB_INTERNAL when an append failed (memory, or the maximum reached), or the sink's own failure. */
cb_status cb_buf_status(const cb_buf *b, cb_error *e) CB_MUST_USE;
cb_str cb_buf_view(const cb_buf *b);

#endif
