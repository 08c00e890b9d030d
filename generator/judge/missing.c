/* missing.c: the two values that are neither a number nor a text. Each compares equal to its own kind alone, and every
 * use but a test raises an error that names the fact: missing, zero and not annotated stay three things. */
#include "binding.h"
#include <string.h>

static const char *const META = "casebound.missing";
static const char *const CACHE = "casebound.missing_values"; /* name -> value, so that a fact has one */

enum { FACT_NAME_MAX = 80 };

typedef struct absent {
    cb_presence presence;
    char what[FACT_NAME_MAX];
} absent;

static const absent *absent_at(lua_State *L, int index) {
    return luaL_testudata(L, index, META);
}

bool cb_is_missing(lua_State *L, int index, const char **text) {
    const absent *a = absent_at(L, index);
    if (a && text) {
        *text = a->presence == CB_MISSING ? "missing" : "not annotated";
    }
    return a != NULL;
}

void cb_push_missing(lua_State *L, cb_presence presence, const char *what) {
    lua_getfield(L, LUA_REGISTRYINDEX, CACHE);
    lua_pushfstring(L, "%s%s", presence == CB_MISSING ? "-" : "0", what);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) != LUA_TNIL) {
        lua_replace(L, -3);
        lua_pop(L, 1);
        return;
    }
    lua_pop(L, 1);
    absent *a = lua_newuserdatauv(L, sizeof *a, 0);
    size_t n = strlen(what);
    n = n < FACT_NAME_MAX ? n : FACT_NAME_MAX - 1;
    a->presence = presence;
    memcpy(a->what, what, n);
    a->what[n] = 0;
    luaL_setmetatable(L, META);
    lua_insert(L, -3); /* value, cache, name */
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

void cb_push_missing_fact(lua_State *L, cb_presence presence, const cb_handle *h, const char *name) {
    if (h->kind == CB_KIND_CALL) {
        const cb_judging *j = cb_judging_of(L);
        const char *role = cb_role_key(j->kase->family.persons[h->index].role);
        lua_pushfstring(L, "v:of(\"%s\").%s", role, name);
    } else {
        lua_pushfstring(L, "%s.%s", cb_object_of(h->kind)->variable, name);
    }
    cb_push_missing(L, presence, lua_tostring(L, -1));
    lua_replace(L, -2);
}

/* Any use of the value but a test. */
static int refuse(lua_State *L) {
    const absent *a = absent_at(L, 1);
    if (!a) {
        a = absent_at(L, 2);
    }
    if (!a) {
        return luaL_error(L, "a missing value was used");
    }
    return luaL_error(L, "%s is %s: test it with known(%s) before it is used", a->what,
                      a->presence == CB_MISSING ? "missing" : "not annotated (no input of this case has the field)",
                      a->what);
}

static int same(lua_State *L) {
    const absent *a = absent_at(L, 1), *b = absent_at(L, 2);
    lua_pushboolean(L, a && b && a->presence == b->presence);
    return 1;
}

static int as_text(lua_State *L) {
    const char *text = "missing";
    cb_is_missing(L, 1, &text);
    lua_pushstring(L, text);
    return 1;
}

/* known(x): x has a value. A nil is a misspelt local, not a missing fact. */
static int known(lua_State *L) {
    luaL_checkany(L, 1);
    if (lua_isnil(L, 1)) {
        return luaL_error(L, "known() was given nil: a misspelt local or field?");
    }
    lua_pushboolean(L, !cb_is_missing(L, 1, NULL));
    return 1;
}

void cb_missing_open(lua_State *L, int globals) {
    static const char *const events[] = {
        "__add", "__sub", "__mul",  "__div",    "__mod", "__pow", "__unm", "__idiv", "__band",  "__bor",      "__bxor",
        "__shl", "__shr", "__bnot", "__concat", "__len", "__lt",  "__le",  "__call", "__index", "__newindex", NULL};
    lua_newtable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, CACHE);
    luaL_newmetatable(L, META);
    for (const char *const *event = events; *event; event++) {
        lua_pushcfunction(L, refuse);
        lua_setfield(L, -2, *event);
    }
    lua_pushcfunction(L, same);
    lua_setfield(L, -2, "__eq");
    lua_pushcfunction(L, as_text);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
    cb_push_missing(L, CB_MISSING, "missing");
    lua_setfield(L, globals, "missing");
    cb_push_missing(L, CB_NOT_ANNOTATED, "not_annotated");
    lua_setfield(L, globals, "not_annotated");
    lua_pushcfunction(L, known);
    lua_setfield(L, globals, "known");
}
