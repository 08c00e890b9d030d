/* filter_tests.h: the cases that a profile carries in NAME.tests.lua: small made-up families, their records, and what
 * must become of each allele. The file is Lua in the profile's own sandbox; docs/filters.md describes it. */
#ifndef CASEBOUND_JUDGE_FILTER_TESTS_H
#define CASEBOUND_JUDGE_FILTER_TESTS_H

#include "casebound/judge/judge.h"

typedef enum cb_wish { CB_NO_WISH, CB_WISH_NO, CB_WISH_YES } cb_wish;

/* What the sum of the points of one reason must be. */
typedef struct cb_expected_points {
    const char *reason;
    cb_wish wish; /* YES: there are some, NO: there are none; NO_WISH: `points` in all */
    double points;
} cb_expected_points;

/* What must become of one allele; what is not said is not asked. */
typedef struct cb_expected {
    const char *key;     /* "1-12345-A-T" */
    const char *dropped; /* key of the rule that drops it, or NULL: it is kept */
    cb_wish rescued, near_miss, shortlisted;
    size_t rank, top; /* its rank, and the last rank that it may have; 0: not asked */
    const char *flag; /* part of the text of a flag, or NULL */
    const cb_expected_points *points;
    size_t point_count;
} cb_expected;

typedef struct cb_filter_test {
    const char *name, *why;
    cb_str vcf, ped, kase; /* whole files: a VCF, a PED, and the case file that names them "case.vcf" and "case.ped" */
    const cb_profile_file *panels; /* whole panel files: "epilepsy.txt" */
    size_t panel_count;
    const cb_expected *expected; /* sorted by key */
    size_t expected_count;
} cb_filter_test;

/* Reads the cases from the file's bytes; `name` is what messages call it ("rare_disease.tests.lua"), `limits` may be
 * NULL. CB_FILTER with file and line. All is owned by the arena. */
cb_status cb_filter_tests_load(cb_arena *arena, cb_str bytes, const char *name, const cb_sandbox_limits *limits,
                               const cb_filter_test **out, size_t *count, cb_error *e) CB_MUST_USE;

#endif
