/* recording.c: the addition that an event makes (folder.h): it, a manifest, a signature, and nothing else. */
#include "recording.h"

#include <string.h>

#include "addition.h"
#include "growing.h"

typedef struct work {
    const cb_recording *wish;
    cb_addition addition;
} work;

/* What is withdrawn stays withdrawn; a merge may still be noted on it. */
static cb_status check_state(const work *w) {
    const cb_report_event *old = w->addition.found.withdrawn;
    return old && strcmp(w->wish->event, CB_EVENT_WITHDRAWAL) == 0
               ? cb_fail(w->addition.e, CB_SEAL, "%s: is withdrawn already, by '%s' at %s", w->wish->folder,
                         old->signer, old->time)
               : CB_OK;
}

static cb_status add_event(work *w) {
    const cb_recording *wish = w->wish;
    cb_addition *a = &w->addition;
    const cb_event event = {
        .event = wish->event,
        .level = cb_key_level(wish->key),
        .into = wish->into,
        .reason = wish->reason,
        .detail = wish->expiring ? cb_format(a->arena, "the certificate may end soon: %s", wish->expiring) : NULL,
    };
    return wish->expiring && !event.detail ? cb_fail_memory(a->e) : cb_addition_event(a, event);
}

static cb_status record(void *who, const char *partial, cb_error *e) {
    work *w = who;
    cb_addition *a = &w->addition;
    a->e = e;
    cb_status s = cb_addition_look(a, a->folder, CB_FOUND, "does not verify, and nothing is recorded in it");
    if (s == CB_OK) {
        s = check_state(w);
    }
    if (s == CB_OK) {
        s = cb_addition_read(a);
    }
    if (s == CB_OK) {
        s = add_event(w);
    }
    size_t before = a->found.event_count;
    if (s == CB_OK) {
        s = cb_addition_write(a, partial);
    }
    return s == CB_OK && a->found.event_count != before + 1
               ? cb_fail(e, CB_INTERNAL, "%s: the event is not found in what was written", a->folder)
               : s;
}

cb_status cb_record_event(cb_arena *arena, const cb_recording *wish, cb_error *e) {
    work w = {
        .wish = wish,
        .addition = {.arena = arena, .folder = wish->folder, .trust = wish->trust, .key = wish->key, .now = wish->now}};
    return cb_folder_grow(arena, &(cb_growing){wish->folder, "event", record, &w}, e);
}
