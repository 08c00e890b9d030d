/* trial.h: each allocation of one run fails in turn. Where it is asked for, the process is copied; in the copy that
 * allocation fails, and the copy runs to its end in a folder of its own, while the original waits and then goes on as
 * if nothing had been.
 *
 * FAULT_EACH=STEP:OFFSET:PLACE    the allocations n with n % STEP == OFFSET; PLACE is an empty folder, by its absolute
 * path, that takes what the working folder holds and becomes the copy's working folder; PLACE.out and PLACE.err take
 * what the copy prints, and "crashed in LIBRARY" where it did. With +STEP all allocations behind it fail too. With
 * @TIMES: in front, only the first so many allocations of each call stack (site.h) are numbered.
 * Of each copy two numbers of 64 bits are written to descriptor 198, n and its status as wait(2) has it; the original
 * goes on when a byte comes from descriptor 199. It starts no thread: a copy would not have it. */
#ifndef CASEBOUND_TESTS_TRIAL_H
#define CASEBOUND_TESTS_TRIAL_H

#include <stdbool.h>

void trial_read_wish(void);
/* True in the copy, once: its n-th allocation is to fail. */
bool trial_begins(unsigned long n);
unsigned long trial_count(void); /* allocations that were numbered, where call stacks choose them */
bool trial_goes_on(void);
bool trial_is_one(void); /* this process is a copy */
bool trial_forbids_threads(void);

#endif
