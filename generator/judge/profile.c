/* profile.c: loading a profile, and what the rest of the program asks of it. */
#include "profile.h"
#include "casebound/base/utf8.h"
#include <string.h>

typedef struct load {
    cb_profile_reader reader;
    const cb_profile_files *files;
    cb_profile_file *names; /* theirs, for messages: they outlive the texts */
    const char **chunks;    /* "=rare_disease.lua", one of each text */
} load;

/* After the table is read, functions and thresholds are locked together, so that shared tables stay shared. The last
 * function is score; those before it are all that a sieve can reach. */
static void lock_all(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &CB_REGISTRY_FUNCTIONS);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &CB_REGISTRY_THRESHOLDS);
    lua_rawseti(L, -2, count + 1);
    cb_sandbox_lock(L, count - 1);
    lua_rawgeti(L, -1, count + 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &CB_REGISTRY_THRESHOLDS);
}

/* Leaves the table of the last text, each having got the one before it. */
static void call_texts(lua_State *L, const load *l) {
    for (size_t i = 0; i < l->files->count; i++) {
        cb_str bytes = l->files->list[i].bytes;
        if (i > 0 && !lua_istable(L, 1)) {
            luaL_error(L, "%s, which is extended, returns %s instead of a table", l->files->list[i - 1].name,
                       lua_isnil(L, 1) ? "nothing" : luaL_typename(L, 1));
        }
        if (luaL_loadbufferx(L, bytes.s, bytes.n, l->chunks[i], "t") != LUA_OK) {
            lua_error(L);
        }
        lua_insert(L, 1);
        lua_call(L, i > 0 ? 1 : 0, 1);
    }
}

static int load_profile(lua_State *L) {
    load *l = lua_touserdata(L, 1);
    lua_settop(L, 0);
    call_texts(L, l);
    cb_profile_read(L, &l->reader);
    lua_settop(L, 0);
    lock_all(L);
    return 0;
}

static const char *bare_name(cb_arena *arena, const char *name) {
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".lua") == 0 ? cb_copy_n(arena, name, n - 4) : cb_copy(arena, name);
}

cb_status cb_profile_check_source(cb_str bytes, const char *name, cb_error *e) {
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

cb_status cb_profile_extended(cb_arena *arena, const cb_profile_file *file, const char **name, cb_error *e) {
    static const char word[] = "-- extends:";
    cb_str line = file->bytes;
    const char *end = line.n ? memchr(line.s, '\n', line.n) : NULL;
    line.n = end ? (size_t)(end - line.s) : line.n;
    *name = NULL;
    if (line.n < strlen(word) || memcmp(line.s, word, strlen(word)) != 0) {
        return CB_OK;
    }
    cb_str wanted = cb_str_trim((cb_str){line.s + strlen(word), line.n - strlen(word)});
    bool good = wanted.n > 0 && wanted.n < CB_PROFILE_NAME_MAX;
    for (size_t i = 0; good && i < wanted.n; i++) {
        good = strchr("abcdefghijklmnopqrstuvwxyz0123456789_", wanted.s[i]) && wanted.s[i];
    }
    if (!good) {
        return cb_fail_at(e, CB_FILTER, file->name, 1, "extends a profile by its name: -- extends: rare_disease");
    }
    *name = cb_copy_str(arena, wanted);
    return *name ? CB_OK : cb_fail_memory(e);
}

static cb_status name_chunks(cb_arena *arena, load *l, cb_error *e) {
    l->chunks = cb_alloc_array(arena, l->files->count, sizeof *l->chunks);
    l->names = cb_alloc_array(arena, l->files->count, sizeof *l->names);
    bool room = l->chunks && l->names;
    for (size_t i = 0; room && i < l->files->count; i++) {
        const cb_profile_file *file = &l->files->list[i];
        cb_status status = cb_profile_check_source(file->bytes, file->name, e);
        if (status != CB_OK) {
            return status;
        }
        l->chunks[i] = cb_format(arena, "=%s", file->name);
        l->names[i].name = cb_copy(arena, file->name);
        room = l->chunks[i] && l->names[i].name;
    }
    return room ? CB_OK : cb_fail_memory(e);
}

cb_status cb_profile_load(cb_arena *arena, cb_str bytes, const char *name, const cb_sandbox_limits *limits,
                          cb_profile **out, cb_error *e) {
    const cb_profile_file file = {name, bytes};
    const cb_profile_files files = {&file, 1};
    return cb_profile_load_files(arena, &files, limits, out, e);
}

cb_status cb_profile_load_files(cb_arena *arena, const cb_profile_files *files, const cb_sandbox_limits *limits,
                                cb_profile **out, cb_error *e) {
    const char *name = files->list[files->count - 1].name;
    cb_profile *p = cb_alloc(arena, sizeof *p);
    const char *file = cb_copy(arena, name);
    load l = {.reader = {.arena = arena, .profile = p}, .files = files};
    cb_status status = name_chunks(arena, &l, e);
    if (status != CB_OK) {
        return status;
    }
    if (!p || !file || !(p->name = bare_name(arena, name))) {
        return cb_fail_memory(e);
    }
    status = cb_sandbox_new(arena, file, limits, &p->sandbox, e);
    if (status != CB_OK) {
        return status;
    }
    p->judging.profile = p;
    p->sandbox->context = &p->judging;
    p->sandbox->files = (cb_profile_files){l.names, files->count};
    cb_error local = {0};
    status = cb_sandbox_run(p->sandbox, load_profile, &l, p->sandbox->limits.steps_load, &local);
    if (status != CB_OK) {
        return l.reader.no_memory ? cb_fail_memory(e) : cb_fail(e, status, "%s", local.text);
    }
    *out = p;
    return cb_memo_new(arena, p->function_count, &p->memo, e);
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

void cb_profile_set_shortlist(cb_profile *p, double score) {
    p->shortlist_score = score;
}
