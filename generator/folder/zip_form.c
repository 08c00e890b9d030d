/* zip_form.c: reads the structure of a ZIP strictly. */
#include "folder/zip_form.h"

#include "casebound/folder/container.h"
#include "folder/name.h"

#define END "PK\5\6"
#define CENTRAL "PK\1\2"
#define LOCAL "PK\3\4"

enum {
    SIGNATURE = 4,
    END_SIZE = 22,
    CENTRAL_SIZE = 46,
    LOCAL_SIZE = 30,
    SHARED_IN_CENTRAL = 6, /* from the version needed to the length of the extra field, both headers are alike */
    SHARED_IN_LOCAL = 4,
    SHARED = 26,
    VERSION = 20, /* 2.0: deflate */
    STORED = 0,
    DEFLATED = 8,
    FLAGS_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13,
    FLAGS_KNOWN = 3 << 1 | 1 << 11, /* how well it is deflated; a name in UTF-8 */
    DOS = 0,
    UNIX = 3,
    DOS_PLAIN = 0xa7, /* read-only, hidden, system, archive, normal */
    UNIX_PLAIN = 0100777
};

typedef struct walk {
    cb_str bytes;
    const char *file;
    size_t directory, end; /* where the directory begins, where it ends */
    size_t count, number;  /* entries, and which of them is read: from 1 */
    size_t at, data;       /* behind what is read of the directory, and of the files before it */
    cb_error *e;
} walk;

static unsigned two_at(const char *at) {
    const unsigned char *b = (const unsigned char *)at;
    return b[0] | (unsigned)b[1] << 8;
}

static uint32_t four_at(const char *at) {
    return two_at(at) | (uint32_t)two_at(at + 2) << 16;
}

static bool is_at(const walk *w, size_t at, const char *signature) {
    return memcmp(w->bytes.s + at, signature, SIGNATURE) == 0;
}

static cb_status refuse(const walk *w, const char *why) {
    return cb_fail(w->e, CB_INPUT, "%s: as a ZIP it could be read in two ways: %s", w->file, why);
}

static cb_status refuse_entry(const walk *w, cb_str name, const char *why) {
    return cb_fail(w->e, CB_INPUT, "%s: as a ZIP it could be read in two ways: %.*s %s", w->file, (int)name.n, name.s,
                   why);
}

static cb_status read_end(walk *w) {
    if (w->bytes.n < END_SIZE || !is_at(w, w->bytes.n - END_SIZE, END)) {
        return refuse(w, "its last 22 bytes are not its end record; it was cut, or something stands behind it");
    }
    const char *end = w->bytes.s + w->bytes.n - END_SIZE;
    if (two_at(end + 20) != 0) {
        return refuse(w, "its end record announces a comment");
    }
    w->count = two_at(end + 10);
    if (two_at(end + 4) != 0 || two_at(end + 6) != 0 || two_at(end + 8) != w->count) {
        return refuse(w, "it is one of several disks");
    }
    if (w->count < 1 || w->count > CB_CONTAINER_FILES) {
        return cb_fail(w->e, CB_INPUT, "%s: holds %zu files; a case folder has 1 to %d", w->file, w->count,
                       CB_CONTAINER_FILES);
    }
    uint64_t size = four_at(end + 12), from = four_at(end + 16);
    w->end = w->bytes.n - END_SIZE;
    w->directory = w->at = (size_t)from;
    return from + size == w->end ? CB_OK : refuse(w, "its directory does not end where its end record begins");
}

