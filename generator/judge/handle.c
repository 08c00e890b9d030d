/* handle.c: objects of a profile: facts by name, methods, and an error with a hint for every other name. */
#include "binding.h"
#include "casebound/base/near.h"
#include "memo.h"
#include "trace.h"
#include <string.h>
#include <strings.h>

static const char *const META[CB_KINDS] = {[CB_KIND_VARIANT] = "casebound.variant",
                                           [CB_KIND_CALL] = "casebound.call",
                                           [CB_KIND_PARTNER] = "casebound.partner",
                                           [CB_KIND_GENE] = "casebound.gene",
                                           [CB_KIND_TRANSCRIPT] = "casebound.transcript",
                                           [CB_KIND_PERSON] = "casebound.person",
                                           [CB_KIND_CASE] = "casebound.case"};
static const cb_method NO_METHODS[] = {{.name = NULL}};

static const cb_object OBJECTS[CB_KINDS] = {
    [CB_KIND_VARIANT] = {"The variant: `v`", "v", "One allele of one record.", CB_VARIANT_FACTS, CB_VARIANT_METHODS},
    [CB_KIND_CALL] = {"A person's call: `v:of(role)`, `v.proband`, one of `v:members()`", "v.proband",
                      "What one person's genotype says of this allele.", CB_CALL_FACTS, NO_METHODS},
    [CB_KIND_PARTNER] = {"A partner: one of `v:partners()`", "partner",
                         "Another allele of the same gene for which the proband is heterozygous. Known in `score` "
                         "alone; best fit first.",
                         CB_PARTNER_FACTS, NO_METHODS},
    [CB_KIND_GENE] =
        {"A gene: one of `v:genes()`", "gene",
         "What the annotator says of this allele and one gene, and what the case's panels say of the gene.",
         CB_GENE_FACTS, NO_METHODS},
    [CB_KIND_TRANSCRIPT] = {"A transcript: one of `v:transcripts()`", "transcript", "One entry of CSQ, ANN or BCSQ.",
                            CB_TRANSCRIPT_FACTS, NO_METHODS},
    [CB_KIND_PERSON] = {"A person: `case.proband`, `case.father`, `case.mother`, one of `case:members()`",
                        "case.proband", "One person of the family.", CB_PERSON_FACTS, NO_METHODS},
    [CB_KIND_CASE] = {"The case: `case`", "case", "The family and its question.", CB_CASE_FACTS, CB_CASE_METHODS},
};

const cb_object *cb_object_of(cb_kind kind) {
    return &OBJECTS[kind];
}

cb_judging *cb_judging_of(lua_State *L) {
    return cb_sandbox_of(L)->context;
}

int cb_raise_failed(lua_State *L) {
    return luaL_error(L, "the call was ended");
}

/* Its address is the key in Lua's registry of the list of objects that are made once. */
static const char LASTING;
enum { SLOT_VARIANT = 1, SLOT_CASE = 2, SLOT_CALLS = 3 };

/* 0: the object is made anew. */
static lua_Integer lasting_slot(const cb_judging *j, cb_kind kind, const cb_variant *v, size_t index) {
    if (kind == CB_KIND_CASE) {
        return SLOT_CASE;
    }
    if (v != j->v || (kind != CB_KIND_VARIANT && kind != CB_KIND_CALL)) {
        return 0;
    }
    return kind == CB_KIND_VARIANT ? SLOT_VARIANT : SLOT_CALLS + (lua_Integer)index;
}

static cb_handle *new_handle(lua_State *L, cb_kind kind) {
    cb_handle *h = lua_newuserdatauv(L, sizeof *h, 0);
    h->kind = kind;
    luaL_setmetatable(L, META[kind]);
    return h;
}

static cb_handle *push_lasting(lua_State *L, cb_kind kind, lua_Integer slot) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &LASTING);
    if (lua_rawgeti(L, -1, slot) == LUA_TNIL) {
        lua_pop(L, 1);
        (void)new_handle(L, kind);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, slot);
    }
    lua_replace(L, -2);
    return lua_touserdata(L, -1);
}

/* An object of an earlier call, should a profile that failed have kept one, is alive again only as the same thing of
 * the call at hand. */
void cb_push_handle(lua_State *L, cb_kind kind, const cb_variant *v, size_t index) {
    const cb_judging *j = cb_judging_of(L);
    lua_Integer slot = lasting_slot(j, kind, v, index);
    cb_handle *h = slot ? push_lasting(L, kind, slot) : new_handle(L, kind);
    h->v = v;
    h->index = index;
    h->call = j->call;
}

static const cb_handle *alive(lua_State *L, const cb_handle *h) {
    if (h->call != cb_judging_of(L)->call) {
        luaL_error(L, "this object belongs to an earlier call");
    }
    return h;
}

