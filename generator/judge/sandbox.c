/* sandbox.c: the state, its allocator, its budget and its messages. */
#include "sandbox.h"
#include "casebound/base/memory.h"
#include "casebound/base/number.h"
#include "casebound/base/time.h"
#include <stdlib.h>
#include <string.h>

/* The default profile needs about 200 kB and 2,000 steps a call; the limits leave room for tables of genes. */
static const cb_sandbox_limits DEFAULT_LIMITS = {.memory = 32 << 20, .steps_load = 5000000, .steps_call = 200000,
                                                 .processor = 5000};
enum { OUTER_LOCALS_MAX = 1000 };
static const int64_t STEPS_PER_LOOK = 10000; /* between two looks at the clock: short calls look at none */
static const int64_t TRAFFIC_PER_STEP = 256; /* bytes: what a step may ask for on average */

cb_sandbox *cb_sandbox_of(lua_State *L) {
    cb_sandbox *s;
    memcpy(&s, lua_getextraspace(L), sizeof s);
    return s;
}

/* lua_Alloc (manual, section 4.6) with caps. A refusal makes Lua collect and ask again, then raise "not enough memory".
 */
static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
    cb_sandbox *s = context;
    size_t held = block ? old_size : 0;
    if (new_size == 0) {
        free(block);
        s->used -= held;
        return NULL;
    }
    if (new_size > held) {
        if (new_size > CB_LUA_BLOCK_MAX || new_size - held > s->limits.memory - s->used ||
            s->traffic_left < (int64_t)new_size) {
            return NULL;
        }
        s->traffic_left -= (int64_t)new_size;
    }
    void *moved = realloc(block, new_size);
    if (!moved) {
        return new_size <= held ? block : NULL; /* Lua takes for granted that shrinking succeeds */
    }
    s->used = s->used - held + new_size;
    return moved;
}

static void count_hook(lua_State *L, lua_Debug *ar);

/* From here on every instruction raises again, so that no pcall can carry on. */
static void stop(cb_sandbox *s, const char *reason) {
    s->stopped = true;
    s->stop_reason = reason;
    lua_sethook(s->L, count_hook, LUA_MASKCOUNT | LUA_MASKLINE, 1);
}

/* Steps are the same on every machine. Processor time is not, and ends only what could not end otherwise. */
static void spend(cb_sandbox *s, int64_t steps) {
    s->steps_left -= steps;
    if (s->steps_left < 0) {
        stop(s, "too many steps: an endless loop?");
    } else if (s->steps_left <= s->look_at) {
        int64_t now = cb_time_of_thread();
        s->look_at = s->steps_left - STEPS_PER_LOOK;
        s->started = s->started < 0 ? now : s->started;
        if (now - s->started > s->limits.processor) {
            stop(s, "too much processor time: steps that cost more and more?");
        }
    }
}

static void count_hook(lua_State *L, lua_Debug *ar) {
    cb_sandbox *s = cb_sandbox_of(L);
    if (!s->stopped) {
        spend(s, CB_LUA_HOOK_STEPS);
    }
    if (!s->stopped) {
        return;
    }
    lua_getinfo(L, "Sl", ar);
    lua_pushfstring(L, "%s:%d: %s", ar->short_src, ar->currentline, s->stop_reason);
    lua_error(L);
}

void cb_sandbox_charge(lua_State *L, size_t steps) {
    cb_sandbox *s = cb_sandbox_of(L);
    spend(s, steps > INT32_MAX ? INT32_MAX : (int64_t)steps);
    if (s->stopped) {
        luaL_error(L, "%s", s->stop_reason);
    }
}

static void close_state(void *state) {
    lua_close(state);
}

static int open_libraries(lua_State *L) {
    cb_sandbox_open(L);
    return 0;
}

