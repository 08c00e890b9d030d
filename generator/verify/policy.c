/* policy.c: reads a Content-Security-Policy (W3C CSP level 3) and addresses, as strictly as casebound writes them. */
#include "verify/html.h"

#include <string.h>
#include <strings.h>

#include "casebound/base/digest.h"

enum { SOURCES_MAX = 64, ADDRESS_HEAD = 64, BASE64_DIGEST = 44 };

/* Takes the next word of a directive. */
static bool next_word(cb_str *rest, cb_str *word) {
    *rest = cb_str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && rest->s[n] != ' ' && rest->s[n] != '\t' && rest->s[n] != '\n') {
        n++;
    }
    *word = (cb_str){rest->s, n};
    *rest = (cb_str){rest->s + n, rest->n - n};
    return n > 0;
}

static bool source_allowed(cb_str directive, cb_str source) {
    if (cb_str_is(source, "'none'") || cb_str_starts(source, "'sha256-")) {
        return true;
    }
    bool picture = cb_html_is(directive, "img-src") || cb_html_is(directive, "font-src");
    return (picture && cb_str_is(source, "data:")) ||
           (cb_html_is(directive, "require-trusted-types-for") && cb_str_is(source, "'script'"));
}

/* The directive's sources, when it stands exactly once. */
static bool find_directive(cb_str policy, const char *name, cb_str *sources) {
    cb_str part, word;
    size_t count = 0;
    while (cb_str_split(&policy, ';', &part)) {
        if (next_word(&part, &word) && cb_html_is(word, name)) {
            *sources = cb_str_trim(part);
            count++;
        }
    }
    return count == 1;
}

const char *cb_policy_check(cb_str policy) {
    static const char *const needed[] = {"default-src", "base-uri", "form-action"};
    cb_str rest = policy, part, name, source;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (!find_directive(policy, needed[i], &source) || !cb_str_is(source, "'none'")) {
            return "its policy lacks default-src, base-uri or form-action 'none'";
        }
    }
    while (cb_str_split(&rest, ';', &part)) {
        if (!next_word(&part, &name)) {
            continue;
        }
        while (next_word(&part, &source)) {
            if (!source_allowed(name, source)) {
                return "its policy lets something be loaded or run";
            }
        }
    }
    return NULL;
}

static void base64(const cb_digest *digest, char out[BASE64_DIGEST + 1]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char d[CB_SHA256 + 1] = {0};
    memcpy(d, digest->bytes, CB_SHA256);
    for (int i = 0, n = 0; i < CB_SHA256; i += 3) {
        unsigned bits = (unsigned)d[i] << 16 | (unsigned)d[i + 1] << 8 | (i + 2 < CB_SHA256 ? d[i + 2] : 0u);
        for (int shift = 18; shift >= 0; shift -= 6) {
            out[n++] = letters[bits >> shift & 63];
        }
    }
    memcpy(out + BASE64_DIGEST - 1, "=", 2);
}

cb_status cb_policy_names(cb_str policy, const char *directive, cb_str bytes, bool *out, cb_error *e) {
    cb_digest digest;
    char text[BASE64_DIGEST + 1];
    cb_str sources, source;
    *out = false;
    cb_status status = cb_digest_of(bytes, &digest, e);
    if (status || !find_directive(policy, directive, &sources)) {
        return status;
    }
    base64(&digest, text);
    while (next_word(&sources, &source)) {
        *out |= source.n == strlen("'sha256-'") + BASE64_DIGEST && cb_str_starts(source, "'sha256-") &&
                memcmp(source.s + strlen("'sha256-"), text, BASE64_DIGEST) == 0;
    }
    return CB_OK;
}

/* One character of an attribute's value, its reference resolved; -1 at the end, -2 for a reference that is not plain.
 */
static int next_character(cb_str *rest) {
    static const struct {
        const char *text;
        char is;
    } known[] = {{"&amp;", '&'},   {"&lt;", '<'},   {"&gt;", '>'}, {"&quot;", '"'},
                 {"&apos;", '\''}, {"&#39;", '\''}, {"&#34;", '"'}};
    if (rest->n == 0) {
        return -1;
    }
    if (*rest->s != '&') {
        int c = (unsigned char)*rest->s;
        *rest = (cb_str){rest->s + 1, rest->n - 1};
        return c;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (cb_str_starts(*rest, known[i].text)) {
            *rest = (cb_str){rest->s + strlen(known[i].text), rest->n - strlen(known[i].text)};
            return known[i].is;
        }
    }
    return -2;
}

