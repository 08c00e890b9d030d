/* marks_test.c: each width of vectors finds the marks that a look at every byte finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "read/marks.c" /* for the finders that the processor at hand would not take */

enum { LONGEST = 9000, ROUNDS = 400 };

static uint32_t next(uint32_t *state) {
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

static void expect(const char *line, size_t n, char c, const uint32_t *list, size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        if (line[i] == c) {
            assert_true(found < count && list[found] == i);
            found++;
        }
    }
    assert_int_equal(found, count);
}

/* Pieces as cb_marks_find cuts them. */
static void check(cb_arena *arena, finder find, const char *line, size_t n) {
    cb_marks m = {.plain = true};
    for (size_t at = 0; at < n; at += PIECE) {
        assert_true(make_room(arena, &m));
        find((cb_str){line + at, n - at < PIECE ? n - at : PIECE}, (uint32_t)at, &m);
    }
    bool plain = true;
    for (size_t i = 0; i < n; i++) {
        plain = plain && (line[i] == '\t' || (line[i] >= ' ' && line[i] <= '~'));
    }
    assert_int_equal(plain, m.plain);
    expect(line, n, '\t', m.tabs, m.tab_count);
    expect(line, n, ';', m.semicolons, m.semicolon_count);
    expect(line, n, '|', m.bars, m.bar_count);
    expect(line, n, ',', m.commas, m.comma_count);
}

/* Many marks, few, or one kind alone; now and then a byte that no line may have. */
static size_t make_line(char *line, uint32_t *state) {
    static const char *const letters[] = {"\t;|,", "|||||||,", "ACGT0123456789.=:/|;,\t", "A"};
    size_t n = next(state) % LONGEST;
    const char *of = letters[next(state) % 4];
    for (size_t i = 0; i < n; i++) {
        line[i] = of[next(state) % strlen(of)];
    }
    if (n > 0 && next(state) % 4 == 0) {
        line[next(state) % n] = (char)next(state);
    }
    return n;
}

/* CB-VCF-51 */
static void every_width_finds_the_same(void **state) {
    (void)state;
    uint32_t seed = 1;
    char line[LONGEST];
    cb_arena *arena = cb_arena_new((size_t)1 << 30);
    assert_non_null(arena);
    for (int i = 0; i < ROUNDS; i++) {
        size_t n = make_line(line, &seed);
        cb_arena_reset(arena);
        check(arena, find_narrow, line, n);
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt")) {
            check(arena, find_wide, line, n);
        }
        if (finder_of_processor() == find_widest) {
            check(arena, find_wider, line, n);
        }
#endif
        check(arena, finder_of_processor(), line, n);
        cb_marks m = {0};
        assert_true(cb_marks_find(arena, (cb_str){line, n}, &m));
        expect(line, n, ';', m.semicolons, m.semicolon_count);
        assert_true(n == 0 || m.semicolons[m.semicolon_count] == UINT32_MAX);
    }
    cb_arena_free(arena);
}

/* Every value of a byte, at every place of a block. */
/* CB-VCF-51 */
static void every_byte_is_told(void **state) {
    (void)state;
    cb_arena *arena = cb_arena_new((size_t)1 << 30);
    assert_non_null(arena);
    for (int c = 0; c < 256; c++) {
        for (size_t at = 0; at < 2 * BLOCK; at++) {
            char line[2 * BLOCK + 7];
            memset(line, 'A', sizeof line);
            line[at] = (char)c;
            cb_arena_reset(arena);
            check(arena, find_narrow, line, sizeof line);
            check(arena, finder_of_processor(), line, sizeof line);
        }
    }
    cb_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_width_finds_the_same),
                                       cmocka_unit_test(every_byte_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
