/* judge_test.c: facts, missing values, points, order of ranks, the reference. */
#include "unit/judge/profile_fixture.h"

#include "casebound/base/utf8.h"
#include "judge/binding.h"

/* Three kinds of absence, told apart by name. */
/* CB-JUDGE-01 */
static void test_missing(void **state) {
    (void)state;
    static const char *const good[] = {
        "known(v.af) and v.af == 0.0001",
        "v:frequency('cohort') == missing and v:frequency('cohort') ~= not_annotated",
        "v:predictor('revel') == not_annotated and v:predictor('revel') ~= missing",
        "not known(v:frequency('cohort')) and not known(v:predictor('revel'))",
        "missing == missing and missing ~= not_annotated and missing ~= 0 and missing ~= nil and missing ~= false",
        "v.proband.copies == 1 and v:of('sibling') == missing",
        "tostring(v:predictor('revel')) == 'not annotated'",
        "v:frequency('cohort') ~= 0",
    };
    static const char *const refused[] = {
        "x + 1",    "1 - x",    "-x", "x * 2", "x / 2", "x % 2", "x ^ 2", "x // 2", "x > 1", "1 < x",  "x <= 1",
        "x .. 'a'", "'a' .. x", "#x", "x()",   "x.y",   "x[1]",  "x & 1", "x | 1",  "~x",    "x << 1", "x < x"};
    fixture *f = trio("ma", "mu", "fu");
    bool keep = false;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        cb_profile *p = loaded(f, "", cb_format(f->arena, "assert(%s) return true", good[i]), "");
        if (ask_sieve(f, p, full_variant(f), &keep) != CB_OK) {
            fail_msg("%s: %s", good[i], f->e.text);
        }
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        cb_profile *p = loaded(
            f, "", cb_format(f->arena, "local x = v:frequency('cohort') local y = %s return true", refused[i]), "");
        assert_int_equal(ask_sieve(f, p, full_variant(f), &keep), CB_FILTER);
        if (!strstr(f->e.text, "v:frequency(\"cohort\") is missing: test it with known(v:frequency(\"cohort\"))")) {
            fail_msg("%s: %s", refused[i], f->e.text);
        }
    }
    fixture_free(f);
}

/* Zero, missing and not annotated are three frequencies. */
/* CB-JUDGE-01 */
static void test_zero(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = rules_loaded(f,
                                 "{ 'common', 'too common', drop = function(v) return v.af == missing end },\n"
                                 "{ 'other', 'not looked up', drop = function(v) return v.af == not_annotated end },\n"
                                 "{ 'zero', 'never seen', drop = function(v) return v.af == 0 end }",
                                 "");
    cb_variant *v = full_variant(f);
    v->af = (cb_real){.value = 0, .presence = CB_PRESENT};
    assert_string_equal(dropped_by(f, p, v), "zero");
    v->af.presence = CB_MISSING;
    assert_string_equal(dropped_by(f, p, v), "common");
    v->af.presence = CB_NOT_ANNOTATED;
    assert_string_equal(dropped_by(f, p, v), "other");
    v->af = (cb_real){.value = 0.1, .presence = CB_PRESENT};
    assert_null(dropped_by(f, p, v));
    fixture_free(f);
}

/* Runs score over a pair of related variants. */
static cb_status score_one(fixture *f, const char *score, cb_variant **out) {
    cb_profile *p = loaded(f, "", "return true", score);
    cb_variant *v = full_variant(f), *partner = snv(f, "1", 2000, "0/1 0/1 0/0");
    annotate(f, partner, "GENE1", "missense_variant", "MODERATE", 13);
    cb_variant *both[] = {v, partner};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(cb_inheritance(f->arena, &f->kase, both[i], &f->policy, &f->e), CB_OK);
    }
    assert_int_equal(cb_pairs(f->arena, &f->kase, both, 2, &f->policy, &f->e), CB_OK);
    *out = v;
    cb_error_clear(&f->e);
    return cb_judge_score(p, f->arena, &f->kase, v, &f->e);
}

