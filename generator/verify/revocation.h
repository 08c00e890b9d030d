/* revocation.h: lists (CRLs, RFC 5280 section 5) and answers (OCSP, RFC 6960) that tell which certificates were
 * revoked. */
#ifndef CASEBOUND_VERIFY_REVOCATION_H
#define CASEBOUND_VERIFY_REVOCATION_H

#include <openssl/x509.h>

#include "verify/signature.h"

/* Adds one list (DER); the set keeps a reference of its own. False: memory is out. */
bool cb_revocations_add(cb_revocations *set, X509_CRL *list) CB_MUST_USE;

typedef struct cb_revocation {
    const char *fault; /* "revoked: …", or NULL */
    const char *said;  /* a revocation after the time of judging, or whose data is missing; NULL */
    bool known;        /* each certificate below the anchor was judged by data of its issuer for that time */
    bool embedded;     /* by embedded data alone */
} cb_revocation;

/* Judges the chain (the signer first, its anchor last) by the lists and at the time of `by`. What is no list of the
 * issuer, or not signed by it, counts as absent. False: memory is out. */
bool cb_revocation_check(cb_arena *arena, STACK_OF(X509) * chain, const cb_judging *by, cb_revocation *out) CB_MUST_USE;

#endif
