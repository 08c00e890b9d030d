/* text_test.c: slices, UTF-8, numbers, dates, messages. */
#include <stdarg.h>
#include <stddef.h>
#include <math.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "casebound/base/number.h"
#include "casebound/base/time.h"
#include "casebound/base/utf8.h"

#define S(text) ((cb_str){text, sizeof(text) - 1})

/* CB-BASE-05 */
static void splitting_loses_no_empty_part(void **state) {
    (void)state;
    cb_str rest = S("a,,b,"), part;
    const char *const want[] = {"a", "", "b", ""};
    for (size_t i = 0; i < 4; i++) {
        assert_true(cb_str_split(&rest, ',', &part));
        assert_true(cb_str_is(part, want[i]));
    }
    assert_false(cb_str_split(&rest, ',', &part));
    rest = S("");
    assert_true(cb_str_split(&rest, ',', &part));
    assert_int_equal(part.n, 0);
    assert_false(cb_str_split(&rest, ',', &part));
}

/* CB-BASE-05 */
static void slices_are_ordered_by_bytes(void **state) {
    (void)state;
    assert_true(cb_str_order(S("a"), S("b")) < 0);
    assert_true(cb_str_order(S("ab"), S("a")) > 0);
    assert_int_equal(cb_str_order(S(""), S("")), 0);
    assert_true(cb_str_order(S("a\xff"), S("ab")) > 0);
    assert_true(cb_str_is(cb_str_trim(S(" \t x y\r\n")), "x y"));
    size_t at = 99;
    assert_true(cb_str_find(S("hello"), "llo", &at));
    assert_int_equal(at, 2);
    assert_false(cb_str_find(S("hello"), "lls", NULL));
    assert_true(cb_str_starts(S("chrX"), "chr"));
    assert_false(cb_str_starts(S("ch"), "chr"));
}

/* CB-BASE-06 */
static void bad_utf8_is_found(void **state) {
    (void)state;
    const cb_str good[] = {S(""),
                           S("ascii"),
                           S("\xc3\xa9"),
                           S("\xe2\x86\x92"),
                           S("\xf0\x9f\xa7\xac"),
                           S("\xed\x9f\xbf"),
                           S("\xf4\x8f\xbf\xbf")};
    const cb_str bad[] = {S("a\0b"),         S("\x80"),         S("\xc0\xaf"),         S("\xc3"),
                          S("\xe0\x80\xaf"), S("\xed\xa0\x80"), S("\xf4\x90\x80\x80"), S("\xf8\x88\x80\x80\x80"),
                          S("\xff"),         S("ok\xe2\x86")};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(cb_utf8_valid(good[i], NULL));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(cb_utf8_valid(bad[i], NULL));
    }
    size_t at = 0;
    assert_false(cb_utf8_valid(S("ok\xe2\x86"), &at));
    assert_int_equal(at, 2);
}

static void shows(const char *in, size_t size, const char *want) {
    cb_arena *a = cb_arena_new(1 << 16);
    char *shown = cb_utf8_shown(a, (cb_str){in, size});
    assert_string_equal(shown, want);
    assert_true(cb_utf8_valid(cb_str_of(shown), NULL));
    cb_arena_free(a);
}

/* CB-BASE-07 */
static void no_character_can_hide_or_reorder_another(void **state) {
    (void)state;
    shows("plain\ttext\n", 11, "plain\ttext\n");
    shows("a\0b", 3, "a<U+0000>b");
    shows("\x1b[31m", 5, "<U+001B>[31m");
    shows("\xe2\x80\xae" "cba", 6, "<U+202E>cba");
    shows("\xe2\x81\xa6x", 4, "<U+2066>x");
    shows("\xef\xbb\xbfx", 4, "<U+FEFF>x");
    shows("\xff\xc3\xa9", 3, "\xef\xbf\xbd\xc3\xa9");
    shows("\xef\xbf\xbf", 3, "<U+FFFF>");
    shows("\xf0\x9f\xbf\xbe", 4, "<U+1FFFE>");
    shows("\xc2\x85", 2, "<U+0085>");
}

