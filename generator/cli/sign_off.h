/* sign_off.h: a person's signature on a sealed report, from the checks before it to the folder in place. Private to
 * cli. */
#ifndef CASEBOUND_GENERATOR_CLI_SIGN_OFF_H
#define CASEBOUND_GENERATOR_CLI_SIGN_OFF_H

#include "casebound/render/bundle.h"
#include "casebound/seal/seal.h"
#include "casebound/verify/verify.h"

typedef struct cb_sign_off {
    const char *folder;    /* without a slash at its end */
    const char *meaning;   /* "review" or "approval" */
    const char *trust;     /* anchors, or NULL: that everything but the signers holds is asked then */
    const char *name;      /* as printed, or NULL: the certificate's common name */
    const char *expiring;  /* why a certificate that ends soon may sign, or NULL */
    const char *elsewhere; /* a PDF whose field was signed by another program, or NULL */
    cb_key *key;           /* the person's; with `elsewhere` whoever takes it in */
    int64_t now;
} cb_sign_off;

/* Refuses what must not be signed, else writes the folder with one more signature beside itself, verifies that, and
 * lets the two take each other's names. *out is the path of the signed PDF. CB_FOUND: the folder does not verify.
 * CB_SEAL: unsealed, blocked, signed already, the wrong key, no timestamp for an approval. CB_FILE: another sign-off is
 * at work or was killed. */
cb_status cb_sign_off_run(cb_arena *arena, const cb_sign_off *wish, const char **out, cb_error *e) CB_MUST_USE;

/* The bytes of the PDF with the signature: made with the key, or the one signed elsewhere. sign_off_pdf.c. */
cb_status cb_sign_off_pdf(cb_arena *arena, const cb_sign_off *wish, cb_str pdf, cb_str *out, cb_error *e) CB_MUST_USE;

#endif
