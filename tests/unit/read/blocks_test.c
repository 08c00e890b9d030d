/* blocks_test.c: blocks of BGZF give the bytes that were written, however they are asked for; a damaged or cut file
 * gives those before the damage at most, and says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include <htslib/bgzf.h>

#include "read/blocks.h"

enum { TEXT = 200000, FILE_MAX = 1 << 18, END_MARKER = 28, BLOCKS = 8 };

typedef struct sample {
    char path[64], text[TEXT];
    size_t size;                   /* of the text */
    unsigned char bytes[FILE_MAX]; /* of the file */
    size_t file_size;
    int64_t places[BLOCKS]; /* of the blocks in the file */
    size_t starts[BLOCKS];  /* and in the text */
    size_t count;
} sample;

static void write_file(const sample *s, const unsigned char *bytes, size_t size) {
    FILE *out = fopen(s->path, "wb");
    assert_true(out && fwrite(bytes, 1, size, out) == size && fclose(out) == 0);
}

/* Blocks of these sizes; htslib makes an empty one of none. */
static void make_sample(sample *s, const size_t *sizes, size_t count) {
    *s = (sample){.count = count};
    strcpy(s->path, "/tmp/casebound-blocks-XXXXXX");
    int fd = mkstemp(s->path);
    assert_true(fd >= 0 && close(fd) == 0);
    BGZF *out = bgzf_open(s->path, "w");
    assert_non_null(out);
    uint32_t state = 1;
    for (size_t i = 0; i < count; i++) {
        s->starts[i] = s->size;
        s->places[i] = bgzf_tell(out) >> 16;
        for (size_t k = 0; k < sizes[i]; k++) {
            state = state * 1664525 + 1013904223;
            s->text[s->size + k] = (char)('a' + (state >> 28));
        }
        assert_true(bgzf_write(out, s->text + s->size, sizes[i]) == (ssize_t)sizes[i] && bgzf_flush(out) == 0);
        s->size += sizes[i];
    }
    assert_int_equal(bgzf_close(out), 0);
    FILE *in = fopen(s->path, "rb");
    assert_non_null(in);
    s->file_size = fread(s->bytes, 1, sizeof s->bytes, in);
    assert_true(fclose(in) == 0 && s->file_size < sizeof s->bytes);
}

/* Reads from the block at `at` by `size` bytes each time; whether all went well. */
static bool read_all(const sample *s, int64_t at, size_t skip, size_t size, char *to, size_t room, size_t *read) {
    cb_arena *arena = cb_arena_new(16 << 20);
    FILE *in = fopen(s->path, "rb");
    assert_true(arena && in);
    cb_blocks *b = cb_blocks_new(arena, fileno(in), at, skip);
    assert_non_null(b);
    size_t got = 1;
    bool good = true;
    *read = 0;
    while (good && got > 0) {
        assert_true(*read + size <= room);
        good = cb_blocks_read(b, to + *read, size, &got);
        assert_true(got <= size);
        *read += good ? got : 0;
    }
    if (good) {
        assert_int_equal(cb_blocks_place(b), s->file_size);
    }
    fclose(in);
    cb_arena_free(arena);
    return good;
}

static char room[TEXT + (1 << 20)];

/* CB-VCF-53 */
static void every_way_of_asking_gives_the_bytes(void **state) {
    (void)state;
    static const size_t sizes[] = {5, 65280, 1, 300, 65000, 40000},
                        asked[] = {1, 7, 299, 65535, CB_BLOCK_MAX, 200000, 1 << 20};
    static sample s;
    make_sample(&s, sizes, sizeof sizes / sizeof *sizes);
    for (size_t a = 0; a < sizeof asked / sizeof *asked; a++) {
        for (size_t i = 0; i < s.count; i++) {
            const size_t skips[] = {0, 1, sizes[i] / 2, sizes[i]};
            for (size_t k = 0; k < sizeof skips / sizeof *skips; k++) {
                size_t from = s.starts[i] + skips[k], read;
                assert_true(read_all(&s, s.places[i], skips[k], asked[a], room, sizeof room, &read));
                assert_int_equal(read, s.size - from);
                assert_memory_equal(room, s.text + from, read);
            }
        }
    }
    size_t read;
    assert_false(read_all(&s, s.places[0], sizes[0] + 1, CB_BLOCK_MAX, room, sizeof room, &read));
    assert_false(read_all(&s, s.places[1] + 1, 0, CB_BLOCK_MAX, room, sizeof room, &read));
    unlink(s.path);
}

/* The bytes of a header that say nothing of the block: its time, its compressor and its system; flags beside the one
 * that must be there, and bytes of a flag that nobody sets. */
static bool says_nothing(size_t at) {
    return at >= 3 && at <= 9;
}

/* CB-VCF-53 */
static void damage_is_told(void **state) {
    (void)state;
    static const size_t sizes[] = {30, 50};
    static sample s;
    make_sample(&s, sizes, sizeof sizes / sizeof *sizes);
    size_t second = (size_t)s.places[1], end = s.file_size - END_MARKER;
    for (size_t at = 0; at < end; at++) {
        size_t in_block = at < second ? at : at - second, read;
        s.bytes[at] ^= 0x15;
        write_file(&s, s.bytes, s.file_size);
        bool good = read_all(&s, 0, 0, CB_BLOCK_MAX, room, sizeof room, &read);
        assert_true(good == (says_nothing(in_block) && (in_block != 3 || s.bytes[at] & 4)));
        assert_true(read <= s.size && memcmp(room, s.text, read) == 0);
        s.bytes[at] ^= 0x15;
    }
    for (size_t size = 0; size <= end; size++) {
        size_t read;
        write_file(&s, s.bytes, size);
        s.file_size = size;
        assert_true(read_all(&s, 0, 0, 7, room, sizeof room, &read) == (size == 0 || size == second || size == end));
        assert_true(read <= s.size && memcmp(room, s.text, read) == 0);
    }
    unlink(s.path);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_way_of_asking_gives_the_bytes),
                                       cmocka_unit_test(damage_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
