/* sandbox_string.c: the string library without byte code, addresses and searches that never end. */
#include "sandbox.h"
#include <string.h>

static const char *const PLAIN[] = {"byte", "char", "len", "lower", "reverse", "sub", "upper", NULL};

enum {
    NEEDLE_MAX = 1 << 10,      /* bytes of a pattern */
    SEARCH_COST_MAX = 1000000, /* ways in which a pattern may be tried */
    SEARCH_COST_STEP = 100     /* ways that count as one step */
};

/* string.rep with a cap on what it makes. */
static int repeat(lua_State *L) {
    size_t size, gap;
    const char *text = luaL_checklstring(L, 1, &size);
    lua_Integer times = luaL_checkinteger(L, 2);
    const char *between = luaL_optlstring(L, 3, "", &gap);
    if (times <= 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (size + gap > 0 && (size_t)times > CB_LUA_REP_MAX / (size + gap)) {
        return luaL_error(L, "string.rep may make %d bytes at most", (int)CB_LUA_REP_MAX);
    }
    if (size + gap == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    cb_sandbox_charge(L, (size_t)times + (size + gap) * (size_t)times / 32);
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = 0; i < times; i++) {
        luaL_addlstring(&b, text, size);
        if (i + 1 < times) {
            luaL_addlstring(&b, between, gap);
        }
    }
    luaL_pushresult(&b);
    return 1;
}

/* The conversion letter behind a '%', or 0 at the end. */
static char conversion(const char **format, const char *end) {
    const char *p = *format;
    while (p < end && strchr("-+ #0123456789.", *p)) {
        p++;
    }
    *format = p < end ? p + 1 : p;
    return p < end ? *p : 0;
}

/* string.format without %p, and with the kind in place of the address of what is no text. */
static int format(lua_State *L) {
    size_t size;
    const char *p = luaL_checklstring(L, 1, &size), *end = p + size;
    while (p < end) {
        if (*p++ == '%' && conversion(&p, end) == 'p') {
            return luaL_error(L, "%%p is not for profiles: an address differs from run to run");
        }
    }
    for (int i = 2; i <= lua_gettop(L); i++) {
        int type = lua_type(L, i);
        if (type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TUSERDATA) {
            cb_sandbox_text(L, i);
            lua_replace(L, i);
        } else if (type == LUA_TSTRING) {
            cb_sandbox_charge(L, lua_rawlen(L, i) / 32);
        }
    }
    cb_sandbox_charge(L, 1 + size / 8);
    return cb_sandbox_forward(L);
}

/* Each of these lets the matcher try a position again. Those inside a set are counted too: the bound may be high, never
 * low. */
static int choices(const char *pattern, size_t size) {
    int count = 0;
    for (size_t i = 0; i < size; i++) {
        if (pattern[i] == '%' && i + 1 < size) {
            i++;
            count += pattern[i] == 'b' || (pattern[i] >= '0' && pattern[i] <= '9');
        } else if (strchr("*+-?", pattern[i]) && pattern[i]) {
            count++;
        }
    }
    return count;
}

/* The count hook does not run inside a search, and a few lazy repetitions over a long text try n to the power of k
 * ways: refused before it starts. */
static void check_search(lua_State *L, bool plain) {
    size_t size, length;
    luaL_checklstring(L, 1, &size);
    const char *pattern = luaL_checklstring(L, 2, &length);
    if (size > CB_LUA_SUBJECT_MAX || length > NEEDLE_MAX) {
        luaL_error(L, "a search takes a text of %d and a pattern of %d bytes at most", (int)CB_LUA_SUBJECT_MAX,
                   (int)NEEDLE_MAX);
    }
    double ways = (double)(size + 1) * (double)(length + 1) / 16;
    int count = plain ? 0 : choices(pattern, length);
    for (int i = 0; i < count && ways <= SEARCH_COST_MAX; i++) {
        ways *= (double)(size + 1);
    }
    if (!plain && ways > SEARCH_COST_MAX) {
        luaL_error(L,
                   "this pattern may take too long on a text of %d bytes: shorten the text, or search for plain text",
                   (int)size);
    }
    cb_sandbox_charge(L, 1 + (size_t)(ways / SEARCH_COST_STEP));
}

static int find(lua_State *L) {
    size_t length;
    const char *pattern = luaL_checklstring(L, 2, &length);
    bool special = length != strcspn(pattern, "^$*+?.([%-") || strlen(pattern) != length;
    check_search(L, lua_toboolean(L, 4) || !special);
    return cb_sandbox_forward(L);
}

static int search(lua_State *L) {
    check_search(L, false);
    return cb_sandbox_forward(L);
}

static void put(lua_State *L, const char *name, lua_CFunction wrapper) {
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, wrapper, 1);
    lua_setfield(L, -3, name);
}

void cb_sandbox_string(lua_State *L) {
    lua_newtable(L);
    lua_pushcfunction(L, repeat);
    lua_setfield(L, -2, "rep");
    luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
    cb_sandbox_copy(L, PLAIN, true);
    put(L, "format", format);
    put(L, "find", find);
    put(L, "match", search);
    put(L, "gmatch", search);
    put(L, "gsub", search);
    lua_pop(L, 1);
}
