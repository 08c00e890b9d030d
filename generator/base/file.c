/* file.c: reading and writing whole files, each step checked. */
#include "casebound/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system.h"

static cb_status refuse(cb_error *e, const char *path, const char *what) {
    return cb_fail(e, errno == ENOENT ? CB_INPUT : CB_FILE, "%s: %s: %s", path, what, strerror(errno));
}

cb_status cb_file_open(const char *path, size_t maximum, cb_file_in *out, cb_error *e) {
    struct stat st;
    *out = (cb_file_in){path, open(path, O_RDONLY | O_CLOEXEC), 0};
    if (out->fd < 0) {
        return refuse(e, path, "cannot be opened");
    }
    cb_status s = CB_OK;
    if (fstat(out->fd, &st) != 0) {
        s = refuse(e, path, "cannot be examined");
    } else if (!S_ISREG(st.st_mode)) {
        s = cb_fail(e, CB_INPUT, "%s: is not a regular file", path);
    } else if ((uint64_t)st.st_size > maximum) {
        s = cb_fail(e, CB_INPUT, "%s: has %lld bytes; at most %zu are read", path, (long long)st.st_size, maximum);
    } else {
        out->rest = (uint64_t)st.st_size;
    }
    if (s != CB_OK) {
        cb_file_close(out);
    }
    return s;
}

cb_status cb_file_take(cb_file_in *file, char *room, size_t size, size_t *got, cb_error *e) {
    size_t wanted = file->rest < size ? (size_t)file->rest : size;
    *got = 0;
    while (*got < wanted) {
        ssize_t n = read(file->fd, room + *got, wanted - *got);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return refuse(e, file->path, "cannot be read");
        }
        if (n == 0) {
            return cb_fail(e, CB_FILE, "%s: became shorter while it was read", file->path);
        }
        *got += (size_t)n;
    }
    file->rest -= *got;
    return CB_OK;
}

void cb_file_close(const cb_file_in *file) {
    close(file->fd); /* opened for reading: nothing can be lost */
}

cb_status cb_file_read(cb_arena *arena, const char *path, size_t maximum, cb_str *out, cb_error *e) {
    cb_file_in file;
    cb_status s = cb_file_open(path, maximum, &file, e);
    if (s != CB_OK) {
        return s;
    }
    size_t size = (size_t)file.rest, got;
    char *bytes = cb_alloc(arena, size + 1);
    s = bytes ? cb_file_take(&file, bytes, size, &got, e) : cb_fail_memory(e);
    if (s == CB_OK) {
        *out = (cb_str){bytes, size};
    }
    cb_file_close(&file);
    return s;
}

static cb_status begin(const char *path, mode_t mode, cb_file_out *out, cb_error *e) {
    *out = (cb_file_out){path, open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
    return out->fd < 0 ? cb_fail(e, CB_FILE, "%s: cannot be made: %s", path, strerror(errno)) : CB_OK;
}

cb_status cb_file_begin(const char *path, cb_file_out *out, cb_error *e) {
    return begin(path, 0644, out, e);
}

cb_status cb_file_put(const cb_file_out *file, cb_str bytes, cb_error *e) {
    while (bytes.n > 0) {
        ssize_t put = cb_system_write(file->fd, bytes.s, bytes.n);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return cb_fail(e, CB_FILE, "%s: cannot be written: %s", file->path, strerror(errno));
        }
        bytes.s += put;
        bytes.n -= (size_t)put;
    }
    return CB_OK;
}

cb_status cb_file_end(const cb_file_out *file, cb_status so_far, cb_error *e) {
    cb_status s = so_far;
    if (s == CB_OK && cb_system_fsync(file->fd) != 0) {
        s = cb_fail(e, CB_FILE, "%s: cannot be synced: %s", file->path, strerror(errno));
    }
    if (cb_system_close(file->fd) != 0 && s == CB_OK) {
        s = cb_fail(e, CB_FILE, "%s: cannot be closed: %s", file->path, strerror(errno));
    }
    return s;
}

static cb_status write_new(const char *path, cb_str bytes, mode_t mode, cb_error *e) {
    cb_file_out file;
    cb_status s = begin(path, mode, &file, e);
    return s == CB_OK ? cb_file_end(&file, cb_file_put(&file, bytes, e), e) : s;
}

cb_status cb_file_write(const char *path, cb_str bytes, cb_error *e) {
    return write_new(path, bytes, 0644, e);
}

cb_status cb_file_write_private(const char *path, cb_str bytes, cb_error *e) {
    return write_new(path, bytes, 0600, e);
}

bool cb_file_exists(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

bool cb_file_is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *cb_path_join(cb_arena *arena, const char *folder, const char *name) {
    if (name[0] == '/' || folder[0] == '\0') {
        return cb_copy(arena, name);
    }
    return cb_format(arena, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name);
}

char *cb_path_folder(cb_arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) {
        return cb_copy(arena, ".");
    }
    return slash == path ? cb_copy(arena, "/") : cb_copy_n(arena, path, (size_t)(slash - path));
}

const char *cb_path_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
