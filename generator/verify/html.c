/* html.c: looks through every tag of a page for what could load or run. */
#include "verify/html.h"

#include <string.h>
#include <strings.h>

#include "casebound/base/utf8.h"

enum { REPORTS_MAX = 20, CHARSET_WITHIN = 1024 };

typedef struct page {
    cb_checking *checking;
    const char *name;
    cb_str bytes, policy;
    size_t policies, charsets, reports;
    cb_html_result *out;
    cb_error *error;
} page;

static void report(page *p, const cb_html_tag *tag, const char *what) {
    if (p->reports++ < REPORTS_MAX) {
        int n = tag->name.n > 40 ? 40 : (int)tag->name.n;
        CB_FAULT(p->checking, "active content", "%s: %s in <%.*s> at byte %zu", p->name, what, n, tag->name.s, tag->at);
    }
}

static bool is_one_of(cb_str name, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (cb_html_is(name, list[i])) {
            return true;
        }
    }
    return false;
}

#define IS_ONE_OF(name, list) is_one_of((name), (list), sizeof(list) / sizeof(list)[0])

/* Attributes of SVG that CSS reads, and in which it may load (SVG 2, section 6.6). */
static bool is_paint(cb_str name) {
    static const char *const names[] = {"fill",   "stroke",       "filter",     "mask",       "clip-path",    "cursor",
                                        "marker", "marker-start", "marker-mid", "marker-end", "color-profile"};
    return IS_ONE_OF(name, names);
}

/* Attributes whose value is text that people wrote. */
static bool is_text(cb_str name) {
    static const char *const names[] = {"title", "alt", "value", "content", "label", "name", "abbr", "placeholder"};
    return IS_ONE_OF(name, names) ||
           (name.n > 5 && (strncasecmp(name.s, "data-", 5) == 0 || strncasecmp(name.s, "aria-", 5) == 0));
}

static const char *check_value(const cb_html_tag *tag, const cb_html_attribute *a) {
    static const char *const loads[] = {"src",     "poster",   "data",    "background", "code",
                                        "archive", "codebase", "classid", "manifest",   "icon",
                                        "dynsrc",  "lowsrc",   "href",    "xlink:href", "profile"};
    static const char *const links[] = {"a", "area"};
    if (IS_ONE_OF(a->name, loads)) {
        return cb_address_check(a->value, IS_ONE_OF(tag->name, links));
    }
    if (cb_html_is(a->name, "style") || is_paint(a->name)) {
        return cb_style_check(a->value, is_paint(a->name));
    }
    if (cb_html_is(a->name, "referrerpolicy") && !cb_html_is(a->value, "no-referrer")) {
        return "a referrer";
    }
    return !is_text(a->name) && cb_names_url(a->value) ? "an attribute that could load something" : NULL;
}

static void check_attribute(page *p, const cb_html_tag *tag, const cb_html_attribute *a) {
    static const char *const sends[] = {"action",        "formaction", "ping",       "srcdoc",
                                        "attributename", "longdesc",   "http-equiv", "attributionsrc"};
    static const char *const several[] = {"srcset", "imagesrcset", "xml:base"};
    static const char *const shadows[] = {"shadowrootmode", "shadowroot"};
    const cb_html_attribute *content = cb_html_find(tag, "content");
    bool quiet = cb_html_is(a->value, "x-dns-prefetch-control") && content && cb_html_is(content->value, "off");
    bool is_policy = cb_html_is(tag->name, "meta") && cb_html_is(a->name, "http-equiv") &&
                     (quiet || cb_html_is(a->value, "content-security-policy"));
    const char *why = a->name.n > 2 && strncasecmp(a->name.s, "on", 2) == 0 ? "an event handler"
                      : IS_ONE_OF(a->name, sends) && !is_policy
                          ? "an attribute that sends, refreshes or holds another page"
                      : IS_ONE_OF(a->name, several) ? "an attribute that leads addresses elsewhere"
                      : IS_ONE_OF(a->name, shadows) ? "a tree beside the page's own"
                                                    : check_value(tag, a);
    if (why) {
        report(p, tag, why);
    }
}

/* What a link tells of the page. A name in other character references could be the referrer's. */
static bool tells_no_referrer(const cb_html_attribute *name, const cb_html_attribute *content) {
    bool is_plain = !memchr(name->value.s, '&', name->value.n);
    return is_plain && (!cb_html_is(name->value, "referrer") || (content && cb_html_is(content->value, "no-referrer")));
}

