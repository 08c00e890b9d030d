/* marks.h: where the structure of a line stands, found in one pass over its bytes. Private to read. */
#ifndef CASEBOUND_READ_MARKS_H
#define CASEBOUND_READ_MARKS_H

#include "casebound/base/arena.h"

/* Places counted from the start of the line, each list in order; behind the semicolons of a line stands UINT32_MAX. */
typedef struct cb_marks {
    uint32_t *tabs, *semicolons, *bars, *commas; /* '\t' ';' '|' ',' */
    size_t tab_count, semicolon_count, bar_count, comma_count;
    size_t tab_room, semicolon_room, bar_room, comma_room;
    bool plain;  /* every byte is a tab, a space or printable ASCII */
} cb_marks;

/* Fills the marks of a line; room for them is made in the arena, and used again for the next line. False when memory is
 * out. */
bool cb_marks_find(cb_arena *arena, cb_str line, cb_marks *marks) CB_MUST_USE;

#endif
