/* file.h: the one seam to the file system. */
#ifndef CASEBOUND_BASE_FILE_H
#define CASEBOUND_BASE_FILE_H

#include "casebound/base/arena.h"

/* The whole file, NUL-terminated behind its last byte, owned by the arena; refused above `maximum` bytes. A file that
 * is not there is CB_INPUT, other failures CB_FILE. */
cb_status cb_file_read(cb_arena *arena, const char *path, size_t maximum, cb_str *out, cb_error *e) CB_MUST_USE;
/* A regular file that is read in pieces, in order. The path is borrowed. */
typedef struct cb_file_in {
    const char *path;
    int fd;
    uint64_t rest; /* bytes that are still to come */
} cb_file_in;
/* Errors as of cb_file_read. */
cb_status cb_file_open(const char *path, size_t maximum, cb_file_in *out, cb_error *e) CB_MUST_USE;
/* Up to `size` bytes into `room`; *got is 0 at the end of the file alone. */
cb_status cb_file_take(cb_file_in *file, char *room, size_t size, size_t *got, cb_error *e) CB_MUST_USE;
void cb_file_close(const cb_file_in *file);
/* Writes a new file (an existing one is refused) with mode 0644, fsyncs and closes it, each step checked. */
cb_status cb_file_write(const char *path, cb_str bytes, cb_error *e) CB_MUST_USE;
/* As cb_file_write with mode 0600, for keys. */
cb_status cb_file_write_private(const char *path, cb_str bytes, cb_error *e) CB_MUST_USE;
/* A new file that is written in pieces. cb_file_end syncs and closes it where `so_far` is CB_OK, else closes it alone
 * and gives so_far back. The path is borrowed. */
typedef struct cb_file_out {
    const char *path;
    int fd;
} cb_file_out;
cb_status cb_file_begin(const char *path, cb_file_out *out, cb_error *e) CB_MUST_USE;
cb_status cb_file_put(const cb_file_out *file, cb_str bytes, cb_error *e) CB_MUST_USE;
cb_status cb_file_end(const cb_file_out *file, cb_status so_far, cb_error *e) CB_MUST_USE;
bool cb_file_exists(const char *path); /* anything of that name, also a dangling link */
bool cb_file_is_folder(const char *path);
cb_status cb_folder_make(const char *path, cb_error *e) CB_MUST_USE;       /* parent must exist; existing: CB_FILE */
/* A new folder of mode 0700 for what lasts as long as a command, in TMPDIR or /tmp. The caller removes it. */
cb_status cb_folder_scratch(cb_arena *arena, const char **out, cb_error *e) CB_MUST_USE;
cb_status cb_folder_make_all(const char *path, cb_error *e) CB_MUST_USE;   /* as mkdir -p */
cb_status cb_folder_sync(const char *path, cb_error *e) CB_MUST_USE;       /* fsync of the directory */
/* rename(2) that refuses an existing target, then a sync of the parent. */
cb_status cb_folder_publish(const char *from, const char *to, cb_error *e) CB_MUST_USE;
/* Two folders of one file system take each other's name in one step (Linux 3.15, renameat2), then a sync of the
 * second's parent. CB_FILE: a file system that cannot; nothing has changed then. */
cb_status cb_folder_exchange(const char *one, const char *other, cb_error *e) CB_MUST_USE;
cb_status cb_folder_remove(const char *path, cb_error *e) CB_MUST_USE; /* with all below it; links are not followed */

typedef struct cb_entry {
    const char *path;   /* relative to the folder, '/' between parts */
    char kind;          /* 'f' file, 'd' folder, 'l' link, '?' other */
    uint64_t size;      /* bytes, of files */
} cb_entry;
/* Every entry below a folder, depth first, sorted bytewise by path. */
cb_status cb_folder_list(cb_arena *arena, const char *path, const cb_entry **out, size_t *count,
                         cb_error *e) CB_MUST_USE;

/* Path arithmetic, in the arena; NULL when memory is out. */
char *cb_path_join(cb_arena *arena, const char *folder,
                   const char *name) CB_MUST_USE; /* an absolute name stays as it is */
char *cb_path_folder(cb_arena *arena, const char *path) CB_MUST_USE;                   /* "." where there is none */
const char *cb_path_name(const char *path);                                            /* behind the last '/' */

/* For fault injection in tests: the n-th write, sync, close or rename of this process from now fails as if the disk
 * were full; 0 turns it off. */
void cb_fault_system(long n);

#endif
