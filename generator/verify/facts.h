/* facts.h: the digest over the report's facts, which stands in every rendering. */
#ifndef CASEBOUND_VERIFY_FACTS_H
#define CASEBOUND_VERIFY_FACTS_H

#include "casebound/base/digest.h"
#include "verify/finding.h"

enum { CB_REPORT_ID = 200, CB_SEAL_LEVEL = 8 };

typedef struct cb_json_facts {
    char id[CB_REPORT_ID];     /* report/id */
    char level[CB_SEAL_LEVEL]; /* report/seal_level; "" where it is absent */
    bool blocked;              /* report/blockers is not empty */
    bool needs_no_timestamp;   /* report/no_timestamp says why */
    bool withheld;             /* secondary/withheld */
    char superseded[CB_REPORT_ID];           /* report/supersedes, the first: its id; "" where there is none */
    char superseded_facts[CB_SHA256_HEX];    /* and its facts_digest */
    char said[CB_SHA256_HEX];  /* report/facts_digest */
    char made[CB_SHA256_HEX];  /* SHA-256 of the document without white space and without report/facts_digest */
} cb_json_facts;

/* Where bytes come from, in order. `take` gives up to `size` of them, none at the end alone. */
typedef struct cb_pieces {
    cb_status (*take)(void *who, char *room, size_t size, size_t *got, cb_error *e);
    void *who;
} cb_pieces;
/* Bytes that are there as a whole; what was taken goes from `rest`, which is borrowed. */
cb_pieces cb_pieces_of(cb_str *rest);

/* Reads case.json strictly (RFC 8259, no member of the root or of report twice), in pieces: a report of thousands of
 * variants has a hundred megabytes of it. Nothing is taken behind an error. CB_INPUT says what is wrong; a failure of
 * the pieces is given on. */
cb_status cb_json_facts_read(const cb_pieces *json, cb_json_facts *out, cb_error *e) CB_MUST_USE;

/* "##facts_digest=" of variants.tsv: true when it stands once, among the lines that begin with "##". */
bool cb_tsv_facts_read(cb_str tsv, char out[CB_SHA256_HEX]);

/* 64 lower-case hexadecimal digits. */
bool cb_is_digest(cb_str text);

#endif
