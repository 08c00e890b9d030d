/* lean.h: a record of BCF as VCF text, without the values of INFO that nobody asks for. Private to read; in cb_hts's
 * hands alone. */
#ifndef CASEBOUND_READ_LEAN_H
#define CASEBOUND_READ_LEAN_H

#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include "casebound/base/arena.h"

typedef struct cb_lean cb_lean;

/* `names` are the keys of INFO that are asked for. NULL when memory is out. */
cb_lean *cb_lean_new(cb_arena *arena, const bcf_hdr_t *header, const char *const *names, size_t count);

/* Appends the line with its newline, as vcf_format has it but for the items of INFO that nobody asks for. False when
 * the record must be written in full, since something is odd in what would be left out, or it is of no usual form;
 * `out` then has a part of it. */
bool cb_lean_format(cb_lean *lean, const bcf_hdr_t *header, bcf1_t *record, kstring_t *out);

#endif
