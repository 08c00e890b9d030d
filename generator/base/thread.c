/* thread.c: threads over a ring of items. A thread that has nothing at hand takes the results of the earliest item, if
 * it is done, or fills the next item and works on it. The caller's thread is one of them: none is there that only waits
 * for the others and has to be woken for each item. The earliest item is always at work or done, so nobody waits for
 * ever. */
#include "casebound/base/thread.h"

#include <pthread.h>
#include <stdatomic.h>

enum { WORKERS_MAX = 64, ITEMS_MAX = 4 * WORKERS_MAX };

typedef enum state { FREE, AT_WORK, DONE } state;

typedef enum job { NONE, MERGE, TAKE, END } job;

typedef struct ring {
    const cb_ordered *o;
    void *const *items;
    state *states;
    size_t count;
    size_t taken, merged; /* items so far */
    bool taking, merging; /* somebody fills an item, or takes a result */
    bool ended;           /* there are no more items, or none are wanted */
    cb_status status;     /* of the results */
    cb_error *error;
    size_t waiting; /* threads */
    pthread_mutex_t lock;
    pthread_cond_t changed;
} ring;

typedef struct worker {
    ring *ring;
    size_t number;
    pthread_t thread;
} worker;

struct cb_lock {
    pthread_mutex_t mutex;
};

static cb_status run_here(const cb_ordered *o, void *item, cb_error *e) {
    cb_status s = CB_OK;
    while (s == CB_OK && o->take(o->who, item)) {
        o->work(o->who, item, 0);
        s = o->merge(o->who, item, e);
    }
    return s;
}

/* What a thread that has nothing at hand may do. */
static job next_job(const ring *r) {
    if (r->status != CB_OK || (r->ended && !r->taking && r->merged == r->taken)) {
        return END;
    }
    if (!r->merging && r->merged < r->taken && r->states[r->merged % r->count] == DONE) {
        return MERGE;
    }
    return !r->ended && !r->taking && r->states[r->taken % r->count] == FREE ? TAKE : NONE;
}

/* Before a thread goes off with the lock released: whoever waits is woken when there is something to do. */
static void let_go(ring *r) {
    job next = r->waiting > 0 ? next_job(r) : NONE;
    if (next == END) {
        (void)pthread_cond_broadcast(&r->changed);
    } else if (next != NONE) {
        (void)pthread_cond_signal(&r->changed);
    }
    (void)pthread_mutex_unlock(&r->lock);
}

static void hold(ring *r) {
    (void)pthread_mutex_lock(&r->lock);
}

static void merge_next(ring *r) {
    size_t at = r->merged % r->count;
    r->merging = true;
    let_go(r);
    cb_status status = r->o->merge(r->o->who, r->items[at], r->error);
    hold(r);
    r->merging = false;
    r->states[at] = FREE;
    r->merged++;
    r->status = status;
}

static void take_next(ring *r, size_t number) {
    size_t at = r->taken % r->count;
    r->taking = true;
    let_go(r);
    bool more = r->o->take(r->o->who, r->items[at]);
    hold(r);
    r->taking = false;
    r->ended = !more;
    if (more) {
        r->states[at] = AT_WORK;
        r->taken++;
        let_go(r);
        r->o->work(r->o->who, r->items[at], number);
        hold(r);
        r->states[at] = DONE;
    }
}

static void *run_worker(void *start) {
    worker *w = start;
    ring *r = w->ring;
    job next;
    hold(r);
    while ((next = next_job(r)) != END) {
        if (next == MERGE) {
            merge_next(r);
        } else if (next == TAKE) {
            take_next(r, w->number);
        } else {
            r->waiting++;
            (void)pthread_cond_wait(&r->changed, &r->lock);
            r->waiting--;
        }
    }
    let_go(r);
    return NULL;
}

static void run_threads(ring *r, worker *workers, size_t count) {
    size_t started = 0;
    for (size_t i = 0; i < count; i++) {
        workers[i] = (worker){.ring = r, .number = i};
    }
    while (started + 1 < count &&
           pthread_create(&workers[started + 1].thread, NULL, run_worker, &workers[started + 1]) == 0) {
        started++;
    }
    (void)run_worker(&workers[0]);
    for (size_t i = 1; i <= started; i++) {
        (void)pthread_join(workers[i].thread, NULL);
    }
}

