/* sign_off.c: the addition that a sign-off makes (folder.h). */
#include "sign_off.h"

#include <string.h>

#include "casebound/base/file.h"
#include "casebound/folder/container.h"
#include "casebound/folder/folder.h"
#include "growing.h"

typedef struct work {
    cb_arena *arena;
    const cb_sign_off *wish;
    const char *partial;
    cb_findings found;
    cb_bundle bundle;
    unsigned n; /* of the addition */
    const char *pdf_name;
    cb_error *e;
} work;

static bool is_review(const work *w) {
    return strcmp(w->wish->meaning, "review") == 0;
}

/* Without anchors nobody can be known; everything else must hold. */
static bool matters(const work *w, const cb_finding *f) {
    return f->kind == CB_FINDING_FAILED && (w->wish->trust || strcmp(f->check, "signer") != 0);
}

static cb_status look(work *w, const char *path, cb_status status, const char *refusal) {
    cb_status s = cb_verify(w->arena, path, w->wish->trust, w->wish->now, &w->found, w->e);
    for (size_t i = 0; s == CB_OK && i < w->found.count; i++) {
        const cb_finding *f = &w->found.list[i];
        if (strcmp(f->check, "unsealed") == 0) {
            s = cb_fail(w->e, CB_SEAL, "%s: is UNSEALED; a person signs what the laboratory has sealed",
                        w->wish->folder);
        } else if (matters(w, f)) {
            s = cb_fail(w->e, status, "%s: %s: %s: %s", w->wish->folder, refusal, f->check, f->text);
        }
    }
    return s;
}

static const cb_signed *signed_as(const work *w, const char *meaning) {
    for (size_t i = 0; i < w->found.signature_count; i++) {
        if (strcmp(w->found.signatures[i].meaning, meaning) == 0) {
            return &w->found.signatures[i];
        }
    }
    return NULL;
}

static cb_status check_state(work *w) {
    const char *folder = w->wish->folder;
    const cb_signed *same = signed_as(w, w->wish->meaning), *approval = signed_as(w, "approval");
    if (!w->found.report || !signed_as(w, "seal")) {
        return cb_fail(w->e, CB_SEAL, "%s: holds no sealed PDF that could be signed", folder);
    }
    if (same) {
        return cb_fail(w->e, CB_SEAL, "%s: has its %s already, by '%s'", folder, w->wish->meaning, same->signer);
    }
    if (approval) {
        return cb_fail(w->e, CB_SEAL, "%s: is signed off already, by '%s'; a review comes before", folder,
                       approval->signer);
    }
    if (!is_review(w) && w->found.blocked) {
        return cb_fail(w->e, CB_SEAL,
                       "%s: the report says what must be resolved before it is final (report/blockers in case.json)",
                       folder);
    }
    if (!is_review(w) && !w->found.needs_no_timestamp && strcmp(cb_key_level(w->wish->key), "B-B") == 0) {
        return cb_fail(w->e, CB_SEAL,
                       "an approval needs a timestamp: give --tsa COMMAND, or have the case file say why there is none "
                       "(report: no_timestamp)");
    }
    return CB_OK;
}

static cb_status check_person(work *w) {
    const cb_sign_off *wish = w->wish;
    if (wish->elsewhere) {
        return CB_OK; /* who signed there is for verify to say */
    }
    cb_status s = cb_key_check_person(wish->key, &signed_as(w, "seal")->key, w->e);
    if (s == CB_OK && wish->name && !cb_key_is_named(wish->key, wish->name)) {
        s = cb_fail(w->e, CB_SEAL, "--name '%s' is not the name in the certificate, '%s'", wish->name,
                    cb_key_name(wish->key));
    }
    return s;
}

static cb_status add(work *w, const char *name, cb_str bytes) {
    return name ? cb_bundle_add(w->arena, &w->bundle, name, bytes, cb_name_type(name), w->e) : cb_fail_memory(w->e);
}

static cb_status read_folder(work *w) {
    cb_status s = cb_folder_read(w->arena, w->wish->folder, &w->bundle, w->e);
    for (w->n = 2; s == CB_OK && w->n <= CB_ADDITIONS; w->n++) {
        const char *name = cb_manifest_path(w->arena, w->n);
        if (!name) {
            return cb_fail_memory(w->e);
        }
        if (!cb_bundle_find(&w->bundle, name)) {
            return CB_OK;
        }
    }
    return s == CB_OK ? cb_fail(w->e, CB_SEAL, "%s: has as many additions as it can", w->wish->folder) : s;
}

