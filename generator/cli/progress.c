/* progress.c: records and records a second, redrawn in place. */
#include "casebound/cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "casebound/base/log.h"

enum { EVERY_MS = 200 };

static int64_t milliseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void cb_progress_start(cb_progress *p) {
    p->shown = cb_log_get() != CB_QUIET && isatty(STDERR_FILENO) == 1;
    p->started = p->shown ? milliseconds() : 0;
    p->last = p->started;
}

/* Before that much of the file was read, nobody can tell. */
static const double SHARE_TOLD = 0.01;

void cb_progress_step(cb_progress *p, uint64_t records, double share) {
    if (!p->shown) {
        return;
    }
    int64_t now = milliseconds();
    if (now - p->last < EVERY_MS) {
        return;
    }
    p->last = now;
    double seconds = (double)(now - p->started) / 1000.0;
    fprintf(stderr, "\r%llu records read, %.0f a second", (unsigned long long)records, (double)records / seconds);
    if (share >= SHARE_TOLD) {
        int64_t left = (int64_t)(seconds / share - seconds + 0.5);
        fprintf(stderr, ", %lld:%02d left", (long long)(left / 60), (int)(left % 60));
    }
    fputs(" \033[K", stderr);
    fflush(stderr);
}

void cb_progress_end(cb_progress *p) {
    if (p->shown) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
}
