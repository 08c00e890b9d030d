/* panel_test.c: no gene of a panel is lost without a word. */
#include "casebound/base/file.h"
#include "read/panel.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 64 << 20 };

static cb_status parse(cb_arena *arena, const char *text, cb_panel *p, cb_error *e) {
    return cb_panel_parse(arena, cb_str_of(text), "p.txt", "p", p, e);
}

static void expect_genes(const char *text, size_t count, const char *const *genes, const char *const *hgnc) {
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_panel p;
    assert_int_equal(parse(arena, text, &p, &e), CB_OK);
    assert_int_equal(p.gene_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(p.genes[i], genes[i]);
        assert_string_equal(p.hgnc[i] ? p.hgnc[i] : "-", hgnc[i]);
    }
    cb_arena_free(arena);
}

/* CB-INPUT-10 */
static void test_dialects(void **state) {
    (void)state;
    static const char *const genes[] = {"BRCA1", "TP53"}, *const ids[] = {"1100", "11998"}, *const none[] = {"-", "-"};
    static const char *const empty[] = {"", ""};
    expect_genes("##panel_id=p\n#hgnc_id\thgnc_symbol\tmore\n1100\tBRCA1\t\n11998\tTP53\tx\n", 2, genes, ids);
    expect_genes("#hgnc_symbol;hgnc_id\r\nBRCA1;HGNC:1100\r\n\r\nTP53;11998\r\n", 2, genes, ids);
    expect_genes("\xef\xbb\xbf\"HGNC ID\",\"Gene\"\n\"HGNC:1100\",\"BRCA1\"\nHGNC:11998,\"TP53\"\n", 2, genes, ids);
    expect_genes("# a list\nBRCA1\nTP53  \nBRCA1\n", 2, genes, none);
    expect_genes("HGNC:1100\n11998\n", 2, empty, ids);
    expect_genes("gene\nBRCA1\nTP53", 2, genes, none);
}

/* CB-INHERIT-20 */
static void test_models(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_panel p;
    assert_int_equal(parse(arena,
                           "#hgnc_id\thgnc_symbol\tgenetic_disease_models\n1\tA\tAR\n2\tB\t\n3\tC\tAD,AR\n"
                           "1\tA\tAD\n1\tA\tAD\n2\tB\tXR\n4\tD\n",
                           &p, &e),
                     CB_OK);
    assert_int_equal(p.gene_count, 4);
    assert_string_equal(p.models[0], "AR,AD,AD"); /* three rows: not recessive alone */
    assert_string_equal(p.models[1], "XR");
    assert_string_equal(p.models[2], "AD,AR");
    assert_null(p.models[3]);
    assert_int_equal(parse(arena, "Gene\tModel_Of_Inheritance\nA\tBIALLELIC, autosomal or pseudoautosomal\n", &p, &e),
                     CB_OK);
    assert_string_equal(p.models[0], "BIALLELIC, autosomal or pseudoautosomal");
    assert_int_equal(parse(arena, "A\nB\n", &p, &e), CB_OK);
    assert_null(p.models);
    cb_arena_free(arena);
}

/* CB-INPUT-36 */
static void test_diseases(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_panel p;
    assert_int_equal(
        parse(arena, "symbol,Phenotypes,HGNC\nA,\"One \"\"2, b\"\", x;Y\",HGNC:1\nB,,HGNC:2\nA,Z,1\nA,Z,1\n", &p, &e),
        CB_OK);
    assert_int_equal(p.gene_count, 2);
    assert_string_equal(p.hgnc[0], "1"); /* behind a quoted field with commas and quotes */
    assert_string_equal(p.diseases[0], "One \"\"2, b\"\", x;Y; Z");
    assert_null(p.diseases[1]);
    assert_null(p.models);
    char longer[900];
    memset(longer, 0, sizeof longer);
    strcpy(longer, "symbol\tdisease\nA\t");
    for (int i = 0; i < 200; i++) {
        strcat(longer, "\xc3\xa5\xc3\xa4");
    }
    assert_int_equal(parse(arena, longer, &p, &e), CB_OK);
    assert_int_equal(strlen(p.diseases[0]), CB_PANEL_WORDS + strlen("…"));
    assert_string_equal(p.diseases[0] + CB_PANEL_WORDS, "…");
    assert_int_equal(parse(arena, "A\nB\n", &p, &e), CB_OK);
    assert_null(p.diseases);
    cb_arena_free(arena);
}

