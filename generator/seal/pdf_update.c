/* pdf_update.c: collects the objects of an incremental update and writes it. */
#include "seal/pdf_update.h"

#include <stdlib.h>
#include <string.h>

#include "casebound/base/digest.h"
#include "casebound/base/number.h"

enum {
    PDF_MAX = 1 << 29,
    UPDATE_MAX = 1 << 24,
    TAIL = 1024,         /* "startxref" stands in the last 1024 bytes */
    NUMBER_MAX = 8388607 /* indirect objects, ISO 32000-1 annex C */
};

cb_status cb_update_refuse(cb_update *u, const char *what) {
    return cb_fail(u->error, CB_SEAL, "the PDF cannot be signed: %s", what);
}

/* Finds the cross-reference section that startxref names; only a classic table can be continued by one. */
static cb_status find_table(cb_update *u) {
    size_t from = u->old.n > TAIL ? u->old.n - TAIL : 0, at = 0, next;
    cb_str tail = {u->old.s + from, u->old.n - from}, line;
    bool found = false;
    while (cb_str_find(tail, "startxref", &next)) {
        at = next + strlen("startxref");
        tail = (cb_str){tail.s + at, tail.n - at};
        found = true;
    }
    tail = cb_str_trim(tail);
    if (!found || !cb_str_split(&tail, '\n', &line) || !cb_parse_integer(cb_str_trim(line), &u->previous) ||
        u->previous < 0 || (uint64_t)u->previous >= u->old.n) {
        return cb_update_refuse(u, "it has no startxref");
    }
    cb_str table = {u->old.s + u->previous, u->old.n - (size_t)u->previous};
    return cb_str_starts(table, "xref") ? CB_OK : cb_update_refuse(u, "its cross-reference is a stream");
}

cb_status cb_update_open(cb_arena *arena, cb_str pdf, cb_update *u, cb_error *e) {
    cb_error why = {0};
    int64_t size;
    *u = (cb_update){.arena = arena, .old = pdf, .error = e};
    cb_buf_init(&u->out, (size_t)PDF_MAX + UPDATE_MAX);
    if (pdf.n > PDF_MAX) {
        return cb_update_refuse(u, "it is too large");
    }
    cb_status status = cb_pdf_open(arena, pdf, &u->pdf, &why);
    if (status) {
        return status == CB_INPUT ? cb_update_refuse(u, why.text) : cb_fail(e, status, "%s", why.text);
    }
    bool has_size = cb_pdf_integer(u->pdf, cb_pdf_key(u->pdf, cb_pdf_trailer(u->pdf), "/Size"), &size);
    if (!has_size || size < 1 || size >= NUMBER_MAX) {
        return cb_update_refuse(u, "its trailer has no usable /Size");
    }
    u->next = (int)size;
    return find_table(u);
}

void cb_update_free(cb_update *u) {
    cb_buf_free(&u->out);
}

cb_status cb_update_number(cb_update *u, int *out) {
    if (u->next >= NUMBER_MAX) {
        return cb_update_refuse(u, "it has too many objects");
    }
    *out = u->next++;
    return CB_OK;
}

cb_status cb_update_add(cb_update *u, int number, int generation, cb_str body) {
    cb_updated *list = cb_grow(u->arena, u->objects, u->count, &u->capacity, sizeof *list);
    if (!list) {
        return cb_fail_memory(u->error);
    }
    u->objects = list;
    list[u->count++] = (cb_updated){.number = number, .generation = generation, .body = body};
    return CB_OK;
}

static bool is_replaced(const char *key, const cb_update_key *keys, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(keys[i].key, key) == 0) {
            return true;
        }
    }
    return false;
}

static cb_status write_dictionary(cb_update *u, cb_pdf_object dictionary, const cb_update_key *keys, size_t count,
                                  cb_buf *b) {
    const char **old;
    size_t old_count;
    cb_status status = cb_pdf_keys(u->pdf, u->arena, dictionary, &old, &old_count, u->error);
    if (status) {
        return status;
    }
    cb_buf_text(b, "<<");
    for (size_t i = 0; i < old_count; i++) {
        char *value = cb_pdf_written(u->pdf, u->arena, cb_pdf_key(u->pdf, dictionary, old[i]));
        b->failed |= !value;
        if (value && !is_replaced(old[i], keys, count)) {
            cb_buf_printf(b, " %s %s", old[i], value);
        }
    }
    for (size_t i = 0; i < count; i++) {
        cb_buf_printf(b, " %s %s", keys[i].key, keys[i].value);
    }
    cb_buf_text(b, " >>");
    return cb_buf_status(b, u->error);
}

