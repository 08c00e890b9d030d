/* measures_test.c: frequencies and predictors: values, bands, places on their scales. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/arrange/case_kit.h"
#include <math.h>

static double real_at(const cb_node *view, const char *path) {
    const cb_node *node = cb_node_at(view, path);
    assert_non_null(node);
    assert_int_equal(node->kind, CB_NODE_REAL);
    return node->real;
}

static const cb_node *with_scores(kit *k, double revel, const char *consequence) {
    cb_variant *v = kit_variant(k, "k");
    v->consequence = consequence;
    v->predictors[0].value = (cb_real){revel, CB_PRESENT, "CSQ/REVEL"};
    return kit_view(k);
}

/* CB-BAND-03 */
static void test_band_and_place(void **state) {
    (void)state;
    static const struct {
        double score;
        const char *consequence, *band, *kind;
    } rows[] = {{0.95, "missense_variant", "harmful, strong (PP3)", "harmful"},
                {0.2, "missense_variant", "harmless, supporting (BP4)", "benign"},
                {0.5, "missense_variant", "no evidence either way", "neutral"},
                {0.95, "stop_gained", "calibrated for missense variants alone", "neutral"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kit *k = kit_new();
        kit_trio(k);
        const cb_node *view = with_scores(k, rows[i].score, rows[i].consequence);
        assert_string_equal(cb_node_text(view, "variants/0/predictors/0/band"), rows[i].band);
        assert_string_equal(cb_node_text(view, "variants/0/predictors/0/band_kind"), rows[i].kind);
        assert_true(fabs(real_at(view, "variants/0/predictors/0/at") - 100 * rows[i].score) < 0.01);
        assert_int_equal(cb_node_at(view, "variants/0/predictors/0/scale")->integer, 0);
        kit_free(k);
    }
}

/* The segments of a scale follow each other from its beginning to its end. */
/* CB-BAND-03 */
static void test_scales(void **state) {
    (void)state;
    kit *k = kit_new();
    kit_trio(k);
    const cb_node *scales = cb_node_at(kit_view(k), "scales");
    assert_int_equal(scales->count, 1);
    assert_string_equal(cb_node_text(scales, "0/name"), "REVEL");
    double end = 0;
    const cb_node *segments = cb_node_at(scales, "0/segments");
    for (const cb_node *s = segments->first; s; s = s->next) {
        assert_true(fabs(real_at(s, "x") - end) < 0.02);
        end = real_at(s, "x") + real_at(s, "width");
    }
    assert_true(fabs(end - 100) < 0.02);
    assert_int_equal(segments->count, 8);
    assert_string_equal(cb_node_text(segments, "0/kind"), "benign very_strong");
    assert_string_equal(cb_node_text(segments, "4/kind"), "neutral");
    assert_string_equal(cb_node_text(segments, "7/kind"), "harmful strong");
    kit_free(k);
}

/* CB-BAND-03 */
static void test_without_table_or_value(void **state) {
    (void)state;
    kit *k = kit_new();
    kit_trio(k);
    cb_variant *v = kit_variant(k, "k");
    v->predictors[0].value = (cb_real){0, CB_MISSING, "CSQ/REVEL"};
    v->predictors[1].value = (cb_real){0, CB_NOT_ANNOTATED, NULL};
    v->frequencies[0].value = (cb_real){0.001, CB_PRESENT, "CSQ/gnomADe_AF"};
    v->frequencies[1].value = (cb_real){0, CB_NOT_ANNOTATED, NULL};
    const cb_node *view = kit_view(k);
    assert_string_equal(cb_node_text(view, "variants/0/predictors/0/band"), "");
    assert_null(cb_node_at(view, "variants/0/predictors/0/at"));
    assert_null(cb_node_at(view, "variants/0/predictors/1"));
    assert_string_equal(cb_node_text(view, "variants/0/predictors_not_annotated"), "Not annotated in this VCF: Gene");
    assert_true(fabs(real_at(view, "variants/0/frequencies/0/at") - 50) < 0.01);
    assert_null(cb_node_at(view, "variants/0/frequencies/1"));
    assert_string_equal(cb_node_text(view, "variants/0/frequencies_not_annotated"),
                        "Not annotated in this VCF: gnomAD genomes");
    kit_free(k);
    k = kit_new();
    kit_trio(k);
    memset(&k->bands, 0, sizeof k->bands);
    view = with_scores(k, 0.95, "missense_variant");
    assert_string_equal(cb_node_text(view, "variants/0/predictors/0/band"), "");
    assert_int_equal(cb_node_at(view, "scales")->count, 0);
    kit_free(k);
}

/* CB-BAND-03 */
static void test_frequencies_on_their_scale(void **state) {
    (void)state;
    static const double values[][2] = {{0, 0}, {1e-9, 0}, {1e-6, 0}, {1e-3, 50}, {1, 100}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        kit *k = kit_new();
        kit_trio(k);
        cb_variant *v = kit_variant(k, "k");
        v->frequencies[0].value = (cb_real){values[i][0], CB_PRESENT, "CSQ/gnomADe_AF"};
        assert_true(fabs(real_at(kit_view(k), "variants/0/frequencies/0/at") - values[i][1]) < 0.01);
        kit_free(k);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_band_and_place), cmocka_unit_test(test_scales),
                                       cmocka_unit_test(test_without_table_or_value),
                                       cmocka_unit_test(test_frequencies_on_their_scale)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
