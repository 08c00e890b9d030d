/* near.h: which known name a misspelt one may have meant. */
#ifndef CASEBOUND_BASE_NEAR_H
#define CASEBOUND_BASE_NEAR_H

#include <stddef.h>

enum { CB_NEAR_NAME = 48 };

typedef struct cb_near {
    char name[CB_NEAR_NAME];
    size_t distance; /* of the best so far */
    char best[CB_NEAR_NAME];
    char hint[CB_NEAR_NAME + 32];
} cb_near;

void cb_near_start(cb_near *near, const char *name);
/* Offers a known name; of equally near ones the first in bytewise order stays, whatever the order of the offers. */
void cb_near_try(cb_near *near, const char *known);
/* " (did you mean 'af'?)", or "" when nothing is near. */
const char *cb_near_hint(cb_near *near);

#endif
