/* key_open.c: opens keys from PEM and PKCS#12 and refuses those that must not seal. */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "casebound/base/file.h"
#include "casebound/base/time.h"
#include "casebound/base/utf8.h"
#include "seal/key.h"

enum { KEY_FILE_MAX = 1 << 20, CHAIN_MAX = 16, SECURITY_BITS = 112 /* NIST SP 800-57 part 1: RSA-2048 */ };

cb_status cb_openssl_fail(cb_error *e, const char *what) {
    unsigned long code = ERR_peek_last_error();
    const char *reason = code ? ERR_reason_error_string(code) : NULL;
    cb_status status = cb_fail(e, CB_SEAL, "%s%s%s", what, reason ? ": " : "", reason ? reason : "");
    ERR_clear_error();
    return status;
}

static void drop_key(void *handle) {
    cb_key *key = handle;
    EVP_PKEY_free(key->secret); /* clears the private numbers */
    X509_free(key->certificate);
    sk_X509_pop_free(key->chain, X509_free);
    memset(key, 0, sizeof *key);
}

static int give_pass(char *out, int size, int writing, void *pass) {
    (void)writing;
    size_t n = pass ? strlen(pass) : 0;
    if (n == 0 || size < 0 || n > (size_t)size) {
        return -1;
    }
    memcpy(out, pass, n);
    return (int)n;
}

/* Puts the certificate that belongs to the key into its place, the others into the chain. */
static cb_status sort_certificates(cb_key *key, STACK_OF(X509) * all, const char *path, cb_error *e) {
    for (int i = 0; i < sk_X509_num(all); i++) {
        X509 *x = sk_X509_value(all, i);
        if (!key->certificate && X509_check_private_key(x, key->secret) == 1) {
            key->certificate = X509_up_ref(x) ? x : NULL;
        } else if (X509_self_signed(x, 0) != 1 && (!X509_up_ref(x) || !sk_X509_push(key->chain, x))) {
            return cb_fail_memory(e);
        }
    }
    ERR_clear_error();
    if (!key->certificate) {
        return cb_fail(e, CB_SEAL, "%s: holds no certificate that belongs to its private key", path);
    }
    return CB_OK;
}

static cb_status read_pem(cb_key *key, cb_str bytes, char *pass, const char *path, cb_error *e) {
    BIO *in = BIO_new_mem_buf(bytes.s, (int)bytes.n);
    key->secret = in ? PEM_read_bio_PrivateKey(in, NULL, give_pass, pass) : NULL;
    BIO_free(in);
    if (!key->secret) {
        bool encrypted = cb_str_find(bytes, "ENCRYPTED", NULL);
        char what[256];
        snprintf(what, sizeof what, "%.180s: %s", path,
                 !encrypted ? "holds no private key that can be read"
                 : pass     ? "the pass phrase does not open the private key"
                            : "the private key needs a pass phrase");
        return cb_openssl_fail(e, what);
    }
    in = BIO_new_mem_buf(bytes.s, (int)bytes.n);
    STACK_OF(X509) *all = sk_X509_new_null();
    cb_status status = in && all ? CB_OK : cb_fail_memory(e);
    X509 *x = NULL;
    while (!status && (x = PEM_read_bio_X509(in, NULL, give_pass, NULL)) != NULL) {
        if (sk_X509_num(all) >= CHAIN_MAX || !sk_X509_push(all, x)) {
            X509_free(x);
            status = cb_fail(e, CB_SEAL, "%s: holds more than %d certificates", path, CHAIN_MAX);
        }
    }
    ERR_clear_error();
    if (!status) {
        status = sort_certificates(key, all, path, e);
    }
    sk_X509_pop_free(all, X509_free);
    BIO_free(in);
    return status;
}

static cb_status read_pkcs12(cb_key *key, cb_str bytes, const char *pass, const char *path, cb_error *e) {
    const unsigned char *at = (const unsigned char *)bytes.s;
    char what[256];
    PKCS12 *box = d2i_PKCS12(NULL, &at, (long)bytes.n);
    if (!box) {
        snprintf(what, sizeof what, "%.180s: is neither a PEM nor a PKCS#12 file", path);
        return cb_openssl_fail(e, what);
    }
    X509 *own = NULL;
    STACK_OF(X509) *others = NULL;
    cb_status status = CB_OK;
    if (!PKCS12_parse(box, pass ? pass : "", &key->secret, &own, &others) || !key->secret) {
        snprintf(what, sizeof what, "%.180s: PKCS#12 file cannot be opened%s", path,
                 pass ? "" : " without a pass phrase");
        status = cb_openssl_fail(e, what);
    }
    if (!status && !others && !(others = sk_X509_new_null())) {
        status = cb_fail_memory(e);
    }
    if (!status && own && (!X509_up_ref(own) || !sk_X509_push(others, own))) {
        status = cb_fail_memory(e);
    }
    if (!status && sk_X509_num(others) > CHAIN_MAX) {
        status = cb_fail(e, CB_SEAL, "%s: holds more than %d certificates", path, CHAIN_MAX);
    }
    if (!status) {
        status = sort_certificates(key, others, path, e);
    }
    X509_free(own);
    sk_X509_pop_free(others, X509_free);
    PKCS12_free(box);
    return status;
}

