/* folder.h: a case folder as the verifier reads it: every file once, so that what is checked is what was digested. */
#ifndef CASEBOUND_VERIFY_FOLDER_H
#define CASEBOUND_VERIFY_FOLDER_H

#include "casebound/folder/container.h"
#include "casebound/folder/folder.h"
#include "verify/facts.h"
#include "verify/finding.h"
#include "verify/pdf.h"

typedef struct cb_seen_file {
    const char *name;
    cb_digest digest;
    cb_str bytes; /* of files that are looked into, of variants.tsv the first of them; {NULL, 0} of others */
    bool unreadable;
} cb_seen_file;

typedef struct cb_seen {
    const char *path;
    cb_seen_file *files; /* by name */
    size_t count;
    const char *const *folders; /* paths of the folders within */
    size_t folder_count;
    cb_json_facts facts;    /* of case.json, where it is there and could be read */
    cb_status facts_status; /* CB_INPUT: they could not be made of it, no_facts says why */
    cb_error no_facts;
    struct cb_seen_seal *seals; /* the build's, then one for each addition, in order */
    unsigned seal_count;
} cb_seen;

/* A manifest with its signature. */
typedef struct cb_seen_seal {
    const char *name, *signature_name;
    cb_manifest manifest;
    bool has_manifest; /* it could be read and names its own signature */
    bool sealed;       /* the signature is valid, its signer known or not */
    cb_signature signature;
} cb_seen_seal;

/* Reads the folder; links, devices and unreadable files are reported. */
cb_status cb_seen_read(cb_checking *c, const char *path, cb_seen *out, cb_error *e) CB_MUST_USE;
/* The same of a packed folder. A container that cannot be opened is reported, and holds nothing. */
cb_status cb_seen_open(cb_checking *c, const char *name, cb_str bytes, cb_seen *out, cb_error *e) CB_MUST_USE;
const cb_seen_file *cb_seen_find(const cb_seen *seen, const char *name);

/* mimetype and META-INF hold what they should and nothing else. */
void cb_layout_check(cb_checking *c, const cb_seen *seen);
/* Finds the manifests: seals[0], where it is there, and those behind it without a gap. */
cb_status cb_seals_find(cb_checking *c, cb_seen *seen, cb_error *e) CB_MUST_USE;
/* The manifests, their signatures, and every file against all of them. */
cb_status cb_manifest_check(cb_checking *c, cb_seen *seen, cb_error *e) CB_MUST_USE;
/* Each line of audit.jsonl holds the digest of the one before. */
cb_status cb_audit_check(cb_checking *c, const cb_seen *seen, cb_error *e) CB_MUST_USE;
/* The pages, the PDFs and the facts digest in all renderings. */
cb_status cb_content_check(cb_checking *c, const cb_seen *seen, cb_error *e) CB_MUST_USE;

#endif
