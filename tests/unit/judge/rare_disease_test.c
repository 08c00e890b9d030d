/* rare_disease_test.c: what the default profile must keep, drop and rank. */
#include "casebound/base/file.h"
#include "casebound/read/case_file.h"
#include "casebound/read/variants.h"
#include "unit/judge/profile_fixture.h"

enum { FILE_MAX = 1 << 20, REVEL = 0, SPLICEAI = 1, CADD = 2, PREDICTORS = 3, FREQUENCIES = 2 };

static cb_profile *default_profile(fixture *f) {
    cb_str bytes;
    cb_profile *p = NULL;
    if (cb_file_read(f->arena, "filters/rare_disease.lua", FILE_MAX, &bytes, &f->e) != CB_OK ||
        cb_profile_load(f->arena, bytes, "rare_disease.lua", NULL, &p, &f->e) != CB_OK) {
        fail_msg("%s", f->e.text);
    }
    return p;
}

/* An allele of the trio with every source declared and no value found. */
static cb_variant *plain(fixture *f, const char *chrom, int64_t position, const char *calls) {
    cb_variant *v = snv(f, chrom, position, calls);
    cb_measure *predictors = cb_alloc_array(f->arena, PREDICTORS, sizeof *predictors);
    cb_measure *frequencies = cb_alloc_array(f->arena, FREQUENCIES, sizeof *frequencies);
    assert_true(predictors && frequencies);
    predictors[REVEL] = (cb_measure){"revel", {.presence = CB_MISSING}};
    predictors[SPLICEAI] = (cb_measure){"spliceai", {.presence = CB_MISSING}};
    predictors[CADD] = (cb_measure){"cadd", {.presence = CB_MISSING}};
    frequencies[0] = (cb_measure){"gnomAD FAF95", {.presence = CB_MISSING}};
    frequencies[1] = (cb_measure){"gnomAD exomes", {.presence = CB_MISSING}};
    v->predictors = predictors;
    v->predictor_count = PREDICTORS;
    v->frequencies = frequencies;
    v->frequency_count = FREQUENCIES;
    v->af.presence = CB_MISSING;
    v->clinvar.significance.presence = CB_MISSING;
    f->kase.annotation_kind_count = 1;
    annotate(f, v, "GENE1", "missense_variant", "MODERATE", 13);
    return v;
}

static void set_af(cb_variant *v, double af) {
    v->frequencies[1].value = v->af = (cb_real){.value = af, .presence = CB_PRESENT};
    v->af_name = "gnomAD exomes";
}

static void set_clinvar(cb_variant *v, cb_clinvar_class class, bool pathogenic, int stars) {
    v->clinvar = (cb_clinvar){.significance = {.value = "as written", .presence = CB_PRESENT},
                              .class = class,
                              .has_pathogenic = pathogenic,
                              .stars = stars};
}

static void expect(fixture *f, cb_profile *p, cb_variant *v, const char *rule, const char *what) {
    const char *got = dropped_by(f, p, v);
    if ((got == NULL) != (rule == NULL) || (got && strcmp(got, rule) != 0)) {
        fail_msg("%s: %s, expected %s", what, got ? got : "kept", rule ? rule : "kept");
    }
}

/* CB-RARE-01 */
static void test_carrier(void **state) {
    (void)state;
    static const struct {
        const char *calls, *rule;
    } rows[] = {
        {"0/1 0/0 0/0", NULL},
        {"1/1 0/1 0/1", NULL},
        {"0/0 0/1 0/1", "proband_not_carrier"},
        {"./. 0/1 0/1", NULL},
        {"./1 0/0 0/0", NULL},
        {"./0 0/1 0/0", NULL},
        {"0/0:3,0 0/1 0/1", NULL},
        {"0/0:26,3 0/1 0/1", NULL},
        {"0/0:.,. 0/1 0/1", NULL},
        {"0/2 0/1 0/0", "proband_not_carrier"},
    };
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = default_profile(f);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(f, p, plain(f, "1", 1000, rows[i].calls), rows[i].rule, rows[i].calls);
    }
    expect(f, p, allele(f, "1", 1000, "*", 1, "0/1 0/0 0/0"), "reference_or_star", "*");
    expect(f, p, allele(f, "1", 1000, "<NON_REF>", 1, "0/1 0/0 0/0"), "reference_or_star", "<NON_REF>");
    fixture_free(f);
}