/* CB-BASE-07 */
static void code_points_come_back(void **state) {
    (void)state;
    const uint32_t points[] = {'A', 0x7ff, 0x800, 0xffff - 2, 0x10000, 0x10ffff};
    cb_buf b;
    cb_buf_init(&b, 100);
    for (size_t i = 0; i < 6; i++) {
        cb_utf8_add(&b, points[i]);
    }
    cb_str rest = cb_buf_view(&b);
    assert_int_equal(cb_utf8_length(rest), 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(cb_utf8_next(&rest), points[i]);
    }
    cb_buf_clear(&b);
    cb_utf8_add(&b, 0xd800);
    assert_string_equal(b.data, "\xef\xbf\xbd");
    cb_buf_free(&b);
}

/* CB-BASE-08 */
static void only_whole_numbers_that_fit_are_integers(void **state) {
    (void)state;
    int64_t v = 1;
    assert_true(cb_parse_integer(S("0"), &v) && v == 0);
    assert_true(cb_parse_integer(S("-9223372036854775808"), &v) && v == INT64_MIN);
    assert_true(cb_parse_integer(S("+9223372036854775807"), &v) && v == INT64_MAX);
    const cb_str bad[] = {
        S(""),    S("-"),  S("9223372036854775808"), S("-9223372036854775809"), S("1 "), S(" 1"), S("1.0"), S("0x1"),
        S("1e3"), S("1\0")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(cb_parse_integer(bad[i], &v));
    }
}

/* CB-BASE-08 */
static void reals_are_read_as_vcf_writes_them(void **state) {
    (void)state;
    double v = 1;
    assert_true(cb_parse_real(S("0"), &v) && v == 0);
    assert_true(cb_parse_real(S("1e-5"), &v) && v == 1e-5);
    assert_true(cb_parse_real(S("-.5"), &v) && v == -0.5);
    assert_true(cb_parse_real(S("5."), &v) && v == 5);
    assert_true(cb_parse_real(S("+1.5E+3"), &v) && v == 1500);
    const cb_str bad[] = {S(""),      S("."),   S("nan"), S("inf"), S("1e"),    S("1e999"),
                          S("0x1p3"), S("1,5"), S("1 "),  S("--1"), S("1.2.3"), S("infinity")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(cb_parse_real(bad[i], &v));
    }
}

static void writes(double value, const char *want) {
    char out[CB_NUMBER_TEXT];
    cb_number_text(value, out);
    assert_string_equal(out, want);
    double back;
    assert_true(cb_parse_real(cb_str_of(out), &back));
    assert_true(back == value);
}

/* CB-BASE-09 */
static void numbers_are_written_short_and_come_back(void **state) {
    (void)state;
    writes(0, "0");
    writes(0.00061, "0.00061");
    writes(-12, "-12");
    writes(1e-9, "1e-09");
    writes(0.1, "0.1");
    writes(100000, "100000");
    writes(123456789012345.0, "123456789012345");
    writes(1e15, "1e+15");
    writes(1.0 / 3, "0.3333333333333333");
    writes(2.5e-7, "0.00000025");
    writes(1.5, "1.5");
    unsigned seed = 42;
    for (int i = 0; i < 20000; i++) {
        seed = seed * 1103515245u + 12345u;
        double value = (double)(int32_t)seed / (double)(1u + seed % 9973u);
        char out[CB_NUMBER_TEXT];
        double back;
        cb_number_text(value, out);
        assert_true(cb_parse_real(cb_str_of(out), &back) && back == value);
    }
}

/* The fewest digits of all that come back. */
static void check_shortest(double value) {
    char out[CB_NUMBER_TEXT], tried[CB_NUMBER_TEXT];
    int digits = 1;
    do {
        cb_number_rounded(value, digits, tried);
    } while (strtod(tried, NULL) != value && digits++ < 17);
    cb_number_text(value, out);
    assert_string_equal(out, tried);
}

/* CB-BASE-09 */
static void no_fewer_digits_come_back(void **state) {
    (void)state;
    uint64_t seed = 42;
    double scale = 1;
    for (int i = 0; i < 30000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        double any;
        memcpy(&any, &seed, sizeof any);
        if (any == any && any - any == 0) {
            check_shortest(any);
        }
        scale = i % 20 == 0 ? 1 : scale / 10;
        check_shortest((double)(seed >> 44) * scale);
        check_shortest((double)(float)((double)(seed >> 40) * scale));
    }
    for (int i = -1074; i < 1024; i++) {
        check_shortest(ldexp(1, i));
        check_shortest(nextafter(ldexp(1, i), 0));
    }
}

