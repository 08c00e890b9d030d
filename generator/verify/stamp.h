/* stamp.h: the timestamp of a signature (RFC 3161). */
#ifndef CASEBOUND_VERIFY_STAMP_H
#define CASEBOUND_VERIFY_STAMP_H

#include "verify/signature.h"

typedef struct cb_stamp {
    const char *fault;                 /* why it is no timestamp of this value; NULL: it is */
    int64_t time;                      /* seconds; when the value was there, by the authority's clock */
    const char *authority;             /* common name, made visible */
    const char *distrust;              /* why the authority is not known; NULL: it is, and `time` is proven */
    bool chained, unrevoked, embedded; /* as cb_standing tells of its authority */
    const char *revocation;
} cb_stamp;

/* Checks the token (DER) over the signature value. The authority is known when its chain ends at an anchor, is valid
 * and not revoked at the time of judging, and made for timestamps (RFC 3161 section 2.3). Status is not CB_OK only
 * where memory is out. */
cb_status cb_stamp_check(cb_arena *arena, cb_str token, cb_str value, const cb_judging *by, cb_stamp *out,
                         cb_error *e) CB_MUST_USE;
/* The same of a token over several pieces as one content, behind which zeros may follow where `zeros` says so. */
cb_status cb_stamp_check_pieces(cb_arena *arena, cb_str token, bool zeros, const cb_str *pieces, size_t count,
                                const cb_judging *by, cb_stamp *out, cb_error *e) CB_MUST_USE;

#endif
