/* marks.c: tabs, semicolons, bars and commas of a line, 64 bytes at a time: each byte is compared as a lane of a
 * vector, and the bits of each kind are written out as places. Processors with AVX2 compare 32 lanes at once, those
 * with AVX-512 all 64, others 16; those with VBMI2 write 16 places at once. */
#include "read/marks.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 64, PIECE = 64 * BLOCK, BURST = 6, WIDE_BURST = 16 };

/* The lowest bit is the first byte of the block. */
typedef struct bits {
    uint64_t tabs, semicolons, bars, commas, stains;
} bits;

#define ALWAYS_INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)

typedef unsigned char lanes16 __attribute__((vector_size(16)));
typedef unsigned char lanes32 __attribute__((vector_size(32)));
typedef char signed16 __attribute__((vector_size(16)));
typedef char signed32 __attribute__((vector_size(32)));

ALWAYS_INLINE uint64_t mask16(lanes16 hits) {
    return (uint32_t)__builtin_ia32_pmovmskb128((signed16)hits);
}

ALWAYS_INLINE void look16(const char *at, unsigned shift, bits *out) {
    lanes16 x;
    memcpy(&x, at, sizeof x);
    lanes16 tab = (lanes16)(x == '\t');
    out->tabs |= mask16(tab) << shift;
    out->semicolons |= mask16((lanes16)(x == ';')) << shift;
    out->bars |= mask16((lanes16)(x == '|')) << shift;
    out->commas |= mask16((lanes16)(x == ',')) << shift;
    out->stains |= mask16(((lanes16)(x < ' ') & ~tab) | (lanes16)(x > '~')) << shift;
}

ALWAYS_INLINE void block_sse2(const char *at, bits *out) {
    *out = (bits){0};
    for (unsigned i = 0; i < BLOCK; i += 16) {
        look16(at + i, i, out);
    }
}

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 ALWAYS_INLINE uint64_t mask32(const lanes32 *hits) {
    return (uint32_t)__builtin_ia32_pmovmskb256((signed32)*hits);
}

AVX2 ALWAYS_INLINE void look32(const char *at, unsigned shift, bits *out) {
    lanes32 x, hits, tab;
    memcpy(&x, at, sizeof x);
    tab = (lanes32)(x == '\t');
    out->tabs |= mask32(&tab) << shift;
    hits = (lanes32)(x == ';');
    out->semicolons |= mask32(&hits) << shift;
    hits = (lanes32)(x == '|');
    out->bars |= mask32(&hits) << shift;
    hits = (lanes32)(x == ',');
    out->commas |= mask32(&hits) << shift;
    hits = ((lanes32)(x < ' ') & ~tab) | (lanes32)(x > '~');
    out->stains |= mask32(&hits) << shift;
}

AVX2 ALWAYS_INLINE void block_avx2(const char *at, bits *out) {
    *out = (bits){0};
    look32(at, 0, out);
    look32(at + 32, 32, out);
}

#define AVX512 __attribute__((target("avx512f,avx512bw,bmi,popcnt")))

AVX512 ALWAYS_INLINE void block_avx512(const char *at, bits *out) {
    const __m512i x = _mm512_loadu_si512(at);
    out->tabs = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\t'));
    out->semicolons = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(';'));
    out->bars = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('|'));
    out->commas = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(','));
    out->stains = (_mm512_cmplt_epu8_mask(x, _mm512_set1_epi8(' ')) & ~out->tabs) |
                  _mm512_cmpgt_epu8_mask(x, _mm512_set1_epi8('~'));
}

#else

ALWAYS_INLINE void block_bytes(const char *at, bits *out) {
    *out = (bits){0};
    for (unsigned i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)at[i];
        out->tabs |= (uint64_t)(c == '\t') << i;
        out->semicolons |= (uint64_t)(c == ';') << i;
        out->bars |= (uint64_t)(c == '|') << i;
        out->commas |= (uint64_t)(c == ',') << i;
        out->stains |= (uint64_t)((c < ' ' && c != '\t') || c > '~') << i;
    }
}

#endif

ALWAYS_INLINE uint64_t write_one(uint32_t *to, uint64_t which, uint32_t base) {
    *to = base + (uint32_t)__builtin_ctzll(which | UINT64_C(1) << (BLOCK - 1));
    return which & (which - 1);
}

/* Writes the places of the bits, a burst at a time without looking whether there are so many: what is too much is
 * written over by the next. There is room for a burst more than there are bits. */
ALWAYS_INLINE size_t write_out(uint32_t *to, uint64_t which, uint32_t base) {
    size_t count = (size_t)__builtin_popcountll(which);
    for (uint32_t *end = to + count; to < end; to += BURST) {
        which = write_one(to, which, base);
        which = write_one(to + 1, which, base);
        which = write_one(to + 2, which, base);
        which = write_one(to + 3, which, base);
        which = write_one(to + 4, which, base);
        which = write_one(to + 5, which, base);
    }
    return count;
}

