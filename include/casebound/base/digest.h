/* digest.h: SHA-256 (FIPS 180-4). */
#ifndef CASEBOUND_BASE_DIGEST_H
#define CASEBOUND_BASE_DIGEST_H

#include "casebound/base/bytes.h"

enum { CB_SHA256 = 32, CB_SHA256_HEX = 65 };

typedef struct cb_digest {
    unsigned char bytes[CB_SHA256];
} cb_digest;

/* Prepares libcrypto, before its first use and in one thread, without the machine's configuration of it. CB_INTERNAL:
 * memory is out, in which libcrypto 3.0 would crash when it prepared itself on the way. */
cb_status cb_digest_start(cb_error *e) CB_MUST_USE;

cb_status cb_digest_of(cb_str bytes, cb_digest *out, cb_error *e) CB_MUST_USE;
/* Of a whole file, read in pieces; *size (may be NULL) is its length in bytes. */
cb_status cb_digest_file(const char *path, cb_digest *out, uint64_t *size, cb_error *e) CB_MUST_USE;
/* Of bytes that come in pieces. cb_digest_end frees, also where `out` is NULL and nothing is wanted any more; a NULL
 * digesting is fine then. */
typedef struct cb_digesting cb_digesting;
cb_status cb_digest_begin(cb_digesting **out, cb_error *e) CB_MUST_USE;
cb_status cb_digest_add(cb_digesting *d, cb_str bytes, cb_error *e) CB_MUST_USE;
cb_status cb_digest_end(cb_digesting *d, cb_digest *out, cb_error *e) CB_MUST_USE;
/* The put of a sink (bytes.h): `digesting` is a cb_digesting. */
cb_status cb_digest_sink(void *digesting, cb_str bytes, cb_error *e) CB_MUST_USE;
bool cb_digest_same(const cb_digest *a, const cb_digest *b);
/* As above, as long as the task is wanted; CB_INTERNAL once it is not. */
struct cb_task;
cb_status cb_digest_file_in(const struct cb_task *task, const char *path, cb_digest *out, uint64_t *size,
                            cb_error *e) CB_MUST_USE;
/* Lower-case hexadecimal, NUL-terminated. */
void cb_digest_hex(const cb_digest *digest, char out[CB_SHA256_HEX]);

#endif
