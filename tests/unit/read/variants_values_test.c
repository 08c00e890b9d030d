/* variants_values_test.c: frequencies, predictors, ClinVar, panels and what the header tells of the tools before us. */
#include "vcf_fixture.h"

#define DECLARE(id, number, type) "##INFO=<ID=" id ",Number=" number ",Type=" type ",Description=\"d\">\n"
#define VEP(list) "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: " list "\">\n"
#define AT(ref, alt, info) COLUMNS "\tFORMAT\tkid\n1\t100\t.\t" ref "\t" alt "\t30\tPASS\t" info "\tGT\t0/1\n"

/* Sets one source named "x" with up to three keys. */
static void set_source(fixture *f, const char *const *keys, bool lowest) {
    size_t count = 0;
    while (keys[count]) {
        count++;
    }
    cb_source *source = cb_alloc(f->arena, sizeof *source);
    assert_non_null(source);
    *source = (cb_source){.name = "x", .keys = keys, .key_count = count, .lowest = lowest};
    f->sources.frequencies = source;
    f->sources.frequency_count = 1;
}

typedef struct row {
    const char *name, *text;
    int index;
    const char *keys[4];
    bool lowest;
    cb_presence presence;
    double value;
    const char *source;
    size_t flags;
} row;

#define CSQ_AF VERSION_42 VEP("Allele|Consequence|SYMBOL|AF1|AF2")

