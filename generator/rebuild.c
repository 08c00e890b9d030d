/* rebuild.c: the comparison: report data and appearance apart, for a library's new version may draw the same facts
 * otherwise, and must not find other ones. */
#include "rebuild.h"

#include <string.h>

#include "casebound/base/file.h"
#include "casebound/base/time.h"
#include "casebound/cli/versions.h"

enum { FILE_MOST = 1 << 30, RECORD_MOST = 4 << 20 };

cb_status cb_rebuilt_add(cb_rebuilt *r, cb_outcome outcome, const char *part, const char *name, const char *text) {
    cb_comparison *list = cb_grow(r->arena, r->list, r->count, &r->capacity, sizeof *list);
    if (!list) {
        return cb_fail_memory(r->error);
    }
    r->list = list;
    list[r->count++] = (cb_comparison){outcome, part, name, text};
    r->same = r->same && (outcome == CB_SAME || outcome == CB_SOFTWARE);
    return CB_OK;
}

const char *cb_outcome_word(cb_outcome outcome) {
    static const char *const words[] = {[CB_SAME] = "same",
                                        [CB_DIFFERS] = "DIFFERS",
                                        [CB_INPUT_MISSING] = "MISSING",
                                        [CB_INPUT_CHANGED] = "CHANGED",
                                        [CB_SOFTWARE] = "note"};
    return words[outcome];
}

bool cb_rebuilt_same(const cb_rebuilt *r, const char *part) {
    for (size_t i = 0; i < r->count; i++) {
        const cb_comparison *c = &r->list[i];
        if (strcmp(c->part, part) == 0 && c->outcome != CB_SAME && c->outcome != CB_SOFTWARE) {
            return false;
        }
    }
    return true;
}

static cb_status read_part(cb_rebuilt *r, const char *name, size_t most, cb_str *out) {
    const char *path = cb_path_join(r->arena, r->folder, name);
    return path ? cb_file_read(r->arena, path, most, out, r->error) : cb_fail_memory(r->error);
}

static cb_status read_record(cb_rebuilt *r) {
    cb_str provenance = {NULL, 0}, build = {NULL, 0};
    const char *path = cb_path_join(r->arena, r->folder, CB_BUILD_PATH);
    if (path && !cb_file_exists(path)) {
        return cb_fail(r->error, CB_INPUT,
                       "%s: has no " CB_BUILD_PATH ": it is no report, or an earlier version made it", r->folder);
    }
    cb_status s = read_part(r, "provenance.json", RECORD_MOST, &provenance);
    s = s == CB_OK ? read_part(r, CB_BUILD_PATH, RECORD_MOST, &build) : s;
    return s == CB_OK ? cb_recorded_read(r->arena, provenance, build, &r->recorded, r->error) : s;
}

static const char *recorded_version(const cb_recorded *c, const char *name) {
    for (size_t i = 0; i < c->software_count; i++) {
        if (strcmp(c->software_names[i], name) == 0) {
            return c->software_versions[i];
        }
    }
    return "none";
}

cb_status cb_rebuilt_software(cb_rebuilt *r, const cb_resources *with, const char **other) {
    const cb_software *here;
    size_t count;
    cb_status s = cb_versions(r->arena, with, &here, &count, r->error);
    *other = "";
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        const char *then = recorded_version(&r->recorded, here[i].name);
        if (strcmp(then, here[i].version) == 0) {
            continue;
        }
        const char *text = cb_format(r->arena, "%s then, %s here", then, here[i].version);
        *other = text ? cb_format(r->arena, "%s%s%s %s", *other, **other ? ", " : "", here[i].name, text) : NULL;
        s = *other ? cb_rebuilt_add(r, CB_SOFTWARE, "software", here[i].name, text) : cb_fail_memory(r->error);
    }
    return s;
}

static bool ends_with(const char *text, const char *ending) {
    size_t n = strlen(text), k = strlen(ending);
    return n >= k && strcmp(text + n - k, ending) == 0;
}

