/* memory.h: the process's memory. */
#ifndef CASEBOUND_BASE_MEMORY_H
#define CASEBOUND_BASE_MEMORY_H

/* Gives what was freed back to the system: behind a step that held much. The C library keeps it else, and what the next
 * step asks for in larger pieces comes on top. */
void cb_memory_trim(void);

#endif
