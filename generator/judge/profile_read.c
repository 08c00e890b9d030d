/* profile_read.c: the table that a profile returns, checked key by key. */
#include "casebound/base/utf8.h"
#include "profile.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { THRESHOLDS_MAX = 200, TEXT_MAX = 2000, COUNT_MAX = 100000 };

const char CB_REGISTRY_FUNCTIONS, CB_REGISTRY_THRESHOLDS;

static bool is_known(const char *key, const char *const *known) {
    while (*known && strcmp(*known, key) != 0) {
        known++;
    }
    return *known != NULL;
}

/* Of several unknown keys the first in bytewise order is told: the order of a table differs from run to run. */
void cb_profile_known_keys(lua_State *L, int table, const char *where, const char *const *known) {
    int first = lua_gettop(L) + 1;
    lua_pushnil(L);
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
        cb_sandbox_text(L, first + 1);
        const char *key = lua_tostring(L, -1);
        if (!is_known(key, known) && (lua_isnil(L, first) || strcmp(key, lua_tostring(L, first)) < 0)) {
            lua_copy(L, -1, first);
        }
        lua_pop(L, 1);
    }
    if (!lua_isnil(L, first)) {
        const char *key = lua_tostring(L, first);
        cb_near near;
        cb_near_start(&near, key);
        for (; *known; known++) {
            cb_near_try(&near, *known);
        }
        luaL_error(L, "%s%sunknown key '%s'%s", where, *where ? ": " : "", key, cb_near_hint(&near));
    }
    lua_pop(L, 1);
}

_Noreturn void cb_profile_no_memory(lua_State *L, cb_profile_reader *r) {
    r->no_memory = true;
    luaL_error(L, "out of memory");
    __builtin_unreachable(); /* luaL_error does not return, its declaration only forgets to say so */
}

void *cb_profile_array(lua_State *L, cb_profile_reader *r, size_t count, size_t size) {
    void *array = cb_alloc_array(r->arena, count + 1, size);
    if (!array) {
        cb_profile_no_memory(L, r);
    }
    return array;
}

const char *cb_profile_text(lua_State *L, cb_profile_reader *r, int index, const char *what) {
    size_t n = 0, at = 0;
    const char *s = lua_type(L, index) == LUA_TSTRING ? lua_tolstring(L, index, &n) : NULL;
    if (!s || n == 0) {
        luaL_error(L, "%s: a text is needed, it is %s%s", what, s || lua_isnoneornil(L, index) ? "" : "a ",
                   s ? "empty" : luaL_typename(L, index));
    }
    if (n > TEXT_MAX || !cb_utf8_valid((cb_str){s, n}, &at)) {
        luaL_error(L, "%s: %s", what, n > TEXT_MAX ? "the text is too long" : "the text is not valid UTF-8");
    }
    const char *copy = cb_copy_n(r->arena, s, n);
    if (!copy) {
        cb_profile_no_memory(L, r);
    }
    return copy;
}

size_t cb_profile_list(lua_State *L, int index, const char *what, size_t most) {
    if (!lua_istable(L, index)) {
        luaL_error(L, "%s is a list", what);
    }
    size_t n = lua_rawlen(L, index), all = 0;
    for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
        all++;
    }
    if (all != n || n > most) {
        luaL_error(L, all != n ? "%s is a list without names and gaps" : "%s has too many entries", what);
    }
    return n;
}

static const char *text_of(lua_State *L, cb_profile_reader *r, int profile, const char *key) {
    lua_getfield(L, profile, key);
    const char *text = cb_profile_text(L, r, -1, key);
    lua_pop(L, 1);
    return text;
}

/* The first and the second entry of the list at the top are left on the stack. */
static void push_two(lua_State *L, const char *what, const char *shape) {
    if (!lua_istable(L, -1) || lua_rawlen(L, -1) != 2) {
        luaL_error(L, "%s: each entry is %s", what, shape);
    }
    lua_rawgeti(L, -1, 1);
    lua_rawgeti(L, -2, 2);
}

static int order_thresholds(const void *a, const void *b) {
    return strcmp(((const cb_threshold *)a)->name, ((const cb_threshold *)b)->name);
}

static void read_threshold(lua_State *L, cb_profile_reader *r, cb_threshold *out) {
    int value = lua_gettop(L);
    if (lua_type(L, value - 1) != LUA_TSTRING) {
        luaL_error(L, "thresholds: each has a name");
    }
    out->name = cb_profile_text(L, r, value - 1, "thresholds");
    push_two(L, "thresholds", "a list of a number and its meaning: { 0.02, \"highest frequency of a candidate\" }");
    if (lua_type(L, -2) != LUA_TNUMBER || !isfinite(lua_tonumber(L, -2))) {
        luaL_error(L, "thresholds: '%s' needs a number first, then its meaning", out->name);
    }
    out->value = lua_tonumber(L, -2);
    out->about = cb_profile_text(L, r, -1, out->name);
    lua_settop(L, value);
}

