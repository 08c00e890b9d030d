/* memory.c: what the C library keeps of freed memory (malloc_trim of glibc; nothing elsewhere). */
#include "casebound/base/memory.h"

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void cb_memory_trim(void) {
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}
