/* folder_read.c: lists a folder and reads its files. */
#include "verify/folder.h"

#include <inttypes.h>
#include <string.h>

#include "casebound/base/memory.h"

/* The facts digest stands among the first lines of variants.tsv. */
enum { FILE_MAX_BYTES = 1 << 29, FILES_MAX = 20000, PIECE = 64 << 10, TABLE_HEAD = 1 << 20 };

static bool ends(const char *name, const char *tail) {
    size_t n = strlen(name), m = strlen(tail);
    return n >= m && strcmp(name + n - m, tail) == 0;
}

static bool is_case(const char *name) {
    return strcmp(name, "case.json") == 0;
}

/* Files whose contents are looked into as a whole; of the others the digest is enough. */
static bool looked_into(const char *name) {
    static const char *const tails[] = {".html", ".htm", ".xhtml", ".svg", ".pdf"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        if (ends(name, tails[i])) {
            return true;
        }
    }
    return !strcmp(name, "mimetype") || ends(name, ".jsonl") || cb_str_starts(cb_str_of(name), "META-INF/");
}

/* A file too large to be held: its digest is made of the very bytes that are looked at. */
typedef struct passing {
    const cb_checking *checking;
    cb_file_in file;
    cb_digesting *digesting;
    cb_status failed;
    cb_error *why;
} passing;

static cb_status pass_begin(const cb_checking *c, passing *p, const char *path, cb_error *why) {
    *p = (passing){.checking = c, .why = why};
    cb_status status = cb_file_open(path, FILE_MAX_BYTES, &p->file, why);
    if (!status) {
        p->failed = cb_digest_begin(&p->digesting, why);
    }
    return status;
}

/* The take of cb_pieces. */
static cb_status pass_take(void *who, char *room, size_t size, size_t *got, cb_error *e) {
    passing *p = who;
    (void)e; /* what fails here is a matter of the file, not of what looks at it */
    *got = 0;
    p->failed = p->failed ? p->failed : cb_wanted(p->checking, p->why);
    p->failed = p->failed ? p->failed : cb_file_take(&p->file, room, size, got, p->why);
    p->failed = p->failed ? p->failed : cb_digest_add(p->digesting, (cb_str){room, *got}, p->why);
    return p->failed;
}

/* What nobody has looked at counts too. */
static cb_status pass_end(passing *p, cb_digest *out) {
    char piece[PIECE];
    size_t got = 1;
    while (!p->failed && got > 0) {
        p->failed = pass_take(p, piece, sizeof piece, &got, p->why);
    }
    cb_status ended = cb_digest_end(p->digesting, p->failed ? NULL : out, p->why);
    cb_file_close(&p->file);
    return p->failed ? p->failed : ended;
}

/* A file of which the digest is enough. */
static cb_status pass_by(const cb_checking *c, const char *path, cb_digest *out, cb_error *why) {
    passing p;
    cb_status status = pass_begin(c, &p, path, why);
    return status ? status : pass_end(&p, out);
}

static cb_status pass_case(const cb_checking *c, cb_seen *seen, const char *path, cb_digest *out, cb_error *why) {
    passing p;
    cb_status status = pass_begin(c, &p, path, why);
    if (status) {
        return status;
    }
    seen->facts_status = cb_json_facts_read(&(cb_pieces){pass_take, &p}, &seen->facts, &seen->no_facts);
    return pass_end(&p, out);
}

static cb_status pass_table(const cb_checking *c, const char *path, cb_seen_file *out, cb_error *why) {
    passing p;
    cb_status status = pass_begin(c, &p, path, why);
    if (status) {
        return status;
    }
    char *head = cb_alloc(c->arena, TABLE_HEAD);
    size_t got;
    if (!head) {
        p.failed = cb_fail_memory(why);
    } else if (!pass_take(&p, head, TABLE_HEAD, &got, why)) {
        out->bytes = (cb_str){head, got};
    }
    return pass_end(&p, &out->digest);
}

static cb_status read_whole(cb_arena *arena, const char *path, cb_seen_file *out, cb_error *why) {
    cb_status status = cb_file_read(arena, path, FILE_MAX_BYTES, &out->bytes, why);
    return status ? status : cb_digest_of(out->bytes, &out->digest, why);
}

static cb_status read_file(cb_checking *c, cb_seen *seen, const char *path, cb_seen_file *file, cb_error *why) {
    return is_case(file->name)                   ? pass_case(c, seen, path, &file->digest, why)
           : !strcmp(file->name, "variants.tsv") ? pass_table(c, path, file, why)
           : looked_into(file->name)             ? read_whole(c->arena, path, file, why)
                                                 : pass_by(c, path, &file->digest, why);
}

