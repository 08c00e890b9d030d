/* finding.h: one run of the verifier, and how its checks tell what they found. */
#ifndef CASEBOUND_VERIFY_FINDING_H
#define CASEBOUND_VERIFY_FINDING_H

#include "casebound/verify/verify.h"
#include "verify/signature.h"

typedef struct cb_archive cb_archive;

typedef struct cb_checking {
    cb_arena *arena;
    cb_findings *out;
    cb_judging by;        /* anchors, what tells of revocation, and the time by which what is looked at existed */
    cb_archive *archives; /* of a folder, the first first: archive.h */
    unsigned archive_count;
    bool no_memory;            /* a finding could not be kept: the verdict is void */
    bool (*interrupted)(void); /* as of cb_verifying */
} cb_checking;

/* CB_INTERNAL once the caller wants no verdict any more. What may take long asks again and again. */
cb_status cb_wanted(const cb_checking *c, cb_error *e) CB_MUST_USE;

/* Adds a finding. File names and signers in it are made visible, so no text can pose as another line. */
void cb_found(cb_checking *c, cb_finding_kind kind, const char *check, const char *format, ...) CB_PRINTF(4, 5);

#define CB_PASS(c, check, ...) cb_found((c), CB_FINDING_PASSED, (check), __VA_ARGS__)
#define CB_FAULT(c, check, ...) cb_found((c), CB_FINDING_FAILED, (check), __VA_ARGS__)
#define CB_NOTE(c, check, ...) cb_found((c), CB_FINDING_NOTE, (check), __VA_ARGS__)

/* In place of a level: a signature as ISO 32000-1 knows it. */
#define CB_NO_PADES "PKCS#7 (ISO 32000-1), no PAdES"

/* Says what a signature check found of its validity, its signer and its time; sets signer and level of the findings.
 * `what` names the signed file, `level` is "CAdES" or "PAdES". True when it is valid, trusted or not. */
bool cb_found_signature(cb_checking *c, const char *check, const char *what, const char *level, const cb_signature *s);

#endif
