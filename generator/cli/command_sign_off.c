/* command_sign_off.c: casebound sign-off. */
#include <stdio.h>
#include <string.h>

#include "casebound/base/time.h"
#include "growing.h"
#include "sign_off.h"
#include "signing.h"

static cb_status check(const cb_sign_off *wish, size_t count, bool has_key, cb_error *e) {
    if (count != 1) {
        return cb_fail(e, CB_USAGE, "sign-off takes the folder of a report");
    }
    if (!wish->meaning || (strcmp(wish->meaning, "review") != 0 && strcmp(wish->meaning, "approval") != 0)) {
        return cb_fail(e, CB_USAGE, "sign-off needs --meaning review or --meaning approval");
    }
    if (!has_key) {
        return cb_fail(e, CB_USAGE, "sign-off needs --key KEY%s",
                       wish->elsewhere ? ", of whoever takes the signed PDF in" : ", the person's own");
    }
    if (wish->elsewhere && wish->name) {
        return cb_fail(e, CB_USAGE, "--name is printed by sign-off; a PDF signed elsewhere has it already");
    }
    return CB_OK;
}

cb_status cb_command_sign_off(cb_arena *arena, int argc, char **argv, cb_error *e) {
    cb_signing with = {.pass_fd = -1};
    cb_sign_off wish = {.now = cb_time_now()};
    const char *folder = NULL, *out = NULL;
    size_t count = 0;
    const cb_option table[] = {
        CB_SIGNING_OPTIONS(with),
        {.name = "--meaning", .text = &wish.meaning, .value = "review|approval"},
        {.name = "--name", .text = &wish.name, .value = "NAME"},
        {.name = "--signed", .text = &wish.elsewhere, .value = "FILE.pdf"},
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
        s = cb_sign_off_run(arena, &wish, &out, e);
    }
    if (s == CB_OK) {
        printf("%s\n", out);
    }
    return s;
}