cb_status cb_sandbox_new(cb_arena *arena, const char *name, const cb_sandbox_limits *limits, cb_sandbox **out,
                         cb_error *e) {
    cb_sandbox *s = cb_alloc(arena, sizeof *s);
    if (!s) {
        return cb_fail_memory(e);
    }
    s->limits = limits ? *limits : DEFAULT_LIMITS;
    s->name = name;
    s->traffic_left = INT64_MAX;
    s->locals = cb_alloc_array(arena, OUTER_LOCALS_MAX, sizeof *s->locals);
    s->local_capacity = OUTER_LOCALS_MAX;
    if (!s->locals) {
        return cb_fail_memory(e);
    }
    cb_memory_watch();
    s->L = lua_newstate(allocate, s);
    if (!s->L && cb_memory_refused()) {
        return cb_fail_memory(e);
    }
    if (!s->L) {
        return cb_fail(e, CB_FILTER, "%s: the memory limit of %zu bytes is too small for Lua itself", name,
                       s->limits.memory);
    }
    memcpy(lua_getextraspace(s->L), &s, sizeof s);
    cb_status status = cb_arena_defer(arena, close_state, s->L, e);
    if (status == CB_OK) {
        status = cb_sandbox_run(s, open_libraries, NULL, s->limits.steps_load, e);
    }
    *out = s;
    return status;
}

/* "rare_disease.lua:12: text" becomes the line and the text. Lua shortens long chunk names, so the end of the prefix is
 * looked for. */
static long split_line(const char *message, const char *name, const char **text) {
    size_t same = 0;
    while (message[same] && message[same] == name[same]) {
        same++;
    }
    *text = message;
    const char *number = message + same + 1;
    size_t digits = message[same] == ':' ? strspn(number, "0123456789") : 0;
    int64_t line = 0;
    if (same == 0 || digits == 0 || number[digits] != ':' || !cb_parse_integer((cb_str){number, digits}, &line)) {
        return 0;
    }
    *text = number + digits + 1 + (number[digits + 1] == ' ');
    return (long)line;
}

/* An error in a profile that is extended stands in that one's file. */
static long find_line(const cb_sandbox *s, const char *message, const char **file, const char **text) {
    long line = split_line(message, s->name, text);
    *file = s->name;
    for (size_t i = 0; line == 0 && i < s->files.count; i++) {
        line = split_line(message, s->files.list[i].name, text);
        *file = line ? s->files.list[i].name : s->name;
    }
    return line;
}

static cb_status report(cb_sandbox *s, int status, cb_error *e) {
    const char *message = lua_type(s->L, -1) == LUA_TSTRING ? lua_tostring(s->L, -1) : NULL;
    const char *text = "an error without a text was raised", *file = s->name;
    long line = message ? find_line(s, message, &file, &text) : 0;
    if (status == LUA_ERRMEM) {
        text = CB_LUA_NO_MEMORY;
    }
    return cb_fail_at(e, CB_FILTER, file, line, "%s", text);
}

static void arm(cb_sandbox *s, uint64_t steps) {
    s->steps_left = steps > INT64_MAX / TRAFFIC_PER_STEP ? INT64_MAX / TRAFFIC_PER_STEP : (int64_t)steps;
    s->traffic_left = s->steps_left * TRAFFIC_PER_STEP;
    s->look_at = s->steps_left - STEPS_PER_LOOK;
    s->started = -1;
    lua_sethook(s->L, count_hook, LUA_MASKCOUNT, CB_LUA_HOOK_STEPS);
}

void cb_sandbox_arm(lua_State *L) {
    cb_sandbox *s = cb_sandbox_of(L);
    if (!s->stopped) {
        arm(s, s->limits.steps_call);
    }
}

cb_status cb_sandbox_run(cb_sandbox *s, lua_CFunction run, void *argument, uint64_t steps, cb_error *e) {
    s->stopped = false;
    arm(s, steps);
    lua_settop(s->L, 0);
    lua_pushcfunction(s->L, run);
    lua_pushlightuserdata(s->L, argument);
    int status = lua_pcall(s->L, 1, 0, 0);
    s->traffic_left = INT64_MAX;
    cb_status result = status == LUA_OK ? CB_OK : report(s, status, e);
    lua_settop(s->L, 0);
    return result;
}
