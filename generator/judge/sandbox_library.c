/* sandbox_library.c: the globals of a profile, by allow-list. */
#include "binding.h"
#include "casebound/base/near.h"
#include "sandbox.h"
#include <string.h>

static const char *const BASE[] = {"assert", "error", "ipairs", "select", "tonumber", "type", NULL};
static const char *const MATH[] = {"abs",       "ceil",       "exp",        "floor", "fmod", "huge",
                                   "log",       "max",        "min",        "modf",  "pi",   "sqrt",
                                   "tointeger", "maxinteger", "mininteger", "type",  "ult",  NULL};
static const char *const UTF8[] = {"char", "codepoint", "len", NULL};

/* What a call may cost before its C code has looked at anything: the sizes of its arguments. */
static int guarded(lua_State *L) {
    size_t cost = 1;
    int count = lua_gettop(L);
    for (int i = 1; i <= count; i++) {
        if (lua_type(L, i) == LUA_TSTRING) {
            cost += lua_rawlen(L, i) / 32;
        } else if (lua_type(L, i) == LUA_TTABLE) {
            cost += (size_t)luaL_len(L, i) / 4;
        }
    }
    cb_sandbox_charge(L, cost);
    return cb_sandbox_forward(L);
}

/* Called from C, a library function does not know what the profile calls it ("bad argument #1 to '?'"). */
static const char *with_name(lua_State *L, const char *message) {
    lua_Debug call;
    if (!strstr(message, "'?'") || !lua_getstack(L, 0, &call) || !lua_getinfo(L, "n", &call) || !call.name) {
        return message;
    }
    return luaL_gsub(L, message, "'?'", lua_pushfstring(L, "'%s'", call.name));
}

/* An error of a library function called from C has no line of its own; that of the profile's call is put before it. */
static int raise_with_line(lua_State *L, int status) {
    cb_sandbox *s = cb_sandbox_of(L);
    if (status == LUA_ERRMEM && !s->stopped) {
        s->stopped = true;
        s->stop_reason = CB_LUA_NO_MEMORY;
    }
    const char *message = lua_tostring(L, -1);
    if (s->stopped || !message) {
        return s->stopped ? luaL_error(L, "%s", s->stop_reason) : lua_error(L);
    }
    if (strncmp(message, s->name, strlen(s->name)) == 0) {
        return lua_error(L);
    }
    return luaL_error(L, "%s", with_name(L, message));
}

int cb_sandbox_forward(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    return status == LUA_OK ? lua_gettop(L) : raise_with_line(L, status);
}

void cb_sandbox_guard(lua_State *L) {
    lua_pushcclosure(L, guarded, 1);
}

void cb_sandbox_copy(lua_State *L, const char *const *names, bool with_guard) {
    for (; *names; names++) {
        if (lua_getfield(L, -1, *names) == LUA_TNIL) {
            luaL_error(L, "Lua lacks %s", *names);
        }
        if (with_guard && lua_type(L, -1) == LUA_TFUNCTION) {
            cb_sandbox_guard(L);
        }
        lua_setfield(L, -3, *names);
    }
}

/* A stop that a limit has ordered, and a lack of memory, pass through every pcall. */
static int protected_call(lua_State *L) {
    luaL_checkany(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    cb_sandbox *s = cb_sandbox_of(L);
    if (status == LUA_ERRMEM && !s->stopped) {
        s->stopped = true;
        s->stop_reason = CB_LUA_NO_MEMORY;
    }
    if (s->stopped) {
        return luaL_error(L, "%s", s->stop_reason);
    }
    lua_pushboolean(L, status == LUA_OK);
    lua_insert(L, 1);
    return lua_gettop(L);
}

void cb_sandbox_text(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TTABLE:
    case LUA_TFUNCTION:
    case LUA_TTHREAD:
    case LUA_TLIGHTUSERDATA:
        lua_pushstring(L, luaL_typename(L, index)); /* luaL_tolstring would show an address */
        return;
    default:
        luaL_tolstring(L, index, NULL); /* userdata are ours and have __tostring */
    }
}

int cb_sandbox_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    cb_sandbox_text(L, 1);
    return 1;
}

/* A misspelt name is an error, not a nil. */
static int unknown_global(lua_State *L) {
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    cb_near near;
    cb_near_start(&near, name);
    for (lua_pushnil(L); lua_next(L, 1) != 0; lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING) {
            cb_near_try(&near, lua_tostring(L, -2));
        }
    }
    return luaL_error(L, "unknown name '%s'%s", name, cb_near_hint(&near));
}

static void open_one(lua_State *L, const char *name, lua_CFunction open) {
    luaL_requiref(L, name, open, 0);
}

static void set_library(lua_State *L, int globals, const char *name) {
    lua_setfield(L, globals, name);
}

static void reduced(lua_State *L, const char *name, lua_CFunction open, const char *const *names, bool with_guard,
                    int globals) {
    lua_newtable(L);
    open_one(L, name, open);
    cb_sandbox_copy(L, names, with_guard);
    lua_pop(L, 1);
    set_library(L, globals, name);
}

/* Strings reach their methods through a metatable of ours: Lua's own leads to the whole library, string.dump with it.
 */
static void string_methods(lua_State *L) {
    lua_pushliteral(L, "");
    lua_newtable(L);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

static void own_functions(lua_State *L, int globals) {
    static const luaL_Reg own[] = {{"pairs", cb_sandbox_pairs},
                                   {"next", cb_sandbox_next},
                                   {"tostring", cb_sandbox_tostring},
                                   {"pcall", protected_call},
                                   {NULL, NULL}};
    lua_pushvalue(L, globals);
    luaL_setfuncs(L, own, 0);
    lua_pop(L, 1);
}

void cb_sandbox_open(lua_State *L) {
    lua_newtable(L);
    int globals = lua_gettop(L);
    lua_pushvalue(L, globals);
    open_one(L, LUA_GNAME, luaopen_base);
    cb_sandbox_copy(L, BASE, false);
    lua_pop(L, 2);
    reduced(L, LUA_MATHLIBNAME, luaopen_math, MATH, false, globals);
    reduced(L, LUA_UTF8LIBNAME, luaopen_utf8, UTF8, true, globals);
    cb_sandbox_string(L);
    string_methods(L);
    set_library(L, globals, LUA_STRLIBNAME);
    cb_sandbox_table(L);
    set_library(L, globals, LUA_TABLIBNAME);
    own_functions(L, globals);
    cb_binding_open(L, globals);
    cb_sandbox_lock_libraries(L, globals);
    lua_newtable(L);
    lua_pushcfunction(L, unknown_global);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, globals);
    /* The libraries as Lua opened them are let go with the registry's own table of them. */
    lua_pushnil(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, globals);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_settop(L, 0);
}