static cb_status check_key(const cb_key *key, const char *path, cb_error *e) {
    int type = EVP_PKEY_get_base_id(key->secret);
    if (type != EVP_PKEY_RSA && type != EVP_PKEY_EC) {
        return cb_fail(e, CB_SEAL, "%s: only RSA and EC keys can seal", path);
    }
    if (EVP_PKEY_get_security_bits(key->secret) < SECURITY_BITS) {
        return cb_fail(e, CB_SEAL, "%s: the key is too short (%d bits)", path, EVP_PKEY_get_bits(key->secret));
    }
    return CB_OK;
}

static cb_status check_validity(const cb_key *key, const char *path, int64_t now, cb_error *e) {
    time_t at = (time_t)now;
    char when[CB_TIME_TEXT];
    cb_time_text(now, when);
    if (X509_cmp_time(X509_get0_notBefore(key->certificate), &at) >= 0) {
        return cb_fail(e, CB_SEAL, "%s: the certificate of '%s' is not yet valid at %s", path, key->name, when);
    }
    if (X509_cmp_time(X509_get0_notAfter(key->certificate), &at) <= 0) {
        return cb_fail(e, CB_SEAL, "%s: the certificate of '%s' has expired by %s", path, key->name, when);
    }
    return CB_OK;
}

/* True when the extended key usage, where there is one, allows more than time stamps, OCSP, servers or code. */
static bool purpose_fits(X509 *x) {
    EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(x, NID_ext_key_usage, NULL, NULL);
    bool fits = !usage;
    for (int i = 0; usage && i < sk_ASN1_OBJECT_num(usage); i++) {
        int nid = OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, i));
        fits |= nid != NID_time_stamp && nid != NID_OCSP_sign && nid != NID_server_auth && nid != NID_code_sign;
    }
    EXTENDED_KEY_USAGE_free(usage);
    return fits;
}

/* RFC 5280 sections 4.2.1.3, 4.2.1.9 and 4.2.1.12. An absent extension does not restrict. */
static cb_status check_usage(const cb_key *key, const char *path, cb_error *e) {
    uint32_t usage = X509_get_key_usage(key->certificate);
    if (X509_get_extension_flags(key->certificate) & EXFLAG_INVALID) {
        return cb_fail(e, CB_SEAL, "%s: the certificate of '%s' has a broken extension", path, key->name);
    }
    if (X509_check_ca(key->certificate) != 0) {
        return cb_fail(e, CB_SEAL, "%s: the certificate of '%s' is an authority's and must not seal", path, key->name);
    }
    if (!(usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) || !purpose_fits(key->certificate)) {
        return cb_fail(e, CB_SEAL, "%s: the usage of the certificate of '%s' does not allow a seal", path, key->name);
    }
    return CB_OK;
}

static const char *entry_text(cb_arena *arena, const X509_NAME *name, int at) {
    unsigned char *utf8 = NULL;
    ASN1_STRING *data = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    int n = ASN1_STRING_to_UTF8(&utf8, data);
    const char *text = n < 0 ? cb_copy(arena, "?") : cb_utf8_shown(arena, (cb_str){(const char *)utf8, (size_t)n});
    OPENSSL_free(utf8);
    return text;
}

static bool says_test(cb_arena *arena, const X509_NAME *name) {
    bool found = false;
    for (int i = 0; i < X509_NAME_entry_count(name); i++) {
        const char *text = entry_text(arena, name, i);
        found |= text && strstr(text, "TEST");
    }
    return found;
}

static cb_status name_key(cb_arena *arena, cb_key *key, cb_error *e) {
    const X509_NAME *subject = X509_get_subject_name(key->certificate);
    int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0) {
        at = X509_NAME_get_index_by_NID(subject, NID_organizationName, -1);
    }
    key->name = at < 0 ? cb_copy(arena, "unnamed") : entry_text(arena, subject, at);
    key->is_test = says_test(arena, subject) || says_test(arena, X509_get_issuer_name(key->certificate));
    ERR_clear_error();
    return key->name ? CB_OK : cb_fail_memory(e);
}

static cb_status read_key(cb_arena *arena, const char *path, const char *pass, cb_key *key, cb_error *e) {
    cb_str bytes;
    cb_status status = cb_file_read(arena, path, KEY_FILE_MAX, &bytes, e);
    if (status) {
        return status;
    }
    if (cb_str_find(bytes, "-----BEGIN ", NULL)) {
        char *copy = pass ? cb_copy(arena, pass) : NULL;
        status = pass && !copy ? cb_fail_memory(e) : read_pem(key, bytes, copy, path, e);
        if (copy) {
            OPENSSL_cleanse(copy, strlen(copy));
        }
    } else {
        status = read_pkcs12(key, bytes, pass, path, e);
    }
    OPENSSL_cleanse((char *)(uintptr_t)bytes.s, bytes.n); /* the arena's memory, filled by cb_file_read */
    return status;
}

cb_status cb_key_open(cb_arena *arena, const char *path, const char *pass, int64_t now, cb_key **out, cb_error *e) {
    cb_key *key = cb_alloc(arena, sizeof *key);
    if (!key || !(key->chain = sk_X509_new_null())) {
        return cb_fail_memory(e);
    }
    cb_status status = cb_arena_defer(arena, drop_key, key, e);
    if (!status) {
        status = read_key(arena, path, pass, key, e);
    }
    if (!status) {
        status = name_key(arena, key, e);
    }
    if (!status) {
        status = check_key(key, path, e);
    }
    if (!status) {
        status = check_validity(key, path, now, e);
    }
    if (!status) {
        status = check_usage(key, path, e);
    }
    *out = status ? NULL : key;
    return status;
}

const char *cb_key_name(const cb_key *key) {
    return key->name;
}

bool cb_key_is_test(const cb_key *key) {
    return key->is_test;
}
