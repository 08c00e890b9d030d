/* folder_check.c: the container: layout, manifest, signature, files, audit trail. */
#include "verify/archive.h"

#include <stdio.h>
#include <string.h>

#include "casebound/base/map.h"

#define MIMETYPE "mimetype"
#define CONTAINER "META-INF/"

static bool is_container_file(const char *name) {
    return strcmp(name, MIMETYPE) == 0 || cb_str_starts(cb_str_of(name), CONTAINER);
}

/* A manifest of an addition that is not there though its signature is, or something numbered behind it. */
static void find_gaps(cb_checking *c, const cb_seen *seen) {
    bool behind = false;
    for (unsigned n = CB_ADDITIONS; n > seen->seal_count && n > 1; n--) {
        const cb_seen_seal *seal = &seen->seals[n - 1];
        bool has = cb_seen_find(seen, seal->name) != NULL;
        behind |= has || cb_seen_find(seen, seal->signature_name);
        if (behind && !has) {
            CB_FAULT(c, "manifest", "%s: removed: what stands behind it is there", seal->name);
        }
    }
}

cb_status cb_seals_find(cb_checking *c, cb_seen *seen, cb_error *e) {
    seen->seals = cb_alloc_array(c->arena, CB_ADDITIONS, sizeof *seen->seals);
    if (!seen->seals) {
        return cb_fail_memory(e);
    }
    for (unsigned n = 1; n <= CB_ADDITIONS; n++) {
        cb_seen_seal *seal = &seen->seals[n - 1];
        seal->name = cb_manifest_path(c->arena, n);
        seal->signature_name = cb_signature_path(c->arena, n);
        if (!seal->name || !seal->signature_name) {
            return cb_fail_memory(e);
        }
        if (seen->seal_count == n - 1 && cb_seen_find(seen, seal->name)) {
            seen->seal_count = n;
        }
    }
    find_gaps(c, seen);
    return CB_OK;
}

static bool is_seal_file(const cb_seen *seen, const char *name) {
    if (strcmp(name, CB_MANIFEST_PATH) == 0 || strcmp(name, CB_SIGNATURE_PATH) == 0) {
        return true;
    }
    for (unsigned i = 0; i < seen->seal_count; i++) {
        if (strcmp(name, seen->seals[i].name) == 0 || strcmp(name, seen->seals[i].signature_name) == 0) {
            return true;
        }
    }
    return false;
}

void cb_layout_check(cb_checking *c, const cb_seen *seen) {
    size_t failed = c->out->failed;
    const cb_seen_file *type = cb_seen_find(seen, MIMETYPE);
    if (!type) {
        CB_FAULT(c, "layout", "mimetype: absent");
    } else if (!cb_str_is(type->bytes, CB_MIMETYPE)) {
        CB_FAULT(c, "layout", "mimetype: changed: it is not '%s'", CB_MIMETYPE);
    }
    for (size_t i = 0; i < seen->count; i++) {
        const char *name = seen->files[i].name;
        if (cb_str_starts(cb_str_of(name), CONTAINER) && !is_seal_file(seen, name) && !cb_archive_has(c, name)) {
            CB_FAULT(c, "layout", "%s: added: META-INF holds manifests from 001 on, their signatures and timestamps",
                     name);
        }
    }
    if (c->out->failed == failed) {
        CB_PASS(c, "layout", "an ASiC-E container as a folder, %zu files", seen->count);
    }
}

static cb_status check_signature(cb_checking *c, cb_seen *seen, unsigned n, cb_error *e) {
    cb_seen_seal *seal = &seen->seals[n - 1];
    const cb_seen_file *manifest = cb_seen_find(seen, seal->name);
    const cb_seen_file *file = cb_seen_find(seen, seal->signature_name);
    const char *what = cb_format(c->arena, "%s under %s", seal->name, seal->signature_name);
    const cb_judging by = cb_archive_judging(c, seal->signature_name);
    if (!file && n == 1) {
        CB_FAULT(c, "unsealed", "UNSEALED: there is no %s; nobody vouches for the folder", CB_SIGNATURE_PATH);
        return CB_OK;
    }
    if (!file) {
        CB_FAULT(c, "folder signature", "%s: removed: nobody vouches for %s", seal->signature_name, seal->name);
        return CB_OK;
    }
    cb_status status =
        what ? cb_signature_check(c->arena, file->bytes, &manifest->bytes, 1, CB_FORM_CADES, &by, &seal->signature, e)
             : cb_fail_memory(e);
    if (!status) {
        seal->sealed = cb_found_signature(c, "folder signature", what, "CAdES", &seal->signature);
    }
    return status;
}

