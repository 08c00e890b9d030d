/* container_fuzz.c: any bytes are opened as a packed report; what is opened is the same when it is packed and opened
 * again. */
#include "casebound/folder/container.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const cb_bundle *a, const cb_bundle *b) {
    bool is = a->count == b->count;
    for (size_t i = 0; is && i < a->count; i++) {
        is = strcmp(a->files[i].name, b->files[i].name) == 0 && cb_str_same(a->files[i].bytes, b->files[i].bytes);
    }
    return is;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new((size_t)512 << 20);
    cb_bundle once = {0}, twice = {0};
    cb_str packed;
    cb_error e = {0};
    if (arena && cb_container_open(arena, (cb_str){(const char *)data, size}, "fuzz.asice", &once, &e) == CB_OK &&
        (cb_container_make(arena, &once, &packed, &e) != CB_OK ||
         cb_container_open(arena, packed, "again.asice", &twice, &e) != CB_OK || !same(&once, &twice))) {
        abort();
    }
    cb_arena_free(arena);
    return 0;
}
