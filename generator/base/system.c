/* system.c: write, fsync, close and rename with a switch for fault injection. */
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "casebound/base/file.h"

static atomic_long fault_countdown;

void cb_fault_system(long n) {
    atomic_store(&fault_countdown, n);
}

static bool fails_now(void) {
    if (atomic_load(&fault_countdown) <= 0 || atomic_fetch_sub(&fault_countdown, 1) != 1) {
        return false;
    }
    errno = ENOSPC;
    return true;
}

ssize_t cb_system_write(int fd, const void *bytes, size_t size) {
    return fails_now() ? -1 : write(fd, bytes, size);
}

int cb_system_fsync(int fd) {
    return fails_now() ? -1 : fsync(fd);
}

int cb_system_close(int fd) {
    int result = close(fd);
    return fails_now() ? -1 : result;
}

int cb_system_rename(const char *from, const char *to) {
    if (fails_now()) {
        return -1;
    }
    /* RENAME_NOREPLACE makes "refuse an existing target" one step; file systems without it give EINVAL. */
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return -1;
    }
    if (access(to, F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(from, to);
}

int cb_system_exchange(const char *one, const char *other) {
    return fails_now() ? -1 : renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}
