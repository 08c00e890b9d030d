/* validate_steps.c: each step that a laboratory's machine is taken through. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "casebound/base/file.h"
#include "casebound/cli/filters_test.h"
#include "casebound/cli/versions.h"
#include "casebound/folder/container.h"
#include "casebound/folder/folder.h"
#include "casebound/seal/seal.h"
#include "casebound/verify/verify.h"
#include "rebuild.h"
#include "validate.h"

#define TRUST "authority.pem" /* of the record: the TEST authority of its sealed report */

enum { THREADS = 4 };
static const size_t STEP_MEMORY = (size_t)6 << 30;

/* What a step is told; its arena ends with it. */
typedef struct work {
    cb_qualification *v;
    cb_step *step;
    cb_arena *arena;
    const char *family;
    int threads;
} work;

static cb_status conclude(work *w, const char *text) {
    w->step->text = text;
    return text ? CB_OK : cb_fail_memory(w->v->error);
}

/* Where a file of installed.tsv lies: validation/ has a place of its own in a build. */
static const char *installed_path(const work *w, const char *name) {
    static const char own[] = "validation/";
    size_t n = sizeof own - 1;
    return strncmp(name, own, n) == 0 ? cb_path_join(w->arena, w->v->data, name + n)
                                      : cb_path_join(w->arena, w->v->share, name);
}

static cb_status same_digest(const work *w, const char *path, const char *value, bool *same) {
    cb_digest digest;
    char hex[CB_SHA256_HEX];
    cb_status s = cb_digest_file(path, &digest, NULL, w->v->error);
    if (s == CB_OK) {
        cb_digest_hex(&digest, hex);
        *same = strcmp(hex, value) == 0;
    }
    return s;
}

static cb_status check_installed(work *w, const cb_claim *one, size_t *wrong) {
    bool same = false;
    const char *path = installed_path(w, one->name);
    if (!path) {
        return cb_fail_memory(w->v->error);
    }
    bool there = cb_file_exists(path);
    cb_status s = there ? same_digest(w, path, one->value, &same) : CB_OK;
    if (s != CB_OK || same) {
        return s;
    }
    (*wrong)++;
    return cb_step_say(w->v, w->step, true, "%s\t%s\trecorded SHA-256 %s", there ? "CHANGED" : "MISSING", one->name,
                       one->value);
}

