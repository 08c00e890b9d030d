/* token.h: a key on a PKCS#11 token (smart card, HSM), named by a pkcs11: URI (RFC 7512). It never leaves the token. */
#ifndef CASEBOUND_SEAL_TOKEN_H
#define CASEBOUND_SEAL_TOKEN_H

#include "casebound/base/arena.h"

typedef struct cb_token cb_token;

enum { CB_TOKEN_SIGNATURE = 1024, CB_TOKEN_CERTIFICATES = 64 };

/* True for "pkcs11:…". */
bool cb_token_is(const char *uri);

/* Opens the one private key that the URI names, through p11-kit's modules or the URI's module-path. `pin` may be NULL
 * where the token asks for none. Logged out and closed with the arena, the PIN wiped. CB_SEAL: no such token or key,
 * several, a wrong PIN, a PIN in the URI. */
cb_status cb_token_open(cb_arena *arena, const char *uri, const char *pin, cb_token **out, cb_error *e) CB_MUST_USE;

/* The X.509 certificates (DER) that lie on the token, in the arena. */
cb_status cb_token_certificates(cb_arena *arena, const cb_token *token, const cb_str **out, size_t *count,
                                cb_error *e) CB_MUST_USE;

/* Signs a SHA-256 on the token: RSA by PKCS#1 v1.5, EC as r and s behind one another. *size is the room, then the size.
 */
cb_status cb_token_sign(cb_token *token, const unsigned char *digest, unsigned char *out, size_t *size,
                        cb_error *e) CB_MUST_USE;
bool cb_token_is_ec(const cb_token *token);

#endif
