/* case_refuse_test.c: one clear line for every case file that cannot be read. */
#include "case_kit.h"
#include "read/yaml.h"

#define HEAD "vcf_snv: x.vcf\nfamily: F1\n"
#define KID "samples:\n- {sample_id: k, sex: male, phenotype: affected}\n"

/* Two sisters and a brother of one mother, a half-sister, and an uncle of nobody. */
#define FAMILY                                                                                                         \
    HEAD "samples:\n- {sample_id: a, sex: female, phenotype: affected, mother: m}\n"                                   \
         "- {sample_id: b, sex: female, mother: m}\n- {sample_id: c, sex: male, mother: m}\n"                          \
         "- {sample_id: h, sex: female, father: f, mother: m}\n- {sample_id: m}\n- {sample_id: u}\n- {sample_id: v}\n" \
         "pedigree:\n"

static const struct {
    const char *text, *message;
} REFUSED[] = {
    {HEAD "samples:\n\t- sample_id: k\n", "case.yaml line 4: a tab stands in the indentation; indent with spaces"},
    {HEAD "samples:\n \t - sample_id: k\n", "case.yaml line 4: a tab stands in the indentation"},
    {HEAD KID "---\n" HEAD KID, "case.yaml line 5: a second document begins; one file holds one case"},
    {HEAD "family: F2\n" KID, "case.yaml line 3: key 'family' stands twice in one map; keep one"},
    {HEAD "a: &a x\nb: *a\n" KID, "case.yaml line 4: an alias (*name) is not read; write the value out"},
    {HEAD "? [a]\n: b\n" KID, "case.yaml line 3: a key is a map or a list; write it as text"},
    {HEAD "x: \"\\0\"\n" KID, "case.yaml line 3: an escape writes NUL"},
    {HEAD "x: \xff\n" KID, "case.yaml line 3: a byte is not UTF-8; save the file as UTF-8"},
    {HEAD "x: [1, 2\n" KID, "case.yaml line 5: is not YAML"},
    {"", "case.yaml: is empty"},
    {"# nothing\n", "case.yaml: is empty"},
    {"- a\n", "case.yaml line 1: the case file is a list; write a map (key: value)"},
    {"text\n", "case.yaml line 1: the case file is one value; write a map (key: value)"},
    {HEAD, "case.yaml: names no samples; add samples: or ped:"},
    {HEAD "samples: k\n", "case.yaml line 3: 'samples' is no list"},
    {HEAD "samples:\n  - \n  - k\n", "case.yaml line 4: a sample is one value; write a map (key: value)"},
    {HEAD "samples: [k]\n", "case.yaml line 3: a sample is one value; write a map (key: value)"},
    {HEAD "samples:\n- {sex: male}\n", "case.yaml line 4: a sample has no sample_id; name it as the VCF does"},
    {HEAD "samples:\n- {sample_id: k, sex: boy}\n",
     "case.yaml line 4: sex 'boy' is not known; write male, female or unknown"},
    {HEAD "samples:\n- {sample_id: k, phenotype: ill}\n",
     "case.yaml line 4: phenotype 'ill' is not known; write affected"},
    {HEAD "samples:\n- {sample_id: [k]}\n", "case.yaml line 4: 'sample_id' is a list; write one value"},
    {HEAD "samples:\n- {sample_id: k, sex: male}\n",
     "case.yaml: nobody in the family is affected; name the proband with --proband"},
    {HEAD "samples:\n- {sample_id: k, phenotype: affected, mother: m}\n- {sample_id: m, sex: male}\n",
     "case.yaml line 4: the mother of 'k' is 'm', who is male (case.yaml line 5); correct the sex or the parents"},
    {HEAD "samples:\n- {sample_id: k, phenotype: affected}\n- {sample_id: k}\n",
     "case.yaml line 5: sample id 'k' stands twice"},
    {"family: F\n" KID, "case.yaml: names no vcf_snv; add the file with the variants"},
    {"family: F\nvcf_snv: gone.vcf\n" KID, "case.yaml line 2: vcf_snv: there is no file '"},
    {HEAD KID "ped: gone.ped\n", "case.yaml line 5: ped: there is no file '"},
    {HEAD KID "hpo: gone.obo\n", "case.yaml line 5: hpo: there is no file '"},
    {HEAD KID "panels: gone\n", "case.yaml line 5: panels: there is no folder '"},
    {HEAD KID "human_genome_build: 36\n", "case.yaml line 5: human_genome_build '36' is not known; write 37 or 38"},
    {HEAD KID "phenotype_terms: {a: b}\n", "case.yaml line 5: 'phenotype_terms' is a map; write a list"},
    {HEAD KID "phenotype_terms: [{a: b}]\n", "case.yaml line 5: 'phenotype_terms' holds a map; write a list of values"},
    {HEAD KID "report: x\n", "case.yaml line 5: 'report' is one value; write a map (key: value)"},
    {HEAD KID "report: {revision: 1.5}\n", "case.yaml line 5: revision '1.5' is no number from 1 to 9999"},
    {HEAD KID "report: {revision: 0}\n", "case.yaml line 5: revision '0' is no number"},
    {HEAD KID "report: {language: ../../x}\n", "case.yaml line 5: language '../../x' is none; write a code such as en"},
    {FAMILY "  deceased: m\n", "case.yaml line 12: 'deceased' is no list"},
    {FAMILY "  deceased: [m, x]\n", "case.yaml line 12: deceased: no person is called 'x'"},
    {FAMILY "  deceased: [[m]]\n", "case.yaml line 12: deceased: write a list of the persons' ids"},
    {FAMILY "  twins: {}\n", "case.yaml line 12: 'twins' is no list"},
    {FAMILY "  twins: [a, b]\n", "case.yaml line 12: an entry of 'twins' is one value; write a map (key: value)"},
    {FAMILY "  twins:\n  - {persons: [a, b]}\n", "case.yaml line 13: twins: write 'zygosity: monozygotic'"},
    {FAMILY "  twins:\n  - {persons: [a, b], zygosity: MZ}\n", "case.yaml line 13: twins: write 'zygosity: monozyg"},
    {FAMILY "  twins:\n  - {persons: [a], zygosity: unknown}\n",
     "case.yaml line 13: twins: write 'persons:' with two ids or more"},
    {FAMILY "  twins:\n  - {zygosity: unknown}\n", "case.yaml line 13: twins: write 'persons:' with two ids or more"},
    {FAMILY "  twins:\n  - zygosity: unknown\n    persons:\n    - a\n    - x\n",
     "case.yaml line 16: twins: no person is called 'x'"},
    {FAMILY "  twins:\n  - {zygosity: unknown, persons: [a, a]}\n",
     "case.yaml line 13: twins: 'a' stands twice among the twins"},
    {FAMILY "  twins:\n  - {zygosity: unknown, persons: [a, b]}\n  - {zygosity: unknown, persons: [c, b]}\n",
     "case.yaml line 14: twins: 'b' stands twice among the twins"},
    {FAMILY "  twins:\n  - {zygosity: unknown, persons: [a, h]}\n",
     "case.yaml line 13: twins: 'h' has not the parents of the other twin; correct the parents or the twins"},
    {FAMILY "  twins:\n  - {zygosity: unknown, persons: [u, v]}\n",
     "case.yaml line 13: twins: 'u' has no parent in the family; add the parents to the PED"},
    {FAMILY "  twins:\n  - {zygosity: monozygotic, persons: [a, b, c]}\n",
     "case.yaml line 13: twins: 'c' is not of the sex of the monozygotic twin; correct the sex or the zygosity"},
    {FAMILY "  - a\n", "case.yaml line 12: 'pedigree' is a list; write a map (key: value)"},
    {"vcf_snv: x.vcf\n" KID, "case.yaml: names no family; add 'family: ID'"},
    {"vcf_snv: x.vcf\nfamily: a/b\n" KID, "the case id 'a/b' cannot name a folder"},
    {"vcf_snv: x.vcf\nfamily: ..\n" KID, "the case id '..' cannot name a folder: it begins with a dot"},
    {"vcf_snv: x.vcf\nfamily: \"a\\nb\"\n" KID, "cannot name a folder: it holds '/' or a control character"},
};

