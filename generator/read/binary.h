/* binary.h: records of a BCF file as lines of VCF text, by one thread beside others. Private to read. */
#ifndef CASEBOUND_READ_BINARY_H
#define CASEBOUND_READ_BINARY_H

#include "read/hts.h"

/* Of each record: the length of what all samples share, and that of what each sample has; the first begins with a part
 * of fixed size (VCF 4.3, section 6.3.1). */
enum { CB_BINARY_LENGTHS = 8, CB_BINARY_FIXED = 24 };

typedef struct cb_binary cb_binary;

/* For the records of this file, owned by the arena; the file outlives it. NULL in *out where it is a text. */
cb_status cb_binary_new(cb_arena *arena, const cb_hts *h, cb_binary **out, cb_error *e) CB_MUST_USE;
/* Starts on whole records, as cb_hts_join has them; they stay as they are until the last one is read. */
void cb_binary_begin(cb_binary *b, cb_str records);
/* The next record as a line without its end, valid until the next call; *more is false behind the last. CB_INPUT for a
 * record that cannot be read. */
cb_status cb_binary_next(cb_binary *b, cb_str *line, bool *more, cb_error *e) CB_MUST_USE;
/* For a line with a byte that no text has: *other is true, and the line another, where the record has to be written
 * whole for that. */
cb_status cb_binary_again(cb_binary *b, cb_str *line, bool *other, cb_error *e) CB_MUST_USE;
/* The numbers of INFO that are asked for and do not stand in the line of the record read last. */
const struct cb_lean_number *cb_binary_numbers(const cb_binary *b, size_t *count);

#endif
