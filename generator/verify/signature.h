/* signature.h: one CMS signature against the bytes it should cover and the anchors that were given. */
#ifndef CASEBOUND_VERIFY_SIGNATURE_H
#define CASEBOUND_VERIFY_SIGNATURE_H

#include "casebound/base/arena.h"
#include "casebound/base/digest.h"

typedef struct cb_trust cb_trust;

/* Reads the authorities of a PEM file; its other certificates are no anchors. CB_INPUT when it holds no authority. */
cb_status cb_trust_load(cb_arena *arena, cb_str pem, const char *name, cb_trust **out, cb_error *e) CB_MUST_USE;

typedef struct cb_signature {
    bool valid;        /* CAdES B-B or B-T by its form, over exactly these bytes, made with the certificate it names */
    const char *fault; /* why not */
    const char *algorithm;                    /* "SHA-256 with RSA 3072" */
    const char *signer, *issuer;              /* common names, made visible */
    const char *not_after;                    /* of the certificate */
    const char *claimed;                      /* the signing-time attribute, or NULL */
    cb_digest certificate;                    /* SHA-256 of the signer's certificate */
    bool stamped;                             /* level B-T: it has a timestamp over its value */
    const char *stamp_time, *stamp_authority; /* of the timestamp */
    const char *stamp_distrust;               /* why its time is not proven; NULL where it is */
    bool trusted;                             /* chain, usage, validity at the proven time, else at the time given */
    const char *distrust;                     /* why not */
} cb_signature;

/* `pdf`: the rules of PAdES hold (no signing-time; zeros may follow). Status is not CB_OK only where memory is out. */
cb_status cb_signature_check(cb_arena *arena, cb_str cms, const cb_str *pieces, size_t count, bool pdf,
                             const cb_trust *trust, int64_t now, cb_signature *out, cb_error *e) CB_MUST_USE;

#endif
