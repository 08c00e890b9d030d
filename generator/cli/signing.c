/* signing.c: the key of a command that signs what a folder gets. */
#include "signing.h"

#include "case_options.h"
#include "casebound/cli/authority.h"

cb_status cb_signing_open(cb_arena *arena, cb_signing *with, int64_t now, cb_key **out, cb_error *e) {
    const char *pass = NULL;
    cb_status s = cb_pass_read(arena, with->pass_fd, &pass, e);
    if (s == CB_OK) {
        const cb_key_request wanted = {with->key, pass, with->certificates, now, with->expiring != NULL};
        s = cb_key_open_with(arena, &wanted, out, e);
    }
    if (s == CB_OK && with->authority) {
        with->stamper = (cb_stamper){cb_authority_ask, (void *)(uintptr_t)with->authority, false};
        cb_key_stamp_with(*out, &with->stamper);
    }
    return s;
}
