/* filters_test.c: the cases of a profile, each run as a build runs: files, reader, sieve, inheritance, pairs, score,
 * rank. */
#include "casebound/cli/filters_test.h"

#include <math.h>
#include <string.h>

#include "casebound/base/file.h"
#include "casebound/base/near.h"
#include "casebound/base/number.h"
#include "casebound/cli/resources.h"
#include "pipeline.h"
#include "scan.h"

enum { TESTS_BYTES = 4 << 20 };
static const size_t CASE_MEMORY = (size_t)1 << 30;
static const char *const ENDING = ".tests.lua";
static const double SAME_POINTS = 1e-9;

/* What became of the allele of one expectation. */
typedef struct found {
    const char *rule; /* that dropped it, or NULL */
    bool dropped, near_miss;
    const cb_variant *kept;
} found;

typedef struct trial {
    const cb_filter_test *test;
    const char *profile; /* as it is called in the lines */
    cb_arena *arena;
    cb_run *run;
    found *found; /* of each expectation */
    bool failed;
    cb_error error; /* of the run */
    const cb_filters_tally *tally;
} trial;

static cb_status on_drop(void *who, cb_variant *v, const cb_rule *rule, cb_error *e) {
    trial *t = who;
    for (size_t i = 0; i < t->test->expected_count; i++) {
        if (strcmp(t->test->expected[i].key, v->key) == 0) {
            cb_sieved sieved;
            cb_status s = cb_judge_sieve(t->run->profile, t->run->kase, v, CB_ASK_NEAR, &sieved, e);
            if (s != CB_OK) {
                return s;
            }
            t->found[i] = (found){.rule = rule->key, .dropped = true, .near_miss = sieved.near_miss};
        }
    }
    return CB_OK;
}

static void find_kept(trial *t) {
    for (size_t i = 0; i < t->test->expected_count; i++) {
        for (size_t k = 0; k < t->run->variant_count; k++) {
            if (strcmp(t->run->variants[k]->key, t->test->expected[i].key) == 0) {
                t->found[i].kept = t->run->variants[k];
            }
        }
    }
}

#define SAY(t, ...) cb_format((t)->arena, __VA_ARGS__)

static void tell(const trial *t, bool ok, const char *line) {
    if (line) {
        t->tally->tell(t->tally->who, ok, line);
    }
}

/* One line: what stands otherwise than expected, and why it was. */
static void complain(trial *t, const char *key, const char *is, const char *expected) {
    t->failed = true;
    tell(t, false,
         SAY(t, "FAIL\t%s\t%s\t%s: %s, expected %s\t%s", t->profile, t->test->name, key, is, expected, t->test->why));
}

static const char *number(cb_arena *arena, double value) {
    char text[CB_NUMBER_TEXT];
    cb_number_text(value, text);
    return cb_copy(arena, text);
}

static bool has_flag(const cb_variant *v, const char *part) {
    bool has = false;
    for (size_t i = 0; i < v->flag_count && !has; i++) {
        has = strstr(v->flags[i], part) != NULL;
    }
    return has;
}

static void check_points(trial *t, const cb_variant *v, const cb_expected_points *p) {
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < v->point_count; i++) {
        if (strcmp(v->points[i].reason, p->reason) == 0) {
            sum += v->points[i].points;
            count++;
        }
    }
    bool good = p->wish == CB_NO_WISH ? count > 0 && fabs(sum - p->points) < SAME_POINTS
                                      : (count > 0) == (p->wish == CB_WISH_YES);
    if (!good) {
        const char *is = count ? SAY(t, "has %s points of %s", number(t->arena, sum), p->reason)
                               : SAY(t, "has no points of %s", p->reason);
        complain(t, v->key, is,
                 p->wish == CB_NO_WISH   ? number(t->arena, p->points)
                 : p->wish == CB_WISH_NO ? "none"
                                         : "some");
    }
}

static void check_wish(trial *t, const char *key, cb_wish wish, bool is, const char *what) {
    if (wish != CB_NO_WISH && is != (wish == CB_WISH_YES)) {
        complain(t, key, is ? SAY(t, "is %s", what) : SAY(t, "is not %s", what), is ? "that it is not" : "that it is");
    }
}

