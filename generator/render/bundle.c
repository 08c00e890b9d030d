/* bundle.c: the files of a report by name. */
#include "casebound/render/bundle.h"

#include <string.h>

/* Relative, without "..", ".", empty parts, backslashes or control characters: nothing that leads out of the folder or
 * reads otherwise there. */
static bool name_is_safe(const char *name) {
    cb_str rest = cb_str_of(name), part;
    for (const char *c = name; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f || *c == '\\') {
            return false;
        }
    }
    while (cb_str_split(&rest, '/', &part)) {
        if (part.n == 0 || cb_str_is(part, ".") || cb_str_is(part, "..")) {
            return false;
        }
    }
    return true;
}

const cb_bundle_file *cb_bundle_find(const cb_bundle *bundle, const char *name) {
    for (size_t i = 0; i < bundle->count; i++) {
        if (strcmp(bundle->files[i].name, name) == 0) {
            return &bundle->files[i];
        }
    }
    return NULL;
}

cb_status cb_bundle_add(cb_arena *arena, cb_bundle *bundle, const char *name, cb_str bytes, const char *type,
                        cb_error *e) {
    if (!name || !name_is_safe(name)) {
        return cb_fail(e, CB_INTERNAL, "'%s' is no name for a file of a report", name ? name : "");
    }
    if (cb_bundle_find(bundle, name)) {
        return cb_fail(e, CB_INTERNAL, "the report has two files named '%s'", name);
    }
    cb_bundle_file *files = cb_grow(arena, bundle->files, bundle->count, &bundle->capacity, sizeof *files);
    char *copy = cb_copy(arena, name);
    if (!files || !copy) {
        return cb_fail_memory(e);
    }
    bundle->files = files;
    bundle->files[bundle->count++] = (cb_bundle_file){copy, bytes, type};
    return CB_OK;
}