static const row rows[] = {
    {"declared and there",
     VERSION_42 DECLARE("EXAC", "A", "Float") AT("A", "C", "EXAC=0.25"),
     1,
     {"INFO/EXAC"},
     false,
     CB_PRESENT,
     0.25,
     "INFO/EXAC",
     0},
    {"zero is a value",
     VERSION_42 DECLARE("EXAC", "A", "Float") AT("A", "C", "EXAC=0"),
     1,
     {"INFO/EXAC"},
     false,
     CB_PRESENT,
     0,
     "INFO/EXAC",
     0},
    {"zero with an exponent",
     VERSION_42 DECLARE("EXAC", "A", "Float") AT("A", "C", "EXAC=0.0e+00"),
     1,
     {"INFO/EXAC"},
     false,
     CB_PRESENT,
     0,
     "INFO/EXAC",
     0},
    {"declared, a dot",
     VERSION_42 DECLARE("EXAC", "A", "Float") AT("A", "C", "EXAC=."),
     1,
     {"INFO/EXAC"},
     false,
     CB_MISSING,
     0,
     "INFO/EXAC",
     0},
    {"declared, not there",
     VERSION_42 DECLARE("EXAC", "A", "Float") AT("A", "C", "."),
     1,
     {"INFO/EXAC"},
     false,
     CB_MISSING,
     0,
     "INFO/EXAC",
     0},
    {"nobody looked", VERSION_42 AT("A", "C", "."), 1, {"INFO/EXAC", "CSQ/AF1"}, false, CB_NOT_ANNOTATED, 0, NULL, 0},
    {"not declared but there",
     VERSION_42 AT("A", "C", "EXAC=0.5"),
     1,
     {"INFO/EXAC"},
     false,
     CB_PRESENT,
     0.5,
     "INFO/EXAC",
     0},
    {"not in the list of CSQ",
     CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|0.1|"),
     1,
     {"CSQ/AF3"},
     false,
     CB_NOT_ANNOTATED,
     0,
     NULL,
     0},
    {"empty in CSQ",
     CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|0.1|"),
     1,
     {"CSQ/AF2"},
     false,
     CB_MISSING,
     0,
     "CSQ/AF2",
     0},
    {"no CSQ in the record", CSQ_AF AT("A", "C", "."), 1, {"CSQ/AF2"}, false, CB_MISSING, 0, "CSQ/AF2", 0},
    {"highest of keys",
     CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|0.1|0.3"),
     1,
     {"CSQ/AF1", "CSQ/AF2"},
     false,
     CB_PRESENT,
     0.3,
     "CSQ/AF2",
     0},
    {"lowest of keys",
     CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|0.1|0.3"),
     1,
     {"CSQ/AF1", "CSQ/AF2"},
     true,
     CB_PRESENT,
     0.1,
     "CSQ/AF1",
     0},
    {"highest of entries and parts",
     CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|0.1&0.4|,C|intron_variant|H|.&0.2|"),
     1,
     {"CSQ/AF1"},
     false,
     CB_PRESENT,
     0.4,
     "CSQ/AF1",
     0},
    {"lowest of parts",
     CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|0.1&0.4|"),
     1,
     {"CSQ/AF1"},
     true,
     CB_PRESENT,
     0.1,
     "CSQ/AF1",
     0},
    {"of its own allele in CSQ",
     CSQ_AF AT("A", "C,G", "CSQ=C|intron_variant|G|0.9|,G|intron_variant|G|0.01|"),
     2,
     {"CSQ/AF1"},
     false,
     CB_PRESENT,
     0.01,
     "CSQ/AF1",
     0},
    {"allele:frequency",
     CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|G:0.9&C:0.1|"),
     1,
     {"CSQ/AF1"},
     false,
     CB_PRESENT,
     0.1,
     "CSQ/AF1",
     0},
    {"allele:frequency of another",
     CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|G:0.9|"),
     1,
     {"CSQ/AF1"},
     false,
     CB_MISSING,
     0,
     "CSQ/AF1",
     0},
    {"word(number)",
     CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|deleterious(0.01)|"),
     1,
     {"CSQ/AF1"},
     false,
     CB_PRESENT,
     0.01,
     "CSQ/AF1",
     0},
    {"Number=A takes its own",
     VERSION_42 DECLARE("X", "A", "Float") AT("A", "C,G", "X=0.9,0.1"),
     2,
     {"INFO/X"},
     false,
     CB_PRESENT,
     0.1,
     "INFO/X",
     0},
    {"Number=R takes its own",
     VERSION_42 DECLARE("X", "R", "Float") AT("A", "C,G", "X=0.5,0.9,0.1"),
     2,
     {"INFO/X"},
     false,
     CB_PRESENT,
     0.1,
     "INFO/X",
     0},
    {"Number=. as many as alleles",
     VERSION_42 DECLARE("X", ".", "Float") AT("A", "C,G", "X=0.9,0.1"),
     2,
     {"INFO/X"},
     false,
     CB_PRESENT,
     0.1,
     "INFO/X",
     0},
    {"Number=. of one allele",
     VERSION_42 DECLARE("X", ".", "Float") AT("A", "C", "X=0.1,0.9"),
     1,
     {"INFO/X"},
     false,
     CB_PRESENT,
     0.9,
     "INFO/X",
     0},
    {"one value for two alleles is nobody's",
     VERSION_42 DECLARE("X", "1", "Float") AT("A", "C,G", "X=0.9"),
     2,
     {"INFO/X"},
     false,
     CB_MISSING,
     0,
     "INFO/X",
     1},
    {"two values for one allele are nobody's",
     VERSION_42 DECLARE("X", "A", "Float") AT("A", "C", "X=0.9,0.1"),
     1,
     {"INFO/X"},
     false,
     CB_MISSING,
     0,
     "INFO/X",
     1},
    {"unless the original tells",
     VERSION_42 DECLARE("X", "A", "Float") AT("A", "C", "OLD_MULTIALLELIC=1:100:A/G/C;X=0.9,0.1"),
     1,
     {"INFO/X"},
     false,
     CB_PRESENT,
     0.1,
     "INFO/X",
     0},
    {"entries that nobody can tell",
     CSQ_AF AT("A", "T", "MULTI_ALLELIC;CSQ=C|intron_variant|G|0.9|,G|intron_variant|G|0.8|"),
     1,
     {"CSQ/AF1"},
     false,
     CB_MISSING,
     0,
     "CSQ/AF1",
     1},
    {"one strange allele in a record of one",
     CSQ_AF AT("A", "T", "CSQ=whatever|intron_variant|G|0.9|"),
     1,
     {"CSQ/AF1"},
     false,
     CB_PRESENT,
     0.9,
     "CSQ/AF1",
     0},
};

