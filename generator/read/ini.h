/* ini.h: files of sections in brackets, as Python's ConfigObj writes them: "[section]", "[[section in a section]]",
 * "key = value", '#' begins a comment. Private to the read floor. */
#ifndef CASEBOUND_READ_INI_H
#define CASEBOUND_READ_INI_H

#include "casebound/base/arena.h"

/* Bytes of a file and of a line, sections of a file, pairs of a section, items of a list. */
enum { CB_INI_BYTES = 1 << 20, CB_INI_LINE = 4096, CB_INI_SECTIONS = 5000, CB_INI_PAIRS = 100, CB_INI_ITEMS = 32 };

typedef struct cb_ini_pair {
    const char *key;
    const char *text;         /* the value as it stands, without its comment; quotes stay */
    const char *const *items; /* of a list (a comma makes one), else the one value; without their quotes */
    size_t count;
    long line;
    struct cb_ini_pair *next;
} cb_ini_pair;

typedef struct cb_ini_section {
    const char *name;
    long line;
    cb_ini_pair *pairs;            /* in the order of the file */
    struct cb_ini_section *inside; /* "[[…]]" */
    struct cb_ini_section *next;
} cb_ini_section;

/* The sections of the file, in its order; NULL when it has none. CB_FILTER with file and line: a line of another form,
 * a key outside of every section, a section or key that stands twice, a quote that does not end, a third level,
 * anything that is no UTF-8, more than the limits above. */
cb_status cb_ini_read(cb_arena *arena, cb_str bytes, const char *name, cb_ini_section **out, cb_error *e) CB_MUST_USE;

/* The pair of that key, or NULL. */
const cb_ini_pair *cb_ini_get(const cb_ini_section *section, const char *key);

#endif
