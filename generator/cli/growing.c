/* growing.c: a published folder takes the place of itself. */
#include "growing.h"

#include <string.h>

#include "casebound/base/file.h"
#include "pipeline.h"

static cb_status make_and_exchange(const cb_growing *g, const char *partial, cb_error *e) {
    cb_status s = g->make(g->who, partial, e);
    if ((s == CB_OK || s == CB_INTERNAL) && cb_interrupted()) {
        cb_error_clear(e); /* what verify says of it */
        s = cb_fail(e, CB_INTERNAL, "interrupted; %s is as it was", g->folder);
    }
    return s == CB_OK ? cb_folder_exchange(partial, g->folder, e) : s;
}

cb_status cb_folder_grow(cb_arena *arena, const cb_growing *g, cb_error *e) {
    const char *partial = cb_format(arena, "%s.partial", g->folder);
    if (!partial) {
        return cb_fail_memory(e);
    }
    if (!cb_file_is_folder(g->folder)) {
        return cb_fail(e, CB_INPUT, "%s: is no folder of a report", g->folder);
    }
    if (cb_file_exists(partial)) {
        return cb_fail(e, CB_FILE, "%s: another %s is at work, or was killed; if it was, remove that folder", partial,
                       g->what);
    }
    cb_status s = cb_folder_make(partial, e);
    if (s != CB_OK) {
        return s;
    }
    s = make_and_exchange(g, partial, e);
    cb_error second = {0};
    cb_status removed = cb_folder_remove(partial, &second);
    return s == CB_OK && removed != CB_OK
               ? cb_fail(e, removed, "%s: the %s is done; the folder as it was before could not be removed: %s",
                         g->folder, g->what, second.text)
               : s;
}

const char *cb_folder_trimmed(cb_arena *arena, const char *path) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') {
        n--;
    }
    return cb_copy_n(arena, path, n);
}
