/* filters_test.h: the cases that stand beside profiles, run. */
#ifndef CASEBOUND_CLI_FILTERS_TEST_H
#define CASEBOUND_CLI_FILTERS_TEST_H

#include "casebound/judge/filter_tests.h"

/* What became of the cases so far, and who is told of each: "ok" or "FAIL", profile, case, and what is wrong, with tabs
 * between them. */
typedef struct cb_filters_tally {
    void (*tell)(void *who, bool ok, const char *line);
    void *who;
    size_t cases, failed;
} cb_filters_tally;

/* Runs the cases that stand beside the profile, in NAME.tests.lua. `wanted` is a name or a path. Without such a file
 * nothing is run: CB_USAGE where it is `required`. The tally counts on. Fails where no case can be run at all. */
cb_status cb_filters_test(cb_arena *arena, const char *share, const char *wanted, bool required,
                          cb_filters_tally *tally, cb_error *e) CB_MUST_USE;
/* The same for all profiles of the share folder, by name. */
cb_status cb_filters_test_all(cb_arena *arena, const char *share, cb_filters_tally *tally, cb_error *e) CB_MUST_USE;

#endif