/* Every example of the reference runs, and the reference names every fact. */
/* CB-JUDGE-02 */
static void test_examples(void **state) {
    (void)state;
    cb_buf docs;
    cb_error e = {0};
    cb_buf_init(&docs, 1 << 20);
    assert_int_equal(cb_profile_docs(&docs, &e), CB_OK);
    int count = 0;
    for (int kind = 0; kind < CB_KINDS; kind++) {
        const cb_object *o = cb_object_of((cb_kind)kind);
        for (const cb_fact *fact = o->facts; fact->name; fact++, count++) {
            fixture *f = trio("ma", "mu", "fu");
            cb_variant *v;
            if (score_one(f, cb_format(f->arena, "local x = (%s)", fact->example), &v) != CB_OK) {
                fail_msg("%s: %s", fact->example, f->e.text);
            }
            assert_non_null(strstr(docs.data, cb_format(f->arena, "| `%s` ", fact->name)));
            assert_true(*fact->type && *fact->meaning && *fact->missing);
            fixture_free(f);
        }
        for (const cb_method *m = o->methods; m->name; m++, count++) {
            fixture *f = trio("ma", "mu", "fu");
            cb_variant *v;
            const char *form = strcmp(m->type, "nothing") == 0 ? "%s" : "local x = (%s)";
            const char *body = *form == '%' ? m->example : cb_format(f->arena, "local x = (%s)", m->example);
            if (score_one(f, body, &v) != CB_OK) {
                fail_msg("%s: %s", m->example, f->e.text);
            }
            assert_non_null(strstr(docs.data, cb_format(f->arena, "| `%s` ", m->signature)));
            fixture_free(f);
        }
    }
    assert_true(count > 70);
    cb_buf_free(&docs);
}

/* What the facts say of one whole variant. */
/* CB-JUDGE-03 */
static void test_facts(void **state) {
    (void)state;
    static const char *const said[] = {
        "v.key == '1-1000-A-T' and v.chrom == '1' and v.chrom_kind == 'autosome' and v.position == 1000",
        "v.ref == 'A' and v.alt == 'T' and v.alt_kind == 'sequence' and v.alt_count == 1 and not v.split",
        "v.filter == 'PASS' and v.filter_text == 'PASS' and v.quality == 50 and not v.pseudoautosomal",
        "v.gene == 'GENE1' and v.hgnc_id == '17' and v.in_gene and v.annotated and v.biotype == 'protein_coding'",
        "v.consequence == 'stop_gained' and v.impact == 'HIGH' and v.severity == 4 and v.chosen_impact == 'HIGH'",
        "v.af == 0.0001 and v.af_source == 'gnomAD' and v:frequency('gnomAD') == 0.0001",
        "v:frequency('cohort', 'gnomAD') == 0.0001 and v:frequency('gnomAD', 'cohort') == 0.0001",
        "v:frequency_above(0.00009, 'gnomAD') and not v:frequency_above(0.0001, 'gnomAD')",
        "v:frequency_above(0.00009, 'cohort', 'gnomAD') and not v:frequency_above(-1, 'cohort')",
        "v:frequency_above(0.00009) and not v:frequency_above(0.0001) and not v:frequency_above(0 / 0)",
        "v:frequency_known('gnomAD') and not v:frequency_known('cohort') and v:frequency_known('cohort', 'gnomAD')",
        "not v:predictor_from(-1, 'revel')",
        "v:frequency('cohort', 'cohort') == missing and v:predictor('revel', 'revel') == not_annotated",
        "select(2, pcall(v.frequency, v, 'gnomAD', 'cohrt')):find(\"did you mean 'cohort'?\")",
        "v:count('homozygotes') == 3 and math.type(v:count('homozygotes')) == 'integer'",
        "v.clinvar == 'pathogenic' and v.clinvar_pathogenic and v.clinvar_stars == 2 and v.clinvar_text == "
        "'Pathogenic'",
        "not v.in_panel and #v.panels == 0 and not v.allele_ambiguous",
        "v.proband.gt == '0/1' and v.proband.zygosity == 'het' and v.proband.carrier == 'yes' and v.proband.quality == "
        "99",
        "v.proband.depth == 30 and v.proband.ref_depth == 14 and v.proband.alt_depth == 16 and not "
        "v.proband.contradicts",
        "math.abs(v.proband.balance - 16 / 30) < 1e-9 and v.proband.doubt == missing and not v.proband.phased",
        "v:of('mother').carrier == 'no' and v:of('mother').sex == 'female' and v:of('father').affected == 'no'",
        "#v:members() == 3 and v:members()[2].role == 'father' and v:members()[1] == v.proband",
        "v:fit('de_novo') == 'fits' and v:fit('x_recessive') == 'not_tested' and v.best_mode == 'de_novo'",
        "v.best_fit == 'fits' and v:reason('de_novo'):find('father') and v.in_pair == 'possible'",
        "v:partners()[1].v.key == '1-2000-A-T' and v:partners()[1].phase == 'possible' and v:partners()[1].gene == "
        "'GENE1'",
        "v:partners()[1].v.impact == 'MODERATE' and v:partners()[1].v ~= v",
        "case.build == 'GRCh38' and case.size == 3 and case.parents_sampled == 2 and not case.has_panels",
        "case.proband.sex == 'male' and case.father.role == 'father' and case.mother.affected == 'no' and "
        "case.mother.sampled",
        "tostring(v) == '1-1000-A-T'",
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        fixture *f = trio("ma", "mu", "fu");
        cb_variant *v;
        if (score_one(f, cb_format(f->arena, "assert(%s)", said[i]), &v) != CB_OK) {
            fail_msg("%s: %s", said[i], f->e.text);
        }
        fixture_free(f);
    }
}

