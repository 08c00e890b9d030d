/* pdf.c: the checks of a PDF in their order, and its facts digest. */
#include "verify/pdf.h"

#include <string.h>

#include "casebound/render/pdf.h"

#define FACTS CB_PDF_FACTS_PREFIX ":" CB_PDF_FACTS_PROPERTY

static bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* The digest behind one occurrence of the property, written as an element or as an attribute; NULL when it is neither.
 */
static const char *digest_behind(cb_str rest) {
    size_t n = CB_SHA256_HEX - 1, at = 0;
    if (at < rest.n && rest.s[at] == '=') {
        at++;
    }
    if (at + 1 + n >= rest.n || !strchr(">\"'", rest.s[at])) {
        return NULL;
    }
    const char *digest = rest.s + at + 1;
    for (size_t i = 0; i < n; i++) {
        if (!is_hex(digest[i])) {
            return NULL;
        }
    }
    return strchr("<\"'", digest[n]) ? digest : NULL;
}

/* The property of the metadata stream. It is read as text: the stream is signed, and one occurrence alone is accepted.
 */
static void find_facts(cb_str xmp, cb_pdf_result *out) {
    size_t at, count = 0;
    while (cb_str_find(xmp, FACTS, &at)) {
        xmp = (cb_str){xmp.s + at + strlen(FACTS), xmp.n - at - strlen(FACTS)};
        const char *digest = digest_behind(xmp);
        if (digest) {
            memcpy(out->facts, digest, CB_SHA256_HEX - 1);
            out->facts[CB_SHA256_HEX - 1] = '\0';
            count++;
        }
    }
    out->has_facts = count == 1;
}

static cb_status read_facts(cb_checking *c, const char *name, cb_pdf *pdf, cb_pdf_result *out, cb_error *e) {
    cb_str xmp;
    cb_pdf_object metadata = cb_pdf_key(pdf, cb_pdf_root(pdf), "/Metadata");
    if (cb_pdf_kind_of(pdf, cb_pdf_key(pdf, metadata, "/Filter")) != CB_PDF_NULL) {
        CB_FAULT(c, "facts", "%s: its metadata are compressed and cannot be read", name);
        return CB_OK;
    }
    cb_status status = cb_pdf_raw(pdf, c->arena, metadata, &xmp, e);
    if (status) {
        return status;
    }
    find_facts(xmp, out);
    if (!out->has_facts) {
        CB_FAULT(c, "facts", "%s: its metadata do not hold one facts digest", name);
    }
    return CB_OK;
}

static cb_status verify(cb_checking *c, const char *name, cb_str bytes, cb_pdf_result *out, cb_error *e) {
    cb_pdf *pdf = NULL;
    size_t ranges = 0, end;
    cb_status status = cb_pdf_tables_check(bytes, &end, e);
    if (!status) {
        status = cb_pdf_open(c->arena, bytes, &pdf, e);
    }
    if (!status) {
        status = cb_pdf_active(c, name, pdf, &ranges, e);
    }
    if (!status) {
        status = cb_pdf_seal_check(c, name, bytes, pdf, ranges, out, e);
    }
    if (!status) {
        status = read_facts(c, name, pdf, out, e);
    }
    return status ? status : cb_pdf_forget(pdf, e);
}

cb_status cb_pdf_verify(cb_checking *c, const char *name, cb_str bytes, cb_pdf_result *out, cb_error *e) {
    cb_error why = {0};
    *out = (cb_pdf_result){0};
    cb_status status = verify(c, name, bytes, out, &why);
    if (status == CB_INPUT) {
        CB_FAULT(c, "pdf signature", "%s: cannot be read as a PDF: %s", name, why.text);
        return CB_OK;
    }
    return status ? cb_fail(e, status, "%s: %s", name, why.text) : CB_OK;
}
