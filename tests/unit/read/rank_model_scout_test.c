/* rank_model_scout_test.c: Scout's demonstration trio, scored by genmod in 2016, beside the rank model that comes with
 * it: every record's RankResult and RankScore agree with ours, or a rule of genmod's that ours mends, or an annotation
 * that the file no longer has, says why. docs/rank_models.md has the counts. */
#include "whole_file.h"

#include "casebound/base/file.h"

enum { MODEL_BYTES = 1 << 20, CATEGORIES = 10 };

typedef struct counts {
    long records, same;
    long popmax;        /* GNOMADAF_POPMAX is not in the file: another source decides the frequency */
    long numbers;       /* CLNSIG is compared as a number: genmod compared "5.0" with "5" */
    long whole_words;   /* a part of a word matched: "deleterious" in "deleterious_low_confidence" */
    long mitochondrial; /* CADD and consequence of mitochondrial records are others than those that were scored */
    long lowered;       /* RankScore is 6 less than the sum of RankResult: genmod's points for weak pairs */
} counts;

static const char *category_of(const cb_ranking *r, size_t i) {
    return r->model->categories[i].name;
}

static const cb_rank_line *line_of(const cb_ranking *r, const char *rule) {
    for (size_t i = 0; i < r->model->rule_count; i++) {
        if (strcmp(r->model->rules[i].name, rule) == 0) {
            return &r->lines[i];
        }
    }
    fail_msg("no rule %s", rule);
    return NULL;
}

static cb_str info_of(const cb_record *record, const char *key) {
    cb_str value = {0};
    (void)cb_record_info(record, key, &value);
    return value;
}

/* The lowest of several sources counts, and one of the points of a source that the file lacks is lower than ours. */
static bool other_source_decides(const cb_ranking *r, const cb_rank_part *part) {
    const cb_rank_line *line = line_of(r, "GNOMAD");
    const cb_rank_rule *rule = &r->model->rules[line - r->lines];
    bool possible = false;
    for (size_t i = 0; i < rule->step_count; i++) {
        possible = possible || rule->steps[i].points == part->file_points;
    }
    return !line->value && possible && part->file_points < part->points;
}

/* What CLNREVSTAT gives when a part of it may match, and CLNSIG nothing. */
static double without_clnsig(const cb_record *record) {
    static const struct {
        const char *word;
        double points;
    } words[] = {{"guideline", 4}, {"exp", 3}, {"mult", 2}, {"single", 1}, {"conf", 1}};
    cb_str status = info_of(record, "CLNREVSTAT");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (cb_str_find(status, words[i].word, NULL)) {
            return words[i].points;
        }
    }
    return 0;
}

/* One point more for each predictor whose word is the beginning of what a transcript has, and is no whole value. */
static double parts_of_words(const cb_ranking *r, const cb_record *record) {
    cb_str csq = info_of(record, "CSQ");
    return line_of(r, "Sift")->points == 0 && cb_str_find(csq, "|deleterious_low_confidence|", NULL) ? 1 : 0;
}

static void explain(const cb_ranking *r, size_t i, const cb_variant *v, const cb_record *record, counts *n) {
    const char *category = category_of(r, i);
    const cb_rank_part *part = &r->parts[i];
    if (v->contig->kind == CB_MT &&
        (strcmp(category, "Consequence") == 0 || strcmp(category, "Deleteriousness") == 0)) {
        n->mitochondrial++;
    } else if (strcmp(category, "allele_frequency") == 0 && other_source_decides(r, part)) {
        n->popmax++;
    } else if (strcmp(category, "Clinical_significance") == 0 && part->file_points == without_clnsig(record)) {
        n->numbers++;
    } else if (strcmp(category, "Protein_prediction") == 0 &&
               part->file_points == part->points + parts_of_words(r, record)) {
        n->whole_words++;
    } else {
        fail_msg("%s: %s is %g in the file and %g here, and nothing explains it", v->key, category, part->file_points,
                 part->points);
    }
}

static void compare(cb_ranking *r, const cb_variant *v, const char *names, const cb_record *record, counts *n) {
    cb_ranking_compare(r, v, "internal_id", "unused");
    assert_true(r->file_has_score);
    assert_false(r->file_has_parts); /* names of one category do not fit ten */
    cb_ranking_compare(r, v, "internal_id", names);
    assert_true(r->file_has_parts);
    n->records++;
    n->same += !r->differs;
    for (size_t i = 0; i < CATEGORIES; i++) {
        assert_true(r->parts[i].in_file);
        if (r->parts[i].file_points != r->parts[i].points) {
            explain(r, i, v, record, n);
        }
    }
    assert_true(r->file_score == r->file_sum || r->file_score == r->file_sum - 6);
    n->lowered += r->file_score != r->file_sum;
}