/* CB-JUDGE-04 */
static void test_points(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_variant *v;
    assert_int_equal(
        score_one(f,
                  "v:add(4, 'rare', 'rare', { af = v.af, n = 3, source = 'gnomAD', ok = true, none = "
                  "v:frequency('cohort') }) "
                  "v:add(-1.5, 'filter', 'failed', 'LowQual') v:add(0.1, 'a_1', 'ä') v:flag('look') v:flag('look')",
                  &v),
        CB_OK);
    assert_int_equal(v->point_count, 3);
    assert_string_equal(v->points[0].reason, "rare");
    assert_string_equal(v->points[0].evidence, "af = 0.0001, n = 3, none = missing, ok = yes, source = gnomAD");
    assert_string_equal(v->points[1].evidence, "LowQual");
    assert_string_equal(v->points[2].evidence, "");
    assert_string_equal(v->points[2].text, "ä");
    assert_true(v->score == 4 + -1.5 + 0.1);
    assert_int_equal(v->flag_count, 1);
    fixture_free(f);
}

/* A FILTER of any length is evidence, cut between two characters, and never the end of a build. */
/* CB-JUDGE-04 */
static void test_long_evidence_is_cut(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_variant *v;
    const char *const long_ones[] = {"v:add(1, 'a', 'b', ('x'):rep(401))", "v:add(1, 'a', 'b', ('ä'):rep(1000))",
                                     "v:add(1, 'a', 'b', { one = ('→'):rep(300), two = ('x'):rep(400) })"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(score_one(f, long_ones[i], &v), CB_OK);
        const char *evidence = v->points[0].evidence;
        size_t size = strlen(evidence);
        assert_true(size > 390 && size <= 400);
        assert_string_equal(evidence + size - 3, "…");
        assert_true(cb_utf8_valid(cb_str_of(evidence), NULL));
    }
    fixture_free(f);
}

/* Scoring an allele twice gives the same points, not twice as many. */
/* CB-JUDGE-04 */
static void test_points_again(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = loaded(f, "", "return true", "v:add(2, 'a', 'b')");
    cb_variant *v = full_variant(f);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(cb_judge_score(p, f->arena, &f->kase, v, &f->e), CB_OK);
        assert_int_equal(v->point_count, 1);
        assert_true(v->score == 2);
    }
    fixture_free(f);
}

static const struct {
    const char *score, *message;
} wrong_points[] = {
    {"v:add('x', 'a', 'b')", "number expected, got string"},
    {"v:add(0 / 0, 'a', 'b')", "points must be a number between -1000 and 1000"},
    {"v:add(math.huge, 'a', 'b')", "points must be a number"},
    {"v:add(1, 'A b', 'b')", "the reason 'A b' is not a key of small letters"},
    {"v:add(1, '', 'b')", "is not a key of small letters"},
    {"v:add(1, 'a', '')", "points need a text"},
    {"v:add(1, 'a')", "string expected, got nil"},
    {"v:add(1, 'a', '\\xff')", "the text of the points is not valid UTF-8 at byte 1"},
    {"v:add(1, 'a', 'x\\0y')", "is not valid UTF-8 at byte 2"},
    {"v:add(1, 'a', ('x'):rep(401))", "the text of the points has more than 400 bytes"},
    {"v:add(1, 'a', 'b', { x = {} })", "evidence takes numbers, texts and booleans, not a table"},
    {"v:add(v:frequency('cohort'), 'a', 'b')", "number expected"},
    {"v:flag('')", "a flag needs a text"},
    {"v:partners()[1].v:add(1, 'a', 'b')", "not to its partner"},
    {"for i = 1, 300 do v:add(1, 'a', 'b') end", "too many additions"},
    {"for i = 1, 300 do v:flag('a' .. i) end", "too many flags"},
    {"v:fit('denovo')", "there is no mode of inheritance 'denovo' (did you mean 'de_novo'?)"},
    {"while true do end", "too many steps"},
};

/* CB-JUDGE-04 CB-PROFILE-02 */
static void test_wrong_points(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof wrong_points / sizeof *wrong_points; i++) {
        fixture *f = trio("ma", "mu", "fu");
        cb_variant *v;
        assert_int_equal(score_one(f, wrong_points[i].score, &v), CB_FILTER);
        if (!strstr(f->e.text, wrong_points[i].message) || !strstr(f->e.text, "(record 1, variant 1-1000-A-T)")) {
            fail_msg("%s\n  gives: %s\n  expected: %s", wrong_points[i].score, f->e.text, wrong_points[i].message);
        }
        fixture_free(f);
    }
}

