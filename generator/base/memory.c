/* memory.c: what the C library keeps of freed memory (malloc_trim of glibc; nothing elsewhere), and whether it refused
 * some. */
#include "casebound/base/memory.h"

#include <errno.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void cb_memory_trim(void) {
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}

void cb_memory_watch(void) {
    errno = 0;
}

bool cb_memory_refused(void) {
    return errno == ENOMEM;
}
