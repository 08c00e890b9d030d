/* archive.c: an archive timestamp over a whole case folder. ASiC's own form is chosen over CAdES's
 * archive-time-stamp-v3: a file with digests and a token over its bytes are checked by sha256sum and `openssl ts
 * -verify`, and nothing that was there before changes. */
#include "casebound/seal/archive.h"

#include "casebound/base/file.h"
#include "casebound/folder/folder.h"
#include "casebound/seal/pem.h"
#include "seal/cms.h"

enum { LIST_MAX = 16 << 20 };

static unsigned next_number(cb_arena *arena, const cb_bundle *bundle) {
    unsigned n = 1;
    for (const char *path; n <= CB_ARCHIVES; n++) {
        path = cb_archive_manifest_path(arena, n);
        if (!path || !cb_bundle_find(bundle, path)) {
            break;
        }
    }
    return n;
}

/* Of PEM the lists alone: what else stands in a file is not the report's. Whether they are good is for verify to judge.
 */
static cb_status read_list(cb_arena *arena, const char *path, cb_str *out, cb_error *e) {
    static const char *const labels[] = {CB_PEM_LIST, NULL};
    cb_str bytes, lists;
    cb_status s = cb_file_read(arena, path, LIST_MAX, &bytes, e);
    if (s == CB_OK) {
        s = cb_pem_again(arena, bytes, labels, path, &lists, e);
    }
    if (s == CB_OK) {
        *out = lists.n ? lists : bytes;
    }
    return s;
}

static cb_status add_lists(cb_arena *arena, cb_bundle *bundle, unsigned n, const char *const *lists, size_t count,
                           cb_error *e) {
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        cb_str bytes;
        const char *name = cb_format(arena, CB_REVOCATION_PREFIX "%03u-%zu", n, i + 1);
        s = name ? read_list(arena, lists[i], &bytes, e) : cb_fail_memory(e);
        if (s == CB_OK) {
            s = cb_bundle_add(arena, bundle, name, bytes, "application/octet-stream", e);
        }
    }
    return s;
}

cb_status cb_archive_add(cb_arena *arena, cb_bundle *bundle, const cb_stamper *stamper, const char *const *lists,
                         size_t count, cb_error *e) {
    cb_str manifest, token;
    unsigned n = next_number(arena, bundle);
    if (n > CB_ARCHIVES) {
        return cb_fail(e, CB_SEAL, "the folder has %d archive timestamps; it can take no more", CB_ARCHIVES);
    }
    const char *path = cb_archive_manifest_path(arena, n), *stamp = cb_archive_stamp_path(arena, n);
    cb_status s = path && stamp ? add_lists(arena, bundle, n, lists, count, e) : cb_fail_memory(e);
    if (s == CB_OK) {
        s = cb_archive_manifest_make(arena, bundle, n, &manifest, e);
    }
    if (s == CB_OK) {
        s = cb_stamp_make(arena, stamper, &manifest, 1, &token, e);
    }
    if (s == CB_OK) {
        s = cb_bundle_add(arena, bundle, path, manifest, "text/xml", e);
    }
    return s == CB_OK ? cb_bundle_add(arena, bundle, stamp, token, "application/vnd.etsi.timestamp-token", e) : s;
}
