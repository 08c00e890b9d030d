/* bundle.h: the files that render gives to folder: names and bytes. */
#ifndef CASEBOUND_RENDER_BUNDLE_H
#define CASEBOUND_RENDER_BUNDLE_H

#include "casebound/base/arena.h"
#include "casebound/base/digest.h"

typedef struct cb_bundle_file {
    const char *name; /* relative, '/' between parts: "FAM-0042-r1.html", "used/case.yaml" */
    cb_str bytes;
    const char *type; /* media type */
    bool written;     /* it was written into the folder while it was made: there are no bytes here but their digest */
    cb_digest digest; /* of a written one */
} cb_bundle_file;

typedef struct cb_bundle {
    cb_bundle_file *files;
    size_t count, capacity;
} cb_bundle;

/* Adds a file; bytes are borrowed and must live as long as the bundle. A name twice, absolute or with "..":
 * CB_INTERNAL. */
cb_status cb_bundle_add(cb_arena *arena, cb_bundle *bundle, const char *name, cb_str bytes, const char *type,
                        cb_error *e) CB_MUST_USE;
/* A file that is in its folder already. */
cb_status cb_bundle_add_written(cb_arena *arena, cb_bundle *bundle, const char *name, const cb_digest *digest,
                                const char *type, cb_error *e) CB_MUST_USE;
const cb_bundle_file *cb_bundle_find(const cb_bundle *bundle, const char *name);

#endif
