/* allocate.c: malloc with a switch for fault injection. */
#include "allocate.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "casebound/base/arena.h"

static atomic_long fault_countdown;

void cb_fault_allocation(long n) {
    atomic_store(&fault_countdown, n);
}

static int fails_now(void) {
    if (atomic_load(&fault_countdown) <= 0) {
        return 0;
    }
    return atomic_fetch_sub(&fault_countdown, 1) == 1;
}

void *cb_base_allocate(size_t size) {
    return fails_now() ? NULL : malloc(size);
}

void *cb_base_reallocate(void *block, size_t size) {
    return fails_now() ? NULL : realloc(block, size);
}