cb_status cb_ordered_run(const cb_ordered *o, void *const *items, size_t count, size_t workers, cb_error *e) {
    if (workers < 2) {
        return run_here(o, items[0], e);
    }
    worker threads[WORKERS_MAX] = {{0}};
    state states[ITEMS_MAX] = {FREE};
    ring r = {.o = o,
              .items = items,
              .states = states,
              .count = count < ITEMS_MAX ? count : ITEMS_MAX,
              .status = CB_OK,
              .error = e};
    (void)pthread_mutex_init(&r.lock, NULL); /* neither fails on Linux without attributes */
    (void)pthread_cond_init(&r.changed, NULL);
    run_threads(&r, threads, workers < WORKERS_MAX ? workers : WORKERS_MAX);
    (void)pthread_cond_destroy(&r.changed);
    (void)pthread_mutex_destroy(&r.lock);
    return r.status;
}

struct cb_task {
    void (*run)(void *, const cb_task *);
    void *with;
    bool started, done;
    atomic_bool unwanted;
    pthread_t thread;
};

static void *run_task(void *start) {
    cb_task *task = start;
    task->run(task->with, task);
    return NULL;
}

void cb_task_wait(cb_task *task) {
    if (!task->done && task->started) {
        (void)pthread_join(task->thread, NULL);
    } else if (!task->done) {
        task->run(task->with, task);
    }
    task->done = true;
}

bool cb_task_unwanted(const cb_task *task) {
    return atomic_load(&task->unwanted);
}

static void end_task(void *start) {
    cb_task *task = start;
    atomic_store(&task->unwanted, true);
    if (task->started) {
        cb_task_wait(task);
    }
}

cb_task *cb_task_start(cb_arena *arena, void (*run)(void *, const cb_task *), void *with) {
    cb_task *task = cb_alloc(arena, sizeof *task);
    if (!task) {
        return NULL;
    }
    task->run = run;
    task->with = with;
    task->started = pthread_create(&task->thread, NULL, run_task, task) == 0;
    return cb_arena_defer(arena, end_task, task, NULL) == CB_OK ? task : NULL;
}

struct cb_turns {
    pthread_mutex_t lock;
    pthread_cond_t passed;
    uint64_t next;
    size_t waiting; /* threads */
};

static void end_turns(void *turns) {
    cb_turns *t = turns;
    (void)pthread_cond_destroy(&t->passed);
    (void)pthread_mutex_destroy(&t->lock);
}

cb_turns *cb_turns_new(cb_arena *arena) {
    cb_turns *t = cb_alloc(arena, sizeof *t);
    if (!t) {
        return NULL;
    }
    (void)pthread_mutex_init(&t->lock, NULL);
    (void)pthread_cond_init(&t->passed, NULL);
    return cb_arena_defer(arena, end_turns, t, NULL) == CB_OK ? t : NULL;
}

void cb_turns_wait(cb_turns *t, uint64_t turn) {
    (void)pthread_mutex_lock(&t->lock);
    while (t->next != turn) {
        t->waiting++;
        (void)pthread_cond_wait(&t->passed, &t->lock);
        t->waiting--;
    }
    (void)pthread_mutex_unlock(&t->lock);
}

void cb_turns_pass(cb_turns *t) {
    (void)pthread_mutex_lock(&t->lock);
    t->next++;
    if (t->waiting > 0) {
        (void)pthread_cond_broadcast(&t->passed);
    }
    (void)pthread_mutex_unlock(&t->lock);
}

static void destroy(void *lock) {
    (void)pthread_mutex_destroy(&((cb_lock *)lock)->mutex);
}

cb_lock *cb_lock_new(cb_arena *arena) {
    cb_lock *lock = cb_alloc(arena, sizeof *lock);
    if (!lock) {
        return NULL;
    }
    (void)pthread_mutex_init(&lock->mutex, NULL);
    return cb_arena_defer(arena, destroy, lock, NULL) == CB_OK ? lock : NULL;
}

void cb_lock_hold(cb_lock *lock) {
    (void)pthread_mutex_lock(&lock->mutex);
}

void cb_lock_release(cb_lock *lock) {
    (void)pthread_mutex_unlock(&lock->mutex);
}
