/* manifest_archive.c: the manifest that an archive timestamp stamps (ASiCArchiveManifest, ETSI EN 319 162-1 annex A.7):
 * it has the form of the others and lists the container's own files too. */
#include "casebound/folder/folder.h"

#include "folder/manifest.h"
#include <string.h>

#define TIMESTAMP_TYPE "application/vnd.etsi.timestamp-token"

char *cb_archive_manifest_path(cb_arena *arena, unsigned n) {
    return cb_format(arena, CB_MANIFEST_FOLDER "ASiCArchiveManifest%03u.xml", n);
}

char *cb_archive_stamp_path(cb_arena *arena, unsigned n) {
    return cb_format(arena, CB_MANIFEST_FOLDER "timestamp%03u.tst", n);
}

cb_status cb_archive_manifest_make(cb_arena *arena, const cb_bundle *bundle, unsigned n, cb_str *out, cb_error *e) {
    const char *stamp = cb_archive_stamp_path(arena, n);
    const cb_bundle_file **files = cb_alloc_array(arena, bundle->count + 1, sizeof *files);
    size_t count = 0;
    if (!stamp || !files) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < bundle->count; i++) {
        if (strcmp(bundle->files[i].name, "mimetype") != 0) {
            files[count++] = &bundle->files[i];
        }
    }
    return cb_manifest_write(arena, files, count, stamp, TIMESTAMP_TYPE, out, e);
}
