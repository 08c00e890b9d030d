/* blocks.h: the blocks of a BGZF file, decompressed to where their bytes are wanted (SAM specification, section 4.1).
 * The one wrapper of libdeflate. Private to read.
 *
 * htslib decompresses a block into a room of its own and copies it; where one thread reads, that costs as much as a
 * quarter of the decompression. */
#ifndef CASEBOUND_READ_BLOCKS_H
#define CASEBOUND_READ_BLOCKS_H

#include "casebound/base/arena.h"

/* Most bytes of a block, compressed or not. */
enum { CB_BLOCK_MAX = 1 << 16 };

typedef struct cb_blocks cb_blocks;

/* Reads on from the block at `at` of the file, behind its first `skip` bytes. The descriptor is the caller's and stays
 * where it is. Owned by the arena; NULL when memory is out. */
cb_blocks *cb_blocks_new(cb_arena *arena, int file, int64_t at, size_t skip);

/* Up to `size` bytes; none at the end of the file. Where `size` is CB_BLOCK_MAX or more these are whole blocks, but for
 * the rest of one that was begun. False where a block is broken, or ends behind the file's end. */
bool cb_blocks_read(cb_blocks *b, char *to, size_t size, size_t *got) CB_MUST_USE;

/* Where in the file the next block begins. */
int64_t cb_blocks_place(const cb_blocks *b);

#endif
