/* site.c: the page: its parts checked, its policy made, its template written. */
#include "casebound/render/site.h"

#include "render/html/escape.h"
#include "render/html/layout.h"
#include "render/html/tal.h"

static cb_status check_inline(const char *part, cb_str bytes, cb_error *e) {
    const char *why;
    if (cb_escape_inline(bytes, &why))
        return CB_OK;
    return cb_fail(e, CB_INTERNAL, "the page's %s cannot stand in it: it holds %s", part, why);
}

static cb_status compile(cb_arena *arena, const cb_site_parts *parts, const cb_node *view, const cb_tal **out,
                         cb_error *e) {
    const cb_node *layout;
    cb_status status = check_inline("style", parts->style, e);
    if (status == CB_OK)
        status = check_inline("script", parts->script, e);
    if (status == CB_OK)
        status = cb_site_layout(arena, parts, view, &layout, e);
    if (status != CB_OK)
        return status;
    cb_tal_source source = {"templates/site.xhtml", parts->page, view, layout, parts->style, parts->script};
    return cb_tal_compile(arena, &source, out, e);
}

cb_status cb_site_render(cb_arena *arena, const cb_site_parts *parts, const cb_node *view, cb_buf *out, cb_error *e) {
    const cb_tal *tal;
    /* Checkers of policies differ in whether the white space at both ends is hashed. */
    cb_site_parts trimmed = {parts->page, cb_str_trim(parts->style), cb_str_trim(parts->script)};
    cb_status status = compile(arena, &trimmed, view, &tal, e);
    return status == CB_OK ? cb_tal_write(arena, tal, out, e) : status;
}
