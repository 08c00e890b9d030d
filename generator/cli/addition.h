/* addition.h: what a sealed folder grows by (folder.h): the folder is looked at, read, gets an event, a manifest and
 * its signature, and is written beside itself. What else is added is its caller's. Private to cli. */
#ifndef CASEBOUND_GENERATOR_CLI_ADDITION_H
#define CASEBOUND_GENERATOR_CLI_ADDITION_H

#include "casebound/folder/folder.h"
#include "casebound/seal/seal.h"
#include "casebound/verify/verify.h"

typedef struct cb_addition {
    cb_arena *arena;
    const char *folder; /* without a slash at its end */
    const char *trust;  /* anchors, or NULL: that everything but the signers holds is asked then */
    const cb_key *key;  /* binds the addition */
    int64_t now;
    cb_findings found; /* of the last look */
    cb_bundle bundle;
    unsigned n; /* of this addition, from 2 */
    cb_error *e;
} cb_addition;

/* Verifies `path`. CB_SEAL: it is unsealed, for `signer` signs what the laboratory has sealed. Another failure is
 * `status`, with `refusal` in its words. */
cb_status cb_addition_look(cb_addition *a, const char *path, cb_status status, const char *refusal) CB_MUST_USE;
/* Reads the folder's files and finds the number. CB_SEAL: there are as many additions as there can be. */
cb_status cb_addition_read(cb_addition *a) CB_MUST_USE;
/* One file more; `name` NULL: memory is out. */
cb_status cb_addition_add(cb_addition *a, const char *name, cb_str bytes) CB_MUST_USE;
/* The event, chained to the last of the trail; time and actor are filled in. */
cb_status cb_addition_event(cb_addition *a, cb_event event) CB_MUST_USE;
/* The manifest over all of it, signed; then the whole is written into the empty folder `partial` and verified there. */
cb_status cb_addition_write(cb_addition *a, const char *partial) CB_MUST_USE;

#endif
