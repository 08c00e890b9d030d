/* thread.c: workers over a ring of items. A worker takes items one after the other under one lock and works on them
 * outside of it; the caller's thread takes the results in order. The earliest item is always at work or done, so nobody
 * waits for ever. */
#include "casebound/base/thread.h"

#include <pthread.h>
#include <stdatomic.h>

enum { WORKERS_MAX = 64, ITEMS_MAX = 4 * WORKERS_MAX };

typedef enum state { FREE, AT_WORK, DONE } state;

typedef struct ring {
    const cb_ordered *o;
    void *const *items;
    state *states;
    size_t count;
    size_t taken, merged; /* items so far */
    bool taking;          /* somebody fills an item */
    bool ended;           /* there are no more, or none are wanted */
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

/* Fills the next item; false when there is nothing more to do. Called and left with the lock held. */
static bool take_next(ring *r, size_t *at) {
    while (!r->ended && (r->taking || r->states[r->taken % r->count] != FREE)) {
        pthread_cond_wait(&r->changed, &r->lock);
    }
    if (r->ended) {
        return false;
    }
    *at = r->taken % r->count;
    r->taking = true;
    pthread_mutex_unlock(&r->lock);
    bool more = r->o->take(r->o->who, r->items[*at]);
    pthread_mutex_lock(&r->lock);
    r->taking = false;
    r->ended = r->ended || !more;
    if (more) {
        r->states[*at] = AT_WORK;
        r->taken++;
    }
    pthread_cond_broadcast(&r->changed);
    return more;
}

static void *run_worker(void *start) {
    worker *w = start;
    ring *r = w->ring;
    size_t at;
    pthread_mutex_lock(&r->lock);
    while (take_next(r, &at)) {
        pthread_mutex_unlock(&r->lock);
        r->o->work(r->o->who, r->items[at], w->number);
        pthread_mutex_lock(&r->lock);
        r->states[at] = DONE;
        pthread_cond_broadcast(&r->changed);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

static bool is_done(const ring *r) {
    return r->merged < r->taken && r->states[r->merged % r->count] == DONE;
}

static bool is_finished(const ring *r) {
    return r->ended && !r->taking && r->merged == r->taken;
}

static cb_status merge_all(ring *r, cb_error *e) {
    cb_status s = CB_OK;
    pthread_mutex_lock(&r->lock);
    while (s == CB_OK && !is_finished(r)) {
        if (!is_done(r)) {
            pthread_cond_wait(&r->changed, &r->lock);
            continue;
        }
        size_t at = r->merged % r->count;
        pthread_mutex_unlock(&r->lock);
        s = r->o->merge(r->o->who, r->items[at], e);
        pthread_mutex_lock(&r->lock);
        r->states[at] = FREE;
        r->merged++;
        r->ended = r->ended || s != CB_OK;
        pthread_cond_broadcast(&r->changed);
    }
    pthread_mutex_unlock(&r->lock);
    return s;
}

static cb_status run_threads(ring *r, worker *workers, size_t count, cb_error *e) {
    size_t started = 0;
    for (; started < count; started++) {
        workers[started] = (worker){.ring = r, .number = started};
        if (pthread_create(&workers[started].thread, NULL, run_worker, &workers[started]) != 0) {
            break;
        }
    }
    cb_status s = started > 0 ? merge_all(r, e) : run_here(r->o, r->items[0], e);
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(workers[i].thread, NULL);
    }
    return s;
}

cb_status cb_ordered_run(const cb_ordered *o, void *const *items, size_t count, size_t workers, cb_error *e) {
    if (workers < 2) {
        return run_here(o, items[0], e);
    }
    worker threads[WORKERS_MAX];
    state states[ITEMS_MAX] = {FREE};
    ring r = {.o = o, .items = items, .states = states, .count = count < ITEMS_MAX ? count : ITEMS_MAX};
    (void)pthread_mutex_init(&r.lock, NULL); /* neither fails on Linux without attributes */
    (void)pthread_cond_init(&r.changed, NULL);
    cb_status s = run_threads(&r, threads, workers < WORKERS_MAX ? workers : WORKERS_MAX, e);
    (void)pthread_cond_destroy(&r.changed);
    (void)pthread_mutex_destroy(&r.lock);
    return s;
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
