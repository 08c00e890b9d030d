/* elements.h: the elements and attributes that a template may use: those that can neither load, submit, navigate nor
 * run anything. */
#ifndef CASEBOUND_GENERATOR_RENDER_HTML_ELEMENTS_H
#define CASEBOUND_GENERATOR_RENDER_HTML_ELEMENTS_H

#include "render/html/xml.h"
#include <stdbool.h>

typedef enum cb_element_kind {
    CB_ELEMENT_REFUSED,
    CB_ELEMENT_PLAIN,
    CB_ELEMENT_VOID,         /* HTML: no children, no end tag */
    CB_ELEMENT_PREFORMATTED, /* white space counts; a first newline is eaten by the parser */
    CB_ELEMENT_INLINED       /* script and style: hold the page's one script or style and nothing else */
} cb_element_kind;

/* Custom elements (a name with '-') are plain. */
cb_element_kind cb_element(cb_space space, const char *name);

typedef enum cb_attribute_kind {
    CB_ATTRIBUTE_REFUSED,
    CB_ATTRIBUTE_PLAIN,
    CB_ATTRIBUTE_LINK,   /* an address: cb_escape_link decides */
    CB_ATTRIBUTE_BOOLEAN /* there or not there */
} cb_attribute_kind;

cb_attribute_kind cb_attribute(const char *element, const char *name);

/* Parents between whose children white space means nothing (tables, lists, drawings). */
bool cb_element_drops_space(cb_space space, const char *name);

#endif