/* A report that has no room for the points is out of memory, and no profile is blamed. */
/* CB-JUDGE-05 */
static void test_no_memory(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = loaded(f, "", "return true", "v:add(2, 'a', 'b') v:flag('c')");
    cb_arena *small = cb_arena_new(8);
    assert_non_null(small);
    assert_int_equal(cb_judge_score(p, small, &f->kase, full_variant(f), &f->e), CB_INTERNAL);
    assert_string_equal(f->e.text, "out of memory");
    cb_arena_free(small);
    fixture_free(f);
}

static cb_variant *ranked(fixture *f, const char *chrom, int order, int64_t position, double score, int severity) {
    cb_variant *v = snv(f, chrom, position, "0/1 0/0 0/0");
    cb_contig *contig = cb_alloc(f->arena, sizeof *contig);
    assert_non_null(contig);
    *contig = *v->contig;
    contig->order = order;
    v->contig = contig;
    v->score = score;
    v->severity = severity;
    return v;
}

/* CB-JUDGE-06 */
static void test_rank(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = loaded(f, "", "return true", "");
    cb_variant *want[] = {
        ranked(f, "2", 2, 5, 9, 20),   ranked(f, "2", 2, 5, 6, 3),   ranked(f, "2", 2, 5, 6, 4),
        ranked(f, "2", 2, 6, 6, 4),    ranked(f, "10", 10, 1, 6, 4), ranked(f, "GLa", 26, 1, 6, 4),
        ranked(f, "GLb", 26, 1, 6, 4), ranked(f, "1", 1, 1, -3, 1),
    };
    enum { N = sizeof want / sizeof *want };
    cb_variant *twin = ranked(f, "1", 1, 1, -3, 1); /* the same place in a later record */
    cb_variant *list[N + 1];
    for (int turn = 0; turn < N; turn++) {
        for (int i = 0; i < N; i++) {
            list[(i * 5 + turn) % N] = want[i];
        }
        list[N] = list[turn];
        list[turn] = twin;
        cb_judge_rank(p, list, N + 1);
        for (int i = 0; i < N; i++) {
            assert_ptr_equal(list[i], want[i]);
            assert_int_equal(want[i]->rank, i + 1);
            assert_int_equal(want[i]->shortlisted, i < 2); /* two at most, from 5 points */
        }
        assert_ptr_equal(list[N], twin);
    }
    want[1]->score = 4.9;
    cb_judge_rank(p, list, 2);
    assert_true(list[0]->shortlisted);
    assert_false(list[1]->shortlisted);
    fixture_free(f);
}

/* Two profiles side by side, and one variant after another, do not touch each other. */
/* CB-JUDGE-07 */
static void test_independent(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *a = loaded(f, "x = 1", "return v.position > x", ""),
               *b = loaded(f, "x = 100", "return v.position > x", "");
    cb_variant *v = snv(f, "1", 50, "0/1 0/0 0/0");
    for (int i = 0; i < 4; i++) {
        bool keep = false;
        assert_int_equal(ask_sieve(f, i % 2 ? a : b, v, &keep), CB_OK);
        assert_int_equal(keep, i % 2);
    }
    fixture_free(f);
}

/* The same questions in another order have the same answers. */
/* CB-JUDGE-07 */
static void test_order_of_calls(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p =
        loaded(f, "local weights = { stop_gained = 8, missense_variant = 4 }", "return true",
               "v:add(weights[v.consequence], 'c', v.consequence) for k, w in pairs(weights) do v:flag(k .. w) end");
    cb_variant *v = full_variant(f), *w = full_variant(f);
    annotate(f, w, "GENE1", "missense_variant", "MODERATE", 13);
    for (int i = 0; i < 3; i++) {
        cb_variant *first = i % 2 ? v : w, *second = i % 2 ? w : v;
        assert_int_equal(cb_judge_score(p, f->arena, &f->kase, first, &f->e), CB_OK);
        assert_int_equal(cb_judge_score(p, f->arena, &f->kase, second, &f->e), CB_OK);
        assert_true(v->score == 8 && w->score == 4);
        assert_string_equal(v->flags[0], "missense_variant4");
        assert_string_equal(v->flags[1], "stop_gained8");
    }
    fixture_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing),      cmocka_unit_test(test_zero),           cmocka_unit_test(test_examples),
        cmocka_unit_test(test_facts),        cmocka_unit_test(test_points),
        cmocka_unit_test(test_long_evidence_is_cut),
        cmocka_unit_test(test_points_again),
        cmocka_unit_test(test_wrong_points), cmocka_unit_test(test_no_memory),      cmocka_unit_test(test_rank),
        cmocka_unit_test(test_independent),  cmocka_unit_test(test_order_of_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
