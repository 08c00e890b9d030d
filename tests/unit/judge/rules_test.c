/* rules_test.c: rules in their order, near misses, and what is brought back. */
#include "unit/judge/profile_fixture.h"

/* Rules that look at single decimal digits of the position: 1 at a digit is a yes. */
#define DIGIT(n) "function(v) return v.position // " n " % 10 == 1 end"
static const char *const FIVE = "{ 'never_shown', 'a', drop = " DIGIT(
    "1") " },\n"
         "{ 'shown', 'b', drop = " DIGIT("10") ", near_miss = true },\n"
                                               "{ 'noted', 'c', keep = " DIGIT(
                                                   "100") " },\n"
                                                          "{ 'rescued_from', 'd', drop = " DIGIT(
                                                              "1000") ", near_miss = true },\n"
                                                                      "{ 'last', 'e', drop = " DIGIT("10000") " }";
static const char *const RESCUE = "rescue = { rule = 'rescued_from', text = 'second allele',\n"
                                  "candidate = function(v) return v.position // 100000 % 10 == 1 end,\n"
                                  "partner = function(v, partner, t) return partner.position > v.position and "
                                  "partner.position > t.low end },";

enum { NEVER_SHOWN, SHOWN, NOTED, RESCUED_FROM, LAST };

typedef struct row {
    int64_t position;
    int rule;
    unsigned said[3]; /* by each way of asking */
    unsigned drops[3];
    bool near_miss, rescuable; /* by the second and the third */
} row;

static void check_row(fixture *f, cb_profile *p, const row *r) {
    cb_variant *v = snv(f, "1", r->position, "0/1 0/0 0/0");
    for (int how = CB_ASK_FIRST; how <= CB_ASK_ALL; how++) {
        cb_sieved s;
        assert_int_equal(cb_judge_sieve(p, &f->kase, v, (cb_asking)how, &s, &f->e), CB_OK);
        bool tells = how != CB_ASK_FIRST;
        if (s.rule != r->rule || s.said != r->said[how] || s.drops != r->drops[how] ||
            s.keep != (r->rule == CB_NO_RULE || r->rule == NOTED) || s.near_miss != (tells && r->near_miss) ||
            s.rescuable != (tells && r->rescuable)) {
            fail_msg("%d asked %d: keep %d, rule %d, said %u, drops %u, near miss %d, rescuable %d", (int)r->position,
                     how, s.keep, s.rule, (unsigned)s.said, s.drops, s.near_miss, s.rescuable);
        }
    }
}

/* CB-PROFILE-04 CB-PROFILE-05 CB-PROFILE-06 */
static void test_order(void **state) {
    (void)state;
    static const row rows[] = {
        {7, CB_NO_RULE, {0, 0, 0}, {0, 0, 0}, false, false},
        {1, NEVER_SHOWN, {1, 1, 1}, {1, 1, 1}, false, false},
        {10, SHOWN, {2, 2, 2}, {1, 1, 1}, true, false},
        {11, NEVER_SHOWN, {1, 1, 3}, {1, 1, 2}, false, false},
        {100, NOTED, {4, 4, 4}, {0, 0, 0}, false, false},
        {11100, NOTED, {4, 4, 28}, {0, 0, 0}, false, false},
        {110, SHOWN, {2, 6, 6}, {1, 1, 1}, true, false},
        {11110, SHOWN, {2, 6, 30}, {1, 1, 1}, true, false}, /* without that rule it is kept by the one behind it */
        {1010, SHOWN, {2, 10, 10}, {1, 2, 2}, false, false},
        {11010, SHOWN, {2, 10, 26}, {1, 2, 3}, false, false},
        {1000, RESCUED_FROM, {8, 8, 8}, {1, 1, 1}, true, false},
        {101000, RESCUED_FROM, {8, 8, 8}, {1, 1, 1}, true, true},
        {111000, RESCUED_FROM, {8, 24, 24}, {1, 2, 2}, false, false},
        {101010, SHOWN, {2, 10, 10}, {1, 2, 2}, false, false},
        {10000, LAST, {16, 16, 16}, {1, 1, 1}, false, false},
    };
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = rules_loaded(f, FIVE, RESCUE);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_row(f, p, &rows[i]);
    }
    fixture_free(f);
}

/* What a rule drops may be near or far; the rules behind one that is far are not asked, but where all are. */
/* CB-PROFILE-06 */
static void test_how_near(void **state) {
    (void)state;
    static const char *const rules =
        "{ 'gate', 'a', drop = function(v) return v.position > 100 end,\n"
        "  near_miss = function(v, t) return v.position < 10 * t.low + 50 end },\n"
        "{ 'other', 'b', drop = function(v) return v.position % 2 == 1 end, near_miss = true }";
    const row rows[] = {{120, 0, {1, 1, 1}, {1, 1, 1}, true, false},
                        {121, 0, {1, 3, 3}, {1, 2, 2}, false, false},
                        {200, 0, {1, 1, 1}, {1, 1, 1}, false, false},
                        {201, 0, {1, 1, 3}, {1, 1, 2}, false, false},
                        {51, 1, {2, 2, 2}, {1, 1, 1}, true, false}};
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = rules_loaded(f, rules, "");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_row(f, p, &rows[i]);
    }
    fixture_free(f);
}

