/* measures.c: frequencies, predictors and counts, by the names that the profile gives them. */
#include "casebound/base/near.h"
#include "memo.h"
#include "trace.h"
#include <string.h>

/* The sources of one kind, and what they say of the allele. */
typedef struct measured {
    const char *kind, *format; /* "frequency", as messages call a value: v:frequency("%s") */
    const cb_source *sources;
    size_t source_count;
    const cb_measure *measures;
    size_t count;
} measured;

static measured frequencies_of(const cb_variant *v, const cb_sources *s) {
    return (measured){"frequency",        "v:frequency(\"%s\")", s->frequencies,
                      s->frequency_count, v->frequencies,        v->frequency_count};
}

static measured predictors_of(const cb_variant *v, const cb_sources *s) {
    return (measured){"predictor",        "v:predictor(\"%s\")", s->predictors,
                      s->predictor_count, v->predictors,         v->predictor_count};
}

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

static size_t source_at(lua_State *L, const measured *m, int index) {
    const char *name = luaL_checkstring(L, index);
    size_t at = 0;
    while (at < m->source_count && strcmp(m->sources[at].name, name) != 0) {
        at++;
    }
    if (at == m->source_count) {
        unknown_source(L, m, name);
    }
    return at;
}

/* Is `b` more of an answer than `a`? A number is more than a missing value, that more than none; of numbers, the
 * higher.
 */
static bool is_more(cb_real a, cb_real b) {
    if (a.presence != b.presence) {
        return b.presence > a.presence;
    }
    return b.presence == CB_PRESENT && b.value > a.value;
}

static void push_value(lua_State *L, const measured *m, size_t at, cb_real value) {
    if (value.presence == CB_PRESENT) {
        lua_pushnumber(L, value.value);
    } else {
        cb_push_missing(L, value.presence, m->format, m->sources[at].name);
    }
    cb_trace_value(L, m->format, m->sources[at].name);
}

/* Of several names the highest value. */
static int push_measure(lua_State *L, const measured *m) {
    size_t best = source_at(L, m, 2);
    cb_real value = value_at(m, best);
    int count = lua_gettop(L);
    for (int i = 3; i <= count; i++) {
        size_t at = source_at(L, m, i);
        cb_real other = value_at(m, at);
        if (is_more(value, other)) {
            best = at;
            value = other;
        }
    }
    cb_sandbox_charge(L, (size_t)count);
    push_value(L, m, best, value);
    return 1;
}

int cb_method_frequency(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_FREQUENCIES, NULL)->v;
    const measured m = frequencies_of(v, cb_profile_sources(cb_judging_of(L)->profile));
    return push_measure(L, &m);
}

int cb_method_predictor(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_PREDICTORS, NULL)->v;
    const measured m = predictors_of(v, cb_profile_sources(cb_judging_of(L)->profile));
    return push_measure(L, &m);
}

int cb_method_count(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_COUNTS, NULL)->v;
    const cb_sources *s = cb_profile_sources(cb_judging_of(L)->profile);
    const measured m = {"count", "v:count(\"%s\")", s->counts, s->count_count, v->counts, v->count_count};
    push_measure(L, &m);
    if (lua_isnumber(L, -1)) {
        lua_pushinteger(L, (lua_Integer)lua_tonumber(L, -1)); /* whole and small: the reader made sure of it */
    }
    return 1;
}

static measured measured_of(const cb_variant *v, const cb_compared *c) {
    return c->predictor ? predictors_of(v, c->sources) : frequencies_of(v, c->sources);
}

/* The value that is compared; *best is the place of its source, where it has names. */
static cb_real compared_value(const cb_variant *v, const cb_compared *c, const measured *m, size_t *best) {
    if (c->count == 0) {
        return v->af;
    }
    cb_real value = value_at(m, *best = c->at[0]);
    for (size_t i = 1; i < c->count; i++) {
        cb_real other = value_at(m, c->at[i]);
        if (is_more(value, other)) {
            value = other;
            *best = c->at[i];
        }
    }
    return value;
}

static bool is_so(const cb_compared *c, cb_real value) {
    if (value.presence != CB_PRESENT || c->how == CB_COMPARED_KNOWN) {
        return value.presence == CB_PRESENT;
    }
    return c->how == CB_COMPARED_FROM ? value.value >= c->limit : value.value > c->limit;
}

cb_plain cb_plain_compared(const cb_variant *v, const cb_compared *c) {
    const measured m = measured_of(v, c);
    size_t best = 0;
    return (cb_plain){.number = is_so(c, compared_value(v, c, &m, &best))};
}

/* The names from the argument `first` on; what is compared is noted as it is when it is read by itself. */
static int compare(lua_State *L, cb_compared *c, int first) {
    const cb_handle *h = cb_check_plain(L, c->predictor ? CB_MAKE_PREDICTORS : CB_MAKE_FREQUENCIES);
    c->sources = cb_profile_sources(cb_judging_of(L)->profile);
    const measured m = measured_of(h->v, c);
    int count = lua_gettop(L) - first + 1;
    if (count > CB_COMPARED_NAMES) {
        return luaL_error(L, "more than %d names", (int)CB_COMPARED_NAMES);
    }
    for (int i = 0; i < count; i++) {
        c->at[c->count++] = source_at(L, &m, first + i);
    }
    cb_sandbox_charge(L, c->count);
    size_t best = 0;
    cb_real value = compared_value(h->v, c, &m, &best);
    if (c->count > 0 && cb_judging_of(L)->trace) {
        push_value(L, &m, best, value);
    } else if (cb_judging_of(L)->trace) {
        lua_getfield(L, 1, "af");
    }
    cb_memo_note_compared(cb_judging_of(L), h, c);
    lua_pushboolean(L, is_so(c, value));
    return 1;
}

int cb_method_frequency_above(lua_State *L) {
    cb_compared c = {.how = CB_COMPARED_ABOVE, .limit = luaL_checknumber(L, 2)};
    return compare(L, &c, 3);
}

int cb_method_frequency_known(lua_State *L) {
    cb_compared c = {.how = CB_COMPARED_KNOWN};
    luaL_checkstring(L, 2);
    return compare(L, &c, 2);
}

int cb_method_predictor_from(lua_State *L) {
    cb_compared c = {.predictor = true, .how = CB_COMPARED_FROM, .limit = luaL_checknumber(L, 2)};
    luaL_checkstring(L, 3);
    return compare(L, &c, 3);
}
