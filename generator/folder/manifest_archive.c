/* manifest_archive.c: the manifest that an archive timestamp stamps (ASiCArchiveManifest, ETSI EN 319 162-1 annex A.7):
 * it has the form of the others and lists the container's own files too. */
#include "casebound/folder/folder.h"

#include "folder/manifest.h"
#include <stdlib.h>
#include <string.h>

#define TIMESTAMP_TYPE "application/vnd.etsi.timestamp-token"

static int by_name(const void *a, const void *b) {
    const cb_bundle_file *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

char *cb_archive_manifest_path(cb_arena *arena, unsigned n) {
    return cb_format(arena, CB_MANIFEST_FOLDER "ASiCArchiveManifest%03u.xml", n);
}

char *cb_archive_stamp_path(cb_arena *arena, unsigned n) {
    return cb_format(arena, CB_MANIFEST_FOLDER "timestamp%03u.tst", n);
}

static cb_status add_all(cb_arena *arena, const cb_bundle *bundle, cb_buf *out, cb_error *e) {
    size_t count = 0;
    const cb_bundle_file **files = cb_alloc_array(arena, bundle->count + 1, sizeof *files);
    if (!files) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < bundle->count; i++) {
        if (strcmp(bundle->files[i].name, "mimetype") != 0) {
            files[count++] = &bundle->files[i];
        }
    }
    qsort(files, count, sizeof *files, by_name);
    cb_status s = count ? CB_OK : cb_fail(e, CB_INTERNAL, "a manifest needs at least one file");
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = cb_manifest_reference(out, files[i], e);
    }
    return s;
}

cb_status cb_archive_manifest_make(cb_arena *arena, const cb_bundle *bundle, unsigned n, cb_str *out, cb_error *e) {
    cb_buf b;
    const char *stamp = cb_archive_stamp_path(arena, n);
    if (!stamp) {
        return cb_fail_memory(e);
    }
    cb_buf_init(&b, CB_MANIFEST_MAX);
    cb_buf_printf(&b,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ASiCManifest xmlns=\"" CB_MANIFEST_ASIC
                  "\" xmlns:ds=\"" CB_MANIFEST_DSIG "\">\n  <SigReference URI=\"%s\" MimeType=\"" TIMESTAMP_TYPE
                  "\"/>\n",
                  stamp);
    cb_status s = add_all(arena, bundle, &b, e);
    cb_buf_text(&b, "</ASiCManifest>\n");
    if (s == CB_OK) {
        s = cb_buf_status(&b, e);
    }
    if (s == CB_OK) {
        *out = (cb_str){cb_copy_str(arena, cb_buf_view(&b)), b.size};
        s = out->s ? CB_OK : cb_fail_memory(e);
    }
    cb_buf_free(&b);
    return s;
}
