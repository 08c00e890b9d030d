/* status.c: the first cause of a failure, with its context. */
#include "casebound/base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Appends `text`; control characters become \xNN so that a message stays one line. */
static void append_visible(cb_error *e, const char *text) {
    size_t at = strlen(e->text);
    for (const unsigned char *p = (const unsigned char *)text; *p && at + 5 < CB_ERROR_TEXT; p++) {
        if (*p >= 0x20 && *p != 0x7f) {
            e->text[at++] = (char)*p;
            continue;
        }
        at += (size_t)snprintf(e->text + at, CB_ERROR_TEXT - at, "\\x%02x", *p);
    }
    /* A cut in the middle of a UTF-8 sequence would make the message invalid. */
    while (at > 0 && at + 5 >= CB_ERROR_TEXT && ((unsigned char)e->text[at - 1] & 0xc0) == 0x80) {
        at--;
    }
    e->text[at] = '\0';
}

static cb_status record(cb_error *e, cb_status status, const char *where, const char *format, va_list arguments) {
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
