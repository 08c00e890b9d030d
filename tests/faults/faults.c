/* faults.c: preloaded into the program under test (LD_PRELOAD), makes one call of a kind fail, or all from one on.
 * Other libraries' calls count as well: what they swallow must not become a report with something missing. So do the
 * C library's own allocations (strdup, asprintf, opendir); mappings (mmap) do not: no part of a build asks for one.
 *
 * FAULT=malloc:120     the 120th allocation returns NULL
 * FAULT=write:7+       the 7th write and all behind it find the disk full
 * FAULT=interrupt:5    the 5th read is met by a SIGINT; terminate:5, by a SIGTERM
 * FAULT_EACH=…         each allocation of one run: trial.h
 * FAULT_COUNTS=FILE    at exit, "KIND COUNT" of each kind, one a line; "early COUNT": allocations of
 *                      libraries while they are loaded, before main(), which are counted and do not fail; "numbered
 *                      COUNT": trial.h */
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "trial.h"

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

typedef enum kind { MALLOC, WRITE, FSYNC, RENAME, MKDIR, CLOSE, INTERRUPT, TERMINATE, KINDS } kind;
static const char *const names[KINDS] = {"malloc", "write", "fsync",     "rename",
                                         "mkdir",  "close", "interrupt", "terminate"};

static atomic_ulong counts[KINDS];
static unsigned long first[KINDS]; /* 0: none fails */
static bool onward[KINDS];
static unsigned long early;
static bool ended; /* what is asked for from here on is this library's own */

__attribute__((constructor)) static void read_wish(void) {
    trial_read_wish();
    early = atomic_load(&counts[MALLOC]);
    const char *wish = getenv("FAULT");
    const char *colon = wish ? strchr(wish, ':') : NULL;
    for (int i = 0; colon && i < KINDS; i++) {
        if ((size_t)(colon - wish) == strlen(names[i]) && strncmp(wish, names[i], strlen(names[i])) == 0) {
            char *end;
            first[i] = strtoul(colon + 1, &end, 10);
            onward[i] = *end == '+';
        }
    }
}

__attribute__((destructor)) static void write_counts(void) {
    ended = true;
    const char *path = getenv("FAULT_COUNTS");
    FILE *out = path && !trial_is_one() ? fopen(path, "w") : NULL;
    for (int i = 0; out && i < KINDS; i++) {
        fprintf(out, "%s %lu\n", names[i], atomic_load(&counts[i]));
    }
    if (out) {
        fprintf(out, "early %lu\nnumbered %lu\n", early, trial_count());
        fclose(out);
    }
}

static bool fails(kind k) {
    if (ended) {
        return false;
    }
    unsigned long n = atomic_fetch_add(&counts[k], 1) + 1;
    if (k == MALLOC && trial_begins(n)) {
        first[MALLOC] = n;
        onward[MALLOC] = trial_goes_on();
    }
    return first[k] && (n == first[k] || (onward[k] && n > first[k]));
}

static void *refuse(void) {
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t size) {
    return fails(MALLOC) ? refuse() : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return fails(MALLOC) ? refuse() : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    return fails(MALLOC) ? refuse() : __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return fails(MALLOC) ? refuse() : __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size) {
    return fails(MALLOC) ? refuse() : __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    void *block = fails(MALLOC) ? NULL : __libc_memalign(alignment, size);
    if (!block) {
        return ENOMEM;
    }
    *out = block;
    return 0;
}

/* The next definition behind this library; the detour keeps ISO C content about a function in a void pointer. */
static void next_of(const char *name, void *function, size_t size) {
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(function, &found, size);
}

static void signal_at(kind k, int number) {
    if (fails(k)) {
        kill(getpid(), number);
    }
}

ssize_t read(int fd, void *bytes, size_t size) {
    ssize_t (*next)(int, void *, size_t);
    next_of("read", &next, sizeof next);
    signal_at(INTERRUPT, SIGINT);
    signal_at(TERMINATE, SIGTERM);
    return next(fd, bytes, size);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at) {
    ssize_t (*next)(int, void *, size_t, off_t);
    next_of("pread", &next, sizeof next);
    signal_at(INTERRUPT, SIGINT);
    signal_at(TERMINATE, SIGTERM);
    return next(fd, bytes, size, at);
}

ssize_t write(int fd, const void *bytes, size_t size) {
    ssize_t (*next)(int, const void *, size_t);
    next_of("write", &next, sizeof next);
    if (fd > STDERR_FILENO && fails(WRITE)) {
        errno = ENOSPC;
        return -1;
    }
    return next(fd, bytes, size);
}

int fsync(int fd) {
    int (*next)(int);
    next_of("fsync", &next, sizeof next);
    if (fails(FSYNC)) {
        errno = EIO;
        return -1;
    }
    return next(fd);
}

int close(int fd) {
    int (*next)(int);
    next_of("close", &next, sizeof next);
    if (fd > STDERR_FILENO && fails(CLOSE)) { /* the descriptor is gone even where close reports an error */
        (void)next(fd);
        errno = EIO;
        return -1;
    }
    return next(fd);
}

static int fail_with(int why) {
    errno = why;
    return -1;
}

int rename(const char *from, const char *to) {
    int (*next)(const char *, const char *);
    next_of("rename", &next, sizeof next);
    return fails(RENAME) ? fail_with(EIO) : next(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    int (*next)(int, const char *, int, const char *, unsigned);
    next_of("renameat2", &next, sizeof next);
    return fails(RENAME) ? fail_with(EIO) : next(from_folder, from, to_folder, to, flags);
}

int mkdir(const char *path, mode_t mode) {
    int (*next)(const char *, mode_t);
    next_of("mkdir", &next, sizeof next);
    return fails(MKDIR) ? fail_with(ENOSPC) : next(path, mode);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *with) {
    int (*next)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    next_of("pthread_create", &next, sizeof next);
    return trial_forbids_threads() ? EAGAIN : next(thread, attributes, run, with);
}
