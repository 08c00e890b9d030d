/* manifest_make.c: the ASiC-E manifest of a bundle. */
#include "casebound/folder/folder.h"

#include "folder/manifest.h"
#include "folder/name.h"
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b) {
    const cb_bundle_file *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

/* The folder's contents, and of META-INF the manifests before the n-th. */
static bool is_listed(const cb_bundle *bundle, size_t i, const char *const *before, unsigned n) {
    const char *name = bundle->files[i].name;
    for (unsigned k = 1; k < n; k++) {
        if (strcmp(name, before[k]) == 0) {
            return true;
        }
    }
    return strcmp(name, "mimetype") != 0 && !cb_str_starts(cb_str_of(name), CB_MANIFEST_FOLDER);
}

static cb_status name_manifests(cb_arena *arena, unsigned n, const char **names, cb_error *e) {
    for (unsigned k = 1; k < n; k++) {
        names[k] = cb_manifest_path(arena, k);
        if (!names[k])
            return cb_fail_memory(e);
    }
    return CB_OK;
}

/* Base64 (RFC 4648 section 4) of one SHA-256. */
static void add_digest(cb_buf *out, const cb_digest *digest) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *d = digest->bytes;
    for (int i = 0; i < CB_SHA256; i += 3) {
        unsigned second = i + 1 < CB_SHA256 ? d[i + 1] : 0, third = i + 2 < CB_SHA256 ? d[i + 2] : 0;
        unsigned bits = (unsigned)d[i] << 16 | second << 8 | third;
        cb_buf_char(out, letters[bits >> 18 & 63]);
        cb_buf_char(out, letters[bits >> 12 & 63]);
        cb_buf_char(out, i + 1 < CB_SHA256 ? letters[bits >> 6 & 63] : '=');
        cb_buf_char(out, i + 2 < CB_SHA256 ? letters[bits & 63] : '=');
    }
}

static void add_attribute(cb_buf *out, const char *text) {
    for (const char *c = text; *c; c++) {
        if (*c == '&' || *c == '<' || *c == '"' || (unsigned char)*c < 0x20)
            cb_buf_printf(out, "&#%u;", (unsigned)(unsigned char)*c);
        else
            cb_buf_char(out, *c);
    }
}

static cb_status add_reference(cb_buf *out, const cb_bundle_file *file, cb_error *e) {
    cb_digest digest;
    if (!cb_name_safe(cb_str_of(file->name)))
        return cb_fail(e, CB_INTERNAL, "'%s' is no name for a file of a case folder", file->name);
    cb_status status = CB_OK;
    if (file->written)
        digest = file->digest;
    else
        status = cb_digest_of(file->bytes, &digest, e);
    if (status)
        return status;
    cb_buf_text(out, "  <DataObjectReference URI=\"");
    cb_name_encode(out, file->name);
    cb_buf_text(out, "\" MimeType=\"");
    add_attribute(out, file->type && *file->type ? file->type : cb_name_type(file->name));
    cb_buf_text(out, "\">\n    <ds:DigestMethod Algorithm=\"" CB_MANIFEST_SHA256 "\"/>\n    <ds:DigestValue>");
    add_digest(out, &digest);
    cb_buf_text(out, "</ds:DigestValue>\n  </DataObjectReference>\n");
    return CB_OK;
}

cb_status cb_manifest_write(cb_arena *arena, const cb_bundle_file **files, size_t count, const char *reference,
                            const char *type, cb_str *out, cb_error *e) {
    cb_buf b;
    cb_status status = count ? CB_OK : cb_fail(e, CB_INTERNAL, "a manifest needs at least one file");
    cb_buf_init(&b, CB_MANIFEST_MAX);
    cb_buf_printf(&b,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ASiCManifest xmlns=\"" CB_MANIFEST_ASIC
                  "\" xmlns:ds=\"" CB_MANIFEST_DSIG "\">\n  <SigReference URI=\"%s\" MimeType=\"%s\"/>\n",
                  reference, type);
    if (!status)
        qsort(files, count, sizeof *files, by_name);
    for (size_t i = 0; !status && i < count; i++)
        status = add_reference(&b, files[i], e);
    cb_buf_text(&b, "</ASiCManifest>\n");
    if (!status)
        status = cb_buf_status(&b, e);
    if (!status) {
        *out = (cb_str){cb_copy_str(arena, cb_buf_view(&b)), b.size};
        status = out->s ? CB_OK : cb_fail_memory(e);
    }
    cb_buf_free(&b);
    return status;
}

cb_status cb_manifest_make(cb_arena *arena, const cb_bundle *bundle, cb_str *out, cb_error *e) {
    return cb_manifest_make_nth(arena, bundle, 1, out, e);
}

cb_status cb_manifest_make_nth(cb_arena *arena, const cb_bundle *bundle, unsigned n, cb_str *out, cb_error *e) {
    const char *before[CB_ADDITIONS + 1];
    const char *signature = n >= 1 && n <= CB_ADDITIONS ? cb_signature_path(arena, n) : NULL;
    const cb_bundle_file **files = cb_alloc_array(arena, bundle->count + 1, sizeof *files);
    size_t count = 0;
    if (n > CB_ADDITIONS)
        return cb_fail(e, CB_INTERNAL, "more than %d manifests", CB_ADDITIONS);
    cb_status status = signature && files ? name_manifests(arena, n, before, e) : cb_fail_memory(e);
    for (size_t i = 0; !status && i < bundle->count; i++)
        if (is_listed(bundle, i, before, n))
            files[count++] = &bundle->files[i];
    return status ? status : cb_manifest_write(arena, files, count, signature, CB_MANIFEST_SIGNATURE_TYPE, out, e);
}
