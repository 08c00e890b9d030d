/* site.h: the HTML site in one file, from XHTML templates with TAL attributes. */
#ifndef CASEBOUND_RENDER_SITE_H
#define CASEBOUND_RENDER_SITE_H

#include "casebound/arrange/view.h"

typedef struct cb_site_parts {
    cb_str page;   /* templates/site.xhtml */
    cb_str style;  /* templates/site.css, sections.css and decisions.css, joined: the page's one style */
    cb_str script; /* templates/site.js, sections.js and decisions.js, joined: the page's one script */
} cb_site_parts;

/* Appends the page. CSP with the hashes of its one style and one script. Errors name the template and line
 * (CB_INTERNAL). The arena is for what the work needs. */
cb_status cb_site_render(cb_arena *arena, const cb_site_parts *parts, const cb_node *view, cb_buf *out,
                         cb_error *e) CB_MUST_USE;

/* Appends laboratory.html from templates/laboratory.xhtml and the view of cb_arrange_laboratory; parts->script is not
 * used, for nothing runs in that page. As cb_site_render else. */
cb_status cb_laboratory_render(cb_arena *arena, const cb_site_parts *parts, const cb_node *view, cb_buf *out,
                               cb_error *e) CB_MUST_USE;

#endif