static const cb_handle *check_handle(lua_State *L, int index, cb_kind kind) {
    const cb_handle *h = lua_type(L, index) == LUA_TUSERDATA ? lua_touserdata(L, index) : NULL;
    if (h && h->kind == kind) {
        return alive(L, h);
    }
    luaL_error(L, "this is asked of %s, with a colon", OBJECTS[kind].variable);
    return NULL; /* never: an error does not come back */
}

const cb_handle *cb_check_handle(lua_State *L, int index, cb_kind kind) {
    cb_memo_open(cb_judging_of(L)); /* a method asks for more than one fact */
    return check_handle(L, index, kind);
}

/* Only the allele at hand lacks parts; its partners were kept. */
static void make_parts(lua_State *L, const cb_handle *h, unsigned parts) {
    cb_judging *j = cb_judging_of(L);
    if (h->v == j->v && (parts & ~j->v->parts) && cb_variant_need(j->v, parts, &j->failed) != CB_OK) {
        cb_raise_failed(L);
    }
}

static void check_time(lua_State *L, bool late, const char *variable, char sign, const char *name) {
    if (late && !cb_judging_of(L)->arena) {
        luaL_error(L, "%s%c%s is known in score alone: rules are asked before the whole file was read", variable, sign,
                   name);
    }
}

const cb_handle *cb_check_variant(lua_State *L, unsigned parts, const char *late_method) {
    const cb_handle *h = cb_check_handle(L, 1, CB_KIND_VARIANT);
    check_time(L, late_method != NULL, "v", ':', late_method);
    make_parts(L, h, parts);
    return h;
}

const cb_handle *cb_check_plain(lua_State *L, unsigned parts) {
    const cb_handle *h = check_handle(L, 1, CB_KIND_VARIANT);
    make_parts(L, h, parts);
    return h;
}

static void push_fact(lua_State *L, const cb_handle *h, const cb_fact *fact) {
    check_time(L, fact->late, OBJECTS[h->kind].variable, '.', fact->name);
    make_parts(L, h, fact->parts);
    fact->push(L, h);
    cb_memo_note(cb_judging_of(L), h, fact);
    cb_trace_fact(L, h, fact->name);
}

static int unknown_name(lua_State *L, const cb_object *o, const char *name) {
    cb_near near;
    cb_near_start(&near, name);
    for (const cb_fact *f = o->facts; f->name; f++) {
        if (f->vcf && strcasecmp(f->vcf, name) == 0) {
            return luaL_error(L, "%s has no field '%s' (did you mean '%s'?)", o->variable, name, f->name);
        }
        cb_near_try(&near, f->name);
    }
    for (const cb_method *m = o->methods; m->name; m++) {
        cb_near_try(&near, m->name);
    }
    return luaL_error(L, "%s has no field '%s'%s", o->variable, name, cb_near_hint(&near));
}

/* Upvalue: a table name -> position of a fact, or name -> method. No profile reaches this but by a field of an object.
 */
static int index_handle(lua_State *L) {
    const cb_handle *h = alive(L, lua_touserdata(L, 1));
    const cb_object *o = &OBJECTS[h->kind];
    lua_pushvalue(L, 2);
    int type = lua_rawget(L, lua_upvalueindex(1));
    if (type == LUA_TNUMBER) {
        push_fact(L, h, &o->facts[lua_tointeger(L, -1)]);
    } else if (type != LUA_TFUNCTION) {
        return unknown_name(L, o, lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?");
    }
    return 1;
}

static int refuse_write(lua_State *L) {
    return luaL_error(L, "facts cannot be set");
}

static int same_handle(lua_State *L) {
    const cb_handle *a = lua_touserdata(L, 1), *b = lua_touserdata(L, 2);
    lua_pushboolean(L, a->kind == b->kind && a->v == b->v && a->index == b->index && a->call == b->call);
    return 1;
}

static int handle_text(lua_State *L) {
    const cb_handle *h = alive(L, lua_touserdata(L, 1));
    cb_memo_open(cb_judging_of(L));
    make_parts(L, h, CB_MAKE_TEXTS);
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
        push_names(L, &OBJECTS[kind]);
        lua_pushcclosure(L, index_handle, 1);
        lua_setfield(L, -2, "__index");
        lua_pushcfunction(L, refuse_write);
        lua_setfield(L, -2, "__newindex");
        lua_pushcfunction(L, same_handle);
        lua_setfield(L, -2, "__eq");
        lua_pushcfunction(L, handle_text);
        lua_setfield(L, -2, "__tostring");
        lua_pop(L, 1);
    }
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &LASTING);
    cb_missing_open(L, globals);
}
