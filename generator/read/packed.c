/* packed.c: numbers of BCF as text. A float is written with six digits, as htslib does (kputd), and is worth what that
 * text says: the same record reads alike from a VCF and from a BCF. */
#include "read/packed.h"

#include <htslib/hts_endian.h>
#include <htslib/vcf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Six digits, and how many of them stand behind the point. */
enum { DIGITS = 6, SCALE = 10, THOUSAND = 1000, DECADES = 10 };
typedef struct decimal {
    uint32_t digits;
    int behind;
} decimal;

/* The numbers below a thousand: up to three digits, and how many they are. */
#define ONE(a, b, c)                                                                            \
    {                                                                                           \
        '0' + (a) + !(a) * (b) + !((a) + (b)) * (c), '0' + !!(a) * (b) + !(a) * (c), '0' + (c), \
            1 + !!(a) + !!((a) + (b))                                                           \
    }
#define TEN(a, b)                                                                                                   \
    ONE(a, b, 0), ONE(a, b, 1), ONE(a, b, 2), ONE(a, b, 3), ONE(a, b, 4), ONE(a, b, 5), ONE(a, b, 6), ONE(a, b, 7), \
        ONE(a, b, 8), ONE(a, b, 9)
#define HUNDRED(a) \
    TEN(a, 0), TEN(a, 1), TEN(a, 2), TEN(a, 3), TEN(a, 4), TEN(a, 5), TEN(a, 6), TEN(a, 7), TEN(a, 8), TEN(a, 9)
static const char small[THOUSAND][4] = {HUNDRED(0), HUNDRED(1), HUNDRED(2), HUNDRED(3), HUNDRED(4),
                                        HUNDRED(5), HUNDRED(6), HUNDRED(7), HUNDRED(8), HUNDRED(9)};

static inline char *write_small(char *to, uint32_t value) {
    memcpy(to, small[value], sizeof small[value]); /* its last byte is written over */
    return to + small[value][3];
}

/* All of `count` digits. */
static char *write_digits(char *to, uint32_t value, int count) {
    for (int i = count; i-- > 0; value /= 10) {
        to[i] = (char)('0' + value % 10);
    }
    return to + count;
}

char *cb_packed_write_integer(char *to, int32_t value) {
    uint32_t rest = value < 0 ? 0 - (uint32_t)value : (uint32_t)value;
    if (value < 0) {
        *to++ = '-';
    }
    if (rest < THOUSAND) {
        return write_small(to, rest);
    }
    int groups = 0;
    uint32_t first = rest;
    for (; first >= THOUSAND; first /= THOUSAND) {
        groups++;
    }
    to = write_small(to, first);
    uint32_t behind = 1;
    for (int i = 0; i < groups; i++) {
        behind *= THOUSAND;
    }
    return write_digits(to, rest % behind, 3 * groups);
}

/* Cut to ten places behind the point, rounded up by half of the sixth digit's place, and cut there. False: htslib
 * writes an exponent. */
static bool decimal_of(double value, decimal *out) {
    static const double tops[DECADES] = {0.001, 0.01, 0.1, 1, 10, 100, 1000, 10000, 100000, 1000000};
    static const uint64_t powers[DECADES + 2] = {1,       10,       100,       1000,       10000,       100000,
                                                 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000};
    if (!(value >= 0.0001 && value <= 999999)) {
        return false;
    }
    int decade = 0;
    while (value >= tops[decade]) {
        decade++;
    }
    uint64_t scaled = (uint64_t)(value * 1e10) + 5 * powers[decade];
    int places = decade + 1; /* to cut; a carry makes it one more */
    places += scaled >= powers[places] * powers[DIGITS] ? 1 : 0;
    out->digits = (uint32_t)(scaled / powers[places]);
    out->behind = SCALE - places;
    return true;
}

static char *write_decimal(char *to, const decimal *d) {
    static const uint32_t powers[SCALE] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
    to = cb_packed_write_integer(to, (int32_t)(d->digits / powers[d->behind]));
    uint32_t fraction = d->digits % powers[d->behind];
    if (fraction == 0) {
        return to;
    }
    *to++ = '.';
    to = write_digits(to, fraction, d->behind);
    while (to[-1] == '0') {
        to--;
    }
    return to;
}

static char *write_float(char *to, double value) {
    decimal d;
    if (signbit(value) && !isnan(value)) {
        *to++ = '-';
        value = -value;
    }
    if (value == 0) {
        *to++ = '0';
        return to;
    }
    if (decimal_of(value, &d)) {
        return write_decimal(to, &d);
    }
    int n = snprintf(to, CB_PACKED_TEXT, "%g", value);
    return n > 0 ? to + n : to;
}

