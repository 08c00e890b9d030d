/* pdf_seal.c: a PAdES B-B signature as an incremental update (ISO 32000-1 sections 7.5.6 and 12.8, ETSI EN 319 142-1).
 * The existing bytes are copied as they are; behind them come the field with its value, the signature dictionary, a
 * classic cross-reference section and a trailer. */
#include "casebound/base/digest.h"
#include "casebound/base/number.h"
#include "casebound/base/time.h"
#include "casebound/base/utf8.h"
#include "casebound/seal/pdf_object.h"
#include "seal/cms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BYTE_RANGE "[0 0000000000 0000000000 0000000000]"

enum {
    PDF_MAX = 1 << 29,
    UPDATE_MAX = 1 << 20,
    CMS_MAX = 16384, /* bytes reserved for the signature, twice as many hexadecimal digits */
    TAIL = 1024,     /* "startxref" stands in the last 1024 bytes */
    FIELDS_MAX = 1000,
    OBJECTS_MAX = 3,
    NUMBER_MAX = 8388607 /* indirect objects, ISO 32000-1 annex C */
};

typedef struct object {
    int number, generation;
    const char *before, *behind; /* its body; between them the signature's zeros, where behind is not NULL */
    size_t at;                   /* offset in the new file */
} object;

typedef struct update {
    cb_arena *arena;
    cb_str old;
    cb_pdf *pdf;
    int64_t previous, size;
    object objects[OBJECTS_MAX];
    size_t count;
    size_t range_at, contents_at; /* offsets of "[0 …]" and of the "<" */
    cb_buf out;
    cb_error *error;
} update;

static cb_status refuse(update *u, const char *what) {
    return cb_fail(u->error, CB_SEAL, "the PDF cannot be sealed: %s", what);
}

/* Finds the cross-reference section that startxref names; only a classic table can be continued by one. */
static cb_status find_table(update *u) {
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
        return refuse(u, "it has no startxref");
    }
    cb_str table = {u->old.s + u->previous, u->old.n - (size_t)u->previous};
    return cb_str_starts(table, "xref") ? CB_OK : refuse(u, "its cross-reference is a stream");
}

static cb_status open_pdf(update *u) {
    cb_error why = {0};
    if (u->old.n > PDF_MAX) {
        return refuse(u, "it is too large");
    }
    cb_status status = cb_pdf_open(u->arena, u->old, &u->pdf, &why);
    if (status) {
        return status == CB_INPUT ? refuse(u, why.text) : cb_fail(u->error, status, "%s", why.text);
    }
    bool has_size = cb_pdf_integer(u->pdf, cb_pdf_key(u->pdf, cb_pdf_trailer(u->pdf), "/Size"), &u->size);
    if (!has_size || u->size < 1 || u->size >= NUMBER_MAX) {
        return refuse(u, "its trailer has no usable /Size");
    }
    return find_table(u);
}

/* "<< keys but one, addition >>" */
static cb_status rewrite(update *u, cb_pdf_object dictionary, const char *without, const char *addition, char **out) {
    const char **keys;
    size_t count;
    cb_buf b;
    cb_status status = cb_pdf_keys(u->pdf, u->arena, dictionary, &keys, &count, u->error);
    if (status) {
        return status;
    }
    cb_buf_init(&b, UPDATE_MAX);
    cb_buf_text(&b, "<<");
    for (size_t i = 0; i < count; i++) {
        char *value = cb_pdf_written(u->pdf, u->arena, cb_pdf_key(u->pdf, dictionary, keys[i]));
        b.failed |= !value;
        if (value && strcmp(keys[i], without) != 0) {
            cb_buf_printf(&b, " %s %s", keys[i], value);
        }
    }
    cb_buf_printf(&b, " %s >>", addition);
    status = cb_buf_status(&b, u->error);
    *out = status ? NULL : cb_copy_str(u->arena, cb_buf_view(&b));
    cb_buf_free(&b);
    return status ? status : *out ? CB_OK : cb_fail_memory(u->error);
}

static void add_object(update *u, int number, int generation, const char *before, const char *behind) {
    u->objects[u->count++] = (object){number, generation, before, behind, 0};
}

