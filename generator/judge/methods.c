/* methods.c: what a profile asks of a variant by name, and what it adds to it. */
#include "casebound/base/near.h"
#include "casebound/base/number.h"
#include "casebound/base/utf8.h"
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
    if (value.presence == CB_PRESENT) {
        lua_pushnumber(L, value.value);
    } else {
        cb_push_missing(L, value.presence, m->format, m->sources[best].name);
    }
    cb_trace_value(L, m->format, m->sources[best].name);
    return 1;
}

static int frequency(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_FREQUENCIES, NULL)->v;
    const cb_sources *s = cb_profile_sources(cb_judging_of(L)->profile);
    const measured m = {"frequency",        "v:frequency(\"%s\")", s->frequencies,
                        s->frequency_count, v->frequencies,        v->frequency_count};
    return push_measure(L, &m);
}

static int predictor(lua_State *L) {
    const cb_variant *v = cb_check_variant(L, CB_MAKE_PREDICTORS, NULL)->v;
    const cb_sources *s = cb_profile_sources(cb_judging_of(L)->profile);
    const measured m = {"predictor",        "v:predictor(\"%s\")", s->predictors,
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

const cb_method CB_VARIANT_METHODS[] = {
    {"of", "v:of(role)", "call",
     "the call of the first person with this role (\"proband\", \"father\", \"mother\", \"sibling\", \"half_sibling\", "
     "\"child\", \"relative\"); missing where the family has none",
     "v:of(\"proband\").carrier", cb_method_of},
    {"members", "v:members(role)", "list of calls",
     "the calls of the persons with this role, in the order of the pedigree; of the whole family, proband first, where "
     "none is given",
     "v:members()[1].role", cb_method_members},
    {"affected_relatives", "v:affected_relatives()", "list of calls",
     "the calls of all but the proband who are affected", "#v:affected_relatives() == 0", cb_method_affected},
    {"unaffected_relatives", "v:unaffected_relatives()", "list of calls",
     "the calls of all but the proband who are known to be unaffected", "#v:unaffected_relatives() == 2",
     cb_method_unaffected},
    {"genes", "v:genes()", "list of genes", "each gene that an annotator names for the allele, also up or down of it",
     "#v:genes() == 1", cb_method_genes},
    {"transcripts", "v:transcripts()", "list of transcripts", "the entries of CSQ, ANN or BCSQ",
     "#v:transcripts() == 1", cb_method_transcripts},
    {"frequency", "v:frequency(name, …)", "number",
     "a population frequency, by the name that the profile gives it, the highest of several; missing or not annotated",
     "known(v:frequency(\"cohort\"))", frequency},
    {"predictor", "v:predictor(name, …)", "number",
     "a predictor, by the name that the profile gives it, the highest of several; missing or not annotated",
     "known(v:predictor(\"revel\"))", predictor},
    {"count", "v:count(name, …)", "integer",
     "a count, by the name that the profile gives it, the highest of several; missing or not annotated",
     "known(v:count(\"homozygotes\"))", count},
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
