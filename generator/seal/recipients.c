/* recipients.c: encrypts to the holders of certificates. */
#include <openssl/cms.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "casebound/base/file.h"
#include "casebound/base/memory.h"
#include "seal/key.h"

enum { RECIPIENTS_MAX = 100, PEM_MAX = 1 << 20 };

static cb_status check_recipient(X509 *x, const char *path, int64_t now, cb_error *e) {
    time_t at = (time_t)now;
    if (X509_cmp_time(X509_get0_notBefore(x), &at) >= 0 || X509_cmp_time(X509_get0_notAfter(x), &at) <= 0) {
        return cb_fail(e, CB_SEAL, "%s: the certificate is not valid today; ask for a new one", path);
    }
    if (!(X509_get_key_usage(x) & (KU_KEY_ENCIPHERMENT | KU_KEY_AGREEMENT | KU_DATA_ENCIPHERMENT))) {
        return cb_fail(e, CB_SEAL, "%s: the certificate is not made for encryption", path);
    }
    return CB_OK;
}

/* Whose file holds a chain is written to by its first certificate: an authority's key opens nothing. */
static cb_status add_recipients(STACK_OF(X509) * all, STACK_OF(X509) * found, const char *path, int64_t now,
                                cb_error *e) {
    for (int i = 0; i < sk_X509_num(found); i++) {
        X509 *x = sk_X509_value(found, i);
        if (i > 0 && X509_check_ca(x) == 1) {
            continue;
        }
        cb_status s = check_recipient(x, path, now, e);
        if (s == CB_OK && sk_X509_num(all) >= RECIPIENTS_MAX) {
            s = cb_fail(e, CB_SEAL, "%s: more than %d recipients", path, RECIPIENTS_MAX);
        }
        if (s == CB_OK && (!X509_up_ref(x) || !sk_X509_push(all, x))) {
            s = cb_fail_memory(e);
        }
        if (s != CB_OK) {
            return s;
        }
    }
    return sk_X509_num(found) == 0 ? cb_fail(e, CB_SEAL, "%s: holds no certificate in PEM", path) : CB_OK;
}

static cb_status read_recipients(cb_arena *arena, STACK_OF(X509) * all, const char *path, int64_t now, cb_error *e) {
    cb_str pem = {NULL, 0};
    STACK_OF(X509) *found = sk_X509_new_null();
    cb_status s = found ? cb_file_read(arena, path, PEM_MAX, &pem, e) : cb_fail_memory(e);
    if (s == CB_OK) {
        s = cb_certificates_read(arena, pem, RECIPIENTS_MAX, path, found, e);
    }
    if (s == CB_OK) {
        s = add_recipients(all, found, path, now, e);
    }
    sk_X509_pop_free(found, X509_free);
    return s;
}

/* PKCS#1 v1.5, OpenSSL's default for RSA, tells an attacker who may ask often what was encrypted (Bleichenbacher 1998).
 */
static bool add_recipient(CMS_ContentInfo *cms, X509 *x) {
    CMS_RecipientInfo *info = CMS_add1_recipient_cert(cms, x, CMS_KEY_PARAM);
    if (!info || EVP_PKEY_get_base_id(X509_get0_pubkey(x)) != EVP_PKEY_RSA) {
        return info != NULL;
    }
    EVP_PKEY_CTX *context = CMS_RecipientInfo_get0_pkey_ctx(info);
    return context && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) > 0 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) > 0;
}

static cb_status encrypt(cb_arena *arena, STACK_OF(X509) * all, cb_str bytes, cb_str *out, cb_error *e) {
    cb_memory_watch(); /* libcrypto makes what nobody can decrypt, and calls it done */
    BIO *in = BIO_new_mem_buf(bytes.n ? bytes.s : "", (int)bytes.n);
    CMS_ContentInfo *cms = CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), CMS_BINARY | CMS_PARTIAL);
    bool done = in && cms;
    for (int i = 0; done && i < sk_X509_num(all); i++) {
        done = add_recipient(cms, sk_X509_value(all, i));
    }
    done = done && CMS_final(cms, in, NULL, CMS_BINARY);
    unsigned char *der = NULL;
    int size = done ? i2d_CMS_ContentInfo(cms, &der) : -1;
    bool starved = cb_memory_refused();
    char *copy = size > 0 ? cb_copy_n(arena, (const char *)der, (size_t)size) : NULL;
    cb_status s = copy && !starved      ? CB_OK
                  : starved || size > 0 ? cb_fail_memory(e)
                                        : cb_openssl_fail(e, "the container cannot be encrypted");
    *out = (cb_str){copy, size > 0 ? (size_t)size : 0};
    OPENSSL_free(der);
    CMS_ContentInfo_free(cms);
    BIO_free(in);
    return s;
}

cb_status cb_seal_for(cb_arena *arena, const char *const *paths, size_t count, int64_t now, cb_str bytes, cb_str *out,
                      cb_error *e) {
    if (bytes.n > INT32_MAX) {
        return cb_fail(e, CB_SEAL, "more than %d bytes cannot be encrypted at once", INT32_MAX);
    }
    STACK_OF(X509) *all = sk_X509_new_null();
    cb_status s = all ? CB_OK : cb_fail_memory(e);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = read_recipients(arena, all, paths[i], now, e);
    }
    if (s == CB_OK) {
        s = encrypt(arena, all, bytes, out, e);
    }
    sk_X509_pop_free(all, X509_free);
    return s;
}
