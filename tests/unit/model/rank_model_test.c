/* rank_model_test.c: what a rank model makes of the values of one allele. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "casebound/model/rank_model.h"

enum { ROOM = 4 << 20, VALUES = 4 };

/* A model of one category with one rule, and an allele with the texts of its key. */
typedef struct world {
    cb_arena *arena;
    cb_error error;
    cb_rank_model model;
    cb_rank_category category;
    cb_rank_rule rule;
    cb_rank_step steps[4];
    const char *key;
    cb_variant v;
    cb_raw raw;
    const char *texts[VALUES];
} world;

static world *world_new(cb_rank_type type, const char *key) {
    cb_arena *arena = cb_arena_new(ROOM);
    assert_non_null(arena);
    world *w = cb_alloc(arena, sizeof *w);
    assert_non_null(w);
    w->arena = arena;
    w->key = key;
    w->category = (cb_rank_category){.name = "category", .aggregation = CB_RANK_SUM};
    w->rule = (cb_rank_rule){.name = "rule", .type = type, .separators = "", .steps = w->steps, .not_reported = 4};
    w->model = (cb_rank_model){.name = "model",
                               .version = "1",
                               .categories = &w->category,
                               .category_count = 1,
                               .rules = &w->rule,
                               .rule_count = 1,
                               .keys = &w->key,
                               .key_count = 1};
    w->raw.texts = w->texts;
    w->v = (cb_variant){.key = "1-1-A-T", .raw = &w->raw, .raw_count = 1};
    return w;
}

static void add_interval(world *w, const char *name, double lower, double upper, double points) {
    w->steps[w->rule.step_count++] = (cb_rank_step){.name = name, .lower = lower, .upper = upper, .points = points};
}

static void add_word(world *w, const char *word, int64_t priority, double points) {
    w->steps[w->rule.step_count++] =
        (cb_rank_step){.name = word, .string = word, .priority = priority, .points = points};
}

/* The line of the one rule for one text, or for none. */
static cb_rank_line line_for(world *w, const char *text) {
    cb_ranking *r;
    w->texts[0] = text;
    w->raw.count = text ? 1 : 0;
    w->raw.presence = text ? CB_PRESENT : CB_MISSING;
    cb_rank_model_settle(&w->model);
    assert_int_equal(cb_rank_model_score(w->arena, &w->model, &w->v, &r, &w->error), CB_OK);
    assert_true(r->score == r->parts[0].points && r->parts[0].points == r->lines[0].points);
    return r->lines[0];
}

static void assert_points(world *w, const char *text, double points, const char *step) {
    cb_rank_line line = line_for(w, text);
    if (line.points != points || strcmp(line.step ? line.step->name : "", step) != 0) {
        fail_msg("'%s' gives %g in '%s', not %g in '%s'", text ? text : "(none)", line.points,
                 line.step ? line.step->name : "", points, step);
    }
}

static world *frequencies(void) {
    world *w = world_new(CB_RANK_FLOAT, "INFO/AF");
    add_interval(w, "common", 0.02, 1, -12);
    add_interval(w, "rare", 0.005, 0.02, 2);
    add_interval(w, "very_rare", 0, 0.005, 3);
    return w;
}

/* CB-RANK-03: genmod takes 0 for not reported. */
static void test_zero_is_a_value(void **state) {
    (void)state;
    world *w = frequencies();
    assert_points(w, "0", 3, "very_rare");
    assert_points(w, "0.0", 3, "very_rare");
    assert_points(w, NULL, 4, "");
    assert_points(w, ".", 4, "");
    assert_points(w, "", 4, "");
    cb_rank_line line = line_for(w, "0");
    assert_string_equal(line.value, "0");
    assert_null(line_for(w, NULL).value);
    cb_arena_free(w->arena);
}

/* CB-RANK-05 */
static void test_bounds(void **state) {
    (void)state;
    world *w = frequencies();
    assert_points(w, "0.005", 2, "rare");
    assert_points(w, "0.0049999", 3, "very_rare");
    assert_points(w, "0.02", -12, "common");
    assert_points(w, "1", -12, "common"); /* nothing begins there: genmod gives no points */
    assert_points(w, "1.1", 0, "");
    assert_points(w, "-1", 0, "");
    cb_arena_free(w->arena);
}

/* CB-RANK-04: genmod compares "5.0" with "5". */
static void test_numbers_by_value(void **state) {
    (void)state;
    world *w = world_new(CB_RANK_FLOAT, "INFO/CLNSIG");
    add_interval(w, "pathogenic", 5, 5, 5);
    add_interval(w, "uncertain", 0, 0, 0);
    assert_points(w, "5", 5, "pathogenic");
    assert_points(w, "5.0", 5, "pathogenic");
    assert_points(w, "0", 0, "uncertain");
    assert_points(w, "4", 0, "");
    w->rule.type = CB_RANK_INTEGER;
    assert_points(w, "5", 5, "pathogenic");
    assert_points(w, "5.0", 4, ""); /* no whole number: not reported */
    cb_arena_free(w->arena);
}

