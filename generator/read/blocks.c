/* blocks.c: BGZF. Of a block everything is looked at that it tells: its header, its length, the length of its bytes,
 * their CRC. */
#include "read/blocks.h"

#include <errno.h>
#include <libdeflate.h>
#include <unistd.h>

/* A gzip member with one extra field of the name BC, which holds the length of the whole less one. */
enum { HEADER = 18, LENGTH_AT = 16, FOOTER = 8, CRC_SIZE = 4, RAW = 4 * CB_BLOCK_MAX };
static const unsigned char usual[HEADER] = {31, 139, 8, 4, 0, 0, 0, 0, 0, 0, 6, 0, 'B', 'C', 2, 0, 0, 0};
static const unsigned char held[HEADER] = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0}; /* to what it says */

struct cb_blocks {
    int file;
    int64_t at; /* of the next byte that is read into `raw` */
    unsigned char *raw;
    size_t used, have; /* of `raw` */
    cb_digesting *digesting;
};

struct cb_unpacker {
    struct libdeflate_decompressor *decompressor;
};

typedef struct block {
    const unsigned char *deflated;
    size_t deflated_size, size, length; /* length: of the whole block in the file */
    uint32_t crc;
} block;

cb_blocks *cb_blocks_new(cb_arena *arena, int file, int64_t at, cb_digesting *digesting) {
    cb_blocks *b = cb_alloc(arena, sizeof *b);
    if (!b) {
        return NULL;
    }
    *b = (cb_blocks){.file = file, .at = at, .digesting = digesting, .raw = cb_alloc(arena, RAW)};
    return b->raw ? b : NULL;
}

int64_t cb_blocks_place(const cb_blocks *b) {
    return b->at - (int64_t)(b->have - b->used);
}

/* Has `size` bytes from the next block on in `raw`, or those up to the end of the file. */
static cb_status fill(cb_blocks *b, size_t size) {
    if (b->have - b->used >= size) {
        return CB_OK;
    }
    memmove(b->raw, b->raw + b->used, b->have - b->used);
    b->have -= b->used;
    b->used = 0;
    while (b->have < size) {
        ssize_t got = pread(b->file, b->raw + b->have, RAW - b->have, (off_t)b->at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0 ? CB_OK : CB_INPUT;
        }
        if (b->digesting &&
            cb_digest_add(b->digesting, (cb_str){(char *)b->raw + b->have, (size_t)got}, NULL) != CB_OK) {
            return CB_INTERNAL;
        }
        b->have += (size_t)got;
        b->at += got;
    }
    return CB_OK;
}

static uint32_t number_at(const unsigned char *p, size_t size) {
    uint32_t value = 0;
    for (size_t i = size; i-- > 0;) {
        value = value << 8 | p[i];
    }
    return value;
}

/* The length of the block that begins with these bytes of a header; 0 where it is none. */
static size_t length_of(const unsigned char *p) {
    for (size_t i = 0; i < HEADER; i++) {
        if (held[i] && (i == 3 ? !(p[i] & usual[i]) : p[i] != usual[i])) {
            return 0;
        }
    }
    size_t length = number_at(p + LENGTH_AT, 2) + (size_t)1;
    return length < HEADER + FOOTER ? 0 : length;
}

/* What stands around the deflated bytes of a block that is there to its end. */
static block block_of(const unsigned char *p, size_t length) {
    return (block){.deflated = p + HEADER,
                   .deflated_size = length - HEADER - FOOTER,
                   .length = length,
                   .crc = number_at(p + length - FOOTER, CRC_SIZE),
                   .size = number_at(p + length - FOOTER + CRC_SIZE, FOOTER - CRC_SIZE)};
}

/* Has the block that comes next in `raw`; *length is 0 at the end of the file. */
static cb_status find_next(cb_blocks *b, size_t *length) {
    *length = 0;
    cb_status status = fill(b, HEADER);
    if (status != CB_OK || b->have == b->used) {
        return status;
    }
    size_t its = b->have - b->used < HEADER ? 0 : length_of(b->raw + b->used);
    status = its > 0 ? fill(b, its) : CB_INPUT;
    *length = its;
    return status == CB_OK && b->have - b->used < its ? CB_INPUT : status;
}

cb_status cb_blocks_take(cb_blocks *b, size_t size, cb_buf *packed, size_t *holds, bool *last) {
    size_t taken = 0, length = 0;
    *last = false;
    do {
        cb_status status = find_next(b, &length);
        *last = status == CB_OK && length == 0;
        if (status != CB_OK || *last) {
            return status;
        }
        block next = block_of(b->raw + b->used, length);
        if (next.size > CB_BLOCK_MAX) {
            return CB_INPUT;
        }
        cb_buf_add(packed, b->raw + b->used, length);
        b->used += length;
        taken += next.size;
        *holds += next.size;
    } while (taken < size && packed->size < 2 * size && !packed->failed); /* blocks may be empty */
    return packed->failed ? CB_INTERNAL : CB_OK;
}

static void drop(void *decompressor) {
    libdeflate_free_decompressor(decompressor);
}

cb_unpacker *cb_unpacker_new(cb_arena *arena) {
    cb_unpacker *u = cb_alloc(arena, sizeof *u);
    if (!u) {
        return NULL;
    }
    u->decompressor = libdeflate_alloc_decompressor();
    return u->decompressor && cb_arena_defer(arena, drop, u->decompressor, NULL) == CB_OK ? u : NULL;
}

bool cb_unpack(cb_unpacker *u, cb_str packed, char *to, size_t *got) {
    const unsigned char *p = (const unsigned char *)packed.s, *end = p + packed.n;
    *got = 0;
    while (p < end) {
        const block b = block_of(p, length_of(p));
        if (libdeflate_deflate_decompress(u->decompressor, b.deflated, b.deflated_size, to + *got, b.size, NULL) !=
                LIBDEFLATE_SUCCESS ||
            libdeflate_crc32(0, to + *got, b.size) != b.crc) {
            return false;
        }
        *got += b.size;
        p += b.length;
    }
    return true;
}
