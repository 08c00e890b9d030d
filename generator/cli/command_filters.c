/* command_filters.c: casebound filters list and docs. */
#include <stdio.h>
#include <string.h>

#include "casebound/base/file.h"
#include "casebound/cli/command.h"
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
    const cb_entry *entries = NULL;
    size_t count = 0;
    const char *folder = cb_path_join(arena, share, "filters");
    cb_status s = folder ? cb_folder_list(arena, folder, &entries, &count, e) : cb_fail_memory(e);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        size_t size = strlen(entries[i].path);
        if (entries[i].kind != 'f' || strchr(entries[i].path, '/') || size < 5 ||
            strcmp(entries[i].path + size - 4, ".lua") != 0) {
            continue;
        }
        const char *name = cb_copy_n(arena, entries[i].path, size - 4);
        s = name ? print_profile(arena, share, name, e) : cb_fail_memory(e);
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
    const char *word = NULL, *share = NULL;
    size_t count = 0;
    cb_status s = cb_options_read(argc, argv, NULL, 0, &word, 1, &count, e);
    if (s != CB_OK) {
        return s;
    }
    if (count == 1 && strcmp(word, "docs") == 0) {
        return print_docs(e);
    }
    if (count != 1 || strcmp(word, "list") != 0) {
        return cb_fail(e, CB_USAGE, "filters takes one word: list or docs");
    }
    s = cb_resources_find(arena, &share, e);
    return s == CB_OK ? list_profiles(arena, share, e) : s;
}