static void check_kept(trial *t, const cb_expected *x, const cb_variant *v) {
    int rule;
    const char *rescue = cb_profile_rescue(t->run->profile, &rule);
    check_wish(t, x->key, x->rescued, rescue && has_flag(v, rescue), "rescued");
    check_wish(t, x->key, x->shortlisted, v->shortlisted, "on the shortlist");
    if (x->rank && v->rank != x->rank) {
        complain(t, x->key, SAY(t, "has rank %zu", v->rank), SAY(t, "%zu", x->rank));
    }
    if (x->top && v->rank > x->top) {
        complain(t, x->key, SAY(t, "has rank %zu", v->rank), SAY(t, "%zu at most", x->top));
    }
    if (x->flag && !has_flag(v, x->flag)) {
        complain(t, x->key, "has no such flag", SAY(t, "one with '%s'", x->flag));
    }
    for (size_t i = 0; i < x->point_count; i++) {
        check_points(t, v, &x->points[i]);
    }
}

/* A rule that the profile does not have would make a case pass for the wrong reason, or never. */
static bool check_rule(trial *t, const cb_expected *x) {
    size_t count;
    const cb_rule *rules = cb_profile_rules(t->run->profile, &count);
    cb_near near;
    cb_near_start(&near, x->dropped);
    for (size_t i = 0; i < count; i++) {
        if (!rules[i].keeps && strcmp(rules[i].key, x->dropped) == 0) {
            return true;
        }
        if (!rules[i].keeps) {
            cb_near_try(&near, rules[i].key);
        }
    }
    complain(t, x->key, SAY(t, "the profile has no drop rule '%s'%s", x->dropped, cb_near_hint(&near)), "a rule of it");
    return false;
}

static void check_allele(trial *t, const cb_expected *x, const found *f) {
    if (x->dropped && !check_rule(t, x)) {
        return;
    }
    const char *expected = x->dropped ? SAY(t, "dropped by %s", x->dropped) : "kept";
    if (!f->kept && !f->dropped) {
        complain(t, x->key, "is no allele of the case's records", expected);
    } else if (f->kept && x->dropped) {
        complain(t, x->key, SAY(t, "is kept with rank %zu", f->kept->rank), expected);
    } else if (!f->kept && (!x->dropped || strcmp(f->rule, x->dropped) != 0)) {
        complain(t, x->key, SAY(t, "is dropped by %s", f->rule), expected);
    } else if (f->kept) {
        check_kept(t, x, f->kept);
    } else {
        check_wish(t, x->key, x->near_miss, f->near_miss, "a near miss");
    }
}

static cb_status put(trial *t, const char *folder, const char *name, cb_str bytes, const char **path, cb_error *e) {
    *path = cb_path_join(t->arena, folder, name);
    return *path ? cb_file_write(*path, bytes, e) : cb_fail_memory(e);
}

static cb_status write_files(trial *t, const char *folder, cb_build_options *o, cb_error *e) {
    const char *path;
    cb_status s = put(t, folder, "case.vcf", t->test->vcf, &path, e);
    if (s == CB_OK) {
        s = put(t, folder, "case.ped", t->test->ped, &path, e);
    }
    for (size_t i = 0; s == CB_OK && i < t->test->panel_count; i++) {
        const char *name = SAY(t, "%s.txt", t->test->panels[i].name);
        s = name ? put(t, folder, name, t->test->panels[i].bytes, &path, e) : cb_fail_memory(e);
    }
    o->request.panels = folder;
    return s == CB_OK ? put(t, folder, "case.yaml", t->test->kase, &o->request.case_file, e) : s;
}

/* Nobody of a made-up family is asked for consent, and a rule may be about any gene. */
static void agree(cb_family *family) {
    for (size_t i = 0; i < family->count; i++) {
        family->persons[i].secondary = CB_CONSENT_GIVEN;
    }
}

static cb_status run_files(trial *t, const cb_build_options *o) {
    cb_status s = cb_run_open(t->arena, o, &t->run, &t->error);
    if (s == CB_OK) {
        agree(&t->run->kase->family);
        const cb_drops drops = {.who = t, .take = on_drop};
        s = cb_run_scan(t->run, &drops);
    }
    return s == CB_OK ? cb_run_judge(t->run) : s;
}

