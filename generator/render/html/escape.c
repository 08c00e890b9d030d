/* escape.c: the escapers, and what needs none. */
#include "render/html/escape.h"

#include "casebound/base/utf8.h"
#include <string.h>

static const char *reference(char c, bool attribute) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return attribute ? "&quot;" : NULL;
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

static void escape(cb_buf *out, cb_str text, bool attribute) {
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *with = reference(text.s[i], attribute);
        if (!with)
            continue;
        cb_buf_add(out, text.s + from, i - from);
        cb_buf_text(out, with);
        from = i + 1;
    }
    if (text.n > from)
        cb_buf_add(out, text.s + from, text.n - from);
}

void cb_escape_text(cb_buf *out, cb_str text) {
    escape(out, text, false);
}

void cb_escape_attribute(cb_buf *out, cb_str text) {
    escape(out, text, true);
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool starts_folded(cb_str text, const char *prefix) {
    size_t n = strlen(prefix);
    if (text.n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(text.s[i]) != prefix[i])
            return false;
    return true;
}

bool cb_escape_link(cb_str address) {
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.s[i];
        if (c <= 0x20 || c == 0x7f || strchr("\"<>\\^`{|}", c))
            return false;
    }
    if (address.n > 1 && address.s[0] == '#')
        return true;
    static const char *const schemes[] = {"https://", "http://", "mailto:"};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (starts_folded(address, schemes[i]) && address.n > strlen(schemes[i]))
            return true;
    return false;
}

bool cb_escape_inline(cb_str bytes, const char **why) {
    static const char *const enders[] = {"</script", "<script", "</style", "<!--", "-->", "]]>"};
    *why = "bytes that are not UTF-8 or a NUL";
    if (!cb_utf8_valid(bytes, NULL))
        return false;
    *why = "a carriage return";
    if (bytes.n && memchr(bytes.s, '\r', bytes.n))
        return false;
    for (size_t i = 0; i < bytes.n; i++)
        for (size_t k = 0; k < sizeof enders / sizeof enders[0]; k++) {
            *why = enders[k];
            if (starts_folded((cb_str){bytes.s + i, bytes.n - i}, enders[k]))
                return false;
        }
    *why = NULL;
    return true;
}
