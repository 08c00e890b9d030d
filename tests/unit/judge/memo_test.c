/* memo_test.c: answers that are remembered are those that would be given. */
#include "judge/profile.h"
#include "unit/judge/profile_fixture.h"

/* A profile that remembers nothing: there is no room. */
static cb_profile *without_memory(cb_profile *p) {
    p->memo.nodes = CB_MEMO_NODES;
    return p;
}

static void compare(fixture *f, cb_profile *remembering, cb_profile *asking, cb_variant *v, const char *what) {
    for (int how = CB_ASK_FIRST; how <= CB_ASK_ALL; how++) {
        cb_sieved a, b;
        cb_error_clear(&f->e);
        cb_status s = cb_judge_sieve(remembering, &f->kase, v, (cb_asking)how, &a, &f->e);
        s = s == CB_OK ? cb_judge_sieve(asking, &f->kase, v, (cb_asking)how, &b, &f->e) : s;
        if (s != CB_OK) {
            fail_msg("%s: %s", what, f->e.text);
        }
        if (a.keep != b.keep || a.rule != b.rule || a.said != b.said || a.drops != b.drops ||
            a.near_miss != b.near_miss || a.rescuable != b.rescuable) {
            fail_msg("%s, asked %d: remembered rule %d said %x near %d rescuable %d, asked anew %d %x %d %d", what, how,
                     a.rule, (unsigned)a.said, a.near_miss, a.rescuable, b.rule, (unsigned)b.said, b.near_miss,
                     b.rescuable);
        }
    }
}

/* Every fact that can be remembered, by itself and behind one that cannot; near miss and candidate as well. */
static const char *const ALL_FACTS =
    "{ 'alt', 'a', drop = function(v) return v.alt_kind == 'star' or v.alt_kind == 'symbolic' end },\n"
    "{ 'kind', 'a', drop = function(v) return v.chrom_kind == 'mitochondrial' and v.filter == 'failed' end },\n"
    "{ 'free', 'a', drop = function(v) return v.proband.carrier == 'no' end, near_miss = function(v) return "
    "v.proband.zygosity == 'hom_ref' end },\n"
    "{ 'clinvar', 'a', keep = function(v) return v.clinvar_pathogenic or (known(v.clinvar) and v.clinvar == "
    "'uncertain') end },\n"
    "{ 'missing', 'a', drop = function(v) return v.clinvar == missing and v.consequence == not_annotated end,\n"
    "  near_miss = true },\n"
    "{ 'common', 'a', drop = function(v, t) return known(v.af) and v.af > 0.02 end, near_miss = function(v) return "
    "not v:frequency_above(0.1) end },\n"
    "{ 'exomes', 'a', drop = function(v) return v:frequency_known('exomes') and v:frequency_above(0.01, 'exomes', "
    "'genomes') end, near_miss = function(v) return not v:frequency_above(0.05, 'genomes') end },\n"
    "{ 'predicted', 'a', drop = function(v) return v:predictor_from(0.05, 'revel') and not v:predictor_from(0.5, "
    "'revel') and v.impact ~= missing end },\n"
    "{ 'outside', 'a', drop = function(v) return known(v.consequence) and v.consequence == 'intron_variant' and "
    "v.clinvar ~= not_annotated end,\n"
    "  near_miss = function(v) return v.position % 2 == 1 or v.filter == 'PASS' end }";
static const char *const CANDIDATE =
    "frequencies = { { name = 'exomes', keys = { 'CSQ/a' } }, { name = 'genomes', keys = { 'CSQ/b' } } },\n"
    "predictors = { { name = 'revel', keys = { 'CSQ/c' } } },\n"
    "rescue = { rule = 'common', text = 'x', candidate = function(v) return v.proband.carrier == 'yes' and (v.filter "
    "== 'PASS' or (known(v.clinvar) and v.clinvar == 'benign')) end, partner = function() return true end },";

static const char *const CONSEQUENCES[] = {NULL, "intron_variant", "missense_variant", "stop_gained"};
static const char *const ALTS[] = {"T", "*", "<NON_REF>", "<DEL>", "AC"};
static const char *const CALLS[] = {"0/1 0/0 0/0", "0/0 0/0 0/0", "1/1 0/1 0/1", "./. 0/0 0/0", "0/1:30,0 0/0 0/0"};
static const double FREQUENCIES[] = {0, 0.01, 0.05, 0.5};
enum { COUNT_OF_FREQUENCIES = sizeof FREQUENCIES / sizeof *FREQUENCIES };

/* A mixed-radix number gives one combination of facts. */
static unsigned digit(unsigned *n, unsigned base) {
    unsigned its = *n % base;
    *n /= base;
    return its;
}

static cb_measure measured(const char *name, unsigned *n) {
    return (cb_measure){name,
                        {.value = FREQUENCIES[digit(n, COUNT_OF_FREQUENCIES)], .presence = (cb_presence)digit(n, 3)}};
}

