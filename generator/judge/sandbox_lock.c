/* sandbox_lock.c: after loading, a profile can remember nothing from one call to the next, so that neither the order of
 * the variants nor the number of threads can change a result. Tables become read-only views; outer locals are compared
 * after each call. */
#include "sandbox.h"
#include <string.h>

enum { LOCK_DEPTH_MAX = 60 };

/* Its address is a key in Lua's registry: 2k-1: function, 2k: value of its k-th remembered local. */
static const char HELD;
/* Keys in Lua's registry. */
static const char *const ALLOWED = "casebound.allowed"; /* C function -> true: may be kept in a profile's tables */
static const char *const BEHIND = "casebound.behind";   /* in the metatable of a view: the table behind it */

static int refuse_write(lua_State *L) {
    cb_sandbox_text(L, 2);
    return luaL_error(L,
                      "'%s' cannot be set: after loading, tables and globals are locked, so that no call can leave "
                      "anything to the next",
                      lua_tostring(L, -1));
}

static int length_behind(lua_State *L) {
    lua_settop(L, 1);
    cb_sandbox_unlock(L, 1);
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
    return 1;
}

void cb_sandbox_unlock(lua_State *L, int index) {
    if (!lua_getmetatable(L, index)) {
        return;
    }
    if (lua_getfield(L, -1, BEHIND) == LUA_TNIL) {
        lua_pop(L, 2);
        return;
    }
    lua_replace(L, index);
    lua_pop(L, 1);
}

/* Leaves a read-only view of the table at `table`. Its values are read from the table, or by the function `read`, whose
 * upvalue the table is. */
static void push_view(lua_State *L, int table, lua_CFunction read) {
    lua_newtable(L);
    lua_newtable(L);
    lua_pushvalue(L, table);
    if (read) {
        lua_pushcclosure(L, read, 1);
    }
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, length_behind);
    lua_setfield(L, -2, "__len");
    lua_pushvalue(L, table);
    lua_setfield(L, -2, BEHIND);
    lua_setmetatable(L, -2);
}

void cb_sandbox_watch(lua_State *L, lua_CFunction read) {
    int table = lua_gettop(L);
    cb_sandbox_unlock(L, table);
    push_view(L, table, read);
    lua_replace(L, table);
}

/* `seen`: stack index of the table original -> locked form. */
typedef struct lock {
    int seen;
    int held;
    cb_sandbox *s;
} lock;

static void freeze(lua_State *L, lock *k, int depth);

static void freeze_table(lua_State *L, lock *k, int depth) {
    int table = lua_gettop(L);
    push_view(L, table, NULL);
    lua_pushvalue(L, table);
    lua_pushvalue(L, table + 1);
    lua_rawset(L, k->seen);
    for (lua_pushnil(L); lua_next(L, table) != 0;) {
        int type = lua_type(L, -2);
        if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TBOOLEAN) {
            luaL_error(L, "a %s cannot be a key in a profile's table", lua_typename(L, type));
        }
        freeze(L, k, depth + 1);
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, table);
    }
    lua_replace(L, table);
}

static void remember_local(lua_State *L, lock *k, int function, int upvalue, const char *name) {
    lua_pushlightuserdata(L, lua_upvalueid(L, function, upvalue));
    if (lua_rawget(L, k->seen) != LUA_TNIL) {
        lua_pop(L, 1);
        return; /* another function shares it */
    }
    lua_pop(L, 1);
    lua_pushlightuserdata(L, lua_upvalueid(L, function, upvalue));
    lua_pushboolean(L, 1);
    lua_rawset(L, k->seen);
    cb_sandbox *s = k->s;
    if (s->local_count >= s->local_capacity) {
        luaL_error(L, "a profile may have %d outer locals at most", (int)s->local_capacity);
    }
    s->locals[s->local_count] = (cb_outer_local){name, upvalue};
    lua_Integer at = 2 * (lua_Integer)s->local_count++;
    lua_pushvalue(L, function);
    lua_rawseti(L, k->held, at + 1);
    lua_getupvalue(L, function, upvalue);
    lua_rawseti(L, k->held, at + 2);
}