cb_status cb_update_dictionary(cb_update *u, cb_pdf_object dictionary, const cb_update_key *keys, size_t count,
                               const char *what) {
    int number = cb_pdf_number(u->pdf, dictionary);
    if (number <= 0) {
        return cb_fail(u->error, CB_SEAL, "the PDF cannot be signed: its %s is no object of its own", what);
    }
    cb_buf b;
    cb_buf_init(&b, UPDATE_MAX);
    cb_status status = write_dictionary(u, dictionary, keys, count, &b);
    if (!status) {
        char *body = cb_copy_str(u->arena, cb_buf_view(&b));
        status = body ? cb_update_add(u, number, cb_pdf_generation(u->pdf, dictionary), (cb_str){body, b.size})
                      : cb_fail_memory(u->error);
    }
    cb_buf_free(&b);
    return status;
}

static int by_number(const void *a, const void *b) {
    return ((const cb_updated *)a)->number - ((const cb_updated *)b)->number;
}

static void write_table(cb_update *u) {
    cb_buf_text(&u->out, "xref\n");
    for (size_t i = 0; i < u->count;) {
        size_t end = i + 1;
        while (end < u->count && u->objects[end].number == u->objects[end - 1].number + 1) {
            end++;
        }
        cb_buf_printf(&u->out, "%d %zu\n", u->objects[i].number, end - i);
        for (; i < end; i++) {
            cb_buf_printf(&u->out, "%010zu %05d n \n", u->objects[i].at, u->objects[i].generation);
        }
    }
}

/* The file's first identifier stays, the second tells the revision (ISO 32000-1 section 14.4). */
static cb_status write_identifiers(cb_update *u, cb_pdf_object trailer) {
    cb_digest digest;
    char hex[CB_SHA256_HEX];
    cb_status status = cb_digest_of(cb_buf_view(&u->out), &digest, u->error);
    if (status) {
        return status;
    }
    cb_digest_hex(&digest, hex);
    hex[32] = '\0';
    cb_pdf_object ids = cb_pdf_key(u->pdf, trailer, "/ID");
    char *first = cb_pdf_count(u->pdf, ids) == 2 ? cb_pdf_written(u->pdf, u->arena, cb_pdf_item(u->pdf, ids, 0))
                                                 : cb_format(u->arena, "<%s>", hex);
    if (!first) {
        return cb_fail_memory(u->error);
    }
    cb_buf_printf(&u->out, " /ID [%s <%s>]", first, hex);
    return CB_OK;
}

static cb_status write_trailer(cb_update *u, size_t table) {
    cb_pdf_object trailer = cb_pdf_trailer(u->pdf);
    char *root = cb_pdf_written(u->pdf, u->arena, cb_pdf_key(u->pdf, trailer, "/Root"));
    cb_pdf_object info = cb_pdf_key(u->pdf, trailer, "/Info");
    bool has_info = cb_pdf_kind_of(u->pdf, info) != CB_PDF_NULL;
    char *about = has_info ? cb_pdf_written(u->pdf, u->arena, info) : NULL;
    if (!root || (has_info && !about)) {
        return cb_fail_memory(u->error);
    }
    cb_buf_printf(&u->out, "trailer\n<< /Size %d /Root %s", u->next, root);
    if (about) {
        cb_buf_printf(&u->out, " /Info %s", about);
    }
    cb_status status = write_identifiers(u, trailer);
    cb_buf_printf(&u->out, " /Prev %lld >>\nstartxref\n%zu\n%%%%EOF\n", (long long)u->previous, table);
    status = status ? status : cb_buf_status(&u->out, u->error);
    return status ? status : cb_pdf_forget(u->pdf, u->error); /* an object that could not be read is not left out */
}

cb_status cb_update_write(cb_update *u) {
    cb_buf_str(&u->out, u->old);
    if (u->old.s[u->old.n - 1] != '\n') {
        cb_buf_char(&u->out, '\n');
    }
    qsort(u->objects, u->count, sizeof *u->objects, by_number);
    for (size_t i = 0; i < u->count; i++) {
        cb_updated *o = &u->objects[i];
        o->at = u->out.size;
        cb_buf_printf(&u->out, "%d %d obj\n", o->number, o->generation);
        o->body_at = u->out.size;
        cb_buf_str(&u->out, o->body);
        cb_buf_text(&u->out, "\nendobj\n");
    }
    size_t table = u->out.size;
    write_table(u);
    return write_trailer(u, table);
}