/* CB-INPUT-10 */
static void test_meta(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_panel p;
    assert_int_equal(parse(arena,
                           "##panel_id=other\n##version=1.0\n##date=2016-12-09\n##display_name=A = <b>\n##odd\nBRCA1\n",
                           &p, &e),
                     CB_OK);
    assert_string_equal(p.id, "p");
    assert_string_equal(p.name, "A = <b>");
    assert_string_equal(p.version, "1.0");
    assert_string_equal(p.date, "2016-12-09");
    assert_false(p.missing);
    assert_int_equal(parse(arena, "BRCA1\n", &p, &e), CB_OK);
    assert_string_equal(p.name, "p");
    assert_null(p.version);
    cb_arena_free(arena);
}

/* CB-INPUT-11 */
static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *part;
    } cases[] = {{"BRCA1 BRCA2\n", "line 1: 'BRCA1 BRCA2' is no gene symbol"},
                 {"BRCA1\n<script>\n", "line 2: '<script>' is no gene symbol"},
                 {"#hgnc_id\thgnc_symbol\tx\n\t\ty\n", "line 2: has neither a gene symbol nor an HGNC id"},
                 {"#hgnc_id\thgnc_symbol\nx12\tBRCA1\n", "line 2: 'x12' is no HGNC id"},
                 {"1100\tBRCA1\n", "line 1: has several columns but no header"},
                 {"BRCA1\nTP\xff\n", "line 2: holds NUL or bytes that are not UTF-8"},
                 {"# nothing\n", "p.txt: holds no gene"},
                 {"", "p.txt: holds no gene"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cb_arena *arena = cb_arena_new(ROOM);
        cb_error e = {0};
        cb_panel p;
        assert_int_equal(parse(arena, cases[i].text, &p, &e), CB_INPUT);
        assert_non_null(strstr(e.text, cases[i].part));
        cb_arena_free(arena);
    }
}

/* CB-INPUT-10 */
static void test_real_panels(void **state) {
    (void)state;
    const char *data = getenv("CASEBOUND_TEST_DATA");
    data = data ? data : "../shared/data";
    if (!cb_file_is_folder(data)) {
        skip();
    }
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_panel p;
    cb_str bytes;
    const char *path = cb_format(arena, "%s/panels/scout/panel_1.txt", data);
    assert_int_equal(cb_file_read(arena, path, ROOM / 4, &bytes, &e), CB_OK);
    assert_int_equal(cb_panel_parse(arena, bytes, "panel_1.txt", "panel1", &p, &e), CB_OK);
    assert_int_equal(p.gene_count, 265); /* grep -vc '^#' */
    assert_string_equal(p.name, "Test panel");
    assert_string_equal(p.genes[0], "MT-TF");
    assert_string_equal(p.hgnc[0], "7481");
    path = cb_format(arena, "%s/panels/plain/test_genes.txt", data);
    assert_int_equal(cb_file_read(arena, path, ROOM / 4, &bytes, &e), CB_OK);
    assert_int_equal(cb_panel_parse(arena, bytes, "test_genes.txt", "x", &p, &e), CB_OK);
    assert_int_equal(p.gene_count, 3);
    cb_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dialects), cmocka_unit_test(test_models),
                                       cmocka_unit_test(test_diseases), cmocka_unit_test(test_meta),
                                       cmocka_unit_test(test_refused),  cmocka_unit_test(test_real_panels)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