/* CB-INPUT-30 CB-INPUT-35 */
static void test_refused(void **state) {
    kit *k = *state;
    kit_put(k, "x.vcf", "");
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
        assert_int_equal(kit_read(k, REFUSED[i].text), CB_INPUT);
        if (!strstr(k->e.text, REFUSED[i].message)) {
            fail_msg("%s\n%s", REFUSED[i].message, k->e.text);
        }
        assert_null(strchr(k->e.text, '\n'));
    }
    assert_int_equal(kit_read(k, HEAD KID), CB_OK);
}

/* CB-INPUT-30 */
static void test_hostile_bytes(void **state) {
    kit *k = *state;
    static const char nul[] = HEAD KID "a: \0b\n";
    cb_case_request request = {.case_file = kit_write(k, "case.yaml", nul, sizeof nul - 1)};
    kit_put(k, "x.vcf", "");
    assert_int_equal(cb_case_read(k->arena, &request, &k->kase, &k->e), CB_INPUT);
    assert_non_null(strstr(k->e.text, "line 5: a NUL byte stands in the text"));
    request.case_file = kit_path(k, "gone.yaml");
    cb_error_clear(&k->e);
    assert_int_equal(cb_case_read(k->arena, &request, &k->kase, &k->e), CB_INPUT);
    assert_non_null(strstr(k->e.text, "gone.yaml"));
}

