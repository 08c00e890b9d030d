/* cms.h: CAdES signatures as CMS (RFC 5652, ETSI EN 319 122-1). */
#ifndef CASEBOUND_SEAL_CMS_H
#define CASEBOUND_SEAL_CMS_H

#include "casebound/seal/seal.h"

struct CMS_SignerInfo_st;
/* Asks for a timestamp of the signature value and puts it among the unsigned attributes. CB_SEAL: the authority
 * refuses, answers something else than was asked, or signs badly. stamp.c. */
cb_status cb_cms_stamp(cb_arena *arena, const cb_stamper *stamper, struct CMS_SignerInfo_st *signer,
                       cb_error *e) CB_MUST_USE;

/* A timestamp token (DER) over the pieces as one content; the same refusals. */
cb_status cb_stamp_make(cb_arena *arena, const cb_stamper *stamper, const cb_str *pieces, size_t count, cb_str *out,
                        cb_error *e) CB_MUST_USE;

/* SHA-256 of the pieces as one content. */
bool cb_digest_pieces(const cb_str *pieces, size_t count, unsigned char *out) CB_MUST_USE;

/* A detached CMS in DER over the pieces as one content. `time` NULL leaves signing-time out, as PAdES
 * demands, and the lists of level B-LT, which a PDF holds elsewhere. Bytes
 * owned by the arena. */
cb_status cb_cms_make(cb_arena *arena, const cb_key *key, const cb_str *pieces, size_t count, const int64_t *time,
                      cb_str *out, cb_error *e) CB_MUST_USE;

#endif