/* CB-BASE-09 */
static void numbers_are_rounded_and_grouped(void **state) {
    (void)state;
    char out[CB_NUMBER_TEXT];
    cb_number_rounded(0.000123456, 2, out);
    assert_string_equal(out, "0.00012");
    cb_number_rounded(0.5, 3, out);
    assert_string_equal(out, "0.5");
    cb_number_rounded(99.96, 3, out);
    assert_string_equal(out, "100");
    cb_integer_grouped(4812233, out);
    assert_string_equal(out, "4\xe2\x80\xaf" "812\xe2\x80\xaf" "233");
    cb_integer_grouped(9999, out);
    assert_string_equal(out, "9999");
    cb_integer_grouped(-10000, out);
    assert_string_equal(out, "-10\xe2\x80\xaf" "000");
}

/* CB-BASE-10 */
static void dates_are_checked_and_come_back(void **state) {
    (void)state;
    int64_t t;
    char out[CB_TIME_TEXT];
    assert_true(cb_time_parse(S("1970-01-01"), &t) && t == 0);
    assert_true(cb_time_parse(S("2024-02-29T23:59:59Z"), &t));
    assert_int_equal(t, 1709251199);
    cb_time_text(t, out);
    assert_string_equal(out, "2024-02-29T23:59:59Z");
    cb_date_text(-1, out);
    assert_string_equal(out, "1969-12-31");
    const cb_str bad[] = {S("2023-02-29"),           S("2024-13-01"),           S("2024-00-10"), S("2024-1-01"),
                          S("2024-01-01 00:00:00Z"), S("2024-01-01T24:00:00Z"), S("24-01-01"),   S("")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(cb_time_parse(bad[i], &t));
    }
}

/* CB-BASE-11 */
static void the_first_cause_wins_and_stays_one_line(void **state) {
    (void)state;
    cb_error e = {0};
    assert_int_equal(cb_fail_at(&e, CB_INPUT, "trio.ped", 4, "sample '%s'", "a\nb\x1b"), CB_INPUT);
    assert_string_equal(e.text, "trio.ped line 4: sample 'a\\x0ab\\x1b'");
    assert_int_equal(cb_fail(&e, CB_FILE, "second"), CB_FILE);
    cb_error reordered = {0};
    assert_int_equal(cb_fail(&reordered, CB_INPUT, "'a\xe2\x80\xae" "b\xff' in 'M\xc3\xbcller'"), CB_INPUT);
    assert_string_equal(reordered.text, "'a\\xe2\\x80\\xae" "b\\xff' in 'M\xc3\xbcller'");
    assert_int_equal(e.status, CB_INPUT);
    cb_error_clear(&e);
    char *longer = malloc(4000);
    memset(longer, 'x', 3999);
    longer[3999] = '\0';
    assert_int_equal(cb_fail(&e, CB_INPUT, "%s", longer), CB_INPUT);
    assert_true(strlen(e.text) < CB_ERROR_TEXT);
    free(longer);
    assert_int_equal(cb_fail(NULL, CB_SEAL, "nobody listens"), CB_SEAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splitting_loses_no_empty_part),
        cmocka_unit_test(slices_are_ordered_by_bytes),
        cmocka_unit_test(bad_utf8_is_found),
        cmocka_unit_test(no_character_can_hide_or_reorder_another),
        cmocka_unit_test(code_points_come_back),
        cmocka_unit_test(only_whole_numbers_that_fit_are_integers),
        cmocka_unit_test(reals_are_read_as_vcf_writes_them),
        cmocka_unit_test(numbers_are_written_short_and_come_back),
        cmocka_unit_test(no_fewer_digits_come_back),
        cmocka_unit_test(numbers_are_rounded_and_grouped),
        cmocka_unit_test(dates_are_checked_and_come_back),
        cmocka_unit_test(the_first_cause_wins_and_stays_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
