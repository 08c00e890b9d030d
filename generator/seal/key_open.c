/* key_open.c: opens keys from PEM, PKCS#12 and PKCS#11 tokens, and refuses those that must not seal. */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "casebound/base/file.h"
#include "casebound/base/memory.h"
#include "casebound/base/utf8.h"
#include "casebound/seal/pem.h"
#include "seal/key.h"
#include "seal/token.h"

enum { KEY_FILE_MAX = 1 << 20, CHAIN_MAX = 16 };

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

cb_status cb_certificates_read(cb_arena *arena, cb_str text, size_t most, const char *name, STACK_OF(X509) * all,
                               cb_error *e) {
    const cb_str *list;
    size_t count;
    cb_status s = cb_pem_read(arena, text, CB_PEM_CERTIFICATE, most, name, &list, &count, e);
    cb_memory_watch();
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        const unsigned char *at = (const unsigned char *)list[i].s;
        X509 *x = d2i_X509(NULL, &at, (long)list[i].n);
        if (!x) {
            s = cb_memory_refused() ? cb_fail_memory(e)
                                    : cb_fail(e, CB_SEAL, "%s: holds a certificate that cannot be read", name);
        } else if (!sk_X509_push(all, x)) {
            X509_free(x);
            s = cb_fail_memory(e);
        }
    }
    ERR_clear_error();
    return s;
}

static cb_status read_secret(cb_key *key, cb_str bytes, char *pass, const char *path, cb_error *e) {
    BIO *in = BIO_new_mem_buf(bytes.s, (int)bytes.n);
    key->secret = in ? PEM_read_bio_PrivateKey(in, NULL, give_pass, pass) : NULL;
    BIO_free(in);
    if (key->secret) {
        return CB_OK;
    }
    bool encrypted = cb_str_find(bytes, "ENCRYPTED", NULL);
    char what[256];
    snprintf(what, sizeof what, "%.180s: %s", path,
             !encrypted ? "holds no private key that can be read"
             : pass     ? "the pass phrase does not open the private key"
                        : "the private key needs a pass phrase");
    return cb_openssl_fail(e, what);
}

static cb_status read_pem(cb_arena *arena, cb_key *key, cb_str bytes, char *pass, const char *path, cb_error *e) {
    STACK_OF(X509) *all = sk_X509_new_null();
    cb_status status = all ? read_secret(key, bytes, pass, path, e) : cb_fail_memory(e);
    if (!status) {
        status = cb_certificates_read(arena, bytes, CHAIN_MAX, path, all, e);
    }
    if (!status) {
        status = sort_certificates(key, all, path, e);
    }
    sk_X509_pop_free(all, X509_free);
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
    cb_memory_watch();
    int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0) {
        at = X509_NAME_get_index_by_NID(subject, NID_organizationName, -1);
    }
    key->name = at < 0 ? cb_copy(arena, "unnamed") : entry_text(arena, subject, at);
    key->is_test = says_test(arena, subject) || says_test(arena, X509_get_issuer_name(key->certificate));
    ERR_clear_error();
    /* without memory a name is "?", and a key for tests none */
    return key->name && !cb_memory_refused() ? CB_OK : cb_fail_memory(e);
}

static cb_status read_key(cb_arena *arena, const char *path, const char *pass, cb_key *key, cb_error *e) {
    cb_str bytes;
    cb_status status = cb_file_read(arena, path, KEY_FILE_MAX, &bytes, e);
    if (status) {
        return status;
    }
    if (cb_str_find(bytes, "-----BEGIN ", NULL)) {
        char *copy = pass ? cb_copy(arena, pass) : NULL;
        status = pass && !copy ? cb_fail_memory(e) : read_pem(arena, key, bytes, copy, path, e);
        if (copy) {
            OPENSSL_cleanse(copy, strlen(copy));
        }
    } else {
        status = read_pkcs12(key, bytes, pass, path, e);
    }
    OPENSSL_cleanse((char *)(uintptr_t)bytes.s, bytes.n); /* the arena's memory, filled by cb_file_read */
    return status;
}

static cb_status read_certificates(cb_arena *arena, const char *path, STACK_OF(X509) * all, cb_error *e) {
    cb_str bytes;
    cb_status s = cb_file_read(arena, path, KEY_FILE_MAX, &bytes, e);
    return s == CB_OK ? cb_certificates_read(arena, bytes, CHAIN_MAX, path, all, e) : s;
}