static cb_status add_pdf(work *w) {
    const cb_signed *last = &w->found.signatures[w->found.signature_count - 1];
    const cb_bundle_file *old = cb_bundle_find(&w->bundle, last->file);
    cb_str pdf = {NULL, 0};
    w->pdf_name = cb_format(w->arena, "%s.%s.pdf", w->found.report, is_review(w) ? "reviewed" : "signed");
    if (!old || !w->pdf_name) {
        return old ? cb_fail_memory(w->e) : cb_fail(w->e, CB_INTERNAL, "%s is not in the folder read", last->file);
    }
    cb_status s = cb_sign_off_pdf(w->arena, w->wish, old->bytes, &pdf, w->e);
    return s == CB_OK ? add(w, w->pdf_name, pdf) : s;
}

/* The digest of the trail's last line. */
static cb_status last_event(work *w, cb_digest *out) {
    const char *name = cb_audit_path(w->arena, w->n - 1);
    const cb_bundle_file *file = name ? cb_bundle_find(&w->bundle, name) : NULL;
    if (!file || file->bytes.n < 2) {
        return name ? cb_fail(w->e, CB_INPUT, "%s: its audit trail has no end", w->wish->folder) : cb_fail_memory(w->e);
    }
    size_t at = file->bytes.n - 1;
    while (at > 0 && file->bytes.s[at - 1] != '\n') {
        at--;
    }
    return cb_digest_of((cb_str){file->bytes.s + at, file->bytes.n - at}, out, w->e);
}

static cb_status add_event(work *w) {
    const cb_sign_off *wish = w->wish;
    cb_digest previous;
    cb_str line = {NULL, 0};
    const char *event = cb_format(w->arena, "%s: %s", wish->elsewhere ? "signed elsewhere" : "signed", wish->meaning);
    const char *detail =
        cb_format(w->arena, "%s, level %s%s%s", w->pdf_name, cb_key_level(wish->key),
                  wish->expiring ? "; the certificate may end soon: " : "", wish->expiring ? wish->expiring : "");
    cb_status s = event && detail ? last_event(w, &previous) : cb_fail_memory(w->e);
    if (s == CB_OK) {
        s = cb_audit_line(w->arena, wish->now, cb_key_name(wish->key), event, detail, &previous, &line, w->e);
    }
    return s == CB_OK ? add(w, cb_audit_path(w->arena, w->n), line) : s;
}

static cb_status add_manifest(work *w) {
    cb_str manifest = {NULL, 0}, signature = {NULL, 0};
    cb_status s = cb_manifest_make_nth(w->arena, &w->bundle, w->n, &manifest, w->e);
    if (s == CB_OK) {
        s = add(w, cb_manifest_path(w->arena, w->n), manifest);
    }
    if (s == CB_OK) {
        s = cb_seal_bytes(w->arena, w->wish->key, manifest, w->wish->now, &signature, w->e);
    }
    return s == CB_OK ? add(w, cb_signature_path(w->arena, w->n), signature) : s;
}

/* Verified beside the report, before the two take each other's names. */
static cb_status put_beside(work *w) {
    size_t before = w->found.signature_count;
    cb_status s = cb_folder_fill(w->partial, &w->bundle, w->e);
    if (s == CB_OK) {
        s = look(w, w->partial, CB_SEAL, "with this signature it would not verify");
    }
    return s == CB_OK && w->found.signature_count != before + 1
               ? cb_fail(w->e, CB_SEAL, "%s: the signature is not found behind the report's own", w->wish->folder)
               : s;
}

static cb_status sign(void *who, const char *partial, cb_error *e) {
    work *w = who;
    static cb_status (*const steps[])(work *) = {check_state, check_person, read_folder, add_pdf,
                                                 add_event,   add_manifest, put_beside};
    w->partial = partial;
    w->e = e;
    cb_status s = look(w, w->wish->folder, CB_FOUND, "does not verify and is not signed");
    for (size_t i = 0; s == CB_OK && i < sizeof steps / sizeof *steps; i++) {
        s = steps[i](w);
    }
    return s;
}

cb_status cb_sign_off_run(cb_arena *arena, const cb_sign_off *wish, const char **out, cb_error *e) {
    work w = {.arena = arena, .wish = wish};
    cb_status s = cb_folder_grow(arena, &(cb_growing){wish->folder, "sign-off", sign, &w}, e);
    *out = s == CB_OK ? cb_path_join(arena, wish->folder, w.pdf_name) : NULL;
    return s != CB_OK || *out ? s : cb_fail_memory(e);
}
