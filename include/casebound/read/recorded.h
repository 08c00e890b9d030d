/* recorded.h: what a folder says of how it was made: provenance.json and used/build.json. */
#ifndef CASEBOUND_READ_RECORDED_H
#define CASEBOUND_READ_RECORDED_H

#include "casebound/model/case.h"

/* Where a build puts what no input says: the hour of the report, the seal that is printed, which named files were not
 * there. */
#define CB_BUILD_PATH "used/build.json"

typedef struct cb_recorded {
    const char *report;         /* "FAM-0042-r1" */
    const char *date, *facts;   /* of that report, its facts_digest */
    const cb_input *inputs;
    size_t input_count;
    const char **software_names, **software_versions; /* casebound first */
    size_t software_count;
    int64_t created, revision;
    const char *proband;        /* sample id; NULL under a pseudonym */
    const char *pseudonym;      /* or NULL */
    bool calls_changed;
    cb_amends amends;           /* as --supersedes found it; report NULL: that was not given */
    const char *pdfa;           /* "2a", "1b" */
    const char *seal_name, *seal_level; /* NULL: unsealed */
    bool seal_is_test;
    const char **absent;        /* "name\nfile" of what was named and not there; file "" where it is not told */
    size_t absent_count;
} cb_recorded;

/* From the bytes of both files. CB_INPUT with file and place: what is missing or of another kind. */
cb_status cb_recorded_read(cb_arena *arena, cb_str provenance, cb_str build, cb_recorded *out,
                           cb_error *e) CB_MUST_USE;

#endif