static cb_status token_certificates(cb_arena *arena, cb_key *key, STACK_OF(X509) * all, cb_error *e) {
    const cb_str *list;
    size_t count;
    cb_status s = cb_token_certificates(arena, key->token, &list, &count, e);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        const unsigned char *at = (const unsigned char *)list[i].s;
        X509 *x = d2i_X509(NULL, &at, (long)list[i].n);
        if (x && !sk_X509_push(all, x)) { /* what is no certificate here is another program's */
            X509_free(x);
            s = cb_fail_memory(e);
        }
    }
    ERR_clear_error();
    return s;
}

/* Which certificate is the key's the token shows by a signature: attributes may be absent or wrong. */
static cb_status sort_by_signature(cb_key *key, STACK_OF(X509) * all, const char *where, cb_error *e) {
    static const unsigned char probe[] = "casebound: which certificate is this key's?";
    unsigned char signature[CB_TOKEN_SIGNATURE];
    size_t n = sizeof signature;
    cb_status s = cb_key_sign(key, probe, sizeof probe, signature, &n, e);
    for (int i = 0; s == CB_OK && i < sk_X509_num(all); i++) {
        X509 *x = sk_X509_value(all, i);
        EVP_MD_CTX *check = EVP_MD_CTX_new();
        bool own = !key->certificate && check && X509_get0_pubkey(x) &&
                   EVP_DigestVerifyInit(check, NULL, EVP_sha256(), NULL, X509_get0_pubkey(x)) > 0 &&
                   EVP_DigestVerify(check, signature, n, probe, sizeof probe) == 1;
        EVP_MD_CTX_free(check);
        if (own) {
            key->certificate = X509_up_ref(x) ? x : NULL;
        }
    }
    ERR_clear_error();
    return s != CB_OK || key->certificate
               ? s
               : cb_fail(e, CB_SEAL, "%s: holds no certificate that belongs to the token's key%s", where,
                         sk_X509_num(all) == 0 ? " (--certificate FILE)" : "");
}

/* Of what else lies on the token, the certificates that lead from the key's own upwards, without the root. */
static cb_status keep_chain(cb_key *key, STACK_OF(X509) * all, cb_error *e) {
    X509 *below = key->certificate;
    for (int depth = 0; below && depth < CHAIN_MAX; depth++) {
        X509 *above = NULL;
        for (int i = 0; i < sk_X509_num(all) && !above; i++) {
            X509 *x = sk_X509_value(all, i);
            bool issued = X509_self_signed(x, 0) != 1 && X509_check_issued(x, below) == X509_V_OK;
            above = issued ? x : NULL;
        }
        if (above && (!X509_up_ref(above) || !sk_X509_push(key->chain, above))) {
            return cb_fail_memory(e);
        }
        below = above;
    }
    ERR_clear_error();
    return CB_OK;
}

static cb_status read_token(cb_arena *arena, const cb_key_request *r, cb_key *key, cb_error *e) {
    STACK_OF(X509) *all = sk_X509_new_null();
    cb_status s = all ? cb_token_open(arena, r->key, r->pass, &key->token, e) : cb_fail_memory(e);
    if (s == CB_OK) {
        s = r->certificates ? read_certificates(arena, r->certificates, all, e)
                            : token_certificates(arena, key, all, e);
    }
    if (s == CB_OK) {
        s = sort_by_signature(key, all, r->certificates ? r->certificates : "the token", e);
    }
    if (s == CB_OK) {
        s = keep_chain(key, all, e);
    }
    sk_X509_pop_free(all, X509_free);
    return s;
}

cb_status cb_key_open_with(cb_arena *arena, const cb_key_request *r, cb_key **out, cb_error *e) {
    const char *where = cb_token_is(r->key) ? "the token" : r->key;
    cb_key *key = cb_alloc(arena, sizeof *key);
    *out = NULL;
    if (!key || !(key->chain = sk_X509_new_null())) {
        return cb_fail_memory(e);
    }
    cb_status status = cb_arena_defer(arena, drop_key, key, e);
    if (!status && r->certificates && !cb_token_is(r->key)) {
        status = cb_fail(e, CB_USAGE, "--certificate belongs to a key on a token; a key in a file has its own there");
    }
    if (!status) {
        status = cb_token_is(r->key) ? read_token(arena, r, key, e) : read_key(arena, r->key, r->pass, key, e);
    }
    if (!status) {
        status = name_key(arena, key, e);
    }
    if (!status) {
        status = cb_key_rules(key, where, r->now, r->expiring, e);
    }
    *out = status ? NULL : key;
    return status;
}

cb_status cb_key_open(cb_arena *arena, const char *path, const char *pass, int64_t now, cb_key **out, cb_error *e) {
    return cb_key_open_with(arena, &(cb_key_request){.key = path, .pass = pass, .now = now}, out, e);
}

const char *cb_key_name(const cb_key *key) {
    return key->name;
}

bool cb_key_is_test(const cb_key *key) {
    return key->is_test;
}
