/* hts.h: the lines of a VCF, VCF.gz or BCF file, and the proof that it was read to its true end. The one wrapper of
 * htslib on this floor. */
#ifndef CASEBOUND_READ_HTS_H
#define CASEBOUND_READ_HTS_H

#include "casebound/base/arena.h"

typedef struct cb_hts cb_hts;

/* Longest line, in bytes: far above any family's record, far below what a hostile file can ask for. */
enum { CB_HTS_LINE_MAX = 64 * 1024 * 1024 };

/* Opens a regular file. A path is never a URL, a command or standard input, whatever it looks like: nothing here may
 * open a connection. A BGZF file without its end marker is refused at once. Owned by the arena. */
cb_status cb_hts_open(cb_arena *arena, const char *path, int threads, cb_hts **out, cb_error *e) CB_MUST_USE;

bool cb_hts_is_bcf(const cb_hts *h);

/* The header of a BCF file as VCF text; valid as long as the arena. */
cb_status cb_hts_header(cb_hts *h, cb_arena *arena, cb_str *text, cb_error *e) CB_MUST_USE;

/* The next line without its end (LF or CR LF), header lines included; of a BCF file the next record as VCF text. Valid
 * until the next call. *more is false at the true end alone: a broken or truncated file is CB_INPUT. */
cb_status cb_hts_line(cb_hts *h, cb_str *line, bool *more, cb_error *e) CB_MUST_USE;

/* True behind the last line of a plain text file that has no newline: the file may be cut, and the line with it. */
bool cb_hts_unterminated(const cb_hts *h);

/* True behind a last line without a newline, of a compressed file too. */
bool cb_hts_no_newline(const cb_hts *h);

/* CB_INPUT when the file is not the one that was opened any more, or has other bytes by its size and time of change. */
cb_status cb_hts_unchanged(const cb_hts *h, cb_error *e) CB_MUST_USE;

#endif
