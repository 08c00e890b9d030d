/* fuzz_kit.h: what the fuzz targets of the read floor share. */
#ifndef CASEBOUND_TESTS_FUZZ_KIT_H
#define CASEBOUND_TESTS_FUZZ_KIT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "casebound/base/status.h"
#include "casebound/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(bool true_here) {
    if (!true_here) {
        abort();
    }
}

/* NULL, or UTF-8 to its end. */
static inline void must_be_text(const char *text) {
    must(!text || cb_utf8_valid((cb_str){text, strlen(text)}, NULL));
}

/* A reader gives a value and no message, or refuses in one line. */
static inline void must_answer(cb_status status, const cb_error *e) {
    must(status == CB_OK ? e->text[0] == '\0' : (status == CB_INPUT && e->text[0] && !strchr(e->text, '\n')));
}

static inline bool same_text(const char *a, const char *b) {
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

/* The bytes as a file that has a path and never touches a disk; the descriptor is the caller's to close. */
static inline int file_of(const void *data, size_t size, char path[64]) {
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

#endif
