/* missing.c: the two values that are neither a number nor a text. Each compares equal to its own kind alone, and every
 * use but a test raises an error that names the fact: missing, zero and not annotated stay three things. */
#include "binding.h"
#include <stdio.h>
#include <string.h>

static const char *const META = "casebound.missing";
/* Their addresses are keys in Lua's registry: tables format -> name -> value, so that a fact has one value of a kind.
 */
static const char MISSING_VALUES, UNANNOTATED_VALUES;

enum { FACT_NAME_MAX = 120 };

typedef struct absent {
    cb_kind kind; /* CB_KIND_ABSENT */
    cb_presence presence;
    char what[FACT_NAME_MAX];
} absent;

static const absent *absent_at(lua_State *L, int index) {
    const absent *a = lua_type(L, index) == LUA_TUSERDATA ? lua_touserdata(L, index) : NULL;
    return a && a->kind == CB_KIND_ABSENT ? a : NULL;
}

bool cb_is_missing(lua_State *L, int index, const char **text) {
    const absent *a = absent_at(L, index);
    if (a && text) {
        *text = a->presence == CB_MISSING ? "missing" : "not annotated";
    }
    return a != NULL;
}

static void make_value(lua_State *L, cb_presence presence, const char *format, const char *name) {
    absent *a = lua_newuserdatauv(L, sizeof *a, 0);
    *a = (absent){.kind = CB_KIND_ABSENT, .presence = presence};
    const char *place = strstr(format, "%s");
    int before = place ? (int)(place - format) : (int)strlen(format);
    snprintf(a->what, sizeof a->what, "%.*s%s%s", before, format, name, place ? place + 2 : "");
    luaL_setmetatable(L, META);
}

void cb_push_missing(lua_State *L, cb_presence presence, const char *format, const char *name) {
    int top = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, presence == CB_MISSING ? &MISSING_VALUES : &UNANNOTATED_VALUES);
    if (lua_rawgetp(L, -1, format) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, -3, format);
    }
    if (lua_rawgetp(L, -1, name) == LUA_TNIL) {
        lua_pop(L, 1);
        make_value(L, presence, format, name);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, -3, name);
    }
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
}

const char *cb_fact_format(lua_State *L, const cb_handle *h) {
    static const char *const formats[CB_KINDS] = {
        [CB_KIND_VARIANT] = "v.%s",     [CB_KIND_PARTNER] = "partner.%s",
        [CB_KIND_GENE] = "gene.%s",     [CB_KIND_TRANSCRIPT] = "transcript.%s",
        [CB_KIND_PERSON] = "person.%s", [CB_KIND_CASE] = "case.%s"};
    static const char *const of_role[] = {
        [CB_PROBAND] = "v.proband.%s",       [CB_FATHER] = "v:of(\"father\").%s",
        [CB_MOTHER] = "v:of(\"mother\").%s", [CB_SIBLING] = "v:of(\"sibling\").%s",
        [CB_CHILD] = "v:of(\"child\").%s",   [CB_RELATIVE] = "v:of(\"relative\").%s",
    };
    return h->kind == CB_KIND_CALL ? of_role[cb_judging_of(L)->kase->family.persons[h->index].role] : formats[h->kind];
}

void cb_push_missing_fact(lua_State *L, cb_presence presence, const cb_handle *h, const char *name) {
    cb_push_missing(L, presence, cb_fact_format(L, h), name);
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
    lua_rawsetp(L, LUA_REGISTRYINDEX, &MISSING_VALUES);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &UNANNOTATED_VALUES);
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
    cb_push_missing(L, CB_MISSING, "%s", "missing");
    lua_setfield(L, globals, "missing");
    cb_push_missing(L, CB_NOT_ANNOTATED, "%s", "not_annotated");
    lua_setfield(L, globals, "not_annotated");
    lua_pushcfunction(L, known);
    lua_setfield(L, globals, "known");
}