/* The entry of an earlier manifest with the same digest: what it says of the file is said already. */
static bool is_repeated(const cb_manifest_entry *entry, const cb_map *said) {
    const cb_manifest_entry *before = cb_map_get(said, cb_str_of(entry->name));
    return before && memcmp(&before->digest, &entry->digest, sizeof entry->digest) == 0;
}

static cb_status check_listed(cb_checking *c, const cb_seen *seen, unsigned n, const cb_map *files, cb_map *said,
                              cb_error *e) {
    const cb_manifest *manifest = &seen->seals[n - 1].manifest;
    for (size_t i = 0; i < manifest->count; i++) {
        cb_manifest_entry *entry = &manifest->entries[i];
        const cb_seen_file *file = cb_map_get(files, cb_str_of(entry->name));
        if (is_repeated(entry, said)) {
            continue;
        }
        if (!file) {
            CB_FAULT(c, "file", "%s: removed: the manifest lists it", entry->name);
        } else if (!file->unreadable && memcmp(&file->digest, &entry->digest, sizeof entry->digest) != 0) {
            CB_FAULT(c, "file", "%s: changed: its digest is not the one listed", entry->name);
        }
        if (!cb_map_set(said, cb_str_of(entry->name), entry)) {
            return cb_fail_memory(e);
        }
    }
    return CB_OK;
}

static bool is_above_a_file(const cb_seen *seen, const char *folder) {
    size_t n = strlen(folder);
    for (size_t i = 0; i < seen->count; i++) {
        if (strncmp(seen->files[i].name, folder, n) == 0 && seen->files[i].name[n] == '/') {
            return true;
        }
    }
    return false;
}

/* The last manifest lists all that there is: contents, and the manifests before it. */
static void check_present(cb_checking *c, const cb_seen *seen, const cb_map *listed) {
    for (size_t i = 0; i < seen->count; i++) {
        const char *name = seen->files[i].name;
        if (!is_container_file(name) && !cb_map_has(listed, cb_str_of(name))) {
            CB_FAULT(c, "file", "%s: added: the manifest does not list it", name);
        }
    }
    for (unsigned i = 0; i + 1 < seen->seal_count; i++) {
        if (!cb_map_has(listed, cb_str_of(seen->seals[i].name))) {
            CB_FAULT(c, "manifest", "%s: it does not list %s", seen->seals[seen->seal_count - 1].name,
                     seen->seals[i].name);
        }
    }
    for (size_t i = 0; i < seen->folder_count; i++) {
        if (!is_above_a_file(seen, seen->folders[i])) {
            CB_FAULT(c, "file", "%s: added: an empty folder", seen->folders[i]);
        }
    }
}

static cb_status check_files(cb_checking *c, const cb_seen *seen, cb_error *e) {
    size_t failed = c->out->failed;
    const cb_manifest *last = &seen->seals[seen->seal_count - 1].manifest;
    cb_map *files = cb_map_new(c->arena), *listed = cb_map_new(c->arena), *said = cb_map_new(c->arena);
    bool kept = files && listed && said;
    for (size_t i = 0; kept && i < seen->count; i++) {
        kept = cb_map_set(files, cb_str_of(seen->files[i].name), &seen->files[i]);
    }
    for (size_t i = 0; kept && i < last->count; i++) {
        kept = cb_map_set(listed, cb_str_of(last->entries[i].name), &last->entries[i]);
    }
    cb_status status = kept ? CB_OK : cb_fail_memory(e);
    for (unsigned n = 1; !status && n <= seen->seal_count; n++) {
        status = check_listed(c, seen, n, files, said, e);
    }
    if (status) {
        return status;
    }
    check_present(c, seen, listed);
    if (c->out->failed == failed) {
        CB_PASS(c, "file", "%zu files are present, unchanged, and all that there is", last->count);
    }
    return CB_OK;
}

