/* manifest_fuzz.c: any bytes are refused, or give names inside the folder, each once. */
#include "casebound/folder/folder.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const cb_manifest *m) {
    if (!m->signature || strncmp(m->signature, "META-INF/", 9) != 0 || m->count == 0) {
        abort();
    }
    for (size_t i = 0; i < m->count; i++) {
        const char *name = m->entries[i].name;
        if (!*name || *name == '/' || strstr(name, "//") || strchr(name, '\\') || strcmp(name, "..") == 0 ||
            strncmp(name, "../", 3) == 0 || strstr(name, "/../")) {
            abort();
        }
        for (size_t k = 0; i < 64 && k < i; k++) {
            if (strcmp(name, m->entries[k].name) == 0) {
                abort();
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new((size_t)64 << 20);
    cb_manifest manifest;
    cb_error e = {0};
    if (arena && cb_manifest_read(arena, (cb_str){(const char *)data, size}, &manifest, &e) == CB_OK) {
        check(&manifest);
    } else if (!e.text[0]) {
        abort();
    }
    cb_arena_free(arena);
    return 0;
}
