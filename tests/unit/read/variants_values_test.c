/* variants_values_test.c: frequencies and predictors. */
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
    const cb_source sources[] = {{.name = "none", .keys = none, .key_count = 1},
                                 {.name = "low", .keys = low, .key_count = 1},
                                 {.name = "high", .keys = high, .key_count = 1}};
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

static cb_status try_count(const char *info, cb_real *out, char why[CB_ERROR_TEXT]) {
    static const char *const keys[] = {"INFO/nhomalt"};
    static const cb_source source = {.name = "homozygotes", .kind = "homozygotes", .keys = keys, .key_count = 1};
    cb_variant *v;
    fixture f = fixture_new();
    f.sources.counts = &source;
    f.sources.count_count = 1;
    char text[400];
    snprintf(text, sizeof text,
             VERSION_42 DECLARE("nhomalt", "A", "Integer") COLUMNS
             "\tFORMAT\tkid\n1\t100\t.\tA\tC,G\t30\tPASS\t%s\tGT\t0/1\n",
             info);
    cb_status status = make_variant(&f, text, 2, &v);
    if (status == CB_OK) {
        assert_int_equal(v->count_count, 1);
        assert_string_equal(v->counts[0].name, "homozygotes");
        *out = v->counts[0].value;
    }
    memcpy(why, f.error.text, CB_ERROR_TEXT);
    fixture_free(&f);
    return status;
}

/* CB-VCF-48 */
static void counts_are_whole_and_of_this_allele(void **state) {
    (void)state;
    char why[CB_ERROR_TEXT];
    cb_real value = {0};
    assert_int_equal(try_count("nhomalt=4,17", &value, why), CB_OK);
    assert_true(value.presence == CB_PRESENT && value.value == 17);
    assert_int_equal(try_count("nhomalt=4,0", &value, why), CB_OK);
    assert_true(value.presence == CB_PRESENT && value.value == 0);
    assert_int_equal(try_count("nhomalt=4,.", &value, why), CB_OK);
    assert_int_equal(value.presence, CB_MISSING);
    static const char *const wrong[] = {"nhomalt=4,0.5", "nhomalt=4,-1", "nhomalt=4,1e300", "nhomalt=4,many"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(try_count(wrong[i], &value, why), CB_INPUT);
        assert_non_null(strstr(why, "line 4: INFO/nhomalt "));
    }
}

/* Records one after the other: a key that the header does not declare counts in those that have it, and a name that
 * begins as another one does, at every length, is another name. */
/* CB-VCF-22 */
static void keys_come_and_go_from_record_to_record(void **state) {
    (void)state;
    static const struct {
        const char *info;
        cb_presence presence;
        double value;
    } records[] = {
        {"DP=7", CB_NOT_ANNOTATED, 0},
        {"DP=7;ABCDEFGHIJKLMNOPQ=0.5", CB_PRESENT, 0.5},
        {"DP=7;ABCDEFGHIJKLMNOPR=0.75;ABCDEFGHIJKLMNOP=0.125;ABCDEFGHIJKLMNO=1", CB_NOT_ANNOTATED, 0},
        {"ABCDEFGH=0.25;DP=7", CB_PRESENT, 0.25},
        {"ABCDEFG=0.75;ABCDEFGHI=0.75;ABCDEFGHQ=3;DP=7", CB_NOT_ANNOTATED, 0},
        {"ABCDEFGHIJKLMNOPQ;DP=7", CB_MISSING, 0},
        {"ABCDEFGHIJKLMNOPQRST=1;DP=7;ABCDEFGH=.", CB_MISSING, 0},
        {"Z", CB_NOT_ANNOTATED, 0},
        {"Z;ABCDEFGHIJKLMNOPQ=1", CB_PRESENT, 1},
        {"DP=7;AB=2;A=1;ABCDEFGH=0;B=3", CB_PRESENT, 0},
    };
    static const char *const keys[] = {"INFO/ABCDEFGH", "INFO/ABCDEFGHIJKLMNOPQ", NULL};
    enum { COUNT = sizeof records / sizeof *records };
    fixture f = fixture_new();
    set_source(&f, keys, false);
    cb_buf text;
    cb_buf_init(&text, 1 << 16);
    cb_buf_text(&text, VERSION_42 COLUMNS "\tFORMAT\tkid\n");
    for (int i = 0; i < 2 * COUNT; i++) { /* once more from the end */
        cb_buf_printf(&text, "1\t%d\t.\tA\tC\t30\tPASS\t%s\tGT\t0/1\n", 100 + i,
                      records[i < COUNT ? i : 2 * COUNT - 1 - i].info);
    }
    assert_int_equal(open_bytes(&f, text.data, text.size), CB_OK);
    cb_buf_free(&text);
    assert_int_equal(map_family(&f), CB_OK);
    const cb_materials with = {&f.kase, &f.sources, &f.consequences, &f.evidence};
    for (int i = 0; i < 2 * COUNT; i++) {
        cb_record r;
        bool more;
        cb_variant *v;
        assert_int_equal(cb_variants_next(f.reader, &r, &more, &f.error), CB_OK);
        assert_true(more);
        assert_int_equal(cb_materialise(f.reader, &r, 1, &with, f.arena, &v, &f.error), CB_OK);
        int k = i < COUNT ? i : 2 * COUNT - 1 - i;
        if (v->af.presence != records[k].presence ||
            (v->af.presence == CB_PRESENT && v->af.value != records[k].value)) {
            fail_msg("%s: presence %d, value %g", records[k].info, v->af.presence, v->af.value);
        }
    }
    fixture_free(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_zero_and_not_annotated_are_three_things),
        cmocka_unit_test(keys_come_and_go_from_record_to_record),
        cmocka_unit_test(the_highest_frequency_is_named),
        cmocka_unit_test(the_familys_own_frequency_is_refused),
        cmocka_unit_test(a_value_that_is_no_number_is_refused),
        cmocka_unit_test(counts_are_whole_and_of_this_allele),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
