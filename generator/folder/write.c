/* write.c: writes a bundle into a new folder. */
#include "casebound/folder/folder.h"

#include "casebound/base/map.h"
#include "folder/name.h"

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
