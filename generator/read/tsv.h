/* tsv.h: the small tables that come with the program: comments, a line "# version: ...", a header, rows of named
 * columns. */
#ifndef CASEBOUND_READ_TSV_H
#define CASEBOUND_READ_TSV_H

#include "casebound/base/arena.h"
#include "casebound/base/bytes.h"
#include "casebound/base/status.h"
#include <stdbool.h>
#include <stddef.h>

enum { CB_TSV_COLUMNS = 8 };

typedef struct cb_tsv {
    cb_arena *arena;
    const char *name;           /* of the file, in messages */
    const char *const *columns; /* their names, in the order of the header; NULL ends them; at most CB_TSV_COLUMNS */
    size_t longest;             /* bytes of a row at the most */
    const char *thing;          /* what a row is, in messages: "gene" */
    void *into;                 /* the taker's */
    cb_error *e;
    size_t column_count, rows;
    const char *version; /* behind "# version:"; NULL until it is met, or where it is empty */
    bool header;
} cb_tsv;

/* Takes one row; `part` has as many as there are columns, without blanks at their ends, and lives for the call. */
typedef cb_status (*cb_tsv_take)(cb_tsv *t, const cb_str *part, long line);

/*
 * Reads a whole table, each row through `take`; the caller fills the members up to `e`. CB_INPUT with the line: NUL or
 * bytes that are not UTF-8, a row without exactly these columns or longer than `longest`, no header before the first
 * row, and whatever `take` refuses; without a line: no row or no version. CB_MEMORY.
 */
cb_status cb_tsv_read(cb_tsv *t, cb_str bytes, cb_tsv_take take) CB_MUST_USE;

/* CB_INPUT with the file's name, the line and `what`. */
cb_status cb_tsv_refuse(const cb_tsv *t, long line, const char *what) CB_MUST_USE;

#endif
