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

typedef unsigned char lanes __attribute__((vector_size(16)));

/* Bytes that are not plain have bits set. */
static lanes stains(lanes x) {
    return (lanes)((x < ' ') & (x != '\t') & (x != '\n')) | (lanes)(x > '~');
}

bool cb_str_plain(cb_str text) {
    lanes seen = {0};
    size_t i = 0;
    for (; text.n - i >= sizeof seen; i += sizeof seen) {
        lanes x;
        memcpy(&x, text.s + i, sizeof x);
        seen |= stains(x);
    }
    lanes rest = {0};
    rest += ' ';
    if (i < text.n) {
        memcpy(&rest, text.s + i, text.n - i);
    }
    seen |= stains(rest);
    uint64_t halves[2];
    memcpy(halves, &seen, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

/* The lowest bit is the first of 16 bytes; set where the byte is one of the two. */
static unsigned hits_in(const char *bytes, lanes of_a, lanes of_b) {
    lanes x;
    memcpy(&x, bytes, sizeof x);
    lanes hits = (lanes)(x == of_a) | (lanes)(x == of_b);
#ifdef __SSE2__
    typedef char signed_lanes __attribute__((vector_size(16)));
    return (unsigned)__builtin_ia32_pmovmskb128((signed_lanes)hits);
#else
    unsigned bits = 0;
    for (unsigned i = 0; i < sizeof hits; i++) {
        bits |= (hits[i] & 1u) << i;
    }
    return bits;
#endif
}

size_t cb_str_places(cb_str text, char a, char b, uint32_t *places) {
    lanes of_a = {0}, of_b = {0};
    of_a += (unsigned char)a;
    of_b += (unsigned char)b;
    size_t count = 0, i = 0;
    for (; text.n - i >= sizeof of_a; i += sizeof of_a) {
        for (unsigned bits = hits_in(text.s + i, of_a, of_b); bits; bits &= bits - 1) {
            places[count++] = (uint32_t)i + (uint32_t)__builtin_ctz(bits);
        }
    }
    for (; i < text.n; i++) {
        if (text.s[i] == a || text.s[i] == b) {
            places[count++] = (uint32_t)i;
        }
    }
    return count;
}
