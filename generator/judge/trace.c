/* trace.c: notes the facts and thresholds that a rule reads. */
#include "trace.h"

#include <string.h>

static bool is_noted(const cb_trace *t, const char *name) {
    for (size_t i = 0; i < t->count; i++) {
        if (strcmp(t->list[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static cb_presence presence_of(lua_State *L, int index) {
    const char *absent = NULL;
    if (!cb_is_missing(L, index, &absent)) {
        return CB_PRESENT;
    }
    return strcmp(absent, "missing") == 0 ? CB_MISSING : CB_NOT_ANNOTATED;
}

static void add(lua_State *L, cb_judging *j, const char *name, const char *value, cb_presence presence) {
    cb_trace *t = j->trace;
    cb_fact_read *list = cb_grow(t->arena, t->list, t->count, &t->capacity, sizeof *list);
    const cb_fact_read read = {cb_copy(t->arena, name), cb_copy(t->arena, value), presence};
    if (!list || !read.name || !read.value) {
        (void)cb_fail_memory(&j->failed);
        cb_raise_failed(L);
        return;
    }
    t->list = list;
    list[t->count++] = read;
}

void cb_trace_value(lua_State *L, const char *format, const char *name) {
    cb_judging *j = cb_judging_of(L);
    int type = lua_type(L, -1), top = lua_gettop(L);
    if (!j->trace) {
        return;
    }
    bool plain = type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TBOOLEAN || cb_is_missing(L, -1, NULL);
    if (!plain) {
        return;
    }
    const char *whole = lua_pushfstring(L, format, name);
    if (!is_noted(j->trace, whole)) {
        cb_push_evidence(L, top);
        add(L, j, whole, lua_tostring(L, -1), presence_of(L, top));
    }
    lua_settop(L, top);
}

void cb_trace_fact(lua_State *L, const cb_handle *h, const char *name) {
    if (cb_judging_of(L)->trace) {
        cb_trace_value(L, cb_fact_format(L, h), name);
    }
}

static int read_threshold(lua_State *L) {
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    lua_gettable(L, lua_upvalueindex(1));
    cb_trace_value(L, "t.%s", lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?");
    return 1;
}

void cb_trace_thresholds(lua_State *L) {
    cb_sandbox_watch(L, read_threshold);
}
