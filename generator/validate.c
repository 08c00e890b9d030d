/* validate.c: the tables are read, the steps taken, and the folder written beside its name. */
#include "validate.h"

#include <stdarg.h>
#include <string.h>

#include "casebound/base/file.h"
#include "casebound/base/time.h"

enum { TABLE_MOST = 16 << 20 };

cb_status cb_step_say(cb_qualification *v, cb_step *step, bool bad, const char *format, ...) {
    const char **lines = cb_grow(v->arena, step->lines, step->line_count, &step->line_capacity, sizeof *lines);
    if (!lines) {
        return cb_fail_memory(v->error);
    }
    step->lines = lines;
    step->ok = step->ok && !bad;
    va_list arguments;
    va_start(arguments, format);
    const char *line = cb_format_list(v->arena, format, arguments);
    va_end(arguments);
    if (!line) {
        return cb_fail_memory(v->error);
    }
    lines[step->line_count++] = line;
    return CB_OK;
}

static const char *recorded(const cb_qualification *v, const char *of, const char *name) {
    for (size_t i = 0; i < v->expected.count; i++) {
        const cb_claim *one = &v->expected.list[i];
        if (strcmp(one->of, of) == 0 && strcmp(one->name, name) == 0) {
            return one->value;
        }
    }
    return NULL;
}

const char *cb_validation_recorded(const cb_qualification *v, const char *name) {
    const char *version = recorded(v, "software", name);
    return version ? version : "none";
}

static cb_status read_table(cb_qualification *v, const char *name, cb_str *out) {
    const char *path = cb_path_join(v->arena, v->data, name);
    return path ? cb_file_read(v->arena, path, TABLE_MOST, out, v->error) : cb_fail_memory(v->error);
}

static cb_status read_claims(cb_qualification *v, const char *name, cb_claims *out) {
    cb_str bytes = {NULL, 0};
    cb_status s = read_table(v, name, &bytes);
    s = s == CB_OK ? cb_claims_read(v->arena, bytes, name, out, v->error) : s;
    return s == CB_OK && strcmp(out->version, CB_VERSION) != 0
               ? cb_fail(v->error, CB_INPUT, "%s: is of casebound %s, and this is " CB_VERSION, name, out->version)
               : s;
}

/* Reports are made here as if with the recorded versions: so a version's name alone makes no other byte. */
static cb_status take_recorded(cb_qualification *v) {
    cb_again *again = cb_alloc(v->arena, sizeof *again);
    cb_software *software = cb_alloc_array(v->arena, v->expected.count, sizeof *software);
    if (!again || !software) {
        return cb_fail_memory(v->error);
    }
    size_t count = 0;
    for (size_t i = 0; i < v->expected.count; i++) {
        const cb_claim *one = &v->expected.list[i];
        if (strcmp(one->of, "software") == 0) {
            software[count++] = (cb_software){one->name, one->value};
        }
    }
    *again = (cb_again){.share = v->share, .software = software, .software_count = count};
    v->again = again;
    v->date = recorded(v, "date", "report");
    return v->date && count > 0 ? CB_OK : cb_fail(v->error, CB_INPUT, "expected.tsv: has no date or no versions");
}

static cb_status read_results(cb_qualification *v, const char *path) {
    cb_str bytes = {NULL, 0};
    cb_status s = CB_OK;
    if (path) {
        s = cb_file_read(v->arena, path, TABLE_MOST, &bytes, v->error);
        s = s == CB_OK ? cb_results_read(v->arena, bytes, cb_path_name(path), &v->given, v->error) : s;
        v->results = &v->given;
    }
    if (s == CB_OK && path && strcmp(v->given.version, CB_VERSION) != 0) {
        s = cb_fail(v->error, CB_INPUT, "%s: are results of casebound %s, and this is " CB_VERSION, cb_path_name(path),
                    v->given.version);
    }
    return s == CB_OK ? cb_matrix_shown(v->arena, &v->matrix, v->results, &v->shown, v->error) : s;
}

static cb_status prepare(cb_qualification *v, const char *results) {
    const char *program = NULL;
    cb_str bytes = {NULL, 0};
    cb_status s = cb_resources_find(v->arena, &v->share, v->error);
    s = s == CB_OK ? cb_resources_validation(v->arena, v->share, &v->data, &program, v->error) : s;
    s = s == CB_OK ? cb_digest_file(program, &v->program, NULL, v->error) : s;
    s = s == CB_OK ? read_claims(v, "installed.tsv", &v->installed) : s;
    s = s == CB_OK ? read_claims(v, "expected.tsv", &v->expected) : s;
    s = s == CB_OK ? take_recorded(v) : s;
    s = s == CB_OK ? read_table(v, "matrix.tsv", &bytes) : s;
    s = s == CB_OK ? cb_matrix_read(v->arena, bytes, "matrix.tsv", &v->matrix, v->error) : s;
    return s == CB_OK ? read_results(v, results) : s;
}

static cb_status work(cb_qualification *v, const char *folder) {
    cb_status s = cb_folder_make(v->folder, v->error);
    if (s != CB_OK) {
        return s;
    }
    s = cb_validation_steps(v);
    s = s == CB_OK ? cb_validation_write(v) : s;
    s = s == CB_OK ? cb_folder_publish(v->folder, folder, v->error) : s;
    if (s != CB_OK) {
        cb_error second = {0};
        (void)!cb_folder_remove(v->folder, &second); /* the first cause is what the user needs */
    }
    return s;
}

cb_status cb_validate(cb_arena *arena, const char *folder, const char *results, const char *date, cb_qualification *out,
                      cb_error *e) {
    *out = (cb_qualification){.arena = arena, .error = e, .now = cb_time_now()};
    out->folder = cb_format(arena, "%s.partial", folder);
    if (!out->folder) {
        return cb_fail_memory(e);
    }
    if (cb_file_exists(folder)) {
        return cb_fail(e, CB_FILE, "%s: exists already and is never overwritten; name another folder with -o", folder);
    }
    if (cb_file_exists(out->folder)) {
        return cb_fail(e, CB_FILE, "%s: is left from a run that was killed; remove it and run again", out->folder);
    }
    cb_status s = cb_run_date(date, out->now, &out->created, e);
    s = s == CB_OK ? prepare(out, results) : s;
    s = s == CB_OK ? cb_folder_scratch(arena, &out->stage, e) : s;
    if (s != CB_OK) {
        return s;
    }
    s = work(out, folder);
    cb_error second = {0};
    cb_status removed = cb_folder_remove(out->stage, s == CB_OK ? e : &second);
    return s == CB_OK ? removed : s;
}