static cb_status find_field(update *u, cb_pdf_object form, const char *name, cb_pdf_object *out) {
    cb_pdf_object fields = cb_pdf_key(u->pdf, form, "/Fields");
    size_t count = cb_pdf_count(u->pdf, fields);
    for (size_t i = 0; i < count && i < FIELDS_MAX; i++) {
        cb_pdf_object field = cb_pdf_item(u->pdf, fields, i);
        const char *has = cb_pdf_text(u->pdf, u->arena, cb_pdf_key(u->pdf, field, "/T"));
        if (!has) {
            return cb_fail_memory(u->error);
        }
        if (strcmp(has, name) == 0 && cb_pdf_is_name(u->pdf, cb_pdf_key(u->pdf, field, "/FT"), "/Sig")) {
            *out = field;
            return cb_pdf_number(u->pdf, field) > 0 ? CB_OK : refuse(u, "its signature field is no object of its own");
        }
    }
    return cb_fail(u->error, CB_SEAL, "the PDF cannot be sealed: it has no signature field '%s'", name);
}

static cb_status update_field(update *u, cb_pdf_object field, int signature) {
    char *value = cb_format(u->arena, "/V %d 0 R", signature), *body;
    if (!value) {
        return cb_fail_memory(u->error);
    }
    if (cb_pdf_kind_of(u->pdf, cb_pdf_key(u->pdf, field, "/V")) != CB_PDF_NULL) {
        return refuse(u, "the signature field has been filled before");
    }
    cb_status status = rewrite(u, field, "/V", value, &body);
    if (!status) {
        add_object(u, cb_pdf_number(u->pdf, field), cb_pdf_generation(u->pdf, field), body, NULL);
    }
    return status;
}

/* SigFlags 3: signatures exist, and the file may only be appended to (ISO 32000-1 table 219). */
static cb_status update_form(update *u, cb_pdf_object form) {
    int64_t flags;
    char *body;
    if (cb_pdf_integer(u->pdf, cb_pdf_key(u->pdf, form, "/SigFlags"), &flags) && flags == 3) {
        return CB_OK;
    }
    if (cb_pdf_number(u->pdf, form) <= 0) {
        return refuse(u, "its AcroForm is no object of its own");
    }
    cb_status status = rewrite(u, form, "/SigFlags", "/SigFlags 3", &body);
    if (!status) {
        add_object(u, cb_pdf_number(u->pdf, form), cb_pdf_generation(u->pdf, form), body, NULL);
    }
    return status;
}

/* A text string: UTF-16BE behind a byte order mark (ISO 32000-1 section 7.9.2.2), in hexadecimal. */
static void add_text_string(cb_buf *b, const char *text) {
    cb_str rest = cb_str_of(text);
    cb_buf_text(b, "<FEFF");
    while (rest.n) {
        uint32_t point = cb_utf8_next(&rest);
        if (point > 0xFFFF) {
            point -= 0x10000;
            cb_buf_printf(b, "%04X%04X", 0xD800u + (unsigned)(point >> 10), 0xDC00u + (unsigned)(point & 0x3FF));
        } else {
            cb_buf_printf(b, "%04X", (unsigned)point);
        }
    }
    cb_buf_char(b, '>');
}

static void add_date(cb_buf *b, int64_t time) {
    char text[CB_TIME_TEXT];
    cb_time_text(time, text);
    cb_buf_text(b, "(D:");
    for (const char *c = text; *c; c++) {
        if (*c >= '0' && *c <= '9') {
            cb_buf_char(b, *c);
        }
    }
    cb_buf_text(b, "Z)");
}

