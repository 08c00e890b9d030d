/* number.c: numbers from and to text. The only file that may call strtod: it checks the characters first, and takes the
 * decimal point of the locale out of the game by uselocale-free means (the program never calls setlocale). */
#include "casebound/base/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REAL_TEXT_MAX = 400 };

bool cb_parse_integer(cb_str text, int64_t *out) {
    size_t i = 0;
    bool negative = false;
    if (text.n > 0 && (text.s[0] == '-' || text.s[0] == '+')) {
        negative = text.s[0] == '-';
        i = 1;
    }
    if (i == text.n) {
        return false;
    }
    int64_t value = 0;
    for (; i < text.n; i++) {
        if (text.s[i] < '0' || text.s[i] > '9') {
            return false;
        }
        int digit = text.s[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, digit, &value)) {
            return false;
        }
    }
    if (!negative && value == INT64_MIN) {
        return false;
    }
    *out = negative ? value : -value; /* counted downward, so that INT64_MIN fits */
    return true;
}

/* A number taken apart while its shape is looked at: [+-] digits [. digits] [e [+-] digits], with a digit on one side
 * of the point at least. */
typedef struct real_shape {
    uint64_t digits;     /* the significant ones, as far as they fit */
    int count;           /* how many of them */
    int exponent;        /* of ten */
    bool negative, wide; /* wide: digits or exponent did not fit */
} real_shape;

enum { DIGITS_FIT = 19, EXPONENT_FITS = 4 };

static size_t take_digits(cb_str text, size_t at, real_shape *r) {
    size_t i = at;
    for (; i < text.n && text.s[i] >= '0' && text.s[i] <= '9'; i++) {
        if (r->count == DIGITS_FIT) {
            r->wide = true;
        } else {
            r->digits = r->digits * 10 + (uint64_t)(text.s[i] - '0');
            r->count += r->digits > 0 ? 1 : 0;
        }
    }
    return i - at;
}

static bool take_exponent(cb_str text, size_t *at, real_shape *r) {
    size_t i = *at + 1, first;
    bool minus = i < text.n && text.s[i] == '-';
    int value = 0;
    i += i < text.n && (text.s[i] == '-' || text.s[i] == '+') ? 1 : 0;
    for (first = i; i < text.n && text.s[i] >= '0' && text.s[i] <= '9'; i++) {
        r->wide = r->wide || i - first >= EXPONENT_FITS;
        value = r->wide ? 0 : value * 10 + (text.s[i] - '0');
    }
    r->exponent += minus ? -value : value;
    bool some = i > first;
    *at = i;
    return some;
}

static bool take_apart_text(cb_str text, real_shape *r) {
    *r = (real_shape){.negative = text.n > 0 && text.s[0] == '-'};
    size_t i = text.n > 0 && (text.s[0] == '-' || text.s[0] == '+') ? 1 : 0;
    size_t whole = take_digits(text, i, r), fraction = 0;
    i += whole;
    if (i < text.n && text.s[i] == '.') {
        fraction = take_digits(text, i + 1, r);
        r->exponent = fraction <= REAL_TEXT_MAX ? -(int)fraction : 0;
        i += 1 + fraction;
    }
    if (whole + fraction == 0) {
        return false;
    }
    if (i < text.n && (text.s[i] == 'e' || text.s[i] == 'E') && !take_exponent(text, &i, r)) {
        return false;
    }
    return i == text.n;
}

/* Digits below 2^53 and a power of ten up to 10^22 are doubles themselves, so that one multiplication or division
 * rounds as strtod does (Clinger 1990). False: strtod is needed. */
static bool is_exact(const real_shape *r, double *out) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    enum { EXACT_POWER = sizeof powers / sizeof *powers - 1 };
    if (r->wide || r->digits > (UINT64_C(1) << 53) || r->exponent < -EXACT_POWER || r->exponent > EXACT_POWER) {
        return false;
    }
    double value = (double)r->digits;
    value = r->exponent < 0 ? value / powers[-r->exponent] : value * powers[r->exponent];
    *out = r->negative ? -value : value;
    return true;
}

