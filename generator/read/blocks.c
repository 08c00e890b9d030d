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
    struct libdeflate_decompressor *decompressor;
    char *begun; /* a block that was not wanted whole */
    size_t begun_at, begun_size;
    size_t skip; /* of the first block */
};

typedef struct block {
    const unsigned char *deflated;
    size_t deflated_size, size, length; /* length: of the whole block in the file */
    uint32_t crc;
} block;

static void drop(void *decompressor) {
    libdeflate_free_decompressor(decompressor);
}

cb_blocks *cb_blocks_new(cb_arena *arena, int file, int64_t at, size_t skip) {
    cb_blocks *b = cb_alloc(arena, sizeof *b);
    if (!b) {
        return NULL;
    }
    *b = (cb_blocks){.file = file, .at = at, .skip = skip};
    b->raw = cb_alloc(arena, RAW);
    b->begun = cb_alloc(arena, CB_BLOCK_MAX);
    b->decompressor = b->raw && b->begun ? libdeflate_alloc_decompressor() : NULL;
    return b->decompressor && cb_arena_defer(arena, drop, b->decompressor, NULL) == CB_OK ? b : NULL;
}

int64_t cb_blocks_place(const cb_blocks *b) {
    return b->at - (int64_t)(b->have - b->used);
}

/* Has `size` bytes from the next block on in `raw`, or those up to the end of the file. */
static bool fill(cb_blocks *b, size_t size) {
    if (b->have - b->used >= size) {
        return true;
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
            return got == 0;
        }
        b->have += (size_t)got;
        b->at += got;
    }
    return true;
}

static uint32_t number_at(const unsigned char *p, size_t size) {
    uint32_t value = 0;
    for (size_t i = size; i-- > 0;) {
        value = value << 8 | p[i];
    }
    return value;
}

/* The block that comes next; *more is false at the end of the file. */
static bool peek(cb_blocks *b, block *out, bool *more) {
    if (!fill(b, HEADER)) {
        return false;
    }
    const unsigned char *p = b->raw + b->used;
    *more = b->have > b->used;
    if (b->have - b->used < HEADER) {
        return !*more;
    }
    for (size_t i = 0; i < HEADER; i++) {
        if (held[i] && (i == 3 ? !(p[i] & usual[i]) : p[i] != usual[i])) {
            return false;
        }
    }
    out->length = number_at(p + LENGTH_AT, 2) + (size_t)1;
    if (out->length < HEADER + FOOTER || !fill(b, out->length) || b->have - b->used < out->length) {
        return false;
    }
    p = b->raw + b->used; /* filling moves it */
    out->deflated = p + HEADER;
    out->deflated_size = out->length - HEADER - FOOTER;
    out->crc = number_at(p + out->length - FOOTER, CRC_SIZE);
    out->size = number_at(p + out->length - FOOTER + CRC_SIZE, FOOTER - CRC_SIZE);
    return out->size <= CB_BLOCK_MAX;
}

static bool decompress(cb_blocks *b, const block *from, char *to) {
    b->used += from->length;
    return libdeflate_deflate_decompress(b->decompressor, from->deflated, from->deflated_size, to, from->size, NULL) ==
               LIBDEFLATE_SUCCESS &&
           libdeflate_crc32(0, to, from->size) == from->crc;
}

/* A block that is taken in parts. */
static bool begin(cb_blocks *b, const block *from) {
    b->begun_at = b->skip;
    b->begun_size = from->size;
    b->skip = 0;
    return decompress(b, from, b->begun) && b->begun_at <= b->begun_size;
}

static size_t take_begun(cb_blocks *b, char *to, size_t size) {
    size_t left = b->begun_size - b->begun_at, n = left < size ? left : size;
    memcpy(to, b->begun + b->begun_at, n);
    b->begun_at += n;
    return n;
}

bool cb_blocks_read(cb_blocks *b, char *to, size_t size, size_t *got) {
    *got = take_begun(b, to, size);
    while (*got < size) {
        block next;
        bool more = false;
        if (!peek(b, &next, &more)) {
            return false;
        }
        bool whole = more && b->skip == 0 && next.size <= size - *got;
        if (!more || (!whole && *got > 0)) {
            return true;
        }
        if (!(whole ? decompress(b, &next, to + *got) : begin(b, &next))) {
            return false;
        }
        *got += whole ? next.size : take_begun(b, to + *got, size - *got);
    }
    return true;
}