static cb_status check_meta(page *p, const cb_html_tag *tag) {
    const cb_html_attribute *kind = cb_html_find(tag, "http-equiv"), *name = cb_html_find(tag, "name");
    const cb_html_attribute *content = cb_html_find(tag, "content"), *charset = cb_html_find(tag, "charset");
    if (kind && content && cb_html_is(kind->value, "content-security-policy")) {
        p->policies++;
        cb_status status = cb_attribute_text(p->checking->arena, content->value, &p->policy, p->error);
        if (status) {
            return status;
        }
        if (!p->policy.s) {
            p->policy = (cb_str){"", 0};
            report(p, tag, "a policy in character references");
        }
    }
    if (name && !tells_no_referrer(name, content)) {
        report(p, tag, "a referrer");
    }
    if (name && content && cb_html_is(name->value, "casebound-facts")) {
        p->out->facts_count++;
        p->out->facts = content->value;
    }
    if (charset) {
        p->charsets += cb_html_is(charset->value, "utf-8") && tag->at < CHARSET_WITHIN;
    }
    return CB_OK;
}

/* Inline code counts only where the policy names its digest; so no text can pose as code, nor code as text. */
static cb_status check_inline(page *p, const cb_html_tag *tag) {
    bool script = cb_html_is(tag->name, "script"), named = false;
    if (tag->raw.n == 0) {
        return CB_OK;
    }
    cb_status status = cb_policy_names(p->policy, script ? "script-src" : "style-src", tag->raw, &named, p->error);
    if (!status && !named) {
        report(p, tag,
               script ? "a script whose digest the policy does not name"
                      : "a style whose digest the policy does not name");
    }
    if (!script && (cb_str_find(tag->raw, "@import", NULL) || cb_str_find(tag->raw, "://", NULL))) {
        report(p, tag, "a style that loads something");
    }
    return status;
}

static cb_status check_tag(page *p, const cb_html_tag *tag) {
    static const char *const never[] = {
        "iframe",        "frame",       "frameset", "object",  "embed",         "applet",
        "base",          "portal",      "set",      "animate", "animatemotion", "animatetransform",
        "foreignobject", "fencedframe", "xmp",      "noembed", "noframes",      "plaintext",
        "audio",         "video",       "source",   "track"};
    bool late = cb_html_is(tag->name, "style") || cb_html_is(tag->name, "script") || cb_html_is(tag->name, "body") ||
                cb_html_is(tag->name, "link");
    if (tag->closes) {
        return CB_OK;
    }
    if (IS_ONE_OF(tag->name, never)) {
        report(p, tag, "an element that loads or runs something");
    }
    if (late && p->policies == 0) {
        report(p, tag, "something in front of the policy");
    }
    for (size_t i = 0; i < tag->count; i++) {
        check_attribute(p, tag, &tag->attributes[i]);
    }
    cb_status status = cb_html_is(tag->name, "meta") ? check_meta(p, tag) : CB_OK;
    return status ? status : check_inline(p, tag);
}

static cb_status check_page(page *p) {
    cb_html_scan scan = {.bytes = p->bytes};
    cb_html_tag tag;
    cb_status status = CB_OK;
    while (!status && cb_html_next(&scan, &tag)) {
        status = check_tag(p, &tag);
    }
    if (scan.fault) {
        CB_FAULT(p->checking, "active content", "%s: %s near byte %zu", p->name, scan.fault, scan.at);
        p->reports++;
    }
    return status;
}

cb_status cb_html_verify(cb_checking *c, const char *name, cb_str bytes, cb_html_result *out, cb_error *e) {
    page p = {.checking = c, .name = name, .bytes = bytes, .policy = {"", 0}, .out = out, .error = e};
    size_t at;
    *out = (cb_html_result){0, {"", 0}};
    if (!cb_utf8_valid(bytes, &at)) {
        CB_FAULT(c, "active content", "%s: byte %zu is no UTF-8", name, at);
        return CB_OK;
    }
    cb_status status = check_page(&p);
    const char *why = p.policies == 1 ? cb_policy_check(p.policy) : "it has not exactly one Content-Security-Policy";
    why = why ? why : p.charsets == 1 ? NULL : "it does not say in time that it is UTF-8";
    if (!status && why) {
        CB_FAULT(c, "active content", "%s: %s", name, why);
        p.reports++;
    }
    if (!status && p.reports > REPORTS_MAX) {
        CB_FAULT(c, "active content", "%s: %zu more of the kind", name, p.reports - REPORTS_MAX);
    }
    if (!status && p.reports == 0) {
        CB_PASS(c, "active content", "%s: nothing is loaded, nothing runs but what its policy names by digest", name);
    }
    return status;
}