static cb_status run_in(trial *t, const char *folder, const char *wanted, cb_error *e) {
    cb_build_options options = {.profile = wanted, .threads = 1, .date = "2000-01-01"};
    t->found = cb_alloc_array(t->arena, t->test->expected_count, sizeof *t->found);
    if (!t->found) {
        return cb_fail_memory(e);
    }
    cb_status s = write_files(t, folder, &options, e);
    if (s != CB_OK) {
        return s;
    }
    s = run_files(t, &options);
    if (s == CB_INTERNAL || s == CB_FILE || s == CB_USAGE) {
        return cb_fail(e, s, "%s", t->error.text); /* no case can be run */
    }
    if (s != CB_OK) {
        t->failed = true;
        tell(t, false, SAY(t, "FAIL\t%s\t%s\t%s\t%s", t->profile, t->test->name, t->error.text, t->test->why));
        return CB_OK;
    }
    find_kept(t);
    for (size_t i = 0; i < t->test->expected_count; i++) {
        check_allele(t, &t->test->expected[i], &t->found[i]);
    }
    return CB_OK;
}

static cb_status run_case(const cb_filter_test *test, const char *profile, const char *wanted, cb_filters_tally *tally,
                          cb_error *e) {
    trial t = {.test = test, .profile = profile, .arena = cb_arena_new(CASE_MEMORY), .tally = tally};
    const char *folder = NULL;
    if (!t.arena) {
        return cb_fail_memory(e);
    }
    cb_status s = cb_folder_scratch(t.arena, &folder, e);
    if (s == CB_OK) {
        s = run_in(&t, folder, wanted, e);
        cb_status removed = cb_folder_remove(folder, e);
        s = s == CB_OK ? removed : s;
    }
    if (s == CB_OK && !t.failed) {
        tell(&t, true, SAY(&t, "ok\t%s\t%s", profile, test->name));
    }
    tally->failed += t.failed;
    cb_arena_free(t.arena);
    return s;
}

/* "rare_disease.lua" and "rare_disease.tests.lua". */
static cb_status tests_path(cb_arena *arena, const char *share, const char *wanted, const char **out, cb_error *e) {
    size_t size = strlen(wanted);
    bool suffix = size > 4 && strcmp(wanted + size - 4, ".lua") == 0;
    *out = suffix || strchr(wanted, '/') ? cb_format(arena, "%.*s%s", (int)(suffix ? size - 4 : size), wanted, ENDING)
                                         : cb_format(arena, "%s/filters/%s%s", share, wanted, ENDING);
    return *out ? CB_OK : cb_fail_memory(e);
}

cb_status cb_filters_test(cb_arena *arena, const char *share, const char *wanted, bool required,
                          cb_filters_tally *tally, cb_error *e) {
    const char *path = NULL;
    cb_str bytes;
    const cb_filter_test *tests = NULL;
    size_t cases = 0;
    cb_status s = tests_path(arena, share, wanted, &path, e);
    if (s != CB_OK) {
        return s;
    }
    const char *name = cb_path_name(path), *profile = cb_copy_n(arena, name, strlen(name) - strlen(ENDING));
    if (!cb_file_exists(path)) {
        return required ? cb_fail(e, CB_USAGE, "%s: not there: a profile's cases stand beside it", name) : CB_OK;
    }
    s = profile ? cb_file_read(arena, path, TESTS_BYTES, &bytes, e) : cb_fail_memory(e);
    if (s == CB_OK) {
        s = cb_filter_tests_load(arena, bytes, name, NULL, &tests, &cases, e);
    }
    for (size_t i = 0; s == CB_OK && i < cases; i++) {
        s = run_case(&tests[i], profile, wanted, tally, e);
    }
    tally->cases += cases;
    return s;
}

cb_status cb_filters_test_all(cb_arena *arena, const char *share, cb_filters_tally *tally, cb_error *e) {
    const char *const *names = NULL;
    size_t count = 0;
    cb_status s = cb_resources_profiles(arena, share, &names, &count, e);
    for (size_t i = 0; s == CB_OK && i < count; i++) {
        s = cb_filters_test(arena, share, names[i], false, tally, e);
    }
    return s;
}
