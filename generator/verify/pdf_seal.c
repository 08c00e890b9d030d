/* pdf_seal.c: the signatures of a PDF (ISO 32000-1 section 12.8, ETSI EN 319 142-1): the laboratory's seal first, then
 * persons', each in the field that was prepared for it and over all that was there before. */
#include "casebound/seal/seal.h"
#include "verify/archive.h"
#include "verify/pdf.h"

#include <stdlib.h>
#include <string.h>

#define SEAL "Seal"

enum { FIELDS_MAX = 1000 };

typedef struct filled {
    const char *field; /* /T */
    int number;        /* of the field's object */
    cb_pdf_object value;
    bool stamp;           /* a document timestamp, no signature */
    cb_judging by;        /* for signatures: the time by which they are judged */
    size_t from, to, end; /* the gap [from, to) of the byte range, and its end; end is 0 where it is no good */
} filled;

typedef struct checked {
    cb_checking *checking;
    const char *name;
    cb_str bytes;
    cb_pdf *pdf;
    filled list[CB_PDF_SIGNATURES];
    size_t count, seals; /* filled fields; fields called SEAL, filled or not */
    cb_pdf_result *out;
    cb_error *error;
} checked;

static const char *meaning_of(const char *field) {
    static const char *const meanings[][2] = {{SEAL, "seal"}, {"Review", "review"}, {"Approval", "approval"}};
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (strcmp(field, meanings[i][0]) == 0) {
            return meanings[i][1];
        }
    }
    return NULL;
}

