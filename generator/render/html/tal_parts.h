/* tal_parts.h: the compiled template, shared by tal_compile.c (makes it) and tal_write.c (writes it). */
#ifndef CASEBOUND_GENERATOR_RENDER_HTML_TAL_PARTS_H
#define CASEBOUND_GENERATOR_RENDER_HTML_TAL_PARTS_H

#include "render/html/elements.h"
#include "render/html/tal.h"
#include "render/html/tales.h"

typedef struct tal_attribute {
    const char *name;
    const char *value;          /* what the template holds, or NULL */
    const cb_tales *expression; /* NULL: the value as it is */
    cb_attribute_kind kind;
} tal_attribute;

typedef struct tal_define {
    size_t slot;
    const cb_tales *value;
} tal_define;

typedef struct tal_node {
    const char *text; /* a run of text, escaped already; then nothing else is set */
    long line;
    const char *name;
    cb_element_kind kind;
    bool svg;
    bool bare;      /* tal:block: no tags */
    int heading;    /* 1 to 6 of h1 to h6, else 0 */
    cb_str inlined; /* of a script or style */
    tal_define *defines;
    size_t define_count, define_capacity;
    const cb_tales *condition, *repeat, *content, *omit; /* NULL where the element has none */
    size_t repeat_slot;
    bool replace; /* content takes the tags' place */
    tal_attribute *attributes;
    size_t attribute_count, attribute_capacity;
    const struct tal_node *first, *next;
} tal_node;

struct cb_tal {
    const char *file;
    const tal_node *root;
};

#endif
