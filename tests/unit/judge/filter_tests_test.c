/* filter_tests_test.c: the cases of a profile as they are read: the files that they make, and what is refused. */
#include "casebound/judge/filter_tests.h"
#include "unit/model/family_fixture.h"

static cb_status load(fixture *f, const char *text, const cb_filter_test **out, size_t *count) {
    cb_error_clear(&f->e);
    return cb_filter_tests_load(f->arena, cb_str_of(text), "lab.tests.lua", NULL, out, count, &f->e);
}

/* The only case of this body. */
static const cb_filter_test *only(fixture *f, const char *body) {
    const cb_filter_test *tests = NULL;
    size_t count = 0;
    const char *text = cb_format(f->arena,
                                 "return { cases = { { name = 'n', why = 'w', %s,\n"
                                 "expect = { ['1-1-A-C'] = { kept = true } } } } }",
                                 body);
    if (load(f, text, &tests, &count) != CB_OK || count != 1) {
        fail_msg("%s: %s", body, f->e.text);
    }
    return tests;
}

static void has(cb_str text, const char *part) {
    size_t at;
    if (!cb_str_find(text, part, &at)) {
        fail_msg("'%s' is not in\n%s", part, text.s);
    }
}

/* CB-FILTERS-04 */
static void test_files(void **state) {
    (void)state;
    fixture *f = fixture_new();
    const cb_filter_test *t =
        only(f, "records = { { '1-100-A-AT', '0/1 0/0 ./.', csq = { { SYMBOL = 'A' }, { SYMBOL = 'B', Gene = 7 } },\n"
                "info = { X = 0.5 } }, { '2-5-CA-C', '1 0|1 0/1:4,3:7:11', csq = { SYMBOL = 'C' }, filter = 'q10',\n"
                "quality = 7, id = 'rs1' }, { '3-7-A-<DEL>', '0/0 0/0 0/0' },\n"
                "'4  8 . A C 50 PASS . GT 0/1 0/1 0/1', '5\\t9\\t.\\tA\\tC\\t50\\tPASS\\t.\\tGT\\t0/1\\t\\t0/1' },\n"
                "terms = { 'HP:0000001', 'HP:0000002' }, panels = { epi = 'A\\nB\\n', abc = 'C' },\n"
                "header = '##contig=<ID=1>'");
    has(t->vcf, "##fileformat=VCFv4.2\n##reference=GRCh38\n");
    has(t->vcf, "Format: Allele|Gene|SYMBOL\">\n");
    has(t->vcf, "##INFO=<ID=X,Number=.,Type=String");
    has(t->vcf, "##contig=<ID=1>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tproband\tfather\tmother\n");
    has(t->vcf,
        "\n1\t100\t.\tA\tAT\t60\tPASS\tCSQ=T||A,T|7|B;X=0.5\tGT:AD:DP:GQ\t0/1:15,15:30:99\t0/0:30,0:30:99\t./.\n");
    has(t->vcf, "\n2\t5\trs1\tCA\tC\t7\tq10\tCSQ=-||C\tGT:AD:DP:GQ\t1:0,30:30:99\t0|1:15,15:30:99\t0/1:4,3:7:11\n");
    has(t->vcf, "\n3\t7\t.\tA\t<DEL>\t60\tPASS\t.\tGT:AD:DP:GQ\t");
    has(t->vcf, "\n4\t8\t.\tA\tC\t50\tPASS\t.\tGT\t0/1\t0/1\t0/1\n5\t9\t.\tA\tC\t50\tPASS\t.\tGT\t0/1\t\t0/1\n");
    has(t->ped, "T\tproband\tfather\tmother\t1\t2\n");
    has(t->kase, "family: T\nped: case.ped\nvcf_snv: case.vcf\nhuman_genome_build: '38'\n");
    has(t->kase, "phenotype_terms: ['HP:0000001', 'HP:0000002']\ndefault_gene_panels: ['abc', 'epi']\n");
    assert_int_equal(t->panel_count, 2);
    assert_string_equal(t->panels[1].name, "epi");
    has(t->panels[1].bytes, "A\nB\n");
    fixture_free(f);
}