/* CB-VCF-22 */
static void missing_zero_and_not_annotated_are_three_things(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        fixture f = fixture_new();
        print_message("%s\n", r->name);
        set_source(&f, r->keys, r->lowest);
        const cb_variant *v = variant_of(&f, r->text, r->index);
        assert_int_equal(v->frequency_count, 1);
        assert_string_equal(v->frequencies[0].name, "x");
        const cb_real *got = &v->frequencies[0].value;
        assert_int_equal(got->presence, r->presence);
        assert_true(got->presence != CB_PRESENT || (got->value >= r->value && got->value <= r->value));
        assert_string_equal(got->source ? got->source : "", r->source ? r->source : "");
        assert_int_equal(v->af.presence, r->presence);
        assert_int_equal(v->flag_count, r->flags);
        assert_string_equal(v->af_name ? v->af_name : "", r->presence == CB_PRESENT ? "x" : "");
        fixture_free(&f);
    }
}

/* CB-VCF-22 */
static void the_highest_frequency_is_named(void **state) {
    (void)state;
    static const char *const low[] = {"INFO/L", NULL}, *const high[] = {"INFO/H", NULL},
                             *const none[] = {"INFO/N", NULL};
    const cb_source sources[] = {{"none", none, 1, false}, {"low", low, 1, false}, {"high", high, 1, false}};
    fixture f = fixture_new();
    f.sources = (cb_sources){.frequencies = sources, .frequency_count = 3, .predictors = sources, .predictor_count = 2};
    const cb_variant *v = variant_of(&f, VERSION_42 AT("A", "C", "H=0.02;L=0.01"), 1);
    assert_string_equal(v->af_name, "high");
    assert_string_equal(v->af.source, "INFO/H");
    assert_int_equal(v->predictor_count, 2);
    assert_string_equal(v->predictors[1].name, "low");
    assert_int_equal(v->predictors[0].value.presence, CB_NOT_ANNOTATED);
    fixture_free(&f);
}

static cb_status try_source(const char *text, const char *key, char why[CB_ERROR_TEXT]) {
    const char *const keys[] = {key, NULL};
    cb_variant *v;
    fixture f = fixture_new();
    set_source(&f, keys, false);
    cb_status status = make_variant(&f, text, 1, &v);
    memcpy(why, f.error.text, CB_ERROR_TEXT);
    fixture_free(&f);
    return status;
}

/* CB-VCF-23 */
static void the_familys_own_frequency_is_refused(void **state) {
    (void)state;
    static const char *const own[] = {"INFO/AF", "INFO/MLEAF", "INFO/AC", "INFO/AF1", "INFO/MAF"};
    char why[CB_ERROR_TEXT];
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        assert_int_equal(try_source(VERSION_42 AT("A", "C", "AF=0.5"), own[i], why), CB_FILTER);
        assert_non_null(strstr(why, own[i]));
    }
    assert_int_equal(try_source(VERSION_42 AT("A", "C", "."), "gnomAD", why), CB_FILTER);
    assert_int_equal(try_source(VERSION_42 AT("A", "C", "."), "FORMAT/AF", why), CB_FILTER);
    assert_int_equal(try_source(CSQ_AF AT("A", "C", "."), "CSQ/AF", why), CB_OK); /* a population's, in VEP */
}

