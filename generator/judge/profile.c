/* profile.c: loading a profile, and what the rest of the program asks of it. */
#include "profile.h"
#include "casebound/base/utf8.h"
#include <string.h>

typedef struct load {
    cb_profile_reader reader;
    cb_str bytes;
    const char *chunk; /* "=rare_disease.lua" */
} load;

/* After the table is read, functions and thresholds are locked together, so that shared tables stay shared. */
static void lock_all(lua_State *L) {
    lua_getfield(L, LUA_REGISTRYINDEX, CB_REGISTRY_FUNCTIONS);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    lua_getfield(L, LUA_REGISTRYINDEX, CB_REGISTRY_THRESHOLDS);
    lua_rawseti(L, -2, count + 1);
    cb_sandbox_lock(L);
    lua_geti(L, -1, count + 1);
    lua_setfield(L, LUA_REGISTRYINDEX, CB_REGISTRY_THRESHOLDS);
    cb_sandbox_unlock(L, lua_gettop(L));
    lua_setfield(L, LUA_REGISTRYINDEX, CB_REGISTRY_FUNCTIONS);
}

static int load_profile(lua_State *L) {
    load *l = lua_touserdata(L, 1);
    lua_settop(L, 0);
    if (luaL_loadbufferx(L, l->bytes.s, l->bytes.n, l->chunk, "t") != LUA_OK) {
        return lua_error(L);
    }
    lua_call(L, 0, 1);
    cb_profile_read(L, &l->reader);
    lua_settop(L, 0);
    lock_all(L);
    return 0;
}

static const char *bare_name(cb_arena *arena, const char *name) {
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".lua") == 0 ? cb_copy_n(arena, name, n - 4) : cb_copy(arena, name);
}

static cb_status check_source(cb_str bytes, const char *name, cb_error *e) {
    size_t at = 0;
    if (bytes.n > CB_LUA_SOURCE_MAX) {
        return cb_fail(e, CB_FILTER, "%s: a profile has at most %d bytes", name, (int)CB_LUA_SOURCE_MAX);
    }
    if (bytes.n > 0 && bytes.s[0] == LUA_SIGNATURE[0]) {
        return cb_fail(e, CB_FILTER, "%s: compiled Lua is not taken, only its text", name);
    }
    if (!cb_utf8_valid(bytes, &at)) {
        return cb_fail(e, CB_FILTER, "%s: not valid UTF-8 text at byte %zu", name, at + 1);
    }
    return CB_OK;
}

cb_status cb_profile_load(cb_arena *arena, cb_str bytes, const char *name, const cb_sandbox_limits *limits,
                          cb_profile **out, cb_error *e) {
    cb_status status = check_source(bytes, name, e);
    if (status != CB_OK) {
        return status;
    }
    cb_profile *p = cb_alloc(arena, sizeof *p);
    const char *file = cb_copy(arena, name);
    load l = {.reader = {.arena = arena, .profile = p}, .bytes = bytes, .chunk = cb_format(arena, "=%s", name)};
    if (!p || !file || !l.chunk || !(p->name = bare_name(arena, name))) {
        return cb_fail_memory(e);
    }
    status = cb_sandbox_new(arena, file, limits, &p->sandbox, e);
    if (status != CB_OK) {
        return status;
    }
    p->judging.profile = p;
    p->sandbox->context = &p->judging;
    cb_error local = {0};
    status = cb_sandbox_run(p->sandbox, load_profile, &l, p->sandbox->limits.steps_load, NULL, &local);
    if (status != CB_OK) {
        return l.reader.no_memory ? cb_fail_memory(e) : cb_fail(e, status, "%s", local.text);
    }
    *out = p;
    return CB_OK;
}

const char *cb_profile_name(const cb_profile *p) {
    return p->name;
}

const char *cb_profile_version(const cb_profile *p) {
    return p->version;
}

const char *cb_profile_about(const cb_profile *p) {
    return p->about;
}

const cb_sources *cb_profile_sources(const cb_profile *p) {
    return &p->sources;
}

const cb_policy *cb_profile_policy(const cb_profile *p) {
    return &p->policy;
}

void cb_profile_set_penetrance(cb_profile *p, const cb_penetrance *table) {
    p->policy.penetrance = table;
}

const cb_threshold *cb_profile_thresholds(const cb_profile *p, size_t *count) {
    *count = p->threshold_count;
    return p->thresholds;
}

void cb_profile_shortlist(const cb_profile *p, size_t *size, double *score) {
    *size = p->shortlist_size;
    *score = p->shortlist_score;
}
