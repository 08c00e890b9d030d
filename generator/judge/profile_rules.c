/* profile_rules.c: the rules of a profile in their order, and what it brings back. */
#include "profile.h"
#include <string.h>

static const char *const RULES = "rules", *const RESCUE = "rescue";

/* The function under `key` of the table at `table` goes to the end of the profile's list of functions. */
static void keep_function(lua_State *L, cb_profile_reader *r, int table, const char *where, const char *key) {
    if (lua_getfield(L, table, key) != LUA_TFUNCTION || lua_iscfunction(L, -1)) {
        luaL_error(L, "%s%s%s must be a function of the profile", where, *where ? "." : "", key);
    }
    lua_rawseti(L, r->functions, (lua_Integer)lua_rawlen(L, r->functions) + 1);
}

static const char *const NEAR_MISS = "near_miss";

static bool near_miss(lua_State *L, int table, const char *where) {
    int type = lua_getfield(L, table, NEAR_MISS);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN && type != LUA_TFUNCTION) {
        luaL_error(L, "%s.%s is true, false or a function", where, NEAR_MISS);
    }
    bool value = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

static bool has(lua_State *L, int table, const char *key) {
    bool found = lua_getfield(L, table, key) != LUA_TNIL;
    lua_pop(L, 1);
    return found;
}

/* The rule at the top of the stack. */
static void read_rule(lua_State *L, cb_profile_reader *r, cb_rule *out) {
    static const char *const known[] = {"1", "2", "drop", "keep", "near_miss", NULL};
    int table = lua_gettop(L);
    if (!lua_istable(L, table)) {
        luaL_error(L, "rules: each rule is { \"key\", \"wording\", drop = function(v, t) … end }");
    }
    cb_profile_known_keys(L, table, RULES, known);
    lua_rawgeti(L, table, 1);
    lua_rawgeti(L, table, 2);
    out->key = cb_profile_text(L, r, table + 1, "rules: the key of a rule");
    const char *where = lua_pushfstring(L, "rules.%s", out->key);
    out->text = cb_profile_text(L, r, table + 2, where);
    out->keeps = has(L, table, "keep");
    if (out->keeps == has(L, table, "drop")) {
        luaL_error(L, "%s has one function: drop or keep", where);
    }
    out->near_miss = near_miss(L, table, where);
    if (out->keeps && out->near_miss) {
        luaL_error(L, "%s keeps: near_miss is for what a rule drops", where);
    }
    keep_function(L, r, table, where, out->keeps ? "keep" : "drop");
    lua_settop(L, table - 1);
}

static void check_key(lua_State *L, const cb_profile *p, size_t at) {
    const char *key = p->rules[at].key;
    if (key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_")] != 0) {
        luaL_error(L, "rules: the key '%s' is not made of small letters, digits and '_'", key);
    }
    for (size_t i = 0; i < at; i++) {
        if (strcmp(p->rules[i].key, key) == 0) {
            luaL_error(L, "rules: the key '%s' stands twice", key);
        }
    }
}

static void read_rules(lua_State *L, cb_profile_reader *r, int profile) {
    cb_profile *p = r->profile;
    lua_getfield(L, profile, RULES);
    int list = lua_gettop(L);
    p->rule_count = cb_profile_list(L, list, RULES, CB_RULES_MAX);
    p->rules = cb_profile_array(L, r, p->rule_count, sizeof *p->rules);
    for (size_t i = 0; i < p->rule_count; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        read_rule(L, r, &p->rules[i]);
        check_key(L, p, i);
    }
    lua_settop(L, list - 1);
}

static int rule_of(lua_State *L, const cb_profile *p, const char *key) {
    cb_near near;
    cb_near_start(&near, key);
    for (size_t i = 0; i < p->rule_count; i++) {
        if (strcmp(p->rules[i].key, key) == 0) {
            return p->rules[i].keeps ? luaL_error(L, "rescue.rule: '%s' keeps, it drops nothing", key) : (int)i;
        }
        cb_near_try(&near, p->rules[i].key);
    }
    return luaL_error(L, "rescue.rule: there is no rule '%s'%s", key, cb_near_hint(&near));
}

static void read_rescue(lua_State *L, cb_profile_reader *r, int profile) {
    static const char *const known[] = {"rule", "candidate", "partner", "text", NULL};
    cb_profile *p = r->profile;
    p->rescue_rule = CB_NO_RULE;
    if (lua_getfield(L, profile, RESCUE) != LUA_TNIL) {
        int table = lua_gettop(L);
        if (!lua_istable(L, table)) {
            luaL_error(L, "rescue is a table { rule = \"too_common\", candidate = …, partner = …, text = … }");
        }
        cb_profile_known_keys(L, table, RESCUE, known);
        lua_getfield(L, table, "rule");
        p->rescue_rule = rule_of(L, p, cb_profile_text(L, r, -1, "rescue.rule"));
        lua_getfield(L, table, "text");
        p->rescue_text = cb_profile_text(L, r, -1, "rescue.text");
        keep_function(L, r, table, RESCUE, "candidate");
        keep_function(L, r, table, RESCUE, "partner");
        lua_settop(L, table);
    }
    lua_pop(L, 1);
}

static void read_near_misses(lua_State *L, cb_profile_reader *r, int profile) {
    cb_profile *p = r->profile;
    lua_getfield(L, profile, RULES);
    int list = lua_gettop(L);
    p->near_at = cb_profile_array(L, r, p->rule_count, sizeof *p->near_at);
    for (size_t i = 0; i < p->rule_count; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        if (lua_getfield(L, -1, NEAR_MISS) == LUA_TFUNCTION) {
            p->near_at[i] = lua_rawlen(L, r->functions);
            keep_function(L, r, list + 1, p->rules[i].key, NEAR_MISS);
        }
        lua_settop(L, list);
    }
    lua_pop(L, 1);
}

void cb_profile_read_functions(lua_State *L, cb_profile_reader *r, int profile) {
    lua_newtable(L);
    r->functions = lua_gettop(L);
    read_rules(L, r, profile);
    read_rescue(L, r, profile);
    read_near_misses(L, r, profile);
    keep_function(L, r, profile, "", "score");
    r->profile->function_count = lua_rawlen(L, r->functions);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &CB_REGISTRY_FUNCTIONS);
}

const cb_rule *cb_profile_rules(const cb_profile *p, size_t *count) {
    *count = p->rule_count;
    return p->rules;
}

const char *cb_profile_rescue(const cb_profile *p, int *rule) {
    *rule = p->rescue_rule;
    return p->rescue_text;
}
