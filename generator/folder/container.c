/* container.c: a case folder as a ZIP: made by libzip, read from its own bytes (zip_form.h). */
#include "casebound/folder/container.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>
#define ZLIB_CONST
#include <zlib.h>

#include "casebound/folder/folder.h"
#include "folder/zip_form.h"

#define MIMETYPE "mimetype"
#define LOCAL_HEADER "PK\3\4"

enum {
    DOS_DATE = 1 << 5 | 1, /* 1980-01-01 */
    LOCAL_HEADER_SIZE = 30,
    DEFLATE_MOST = 1032 /* bytes for which one deflated byte can stand */
};

static int by_name(const void *a, const void *b) {
    const cb_bundle_file *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static void sort(cb_bundle *bundle) {
    if (bundle->count > 0) {
        qsort(bundle->files, bundle->count, sizeof *bundle->files, by_name);
    }
}

static bool is_above(const cb_entry *entries, size_t count, size_t folder) {
    size_t n = strlen(entries[folder].path);
    for (size_t i = 0; i < count; i++) {
        if (strncmp(entries[i].path, entries[folder].path, n) == 0 && entries[i].path[n] == '/') {
            return true;
        }
    }
    return false;
}

static cb_status add_entry(cb_arena *arena, const char *path, const cb_entry *entry, size_t *left, cb_bundle *out,
                           cb_error *e) {
    cb_str bytes = {NULL, 0};
    char *full = cb_path_join(arena, path, entry->path);
    cb_status s = full ? cb_file_read(arena, full, *left, &bytes, e) : cb_fail_memory(e);
    if (s == CB_OK) {
        *left -= bytes.n;
        s = cb_bundle_add(arena, out, entry->path, bytes, "", e);
    }
    return s;
}

cb_status cb_folder_read(cb_arena *arena, const char *path, cb_bundle *out, cb_error *e) {
    const cb_entry *entries = NULL;
    size_t count = 0, left = CB_CONTAINER_MAX;
    *out = (cb_bundle){0};
    cb_status s = cb_folder_list(arena, path, &entries, &count, e);
    if (s == CB_OK && count > CB_CONTAINER_FILES) {
        s = cb_fail(e, CB_FILE, "%s: more than %d files", path, CB_CONTAINER_FILES);
    }
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        if (entries[i].kind == 'f') {
            s = add_entry(arena, path, &entries[i], &left, out, e);
        } else if (entries[i].kind != 'd' || !is_above(entries, count, i)) {
            s = cb_fail(e, CB_FILE, "%s/%s: is %s; a case folder holds files alone", path, entries[i].path,
                        entries[i].kind == 'd' ? "an empty folder" : "a link or a device");
        }
    }
    sort(out);
    return s;
}

static cb_status zip_fail(cb_error *e, zip_error_t *error, cb_status status, const char *name) {
    cb_status s = cb_fail(e, status, "%s: %s", name, zip_error_strerror(error));
    zip_error_fini(error);
    return s;
}

static cb_status archive_fail(cb_error *e, zip_t *zip) {
    const zip_error_t *error = zip_get_error(zip);
    return zip_error_code_zip(error) == ZIP_ER_MEMORY
               ? cb_fail_memory(e)
               : cb_fail(e, CB_INTERNAL, "a container cannot be made: %s", zip_strerror(zip));
}

static cb_status add_file(zip_t *zip, const cb_bundle_file *file, cb_error *e) {
    if (file->written) {
        return cb_fail(e, CB_INTERNAL, "the bytes of %s are not here", file->name);
    }
    zip_source_t *source = zip_source_buffer(zip, file->bytes.n ? file->bytes.s : "", file->bytes.n, 0);
    zip_int64_t at = source ? zip_file_add(zip, file->name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (at < 0) {
        zip_source_free(source);
        return archive_fail(e, zip);
    }
    bool stored = strcmp(file->name, MIMETYPE) == 0;
    bool done = zip_set_file_compression(zip, (zip_uint64_t)at, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0 &&
                zip_file_set_dostime(zip, (zip_uint64_t)at, 0, DOS_DATE, 0) == 0 &&
                zip_file_set_external_attributes(zip, (zip_uint64_t)at, 0, ZIP_OPSYS_DOS, 0) == 0;
    return done ? CB_OK : archive_fail(e, zip);
}

static cb_status add_files(zip_t *zip, const cb_bundle *bundle, cb_error *e) {
    const cb_bundle_file *type = NULL;
    for (size_t i = 0; i < bundle->count; i++) {
        type = strcmp(bundle->files[i].name, MIMETYPE) == 0 ? &bundle->files[i] : type;
    }
    cb_status s = type ? add_file(zip, type, e) : cb_fail(e, CB_INTERNAL, "a container without mimetype");
    for (size_t i = 0; s == CB_OK && i < bundle->count; i++) {
        s = &bundle->files[i] == type ? CB_OK : add_file(zip, &bundle->files[i], e);
    }
    return s;
}

static cb_status take_bytes(cb_arena *arena, zip_source_t *source, cb_str *out, cb_error *e) {
    zip_stat_t stat;
    if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) {
        return cb_fail(e, CB_INTERNAL, "a container cannot be made");
    }
    char *bytes = stat.size <= CB_CONTAINER_MAX ? cb_alloc(arena, (size_t)stat.size + 1) : NULL;
    bool whole = bytes && zip_source_read(source, bytes, stat.size) == (zip_int64_t)stat.size;
    zip_source_close(source);
    *out = (cb_str){bytes, (size_t)stat.size};
    return whole ? CB_OK : bytes ? cb_fail(e, CB_INTERNAL, "a container cannot be read back") : cb_fail_memory(e);
}

cb_status cb_container_make(cb_arena *arena, const cb_bundle *bundle, cb_str *out, cb_error *e) {
    cb_bundle sorted = {0};
    zip_error_t error;
    zip_error_init(&error);
    for (size_t i = 0; i < bundle->count; i++) {
        cb_status s = cb_bundle_add(arena, &sorted, bundle->files[i].name, bundle->files[i].bytes, "", e);
        if (s != CB_OK) {
            return s;
        }
    }
    sort(&sorted);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &error) : NULL;
    if (!zip) {
        zip_source_free(source);
        return zip_fail(e, &error, CB_INTERNAL, "a container cannot be made");
    }
    zip_source_keep(source);
    cb_status s = add_files(zip, &sorted, e);
    if (s == CB_OK && zip_close(zip) != 0) {
        s = archive_fail(e, zip);
    }
    if (s != CB_OK) {
        zip_discard(zip);
    } else {
        s = take_bytes(arena, source, out, e);
    }
    zip_source_free(source);
    return s;
}

