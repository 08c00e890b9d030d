/* seal.h: keys, the PDF's PAdES seal and the folder's CAdES signature. */
#ifndef CASEBOUND_SEAL_SEAL_H
#define CASEBOUND_SEAL_SEAL_H

#include "casebound/base/arena.h"
#include "casebound/base/digest.h"

typedef struct cb_key cb_key; /* a private key with its certificate and chain */

enum { CB_KEY_DAYS = 30 }; /* a certificate that ends sooner seals for a stated reason alone */

typedef struct cb_key_request {
    const char *key;  /* a PEM file (private key, certificate and chain in one), a PKCS#12 file, or pkcs11:… */
    const char *pass; /* pass phrase or PIN, or NULL */
    const char *certificates; /* of a token: a PEM file, where its certificate and chain do not lie on it; or NULL */
    int64_t now;
    bool expiring; /* its end may be near: somebody answers for it */
} cb_key_request;

/* Opens a key; on a token it stays there. Owned by the arena, wiped when freed. CB_SEAL: no key, key and certificate do
 * not belong together, certificate or chain expired or not yet valid at `now`, ending within CB_KEY_DAYS, self-signed,
 * an authority's, or of the wrong usage. */
cb_status cb_key_open_with(cb_arena *arena, const cb_key_request *request, cb_key **out, cb_error *e) CB_MUST_USE;
/* The same of a key in a file. */
cb_status cb_key_open(cb_arena *arena, const char *path, const char *pass, int64_t now, cb_key **out,
                      cb_error *e) CB_MUST_USE;
/* The certificate's common name (or organisation). */
const char *cb_key_name(const cb_key *key);
/* True when the certificate's issuer or subject calls itself TEST. */
bool cb_key_is_test(const cb_key *key);

/* May the key sign as a person? CB_SEAL: its public key has the digest `seal` (SHA-256; the laboratory's of the
 * report), its certificate is an organisation's, or names nobody. */
cb_status cb_key_check_person(const cb_key *key, const cb_digest *seal, cb_error *e) CB_MUST_USE;
/* True when every word of the certificate's given name and surname (where it has both, else of its common name) stands
 * in `name`, which may have titles beside them. */
bool cb_key_is_named(const cb_key *key, const char *name);

/* Who asks a timestamp authority: gives the DER TimeStampResp to a DER TimeStampReq (RFC 3161 section 2.4), in the
 * arena. */
typedef struct cb_stamper {
    cb_status (*ask)(void *who, cb_arena *arena, cb_str request, cb_str *response, cb_error *e);
    void *who;
    bool repeats; /* the same question has the same bytes, without a nonce: what asks and what answers are two runs */
} cb_stamper;

/* From here on every signature of the key is timestamped: level B-T (ETSI EN 319 122-1 and 319 142-1), or it fails. The
 * stamper outlives the key; NULL: B-B again. */
void cb_key_stamp_with(cb_key *key, const cb_stamper *stamper);

/* The levels of ETSI EN 319 122-1 and 319 142-1: signed; timestamped; with the revocation lists of all authorities it
 * stands on; and all that timestamped again. */
typedef enum cb_level { CB_LEVEL_B, CB_LEVEL_T, CB_LEVEL_LT, CB_LEVEL_LTA } cb_level;

/* "B", "T", "LT", "LTA"; false for another. */
bool cb_level_named(const char *name, cb_level *out);

/* From here on seals of the key reach the level or fail: B-LT and B-LTA need the lists (files, PEM or DER) of the
 * authorities of its certificates and of the stamper's. At B-LTA a PDF gets a document timestamp; the archive timestamp
 * of a folder is cb_archive_add's. The stamper outlives the key. CB_SEAL, CB_INPUT: no stamper, no list. */
cb_status cb_key_seal_at(cb_arena *arena, cb_key *key, cb_level level, const cb_stamper *stamper,
                         const char *const *lists, size_t count, cb_error *e) CB_MUST_USE;
/* "B-B", "B-T", "B-LT" or "B-LTA": what its seals will be. */
const char *cb_key_level(const cb_key *key);

#define CB_STAMP_FIELD "Timestamp" /* the field of a document timestamp, which no page shows */

/* Makes a TEST authority and a seal key of its own in a new folder: authority.pem (certificate to trust),
 * authority.key.pem (0600), seal.pem (0600: key, certificate, chain). Every subject says TEST. RSA-3072, SHA-256. */
cb_status cb_key_new(const char *folder, int64_t now, cb_error *e) CB_MUST_USE;

/* PAdES (ETSI EN 319 142-1): fills the field `field` of the PDF with a CAdES signature as an incremental update.
 * `time` goes into /M. Existing bytes are not changed. The seal certifies the document: behind it signature fields may
 * be filled and nothing else changed (DocMDP with /P 2, ISO 32000-1 section 12.8.2.2). */
cb_status cb_seal_pdf(cb_arena *arena, const cb_key *key, cb_str pdf, const char *field, const char *reason,
                      int64_t time, cb_str *out, cb_error *e) CB_MUST_USE;

/* A person's signature in a PDF. */
typedef struct cb_pdf_signing {
    const char *field;  /* "Review" */
    const char *reason; /* /Reason; NULL: none */
    int64_t time;       /* /M, seconds */
    cb_str
        appearance; /* a PDF whose first page is drawn into the field, as large as it; {NULL, 0}: what the field has */
} cb_pdf_signing;

/* Width and height of the signature field, in points. CB_SEAL: the PDF has no such field, or it has no size. */
cb_status cb_sign_field_size(cb_arena *arena, cb_str pdf, const char *field, double *width, double *height,
                             cb_error *e) CB_MUST_USE;

/* As cb_seal_pdf, certifying nothing: one more revision behind those that are there. */
cb_status cb_sign_pdf(cb_arena *arena, const cb_key *key, cb_str pdf, const cb_pdf_signing *wish, cb_str *out,
                      cb_error *e) CB_MUST_USE;

/* CAdES, detached (DER CMS, ETSI EN 319 122-1) over the bytes. `time` goes into the signing-time attribute, which
 * that standard's table 1 demands at every level (and EN 319 142-1 forbids in a PDF). */
cb_status cb_seal_bytes(cb_arena *arena, const cb_key *key, cb_str bytes, int64_t time, cb_str *out,
                        cb_error *e) CB_MUST_USE;

/* Encrypts the bytes to the holders of the certificates in PEM files, one or more in each: CMS AuthEnvelopedData in DER
 * (RFC 5083) with AES-256-GCM (RFC 5084), the key by RSAES-OAEP with SHA-256 (RFC 4056, RFC 3560) or by ECDH. Every
 * one of them can read it. CB_SEAL: a file without a certificate, one that is not valid at `now` or not made for
 * encryption. */
cb_status cb_seal_for(cb_arena *arena, const char *const *paths, size_t count, int64_t now, cb_str bytes, cb_str *out,
                      cb_error *e) CB_MUST_USE;

#endif