static cb_rank_model *read_model(fixture *f, const char *path) {
    cb_str bytes;
    cb_rank_model *model;
    assert_int_equal(cb_file_read(f->arena, path, MODEL_BYTES, &bytes, &f->error), CB_OK);
    if (cb_rank_model_read(f->arena, bytes, "model.ini", &model, &f->error) != CB_OK) {
        fail_msg("%s", f->error.text);
    }
    return model;
}

static counts score_all(fixture *f, const cb_rank_model *model) {
    counts n = {0};
    cb_materials with = {&f->kase, &f->sources, &f->consequences, &f->evidence};
    cb_record record;
    for (bool more = true;;) {
        cb_variant *v;
        cb_ranking *r;
        assert_int_equal(cb_variants_next(f->reader, &record, &more, &f->error), CB_OK);
        if (!more) {
            return n;
        }
        assert_int_equal(record.allele_count, 1);
        assert_int_equal(cb_materialise(f->reader, &record, 1, &with, f->arena, &v, &f->error), CB_OK);
        assert_int_equal(cb_rank_model_score(f->arena, model, v, &r, &f->error), CB_OK);
        compare(r, v, f->kase.rank_names, &record, &n);
    }
}

/* CB-RANK-09 */
static void test_scout_trio(void **state) {
    (void)state;
    char path[1024];
    fixture f = fixture_new();
    cb_rank_model *model = read_model(&f, suite(path, sizeof path, "cases/scout-643594/rank_model_-v1.20-.ini"));
    assert_int_equal(model->category_count, CATEGORIES);
    f.kase.rank_model = model;
    suite(path, sizeof path, "cases/scout-643594/643594.clinical.vcf.gz");
    assert_int_equal(cb_variants_open(f.arena, path, &f.reader, &f.error), CB_OK);
    assert_int_equal(cb_variants_rank(f.reader, &f.kase, f.arena, &f.error), CB_OK);
    assert_string_equal(f.kase.rank_names,
                        "Splicing|Variant_call_quality_filter|Inheritance_Models|Clinical_significance|Consequence|"
                        "Gene_intolerance_prediction|Conservation|allele_frequency|Deleteriousness|Protein_prediction");
    assert_int_equal(f.kase.notice_count, 1);
    assert_non_null(strstr(f.kase.notices[0], "counts it as not reported: INFO/GNOMADAF_POPMAX"));
    assert_int_equal(whole_family(&f), CB_OK);
    counts n = score_all(&f, model);
    assert_int_equal(n.records, 680);
    assert_int_equal(n.same, 610);
    assert_int_equal(n.popmax, 55);
    assert_int_equal(n.numbers, 12);
    assert_int_equal(n.whole_words, 8);
    assert_int_equal(n.mitochondrial, 4);
    assert_int_equal(n.lowered, 94);
    fixture_free(&f);
}

/* CB-RANK-02: the model of structural variants that comes with it misspells a key, which genmod passes over. */
static void test_scout_misspelt(void **state) {
    (void)state;
    char path[1024];
    fixture f = fixture_new();
    cb_str bytes;
    cb_rank_model *model;
    suite(path, sizeof path, "cases/scout-643594/svrank_model_-v1.5-.ini");
    assert_int_equal(cb_file_read(f.arena, path, MODEL_BYTES, &bytes, &f.error), CB_OK);
    assert_int_equal(cb_rank_model_read(f.arena, bytes, "sv.ini", &model, &f.error), CB_FILTER);
    assert_non_null(strstr(f.error.text, "sv.ini line 22: [variant_call_quality_filter] has a key 'category_aggregate' "
                                         "that is not known (did you mean 'category_aggregation'?)"));
    fixture_free(&f);
}

/* CB-RANK-01 */
static void test_genmod_example(void **state) {
    (void)state;
    char path[1024];
    fixture f = fixture_new();
    cb_rank_model *model = read_model(&f, suite(path, sizeof path, "inheritance/genmod/examples/score_test.ini"));
    assert_string_equal(model->name, "score_test");
    assert_string_equal(model->version, "0.1");
    assert_int_equal(model->category_count, 4);
    assert_int_equal(model->rule_count, 4);
    fixture_free(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scout_trio),
        cmocka_unit_test(test_scout_misspelt),
        cmocka_unit_test(test_genmod_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
