/* recording.h: an event in the life of a published report that is no signature on it. Private to cli. */
#ifndef CASEBOUND_GENERATOR_CLI_RECORDING_H
#define CASEBOUND_GENERATOR_CLI_RECORDING_H

#include "casebound/seal/seal.h"

typedef struct cb_recording {
    const char *folder;   /* without a slash at its end */
    const char *event;    /* CB_EVENT_WITHDRAWAL, CB_EVENT_MERGE */
    const char *reason;   /* one line */
    const char *into;     /* of a merge: the patient or case that this one became; else NULL */
    const char *trust;    /* anchors, or NULL: that everything but the signers holds is asked then */
    const char *expiring; /* why a certificate that ends soon may sign, or NULL */
    cb_key *key;          /* the laboratory's or a person's */
    int64_t now;
} cb_recording;

/* Writes the folder with the event and a manifest with its signature beside itself, verifies that, and lets the two
 * take each other's names. CB_FOUND: the folder does not verify. CB_SEAL: unsealed, withdrawn already, the wrong key.
 * CB_FILE: something else is at work on it, or was killed. */
cb_status cb_record_event(cb_arena *arena, const cb_recording *wish, cb_error *e) CB_MUST_USE;

#endif
