/* yaml.h: a YAML 1.2 document (JSON is one) as a tree of nodes with line numbers. Private to the read floor; yaml.c
 * alone sees libfyaml. */
#ifndef CASEBOUND_READ_YAML_H
#define CASEBOUND_READ_YAML_H

#include "casebound/base/map.h"

enum { CB_YAML_BYTES = 4 << 20, CB_YAML_NODES = 100000, CB_YAML_DEPTH = 32 };

typedef enum cb_yaml_kind { CB_YAML_SCALAR, CB_YAML_MAP, CB_YAML_SEQUENCE } cb_yaml_kind;

typedef struct cb_yaml cb_yaml;
struct cb_yaml {
    cb_yaml_kind kind;
    long line;             /* 1-based, where the value begins */
    const char *key;       /* of a map's member, else NULL */
    long key_line;         /* of a map's member: where its key stands */
    const char *text;      /* of a scalar: UTF-8 without NUL; "" for an empty one */
    bool quoted;           /* of a scalar: written in quotes or as a block, so that null and numbers are text */
    cb_yaml *first, *last; /* members of a map or a sequence, in order */
    cb_yaml *next;         /* the next member of the parent */
    size_t count;          /* members */
    cb_map *members;       /* of a map: key -> cb_yaml * */
};

/* Reads one document. CB_INPUT, with file name and line: not UTF-8, NUL, more than CB_YAML_BYTES, a tab as indentation,
 * two documents, a duplicate key, an alias, a key that is no text, too many nodes or too deep, or no YAML at all. An
 * empty document is refused as well. */
cb_status cb_yaml_read(cb_arena *arena, cb_str bytes, const char *name, cb_yaml **root, cb_error *e) CB_MUST_USE;

/* A plain scalar that stands for nothing: empty, ~, null. */
bool cb_yaml_is_null(const cb_yaml *node);

/* The member of a map, or NULL when it is not there or null. */
const cb_yaml *cb_yaml_get(const cb_yaml *map, const char *key);

/* The text as a YAML double-quoted scalar on one line; controls, bidirectional controls and
 * noncharacters are escaped. */
void cb_yaml_quote(cb_buf *b, const char *text);

#endif
