/* profile_policy.c: the named policies of genotypes and inheritance, as a profile sets them. */
#include "profile.h"
#include <string.h>

enum { PERCENT_MOSAIC_MAX = 50, PERCENT_MAX = 100 };

/* "fits", "possible" or "no". */
static cb_fit fit_word(lua_State *L, int table, const char *key, cb_fit otherwise) {
    static const char *const words[] = {[CB_DOES_NOT_FIT] = "no", [CB_POSSIBLE] = "possible", [CB_FITS] = "fits"};
    int type = lua_getfield(L, table, key), found = type == LUA_TNIL ? (int)otherwise : -1;
    for (int i = CB_DOES_NOT_FIT; type == LUA_TSTRING && i <= CB_FITS; i++) {
        found = strcmp(lua_tostring(L, -1), words[i]) == 0 ? i : found;
    }
    if (found < 0) {
        luaL_error(L, "policy.%s is \"fits\", \"possible\" or \"no\"", key);
    }
    lua_pop(L, 1);
    return (cb_fit)found;
}

static bool truth(lua_State *L, int table, const char *key, bool otherwise) {
    int type = lua_getfield(L, table, key);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN) {
        luaL_error(L, "policy.%s is true or false", key);
    }
    bool value = type == LUA_TNIL ? otherwise : lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

/* The name of a table in filters/data: a file name, no path. */
static const char *table_name(lua_State *L, cb_profile_reader *r, int table, const char *key) {
    const char *name = NULL;
    if (lua_getfield(L, table, key) != LUA_TNIL) {
        name = cb_profile_text(L, r, -1, "policy.reduced_penetrance");
        if (strchr(name, '/') || name[0] == '.') {
            luaL_error(L, "policy.%s is the name of a table in filters/data, without a path", key);
        }
    }
    lua_pop(L, 1);
    return name;
}

static void read_all(lua_State *L, cb_profile_reader *r, int table) {
    static const char *const known[] = {"min_depth",
                                        "max_alt_reads_free",
                                        "pairs_per_gene",
                                        "reduced_penetrance",
                                        "dominant_homozygous",
                                        "x_dominant_healthy_female",
                                        "strict_no_calls",
                                        "mosaic_percent",
                                        "heteroplasmy_percent",
                                        NULL};
    cb_policy *p = &r->profile->policy;
    cb_evidence_policy *v = &p->evidence;
    cb_profile_known_keys(L, table, "policy", known);
    v->min_depth = (int32_t)cb_profile_whole(L, table, "policy", "min_depth", 1, 1000, v->min_depth);
    v->max_alt_reads_free =
        (int32_t)cb_profile_whole(L, table, "policy", "max_alt_reads_free", 1, 1000, v->max_alt_reads_free);
    p->pairs_per_gene =
        (size_t)cb_profile_whole(L, table, "policy", "pairs_per_gene", 2, 2000, (lua_Integer)p->pairs_per_gene);
    p->mosaic_percent =
        (int32_t)cb_profile_whole(L, table, "policy", "mosaic_percent", 0, PERCENT_MOSAIC_MAX, p->mosaic_percent);
    p->heteroplasmy_percent =
        (int32_t)cb_profile_whole(L, table, "policy", "heteroplasmy_percent", 1, PERCENT_MAX, p->heteroplasmy_percent);
    p->dominant_homozygous = fit_word(L, table, "dominant_homozygous", p->dominant_homozygous);
    p->x_dominant_healthy_female = fit_word(L, table, "x_dominant_healthy_female", p->x_dominant_healthy_female);
    p->strict_no_calls = truth(L, table, "strict_no_calls", p->strict_no_calls);
    p->penetrance_file = table_name(L, r, table, "reduced_penetrance");
}

void cb_profile_read_policy(lua_State *L, cb_profile_reader *r, int profile) {
    cb_policy_default(&r->profile->policy);
    if (lua_getfield(L, profile, "policy") != LUA_TNIL) {
        int table = lua_gettop(L);
        if (!lua_istable(L, table)) {
            luaL_error(L, "policy is a table");
        }
        read_all(L, r, table);
    }
    lua_pop(L, 1);
}
