/* allocate.h: the allocations of base, countable and able to fail on demand. Private to base. */
#ifndef CASEBOUND_GENERATOR_BASE_ALLOCATE_H
#define CASEBOUND_GENERATOR_BASE_ALLOCATE_H

#include <stddef.h>

/* As malloc and realloc; NULL also when a test asked for a failure (cb_fault_allocation). */
void *cb_base_allocate(size_t size);
void *cb_base_reallocate(void *block, size_t size);

#endif
