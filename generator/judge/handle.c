/* handle.c: objects of a profile: facts by name, methods, and an error with a hint for every other name. */
#include "binding.h"
#include "casebound/base/near.h"
#include <string.h>

static const char *const META[CB_KINDS] = {"casebound.variant", "casebound.call", "casebound.partner",
                                           "casebound.person", "casebound.case"};
static const cb_method NO_METHODS[] = {{.name = NULL}};

static const cb_object OBJECTS[CB_KINDS] = {
    [CB_KIND_VARIANT] = {"The variant: `v`", "v", "One allele of one record.", CB_VARIANT_FACTS, CB_VARIANT_METHODS},
    [CB_KIND_CALL] = {"A person's call: `v:of(role)`, `v.proband`, one of `v:members()`", "v.proband",
                      "What one person's genotype says of this allele.", CB_CALL_FACTS, NO_METHODS},
    [CB_KIND_PARTNER] = {"A partner: one of `v:partners()`", "partner",
                         "Another allele of the same gene for which the proband is heterozygous. Known in `score` "
                         "alone; best fit first.",
                         CB_PARTNER_FACTS, NO_METHODS},
    [CB_KIND_PERSON] = {"A person: `case.proband`, `case.father`, `case.mother`", "case.proband",
                        "One person of the family.", CB_PERSON_FACTS, NO_METHODS},
    [CB_KIND_CASE] = {"The case: `case`", "case", "The family and its question, in `score`.", CB_CASE_FACTS,
                      CB_CASE_METHODS},
};

const cb_object *cb_object_of(cb_kind kind) {
    return &OBJECTS[kind];
}

cb_judging *cb_judging_of(lua_State *L) {
    return cb_sandbox_of(L)->context;
}

const char *cb_role_key(cb_role role) {
    static const char *const keys[] = {
        [CB_PROBAND] = "proband", [CB_FATHER] = "father", [CB_MOTHER] = "mother",
        [CB_SIBLING] = "sibling", [CB_CHILD] = "child",   [CB_RELATIVE] = "relative",
    };
    return keys[role];
}

void cb_push_handle(lua_State *L, cb_kind kind, const cb_variant *v, size_t index) {
    cb_handle *h = lua_newuserdatauv(L, sizeof *h, 0);
    *h = (cb_handle){.kind = kind, .v = v, .index = index, .call = cb_judging_of(L)->call};
    luaL_setmetatable(L, META[kind]);
}

const cb_handle *cb_check_handle(lua_State *L, int index, cb_kind kind) {
    const cb_handle *h = luaL_checkudata(L, index, META[kind]);
    const cb_judging *j = cb_judging_of(L);
    if (!j || h->call != j->call) {
        luaL_error(L, "this object belongs to an earlier call");
    }
    return h;
}

static int unknown_name(lua_State *L, const cb_object *o, const char *name) {
    cb_near near;
    cb_near_start(&near, name);
    for (const cb_fact *f = o->facts; f->name; f++) {
        cb_near_try(&near, f->name);
    }
    for (const cb_method *m = o->methods; m->name; m++) {
        cb_near_try(&near, m->name);
    }
    return luaL_error(L, "%s has no field '%s'%s", o->variable, name, cb_near_hint(&near));
}

/* Upvalues: the kind; a table name -> position of a fact, or name -> method. */
static int index_handle(lua_State *L) {
    cb_kind kind = (cb_kind)lua_tointeger(L, lua_upvalueindex(1));
    const cb_handle *h = cb_check_handle(L, 1, kind);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) == LUA_TNUMBER) {
        OBJECTS[kind].facts[lua_tointeger(L, -1)].push(L, h);
        return 1;
    }
    if (lua_isfunction(L, -1)) {
        return 1;
    }
    return unknown_name(L, &OBJECTS[kind], name);
}

static int refuse_write(lua_State *L) {
    return luaL_error(L, "facts cannot be set");
}

static int same_handle(lua_State *L) {
    const cb_handle *a = lua_touserdata(L, 1);
    const cb_handle *b = a ? luaL_testudata(L, 2, META[a->kind]) : NULL;
    lua_pushboolean(L, b && a->v == b->v && a->index == b->index && a->call == b->call);
    return 1;
}

static int handle_text(lua_State *L) {
    const cb_handle *h = lua_touserdata(L, 1);
    lua_pushstring(L, h->v ? h->v->key : OBJECTS[h->kind].variable);
    return 1;
}

static void push_names(lua_State *L, const cb_object *o) {
    lua_newtable(L);
    for (lua_Integer i = 0; o->facts[i].name; i++) {
        lua_pushinteger(L, i);
        lua_setfield(L, -2, o->facts[i].name);
    }
    for (const cb_method *m = o->methods; m->name; m++) {
        lua_pushcfunction(L, m->run);
        lua_setfield(L, -2, m->name);
    }
}

void cb_binding_open(lua_State *L, int globals) {
    for (int kind = 0; kind < CB_KINDS; kind++) {
        luaL_newmetatable(L, META[kind]);
        lua_pushinteger(L, kind);
        push_names(L, &OBJECTS[kind]);
        lua_pushcclosure(L, index_handle, 2);
        lua_setfield(L, -2, "__index");
        lua_pushcfunction(L, refuse_write);
        lua_setfield(L, -2, "__newindex");
        lua_pushcfunction(L, same_handle);
        lua_setfield(L, -2, "__eq");
        lua_pushcfunction(L, handle_text);
        lua_setfield(L, -2, "__tostring");
        lua_pop(L, 1);
    }
    cb_missing_open(L, globals);
}
