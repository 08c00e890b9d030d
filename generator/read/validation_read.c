/* validation_read.c: matrix.tsv, expected.tsv, installed.tsv and results.tsv, and what results say of a matrix. */
#include "casebound/base/map.h"
#include "casebound/base/number.h"
#include "casebound/read/validation.h"
#include "read/tsv.h"

enum { ROW_BYTES = 8192, COUNT_MOST = 1000000 };

static cb_status copy_cells(const cb_tsv *t, const cb_str *part, const char **const *to) {
    for (size_t i = 0; to[i]; i++) {
        *to[i] = cb_copy_str(t->arena, part[i]);
        if (!*to[i]) {
            return cb_fail_memory(t->e);
        }
    }
    return CB_OK;
}

static cb_status take_requirement(cb_tsv *t, const cb_str *part, long line) {
    cb_matrix *m = t->into;
    cb_requirement *list = cb_grow(t->arena, m->list, m->count, &m->capacity, sizeof *list);
    if (!list) {
        return cb_fail_memory(t->e);
    }
    m->list = list;
    cb_requirement *one = &list[m->count++];
    cb_status s = copy_cells(t, part, (const char **const[]){&one->id, &one->floor, &one->text, &one->tests, NULL});
    return s == CB_OK && m->count > 1 && strcmp(one[-1].id, one->id) >= 0
               ? cb_tsv_refuse(t, line, "the id does not follow the one before")
               : s;
}

/* Names are put together with folders: none leads out of them. */
static bool is_inside(cb_str name) {
    cb_str part, rest = name;
    bool inside = name.n > 0;
    while (inside && cb_str_split(&rest, '/', &part)) {
        inside = part.n > 0 && !cb_str_is(part, ".") && !cb_str_is(part, "..");
    }
    return inside;
}

static cb_status take_claim(cb_tsv *t, const cb_str *part, long line) {
    cb_claims *r = t->into;
    cb_claim *list = cb_grow(t->arena, r->list, r->count, &r->capacity, sizeof *list);
    if (!list) {
        return cb_fail_memory(t->e);
    }
    r->list = list;
    cb_claim *one = &list[r->count++];
    if (!is_inside(part[0]) || !is_inside(part[1])) {
        return cb_tsv_refuse(t, line, "the name is no path inside of a folder");
    }
    return copy_cells(t, part, (const char **const[]){&one->of, &one->name, &one->value, NULL});
}

static cb_status take_job(cb_tsv *t, const cb_str *part, long line) {
    cb_results *r = t->into;
    cb_job *list = cb_grow(t->arena, r->list, r->count, &r->capacity, sizeof *list);
    if (!list) {
        return cb_fail_memory(t->e);
    }
    r->list = list;
    cb_job *one = &list[r->count++];
    int64_t *numbers[] = {&one->passed, &one->failed, &one->skipped};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!cb_parse_integer(part[i + 2], numbers[i]) || *numbers[i] < 0 || *numbers[i] > COUNT_MOST) {
            return cb_tsv_refuse(t, line, "passed, failed and skipped are counts of tests");
        }
    }
    return copy_cells(t, part, (const char **const[]){&one->name, &one->tests, NULL});
}

cb_status cb_matrix_read(cb_arena *arena, cb_str bytes, const char *name, cb_matrix *out, cb_error *e) {
    static const char *const columns[] = {"id", "floor", "requirement", "tests", NULL};
    *out = (cb_matrix){0};
    cb_tsv t = {arena, name, columns, ROW_BYTES, "requirement", out, e, 0, 0, NULL, false};
    cb_status s = cb_tsv_read(&t, bytes, take_requirement);
    out->version = t.version;
    return s;
}

/* A list that was cut behind a row looks whole, so its last row counts those before. */
static cb_status take_end(cb_claims *c, const char *name, cb_error *e) {
    const cb_claim *last = &c->list[--c->count];
    int64_t rows;
    return strcmp(last->of, "rows") == 0 && cb_parse_integer(cb_str_of(last->value), &rows) && rows == (int64_t)c->count
               ? CB_OK
               : cb_fail(e, CB_INPUT, "%s: was cut or changed: its last row does not count those before", name);
}

cb_status cb_claims_read(cb_arena *arena, cb_str bytes, const char *name, cb_claims *out, cb_error *e) {
    static const char *const columns[] = {"of", "name", "value", NULL};
    *out = (cb_claims){0};
    cb_tsv t = {arena, name, columns, ROW_BYTES, "claim", out, e, 0, 0, NULL, false};
    cb_status s = cb_tsv_read(&t, bytes, take_claim);
    out->version = t.version;
    return s == CB_OK ? take_end(out, name, e) : s;
}

cb_status cb_results_read(cb_arena *arena, cb_str bytes, const char *name, cb_results *out, cb_error *e) {
    static const char *const columns[] = {"job", "tests", "passed", "failed", "skipped", NULL};
    *out = (cb_results){0};
    cb_tsv t = {arena, name, columns, ROW_BYTES, "job", out, e, 0, 0, NULL, false};
    cb_status s = cb_tsv_read(&t, bytes, take_job);
    out->version = t.version;
    return s;
}

/* The jobs of one program of tests, added up. */
static cb_status add_job(cb_arena *arena, cb_map *programs, const cb_job *job, cb_error *e) {
    cb_str rest = cb_str_of(job->tests), path;
    while (cb_str_split(&rest, ' ', &path)) {
        cb_job *sum = cb_map_get(programs, path);
        if (!sum) {
            sum = cb_alloc(arena, sizeof *sum);
            if (!sum || !cb_map_set(programs, path, sum)) {
                return cb_fail_memory(e);
            }
        }
        sum->passed += job->passed;
        sum->failed += job->failed;
        sum->skipped += job->skipped;
    }
    return CB_OK;
}

static cb_shown shown(const cb_map *programs, const cb_requirement *one) {
    cb_str rest = cb_str_of(one->tests), path;
    bool failed = false, absent = false, passed = false, skipped = false;
    while (cb_str_split(&rest, ' ', &path)) {
        const cb_job *sum = cb_map_get(programs, path);
        absent = absent || !sum || sum->passed + sum->failed + sum->skipped == 0;
        failed = failed || (sum && sum->failed > 0);
        skipped = skipped || (sum && sum->skipped > 0);
        passed = passed || (sum && sum->passed > 0);
    }
    return failed    ? CB_SHOWN_FAILED
           : absent  ? CB_SHOWN_NOT_RUN
           : !passed ? CB_SHOWN_SKIPPED
           : skipped ? CB_SHOWN_IN_PART
                     : CB_SHOWN_PASSED;
}

cb_status cb_matrix_shown(cb_arena *arena, const cb_matrix *matrix, const cb_results *results, const cb_shown **out,
                          cb_error *e) {
    cb_shown *list = cb_alloc_array(arena, matrix->count, sizeof *list);
    cb_map *programs = cb_map_new(arena);
    if (!list || !programs) {
        return cb_fail_memory(e);
    }
    cb_status s = CB_OK;
    for (size_t i = 0; results && s == CB_OK && i < results->count; i++) {
        s = add_job(arena, programs, &results->list[i], e);
    }
    for (size_t i = 0; i < matrix->count; i++) {
        list[i] = results ? shown(programs, &matrix->list[i]) : CB_SHOWN_NOT_TOLD;
    }
    *out = list;
    return s;
}
