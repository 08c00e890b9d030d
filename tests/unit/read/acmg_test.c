/* acmg_test.c: the tables of a reader's choices: what is read and refused, and what the frameworks make of criteria. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "casebound/base/file.h"
#include "casebound/read/decisions.h"

enum { ROOM = 32 << 20, USES = 16 };

typedef struct kit {
    cb_arena *arena;
    cb_acmg acmg;
    cb_error e;
    cb_str bytes;
} kit;

static int open_kit(void **state) {
    static kit k;
    k = (kit){.arena = cb_arena_new(ROOM)};
    *state = &k;
    if (!k.arena || cb_file_read(k.arena, "filters/data/acmg.yaml", 1 << 20, &k.bytes, &k.e) != CB_OK ||
        cb_acmg_read(k.arena, k.bytes, "acmg.yaml", &k.acmg, &k.e) != CB_OK) {
        fprintf(stderr, "%s\n", k.e.text);
        return -1;
    }
    return 0;
}

static int close_kit(void **state) {
    cb_arena_free(((kit *)*state)->arena);
    return 0;
}

/* "PVS1 PM2_supporting": criteria at their own strength or another. */
static size_t uses_of(const kit *k, const char *text, cb_criterion_use uses[USES]) {
    cb_str rest = cb_str_of(text), word, code;
    size_t count = 0;
    while (*text && cb_str_split(&rest, ' ', &word)) {
        cb_str_split(&word, '_', &code);
        uses[count] = (cb_criterion_use){.criterion = cb_criterion_find(&k->acmg, code)};
        assert_non_null(uses[count].criterion);
        uses[count].strength = uses[count].criterion->strength;
        if (word.s) {
            assert_true(cb_strength_find(word, &uses[count].strength));
        }
        assert_true(cb_criterion_allows(uses[count].criterion, uses[count].strength));
        count++;
    }
    return count;
}

/* Examples of both frameworks, those where they differ among them (Richards table 5; Tavtigian table 3). */
/* CB-DECIDE-01 */
static void test_classes(void **state) {
    const kit *k = *state;
    static const struct {
        const char *criteria;
        cb_class rules, points;
        int sum;
    } rows[] = {
        {"", CB_CLASS_NONE, CB_CLASS_NONE, 0},
        {"PVS1", CB_CLASS_UNCERTAIN, CB_CLASS_LIKELY_PATHOGENIC, 8},
        {"PVS1 PM2_supporting", CB_CLASS_UNCERTAIN, CB_CLASS_LIKELY_PATHOGENIC, 9},
        {"PVS1 PM2", CB_CLASS_LIKELY_PATHOGENIC, CB_CLASS_PATHOGENIC, 10},
        {"PVS1 PS3", CB_CLASS_PATHOGENIC, CB_CLASS_PATHOGENIC, 12},
        {"PVS1 PM1 PM5", CB_CLASS_PATHOGENIC, CB_CLASS_PATHOGENIC, 12},
        {"PVS1 PM1 PP3", CB_CLASS_PATHOGENIC, CB_CLASS_PATHOGENIC, 11},
        {"PVS1 PP1 PP3", CB_CLASS_PATHOGENIC, CB_CLASS_PATHOGENIC, 10},
        {"PVS1 PS2_very_strong", CB_CLASS_PATHOGENIC, CB_CLASS_PATHOGENIC, 16},
        {"PS1 PS2", CB_CLASS_PATHOGENIC, CB_CLASS_LIKELY_PATHOGENIC, 8},
        {"PS1 PM1 PM2 PM4", CB_CLASS_PATHOGENIC, CB_CLASS_PATHOGENIC, 10},
        {"PS1 PM1 PM2 PP1 PP2", CB_CLASS_PATHOGENIC, CB_CLASS_PATHOGENIC, 10},
        {"PS1 PM1 PP1 PP2 PP3 PP4", CB_CLASS_PATHOGENIC, CB_CLASS_PATHOGENIC, 10},
        {"PS1 PM1", CB_CLASS_LIKELY_PATHOGENIC, CB_CLASS_LIKELY_PATHOGENIC, 6},
        {"PS1 PP1 PP2", CB_CLASS_LIKELY_PATHOGENIC, CB_CLASS_LIKELY_PATHOGENIC, 6},
        {"PS1 PP1", CB_CLASS_UNCERTAIN, CB_CLASS_UNCERTAIN, 5},
        {"PM1 PM2 PM4", CB_CLASS_LIKELY_PATHOGENIC, CB_CLASS_LIKELY_PATHOGENIC, 6},
        {"PM1 PM2 PP1 PP2", CB_CLASS_LIKELY_PATHOGENIC, CB_CLASS_LIKELY_PATHOGENIC, 6},
        {"PM1 PP1 PP2 PP3 PP4", CB_CLASS_LIKELY_PATHOGENIC, CB_CLASS_LIKELY_PATHOGENIC, 6},
        {"PM1 PP1 PP2 PP3", CB_CLASS_UNCERTAIN, CB_CLASS_UNCERTAIN, 5},
        {"PS1 PM1 BS1", CB_CLASS_LIKELY_PATHOGENIC, CB_CLASS_UNCERTAIN, 2},
        {"PS1 PM1 BS1 BP4", CB_CLASS_UNCERTAIN, CB_CLASS_UNCERTAIN, 1},
        {"BA1", CB_CLASS_BENIGN, CB_CLASS_BENIGN, 0},
        {"BA1 PVS1 PS1", CB_CLASS_BENIGN, CB_CLASS_BENIGN, 12},
        {"BS1 BS2", CB_CLASS_BENIGN, CB_CLASS_BENIGN, -8},
        {"BS1 BP4", CB_CLASS_LIKELY_BENIGN, CB_CLASS_LIKELY_BENIGN, -5},
        {"BP4 BP7", CB_CLASS_LIKELY_BENIGN, CB_CLASS_LIKELY_BENIGN, -2},
        {"BP4", CB_CLASS_UNCERTAIN, CB_CLASS_LIKELY_BENIGN, -1},
        {"BP4_moderate", CB_CLASS_UNCERTAIN, CB_CLASS_LIKELY_BENIGN, -2},
        {"BP4_moderate BP7", CB_CLASS_LIKELY_BENIGN, CB_CLASS_LIKELY_BENIGN, -3},
        {"BS1", CB_CLASS_UNCERTAIN, CB_CLASS_LIKELY_BENIGN, -4},
        {"BP4_very_strong", CB_CLASS_UNCERTAIN, CB_CLASS_BENIGN, -8},
        {"BS1 BP4 BP7 BP1", CB_CLASS_LIKELY_BENIGN, CB_CLASS_BENIGN, -7},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_criterion_use uses[USES];
        size_t count = uses_of(k, rows[i].criteria, uses);
        int sum;
        cb_class rules = cb_acmg_by_rules(&k->acmg, uses, count);
        cb_class points = cb_acmg_by_points(&k->acmg, uses, count, &sum);
        if (rules != rows[i].rules || points != rows[i].points || sum != rows[i].sum) {
            fail_msg("%s: rules %d points %d sum %d", rows[i].criteria, rules, points, sum);
        }
    }
}

