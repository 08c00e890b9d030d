/* validation.h: the tables that come with a release, by which a laboratory validates it, and the results of its tests
 * (docs/validation.md). */
#ifndef CASEBOUND_READ_VALIDATION_H
#define CASEBOUND_READ_VALIDATION_H

#include "casebound/base/arena.h"

/* matrix.tsv: a requirement and the programs of tests that show it. */
typedef struct cb_requirement {
    const char *id, *floor, *text;
    const char *tests; /* paths in the source, one blank between two; "" for none */
} cb_requirement;
typedef struct cb_matrix {
    const char *version;  /* of casebound */
    cb_requirement *list; /* sorted by id */
    size_t count, capacity;
} cb_matrix;

/* expected.tsv and installed.tsv: what a release claims of a thing: a file's SHA-256, a library's version. A last row
 * "rows", "counted" and a number counts those before, and is not in the list. */
typedef struct cb_claim {
    const char *of; /* "file", "software", "date", or the family whose report has the file */
    const char *name, *value;
} cb_claim;
typedef struct cb_claims {
    const char *version;
    cb_claim *list; /* in the order of the file */
    size_t count, capacity;
} cb_claims;

/* results.tsv: what became of a job of the tests, which may run several programs of tests, and several jobs one. */
typedef struct cb_job {
    const char *name, *tests; /* tests: as of cb_requirement */
    int64_t passed, failed, skipped;
} cb_job;
typedef struct cb_results {
    const char *version;
    cb_job *list;
    size_t count, capacity;
} cb_results;

/* From the bytes of the table `name`, into *out; everything is owned by the arena. CB_INPUT with file and line: another
 * header, a row of other columns, a number that is none, ids that are not sorted or stand twice, a name that is not
 * safe as a path; without a line: no version, no row, no count. */
cb_status cb_matrix_read(cb_arena *arena, cb_str bytes, const char *name, cb_matrix *out, cb_error *e) CB_MUST_USE;
cb_status cb_claims_read(cb_arena *arena, cb_str bytes, const char *name, cb_claims *out, cb_error *e) CB_MUST_USE;
cb_status cb_results_read(cb_arena *arena, cb_str bytes, const char *name, cb_results *out, cb_error *e) CB_MUST_USE;

/* What tests have shown of a requirement. */
typedef enum cb_shown {
    CB_SHOWN_NOT_TOLD, /* no results were given */
    CB_SHOWN_NOT_RUN,  /* a program that shows it did not run, and none failed */
    CB_SHOWN_FAILED,   /* a program that shows it has a failure */
    CB_SHOWN_SKIPPED,  /* nothing passed */
    CB_SHOWN_IN_PART,  /* all ran, none failed, and something was skipped */
    CB_SHOWN_PASSED
} cb_shown;

/* One for each requirement of the matrix, in its order, in the arena; `results` NULL: none were given. */
cb_status cb_matrix_shown(cb_arena *arena, const cb_matrix *matrix, const cb_results *results, const cb_shown **out,
                          cb_error *e) CB_MUST_USE;

#endif
