/* marks.c: tabs, semicolons, bars and commas of a line, 64 bytes at a time: each byte is compared as a lane of a
 * vector, and the bits of each kind are written out as places. Processors with AVX2 compare 32 lanes at once, those
 * with AVX-512 all 64, others 16. */
#include "read/marks.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 64, PIECE = 64 * BLOCK, BURST = 6 };

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
 * written over by the next. There is room for BURST more than there are bits. */
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

ALWAYS_INLINE void take(cb_marks *m, const bits *b, uint32_t base) {
    m->tab_count += write_out(m->tabs + m->tab_count, b->tabs, base);
    m->semicolon_count += write_out(m->semicolons + m->semicolon_count, b->semicolons, base);
    m->bar_count += write_out(m->bars + m->bar_count, b->bars, base);
    m->comma_count += write_out(m->commas + m->comma_count, b->commas, base);
    m->plain = m->plain && b->stains == 0;
}

/* A piece of a line, whole blocks and a rest; a function for each width, as no function may be inlined into one for
 * another processor. */
#define PIECE_FINDER(name, attribute, block)                               \
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
PIECE_FINDER(find_narrow, , block_sse2)
PIECE_FINDER(find_wide, AVX2, block_avx2)
PIECE_FINDER(find_widest, AVX512, block_avx512)
#else
PIECE_FINDER(find_narrow, , block_bytes)
#endif

static bool grow(cb_arena *arena, uint32_t **list, size_t count, size_t *room) {
    while (!*list || *room < count + PIECE + BURST) {
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
    bool widest = wide && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
    return widest ? find_widest : wide ? find_wide : find_narrow;
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
