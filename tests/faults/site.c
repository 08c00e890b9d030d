/* site.c: a table of stacks by the digest of their return addresses. Nothing here allocates, looking at a stack aside,
 * whose own allocations are let pass. */
#include "site.h"

#include <execinfo.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

enum { FRAMES = 16, SLOTS = 1 << 17, FULL = 125 };

typedef struct site {
    uint64_t digest; /* 0: free */
    unsigned seen;
} site;

static site sites[SLOTS];
static unsigned long count;
static bool prepared, looking;

void site_prepare(void) {
    void *frame;
    (void)backtrace(&frame, 1);
    prepared = true;
}

/* FNV-1a over whole addresses, and a shift, as the lowest bits choose the slot. */
static uint64_t digest_of_stack(void) {
    void *frames[FRAMES];
    uint64_t digest = 0xcbf29ce484222325U;
    int depth = backtrace(frames, FRAMES);
    for (int i = 0; i < depth; i++) {
        digest = (digest ^ (uintptr_t)frames[i]) * 0x100000001b3U;
        digest ^= digest >> 29;
    }
    return digest ? digest : 1;
}

static site *find(uint64_t digest) {
    size_t at = digest % SLOTS;
    while (sites[at].digest && sites[at].digest != digest) {
        at = (at + 1) % SLOTS;
    }
    if (!sites[at].digest) {
        sites[at].digest = digest;
        if (++count == SLOTS) {
            _exit(FULL);
        }
    }
    return &sites[at];
}

bool site_is_rare(unsigned times) {
    if (!prepared || looking) {
        return false;
    }
    looking = true;
    uint64_t digest = digest_of_stack();
    looking = false;
    return find(digest)->seen++ < times;
}

unsigned long site_count(void) {
    return count;
}