static void freeze_function(lua_State *L, lock *k, int depth) {
    int function = lua_gettop(L);
    lua_getfield(L, LUA_REGISTRYINDEX, ALLOWED);
    lua_pushvalue(L, function);
    bool allowed = lua_rawget(L, -2) != LUA_TNIL;
    lua_settop(L, function);
    if (allowed) {
        return;
    }
    if (lua_iscfunction(L, function)) {
        luaL_error(L, "an iterator cannot be kept: it would remember its place from one call to the next");
    }
    lua_pushvalue(L, function);
    lua_pushvalue(L, function);
    lua_rawset(L, k->seen);
    const char *name;
    for (int i = 1; (name = lua_getupvalue(L, function, i)); i++) {
        freeze(L, k, depth + 1);
        lua_setupvalue(L, function, i);
        remember_local(L, k, function, i, name);
    }
}

/* Replaces the value at the top by its locked form. */
static void freeze(lua_State *L, lock *k, int depth) {
    int type = lua_type(L, -1);
    if (type != LUA_TTABLE && type != LUA_TFUNCTION) {
        return;
    }
    if (depth > LOCK_DEPTH_MAX) {
        luaL_error(L, "tables and functions are nested more than %d deep", (int)LOCK_DEPTH_MAX);
    }
    luaL_checkstack(L, 20, "locking");
    cb_sandbox_charge(L, 4);
    if (type == LUA_TTABLE && luaL_getmetafield(L, -1, BEHIND) != LUA_TNIL) {
        lua_pop(L, 1); /* a view already */
        return;
    }
    lua_pushvalue(L, -1);
    if (lua_rawget(L, k->seen) != LUA_TNIL) {
        lua_replace(L, -2);
        return;
    }
    lua_pop(L, 1);
    if (type == LUA_TTABLE) {
        freeze_table(L, k, depth);
    } else {
        freeze_function(L, k, depth);
    }
}

/* Every C function in the table at the top may be kept. */
static void allow_functions(lua_State *L, int allowed) {
    int table = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
        if (lua_iscfunction(L, -1)) {
            lua_pushvalue(L, -1);
            lua_pushboolean(L, 1);
            lua_rawset(L, allowed);
        }
    }
}

void cb_sandbox_lock_libraries(lua_State *L, int globals) {
    lua_newtable(L);
    int allowed = lua_gettop(L);
    lua_pushvalue(L, globals);
    allow_functions(L, allowed);
    lua_pop(L, 1);
    for (lua_pushnil(L); lua_next(L, globals) != 0;) {
        if (lua_istable(L, -1)) {
            allow_functions(L, allowed);
            push_view(L, lua_gettop(L), NULL);
            lua_replace(L, -2);
        }
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, globals);
    }
    lua_setfield(L, LUA_REGISTRYINDEX, ALLOWED);
}

void cb_sandbox_lock(lua_State *L, lua_Integer early) {
    cb_sandbox *s = cb_sandbox_of(L);
    int list = lua_gettop(L);
    lock k = {.seen = list + 1, .held = list + 2, .s = s};
    lua_newtable(L);
    lua_newtable(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    freeze(L, &k, 0);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, list); i <= count; i++) {
        lua_rawgeti(L, list, i);
        freeze(L, &k, 0);
        lua_rawseti(L, list, i);
        s->early_count = i <= early ? s->local_count : s->early_count;
    }
    lua_pushvalue(L, k.held);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &HELD);
    lua_settop(L, list);
}

static bool same_value(lua_State *L, int a, int b) {
    if (lua_rawequal(L, a, b)) {
        return true;
    }
    if (lua_type(L, a) != LUA_TNUMBER || lua_type(L, b) != LUA_TNUMBER) {
        return false;
    }
    lua_Number x = lua_tonumber(L, a), y = lua_tonumber(L, b);
    return x != x && y != y; /* not a number, both */
}

void cb_sandbox_check(lua_State *L, bool early) {
    cb_sandbox *s = cb_sandbox_of(L);
    int top = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &HELD);
    int held = lua_gettop(L);
    for (size_t i = 0; i < (early ? s->early_count : s->local_count); i++) {
        lua_rawgeti(L, held, 2 * (lua_Integer)i + 1);
        lua_getupvalue(L, -1, s->locals[i].upvalue);
        lua_rawgeti(L, held, 2 * (lua_Integer)i + 2);
        if (!same_value(L, -1, -2)) {
            luaL_error(L, "a call changed the outer local '%s': no call may leave anything to the next",
                       s->locals[i].name);
        }
        lua_settop(L, held);
    }
    lua_settop(L, top);
}
