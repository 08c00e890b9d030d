/* bands_test.c: the table of calibrated bands: what is read, what is refused, what a score is worth. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "casebound/base/file.h"
#include "casebound/read/case_file.h"

enum { ROOM = 8 << 20 };

#define HEAD "# version: 7\npredictor\tapplies\tkind\tstrength\tbound\tsource\n"
#define SCALE "x\tmissense\tscale\tfrom\t0\ts\nx\tmissense\tscale\tto\t1\ts\n"

static void read_shipped(cb_arena *arena, cb_bands *out) {
    cb_error e = {0};
    cb_str bytes;
    assert_int_equal(cb_file_read(arena, "filters/data/bands.tsv", 1 << 20, &bytes, &e), CB_OK);
    if (cb_bands_read(arena, bytes, "bands.tsv", out, &e) != CB_OK) {
        fail_msg("%s", e.text);
    }
}

/* Bounds of Pejaver 2022 (table 2), Walker 2023 and Bergquist 2025: a score at a bound is in the stronger band. */
/* CB-BAND-02 */
static void test_scores(void **state) {
    (void)state;
    static const struct {
        const char *predictor;
        double score;
        cb_strength strength;
        bool harmful;
    } rows[] = {{"revel", 0.932, CB_STRONG, true},
                {"revel", 0.931, CB_MODERATE, true},
                {"revel", 0.773, CB_MODERATE, true},
                {"revel", 0.644, CB_SUPPORTING, true},
                {"revel", 0.643, CB_STRENGTH_NONE, false},
                {"revel", 0.291, CB_STRENGTH_NONE, false},
                {"revel", 0.290, CB_SUPPORTING, false},
                {"revel", 0.183, CB_MODERATE, false},
                {"revel", 0.016, CB_STRONG, false},
                {"revel", 0.003, CB_VERY_STRONG, false},
                {"revel", 0, CB_VERY_STRONG, false},
                {"revel", 1, CB_STRONG, true},
                {"cadd", 28.1, CB_MODERATE, true},
                {"cadd", 25.3, CB_SUPPORTING, true},
                {"cadd", 22.7, CB_SUPPORTING, false},
                {"cadd", 17.3, CB_MODERATE, false},
                {"cadd", 0.15, CB_STRONG, false},
                {"cadd", 99, CB_MODERATE, true},
                {"spliceai", 0.2, CB_SUPPORTING, true},
                {"spliceai", 0.15, CB_STRENGTH_NONE, false},
                {"spliceai", 0.1, CB_SUPPORTING, false},
                {"alphamissense", 0.99, CB_STRONG, true},
                {"alphamissense", 0.5, CB_STRENGTH_NONE, false},
                {"alphamissense", 0.099, CB_MODERATE, false}};
    cb_arena *arena = cb_arena_new(ROOM);
    assert_non_null(arena);
    cb_bands bands;
    read_shipped(arena, &bands);
    assert_null(cb_bands_find(&bands, "sift"));
    assert_null(cb_bands_find(NULL, "revel"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const cb_band_scale *scale = cb_bands_find(&bands, rows[i].predictor);
        assert_non_null(scale);
        bool harmful;
        const cb_strength strength = cb_band_of(scale, rows[i].score, &harmful);
        if (strength != rows[i].strength || harmful != rows[i].harmful) {
            fail_msg("%s %g: strength %d, %d", rows[i].predictor, rows[i].score, (int)strength, harmful);
        }
    }
    cb_arena_free(arena);
}

/* A stop is no missense variant, a donor site is what SpliceAI is not calibrated for. */
/* CB-BAND-02 */
static void test_what_a_calibration_is_for(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new(ROOM);
    assert_non_null(arena);
    cb_bands bands;
    read_shipped(arena, &bands);
    const cb_band_scale *revel = cb_bands_find(&bands, "revel"), *splice = cb_bands_find(&bands, "spliceai");
    static const struct {
        const char *term;
        bool missense, elsewhere;
    } rows[] = {{"missense_variant", true, true},
                {"missense", true, true},
                {"stop_gained", false, true},
                {"intron_variant", false, true},
                {"splice_donor_variant", false, false},
                {"splice_acceptor", false, false},
                {NULL, false, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const cb_variant v = {.consequence = rows[i].term};
        assert_int_equal(cb_band_applies(revel, &v), rows[i].missense);
        assert_int_equal(cb_band_applies(splice, &v), rows[i].elsewhere);
    }
    cb_arena_free(arena);
}

/* CB-BAND-01 */
static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *error;
    } rows[] = {
        {HEAD, "has no band or no version"},
        {"# version: 1\nx\tmissense\tscale\tfrom\t0\ts\n", "the header is missing"},
        {HEAD "x\tmissense\tharmful\n", "line 3: has not the 6 columns"},
        {HEAD "x\tmissense\tharmful\tstrong\t1\ts\ty\n", "line 3: has not the 6 columns"},
        {HEAD "\tmissense\tharmful\tstrong\t1\ts\n", "names no predictor"},
        {HEAD "x\tnonsense\tharmful\tstrong\t1\ts\n", "applies is missense or not_splice_site"},
        {HEAD SCALE "x\tnot_splice_site\tharmful\tstrong\t1\ts\n", "applies is not what it was"},
        {HEAD "x\tmissense\tharmful\tweak\t1\ts\n", "neither a scale"},
        {HEAD "x\tmissense\tscale\tmiddle\t1\ts\n", "neither a scale"},
        {HEAD "x\tmissense\tharmful\tstrong\tone\ts\n", "the bound is no number"},
        {HEAD "x\tmissense\tharmful\tstrong\tinf\ts\n", "the bound is no number"},
        {HEAD SCALE "x\tmissense\tscale\tto\t2\ts\n", "line 5: stands twice"},
        {HEAD SCALE, "x: needs a scale, and bands"},
        {HEAD "x\tmissense\tharmful\tstrong\t1\ts\n", "x: needs a scale, and bands"},
        {HEAD SCALE "x\tmissense\tharmful\tstrong\t.5\ts\nx\tmissense\tharmful\tmoderate\t.6\ts\n", "needs a scale"},
        {HEAD SCALE "x\tmissense\tbenign\tstrong\t.5\ts\nx\tmissense\tbenign\tmoderate\t.4\ts\n", "needs a scale"},
        {HEAD SCALE "x\tmissense\tharmful\tsupporting\t.5\ts\nx\tmissense\tbenign\tsupporting\t.6\ts\n",
         "needs a scale"},
        {HEAD "x\tmissense\tharmful\tstrong\t1\t\xff\n", "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_arena *arena = cb_arena_new(ROOM);
        assert_non_null(arena);
        cb_error e = {0};
        cb_bands bands;
        assert_int_equal(cb_bands_read(arena, cb_str_of(rows[i].text), "b.tsv", &bands, &e), CB_INPUT);
        if (!strstr(e.text, rows[i].error)) {
            fail_msg("%s, expected '%s'", e.text, rows[i].error);
        }
        cb_arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scores), cmocka_unit_test(test_what_a_calibration_is_for),
                                       cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
