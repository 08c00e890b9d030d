/* validate_write.c: the record of a validation, for an auditor's file and as data. */
#include <string.h>

#include "casebound/arrange/facts.h"
#include "casebound/base/file.h"
#include "casebound/base/time.h"
#include "validate.h"

enum { RECORD_MOST = 64 << 20, INDENT = 1, NAME_WIDTH = 16, ID_WIDTH = 16 };

static const char *const SHOWN[] = {
    [CB_SHOWN_NOT_TOLD] = "not told", [CB_SHOWN_NOT_RUN] = "NOT RUN", [CB_SHOWN_FAILED] = "FAILED",
    [CB_SHOWN_SKIPPED] = "skipped",   [CB_SHOWN_IN_PART] = "in part", [CB_SHOWN_PASSED] = "passed",
};
enum { SHOWN_COUNT = sizeof SHOWN / sizeof *SHOWN };

/* "" where no step shows the requirement; "FAILED" where one of those that do has failed. */
static const char *shown_here(const cb_qualification *v, const char *id) {
    const char *here = "";
    for (size_t i = 0; i < v->step_count; i++) {
        cb_str rest = cb_str_of(v->steps[i].shows), one;
        while (cb_str_split(&rest, ' ', &one)) {
            if (cb_str_is(one, id)) {
                here = v->steps[i].ok && strcmp(here, "FAILED") != 0 ? "ok" : "FAILED";
            }
        }
    }
    return here;
}

static void put_head(cb_buf *b, const cb_qualification *v) {
    char date[CB_TIME_TEXT], hex[CB_SHA256_HEX];
    cb_date_text(v->created, date);
    cb_digest_hex(&v->program, hex);
    cb_buf_printf(b, "Validation of casebound " CB_VERSION "\n\nResult:   %s\nDate:     %s\nProgram:  SHA-256 %s\n",
                  v->failed ? "NOT VALIDATED" : "VALIDATED", date, hex);
    cb_buf_printf(b, "Steps:    %zu, %zu of them failed\nTests:    %s\n\n", v->step_count, v->failed,
                  v->results ? "results were given"
                             : "no results were given; the matrix says which tests show what, "
                               "not that they passed here");
    cb_buf_text(b, "To be filled in by the laboratory\n\n"
                   "  Machine and operating system   ______________________________\n"
                   "  Performed by                   ______________________________\n"
                   "  Deviations and their handling  ______________________________\n"
                   "  Reviewed by, date, signature   ______________________________\n\n");
}

static void put_versions(cb_buf *b, const cb_qualification *v) {
    cb_buf_text(b, "1 Versions: here, and those with which the reports of the families were recorded\n\n");
    for (size_t i = 0; i < v->software_count; i++) {
        cb_buf_printf(b, "  %-*s %-26s %s\n", NAME_WIDTH, v->software[i].name, v->software[i].version,
                      cb_validation_recorded(v, v->software[i].name));
    }
}

static void put_steps(cb_buf *b, const cb_qualification *v) {
    cb_buf_text(b, "\n2 Steps\n\n");
    for (size_t i = 0; i < v->step_count; i++) {
        const cb_step *step = &v->steps[i];
        cb_buf_printf(b, "  %-6s %s: %s\n         shows %s\n", step->ok ? "ok" : "FAILED", step->name, step->text,
                      step->shows);
        for (size_t n = 0; n < step->line_count; n++) {
            cb_buf_printf(b, "           %s\n", step->lines[n]);
        }
    }
}

static void put_matrix(cb_buf *b, const cb_qualification *v) {
    size_t counts[SHOWN_COUNT] = {0};
    for (size_t i = 0; i < v->matrix.count; i++) {
        counts[v->shown[i]]++;
    }
    cb_buf_printf(b, "\n3 Requirements: %zu", v->matrix.count);
    for (size_t i = 0; i < SHOWN_COUNT; i++) {
        if (counts[i] > 0) {
            cb_buf_printf(b, ", %zu %s", counts[i], SHOWN[i]);
        }
    }
    cb_buf_text(b, "\n\n  By the tests of the release, and by the steps above: id, tests, steps, requirement.\n\n");
    for (size_t i = 0; i < v->matrix.count; i++) {
        const cb_requirement *one = &v->matrix.list[i];
        cb_buf_printf(b, "  %-*s %-9s %-6s %s\n      shown by %s\n", ID_WIDTH, one->id, SHOWN[v->shown[i]],
                      shown_here(v, one->id), one->text, one->tests);
    }
}

