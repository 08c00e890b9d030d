/* pdf_seal.c: the laboratory's seal in a PDF (ISO 32000-1 section 12.8, ETSI EN 319 142-1). */
#include "verify/pdf.h"

#include <string.h>

#define FIELD "Seal"

enum { FIELDS_MAX = 1000 };

typedef struct seal {
    cb_checking *checking;
    const char *name;
    cb_str bytes;
    cb_pdf *pdf;
    cb_pdf_object value;  /* the signature dictionary */
    size_t from, to, end; /* the gap [from, to) of the byte range, and its end */
    cb_error *error;
} seal;

/* Looks through the form: *found is the seal's dictionary where it is filled. Anything but one field of that name is
 * reported. */
static cb_status find_seal(seal *s, size_t ranges, bool *found) {
    cb_pdf_object form = cb_pdf_key(s->pdf, cb_pdf_root(s->pdf), "/AcroForm");
    cb_pdf_object fields = cb_pdf_key(s->pdf, form, "/Fields");
    size_t count = cb_pdf_count(s->pdf, fields), named = 0;
    *found = false;
    for (size_t i = 0; i < count && i < FIELDS_MAX; i++) {
        cb_pdf_object field = cb_pdf_item(s->pdf, fields, i);
        const char *has = cb_pdf_text(s->pdf, s->checking->arena, cb_pdf_key(s->pdf, field, "/T"));
        if (!has) {
            return cb_fail_memory(s->error);
        }
        if (strcmp(has, FIELD) == 0 && cb_pdf_is_name(s->pdf, cb_pdf_key(s->pdf, field, "/FT"), "/Sig")) {
            named++;
            s->value = cb_pdf_key(s->pdf, field, "/V");
            *found = cb_pdf_kind_of(s->pdf, s->value) == CB_PDF_DICTIONARY;
        }
    }
    if (named != 1) {
        CB_FAULT(s->checking, "pdf signature", "%s: it has %zu signature fields named '%s' in place of one", s->name,
                 named, FIELD);
        *found = false;
    } else if (!*found && ranges == 0) {
        CB_FAULT(s->checking, "unsealed", "%s: UNSEALED: its field '%s' is empty", s->name, FIELD);
    }
    if (ranges != (*found ? 1u : 0u)) {
        CB_FAULT(s->checking, "pdf signature",
                 "%s: it holds signatures other than the seal, which this version does not know", s->name);
    }
    return CB_OK;
}

