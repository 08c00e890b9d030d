/* renew.c: the archive timestamp that a renewal adds. */
#include "renew.h"

#include <string.h>

#include "casebound/folder/container.h"
#include "casebound/folder/folder.h"
#include "casebound/seal/archive.h"
#include "casebound/verify/verify.h"
#include "growing.h"
#include "pipeline.h"

typedef struct work {
    cb_arena *arena;
    const cb_renewal *wish;
} work;

/* What does not hold now would be archived as it is. Without anchors nobody can be known; everything else must hold.
 * With them the new timestamp, where there is one, must prove its time. */
static cb_status look(const work *w, const char *path, const char *refusal, const char *stamp, cb_error *e) {
    cb_findings found = {0};
    const cb_verifying with = {w->wish->trust, w->wish->lists->values, w->wish->lists->count,
                               NULL,           w->wish->now,           cb_interrupted};
    cb_status s = cb_verify_with(w->arena, path, &with, &found, e);
    for (size_t i = 0; s == CB_OK && i < found.count; i++) {
        const cb_finding *f = &found.list[i];
        if (cb_finding_matters(f, w->wish->trust)) {
            s = cb_fail(e, stamp ? CB_SEAL : CB_FOUND, "%s: %s: %s: %s", w->wish->folder, refusal, f->check, f->text);
        } else if (stamp && w->wish->trust && f->kind == CB_FINDING_NOTE && strcmp(f->check, "timestamp") == 0 &&
                   strncmp(f->text, stamp, strlen(stamp)) == 0 && strstr(f->text, "proves nothing")) {
            s = cb_fail(e, CB_SEAL, "%s: %s: %s", w->wish->folder, refusal, f->text);
        }
    }
    return s;
}

static cb_status make(void *who, const char *partial, cb_error *e) {
    const work *w = who;
    cb_bundle bundle = {0};
    cb_status s = look(w, w->wish->folder, "does not verify and is not renewed", NULL, e);
    if (s == CB_OK) {
        s = cb_folder_read(w->arena, w->wish->folder, &bundle, e);
    }
    if (s == CB_OK) {
        s = cb_archive_add(w->arena, &bundle, w->wish->stamper, w->wish->lists->values, w->wish->lists->count, e);
    }
    if (s == CB_OK) {
        s = cb_folder_fill(partial, &bundle, e);
    }
    return s == CB_OK ? look(w, partial, "with this timestamp it would not verify", bundle.files[bundle.count - 1].name,
                             e) /* what was added last */
                      : s;
}

cb_status cb_renew(cb_arena *arena, const cb_renewal *wish, cb_error *e) {
    work w = {arena, wish};
    return cb_folder_grow(arena, &(cb_growing){wish->folder, "renewal", make, &w}, e);
}