#if defined(__x86_64__)

#define VBMI2 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt")))

VBMI2 ALWAYS_INLINE void block_vbmi2(const char *at, bits *out) {
    block_avx512(at, out);
}

/* The numbers of the bits, moved together, 16 of them widened and written at once. */
VBMI2 ALWAYS_INLINE size_t write_wide(uint32_t *to, uint64_t which, uint32_t base) {
    static const unsigned char numbers[BLOCK] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                                 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                                 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                                 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    const size_t count = (size_t)__builtin_popcountll(which);
    const __m512i add = _mm512_set1_epi32((int)base);
    __m512i left = _mm512_maskz_compress_epi8(which, _mm512_loadu_si512(numbers));
    for (size_t i = 0; i < count; i += WIDE_BURST) {
        const __m512i places = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(left));
        _mm512_storeu_si512(to + i, _mm512_add_epi32(places, add));
        left = _mm512_alignr_epi32(left, left, 4);
    }
    return count;
}

#endif

/* The marks of a block, written out by `write`. */
#define BLOCK_TAKER(name, attribute, write)                                                   \
    attribute ALWAYS_INLINE void name(cb_marks *m, const bits *b, uint32_t base) {            \
        m->tab_count += write(m->tabs + m->tab_count, b->tabs, base);                         \
        m->semicolon_count += write(m->semicolons + m->semicolon_count, b->semicolons, base); \
        m->bar_count += write(m->bars + m->bar_count, b->bars, base);                         \
        m->comma_count += write(m->commas + m->comma_count, b->commas, base);                 \
        m->plain = m->plain && b->stains == 0;                                                \
    }
BLOCK_TAKER(take, , write_out)
#if defined(__x86_64__)
BLOCK_TAKER(take_wide, VBMI2, write_wide)
#endif

/* A piece of a line, whole blocks and a rest; a function for each width, as no function may be inlined into one for
 * another processor. */
#define PIECE_FINDER(name, attribute, block, take)                         \
    attribute static void name(cb_str piece, uint32_t base, cb_marks *m) { \
        bits found;                                                        \
        size_t at = 0;                                                     \
        for (; piece.n - at >= BLOCK; at += BLOCK) {                       \
            block(piece.s + at, &found);                                   \
            take(m, &found, base + (uint32_t)at);                          \
        }                                                                  \
        if (at < piece.n) {                                                \
            char rest[BLOCK];                                              \
            memset(rest, ' ', sizeof rest);                                \
            memcpy(rest, piece.s + at, piece.n - at);                      \
            block(rest, &found);                                           \
            take(m, &found, base + (uint32_t)at);                          \
        }                                                                  \
    }

#if defined(__x86_64__)
PIECE_FINDER(find_narrow, , block_sse2, take)
PIECE_FINDER(find_wide, AVX2, block_avx2, take)
PIECE_FINDER(find_wider, AVX512, block_avx512, take)
PIECE_FINDER(find_widest, VBMI2, block_vbmi2, take_wide)
#else
PIECE_FINDER(find_narrow, , block_bytes, take)
#endif

static bool grow(cb_arena *arena, uint32_t **list, size_t count, size_t *room) {
    while (!*list || *room < count + PIECE + WIDE_BURST) {
        uint32_t *grown = cb_grow(arena, *list, *room, room, sizeof *grown);
        if (!grown) {
            return false;
        }
        *list = grown;
    }
    return true;
}

static bool make_room(cb_arena *arena, cb_marks *m) {
    return grow(arena, &m->tabs, m->tab_count, &m->tab_room) &&
           grow(arena, &m->semicolons, m->semicolon_count, &m->semicolon_room) &&
           grow(arena, &m->bars, m->bar_count, &m->bar_room) && grow(arena, &m->commas, m->comma_count, &m->comma_room);
}

typedef void (*finder)(cb_str piece, uint32_t base, cb_marks *m);

static finder finder_of_processor(void) {
#if defined(__x86_64__)
    bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
    bool wider = wide && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
    bool widest = wider && __builtin_cpu_supports("avx512vbmi2");
    return widest ? find_widest : wider ? find_wider : wide ? find_wide : find_narrow;
#else
    return find_narrow;
#endif
}

bool cb_marks_find(cb_arena *arena, cb_str line, cb_marks *m) {
    const finder find = finder_of_processor();
    m->tab_count = m->semicolon_count = m->bar_count = m->comma_count = 0;
    m->plain = true;
    for (size_t at = 0; at < line.n; at += PIECE) {
        size_t n = line.n - at < PIECE ? line.n - at : PIECE;
        if (!make_room(arena, m)) {
            return false;
        }
        find((cb_str){line.s + at, n}, (uint32_t)at, m);
    }
    if (m->semicolons) {
        m->semicolons[m->semicolon_count] = UINT32_MAX;
    }
    return true;
}
