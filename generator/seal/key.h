/* key.h: what a cb_key holds; for the files of seal that speak OpenSSL. */
#ifndef CASEBOUND_SEAL_KEY_H
#define CASEBOUND_SEAL_KEY_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "casebound/seal/seal.h"

struct cb_key {
    EVP_PKEY *secret; /* NULL where it lies on a token */
    X509 *certificate;
    STACK_OF(X509) * chain; /* what else the key file held, without self-signed certificates */
    const char *name;
    bool is_test;
    const cb_stamper *stamper; /* NULL: no timestamps */
    cb_level level;
    struct cb_token *token; /* NULL where the key was in a file */
    STACK_OF(X509_CRL) * lists; /* what tells of revocation; NULL below B-LT */
};

/* CB_SEAL with the message, ": " and what OpenSSL's error queue says last; empties the queue. */
cb_status cb_openssl_fail(cb_error *e, const char *what);

/* The signature of the bytes with SHA-256, made with the key wherever it is: PKCS#1 v1.5, or ECDSA in DER (RFC 3279).
 * *size is the room, then the size. */
cb_status cb_key_sign(const cb_key *key, const unsigned char *bytes, size_t n, unsigned char *out, size_t *size,
                      cb_error *e) CB_MUST_USE;

/* Adds the certificates of a PEM file to `all`, at most `most`. CB_INPUT or CB_SEAL names the file. */
cb_status cb_certificates_read(cb_arena *arena, cb_str text, size_t most, const char *name, STACK_OF(X509) * all,
                               cb_error *e) CB_MUST_USE;

/* CB_SEAL when the key's certificate must not seal at `now`; `expiring`: its end may be near. `path` is what messages
 * call it. */
cb_status cb_key_rules(const cb_key *key, const char *path, int64_t now, bool expiring, cb_error *e) CB_MUST_USE;

#endif
