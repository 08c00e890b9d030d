/* arena.c: blocks that are freed together. */
#include "casebound/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocate.h"

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = alignof(max_align_t), BRIEF = 240 };

typedef struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
} block;

typedef struct deferred {
    struct deferred *next;
    void (*drop)(void *);
    void *handle;
} deferred;

struct cb_arena {
    block *blocks; /* the newest first */
    deferred *deferred;
    size_t cap, used, held; /* bytes: the limit, given out, held in blocks */
};

cb_arena *cb_arena_new(size_t cap) {
    cb_arena *arena = cb_base_allocate(sizeof *arena);
    if (arena) {
        *arena = (cb_arena){.cap = cap};
    }
    return arena;
}

static void run_deferred(cb_arena *arena) {
    while (arena->deferred) {
        deferred *d = arena->deferred;
        arena->deferred = d->next;
        d->drop(d->handle);
    }
}

static void free_blocks(block *b) {
    while (b) {
        block *next = b->next;
        free(b);
        b = next;
    }
}

void cb_arena_free(cb_arena *arena) {
    if (!arena) {
        return;
    }
    run_deferred(arena);
    free_blocks(arena->blocks);
    free(arena);
}

void cb_arena_reset(cb_arena *arena) {
    run_deferred(arena);
    block *kept = arena->blocks;
    if (kept) {
        free_blocks(kept->next);
        kept->next = NULL;
        kept->used = 0;
    }
    arena->used = 0;
    arena->held = kept ? kept->size : 0;
}

static block *new_block(cb_arena *arena, size_t size) {
    size_t wanted = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    if (wanted > SIZE_MAX - sizeof(block)) {
        return NULL;
    }
    block *b = cb_base_allocate(sizeof *b + wanted);
    if (!b) {
        return NULL;
    }
    b->size = wanted;
    b->used = 0;
    b->next = arena->blocks;
    arena->blocks = b;
    arena->held += wanted;
    return b;
}

/* Bytes of any content, *taken of them. */
static void *take(cb_arena *arena, size_t size, size_t *taken) {
    if (size > SIZE_MAX - ALIGNMENT) {
        return NULL;
    }
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (rounded == 0) {
        rounded = ALIGNMENT;
    }
    if (rounded > arena->cap || arena->used > arena->cap - rounded) {
        return NULL;
    }
    block *b = arena->blocks;
    if (!b || b->size - b->used < rounded) {
        b = new_block(arena, rounded);
        if (!b) {
            return NULL;
        }
    }
    void *result = b->bytes + b->used;
    b->used += rounded;
    arena->used += rounded;
    *taken = rounded;
    return result;
}

void *cb_alloc(cb_arena *arena, size_t size) {
    size_t taken = 0;
    void *bytes = take(arena, size, &taken);
    return bytes ? memset(bytes, 0, taken) : NULL;
}

void *cb_alloc_array(cb_arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    return cb_alloc(arena, count * size);
}

char *cb_copy_n(cb_arena *arena, const char *bytes, size_t size) {
    size_t taken;
    char *copy = size < SIZE_MAX ? take(arena, size + 1, &taken) : NULL;
    if (copy && size > 0) {
        memcpy(copy, bytes, size);
    }
    if (copy) {
        copy[size] = '\0';
    }
    return copy;
}

char *cb_copy(cb_arena *arena, const char *text) {
    return cb_copy_n(arena, text, strlen(text));
}

char *cb_copy_str(cb_arena *arena, cb_str text) {
    return cb_copy_n(arena, text.s, text.n);
}

/* Most texts are short, and are formatted once. */
char *cb_format_list(cb_arena *arena, const char *format, va_list arguments) {
    char brief[BRIEF];
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(brief, sizeof brief, format, arguments);
    bool fits = size >= 0 && (size_t)size < sizeof brief;
    char *text = size < 0 ? NULL : fits ? cb_copy_n(arena, brief, (size_t)size) : cb_alloc(arena, (size_t)size + 1);
    if (text && !fits) {
        vsnprintf(text, (size_t)size + 1, format, again);
    }
    va_end(again);
    return text;
}

char *cb_format(cb_arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = cb_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}

cb_status cb_arena_defer(cb_arena *arena, void (*drop)(void *), void *handle, cb_error *e) {
    deferred *d = cb_alloc(arena, sizeof *d);
    if (!d) {
        drop(handle);
        return cb_fail_memory(e);
    }
    d->drop = drop;
    d->handle = handle;
    d->next = arena->deferred;
    arena->deferred = d;
    return CB_OK;
}

size_t cb_arena_used(const cb_arena *arena) {
    return arena->used;
}

void *cb_grow(cb_arena *arena, void *array, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) {
        return array;
    }
    if (*capacity > SIZE_MAX / 2) {
        return NULL;
    }
    size_t wanted = *capacity ? *capacity * 2 : 8;
    void *grown = cb_alloc_array(arena, wanted, size);
    if (!grown) {
        return NULL;
    }
    if (count > 0) {
        memcpy(grown, array, count * size);
    }
    *capacity = wanted;
    return grown;
}
