/* command_filters.c: casebound filters list, docs and test. */
#include <stdio.h>
#include <string.h>

#include "casebound/base/log.h"
#include "casebound/cli/command.h"
#include "casebound/cli/filters_test.h"
#include "casebound/cli/resources.h"
#include "casebound/judge/judge.h"

enum { DOCS_MAX = 4 << 20 };

static cb_status print_profile(cb_arena *arena, const char *share, const char *name, cb_error *e) {
    cb_profile_files files = {0};
    cb_profile *profile = NULL;
    cb_status s = cb_resources_profile(arena, share, name, &files, e);
    if (s == CB_OK) {
        s = cb_profile_load_files(arena, &files, NULL, &profile, e);
    }
    if (s == CB_OK) {
        printf("%s\t%s\t%s\n", cb_profile_name(profile), cb_profile_version(profile), cb_profile_about(profile));
    }
    return s;
}

static cb_status list_profiles(cb_arena *arena, const char *share, cb_error *e) {
    const char *const *names = NULL;
    size_t count = 0;
    cb_status s = cb_resources_profiles(arena, share, &names, &count, e);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = print_profile(arena, share, names[i], e);
    }
    return s;
}

static void print_line(void *who, bool ok, const char *line) {
    (void)who;
    (void)ok;
    printf("%s\n", line);
}

/* Of one profile, or of all. */
static cb_status test_profiles(cb_arena *arena, const char *name, cb_error *e) {
    const char *share = NULL;
    cb_filters_tally tally = {.tell = print_line};
    cb_log_set(CB_QUIET); /* what the program says of a made-up family is no news */
    cb_status s = cb_resources_find(arena, &share, e);
    if (s == CB_OK) {
        s = name ? cb_filters_test(arena, share, name, true, &tally, e) : cb_filters_test_all(arena, share, &tally, e);
    }
    if (s == CB_OK && tally.failed > 0) {
        s = cb_fail(e, CB_FILTER, "%zu of %zu cases failed", tally.failed, tally.cases);
    }
    return s;
}

static cb_status print_docs(cb_error *e) {
    cb_buf text;
    cb_buf_init(&text, DOCS_MAX);
    cb_status s = cb_profile_docs(&text, e);
    if (s == CB_OK) {
        s = cb_buf_status(&text, e);
    }
    if (s == CB_OK) {
        fwrite(text.data, 1, text.size, stdout); /* main checks standard output once, at its end */
    }
    cb_buf_free(&text);
    return s;
}

cb_status cb_command_filters(cb_arena *arena, int argc, char **argv, cb_error *e) {
    const char *words[2] = {NULL}, *share = NULL;
    size_t count = 0;
    cb_status s = cb_options_read(argc, argv, NULL, 0, words, 2, &count, e);
    if (s != CB_OK) {
        return s;
    }
    if (count > 0 && strcmp(words[0], "test") == 0) {
        return test_profiles(arena, words[1], e);
    }
    if (count == 1 && strcmp(words[0], "docs") == 0) {
        return print_docs(e);
    }
    if (count != 1 || strcmp(words[0], "list") != 0) {
        return cb_fail(e, CB_USAGE, "filters takes list, docs, or test and a profile");
    }
    s = cb_resources_find(arena, &share, e);
    return s == CB_OK ? list_profiles(arena, share, e) : s;
}