static bool is_recorded(const cb_claims *records, const char *of, const char *name) {
    for (size_t i = 0; i < records->count; i++) {
        if (strcmp(records->list[i].of, of) == 0 && strcmp(records->list[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* A laboratory's own profile may lie there; it is named, for it came from elsewhere. */
static cb_status name_others(work *w, const char *folder, size_t *others) {
    const cb_entry *entries = NULL;
    size_t count = 0;
    const char *path = cb_path_join(w->arena, w->v->share, folder);
    cb_status s = path ? cb_folder_list(w->arena, path, &entries, &count, w->v->error) : cb_fail_memory(w->v->error);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        const char *name = cb_path_join(w->arena, folder, entries[i].path);
        if (!name) {
            s = cb_fail_memory(w->v->error);
        } else if (entries[i].kind != 'd' && !is_recorded(&w->v->installed, "file", name)) {
            (*others)++;
            s = cb_step_say(w->v, w->step, false, "note\t%s\tis not of this release", name);
        }
    }
    return s;
}

static cb_status step_installed(work *w) {
    static const char *const folders[] = {"templates", "filters"};
    size_t wrong = 0, others = 0;
    const cb_claims *all = &w->v->installed;
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < all->count; i++) {
        s = check_installed(w, &all->list[i], &wrong);
    }
    for (size_t i = 0; s == CB_OK && i < sizeof folders / sizeof *folders; i++) {
        s = name_others(w, folders[i], &others);
    }
    if (s != CB_OK) {
        return s;
    }
    return conclude(
        w, wrong ? cb_format(w->v->arena, "%zu of %zu files are not those of the release", wrong, all->count)
                 : cb_format(w->v->arena, "%zu files are those of the release; %zu others", all->count, others));
}

/* Another library is no failure by itself: what it makes of the families decides. */
static cb_status step_versions(work *w) {
    cb_qualification *v = w->v;
    cb_resources with = {.share = v->share};
    size_t other = 0;
    cb_status s = cb_resources_read(w->arena, &with, v->error);
    s = s == CB_OK ? cb_versions(v->arena, &with, &v->software, &v->software_count, v->error) : s;
    for (size_t i = 0; s == CB_OK && i < v->software_count; i++) {
        const cb_software *one = &v->software[i];
        const char *then = cb_validation_recorded(v, one->name);
        if (strcmp(then, one->version) != 0) {
            other++;
            s = cb_step_say(v, w->step, false, "note\t%s\t%s here, %s recorded", one->name, one->version, then);
        }
    }
    return s == CB_OK ? conclude(w, cb_format(v->arena, "%zu versions, %zu of them not the recorded ones",
                                              v->software_count, other))
                      : s;
}

static cb_status tell_comparisons(work *w, const cb_rebuilt *r) {
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < r->count; i++) {
        const cb_comparison *c = &r->list[i];
        if (c->outcome != CB_SAME) {
            s = cb_step_say(w->v, w->step, c->outcome != CB_SOFTWARE, "%s\t%s\t%s\t%s", cb_outcome_word(c->outcome),
                            c->part, c->name, c->text);
        }
    }
    if (s != CB_OK || !cb_rebuilt_same(r, "input")) {
        return s == CB_OK ? conclude(w, cb_copy(w->v->arena, "the recorded inputs are not all there")) : s;
    }
    return conclude(w, cb_format(w->v->arena, "data %s, appearance %s",
                                 cb_rebuilt_same(r, "data") ? "the same" : "NOT the same",
                                 cb_rebuilt_same(r, "appearance") ? "the same" : "NOT the same"));
}

static cb_status compare_claim(const work *w, cb_rebuilt *r, const cb_claim *one, const char *other) {
    bool same = false;
    const char *path = cb_path_join(w->arena, r->folder, one->name);
    if (!path) {
        return cb_fail_memory(w->v->error);
    }
    cb_status s = cb_file_exists(path) ? same_digest(w, path, one->value, &same) : CB_OK;
    return s == CB_OK ? cb_rebuilt_file(r, one->name, same, other) : s;
}

static cb_status compare_recorded(const work *w, cb_rebuilt *r, const char *other) {
    const cb_claims *all = &w->v->expected;
    cb_status s = CB_OK;
    for (int drawn = 0; drawn < 2; drawn++) { /* the data first */
        for (size_t i = 0; s == CB_OK && i < all->count; i++) {
            if (strcmp(all->list[i].of, w->family) == 0 && cb_is_drawn(all->list[i].name) == drawn) {
                s = compare_claim(w, r, &all->list[i], other);
            }
        }
    }
    return s;
}

/* Manifest and trail hold the time of the build. */
static bool is_of_the_moment(const char *name) {
    return strncmp(name, "META-INF/", 9) == 0 || strcmp(name, "audit.jsonl") == 0 || strcmp(name, "mimetype") == 0;
}

static cb_status find_others(const work *w, cb_rebuilt *r) {
    const cb_entry *entries = NULL;
    size_t count = 0;
    cb_status s = cb_folder_list(w->arena, r->folder, &entries, &count, w->v->error);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        const char *name = entries[i].path;
        if (entries[i].kind != 'd' && !is_of_the_moment(name) && !is_recorded(&w->v->expected, w->family, name)) {
            s = cb_rebuilt_add(r, CB_DIFFERS, "data", name, "is not recorded");
        }
    }
    return s;
}

static const char *inputs_of(const work *w) {
    return cb_format(w->arena, "%s/families/%s", w->v->data, w->family);
}

static cb_status build(const work *w, const cb_build_options *wish, cb_run **run) {
    cb_build_options *options = cb_alloc(w->arena, sizeof *options); /* the run keeps its address */
    const char *inputs = inputs_of(w);
    if (!options || !inputs) {
        return cb_fail_memory(w->v->error);
    }
    *options = *wish;
    options->date = w->v->date;
    options->request.case_file = cb_path_join(w->arena, inputs, "case.yaml");
    return options->request.case_file && options->output ? cb_run_build(w->arena, options, run, w->v->error)
                                                         : cb_fail_memory(w->v->error);
}

static cb_status step_report(work *w) {
    cb_qualification *v = w->v;
    cb_run *run = NULL;
    const char *other = "";
    const cb_build_options wish = {.output = cb_path_join(w->arena, w->threads > 1 ? v->stage : v->folder,
                                                          w->threads > 1 ? "threads" : "compared"),
                                   .again = v->again,
                                   .threads = w->threads};
    cb_status s = build(w, &wish, &run);
    if (s != CB_OK) {
        return s;
    }
    cb_rebuilt r = {.arena = w->arena, .error = v->error, .folder = run->folder, .same = true};
    const char **names = cb_alloc_array(w->arena, v->again->software_count, sizeof *names);
    const char **versions = cb_alloc_array(w->arena, v->again->software_count, sizeof *versions);
    if (!names || !versions) {
        return cb_fail_memory(v->error);
    }
    for (size_t i = 0; i < v->again->software_count; i++) {
        names[i] = v->again->software[i].name;
        versions[i] = v->again->software[i].version;
    }
    r.recorded.software_names = names;
    r.recorded.software_versions = versions;
    r.recorded.software_count = v->again->software_count;
    s = cb_rebuilt_software(&r, &run->resources, &other);
    s = s == CB_OK ? compare_recorded(w, &r, other) : s;
    s = s == CB_OK ? find_others(w, &r) : s;
    return s == CB_OK ? tell_comparisons(w, &r) : s;
}

static cb_status need_sealed(const work *w) {
    return w->v->sealed ? CB_OK : cb_fail(w->v->error, CB_INTERNAL, "there is no sealed report to do it with");
}

/* The authority's certificate stays beside the report, for whoever verifies it later; its key and the seal's do not. */
static cb_status make_key(const work *w, const char **key, const char **trust) {
    cb_qualification *v = w->v;
    cb_str authority = {NULL, 0};
    const char *folder = cb_path_join(w->arena, v->stage, "key");
    const char *made = cb_path_join(w->arena, v->stage, "key/authority.pem");
    *key = cb_path_join(w->arena, v->stage, "key/seal.pem");
    *trust = cb_path_join(w->arena, v->folder, TRUST);
    if (!folder || !made || !*key || !*trust) {
        return cb_fail_memory(v->error);
    }
    cb_status s = cb_key_new(folder, v->now, v->error);
    s = s == CB_OK ? cb_file_read(w->arena, made, 1 << 20, &authority, v->error) : s;
    return s == CB_OK ? cb_file_write(*trust, authority, v->error) : s;
}

static cb_status step_sealed(work *w) {
    cb_qualification *v = w->v;
    const char *key = NULL, *trust = NULL;
    cb_run *run = NULL;
    cb_findings found = {0};
    cb_status s = make_key(w, &key, &trust);
    const cb_build_options wish = {.output = cb_path_join(w->arena, v->folder, "sealed"), .key = key, .threads = 1};
    s = s == CB_OK ? build(w, &wish, &run) : s;
    if (s != CB_OK) {
        return s;
    }
    v->sealed = cb_copy(v->arena, run->folder);
    s = v->sealed ? cb_verify(w->arena, v->sealed, trust, v->now, &found, v->error) : cb_fail_memory(v->error);
    for (size_t i = 0; s == CB_OK && i < found.count; i++) {
        if (found.list[i].kind == CB_FINDING_FAILED) {
            s = cb_step_say(v, w->step, true, "FAILED\t%s\t%s", found.list[i].check, found.list[i].text);
        }
    }
    return s == CB_OK ? conclude(w, cb_format(v->arena, "%zu checks, %zu failed; level %s", found.count, found.failed,
                                              found.level ? found.level : "none"))
                      : s;
}

static cb_status step_rebuild(work *w) {
    cb_qualification *v = w->v;
    cb_rebuilt r = {0};
    const char *stage = cb_path_join(w->arena, v->stage, "rebuild"), *inputs = inputs_of(w);
    if (!stage || !inputs) {
        return cb_fail_memory(v->error);
    }
    cb_status s = need_sealed(w);
    s = s == CB_OK ? cb_folder_make(stage, v->error) : s;
    s = s == CB_OK ? cb_rebuild(w->arena, v->sealed, inputs, stage, &r, v->error) : s;
    return s == CB_OK ? tell_comparisons(w, &r) : s;
}

/* Other bytes in place of a file. */
static cb_status replace(const work *w, const char *path, cb_str bytes) {
    return unlink(path) == 0 ? cb_file_write(path, bytes, w->v->error)
                             : cb_fail(w->v->error, CB_FILE, "%s: %s", path, strerror(errno));
}

/* One bit in the middle of one file of the copy is turned over, and back. */
static cb_status flip(const work *w, const char *copy, const cb_bundle_file *file, bool *seen) {
    cb_qualification *v = w->v;
    cb_findings found = {0};
    cb_arena *arena = cb_arena_new(STEP_MEMORY);
    char *bytes = arena ? cb_copy_str(arena, file->bytes) : NULL;
    const char *path = arena ? cb_path_join(arena, copy, file->name) : NULL;
    const char *trust = arena ? cb_path_join(arena, v->folder, TRUST) : NULL;
    cb_status s = bytes && path && trust ? CB_OK : cb_fail_memory(v->error);
    if (s == CB_OK) {
        bytes[file->bytes.n / 2] = (char)(bytes[file->bytes.n / 2] ^ 1);
        s = replace(w, path, (cb_str){bytes, file->bytes.n});
    }
    s = s == CB_OK ? cb_verify(arena, copy, trust, v->now, &found, v->error) : s;
    s = s == CB_OK ? replace(w, path, file->bytes) : s;
    *seen = found.failed > 0;
    cb_arena_free(arena);
    return s;
}

/* Unturned, the copy verifies: what is found is the bit. */
static cb_status check_copy(const work *w, const char *copy) {
    cb_findings found = {0};
    const char *trust = cb_path_join(w->arena, w->v->folder, TRUST);
    cb_status s =
        trust ? cb_verify(w->arena, copy, trust, w->v->now, &found, w->v->error) : cb_fail_memory(w->v->error);
    return s == CB_OK && found.failed > 0 ? cb_fail(w->v->error, CB_SEAL, "the untouched copy does not verify") : s;
}

static cb_status step_tampering(work *w) {
    cb_qualification *v = w->v;
    cb_bundle bundle = {0};
    const char *copy = cb_path_join(w->arena, v->stage, "tampered");
    size_t tried = 0, missed = 0;
    cb_status s = copy ? need_sealed(w) : cb_fail_memory(v->error);
    s = s == CB_OK ? cb_folder_read(w->arena, v->sealed, &bundle, v->error) : s;
    s = s == CB_OK ? cb_folder_write(copy, &bundle, v->error) : s;
    s = s == CB_OK ? check_copy(w, copy) : s;
    for (size_t i = 0; s == CB_OK && i < bundle.count; i++) {
        bool seen = false;
        if (bundle.files[i].bytes.n == 0) {
            continue;
        }
        tried++;
        s = flip(w, copy, &bundle.files[i], &seen);
        if (s == CB_OK && !seen) {
            missed++;
            s = cb_step_say(v, w->step, true, "MISSED\t%s\tone flipped bit was not found", bundle.files[i].name);
        }
    }
    return s == CB_OK ? conclude(w, cb_format(v->arena, "%zu of %zu flipped bits were found, one in each file",
                                              tried - missed, tried))
                      : s;
}

typedef struct listening {
    work *w;
    cb_status status;
} listening;

static void hear(void *who, bool ok, const char *line) {
    listening *l = who;
    if (!ok && l->status == CB_OK) {
        l->status = cb_step_say(l->w->v, l->w->step, true, "%s", line);
    }
}

static cb_status step_profiles(work *w) {
    listening l = {w, CB_OK};
    cb_filters_tally tally = {.tell = hear, .who = &l};
    cb_status s = cb_filters_test_all(w->arena, w->v->share, &tally, w->v->error);
    s = s == CB_OK ? l.status : s;
    return s == CB_OK ? conclude(w, cb_format(w->v->arena, "%zu cases, %zu failed", tally.cases, tally.failed)) : s;
}

static cb_status step_results(work *w) {
    cb_qualification *v = w->v;
    size_t failed = 0, not_run = 0;
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < v->matrix.count; i++) {
        bool bad = v->shown[i] == CB_SHOWN_FAILED, absent = v->shown[i] == CB_SHOWN_NOT_RUN;
        failed += bad;
        not_run += absent;
        if (bad || absent) {
            s = cb_step_say(v, w->step, true, "%s\t%s\t%s", bad ? "FAILED" : "NOT RUN", v->matrix.list[i].id,
                            v->matrix.list[i].tests);
        }
    }
    return s == CB_OK ? conclude(w, cb_format(v->arena, "%zu requirements: %zu failed, %zu not run", v->matrix.count,
                                              failed, not_run))
                      : s;
}

