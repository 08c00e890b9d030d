/* key_person.c: whether a key may sign as a person: an organisation's seal is never shown as a person's signature
 * (Regulation (EU) 910/2014 articles 26 and 36; ETSI EN 319 412-2, -3 and -5). */
#include <openssl/x509v3.h>
#include <string.h>

#include "seal/key.h"

/* id-etsi-qct-esign and id-etsi-qct-eseal, DER (ETSI EN 319 412-5 section 4.2.3). */
static const char esign[] = "\x06\x07\x04\x00\x8e\x46\x01\x06\x01", eseal[] = "\x06\x07\x04\x00\x8e\x46\x01\x06\x02";

static bool holds(const ASN1_OCTET_STRING *data, const char *oid, size_t size) {
    const unsigned char *bytes = ASN1_STRING_get0_data(data);
    size_t n = (size_t)ASN1_STRING_length(data);
    for (size_t i = 0; i + size <= n; i++) {
        if (memcmp(bytes + i, oid, size) == 0) {
            return true;
        }
    }
    return false;
}

/* A qualified certificate says whether it is for seals. */
static bool says_seal(X509 *x) {
    int at = X509_get_ext_by_NID(x, NID_qcStatements, -1);
    X509_EXTENSION *extension = at >= 0 ? X509_get_ext(x, at) : NULL;
    const ASN1_OCTET_STRING *data = extension ? X509_EXTENSION_get_data(extension) : NULL;
    return data && holds(data, eseal, sizeof eseal - 1) && !holds(data, esign, sizeof esign - 1);
}

static bool has(const X509_NAME *subject, int nid) {
    return X509_NAME_get_index_by_NID(subject, nid, -1) >= 0;
}

static bool names_person(const X509_NAME *subject) {
    return (has(subject, NID_givenName) && has(subject, NID_surname)) || has(subject, NID_pseudonym);
}

cb_status cb_key_check_person(const cb_key *key, const cb_digest *seal, cb_error *e) {
    const X509_NAME *subject = X509_get_subject_name(key->certificate);
    cb_digest own;
    unsigned size = CB_SHA256;
    if (!X509_pubkey_digest(key->certificate, EVP_sha256(), own.bytes, &size)) {
        return cb_openssl_fail(e, "a public key cannot be digested");
    }
    if (cb_digest_same(&own, seal)) {
        return cb_fail(e, CB_SEAL,
                       "'%s' is the laboratory's seal of this report; a person signs with a key of their own",
                       key->name);
    }
    if (says_seal(key->certificate) || (has(subject, NID_organizationIdentifier) && !names_person(subject))) {
        return cb_fail(e, CB_SEAL,
                       "the certificate of '%s' is an organisation's; a person signs with a key of their own",
                       key->name);
    }
    if (!has(subject, NID_commonName)) {
        return cb_fail(e, CB_SEAL, "the certificate of '%s' names no person", key->name);
    }
    return CB_OK;
}

/* True when the word stands in the text, between blanks and commas, without regard to the case of ASCII letters. */
static bool has_word(const char *text, const char *word, size_t n) {
    for (const char *at = text; *at;) {
        size_t size = strcspn(at, " ,");
        if (size == n && OPENSSL_strncasecmp(at, word, n) == 0) {
            return true;
        }
        at += size + strspn(at + size, " ,");
    }
    return false;
}

static bool has_words(const char *text, const unsigned char *words, int size) {
    const char *all = (const char *)words;
    for (int i = 0; i < size;) {
        int n = 0;
        while (i + n < size && all[i + n] != ' ' && all[i + n] != ',') {
            n++;
        }
        if (n > 0 && !has_word(text, all + i, (size_t)n)) {
            return false;
        }
        i += n + 1;
    }
    return size > 0;
}

static bool has_entry(const char *text, const X509_NAME *subject, int nid) {
    unsigned char *utf8 = NULL;
    int at = X509_NAME_get_index_by_NID(subject, nid, -1);
    int n = at < 0 ? -1 : ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    bool found = n > 0 && has_words(text, utf8, n);
    OPENSSL_free(utf8);
    return found;
}

bool cb_key_is_named(const cb_key *key, const char *name) {
    const X509_NAME *subject = X509_get_subject_name(key->certificate);
    bool parts = has(subject, NID_givenName) && has(subject, NID_surname);
    return parts ? has_entry(name, subject, NID_givenName) && has_entry(name, subject, NID_surname)
                 : has_entry(name, subject, NID_commonName);
}
