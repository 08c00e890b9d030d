/* versions.h: what made a report. */
#ifndef CASEBOUND_CLI_VERSIONS_H
#define CASEBOUND_CLI_VERSIONS_H

#include "casebound/arrange/arrange.h"

/* casebound and each library as it runs, in a fixed order; owned by the arena. */
cb_status cb_versions(cb_arena *arena, const cb_software **out, size_t *count, cb_error *e) CB_MUST_USE;

#endif