/* CB-RARE-02 */
static void test_frequency(void **state) {
    (void)state;
    static const struct {
        const char *chrom;
        double af;
        const char *rule;
    } rows[] = {{"1", 0, NULL},      {"1", 0.02, NULL},  {"1", 0.0201, "too_common"}, {"1", 1, "too_common"},
                {"MT", 0.002, NULL}, {"MT", 0.01, NULL}, {"MT", 0.011, "too_common"}};
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = default_profile(f);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_variant *v = plain(f, rows[i].chrom, 1000, "1 0 0/0");
        set_af(v, rows[i].af);
        expect(f, p, v, rows[i].rule, cb_format(f->arena, "%s at %g", rows[i].chrom, rows[i].af));
    }
    expect(f, p, plain(f, "1", 1000, "0/1 0/0 0/0"), NULL, "no frequency");
    cb_variant *founder = plain(f, "1", 1000, "0/1 0/0 0/0");
    set_af(founder, 0.05);
    founder->frequencies[0].value = (cb_real){.value = 0.001, .presence = CB_PRESENT};
    expect(f, p, founder, NULL, "high in one population, low filtering frequency");
    fixture_free(f);
}

/* ClinVar's pathogenic alleles stay, whatever else speaks against them, unless the proband is free. */
/* CB-RARE-03 */
static void test_pathogenic_stays(void **state) {
    (void)state;
    static const cb_clinvar_class classes[] = {CB_CLINVAR_PATHOGENIC, CB_CLINVAR_LIKELY_PATHOGENIC,
                                               CB_CLINVAR_CONFLICTING};
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = default_profile(f);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        cb_variant *v = plain(f, "1", 1000, "0/1 0/1 0/1");
        set_clinvar(v, classes[i], true, -1);
        set_af(v, 0.056);
        v->filter_state = CB_FILTER_FAILED;
        v->filter = "LowQual";
        annotate(f, v, "GENE1", "intron_variant", "MODIFIER", 28);
        expect(f, p, v, NULL, "pathogenic");
        cb_variant *free_of_it = plain(f, "1", 1000, "0/0 0/1 0/1");
        set_clinvar(free_of_it, classes[i], true, 4);
        expect(f, p, free_of_it, "proband_not_carrier", "pathogenic, not in the proband");
    }
    cb_variant *v = plain(f, "1", 1000, "0/1 0/0 0/0");
    set_clinvar(v, CB_CLINVAR_CONFLICTING, false, 1);
    set_af(v, 0.056);
    expect(f, p, v, "too_common", "conflicting without a pathogenic submission");
    fixture_free(f);
}

/* CB-RARE-04 */
static void test_region(void **state) {
    (void)state;
    static const struct {
        const char *consequence, *rule;
        double splice; /* -1: none */
    } rows[] = {
        {"intergenic_variant", "no_gene_effect", -1},
        {"upstream_gene_variant", "no_gene_effect", -1},
        {"intron_variant", "no_gene_effect", -1},
        {"intron_variant", "no_gene_effect", 0.09},
        {"intron_variant", NULL, 0.1},
        {"splice_region_variant", NULL, -1},
        {"5_prime_UTR_variant", NULL, -1},
        {"non_coding_transcript_exon_variant", NULL, -1},
        {"synonymous_variant", NULL, -1},
        {"stop_gained", NULL, -1},
        {"some_new_term", NULL, -1},
    };
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = default_profile(f);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_variant *v = plain(f, "1", 1000, "0/1 0/0 0/0");
        annotate(f, v, "GENE1", rows[i].consequence, "MODIFIER", 30);
        if (rows[i].splice >= 0) {
            v->predictors[SPLICEAI].value = (cb_real){.value = rows[i].splice, .presence = CB_PRESENT};
        }
        expect(f, p, v, rows[i].rule, rows[i].consequence);
    }
    expect(f, p, snv(f, "1", 1000, "0/1 0/0 0/0"), NULL, "without any annotation");
    fixture_free(f);
}

