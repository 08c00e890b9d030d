/* number.h: numbers from and to text, whatever the locale. */
#ifndef CASEBOUND_BASE_NUMBER_H
#define CASEBOUND_BASE_NUMBER_H

#include "casebound/base/bytes.h"

/* The whole slice is one decimal integer ("-7", "+7" and "7"; no spaces) that fits: true and *out. */
bool cb_parse_integer(cb_str text, int64_t *out);
/* The whole slice is one decimal number as VCF's Float writes it (4.3 section 1.3, without NaN and infinities): true
 * and *out. */
bool cb_parse_real(cb_str text, double *out);

enum { CB_NUMBER_TEXT = 40 };
/* The shortest text that reads back as the same double, without exponent between 1e-7 and 1e15 ("0.00061", "12",
 * "1e-09"). */
void cb_number_text(double value, char out[CB_NUMBER_TEXT]);
/* `digits` significant digits at most, trailing zeros cut, no exponent between 1e-7 and 1e15. */
void cb_number_rounded(double value, int digits, char out[CB_NUMBER_TEXT]);
/* Thousands grouped with U+202F NARROW NO-BREAK SPACE from 10000 on. */
void cb_integer_grouped(int64_t value, char out[CB_NUMBER_TEXT]);

#endif
