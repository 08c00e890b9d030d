/* sandbox_table.c: the table library with caps, and an order in place of the hash's. */
#include "sandbox.h"
#include <stdlib.h>
#include <string.h>

static const char *const PLAIN[] = {"concat", "insert", "pack", "remove", NULL};

/* A key that has an order: booleans, then numbers, then texts. */
typedef struct key {
    int rank;
    bool truth, whole;
    lua_Integer integer;
    lua_Number number;
    const char *text;
    size_t size;
} key;

static key key_at(lua_State *L, int index) {
    key k = {0};
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        k.rank = 1;
        k.truth = lua_toboolean(L, index);
        break;
    case LUA_TNUMBER:
        k.rank = 2;
        k.whole = lua_isinteger(L, index);
        k.integer = k.whole ? lua_tointeger(L, index) : 0;
        k.number = lua_tonumber(L, index);
        break;
    case LUA_TSTRING:
        k.rank = 3;
        k.text = lua_tolstring(L, index, &k.size);
        break;
    default:
        luaL_error(L, "a %s as a key has no order: use texts or numbers", luaL_typename(L, index));
    }
    return k;
}

static int order_texts(const key *a, const key *b) {
    size_t n = a->size < b->size ? a->size : b->size;
    int order = memcmp(a->text, b->text, n); /* bytewise, whatever the locale */
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

static int order_keys(const void *x, const void *y) {
    const key *a = x, *b = y;
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    if (a->rank == 1) {
        return a->truth - b->truth;
    }
    if (a->rank == 3) {
        return order_texts(a, b);
    }
    if (a->whole && b->whole) {
        return (a->integer > b->integer) - (a->integer < b->integer);
    }
    return (a->number > b->number) - (a->number < b->number);
}

static void push_key(lua_State *L, const key *k) {
    if (k->rank == 1) {
        lua_pushboolean(L, k->truth);
    } else if (k->rank == 3) {
        lua_pushlstring(L, k->text, k->size);
    } else if (k->whole) {
        lua_pushinteger(L, k->integer);
    } else {
        lua_pushnumber(L, k->number);
    }
}

static size_t count_keys(lua_State *L, int table) {
    size_t n = 0;
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
        n++;
    }
    return n;
}

/* The iterator of pairs: upvalues are the keys in order, the table and the position. */
static int step(lua_State *L) {
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(3));
    for (;;) {
        at++;
        cb_sandbox_charge(L, 1);
        if (lua_rawgeti(L, lua_upvalueindex(1), at) == LUA_TNIL) {
            return 1;
        }
        lua_pushvalue(L, -1);
        if (lua_gettable(L, lua_upvalueindex(2)) != LUA_TNIL) { /* a key removed on the way is passed over */
            lua_pushinteger(L, at);
            lua_replace(L, lua_upvalueindex(3));
            return 2;
        }
        lua_pop(L, 2);
    }
}

