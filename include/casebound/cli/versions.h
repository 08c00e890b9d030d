/* versions.h: what made a report. */
#ifndef CASEBOUND_CLI_VERSIONS_H
#define CASEBOUND_CLI_VERSIONS_H

#include "casebound/arrange/arrange.h"
#include "casebound/cli/resources.h"

/* casebound, each library as it runs, and the page templates and the fonts by the first 16 digits of a SHA-256 over
 * those of their files, in a fixed order; owned by the arena. */
cb_status cb_versions(cb_arena *arena, const cb_resources *with, const cb_software **out, size_t *count,
                      cb_error *e) CB_MUST_USE;

#endif
