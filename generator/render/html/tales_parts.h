/* tales_parts.h: a compiled expression, shared by tales.c (makes it) and tales_evaluate.c (runs it). */
#ifndef CASEBOUND_GENERATOR_RENDER_HTML_TALES_PARTS_H
#define CASEBOUND_GENERATOR_RENDER_HTML_TALES_PARTS_H

#include "render/html/tales.h"

typedef enum tales_kind {
    TALES_PATH,
    TALES_NOTHING,
    TALES_DEFAULT,
    TALES_STRING,
    TALES_FILL,
    TALES_NOT,
    TALES_EXISTS,
    TALES_VALUE,
    TALES_KEY,
    TALES_LINE,
    TALES_DATA,
    TALES_COUNT,
    TALES_MISSING,
    TALES_IS,
    TALES_EXCEPT
} tales_kind;

typedef enum loop_fact { LOOP_NONE, LOOP_INDEX, LOOP_NUMBER, LOOP_LENGTH, LOOP_START, LOOP_END } loop_fact;

/* One step of a path: a key or index, or ("?name") the text of a defined name taken as one. */
typedef struct step {
    const char *name;
    bool from_slot;
    size_t slot;
} step;

typedef struct path {
    const cb_node *root; /* NULL: begins at the slot */
    size_t slot;
    loop_fact fact; /* of the slot's loop; then there are no steps */
    step *steps;
    size_t count;
} path;

/* Of a string: a literal, or (literal empty) what an expression gives. Of a filled text: a place's name and what it is
 * filled with. */
typedef struct piece {
    cb_str literal;
    cb_tales *inner;
} piece;

struct cb_tales {
    tales_kind kind;
    long line;
    const char *source; /* of a path, for errors; else NULL */
    path path;
    cb_tales *inner; /* what a prefix stands before */
    cb_tales *other; /* behind "|", or NULL */
    piece *pieces;   /* of a string and of a filled text */
    size_t piece_count, piece_capacity;
    const char *word; /* of "is:" and "except:" */
};

#endif
