/* profile_sources.c: where values are read from: frequencies, predictors, ClinVar. */
#include "profile.h"
#include <string.h>

enum { SOURCES_MAX = 60, KEYS_MAX = 40, NAME_MAX_BYTES = 60 };

/* INFO fields that count the file's own samples (VCF 4.3 section 1.6.1, and common callers'). */
static const char *const OF_THE_FAMILY[] = {"INFO/AF",    "INFO/AC",  "INFO/AN", "INFO/MLEAF",
                                            "INFO/MLEAC", "INFO/MAF", NULL};
static const char *const PLACES[] = {"INFO/", "CSQ/", "ANN/", "BCSQ/", NULL};

/* The lists of sources, and what each entry may have. */
typedef enum list_kind { FREQUENCY, PREDICTOR, COUNT } list_kind;
static const char *const LISTS[] = {[FREQUENCY] = "frequencies", [PREDICTOR] = "predictors", [COUNT] = "counts"};
static const char *const ENTRY_KEYS[][4] = {
    [FREQUENCY] = {"name", "keys"}, [PREDICTOR] = {"name", "keys", "lowest"}, [COUNT] = {"name", "keys", "kind"}};

static void check_key(lua_State *L, const char *key, const char *what, bool population) {
    bool placed = false;
    for (const char *const *p = PLACES; *p; p++) {
        placed = placed || (strncmp(key, *p, strlen(*p)) == 0 && key[strlen(*p)]);
    }
    if (!placed) {
        luaL_error(L, "%s: '%s' is not of the form INFO/X, CSQ/X, ANN/X or BCSQ/X", what, key);
    }
    for (const char *const *own = OF_THE_FAMILY; population && *own; own++) {
        if (strcmp(key, *own) == 0) {
            luaL_error(L, "%s: %s counts this family's own alleles, it is no population's", what, key);
        }
    }
}

/* The list of keys at the top of the stack, popped. */
static const char *const *read_keys(lua_State *L, cb_profile_reader *r, const char *what, bool population,
                                    size_t *count) {
    int list = lua_gettop(L);
    *count = cb_profile_list(L, list, what, KEYS_MAX);
    const char **keys = cb_profile_array(L, r, *count, sizeof *keys);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        keys[i] = cb_profile_text(L, r, -1, what);
        check_key(L, keys[i], what, population);
        lua_settop(L, list);
    }
    lua_pop(L, 1);
    return keys;
}

static const char *count_kind(lua_State *L, const char *what) {
    const char *word = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    cb_near near;
    cb_near_start(&near, word);
    for (const char *const *kind = cb_count_kinds; *kind; kind++) {
        if (strcmp(*kind, word) == 0) {
            return *kind;
        }
        cb_near_try(&near, *kind);
    }
    luaL_error(L, "%s: kind is one of those that docs/filters.md names, not '%s'%s", what, word, cb_near_hint(&near));
    return NULL;
}

static void read_source(lua_State *L, cb_profile_reader *r, list_kind kind, cb_source *out) {
    const char *what = LISTS[kind];
    int table = lua_gettop(L);
    if (!lua_istable(L, table)) {
        luaL_error(L, "%s: each entry is a table { name = …, keys = { … } }", what);
    }
    cb_profile_known_keys(L, table, what, ENTRY_KEYS[kind]);
    lua_getfield(L, table, "name");
    out->name = cb_profile_text(L, r, -1, what);
    if (strlen(out->name) > NAME_MAX_BYTES) {
        luaL_error(L, "%s: the name '%s' has more than %d bytes", what, out->name, (int)NAME_MAX_BYTES);
    }
    lua_getfield(L, table, "lowest");
    out->lowest = lua_toboolean(L, -1);
    lua_getfield(L, table, "kind");
    out->kind = kind == COUNT ? count_kind(L, what) : NULL;
    lua_getfield(L, table, "keys");
    out->keys = read_keys(L, r, what, kind != PREDICTOR, &out->key_count);
    lua_settop(L, table);
}

static const cb_source *read_list(lua_State *L, cb_profile_reader *r, int profile, list_kind kind, size_t *count) {
    const char *what = LISTS[kind];
    lua_getfield(L, profile, what);
    int list = lua_gettop(L);
    *count = lua_isnil(L, list) ? 0 : cb_profile_list(L, list, what, SOURCES_MAX);
    cb_source *sources = cb_profile_array(L, r, *count, sizeof *sources);
    for (size_t i = 0; i < *count; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        read_source(L, r, kind, &sources[i]);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(sources[k].name, sources[i].name) == 0) {
                luaL_error(L, "%s: the name '%s' stands twice", what, sources[i].name);
            }
        }
        lua_settop(L, list);
    }
    lua_settop(L, list - 1);
    return sources;
}

static const char *const *clinvar_keys(lua_State *L, cb_profile_reader *r, int clinvar, const char *part,
                                       const char *what, size_t *count) {
    *count = 0;
    if (lua_getfield(L, clinvar, part) == LUA_TNIL) {
        lua_pop(L, 1);
        return NULL;
    }
    return read_keys(L, r, what, false, count);
}

static void read_clinvar(lua_State *L, cb_profile_reader *r, int profile) {
    static const char *const known[] = {"significance", "review", "accession", NULL};
    cb_sources *s = &r->profile->sources;
    if (lua_getfield(L, profile, "clinvar") == LUA_TNIL) {
        lua_pop(L, 1);
        return;
    }
    int clinvar = lua_gettop(L);
    if (!lua_istable(L, clinvar)) {
        luaL_error(L, "clinvar is a table { significance = { … }, review = { … }, accession = { … } }");
    }
    cb_profile_known_keys(L, clinvar, "clinvar", known);
    s->clinvar_keys = clinvar_keys(L, r, clinvar, "significance", "clinvar.significance", &s->clinvar_key_count);
    s->review_keys = clinvar_keys(L, r, clinvar, "review", "clinvar.review", &s->review_key_count);
    s->accession_keys = clinvar_keys(L, r, clinvar, "accession", "clinvar.accession", &s->accession_key_count);
    lua_settop(L, clinvar - 1);
}

void cb_profile_read_sources(lua_State *L, cb_profile_reader *r, int profile) {
    cb_sources *s = &r->profile->sources;
    s->frequencies = read_list(L, r, profile, FREQUENCY, &s->frequency_count);
    s->predictors = read_list(L, r, profile, PREDICTOR, &s->predictor_count);
    s->counts = read_list(L, r, profile, COUNT, &s->count_count);
    read_clinvar(L, r, profile);
}
