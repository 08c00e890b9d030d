/* judge.c: one question to a profile at a time: may the allele stay, and what is it worth? */
#include "profile.h"
#include "trace.h"

typedef struct question {
    cb_profile *profile;
    const cb_variant *partner; /* of a rescue */
    cb_asking how;
    int rule; /* that alone is asked */
    cb_sieved sieved;
    bool rescued, yes;
} question;

enum { FUNCTIONS = 1, THRESHOLDS = 2, VARIANT = 3, CASE = 4 }; /* stack indices during a call */
enum { KEY_SHOWN = 200 };                            /* bytes of a variant's key in a message */

static cb_profile *begin(lua_State *L, question **q) {
    *q = lua_touserdata(L, 1);
    lua_settop(L, 0);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &CB_REGISTRY_FUNCTIONS);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &CB_REGISTRY_THRESHOLDS);
    cb_push_handle(L, CB_KIND_VARIANT, (*q)->profile->judging.v, 0);
    cb_push_handle(L, CB_KIND_CASE, NULL, 0);
    return (*q)->profile;
}

static void push_function(lua_State *L, size_t at) {
    lua_rawgeti(L, FUNCTIONS, (lua_Integer)at + 1);
    lua_pushvalue(L, VARIANT);
}

/* Adds the thresholds and the case to the arguments of the function, `before` of which are there. True or false. */
static bool answer(lua_State *L, int before, const char *where, const char *function) {
    lua_pushvalue(L, THRESHOLDS);
    lua_pushvalue(L, CASE);
    lua_call(L, before + 2, 1);
    if (!lua_isboolean(L, -1)) {
        luaL_error(L, "%s.%s returned %s: it returns true or false", where, function, luaL_typename(L, -1));
    }
    bool yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return yes;
}

static bool ask_rule(lua_State *L, const cb_profile *p, size_t at) {
    push_function(L, at);
    return answer(L, 1, p->rules[at].key, p->rules[at].keeps ? "keep" : "drop");
}

/* A function of the sieve, with a budget and a look at the outer locals of its own: what it costs and what it may leave
 * behind do not depend on which functions were asked before it, as some are answered from memory. */
static bool ask_anew(lua_State *L, size_t at, const char *where, const char *function) {
    cb_sandbox_arm(L);
    push_function(L, at);
    bool yes = answer(L, 1, where, function);
    cb_sandbox_check(L, true);
    return yes;
}

/* What a function of the sieve says, as far as it is remembered; with a state it is asked where it is not. */
static bool ask_function(lua_State *L, question *q, size_t at, const char *where, const char *function, bool *yes) {
    cb_profile *p = q->profile;
    cb_judging *j = &p->judging;
    cb_memo_answer known = CB_MEMO_OPEN;
    cb_error ignored = {0}; /* asked again, the function meets it */
    bool remembered = cb_memo_ask(&p->memo, at, j->kase, j->v, &known, &ignored) == CB_OK &&
                      (known == CB_MEMO_YES || known == CB_MEMO_NO);
    *yes = known == CB_MEMO_YES;
    if (remembered || !L) {
        return remembered;
    }
    cb_memo_trail trail;
    trail.count = 0;
    trail.open = false;
    j->trail = known == CB_MEMO_NEW ? &trail : NULL;
    *yes = ask_anew(L, at, where, function);
    if (j->trail) {
        cb_memo_learn(&p->memo, at, &trail, *yes);
        j->trail = NULL;
    }
    return true;
}

/* Candidate and partner stand behind the rules, score behind them. */
static size_t candidate_at(const cb_profile *p) {
    return p->rule_count;
}

static size_t partner_at(const cb_profile *p) {
    return p->rule_count + 1;
}

static size_t score_at(const cb_profile *p) {
    return p->function_count - 1;
}

/* What one more yes changes; `settled` once a keep rule said yes. */
static void note(const cb_rule *rule, size_t at, cb_sieved *s, bool *settled) {
    s->said |= UINT64_C(1) << at;
    if (s->rule == CB_NO_RULE) {
        s->rule = (int)at;
        s->keep = rule->keeps;
    }
    *settled = *settled || rule->keeps;
    s->drops += !*settled;
}

/* Near misses and candidates of rescue are known once the other rules were asked; most alleles are neither, and those
 * need not be. */
static bool is_enough(cb_asking how, const cb_sieved *s, bool settled) {
    if (how != CB_ASK_NEAR || s->rule == CB_NO_RULE) {
        return how == CB_ASK_FIRST && s->rule != CB_NO_RULE;
    }
    return settled || s->drops > 1 || (!s->near_miss && !s->rescuable);
}

static bool ask_how_near(lua_State *L, question *q) {
    const cb_profile *p = q->profile;
    cb_sieved *s = &q->sieved;
    const cb_rule *rule = &p->rules[s->rule];
    size_t near_at = p->near_at[s->rule];
    s->near_miss = rule->near_miss;
    if (near_at > 0 && !ask_function(L, q, near_at, rule->key, "near_miss", &s->near_miss)) {
        return false;
    }
    return s->rule != p->rescue_rule || ask_function(L, q, candidate_at(p), "rescue", "candidate", &s->rescuable);
}