static cb_variant *combined(fixture *f, unsigned n) {
    static const char *const chroms[] = {"1", "X", "MT"};
    cb_variant *v = snv(f, chroms[digit(&n, 3)], 1000 + (int64_t)digit(&n, 2), CALLS[digit(&n, 5)]);
    v->alt = (char *)(uintptr_t)ALTS[digit(&n, 5)];
    v->consequence = CONSEQUENCES[digit(&n, 4)];
    v->filter_state = (cb_filter_state)digit(&n, 3);
    v->clinvar.class = (cb_clinvar_class)digit(&n, CB_CLINVAR_OTHER + 1);
    v->clinvar.significance.presence = v->clinvar.class != CB_CLINVAR_NONE ? CB_PRESENT : (cb_presence)digit(&n, 3);
    v->clinvar.has_pathogenic = v->clinvar.class == CB_CLINVAR_PATHOGENIC;
    v->af = (cb_real){.value = FREQUENCIES[digit(&n, COUNT_OF_FREQUENCIES)], .presence = (cb_presence)digit(&n, 3)};
    cb_measure *measures = cb_alloc_array(f->arena, 3, sizeof *measures);
    assert_non_null(measures);
    measures[0] = measured("exomes", &n);
    measures[1] = measured("genomes", &n);
    measures[2] = measured("revel", &n);
    v->frequencies = measures;
    v->frequency_count = 2;
    v->predictors = measures + 2;
    v->predictor_count = 1;
    f->kase.annotation_kind_count = digit(&n, 2);
    return v;
}

/* CB-JUDGE-09 */
static void test_same_answers(void **state) {
    (void)state;
    enum { STRIDE = 104729, COUNT = 20000, ALIVE = 500 };
    cb_profile *remembering = NULL, *asking = NULL;
    fixture *home = trio("ma", "mu", "fu");
    remembering = rules_loaded(home, ALL_FACTS, CANDIDATE);
    asking = without_memory(rules_loaded(home, ALL_FACTS, CANDIDATE));
    for (unsigned i = 0; i < COUNT; i += ALIVE) { /* texts of one allele are gone when the next is asked about */
        fixture *f = trio("ma", "mu", "fu");
        for (unsigned k = i; k < i + ALIVE; k++) {
            compare(f, remembering, asking, combined(f, k * STRIDE), cb_format(f->arena, "combination %u", k * STRIDE));
        }
        fixture_free(f);
    }
    assert_true(remembering->memo.nodes > 50);
    fixture_free(home);
}

/* Texts that no table lists take no more room than there is. */
/* CB-JUDGE-09 */
static void test_many_values(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    static const char *const rules = "{ 'last', 'a', drop = function(v) return v.consequence:sub(-1) == '7' end }";
    cb_profile *p = rules_loaded(f, rules, "");
    cb_variant *v = full_variant(f);
    size_t first = 0;
    for (int i = 0; i < 20000; i++) {
        char text[16];
        snprintf(text, sizeof text, "odd%d", i);
        v->consequence = text;
        const char *rule = dropped_by(f, p, v);
        if ((rule != NULL) != (i % 10 == 7)) {
            fail_msg("%s: %s", text, rule ? rule : "kept");
        }
        first = i == CB_MEMO_BRANCHES ? p->memo.nodes : first;
    }
    assert_true(first > 0 && p->memo.nodes == first && first <= CB_MEMO_NODES);
    fixture_free(f);
}

/* A function that hands something on to the next rule of the same allele would make answers depend on what was asked
 * before: it is refused, though it tidies up behind itself. */
/* CB-JUDGE-09 */
static void test_handed_on(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    const char *text = cb_format(f->arena, "local held = false\n%s",
                                 rules_text(f,
                                            "{ 'a', 'a', drop = function(v) held = v.clinvar_pathogenic return false "
                                            "end },\n"
                                            "{ 'b', 'b', drop = function(v) local was = held held = false return was "
                                            "end }",
                                            ""));
    cb_profile *p = NULL;
    cb_sieved s;
    assert_int_equal(load_text(f, text, &p), CB_OK);
    assert_int_equal(cb_judge_sieve(p, &f->kase, full_variant(f), CB_ASK_ALL, &s, &f->e), CB_FILTER);
    assert_non_null(strstr(f->e.text, "a call changed the outer local 'held'"));
    fixture_free(f);
}

/* Each function has its own budget: whether one ends does not depend on what another cost, which may be remembered. */
/* CB-JUDGE-09 */
static void test_own_budget(void **state) {
    (void)state;
    static const char *const rules =
        "{ 'a', 'a', drop = function(v) if v.filter == 'PASS' then for i = 1, 70000 do end end return false end },\n"
        "{ 'b', 'b', drop = function(v) if v.clinvar_pathogenic then for i = 1, 70000 do end end return false end },\n"
        "{ 'c', 'c', drop = function(v) if v.alt_kind == 'star' then for i = 1, 140000 do end end return false end }";
    for (int before = 0; before < 2; before++) {
        fixture *f = trio("ma", "mu", "fu");
        cb_profile *p = rules_loaded(f, rules, "");
        cb_variant *v = full_variant(f);
        v->filter_state = CB_FILTER_FAILED;
        if (before) {
            assert_null(dropped_by(f, p, v));
        }
        v->filter_state = CB_FILTER_PASS;
        assert_null(dropped_by(f, p, v)); /* both loops */
        v->alt = (char *)(uintptr_t) "*";
        cb_sieved s;
        assert_int_equal(cb_judge_sieve(p, &f->kase, v, CB_ASK_ALL, &s, &f->e), CB_FILTER);
        assert_non_null(strstr(f->e.text, "too many steps"));
        fixture_free(f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_answers),
        cmocka_unit_test(test_many_values),
        cmocka_unit_test(test_handed_on),
        cmocka_unit_test(test_own_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