static cb_status write_text(const cb_qualification *v) {
    cb_buf b;
    const char *path = cb_path_join(v->arena, v->folder, "validation.txt");
    cb_buf_init(&b, RECORD_MOST);
    put_head(&b, v);
    put_versions(&b, v);
    put_steps(&b, v);
    put_matrix(&b, v);
    cb_status s = path ? cb_buf_status(&b, v->error) : cb_fail_memory(v->error);
    s = s == CB_OK ? cb_file_write(path, cb_buf_view(&b), v->error) : s;
    cb_buf_free(&b);
    return s;
}

static void add_versions(cb_builder *b, cb_node *root, const cb_qualification *v) {
    cb_node *list = cb_node_list(b, root, "versions");
    for (size_t i = 0; i < v->software_count; i++) {
        cb_node *one = cb_node_map(b, list, NULL);
        cb_node_add_text(b, one, "name", v->software[i].name);
        cb_node_add_text(b, one, "version", v->software[i].version);
        cb_node_add_text(b, one, "recorded", cb_validation_recorded(v, v->software[i].name));
    }
}

static void add_words(cb_builder *b, cb_node *to, const char *key, const char *words) {
    cb_node *list = cb_node_list(b, to, key);
    cb_str rest = cb_str_of(words), one;
    while (*words && cb_str_split(&rest, ' ', &one)) {
        char *copy = cb_copy_str(b->arena, one);
        b->failed = b->failed || !copy;
        cb_node_add_text(b, list, NULL, copy);
    }
}

static void add_steps(cb_builder *b, cb_node *root, const cb_qualification *v) {
    cb_node *list = cb_node_list(b, root, "steps");
    for (size_t i = 0; i < v->step_count; i++) {
        const cb_step *step = &v->steps[i];
        cb_node *one = cb_node_map(b, list, NULL);
        cb_node_add_text(b, one, "name", step->name);
        cb_node_add_bool(b, one, "ok", step->ok, NULL);
        cb_node_add_text(b, one, "text", step->text);
        add_words(b, one, "shows", step->shows);
        cb_node *lines = cb_node_list(b, one, "lines");
        for (size_t n = 0; n < step->line_count; n++) {
            cb_node_add_text(b, lines, NULL, step->lines[n]);
        }
    }
}

static void add_matrix(cb_builder *b, cb_node *root, const cb_qualification *v) {
    cb_node *list = cb_node_list(b, root, "requirements");
    for (size_t i = 0; i < v->matrix.count; i++) {
        const cb_requirement *row = &v->matrix.list[i];
        cb_node *one = cb_node_map(b, list, NULL);
        cb_node_add_text(b, one, "id", row->id);
        cb_node_add_text(b, one, "floor", row->floor);
        cb_node_add_text(b, one, "text", row->text);
        cb_node_add_text(b, one, "tests", SHOWN[v->shown[i]]);
        cb_node_add_text(b, one, "steps", shown_here(v, row->id));
        add_words(b, one, "shown_by", row->tests);
    }
}

static cb_status write_json(const cb_qualification *v) {
    char date[CB_TIME_TEXT], hex[CB_SHA256_HEX];
    cb_builder b;
    cb_str text = {NULL, 0};
    const char *path = cb_path_join(v->arena, v->folder, "validation.json");
    cb_builder_init(&b, v->arena);
    cb_date_text(v->created, date);
    cb_digest_hex(&v->program, hex);
    cb_node *root = cb_node_root(&b);
    cb_node_add_text(&b, root, "casebound", CB_VERSION);
    cb_node_add_bool(&b, root, "validated", v->failed == 0, NULL);
    cb_node_add_text(&b, root, "date", date);
    cb_node_add_text(&b, root, "program_sha256", hex);
    cb_node_add_bool(&b, root, "results_given", v->results != NULL, NULL);
    add_versions(&b, root, v);
    add_steps(&b, root, v);
    add_matrix(&b, root, v);
    cb_status s = path ? cb_facts_document(&b, root, INDENT, RECORD_MOST, &text, v->error) : cb_fail_memory(v->error);
    return s == CB_OK ? cb_file_write(path, text, v->error) : s;
}

cb_status cb_validation_write(const cb_qualification *v) {
    cb_status s = write_text(v);
    s = s == CB_OK ? write_json(v) : s;
    return s == CB_OK ? cb_folder_sync(v->folder, v->error) : s;
}