/* CB-FILTERS-04 */
static void test_families(void **state) {
    (void)state;
    fixture *f = fixture_new();
    const cb_filter_test *t = only(f, "family = 'singleton', records = { { '1-1-A-C', '0/1' } }, build = 'GRCh37'");
    has(t->vcf, "FORMAT\tproband\n");
    has(t->vcf, "##reference=GRCh37");
    has(t->kase, "human_genome_build: '37'");
    t = only(f, "ped = 'F a 0 0 1 1\\n#x\\nF b a 0 2 2\\n', proband = 'b', records = { { '1-1-A-C', '0/1 0/1' } }");
    has(t->vcf, "FORMAT\ta\tb\n");
    has(t->kase, "proband: 'b'\n");
    const cb_filter_test *tests = NULL;
    size_t count = 0;
    assert_int_equal(load(f,
                          "return { ped = 'F a 0 0 1 2\\n', build = 'GRCh37', cases = {\n"
                          "{ name = 'n', why = 'w', records = {}, expect = { x = { dropped = 'r' } } },\n"
                          "{ name = 'n', why = 'w', records = {}, family = 'trio', build = 'GRCh38',\n"
                          "expect = { x = { dropped = 'r' } } } } }",
                          &tests, &count),
                     CB_OK);
    assert_int_equal(count, 2);
    has(tests[0].vcf, "FORMAT\ta\n");
    has(tests[0].vcf, "GRCh37");
    has(tests[1].vcf, "FORMAT\tproband\tfather\tmother\n");
    has(tests[1].vcf, "GRCh38");
    fixture_free(f);
}

/* CB-FILTERS-04 */
static void test_expectations(void **state) {
    (void)state;
    fixture *f = fixture_new();
    const cb_filter_test *tests = NULL;
    size_t count = 0;
    assert_int_equal(
        load(f,
             "return { cases = { { name = 'n', why = 'w', records = {}, expect = {\n"
             "b = { kept = true, rescued = false, shortlisted = true, rank = 1, top = 3, flag = 'x',\n"
             "points = { z = 2.5, a = true, m = false } }, a = { dropped = 'r', near_miss = true } } } } }",
             &tests, &count),
        CB_OK);
    const cb_expected *x = tests->expected;
    assert_int_equal(tests->expected_count, 2);
    assert_string_equal(x[0].key, "a");
    assert_string_equal(x[0].dropped, "r");
    assert_int_equal(x[0].near_miss, CB_WISH_YES);
    assert_string_equal(x[1].key, "b");
    assert_null(x[1].dropped);
    assert_true(x[1].rescued == CB_WISH_NO && x[1].shortlisted == CB_WISH_YES && x[1].rank == 1 && x[1].top == 3);
    assert_string_equal(x[1].flag, "x");
    assert_int_equal(x[1].point_count, 3);
    assert_true(x[1].points[0].wish == CB_WISH_YES && x[1].points[1].wish == CB_WISH_NO);
    assert_true(x[1].points[2].wish == CB_NO_WISH && x[1].points[2].points == 2.5);
    fixture_free(f);
}

#define CASE(rest) "return { cases = { { name = 'n', why = 'w', " rest " } } }"
#define EXPECT "expect = { x = { kept = true } }"
#define RECORD(record) CASE("records = { " record " }, " EXPECT)
#define WISH(wish) CASE("records = {}, expect = { x = { " wish " } }")

