/* sandbox.h: a Lua 5.4 state that cannot reach the machine, cannot run for ever and cannot remember. Private to judge.
 *
 * What a profile gets: the functions of sandbox_library.c alone. No file, clock, random number, address, byte code,
 * coroutine, metatable or collector is in reach; pairs and next go in order; memory, single blocks, memory traffic and
 * steps are capped; after loading, every table and every outer local is locked. A limit on processor time is the
 * program's back-stop. */
#ifndef CASEBOUND_JUDGE_SANDBOX_H
#define CASEBOUND_JUDGE_SANDBOX_H

#include "casebound/judge/judge.h"
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

enum {
    CB_LUA_SOURCE_MAX = 1 << 20,  /* bytes of a profile */
    CB_PROFILE_NAME_MAX = 64,     /* bytes of the name of one that is extended */
    CB_LUA_BLOCK_MAX = 1 << 20,   /* bytes of one block: bounds every string, table and the stack */
    CB_LUA_SUBJECT_MAX = 1 << 16, /* bytes of a text that a search looks at */
    CB_LUA_REP_MAX = 1 << 16,     /* bytes that string.rep may make */
    CB_LUA_ITEMS_MAX = 1 << 16,   /* elements that a table function may touch at once */
    CB_LUA_UNPACK_MAX = 200,      /* values that table.unpack may return */
    CB_LUA_HOOK_STEPS = 200       /* instructions between two looks at the budget */
};

#define CB_LUA_NO_MEMORY "more memory asked for than a profile may have: does a table, a text or a recursion grow?"

typedef struct cb_outer_local {
    const char *name; /* of the local, owned by Lua */
    int upvalue;      /* its index in the function that stands in the held table */
} cb_outer_local;

typedef struct cb_sandbox {
    lua_State *L;
    cb_sandbox_limits limits;
    size_t used; /* bytes held by Lua */
    int64_t steps_left;
    int64_t traffic_left; /* bytes that may still be asked for during this call */
    int64_t look_at;      /* steps_left at which the clock is looked at next */
    int64_t started;      /* processor time at the first look of this call, -1 before */
    bool stopped;         /* a limit was reached: nothing may catch it */
    const char *stop_reason;
    const char *name;       /* of the profile, in messages */
    cb_profile_files files; /* that make the profile */
    cb_outer_local *locals; /* outer locals of all functions after the lock */
    size_t local_count, local_capacity;
    size_t early_count; /* of them: those that the early entries of the locked list can reach */
    void *context;      /* what the bindings look at; see binding.h */
} cb_sandbox;

cb_sandbox *cb_sandbox_of(lua_State *L);

/* A new state with its libraries; closed with the arena. `limits` may be NULL. */
cb_status cb_sandbox_new(cb_arena *arena, const char *name, const cb_sandbox_limits *limits, cb_sandbox **out,
                         cb_error *e) CB_MUST_USE;

/* Fills the library table of globals at the top of the stack (raises). */
void cb_sandbox_open(lua_State *L);
void cb_sandbox_string(lua_State *L); /* leaves the reduced string library */
void cb_sandbox_table(lua_State *L);  /* leaves the reduced table library */
int cb_sandbox_pairs(lua_State *L);
int cb_sandbox_next(lua_State *L);
int cb_sandbox_tostring(lua_State *L);
/* Pushes the value at `index` as text without any address. */
void cb_sandbox_text(lua_State *L, int index);
/* A library function behind a charge for its arguments: takes the original from the top and leaves the guarded one. */
void cb_sandbox_guard(lua_State *L);
/* For a guarded function: calls the original (upvalue 1) with the arguments on the stack and gives its results back. */
int cb_sandbox_forward(lua_State *L);
/* Copies the named functions of the library at the top, guarded, into the table below it. */
void cb_sandbox_copy(lua_State *L, const char *const *names, bool guarded);

/* Takes `steps` from the budget and raises when it is used up. */
void cb_sandbox_charge(lua_State *L, size_t steps);

/* Runs a C function protected with a fresh budget; CB_FILTER with file and line when it fails. */
cb_status cb_sandbox_run(cb_sandbox *s, lua_CFunction run, void *argument, uint64_t steps, cb_error *e) CB_MUST_USE;

/* Within a run: a fresh budget for the next of several functions, as `steps_call` has it. */
void cb_sandbox_arm(lua_State *L);

/* Locks the library tables in the table of globals at `globals`, and remembers every C function that may be kept. */
void cb_sandbox_lock_libraries(lua_State *L, int globals);
/* Locks the entries of the list at the top (each replaced by its locked form), all that they reach and the globals:
 * tables become read-only, outer locals are remembered for cb_sandbox_check. The first `early` entries are locked
 * first. Raises. */
void cb_sandbox_lock(lua_State *L, lua_Integer early);
/* Raises when a call has changed an outer local; `early`: the call was one of an early entry, which reaches those of
 * the early entries and of globals alone. */
void cb_sandbox_check(lua_State *L, bool early);
/* The table behind a locked one, or the table itself: replaces the value at `index`. */
void cb_sandbox_unlock(lua_State *L, int index);
/* Replaces the view at the top by one that reads by a C function: its arguments are the view and the key, its upvalue
 * the table behind. */
void cb_sandbox_watch(lua_State *L, lua_CFunction read);

#endif