/* Whole numbers with commas between, up to the end of the vector. */
#define WRITE_INTEGERS(name, width, read, missing, vector_end)       \
    static char *name(const uint8_t *data, size_t count, char *to) { \
        for (size_t i = 0; i < count; i++) {                         \
            const int32_t value = (int32_t)read(data + i * (width)); \
            if (value == (vector_end)) {                             \
                break;                                               \
            }                                                        \
            if (i > 0) {                                             \
                *to++ = ',';                                         \
            }                                                        \
            if (value >= 0 && value < THOUSAND) {                    \
                to = write_small(to, (uint32_t)value);               \
            } else if (value == (missing)) {                         \
                *to++ = '.';                                         \
            } else {                                                 \
                to = cb_packed_write_integer(to, value);             \
            }                                                        \
        }                                                            \
        return to;                                                   \
    }
WRITE_INTEGERS(write_bytes, 1, le_to_i8, bcf_int8_missing, bcf_int8_vector_end)
WRITE_INTEGERS(write_shorts, 2, le_to_i16, bcf_int16_missing, bcf_int16_vector_end)
WRITE_INTEGERS(write_longs, 4, le_to_i32, bcf_int32_missing, bcf_int32_vector_end)

static char *write_floats(const uint8_t *data, size_t count, char *to) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t bits = le_to_u32(data + i * sizeof bits);
        if (bits == bcf_float_vector_end) {
            break;
        }
        if (i > 0) {
            *to++ = ',';
        }
        if (bits == bcf_float_missing) {
            *to++ = '.';
        } else {
            to = write_float(to, (double)le_to_float(data + i * sizeof bits));
        }
    }
    return to;
}

char *cb_packed_write(const cb_packed *v, const uint8_t *data, char *to) {
    switch (v->type) {
    case BCF_BT_INT8:
        return write_bytes(data, v->count, to);
    case BCF_BT_INT16:
        return write_shorts(data, v->count, to);
    case BCF_BT_INT32:
        return write_longs(data, v->count, to);
    default:
        return write_floats(data, v->count, to);
    }
}

/* The only value of a vector of whole numbers; the vectors of each width have their own two that are none. */
static bool only_integer(const cb_packed *v, int32_t *out, bool *end) {
    switch (v->type) {
    case BCF_BT_INT8:
        *out = (int32_t)le_to_i8(v->data);
        *end = *out == bcf_int8_vector_end;
        return !*end && *out != bcf_int8_missing;
    case BCF_BT_INT16:
        *out = le_to_i16(v->data);
        *end = *out == bcf_int16_vector_end;
        return !*end && *out != bcf_int16_missing;
    default:
        *out = le_to_i32(v->data);
        *end = *out == bcf_int32_vector_end;
        return !*end && *out != bcf_int32_missing;
    }
}

static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
enum { LAST_POWER = sizeof exact_powers / sizeof *exact_powers - 1 };

/* Below what is written without an exponent: the six digits of "%g", where the rounding of the product cannot tell them
 * wrong. */
static bool small_number(double value, double *out) {
    int behind = SCALE;
    while (behind < LAST_POWER && value * exact_powers[behind] < 100000) {
        behind++;
    }
    const double scaled = value * exact_powers[behind], whole = floor(scaled), part = scaled - whole;
    if (!(scaled >= 100000 && scaled < 999999) || fabs(part - 0.5) < 0.001) {
        return false;
    }
    *out = (whole + (part > 0.5 ? 1 : 0)) / exact_powers[behind];
    return true;
}

bool cb_packed_number(const cb_packed *v, double *out) {
    int32_t integer;
    bool end;
    decimal d;
    if (v->count != 1) {
        return false;
    }
    if (v->type != BCF_BT_FLOAT) {
        bool there = only_integer(v, &integer, &end);
        *out = there ? integer : 0;
        return there;
    }
    const double value = (double)le_to_float(v->data);
    if (value == 0 && !signbit(value)) {
        *out = 0;
        return true;
    }
    if (value > 0 && value < 0.0001) {
        return small_number(value, out);
    }
    if (!decimal_of(fabs(value), &d)) {
        return false;
    }
    *out = copysign(d.digits / exact_powers[d.behind], value);
    return true;
}

bool cb_packed_is_void(const cb_packed *v) {
    int32_t integer;
    bool end = false;
    if (v->count != 1) {
        return false;
    }
    if (v->type == BCF_BT_FLOAT) {
        return le_to_u32(v->data) == bcf_float_vector_end;
    }
    (void)only_integer(v, &integer, &end);
    return end;
}
