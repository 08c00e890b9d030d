/* hpo_genes_test.c: the genes of phenotype terms, in the tables of HPO's releases. */
#include "casebound/base/file.h"
#include "read/hpo_genes.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const cb_term terms[] = {
    {.id = "HP:0000135", .given = "HP:0000135", .name = "Hypogonadism"},
    {.id = "HP:0000007", .given = "HP:0001417"},
    {.id = "HP:9999999", .given = "HP:9999999"},
};

typedef struct read {
    cb_arena *arena;
    cb_error e;
    const cb_panel *panels;
    cb_status status;
} read;

static read read_table(const char *bytes, size_t size) {
    read r = {.arena = cb_arena_new((size_t)1 << 20)};
    assert_non_null(r.arena);
    r.status = cb_hpo_genes_parse(r.arena, (cb_str){bytes, size}, "table.txt", terms, 3, &r.panels, &r.e);
    return r;
}

static void expect_genes(const char *table, const char *first, const char *second) {
    read r = read_table(table, strlen(table));
    assert_string_equal(r.e.text, "");
    assert_int_equal(r.status, CB_OK);
    const char *const expected[] = {first, second, ""};
    for (size_t t = 0; t < 3; t++) {
        char found[256] = "";
        for (size_t i = 0; i < r.panels[t].gene_count; i++) {
            strcat(found, i ? " " : "");
            strcat(found, r.panels[t].genes[i]);
        }
        assert_string_equal(found, expected[t]);
    }
    assert_string_equal(r.panels[0].name, "HP:0000135 Hypogonadism");
    assert_string_equal(r.panels[1].name, "HP:0000007");
    cb_arena_free(r.arena);
}

/* CB-TERMS-01 */
static void the_tables_of_all_releases_are_read(void **state) {
    (void)state;
    expect_genes("#Format: HPO-id<tab>HPO label<tab>entrez-gene-id<tab>entrez-gene-symbol<tab>Additional Info\n"
                 "HP:0000135\tHypogonadism\t7157\tTP53\t-\tmim2gene\tOMIM:618165\n"
                 "HP:0000238\tHydrocephalus\t7157\tOTHER\t\torphadata\tORPHA:2807\n"
                 "HP:0000135\tHypogonadism\t8192\tCLPP\t-\tmim2gene\tOMIM:614129\n"
                 "HP:0000135\tHypogonadism\t7157\tTP53\t-\tmim2gene\tOMIM:1\n",
                 "TP53 CLPP", "");
    expect_genes("hpo_id\thpo_name\tncbi_gene_id\tgene_symbol\tdisease_id\r\n"
                 "HP:0000135\tHypogonadism\t7157\tTP53\tOMIM:618165\r\nHP:0001417\tX-linked\t1\tHLA-DRB1\tOMIM:2\r\n",
                 "TP53", "HLA-DRB1");
    expect_genes("#Format: entrez-gene-id<tab>entrez-gene-symbol<tab>HPO-Term-Name<tab>HPO-Term-ID\n"
                 "8192\tCLPP\tHP:0000007\tAutosomal recessive inheritance\t\t\t-\tmim2gene\tOMIM:614129\n"
                 "8192\tCLPP\tHypogonadism\tHP:0000135\t\t\t-\tmim2gene\tOMIM:614129\n",
                 "CLPP", "CLPP");
    expect_genes("ncbi_gene_id\tgene_symbol\thpo_id\thpo_name\tfrequency\tdisease_id\n"
                 "NCBIGene:8192\tCLPP\tHP:0000135\tHypogonadism\t-\tOMIM:614129\n16\t-\tHP:0000135\tx\t-\tOMIM:1\n",
                 "CLPP", "");
}

static void expect_refused(const char *table, size_t size, const char *why) {
    read r = read_table(table, size);
    assert_int_equal(r.status, CB_INPUT);
    if (!strstr(r.e.text, why)) {
        fail_msg("%s", r.e.text);
    }
    cb_arena_free(r.arena);
}

/* CB-TERMS-01 */
static void no_row_is_lost_in_silence(void **state) {
    (void)state;
    static const char head[] = "HP:0000135\tHypogonadism\t7157\tTP53\tOMIM:618165\n";
    static const char *const wrong[][2] = {
        {"HP:0000135\tHypogonadism\t7157\n", "line 2: is no row"},
        {"HP:135\tHypogonadism\t7157\tTP53\t-\n", "line 2: is no row"},
        {"HP:0000135\tHypogonadism\tTP53\t7157\t-\n", "line 2: is no row"},
        {"7157\tTP53\tHypogonadism\tx\n", "line 2: is no row"},
        {"HP:0000135\tHypogonadism\t7157\tTP 53\t-\n", "line 2: the gene's symbol"},
        {"HP:0000135\tHypogonadism\t7157\t\t-\n", "line 2: the gene's symbol"},
        {"HP:0000135\tHypogonadism\t7157\tT\xe2\x80\xaeP\t-\n", "line 2: the gene's symbol"},
        {"HP:0000135\tHypogonadism\t7157\tT\xffP\t-\n", "not UTF-8"},
    };
    char table[1024];
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(table, sizeof table, "%s%s", head, wrong[i][0]);
        expect_refused(table, strlen(table), wrong[i][1]);
    }
    expect_refused("", 0, "holds no row");
    expect_refused("hpo_id\tgene_symbol\n", 19, "holds no row");
    expect_refused("hpo_id\thpo_name\n", 16, "line 1: is no row");
    static const char nul[] = "HP:0000135\tHypogonadism\t7157\tT\0P\tOMIM:1\n";
    expect_refused(nul, sizeof nul - 1, "table.txt");
}

/* CB-TERMS-01 */
static void published_tables_are_read(void **state) {
    (void)state;
    const char *folder = getenv("CASEBOUND_TEST_DATA");
    static const char *const names[] = {"phenotype_to_genes_reduced.txt", "genes_to_phenotype_reduced.txt"};
    for (size_t i = 0; i < 2; i++) {
        cb_arena *arena = cb_arena_new((size_t)64 << 20);
        cb_error e = {0};
        cb_str bytes;
        const cb_panel *panels;
        char path[4096];
        snprintf(path, sizeof path, "%s/hpo/scout-reduced/%s", folder ? folder : "../shared/data", names[i]);
        if (!cb_file_exists(path)) {
            cb_arena_free(arena);
            skip();
        }
        assert_int_equal(cb_file_read(arena, path, CB_HPO_GENES_BYTES, &bytes, &e), CB_OK);
        cb_status status = cb_hpo_genes_parse(arena, bytes, names[i], terms, 3, &panels, &e);
        assert_string_equal(e.text, "");
        assert_int_equal(status, CB_OK);
        assert_true(panels[0].gene_count + panels[1].gene_count > 0);
        cb_arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_of_all_releases_are_read),
        cmocka_unit_test(no_row_is_lost_in_silence),
        cmocka_unit_test(published_tables_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
