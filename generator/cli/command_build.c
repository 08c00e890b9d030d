/* command_build.c: casebound build. */
#include <stdio.h>

#include "case_options.h"
#include "casebound/base/log.h"

static void tell_notices(const cb_run *run) {
    for (size_t i = 0; i < run->kase->notice_count; i++) {
        cb_log(CB_WARN, "%s", run->kase->notices[i]);
    }
    if (!run->key) {
        cb_log(CB_WARN, "no --key was given: the folder is UNSEALED");
    }
}

cb_status cb_command_build(cb_arena *arena, int argc, char **argv, cb_error *e) {
    cb_build_options options;
    cb_case_words words;
    cb_status s = cb_case_options(arena, argc, argv, 1, &options, &words, e);
    if (s == CB_OK && words.count > 0) {
        s = cb_fail(e, CB_USAGE, "'%s' is one word too many: a case file and --vcf exclude each other", words.words[0]);
    }
    cb_run *run = NULL;
    if (s == CB_OK) {
        s = cb_run_build(arena, &options, &run, e);
    }
    if (s == CB_OK) {
        tell_notices(run);
        printf("%s\n", run->folder);
    }
    return s;
}
