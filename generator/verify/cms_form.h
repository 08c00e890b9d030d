/* cms_form.h: the outer form of a CMS signature, byte by byte. */
#ifndef CASEBOUND_VERIFY_CMS_FORM_H
#define CASEBOUND_VERIFY_CMS_FORM_H

#include "casebound/base/bytes.h"

typedef struct cb_cms_form {
    cb_str der;         /* the ContentInfo without what follows it */
    const char *digest; /* "SHA-256", "SHA-384", "SHA-512" */
    cb_str value;       /* the signature value */
    cb_str token;       /* its timestamp; empty: level B-B */
    bool ecdsa;         /* its algorithm is ECDSA's, else RSA's: the key must be of the same kind */
    bool lists;         /* it holds revocation lists, as level B-LT has (EN 319 122-1) */
} cb_cms_form;

/* What no signature protects must be as RFC 5652 writes it and nothing else: versions, one digest algorithm, no
 * content, one signer, signed attributes, the algorithm of that digest, no unsigned attribute but one timestamp (level
 * B-T), and nothing behind. Algorithms are spelled as casebound does; of a `foreign` signature, which another program
 * may have made, as RFC 5754 lets them, and zeros may follow it. NULL when it is so, else what is wrong. */
const char *cb_cms_form_check(cb_str bytes, bool foreign, cb_cms_form *out);

/* The same of a timestamp, which is foreign: its content is a TSTInfo, and it is not timestamped itself. */
const char *cb_token_form_check(cb_str bytes, bool zeros_may_follow, cb_cms_form *out);

#endif
