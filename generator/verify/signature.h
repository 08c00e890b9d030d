/* signature.h: one CMS signature against the bytes it should cover and the anchors that were given. */
#ifndef CASEBOUND_VERIFY_SIGNATURE_H
#define CASEBOUND_VERIFY_SIGNATURE_H

#include "casebound/base/arena.h"
#include "casebound/base/digest.h"

typedef struct cb_trust cb_trust;

/* Reads the authorities of a PEM file; its other certificates are no anchors. CB_INPUT when it holds no authority. */
cb_status cb_trust_load(cb_arena *arena, cb_str pem, const char *name, cb_trust **out, cb_error *e) CB_MUST_USE;

typedef struct cb_revocations cb_revocations;

/* An empty set in front of `behind` (may be NULL), which is asked too. `embedded`: it came with what is verified.
 * Dropped with the arena. */
cb_status cb_revocations_make(cb_arena *arena, cb_revocations *behind, bool embedded, cb_revocations **out,
                              cb_error *e) CB_MUST_USE;

/* Adds what a file holds: lists in PEM, one list or one OCSP response in DER. CB_INPUT names the file. */
cb_status cb_revocations_read(cb_arena *arena, cb_revocations *set, cb_str bytes, const char *name,
                              cb_error *e) CB_MUST_USE;

/* The same of a file that came with what is verified and that anybody may have added: it holds nothing but its blocks.
 * CB_INPUT too where other bytes stand around or in them, or a block that is no list, answer or certificate. */
cb_status cb_revocations_read_stored(cb_arena *arena, cb_revocations *set, cb_str bytes, const char *name,
                                     cb_error *e) CB_MUST_USE;

/* The number of lists in this one set that no judging needed. */
size_t cb_revocations_unused(const cb_revocations *set);
/* The name of the next file of this one set with such a list, from place *at on, which moves behind it; NULL: none. */
const char *cb_revocations_unused_file(const cb_revocations *set, size_t *at);

/* By what a signature is judged. */
typedef struct cb_judging {
    const cb_trust *trust; /* the anchors; NULL: nobody is known */
    cb_revocations *lists; /* what tells who was revoked; NULL: nothing */
    int64_t now;   /* when what is judged existed: now, or where `proven` a time that a later timestamp proves */
    int64_t today; /* when it is judged: what says that it was made later is not believed */
    bool proven;
    bool archived; /* that timestamp is of the whole document or folder: with what is embedded, level B-LTA */
} cb_judging;

typedef struct cb_signature {
    const char *fault;                        /* why it is not valid */
    const char *algorithm;                    /* "SHA-256 with RSA 3072" */
    const char *signer, *issuer;              /* common names, made visible */
    const char *not_after;                    /* of the certificate */
    const char *claimed;                      /* the signing-time attribute, or NULL */
    const char *stamp_time, *stamp_authority; /* of the timestamp */
    const char *stamp_distrust;               /* why its time is not proven; NULL where it is */
    const char *distrust;                     /* why it is not trusted */
    const char *revocation;                   /* what else is to be said of it, or NULL */
    const char *proven;                       /* the time at which the signer was judged; NULL: it is now */
    cb_digest certificate, key;               /* SHA-256 of the signer's certificate, of its public key */
    bool valid;     /* CAdES B-B to B-LT by its form, over exactly these bytes, made with the certificate it names */
    bool stamped;   /* level B-T: it has a timestamp over its value */
    bool trusted;   /* chain, usage, validity, revocation at the proven time, else now */
    bool unrevoked; /* of signer and authority it is known that nothing was revoked */
    bool lasting;   /* level B-LT: stamped, and what tells of revocation came with it */
    bool archived;  /* and timestamped again: B-LTA */
} cb_signature;

/* By whose rules a signature is judged: ETSI EN 319 122-1; EN 319 142-1 (no signing-time; zeros may follow); ISO
 * 32000-1 section 12.8.3.3, as of programs that know no PAdES (signing-time and signing-certificate may be there or
 * not). */
typedef enum cb_signature_form { CB_FORM_CADES, CB_FORM_PADES, CB_FORM_PKCS7 } cb_signature_form;

/* Status is not CB_OK only where memory is out. */
cb_status cb_signature_check(cb_arena *arena, cb_str cms, const cb_str *pieces, size_t count, cb_signature_form kind,
                             const cb_judging *by, cb_signature *out, cb_error *e) CB_MUST_USE;

#endif
