/* memory_test.c: arenas, buffers and maps, with and without memory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "casebound/base/arena.h"
#include "casebound/base/map.h"

static void count_drop(void *handle) {
    ++*(int *)handle;
}

/* CB-BASE-01 */
static void an_arena_gives_zeroed_memory_up_to_its_cap(void **state) {
    (void)state;
    cb_arena *a = cb_arena_new(1 << 20);
    unsigned char *p = cb_alloc(a, 300000);
    assert_non_null(p);
    for (size_t i = 0; i < 300000; i++) {
        assert_int_equal(p[i], 0);
    }
    assert_null(cb_alloc(a, 800000));
    assert_non_null(cb_alloc(a, 1000));
    assert_null(cb_alloc_array(a, (size_t)-1 / 2, 4));
    assert_null(cb_alloc(a, (size_t)-1));
    cb_arena_free(a);
}

/* CB-BASE-01 */
static void an_arena_drops_handles_last_first_and_once(void **state) {
    (void)state;
    int drops = 0;
    cb_arena *a = cb_arena_new(1 << 16);
    assert_int_equal(cb_arena_defer(a, count_drop, &drops, NULL), CB_OK);
    assert_int_equal(cb_arena_defer(a, count_drop, &drops, NULL), CB_OK);
    cb_arena_reset(a);
    assert_int_equal(drops, 2);
    assert_string_equal(cb_format(a, "%s-%d", "x", 7), "x-7");
    cb_arena_free(a);
    assert_int_equal(drops, 2);
    cb_arena_free(NULL);
}

/* CB-BASE-02 */
static void a_failed_allocation_is_reported(void **state) {
    (void)state;
    cb_error e = {0};
    cb_arena *a = cb_arena_new(1 << 24);
    cb_fault_allocation(1);
    assert_null(cb_alloc(a, 100));
    int drops = 0;
    cb_fault_allocation(1);
    assert_int_equal(cb_arena_defer(a, count_drop, &drops, &e), CB_INTERNAL);
    assert_int_equal(drops, 1);
    assert_non_null(strstr(e.text, "memory"));
    cb_fault_allocation(0);
    assert_non_null(cb_alloc(a, 100));
    cb_buf b;
    cb_buf_init(&b, 100);
    cb_fault_allocation(1);
    cb_buf_text(&b, "lost");
    cb_fault_allocation(0);
    cb_buf_text(&b, "later");
    assert_int_equal(cb_buf_status(&b, NULL), CB_INTERNAL);
    assert_int_equal(b.size, 0);
    cb_buf_free(&b);
    cb_arena_free(a);
}

/* CB-BASE-03 */
static void a_buffer_never_passes_its_maximum(void **state) {
    (void)state;
    cb_buf b;
    cb_buf_init(&b, 10);
    cb_buf_text(&b, "12345");
    cb_buf_printf(&b, "%d", 67890);
    assert_int_equal(cb_buf_status(&b, NULL), CB_OK);
    cb_buf_char(&b, 'x');
    assert_int_equal(cb_buf_status(&b, NULL), CB_INTERNAL);
    assert_string_equal(b.data, "1234567890");
    cb_buf_clear(&b);
    assert_int_equal(cb_buf_status(&b, NULL), CB_INTERNAL); /* what was lost is not forgotten with it */
    cb_buf_free(&b);
    assert_string_equal(cb_buf_view(&b).s, "");
}

/* A sink that takes so many pieces and refuses the next. */
typedef struct taker {
    cb_buf all;
    size_t pieces, most;
} taker;

static cb_status take_piece(void *who, cb_str bytes, cb_error *e) {
    taker *t = who;
    if (t->pieces++ == t->most) {
        return cb_fail(e, CB_FILE, "no room for piece %zu", t->pieces);
    }
    cb_buf_str(&t->all, bytes);
    return CB_OK;
}