bool cb_container_is(cb_str bytes) {
    return bytes.n >= strlen(LOCAL_HEADER) && memcmp(bytes.s, LOCAL_HEADER, strlen(LOCAL_HEADER)) == 0;
}

/* EN 319 162-1 annex A.1: a reader finds the type at fixed places. An extra field would push it away. */
static bool begins_with_type(cb_str bytes) {
    static const char tail[] = MIMETYPE CB_MIMETYPE;
    return bytes.n >= LOCAL_HEADER_SIZE + strlen(tail) && cb_container_is(bytes) && bytes.s[8] == 0 &&
           bytes.s[9] == 0 && memcmp(bytes.s + LOCAL_HEADER_SIZE, tail, strlen(tail)) == 0;
}

typedef struct opening {
    cb_arena *arena;
    const char *name;
    size_t left; /* bytes that may still be unpacked */
    cb_error *e;
} opening;

static cb_status damaged(const opening *o, cb_str name) {
    return cb_fail(o->e, CB_INPUT, "%s: %.*s is damaged or larger than %d bytes in all", o->name, (int)name.n, name.s,
                   CB_CONTAINER_MAX);
}

/* All of the packed bytes make all of the file: what a stream leaves over, another reader could take for an entry. The
 * room has one byte more than the size, so that a longer file is seen. */
static cb_status inflate_into(const opening *o, const cb_zip_entry *entry, char *room) {
    z_stream z = {.next_in = (const Bytef *)entry->packed.s, .avail_in = (uInt)entry->packed.n};
    z.next_out = (Bytef *)room;
    z.avail_out = (uInt)entry->size + 1;
    int said = inflateInit2(&z, -MAX_WBITS);
    if (said == Z_OK) {
        said = inflate(&z, Z_FINISH);
        (void)inflateEnd(&z);
    }
    if (said == Z_MEM_ERROR) {
        return cb_fail_memory(o->e);
    }
    return said == Z_STREAM_END && z.avail_in == 0 && z.total_out == entry->size ? CB_OK : damaged(o, entry->name);
}

static cb_status unpack(opening *o, const cb_zip_entry *entry, cb_str *out) {
    if (entry->size > o->left || (entry->deflated && entry->size / DEFLATE_MOST > entry->packed.n)) {
        return damaged(o, entry->name);
    }
    char *room = cb_alloc(o->arena, (size_t)entry->size + 1);
    if (!room) {
        return cb_fail_memory(o->e);
    }
    cb_status s = CB_OK;
    if (entry->deflated) {
        s = inflate_into(o, entry, room);
    } else if (entry->size > 0) {
        memcpy(room, entry->packed.s, entry->size);
    }
    if (s == CB_OK && crc32(0, (const Bytef *)room, entry->size) != entry->crc) {
        s = damaged(o, entry->name);
    }
    room[entry->size] = '\0';
    o->left -= entry->size;
    *out = (cb_str){room, entry->size};
    return s;
}

static cb_status open_entry(opening *o, const cb_zip_entry *entry, cb_bundle *out) {
    char *name = cb_copy_n(o->arena, entry->name.s, entry->name.n);
    if (!name) {
        return cb_fail_memory(o->e);
    }
    if (cb_bundle_find(out, name)) {
        return cb_fail(o->e, CB_INPUT, "%s: %s stands twice", o->name, name);
    }
    cb_str bytes = {NULL, 0};
    cb_status s = unpack(o, entry, &bytes);
    return s == CB_OK ? cb_bundle_add(o->arena, out, name, bytes, "", o->e) : s;
}

cb_status cb_container_open(cb_arena *arena, cb_str bytes, const char *name, cb_bundle *out, cb_error *e) {
    const cb_zip_entry *entries = NULL;
    size_t count = 0;
    *out = (cb_bundle){0};
    if (bytes.n > CB_CONTAINER_MAX || !begins_with_type(bytes)) {
        return cb_fail(e, CB_INPUT, "%s: is no ASiC-E container: it does not begin with its type, stored", name);
    }
    opening o = {arena, name, CB_CONTAINER_MAX, e};
    cb_status s = cb_zip_entries(arena, bytes, name, &entries, &count, e);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = open_entry(&o, &entries[i], out);
    }
    sort(out);
    return s;
}
