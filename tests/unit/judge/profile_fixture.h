/* profile_fixture.h: profiles from a few lines, for tests of judge. */
#ifndef TESTS_PROFILE_FIXTURE_H
#define TESTS_PROFILE_FIXTURE_H

#include <stdio.h>

#include "casebound/judge/judge.h"
#include "unit/model/family_fixture.h"

/* A whole profile around what differs: lines before the table, the bodies of its only rule, which keeps, and of score.
 */
static inline const char *profile_text(fixture *f, const char *before, const char *keep, const char *score) {
    const char *text = cb_format(f->arena,
                                 "%s\n"
                                 "return { about = 'test', version = '1',\n"
                                 "  frequencies = { { name = 'gnomAD', keys = { 'CSQ/gnomADe_AF' } }, "
                                 "{ name = 'cohort', keys = { 'INFO/Frq' } } },\n"
                                 "  predictors = { { name = 'revel', keys = { 'CSQ/REVEL' } } }, "
                                 "  counts = { { name = 'homozygotes', kind = 'homozygotes', keys = { 'CSQ/nhomalt' } "
                                 "} },\n"
                                 "  thresholds = { max_af = { 0.02, 'highest' }, min_depth = { 8, 'reads' } },\n"
                                 "  shortlist = { size = 2, score = 5 },\n"
                                 "  rules = { { 'first', 'asked first', keep =\n"
                                 "    function(v, t) %s end } },\n"
                                 "  score = function(v, case, t) %s end }\n",
                                 before, keep, score);
    assert_non_null(text);
    return text;
}

/* Small limits, so that what never ends ends soon. */
static inline cb_status load_text(fixture *f, const char *text, cb_profile **out) {
    static const cb_sandbox_limits limits = {
        .memory = 4 << 20, .steps_load = 200000, .steps_call = 100000, .processor = 20000};
    cb_error_clear(&f->e);
    return cb_profile_load(f->arena, cb_str_of(text), "test.lua", &limits, out, &f->e);
}

static inline cb_profile *loaded(fixture *f, const char *before, const char *keep, const char *score) {
    cb_profile *p = NULL;
    if (load_text(f, profile_text(f, before, keep, score), &p) != CB_OK) {
        fail_msg("not loaded: %s", f->e.text);
    }
    return p;
}

/* A profile of these rules; `rest` is what else stands in its table ("rescue = …,"). */
static inline const char *rules_text(fixture *f, const char *rules, const char *rest) {
    const char *text = cb_format(f->arena,
                                 "return { about = 'test', version = '1', thresholds = { low = { 10, 'position' } },\n"
                                 "  shortlist = { size = 2, score = 5 }, rules = {\n%s },\n"
                                 "%s score = function(v, case, t) end }\n",
                                 rules, rest);
    assert_non_null(text);
    return text;
}

static inline cb_profile *rules_loaded(fixture *f, const char *rules, const char *rest) {
    cb_profile *p = NULL;
    if (load_text(f, rules_text(f, rules, rest), &p) != CB_OK) {
        fail_msg("not loaded: %s", f->e.text);
    }
    return p;
}

/* *yes: the profile's only rule said yes. */
static inline cb_status ask_sieve(fixture *f, cb_profile *p, cb_variant *v, bool *yes) {
    cb_sieved sieved;
    cb_error_clear(&f->e);
    cb_status status = cb_judge_sieve(p, &f->kase, v, CB_ASK_FIRST, &sieved, &f->e);
    *yes = sieved.said != 0;
    return status;
}

/* The key of the rule that dropped it, or NULL. */
static inline const char *dropped_by(fixture *f, cb_profile *p, cb_variant *v) {
    cb_sieved sieved;
    size_t count;
    if (cb_judge_sieve(p, &f->kase, v, CB_ASK_FIRST, &sieved, &f->e) != CB_OK) {
        fail_msg("%s", f->e.text);
    }
    const cb_rule *rules = cb_profile_rules(p, &count);
    assert_true(sieved.keep || (sieved.rule >= 0 && (size_t)sieved.rule < count));
    return sieved.keep ? NULL : rules[sieved.rule].key;
}

/* A trio whose proband has a new allele in a gene, with a frequency, a predictor and ClinVar. */
static inline cb_variant *full_variant(fixture *f) {
    cb_variant *v = snv(f, "1", 1000, "0/1:14,16:99 0/0 0/0");
    annotate(f, v, "GENE1", "stop_gained", "HIGH", 4);
    v->hgnc_id = "17";
    cb_measure *frequencies = cb_alloc_array(f->arena, 2, sizeof *frequencies);
    cb_measure *predictors = cb_alloc(f->arena, sizeof *predictors);
    assert_true(frequencies && predictors);
    frequencies[0] = (cb_measure){"gnomAD", {.value = 0.0001, .presence = CB_PRESENT}};
    frequencies[1] = (cb_measure){"cohort", {.presence = CB_MISSING}};
    predictors[0] = (cb_measure){"revel", {.presence = CB_NOT_ANNOTATED}};
    v->frequencies = frequencies;
    v->frequency_count = 2;
    v->predictors = predictors;
    v->predictor_count = 1;
    cb_measure *counts = cb_alloc(f->arena, sizeof *counts);
    assert_non_null(counts);
    *counts = (cb_measure){"homozygotes", {.value = 3, .presence = CB_PRESENT}};
    v->counts = counts;
    v->count_count = 1;
    v->af = frequencies[0].value;
    v->af_name = "gnomAD";
    v->clinvar = (cb_clinvar){.significance = {.value = "Pathogenic", .presence = CB_PRESENT},
                              .class = CB_CLINVAR_PATHOGENIC,
                              .has_pathogenic = true,
                              .stars = 2};
    f->kase.annotation_kind_count = 1;
    return v;
}

#endif
