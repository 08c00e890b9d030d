/* pdf_import.c: a page of one PDF becomes a form XObject of another: how a signature's appearance, drawn by the floor
 * that has the fonts, comes into a file that must not be written anew. */
#include "seal/pdf_update.h"

#include <string.h>

enum { OBJECT_MAX = 1 << 22, DEPTH_MAX = 32, OBJECTS_MAX = 1000 };

typedef struct import {
    cb_update *u;
    cb_pdf *from;
    int source[OBJECTS_MAX], number[OBJECTS_MAX]; /* numbers there and here */
    size_t count;
} import;

/* The number here of an object there; one that is met first waits at the end of the list. */
static cb_status number_of(import *m, int source, int *out) {
    for (size_t i = 0; i < m->count; i++) {
        if (m->source[i] == source) {
            *out = m->number[i];
            return CB_OK;
        }
    }
    if (m->count == OBJECTS_MAX) {
        return cb_update_refuse(m->u, "an appearance has too many objects");
    }
    cb_status status = cb_update_number(m->u, out);
    m->source[m->count] = source;
    m->number[m->count++] = *out;
    return status;
}

static cb_status write_value(import *m, cb_pdf_object o, bool inside, int depth, cb_buf *b);

/* "/Key value" of all keys but /Length, which a stream has anew. */
static cb_status write_keys(import *m, cb_pdf_object o, int depth, cb_buf *b) {
    const char **keys;
    size_t count;
    cb_status status = cb_pdf_keys(m->from, m->u->arena, o, &keys, &count, m->u->error);
    for (size_t i = 0; !status && i < count; i++) {
        if (strcmp(keys[i], "/Length") != 0 || cb_pdf_kind_of(m->from, o) != CB_PDF_STREAM) {
            cb_buf_printf(b, " %s ", keys[i]);
            status = write_value(m, cb_pdf_key(m->from, o, keys[i]), false, depth + 1, b);
        }
    }
    return status;
}

static cb_status write_stream(import *m, cb_pdf_object o, const char *more, cb_buf *b) {
    cb_str bytes;
    cb_status status = cb_pdf_raw(m->from, m->u->arena, o, &bytes, m->u->error);
    if (!status) {
        cb_buf_printf(b, "<<%s", more);
        status = write_keys(m, o, 0, b);
        cb_buf_printf(b, " /Length %zu >>\nstream\n", bytes.n);
        cb_buf_str(b, bytes);
        cb_buf_text(b, "\nendstream");
    }
    return status;
}

static cb_status write_array(import *m, cb_pdf_object o, int depth, cb_buf *b) {
    cb_status status = CB_OK;
    size_t count = cb_pdf_count(m->from, o);
    cb_buf_char(b, '[');
    for (size_t i = 0; !status && i < count; i++) {
        status = write_value(m, cb_pdf_item(m->from, o, i), false, depth + 1, b);
        cb_buf_char(b, ' ');
    }
    cb_buf_char(b, ']');
    return status;
}

/* A value, or where it is an object of its own and not asked for from inside, the reference to it. */
static cb_status write_value(import *m, cb_pdf_object o, bool inside, int depth, cb_buf *b) {
    int source = cb_pdf_number(m->from, o), number = 0;
    cb_pdf_kind kind = cb_pdf_kind_of(m->from, o);
    if (depth > DEPTH_MAX) {
        return cb_update_refuse(m->u, "an appearance is nested too deeply");
    }
    if (source > 0 && !inside) {
        cb_status status = number_of(m, source, &number);
        cb_buf_printf(b, "%d 0 R", number);
        return status;
    }
    if (kind == CB_PDF_STREAM) {
        return write_stream(m, o, "", b);
    }
    if (kind == CB_PDF_ARRAY) {
        return write_array(m, o, depth, b);
    }
    if (kind == CB_PDF_DICTIONARY) {
        cb_buf_text(b, "<<");
        cb_status status = write_keys(m, o, depth, b);
        cb_buf_text(b, " >>");
        return status;
    }
    char *text = cb_pdf_written_inside(m->from, m->u->arena, o);
    cb_buf_text(b, text ? text : "");
    return text ? CB_OK : cb_fail_memory(m->u->error);
}

static cb_status add(import *m, int number, cb_buf *b) {
    cb_status status = cb_buf_status(b, m->u->error);
    char *body = status ? NULL : cb_copy_str(m->u->arena, cb_buf_view(b));
    if (status) {
        return status;
    }
    return body ? cb_update_add(m->u, number, 0, (cb_str){body, b->size}) : cb_fail_memory(m->u->error);
}

static cb_status add_form(import *m, cb_pdf_object page, int number, cb_buf *b) {
    cb_buf more;
    cb_buf_init(&more, OBJECT_MAX);
    cb_buf_text(&more, " /Type /XObject /Subtype /Form /BBox ");
    cb_status status = write_value(m, cb_pdf_key(m->from, page, "/MediaBox"), true, 0, &more);
    cb_buf_text(&more, " /Resources ");
    if (!status) {
        status = write_value(m, cb_pdf_key(m->from, page, "/Resources"), true, 0, &more);
    }
    if (!status) {
        status = cb_buf_status(&more, m->u->error);
    }
    if (!status) {
        status = write_stream(m, cb_pdf_key(m->from, page, "/Contents"), more.data, b);
    }
    cb_buf_free(&more);
    return status ? status : add(m, number, b);
}

static cb_status add_needed(import *m, cb_buf *b) {
    cb_status status = CB_OK;
    for (size_t i = 0; !status && i < m->count; i++) {
        cb_buf_clear(b);
        status = write_value(m, cb_pdf_by_number(m->from, m->source[i], 0), true, 0, b);
        if (!status) {
            status = add(m, m->number[i], b);
        }
    }
    return status;
}

cb_status cb_update_import(cb_update *u, cb_str bytes, int *number) {
    import *m = cb_alloc(u->arena, sizeof *m);
    if (!m) {
        return cb_fail_memory(u->error);
    }
    m->u = u;
    cb_status status = cb_pdf_open(u->arena, bytes, &m->from, u->error);
    if (!status) {
        status = cb_update_number(u, number);
    }
    if (status) {
        return status;
    }
    cb_pdf_object pages = cb_pdf_key(m->from, cb_pdf_root(m->from), "/Pages"), kid = pages;
    for (int depth = 0; depth < DEPTH_MAX && cb_pdf_count(m->from, cb_pdf_key(m->from, kid, "/Kids")) > 0; depth++) {
        kid = cb_pdf_item(m->from, cb_pdf_key(m->from, kid, "/Kids"), 0);
    }
    cb_buf b;
    cb_buf_init(&b, OBJECT_MAX);
    status = add_form(m, kid, *number, &b);
    if (!status) {
        status = add_needed(m, &b);
    }
    cb_buf_free(&b);
    return status ? status : cb_pdf_forget(m->from, u->error);
}
