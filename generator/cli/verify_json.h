/* verify_json.h: what verify found, as JSON. Private to cli. */
#ifndef CASEBOUND_GENERATOR_CLI_VERIFY_JSON_H
#define CASEBOUND_GENERATOR_CLI_VERIFY_JSON_H

#include "casebound/verify/verify.h"

/* One document with a final newline, in the arena: docs/verify.md, "The answer as JSON". */
cb_status cb_verify_json(cb_arena *arena, const cb_findings *found, const char *path, cb_str *out,
                         cb_error *e) CB_MUST_USE;

#endif
