/* write.c: writes a bundle into a new folder. */
#include "casebound/folder/folder.h"

#include "casebound/base/map.h"
#include "folder/name.h"
#include <string.h>

enum { SCRATCH = 64 << 20 };

/* Makes the folders above a file, so that each can be synced once the files are in it. */
static cb_status make_parents(cb_arena *arena, const char *path, const char *name, cb_map *made, cb_error *e) {
    for (size_t i = 0; name[i]; i++) {
        if (name[i] != '/' || cb_map_has(made, (cb_str){name, i}))
            continue;
        char *part = cb_copy_n(arena, name, i);
        char *folder = part ? cb_path_join(arena, path, part) : NULL;
        if (!folder || !cb_map_set(made, cb_str_of(part), folder))
            return cb_fail_memory(e);
        cb_status status = cb_folder_make(folder, e);
        if (status)
            return status;
    }
    return CB_OK;
}

static cb_status write_one(cb_arena *arena, const char *path, const cb_bundle_file *file, cb_map *made, cb_error *e) {
    if (!cb_name_safe(cb_str_of(file->name)))
        return cb_fail(e, CB_INTERNAL, "'%s' is no name for a file of a case folder", file->name);
    if (file->written)
        return CB_OK;
    cb_status status = make_parents(arena, path, file->name, made, e);
    if (status)
        return status;
    char *target = cb_path_join(arena, path, file->name);
    return target ? cb_file_write(target, file->bytes, e) : cb_fail_memory(e);
}

static cb_status sync_all(cb_arena *arena, const char *path, const cb_map *made, cb_error *e) {
    cb_status status = CB_OK;
    for (size_t i = cb_map_size(made); !status && i-- > 0;)
        status = cb_folder_sync(cb_map_value(made, i), e);
    if (!status)
        status = cb_folder_sync(path, e);
    if (status)
        return status;
    char *parent = cb_path_folder(arena, path);
    return parent ? cb_folder_sync(parent, e) : cb_fail_memory(e);
}

static cb_status put(void *who, cb_str bytes, cb_error *e) {
    cb_folder_file *file = who;
    cb_status status = cb_digest_add(file->digesting, bytes, e);
    return status ? status : cb_file_put(&file->file, bytes, e);
}

cb_status cb_folder_file_begin(cb_arena *arena, const char *path, const char *name, size_t maximum, cb_folder_file *out,
                               cb_error *e) {
    *out = (cb_folder_file){.name = name, .sink = {.put = put, .who = out}};
    cb_buf_init_sink(&out->bytes, maximum, &out->sink);
    if (!cb_name_safe(cb_str_of(name)) || strchr(name, '/'))
        return cb_fail(e, CB_INTERNAL, "'%s' is no name for a file at the top of a case folder", name);
    char *target = cb_path_join(arena, path, name);
    cb_status status = target ? cb_digest_begin(&out->digesting, e) : cb_fail_memory(e);
    if (!status)
        status = cb_file_begin(target, &out->file, e);
    if (status && out->digesting)
        (void)!cb_digest_end(out->digesting, NULL, e);
    return status;
}

cb_status cb_folder_file_end(cb_arena *arena, cb_folder_file *file, cb_status so_far, const char *type,
                             cb_bundle *bundle, cb_error *e) {
    cb_digest digest;
    cb_status status = so_far ? so_far : cb_buf_flush(&file->bytes, e);
    cb_buf_free(&file->bytes);
    cb_status digested = cb_digest_end(file->digesting, status ? NULL : &digest, e);
    status = cb_file_end(&file->file, status ? status : digested, e);
    return status ? status : cb_bundle_add_written(arena, bundle, file->name, &digest, type, e);
}

cb_status cb_folder_write(const char *path, const cb_bundle *bundle, cb_error *e) {
    cb_status status = cb_folder_make(path, e);
    return status ? status : cb_folder_fill(path, bundle, e);
}

cb_status cb_folder_fill(const char *path, const cb_bundle *bundle, cb_error *e) {
    cb_arena *arena = cb_arena_new(SCRATCH);
    cb_map *made = arena ? cb_map_new(arena) : NULL;
    cb_status status = made ? CB_OK : cb_fail_memory(e);
    for (size_t i = 0; !status && i < bundle->count; i++)
        status = write_one(arena, path, &bundle->files[i], made, e);
    if (!status)
        status = sync_all(arena, path, made, e);
    cb_arena_free(arena);
    return status;
}
