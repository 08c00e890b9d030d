/* lazy_test.c: of an allele only the parts are made that a rule's facts stand on, and the facts are those of the whole
 * allele. */
#include "judge/binding.h"
#include "unit/judge/profile_fixture.h"

/* Parts come from the whole allele; what is not asked for holds what would be seen. */
typedef struct source {
    const cb_variant *whole;
    unsigned asked;
    bool fails;
} source;

static void give(const cb_variant *whole, cb_variant *v, unsigned parts) {
    if (parts & CB_MAKE_TEXTS) {
        v->id = whole->id;
        v->key = whole->key;
        v->filter = whole->filter;
    }
    if (parts & CB_MAKE_ORIGIN) {
        v->was_split = whole->was_split;
        v->split_from = whole->split_from;
    }
    if (parts & CB_MAKE_CALLS) {
        v->genotypes = whole->genotypes;
    }
    if (parts & CB_MAKE_CONSEQUENCE) {
        v->severity = whole->severity;
        v->consequence = whole->consequence;
    }
    if (parts & CB_MAKE_TRANSCRIPTS) {
        v->transcripts = whole->transcripts;
        v->transcript_count = whole->transcript_count;
        v->chosen = whole->chosen;
        v->severity = whole->severity;
        v->consequence = whole->consequence;
        v->gene = whole->gene;
        v->hgnc_id = whole->hgnc_id;
        v->panels = whole->panels;
        v->panel_count = whole->panel_count;
    }
    if (parts & CB_MAKE_FREQUENCIES) {
        v->frequencies = whole->frequencies;
        v->frequency_count = whole->frequency_count;
        v->af = whole->af;
        v->af_name = whole->af_name;
    }
    if (parts & CB_MAKE_PREDICTORS) {
        v->predictors = whole->predictors;
        v->predictor_count = whole->predictor_count;
    }
    if (parts & CB_MAKE_COUNTS) {
        v->counts = whole->counts;
        v->count_count = whole->count_count;
    }
    if (parts & CB_MAKE_CLINVAR) {
        v->clinvar = whole->clinvar;
    }
}

static cb_status make(void *who, cb_variant *v, unsigned parts, cb_error *e) {
    source *s = who;
    s->asked |= parts;
    if (s->fails) {
        return cb_fail(e, CB_INPUT, "trio.vcf line 7: POS is no number");
    }
    give(s->whole, v, parts);
    v->parts |= parts;
    return CB_OK;
}

/* The site alone, as the reader gives it. */
static cb_variant site_of(const cb_variant *whole, const cb_maker *maker) {
    return (cb_variant){.contig = whole->contig,
                        .position = whole->position,
                        .end = whole->end,
                        .ref = whole->ref,
                        .alt = whole->alt,
                        .allele_index = whole->allele_index,
                        .allele_count = whole->allele_count,
                        .record_number = whole->record_number,
                        .line = whole->line,
                        .quality = whole->quality,
                        .filter_state = whole->filter_state,
                        .severity = -7,
                        .maker = maker};
}

static cb_variant *whole_variant(fixture *f) {
    cb_variant *v = full_variant(f);
    static const char *const panels[] = {"epilepsy"};
    v->was_split = true;
    v->panels = panels;
    v->panel_count = 1;
    return v;
}

/* What the expression says of an allele, as text, and what had to be made for it. */
static const char *said_of(fixture *f, const char *expression, cb_variant *v) {
    bool yes;
    cb_profile *p = loaded(f, "", cb_format(f->arena, "error('=' .. tostring(%s), 0)", expression), "");
    assert_int_equal(ask_sieve(f, p, v, &yes), CB_FILTER);
    const char *text = strchr(f->e.text, '=');
    return text ? cb_copy(f->arena, text) : cb_format(f->arena, "%s: %s", expression, f->e.text);
}

static void check_example(const char *example, unsigned parts, const char *name) {
    fixture *f = trio("ma", "mu", "fu");
    cb_variant *whole = whole_variant(f);
    source from = {.whole = whole};
    const cb_maker maker = {make, &from};
    cb_variant lazy = site_of(whole, &maker);
    const char *expected = said_of(f, example, whole), *got = said_of(f, example, &lazy);
    assert_true(*expected == '=');
    if (strcmp(expected, got) != 0) {
        fail_msg("%s: %s, of the whole allele %s", example, got, expected);
    }
    /* The message of the error needs the key in any case. */
    if ((from.asked & ~(unsigned)CB_MAKE_TEXTS) != (parts & ~(unsigned)CB_MAKE_TEXTS)) {
        fail_msg("%s asks for parts %x, its table says %x", name, from.asked, parts);
    }
    fixture_free(f);
}

