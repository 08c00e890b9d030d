/* command_sign_off.c: casebound sign-off. */
#include <stdio.h>
#include <string.h>

#include "case_options.h"
#include "casebound/base/time.h"
#include "casebound/cli/authority.h"
#include "growing.h"
#include "sign_off.h"

typedef struct words {
    const char *folder, *key, *authority, *pass, *certificates;
    int64_t pass_fd;
    size_t count;
    cb_stamper stamper;
} words;

static cb_status check(const words *w, const cb_sign_off *wish, cb_error *e) {
    if (w->count != 1) {
        return cb_fail(e, CB_USAGE, "sign-off takes the folder of a report");
    }
    if (!wish->meaning || (strcmp(wish->meaning, "review") != 0 && strcmp(wish->meaning, "approval") != 0)) {
        return cb_fail(e, CB_USAGE, "sign-off needs --meaning review or --meaning approval");
    }
    if (!w->key) {
        return cb_fail(e, CB_USAGE, "sign-off needs --key KEY%s",
                       wish->elsewhere ? ", of whoever takes the signed PDF in" : ", the person's own");
    }
    if (wish->elsewhere && wish->name) {
        return cb_fail(e, CB_USAGE, "--name is printed by sign-off; a PDF signed elsewhere has it already");
    }
    return CB_OK;
}

static cb_status open_key(cb_arena *arena, words *w, cb_sign_off *wish, cb_error *e) {
    cb_status s = cb_pass_read(arena, w->pass_fd, &w->pass, e);
    if (s == CB_OK) {
        const cb_key_request wanted = {w->key, w->pass, w->certificates, wish->now, wish->expiring != NULL};
        s = cb_key_open_with(arena, &wanted, &wish->key, e);
    }
    if (s == CB_OK && w->authority) {
        w->stamper = (cb_stamper){cb_authority_ask, (void *)(uintptr_t)w->authority, false};
        cb_key_stamp_with(wish->key, &w->stamper);
    }
    return s;
}

cb_status cb_command_sign_off(cb_arena *arena, int argc, char **argv, cb_error *e) {
    words w = {.pass_fd = -1};
    cb_sign_off wish = {.now = cb_time_now()};
    const cb_option table[] = {
        {.name = "--key", .text = &w.key, .value = "KEY"},
        {.name = "--certificate", .text = &w.certificates, .value = "FILE"},
        {.name = "--meaning", .text = &wish.meaning, .value = "review|approval"},
        {.name = "--name", .text = &wish.name, .value = "NAME"},
        {.name = "--signed", .text = &wish.elsewhere, .value = "FILE.pdf"},
        {.name = "--trust", .text = &wish.trust, .value = "CA.pem"},
        {.name = "--pass-fd", .number = &w.pass_fd, .value = "N"},
        {.name = "--expiring-key", .text = &wish.expiring, .value = "REASON"},
        {.name = "--tsa", .text = &w.authority, .value = "COMMAND"},
    };
    const char *out = NULL;
    cb_status s = cb_options_read(argc, argv, table, sizeof table / sizeof *table, &w.folder, 1, &w.count, e);
    if (s == CB_OK) {
        s = check(&w, &wish, e);
    }
    if (s == CB_OK) {
        wish.folder = cb_folder_trimmed(arena, w.folder);
        s = wish.folder ? open_key(arena, &w, &wish, e) : cb_fail_memory(e);
    }
    if (s == CB_OK) {
        s = cb_sign_off_run(arena, &wish, &out, e);
    }
    if (s == CB_OK) {
        printf("%s\n", out);
    }
    return s;
}