/* CB-VCF-23 */
static void a_value_that_is_no_number_is_refused(void **state) {
    (void)state;
    char why[CB_ERROR_TEXT];
    assert_int_equal(try_source(VERSION_42 AT("A", "C", "X=rare"), "INFO/X", why), CB_INPUT);
    assert_non_null(strstr(why, "line 3: INFO/X has a value that is no number"));
    assert_null(strstr(why, "rare"));
    assert_int_equal(try_source(CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|x:0.1|"), "CSQ/AF1", why), CB_INPUT);
    assert_int_equal(try_source(CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|bad(x)|"), "CSQ/AF1", why), CB_INPUT);
    assert_int_equal(try_source(CSQ_AF AT("A", "C", "CSQ=C|intron_variant|G|C:x|"), "CSQ/AF1", why), CB_INPUT);
}

typedef struct clinvar_row {
    const char *significance, *review;
    cb_clinvar_class class;
    bool pathogenic;
    int stars;
} clinvar_row;

#define CONFLICT_OLD "Conflicting_interpretations_of_pathogenicity"
#define CONFLICT_NEW "Conflicting_classifications_of_pathogenicity"

static const clinvar_row clinvar_rows[] = {
    {"Pathogenic", "criteria_provided,_multiple_submitters,_no_conflicts", CB_CLINVAR_PATHOGENIC, true, 2},
    {"pathogenic", "reviewed_by_expert_panel", CB_CLINVAR_PATHOGENIC, true, 3},
    {"Likely_pathogenic", "criteria_provided,_single_submitter", CB_CLINVAR_LIKELY_PATHOGENIC, true, 1},
    {"Likely pathogenic", "practice_guideline", CB_CLINVAR_LIKELY_PATHOGENIC, true, 4},
    {"Pathogenic/Likely_pathogenic", "criteria_provided&_multiple_submitters&_no_conflicts", CB_CLINVAR_PATHOGENIC,
     true, 2},
    {"Pathogenic/Likely_pathogenic/Pathogenic,_low_penetrance|other", "no_assertion_criteria_provided",
     CB_CLINVAR_PATHOGENIC, true, 0},
    {"Likely_benign", "criteria_provided,_single_submitter", CB_CLINVAR_LIKELY_BENIGN, false, 1},
    {"Benign/Likely_benign", "no_assertion_provided", CB_CLINVAR_LIKELY_BENIGN, false, 0},
    {"Benign", "something_new", CB_CLINVAR_BENIGN, false, -1},
    {"Uncertain_significance", "no_interpretation_for_the_single_variant", CB_CLINVAR_UNCERTAIN, false, 0},
    {CONFLICT_NEW, "criteria_provided,_conflicting_classifications", CB_CLINVAR_CONFLICTING, false, 1},
    {CONFLICT_OLD "(Pathogenic(1)|Uncertain_significance(2))", "criteria_provided,_conflicting_interpretations",
     CB_CLINVAR_CONFLICTING, true, 1},
    {CONFLICT_NEW "(Likely_benign(3),Benign(5))", ".", CB_CLINVAR_CONFLICTING, false, -1},
    {CONFLICT_NEW "&_other", ".", CB_CLINVAR_CONFLICTING, false, -1},
    {"likely_benign&pathogenic", ".", CB_CLINVAR_PATHOGENIC, true, -1},
    {"drug_response", ".", CB_CLINVAR_OTHER, false, -1},
    {"not_provided", ".", CB_CLINVAR_OTHER, false, -1},
    {"no_known_pathogenic_effect", ".", CB_CLINVAR_OTHER, false, -1},
    {"Pathogenicity_unknown", ".", CB_CLINVAR_OTHER, false, -1},
    {"5", "single", CB_CLINVAR_PATHOGENIC, true, 1},
    {"5|2", "single|exp", CB_CLINVAR_PATHOGENIC, true, 1}, /* the panel's stars belong to "benign" */
    {"2|5", "single|exp", CB_CLINVAR_PATHOGENIC, true, 3},
    {"4,0", "mult,single", CB_CLINVAR_LIKELY_PATHOGENIC, true, 2},
    {"255", "no_criteria", CB_CLINVAR_OTHER, false, 0},
    {"3", "conf", CB_CLINVAR_LIKELY_BENIGN, false, 1},
    {"2|2", "reviewed_by_expert_panel", CB_CLINVAR_BENIGN, false, 3},
    {"Benign|risk_factor", "practice_guideline|criteria_provided,_single_submitter", CB_CLINVAR_BENIGN, false, 1},
};

static void set_clinvar(fixture *f) {
    static const char *const significance[] = {"INFO/CLNSIG", "INFO/CLNSIGCONF"}, *const review[] = {"INFO/CLNREVSTAT"},
                             *const accession[] = {"INFO/CLNACC"};
    f->sources.clinvar_keys = significance;
    f->sources.clinvar_key_count = 2;
    f->sources.review_keys = review;
    f->sources.review_key_count = 1;
    f->sources.accession_keys = accession;
    f->sources.accession_key_count = 1;
}

/* CB-VCF-24 */
static void clinvar_terms_are_compared_as_a_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof clinvar_rows / sizeof *clinvar_rows; i++) {
        const clinvar_row *r = &clinvar_rows[i];
        char text[1024];
        snprintf(text, sizeof text, "%s%s1\t100\t.\tA\tC\t.\t.\tCLNSIG=%s;CLNREVSTAT=%s;CLNACC=RCV1.2\tGT\t0/1\n",
                 VERSION_42, COLUMNS "\tFORMAT\tkid\n", r->significance, r->review);
        fixture f = fixture_new();
        set_clinvar(&f);
        const cb_clinvar *c = &variant_of(&f, text, 1)->clinvar;
        print_message("%s\n", r->significance);
        assert_int_equal(c->class, r->class);
        assert_int_equal(c->has_pathogenic, r->pathogenic);
        assert_int_equal(c->stars, r->stars);
        assert_int_equal(c->significance.presence, CB_PRESENT);
        assert_string_equal(c->significance.value, r->significance);
        assert_string_equal(c->significance.source, "INFO/CLNSIG");
        assert_string_equal(c->accession, "RCV1.2");
        fixture_free(&f);
    }
}

static cb_clinvar clinvar_of(const char *text, int index) {
    fixture f = fixture_new();
    set_clinvar(&f);
    cb_clinvar got = variant_of(&f, text, index)->clinvar;
    got.significance.value = NULL; /* lives in the arena */
    got.accession = got.accession ? "there" : NULL;
    fixture_free(&f);
    return got;
}

/* CB-VCF-24 */
static void clinvar_may_be_missing_or_of_one_allele(void **state) {
    (void)state;
    cb_clinvar c = clinvar_of(VERSION_42 AT("A", "C", "."), 1);
    assert_int_equal(c.significance.presence, CB_NOT_ANNOTATED);
    assert_int_equal(c.class, CB_CLINVAR_NONE);
    assert_int_equal(c.stars, -1);
    assert_null(c.accession);
    c = clinvar_of(VERSION_42 DECLARE("CLNSIG", ".", "String") AT("A", "C", "CLNSIG=."), 1);
    assert_int_equal(c.significance.presence, CB_MISSING);
    assert_int_equal(c.class, CB_CLINVAR_NONE);
    c = clinvar_of(VERSION_42 AT("A", "C,G", "CLNSIG=2,5"), 1);
    assert_int_equal(c.class, CB_CLINVAR_BENIGN);
    c = clinvar_of(VERSION_42 AT("A", "C,G", "CLNSIG=2,5"), 2);
    assert_int_equal(c.class, CB_CLINVAR_PATHOGENIC);
    /* The sides of a conflict are no class, and name what was in it. */
    c = clinvar_of(VERSION_42 AT("A", "C", "CLNSIG=" CONFLICT_NEW ";CLNSIGCONF=Pathogenic(1)|Benign(2)"), 1);
    assert_int_equal(c.class, CB_CLINVAR_CONFLICTING);
    assert_true(c.has_pathogenic);
}

/* CB-VCF-24 */
static void clinvar_of_vep_is_of_the_allele(void **state) {
    (void)state;
    static const char *const keys[] = {"CSQ/CLIN_SIG"};
    fixture f = fixture_new();
    f.sources.clinvar_keys = keys;
    f.sources.clinvar_key_count = 1;
    const char *text = VERSION_42 VEP("Allele|Consequence|CLIN_SIG")
        AT("A", "C,G", "CSQ=C|intron_variant|pathogenic&likely_benign,G|intron_variant|G:benign&C:pathogenic");
    assert_int_equal(variant_of(&f, text, 1)->clinvar.class, CB_CLINVAR_PATHOGENIC);
    fixture_free(&f);
    f = fixture_new();
    f.sources.clinvar_keys = keys;
    f.sources.clinvar_key_count = 1;
    assert_int_equal(variant_of(&f, text, 2)->clinvar.class, CB_CLINVAR_BENIGN);
    fixture_free(&f);
}

/* CB-VCF-25 */
static void a_gene_is_found_in_panels_by_id_then_by_symbol(void **state) {
    (void)state;
    static const char *const old_symbol[] = {"OLDNAME"}, *const symbol[] = {"GENE1"}, *const id[] = {"77"},
                             *const other_id[] = {"78"}, *const no_id[] = {NULL};
    const cb_panel panels[] = {
        {.id = "p1", .name = "by id", .genes = old_symbol, .hgnc = id, .gene_count = 1},
        {.id = "p2", .name = "by symbol", .genes = symbol, .hgnc = no_id, .gene_count = 1},
        {.id = "p3", .name = "same symbol, other gene", .genes = symbol, .hgnc = other_id, .gene_count = 1},
        {.id = "p4", .name = "absent", .missing = true},
        {.id = "p5", .genes = symbol, .gene_count = 1},
    };
    fixture f = fixture_new();
    f.kase.panels = panels;
    f.kase.panel_count = 5;
    const cb_variant *v = variant_of(
        &f, VERSION_42 VEP("Allele|Consequence|SYMBOL|HGNC_ID") AT("A", "C", "CSQ=C|intron_variant|GENE1|HGNC:77"), 1);
    assert_int_equal(v->panel_count, 3);
    assert_string_equal(v->panels[0], "by id");
    assert_string_equal(v->panels[1], "by symbol");
    assert_string_equal(v->panels[2], "p5");
    fixture_free(&f);
}

/* CB-VCF-26 */
static void the_site_is_read_as_it_stands(void **state) {
    (void)state;
    static const struct {
        const char *line;
        cb_filter_state filter;
        double quality;
        const char *id, *key;
    } cases[] = {
        {"chr1\t100\trs1;rs2\tAT\tG\t30.5\tPASS\t.\tGT\t0/1\n", CB_FILTER_PASS, 30.5, "rs1;rs2", "1-100-AT-G"},
        {"1\t100\t.\tA\tG\t.\t.\t.\tGT\t0/1\n", CB_FILTER_NOT_APPLIED, -1, NULL, "1-100-A-G"},
        {"chrM\t100\t.\tA\tG\t0\tq10;PASS\t.\tGT\t0/1\n", CB_FILTER_FAILED, 0, NULL, "MT-100-A-G"},
        {"X\t100\t.\ta\t<DEL>\t-1e-9\tq10\t.\tGT\t0/1\n", CB_FILTER_FAILED, 0, NULL, "X-100-a-<DEL>"},
        {"GL1\t100\t.\tA\tG\tInf\tq10\t.\tGT\t0/1\n", CB_FILTER_FAILED, -1, NULL, "GL1-100-A-G"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        fixture f = fixture_new();
        snprintf(text, sizeof text, "%s%s%s", VERSION_42, COLUMNS "\tFORMAT\tkid\n", cases[i].line);
        const cb_variant *v = variant_of(&f, text, 1);
        assert_int_equal(v->filter_state, cases[i].filter);
        assert_true(v->quality >= cases[i].quality && v->quality <= cases[i].quality);
        assert_string_equal(v->id ? v->id : "", cases[i].id ? cases[i].id : "");
        assert_string_equal(v->key, cases[i].key);
        assert_int_equal(v->position, 100);
        assert_int_equal(v->line, 3);
        assert_int_equal(v->record_number, 1);
        assert_int_equal(v->allele_index, 1);
        assert_int_equal(v->allele_count, 1);
        fixture_free(&f);
    }
}

/* CB-VCF-26 */
static void the_upstream_score_has_three_states(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_text *score =
        &variant_of(&f, VERSION_42 DECLARE("RankScore", ".", "String") AT("A", "C", "RankScore=fam:0"), 1)
             ->upstream_score;
    assert_int_equal(score->presence, CB_PRESENT);
    assert_string_equal(score->value, "fam:0");
    fixture_free(&f);
    f = fixture_new();
    assert_int_equal(
        variant_of(&f, VERSION_42 DECLARE("RankScore", ".", "String") AT("A", "C", "."), 1)->upstream_score.presence,
        CB_MISSING);
    fixture_free(&f);
    f = fixture_new();
    assert_int_equal(variant_of(&f, VERSION_42 AT("A", "C", "."), 1)->upstream_score.presence, CB_NOT_ANNOTATED);
    fixture_free(&f);
}

#define NO_RECORDS COLUMNS "\tFORMAT\tNA12878\tS1\n"

/* CB-VCF-27 */
static void upstream_tools_are_named_without_paths_or_samples(void **state) {
    (void)state;
    static const char text[] =
        VERSION_42 "##source=HaplotypeCaller\n"
                   "##source=/home/somebody/NA12878/run.sh\n"
                   "##source=caller for NA12878\n"
                   "##bcftools_normVersion=1.9+htslib-1.9\n"
                   "##bcftools_normCommand=norm -f /secret/ref.fa NA12878.vcf\n"
                   "##GATKCommandLine.HaplotypeCaller=<ID=HaplotypeCaller,Version=3.6-0-g89b7209,CommandLineOptions="
                   "\"I=/secret/NA12878.bam\">\n"
                   "##GATKCommandLine=<ID=SelectVariants,CommandLine=\"-V /secret\",Version=\"4.1.8\",Date=\"today\">\n"
                   "##Software=<ID=genmod,Version=3.7.3,CommandLineOptions=\"x=/secret\">\n"
                   "##VEP=\"v104\" time=\"2022-05-09 18:03:54\" cache=\"/secret/cache\" db=\"somebody@host\" "
                   "ensembl=104.1af ClinVar=\"202012\" assembly=\"GRCh37.p13\"\n"
                   "##SnpEffVersion=\"4.2 (build 2015-12-05), by Pablo Cingolani\"\n"
                   "##SnpEffCmd=\"SnpEff GRCh37.75 /secret/x.vcf \"\n"
                   "##DeepVariant_version=1.4.0\n"
                   "##reference=file:///secret/hg19.fa\n"
                   "##commandline=\"freebayes /secret/NA12878.bam\"\n"
                   "##FILTER=<ID=PASS,Description=\"d\">\n##FILTER=<ID=LowQual,Description=\"d\">\n##FILTER=<ID=SnpGap,"
                   "Description=\"d\">\n" NO_RECORDS;
    fixture f = fixture_new();
    assert_int_equal(open_text(&f, text), CB_OK);
    assert_string_equal(cb_variants_upstream(f.reader),
                        "HaplotypeCaller\nbcftools norm 1.9+htslib-1.9\nGATK HaplotypeCaller 3.6-0-g89b7209\n"
                        "GATK SelectVariants 4.1.8\ngenmod 3.7.3\nVEP v104; ensembl 104.1af; ClinVar 202012; assembly "
                        "GRCh37.p13\nSnpEff 4.2 (build 2015-12-05)\nDeepVariant 1.4.0\nreference hg19.fa\n"
                        "filters declared: LowQual, SnpGap");
    fixture_free(&f);
    f = fixture_new();
    assert_int_equal(open_text(&f, VERSION_42 NO_RECORDS), CB_OK);
    assert_string_equal(cb_variants_upstream(f.reader), "");
    fixture_free(&f);
}

/* CB-VCF-28 */
static void the_build_is_known_by_lengths_then_by_words(void **state) {
    (void)state;
    static const struct {
        const char *text;
        cb_build build;
    } cases[] = {
        {VERSION_42 "##contig=<ID=chr1,length=248956422>\n" NO_RECORDS, CB_GRCH38},
        {VERSION_42 "##contig=<ID=1,length=249250621>\n" NO_RECORDS, CB_GRCH37},
        {VERSION_42 "##contig=<ID=X,length=155270560>\n##reference=GRCh38.fa\n" NO_RECORDS, CB_GRCH37},
        {VERSION_42 "##contig=<ID=1,length=249250621>\n##contig=<ID=2,length=242193529>\n" NO_RECORDS,
         CB_BUILD_UNKNOWN},
        {VERSION_42 "##reference=file:///x/hg38.fa\n" NO_RECORDS, CB_GRCH38},
        {VERSION_42 "##reference=file:///x/human_g1k_v37.fasta\n" NO_RECORDS, CB_GRCH37},
        {VERSION_42 "##contig=<ID=1,assembly=b37>\n" NO_RECORDS, CB_GRCH37},
        {VERSION_42 "##assembly=GRCh38\n##reference=hg19\n" NO_RECORDS, CB_BUILD_UNKNOWN},
        {VERSION_42 "##contig=<ID=1,length=1000>\n" NO_RECORDS, CB_BUILD_UNKNOWN},
        {VERSION_42 NO_RECORDS, CB_BUILD_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = fixture_new();
        assert_int_equal(open_text(&f, cases[i].text), CB_OK);
        assert_int_equal(cb_variants_build(f.reader), cases[i].build);
        fixture_free(&f);
    }
}

static const char rich[] = VERSION_42 VEP("Allele|Consequence|SYMBOL|HGNC_ID|AF1") DECLARE("X", "A", "Float") COLUMNS
    "\tFORMAT\tkid\tmum\tS1\n1\t100\trs1\tA\tC\t30\tPASS\tOLD_MULTIALLELIC=1:100:A/C/"
    "G;X=0.1,0.2;CLNSIG=5;CLNREVSTAT=exp;CLNACC=R;RankScore=f:1;"
    "CSQ=C|missense_variant|ONE|77|0.1%3D,G|stop_gained|TWO|78|\tGT:AD:PS\t0|1:3,4:7\t0/0:30,0:.\t.\n";

/* Opens, maps, reads and makes, all in one arena; true when nothing failed. A failure must be one of memory, and be
 * told. */
static bool make_rich(fixture *f, cb_arena *arena) {
    static const char *const keys[] = {"INFO/X", NULL};
    cb_record record;
    cb_variant *v = NULL;
    bool more = false;
    set_source(f, keys, false);
    set_clinvar(f);
    f->kase.family = (cb_family){.id = "family", .persons = f->persons, .count = 3};
    cb_status status = cb_variants_open(arena, f->path, 0, &f->reader, &f->error);
    status = status == CB_OK ? cb_variants_map(f->reader, &f->kase, arena, &f->error) : status;
    status = status == CB_OK ? cb_variants_next(f->reader, &record, &more, &f->error) : status;
    cb_materials with = {&f->kase, &f->sources, &f->consequences, &f->evidence};
    status = status == CB_OK ? cb_materialise(f->reader, &record, 1, &with, arena, &v, &f->error) : status;
    if (status != CB_OK) {
        assert_int_equal(status, CB_INTERNAL);
        assert_int_equal(f->error.status, CB_INTERNAL);
        return false;
    }
    assert_string_equal(v->gene, "ONE");
    assert_int_equal(v->clinvar.stars, 3);
    return true;
}

/* CB-VCF-29 */
static void no_lack_of_memory_is_lost(void **state) {
    (void)state;
    enum { FROM = 240 * 1024, TO = 400 * 1024, STEP = 40 };
    size_t failures = 0, cap = FROM;
    for (bool done = false; !done; cap += STEP) {
        fixture f = fixture_new();
        write_bytes(&f, rich, strlen(rich));
        cb_arena *arena = cb_arena_new(cap);
        assert_non_null(arena);
        done = make_rich(&f, arena);
        failures += done ? 0 : 1;
        cb_arena_free(arena);
        fixture_free(&f);
        assert_true(cap < TO);
    }
    assert_true(failures > 100);
}

/* CB-VCF-29 */
static void no_failed_allocation_is_lost(void **state) {
    (void)state;
    long n = 1;
    for (bool done = false; !done; n++) {
        fixture f = fixture_new();
        write_bytes(&f, rich, strlen(rich));
        cb_arena *arena = cb_arena_new((size_t)1 << 20);
        assert_non_null(arena);
        cb_fault_allocation(n);
        done = make_rich(&f, arena);
        cb_fault_allocation(0);
        cb_arena_free(arena);
        fixture_free(&f);
        assert_true(n < 1000);
    }
    assert_true(n > 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_zero_and_not_annotated_are_three_things),
        cmocka_unit_test(the_highest_frequency_is_named),
        cmocka_unit_test(the_familys_own_frequency_is_refused),
        cmocka_unit_test(a_value_that_is_no_number_is_refused),
        cmocka_unit_test(clinvar_terms_are_compared_as_a_whole),
        cmocka_unit_test(clinvar_may_be_missing_or_of_one_allele),
        cmocka_unit_test(clinvar_of_vep_is_of_the_allele),
        cmocka_unit_test(a_gene_is_found_in_panels_by_id_then_by_symbol),
        cmocka_unit_test(the_site_is_read_as_it_stands),
        cmocka_unit_test(the_upstream_score_has_three_states),
        cmocka_unit_test(upstream_tools_are_named_without_paths_or_samples),
        cmocka_unit_test(the_build_is_known_by_lengths_then_by_words),
        cmocka_unit_test(no_lack_of_memory_is_lost),
        cmocka_unit_test(no_failed_allocation_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