static int digit_value(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The gap of the byte range is not signed, so it must hold the /Contents in one spelling and nothing else. */
static const char *check_gap(const seal *s, cb_str contents) {
    const char *gap = s->bytes.s + s->from;
    size_t size = s->to - s->from;
    bool upper = false, lower = false;
    if (size != 2 * contents.n + 2 || gap[0] != '<' || gap[size - 1] != '>') {
        return "the gap of its byte range is not its /Contents";
    }
    for (size_t i = 0; i < contents.n; i++) {
        char a = gap[1 + 2 * i], b = gap[2 + 2 * i];
        int high = digit_value(a), low = digit_value(b);
        if (high < 0 || low < 0 || (unsigned char)contents.s[i] != (unsigned)(high * 16 + low)) {
            return "the gap of its byte range is not its /Contents";
        }
        upper |= (a >= 'A' && a <= 'F') || (b >= 'A' && b <= 'F');
        lower |= a >= 'a' || b >= 'a';
    }
    return upper && lower ? "its /Contents mixes upper and lower case: it was changed" : NULL;
}

static const char *check_range(seal *s) {
    int64_t r[4];
    cb_pdf_object range = cb_pdf_key(s->pdf, s->value, "/ByteRange");
    int64_t n = (int64_t)s->bytes.n;
    if (cb_pdf_count(s->pdf, range) != 4) {
        return "its byte range is not four numbers";
    }
    for (size_t i = 0; i < 4; i++) {
        if (!cb_pdf_integer(s->pdf, cb_pdf_item(s->pdf, range, i), &r[i]) || r[i] < 0 || r[i] > n) {
            return "its byte range leaves the file";
        }
    }
    if (r[0] != 0 || r[1] == 0 || r[2] < r[1] + 2 || r[3] == 0 || r[3] > n - r[2]) {
        return "its byte range is not one gap in one revision";
    }
    s->from = (size_t)r[1];
    s->to = (size_t)r[2];
    s->end = (size_t)(r[2] + r[3]);
    cb_str tail = {s->bytes.s, s->end};
    tail = cb_str_trim((cb_str){tail.s + s->to, tail.n - s->to});
    if (tail.n < 5 || memcmp(tail.s + tail.n - 5, "%%EOF", 5) != 0) {
        return "its byte range does not end with a revision";
    }
    return NULL;
}

static const char *check_dictionary(seal *s) {
    if (!cb_pdf_is_name(s->pdf, cb_pdf_key(s->pdf, s->value, "/SubFilter"), "/ETSI.CAdES.detached")) {
        return "its /SubFilter is not ETSI.CAdES.detached, so it is no PAdES signature";
    }
    if (cb_pdf_kind_of(s->pdf, cb_pdf_key(s->pdf, s->value, "/M")) != CB_PDF_STRING) {
        return "it has no signing time /M";
    }
    return check_range(s);
}

/* "D:20240131120000Z" as "2024-01-31 12:00:00"; for reading alone. */
static const char *claimed_time(seal *s) {
    const char *m = cb_pdf_text(s->pdf, s->checking->arena, cb_pdf_key(s->pdf, s->value, "/M"));
    if (!m || strlen(m) < 16 || strspn(m + 2, "0123456789") < 14) {
        return m;
    }
    return cb_format(s->checking->arena, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%s", m + 2, m + 6, m + 8, m + 10, m + 12, m + 14,
                     m + 16);
}

static cb_status check_seal(seal *s, cb_pdf_result *out) {
    cb_str contents;
    cb_signature found;
    cb_status status =
        cb_pdf_bytes(s->pdf, s->checking->arena, cb_pdf_key(s->pdf, s->value, "/Contents"), &contents, s->error);
    if (status) {
        return status;
    }
    const char *why = check_dictionary(s);
    why = why ? why : check_gap(s, contents);
    if (why) {
        CB_FAULT(s->checking, "pdf signature", "%s: %s", s->name, why);
        return CB_OK;
    }
    const cb_str pieces[] = {{s->bytes.s, s->from}, {s->bytes.s + s->to, s->end - s->to}};
    status = cb_signature_check(s->checking->arena, contents, pieces, 2, true, &s->checking->by, &found, s->error);
    if (status) {
        return status;
    }
    found.claimed = claimed_time(s);
    out->sealed = cb_found_signature(s->checking, "pdf signature", s->name, "PAdES", &found);
    out->stamped = found.stamped;
    out->signer = found.certificate;
    return CB_OK;
}

static cb_status check_revisions(seal *s) {
    if (s->end == s->bytes.n) {
        CB_PASS(s->checking, "revisions", "%s: the seal covers the whole file", s->name);
        return CB_OK;
    }
    if (s->end == 0) {
        return CB_OK; /* the byte range itself was refused */
    }
    CB_FAULT(s->checking, "revisions", "%s: %zu bytes were added after the seal", s->name, s->bytes.n - s->end);
    return cb_pdf_compare(s->checking, s->name, (cb_str){s->bytes.s, s->end}, s->pdf, s->error);
}

cb_status cb_pdf_seal_check(cb_checking *c, const char *name, cb_str bytes, cb_pdf *pdf, size_t ranges,
                            cb_pdf_result *out, cb_error *e) {
    seal s = {.checking = c, .name = name, .bytes = bytes, .pdf = pdf, .error = e};
    bool found;
    cb_status status = find_seal(&s, ranges, &found);
    if (!status && found) {
        status = check_seal(&s, out);
        if (!status) {
            status = check_revisions(&s);
        }
    }
    cb_pdf_forget(pdf);
    return status;
}
