/* buffer.c: a buffer with a declared maximum and a sticky failure. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocate.h"
#include "casebound/base/bytes.h"

enum { PIECE = 1 << 16 /* bytes that a sink is given at a time, or more */ };

void cb_buf_init(cb_buf *b, size_t maximum) {
    *b = (cb_buf){.maximum = maximum};
}

void cb_buf_init_sink(cb_buf *b, size_t maximum, cb_sink *sink) {
    *b = (cb_buf){.maximum = maximum, .sink = sink};
}

void cb_buf_free(cb_buf *b) {
    free(b->data);
    *b = (cb_buf){.maximum = b->maximum, .sink = b->sink};
}

size_t cb_buf_total(const cb_buf *b) {
    return b->given + b->size;
}

static void give(cb_buf *b) {
    if (b->size > 0 && !b->failed) {
        b->sink->status = b->sink->put(b->sink->who, (cb_str){b->data, b->size}, &b->sink->why);
        b->failed = b->sink->status != CB_OK;
        b->given += b->size;
        b->size = 0;
    }
}

cb_status cb_buf_flush(cb_buf *b, cb_error *e) {
    if (b->sink) {
        give(b);
    }
    return cb_buf_status(b, e);
}

void cb_buf_clear(cb_buf *b) {
    b->size = 0;
    if (b->data) {
        b->data[0] = '\0';
    }
}

/* Room for `more` bytes and a NUL behind them. */
static bool reserve(cb_buf *b, size_t more) {
    if (b->sink && b->size >= PIECE) {
        give(b);
    }
    if (b->failed) {
        return false;
    }
    if (more > b->maximum || cb_buf_total(b) > b->maximum - more) {
        b->failed = true;
        return false;
    }
    size_t needed = b->size + more + 1;
    if (needed <= b->capacity) {
        return true;
    }
    size_t wanted = b->capacity ? b->capacity : 256;
    while (wanted < needed) {
        wanted = wanted > SIZE_MAX / 2 ? needed : wanted * 2;
    }
    char *grown = cb_base_reallocate(b->data, wanted);
    if (!grown) {
        b->failed = true;
        return false;
    }
    b->data = grown;
    b->capacity = wanted;
    return true;
}

char *cb_buf_room(cb_buf *b, size_t size) {
    return reserve(b, size) ? b->data + b->size : NULL;
}

void cb_buf_took(cb_buf *b, size_t size) {
    b->size += size;
    b->data[b->size] = '\0';
}

void cb_buf_add(cb_buf *b, const void *bytes, size_t size) {
    if (!reserve(b, size)) {
        return;
    }
    if (size > 0) {
        memcpy(b->data + b->size, bytes, size);
    }
    b->size += size;
    b->data[b->size] = '\0';
}

void cb_buf_str(cb_buf *b, cb_str text) {
    cb_buf_add(b, text.s, text.n);
}

void cb_buf_text(cb_buf *b, const char *text) {
    cb_buf_add(b, text, strlen(text));
}

void cb_buf_char(cb_buf *b, char c) {
    cb_buf_add(b, &c, 1);
}

void cb_buf_vprintf(cb_buf *b, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    if (size < 0) {
        b->failed = true;
    } else if (reserve(b, (size_t)size)) {
        vsnprintf(b->data + b->size, (size_t)size + 1, format, again);
        b->size += (size_t)size;
    }
    va_end(again);
}

void cb_buf_printf(cb_buf *b, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    cb_buf_vprintf(b, format, arguments);
    va_end(arguments);
}

cb_status cb_buf_status(const cb_buf *b, cb_error *e) {
    if (b->failed && b->sink && b->sink->status != CB_OK) {
        return cb_fail(e, b->sink->status, "%s", b->sink->why.text);
    }
    return b->failed ? cb_fail(e, CB_INTERNAL, "a buffer reached its maximum of %zu bytes or memory is out", b->maximum)
                     : CB_OK;
}

cb_str cb_buf_view(const cb_buf *b) {
    return (cb_str){b->data ? b->data : "", b->size};
}
