/* map.h: text to pointer, iterated in order of insertion (never in hash order). */
#ifndef CASEBOUND_BASE_MAP_H
#define CASEBOUND_BASE_MAP_H

#include "casebound/base/arena.h"

typedef struct cb_map cb_map;

cb_map *cb_map_new(cb_arena *arena) CB_MUST_USE; /* NULL when memory is out */
/* Sets a key (copied) to a value (borrowed); false when memory is out. */
bool cb_map_set(cb_map *map, cb_str key, const void *value) CB_MUST_USE;
/* The value, or NULL. */
void *cb_map_get(const cb_map *map, cb_str key);
bool cb_map_has(const cb_map *map, cb_str key);
size_t cb_map_size(const cb_map *map);
/* The i-th inserted pair. */
const char *cb_map_key(const cb_map *map, size_t i);
void *cb_map_value(const cb_map *map, size_t i);

#endif
