/* authority.h: asks a timestamp authority by a command of the laboratory's own: the program itself opens no connection.
 */
#ifndef CASEBOUND_CLI_AUTHORITY_H
#define CASEBOUND_CLI_AUTHORITY_H

#include "casebound/base/arena.h"

enum { CB_AUTHORITY_SECONDS = 120 };

/* Runs the command `who` (a const char *, for /bin/sh) with the request on its standard input and takes its standard
 * output, in the arena. CB_SEAL: it cannot be run, fails, says nothing, says more than a response can have, or takes
 * longer than CB_AUTHORITY_SECONDS (it is ended then). */
cb_status cb_authority_ask(void *who, cb_arena *arena, cb_str request, cb_str *response, cb_error *e) CB_MUST_USE;

#endif
