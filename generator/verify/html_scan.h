/* html_scan.h: the tags of an HTML file, as a browser's tokenizer sees them (WHATWG HTML section 13.2.5). */
#ifndef CASEBOUND_VERIFY_HTML_SCAN_H
#define CASEBOUND_VERIFY_HTML_SCAN_H

#include "casebound/base/bytes.h"

enum { CB_HTML_ATTRIBUTES = 64 };

typedef struct cb_html_attribute {
    cb_str name, value; /* as written */
} cb_html_attribute;

typedef struct cb_html_tag {
    cb_str name; /* as written */
    bool closes;
    cb_html_attribute attributes[CB_HTML_ATTRIBUTES];
    size_t count;
    size_t at;  /* byte of its "<" */
    cb_str raw; /* what stands in a script or style element */
} cb_html_tag;

typedef struct cb_html_scan {
    cb_str bytes;
    size_t at;
    const char *fault; /* what makes the file unclear: browsers would not agree on what is text and what is markup */
} cb_html_scan;

/* The next tag; false at the end or at a fault. */
bool cb_html_next(cb_html_scan *scan, cb_html_tag *tag);

/* Names compare without case. */
bool cb_html_is(cb_str name, const char *lower);
/* The first attribute of the name, or NULL. */
const cb_html_attribute *cb_html_find(const cb_html_tag *tag, const char *lower);

#endif
