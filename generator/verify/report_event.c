/* report_event.c: events of a report's life that are no signature on it: withdrawal, merge of patients. */
#include "verify/sign_off.h"

#include <string.h>

#include "casebound/base/utf8.h"

/* One line, whatever the trail holds. */
static const char *shown(cb_checking *c, const char *text) {
    char *out = text ? cb_utf8_shown(c->arena, cb_str_of(text)) : NULL;
    c->no_memory |= text && !out;
    for (char *at = out; at && *at; at++) {
        if (*at == '\n' || *at == '\t') {
            *at = ' ';
        }
    }
    return out;
}

static void tell(cb_checking *c, const char *id, const cb_report_event *one) {
    const char *how = !one->trusted ? "by an unknown signer who says" : one->proven ? "proven" : "claimed";
    if (one->into) {
        CB_NOTE(c, "event", "%s: MERGED at %s (%s, '%s') into '%s', because: %s; names and ids in it are of before", id,
                one->time, how, one->signer, one->into, one->reason);
    } else {
        CB_NOTE(c, "event", "%s: WITHDRAWN at %s (%s, '%s'), because: %s; it is not to be used any more", id, one->time,
                how, one->signer, one->reason);
    }
}

void cb_report_event_add(cb_checking *c, const char *id, const cb_event *event, const cb_signature *by) {
    cb_findings *f = c->out;
    cb_report_event *list = cb_grow(c->arena, f->events, f->event_count, &f->event_capacity, sizeof *list);
    if (!list) {
        c->no_memory = true;
        return;
    }
    f->events = list;
    cb_report_event *one = &list[f->event_count++];
    *one = (cb_report_event){.event = shown(c, event->event),
                             .signer = by->signer,
                             .issuer = by->issuer,
                             .reason = shown(c, event->reason),
                             .into = shown(c, event->into),
                             .trusted = by->trusted,
                             .proven = by->stamped && !by->stamp_distrust};
    one->time = one->proven ? by->stamp_time : shown(c, event->time);
    if (!c->no_memory) {
        tell(c, id, one);
    }
}
