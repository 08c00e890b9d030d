/* elements.c: the tables behind elements.h. An element or attribute that is not listed is refused: a page that cannot
 * load or run anything is easier to show than to patrol. */
#include "render/html/elements.h"

#include <string.h>

/* Each list begins and ends with a space, so that a name is found between two. */
static const char html_plain[] = " html head body title header nav main footer section article aside h1 h2 h3 h4 h5 h6 "
                                 "p div span a ul ol li dl dt dd table caption colgroup thead tbody tfoot"
                                 " tr th td strong em b i u s sub sup code small mark abbr q blockquote figure "
                                 "figcaption data time button label select option optgroup fieldset legend"
                                 " details summary output meter progress search dialog kbd ";
static const char html_void[] = " meta br hr wbr input col ";
static const char html_preformatted[] = " pre textarea ";
static const char html_inlined[] = " script style ";
static const char svg_plain[] =
    " svg g path rect circle ellipse line polyline polygon text tspan title desc defs symbol use ";
static const char spaceless[] = " html head table colgroup thead tbody tfoot tr ul ol dl select svg g ";

static bool listed(const char *list, const char *name) {
    size_t n = strlen(name);
    if (n == 0 || strchr(name, ' '))
        return false;
    for (const char *at = strstr(list, name); at; at = strstr(at + 1, name))
        if (at[-1] == ' ' && at[n] == ' ')
            return true;
    return false;
}

static bool is_custom(const char *name) {
    if (name[0] < 'a' || name[0] > 'z' || !strchr(name, '-'))
        return false;
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name) && strcmp(name, "font-face") != 0;
}

cb_element_kind cb_element(cb_space space, const char *name) {
    if (space == CB_SPACE_SVG)
        return listed(svg_plain, name) ? CB_ELEMENT_PLAIN : CB_ELEMENT_REFUSED;
    if (space != CB_SPACE_HTML)
        return CB_ELEMENT_REFUSED;
    if (listed(html_plain, name) || is_custom(name))
        return CB_ELEMENT_PLAIN;
    if (listed(html_void, name))
        return CB_ELEMENT_VOID;
    if (listed(html_preformatted, name))
        return CB_ELEMENT_PREFORMATTED;
    return listed(html_inlined, name) ? CB_ELEMENT_INLINED : CB_ELEMENT_REFUSED;
}

bool cb_element_drops_space(cb_space space, const char *name) {
    return (space == CB_SPACE_HTML || space == CB_SPACE_SVG) && listed(spaceless, name);
}

static const char html_attributes[] = " id class lang dir title role tabindex name content charset value for type min "
                                      "max low high optimum placeholder rows cols maxlength pattern autocomplete"
                                      " spellcheck scope colspan rowspan headers span abbr datetime start rel target "
                                      "accesskey enterkeyhint inputmode http-equiv label size translate ";
static const char svg_attributes[] = " viewBox width height preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry d points "
                                     "transform fill stroke stroke-width stroke-dasharray stroke-linecap"
                                     " stroke-linejoin text-anchor dominant-baseline focusable vector-effect ";
static const char boolean_attributes[] =
    " hidden open checked disabled selected readonly required multiple reversed autofocus ";

cb_attribute_kind cb_attribute(const char *element, const char *name) {
    if (strcmp(name, "href") == 0)
        return strcmp(element, "a") == 0 || strcmp(element, "use") == 0 ? CB_ATTRIBUTE_LINK : CB_ATTRIBUTE_REFUSED;
    if (listed(boolean_attributes, name))
        return CB_ATTRIBUTE_BOOLEAN;
    if (listed(html_attributes, name) || listed(svg_attributes, name))
        return CB_ATTRIBUTE_PLAIN;
    bool prefixed = strncmp(name, "data-", 5) == 0 || strncmp(name, "aria-", 5) == 0;
    bool clean = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
    return prefixed && clean && name[5] ? CB_ATTRIBUTE_PLAIN : CB_ATTRIBUTE_REFUSED;
}
