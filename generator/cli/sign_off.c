/* sign_off.c: the addition that a sign-off makes (folder.h). */
#include "sign_off.h"

#include <string.h>

#include "addition.h"
#include "casebound/base/file.h"
#include "growing.h"

typedef struct work {
    const cb_sign_off *wish;
    cb_addition addition;
    const char *pdf_name;
} work;

static bool is_review(const work *w) {
    return strcmp(w->wish->meaning, "review") == 0;
}

static const cb_signed *signed_as(const work *w, const char *meaning) {
    for (size_t i = 0; i < w->addition.found.signature_count; i++) {
        if (strcmp(w->addition.found.signatures[i].meaning, meaning) == 0) {
            return &w->addition.found.signatures[i];
        }
    }
    return NULL;
}

static cb_status check_state(work *w) {
    const char *folder = w->wish->folder;
    const cb_signed *same = signed_as(w, w->wish->meaning), *approval = signed_as(w, "approval");
    if (w->addition.found.withdrawn) {
        return cb_fail(w->addition.e, CB_SEAL, "%s: is withdrawn, by '%s'; nobody signs it any more", folder,
                       w->addition.found.withdrawn->signer);
    }
    if (!w->addition.found.report || !signed_as(w, "seal")) {
        return cb_fail(w->addition.e, CB_SEAL, "%s: holds no sealed PDF that could be signed", folder);
    }
    if (same) {
        return cb_fail(w->addition.e, CB_SEAL, "%s: has its %s already, by '%s'", folder, w->wish->meaning,
                       same->signer);
    }
    if (approval) {
        return cb_fail(w->addition.e, CB_SEAL, "%s: is signed off already, by '%s'; a review comes before", folder,
                       approval->signer);
    }
    if (!is_review(w) && w->addition.found.blocked) {
        return cb_fail(w->addition.e, CB_SEAL,
                       "%s: the report says what must be resolved before it is final (report/blockers in case.json)",
                       folder);
    }
    if (!is_review(w) && !w->addition.found.needs_no_timestamp && strcmp(cb_key_level(w->wish->key), "B-B") == 0) {
        return cb_fail(w->addition.e, CB_SEAL,
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
    cb_status s = cb_key_check_person(wish->key, &signed_as(w, "seal")->key, w->addition.e);
    if (s == CB_OK && wish->name && !cb_key_is_named(wish->key, wish->name)) {
        s = cb_fail(w->addition.e, CB_SEAL, "--name '%s' is not the name in the certificate, '%s'", wish->name,
                    cb_key_name(wish->key));
    }
    return s;
}

static cb_status add_pdf(work *w) {
    cb_addition *a = &w->addition;
    const cb_signed *last = &a->found.signatures[a->found.signature_count - 1];
    const cb_bundle_file *old = cb_bundle_find(&a->bundle, last->file);
    cb_str pdf = {NULL, 0};
    w->pdf_name = cb_format(a->arena, "%s.%s.pdf", a->found.report, is_review(w) ? "reviewed" : "signed");
    if (!old || !w->pdf_name) {
        return old ? cb_fail_memory(a->e) : cb_fail(a->e, CB_INTERNAL, "%s is not in the folder read", last->file);
    }
    cb_status s = cb_sign_off_pdf(a->arena, w->wish, old->bytes, &pdf, a->e);
    return s == CB_OK ? cb_addition_add(a, w->pdf_name, pdf) : s;
}

static cb_status add_event(work *w) {
    const cb_sign_off *wish = w->wish;
    cb_addition *a = &w->addition;
    const cb_event event = {
        .event = cb_format(a->arena, "%s: %s", wish->elsewhere ? "signed elsewhere" : "signed", wish->meaning),
        .level = cb_key_level(wish->key),
        .detail = cb_format(a->arena, "%s%s%s", w->pdf_name, wish->expiring ? "; the certificate may end soon: " : "",
                            wish->expiring ? wish->expiring : ""),
    };
    return event.event && event.detail ? cb_addition_event(a, event) : cb_fail_memory(a->e);
}

/* What was made is found in it, and an approval makes it final. Where anchors are given, one by a clock that they do
 * not know does not. */
static cb_status check_made(const work *w, size_t before) {
    const cb_findings *found = &w->addition.found;
    const cb_signed *approval = is_review(w) ? NULL : signed_as(w, "approval");
    if (found->signature_count != before + 1) {
        return cb_fail(w->addition.e, CB_SEAL, "%s: the signature is not found behind the report's own",
                       w->wish->folder);
    }
    return w->wish->trust && approval && approval->unproven && !found->needs_no_timestamp
               ? cb_fail(w->addition.e, CB_SEAL,
                         "%s: with this approval it would not be final: its timestamp proves nothing: %s",
                         w->wish->folder, approval->unproven)
               : CB_OK;
}

static cb_status sign(void *who, const char *partial, cb_error *e) {
    work *w = who;
    cb_addition *a = &w->addition;
    a->e = e;
    cb_status s = cb_addition_look(a, a->folder, CB_FOUND, "does not verify and is not signed");
    if (s == CB_OK) {
        s = check_state(w);
    }
    if (s == CB_OK) {
        s = check_person(w);
    }
    if (s == CB_OK) {
        s = cb_addition_read(a);
    }
    if (s == CB_OK) {
        s = add_pdf(w);
    }
    if (s == CB_OK) {
        s = add_event(w);
    }
    size_t before = a->found.signature_count;
    if (s == CB_OK) {
        s = cb_addition_write(a, partial);
    }
    return s == CB_OK ? check_made(w, before) : s;
}

cb_status cb_sign_off_run(cb_arena *arena, const cb_sign_off *wish, const char **out, cb_error *e) {
    work w = {
        .wish = wish,
        .addition = {.arena = arena, .folder = wish->folder, .trust = wish->trust, .key = wish->key, .now = wish->now}};
    cb_status s = cb_folder_grow(arena, &(cb_growing){wish->folder, "sign-off", sign, &w}, e);
    *out = s == CB_OK ? cb_path_join(arena, wish->folder, w.pdf_name) : NULL;
    return s != CB_OK || *out ? s : cb_fail_memory(e);
}
