/* recorded.c: provenance.json and used/build.json. */
#include "casebound/read/recorded.h"

#include <string.h>

#include "json.h"

enum { INPUTS = 1000, TEXT_MOST = 4000, CHANGES_MOST = 1 << 16, DOCUMENT = 4 << 20 };
static const int64_t LATEST = INT64_C(253402300799); /* the end of the year 9999 */

typedef struct reader {
    cb_arena *arena;
    cb_recorded *out;
    cb_error *e;
} reader;

static cb_status read_line(const cb_json *j, const char *key, bool optional, const char **out) {
    return cb_json_text(j, key, optional ? CB_JSON_OPTIONAL : CB_JSON_LINE, TEXT_MOST, out);
}

/* A file's name and no path: it will name a link. */
static bool is_name(const char *name) {
    return !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static cb_status read_input(const cb_json *j, cb_input *input) {
    int64_t size = 0;
    cb_status s = read_line(j, "role", false, &input->role);
    s = s == CB_OK ? read_line(j, "name", false, &input->name) : s;
    s = s == CB_OK ? cb_json_integer(j, "size", 0, INT64_MAX, &size) : s;
    input->size = (uint64_t)size;
    if (s == CB_OK && !is_name(input->name)) {
        return cb_json_refuse(j, "name", "is no file's name");
    }
    return s == CB_OK ? cb_json_digest(j, "sha256", &input->digest) : s;
}

static cb_status read_inputs(const reader *r, const cb_json *j) {
    size_t count = 0;
    cb_status s = cb_json_count(j, "inputs", INPUTS, &count);
    cb_input *inputs = s == CB_OK ? cb_alloc_array(r->arena, count + 1, sizeof *inputs) : NULL;
    if (!inputs) {
        return s == CB_OK ? cb_fail_memory(r->e) : s;
    }
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        cb_json one;
        s = cb_json_nth(j, "inputs", i, &one);
        s = s == CB_OK ? read_input(&one, &inputs[i]) : s;
    }
    r->out->inputs = inputs;
    r->out->input_count = count;
    return s;
}

static cb_status read_software(const reader *r, const cb_json *j) {
    size_t count = 0;
    cb_recorded *o = r->out;
    cb_status s = cb_json_count(j, "software", INPUTS, &count);
    o->software_names = cb_alloc_array(r->arena, count + 1, sizeof *o->software_names);
    o->software_versions = cb_alloc_array(r->arena, count + 1, sizeof *o->software_versions);
    if (s != CB_OK || !o->software_names || !o->software_versions) {
        return s == CB_OK ? cb_fail_memory(r->e) : s;
    }
    for (; s == CB_OK && o->software_count < count; o->software_count++) {
        cb_json one;
        s = cb_json_nth(j, "software", o->software_count, &one);
        s = s == CB_OK ? read_line(&one, "name", false, &o->software_names[o->software_count]) : s;
        s = s == CB_OK ? read_line(&one, "version", false, &o->software_versions[o->software_count]) : s;
    }
    return s == CB_OK && count == 0 ? cb_json_refuse(j, "software", "is empty") : s;
}

static cb_status read_absent(const reader *r, const cb_json *j) {
    size_t count = 0;
    cb_recorded *o = r->out;
    cb_status s = cb_json_count(j, "absent", INPUTS, &count);
    o->absent = s == CB_OK ? cb_alloc_array(r->arena, count + 1, sizeof *o->absent) : NULL;
    for (size_t i = 0; s == CB_OK && o->absent && i < count; i++) {
        cb_json one;
        const char *name = NULL, *file = NULL;
        s = cb_json_nth(j, "absent", i, &one);
        s = s == CB_OK ? read_line(&one, "name", false, &name) : s;
        s = s == CB_OK ? read_line(&one, "file", true, &file) : s;
        o->absent[i] = s == CB_OK ? cb_format(r->arena, "%s\n%s", name, file ? file : "") : NULL;
        o->absent_count += o->absent[i] != NULL;
    }
    return s == CB_OK && o->absent_count < count ? cb_fail_memory(r->e) : s;
}

static cb_status read_seal(const reader *r, const cb_json *j) {
    cb_recorded *o = r->out;
    cb_json seal;
    if (!cb_json_has(j, "seal")) {
        return CB_OK;
    }
    cb_status s = cb_json_map(j, "seal", &seal);
    s = s == CB_OK ? read_line(&seal, "name", false, &o->seal_name) : s;
    s = s == CB_OK ? read_line(&seal, "level", false, &o->seal_level) : s;
    return s == CB_OK ? cb_json_truth(&seal, "test", &o->seal_is_test) : s;
}

static cb_status read_amends(const reader *r, const cb_json *j) {
    cb_amends *a = &r->out->amends;
    const struct {
        const char *key;
        const char **to;
    } members[] = {{"report", &a->report},
                   {"date", &a->date},
                   {"digest", &a->digest},
                   {"reason", &a->reason},
                   {"changes", &a->changes}};
    cb_json one;
    if (!cb_json_has(j, "amends")) {
        return CB_OK;
    }
    cb_status s = cb_json_map(j, "amends", &one);
    for (size_t i = 0; s == CB_OK && i < sizeof members / sizeof *members; i++) {
        s = cb_json_text(&one, members[i].key, CB_JSON_TEXT, CHANGES_MOST, members[i].to);
    }
    return s;
}

static cb_status read_build(const reader *r, const cb_json *j) {
    cb_recorded *o = r->out;
    cb_status s = cb_json_integer(j, "created", 0, LATEST, &o->created);
    s = s == CB_OK ? cb_json_integer(j, "revision", 1, CB_REVISION_MAX, &o->revision) : s;
    s = s == CB_OK ? read_line(j, "proband", true, &o->proband) : s;
    s = s == CB_OK ? read_line(j, "pseudonym", true, &o->pseudonym) : s;
    s = s == CB_OK ? cb_json_truth(j, "calls_changed", &o->calls_changed) : s;
    s = s == CB_OK ? read_line(j, "pdfa", false, &o->pdfa) : s;
    s = s == CB_OK ? read_seal(r, j) : s;
    s = s == CB_OK ? read_amends(r, j) : s;
    return s == CB_OK ? read_absent(r, j) : s;
}

cb_status cb_recorded_read(cb_arena *arena, cb_str provenance, cb_str build, cb_recorded *out, cb_error *e) {
    const cb_json_file files[] = {{arena, "provenance.json", e}, {arena, CB_BUILD_PATH, e}};
    const reader r = {arena, out, e};
    cb_json j;
    *out = (cb_recorded){0};
    cb_status s = cb_json_open(&files[0], provenance, DOCUMENT, &j);
    s = s == CB_OK ? read_line(&j, "report", false, &out->report) : s;
    s = s == CB_OK ? read_line(&j, "date", false, &out->date) : s;
    s = s == CB_OK ? read_line(&j, "facts_digest", false, &out->facts) : s;
    s = s == CB_OK ? read_inputs(&r, &j) : s;
    s = s == CB_OK ? read_software(&r, &j) : s;
    s = s == CB_OK ? cb_json_open(&files[1], build, DOCUMENT, &j) : s;
    return s == CB_OK ? read_build(&r, &j) : s;
}
