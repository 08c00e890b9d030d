/* bytes.c: slices. */
#include "casebound/base/bytes.h"

#include <string.h>

int cb_str_order(cb_str a, cb_str b) {
    size_t shared = a.n < b.n ? a.n : b.n;
    int order = shared ? memcmp(a.s, b.s, shared) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool cb_str_split(cb_str *rest, char separator, cb_str *part) {
    if (!rest->s) {
        return false;
    }
    const char *end = rest->n ? memchr(rest->s, separator, rest->n) : NULL;
    if (!end) {
        *part = *rest;
        *rest = (cb_str){NULL, 0};
        return true;
    }
    size_t size = (size_t)(end - rest->s);
    *part = (cb_str){rest->s, size};
    *rest = (cb_str){end + 1, rest->n - size - 1};
    return true;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

cb_str cb_str_trim(cb_str text) {
    while (text.n > 0 && is_space(text.s[0])) {
        text.s++;
        text.n--;
    }
    while (text.n > 0 && is_space(text.s[text.n - 1])) {
        text.n--;
    }
    return text;
}

bool cb_str_starts(cb_str text, const char *prefix) {
    size_t size = strlen(prefix);
    return text.n >= size && (size == 0 || memcmp(text.s, prefix, size) == 0);
}

bool cb_str_find(cb_str text, const char *needle, size_t *at) {
    size_t size = strlen(needle);
    if (size == 0 || text.n < size) {
        return false;
    }
    const char *found = memmem(text.s, text.n, needle, size);
    if (!found) {
        return false;
    }
    if (at) {
        *at = (size_t)(found - text.s);
    }
    return true;
}