static void relate_and_score(fixture *f, cb_profile *p, cb_variant **v, size_t count) {
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(cb_inheritance(f->arena, &f->kase, v[i], cb_profile_policy(p), &f->e), CB_OK);
    }
    assert_int_equal(cb_pairs(f->arena, &f->kase, v, count, cb_profile_policy(p), &f->e), CB_OK);
    for (size_t i = 0; i < count; i++) {
        if (cb_judge_score(p, f->arena, &f->kase, v[i], &f->e) != CB_OK) {
            fail_msg("%s", f->e.text);
        }
        double sum = 0;
        for (size_t k = 0; k < v[i]->point_count; k++) {
            sum += v[i]->points[k].points;
        }
        assert_true(sum == v[i]->score);
    }
    cb_judge_rank(p, v, count);
}

static const cb_point *point_of(const cb_variant *v, const char *reason) {
    for (size_t i = 0; i < v->point_count; i++) {
        if (strcmp(v->points[i].reason, reason) == 0) {
            return &v->points[i];
        }
    }
    return NULL;
}

/* A carrier's allele is said to be one, and not ranked as if nothing fitted. */
/* CB-INHERIT-16 */
static void test_one_hit(void **state) {
    (void)state;
    static const char *const genes[] = {"GENE1"}, *const hgnc[] = {NULL}, *const models[] = {"AR"};
    static const cb_panel panel = {
        .id = "p", .name = "P", .genes = genes, .hgnc = hgnc, .models = models, .gene_count = 1};
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = default_profile(f);
    f->kase.panels = &panel;
    f->kase.panel_count = 1;
    cb_variant *v = plain(f, "1", 100, "0/1 0/1 0/0");
    annotate(f, v, "GENE1", "stop_gained", "HIGH", 4);
    v->clinvar.class = CB_CLINVAR_PATHOGENIC;
    v->clinvar.has_pathogenic = true;
    v->clinvar.significance.presence = CB_PRESENT;
    relate_and_score(f, p, &v, 1);
    const cb_point *point = point_of(v, "inheritance");
    assert_non_null(point);
    assert_true(point->points == 0);
    assert_non_null(strstr(point->text, "one hit"));
    assert_int_equal(v->modes[CB_MODE_DOMINANT].fit, CB_DOES_NOT_FIT);
    bool flagged = false;
    for (size_t i = 0; i < v->flag_count; i++) {
        flagged = flagged || strstr(v->flags[i], "one hit");
    }
    assert_true(flagged);
    fixture_free(f);
}

