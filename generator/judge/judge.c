/* judge.c: one question to a profile at a time: may the allele stay, and what is it worth? */
#include "profile.h"
#include <string.h>

typedef struct answer {
    cb_profile *profile;
    bool keep;
    const cb_rule *rule;
} answer;

static int unknown_rule(lua_State *L, const cb_profile *p, const char *key) {
    lua_pushfstring(L, "sieve names the rule '%s', which is not in rules", key);
    for (size_t i = 0; i < p->rule_count; i++) {
        lua_pushfstring(L, "%s%s '%s'", lua_tostring(L, -1), i == 0 ? ":" : ",", p->rules[i].key);
    }
    return lua_error(L);
}

static int run_sieve(lua_State *L) {
    answer *a = lua_touserdata(L, 1);
    cb_profile *p = a->profile;
    lua_settop(L, 0);
    lua_getfield(L, LUA_REGISTRYINDEX, CB_REGISTRY_SIEVE);
    cb_push_handle(L, CB_KIND_VARIANT, p->judging.v, 0);
    lua_getfield(L, LUA_REGISTRYINDEX, CB_REGISTRY_THRESHOLDS);
    lua_call(L, 2, 2);
    if (!lua_isboolean(L, 1)) {
        return luaL_error(L, "sieve returned %s: it returns true, or false and the key of a rule", luaL_typename(L, 1));
    }
    a->keep = lua_toboolean(L, 1);
    if (!a->keep) {
        const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : NULL;
        if (!key) {
            return luaL_error(L, "sieve returned false without the key of a rule");
        }
        for (size_t i = 0; i < p->rule_count && !a->rule; i++) {
            a->rule = strcmp(p->rules[i].key, key) == 0 ? &p->rules[i] : NULL;
        }
        if (!a->rule) {
            return unknown_rule(L, p, key);
        }
    }
    cb_sandbox_check(L);
    return 0;
}

static int run_score(lua_State *L) {
    answer *a = lua_touserdata(L, 1);
    lua_settop(L, 0);
    lua_getfield(L, LUA_REGISTRYINDEX, CB_REGISTRY_SCORE);
    cb_push_handle(L, CB_KIND_VARIANT, a->profile->judging.v, 0);
    cb_push_handle(L, CB_KIND_CASE, NULL, 0);
    lua_getfield(L, LUA_REGISTRYINDEX, CB_REGISTRY_THRESHOLDS);
    lua_call(L, 3, 0);
    cb_sandbox_check(L);
    return 0;
}

/* `arena` is NULL in the sieve. */
static cb_status ask(cb_profile *p, cb_arena *arena, const cb_case *kase, cb_variant *v, lua_CFunction run, answer *a,
                     cb_error *e) {
    cb_judging *j = &p->judging;
    j->kase = kase;
    j->v = v;
    j->arena = arena;
    j->no_memory = false;
    j->call++;
    cb_error local = {0};
    cb_status status = cb_sandbox_run(p->sandbox, run, a, p->sandbox->limits.steps_call, v->key, &local);
    j->v = NULL;
    j->arena = NULL;
    if (status == CB_OK) {
        return CB_OK;
    }
    return j->no_memory ? cb_fail_memory(e) : cb_fail(e, status, "%s", local.text);
}

cb_status cb_judge_sieve(cb_profile *p, const cb_case *kase, cb_variant *v, bool *keep, const char **rule,
                         const char **text, cb_error *e) {
    answer a = {.profile = p};
    cb_status status = ask(p, NULL, kase, v, run_sieve, &a, e);
    if (status != CB_OK) {
        return status;
    }
    *keep = a.keep;
    *rule = a.rule ? a.rule->key : NULL;
    *text = a.rule ? a.rule->text : NULL;
    return CB_OK;
}

cb_status cb_judge_score(cb_profile *p, cb_arena *arena, const cb_case *kase, cb_variant *v, cb_error *e) {
    answer a = {.profile = p};
    v->point_count = 0;
    v->score = 0;
    cb_status status = ask(p, arena, kase, v, run_score, &a, e);
    if (status != CB_OK) {
        return status;
    }
    for (size_t i = 0; i < v->point_count; i++) {
        v->score += v->points[i].points;
    }
    return CB_OK;
}