/* "0.0125" and its like, of so few digits that no width need be looked at. False: not of that shape. */
static bool parse_short(cb_str text, double *out) {
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14};
    enum { SHORT = sizeof powers / sizeof *powers };
    uint64_t digits = 0;
    size_t i = 0;
    if (text.n > SHORT) {
        return false;
    }
    for (; i < text.n && (unsigned char)(text.s[i] - '0') < 10; i++) {
        digits = digits * 10 + (uint64_t)(text.s[i] - '0');
    }
    size_t whole = i, fraction = 0;
    if (i < text.n && text.s[i] == '.') {
        for (i++; i < text.n && (unsigned char)(text.s[i] - '0') < 10; i++, fraction++) {
            digits = digits * 10 + (uint64_t)(text.s[i] - '0');
        }
    }
    if (i < text.n || whole + fraction == 0) {
        return false;
    }
    *out = (double)digits / powers[fraction];
    return true;
}

bool cb_parse_real(cb_str text, double *out) {
    if (parse_short(text, out)) {
        return true;
    }
    real_shape r;
    if (text.n == 0 || text.n >= REAL_TEXT_MAX || !take_apart_text(text, &r)) {
        return false;
    }
    if (is_exact(&r, out)) {
        return true;
    }
    char copy[REAL_TEXT_MAX];
    memcpy(copy, text.s, text.n);
    copy[text.n] = '\0';
    double value = strtod(copy, NULL);
    if (!isfinite(value)) {
        return false;
    }
    *out = value;
    return true;
}

/* "%.*e" taken apart: sign, digits without point, decimal exponent. */
typedef struct decimal {
    bool negative;
    char digits[24];
    int count, exponent;
} decimal;

static void take_apart(double value, int precision, decimal *d) {
    char text[CB_NUMBER_TEXT];
    snprintf(text, sizeof text, "%.*e", precision - 1, value);
    const char *p = text;
    d->negative = *p == '-';
    p += d->negative;
    d->count = 0;
    for (; *p && *p != 'e'; p++) {
        if (*p >= '0' && *p <= '9') {
            d->digits[d->count++] = *p;
        }
    }
    d->exponent = *p ? (int)strtol(p + 1, NULL, 10) : 0;
    while (d->count > 1 && d->digits[d->count - 1] == '0') {
        d->count--;
    }
}

static void put_together(const decimal *d, char out[CB_NUMBER_TEXT]) {
    char *p = out;
    if (d->negative) {
        *p++ = '-';
    }
    if (d->exponent < -7 || d->exponent >= 15) {
        *p++ = d->digits[0];
        if (d->count > 1) {
            *p++ = '.';
            memcpy(p, d->digits + 1, (size_t)d->count - 1);
            p += d->count - 1;
        }
        unsigned exponent = (unsigned)abs(d->exponent) % 1000u;
        snprintf(p, 8, "e%c%02u", d->exponent < 0 ? '-' : '+', exponent);
        return;
    }
    int point = d->exponent + 1; /* digits before the decimal point */
    if (point <= 0) {
        *p++ = '0';
        *p++ = '.';
        for (int i = point; i < 0; i++) {
            *p++ = '0';
        }
    }
    for (int i = 0; i < d->count || i < point; i++) {
        if (i == point && point > 0) {
            *p++ = '.';
        }
        *p++ = i < d->count ? d->digits[i] : '0';
    }
    *p = '\0';
}

void cb_number_rounded(double value, int digits, char out[CB_NUMBER_TEXT]) {
    if (!isfinite(value)) {
        snprintf(out, CB_NUMBER_TEXT, "%s", isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
        return;
    }
    if (value == 0) {
        memcpy(out, "0", 2);
        return;
    }
    decimal d = {0};
    take_apart(value, digits < 1 ? 1 : digits > 17 ? 17 : digits, &d);
    put_together(&d, out);
}

/* A normal number keeps up to DBL_DIG decimal digits: where fewer than that say it, they are those digits without the
 * zeros at their end. */
void cb_number_text(double value, char out[CB_NUMBER_TEXT]) {
    for (int digits = fabs(value) < DBL_MIN ? 1 : DBL_DIG; digits <= 17; digits++) {
        cb_number_rounded(value, digits, out);
        if (!isfinite(value) || strtod(out, NULL) == value) {
            return;
        }
    }
}

void cb_integer_grouped(int64_t value, char out[CB_NUMBER_TEXT]) {
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)value);
    const char *p = digits;
    char *q = out;
    if (*p == '-') {
        *q++ = *p++;
    }
    size_t left = strlen(p);
    bool grouped = left > 4;
    for (; *p; p++, left--) {
        *q++ = *p;
        if (grouped && left > 1 && left % 3 == 1) {
            memcpy(q, "\xe2\x80\xaf", 3);
            q += 3;
        }
    }
    *q = '\0';
}
