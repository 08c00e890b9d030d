/* folder.c: making, listing, publishing and removing folders. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "casebound/base/file.h"
#include "system.h"

enum { DEPTH_MAX = 32, LIST_MEMORY = 64 << 20 };

static cb_status refuse(cb_error *e, const char *path, const char *what) {
    return cb_fail(e, CB_FILE, "%s: %s: %s", path, what, strerror(errno));
}

cb_status cb_folder_make(const char *path, cb_error *e) {
    return mkdir(path, 0755) != 0 ? refuse(e, path, "cannot be made") : CB_OK;
}

cb_status cb_folder_scratch(cb_arena *arena, const char **out, cb_error *e) {
    const char *place = getenv("TMPDIR");
    char *path = cb_format(arena, "%s/casebound-XXXXXX", place && place[0] == '/' ? place : "/tmp");
    if (!path) {
        return cb_fail_memory(e);
    }
    *out = mkdtemp(path);
    return *out ? CB_OK : refuse(e, path, "cannot be made");
}

cb_status cb_folder_make_all(const char *path, cb_error *e) {
    char *copy = strdup(path);
    if (!copy) {
        return cb_fail_memory(e);
    }
    cb_status s = CB_OK;
    for (char *p = copy + 1; s == CB_OK && *copy; p++) {
        if (*p != '/' && *p != '\0') {
            continue;
        }
        char kept = *p;
        *p = '\0';
        if (mkdir(copy, 0755) != 0 && (errno != EEXIST || !cb_file_is_folder(copy))) {
            s = refuse(e, copy, "cannot be made");
        }
        *p = kept;
        if (kept == '\0') {
            break;
        }
    }
    free(copy);
    return s;
}

cb_status cb_folder_sync(const char *path, cb_error *e) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return refuse(e, path, "cannot be opened");
    }
    cb_status s = CB_OK;
    if (cb_system_fsync(fd) != 0 && errno != EINVAL) { /* EINVAL: a file system that has no sync of folders */
        s = refuse(e, path, "cannot be synced");
    }
    close(fd);
    return s;
}

/* What a rename did lasts once the folder above it is synced. */
static cb_status sync_parent(const char *to, cb_error *e) {
    char parent[4096];
    const char *slash = strrchr(to, '/');
    size_t size = slash ? (size_t)(slash - to) : 0;
    if (size >= sizeof parent) {
        return cb_fail(e, CB_FILE, "%s: the path is too long", to);
    }
    memcpy(parent, to, size);
    parent[size] = '\0';
    return cb_folder_sync(slash ? (size ? parent : "/") : ".", e);
}

cb_status cb_folder_publish(const char *from, const char *to, cb_error *e) {
    if (cb_system_rename(from, to) != 0) {
        if (errno == EEXIST || errno == ENOTEMPTY) {
            return cb_fail(e, CB_FILE, "%s: exists already and is never overwritten; name another folder or revision",
                           to);
        }
        return refuse(e, to, "cannot be put in place");
    }
    return sync_parent(to, e);
}

cb_status cb_folder_exchange(const char *one, const char *other, cb_error *e) {
    if (cb_system_exchange(one, other) != 0) {
        if (errno == EINVAL || errno == ENOSYS) {
            return cb_fail(e, CB_FILE, "%s: its file system cannot exchange two folders in one step", other);
        }
        return refuse(e, other, "cannot be exchanged");
    }
    return sync_parent(other, e);
}

typedef struct listing {
    cb_arena *arena;
    cb_entry *entries;
    size_t count, capacity;
    const char *root;
    cb_error *error;
} listing;

static char kind_of(mode_t mode) {
    return S_ISREG(mode) ? 'f' : S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : '?';
}

static cb_status add_entry(listing *l, const char *full, const char *relative, char *kind) {
    struct stat st;
    if (lstat(full, &st) != 0) {
        return refuse(l->error, full, "cannot be examined");
    }
    cb_entry *entries = cb_grow(l->arena, l->entries, l->count, &l->capacity, sizeof *entries);
    if (!entries) {
        return cb_fail_memory(l->error);
    }
    l->entries = entries;
    *kind = kind_of(st.st_mode);
    entries[l->count++] = (cb_entry){relative, *kind, S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0};
    return CB_OK;
}

static cb_status list_below(listing *l, const char *relative, int depth);

static cb_status list_one(listing *l, const char *relative, const char *name, int depth) {
    char *inner = *relative ? cb_path_join(l->arena, relative, name) : cb_copy(l->arena, name);
    char *full = inner ? cb_path_join(l->arena, l->root, inner) : NULL;
    if (!full) {
        return cb_fail_memory(l->error);
    }
    char kind = '?';
    cb_status s = add_entry(l, full, inner, &kind);
    return s == CB_OK && kind == 'd' ? list_below(l, inner, depth + 1) : s;
}

static cb_status list_below(listing *l, const char *relative, int depth) {
    if (depth > DEPTH_MAX) {
        return cb_fail(l->error, CB_FILE, "%s: more than %d folders deep", l->root, DEPTH_MAX);
    }
    char *path = *relative ? cb_path_join(l->arena, l->root, relative) : cb_copy(l->arena, l->root);
    if (!path) {
        return cb_fail_memory(l->error);
    }
    DIR *folder = opendir(path);
    if (!folder) {
        return refuse(l->error, path, "cannot be opened");
    }
    cb_status s = CB_OK;
    errno = 0;
    for (struct dirent *d; s == CB_OK && (d = readdir(folder)) != NULL; errno = 0) {
        if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0) {
            s = list_one(l, relative, d->d_name, depth);
        }
    }
    if (s == CB_OK && errno != 0) {
        s = refuse(l->error, path, "cannot be read");
    }
    closedir(folder);
    return s;
}

static int by_path(const void *a, const void *b) {
    const cb_entry *x = a, *y = b;
    return strcmp(x->path, y->path);
}

cb_status cb_folder_list(cb_arena *arena, const char *path, const cb_entry **out, size_t *count, cb_error *e) {
    listing l = {.arena = arena, .root = path, .error = e};
    cb_status s = list_below(&l, "", 0);
    if (s != CB_OK) {
        return s;
    }
    if (l.count > 0) {
        qsort(l.entries, l.count, sizeof *l.entries, by_path);
    }
    *out = l.entries;
    *count = l.count;
    return CB_OK;
}

cb_status cb_folder_remove(const char *path, cb_error *e) {
    cb_arena *arena = cb_arena_new(LIST_MEMORY);
    if (!arena) {
        return cb_fail_memory(e);
    }
    const cb_entry *entries = NULL;
    size_t count = 0;
    cb_status s = cb_folder_list(arena, path, &entries, &count, e);
    for (size_t i = count; s == CB_OK && i > 0; i--) { /* sorted: what lies in a folder stands behind it */
        char *full = cb_path_join(arena, path, entries[i - 1].path);
        if (!full) {
            s = cb_fail_memory(e);
        } else if ((entries[i - 1].kind == 'd' ? rmdir(full) : unlink(full)) != 0) {
            s = refuse(e, full, "cannot be removed");
        }
    }
    if (s == CB_OK && rmdir(path) != 0) {
        s = refuse(e, path, "cannot be removed");
    }
    cb_arena_free(arena);
    return s;
}
