/* pdf_tables.c: the chain of cross-reference tables, read from the bytes (ISO 32000-1 sections 7.5.4 to 7.5.6). */
#include "verify/pdf.h"

#include <string.h>

#include "casebound/base/number.h"

enum { TAIL = 1024, REVISIONS_MAX = 100, ENTRY = 20, DEPTH_MAX = 32, SUBSECTIONS_MAX = 1000000 };

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static void skip_space(cb_str *rest) {
    while (rest->n && is_space(*rest->s)) {
        rest->s++;
        rest->n--;
    }
}

static bool take_word(cb_str *rest, const char *word) {
    skip_space(rest);
    if (!cb_str_starts(*rest, word)) {
        return false;
    }
    rest->s += strlen(word);
    rest->n -= strlen(word);
    return true;
}

static bool take_number(cb_str *rest, int64_t *out) {
    size_t n = 0;
    skip_space(rest);
    while (n < rest->n && n < 12 && rest->s[n] >= '0' && rest->s[n] <= '9') {
        n++;
    }
    bool is = n > 0 && cb_parse_integer((cb_str){rest->s, n}, out);
    rest->s += n;
    rest->n -= n;
    return is;
}

static bool last_table(cb_str bytes, int64_t *at) {
    size_t from = bytes.n > TAIL ? bytes.n - TAIL : 0, next;
    cb_str tail = {bytes.s + from, bytes.n - from};
    bool found = false;
    while (cb_str_find(tail, "startxref", &next)) {
        tail = (cb_str){tail.s + next + strlen("startxref"), tail.n - next - strlen("startxref")};
        found = true;
    }
    return found && take_number(&tail, at) && take_word(&tail, "%%EOF");
}

static bool is_entry(const char *s) {
    for (int i = 0; i < 16; i++) {
        bool digit = s[i] >= '0' && s[i] <= '9';
        if (i == 10 ? s[i] != ' ' : !digit) {
            return false;
        }
    }
    return s[16] == ' ' && (s[17] == 'n' || s[17] == 'f') && (s[18] == ' ' || s[18] == '\r') &&
           (s[19] == '\n' || s[19] == '\r');
}

/* Moves over the subsections of a table to its trailer. */
static bool skip_entries(cb_str *rest) {
    for (int i = 0; i < SUBSECTIONS_MAX; i++) {
        int64_t first, count;
        if (take_word(rest, "trailer")) {
            return true;
        }
        if (!take_number(rest, &first) || !take_number(rest, &count)) {
            return false;
        }
        skip_space(rest);
        if (count < 0 || (uint64_t)count > rest->n / ENTRY) {
            return false;
        }
        for (int64_t k = 0; k < count; k++) {
            if (!is_entry(rest->s)) {
                return false;
            }
            rest->s += ENTRY;
            rest->n -= ENTRY;
        }
    }
    return false;
}

/* A trailer's dictionary as tokens. Only names and integers at its own level matter. */
typedef struct scan {
    cb_str rest;
    int depth;
    int64_t previous;
    bool has_previous;
} scan;

static bool skip_string(cb_str *rest) {
    int depth = 0;
    for (size_t i = 0; i < rest->n; i++) {
        char c = rest->s[i];
        if (c == '\\') {
            i++;
        } else if (c == '(') {
            depth++;
        } else if (c == ')' && --depth == 0) {
            *rest = (cb_str){rest->s + i + 1, rest->n - i - 1};
            return true;
        }
    }
    return false;
}

static cb_str take_name(cb_str *rest) {
    size_t n = 1;
    while (n < rest->n && !is_space(rest->s[n]) && !strchr("()<>[]{}/%", rest->s[n])) {
        n++;
    }
    cb_str name = {rest->s, n};
    *rest = (cb_str){rest->s + n, rest->n - n};
    return name;
}

static const char *on_name(scan *t, cb_str name) {
    if (t->depth != 1) {
        return NULL;
    }
    if (memchr(name.s, '#', name.n) || cb_str_is(name, "/XRefStm") || cb_str_is(name, "/Encrypt")) {
        return "a trailer is encrypted, hides a stream or spells a name in escapes";
    }
    if (cb_str_is(name, "/Prev")) {
        if (t->has_previous || !take_number(&t->rest, &t->previous)) {
            return "a trailer's /Prev is broken";
        }
        t->has_previous = true;
    }
    return NULL;
}

static const char *step(scan *t) {
    cb_str *rest = &t->rest;
    bool doubled = rest->n > 1 && rest->s[0] == rest->s[1];
    size_t n = 1;
    if (*rest->s == '/') {
        return on_name(t, take_name(rest));
    }
    if (*rest->s == '(') {
        return skip_string(rest) ? NULL : "a trailer is broken";
    }
    if (*rest->s == '%') {
        return "a trailer holds a comment";
    }
    if (*rest->s == '<' || *rest->s == '[') {
        n += *rest->s == '<' && doubled;
        t->depth += *rest->s == '[' || doubled;
    } else if (*rest->s == '>' || *rest->s == ']') {
        n += *rest->s == '>' && doubled;
        t->depth -= *rest->s == ']' || doubled;
    }
    *rest = (cb_str){rest->s + n, rest->n - n};
    return t->depth > DEPTH_MAX ? "a trailer is nested too deeply" : NULL;
}

static const char *scan_trailer(scan *t) {
    if (!take_word(&t->rest, "<<")) {
        return "a trailer is broken";
    }
    t->depth = 1;
    while (t->depth > 0) {
        skip_space(&t->rest);
        if (t->rest.n == 0) {
            return "a trailer is broken";
        }
        const char *why = step(t);
        if (why) {
            return why;
        }
    }
    return NULL;
}

const char *cb_pdf_tables_check(cb_str bytes) {
    int64_t at;
    if (!last_table(bytes, &at)) {
        return "it does not end as a PDF";
    }
    for (int i = 0; i < REVISIONS_MAX; i++) {
        if (at < 0 || (uint64_t)at >= bytes.n) {
            return "a cross-reference table lies outside the file";
        }
        scan t = {.rest = {bytes.s + at, bytes.n - (size_t)at}};
        if (!cb_str_starts(t.rest, "xref")) {
            return "a cross-reference is no classic table";
        }
        t.rest = (cb_str){t.rest.s + 4, t.rest.n - 4};
        if (!skip_entries(&t.rest)) {
            return "a cross-reference table is broken";
        }
        const char *why = scan_trailer(&t);
        if (why || !t.has_previous) {
            return why;
        }
        if (t.previous >= at) {
            return "a cross-reference table does not point to an earlier one";
        }
        at = t.previous;
    }
    return "it has too many revisions";
}
