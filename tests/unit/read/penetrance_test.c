/* penetrance_test.c: the table of reduced penetrance: what is read, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "casebound/base/file.h"
#include "casebound/read/case_file.h"
#include <stdlib.h>

enum { ROOM = 8 << 20 };

#define HEAD "# version: 7\nsymbol\thgnc_id\tsource\n"

/* CB-INHERIT-18 */
static void test_read(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    assert_non_null(arena);
    cb_error e = {0};
    cb_penetrance p;
    const char *text = "# a list\n" HEAD "\nBRCA1\t1100\tGeneReviews NBK1247\r\nGENE1\t\tPMID 1\n";
    assert_int_equal(cb_penetrance_read(arena, cb_str_of(text), "p.tsv", &p, &e), CB_OK);
    assert_string_equal(p.version, "7");
    assert_int_equal(p.count, 2);
    const cb_penetrance_gene *gene = cb_map_get(p.by_hgnc, cb_str_of("1100"));
    assert_non_null(gene);
    assert_string_equal(gene->gene, "BRCA1");
    assert_string_equal(gene->source, "GeneReviews NBK1247");
    assert_null(((const cb_penetrance_gene *)cb_map_get(p.by_symbol, cb_str_of("GENE1")))->hgnc_id);
    cb_arena_free(arena);
}

/* CB-INHERIT-18 */
static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *error;
    } rows[] = {
        {HEAD, "has no gene or no version"},
        {"symbol\thgnc_id\tsource\nA\t1\tx\n", "has no gene or no version"},
        {"# version: 1\nA\t1\tx\n", "the header is missing"},
        {HEAD "A\t1\n", "line 3: has not the 3 columns"},
        {HEAD "A\t1\tx\ty\n", "line 3: has not the 3 columns"},
        {HEAD "A\tHGNC:1\tx\n", "an HGNC id in digits"},
        {HEAD "A\t1\t\n", "a source"},
        {HEAD "\t1\tx\n", "needs a symbol"},
        {HEAD "A\t1\tx\nA\t2\tx\n", "line 4: the gene stands twice"},
        {HEAD "A\t1\tx\nB\t1\tx\n", "line 4: the gene stands twice"},
        {HEAD "A\t1\t\xff\n", "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_arena *arena = cb_arena_new(ROOM);
        assert_non_null(arena);
        cb_error e = {0};
        cb_penetrance p;
        assert_int_equal(cb_penetrance_read(arena, cb_str_of(rows[i].text), "p.tsv", &p, &e), CB_INPUT);
        if (!strstr(e.text, rows[i].error)) {
            fail_msg("%s, expected '%s'", e.text, rows[i].error);
        }
        cb_arena_free(arena);
    }
}

/* CB-INHERIT-18 */
static void test_shipped(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    assert_non_null(arena);
    cb_error e = {0};
    cb_penetrance p;
    cb_str bytes;
    assert_int_equal(cb_file_read(arena, "filters/data/penetrance.tsv", 1 << 20, &bytes, &e), CB_OK);
    assert_int_equal(cb_penetrance_read(arena, bytes, "penetrance.tsv", &p, &e), CB_OK);
    assert_non_null(cb_map_get(p.by_symbol, cb_str_of("LRRK2")));
    for (size_t i = 0; i < p.count; i++) {
        const cb_penetrance_gene *gene = cb_map_value(p.by_symbol, i);
        assert_non_null(gene->hgnc_id);
        assert_true(strstr(gene->source, "NBK") || strstr(gene->source, "PMID"));
    }
    cb_arena_free(arena);
}

/* Symbols and ids are those of HGNC's set and of GenCC's table, as far as these hold them (real data, not in the
 * repository). `id` and `symbol` count the columns from 0; the number of genes found. CB-INHERIT-18 */
static int compare_ids(cb_arena *arena, const cb_penetrance *p, const char *file, int id, int symbol) {
    const char *data = getenv("CASEBOUND_TEST_DATA");
    cb_error e = {0};
    cb_str bytes, line;
    int found = 0;
    const char *path = cb_format(arena, "%s/%s", data ? data : "../shared/data", file);
    if (cb_file_read(arena, path, 16 << 20, &bytes, &e) != CB_OK) {
        return -1;
    }
    while (cb_str_split(&bytes, '\n', &line)) {
        cb_str field[5] = {{"", 0}};
        for (int i = 0; i < 5 && cb_str_split(&line, '\t', &field[i]); i++) {
        }
        const cb_penetrance_gene *gene = cb_map_get(p->by_symbol, field[symbol]);
        if (gene) {
            assert_true(cb_str_is(field[id], cb_format(arena, "HGNC:%s", gene->hgnc_id)));
            found++;
        }
    }
    return found;
}

static void test_shipped_ids(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    assert_non_null(arena);
    cb_error e = {0};
    cb_penetrance p;
    cb_str bytes;
    assert_int_equal(cb_file_read(arena, "filters/data/penetrance.tsv", 1 << 20, &bytes, &e), CB_OK);
    assert_int_equal(cb_penetrance_read(arena, bytes, "penetrance.tsv", &p, &e), CB_OK);
    int hgnc = compare_ids(arena, &p, "panels/scout/hgnc_reduced_set.txt", 0, 1);
    int gencc = compare_ids(arena, &p, "hpo/ngsbits-subset/NGSDImportHPO_gencc.tsv", 2, 3);
    cb_arena_free(arena);
    if (hgnc < 0 || gencc < 0) {
        skip();
    }
    assert_true(hgnc >= 2 && gencc >= 4);
}

/* Every lack of memory is reported. */
/* CB-INHERIT-18 */
static void test_no_memory(void **state) {
    (void)state;
    int failures = 0;
    for (size_t n = 1; n < 80; n++) {
        cb_arena *arena = cb_arena_new(n * 32);
        assert_non_null(arena);
        cb_error e = {0};
        cb_penetrance p;
        cb_status s = cb_penetrance_read(arena, cb_str_of(HEAD "A\t1\tx\nB\t2\ty\n"), "p.tsv", &p, &e);
        assert_true(s == CB_OK || s == CB_INTERNAL);
        failures += s != CB_OK;
        cb_arena_free(arena);
    }
    assert_true(failures > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),        cmocka_unit_test(test_refused),   cmocka_unit_test(test_shipped),
        cmocka_unit_test(test_shipped_ids), cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
