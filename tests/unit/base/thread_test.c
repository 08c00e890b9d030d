/* thread_test.c: work at the same time, results in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "casebound/base/thread.h"

enum { JOBS = 500, RING = 7, FAILING = 123 };

typedef struct job {
    int number, square;
} job;

typedef struct jobs {
    int taken, merged, used[16]; /* used: threads that work under this number now */
    bool doubled, disordered;
    int fail_at;
} jobs;

static bool take(void *who, void *item) {
    jobs *all = who;
    if (all->taken == JOBS) {
        return false;
    }
    *(job *)item = (job){.number = all->taken++};
    return true;
}

static void work(void *who, void *item, size_t worker) {
    jobs *all = who;
    job *j = item;
    if (__atomic_fetch_add(&all->used[worker], 1, __ATOMIC_SEQ_CST) != 0) {
        __atomic_store_n(&all->doubled, true, __ATOMIC_SEQ_CST);
    }
    nanosleep(&(struct timespec){.tv_nsec = (j->number * 7919) % 13 * 10000}, NULL);
    j->square = j->number * j->number;
    __atomic_fetch_sub(&all->used[worker], 1, __ATOMIC_SEQ_CST);
}

static cb_status merge(void *who, void *item, cb_error *e) {
    jobs *all = who;
    const job *j = item;
    all->disordered = all->disordered || j->number != all->merged || j->square != j->number * j->number;
    all->merged++;
    return j->number == all->fail_at ? cb_fail(e, CB_INPUT, "job %d", j->number) : CB_OK;
}

static cb_status run(jobs *all, size_t ring, size_t workers, cb_error *e) {
    job items[16];
    void *pointers[16];
    for (size_t i = 0; i < ring; i++) {
        pointers[i] = &items[i];
    }
    const cb_ordered o = {all, take, work, merge};
    return cb_ordered_run(&o, pointers, ring, workers, e);
}

/* CB-BASE-17 */
static void results_come_in_order(void **state) {
    (void)state;
    for (size_t workers = 1; workers <= 8; workers++) {
        for (size_t ring = 1; ring <= RING; ring += 3) {
            jobs all = {.fail_at = -1};
            cb_error e = {0};
            assert_int_equal(run(&all, ring, workers, &e), CB_OK);
            assert_int_equal(all.merged, JOBS);
            assert_false(all.disordered);
            assert_false(all.doubled);
        }
    }
}

/* CB-BASE-17 */
static void the_first_failure_ends_it(void **state) {
    (void)state;
    for (size_t workers = 1; workers <= 8; workers *= 2) {
        jobs all = {.fail_at = FAILING};
        cb_error e = {0};
        assert_int_equal(run(&all, RING, workers, &e), CB_INPUT);
        assert_string_equal(e.text, "job 123");
        assert_int_equal(all.merged, FAILING + 1);
        assert_true(all.taken <= FAILING + 1 + RING);
        assert_false(all.disordered);
    }
}

typedef struct lane {
    cb_turns *turns;
    uint64_t first;    /* of its turns, which are every second one */
    uint64_t *reached; /* by both lanes */
    bool disordered;
} lane;

static void go_in_turns(void *with, const cb_task *task) {
    lane *l = with;
    (void)task;
    for (uint64_t turn = l->first; turn < 2 * JOBS; turn += 2) {
        cb_turns_wait(l->turns, turn);
        l->disordered = l->disordered || *l->reached != turn;
        ++*l->reached;
        cb_turns_pass(l->turns);
    }
}

/* CB-BASE-17 */
static void turns_come_in_order(void **state) {
    (void)state;
    uint64_t reached = 0;
    cb_arena *arena = cb_arena_new(1 << 20);
    cb_turns *turns = arena ? cb_turns_new(arena) : NULL;
    assert_non_null(turns);
    lane even = {.turns = turns, .first = 0, .reached = &reached},
         odd = {.turns = turns, .first = 1, .reached = &reached};
    cb_task *other = cb_task_start(arena, go_in_turns, &odd);
    assert_non_null(other);
    go_in_turns(&even, NULL);
    cb_task_wait(other);
    assert_int_equal(reached, 2 * JOBS);
    assert_false(even.disordered || odd.disordered);
    cb_arena_free(arena);
}

static bool take_none(void *who, void *item) {
    (void)who;
    (void)item;
    return false;
}

/* CB-BASE-17 */
static void nothing_to_do_is_done_at_once(void **state) {
    (void)state;
    job item;
    void *pointer = &item;
    jobs all = {.fail_at = -1};
    cb_error e = {0};
    const cb_ordered o = {&all, take_none, work, merge};
    assert_int_equal(cb_ordered_run(&o, &pointer, 1, 4, &e), CB_OK);
    assert_int_equal(all.merged, 0);
}

static void count_up(void *with, const cb_task *task) {
    long *count = with;
    while (!cb_task_unwanted(task) && *count < 1000) {
        ++*count;
    }
}

static void go_on(void *with, const cb_task *task) {
    bool *ended = with;
    while (!cb_task_unwanted(task)) {
        nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL);
    }
    *ended = true;
}

/* CB-BASE-17 */
static void a_task_is_done_once_and_waited_for(void **state) {
    (void)state;
    long count = 0;
    bool ended = false;
    cb_arena *arena = cb_arena_new(1 << 20);
    assert_non_null(arena);
    cb_task *task = cb_task_start(arena, count_up, &count);
    assert_non_null(task);
    cb_task_wait(task);
    assert_int_equal(count, 1000);
    count = 7;
    cb_task_wait(task);
    assert_int_equal(count, 7);
    assert_non_null(cb_task_start(arena, go_on, &ended));
    cb_arena_free(arena); /* tells it that it is unwanted, and waits for its end */
    assert_true(ended);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_come_in_order),
        cmocka_unit_test(the_first_failure_ends_it),
        cmocka_unit_test(turns_come_in_order),
        cmocka_unit_test(nothing_to_do_is_done_at_once),
        cmocka_unit_test(a_task_is_done_once_and_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
