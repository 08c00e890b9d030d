/* lasting.h: what a signature needs to be judged in ten years: the revocation lists of all authorities it stands on. */
#ifndef CASEBOUND_SEAL_LASTING_H
#define CASEBOUND_SEAL_LASTING_H

#include <openssl/cms.h>

#include "seal/key.h"

/* The certificates of a signature and of its timestamp, each owned by the stack. False: memory is out. */
bool cb_involved(CMS_ContentInfo *cms, STACK_OF(X509) * out) CB_MUST_USE;

/* Those of the key's lists that the issuers of the certificates made; borrowed. CB_SEAL names an issuer without. */
cb_status cb_lists_needed(const cb_key *key, STACK_OF(X509) * involved, STACK_OF(X509_CRL) * out,
                          cb_error *e) CB_MUST_USE;

/* Adds them to a CAdES signature (SignedData.crls: EN 319 122-1 section 6.3, level B-LT). */
cb_status cb_lists_add(const cb_key *key, CMS_ContentInfo *cms, cb_error *e) CB_MUST_USE;

#endif
