/* yaml_table.h: the program's own tables in YAML: maps with known keys and texts. Private to the read floor. */
#ifndef CASEBOUND_READ_YAML_TABLE_H
#define CASEBOUND_READ_YAML_TABLE_H

#include "yaml.h"

enum { CB_TABLE_TEXT = 500 /* bytes of a text */ };

typedef struct cb_yaml_table {
    cb_arena *arena;
    const char *name; /* the file's, for messages */
    cb_yaml *root;
    cb_error *e;
} cb_yaml_table;

/* Reads a document that is a map. The other functions fail with CB_INPUT, file and line. */
cb_status cb_table_open(cb_arena *arena, cb_str bytes, const char *name, cb_yaml_table *out, cb_error *e) CB_MUST_USE;
cb_status cb_table_refuse(const cb_yaml_table *t, const cb_yaml *node, const char *what) CB_MUST_USE;
/* Refuses a node that is no map, or holds a key that is not among `keys` (NULL ends them). */
cb_status cb_table_known(const cb_yaml_table *t, const cb_yaml *map, const char *const *keys) CB_MUST_USE;
/* The member's text: there, not empty, CB_TABLE_TEXT bytes at most, without control characters. */
cb_status cb_table_text(const cb_yaml_table *t, const cb_yaml *map, const char *key, const char **out) CB_MUST_USE;
/* The member's whole number from -1000 to 1000; *out stays what it is where there is none. */
cb_status cb_table_integer(const cb_yaml_table *t, const cb_yaml *map, const char *key, int *out) CB_MUST_USE;
/* The member that is a list of one to `most` values; *out is NULL when it is not there. */
cb_status cb_table_list(const cb_yaml_table *t, const cb_yaml *map, const char *key, size_t most,
                        const cb_yaml **out) CB_MUST_USE;

#endif
