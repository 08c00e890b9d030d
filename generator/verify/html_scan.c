/* html_scan.c: walks the tags of an HTML file. What could be text for one browser and markup for another is a fault, so
 * that nothing can hide between the two. */
#include "verify/html_scan.h"

#include <string.h>
#include <strings.h>

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

bool cb_html_is(cb_str name, const char *lower) {
    return name.n == strlen(lower) && strncasecmp(name.s, lower, name.n) == 0;
}

const cb_html_attribute *cb_html_find(const cb_html_tag *tag, const char *lower) {
    for (size_t i = 0; i < tag->count; i++) {
        if (cb_html_is(tag->attributes[i].name, lower)) {
            return &tag->attributes[i];
        }
    }
    return NULL;
}

static bool starts(const cb_html_scan *s, size_t at, const char *text) {
    size_t n = strlen(text);
    return s->bytes.n - at >= n && strncasecmp(s->bytes.s + at, text, n) == 0;
}

static bool fail(cb_html_scan *s, const char *fault) {
    s->fault = fault;
    return false;
}

/* Moves behind a comment. Forms whose end browsers see elsewhere than other readers are refused. */
static bool skip_comment(cb_html_scan *s) {
    size_t at = s->at + 4;
    if (starts(s, at, ">") || starts(s, at, "->")) {
        return fail(s, "a comment that ends as it begins");
    }
    for (; at < s->bytes.n; at++) {
        if (starts(s, at, "--!>") || starts(s, at, "<!--")) {
            return fail(s, "a comment with an unclear end");
        }
        if (starts(s, at, "-->")) {
            s->at = at + 3;
            return true;
        }
    }
    return fail(s, "a comment without end");
}

static bool skip_declaration(cb_html_scan *s) {
    if (starts(s, s->at, "<!--")) {
        return skip_comment(s);
    }
    if (!starts(s, s->at, "<!doctype html>")) {
        return fail(s, "a declaration other than <!DOCTYPE html>");
    }
    s->at += strlen("<!doctype html>");
    return true;
}

static cb_str take_until(cb_html_scan *s, const char *stops) {
    size_t from = s->at;
    while (s->at < s->bytes.n && !is_space(s->bytes.s[s->at]) &&
           (!s->bytes.s[s->at] || !strchr(stops, s->bytes.s[s->at]))) {
        s->at++;
    }
    return (cb_str){s->bytes.s + from, s->at - from};
}

static void skip_space(cb_html_scan *s, bool slashes) {
    while (s->at < s->bytes.n && (is_space(s->bytes.s[s->at]) || (slashes && s->bytes.s[s->at] == '/'))) {
        s->at++;
    }
}

static bool take_value(cb_html_scan *s, cb_str *out) {
    char quote = s->at < s->bytes.n ? s->bytes.s[s->at] : '\0';
    if (quote != '"' && quote != '\'') {
        *out = take_until(s, ">");
        return true;
    }
    size_t from = ++s->at;
    const char *end = memchr(s->bytes.s + from, quote, s->bytes.n - from);
    if (!end) {
        return fail(s, "an attribute without end");
    }
    *out = (cb_str){s->bytes.s + from, (size_t)(end - s->bytes.s) - from};
    s->at = from + out->n + 1;
    return true;
}

static bool take_attribute(cb_html_scan *s, cb_html_tag *tag) {
    if (tag->count == CB_HTML_ATTRIBUTES) {
        return fail(s, "a tag with too many attributes");
    }
    cb_html_attribute *a = &tag->attributes[tag->count++];
    size_t from = s->at++; /* an '=' in the first place belongs to the name */
    take_until(s, "/>=");
    *a = (cb_html_attribute){{s->bytes.s + from, s->at - from}, {"", 0}};
    skip_space(s, false);
    if (s->at < s->bytes.n && s->bytes.s[s->at] == '=') {
        s->at++;
        skip_space(s, false);
        return take_value(s, &a->value);
    }
    return true;
}

static bool take_tag(cb_html_scan *s, cb_html_tag *tag) {
    tag->at = s->at++;
    tag->closes = s->bytes.s[s->at] == '/';
    s->at += tag->closes;
    tag->name = take_until(s, "/>");
    tag->count = 0;
    tag->raw = (cb_str){"", 0};
    for (;;) {
        skip_space(s, true);
        if (s->at >= s->bytes.n) {
            return fail(s, "a tag without end");
        }
        if (s->bytes.s[s->at] == '>') {
            s->at++;
            return true;
        }
        if (!take_attribute(s, tag)) {
            return false;
        }
    }
}

/* The bytes up to the closing tag; the closing tag itself comes next. */
static bool take_raw(cb_html_scan *s, cb_html_tag *tag) {
    size_t from = s->at;
    for (size_t at = from; at < s->bytes.n; at++) {
        size_t behind = at + 2 + tag->name.n;
        if (!starts(s, at, "</") || behind >= s->bytes.n ||
            strncasecmp(s->bytes.s + at + 2, tag->name.s, tag->name.n) != 0) {
            continue;
        }
        char c = s->bytes.s[behind];
        if (is_space(c) || c == '/' || c == '>') {
            tag->raw = (cb_str){s->bytes.s + from, at - from};
            s->at = at;
            return true;
        }
    }
    return fail(s, "a script or style without end");
}

/* A browser takes what stands in these for text; so nothing that looks like markup may stand there. */
static bool check_text_element(cb_html_scan *s, const cb_html_tag *tag) {
    static const char *const names[] = {"title",  "textarea", "noscript", "xmp",
                                        "iframe", "noembed",  "noframes", "plaintext"};
    for (size_t i = 0; !tag->closes && i < sizeof names / sizeof names[0]; i++) {
        if (!cb_html_is(tag->name, names[i])) {
            continue;
        }
        const char *next = memchr(s->bytes.s + s->at, '<', s->bytes.n - s->at);
        if (!next || !starts(s, (size_t)(next - s->bytes.s), "</") ||
            !starts(s, (size_t)(next - s->bytes.s) + 2, names[i])) {
            return fail(s, "markup where a browser sees text");
        }
    }
    return true;
}

bool cb_html_next(cb_html_scan *s, cb_html_tag *tag) {
    while (!s->fault) {
        const char *open = s->at < s->bytes.n ? memchr(s->bytes.s + s->at, '<', s->bytes.n - s->at) : NULL;
        if (!open) {
            return false;
        }
        s->at = (size_t)(open - s->bytes.s);
        char next = s->at + 1 < s->bytes.n ? open[1] : '\0';
        char after = s->at + 2 < s->bytes.n ? open[2] : '\0';
        if (next == '!') {
            (void)skip_declaration(s);
        } else if (next == '?' || (next == '/' && !is_letter(after))) {
            return fail(s, "an instruction or a broken closing tag");
        } else if (next == '/' || is_letter(next)) {
            bool raw = is_letter(next);
            if (!take_tag(s, tag) || !check_text_element(s, tag)) {
                return false;
            }
            raw = raw && (cb_html_is(tag->name, "script") || cb_html_is(tag->name, "style"));
            return raw ? take_raw(s, tag) : true;
        } else {
            s->at++;
        }
    }
    return false;
}
