/* pdf_seal.c: PAdES signatures as incremental updates (ISO 32000-1 section 12.8, ETSI EN 319 142-1): the laboratory's
 * seal and a person's signature. */
#include "casebound/base/number.h"
#include "casebound/base/time.h"
#include "casebound/base/utf8.h"
#include "seal/cms.h"
#include "seal/pdf_gap.h"

#include <math.h>
#include <string.h>

enum { DICTIONARY_MAX = 1 << 20, FIELDS_MAX = 1000, FORM_KEYS = 2, CORNERS = 4, FIELD_LARGEST = 14400 };

typedef struct signing {
    cb_update update;
    const cb_key *key;
    const cb_pdf_signing *wish;
    int number; /* of the signature dictionary */
    size_t gap; /* of /Contents in it */
    cb_str cms; /* the signature, once it is made */
    bool certifies;
} signing;

static cb_status find_field(cb_update *u, cb_pdf_object form, const char *name, cb_pdf_object *out) {
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
            return CB_OK;
        }
    }
    return cb_fail(u->error, CB_SEAL, "the PDF cannot be signed: it has no signature field '%s'", name);
}

static cb_status update_field(signing *s, cb_pdf_object field) {
    cb_update *u = &s->update;
    int appearance = 0;
    cb_update_key keys[FORM_KEYS] = {{"/V", cb_format(u->arena, "%d 0 R", s->number)}, {"/AP", NULL}};
    if (cb_pdf_kind_of(u->pdf, cb_pdf_key(u->pdf, field, "/V")) != CB_PDF_NULL) {
        return cb_update_refuse(u, "the signature field has been filled before");
    }
    cb_status status = s->wish->appearance.n ? cb_update_import(u, s->wish->appearance, &appearance) : CB_OK;
    keys[1].value = cb_format(u->arena, "<< /N %d 0 R >>", appearance);
    if (!status && (!keys[0].value || !keys[1].value)) {
        status = cb_fail_memory(u->error);
    }
    return status ? status : cb_update_dictionary(u, field, keys, appearance ? 2 : 1, "signature field");
}

/* SigFlags 3: signatures exist, and the file may only be appended to (ISO 32000-1 table 219). */
static cb_status update_form(cb_update *u, cb_pdf_object form) {
    int64_t flags;
    if (cb_pdf_integer(u->pdf, cb_pdf_key(u->pdf, form, "/SigFlags"), &flags) && flags == 3) {
        return CB_OK;
    }
    return cb_update_dictionary(u, form, (cb_update_key[]){{"/SigFlags", "3"}}, 1, "AcroForm");
}