/* Rule by rule. False where there is no state and something must be asked: then all of it is gone through again. */
static bool decide(lua_State *L, question *q) {
    const cb_profile *p = q->profile;
    cb_sieved *s = &q->sieved;
    bool settled = false, yes;
    *s = (cb_sieved){.keep = true, .rule = CB_NO_RULE};
    for (size_t i = 0; i < p->rule_count && !is_enough(q->how, s, settled); i++) {
        const cb_rule *rule = &p->rules[i];
        if (!ask_function(L, q, i, rule->key, rule->keeps ? "keep" : "drop", &yes)) {
            return false;
        }
        bool first = yes && s->rule == CB_NO_RULE;
        if (yes) {
            note(rule, i, s, &settled);
        }
        if (first && !s->keep && q->how != CB_ASK_FIRST && !ask_how_near(L, q)) {
            return false;
        }
    }
    s->near_miss = s->near_miss && s->drops == 1;
    s->rescuable = s->rescuable && s->drops == 1;
    return true;
}

static int run_sieve(lua_State *L) {
    question *q;
    (void)begin(L, &q);
    (void)decide(L, q);
    return 0;
}

static int run_rule(lua_State *L) {
    question *q;
    const cb_profile *p = begin(L, &q);
    lua_pushvalue(L, THRESHOLDS);
    cb_trace_thresholds(L);
    lua_replace(L, THRESHOLDS);
    q->yes = ask_rule(L, p, (size_t)q->rule);
    cb_sandbox_check(L, true);
    return 0;
}

static int run_rescue(lua_State *L) {
    question *q;
    const cb_profile *p = begin(L, &q);
    push_function(L, partner_at(p));
    cb_push_handle(L, CB_KIND_VARIANT, q->partner, 0);
    q->rescued = answer(L, 2, "rescue", "partner");
    cb_sandbox_check(L, true);
    return 0;
}

static int run_score(lua_State *L) {
    question *q;
    const cb_profile *p = begin(L, &q);
    push_function(L, score_at(p));
    lua_pushvalue(L, CASE);
    lua_pushvalue(L, THRESHOLDS);
    lua_call(L, 3, 0);
    cb_sandbox_check(L, false);
    return 0;
}

/* What the profile did wrong, with the record and the variant; the words of an allele of any length are cut. */
static cb_status blame(cb_variant *v, const cb_error *cause, cb_error *e) {
    cb_error ignored = {0};
    if (!v->key && cb_variant_need(v, CB_MAKE_TEXTS, &ignored) != CB_OK) {
        return cb_fail(e, cause->status, "%s (record %lld)", cause->text, (long long)v->record_number);
    }
    return cb_fail(e, cause->status, "%s (record %lld, variant %.*s)", cause->text, (long long)v->record_number,
                   KEY_SHOWN, v->key);
}

/* `arena` is NULL outside of score. */
static cb_status ask(question *q, cb_arena *arena, const cb_case *kase, cb_variant *v, lua_CFunction run, cb_error *e) {
    cb_sandbox *s = q->profile->sandbox;
    cb_judging *j = &q->profile->judging;
    j->kase = kase;
    j->v = v;
    j->arena = arena;
    j->trail = NULL;
    j->failed.status = CB_OK;
    j->failed.text[0] = 0;
    j->call++;
    cb_error cause;
    cb_error_clear(&cause);
    cb_status status = cb_sandbox_run(s, run, q, s->limits.steps_call, &cause);
    j->v = NULL;
    j->arena = NULL;
    if (j->failed.status != CB_OK) {
        return cb_fail(e, j->failed.status, "%s", j->failed.text);
    }
    return status == CB_OK ? CB_OK : blame(v, &cause, e);
}

cb_status cb_judge_sieve(cb_profile *p, const cb_case *kase, cb_variant *v, cb_asking how, cb_sieved *out,
                         cb_error *e) {
    question q = {.profile = p, .how = how};
    p->judging.kase = kase;
    p->judging.v = v;
    cb_status status = decide(NULL, &q) ? CB_OK : ask(&q, NULL, kase, v, run_sieve, e);
    p->judging.v = NULL;
    *out = q.sieved;
    return status;
}

cb_status cb_judge_ask(cb_profile *p, cb_arena *arena, const cb_case *kase, cb_variant *v, int rule, cb_rule_asked *out,
                       cb_error *e) {
    question q = {.profile = p, .rule = rule};
    cb_trace trace = {.arena = arena};
    p->judging.trace = &trace;
    cb_status status = ask(&q, NULL, kase, v, run_rule, e);
    p->judging.trace = NULL;
    *out = (cb_rule_asked){.yes = q.yes, .facts = trace.list, .fact_count = trace.count};
    return status;
}

const char *cb_facts_read_text(cb_arena *arena, const cb_rule_asked *asked) {
    const char *text = cb_copy(arena, "");
    for (size_t i = 0; text && i < asked->fact_count; i++) {
        const cb_fact_read *fact = &asked->facts[i];
        if (fact->presence != CB_NOT_ANNOTATED) {
            text = cb_format(arena, "%s%s%s = %s", text, *text ? ", " : "", fact->name, fact->value);
        }
    }
    return text;
}

cb_status cb_judge_rescue(cb_profile *p, const cb_case *kase, cb_variant *v, const cb_variant *partner, bool *rescued,
                          cb_error *e) {
    question q = {.profile = p, .partner = partner};
    *rescued = false;
    if (p->rescue_rule == CB_NO_RULE) {
        return CB_OK;
    }
    cb_status status = ask(&q, NULL, kase, v, run_rescue, e);
    *rescued = q.rescued;
    return status;
}

cb_status cb_judge_score(cb_profile *p, cb_arena *arena, const cb_case *kase, cb_variant *v, cb_error *e) {
    question q = {.profile = p};
    v->point_count = 0;
    v->score = 0;
    cb_status status = ask(&q, arena, kase, v, run_score, e);
    if (status != CB_OK) {
        return status;
    }
    for (size_t i = 0; i < v->point_count; i++) {
        v->score += v->points[i].points;
    }
    return CB_OK;
}
