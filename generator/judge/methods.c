/* methods.c: what a profile asks of a variant by name, and what it adds to it. */
#include "casebound/base/near.h"
#include "casebound/base/number.h"
#include "casebound/base/utf8.h"
#include "facts.h"
#include <math.h>
#include <string.h>

enum { POINTS_MAX = 200, FLAGS_MAX = 100, TEXT_MAX = 400, REASON_MAX = 40, EVIDENCE_MAX = 400, EVIDENCE_DIGITS = 6 };
static const double POINT_LIMIT = 1000; /* a single addition beyond it is a slip */

/* The sources of one kind, and what they say of the allele. */
typedef struct measured {
    const char *kind, *format; /* "frequency", as messages call a value: v:frequency("%s") */
    const cb_source *sources;
    size_t source_count;
    const cb_measure *measures;
    size_t count;
} measured;

static int unknown_source(lua_State *L, const measured *m, const char *name) {
    cb_near near;
    cb_near_start(&near, name);
    for (size_t i = 0; i < m->source_count; i++) {
        cb_near_try(&near, m->sources[i].name);
    }
    return luaL_error(L, "the profile names no %s '%s'%s", m->kind, name, cb_near_hint(&near));
}

/* Measures stand in the order of their sources. */
static cb_real value_at(const measured *m, size_t at) {
    const char *name = m->sources[at].name;
    for (size_t k = at < m->count && m->measures[at].name == name ? at : 0; k < m->count; k++) {
        if (strcmp(m->measures[k].name, name) == 0) {
            return m->measures[k].value;
        }
    }
    return (cb_real){.presence = CB_NOT_ANNOTATED};
}

static int push_measure(lua_State *L, const measured *m) {
    const char *name = luaL_checkstring(L, 2);
    size_t at = 0;
    while (at < m->source_count && strcmp(m->sources[at].name, name) != 0) {
        at++;
    }
    if (at == m->source_count) {
        return unknown_source(L, m, name);
    }
    cb_real value = value_at(m, at);
    if (value.presence == CB_PRESENT) {
        lua_pushnumber(L, value.value);
    } else {
        cb_push_missing(L, value.presence, m->format, m->sources[at].name);
    }
    return 1;
}

static int frequency(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_FREQUENCIES, NULL)->v;
    const cb_sources *s = cb_profile_sources(cb_judging_of(L)->profile);
    const measured m = {"frequency",         "v:frequency(\"%s\")", s->frequencies,
                        s->frequency_count, v->frequencies,        v->frequency_count};
    return push_measure(L, &m);
}

static int predictor(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_PREDICTORS, NULL)->v;
    const cb_sources *s = cb_profile_sources(cb_judging_of(L)->profile);
    const measured m = {"predictor",         "v:predictor(\"%s\")", s->predictors,
                        s->predictor_count, v->predictors,         v->predictor_count};
    return push_measure(L, &m);
}

static int count(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_COUNTS, NULL)->v;
    const cb_sources *s = cb_profile_sources(cb_judging_of(L)->profile);
    const measured m = {"count", "v:count(\"%s\")", s->counts, s->count_count, v->counts, v->count_count};
    push_measure(L, &m);
    if (lua_isnumber(L, -1)) {
        lua_pushinteger(L, (lua_Integer)lua_tonumber(L, -1)); /* whole and small: the reader made sure of it */
    }
    return 1;
}

static int unknown_mode(lua_State *L, const char *word) {
    cb_near near;
    cb_near_start(&near, word);
    for (int m = 0; m < CB_MODES; m++) {
        cb_near_try(&near, cb_mode_key((cb_mode)m));
    }
    return luaL_error(L, "there is no mode of inheritance '%s'%s", word, cb_near_hint(&near));
}

static const cb_verdict *verdict_of(lua_State *L, const char *method) {
    const cb_handle *h = cb_check_variant(L, 0, method);
    const char *word = luaL_checkstring(L, 2);
    int m = 0;
    while (m < CB_MODES && strcmp(cb_mode_key((cb_mode)m), word) != 0) {
        m++;
    }
    if (m == CB_MODES) {
        unknown_mode(L, word);
    }
    return &h->v->modes[m];
}

static int fit(lua_State *L) {
    lua_pushstring(L, cb_fit_key(verdict_of(L, "fit")));
    return 1;
}

static int reason(lua_State *L) {
    const cb_verdict *verdict = verdict_of(L, "reason");
    lua_pushstring(L, verdict->reason ? verdict->reason : "");
    return 1;
}

static int unknown_role(lua_State *L, const char *word) {
    cb_near near;
    cb_near_start(&near, word);
    for (int r = CB_PROBAND; r <= CB_RELATIVE; r++) {
        cb_near_try(&near, cb_role_key((cb_role)r));
    }
    return luaL_error(L, "there is no role '%s'%s", word, cb_near_hint(&near));
}

