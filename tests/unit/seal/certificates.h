/* certificates.h: keys and certificates as a test wants them, good and bad. EC keys, so that they cost nothing. */
#ifndef TESTS_UNIT_SEAL_CERTIFICATES_H
#define TESTS_UNIT_SEAL_CERTIFICATES_H

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct paper {
    EVP_PKEY *key;
    X509 *x;
} paper;

typedef struct paper_wish {
    const char *name;        /* common name; NULL "TEST someone" */
    const char *constraints; /* NULL "critical,CA:FALSE" */
    const char *usage;       /* NULL "critical,digitalSignature,nonRepudiation"; "" none */
    const char *purpose;     /* extended key usage, NULL none */
    int64_t from, until;     /* seconds */
    int rsa_bits;            /* 0: EC P-256 */
    const char *digest;      /* of the issuer's signature; NULL SHA-256 */
} paper_wish;

/* Extended key usages, and whether a certificate with them may sign documents or vouch for who does. */
static const struct {
    const char *usage;
    bool documents;
} paper_purposes[] = {
    {"emailProtection", true},
    {"critical,anyExtendedKeyUsage", true},
    {"clientAuth,emailProtection", true},
    {"clientAuth,serverAuth,emailProtection", true},
    {"timeStamping,emailProtection", true},
    {"clientAuth", true},
    {"clientAuth,1.3.6.1.4.1.311.20.2.2", true}, /* log-in with a smart card */
    {"1.3.6.1.5.5.7.3.36", true},
    {"1.2.840.113583.1.1.5", true},
    {"1.3.6.1.4.1.311.10.3.12,serverAuth", true},
    {"clientAuth,serverAuth", false},
    {"serverAuth", false},
    {"critical,timeStamping", false},
    {"codeSigning", false},
    {"OCSPSigning", false},
    {"1.3.6.1.5.5.7.3.17", false}, /* ipsecIKE */
    {"1.2.3.4.5", false},
};

static inline bool paper_extend(X509 *x, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, x, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool done = extension && X509_add_ext(x, extension, -1);
    X509_EXTENSION_free(extension);
    return done;
}

/* NULL issuer: self-signed. Leaves x NULL where something failed. */
static inline paper paper_make(const paper_wish *w, const paper *issuer) {
    paper p = {w->rsa_bits ? EVP_RSA_gen((unsigned)w->rsa_bits) : EVP_EC_gen("P-256"), X509_new()};
    static long serial = 1000;
    const paper *by = issuer ? issuer : &p;
    const char *name = w->name ? w->name : "TEST someone";
    X509_NAME *subject = X509_get_subject_name(p.x);
    bool done =
        p.key && X509_set_version(p.x, X509_VERSION_3) && ASN1_INTEGER_set(X509_get_serialNumber(p.x), serial++) &&
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0) &&
        ASN1_TIME_set(X509_getm_notBefore(p.x), (time_t)w->from) &&
        ASN1_TIME_set(X509_getm_notAfter(p.x), (time_t)w->until) && X509_set_pubkey(p.x, p.key) &&
        X509_set_issuer_name(p.x, X509_get_subject_name(by->x)) &&
        paper_extend(p.x, by->x, NID_basic_constraints, w->constraints ? w->constraints : "critical,CA:FALSE") &&
        (w->usage && !*w->usage ? true
                                : paper_extend(p.x, by->x, NID_key_usage,
                                               w->usage ? w->usage : "critical,digitalSignature,nonRepudiation")) &&
        (!w->purpose || paper_extend(p.x, by->x, NID_ext_key_usage, w->purpose)) &&
        paper_extend(p.x, by->x, NID_subject_key_identifier, "hash") &&
        X509_sign(p.x, by->key, w->digest ? EVP_get_digestbyname(w->digest) : EVP_sha256()) > 0;
    if (!done) {
        X509_free(p.x);
        p.x = NULL;
    }
    return p;
}

static inline paper paper_authority(const char *name, int64_t from, int64_t until, const paper *issuer) {
    paper_wish wish = {.name = name,
                       .constraints = "critical,CA:TRUE",
                       .usage = "critical,keyCertSign,cRLSign",
                       .from = from,
                       .until = until};
    return paper_make(&wish, issuer);
}

static inline void paper_free(paper *p) {
    EVP_PKEY_free(p->key);
    X509_free(p->x);
}

/* A PEM file of a key (encrypted where pass is not NULL) and certificates, ended by NULL. */
static inline bool paper_write(const char *path, EVP_PKEY *key, const char *pass, X509 *const *list) {
    remove(path);
    BIO *out = BIO_new_file(path, "w");
    bool done = out && (!key || PEM_write_bio_PKCS8PrivateKey(out, key, pass ? EVP_aes_256_cbc() : NULL, pass,
                                                              pass ? (int)strlen(pass) : 0, NULL, NULL));
    for (; done && *list; list++) {
        done = PEM_write_bio_X509(out, *list);
    }
    BIO_free(out);
    return done;
}

static inline bool paper_write_pkcs12(const char *path, const paper *p, X509 *issuer, const char *pass) {
    STACK_OF(X509) *others = sk_X509_new_null();
    if (issuer) {
        sk_X509_push(others, issuer);
    }
    PKCS12 *box = PKCS12_create(pass, "seal", p->key, p->x, others, 0, 0, 0, 0, 0);
    BIO *out = BIO_new_file(path, "w");
    bool done = box && out && i2d_PKCS12_bio(out, box) > 0;
    BIO_free(out);
    PKCS12_free(box);
    sk_X509_free(others);
    return done;
}

#endif
