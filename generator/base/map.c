/* map.c: open addressing over FNV-1a; the pairs lie in order of insertion. */
#include "casebound/base/map.h"

#include <string.h>

typedef struct pair {
    const char *key;
    size_t size;
    void *value;
} pair;

struct cb_map {
    cb_arena *arena;
    pair *pairs;
    size_t count, capacity;
    uint32_t *slots; /* index + 1 of a pair, 0 is free */
    size_t slot_count; /* a power of two */
};

enum { FIRST_SLOTS = 16 };

cb_map *cb_map_new(cb_arena *arena) {
    cb_map *map = cb_alloc(arena, sizeof *map);
    if (!map) {
        return NULL;
    }
    map->arena = arena;
    map->slots = cb_alloc_array(arena, FIRST_SLOTS, sizeof *map->slots);
    map->slot_count = FIRST_SLOTS;
    return map->slots ? map : NULL;
}

static size_t hash(cb_str key) {
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < key.n; i++) {
        h = (h ^ (unsigned char)key.s[i]) * 0x100000001b3u;
    }
    return (size_t)(h ^ h >> 32);
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *slot_of(const cb_map *map, cb_str key) {
    size_t mask = map->slot_count - 1;
    for (size_t i = hash(key) & mask;; i = (i + 1) & mask) {
        uint32_t at = map->slots[i];
        if (at == 0) {
            return &map->slots[i];
        }
        const pair *p = &map->pairs[at - 1];
        if (p->size == key.n && (key.n == 0 || memcmp(p->key, key.s, key.n) == 0)) {
            return &map->slots[i];
        }
    }
}

static bool widen(cb_map *map) {
    uint32_t *slots = cb_alloc_array(map->arena, map->slot_count * 2, sizeof *slots);
    if (!slots) {
        return false;
    }
    map->slots = slots;
    map->slot_count *= 2;
    for (size_t i = 0; i < map->count; i++) {
        *slot_of(map, (cb_str){map->pairs[i].key, map->pairs[i].size}) = (uint32_t)(i + 1);
    }
    return true;
}

static void *unconst(const void *pointer) {
    void *plain;
    memcpy(&plain, &pointer, sizeof plain);
    return plain;
}

bool cb_map_set(cb_map *map, cb_str key, const void *value) {
    uint32_t *slot = slot_of(map, key);
    if (*slot) {
        map->pairs[*slot - 1].value = unconst(value);
        return true;
    }
    if (map->count >= UINT32_MAX - 1) {
        return false;
    }
    if ((map->count + 1) * 2 > map->slot_count) {
        if (!widen(map)) {
            return false;
        }
        slot = slot_of(map, key);
    }
    pair *pairs = cb_grow(map->arena, map->pairs, map->count, &map->capacity, sizeof *pairs);
    const char *copy = cb_copy_str(map->arena, key);
    if (!pairs || !copy) {
        return false;
    }
    map->pairs = pairs;
    pairs[map->count++] = (pair){copy, key.n, unconst(value)};
    *slot = (uint32_t)map->count;
    return true;
}

void *cb_map_get(const cb_map *map, cb_str key) {
    uint32_t at = *slot_of(map, key);
    return at ? map->pairs[at - 1].value : NULL;
}

bool cb_map_has(const cb_map *map, cb_str key) {
    return *slot_of(map, key) != 0;
}

size_t cb_map_size(const cb_map *map) {
    return map->count;
}

const char *cb_map_key(const cb_map *map, size_t i) {
    return map->pairs[i].key;
}

void *cb_map_value(const cb_map *map, size_t i) {
    return map->pairs[i].value;
}
