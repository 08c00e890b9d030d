/* hts.h: the lines of a VCF, VCF.gz or BCF file, and the proof that it was read to its true end. The one wrapper of
 * htslib on this floor. */
#ifndef CASEBOUND_READ_HTS_H
#define CASEBOUND_READ_HTS_H

#include "read/blocks.h"

typedef struct cb_hts cb_hts;

/* Longest line, in bytes: far above any family's record, far below what a hostile file can ask for. */
enum { CB_HTS_LINE_MAX = 64 * 1024 * 1024 };

/* Opens a regular file. A path is never a URL, a command or standard input, whatever it looks like: nothing here may
 * open a connection. A BGZF file without its end marker is refused at once. Owned by the arena. */
cb_status cb_hts_open(cb_arena *arena, const char *path, cb_hts **out, cb_error *e) CB_MUST_USE;

bool cb_hts_is_bcf(const cb_hts *h);

/* The header of a BCF file as VCF text; valid as long as the arena. */
cb_status cb_hts_header(cb_hts *h, cb_arena *arena, cb_str *text, cb_error *e) CB_MUST_USE;

/* The next line of the header of a text file, without its end (LF or CR LF). Valid until the next call. *more is false
 * at the end of the file; *whole is false for a last line of plain text without a newline: it may be cut. A broken or
 * truncated file is CB_INPUT. */
cb_status cb_hts_line(cb_hts *h, cb_str *line, bool *more, bool *whole, cb_error *e) CB_MUST_USE;

/* From now on the records of a BCF file come without the items of INFO that nobody asks for (binary.h): `names`, which
 * are borrowed, are those that are asked for. What is left out is looked at as a check of the text would; a record with
 * anything odd in it comes whole. Nothing changes of a text. */
void cb_hts_ask_for(cb_hts *h, const char *const *names, size_t count);
/* Of a BCF file: its header, its name for messages, and the names that are asked for; NULL: all are. */
const struct bcf_hdr_t *cb_hts_asked(const cb_hts *h, const char **file, const char *const **names, size_t *count);

/* A piece of the file behind the header: taken by one thread at a time in the order of the file, decompressed by any
 * beside others, and joined to the piece before it, in order again, since a line may begin in one and end in another.
 */
typedef struct cb_hts_piece {
    cb_unpacker *unpacker;
    cb_buf packed; /* blocks as they stand in the file; none: the bytes were read as they are */
    cb_buf bytes;  /* decompressed, behind room for what the piece before leaves over */
    size_t holds;  /* bytes that the blocks say they have */
    size_t skip;   /* of them belong to the header */
    bool last;     /* the file ends behind it */
    bool broken;   /* it cannot be read any further */
} cb_hts_piece;
cb_status cb_hts_piece_new(cb_arena *arena, cb_hts_piece *piece, cb_error *e) CB_MUST_USE;

/* Fills the piece with what comes next, about `size` bytes when it is decompressed. CB_INPUT for a broken or truncated
 * file; the piece then has what stands before that. In both cases the piece must be decompressed and joined. */
cb_status cb_hts_take(cb_hts *h, size_t size, cb_hts_piece *piece, cb_error *e) CB_MUST_USE;
/* Decompresses it. CB_INPUT as above. */
cb_status cb_hts_unpack(const cb_hts *h, cb_hts_piece *piece, cb_error *e) CB_MUST_USE;

/* How the lines of a piece end. */
typedef struct cb_hts_end {
    bool last;         /* the file ends behind them: a broken or truncated one would have been found */
    bool no_newline;   /* the last line has none */
    bool unterminated; /* nor does plain text prove that the line is whole */
    size_t records;    /* of BCF: how many there are */
} cb_hts_end;
/* The lines that end in the piece, ends included, or of a BCF file its records as their bytes are; they stand in it.
 * There may be none. CB_INPUT for a file that is truncated, or has a line that is too long. */
cb_status cb_hts_join(cb_hts *h, cb_hts_piece *piece, cb_str *lines, cb_hts_end *end, cb_error *e) CB_MUST_USE;

/* How many bytes the first of these records of BCF has; 0 where it is not there to its end. */
size_t cb_hts_record_size(cb_str records);

/* CB_INPUT: a line, or a record, is longer than CB_HTS_LINE_MAX. */
cb_status cb_hts_too_long(const char *file, cb_error *e) CB_MUST_USE;

/* How much of the file was read, 0 to 1. */
double cb_hts_share(const cb_hts *h);

/* Makes the digest of the file of the very bytes that are taken from now on, and of those of the header; before the
 * first piece is taken. *made is false where htslib reads the file. */
cb_status cb_hts_digest(cb_hts *h, bool *made, cb_error *e) CB_MUST_USE;
/* That digest and the length of the file; *made is false where there is none, or not all of the file was taken. */
cb_status cb_hts_digested(cb_hts *h, bool *made, cb_digest *digest, uint64_t *size, cb_error *e) CB_MUST_USE;

/* CB_INPUT when the file is not the one that was opened any more, or has other bytes by its size and time of change. */
cb_status cb_hts_unchanged(const cb_hts *h, cb_error *e) CB_MUST_USE;

#endif
