/* archive.c: the chain of archive timestamps (ETSI EN 319 162-1 annex A.7). */
#include "verify/archive.h"

#include <string.h>

#include "casebound/base/map.h"
#include "casebound/base/time.h"
#include "casebound/seal/archive.h"
#include "verify/stamp.h"

struct cb_archive {
    const char *manifest_name, *stamp_name;
    cb_manifest manifest;
    cb_map *listed; /* its entries by name */
    bool proves;    /* its authority is known, its files are as it says */
    int64_t time;
};

static cb_status add_lists(cb_checking *c, const cb_seen *seen, cb_error *e) {
    cb_status s = cb_revocations_make(c->arena, c->by.lists, true, &c->by.lists, e);
    for (size_t i = 0; s == CB_OK && i < seen->count; i++) {
        cb_error why = {0};
        const cb_seen_file *file = &seen->files[i];
        if (file->unreadable || !cb_str_starts(cb_str_of(file->name), CB_REVOCATION_PREFIX)) {
            continue;
        }
        s = cb_revocations_read_stored(c->arena, c->by.lists, file->bytes, file->name, &why);
        if (s == CB_INPUT) {
            CB_FAULT(c, "revocation", "%s", why.text);
            s = CB_OK;
        } else if (s) {
            return cb_fail(e, s, "%s", why.text);
        }
    }
    return s;
}

static cb_status read_manifest(cb_checking *c, const cb_seen *seen, cb_archive *a, bool *good, cb_error *e) {
    cb_error why = {0};
    const cb_seen_file *file = cb_seen_find(seen, a->manifest_name);
    cb_status s = cb_manifest_read(c->arena, file->bytes, &a->manifest, &why);
    *good = s == CB_OK && strcmp(a->manifest.signature, a->stamp_name) == 0;
    if (s != CB_OK && s != CB_INPUT) {
        return cb_fail(e, s, "%s", why.text);
    }
    if (!*good) {
        CB_FAULT(c, "archive", "%s: %s", a->manifest_name, s ? why.text : "names another timestamp than its own");
        return CB_OK;
    }
    a->listed = cb_map_new(c->arena);
    bool kept = a->listed != NULL;
    for (size_t i = 0; kept && i < a->manifest.count; i++) {
        kept = cb_map_set(a->listed, cb_str_of(a->manifest.entries[i].name), &a->manifest.entries[i]);
    }
    return kept ? CB_OK : cb_fail_memory(e);
}

/* What was archived is still there as it was, and the archive before it is part of it. */
static bool check_files(cb_checking *c, const cb_seen *seen, const cb_archive *a, const cb_archive *before) {
    bool good = true;
    for (size_t i = 0; i < a->manifest.count; i++) {
        const cb_manifest_entry *entry = &a->manifest.entries[i];
        const cb_seen_file *file = cb_seen_find(seen, entry->name);
        if (!file || file->unreadable || !cb_digest_same(&file->digest, &entry->digest)) {
            CB_FAULT(c, "archive", "%s: %s since it was archived by %s", entry->name, file ? "changed" : "removed",
                     a->manifest_name);
            good = false;
        }
    }
    if (before && (!cb_map_has(a->listed, cb_str_of(before->manifest_name)) ||
                   !cb_map_has(a->listed, cb_str_of(before->stamp_name)))) {
        CB_FAULT(c, "archive", "%s: does not list the archive timestamp before it", a->manifest_name);
        good = false;
    }
    return good;
}

static void tell(cb_checking *c, const cb_archive *a, const cb_stamp *stamp, const char *time) {
    if (stamp->distrust) {
        CB_NOTE(c, "timestamp", "%s: '%s' stamped the folder at %s, which proves nothing: %s", a->stamp_name,
                stamp->authority, time, stamp->distrust);
        return;
    }
    CB_PASS(c, "timestamp", "%s: %zu files existed before %s, as '%s' proves", a->stamp_name, a->manifest.count, time,
            stamp->authority);
    if (!stamp->unrevoked) {
        CB_NOTE(c, "timestamp", "%s: revocation not checked: %s", a->stamp_name,
                stamp->revocation ? stamp->revocation : "no list");
    } else if (stamp->revocation) {
        CB_PASS(c, "revocation", "%s: %s", a->stamp_name, stamp->revocation);
    }
}

