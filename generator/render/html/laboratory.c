/* laboratory.c: the laboratory's page: nothing runs in it. */
#include "casebound/render/site.h"

#include "render/html/escape.h"
#include "render/html/layout.h"
#include "render/html/tal.h"

static cb_status compile(cb_arena *arena, const cb_site_parts *parts, const cb_node *view, const cb_tal **out,
                         cb_error *e) {
    const cb_node *layout;
    const char *why;
    if (!cb_escape_inline(parts->style, &why))
        return cb_fail_at(e, CB_INTERNAL, "templates/laboratory.css", 0, "cannot stand in a page: it holds %s", why);
    cb_status status = cb_policy_layout(arena, parts, &layout, e);
    if (status != CB_OK)
        return status;
    cb_tal_source source = {"templates/laboratory.xhtml", parts->page, view, layout, parts->style, parts->script};
    return cb_tal_compile(arena, &source, out, e);
}

cb_status cb_laboratory_render(cb_arena *arena, const cb_site_parts *parts, const cb_node *view, cb_buf *out,
                               cb_error *e) {
    const cb_tal *tal;
    cb_site_parts trimmed = {parts->page, cb_str_trim(parts->style), {"", 0}};
    cb_status status = compile(arena, &trimmed, view, &tal, e);
    return status == CB_OK ? cb_tal_write(arena, tal, out, e) : status;
}