/* A new stop, a pair in trans and a hemizygous allele rank before what is inherited, common, in cis or badly called. */
/* CB-RARE-05 */
static void test_order(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = default_profile(f);
    cb_variant *new_stop = plain(f, "1", 100, "0/1 0/0 0/0"), *hemizygous = plain(f, "X", 50000000, "1 0 0/1");
    cb_variant *pair_a = plain(f, "2", 100, "0/1 0/1 0/0"), *pair_b = plain(f, "2", 200, "0/1 0/0 0/1");
    cb_variant *inherited = plain(f, "3", 100, "0/1 0/1 0/0"), *frequent = plain(f, "4", 100, "0/1 0/0 0/0");
    cb_variant *cis_a = plain(f, "5", 100, "0/1 0/1 0/0"), *cis_b = plain(f, "5", 200, "0/1 0/1 0/0");
    cb_variant *doubtful = plain(f, "6", 100, "0/1:12,3:0 0/0 0/0"), *silent = plain(f, "7", 100, "0/1 0/0 0/0");
    annotate(f, new_stop, "A", "stop_gained", "HIGH", 4);
    annotate(f, hemizygous, "B", "frameshift_variant", "HIGH", 5);
    annotate(f, pair_a, "C", "frameshift_variant", "HIGH", 5);
    annotate(f, pair_b, "C", "missense_variant", "MODERATE", 13);
    annotate(f, inherited, "D", "stop_gained", "HIGH", 4);
    annotate(f, cis_a, "E", "stop_gained", "HIGH", 4);
    annotate(f, cis_b, "E", "missense_variant", "MODERATE", 13);
    annotate(f, silent, "F", "synonymous_variant", "LOW", 22);
    set_af(frequent, 0.015);
    doubtful->filter_state = CB_FILTER_FAILED;
    doubtful->filter = "LowQual";
    set_clinvar(silent, CB_CLINVAR_BENIGN, false, 2);
    cb_variant *v[] = {silent, doubtful, cis_b, cis_a, frequent, inherited, pair_b, pair_a, hemizygous, new_stop};
    relate_and_score(f, p, v, sizeof v / sizeof *v);
    assert_int_equal(new_stop->rank, 1);
    assert_int_equal(pair_a->rank + hemizygous->rank + pair_b->rank, 2 + 3 + 4);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        assert_int_equal(v[i]->shortlisted, v[i]->rank <= 4);
    }
    assert_string_equal(point_of(new_stop, "inheritance")->text, "new in the proband: neither parent carries it");
    assert_string_equal(point_of(pair_b, "inheritance")->text, "second allele of the gene, on the other copy");
    assert_true(point_of(pair_a, "inheritance")->points == point_of(pair_b, "inheritance")->points);
    assert_string_equal(point_of(hemizygous, "inheritance")->text, "X-linked recessive fits");
    assert_string_equal(point_of(inherited, "inheritance")->text, "no mode of inheritance fits this family");
    assert_string_equal(point_of(doubtful, "inheritance")->text, "may be new in the proband");
    assert_true(point_of(frequent, "rarity")->points < 0);
    fixture_free(f);
}

/* Zero is a frequency, a missing one is said to be missing, and what nobody looked at scores nothing and is flagged. */
/* CB-RARE-06 */
static void test_rarity(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = default_profile(f);
    cb_variant *zero = plain(f, "1", 1, "0/1 0/0 0/0"), *missing = plain(f, "1", 2, "0/1 0/0 0/0");
    cb_variant *unknown = plain(f, "1", 3, "0/1 0/0 0/0");
    set_af(zero, 0);
    unknown->af.presence = CB_NOT_ANNOTATED;
    cb_variant *v[] = {zero, missing, unknown};
    relate_and_score(f, p, v, 3);
    assert_string_equal(point_of(zero, "rarity")->text, "not seen in the population");
    assert_string_equal(point_of(zero, "rarity")->evidence, "gnomAD exomes 0");
    assert_string_equal(point_of(missing, "rarity")->text, "in none of the named population sources");
    assert_null(point_of(unknown, "rarity"));
    assert_int_equal(unknown->flag_count, 1);
    assert_string_equal(unknown->flags[0], "population frequency is not annotated: it may be common");
    fixture_free(f);
}

