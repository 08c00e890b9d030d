/* status.c: the first cause of a failure, with its context. */
#include "casebound/base/status.h"

#include "casebound/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { ESCAPE = 4, POINT_MAX_BYTES = 4, REPLACEMENT = 0xFFFD };

/* Appends `text` while it fits, whole characters alone. What could hide or reorder the line, and bytes that are no
 * UTF-8, become \xNN. */
static void append_visible(cb_error *e, const char *text) {
    size_t at = strlen(e->text);
    cb_str rest = cb_str_of(text);
    while (rest.n > 0 && at + ESCAPE * POINT_MAX_BYTES < CB_ERROR_TEXT) {
        cb_str taken = rest;
        uint32_t point = cb_utf8_next(&rest);
        taken.n -= rest.n;
        bool hidden = cb_utf8_hidden(point) || point == '\t' || point == '\n' || (point == REPLACEMENT && taken.n == 1);
        for (size_t i = 0; i < taken.n; i++) {
            if (hidden) {
                at += (size_t)snprintf(e->text + at, CB_ERROR_TEXT - at, "\\x%02x", (unsigned char)taken.s[i]);
            } else {
                e->text[at++] = taken.s[i];
            }
        }
    }
    e->text[at] = '\0';
}

static CB_PRINTF(4, 0) cb_status
    record(cb_error *e, cb_status status, const char *where, const char *format, va_list arguments) {
    if (!e || e->status != CB_OK) {
        return status;
    }
    char message[CB_ERROR_TEXT];
    vsnprintf(message, sizeof message, format, arguments);
    e->status = status;
    e->text[0] = '\0';
    append_visible(e, where);
    append_visible(e, message);
    return status;
}

cb_status cb_fail(cb_error *e, cb_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    record(e, status, "", format, arguments);
    va_end(arguments);
    return status;
}

cb_status cb_fail_at(cb_error *e, cb_status status, const char *file, long line, const char *format, ...) {
    char where[CB_ERROR_TEXT];
    if (line > 0) {
        snprintf(where, sizeof where, "%s line %ld: ", file ? file : "?", line);
    } else {
        snprintf(where, sizeof where, "%s: ", file ? file : "?");
    }
    va_list arguments;
    va_start(arguments, format);
    record(e, status, where, format, arguments);
    va_end(arguments);
    return status;
}

cb_status cb_fail_memory(cb_error *e) {
    return cb_fail(e, CB_INTERNAL, "out of memory");
}

void cb_error_clear(cb_error *e) {
    e->status = CB_OK;
    e->text[0] = '\0';
}
