/* lean.h: a record of BCF, as its bytes are, as a line of VCF text without the values of INFO that nobody asks for.
 * Private to read; in the hands of binary.c alone. */
#ifndef CASEBOUND_READ_LEAN_H
#define CASEBOUND_READ_LEAN_H

#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include "casebound/base/arena.h"

typedef struct cb_lean cb_lean;

/* `names` are the keys of INFO that are asked for. NULL when memory is out. Used by one thread at a time. */
cb_lean *cb_lean_new(cb_arena *arena, const bcf_hdr_t *header, const char *const *names, size_t count);

/* Appends the line with its newline, as bcf_read and vcf_format have it but for the items of INFO that nobody asks for.
 * False when that must be left to them, since something is odd in what would be left out, or the record is broken or of
 * no usual form; `out` then has a part of it. */
bool cb_lean_format(cb_lean *lean, cb_str record, kstring_t *out);

#endif