static cb_role checked_role(lua_State *L, int index) {
    const char *word = luaL_checkstring(L, index);
    int r = CB_PROBAND;
    while (r <= CB_RELATIVE && strcmp(cb_role_key((cb_role)r), word) != 0) {
        r++;
    }
    if (r > CB_RELATIVE) {
        unknown_role(L, word);
    }
    return (cb_role)r;
}

/* v:of(role): the first person with this role, in the order of the family. */
static int of(lua_State *L) {
    const cb_handle *h = cb_check_handle(L, 1, CB_KIND_VARIANT);
    const cb_family *family = &cb_judging_of(L)->kase->family;
    cb_role role = checked_role(L, 2);
    for (size_t i = 0; i < family->count; i++) {
        if (family->persons[i].role == role) {
            cb_push_handle(L, CB_KIND_CALL, h->v, i);
            return 1;
        }
    }
    cb_push_missing(L, CB_MISSING, "v:of(\"%s\")", cb_role_key(role));
    return 1;
}

static int members(lua_State *L) {
    const cb_handle *h = cb_check_handle(L, 1, CB_KIND_VARIANT);
    const cb_family *family = &cb_judging_of(L)->kase->family;
    cb_sandbox_charge(L, family->count);
    lua_newtable(L);
    for (size_t i = 0; i < family->count; i++) {
        cb_push_handle(L, CB_KIND_CALL, h->v, i);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int partners(lua_State *L) {
    const cb_handle *h = cb_check_variant(L, 0, "partners");
    cb_sandbox_charge(L, h->v->pair_count);
    lua_newtable(L);
    for (size_t i = 0; i < h->v->pair_count; i++) {
        cb_push_handle(L, CB_KIND_PARTNER, h->v, i);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* Only the allele that is being scored may be added to: a partner's own call adds to it. */
static cb_judging *scoring(lua_State *L) {
    const cb_handle *h = cb_check_handle(L, 1, CB_KIND_VARIANT);
    cb_judging *j = cb_judging_of(L);
    if (!j->arena) {
        luaL_error(L, "points and flags are added in score alone");
    }
    if (h->v != j->v) {
        luaL_error(L, "points and flags are added to the variant at hand, not to its partner");
    }
    return j;
}

static int no_memory(lua_State *L, cb_judging *j) {
    (void)cb_fail_memory(&j->failed);
    return cb_raise_failed(L);
}

static cb_str checked_text(lua_State *L, int index, size_t most, const char *what) {
    size_t n, at = 0;
    const char *s = luaL_checklstring(L, index, &n);
    cb_str text = {s, n};
    if (n > most) {
        luaL_error(L, "%s has more than %d bytes", what, (int)most);
    }
    if (!cb_utf8_valid(text, &at)) {
        luaL_error(L, "%s is not valid UTF-8 at byte %d", what, (int)at + 1);
    }
    return text;
}

/* Evidence repeats what a file says: a FILTER or a reason of any length must not stop a profile. What is longer is cut
 * between two characters and ends in an ellipsis; the whole text stands where it came from. */
static void cut_evidence(lua_State *L, int index) {
    size_t n;
    const char *s = luaL_checklstring(L, index, &n);
    if (n <= EVIDENCE_MAX) {
        return;
    }
    n = EVIDENCE_MAX - strlen("\xe2\x80\xa6");
    while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80) {
        n--;
    }
    lua_pushlstring(L, s, n);
    lua_pushliteral(L, "\xe2\x80\xa6");
    lua_concat(L, 2);
    lua_replace(L, index);
}

/* Leaves one value of the evidence as text. */
static void push_evidence_value(lua_State *L, int index) {
    char number[CB_NUMBER_TEXT];
    const char *absent = NULL;
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, index));
            return;
        }
        cb_number_rounded(lua_tonumber(L, index), EVIDENCE_DIGITS, number);
        lua_pushstring(L, number);
        return;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, index) ? "yes" : "no");
        return;
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        cut_evidence(L, lua_gettop(L));
        return;
    default:
        if (!cb_is_missing(L, index, &absent)) {
            luaL_error(L, "evidence takes numbers, texts and booleans, not a %s", luaL_typename(L, index));
        }
        lua_pushstring(L, absent);
    }
}

/* { af = 0.0001, source = "gnomAD" } becomes "af = 0.0001, source = gnomAD", sorted by key. Leaves the text. */
static void push_evidence_table(lua_State *L, int table) {
    lua_pushliteral(L, "");
    int text = lua_gettop(L);
    lua_pushcfunction(L, cb_sandbox_pairs);
    lua_pushvalue(L, table);
    lua_call(L, 1, 1);
    for (;;) {
        lua_pushvalue(L, text + 1);
        lua_call(L, 0, 2);
        if (lua_isnil(L, text + 2)) {
            break;
        }
        cb_sandbox_text(L, text + 2);
        const char *name = lua_tostring(L, -1);
        push_evidence_value(L, text + 3);
        const char *before = lua_tostring(L, text);
        lua_pushfstring(L, "%s%s%s = %s", before, *before ? ", " : "", name, lua_tostring(L, -1));
        lua_replace(L, text);
        lua_settop(L, text + 1);
    }
    lua_settop(L, text);
}