static cb_status read_repeated(kit *k, const char *before, const char *unit, size_t times, const char *after) {
    cb_buf b;
    cb_buf_init(&b, 64 << 20);
    cb_buf_text(&b, before);
    for (size_t i = 0; i < times; i++) {
        cb_buf_text(&b, unit);
    }
    cb_buf_text(&b, after);
    cb_yaml *root;
    cb_error_clear(&k->e);
    cb_status s = cb_yaml_read(k->arena, cb_buf_view(&b), "big", &root, &k->e);
    cb_buf_free(&b);
    return s;
}

/* CB-INPUT-31 */
static void test_caps(void **state) {
    kit *k = *state;
    assert_int_equal(read_repeated(k, "a: ", "x", CB_YAML_BYTES, ""), CB_INPUT);
    assert_non_null(strstr(k->e.text, "bytes"));
    assert_int_equal(read_repeated(k, "a: [", "1,", CB_YAML_NODES, "]"), CB_INPUT);
    assert_non_null(strstr(k->e.text, "more than 100000 values"));
    assert_int_equal(read_repeated(k, "a: ", "[", CB_YAML_DEPTH, ""), CB_INPUT);
    assert_non_null(strstr(k->e.text, "nested too deeply"));
    assert_int_equal(read_repeated(k, "a: ", "[", 100000, ""), CB_INPUT);
    assert_int_equal(read_repeated(k, "a: [", "1,", 1000, "]"), CB_OK);
}

