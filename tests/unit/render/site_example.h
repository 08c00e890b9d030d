/* site_example.h: the page of the example view, from the templates of the repository; tests run in its root. */
#ifndef CASEBOUND_TESTS_SITE_EXAMPLE_H
#define CASEBOUND_TESTS_SITE_EXAMPLE_H

#include "casebound/base/file.h"
#include "casebound/render/site.h"
#include "unit/arrange/example_view.h"

static inline cb_status example_parts(cb_arena *arena, cb_site_parts *parts, cb_error *e) {
    cb_status status = cb_file_read(arena, "templates/site.xhtml", 1 << 20, &parts->page, e);
    if (status == CB_OK)
        status = cb_file_read(arena, "templates/site.css", 1 << 20, &parts->style, e);
    if (status == CB_OK)
        status = cb_file_read(arena, "templates/site.js", 1 << 20, &parts->script, e);
    return status;
}

#endif
