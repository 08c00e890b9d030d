/* pdf_lasting.c: what makes a seal in a PDF last (ETSI EN 319 142-1 section 5.4): the document's store of certificates
 * and revocation lists, and a timestamp of the whole document, each as a revision behind the seal. */
#include <openssl/cms.h>
#include <openssl/err.h>

#include "seal/cms.h"
#include "seal/lasting.h"
#include "seal/pdf_gap.h"

enum { STREAM_MAX = 16 << 20, TEXT_MAX = 1 << 16, STAMP_MAX = 1 << 18 };

static cb_status copy_body(cb_update *u, int number, const cb_buf *b) {
    cb_status s = cb_buf_status(b, u->error);
    char *body = s == CB_OK ? cb_copy_n(u->arena, b->data, b->size) : NULL;
    return s ? s : body ? cb_update_add(u, number, 0, (cb_str){body, b->size}) : cb_fail_memory(u->error);
}

/* Adds DER as a stream as it is, and " N 0 R" to the array. */
static cb_status add_stream(cb_update *u, const unsigned char *der, int size, cb_buf *array) {
    int number = 0;
    cb_buf b;
    cb_status s = size > 0 ? cb_update_number(u, &number) : cb_openssl_fail(u->error, "the store cannot be encoded");
    cb_buf_init(&b, STREAM_MAX);
    if (s == CB_OK) {
        cb_buf_printf(&b, "<< /Length %d >>\nstream\n", size);
        cb_buf_add(&b, der, (size_t)size);
        cb_buf_text(&b, "\nendstream");
        cb_buf_printf(array, " %d 0 R", number);
        s = copy_body(u, number, &b);
    }
    cb_buf_free(&b);
    return s;
}

static cb_status add_material(cb_update *u, STACK_OF(X509) * involved, STACK_OF(X509_CRL) * lists, cb_buf *store) {
    cb_status s = CB_OK;
    cb_buf_text(store, "<< /Type /DSS /Certs [");
    for (int i = 0; s == CB_OK && i < sk_X509_num(involved); i++) {
        X509 *x = sk_X509_value(involved, i);
        unsigned char *der = NULL;
        if (X509_self_signed(x, 0) != 1) { /* a root comes another way, or proves nothing */
            s = add_stream(u, der, i2d_X509(x, &der), store);
        }
        OPENSSL_free(der);
    }
    cb_buf_text(store, " ] /CRLs [");
    for (int i = 0; s == CB_OK && i < sk_X509_CRL_num(lists); i++) {
        unsigned char *der = NULL;
        int size = i2d_X509_CRL(sk_X509_CRL_value(lists, i), &der);
        s = add_stream(u, der, size, store);
        OPENSSL_free(der);
    }
    cb_buf_text(store, " ] >>");
    return s;
}

static cb_status add_store(cb_update *u, STACK_OF(X509) * involved, STACK_OF(X509_CRL) * lists) {
    int number = 0;
    cb_buf store;
    cb_buf_init(&store, TEXT_MAX);
    cb_status s = cb_update_number(u, &number);
    if (s == CB_OK) {
        s = add_material(u, involved, lists, &store);
    }
    if (s == CB_OK) {
        s = copy_body(u, number, &store);
    }
    cb_buf_free(&store);
    char *value = cb_format(u->arena, "%d 0 R", number);
    if (s == CB_OK && !value) {
        s = cb_fail_memory(u->error);
    }
    return s == CB_OK ? cb_update_dictionary(u, cb_pdf_root(u->pdf), (cb_update_key[]){{"/DSS", value}}, 1, "catalog")
                      : s;
}

static cb_status finish(cb_update *u, cb_status s, cb_str *pdf) {
    if (s == CB_OK) {
        *pdf = (cb_str){cb_copy_n(u->arena, u->out.data, u->out.size), u->out.size};
        s = pdf->s ? CB_OK : cb_fail_memory(u->error);
    }
    cb_update_free(u);
    return s;
}