/* CB-INPUT-32 */
static void test_texts(void **state) {
    kit *k = *state;
    cb_map *texts;
    const char *good = "# words\nb: \"zwei: 2\"\na: |\n  eins\nnull_word: 'null'\n";
    assert_int_equal(cb_texts_read(k->arena, cb_str_of(good), "t.yaml", &texts, &k->e), CB_OK);
    assert_int_equal(cb_map_size(texts), 3);
    assert_string_equal(cb_map_key(texts, 0), "b");
    assert_string_equal(cb_map_get(texts, cb_str_of("b")), "zwei: 2");
    assert_string_equal(cb_map_get(texts, cb_str_of("a")), "eins\n");
    assert_string_equal(cb_map_get(texts, cb_str_of("null_word")), "null");
    static const char *const bad[][2] = {{"a: x\na: y\n", "t.yaml line 2: key 'a' stands twice"},
                                         {"a: [x]\n", "t.yaml line 1: key 'a' has no text"},
                                         {"a:\n", "t.yaml line 1: key 'a' has no text"},
                                         {"- a\n", "t.yaml line 1: is no map"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cb_error_clear(&k->e);
        assert_int_equal(cb_texts_read(k->arena, cb_str_of(bad[i][0]), "t.yaml", &texts, &k->e), CB_INPUT);
        assert_non_null(strstr(k->e.text, bad[i][1]));
    }
}

static void expect_severer(const cb_consequences *c, const char *one, const char *other) {
    assert_true(cb_consequence_severity(c, cb_str_of(one)) < cb_consequence_severity(c, cb_str_of(other)));
}

static void expect_same(const cb_consequences *c, const char *one, const char *other) {
    assert_non_null(cb_consequence_find(c, cb_str_of(one)));
    assert_int_equal(cb_consequence_severity(c, cb_str_of(one)), cb_consequence_severity(c, cb_str_of(other)));
}

/* CB-INPUT-33 */
static void test_consequences(void **state) {
    kit *k = *state;
    cb_str bytes;
    cb_consequences c;
    assert_int_equal(cb_file_read(k->arena, "filters/data/consequences.tsv", 1 << 20, &bytes, &k->e), CB_OK);
    assert_int_equal(cb_consequences_read(k->arena, bytes, "consequences.tsv", &c, &k->e), CB_OK);
    assert_int_equal(c.count, 41);
    assert_string_equal(cb_consequence_find(&c, cb_str_of("stop_gained"))->impact, "HIGH");
    assert_string_equal(cb_consequence_find(&c, cb_str_of("stop_gained"))->label, "stop gained");
    assert_int_equal(cb_consequence_severity(&c, cb_str_of("transcript_ablation")), 1);
    assert_int_equal(cb_consequence_severity(&c, cb_str_of("no_such_term")), 42);
    expect_severer(&c, "splice_acceptor_variant", "splice_donor_variant");
    expect_severer(&c, "splice_donor_5th_base_variant", "splice_region_variant");
    expect_severer(&c, "missense_variant", "synonymous_variant");
    expect_severer(&c, "intron_variant", "intergenic_variant");
    expect_same(&c, "missense", "missense_variant");
    expect_same(&c, "5_prime_utr", "5_prime_UTR_variant");
    expect_same(&c, "disruptive_inframe_deletion", "inframe_deletion");
    expect_same(&c, "intergenic_region", "intergenic_variant");
    static const char *const bad[][2] = {
        {"# version: 1\nrank\tterm\timpact\tlabel\n1\ta\tHIGH\n", "line 3: has not the 4 columns"},
        {"# version: 1\nrank\tterm\timpact\tlabel\n0\ta\tHIGH\tx\n", "line 3: the rank"},
        {"# version: 1\nrank\tterm\timpact\tlabel\n1\ta\thigh\tx\n", "line 3: the impact"},
        {"# version: 1\nrank\tterm\timpact\tlabel\n1\ta\tLOW\tx\n2\ta\tLOW\tx\n", "line 4: the term"},
        {"# version: 1\n1\ta\tLOW\tx\n", "line 2: the header is missing"},
        {"rank\tterm\timpact\tlabel\n1\ta\tLOW\tx\n", "has no row or no version"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cb_error_clear(&k->e);
        assert_int_equal(cb_consequences_read(k->arena, cb_str_of(bad[i][0]), "c.tsv", &c, &k->e), CB_INPUT);
        assert_non_null(strstr(k->e.text, bad[i][1]));
    }
}

#define CASE_TEST(f) cmocka_unit_test_setup_teardown(f, kit_open, kit_close)

int main(void) {
    const struct CMUnitTest tests[] = {CASE_TEST(test_refused), CASE_TEST(test_hostile_bytes), CASE_TEST(test_caps),
                                       CASE_TEST(test_texts), CASE_TEST(test_consequences)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
