/* pdf_scan.c: tokens of a PDF. */
#include "verify/pdf_scan.h"

#include <string.h>

#include "casebound/base/number.h"

enum { DIGITS_MAX = 12 };

static void skip(cb_str *rest, size_t n) {
    rest->s += n;
    rest->n -= n;
}

bool cb_scan_is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

void cb_scan_space(cb_str *rest) {
    while (rest->n && cb_scan_is_space(*rest->s)) {
        skip(rest, 1);
    }
}

void cb_scan_blank(cb_str *rest) {
    cb_scan_space(rest);
    while (rest->n && *rest->s == '%') {
        while (rest->n && *rest->s != '\n' && *rest->s != '\r') {
            skip(rest, 1);
        }
        cb_scan_space(rest);
    }
}

bool cb_scan_word(cb_str *rest, const char *word) {
    cb_scan_space(rest);
    if (!cb_str_starts(*rest, word)) {
        return false;
    }
    skip(rest, strlen(word));
    return true;
}

bool cb_scan_number(cb_str *rest, int64_t *out) {
    size_t n = 0;
    cb_scan_space(rest);
    while (n < rest->n && n < DIGITS_MAX && rest->s[n] >= '0' && rest->s[n] <= '9') {
        n++;
    }
    bool is = n > 0 && cb_parse_integer((cb_str){rest->s, n}, out);
    skip(rest, n);
    return is;
}

bool cb_scan_string(cb_str *rest) {
    int depth = 0;
    for (size_t i = 0; i < rest->n; i++) {
        char c = rest->s[i];
        if (c == '\\') {
            i++;
        } else if (c == '(') {
            depth++;
        } else if (c == ')' && --depth == 0) {
            skip(rest, i + 1);
            return true;
        }
    }
    return false;
}

cb_str cb_scan_name(cb_str *rest) {
    size_t n = 1;
    while (n < rest->n && !cb_scan_is_space(rest->s[n]) && !strchr("()<>[]{}/%", rest->s[n])) {
        n++;
    }
    cb_str name = {rest->s, n};
    skip(rest, n);
    return name;
}