static cb_status check_stamp(cb_checking *c, const cb_seen *seen, cb_archive *a, cb_judging *by, bool whole,
                             cb_error *e) {
    cb_stamp stamp;
    char time[CB_TIME_TEXT];
    const cb_seen_file *manifest = cb_seen_find(seen, a->manifest_name), *token = cb_seen_find(seen, a->stamp_name);
    if (!token) {
        CB_FAULT(c, "timestamp", "%s: removed: nothing proves the time of %s", a->stamp_name, a->manifest_name);
        return CB_OK;
    }
    cb_status s = cb_stamp_check(c->arena, token->bytes, manifest->bytes, by, &stamp, e);
    if (s != CB_OK || stamp.fault) {
        if (stamp.fault) {
            CB_FAULT(c, "timestamp", "%s over %s: %s", a->stamp_name, a->manifest_name, stamp.fault);
        }
        return s;
    }
    cb_time_text(stamp.time, time);
    if (by->proven && stamp.time > by->now) {
        CB_FAULT(c, "timestamp", "%s: its time %s is later than that of the archive timestamp over it", a->stamp_name,
                 time);
        return CB_OK;
    }
    tell(c, a, &stamp, time);
    a->proves = !stamp.distrust && whole;
    a->time = stamp.time;
    if (a->proves) {
        by->now = stamp.time;
        by->proven = true;
    }
    return CB_OK;
}

cb_status cb_archives_check(cb_checking *c, const cb_seen *seen, cb_error *e) {
    c->archives = cb_alloc_array(c->arena, CB_ARCHIVES, sizeof *c->archives);
    cb_status s = c->archives ? add_lists(c, seen, e) : cb_fail_memory(e);
    for (unsigned n = 1; s == CB_OK && n <= CB_ARCHIVES; n++) {
        cb_archive *a = &c->archives[n - 1];
        a->manifest_name = cb_archive_manifest_path(c->arena, n);
        a->stamp_name = cb_archive_stamp_path(c->arena, n);
        if (!a->manifest_name || !a->stamp_name) {
            return cb_fail_memory(e);
        }
        if (!cb_seen_find(seen, a->manifest_name)) {
            break;
        }
        c->archive_count = n;
    }
    cb_judging by = c->by;
    for (unsigned n = c->archive_count; s == CB_OK && n > 0; n--) {
        cb_archive *a = &c->archives[n - 1];
        bool good = false;
        s = read_manifest(c, seen, a, &good, e);
        if (s == CB_OK && good) {
            bool whole = check_files(c, seen, a, n > 1 ? a - 1 : NULL);
            s = check_stamp(c, seen, a, &by, whole, e);
        }
    }
    return s;
}

bool cb_archive_has(const cb_checking *c, const char *name) {
    for (unsigned i = 0; i < c->archive_count; i++) {
        const cb_archive *a = &c->archives[i];
        bool list =
            cb_str_starts(cb_str_of(name), CB_REVOCATION_PREFIX) && a->listed && cb_map_has(a->listed, cb_str_of(name));
        if (list || strcmp(name, a->manifest_name) == 0 || strcmp(name, a->stamp_name) == 0) {
            return true;
        }
    }
    return false;
}

cb_judging cb_archive_judging(const cb_checking *c, const char *name) {
    cb_judging by = c->by;
    for (unsigned i = 0; i < c->archive_count; i++) {
        const cb_archive *a = &c->archives[i];
        if (a->proves && cb_map_has(a->listed, cb_str_of(name))) {
            by.now = a->time;
            by.proven = by.archived = true;
            break;
        }
    }
    return by;
}

void cb_archives_tell_needless(cb_checking *c) {
    size_t at = 0;
    for (const char *name; c->by.trust && (name = cb_revocations_unused_file(c->by.lists, &at));) {
        CB_NOTE(c, "revocation", "%s: holds a list that tells nothing of any signer or clock that is known here", name);
    }
}