static cb_status read_manifest(cb_checking *c, cb_seen *seen, unsigned n, cb_error *e) {
    cb_error why = {0};
    cb_seen_seal *seal = &seen->seals[n - 1];
    const cb_seen_file *file = cb_seen_find(seen, seal->name);
    cb_status status = cb_manifest_read(c->arena, file->bytes, &seal->manifest, &why);
    seal->has_manifest = status == CB_OK && strcmp(seal->manifest.signature, seal->signature_name) == 0;
    if (status == CB_INPUT) {
        CB_FAULT(c, "manifest", "%s: %s", seal->name, why.text);
    } else if (status) {
        return cb_fail(e, status, "%s", why.text);
    } else if (!seal->has_manifest) {
        CB_FAULT(c, "manifest", "%s: names another signature than %s", seal->name, seal->signature_name);
    } else {
        CB_PASS(c, "manifest", "%s: lists %zu files with SHA-256", seal->name, seal->manifest.count);
    }
    return check_signature(c, seen, n, e);
}

cb_status cb_manifest_check(cb_checking *c, cb_seen *seen, cb_error *e) {
    if (seen->seal_count == 0) {
        CB_FAULT(c, "manifest", "%s: removed: nothing tells what the folder held", CB_MANIFEST_PATH);
        return CB_OK;
    }
    bool all = true;
    cb_status status = CB_OK;
    for (unsigned n = 1; !status && n <= seen->seal_count; n++) {
        status = read_manifest(c, seen, n, e);
        all = all && seen->seals[n - 1].has_manifest;
    }
    return status || !all ? status : check_files(c, seen, e);
}

/* The digest that a line claims of the one before: it is the line's last member, as casebound writes it. */
static bool claims(cb_str line, const char *previous) {
    char tail[CB_SHA256_HEX + 32];
    if (previous) {
        snprintf(tail, sizeof tail, ",\"previous\":\"%s\"}", previous);
    } else {
        snprintf(tail, sizeof tail, ",\"previous\":null}");
    }
    size_t n = strlen(tail);
    return line.n > n && memcmp(line.s + line.n - n, tail, n) == 0;
}

typedef struct trail {
    char previous[CB_SHA256_HEX];
    size_t count;
} trail;

/* One file of the trail, whose first line follows from the last of the file before. False when a line does not. */
static cb_status follow(cb_checking *c, trail *t, const char *name, cb_str rest, bool *follows, cb_error *e) {
    cb_str line;
    for (size_t number = 1; rest.n && cb_str_split(&rest, '\n', &line); number++) {
        cb_digest digest;
        if (!rest.s || !claims(line, t->count ? t->previous : NULL)) {
            CB_FAULT(c, "audit", "%s: line %zu does not follow from the one before", name, number);
            *follows = false;
            return CB_OK;
        }
        cb_status status = cb_digest_of((cb_str){line.s, line.n + 1}, &digest, e);
        if (status) {
            return status;
        }
        cb_digest_hex(&digest, t->previous);
        t->count++;
    }
    return CB_OK;
}

cb_status cb_audit_check(cb_checking *c, const cb_seen *seen, cb_error *e) {
    trail t = {.count = 0};
    bool follows = true;
    cb_status status = CB_OK;
    for (unsigned n = 1; !status && follows && n <= (seen->seal_count ? seen->seal_count : 1); n++) {
        const char *name = cb_audit_path(c->arena, n);
        const cb_seen_file *file = name ? cb_seen_find(seen, name) : NULL;
        if (!name) {
            return cb_fail_memory(e);
        }
        if (!file || file->unreadable) { /* where the manifest lists it, its absence is reported there */
            follows = false;
        } else {
            status = follow(c, &t, name, file->bytes, &follows, e);
        }
    }
    if (!status && follows) {
        CB_PASS(c, "audit", "%zu event(s), each chained to the one before", t.count);
    }
    return status;
}
