/* lean.h: a record of BCF, as its bytes are, as a line of VCF text without the values of INFO that nobody asks for, and
 * without the numbers of those that somebody does: they are told as they are. Private to read; in the hands of binary.c
 * alone. */
#ifndef CASEBOUND_READ_LEAN_H
#define CASEBOUND_READ_LEAN_H

#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include "casebound/base/arena.h"
#include "read/packed.h"

/* Most values that a number of INFO is told with; longer ones stand in the line. */
enum { CB_LEAN_VALUES = 16 };

typedef struct cb_lean cb_lean;

typedef struct cb_lean_number {
    size_t place; /* among the names that are asked for */
    cb_packed values;
} cb_lean_number;

/* `names` are the keys of INFO that are asked for. NULL when memory is out. Used by one thread at a time. */
cb_lean *cb_lean_new(cb_arena *arena, const bcf_hdr_t *header, const char *const *names, size_t count);

/* Appends the line with its newline, as bcf_read and vcf_format have it but for the items of INFO that nobody asks for,
 * and the numbers. False when that must be left to them, since something is odd in what would be left out, or the
 * record is broken or of no usual form; `out` then has a part of it. A text that ends or lacks something inside is
 * written as it is: where the line has one of CB_LEAN_ODD, it must be left to them as well. */
bool cb_lean_format(cb_lean *lean, cb_str record, kstring_t *out);
static const char CB_LEAN_ODD[] = {'\0', bcf_str_missing};

/* The numbers of INFO of the record that was written last; they stand in its bytes. */
const cb_lean_number *cb_lean_numbers(const cb_lean *lean, size_t *count);

#endif
