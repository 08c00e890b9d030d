/* site_example.h: the page of the example view, from the templates of the repository; tests run in its root. */
#ifndef CASEBOUND_TESTS_SITE_EXAMPLE_H
#define CASEBOUND_TESTS_SITE_EXAMPLE_H

#include "casebound/base/file.h"
#include "casebound/render/site.h"
#include "unit/arrange/example_view.h"

/* Files as one, as the program joins them; the list ends with NULL. */
static inline cb_status example_join(cb_arena *arena, const char *const *files, cb_str *out, cb_error *e) {
    *out = cb_str_of("");
    for (; *files; files++) {
        cb_str one;
        cb_status status = cb_file_read(arena, *files, 1 << 20, &one, e);
        if (status != CB_OK)
            return status;
        *out = cb_str_of(cb_format(arena, "%.*s%s%.*s", (int)out->n, out->s, out->n ? "\n" : "", (int)one.n, one.s));
        if (!out->s)
            return cb_fail_memory(e);
    }
    return CB_OK;
}

static inline cb_status example_parts(cb_arena *arena, cb_site_parts *parts, cb_error *e) {
    static const char *const styles[] = {"templates/site.css", "templates/sections.css", "templates/decisions.css",
                                         NULL};
    static const char *const scripts[] = {"templates/site.js", "templates/sections.js",
                                          "templates/decisions.js", NULL};
    cb_status status = cb_file_read(arena, "templates/site.xhtml", 1 << 20, &parts->page, e);
    if (status == CB_OK)
        status = example_join(arena, styles, &parts->style, e);
    if (status == CB_OK)
        status = example_join(arena, scripts, &parts->script, e);
    return status;
}

#endif
