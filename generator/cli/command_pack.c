/* command_pack.c: casebound pack and unpack: a case folder as one file, and back. */
#include <stdio.h>
#include <string.h>

#include "casebound/base/file.h"
#include "casebound/base/time.h"
#include "casebound/cli/command.h"
#include "casebound/folder/container.h"
#include "casebound/folder/folder.h"
#include "casebound/seal/seal.h"
#include "growing.h"

static cb_status write_new(cb_arena *arena, const char *path, cb_str bytes, cb_error *e) {
    const char *folder = cb_path_folder(arena, path);
    const char *partial = folder ? cb_format(arena, "%s.partial", path) : NULL;
    if (!partial) {
        return cb_fail_memory(e);
    }
    if (cb_file_exists(path)) {
        return cb_fail(e, CB_FILE, "%s: exists already and is never overwritten", path);
    }
    cb_status s = cb_file_write_private(partial, bytes, e);
    return s == CB_OK ? cb_folder_publish(partial, path, e) : s;
}

/* "reports/FAM-0042-r1/" is named by its last part. */
static char *folder_name(cb_arena *arena, const char *path) {
    const char *trimmed = cb_folder_trimmed(arena, path);
    return trimmed ? cb_copy(arena, cb_path_name(trimmed)) : NULL;
}

cb_status cb_command_pack(cb_arena *arena, int argc, char **argv, cb_error *e) {
    const char *folder = NULL, *output = NULL;
    cb_repeated recipients = {0};
    const cb_option table[] = {
        {.name = "--output", .short_name = "-o", .text = &output, .value = "FILE"},
        {.name = "--for", .many = &recipients, .value = "CERT.pem"},
    };
    size_t count = 0;
    cb_status s = cb_options_read(argc, argv, table, sizeof table / sizeof *table, &folder, 1, &count, e);
    if (s == CB_OK && count != 1) {
        s = cb_fail(e, CB_USAGE, "pack takes the folder of a report");
    }
    cb_bundle bundle = {0};
    cb_str bytes = {NULL, 0};
    if (s == CB_OK) {
        s = cb_folder_read(arena, folder, &bundle, e);
    }
    if (s == CB_OK && (!cb_bundle_find(&bundle, "mimetype") || !cb_bundle_find(&bundle, CB_MANIFEST_PATH))) {
        s = cb_fail(e, CB_INPUT, "%s: is no folder of a report (mimetype or %s is absent)", folder, CB_MANIFEST_PATH);
    }
    if (s == CB_OK) {
        s = cb_container_make(arena, &bundle, &bytes, e);
    }
    if (s == CB_OK && recipients.count > 0) {
        s = cb_seal_for(arena, recipients.values, recipients.count, cb_time_now(), bytes, &bytes, e);
    }
    if (s == CB_OK && !output) {
        const char *name = folder_name(arena, folder);
        output = name ? cb_format(arena, "%s.asice%s", name, recipients.count > 0 ? ".p7m" : "") : NULL;
        s = output ? CB_OK : cb_fail_memory(e);
    }
    if (s == CB_OK) {
        s = write_new(arena, output, bytes, e);
    }
    if (s == CB_OK) {
        printf("%s\n", output);
    }
    return s;
}

/* FAM-0042-r1.asice becomes FAM-0042-r1. */
static char *unpacked_name(cb_arena *arena, const char *path) {
    static const char tail[] = ".asice";
    const char *name = cb_path_name(path);
    size_t n = strlen(name), m = strlen(tail);
    bool usual = n > m && strcmp(name + n - m, tail) == 0;
    return usual ? cb_copy_n(arena, name, n - m) : cb_format(arena, "%s.unpacked", name);
}

static cb_status write_folder(cb_arena *arena, const char *target, const cb_bundle *bundle, cb_error *e) {
    const char *partial = cb_format(arena, "%s.partial", target);
    if (!partial) {
        return cb_fail_memory(e);
    }
    if (cb_file_exists(target)) {
        return cb_fail(e, CB_FILE, "%s: exists already and is never overwritten", target);
    }
    cb_status s = cb_folder_write(partial, bundle, e);
    if (s == CB_OK) {
        s = cb_folder_publish(partial, target, e);
    }
    if (s != CB_OK && cb_file_exists(partial)) {
        cb_error second = {0};
        if (cb_folder_remove(partial, &second) != CB_OK) { /* the first cause is what the user needs */
            return s;
        }
    }
    return s;
}

cb_status cb_command_unpack(cb_arena *arena, int argc, char **argv, cb_error *e) {
    const char *file = NULL, *output = NULL;
    const cb_option table[] = {{.name = "--output", .short_name = "-o", .text = &output, .value = "DIR"}};
    size_t count = 0;
    cb_status s = cb_options_read(argc, argv, table, 1, &file, 1, &count, e);
    if (s == CB_OK && count != 1) {
        s = cb_fail(e, CB_USAGE, "unpack takes one .asice file");
    }
    cb_str bytes = {NULL, 0};
    cb_bundle bundle = {0};
    if (s == CB_OK) {
        s = cb_file_read(arena, file, CB_CONTAINER_MAX, &bytes, e);
    }
    if (s == CB_OK) {
        s = cb_container_open(arena, bytes, cb_path_name(file), &bundle, e);
    }
    const char *name = s == CB_OK ? unpacked_name(arena, file) : NULL;
    const char *target = name ? cb_path_join(arena, output ? output : ".", name) : NULL;
    if (s == CB_OK && !target) {
        s = cb_fail_memory(e);
    }
    if (s == CB_OK) {
        s = cb_folder_make_all(output ? output : ".", e);
    }
    if (s == CB_OK) {
        s = write_folder(arena, target, &bundle, e);
    }
    if (s == CB_OK) {
        printf("%s\n", target);
    }
    return s;
}
