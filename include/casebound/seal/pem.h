/* pem.h: the one reader of PEM files (RFC 7468): certificates, revocation lists. */
#ifndef CASEBOUND_SEAL_PEM_H
#define CASEBOUND_SEAL_PEM_H

#include "casebound/base/arena.h"

#define CB_PEM_CERTIFICATE "CERTIFICATE"
#define CB_PEM_LIST "X509 CRL"

/* The DER of every block with the label, in the order of the file, owned by the arena; other blocks and the text around
 * them are passed over. A file without such a block gives none. `name` is what messages call the file. CB_INPUT: a
 * block that is broken or encrypted, or more than `most`. */
cb_status cb_pem_read(cb_arena *arena, cb_str text, const char *label, size_t most, const char *name,
                      const cb_str **out, size_t *count, cb_error *e) CB_MUST_USE;

#endif
