/* genes_test.c: why not this gene: what is listed, nearly listed, dropped, or never supplied. */
#include "case_kit.h"

static const char *const genes[] = {"KCNQ2", "SCN1A", "TSC1", "TSC2", "ABC1"};
static const char *const ids[] = {NULL, NULL, "7", NULL, NULL};
static const cb_panel panel = {.id = "epilepsy", .name = "Epilepsy", .genes = genes, .hgnc = ids, .gene_count = 5};

enum { KCNQ2, SCN1A, TSC1, TSC2, ABC1 };

static void count(kit *k, cb_variant *v, int rule, bool near_miss, const int *in, size_t n, const char *facts) {
    const cb_fate fate = {.rule = rule, .near_miss = near_miss};
    assert_int_equal(cb_ledger_allele(k->ledger, v, &fate, in, n, &k->error), CB_OK);
    cb_ledger_record(k->ledger, rule, in, n);
    if (facts) {
        assert_int_equal(cb_ledger_hold(k->ledger, v, &fate, facts, in, n, &k->error), CB_OK);
    }
}

/* The list holds two alleles of TSC1 and one that lies in SCN1A as well; a near miss lies in SCN1A, another in no asked
 * gene; TSC2 has dropped ones alone; no record lies in ABC1. */
static kit *case_of_genes(void) {
    kit *k = kit_new();
    kit_trio(k);
    k->kase.panels = &panel;
    k->kase.panel_count = 1;
    kit_ledger(k);
    const int tsc1[] = {TSC1}, both[] = {SCN1A, TSC1}, scn1a[] = {SCN1A}, tsc2[] = {TSC2};
    count(k, kit_variant(k, "1-1-A-G"), CB_LEDGER_LISTED, false, tsc1, 1, NULL);
    count(k, kit_variant(k, "1-2-A-G"), CB_LEDGER_LISTED, false, both, 2, NULL);
    count(k, kit_variant(k, "1-3-A-G"), 0, true, scn1a, 1, "v.af = 0.03, t.max_af = 0.02");
    count(k, kit_variant(k, "1-4-A-G"), 0, true, NULL, 0, "v.af = 0.04, t.max_af = 0.02");
    count(k, kit_variant(k, "1-5-A-G"), 2, false, tsc2, 1, NULL);
    k->variant_count = 2;
    return k;
}

static const char *text(const cb_node *view, const char *path) {
    return cb_node_text(view, path);
}

/* CB-LEDGER-08 */
static void test_genes_with_something_come_first(void **state) {
    (void)state;
    kit *k = case_of_genes();
    const cb_node *view = kit_view(k), *found = cb_node_at(view, "genes/found");
    assert_string_equal(text(view, "genes/count"), "5");
    assert_int_equal(found->count, 2);
    assert_string_equal(text(found, "0/symbol"), "TSC1"); /* its best rank is 1 */
    assert_string_equal(text(found, "0/line"), "2 listed, best rank 1; 2 supplied");
    assert_string_equal(text(found, "0/panels/0"), "Epilepsy");
    assert_string_equal(text(found, "0/listed/0/rank"), "1");
    assert_string_equal(text(found, "1/symbol"), "SCN1A");
    assert_string_equal(text(found, "1/line"), "1 listed, rank 2; 1 nearly listed; 2 supplied");
    assert_string_equal(text(found, "1/dropped/0"), "1");
    assert_string_equal(text(found, "1/dropped/1"), "0"); /* a rule that keeps has no place */
    assert_int_equal(cb_node_at(found, "1/dropped")->count, 2);
    assert_string_equal(text(view, "genes/others/0/symbol"), "TSC2");
    assert_string_equal(text(view, "genes/others/0/dropped/1"), "1");
    assert_int_equal(cb_node_at(view, "genes/silent")->count, 2);
    assert_string_equal(text(view, "genes/silent/0/symbol"), "ABC1");
    assert_string_equal(text(view, "genes/silent/1/symbol"), "KCNQ2");
    assert_non_null(strstr(text(view, "genes/summary"), "5 genes"));
    kit_free(k);
}

/* CB-LEDGER-08 CB-LEDGER-04 */
static void test_near_misses_row_by_row(void **state) {
    (void)state;
    kit *k = case_of_genes();
    const cb_node *view = kit_view(k), *rows = cb_node_at(view, "near_misses/rows");
    assert_int_equal(rows->count, 2);
    assert_string_equal(text(rows, "0/key"), "1-3-A-G");
    assert_string_equal(text(rows, "0/rule"), "too_common");
    assert_string_equal(text(rows, "0/facts"), "v.af = 0.03, t.max_af = 0.02");
    assert_null(cb_node_at(rows, "0/genotypes"));
    assert_string_equal(text(view, "genes/found/1/near/0"), "0");
    assert_string_equal(text(view, "near_misses/elsewhere/0"), "1");
    assert_string_equal(text(view, "near_misses/counted"), "2");
    assert_string_equal(text(view, "near_misses/more"), "");
    assert_string_equal(text(view, "funnel/1/note"), "2 nearly listed: by this rule alone");
    kit_free(k);
}

/* CB-LEDGER-08 */
static void test_what_was_not_examined(void **state) {
    (void)state;
    static const cb_not_examined sv = {"sv", "vcf_sv", "fam.SV.vcf.gz", "not_supported"};
    kit *k = case_of_genes();
    k->kase.not_examined = &sv;
    k->kase.not_examined_count = 1;
    const cb_node *view = kit_view(k);
    assert_non_null(strstr(text(view, "genes/not_examined/0"), "named by the case and not read"));
    assert_non_null(strstr(text(view, "genes/not_examined/1"), "not supplied"));
    assert_non_null(strstr(text(view, "genes/not_examined/3"), "Coverage: not supplied"));
    assert_int_equal(cb_node_at(view, "genes/not_examined")->count, 4);
    k->kase.annotation_kind_count = 0;
    view = kit_view(k);
    assert_non_null(strstr(text(view, "genes/not_examined/4"), "no record can be told to lie in a gene"));
    kit_free(k);
    k = kit_new();
    kit_trio(k);
    view = kit_view(k);
    assert_string_equal(text(view, "genes/count"), "0");
    assert_non_null(strstr(text(view, "genes/summary"), "no gene panel"));
    kit_free(k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_genes_with_something_come_first),
        cmocka_unit_test(test_near_misses_row_by_row),
        cmocka_unit_test(test_what_was_not_examined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
