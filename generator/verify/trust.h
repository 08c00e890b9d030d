/* trust.h: anchors and chains; for the files of verify that speak OpenSSL. */
#ifndef CASEBOUND_VERIFY_TRUST_H
#define CASEBOUND_VERIFY_TRUST_H

#include <openssl/x509.h>

#include "verify/revocation.h"
#include "verify/signature.h"

/* What a certificate is found to be. */
typedef struct cb_standing {
    const char *distrust; /* why not trusted, in the arena or constant; NULL: trusted */
    bool chained;         /* a chain to an anchor was found, so that `revocation` was judged */
    cb_revocation revocation;
} cb_standing;

/* Trusted when a chain from the certificate through `others` ends at an anchor, all of it is valid and nothing of it
 * revoked at the time of judging, every one of `others` is part of it, and the certificate may sign. */
cb_standing cb_trust_check(cb_arena *arena, const cb_judging *by, X509 *certificate, STACK_OF(X509) * others);

/* The same of a timestamp authority: the certificate is made for timestamps alone (RFC 3161 section 2.3). *chain is
 * that of one that is trusted, its certificate first, else NULL; the caller frees it with its certificates. */
cb_standing cb_trust_check_clock(cb_arena *arena, const cb_judging *by, X509 *certificate, STACK_OF(X509) * others,
                                 STACK_OF(X509) * *chain);

/* The digest of the pieces as one content; *size is its bytes. */
bool cb_pieces_digest(const EVP_MD *md, const cb_str *pieces, size_t count, unsigned char *out, unsigned *size);

/* The common name, or organisation, made visible; NULL when memory is out. */
const char *cb_trust_name(cb_arena *arena, const X509_NAME *name) CB_MUST_USE;
/* "YYYY-MM-DDThh:mm:ssZ"; NULL when memory is out. */
const char *cb_trust_time(cb_arena *arena, const ASN1_TIME *time) CB_MUST_USE;

#endif
