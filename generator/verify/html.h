/* html.h: a page must be whole in itself: nothing is loaded, nothing runs but what its policy names by digest. */
#ifndef CASEBOUND_VERIFY_HTML_H
#define CASEBOUND_VERIFY_HTML_H

#include "verify/finding.h"
#include "verify/html_scan.h"

typedef struct cb_html_result {
    size_t facts_count; /* <meta name="casebound-facts"> */
    cb_str facts;       /* the last one's content, in the page's bytes */
} cb_html_result;

cb_status cb_html_verify(cb_checking *c, const char *name, cb_str bytes, cb_html_result *out, cb_error *e) CB_MUST_USE;

/* The Content-Security-Policy of a page. NULL when it lets nothing be loaded and nothing run but by digest; else what
 * is wrong. */
const char *cb_policy_check(cb_str policy);
/* True when the directive ("script-src") names the SHA-256 of the bytes. */
cb_status cb_policy_names(cb_str policy, const char *directive, cb_str bytes, bool *out, cb_error *e) CB_MUST_USE;
/* An attribute's value with its character references resolved, in the arena; only those of & < > " ' are known. {NULL,
 * 0} where there is another. CB_INTERNAL: memory. */
cb_status cb_attribute_text(cb_arena *arena, cb_str value, cb_str *out, cb_error *e) CB_MUST_USE;
/* NULL when a style attribute's value as written loads nothing: it holds no function and no escape. With `paint` it is
 * that of an attribute of SVG for a paint, filter, mask, marker or cursor, which may name colours and fragments of the
 * page. Else what is wrong. */
const char *cb_style_check(cb_str value, bool paint);
/* True when "url(" stands in the value, resolved, before anything but a fragment of the page. */
bool cb_names_url(cb_str value);
/* NULL when the address, an attribute's value as written, loads nothing; `follows` for links that a reader may click.
 * Else what is wrong. */
const char *cb_address_check(cb_str value, bool follows);

#endif
