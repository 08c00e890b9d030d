/* xml.h: template bytes as a private tree, so that libxml2 stays in xml.c. */
#ifndef CASEBOUND_GENERATOR_RENDER_HTML_XML_H
#define CASEBOUND_GENERATOR_RENDER_HTML_XML_H

#include "casebound/base/arena.h"

typedef enum cb_space {
    CB_SPACE_NONE, /* attributes without a prefix */
    CB_SPACE_HTML,
    CB_SPACE_SVG,
    CB_SPACE_TAL,
    CB_SPACE_METAL,
    CB_SPACE_XML, /* xml:lang and the like */
    CB_SPACE_OTHER
} cb_space;

typedef struct cb_xml_attribute {
    cb_space space;
    const char *name, *value;
} cb_xml_attribute;

typedef struct cb_xml_node {
    const char *name; /* NULL: a run of text */
    const char *text; /* of a run of text, else NULL */
    cb_space space;
    long line; /* where the start tag ends; 1 is the first */
    const cb_xml_attribute *attributes;
    size_t attribute_count;
    const struct cb_xml_node *first, *next;
} cb_xml_node;

enum { CB_XML_MAXIMUM = 1 << 20, CB_XML_DEPTH = 64 };

/* Parses a well-formed document of at most CB_XML_MAXIMUM bytes, at most CB_XML_DEPTH elements deep. Nothing is
 * fetched; entities other than XML's own five, document types other than `<!DOCTYPE html>` and processing instructions
 * are refused; comments are dropped. Errors are CB_INTERNAL with `file` and line. The tree is owned by the arena. */
cb_status cb_xml_parse(cb_arena *arena, const char *file, cb_str bytes, const cb_xml_node **out,
                       cb_error *e) CB_MUST_USE;

#endif