/* Calibrated bands, both ends included where the publication includes them. */
/* CB-RARE-07 */
static void test_predictors(void **state) {
    (void)state;
    static const struct {
        double revel, cadd, splice, points; /* -1: none; 0 points: no entry */
    } rows[] = {
        {1, -1, -1, 4},     {0.932, -1, -1, 4}, {0.931, -1, -1, 2}, {0.773, -1, -1, 2},  {0.644, -1, -1, 1},
        {0.643, -1, -1, 0}, {0.3, -1, -1, 0},   {0.29, -1, -1, -1}, {0.183, -1, -1, -2}, {0.016, -1, -1, -4},
        {0, -1, -1, -4},    {-1, 28.1, -1, 2},  {-1, 25.3, -1, 1},  {-1, 25, -1, 0},     {-1, 22.7, -1, -1},
        {-1, 17.3, -1, -2}, {0.5, 35, -1, 0},   {-1, -1, 0.2, 2},   {-1, -1, 0.5, 3},    {-1, -1, 0.8, 4},
        {-1, -1, 0.19, 0},  {0.95, -1, 0.3, 4}, {0.7, -1, 0.9, 4},  {0.01, -1, 0.9, 4},  {-1, -1, -1, 0},
    };
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p = default_profile(f);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_variant *v = plain(f, "1", 1000, "0/1 0/0 0/0");
        const double values[PREDICTORS] = {rows[i].revel, rows[i].splice, rows[i].cadd};
        for (int k = 0; k < PREDICTORS; k++) {
            v->predictors[k].value = (cb_real){.value = values[k], .presence = values[k] < 0 ? CB_MISSING : CB_PRESENT};
        }
        relate_and_score(f, p, &v, 1);
        const cb_point *protein = point_of(v, "predictor"), *splice = point_of(v, "splicing");
        double got = protein ? protein->points : splice ? splice->points : 0;
        if (got != rows[i].points || (protein && splice)) {
            fail_msg("REVEL %g CADD %g SpliceAI %g: %g points", rows[i].revel, rows[i].cadd, rows[i].splice, got);
        }
    }
    fixture_free(f);
}

/* Everything at once that a record may lack: no profile error, a score. */
/* CB-RARE-08 */
static void test_bare(void **state) {
    (void)state;
    static const char *const calls[] = {"0/1 0/0 0/0",         "./. ./. ./.",   "1 . .",
                                        "0/1:.,. ./. 0/0:.,.", "0/0/1 0/0 0/0", ". . ."};
    static const char *const chroms[] = {"1", "X", "Y", "MT", "GL000220.1"};
    fixture *f = trio("ma", "mu", "fu-"), *alone = fixture_new();
    add_person(alone, "P", "??", NULL, NULL);
    assert_true(cb_family_relate(&alone->kase.family, "P"));
    cb_profile *p = default_profile(f), *q = default_profile(alone);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        for (size_t k = 0; k < sizeof chroms / sizeof *chroms; k++) {
            cb_variant *v = snv(f, chroms[k], 1000, calls[i]), *w = snv(alone, chroms[k], 1000, calls[i]);
            v->quality = w->quality = -1;
            v->filter_state = w->filter_state = CB_FILTER_NOT_APPLIED;
            (void)dropped_by(f, p, v);
            (void)dropped_by(alone, q, w);
            relate_and_score(f, p, &v, 1);
            relate_and_score(alone, q, &w, 1);
        }
    }
    fixture_free(f);
    fixture_free(alone);
}

typedef struct real_run {
    fixture *f;
    cb_profile *profile;
    cb_case *kase;
    cb_variants *reader;
    cb_consequences consequences;
    cb_variant **kept;
    size_t count, capacity, alleles, dropped;
    size_t fresh, fresh_pass; /* new alleles by the published rule, kept or not */
} real_run;

#define OK(call)                          \
    do {                                  \
        if ((call) != CB_OK) {            \
            fail_msg("%s", r->f->e.text); \
        }                                 \
    } while (0)

static void open_real(real_run *r, const char *vcf, const char *ped) {
    cb_arena *a = r->f->arena;
    cb_str table;
    cb_case_request request = {.vcf = vcf, .ped = ped};
    r->profile = default_profile(r->f);
    OK(cb_file_read(a, "filters/data/consequences.tsv", FILE_MAX, &table, &r->f->e));
    OK(cb_consequences_read(a, table, "consequences.tsv", &r->consequences, &r->f->e));
    OK(cb_case_read(a, &request, &r->kase, &r->f->e));
    OK(cb_variants_open(a, vcf, &r->reader, &r->f->e));
    OK(cb_variants_map(r->reader, r->kase, a, &r->f->e));
    r->kase->build = cb_variants_build(r->reader);
    r->kase->annotation_kinds = cb_variants_annotations(r->reader, &r->kase->annotation_kind_count);
}