static cb_status find_filled(checked *s) {
    cb_pdf_object form = cb_pdf_key(s->pdf, cb_pdf_root(s->pdf), "/AcroForm");
    cb_pdf_object fields = cb_pdf_key(s->pdf, form, "/Fields");
    size_t count = cb_pdf_count(s->pdf, fields);
    for (size_t i = 0; i < count && i < FIELDS_MAX; i++) {
        cb_pdf_object field = cb_pdf_item(s->pdf, fields, i);
        const char *has = cb_pdf_text(s->pdf, s->checking->arena, cb_pdf_key(s->pdf, field, "/T"));
        cb_pdf_object value = cb_pdf_key(s->pdf, field, "/V");
        if (!has) {
            return cb_fail_memory(s->error);
        }
        bool is_field = cb_pdf_is_name(s->pdf, cb_pdf_key(s->pdf, field, "/FT"), "/Sig");
        s->seals += is_field && strcmp(has, SEAL) == 0;
        if (is_field && cb_pdf_kind_of(s->pdf, value) == CB_PDF_DICTIONARY && s->count < CB_PDF_SIGNATURES) {
            filled *f = &s->list[s->count++];
            *f = (filled){.field = has, .number = cb_pdf_number(s->pdf, field), .value = value};
            f->stamp = strcmp(has, CB_STAMP_FIELD) == 0 &&
                       cb_pdf_is_name(s->pdf, cb_pdf_key(s->pdf, value, "/SubFilter"), "/ETSI.RFC3161");
        }
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
static const char *check_gap(const checked *s, const filled *f, cb_str contents) {
    const char *gap = s->bytes.s + f->from;
    size_t size = f->to - f->from;
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

static const char *check_range(const checked *s, filled *f) {
    int64_t r[4];
    cb_pdf_object range = cb_pdf_key(s->pdf, f->value, "/ByteRange");
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
    cb_str tail = cb_str_trim((cb_str){s->bytes.s + r[2], (size_t)r[3]});
    if (tail.n < 5 || memcmp(tail.s + tail.n - 5, "%%EOF", 5) != 0) {
        return "its byte range does not end with a revision";
    }
    f->from = (size_t)r[1];
    f->to = (size_t)r[2];
    f->end = (size_t)(r[2] + r[3]);
    return NULL;
}

/* The seal is PAdES. A person's signature may be what ISO 32000-1 section 12.8.3.3 knows, as programs and smart cards
 * of hospitals make it. */
static const char *check_dictionary(const checked *s, const filled *f, cb_signature_form *form) {
    cb_pdf_object filter = cb_pdf_key(s->pdf, f->value, "/SubFilter");
    bool pades = cb_pdf_is_name(s->pdf, filter, "/ETSI.CAdES.detached");
    *form = pades ? CB_FORM_PADES : CB_FORM_PKCS7;
    if (!pades && (strcmp(f->field, SEAL) == 0 || !cb_pdf_is_name(s->pdf, filter, "/adbe.pkcs7.detached"))) {
        return "its /SubFilter is not ETSI.CAdES.detached, so it is no PAdES signature";
    }
    if (cb_pdf_kind_of(s->pdf, cb_pdf_key(s->pdf, f->value, "/M")) != CB_PDF_STRING) {
        return "it has no signing time /M";
    }
    return NULL;
}

/* "D:20240131120000Z" as "2024-01-31T12:00:00Z"; for reading alone. */
static const char *claimed_time(const checked *s, const filled *f) {
    const char *m = cb_pdf_text(s->pdf, s->checking->arena, cb_pdf_key(s->pdf, f->value, "/M"));
    if (!m || strlen(m) < 16 || strspn(m + 2, "0123456789") < 14) {
        return m;
    }
    return cb_format(s->checking->arena, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%s", m + 2, m + 6, m + 8, m + 10, m + 12, m + 14,
                     m + 16);
}

/* "FAM-0042-r1.pdf" of the seal, "FAM-0042-r1.signed.pdf (Review)" of a person. */
static const char *label(const checked *s, const filled *f) {
    return strcmp(f->field, SEAL) == 0 ? s->name : cb_format(s->checking->arena, "%s (%s)", s->name, f->field);
}

static cb_status check_signature(checked *s, const filled *f) {
    cb_str contents;
    cb_signature found;
    cb_signature_form form;
    const char *what = label(s, f);
    cb_status status =
        what ? cb_pdf_bytes(s->pdf, s->checking->arena, cb_pdf_key(s->pdf, f->value, "/Contents"), &contents, s->error)
             : cb_fail_memory(s->error);
    if (status) {
        return status;
    }
    const char *why = check_dictionary(s, f, &form);
    why = why ? why : check_gap(s, f, contents);
    if (why) {
        CB_FAULT(s->checking, "pdf signature", "%s: %s", what, why);
        return CB_OK;
    }
    const cb_str pieces[] = {{s->bytes.s, f->from}, {s->bytes.s + f->to, f->end - f->to}};
    status = cb_signature_check(s->checking->arena, contents, pieces, 2, form, &f->by, &found, s->error);
    if (status) {
        return status;
    }
    found.claimed = claimed_time(s, f);
    cb_pdf_signature *kept = &s->out->list[s->out->count++];
    kept->field = f->field;
    kept->signature = found;
    kept->meaning = meaning_of(f->field);
    kept->valid =
        cb_found_signature(s->checking, "pdf signature", what, form == CB_FORM_PADES ? "PAdES" : CB_NO_PADES, &found);
    return CB_OK;
}

static int by_end(const void *a, const void *b) {
    const filled *x = a, *y = b;
    return x->end < y->end ? -1 : x->end > y->end;
}

/* Anything but the seal first and persons behind it, each in a field of its own, is reported. */
static bool check_fields(checked *s, size_t ranges) {
    cb_checking *c = s->checking;
    bool good = true;
    if (s->seals != 1) {
        CB_FAULT(c, "pdf signature", "%s: it has %zu signature fields named '%s' in place of one", s->name, s->seals,
                 SEAL);
        good = false;
    } else if (s->count == 0 && ranges == 0) {
        CB_FAULT(c, "unsealed", "%s: UNSEALED: its field '%s' is empty", s->name, SEAL);
    }
    if (ranges != s->count) {
        CB_FAULT(c, "pdf signature", "%s: it holds signatures other than those of its fields", s->name);
        good = false;
    }
    for (size_t i = 0; i < s->count; i++) {
        filled *f = &s->list[i];
        const char *why = check_range(s, f);
        if (why) {
            CB_FAULT(c, "pdf signature", "%s: %s", label(s, f), why);
            good = false;
        } else if (!f->stamp && !meaning_of(f->field)) {
            CB_FAULT(c, "pdf signature", "%s: a signature in a field that no report has", label(s, f));
        }
    }
    return good && s->count > 0;
}

static cb_status check_revisions(checked *s) {
    cb_status status = CB_OK;
    for (size_t i = 0; !status && i < s->count; i++) {
        const filled *f = &s->list[i], *next = i + 1 < s->count ? &s->list[i + 1] : NULL;
        const cb_pdf_revision revision = {.before = {s->bytes.s, f->end},
                                          .after = {s->bytes.s, next ? next->end : s->bytes.n},
                                          .since = strcmp(f->field, SEAL) == 0 ? "the seal" : f->field,
                                          .field = next ? next->number : 0,
                                          .stamp = next && next->stamp,
                                          .field_name = next ? next->field : NULL};
        if (next && next->end == f->end) {
            CB_FAULT(s->checking, "pdf signature", "%s: two signatures of one revision", s->name);
        } else if (!next && f->end == s->bytes.n) {
            CB_PASS(s->checking, "revisions", "%s: %s covers the whole file", s->name, revision.since);
        } else {
            status = cb_pdf_compare(s->checking, s->name, &revision, s->error);
        }
    }
    return status;
}

static cb_status check_stamp(checked *s, const filled *f, cb_judging *by) {
    cb_str contents;
    const char *what = label(s, f);
    cb_status status =
        what ? cb_pdf_bytes(s->pdf, s->checking->arena, cb_pdf_key(s->pdf, f->value, "/Contents"), &contents, s->error)
             : cb_fail_memory(s->error);
    const char *why = status ? NULL : check_gap(s, f, contents);
    if (status || why) {
        if (why) {
            CB_FAULT(s->checking, "timestamp", "%s: %s", what, why);
        }
        return status;
    }
    const cb_str pieces[] = {{s->bytes.s, f->from}, {s->bytes.s + f->to, f->end - f->to}};
    return cb_pdf_stamp_check(s->checking, what, contents, pieces, by, s->error);
}

/* From the last to the first: what a timestamp covers is judged at its time. Archive timestamps of the folder come
 * behind them all. */
static cb_status check_all(checked *s) {
    cb_judging by = cb_archive_judging(s->checking, s->name);
    by.archived = false;
    cb_status status = cb_pdf_store_read(s->checking, s->name, s->pdf, &by, s->error);
    cb_revocations *store = by.lists;
    for (size_t i = s->count; !status && i-- > 0;) {
        s->list[i].by = by;
        if (s->list[i].stamp) {
            status = check_stamp(s, &s->list[i], &by);
        }
    }
    for (size_t i = 0; !status && i < s->count; i++) {
        if (!s->list[i].stamp) {
            status = check_signature(s, &s->list[i]);
        }
    }
    bool known = s->checking->by.trust != NULL;
    for (size_t i = 0; i < s->out->count; i++) {
        known = known && s->out->list[i].signature.trusted && !s->out->list[i].signature.stamp_distrust;
    }
    if (!status && known && cb_revocations_unused(store)) {
        CB_FAULT(s->checking, "revocation", "%s: its store holds a list that nothing needs", s->name);
    }
    return status;
}

cb_status cb_pdf_seal_check(cb_checking *c, const char *name, cb_str bytes, cb_pdf *pdf, size_t ranges,
                            cb_pdf_result *out, cb_error *e) {
    checked s = {.checking = c, .name = name, .bytes = bytes, .pdf = pdf, .out = out, .error = e};
    cb_status status = find_filled(&s);
    bool whole = !status && check_fields(&s, ranges);
    if (whole) {
        qsort(s.list, s.count, sizeof *s.list, by_end);
        if (strcmp(s.list[0].field, SEAL) != 0) {
            CB_FAULT(c, "pdf signature", "%s: its first signature is not the seal", name);
        }
    }
    if (!status && whole) {
        status = check_all(&s);
    }
    if (!status && whole) {
        status = check_revisions(&s);
    }
    return status ? status : cb_pdf_forget(pdf, e);
}
