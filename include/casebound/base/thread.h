/* thread.h: work that runs at the same time, with results that are taken in order: the number of threads changes no
 * result. */
#ifndef CASEBOUND_BASE_THREAD_H
#define CASEBOUND_BASE_THREAD_H

#include "casebound/base/arena.h"

/* What is done with each item. Items are the caller's; `who` is given to all three. */
typedef struct cb_ordered {
    void *who;
    /* Fills the next item; one call at a time, whichever thread makes it. False: there are no more, and the item is not
     * used. */
    bool (*take)(void *who, void *item);
    /* Works on one item while other workers work on others. `worker` counts from 0: what belongs to one worker is never
     * used by two threads. */
    void (*work)(void *who, void *item, size_t worker);
    /* Takes one item's result, in the order in which items were taken; one call at a time, whichever thread makes it,
     * beside the filling of a later item. Anything but CB_OK ends the run: of later items no result is taken. */
    cb_status (*merge)(void *who, void *item, cb_error *e);
} cb_ordered;

/* Runs until there are no more items or a result is not CB_OK, which is returned; every thread has ended then. Items
 * are filled in turn, so no more than `count` are at work or waiting at any time. The caller's thread is one of the
 * workers; with one, or where no thread can be started, all of it runs there. */
cb_status cb_ordered_run(const cb_ordered *o, void *const *items, size_t count, size_t workers,
                         cb_error *e) CB_MUST_USE;

/* Work beside the caller's, in a thread of its own; where none can be started, it is done when it is waited for. The
 * arena waits for its end before it is freed, having set what cb_task_unwanted tells. NULL when memory is out. */
typedef struct cb_task cb_task;
cb_task *cb_task_start(cb_arena *arena, void (*run)(void *with, const cb_task *task), void *with) CB_MUST_USE;
void cb_task_wait(cb_task *task);
/* For the work: nobody waits for it any more. */
bool cb_task_unwanted(const cb_task *task);

/* Turns that threads take in order, counted from 0: each waits for its own and passes it on. Whoever holds an earlier
 * turn must come to pass it. Owned by the arena; NULL when memory is out. */
typedef struct cb_turns cb_turns;
cb_turns *cb_turns_new(cb_arena *arena) CB_MUST_USE;
void cb_turns_wait(cb_turns *turns, uint64_t turn);
void cb_turns_pass(cb_turns *turns);

/* A lock that one thread holds at a time; owned by the arena, NULL when memory is out. */
typedef struct cb_lock cb_lock;
cb_lock *cb_lock_new(cb_arena *arena) CB_MUST_USE;
void cb_lock_hold(cb_lock *lock);
void cb_lock_release(cb_lock *lock);

#endif