static cb_status add_signature(update *u, const cb_key *key, const char *reason, int64_t time, int number) {
    cb_buf b;
    cb_buf_init(&b, UPDATE_MAX);
    cb_buf_text(&b, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M ");
    add_date(&b, time);
    cb_buf_text(&b, " /Name ");
    add_text_string(&b, cb_key_name(key));
    if (reason) {
        cb_buf_text(&b, " /Reason ");
        add_text_string(&b, reason);
    }
    cb_buf_text(&b, " /ByteRange " BYTE_RANGE " /Contents ");
    cb_status status = cb_buf_status(&b, u->error);
    if (!status) {
        char *before = cb_copy_str(u->arena, cb_buf_view(&b));
        add_object(u, number, 0, before, " >>");
        status = before ? CB_OK : cb_fail_memory(u->error);
    }
    cb_buf_free(&b);
    return status;
}

static cb_status collect(update *u, const cb_key *key, const char *field, const char *reason, int64_t time) {
    cb_pdf_object form = cb_pdf_key(u->pdf, cb_pdf_root(u->pdf), "/AcroForm"), found = 0;
    int number = (int)u->size;
    cb_status status = find_field(u, form, field, &found);
    if (!status) {
        status = update_field(u, found, number);
    }
    if (!status) {
        status = update_form(u, form);
    }
    return status ? status : add_signature(u, key, reason, time, number);
}

static int by_number(const void *a, const void *b) {
    return ((const object *)a)->number - ((const object *)b)->number;
}

static void write_object(update *u, object *o) {
    cb_buf *b = &u->out;
    o->at = b->size;
    cb_buf_printf(b, "%d %d obj\n%s", o->number, o->generation, o->before);
    if (o->behind) {
        u->contents_at = b->size;
        u->range_at = b->size - strlen(BYTE_RANGE " /Contents ");
        cb_buf_char(b, '<');
        for (int i = 0; i < CMS_MAX; i++) {
            cb_buf_text(b, "00");
        }
        cb_buf_printf(b, ">%s", o->behind);
    }
    cb_buf_text(b, "\nendobj\n");
}

static void write_table(update *u) {
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
static cb_status write_identifiers(update *u, cb_pdf_object trailer) {
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

static cb_status write_update(update *u) {
    cb_pdf_object trailer = cb_pdf_trailer(u->pdf);
    char *root = cb_pdf_written(u->pdf, u->arena, cb_pdf_key(u->pdf, trailer, "/Root"));
    cb_pdf_object info = cb_pdf_key(u->pdf, trailer, "/Info");
    bool has_info = cb_pdf_kind_of(u->pdf, info) != CB_PDF_NULL;
    char *about = has_info ? cb_pdf_written(u->pdf, u->arena, info) : NULL;
    if (!root || (has_info && !about)) {
        return cb_fail_memory(u->error);
    }
    cb_buf_str(&u->out, u->old);
    if (u->old.s[u->old.n - 1] != '\n') {
        cb_buf_char(&u->out, '\n');
    }
    qsort(u->objects, u->count, sizeof *u->objects, by_number);
    for (size_t i = 0; i < u->count; i++) {
        write_object(u, &u->objects[i]);
    }
    size_t table = u->out.size;
    write_table(u);
    cb_buf_printf(&u->out, "trailer\n<< /Size %d /Root %s", (int)u->size + 1, root);
    if (about) {
        cb_buf_printf(&u->out, " /Info %s", about);
    }
    cb_status status = write_identifiers(u, trailer);
    cb_buf_printf(&u->out, " /Prev %lld >>\nstartxref\n%zu\n%%%%EOF\n", (long long)u->previous, table);
    return status ? status : cb_buf_status(&u->out, u->error);
}

static cb_status sign_update(update *u, const cb_key *key) {
    size_t from = u->contents_at, to = from + 2 + 2 * (size_t)CMS_MAX;
    char range[96];
    snprintf(range, sizeof range, "[0 %010zu %010zu %010zu]", from, to, u->out.size - to);
    memcpy(u->out.data + u->range_at, range, strlen(BYTE_RANGE));
    const cb_str pieces[] = {{u->out.data, from}, {u->out.data + to, u->out.size - to}};
    cb_str cms;
    cb_status status = cb_cms_make(u->arena, key, pieces, 2, NULL, &cms, u->error);
    if (status) {
        return status;
    }
    if (cms.n > CMS_MAX) {
        return cb_fail(u->error, CB_SEAL, "the signature needs %zu bytes and has %d: the chain is too long", cms.n,
                       CMS_MAX);
    }
    for (size_t i = 0; i < cms.n; i++) {
        static const char digits[] = "0123456789abcdef";
        unsigned char c = (unsigned char)cms.s[i];
        u->out.data[from + 1 + 2 * i] = digits[c >> 4];
        u->out.data[from + 2 + 2 * i] = digits[c & 15];
    }
    return CB_OK;
}

cb_status cb_seal_pdf(cb_arena *arena, const cb_key *key, cb_str pdf, const char *field, const char *reason,
                      int64_t time, cb_str *out, cb_error *e) {
    update u = {.arena = arena, .old = pdf, .error = e};
    cb_buf_init(&u.out, (size_t)PDF_MAX + UPDATE_MAX);
    cb_status status = open_pdf(&u);
    if (!status) {
        status = collect(&u, key, field, reason, time);
    }
    if (!status) {
        status = write_update(&u);
    }
    if (!status) {
        status = sign_update(&u, key);
    }
    if (!status) {
        *out = (cb_str){cb_copy_str(arena, cb_buf_view(&u.out)), u.out.size};
        status = out->s ? CB_OK : cb_fail_memory(e);
    }
    cb_buf_free(&u.out);
    return status;
}
