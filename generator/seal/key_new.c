/* key_new.c: a TEST authority and a seal key, for trying things out and for tests. */
#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "casebound/base/file.h"
#include "seal/key.h"

#define ORGANISATION "casebound TEST"

enum { KEY_BITS = 3072, SERIAL_BITS = 127, DAY = 86400, VALID_DAYS = 2 * 365 };

typedef struct maker {
    EVP_PKEY *authority_key, *seal_key;
    X509 *authority, *seal;
    int64_t now;
} maker;

static bool add_extension(X509 *x, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, x, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool done = extension && X509_add_ext(x, extension, -1);
    X509_EXTENSION_free(extension);
    return done;
}

static bool set_serial(X509 *x) {
    BIGNUM *number = BN_new();
    bool done = number && BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) &&
                BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x));
    BN_free(number);
    return done;
}

static bool set_name(X509 *x, const char *name) {
    X509_NAME *subject = X509_get_subject_name(x);
    return X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8, (const unsigned char *)ORGANISATION, -1, -1, 0) &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0);
}

static bool set_times(X509 *x, int64_t now) {
    return ASN1_TIME_set(X509_getm_notBefore(x), (time_t)now) &&
           ASN1_TIME_set(X509_getm_notAfter(x), (time_t)(now + (int64_t)VALID_DAYS * DAY));
}

static X509 *make_certificate(const maker *m, EVP_PKEY *key, const char *name, X509 *issuer) {
    X509 *x = X509_new();
    bool done = x && X509_set_version(x, X509_VERSION_3) && set_serial(x) && set_name(x, name) &&
                set_times(x, m->now) && X509_set_pubkey(x, key);
    X509 *by = issuer ? issuer : x;
    done = done && X509_set_issuer_name(x, X509_get_subject_name(by)) &&
           add_extension(x, by, NID_basic_constraints, issuer ? "critical,CA:FALSE" : "critical,CA:TRUE,pathlen:0") &&
           add_extension(x, by, NID_key_usage,
                         issuer ? "critical,digitalSignature,nonRepudiation" : "critical,keyCertSign,cRLSign") &&
           add_extension(x, by, NID_subject_key_identifier, "hash") &&
           (!issuer || add_extension(x, by, NID_authority_key_identifier, "keyid:always")) &&
           X509_sign(x, m->authority_key, EVP_sha256()) > 0;
    if (!done) {
        X509_free(x);
        return NULL;
    }
    return x;
}

/* Writes what `in` holds and drops it; OpenSSL clears a memory BIO's buffer when it frees it. */
static cb_status write_bio(cb_arena *arena, const char *folder, const char *name, BIO *in, bool is_private,
                           cb_error *e) {
    char *bytes = NULL;
    long size = BIO_get_mem_data(in, &bytes);
    char *path = cb_path_join(arena, folder, name);
    cb_str text = {bytes, size > 0 ? (size_t)size : 0};
    if (!path) {
        return cb_fail_memory(e);
    }
    return is_private ? cb_file_write_private(path, text, e) : cb_file_write(path, text, e);
}

static cb_status write_pem(cb_arena *arena, const char *folder, const char *name, EVP_PKEY *key, X509 *first,
                           X509 *second, cb_error *e) {
    BIO *out = BIO_new(BIO_s_mem());
    bool done = out && (!key || PEM_write_bio_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL)) &&
                (!first || PEM_write_bio_X509(out, first)) && (!second || PEM_write_bio_X509(out, second));
    cb_status status = done ? write_bio(arena, folder, name, out, key != NULL, e)
                            : cb_openssl_fail(e, "a key cannot be written as PEM");
    BIO_free(out);
    return status;
}

static cb_status make(maker *m, cb_error *e) {
    m->authority_key = EVP_RSA_gen(KEY_BITS);
    m->seal_key = m->authority_key ? EVP_RSA_gen(KEY_BITS) : NULL;
    m->authority = m->seal_key ? make_certificate(m, m->authority_key, "casebound TEST authority", NULL) : NULL;
    m->seal = m->authority ? make_certificate(m, m->seal_key, "casebound TEST seal", m->authority) : NULL;
    return m->seal ? CB_OK : cb_openssl_fail(e, "a TEST key cannot be made");
}

static cb_status write_files(cb_arena *arena, const maker *m, const char *folder, cb_error *e) {
    cb_status status = write_pem(arena, folder, "authority.pem", NULL, m->authority, NULL, e);
    if (!status) {
        status = write_pem(arena, folder, "authority.key.pem", m->authority_key, NULL, NULL, e);
    }
    if (!status) {
        status = write_pem(arena, folder, "seal.pem", m->seal_key, m->seal, m->authority, e);
    }
    return status ? status : cb_folder_sync(folder, e);
}

cb_status cb_key_new(const char *folder, int64_t now, cb_error *e) {
    enum { SCRATCH = 1 << 20 };
    cb_arena *arena = cb_arena_new(SCRATCH);
    maker m = {.now = now};
    cb_status status = arena ? cb_folder_make(folder, e) : cb_fail_memory(e);
    if (!status) {
        status = make(&m, e);
        if (!status) {
            status = write_files(arena, &m, folder, e);
        }
        if (status) {
            cb_error ignored = {0};
            (void)!cb_folder_remove(folder, &ignored); /* half a key is no key */
        }
    }
    X509_free(m.seal);
    X509_free(m.authority);
    EVP_PKEY_free(m.seal_key);
    EVP_PKEY_free(m.authority_key);
    cb_arena_free(arena);
    return status;
}
