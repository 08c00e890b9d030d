/* growing.h: how a folder that is published grows: beside itself, verified, and put in place in one step. Private to
 * cli.
 */
#ifndef CASEBOUND_GENERATOR_CLI_GROWING_H
#define CASEBOUND_GENERATOR_CLI_GROWING_H

#include "casebound/cli/command.h"

typedef struct cb_growing {
    const char *folder; /* without a slash at its end */
    const char *what;   /* "sign-off" */
    /* Fills the empty folder `partial` with the whole new state and verifies it. */
    cb_status (*make)(void *who, const char *partial, cb_error *e);
    void *who;
} cb_growing;

/* Under a lock, which is the folder "FOLDER.partial" made before anything is read: two at a time cannot lose one
 * another's work. When `make` is done the two folders take each other's names, and the old one goes. CB_INPUT: no
 * folder. CB_FILE: something else is at work on it, or was killed. */
cb_status cb_folder_grow(cb_arena *arena, const cb_growing *growing, cb_error *e) CB_MUST_USE;

/* "reports/FAM-0042-r1/" without what it ends with: its sibling is named from it. NULL when memory is out. */
const char *cb_folder_trimmed(cb_arena *arena, const char *path) CB_MUST_USE;

#endif