/* CB-BASE-40 */
static void a_sink_takes_every_byte_in_order(void **state) {
    (void)state;
    enum { LINES = 30000, MOST = 1 << 20, HELD = 1 << 18 };
    taker t = {.most = 1000};
    cb_sink sink = {.put = take_piece, .who = &t};
    cb_buf b, plain;
    cb_error e = {0};
    cb_buf_init(&t.all, MOST);
    cb_buf_init(&plain, MOST);
    cb_buf_init_sink(&b, MOST, &sink);
    for (int i = 0; i < LINES; i++) {
        cb_buf_printf(&b, "line %d\n", i);
        cb_buf_printf(&plain, "line %d\n", i);
        assert_int_equal(cb_buf_total(&b), plain.size);
    }
    assert_true(b.capacity < HELD);
    assert_int_equal(cb_buf_flush(&b, &e), CB_OK);
    assert_true(t.pieces > 3);
    assert_true(cb_str_same(cb_buf_view(&t.all), cb_buf_view(&plain)));
    assert_int_equal(cb_buf_flush(&plain, &e), CB_OK); /* without a sink nothing goes anywhere */
    assert_true(plain.size > 0);
    while (b.given + b.size < MOST) {
        cb_buf_char(&b, 'x');
    }
    assert_int_equal(cb_buf_status(&b, &e), CB_OK);
    cb_buf_char(&b, 'x');
    assert_int_equal(cb_buf_status(&b, &e), CB_INTERNAL); /* the maximum counts what was given */
    cb_buf_free(&b);
    cb_buf_free(&plain);
    cb_buf_free(&t.all);
}

/* CB-BASE-40 */
static void what_a_sink_refuses_is_the_buffers_failure(void **state) {
    (void)state;
    taker t = {.most = 1};
    cb_sink sink = {.put = take_piece, .who = &t};
    cb_buf b;
    cb_error e = {0};
    cb_buf_init(&t.all, 1 << 20);
    cb_buf_init_sink(&b, 1 << 20, &sink);
    for (int i = 0; i < 300000; i++) {
        cb_buf_char(&b, 'y');
    }
    assert_int_equal(cb_buf_flush(&b, &e), CB_FILE);
    assert_string_equal(e.text, "no room for piece 2");
    assert_int_equal(t.pieces, 2); /* nothing follows a gap */
    cb_buf_free(&b);
    cb_buf_free(&t.all);
}

/* CB-BASE-04 */
static void a_map_keeps_the_order_of_insertion(void **state) {
    (void)state;
    cb_arena *a = cb_arena_new(1 << 24);
    cb_map *m = cb_map_new(a);
    for (int i = 0; i < 5000; i++) {
        char *key = cb_format(a, "key%d", (i * 7919) % 5000);
        assert_true(cb_map_set(m, cb_str_of(key), key));
    }
    assert_int_equal(cb_map_size(m), 5000);
    for (int i = 0; i < 5000; i++) {
        char *key = cb_format(a, "key%d", (i * 7919) % 5000);
        assert_string_equal(cb_map_key(m, (size_t)i), key);
        assert_string_equal(cb_map_get(m, cb_str_of(key)), key);
    }
    assert_null(cb_map_get(m, cb_str_of("none")));
    assert_true(cb_map_set(m, cb_str_of("key1"), "new"));
    assert_int_equal(cb_map_size(m), 5000);
    assert_string_equal(cb_map_get(m, cb_str_of("key1")), "new");
    assert_true(cb_map_has(m, cb_str_of("key2")));
    cb_arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_gives_zeroed_memory_up_to_its_cap),
        cmocka_unit_test(an_arena_drops_handles_last_first_and_once),
        cmocka_unit_test(a_failed_allocation_is_reported),
        cmocka_unit_test(a_buffer_never_passes_its_maximum),
        cmocka_unit_test(a_sink_takes_every_byte_in_order),
        cmocka_unit_test(what_a_sink_refuses_is_the_buffers_failure),
        cmocka_unit_test(a_map_keeps_the_order_of_insertion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
