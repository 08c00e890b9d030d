/* system.h: the calls whose failure loses data, replaceable one by one for fault injection. Private to base. */
#ifndef CASEBOUND_GENERATOR_BASE_SYSTEM_H
#define CASEBOUND_GENERATOR_BASE_SYSTEM_H

#include <stddef.h>
#include <sys/types.h>

ssize_t cb_system_write(int fd, const void *bytes, size_t size);
int cb_system_fsync(int fd);
int cb_system_close(int fd);
int cb_system_rename(const char *from, const char *to);
int cb_system_exchange(const char *one, const char *other);

#endif