/* What the entry is: central points to its header in the directory. */
static cb_status check_kind(const walk *w, const char *central, cb_str name) {
    unsigned flags = two_at(central + 8), method = two_at(central + 10), host = two_at(central + 4) >> 8;
    uint32_t attributes = four_at(central + 38);
    if (flags & FLAGS_ENCRYPTED) {
        return cb_fail(w->e, CB_INPUT, "%s: %.*s is encrypted as a ZIP entry; decrypt the container as a whole",
                       w->file, (int)name.n, name.s);
    }
    if (flags & ~(unsigned)FLAGS_KNOWN) {
        return refuse_entry(w, name, "has its sizes behind its data, or other flags that are not read here");
    }
    if ((method != STORED && method != DEFLATED) || two_at(central + 6) > VERSION) {
        return refuse_entry(w, name, "is neither stored nor deflated, or needs a reader beyond version 2.0");
    }
    if ((host != DOS && host != UNIX) || (attributes & 0xffff & ~(uint32_t)DOS_PLAIN) ||
        (attributes >> 16 & ~(uint32_t)UNIX_PLAIN)) {
        return refuse_entry(w, name, "is no plain file by its attributes, but a link, a folder or a device");
    }
    return CB_OK;
}

/* The local header and the data behind it must be what the directory says, and lie where the file before ends. */
static cb_status take_data(walk *w, const char *central, cb_zip_entry *out) {
    if (four_at(central + 42) != w->data) {
        return refuse_entry(w, out->name, "does not begin where what is before it ends");
    }
    size_t header = LOCAL_SIZE + out->name.n, packed = four_at(central + 20);
    if (w->directory - w->data < header || w->directory - w->data - header < packed) {
        return refuse_entry(w, out->name, "reaches into the directory");
    }
    const char *local = w->bytes.s + w->data;
    if (!is_at(w, w->data, LOCAL) || memcmp(local + SHARED_IN_LOCAL, central + SHARED_IN_CENTRAL, SHARED) != 0 ||
        memcmp(local + LOCAL_SIZE, out->name.s, out->name.n) != 0) {
        return refuse_entry(w, out->name, "is told otherwise by its own header than by the directory");
    }
    out->packed = (cb_str){local + header, packed};
    out->size = four_at(central + 24);
    out->crc = four_at(central + 16);
    out->deflated = two_at(central + 10) == DEFLATED;
    w->data += header + packed;
    return out->deflated || out->size == packed ? CB_OK : refuse_entry(w, out->name, "is stored with two sizes");
}

static cb_status read_entry(walk *w, cb_zip_entry *out) {
    const char *central = w->bytes.s + w->at;
    w->number++;
    if (w->end - w->at < CENTRAL_SIZE || !is_at(w, w->at, CENTRAL) ||
        w->end - w->at - CENTRAL_SIZE < two_at(central + 28)) {
        return refuse(w, "its directory holds fewer files than it says");
    }
    out->name = (cb_str){central + CENTRAL_SIZE, two_at(central + 28)};
    w->at += CENTRAL_SIZE + out->name.n;
    if (!cb_name_safe(out->name)) {
        return cb_fail(w->e, CB_INPUT, "%s: entry %zu has a name that no file of a case folder may have", w->file,
                       w->number);
    }
    if (two_at(central + 30) != 0 || two_at(central + 32) != 0 || two_at(central + 34) != 0) {
        return refuse_entry(w, out->name, "has an extra field or a comment, or is on another disk");
    }
    cb_status s = check_kind(w, central, out->name);
    return s == CB_OK ? take_data(w, central, out) : s;
}

cb_status cb_zip_entries(cb_arena *arena, cb_str bytes, const char *file, const cb_zip_entry **out, size_t *count,
                         cb_error *e) {
    walk w = {.bytes = bytes, .file = file, .e = e};
    cb_status s = read_end(&w);
    cb_zip_entry *entries = s == CB_OK ? cb_alloc_array(arena, w.count, sizeof *entries) : NULL;
    if (s == CB_OK && !entries) {
        s = cb_fail_memory(e);
    }
    for (size_t i = 0; s == CB_OK && i < w.count; i++) {
        s = read_entry(&w, &entries[i]);
    }
    if (s == CB_OK && w.at != w.end) {
        s = refuse(&w, "its directory holds more than the files that it says");
    }
    if (s == CB_OK && w.data != w.directory) {
        s = refuse(&w, "something stands between its last file and its directory");
    }
    *out = entries;
    *count = w.count;
    return s;
}