static cb_status store(cb_arena *arena, const cb_key *key, CMS_ContentInfo *cms, cb_str *pdf, cb_error *e) {
    cb_update u;
    STACK_OF(X509) *involved = sk_X509_new_null();
    STACK_OF(X509_CRL) *lists = sk_X509_CRL_new_null();
    cb_status s = cb_update_open(arena, *pdf, &u, e);
    if (s == CB_OK && (!involved || !lists || !cb_involved(cms, involved))) {
        s = cb_fail_memory(e);
    }
    if (s == CB_OK) {
        s = cb_lists_needed(key, involved, lists, e);
    }
    if (s == CB_OK) {
        s = add_store(&u, involved, lists);
    }
    if (s == CB_OK) {
        s = cb_update_write(&u);
    }
    sk_X509_CRL_free(lists);
    sk_X509_pop_free(involved, X509_free);
    return finish(&u, s, pdf);
}

static cb_status make_stamp(void *who, cb_arena *arena, const cb_str pieces[2], cb_str *out, cb_error *e) {
    const cb_key *key = who;
    return cb_stamp_make(arena, key->stamper, pieces, 2, out, e);
}

/* The form with one more field, which no page shows: it belongs to the document. */
static cb_status add_field(cb_update *u, int stamp) {
    int field = 0;
    cb_pdf_object form = cb_pdf_key(u->pdf, cb_pdf_root(u->pdf), "/AcroForm");
    char *fields = cb_pdf_written_inside(u->pdf, u->arena, cb_pdf_key(u->pdf, form, "/Fields"));
    size_t n = fields ? strlen(fields) : 0;
    cb_status s = cb_update_number(u, &field);
    if (s == CB_OK && (n < 2 || fields[n - 1] != ']')) {
        s = cb_update_refuse(u, "its form has no list of fields");
    }
    char *body = cb_format(u->arena, "<< /FT /Sig /T (" CB_STAMP_FIELD ") /V %d 0 R >>", stamp);
    char *list = s == CB_OK ? cb_format(u->arena, "%.*s %d 0 R ]", (int)n - 1, fields, field) : NULL;
    if (s == CB_OK && (!body || !list)) {
        s = cb_fail_memory(u->error);
    }
    if (s == CB_OK) {
        s = cb_update_add(u, field, 0, cb_str_of(body));
    }
    return s == CB_OK ? cb_update_dictionary(u, form, (cb_update_key[]){{"/Fields", list}}, 1, "AcroForm") : s;
}

static cb_status add_stamp(cb_update *u, const cb_key *key) {
    int number = 0;
    cb_buf b;
    cb_buf_init(&b, STAMP_MAX);
    cb_buf_text(&b, "<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161");
    size_t gap = cb_gap_write(&b);
    cb_buf_text(&b, " >>");
    cb_status s = cb_update_number(u, &number);
    if (s == CB_OK) {
        s = copy_body(u, number, &b);
    }
    cb_buf_free(&b);
    if (s == CB_OK) {
        s = add_field(u, number);
    }
    if (s == CB_OK) {
        s = cb_update_write(u);
    }
    return s == CB_OK ? cb_gap_fill(u, number, gap, make_stamp, (void *)(uintptr_t)key) : s;
}

static cb_status stamp(cb_arena *arena, const cb_key *key, cb_str *pdf, cb_error *e) {
    cb_update u;
    cb_status s = cb_update_open(arena, *pdf, &u, e);
    if (s == CB_OK) {
        s = add_stamp(&u, key);
    }
    return finish(&u, s, pdf);
}

cb_status cb_pdf_last(cb_arena *arena, const cb_key *key, cb_str cms, cb_str *pdf, cb_error *e) {
    if (key->level < CB_LEVEL_LT) {
        return CB_OK;
    }
    const unsigned char *at = (const unsigned char *)cms.s;
    CMS_ContentInfo *parsed = d2i_CMS_ContentInfo(NULL, &at, (long)cms.n);
    cb_status s = parsed ? store(arena, key, parsed, pdf, e) : cb_openssl_fail(e, "the seal cannot be read again");
    CMS_ContentInfo_free(parsed);
    ERR_clear_error();
    return s == CB_OK && key->level >= CB_LEVEL_LTA ? stamp(arena, key, pdf, e) : s;
}
