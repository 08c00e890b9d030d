/* memory.h: the process's memory. */
#ifndef CASEBOUND_BASE_MEMORY_H
#define CASEBOUND_BASE_MEMORY_H

#include <stdbool.h>

/* Gives what was freed back to the system: behind a step that held much. The C library keeps it else, and what the next
 * step asks for in larger pieces comes on top. */
void cb_memory_trim(void);

/* Some libraries go on where memory is refused to them, say nothing or call it something else. malloc sets errno to
 * ENOMEM then (POSIX), and no function of a library sets it to 0 again (ISO C 7.5). cb_memory_watch stands before calls
 * of such a library, cb_memory_refused right behind them: whether memory was refused to this thread in between. */
void cb_memory_watch(void);
bool cb_memory_refused(void);

#endif
