/* site.h: call stacks from which memory is asked for. Hundreds of thousands of allocations of one run come from some
 * thousands of them. */
#ifndef CASEBOUND_TESTS_SITE_H
#define CASEBOUND_TESTS_SITE_H

#include <stdbool.h>

/* Loads what the first look at a stack needs. To be called before main(). */
void site_prepare(void);
/* True where the nearest 16 callers have been here fewer than so many times. One thread alone may call it. */
bool site_is_rare(unsigned times);
/* The number of stacks that site_is_rare has seen. */
unsigned long site_count(void);

#endif
