/* utf8.c: decoding, checking and making visible. */
#include "casebound/base/utf8.h"

enum { REPLACEMENT = 0xFFFD };

/* Length of the sequence that a first byte announces, and the smallest code point it may hold; 0: not a first byte. */
static int announced(unsigned char first, uint32_t *least, uint32_t *bits) {
    if (first < 0x80) {
        *least = 0;
        *bits = first;
        return 1;
    }
    if (first >= 0xc2 && first < 0xe0) {
        *least = 0x80;
        *bits = first & 0x1fu;
        return 2;
    }
    if (first >= 0xe0 && first < 0xf0) {
        *least = 0x800;
        *bits = first & 0x0fu;
        return 3;
    }
    if (first >= 0xf0 && first < 0xf5) {
        *least = 0x10000;
        *bits = first & 0x07u;
        return 4;
    }
    return 0;
}

/* Bytes used, 0 when the bytes at text.s are no valid sequence. */
static int decode(cb_str text, uint32_t *point) {
    uint32_t least = 0, bits = 0;
    int size = announced((unsigned char)text.s[0], &least, &bits);
    if (size == 0 || (size_t)size > text.n) {
        return 0;
    }
    for (int i = 1; i < size; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if ((c & 0xc0) != 0x80) {
            return 0;
        }
        bits = bits << 6 | (c & 0x3fu);
    }
    if (bits < least || bits > 0x10ffff || (bits >= 0xd800 && bits < 0xe000)) {
        return 0;
    }
    *point = bits;
    return size;
}

bool cb_utf8_valid(cb_str text, size_t *at) {
    cb_str rest = text;
    while (rest.n > 0) {
        uint32_t point = 0;
        int size = decode(rest, &point);
        if (size == 0 || point == 0) {
            if (at) {
                *at = text.n - rest.n;
            }
            return false;
        }
        rest.s += size;
        rest.n -= (size_t)size;
    }
    return true;
}

uint32_t cb_utf8_next(cb_str *text) {
    uint32_t point = REPLACEMENT;
    int size = decode(*text, &point);
    if (size == 0) {
        size = 1;
        point = REPLACEMENT;
    }
    text->s += size;
    text->n -= (size_t)size;
    return point;
}

void cb_utf8_add(cb_buf *b, uint32_t point) {
    if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
        point = REPLACEMENT;
    }
    char out[4];
    size_t size = 0;
    if (point < 0x80) {
        out[size++] = (char)point;
    } else if (point < 0x800) {
        out[size++] = (char)(0xc0 | point >> 6);
    } else if (point < 0x10000) {
        out[size++] = (char)(0xe0 | point >> 12);
        out[size++] = (char)(0x80 | (point >> 6 & 0x3f));
    } else {
        out[size++] = (char)(0xf0 | point >> 18);
        out[size++] = (char)(0x80 | (point >> 12 & 0x3f));
        out[size++] = (char)(0x80 | (point >> 6 & 0x3f));
    }
    if (point >= 0x80) {
        out[size++] = (char)(0x80 | (point & 0x3f));
    }
    cb_buf_add(b, out, size);
}

bool cb_utf8_hidden(uint32_t c) {
    if (c < 0x20) {
        return c != '\t' && c != '\n';
    }
    return (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

static bool is_plain(cb_str text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c < 0x20 ? (c != '\t' && c != '\n') : c >= 0x7f) {
            return false;
        }
    }
    return true;
}

char *cb_utf8_shown(cb_arena *arena, cb_str text) {
    if (is_plain(text)) {
        return cb_copy_str(arena, text);
    }
    cb_buf out;
    cb_buf_init(&out, text.n < SIZE_MAX / 16 ? text.n * 9 + 16 : SIZE_MAX / 2);
    while (text.n > 0) {
        uint32_t point = cb_utf8_next(&text);
        if (cb_utf8_hidden(point)) {
            cb_buf_printf(&out, "<U+%04X>", (unsigned)point);
        } else {
            cb_utf8_add(&out, point);
        }
    }
    char *shown = out.failed ? NULL : cb_copy_str(arena, cb_buf_view(&out));
    cb_buf_free(&out);
    return shown;
}

size_t cb_utf8_length(cb_str text) {
    size_t count = 0;
    while (text.n > 0) {
        (void)cb_utf8_next(&text);
        count++;
    }
    return count;
}
