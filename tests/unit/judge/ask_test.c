/* ask_test.c: one rule is asked, and what it reads of the allele and the thresholds is noted. */
#include "unit/judge/profile_fixture.h"

static const char *const RULES = "{ 'carrier', 'a', drop = function(v) return v.proband.carrier == 'no' end },\n"
                                 "{ 'common', 'b', drop = function(v, t)\n"
                                 "  local af = v:frequency('cohort')\n"
                                 "  if not known(af) then af = v.af end\n"
                                 "  return known(af) and af > t.max_af and v.af > 0 end, near_miss = true },\n"
                                 "{ 'every', 'c', keep = function(v, t)\n"
                                 "  local sum = 0\n"
                                 "  for name, value in pairs(t) do sum = sum + value end\n"
                                 "  return sum == t.max_af + t.min_depth end },\n"
                                 "{ 'wrong', 'd', drop = function(v, t) return v.af > t.max_aff end },\n"
                                 "{ 'mother', 'e', drop = function(v) return v:of('mother').depth == 3 end },\n";

static const char *asked(fixture *f, cb_profile *p, cb_variant *v, int rule, bool yes) {
    cb_rule_asked out;
    if (cb_judge_ask(p, f->arena, &f->kase, v, rule, &out, &f->e) != CB_OK) {
        return f->e.text;
    }
    assert_int_equal(out.yes, yes);
    const char *text = cb_facts_read_text(f->arena, &out);
    assert_non_null(text);
    return text;
}

/* CB-EXPLAIN-01 */
static void test_what_a_rule_reads(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    const char *text = profile_text(f, "", "return false", "");
    char *rules = strstr(text, "rules = {");
    assert_non_null(rules);
    text = cb_format(f->arena, "%.*srules = { %s }, score = function() end }", (int)(rules - text), text, RULES);
    cb_profile *p = NULL;
    if (load_text(f, text, &p) != CB_OK) {
        fail_msg("%s", f->e.text);
    }
    cb_variant *v = full_variant(f);
    assert_string_equal(asked(f, p, v, 0, false), "v.proband.carrier = yes");
    assert_string_equal(asked(f, p, v, 1, false), "v:frequency(\"cohort\") = missing, v.af = 0.0001, t.max_af = 0.02");
    /* A view that is watched is no other table: every threshold is still there. */
    assert_string_equal(asked(f, p, v, 2, true), "t.max_af = 0.02, t.min_depth = 8");
    assert_non_null(strstr(asked(f, p, v, 3, false), "max_aff"));
    assert_string_equal(asked(f, p, v, 4, false), "v:of(\"mother\").depth = 30");
    /* What nobody annotated decides nothing, and the short text leaves it out. */
    v->frequencies[1].value.presence = CB_NOT_ANNOTATED;
    assert_string_equal(asked(f, p, v, 1, false), "v.af = 0.0001, t.max_af = 0.02");
    v->frequencies[1].value.presence = CB_MISSING;
    /* Nothing is noted of what nobody asks, and asking leaves no trace behind. */
    cb_sieved sieved;
    cb_error_clear(&f->e);
    v->af.value = 0.5;
    assert_int_equal(cb_judge_sieve(p, &f->kase, v, CB_ASK_FIRST, &sieved, &f->e), CB_OK);
    assert_int_equal(sieved.rule, 1);
    assert_string_equal(asked(f, p, v, 1, true), "v:frequency(\"cohort\") = missing, v.af = 0.5, t.max_af = 0.02");
    fixture_free(f);
}

/* A comparison tells the value that it looked at, as if it had been read by itself. */
/* CB-JUDGE-09 */
static void test_comparisons(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = loaded(f, "",
                           "return v:frequency_known('cohort') or v:frequency_above(t.max_af) or "
                           "v:frequency_above(0.1, 'cohort', 'gnomAD') or v:predictor_from(0.5, 'revel')",
                           "");
    assert_string_equal(asked(f, p, full_variant(f), 0, false),
                        "v:frequency(\"cohort\") = missing, t.max_af = 0.02, v.af = 0.0001, v:frequency(\"gnomAD\") = "
                        "0.0001");
    fixture_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_a_rule_reads), cmocka_unit_test(test_comparisons)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