/* CB-RANK-04 */
static void test_whole_words(void **state) {
    (void)state;
    world *w = world_new(CB_RANK_STRING, "CSQ/SIFT");
    add_word(w, "deleterious", 2, 1);
    add_word(w, "tolerated", 1, 0);
    assert_points(w, "deleterious", 1, "deleterious");
    assert_points(w, "Deleterious", 1, "deleterious");
    assert_points(w, "deleterious_low_confidence", 4, "");
    assert_points(w, "tolerated", 0, "tolerated");
    cb_arena_free(w->arena);
}

/* CB-RANK-06 */
static void test_several_values(void **state) {
    (void)state;
    world *w = world_new(CB_RANK_STRING, "INFO/most_severe_consequence");
    add_word(w, "missense_variant", 4, 5);
    add_word(w, "intron_variant", 2, 1);
    add_word(w, "downstream", 2, 3);
    w->rule.separators = ",:|&";
    assert_points(w, "1:T|intron_variant,2:T|missense_variant", 5, "missense_variant");
    assert_points(w, "intron_variant&downstream", 3, "downstream"); /* of one priority: the more points */
    assert_points(w, "downstream&intron_variant", 3, "downstream");
    w->rule.lowest = true;
    assert_points(w, "1:T|intron_variant,2:T|missense_variant", 1, "intron_variant");
    assert_points(w, "downstream&intron_variant", 1, "intron_variant");
    cb_arena_free(w->arena);
    w = frequencies();
    w->rule.separators = ",:";
    assert_points(w, "family:0.001,other:0.5", -12, "common");
    w->rule.lowest = true;
    assert_points(w, "family:0.001,other:0.5", 3, "very_rare");
    cb_arena_free(w->arena);
}

/* CB-RANK-06: texts of several entries, and the value itself as points. */
static void test_texts_and_eq(void **state) {
    (void)state;
    world *w = world_new(CB_RANK_FLOAT, "CSQ/score");
    cb_ranking *r;
    w->rule.value_counts = true;
    w->texts[0] = "1.5";
    w->texts[1] = "-2";
    w->raw = (cb_raw){.texts = w->texts, .count = 2, .presence = CB_PRESENT};
    cb_rank_model_settle(&w->model);
    assert_true(w->model.range.unbounded);
    assert_int_equal(cb_rank_model_score(w->arena, &w->model, &w->v, &r, &w->error), CB_OK);
    assert_true(r->score == 1.5);
    cb_arena_free(w->arena);
}

/* CB-RANK-06 */
static void test_flag(void **state) {
    (void)state;
    world *w = world_new(CB_RANK_FLAG, "INFO/HOTSPOT");
    w->steps[w->rule.step_count++] = (cb_rank_step){.name = "hotspot", .points = 10};
    w->rule.not_reported = -1;
    assert_points(w, "", 10, "hotspot");
    assert_points(w, NULL, -1, "");
    cb_arena_free(w->arena);
}

/* CB-RANK-07 */
static void test_ranges(void **state) {
    (void)state;
    world *w = frequencies();
    cb_rank_rule rules[2] = {w->rule, w->rule};
    cb_rank_step more[1] = {{.name = "x", .lower = 1, .upper = 2, .points = 7}};
    rules[1].steps = more;
    rules[1].step_count = 1;
    rules[1].not_reported = 1;
    w->model.rules = rules;
    w->model.rule_count = 2;
    cb_rank_model_settle(&w->model);
    assert_true(w->model.range.lowest == -12 && w->model.range.highest == 11);
    w->category.aggregation = CB_RANK_MIN;
    cb_rank_model_settle(&w->model);
    assert_true(w->category.range.lowest == -12 && w->category.range.highest == 4);
    w->category.aggregation = CB_RANK_MAX;
    cb_rank_model_settle(&w->model);
    assert_true(w->category.range.lowest == 0 && w->category.range.highest == 7);
    assert_false(w->model.range.unbounded);
    cb_arena_free(w->arena);
}

