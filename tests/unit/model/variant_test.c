/* variant_test.c: the genes that an allele lies in, which pairs, rescues and the ledger go by. */
#include "casebound/model/variant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 1 << 20, ENTRIES = 8 };

/* The genes of an allele that `head` heads, joined by spaces. */
static const char *genes_of(cb_arena *arena, const char *head, const char *head_id, cb_transcript *list, size_t count) {
    cb_error e = {0};
    const char *const *genes;
    size_t found;
    const cb_variant v = {.gene = head, .hgnc_id = head_id, .transcripts = list, .transcript_count = count};
    assert_int_equal(cb_variant_genes(arena, &v, &genes, &found, &e), CB_OK);
    const char *joined = "";
    for (size_t i = 0; i < found; i++) {
        joined = cb_format(arena, "%s%s%s", joined, i ? " " : "", genes[i]);
        assert_non_null(joined);
    }
    return joined;
}

/* CB-PAIR-12 */
static void each_gene_stands_once_and_the_head_first(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    cb_transcript list[ENTRIES] = {
        {.gene = "B", .consequence = "intron_variant"},      {.gene = "A", .consequence = "missense_variant"},
        {.gene = "A", .consequence = "intron_variant"},      {.gene = "B", .consequence = "3_prime_UTR_variant"},
        {.gene = NULL, .consequence = "missense_variant"},   {.gene = "", .consequence = "missense_variant"},
        {.hgnc_id = "8847", .consequence = "intron_variant"}};
    assert_string_equal(genes_of(arena, "A", "5", list, 7), "A B HGNC:8847");
    assert_string_equal(genes_of(arena, NULL, "8847", list, 7), "HGNC:8847 B A");
    assert_string_equal(genes_of(arena, NULL, NULL, list, 7), "B A HGNC:8847");
    assert_string_equal(genes_of(arena, NULL, NULL, NULL, 0), "");
    assert_string_equal(genes_of(arena, "A", NULL, NULL, 0), "A");
    cb_arena_free(arena);
}

/* VEP and SnpEff name the neighbours of an allele: two alleles of a neighbour are no pair. */
/* CB-PAIR-12 */
static void a_neighbour_is_no_gene_of_the_allele(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    cb_transcript list[ENTRIES] = {{.gene = "UP", .consequence = "upstream_gene_variant"},
                                   {.gene = "DOWN", .consequence = "downstream_gene_variant"},
                                   {.gene = "NONE", .consequence = "intergenic_variant"},
                                   {.gene = "BOTH", .consequence = "upstream_gene_variant"},
                                   {.gene = "BOTH", .consequence = "5_prime_UTR_variant"},
                                   {.gene = "SILENT", .consequence = NULL}};
    assert_string_equal(genes_of(arena, NULL, NULL, list, 6), "BOTH SILENT");
    assert_string_equal(genes_of(arena, "UP", NULL, list, 6),
                        "UP BOTH SILENT"); /* the head is what the report calls it */
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(cb_only_near(&list[i]), i < 4);
    }
    cb_arena_free(arena);
}

/* CB-PAIR-12 */
static void a_lack_of_memory_is_told(void **state) {
    (void)state;
    cb_transcript list[ENTRIES] = {{.hgnc_id = "1", .consequence = "intron_variant"},
                                   {.hgnc_id = "2", .consequence = "intron_variant"}};
    const cb_variant v = {.hgnc_id = "3", .transcripts = list, .transcript_count = 2};
    size_t failures = 0;
    for (size_t cap = 16; cap < 512; cap += 16) {
        cb_arena *arena = cb_arena_new(cap);
        cb_error e = {0};
        const char *const *genes;
        size_t count;
        cb_status status = cb_variant_genes(arena, &v, &genes, &count, &e);
        assert_int_equal(status, e.status);
        failures += status == CB_INTERNAL;
        assert_true(status == CB_INTERNAL || (status == CB_OK && count == 3));
        cb_arena_free(arena);
    }
    assert_true(failures > 2 && failures < 30);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_gene_stands_once_and_the_head_first),
        cmocka_unit_test(a_neighbour_is_no_gene_of_the_allele),
        cmocka_unit_test(a_lack_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