/* The catalog says which signature certifies (ISO 32000-1 section 12.8.4). */
static cb_status update_catalog(signing *s) {
    cb_update *u = &s->update;
    char *permissions = cb_format(u->arena, "<< /DocMDP %d 0 R >>", s->number);
    if (!permissions) {
        return cb_fail_memory(u->error);
    }
    return cb_update_dictionary(u, cb_pdf_root(u->pdf), (cb_update_key[]){{"/Perms", permissions}}, 1, "catalog");
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

/* Behind the seal, fields may be signed and nothing else changed: /P 2 (ISO 32000-1 section 12.8.2.2). */
static void add_certification(cb_buf *b) {
    cb_buf_text(b, " /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams "
                   "/P 2 /V /1.2 >> >>]");
}

static cb_status add_signature(signing *s) {
    cb_update *u = &s->update;
    cb_buf b;
    cb_buf_init(&b, DICTIONARY_MAX);
    cb_buf_text(&b, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M ");
    add_date(&b, s->wish->time);
    cb_buf_text(&b, " /Name ");
    add_text_string(&b, cb_key_name(s->key));
    if (s->wish->reason) {
        cb_buf_text(&b, " /Reason ");
        add_text_string(&b, s->wish->reason);
    }
    if (s->certifies) {
        add_certification(&b);
    }
    s->gap = cb_gap_write(&b);
    cb_buf_text(&b, " >>");
    cb_status status = cb_buf_status(&b, u->error);
    if (!status) {
        char *body = cb_copy_str(u->arena, cb_buf_view(&b));
        status = body ? cb_update_add(u, s->number, 0, (cb_str){body, b.size}) : cb_fail_memory(u->error);
    }
    cb_buf_free(&b);
    return status;
}

static cb_status collect(signing *s) {
    cb_update *u = &s->update;
    cb_pdf_object form = cb_pdf_key(u->pdf, cb_pdf_root(u->pdf), "/AcroForm"), found = 0;
    cb_status status = find_field(u, form, s->wish->field, &found);
    if (!status) {
        status = cb_update_number(u, &s->number);
    }
    if (!status) {
        status = update_field(s, found);
    }
    if (!status) {
        status = update_form(u, form);
    }
    if (!status && s->certifies) {
        status = update_catalog(s);
    }
    return status ? status : add_signature(s);
}

static cb_status make_signature(void *who, cb_arena *arena, const cb_str pieces[2], cb_str *out, cb_error *e) {
    signing *s = who;
    cb_status status = cb_cms_make(arena, s->key, pieces, 2, NULL, out, e);
    s->cms = *out;
    return status;
}

static cb_status sign(cb_arena *arena, cb_str pdf, signing *s, cb_str *out, cb_error *e) {
    cb_update *u = &s->update;
    cb_status status = cb_update_open(arena, pdf, u, e);
    if (!status) {
        status = collect(s);
    }
    if (!status) {
        status = cb_update_write(u);
    }
    if (!status) {
        status = cb_gap_fill(u, s->number, s->gap, make_signature, s);
    }
    if (!status) {
        *out = (cb_str){cb_copy_str(arena, cb_buf_view(&u->out)), u->out.size};
        status = out->s ? CB_OK : cb_fail_memory(e);
    }
    cb_update_free(u);
    return status;
}

cb_status cb_seal_pdf(cb_arena *arena, const cb_key *key, cb_str pdf, const char *field, const char *reason,
                      int64_t time, cb_str *out, cb_error *e) {
    const cb_pdf_signing wish = {.field = field, .reason = reason, .time = time};
    signing s = {.key = key, .wish = &wish, .certifies = true};
    cb_status status = sign(arena, pdf, &s, out, e);
    return status ? status : cb_pdf_last(arena, key, s.cms, out, e);
}

cb_status cb_sign_pdf(cb_arena *arena, const cb_key *key, cb_str pdf, const cb_pdf_signing *wish, cb_str *out,
                      cb_error *e) {
    signing s = {.key = key, .wish = wish};
    return sign(arena, pdf, &s, out, e);
}

/* /Rect is two opposite corners (ISO 32000-1 section 7.9.5). */
static cb_status size_of(cb_update *u, cb_pdf_object field, double *width, double *height) {
    cb_pdf_object rectangle = cb_pdf_key(u->pdf, field, "/Rect");
    double corners[CORNERS] = {0};
    for (size_t i = 0; i < CORNERS; i++) {
        const char *number = cb_pdf_written(u->pdf, u->arena, cb_pdf_item(u->pdf, rectangle, i));
        if (!number) {
            return cb_fail_memory(u->error);
        }
        if (!cb_parse_real(cb_str_of(number), &corners[i])) {
            return cb_update_refuse(u, "its signature field has no place on a page");
        }
    }
    *width = fabs(corners[2] - corners[0]);
    *height = fabs(corners[3] - corners[1]);
    bool fits = *width > 0 && *width <= FIELD_LARGEST && *height > 0 && *height <= FIELD_LARGEST;
    return fits ? CB_OK : cb_update_refuse(u, "its signature field has no size");
}

cb_status cb_sign_field_size(cb_arena *arena, cb_str pdf, const char *field, double *width, double *height,
                             cb_error *e) {
    cb_update u;
    cb_pdf_object found = 0;
    cb_status status = cb_update_open(arena, pdf, &u, e);
    if (!status) {
        status = find_field(&u, cb_pdf_key(u.pdf, cb_pdf_root(u.pdf), "/AcroForm"), field, &found);
    }
    if (!status) {
        status = size_of(&u, found, width, height);
    }
    cb_update_free(&u);
    return status;
}