typedef struct kind {
    const char *name, *shows;
    cb_status (*take)(work *w);
    int threads;
} kind;

/* Memory of its own for each step; what it says is kept. A failure to take it is what it found. */
static cb_status take(cb_qualification *v, const kind *k, const char *family) {
    if (v->step_count == CB_STEPS_MAX) {
        return cb_fail(v->error, CB_INPUT, "expected.tsv: more than %d families", CB_STEPS_MAX);
    }
    cb_step *step = &v->steps[v->step_count++];
    cb_error why = {0}, *outer = v->error;
    work w = {v, step, cb_arena_new(STEP_MEMORY), family, k->threads};
    *step = (cb_step){.name = k->name, .shows = k->shows, .ok = true};
    v->error = &why;
    cb_status s = w.arena ? k->take(&w) : cb_fail_memory(&why);
    cb_arena_free(w.arena);
    v->error = outer;
    if (cb_interrupted()) {
        return cb_fail(v->error, CB_INTERNAL, "interrupted; nothing was published");
    }
    if (s != CB_OK) {
        step->ok = false;
        step->text = cb_copy(v->arena, why.text);
    }
    v->failed += !step->ok;
    return step->text ? CB_OK : cb_fail_memory(v->error);
}

/* Once for each family that is recorded. */
static cb_status take_families(cb_qualification *v, const char **first) {
    cb_status s = CB_OK;
    const char *last = "";
    *first = NULL;
    for (size_t i = 0; s == CB_OK && i < v->expected.count; i++) {
        const char *of = v->expected.list[i].of;
        if (strcmp(of, last) == 0 || strcmp(of, "software") == 0 || strcmp(of, "date") == 0) {
            continue;
        }
        const kind k = {cb_format(v->arena, "report of %s", of), "CB-CASE-54 CB-VALID-06", step_report, 1};
        s = k.name ? take(v, &k, of) : cb_fail_memory(v->error);
        *first = *first ? *first : of;
        last = of;
    }
    return s == CB_OK && !*first ? cb_fail(v->error, CB_INPUT, "expected.tsv: names no family") : s;
}

cb_status cb_validation_steps(cb_qualification *v) {
    static const kind before[] = {
        {"installed files", "CB-HOUSE-10 CB-VALID-05", step_installed, 1},
        {"versions", "CB-REBUILD-08", step_versions, 1},
    };
    static const kind behind[] = {
        {"the same with 4 threads", "CB-SCAN-01", step_report, THREADS},
        {"cases of the profiles", "CB-FILTERS-02", step_profiles, 1},
        {"sealed and verified", "CB-VERIFY-01", step_sealed, 1},
        {"made again from its inputs", "CB-REBUILD-01", step_rebuild, 1},
        {"tampering found", "CB-VERIFY-02", step_tampering, 1},
    };
    static const kind told = {"results of the tests", "CB-VALID-07", step_results, 1};
    const char *first = NULL;
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < sizeof before / sizeof *before; i++) {
        s = take(v, &before[i], NULL);
    }
    s = s == CB_OK ? take_families(v, &first) : s;
    for (size_t i = 0; s == CB_OK && i < sizeof behind / sizeof *behind; i++) {
        s = take(v, &behind[i], first);
    }
    return s == CB_OK && v->results ? take(v, &told, NULL) : s;
}
