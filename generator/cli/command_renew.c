/* command_renew.c: casebound renew. */
#include <stdio.h>

#include "casebound/base/file.h"
#include "casebound/base/time.h"
#include "casebound/cli/authority.h"
#include "growing.h"
#include "renew.h"

enum { RESPONSE_MAX = 1 << 17 };

typedef struct words {
    const char *folder, *trust, *authority, *request, *response;
    cb_repeated lists;
    size_t count;
    bool asked; /* the request is written, and the answer is waited for */
} words;

/* Where no authority can be reached: the request goes into a file, and the renewal ends there. */
static cb_status write_request(void *who, cb_arena *arena, cb_str request, cb_str *response, cb_error *e) {
    words *w = who;
    (void)arena;
    *response = (cb_str){NULL, 0};
    cb_status s = cb_file_write(w->request, request, e);
    w->asked = s == CB_OK;
    return s == CB_OK ? cb_fail(e, CB_SEAL, "the request waits for its answer") : s;
}

static cb_status read_response(void *who, cb_arena *arena, cb_str request, cb_str *response, cb_error *e) {
    const words *w = who;
    (void)request; /* the answer is compared with it by who asks */
    return cb_file_read(arena, w->response, RESPONSE_MAX, response, e);
}

static cb_status check(const words *w, cb_error *e) {
    if (w->count != 1) {
        return cb_fail(e, CB_USAGE, "renew takes the folder of a report");
    }
    if (!w->authority + !w->request + !w->response != 2) {
        return cb_fail(e, CB_USAGE, "renew takes one of --tsa COMMAND, --tsa-request FILE and --tsa-response FILE");
    }
    return CB_OK;
}

static cb_stamper stamper_of(words *w) {
    return w->authority  ? (cb_stamper){cb_authority_ask, (void *)(uintptr_t)w->authority, false}
           : w->response ? (cb_stamper){read_response, w, true}
                         : (cb_stamper){write_request, w, true};
}

cb_status cb_command_renew(cb_arena *arena, int argc, char **argv, cb_error *e) {
    words w = {0};
    const cb_option table[] = {
        {.name = "--tsa", .text = &w.authority, .value = "COMMAND"},
        {.name = "--tsa-request", .text = &w.request, .value = "FILE"},
        {.name = "--tsa-response", .text = &w.response, .value = "FILE"},
        {.name = "--crl", .many = &w.lists, .value = "FILE"},
        {.name = "--trust", .text = &w.trust, .value = "CA.pem"},
    };
    cb_error why = {0};
    cb_status s = cb_options_read(argc, argv, table, sizeof table / sizeof *table, &w.folder, 1, &w.count, e);
    if (s == CB_OK) {
        s = check(&w, e);
    }
    const char *folder = s == CB_OK ? cb_folder_trimmed(arena, w.folder) : NULL;
    if (s == CB_OK && !folder) {
        s = cb_fail_memory(e);
    }
    if (s != CB_OK) {
        return s;
    }
    const cb_stamper stamper = stamper_of(&w);
    const cb_renewal wish = {folder, w.trust, &w.lists, &stamper, cb_time_now()};
    s = cb_renew(arena, &wish, &why);
    if (s != CB_OK && !w.asked) {
        return cb_fail(e, s, "%s", why.text);
    }
    printf("%s\n", w.asked ? w.request : folder);
    return CB_OK;
}
