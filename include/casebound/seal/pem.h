/* pem.h: the one reader of PEM files (RFC 7468): certificates, revocation lists; and what writes their blocks anew. */
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

/* The blocks with one of the labels (a list that ends with NULL) in the order of the file, written anew and without
 * what stood around or in front of their Base64, in the arena; empty where there is none. CB_INPUT as above. */
cb_status cb_pem_again(cb_arena *arena, cb_str text, const char *const *labels, const char *name, cb_str *out,
                       cb_error *e) CB_MUST_USE;

#endif