bool cb_is_drawn(const char *name) {
    return ends_with(name, ".pdf") || ends_with(name, ".html");
}

cb_status cb_rebuilt_file(cb_rebuilt *r, const char *name, bool same, const char *other) {
    bool drawn = cb_is_drawn(name);
    const char *part = drawn ? "appearance" : "data";
    if (same) {
        return cb_rebuilt_add(r, CB_SAME, part, name, "");
    }
    const char *why = !drawn                        ? "made again it says something else"
                      : !cb_rebuilt_same(r, "data") ? "shows other data, or is drawn otherwise"
                      : *other ? cb_format(r->arena, "is drawn otherwise, and was made with other versions: %s", other)
                               : "is drawn otherwise, and not by another version, template or font";
    return why ? cb_rebuilt_add(r, CB_DIFFERS, part, name, why) : cb_fail_memory(r->error);
}

/* The seal stands behind the bytes that it covers: an archived PDF begins with the unsigned one. */
static bool begins(cb_str archived, const cb_bundle_file *again) {
    bool pdf = ends_with(again->name, ".pdf");
    return (pdf ? archived.n >= again->bytes.n : archived.n == again->bytes.n) &&
           memcmp(archived.s, again->bytes.s, again->bytes.n) == 0;
}

static cb_status equal(cb_rebuilt *r, const cb_bundle_file *again, const char *path, bool *out) {
    cb_digest digest;
    cb_str archived = {NULL, 0};
    cb_status s = again->written ? cb_digest_file(path, &digest, NULL, r->error)
                                 : cb_file_read(r->arena, path, FILE_MOST, &archived, r->error);
    *out = s == CB_OK && (again->written ? cb_digest_same(&digest, &again->digest) : begins(archived, again));
    return s;
}

static cb_status compare_file(cb_rebuilt *r, const cb_bundle_file *again, const char *other) {
    bool same = false;
    const char *path = cb_path_join(r->arena, r->folder, again->name);
    if (!path) {
        return cb_fail_memory(r->error);
    }
    if (!cb_file_exists(path)) {
        return cb_rebuilt_add(r, CB_DIFFERS, cb_is_drawn(again->name) ? "appearance" : "data", again->name,
                              "is not in the folder");
    }
    cb_status s = equal(r, again, path, &same);
    return s == CB_OK ? cb_rebuilt_file(r, again->name, same, other) : s;
}

static cb_status compare_files(cb_rebuilt *r, const cb_bundle *bundle, const char *other) {
    cb_status s = CB_OK;
    for (int drawn = 0; drawn < 2; drawn++) { /* the data first */
        for (size_t i = 0; s == CB_OK && i < bundle->count; i++) {
            if (cb_is_drawn(bundle->files[i].name) == drawn) {
                s = compare_file(r, &bundle->files[i], other);
            }
        }
    }
    return s;
}

cb_status cb_rebuild(cb_arena *arena, const char *folder, const char *inputs, const char *stage, cb_rebuilt *out,
                     cb_error *e) {
    *out = (cb_rebuilt){.arena = arena, .error = e, .folder = folder, .inputs = inputs, .stage = stage, .same = true};
    cb_build_options options = {.threads = 1};
    cb_again again = {0};
    cb_gathered gathered = {0};
    char date[CB_TIME_TEXT];
    const char *other = "";
    bool whole = false;
    cb_run *run = NULL;
    cb_status s =
        cb_file_is_folder(inputs) ? read_record(out) : cb_fail(e, CB_INPUT, "--inputs: '%s' is no folder", inputs);
    s = s == CB_OK ? cb_rebuild_gather(out, &options, &again, &gathered, &whole) : s;
    if (s != CB_OK || !whole) {
        return s;
    }
    cb_time_text(out->recorded.created, date);
    options.date = date;
    s = cb_run_unsigned(arena, &options, &run, e);
    s = s == CB_OK ? cb_rebuilt_software(out, &run->resources, &other) : s;
    return s == CB_OK ? compare_files(out, &run->bundle, other) : s;
}
