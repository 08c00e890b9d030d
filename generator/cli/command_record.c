/* command_record.c: casebound record. */
#include <stdio.h>
#include <string.h>

#include "casebound/base/time.h"
#include "casebound/base/utf8.h"
#include "casebound/cli/command.h"
#include "casebound/folder/folder.h"
#include "growing.h"
#include "recording.h"
#include "signing.h"

enum { REASON_MAX = 1000, INTO_MAX = 100 };

/* What is printed in one line of the audit trail and of verify. */
static bool is_line(const char *text, size_t most) {
    cb_str rest = cb_str_of(text);
    if (rest.n > most || !cb_utf8_valid(rest, NULL)) {
        return false;
    }
    while (rest.n > 0) {
        uint32_t point = cb_utf8_next(&rest);
        if (point < 0x20 || cb_utf8_hidden(point)) {
            return false;
        }
    }
    return cb_str_trim(cb_str_of(text)).n > 0;
}

static cb_status check(const cb_recording *wish, size_t count, bool has_key, cb_error *e) {
    bool merge = wish->event && strcmp(wish->event, CB_EVENT_MERGE) == 0;
    if (count != 1) {
        return cb_fail(e, CB_USAGE, "record takes the folder of a report");
    }
    if (!merge && (!wish->event || strcmp(wish->event, CB_EVENT_WITHDRAWAL) != 0)) {
        return cb_fail(e, CB_USAGE, "record needs --event " CB_EVENT_WITHDRAWAL " or --event " CB_EVENT_MERGE);
    }
    if (!wish->reason || !is_line(wish->reason, REASON_MAX)) {
        return cb_fail(e, CB_USAGE, "record needs --reason TEXT, one line of up to %d bytes", REASON_MAX);
    }
    if (merge != (wish->into != NULL) || (merge && !is_line(wish->into, INTO_MAX))) {
        return cb_fail(
            e, CB_USAGE,
            "--into ID names the patient or case that this one became, and belongs to --event " CB_EVENT_MERGE);
    }
    return has_key ? CB_OK : cb_fail(e, CB_USAGE, "record needs --key KEY, the laboratory's or a person's");
}

cb_status cb_command_record(cb_arena *arena, int argc, char **argv, cb_error *e) {
    cb_signing with = {.pass_fd = -1};
    cb_recording wish = {.now = cb_time_now()};
    const char *folder = NULL;
    size_t count = 0;
    const cb_option table[] = {
        CB_SIGNING_OPTIONS(with),
        {.name = "--event", .text = &wish.event, .value = CB_EVENT_WITHDRAWAL "|" CB_EVENT_MERGE},
        {.name = "--reason", .text = &wish.reason, .value = "TEXT"},
        {.name = "--into", .text = &wish.into, .value = "ID"},
        {.name = "--trust", .text = &wish.trust, .value = "CA.pem"},
    };
    cb_status s = cb_options_read(argc, argv, table, sizeof table / sizeof *table, &folder, 1, &count, e);
    if (s == CB_OK) {
        s = check(&wish, count, with.key != NULL, e);
    }
    if (s == CB_OK) {
        wish.folder = cb_folder_trimmed(arena, folder);
        wish.expiring = with.expiring;
        s = wish.folder ? cb_signing_open(arena, &with, wish.now, &wish.key, e) : cb_fail_memory(e);
    }
    if (s == CB_OK) {
        s = cb_record_event(arena, &wish, e);
    }
    if (s == CB_OK) {
        printf("%s\n", wish.folder);
    }
    return s;
}
