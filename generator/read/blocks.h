/* blocks.h: the blocks of a BGZF file (SAM specification, section 4.1): taken from the file by one thread, decompressed
 * by any to where their bytes are wanted. The one wrapper of libdeflate. Private to read.
 *
 * htslib decompresses a block into a room of its own and copies it, which costs as much as a quarter of the
 * decompression, and its threads hand every block to each other. */
#ifndef CASEBOUND_READ_BLOCKS_H
#define CASEBOUND_READ_BLOCKS_H

#include "casebound/base/arena.h"
#include "casebound/base/digest.h"

/* Most bytes of a block, compressed or not. */
enum { CB_BLOCK_MAX = 1 << 16 };

typedef struct cb_blocks cb_blocks;

/* Reads on from the block at `at` of the file. The descriptor is the caller's and stays where it is. What is read goes
 * to `digesting` as well, which may be NULL. Owned by the arena; NULL when memory is out. */
cb_blocks *cb_blocks_new(cb_arena *arena, int file, int64_t at, cb_digesting *digesting);

/* Appends the next blocks as they stand in the file, of about `size` bytes when they are decompressed, one at least;
 * none at the end of the file, where *last is true. *holds is increased by what they say they have. CB_INPUT, without
 * words, where a block is broken, or ends behind the file's end; those before it are there. */
cb_status cb_blocks_take(cb_blocks *b, size_t size, cb_buf *packed, size_t *holds, bool *last) CB_MUST_USE;

/* Where in the file the next block begins. */
int64_t cb_blocks_place(const cb_blocks *b);

/* What decompresses; used by one thread at a time. Owned by the arena; NULL when memory is out. */
typedef struct cb_unpacker cb_unpacker;
cb_unpacker *cb_unpacker_new(cb_arena *arena);
/* Decompresses blocks as they were taken; there is room for what they hold. False where one is broken; *got bytes are
 * before it. */
bool cb_unpack(cb_unpacker *u, cb_str packed, char *to, size_t *got) CB_MUST_USE;

#endif
