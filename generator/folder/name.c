/* name.c: names of files in a case folder and their spelling as URI references (RFC 3986 section 2). */
#include "folder/name.h"

#include "casebound/base/utf8.h"
#include <string.h>

enum { PART_MAX = 255, NAME_MAX_BYTES = 1024 };

static bool part_safe(cb_str part) {
    return part.n > 0 && part.n <= PART_MAX && !cb_str_is(part, ".") && !cb_str_is(part, "..");
}

bool cb_name_safe(cb_str name) {
    if (name.n == 0 || name.n > NAME_MAX_BYTES || !cb_utf8_valid(name, NULL))
        return false;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.s[i];
        if (c < 0x20 || c == 0x7f || c == '\\')
            return false;
    }
    cb_str rest = name, part;
    while (cb_str_split(&rest, '/', &part))
        if (!part_safe(part))
            return false;
    return true;
}

static bool is_plain(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~' || c == '/';
}

void cb_name_encode(cb_buf *out, const char *name) {
    for (const char *c = name; *c; c++) {
        if (is_plain(*c))
            cb_buf_char(out, *c);
        else
            cb_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
    }
}

static int hex_value(char c) {
    const char *digits = "0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* An escape of a character that needs none is refused: every name has one spelling. */
static int escaped(cb_str uri, size_t at) {
    if (at + 2 >= uri.n)
        return -1;
    int high = hex_value(uri.s[at + 1]), low = hex_value(uri.s[at + 2]);
    if (high < 0 || low < 0 || is_plain((char)(high * 16 + low)))
        return -1;
    return high * 16 + low;
}

char *cb_name_decode(cb_arena *arena, cb_str uri) {
    if (uri.n > 3 * (size_t)NAME_MAX_BYTES)
        return NULL;
    char *name = cb_alloc(arena, uri.n + 1);
    size_t n = 0;
    for (size_t i = 0; name && i < uri.n; i++) {
        int c = (unsigned char)uri.s[i];
        if (c == '%') {
            c = escaped(uri, i);
            i += 2;
        } else if (!is_plain((char)c)) {
            c = -1;
        }
        if (c < 0)
            return NULL;
        name[n++] = (char)c;
    }
    return name && cb_name_safe((cb_str){name, n}) ? name : NULL;
}
