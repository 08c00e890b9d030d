/* verify.h: trusts nothing that the other floors wrote. */
#ifndef CASEBOUND_VERIFY_VERIFY_H
#define CASEBOUND_VERIFY_VERIFY_H

#include "casebound/base/arena.h"
#include "casebound/base/digest.h"

typedef enum cb_finding_kind { CB_FINDING_PASSED, CB_FINDING_FAILED, CB_FINDING_NOTE } cb_finding_kind;

/* A check is one of "container", "layout", "manifest", "file", "audit", "folder signature", "pdf signature",
 * "revisions", "signer", "revocation", "timestamp", "event", "amendment", "status", "facts", "active content", or
 * "unsealed": that a signature is absent, and nothing else. A build may so tell what it expects ("unsealed" without a
 * key, "signer" without an anchor) from damage. */
typedef struct cb_finding {
    cb_finding_kind kind;
    const char *check;
    const char *text; /* one line, names the file or the signer */
} cb_finding;

/* One signature in a PDF that is valid, its signer known or not. */
typedef struct cb_signed {
    const char *file;            /* the first PDF that has it: "FAM-0042-r1.reviewed.pdf" */
    const char *meaning;         /* "seal", "review", "approval" */
    const char *signer, *issuer; /* common names, made visible */
    const char *time;            /* as text */
    bool trusted;                /* the signer's chain ends at an anchor */
    bool stamped, proven;        /* there is a timestamp; its authority is known and `time` is its */
    const char *unproven;        /* why its timestamp proves nothing, nor another behind it a time; else NULL */
    cb_digest certificate, key;  /* SHA-256 of certificate and public key */
} cb_signed;

/* One event of an addition without a PDF, bound by a valid signature, its signer known or not. */
typedef struct cb_report_event {
    const char *event;           /* CB_EVENT_WITHDRAWAL, CB_EVENT_MERGE (folder.h) */
    const char *signer, *issuer; /* as of cb_signed */
    const char *time;
    const char *reason, *into; /* made visible; into NULL but for a merge */
    bool trusted, proven;
} cb_report_event;

typedef struct cb_findings {
    cb_finding *list;
    size_t count, capacity;
    size_t failed;
    const char *signer; /* common name; NULL unless a signature is valid and its chain ends at an anchor given */
    const char *level;  /* "PAdES B-B", "CAdES B-B, PAdES B-B" …, of valid signatures; or NULL */
    /* Now, by the valid signatures of known signers: "unsealed", "draft", "reviewed", "final", "withdrawn". Not final
     * by an approval whose timestamp proves nothing, unless needs_no_timestamp. */
    const char *status;
    cb_signed *signatures; /* of PDFs, the seal's first */
    size_t signature_count, signature_capacity;
    cb_report_event *events;
    size_t event_count, event_capacity;
    const cb_report_event *withdrawn;          /* among events, by a known signer where anchors are given; or NULL */
    const char *supersedes, *supersedes_facts; /* the report that this one amends, and its facts digest; or NULL */
    const char *facts;                         /* the facts digest, in hexadecimal; NULL: there is no case.json */
    bool withheld;                             /* secondary findings are withheld in it */
    const char *report;                        /* the report's id, from case.json; NULL: it is not there */
    bool blocked;                              /* the report says what stands before a final status (report/blockers) */
    bool needs_no_timestamp;                   /* the laboratory's configuration says why a final status has none */
} cb_findings;

typedef struct cb_verifying {
    const char *trust;        /* a PEM file with the anchors; NULL: no signer can be known, which fails */
    const char *const *lists; /* files that tell who was revoked: CRLs in PEM or DER, OCSP responses in DER */
    size_t list_count;
    const char *earlier;       /* the folder that the report should supersede; NULL: that is not looked at */
    int64_t now;               /* when certificates are judged, where no timestamp proves another time */
    bool (*interrupted)(void); /* asked again and again: true ends it with CB_INTERNAL; NULL: nobody stops it */
} cb_verifying;

/* True of a failure by which the caller refuses what it holds or has just written: without anchors (`trust` NULL)
 * nobody can be known, so that an unknown signer is none then; everything else must hold. */
bool cb_finding_matters(const cb_finding *finding, const char *trust);

/* Checks a folder, a packed one (.asice) or one PDF. CB_OK means that the checks ran; the verdict is
 * findings->failed == 0. CB_INPUT: a file of `with` is none. */
cb_status cb_verify_with(cb_arena *arena, const char *path, const cb_verifying *with, cb_findings *out,
                         cb_error *e) CB_MUST_USE;
/* The same without lists. */
cb_status cb_verify(cb_arena *arena, const char *path, const char *trust, int64_t now, cb_findings *out,
                    cb_error *e) CB_MUST_USE;

#endif