/* CB-DECIDE-02 */
static void test_conflicts(void **state) {
    const kit *k = *state;
    static const struct {
        const char *criteria;
        size_t conflicts;
    } rows[] = {{"BA1 PM5", 1}, {"PVS1 PP3", 1}, {"PM2 BS1", 1},      {"PS1 PM2 PP1", 0},
                {"BA1", 0},     {"BA1 BS2", 0},  {"PVS1 PM4 PP3", 2}, {"PP3 BP4 BP7", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_criterion_use uses[USES];
        size_t count = uses_of(k, rows[i].criteria, uses), found = 0;
        for (size_t j = 0; j < k->acmg.contradiction_count; j++) {
            found += cb_acmg_contradicts(&k->acmg, &k->acmg.contradictions[j], uses, count);
        }
        if (found != rows[i].conflicts) {
            fail_msg("%s: %zu conflicts", rows[i].criteria, found);
        }
    }
}

/* CB-DECIDE-01 */
static void test_table(void **state) {
    const kit *k = *state;
    assert_int_equal(k->acmg.criterion_count, 28);
    const cb_criterion *ba1 = cb_criterion_find(&k->acmg, cb_str_of("BA1"));
    assert_false(cb_criterion_allows(ba1, CB_STRONG));
    assert_true(cb_criterion_allows(ba1, CB_STAND_ALONE));
    assert_false(cb_criterion_allows(cb_criterion_find(&k->acmg, cb_str_of("PVS1")), CB_STAND_ALONE));
    assert_false(cb_criterion_allows(cb_criterion_find(&k->acmg, cb_str_of("PVS1")), CB_STRENGTH_NONE));
    assert_null(cb_criterion_find(&k->acmg, cb_str_of("PVS")));
}

/* The table with one text replaced. */
static const char *changed(const kit *k, const char *from, const char *to) {
    const char *at = strstr(k->bytes.s, from);
    assert_non_null(at);
    const char *text = cb_format(k->arena, "%.*s%s%s", (int)(at - k->bytes.s), k->bytes.s, to, at + strlen(from));
    assert_non_null(text);
    return text;
}

/* CB-DECIDE-03 */
static void test_refused_tables(void **state) {
    const kit *k = *state;
    static const struct {
        const char *from, *to, *error;
    } rows[] = {
        {"version:", "versoin:", "line 3: key 'versoin' is not known"},
        {"version: \"1\"\n", "", "'version' is missing"},
        {"side: pathogenic", "side: left", "names none"},
        {"strength: very_strong", "strength: huge", "names none"},
        {"code: PS1,", "code: PVS1,", "'PVS1' stands twice"},
        {"code: PS1,", "code: benign,", "name of a side"},
        {"first: BA1", "first: BA9", "names no criterion"},
        {"class: pathogenic, very", "class: uncertain, very", "for uncertain"},
        {"{class: pathogenic, very_strong: 1, strong: 1}", "{class: pathogenic}", "without criteria"},
        {"very_strong: 1, strong: 1", "very_strong: -1, strong: 1", "negative"},
        {"very_strong: 1, strong: 1", "very_strong: x, strong: 1", "no whole number"},
        {"strong: 4,", "strong: 0,", "has no points"},
        {"likely_pathogenic: 6, ", "", "'likely_pathogenic' is missing"},
        {"uncertain: 0", "uncertain: 6", "do not rise"},
        {"rules:", "rulez:", "'rulez' is not known"},
        {"points:\n", "more:\n", "'more' is not known"},
        {"criteria:\n", "criteria: 3\nx:\n", "is not known"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_error e = {0};
        cb_acmg acmg;
        const char *text = changed(k, rows[i].from, rows[i].to);
        assert_int_equal(cb_acmg_read(k->arena, cb_str_of(text), "acmg.yaml", &acmg, &e), CB_INPUT);
        if (!strstr(e.text, rows[i].error)) {
            fail_msg("'%s' does not say '%s'", e.text, rows[i].error);
        }
    }
}

#define HEAD "version: \"1\"\nsource: \"us\"\n"

/* CB-DECIDE-04 */
static void test_choices(void **state) {
    kit *k = *state;
    cb_choices choices = {0};
    cb_str bytes;
    assert_int_equal(cb_file_read(k->arena, "filters/data/choices.yaml", 1 << 20, &bytes, &k->e), CB_OK);
    assert_int_equal(cb_choices_read(k->arena, bytes, "choices.yaml", &choices, &k->e), CB_OK);
    assert_int_equal(choices.reason_count, 14);
    assert_int_equal(choices.rank_count, 15);
    assert_string_equal(choices.reasons[0].code, "2");
    const char *own = HEAD "reasons:\n  - {code: lab-1, text: Seen in our controls}\n";
    assert_int_equal(cb_choices_read(k->arena, cb_str_of(own), "own.yaml", &choices, &k->e), CB_OK);
    assert_int_equal(choices.reason_count, 15);
    assert_string_equal(choices.reasons[0].code, "2");
    assert_string_equal(choices.reasons[14].text, "Seen in our controls");
    assert_int_equal(choices.rank_count, 15);
    static const struct {
        const char *text, *error;
    } rows[] = {
        {HEAD "reasons:\n  - {code: \"2\", text: mine}\n", "line 4: the code '2' of 'reasons' is taken"},
        {HEAD "reasons:\n  - {code: x}\n", "'text' is missing"},
        {HEAD "reasons:\n  - {code: x, text: y, z: 1}\n", "key 'z' is not known"},
        {HEAD "reasons: 3\n", "no list"},
        {HEAD "reasons: []\n", "no list"},
        {HEAD "reasons: [x]\n", "no map"},
        {HEAD "ranks:\n  - {code: x, text: \"a\\nb\"}\n", "line end"},
        {HEAD "ranks:\n  - {code: x, text: \"a\\u202eb\"}\n", "control character"},
        {"source: us\n", "'version' is missing"},
        {"- a\n", "no map"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_error e = {0};
        cb_choices copy = choices;
        assert_int_equal(cb_choices_read(k->arena, cb_str_of(rows[i].text), "own.yaml", &copy, &e), CB_INPUT);
        if (!strstr(e.text, rows[i].error)) {
            fail_msg("'%s' does not say '%s'", e.text, rows[i].error);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_classes, open_kit, close_kit),
        cmocka_unit_test_setup_teardown(test_conflicts, open_kit, close_kit),
        cmocka_unit_test_setup_teardown(test_table, open_kit, close_kit),
        cmocka_unit_test_setup_teardown(test_refused_tables, open_kit, close_kit),
        cmocka_unit_test_setup_teardown(test_choices, open_kit, close_kit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
