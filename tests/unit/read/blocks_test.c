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

/* Reads from the block at `at` by about `size` bytes each time; whether all went well. */
static bool read_all(const sample *s, int64_t at, size_t size, char *to, size_t *read) {
    cb_arena *arena = cb_arena_new(16 << 20);
    FILE *in = fopen(s->path, "rb");
    cb_digesting *digesting = NULL;
    cb_digest digest, expected;
    cb_error e = {0};
    assert_true(arena && in && cb_digest_begin(&digesting, &e) == CB_OK);
    cb_blocks *b = cb_blocks_new(arena, fileno(in), at, digesting);
    cb_unpacker *u = cb_unpacker_new(arena);
    cb_buf packed;
    assert_true(b && u);
    cb_buf_init(&packed, 16 << 20);
    bool good = true, last = false;
    *read = 0;
    while (good && !last) {
        size_t holds = 0, got = 0;
        cb_buf_clear(&packed);
        cb_status status = cb_blocks_take(b, size, &packed, &holds, &last);
        assert_true(status == CB_OK || status == CB_INPUT);
        assert_true(holds < size + CB_BLOCK_MAX && packed.size < 2 * size + CB_BLOCK_MAX);
        assert_true(last || status != CB_OK || packed.size > 0);
        good = cb_unpack(u, cb_buf_view(&packed), to + *read, &got) && status == CB_OK;
        assert_true(got <= holds && (!good || got == holds));
        *read += got;
    }
    assert_int_equal(cb_digest_end(digesting, &digest, &e), CB_OK);
    if (good) {
        assert_int_equal(cb_blocks_place(b), s->file_size);
        const cb_str bytes = {(const char *)s->bytes + at, s->file_size - (size_t)at};
        assert_int_equal(cb_digest_of(bytes, &expected, &e), CB_OK);
        assert_true(cb_digest_same(&digest, &expected));
    }
    cb_buf_free(&packed);
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
    size_t read;
    make_sample(&s, sizes, sizeof sizes / sizeof *sizes);
    for (size_t a = 0; a < sizeof asked / sizeof *asked; a++) {
        for (size_t i = 0; i < s.count; i++) {
            assert_true(read_all(&s, s.places[i], asked[a], room, &read));
            assert_int_equal(read, s.size - s.starts[i]);
            assert_memory_equal(room, s.text + s.starts[i], read);
        }
    }
    assert_false(read_all(&s, s.places[1] + 1, CB_BLOCK_MAX, room, &read));
    unlink(s.path);
}

/* However many of them follow each other: a piece stays small. */
/* CB-VCF-53 */
static void empty_blocks_are_passed_over(void **state) {
    (void)state;
    enum { EMPTY = 3000 };
    static const size_t sizes[] = {10};
    static sample s;
    size_t read;
    make_sample(&s, sizes, 1);
    const size_t end = s.file_size - END_MARKER;
    for (size_t i = 1; i < EMPTY; i++) {
        memcpy(s.bytes + end + i * END_MARKER, s.bytes + end, END_MARKER);
    }
    s.file_size = end + EMPTY * (size_t)END_MARKER;
    write_file(&s, s.bytes, s.file_size);
    assert_true(read_all(&s, 0, 1, room, &read) && read == 10);
    assert_true(read_all(&s, 0, 20000, room, &read) && read == 10);
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
        bool good = read_all(&s, 0, CB_BLOCK_MAX, room, &read);
        assert_true(good == (says_nothing(in_block) && (in_block != 3 || s.bytes[at] & 4)));
        assert_true(read <= s.size && memcmp(room, s.text, read) == 0);
        s.bytes[at] ^= 0x15;
    }
    for (size_t size = 0; size <= end; size++) {
        size_t read;
        write_file(&s, s.bytes, size);
        s.file_size = size;
        assert_true(read_all(&s, 0, 7, room, &read) == (size == 0 || size == second || size == end));
        assert_true(read <= s.size && memcmp(room, s.text, read) == 0);
    }
    unlink(s.path);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_way_of_asking_gives_the_bytes),
                                       cmocka_unit_test(empty_blocks_are_passed_over),
                                       cmocka_unit_test(damage_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
