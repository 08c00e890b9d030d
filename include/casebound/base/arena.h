/* arena.h: memory by lifetime (run, case, scratch), with a cap and cleanup callbacks. */
#ifndef CASEBOUND_BASE_ARENA_H
#define CASEBOUND_BASE_ARENA_H

#include "casebound/base/bytes.h"
#include "casebound/base/status.h"

typedef struct cb_arena cb_arena;

/* A new arena that gives at most `cap` bytes. The caller owns it. NULL when memory is out. */
cb_arena *cb_arena_new(size_t cap) CB_MUST_USE;

/* Runs the cleanup callbacks, last registered first, and frees all. NULL is fine. */
void cb_arena_free(cb_arena *arena);

/* As cb_arena_free, but the arena may be used again (its memory is kept for that). */
void cb_arena_reset(cb_arena *arena);

/* `size` zeroed bytes aligned for any object, owned by the arena. NULL when the cap is reached or memory is out. */
void *cb_alloc(cb_arena *arena, size_t size) CB_MUST_USE;

/* `count` zeroed elements of `size` bytes; NULL also on overflow. */
void *cb_alloc_array(cb_arena *arena, size_t count, size_t size) CB_MUST_USE;

/* Copies ending in NUL (not counted). NULL when memory is out. */
char *cb_copy(cb_arena *arena, const char *text) CB_MUST_USE;
char *cb_copy_n(cb_arena *arena, const char *bytes, size_t size) CB_MUST_USE;
char *cb_copy_str(cb_arena *arena, cb_str text) CB_MUST_USE;

/* printf into the arena. NULL when memory is out. */
char *cb_format(cb_arena *arena, const char *format, ...) CB_PRINTF(2, 3) CB_MUST_USE;
char *cb_format_list(cb_arena *arena, const char *format, va_list arguments) CB_PRINTF(2, 0) CB_MUST_USE;

/* Has `drop(handle)` called when the arena is freed or reset. On failure drop is called at once. */
cb_status cb_arena_defer(cb_arena *arena, void (*drop)(void *), void *handle, cb_error *e) CB_MUST_USE;

/* Bytes given so far. */
size_t cb_arena_used(const cb_arena *arena);

/* Grows an arena-owned array so that one more element fits: returns the (possibly moved) array, or NULL when memory is
 * out. *capacity counts elements and is updated. The old block stays in the arena. */
void *cb_grow(cb_arena *arena, void *array, size_t count, size_t *capacity, size_t size) CB_MUST_USE;

/* For fault injection in tests: the n-th allocation of this process from now (1 is the next) fails, arenas and buffers
 * alike; 0 turns it off. */
void cb_fault_allocation(long n);

#endif
