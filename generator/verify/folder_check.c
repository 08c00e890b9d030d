/* folder_check.c: the container: layout, manifest, signature, files, audit trail. */
#include "verify/folder.h"

#include <stdio.h>
#include <string.h>

#include "casebound/base/map.h"

#define MIMETYPE "mimetype"
#define AUDIT "audit.jsonl"
#define CONTAINER "META-INF/"

static bool is_container_file(const char *name) {
    return strcmp(name, MIMETYPE) == 0 || cb_str_starts(cb_str_of(name), CONTAINER);
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
        if (cb_str_starts(cb_str_of(name), CONTAINER) && strcmp(name, CB_MANIFEST_PATH) != 0 &&
            strcmp(name, CB_SIGNATURE_PATH) != 0) {
            CB_FAULT(c, "layout", "%s: added: META-INF holds one manifest and one signature", name);
        }
    }
    if (c->out->failed == failed) {
        CB_PASS(c, "layout", "an ASiC-E container as a folder, %zu files", seen->count);
    }
}

static cb_status check_signature(cb_checking *c, cb_seen *seen, const cb_seen_file *manifest, cb_error *e) {
    const cb_seen_file *file = cb_seen_find(seen, CB_SIGNATURE_PATH);
    cb_signature found;
    if (!file) {
        CB_FAULT(c, "unsealed", "UNSEALED: there is no %s; nobody vouches for the folder", CB_SIGNATURE_PATH);
        return CB_OK;
    }
    cb_status status = cb_signature_check(c->arena, file->bytes, &manifest->bytes, 1, false, &c->by, &found, e);
    if (!status) {
        seen->sealed =
            cb_found_signature(c, "folder signature", CB_MANIFEST_PATH " under " CB_SIGNATURE_PATH, "CAdES", &found);
        seen->stamped = found.stamped;
        seen->signer = found.certificate;
    }
    return status;
}

static void check_listed(cb_checking *c, const cb_seen *seen, const cb_map *files) {
    for (size_t i = 0; i < seen->manifest.count; i++) {
        const cb_manifest_entry *entry = &seen->manifest.entries[i];
        const cb_seen_file *file = cb_map_get(files, cb_str_of(entry->name));
        if (!file) {
            CB_FAULT(c, "file", "%s: removed: the manifest lists it", entry->name);
        } else if (!file->unreadable && memcmp(&file->digest, &entry->digest, sizeof entry->digest) != 0) {
            CB_FAULT(c, "file", "%s: changed: its digest is not the one listed", entry->name);
        }
    }
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

static void check_present(cb_checking *c, const cb_seen *seen, const cb_map *listed) {
    for (size_t i = 0; i < seen->count; i++) {
        if (!is_container_file(seen->files[i].name) && !cb_map_has(listed, cb_str_of(seen->files[i].name))) {
            CB_FAULT(c, "file", "%s: added: the manifest does not list it", seen->files[i].name);
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
    cb_map *files = cb_map_new(c->arena), *listed = cb_map_new(c->arena);
    bool kept = files && listed;
    for (size_t i = 0; kept && i < seen->count; i++) {
        kept = cb_map_set(files, cb_str_of(seen->files[i].name), &seen->files[i]);
    }
    for (size_t i = 0; kept && i < seen->manifest.count; i++) {
        kept = cb_map_set(listed, cb_str_of(seen->manifest.entries[i].name), &seen->manifest.entries[i]);
    }
    if (!kept) {
        return cb_fail_memory(e);
    }
    check_listed(c, seen, files);
    check_present(c, seen, listed);
    if (c->out->failed == failed) {
        CB_PASS(c, "file", "%zu files are present, unchanged, and all that there is", seen->manifest.count);
    }
    return CB_OK;
}

cb_status cb_manifest_check(cb_checking *c, cb_seen *seen, cb_error *e) {
    cb_error why = {0};
    const cb_seen_file *file = cb_seen_find(seen, CB_MANIFEST_PATH);
    if (!file) {
        CB_FAULT(c, "manifest", "%s: removed: nothing tells what the folder held", CB_MANIFEST_PATH);
        return CB_OK;
    }
    cb_status status = cb_manifest_read(c->arena, file->bytes, &seen->manifest, &why);
    seen->has_manifest = status == CB_OK && strcmp(seen->manifest.signature, CB_SIGNATURE_PATH) == 0;
    if (status == CB_INPUT) {
        CB_FAULT(c, "manifest", "%s: %s", CB_MANIFEST_PATH, why.text);
    } else if (status) {
        return cb_fail(e, status, "%s", why.text);
    } else if (!seen->has_manifest) {
        CB_FAULT(c, "manifest", "%s: names another signature than %s", CB_MANIFEST_PATH, CB_SIGNATURE_PATH);
    } else {
        CB_PASS(c, "manifest", "%s: lists %zu files with SHA-256", CB_MANIFEST_PATH, seen->manifest.count);
    }
    status = check_signature(c, seen, file, e);
    return status || !seen->has_manifest ? status : check_files(c, seen, e);
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

cb_status cb_audit_check(cb_checking *c, const cb_seen *seen, cb_error *e) {
    const cb_seen_file *file = cb_seen_find(seen, AUDIT);
    cb_str rest = file ? file->bytes : (cb_str){NULL, 0}, line;
    char previous[CB_SHA256_HEX];
    size_t count = 0;
    if (!file || file->unreadable) {
        return CB_OK; /* where the manifest lists it, its absence is reported there */
    }
    while (rest.n && cb_str_split(&rest, '\n', &line)) {
        cb_digest digest;
        if (!rest.s || !claims(line, count ? previous : NULL)) {
            CB_FAULT(c, "audit", "%s: line %zu does not follow from the one before", AUDIT, count + 1);
            return CB_OK;
        }
        cb_status status = cb_digest_of((cb_str){line.s, line.n + 1}, &digest, e);
        if (status) {
            return status;
        }
        cb_digest_hex(&digest, previous);
        count++;
    }
    CB_PASS(c, "audit", "%s: %zu event(s), each chained to the one before", AUDIT, count);
    return CB_OK;
}
