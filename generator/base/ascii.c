/* ascii.c: <ctype.h> asks the locale; this does not. */
#include "casebound/base/ascii.h"

#include <string.h>

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool cb_ascii_same(cb_str a, cb_str b) {
    if (a.n != b.n) {
        return false;
    }
    for (size_t i = 0; i < a.n; i++) {
        if (lower(a.s[i]) != lower(b.s[i])) {
            return false;
        }
    }
    return true;
}

bool cb_ascii_is(cb_str a, const char *text) {
    return cb_ascii_same(a, cb_str_of(text));
}

bool cb_ascii_find(cb_str text, const char *word, size_t *at) {
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= text.n; i++) {
        if (cb_ascii_same((cb_str){text.s + i, size}, (cb_str){word, size})) {
            *at = i;
            return true;
        }
    }
    return false;
}

bool cb_ascii_letter(char c) {
    c = lower(c);
    return c >= 'a' && c <= 'z';
}

bool cb_ascii_digits(cb_str text) {
    for (size_t i = 0; i < text.n; i++) {
        if (!cb_ascii_digit(text.s[i])) {
            return false;
        }
    }
    return text.n > 0;
}
