/* filters_test.h: casebound filters test. Private to cli. */
#ifndef CASEBOUND_GENERATOR_CLI_FILTERS_TEST_H
#define CASEBOUND_GENERATOR_CLI_FILTERS_TEST_H

#include "casebound/judge/filter_tests.h"

/* Runs the cases that stand beside the profile, in NAME.tests.lua, and prints a line for each. `wanted` is a name or a
 * path. Without such a file nothing is run: CB_USAGE where it is `required`. `count` and `failed` count on. Fails where
 * no case can be run at all. */
cb_status cb_filters_test(cb_arena *arena, const char *share, const char *wanted, bool required, size_t *count,
                          size_t *failed, cb_error *e) CB_MUST_USE;

#endif
