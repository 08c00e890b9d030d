/* command_key.c: casebound key new. */
#include <stdio.h>
#include <string.h>

#include "casebound/base/time.h"
#include "casebound/cli/command.h"
#include "casebound/seal/seal.h"

cb_status cb_command_key(cb_arena *arena, int argc, char **argv, cb_error *e) {
    (void)arena;
    const char *folder = NULL, *word = NULL;
    const cb_option table[] = {{.name = "--output", .short_name = "-o", .text = &folder, .value = "DIR"}};
    size_t count = 0;
    cb_status s = cb_options_read(argc, argv, table, 1, &word, 1, &count, e);
    if (s == CB_OK && (count != 1 || strcmp(word, "new") != 0)) {
        s = cb_fail(e, CB_USAGE, "key takes one word: new");
    }
    if (s == CB_OK && !folder) {
        s = cb_fail(e, CB_USAGE, "key new needs -o DIR, a folder that is not there yet");
    }
    if (s == CB_OK) {
        s = cb_key_new(folder, cb_time_now(), e);
    }
    if (s == CB_OK) {
        printf("%s/seal.pem\n%s/authority.pem\n", folder, folder);
    }
    return s;
}