static void leave_out(cb_seen_file *file) {
    file->bytes = (cb_str){NULL, 0};
    file->unreadable = true;
}

static cb_status read_one(cb_checking *c, cb_seen *seen, const cb_entry *entry, cb_error *e) {
    cb_seen_file *file = &seen->files[seen->count++];
    cb_error why = {0};
    char *path = cb_path_join(c->arena, seen->path, entry->path);
    if (!path) {
        return cb_fail_memory(e);
    }
    *file = (cb_seen_file){.name = entry->path};
    if (entry->size > FILE_MAX_BYTES) {
        CB_FAULT(c, "file", "%s: has %" PRIu64 " bytes; at most %d are read", entry->path, entry->size, FILE_MAX_BYTES);
        leave_out(file);
        return CB_OK;
    }
    cb_memory_watch();
    cb_status status = read_file(c, seen, path, file, &why);
    if (status && cb_memory_refused()) {
        return cb_fail_memory(e);
    }
    if (status == CB_INPUT || status == CB_FILE) {
        CB_FAULT(c, "file", "%s: cannot be read", entry->path);
        leave_out(file);
        return CB_OK;
    }
    return status ? cb_fail(e, status, "%s: %s", entry->path, why.text) : CB_OK;
}

static cb_status read_entries(cb_checking *c, const cb_entry *entries, size_t count, cb_seen *seen, cb_error *e) {
    seen->files = cb_alloc_array(c->arena, count + 1, sizeof *seen->files);
    const char **folders = cb_alloc_array(c->arena, count + 1, sizeof *folders);
    if (!seen->files || !folders) {
        return cb_fail_memory(e);
    }
    seen->folders = folders;
    cb_status status = CB_OK;
    for (size_t i = 0; !status && i < count; i++) {
        status = cb_wanted(c, e);
        if (status) {
            return status;
        }
        if (entries[i].kind == 'f') {
            status = read_one(c, seen, &entries[i], e);
        } else if (entries[i].kind == 'd') {
            folders[seen->folder_count++] = entries[i].path;
        } else {
            CB_FAULT(c, "layout", "%s: is %s, not a file", entries[i].path,
                     entries[i].kind == 'l' ? "a symbolic link" : "a device");
        }
    }
    return status;
}

cb_status cb_seen_read(cb_checking *c, const char *path, cb_seen *out, cb_error *e) {
    const cb_entry *entries;
    size_t count;
    *out = (cb_seen){.path = path};
    cb_status status = cb_folder_list(c->arena, path, &entries, &count, e);
    if (status) {
        return status;
    }
    if (count > FILES_MAX) {
        return cb_fail(e, CB_INPUT, "%s: more than %d files", path, FILES_MAX);
    }
    return read_entries(c, entries, count, out, e);
}

cb_status cb_seen_open(cb_checking *c, const char *name, cb_str bytes, cb_seen *out, cb_error *e) {
    cb_bundle bundle;
    cb_error why = {0};
    *out = (cb_seen){.path = name};
    cb_status status = cb_container_open(c->arena, bytes, name, &bundle, &why);
    if (status == CB_INPUT) {
        CB_FAULT(c, "container", "%s", why.text);
        return CB_OK;
    }
    out->files = status ? NULL : cb_alloc_array(c->arena, bundle.count + 1, sizeof *out->files);
    if (!out->files) {
        return status ? cb_fail(e, status, "%s", why.text) : cb_fail_memory(e);
    }
    for (size_t i = 0; !status && i < bundle.count; i++) {
        cb_seen_file *file = &out->files[out->count++];
        *file = (cb_seen_file){.name = bundle.files[i].name, .bytes = bundle.files[i].bytes};
        if (is_case(file->name)) {
            cb_str rest = file->bytes;
            const cb_pieces pieces = cb_pieces_of(&rest);
            out->facts_status = cb_json_facts_read(&pieces, &out->facts, &out->no_facts);
        }
        status = cb_digest_of(file->bytes, &file->digest, e);
    }
    if (!status) {
        CB_PASS(c, "container", "%s: one ASiC-E container, %zu files", name, out->count);
    }
    return status;
}

const cb_seen_file *cb_seen_find(const cb_seen *seen, const char *name) {
    for (size_t i = 0; i < seen->count; i++) {
        if (strcmp(seen->files[i].name, name) == 0) {
            return &seen->files[i];
        }
    }
    return NULL;
}
