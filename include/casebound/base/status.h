/* status.h: how every fallible function of casebound reports.
 *
 * A function that can fail returns a cb_status and, when that is not CB_OK, has written the
 * first cause with its context into the caller's cb_error. The values are the program's exit
 * codes. Only the cli floor prints or exits. */
#ifndef CASEBOUND_BASE_STATUS_H
#define CASEBOUND_BASE_STATUS_H

#include <stddef.h>

#define CB_MUST_USE __attribute__((warn_unused_result))
#define CB_PRINTF(f, a) __attribute__((format(printf, f, a)))

typedef enum cb_status {
    CB_OK = 0,
    CB_FOUND = 1,     /* verify, check or diff found something */
    CB_USAGE = 2,     /* the command line is wrong */
    CB_INPUT = 3,     /* an input was refused */
    CB_FILE = 4,      /* the file system refused */
    CB_FILTER = 5,    /* a profile failed */
    CB_SEAL = 6,      /* a key, certificate or signature failed */
    CB_INTERNAL = 70  /* memory, a library, or a defect of ours */
} cb_status;

enum { CB_ERROR_TEXT = 1024 };

typedef struct cb_error {
    cb_status status;
    char text[CB_ERROR_TEXT]; /* one line, UTF-8, no newline at its end */
} cb_error;

/* Writes the message, unless one stands there already (the first cause wins), and returns status.
 * `e` may be NULL. Characters that could hide or reorder the line, and bytes that are no UTF-8, are written as \xNN. */
cb_status cb_fail(cb_error *e, cb_status status, const char *format, ...) CB_PRINTF(3, 4);

/* As cb_fail, with "FILE line N: " before the message; line 0 leaves the line out. */
cb_status cb_fail_at(cb_error *e, cb_status status, const char *file, long line, const char *format, ...)
    CB_PRINTF(5, 6);

/* CB_INTERNAL "out of memory". */
cb_status cb_fail_memory(cb_error *e);

/* Makes `e` empty before its first use. `cb_error e = {0};` does the same. */
void cb_error_clear(cb_error *e);

#endif