/* TRUTH.tsv's rule: alternate reads of the parents below 2, GQ and DP of all three above 10. */
static bool well_called(const cb_variant *v) {
    bool good = v->genotypes[1].alt_depth + v->genotypes[2].alt_depth < 2;
    for (int i = 0; i < 3; i++) {
        good = good && v->genotypes[i].quality > 10 && v->genotypes[i].depth > 10;
    }
    return good;
}

static void count_fresh(real_run *r, cb_variant *v) {
    OK(cb_inheritance(r->f->arena, r->kase, v, cb_profile_policy(r->profile), &r->f->e));
    bool is_new = v->modes[CB_MODE_DE_NOVO].fit == CB_FITS && v->genotypes[0].zygosity == CB_HET && well_called(v);
    r->fresh += is_new;
    r->fresh_pass += is_new && v->filter_state == CB_FILTER_PASS;
}

static void sieve_real(real_run *r) {
    cb_materials with = {r->kase, cb_profile_sources(r->profile), &r->consequences,
                         &cb_profile_policy(r->profile)->evidence};
    cb_record record;
    cb_sieved sieved;
    bool more = true;
    for (;;) {
        OK(cb_variants_next(r->reader, &record, &more, &r->f->e));
        for (int i = 1; more && i <= record.allele_count; i++) {
            cb_variant *v;
            r->alleles++;
            OK(cb_materialise(r->reader, &record, i, &with, r->f->arena, &v, &r->f->e));
            OK(cb_judge_sieve(r->profile, r->kase, v, CB_ASK_FIRST, &sieved, &r->f->e));
            r->dropped += !sieved.keep;
            count_fresh(r, v);
            if (sieved.keep) {
                r->kept = cb_grow(r->f->arena, r->kept, r->count, &r->capacity, sizeof *r->kept);
                assert_non_null(r->kept);
                r->kept[r->count++] = v;
            }
        }
        if (!more) {
            return;
        }
    }
}

/* A real trio of 9,940 records without any frequency: nothing is lost, and the new alleles are those of its published
 * truth. */
/* CB-RARE-09 */
static void test_real_trio(void **state) {
    (void)state;
    const char *data = getenv("CASEBOUND_TEST_DATA");
    real_run run = {.f = fixture_new()}, *r = &run;
    const char *folder = cb_format(r->f->arena, "%s/cases/slivar-ashk-trio", data ? data : "../shared/data");
    const char *vcf = cb_format(r->f->arena, "%s/ashk-trio.vcf.gz", folder),
               *ped = cb_format(r->f->arena, "%s/ashk-trio.ped", folder);
    assert_true(folder && vcf && ped);
    if (!cb_file_exists(vcf)) {
        fixture_free(r->f);
        skip();
    }
    open_real(r, vcf, ped);
    sieve_real(r);
    assert_int_equal(r->alleles, r->count + r->dropped);
    OK(cb_pairs(r->f->arena, r->kase, r->kept, r->count, cb_profile_policy(r->profile), &r->f->e));
    for (size_t i = 0; i < r->count; i++) {
        OK(cb_judge_score(r->profile, r->f->arena, r->kase, r->kept[i], &r->f->e));
    }
    cb_judge_rank(r->profile, r->kept, r->count);
    assert_int_equal(r->fresh, 11);
    assert_int_equal(r->fresh_pass, 4);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(r->kept[i]->filter_state, CB_FILTER_PASS);
        assert_true(r->kept[i]->genotypes[0].evidence == CB_EVIDENCE_CARRIER);
    }
    fixture_free(r->f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_carrier),   cmocka_unit_test(test_frequency),  cmocka_unit_test(test_pathogenic_stays),
        cmocka_unit_test(test_region),    cmocka_unit_test(test_one_hit),    cmocka_unit_test(test_order),
        cmocka_unit_test(test_rarity),    cmocka_unit_test(test_predictors), cmocka_unit_test(test_bare),
        cmocka_unit_test(test_real_trio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