/* CB-RANK-10 */
static void test_derived(void **state) {
    (void)state;
    world *w = world_new(CB_RANK_STRING, "INFO/GeneticModels");
    cb_ranking *r;
    add_word(w, "AR_comp", 1, 1);
    add_word(w, "AD_dn", 1, 2);
    w->rule.not_reported = -12;
    w->v.modes[CB_MODE_DE_NOVO] = (cb_verdict){.fit = CB_FITS, .tested = true};
    w->v.modes[CB_MODE_RECESSIVE_COMPOUND] = (cb_verdict){.fit = CB_POSSIBLE, .tested = true};
    cb_rank_model_settle(&w->model);
    assert_int_equal(cb_rank_model_score(w->arena, &w->model, &w->v, &r, &w->error), CB_OK);
    assert_true(r->lines[0].derived && r->score == 2);
    w->v.modes[CB_MODE_DE_NOVO].tested = false;
    w->v.modes[CB_MODE_RECESSIVE_COMPOUND].fit = CB_DOES_NOT_FIT;
    assert_int_equal(cb_rank_model_score(w->arena, &w->model, &w->v, &r, &w->error), CB_OK);
    assert_true(r->lines[0].derived && r->score == -12);
    w->v.modes[CB_MODE_DE_NOVO].tested = true;
    w->raw.presence = CB_MISSING; /* genmod looked and found none */
    assert_int_equal(cb_rank_model_score(w->arena, &w->model, &w->v, &r, &w->error), CB_OK);
    assert_true(!r->lines[0].derived && r->score == -12);
    cb_arena_free(w->arena);
    w = world_new(CB_RANK_STRING, "INFO/most_severe_consequence");
    add_word(w, "stop_gained", 1, 8);
    w->v.consequence = "stop_gained";
    cb_rank_model_settle(&w->model);
    assert_int_equal(cb_rank_model_score(w->arena, &w->model, &w->v, &r, &w->error), CB_OK);
    assert_true(r->lines[0].derived && r->score == 8);
    cb_arena_free(w->arena);
}

/* CB-RANK-11 */
static void test_beside_the_file(void **state) {
    (void)state;
    static const struct {
        const char *score, *parts, *names;
        bool has_score, has_parts, differs;
        double file_score;
    } rows[] = {
        {"fam:3", "7|3", "other|category", true, true, false, 3},
        {"fam:-3", "7|2", "other|category", true, true, true, -3},
        {"else:5,fam:4", "3", "category", true, true, false, 4},
        {"fam:4,else:5", "3", "category", true, true, false, 4},
        {"else:5", "3", "category", true, true, false, 5},      /* the only one */
        {"a:5,b:4", "3|1", "category", false, false, false, 0}, /* none is the family's; names do not fit */
        {"5", "x", "category", true, false, false, 5},
        {"fam:", "", "category", false, false, false, 0},
        {"fam:3", "7|3", NULL, true, false, false, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world *w = frequencies();
        cb_ranking *r;
        w->v.upstream_score = (cb_text){.value = rows[i].score, .presence = CB_PRESENT};
        w->v.upstream_parts = (cb_text){.value = rows[i].parts, .presence = CB_PRESENT};
        line_for(w, "0");
        assert_int_equal(cb_rank_model_score(w->arena, &w->model, &w->v, &r, &w->error), CB_OK);
        cb_ranking_compare(r, &w->v, "fam", rows[i].names);
        assert_int_equal(r->file_has_score, rows[i].has_score);
        assert_int_equal(r->file_has_parts, rows[i].has_parts);
        assert_int_equal(r->differs, rows[i].differs);
        assert_true(!r->file_has_score || r->file_score == rows[i].file_score);
        cb_arena_free(w->arena);
    }
}

/* CB-RANK-11 */
static void test_agreement(void **state) {
    (void)state;
    static const struct {
        const char *score, *parts;
    } rows[] = {{"fam:3", "3"}, {"fam:2", "2"}, {"fam:-3", "3"}, {NULL, NULL}};
    world *w = frequencies();
    cb_variant variants[5] = {{0}};
    cb_variant *list[5];
    for (size_t i = 0; i < 4; i++) {
        variants[i] = w->v;
        if (rows[i].score) {
            variants[i].upstream_score = (cb_text){.value = rows[i].score, .presence = CB_PRESENT};
            variants[i].upstream_parts = (cb_text){.value = rows[i].parts, .presence = CB_PRESENT};
        }
        line_for(w, "0");
        assert_int_equal(cb_rank_model_score(w->arena, &w->model, &w->v, &variants[i].ranking, &w->error), CB_OK);
        cb_ranking_compare(variants[i].ranking, &variants[i], "fam", "category");
    }
    for (size_t i = 0; i < 5; i++) {
        list[i] = &variants[i];
    }
    cb_rank_agreement a;
    assert_int_equal(cb_rank_agree(w->arena, &w->model, list, 5, &a, &w->error), CB_OK);
    assert_int_equal(a.compared, 3);
    assert_int_equal(a.differ, 1);
    assert_int_equal(a.by_category[0], 1);
    assert_int_equal(a.scored, 3);
    assert_int_equal(a.other_score, 2);
    assert_int_equal(a.lowered, 1);
    cb_arena_free(w->arena);
}

/* CB-RANK-07: values that were made for another model are no values of this one. */
static void test_other_values(void **state) {
    (void)state;
    world *w = frequencies();
    cb_ranking *r;
    w->v.raw_count = 0;
    assert_int_equal(cb_rank_model_score(w->arena, &w->model, &w->v, &r, &w->error), CB_INTERNAL);
    cb_arena_free(w->arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zero_is_a_value),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_numbers_by_value),
        cmocka_unit_test(test_whole_words),
        cmocka_unit_test(test_several_values),
        cmocka_unit_test(test_texts_and_eq),
        cmocka_unit_test(test_flag),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_derived),
        cmocka_unit_test(test_beside_the_file),
        cmocka_unit_test(test_agreement),
        cmocka_unit_test(test_other_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
