/* addition.c: an addition to a sealed folder. */
#include "addition.h"

#include <string.h>

#include "casebound/base/time.h"
#include "casebound/folder/container.h"
#include "pipeline.h"

cb_status cb_addition_look(cb_addition *a, const char *path, cb_status status, const char *refusal) {
    const cb_verifying with = {.trust = a->trust, .now = a->now, .interrupted = cb_interrupted};
    cb_status s = cb_verify_with(a->arena, path, &with, &a->found, a->e);
    for (size_t i = 0; s == CB_OK && i < a->found.count; i++) {
        const cb_finding *f = &a->found.list[i];
        if (strcmp(f->check, "unsealed") == 0) {
            s = cb_fail(a->e, CB_SEAL, "%s: is UNSEALED; what the laboratory has sealed is signed, and nothing else",
                        a->folder);
        } else if (cb_finding_matters(f, a->trust)) {
            s = cb_fail(a->e, status, "%s: %s: %s: %s", a->folder, refusal, f->check, f->text);
        }
    }
    return s;
}

cb_status cb_addition_add(cb_addition *a, const char *name, cb_str bytes) {
    return name ? cb_bundle_add(a->arena, &a->bundle, name, bytes, cb_name_type(name), a->e) : cb_fail_memory(a->e);
}

cb_status cb_addition_read(cb_addition *a) {
    cb_status s = cb_folder_read(a->arena, a->folder, &a->bundle, a->e);
    for (a->n = 2; s == CB_OK && a->n <= CB_ADDITIONS; a->n++) {
        const char *name = cb_manifest_path(a->arena, a->n);
        if (!name) {
            return cb_fail_memory(a->e);
        }
        if (!cb_bundle_find(&a->bundle, name)) {
            return CB_OK;
        }
    }
    return s == CB_OK ? cb_fail(a->e, CB_SEAL, "%s: has as many additions as it can", a->folder) : s;
}

/* The digest of the trail's last line. */
static cb_status last_event(cb_addition *a, cb_digest *out) {
    const char *name = cb_audit_path(a->arena, a->n - 1);
    const cb_bundle_file *file = name ? cb_bundle_find(&a->bundle, name) : NULL;
    if (!file || file->bytes.n < 2) {
        return name ? cb_fail(a->e, CB_INPUT, "%s: its audit trail has no end", a->folder) : cb_fail_memory(a->e);
    }
    size_t at = file->bytes.n - 1;
    while (at > 0 && file->bytes.s[at - 1] != '\n') {
        at--;
    }
    return cb_digest_of((cb_str){file->bytes.s + at, file->bytes.n - at}, out, a->e);
}

cb_status cb_addition_event(cb_addition *a, cb_event event) {
    char time[CB_TIME_TEXT];
    cb_digest previous;
    cb_str line = {NULL, 0};
    cb_time_text(a->now, time);
    event.time = time;
    event.actor = cb_key_name(a->key);
    cb_status s = last_event(a, &previous);
    if (s == CB_OK) {
        s = cb_event_line(a->arena, &event, &previous, &line, a->e);
    }
    return s == CB_OK ? cb_addition_add(a, cb_audit_path(a->arena, a->n), line) : s;
}

cb_status cb_addition_write(cb_addition *a, const char *partial) {
    cb_str manifest = {NULL, 0}, signature = {NULL, 0};
    cb_status s = cb_manifest_make_nth(a->arena, &a->bundle, a->n, &manifest, a->e);
    if (s == CB_OK) {
        s = cb_addition_add(a, cb_manifest_path(a->arena, a->n), manifest);
    }
    if (s == CB_OK) {
        s = cb_seal_bytes(a->arena, a->key, manifest, a->now, &signature, a->e);
    }
    if (s == CB_OK) {
        s = cb_addition_add(a, cb_signature_path(a->arena, a->n), signature);
    }
    if (s == CB_OK) {
        s = cb_folder_fill(partial, &a->bundle, a->e);
    }
    return s == CB_OK ? cb_addition_look(a, partial, CB_SEAL, "with this signature it would not verify") : s;
}
