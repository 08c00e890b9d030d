/* site_example.h: the page of the example view, from the templates of the repository; tests run in its root. */
#ifndef CASEBOUND_TESTS_SITE_EXAMPLE_H
#define CASEBOUND_TESTS_SITE_EXAMPLE_H

#include "casebound/base/file.h"
#include "casebound/render/site.h"
#include "unit/arrange/example_view.h"

/* Two files as one, as the program joins them. */
static inline cb_status example_join(cb_arena *arena, const char *first, const char *second, cb_str *out,
                                     cb_error *e) {
    cb_str a, b;
    cb_status status = cb_file_read(arena, first, 1 << 20, &a, e);
    if (status == CB_OK)
        status = cb_file_read(arena, second, 1 << 20, &b, e);
    if (status != CB_OK)
        return status;
    *out = cb_str_of(cb_format(arena, "%.*s\n%.*s", (int)a.n, a.s, (int)b.n, b.s));
    return out->s ? CB_OK : cb_fail_memory(e);
}

static inline cb_status example_parts(cb_arena *arena, cb_site_parts *parts, cb_error *e) {
    cb_status status = cb_file_read(arena, "templates/site.xhtml", 1 << 20, &parts->page, e);
    if (status == CB_OK)
        status = example_join(arena, "templates/site.css", "templates/decisions.css", &parts->style, e);
    if (status == CB_OK)
        status = example_join(arena, "templates/site.js", "templates/decisions.js", &parts->script, e);
    return status;
}

#endif
