/* event_check.c: what the event of an addition says, against what its signature does. Whoever signs the manifest writes
 * the event too: without these checks a person's key could put another's name into the trail. */
#include "verify/sign_off.h"

#include <stdlib.h>
#include <string.h>

#include "casebound/base/time.h"
#include "casebound/base/utf8.h"

enum { SLACK = 5 * 60 /* seconds that the clocks of two machines may differ */ };

/* The writer's own words behind a file's name (cli/sign_off.c). */
#define BEHIND_NAME "; "

static void check_actor(cb_checking *c, const cb_event_seen *s) {
    const char *signer = cb_utf8_shown(c->arena, cb_str_of(s->by->signer)); /* as it is written */
    c->no_memory |= !signer;
    if (signer && strcmp(s->event->actor, signer) != 0) {
        CB_FAULT(c, "audit", "%s: its actor is '%s', and it was signed by '%s'", s->name, s->event->actor, signer);
    }
}

static void check_time(cb_checking *c, const cb_event_seen *s, const cb_event *before) {
    int64_t time, claimed, earlier;
    if (!cb_time_parse(cb_str_of(s->event->time), &time)) {
        CB_FAULT(c, "audit", "%s: its time '%s' is none", s->name, s->event->time);
        return;
    }
    if (s->by->claimed && cb_time_parse(cb_str_of(s->by->claimed), &claimed) && llabs(time - claimed) > SLACK) {
        CB_FAULT(c, "audit", "%s: its time is %s, and the signer claims to have signed at %s", s->name, s->event->time,
                 s->by->claimed);
    }
    if (before && cb_time_parse(cb_str_of(before->time), &earlier) && time < earlier - SLACK) {
        CB_FAULT(c, "audit", "%s: its time is %s, and the event before it is of %s", s->name, s->event->time,
                 before->time);
    }
}

void cb_event_check(cb_checking *c, const cb_event_seen *seen, const cb_event *before) {
    check_actor(c, seen);
    check_time(c, seen, before);
}

void cb_event_sign_off_check(cb_checking *c, const cb_event_seen *s, const char *meaning, const char *pdf, bool own) {
    const char *here = cb_format(c->arena, "signed: %s", meaning);
    const char *elsewhere = cb_format(c->arena, "signed elsewhere: %s", meaning);
    if (!here || !elsewhere) {
        c->no_memory = true;
        return;
    }
    const char *said = s->event->event, *detail = s->event->detail ? s->event->detail : "";
    if (strcmp(said, elsewhere) != 0 && (!own || strcmp(said, here) != 0)) {
        CB_FAULT(c, "audit", "%s: its event is '%s', and what was done is '%s'", s->name, said, own ? here : elsewhere);
    }
    size_t n = strlen(pdf);
    if (strncmp(detail, pdf, n) != 0 || (detail[n] && !cb_str_starts(cb_str_of(detail + n), BEHIND_NAME))) {
        CB_FAULT(c, "audit", "%s: its detail is '%s', and the signed file is %s", s->name, detail, pdf);
    }
}