int cb_sandbox_pairs(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_pushvalue(L, 1);
    cb_sandbox_unlock(L, 2);
    size_t n = count_keys(L, 2), i = 0;
    cb_sandbox_charge(L, 4 * n + 4);
    key *keys = lua_newuserdatauv(L, (n + 1) * sizeof *keys, 0);
    for (lua_pushnil(L); lua_next(L, 2) != 0; lua_pop(L, 1)) {
        keys[i++] = key_at(L, -2);
    }
    qsort(keys, n, sizeof *keys, order_keys);
    lua_createtable(L, (int)n, 0);
    for (i = 0; i < n; i++) {
        push_key(L, &keys[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, step, 3);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* next(table, key): the smallest key above the given one. */
int cb_sandbox_next(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    lua_pushvalue(L, 1);
    cb_sandbox_unlock(L, 3);
    bool first = lua_isnil(L, 2), found = false;
    key after = {0}, best = {0};
    size_t n = 0;
    if (!first) {
        after = key_at(L, 2);
    }
    for (lua_pushnil(L); lua_next(L, 3) != 0; lua_pop(L, 1)) {
        key k = key_at(L, -2);
        n++;
        if ((first || order_keys(&k, &after) > 0) && (!found || order_keys(&k, &best) < 0)) {
            best = k;
            found = true;
        }
    }
    cb_sandbox_charge(L, n + 1);
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    push_key(L, &best);
    lua_pushvalue(L, -1);
    lua_gettable(L, 1);
    return 2;
}

static size_t checked_range(lua_State *L, lua_Integer from, lua_Integer to, size_t most, const char *what) {
    if (from > to) {
        return 0;
    }
    lua_Unsigned count = (lua_Unsigned)to - (lua_Unsigned)from + 1;
    if (count == 0 || count > most) {
        luaL_error(L, "%s takes %d elements at most", what, (int)most);
    }
    cb_sandbox_charge(L, (size_t)count);
    return (size_t)count;
}

static int unpack(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer from = luaL_optinteger(L, 2, 1);
    lua_Integer to = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);
    checked_range(L, from, to, CB_LUA_UNPACK_MAX, "table.unpack");
    return cb_sandbox_forward(L);
}

static int move(lua_State *L) {
    checked_range(L, luaL_checkinteger(L, 2), luaL_checkinteger(L, 3), CB_LUA_ITEMS_MAX, "table.move");
    return cb_sandbox_forward(L);
}

/* May the element at the top stand before the one below it? Pops neither. */
static bool goes_before(lua_State *L, bool with_function) {
    cb_sandbox_charge(L, 1);
    if (!with_function) {
        return lua_compare(L, -1, -2, LUA_OPLT);
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -4);
    lua_call(L, 2, 1);
    bool answer = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return answer;
}

/* Merges from[low, middle) and from[middle, high) into `to` (stack indices of tables). */
static void merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer middle, lua_Integer high,
                  bool with_function) {
    lua_Integer a = low, b = middle;
    for (lua_Integer i = low; i < high; i++) {
        bool second = a >= middle;
        if (a < middle && b < high) {
            lua_rawgeti(L, from, a);
            lua_rawgeti(L, from, b);
            second = goes_before(L, with_function);
            lua_pop(L, 2);
        }
        lua_rawgeti(L, from, second ? b++ : a++);
        lua_rawseti(L, to, i);
    }
}

/* table.sort as a stable merge: Lua's own picks pivots by the clock in long tables. */
static int sort(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    bool with_function = !lua_isnoneornil(L, 2);
    if (with_function) {
        luaL_checktype(L, 2, LUA_TFUNCTION);
    }
    lua_settop(L, 2);
    lua_Integer n = luaL_len(L, 1);
    checked_range(L, 1, n, CB_LUA_ITEMS_MAX, "table.sort");
    lua_createtable(L, (int)n, 0);
    lua_createtable(L, (int)n, 0);
    int from = 3, to = 4;
    for (lua_Integer i = 1; i <= n; i++) {
        lua_geti(L, 1, i);
        lua_rawseti(L, from, i);
    }
    for (lua_Integer width = 1; width < n; width *= 2) {
        for (lua_Integer low = 1; low <= n; low += 2 * width) {
            lua_Integer middle = low + width <= n ? low + width : n + 1;
            lua_Integer high = middle + width <= n ? middle + width : n + 1;
            merge(L, from, to, low, middle, high, with_function);
        }
        from = 7 - from;
        to = 7 - to;
    }
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, from, i);
        lua_seti(L, 1, i);
    }
    return 0;
}

void cb_sandbox_table(lua_State *L) {
    lua_newtable(L);
    lua_pushcfunction(L, sort);
    lua_setfield(L, -2, "sort");
    luaL_requiref(L, LUA_TABLIBNAME, luaopen_table, 0);
    cb_sandbox_copy(L, PLAIN, true);
    lua_getfield(L, -1, "unpack");
    lua_pushcclosure(L, unpack, 1);
    lua_setfield(L, -3, "unpack");
    lua_getfield(L, -1, "move");
    lua_pushcclosure(L, move, 1);
    lua_setfield(L, -3, "move");
    lua_pop(L, 1);
}
