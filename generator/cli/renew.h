/* renew.h: a fresh archive timestamp over a folder that is there. Private to cli. */
#ifndef CASEBOUND_GENERATOR_CLI_RENEW_H
#define CASEBOUND_GENERATOR_CLI_RENEW_H

#include "casebound/cli/command.h"
#include "casebound/seal/seal.h"

typedef struct cb_renewal {
    const char *folder; /* without a slash at its end */
    const char *trust;  /* anchors, or NULL: that everything but the signers holds is asked then */
    const cb_repeated *lists;
    const cb_stamper *stamper;
    int64_t now;
} cb_renewal;

/* Refuses a folder that does not verify, else writes it with one more archive timestamp beside itself, verifies that,
 * and lets the two take each other's names. CB_FOUND: it does not verify. CB_SEAL: unsealed, or the timestamp fails.
 * CB_FILE: something else is at work on it. */
cb_status cb_renew(cb_arena *arena, const cb_renewal *wish, cb_error *e) CB_MUST_USE;

#endif
