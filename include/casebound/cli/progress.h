/* progress.h: a line on the terminal while a file is read. Nothing is printed when standard error is no terminal. */
#ifndef CASEBOUND_CLI_PROGRESS_H
#define CASEBOUND_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct cb_progress {
    bool shown;
    int64_t started, last; /* milliseconds of a clock that only goes forward */
} cb_progress;

void cb_progress_start(cb_progress *p);
/* `records` read so far, in this share of the file (0 to 1); redrawn a few times a second, with the time left. */
void cb_progress_step(cb_progress *p, uint64_t records, double share);
/* Takes the line away. */
void cb_progress_end(cb_progress *p);

#endif