static const struct {
    const char *text, *message;
} wrong[] = {
    {"", "lab.tests.lua: the file returns nothing instead of a table"},
    {"return {", "lab.tests.lua line 1: "},
    {"return { casse = {} }", "unknown key 'casse' (did you mean 'cases'?)"},
    {"return {}", "cases is a list"},
    {"return { cases = { 1 } }", "cases: each is a table"},
    {"return { cases = { { why = 'w' } } }", "name: a text is needed"},
    {"return { cases = { { name = 'n' } } }", "why: a text is needed"},
    {CASE("record = {}"), "n: unknown key 'record' (did you mean 'records'?)"},
    {CASE(EXPECT), "records is a list"},
    {CASE("records = {}"), "expect is a table"},
    {CASE("records = {}, expect = {}"), "expect says nothing of any allele"},
    {CASE("family = 'quartet', records = {}, " EXPECT), "family is \"trio\" or \"singleton\""},
    {CASE("ped = 7, records = {}, " EXPECT), "family is \"trio\" or \"singleton\""},
    {CASE("ped = 'F\\n', records = {}, " EXPECT), "ped: a line without a person"},
    {CASE("build = 'hg19', records = {}, " EXPECT), "build is \"GRCh37\" or \"GRCh38\""},
    {CASE("terms = { 'a b' }, records = {}, " EXPECT), "terms: 'a b' cannot stand there"},
    {CASE("panels = { ['../x'] = 'A' }, records = {}, " EXPECT), "panels: '../x' cannot stand there"},
    {CASE("panels = { x = '' }, records = {}, " EXPECT), "x is the text of a file"},
    {CASE("panels = 'x', records = {}, " EXPECT), "panels is a table"},
    {CASE("proband = 'a\\nb', records = {}, " EXPECT), "cannot stand there"},
    {RECORD("7"), "records: each is a line of a VCF or a table"},
    {RECORD("{ '1-1-A', '0/1 0/1 0/1' }"), "records: '1-1-A' is no place: write chromosome-position-REF-ALT"},
    {RECORD("{ '1-1-A-C', '0/1' }"), "records: 1 calls for 3 persons"},
    {RECORD("{ '1-1-A-C', '0/1 0/1 0/1', cqs = {} }"), "records: unknown key 'cqs' (did you mean 'csq'?)"},
    {RECORD("{ '1-1-A-C', '0/1 0/1 0/1', csq = 'x' }"), "records: csq is a table"},
    {RECORD("{ '1-1-A-C', '0/1 0/1 0/1', csq = { { 'x' } } }"), "records: '' cannot be a name of csq"},
    {RECORD("{ '1-1-A-C', '0/1 0/1 0/1', csq = { ['a|b'] = 1 } }"), "records: 'a|b' cannot be a name of csq"},
    {RECORD("{ '1-1-A-C', '0/1 0/1 0/1', csq = { a = 'x,y' } }"),
     "records: a has a character that it cannot hold: 'x,y'"},
    {RECORD("{ '1-1-A-C', '0/1 0/1 0/1', csq = { a = {} } }"), "records: a is a text or a number, not a table"},
    {RECORD("{ '1-1-A-C', '0/1 0/1 0/1', info = { a = 'x;y' } }"), "records: a has a character"},
    {RECORD("{ '1-1-A-C', '0/1 0/1 0/1', info = 7 }"), "records: info is a table"},
    {RECORD("{ '1-1-A-C', '0/1 0/1 0/1', filter = 'a b' }"), "records: filter has a character"},
    {WISH(""), "expect: 'x' says either kept = true or dropped = \"rule\""},
    {WISH("kept = true, dropped = 'r'"), "expect: 'x' says either kept = true or dropped"},
    {WISH("kept = 1"), "expect: kept is true or false"},
    {WISH("kept = true, near_miss = true"), "expect: 'x' is kept: it is no near miss"},
    {WISH("dropped = 'r', rank = 1"), "expect: 'x' is dropped: of that, near_miss alone can be said"},
    {WISH("kept = true, rank = 0"), "expect.rank is a whole number from 1"},
    {WISH("kept = true, ranked = 1"), "expect: unknown key 'ranked' (did you mean 'rank'?)"},
    {WISH("kept = true, points = { a = 'x' }"), "expect: points is a table { reason = number or boolean }"},
    {WISH("kept = true, points = 3"), "expect: points is a table"},
    {"while true do end", "lab.tests.lua line 1: too many steps: an endless loop?"},
    {"return io", "unknown name 'io'"},
};

/* CB-FILTERS-04 */
static void test_wrong(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        fixture *f = fixture_new();
        const cb_filter_test *tests;
        size_t count;
        assert_int_equal(load(f, wrong[i].text, &tests, &count), CB_FILTER);
        if (!strstr(f->e.text, wrong[i].message) || strncmp(f->e.text, "lab.tests.lua", 13) != 0) {
            fail_msg("%s\n  gives: %s\n  expected: %s", wrong[i].text, f->e.text, wrong[i].message);
        }
        fixture_free(f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_families),
        cmocka_unit_test(test_expectations),
        cmocka_unit_test(test_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
