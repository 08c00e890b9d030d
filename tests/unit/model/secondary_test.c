/* secondary_test.c: which alleles are withheld. */
#include "casebound/model/secondary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { MEMORY = 1 << 20 };

static cb_transcript at(const char *gene, const char *consequence) {
    return (cb_transcript){.gene = gene, .consequence = consequence};
}

static bool withheld(const cb_secondary *s, cb_transcript *transcripts, size_t count) {
    const cb_variant v = {.transcripts = transcripts, .transcript_count = count, .gene = transcripts[0].gene};
    return cb_secondary_withholds(s, &v);
}

/* CB-CONSENT-08 */
static void test_near_is_not_in(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(MEMORY);
    cb_error e = {0};
    const char *listed[] = {"BRCA1", "TP53"}, *panel[] = {"TP53", "KCNQ2"};
    const cb_panel list = {.id = "list", .genes = listed, .gene_count = 2};
    const cb_panel asked = {.id = "asked", .genes = panel, .gene_count = 2};
    cb_person persons[2] = {{.column = 0, .secondary = CB_CONSENT_GIVEN}, {.column = 1}};
    cb_case kase = {.panels = &asked, .panel_count = 1, .family = {.persons = persons, .count = 2}};
    cb_asked_genes question;
    cb_secondary s;
    assert_int_equal(cb_asked_genes_of(arena, &kase, &question, &e), CB_OK);
    assert_int_equal(cb_secondary_of(arena, &kase, &list, &question, &s, &e), CB_OK);
    assert_int_equal(s.outside, 1);
    assert_false(s.agreed);
    cb_transcript in[] = {at("BRCA1", "missense_variant")};
    assert_true(withheld(&s, in, 1));
    cb_transcript behind[] = {at("NBR2", "intron_variant"), at("BRCA1", "upstream_gene_variant")};
    assert_false(withheld(&s, behind, 2));
    cb_transcript beside_asked[] = {at("BRCA1", "missense_variant"), at("KCNQ2", "downstream_gene_variant")};
    assert_true(withheld(&s, beside_asked, 2));
    cb_transcript in_asked[] = {at("BRCA1", "intron_variant"), at("KCNQ2", "missense_variant")};
    assert_false(withheld(&s, in_asked, 2));
    cb_transcript of_panel[] = {at("TP53", "missense_variant")};
    assert_false(withheld(&s, of_panel, 1));
    cb_transcript headed[] = {at("BRCA1", "downstream_gene_variant")};
    assert_true(withheld(&s, headed, 1));
    persons[1].column = -1; /* without a column no call of theirs is shown */
    assert_true(cb_secondary_agreed(&kase.family));
    cb_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_near_is_not_in)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