cb_status cb_attribute_text(cb_arena *arena, cb_str value, cb_str *out, cb_error *e) {
    char *text = cb_alloc(arena, value.n + 1);
    size_t n = 0;
    *out = (cb_str){NULL, 0};
    if (!text) {
        return cb_fail_memory(e);
    }
    for (int c; (c = next_character(&value)) != -1;) {
        if (c == -2) {
            return CB_OK;
        }
        text[n++] = (char)c;
    }
    *out = (cb_str){text, n};
    return CB_OK;
}

/* The beginning of the address as a browser reads it: in lower case, without white space and controls (WHATWG URL
 * section 4.4). */
static bool head_of(cb_str value, char out[ADDRESS_HEAD]) {
    size_t n = 0;
    for (int c; (c = next_character(&value)) != -1;) {
        if (c == -2) {
            return false;
        }
        if (c > 0x20 && c != 0x7f && n + 1 < ADDRESS_HEAD) {
            out[n++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
    }
    out[n] = '\0';
    return true;
}

static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* The name in front of a "(", as far as it matters which one it is; longer ones are nobody's. */
typedef struct function_name {
    char text[8];
    size_t n;
} function_name;

static void name_add(function_name *name, int c) {
    c = lower(c);
    bool goes_on = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c >= 0x80;
    if (!goes_on) {
        *name = (function_name){.n = 0};
    } else if (name->n < sizeof name->text - 1) {
        name->text[name->n++] = (char)c;
    }
}

static bool names_fragment(cb_str rest) {
    int c = next_character(&rest);
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '"' || c == '\'') {
        c = next_character(&rest);
    }
    return c == '#';
}

/* Functions of which no argument is an address. */
static bool is_colour(const function_name *name) {
    return !strcmp(name->text, "rgb") || !strcmp(name->text, "rgba") || !strcmp(name->text, "hsl") ||
           !strcmp(name->text, "hsla");
}

const char *cb_style_check(cb_str value, bool paint) {
    function_name name = {.n = 0};
    for (int c; (c = next_character(&value)) != -1; name_add(&name, c)) {
        if (c == -2) {
            return "a style written in character references";
        }
        bool fine = c != '(' || (paint && (is_colour(&name) || (!strcmp(name.text, "url") && names_fragment(value))));
        if (c == '\\' || !fine) {
            return "a style attribute that could load something";
        }
    }
    return NULL;
}

bool cb_names_url(cb_str value) {
    function_name name = {.n = 0};
    for (int c; (c = next_character(&value)) != -1; name_add(&name, c)) {
        if (c == -2) {
            value = (cb_str){value.s + 1, value.n - 1}; /* another reference; no browser takes these for a style */
        } else if (c == '(' && !strcmp(name.text, "url") && !names_fragment(value)) {
            return true;
        }
    }
    return false;
}

/* A path in the same folder: no scheme, no host. */
static bool is_relative(const char *head) {
    size_t n = strcspn(head, ":/?#\\");
    return head[0] != '/' && head[0] != '\\' && (head[n] != ':' || head[0] == '\0');
}

const char *cb_address_check(cb_str value, bool follows) {
    static const char *const links[] = {"https://", "http://", "mailto:"}, *const data[] = {
                                                                               "data:image/png", "data:image/jpeg",
                                                                               "data:image/gif", "data:image/webp",
                                                                               "data:font/",     "data:,"};
    char head[ADDRESS_HEAD];
    if (!head_of(value, head)) {
        return "an address written in character references";
    }
    if (head[0] == '#') {
        return NULL;
    }
    for (size_t i = 0; follows && i < sizeof links / sizeof links[0]; i++) {
        if (strncmp(head, links[i], strlen(links[i])) == 0) {
            return NULL;
        }
    }
    for (size_t i = 0; !follows && i < sizeof data / sizeof data[0]; i++) {
        if (strncmp(head, data[i], strlen(data[i])) == 0) {
            return NULL;
        }
    }
    if (follows && is_relative(head)) {
        return NULL;
    }
    return follows ? "a link that runs or hides something" : "something that is loaded from outside the page";
}