/* CB-JUDGE-08 */
static void test_facts(void **state) {
    (void)state;
    static const cb_kind kinds[] = {CB_KIND_VARIANT, CB_KIND_CALL};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const cb_object *o = cb_object_of(kinds[k]);
        for (const cb_fact *fact = o->facts; fact->name; fact++) {
            fixture *f = fixture_new();
            if (!fact->late) {
                check_example(cb_format(f->arena, "%s.%s", o->variable, fact->name), fact->parts, fact->name);
            }
            fixture_free(f);
        }
    }
    check_example("v:frequency('gnomAD')", CB_MAKE_FREQUENCIES, "frequency");
    check_example("v:predictor('revel')", CB_MAKE_PREDICTORS, "predictor");
    check_example("v:frequency_above(0.00001, 'gnomAD')", CB_MAKE_FREQUENCIES, "frequency_above");
    check_example("v:frequency_above(0.00001)", CB_MAKE_FREQUENCIES, "frequency_above");
    check_example("v:frequency_known('cohort')", CB_MAKE_FREQUENCIES, "frequency_known");
    check_example("v:predictor_from(0, 'revel')", CB_MAKE_PREDICTORS, "predictor_from");
    check_example("v:count('homozygotes')", CB_MAKE_COUNTS, "count");
    check_example("v:of('mother').role", 0, "of");
    check_example("v:members()[3].zygosity", CB_MAKE_CALLS, "members");
    check_example("v", CB_MAKE_TEXTS, "the text of a variant");
}

/* A rule that says yes early spares what the rules behind it would need. */
/* CB-JUDGE-08 */
static void test_rules_spare(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = rules_loaded(f,
                                 "{ 'a', 'a', drop = function(v) return v.alt_kind == 'star' end },\n"
                                 "{ 'b', 'b', drop = function(v) return v.proband.carrier == 'yes' end },\n"
                                 "{ 'c', 'c', drop = function(v) return v.clinvar_pathogenic end }",
                                 "");
    source from = {.whole = whole_variant(f)};
    const cb_maker maker = {make, &from};
    cb_variant lazy = site_of(from.whole, &maker);
    assert_string_equal(dropped_by(f, p, &lazy), "b");
    assert_int_equal(from.asked, CB_MAKE_CALLS);
    cb_sieved s;
    assert_int_equal(cb_judge_sieve(p, &f->kase, &lazy, CB_ASK_ALL, &s, &f->e), CB_OK);
    assert_int_equal(from.asked, CB_MAKE_CALLS | CB_MAKE_CLINVAR);
    fixture_free(f);
}

/* What a reader refuses is no fault of the profile, and no pcall hides it. */
/* CB-JUDGE-08 CB-JUDGE-05 */
static void test_refused(void **state) {
    (void)state;
    static const char *const bodies[] = {"return v.gene == 'X'",
                                         "local ok = pcall(function() return v.gene end) return true",
                                         "pcall(tostring, v) return true"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        fixture *f = trio("ma", "mu", "fu");
        cb_profile *p = loaded(f, "", bodies[i], "");
        source from = {.whole = whole_variant(f), .fails = true};
        const cb_maker maker = {make, &from};
        cb_variant lazy = site_of(from.whole, &maker);
        bool yes;
        assert_int_equal(ask_sieve(f, p, &lazy, &yes), CB_INPUT);
        assert_string_equal(f->e.text, "trio.vcf line 7: POS is no number");
        from.fails = false;
        if (i == 0) {
            assert_int_equal(ask_sieve(f, p, &lazy, &yes), CB_OK);
        }
        fixture_free(f);
    }
}

/* A profile's own fault in an allele whose key cannot be made names the record. */
/* CB-PROFILE-02 */
static void test_blame_without_key(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = loaded(f, "", "return 7", "");
    source from = {.whole = whole_variant(f), .fails = true};
    const cb_maker maker = {make, &from};
    cb_variant lazy = site_of(from.whole, &maker);
    bool yes;
    assert_int_equal(ask_sieve(f, p, &lazy, &yes), CB_FILTER);
    assert_string_equal(f->e.text, "test.lua: first.keep returned number: it returns true or false (record 1)");
    fixture_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_rules_spare),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_blame_without_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