/* Near misses are shown by a rule's own word alone: what is silent about them shows none. */
/* CB-PROFILE-06 */
static void test_without_rescue(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = rules_loaded(f, FIVE, "");
    int rule = 7;
    assert_null(cb_profile_rescue(p, &rule));
    assert_int_equal(rule, CB_NO_RULE);
    const row rows[] = {{101000, RESCUED_FROM, {8, 8, 8}, {1, 1, 1}, true, false},
                        {10000, LAST, {16, 16, 16}, {1, 1, 1}, false, false}};
    check_row(f, p, &rows[0]);
    check_row(f, p, &rows[1]);
    bool rescued = true;
    cb_variant *v = snv(f, "1", 101000, "0/1 0/0 0/0");
    assert_int_equal(cb_judge_rescue(p, &f->kase, v, v, &rescued, &f->e), CB_OK);
    assert_false(rescued);
    fixture_free(f);
}

/* CB-PROFILE-07 */
static void test_rescue(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = rules_loaded(f, FIVE, RESCUE);
    cb_variant *v = snv(f, "1", 50, "0/1 0/0 0/0"), *behind = snv(f, "1", 60, "0/1 0/0 0/0"),
               *before = snv(f, "1", 40, "0/1 0/0 0/0");
    bool rescued = false;
    assert_int_equal(cb_judge_rescue(p, &f->kase, v, behind, &rescued, &f->e), CB_OK);
    assert_true(rescued);
    assert_int_equal(cb_judge_rescue(p, &f->kase, v, before, &rescued, &f->e), CB_OK);
    assert_false(rescued);
    fixture_free(f);
}

/* What a rescue's functions may answer. */
/* CB-PROFILE-02 CB-PROFILE-07 */
static void test_wrong_rescue(void **state) {
    (void)state;
    static const struct {
        const char *rescue, *message;
    } rows[] = {
        {"candidate = function(v) end, partner = function() return true end",
         "test.lua: rescue.candidate returned nil: it returns true or false (record 1, variant 1-1-A-T)"},
        {"candidate = function(v) return true end, partner = function() return 0 end",
         "test.lua: rescue.partner returned number: it returns true or false (record 1, variant 1-1-A-T)"},
        {"candidate = function(v) return true end, partner = function(v, w) return w.aff end",
         "test.lua line 4: v has no field 'aff' (did you mean 'af'?) (record 1, variant 1-1-A-T)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture *f = trio("ma", "mu", "fu");
        const char *rest = cb_format(f->arena, "rescue = { rule = 'a', text = 'x', %s },", rows[i].rescue);
        cb_profile *p = rules_loaded(f, "{ 'a', 'a', drop = function() return true end }", rest);
        cb_variant *v = snv(f, "1", 1, "0/1 0/0 0/0");
        cb_sieved s;
        bool rescued;
        cb_status status = cb_judge_sieve(p, &f->kase, v, CB_ASK_NEAR, &s, &f->e);
        if (status == CB_OK) {
            status = cb_judge_rescue(p, &f->kase, v, v, &rescued, &f->e);
        }
        assert_int_equal(status, CB_FILTER);
        assert_string_equal(f->e.text, rows[i].message);
        fixture_free(f);
    }
}

/* A profile has at most as many rules as a set of them has bits. */
/* CB-PROFILE-01 */
static void test_many_rules(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    enum { MOST = 64 };
    const char *list = "";
    for (int i = 0; i < MOST; i++) {
        list = cb_format(f->arena, "%s{ 'r%d', 'x', drop = function(v) return v.position == %d end },\n", list, i, i);
    }
    cb_profile *p = rules_loaded(f, list, "");
    cb_sieved s;
    assert_int_equal(cb_judge_sieve(p, &f->kase, snv(f, "1", 63, "0/1 0/0 0/0"), CB_ASK_ALL, &s, &f->e), CB_OK);
    assert_true(s.rule == 63 && s.said == UINT64_C(1) << 63);
    list = cb_format(f->arena, "%s{ 'more', 'x', drop = function() return false end }", list);
    assert_int_equal(load_text(f, rules_text(f, list, ""), &p), CB_FILTER);
    assert_string_equal(f->e.text, "test.lua: rules has too many entries");
    fixture_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),  cmocka_unit_test(test_how_near),     cmocka_unit_test(test_without_rescue),
        cmocka_unit_test(test_rescue), cmocka_unit_test(test_wrong_rescue), cmocka_unit_test(test_many_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
