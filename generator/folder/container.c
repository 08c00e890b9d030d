/* container.c: a case folder as a ZIP, through libzip. */
#include "casebound/folder/container.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "casebound/folder/folder.h"
#include "folder/name.h"

#define MIMETYPE "mimetype"
#define LOCAL_HEADER "PK\3\4"

enum { DOS_DATE = 1 << 5 | 1 /* 1980-01-01 */, LOCAL_HEADER_SIZE = 30, SPOOL = 65536 };

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
    zip_t *zip;
    const char *name;
    size_t left; /* bytes that may still be unpacked */
    cb_error *e;
} opening;

/* Reads no more than is left: the size that an entry claims is nobody's promise. */
static cb_status unpack(opening *o, zip_uint64_t index, const char *name, cb_str *out) {
    zip_file_t *file = zip_fopen_index(o->zip, index, 0);
    if (!file) {
        return cb_fail(o->e, CB_INPUT, "%s: %s cannot be unpacked", o->name, name);
    }
    cb_buf bytes;
    cb_buf_init(&bytes, o->left);
    char part[SPOOL];
    zip_int64_t got;
    while ((got = zip_fread(file, part, sizeof part)) > 0) {
        cb_buf_add(&bytes, part, (size_t)got);
        if (bytes.size + sizeof part > o->left) {
            got = -1;
            break;
        }
    }
    bool whole = got == 0 && zip_fclose(file) == 0;
    if (got != 0) {
        (void)zip_fclose(file);
    }
    cb_status s = cb_buf_status(&bytes, o->e);
    if (s == CB_OK && !whole) {
        s = cb_fail(o->e, CB_INPUT, "%s: %s is damaged or larger than %d bytes in all", o->name, name,
                    CB_CONTAINER_MAX);
    }
    if (s == CB_OK) {
        o->left -= bytes.size;
        char *copy = cb_copy_n(o->arena, bytes.data ? bytes.data : "", bytes.size);
        *out = (cb_str){copy, bytes.size};
        s = copy ? CB_OK : cb_fail_memory(o->e);
    }
    cb_buf_free(&bytes);
    return s;
}

static cb_status open_entry(opening *o, zip_uint64_t index, cb_bundle *out) {
    zip_stat_t stat;
    if (zip_stat_index(o->zip, index, ZIP_FL_ENC_RAW, &stat) != 0 || !stat.name ||
        !cb_name_safe(cb_str_of(stat.name))) {
        return cb_fail(o->e, CB_INPUT, "%s: entry %llu has a name that no file of a case folder may have", o->name,
                       (unsigned long long)index + 1);
    }
    if (stat.encryption_method != ZIP_EM_NONE) {
        return cb_fail(o->e, CB_INPUT, "%s: %s is encrypted as a ZIP entry; decrypt the container as a whole", o->name,
                       stat.name);
    }
    if (cb_bundle_find(out, stat.name)) {
        return cb_fail(o->e, CB_INPUT, "%s: %s stands twice", o->name, stat.name);
    }
    char *name = cb_copy(o->arena, stat.name);
    cb_str bytes = {NULL, 0};
    cb_status s = name ? unpack(o, index, name, &bytes) : cb_fail_memory(o->e);
    return s == CB_OK ? cb_bundle_add(o->arena, out, name, bytes, "", o->e) : s;
}

static cb_status open_entries(opening *o, cb_bundle *out) {
    zip_int64_t count = zip_get_num_entries(o->zip, 0);
    if (count < 1 || count > CB_CONTAINER_FILES) {
        return cb_fail(o->e, CB_INPUT, "%s: holds %lld files; a case folder has 1 to %d", o->name, (long long)count,
                       CB_CONTAINER_FILES);
    }
    cb_status s = CB_OK;
    for (zip_int64_t i = 0; s == CB_OK && i < count; i++) {
        s = open_entry(o, (zip_uint64_t)i, out);
    }
    sort(out);
    return s;
}

cb_status cb_container_open(cb_arena *arena, cb_str bytes, const char *name, cb_bundle *out, cb_error *e) {
    *out = (cb_bundle){0};
    if (bytes.n > CB_CONTAINER_MAX || !begins_with_type(bytes)) {
        return cb_fail(e, CB_INPUT, "%s: is no ASiC-E container: it does not begin with its type, stored", name);
    }
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.s, bytes.n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) : NULL;
    if (!zip) {
        zip_source_free(source);
        return zip_fail(e, &error, CB_INPUT, name);
    }
    opening o = {arena, zip, name, CB_CONTAINER_MAX, e};
    cb_status s = open_entries(&o, out);
    zip_discard(zip);
    return s;
}
