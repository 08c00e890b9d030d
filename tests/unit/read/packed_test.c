/* packed_test.c: numbers of BCF have the text that htslib writes of them, and are worth what it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <htslib/hts_endian.h>
#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include "casebound/base/number.h"
#include "read/packed.h"

/* A prime: every exponent and all kinds of fractions are met. */
enum { STEP = 1021, ROOM = 3 };

typedef struct oracle {
    kstring_t text;
    long numbers;
} oracle;

static void check(oracle *o, const cb_packed *v) {
    char own[8 * CB_PACKED_TEXT + ROOM];
    double number = 0, parsed = 0;
    o->text.l = 0;
    assert_true(bcf_fmt_array(&o->text, (int)v->count, v->type, (void *)(uintptr_t)v->data) >= 0);
    size_t n = (size_t)(cb_packed_write(v, v->data, own) - own);
    if (n != o->text.l || memcmp(own, ks_str(&o->text), n) != 0) {
        fail_msg("'%.*s', htslib '%.*s'", (int)n, own, (int)o->text.l, o->text.s);
    }
    if (cb_packed_number(v, &number)) {
        o->numbers++;
        assert_true(cb_parse_real((cb_str){own, n}, &parsed));
        assert_memory_equal(&number, &parsed, sizeof number);
    }
}

static void check_float(oracle *o, uint32_t bits) {
    uint8_t bytes[sizeof bits];
    u32_to_le(bits, bytes);
    const cb_packed v = {BCF_BT_FLOAT, 1, bytes};
    check(o, &v);
}

/* CB-VCF-54 */
static void floats_are_what_htslib_writes(void **state) {
    (void)state;
    oracle o = {.text = KS_INITIALIZE};
    for (uint64_t bits = 0; bits <= UINT32_MAX; bits += STEP) {
        check_float(&o, (uint32_t)bits);
    }
    /* around each power of ten, where rounding carries into one more digit */
    for (double power = 1e-5; power < 2e7; power *= 10) {
        float at = (float)power;
        uint32_t bits;
        memcpy(&bits, &at, sizeof bits);
        for (uint32_t i = 0; i < 2000; i++) {
            check_float(&o, bits - 1000 + i);
            check_float(&o, (bits - 1000 + i) | UINT32_C(1) << 31);
        }
    }
    ks_free(&o.text);
    assert_true(o.numbers > 100000);
}

/* CB-VCF-54 */
static void whole_numbers_are_what_htslib_writes(void **state) {
    (void)state;
    oracle o = {.text = KS_INITIALIZE};
    uint8_t bytes[sizeof(int32_t)];
    for (int32_t i = INT16_MIN; i <= INT16_MAX; i++) {
        const cb_packed one = {BCF_BT_INT8, 1, bytes}, two = {BCF_BT_INT16, 1, bytes};
        i16_to_le((int16_t)i, bytes);
        check(&o, &one);
        check(&o, &two);
    }
    for (int64_t i = INT32_MIN; i <= INT32_MAX; i += STEP) {
        const cb_packed four = {BCF_BT_INT32, 1, bytes};
        i32_to_le((int32_t)i, bytes);
        check(&o, &four);
    }
    assert_true(o.numbers > 1000000);
    ks_free(&o.text);
}

/* CB-VCF-54 */
static void vectors_end_where_they_say(void **state) {
    (void)state;
    static const uint8_t bytes[] = {1, 0x80, 200, 3, 0x81, 7}, shorts[] = {0, 0x80, 10, 2, 1, 0x80};
    static const uint8_t floats[] = {0, 0, 0x80, 0x3f, 1, 0, 0x80, 0x7f, 2, 0, 0x80, 0x7f};
    static const uint8_t end[] = {0x81}, missing[] = {0x80};
    const cb_packed vectors[] = {
        {BCF_BT_INT8, sizeof bytes, bytes}, {BCF_BT_INT16, 3, shorts}, {BCF_BT_FLOAT, 3, floats}};
    const cb_packed none = {BCF_BT_INT8, 1, end}, unknown = {BCF_BT_INT8, 1, missing};
    oracle o = {.text = KS_INITIALIZE};
    double number;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        check(&o, &vectors[i]);
        assert_false(cb_packed_number(&vectors[i], &number));
        assert_false(cb_packed_is_void(&vectors[i]));
    }
    assert_true(cb_packed_is_void(&none));
    assert_false(cb_packed_is_void(&unknown));
    assert_false(cb_packed_number(&none, &number));
    assert_false(cb_packed_number(&unknown, &number));
    ks_free(&o.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(floats_are_what_htslib_writes),
                                       cmocka_unit_test(whole_numbers_are_what_htslib_writes),
                                       cmocka_unit_test(vectors_end_where_they_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
