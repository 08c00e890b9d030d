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

static cb_status add(cb_arena *arena, cb_bundle *bundle, const cb_bundle_file *file, cb_error *e) {
    if (!file->name || !name_is_safe(file->name)) {
        return cb_fail(e, CB_INTERNAL, "'%s' is no name for a file of a report", file->name ? file->name : "");
    }
    if (cb_bundle_find(bundle, file->name)) {
        return cb_fail(e, CB_INTERNAL, "the report has two files named '%s'", file->name);
    }
    cb_bundle_file *files = cb_grow(arena, bundle->files, bundle->count, &bundle->capacity, sizeof *files);
    char *copy = cb_copy(arena, file->name);
    if (!files || !copy) {
        return cb_fail_memory(e);
    }
    bundle->files = files;
    files[bundle->count] = *file;
    files[bundle->count++].name = copy;
    return CB_OK;
}

cb_status cb_bundle_add(cb_arena *arena, cb_bundle *bundle, const char *name, cb_str bytes, const char *type,
                        cb_error *e) {
    return add(arena, bundle, &(cb_bundle_file){.name = name, .bytes = bytes, .type = type}, e);
}

cb_status cb_bundle_add_written(cb_arena *arena, cb_bundle *bundle, const char *name, const cb_digest *digest,
                                const char *type, cb_error *e) {
    return add(arena, bundle, &(cb_bundle_file){.name = name, .type = type, .written = true, .digest = *digest}, e);
}