static int unknown_threshold(lua_State *L) {
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    cb_near near;
    cb_near_start(&near, name);
    for (lua_pushnil(L); lua_next(L, 1) != 0; lua_pop(L, 1)) {
        cb_near_try(&near, lua_tostring(L, -2));
    }
    return luaL_error(L, "there is no threshold '%s'%s", name, cb_near_hint(&near));
}

/* Leaves nothing; t, as sieve and score see it, goes to the registry. */
static void read_thresholds(lua_State *L, cb_profile_reader *r, int profile) {
    cb_profile *p = r->profile;
    lua_getfield(L, profile, "thresholds");
    int table = lua_gettop(L);
    lua_newtable(L);
    if (!lua_isnil(L, table) && !lua_istable(L, table)) {
        luaL_error(L, "thresholds is a table of name = { number, meaning }");
    }
    p->thresholds = cb_profile_array(L, r, THRESHOLDS_MAX, sizeof *p->thresholds);
    if (lua_istable(L, table)) {
        for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
            if (p->threshold_count >= THRESHOLDS_MAX) {
                luaL_error(L, "thresholds has too many entries");
            }
            cb_threshold *t = &p->thresholds[p->threshold_count++];
            read_threshold(L, r, t);
            lua_pushnumber(L, t->value);
            lua_setfield(L, table + 1, t->name);
        }
    }
    qsort(p->thresholds, p->threshold_count, sizeof *p->thresholds, order_thresholds);
    lua_newtable(L);
    lua_pushcfunction(L, unknown_threshold);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, table + 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &CB_REGISTRY_THRESHOLDS);
    lua_settop(L, table - 1);
}

lua_Integer cb_profile_whole(lua_State *L, int table, const char *where, const char *key, lua_Integer low,
                             lua_Integer high, lua_Integer otherwise) {
    int exact = 0;
    lua_Integer value = otherwise;
    if (lua_getfield(L, table, key) != LUA_TNIL) {
        value = lua_tointegerx(L, -1, &exact);
        if (!exact || lua_type(L, -1) != LUA_TNUMBER || value < low || value > high) {
            luaL_error(L, "%s.%s is a whole number from %I to %I", where, key, (LUAI_UACINT)low, (LUAI_UACINT)high);
        }
    }
    lua_pop(L, 1);
    return value;
}

static void read_shortlist(lua_State *L, cb_profile_reader *r, int profile) {
    static const char *const known[] = {"size", "score", NULL};
    lua_getfield(L, profile, "shortlist");
    int table = lua_gettop(L);
    if (!lua_istable(L, table)) {
        luaL_error(L, "shortlist is a table { size = 20, score = 8 }");
    }
    cb_profile_known_keys(L, table, "shortlist", known);
    r->profile->shortlist_size = (size_t)cb_profile_whole(L, table, "shortlist", "size", 1, COUNT_MAX, 0);
    lua_getfield(L, table, "score");
    if (r->profile->shortlist_size == 0 || lua_type(L, -1) != LUA_TNUMBER || !isfinite(lua_tonumber(L, -1))) {
        luaL_error(L, "shortlist needs size, a whole number above 0, and score, a number");
    }
    r->profile->shortlist_score = lua_tonumber(L, -1);
    lua_settop(L, table - 1);
}

void cb_profile_read(lua_State *L, cb_profile_reader *r) {
    static const char *const known[] = {"about",   "version",    "frequencies", "predictors", "counts",
                                        "clinvar", "thresholds", "policy",      "shortlist",  "rules",
                                        "rescue",  "score",      NULL};
    int profile = lua_gettop(L);
    if (!lua_istable(L, profile)) {
        luaL_error(L, "the profile returns %s instead of a table",
                   lua_isnil(L, profile) ? "nothing" : luaL_typename(L, profile));
    }
    cb_profile_known_keys(L, profile, "", known);
    r->profile->about = text_of(L, r, profile, "about");
    r->profile->version = text_of(L, r, profile, "version");
    cb_profile_read_sources(L, r, profile);
    read_thresholds(L, r, profile);
    cb_profile_read_policy(L, r, profile);
    read_shortlist(L, r, profile);
    cb_profile_read_functions(L, r, profile);
}
