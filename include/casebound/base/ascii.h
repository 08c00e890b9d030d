/* ascii.h: comparison of names that ignores the case of ASCII letters, whatever the locale. */
#ifndef CASEBOUND_BASE_ASCII_H
#define CASEBOUND_BASE_ASCII_H

#include "casebound/base/bytes.h"

bool cb_ascii_same(cb_str a, cb_str b);
bool cb_ascii_is(cb_str a, const char *text);
/* Where `word` first stands in the text. */
bool cb_ascii_find(cb_str text, const char *word, size_t *at);
bool cb_ascii_letter(char c);
static inline bool cb_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
/* True when there is at least one byte and all are digits. */
bool cb_ascii_digits(cb_str text);

#endif
