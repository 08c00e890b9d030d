/* meta.c: the inside of a structured header line, <ID=x,Number=1,Description="a, \"b\"">. */
#include <string.h>

#include "read/header.h"

/* The end of a quoted value that begins behind `s`; NULL when the quote is not closed. */
static const char *closing_quote(const char *s, const char *end) {
    for (; s < end; s++) {
        if (*s == '\\' && s + 1 < end) {
            s++;
        } else if (*s == '"') {
            return s;
        }
    }
    return NULL;
}

int cb_meta_next(cb_str *rest, cb_str *key, cb_str *value) {
    if (rest->n == 0) {
        return 0;
    }
    const char *s = rest->s, *end = rest->s + rest->n;
    const char *equals = memchr(s, '=', rest->n);
    const char *comma = memchr(s, ',', rest->n);
    if (!equals || equals == s || (comma && comma < equals)) {
        return -1;
    }
    *key = cb_str_trim((cb_str){s, (size_t)(equals - s)});
    const char *from = equals + 1, *next;
    if (from < end && *from == '"') {
        const char *quote = closing_quote(from + 1, end);
        if (!quote || (quote + 1 < end && quote[1] != ',')) {
            return -1;
        }
        *value = (cb_str){from + 1, (size_t)(quote - from - 1)};
        next = quote + 1;
    } else {
        next = memchr(from, ',', (size_t)(end - from));
        next = next ? next : end;
        *value = (cb_str){from, (size_t)(next - from)};
    }
    next += next < end ? 1 : 0;
    *rest = (cb_str){next, (size_t)(end - next)};
    return 1;
}

bool cb_meta_value(cb_str inside, const char *key, cb_str *value) {
    cb_str name;
    while (cb_meta_next(&inside, &name, value) == 1) {
        if (cb_str_is(name, key)) {
            return true;
        }
    }
    return false;
}