static cb_str evidence_text(lua_State *L, int index) {
    if (lua_isnoneornil(L, index)) {
        return (cb_str){"", 0};
    }
    if (lua_type(L, index) == LUA_TTABLE) {
        push_evidence_table(L, index);
        lua_replace(L, index);
    }
    cut_evidence(L, index);
    return checked_text(L, index, EVIDENCE_MAX, "the evidence");
}

static const char *checked_reason(lua_State *L, int index) {
    size_t n;
    const char *word = luaL_checklstring(L, index, &n);
    if (n == 0 || n > REASON_MAX || word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_")] != 0) {
        luaL_error(L, "the reason '%s' is not a key of small letters, digits and '_'", word);
    }
    return word;
}

int cb_method_add(lua_State *L) {
    cb_judging *j = scoring(L);
    lua_settop(L, 5);
    double points = luaL_checknumber(L, 2);
    const char *word = checked_reason(L, 3);
    cb_str text = checked_text(L, 4, TEXT_MAX, "the text of the points");
    cb_str evidence = evidence_text(L, 5);
    cb_variant *v = j->v;
    if (!isfinite(points) || fabs(points) > POINT_LIMIT) {
        return luaL_error(L, "points must be a number between -%d and %d", (int)POINT_LIMIT, (int)POINT_LIMIT);
    }
    if (text.n == 0 || v->point_count >= POINTS_MAX) {
        return luaL_error(L, text.n == 0 ? "points need a text" : "too many additions to one variant");
    }
    cb_point *list = cb_grow(j->arena, v->points, v->point_count, &v->point_capacity, sizeof *list);
    cb_point point = {.points = points,
                      .reason = cb_copy(j->arena, word),
                      .text = cb_copy_str(j->arena, text),
                      .evidence = cb_copy_str(j->arena, evidence)};
    if (!list || !point.reason || !point.text || !point.evidence) {
        return no_memory(L, j);
    }
    v->points = list;
    v->points[v->point_count++] = point;
    return 0;
}

int cb_method_flag(lua_State *L) {
    cb_judging *j = scoring(L);
    cb_str text = checked_text(L, 2, TEXT_MAX, "the flag");
    if (text.n == 0 || j->v->flag_count >= FLAGS_MAX) {
        return luaL_error(L, text.n == 0 ? "a flag needs a text" : "too many flags on one variant");
    }
    if (cb_variant_flag(j->arena, j->v, cb_copy_str(j->arena, text), NULL) != CB_OK) {
        return no_memory(L, j);
    }
    return 0;
}

const cb_method CB_VARIANT_METHODS[] = {
    {"of", "v:of(role)", "call", "the call of the first person with this role; missing where the family has none",
     "v:of(\"proband\").carrier", of},
    {"members", "v:members()", "list of calls", "the calls of the whole family, proband first", "v:members()[1].role",
     members},
    {"frequency", "v:frequency(name)", "number",
     "one population frequency, by the name that the profile gives it; missing or not annotated",
     "known(v:frequency(\"cohort\"))", frequency},
    {"predictor", "v:predictor(name)", "number",
     "one predictor, by the name that the profile gives it; missing or not annotated", "known(v:predictor(\"revel\"))",
     predictor},
    {"count", "v:count(name)", "integer",
     "one count, by the name that the profile gives it; missing or not annotated", "known(v:count(\"homozygotes\"))",
     count},
    {"fit", "v:fit(mode)", "text",
     "\"fits\", \"possible\", \"no\" or \"not_tested\", for \"dominant\", \"de_novo\", \"recessive_homozygous\", "
     "\"recessive_compound\", "
     "\"x_dominant\", \"x_recessive\", \"x_de_novo\", \"y\" or \"mitochondrial\". In `score` alone",
     "v:fit(\"de_novo\") == \"fits\"", fit},
    {"reason", "v:reason(mode)", "text", "what each deciding person says to that mode. In `score` alone",
     "v:reason(\"de_novo\")", reason},
    {"partners", "v:partners()", "list of partners", "pairs of this allele, best fit first. In `score` alone",
     "#v:partners() > 0", partners},
    {"add", "v:add(points, reason, text, evidence)", "nothing",
     "adds points: a key, the words that the report shows, and short evidence (a text or a table). The score is the "
     "sum. In `score` alone",
     "v:add(4, \"rare\", \"rare in the population\", { af = v.af })", cb_method_add},
    {"flag", "v:flag(text)", "nothing", "a warning that the report shows with the variant. In `score` alone",
     "v:flag(\"filter failed\")", cb_method_flag},
    {.name = NULL},
};
