/* methods.c: what a profile asks of a variant by name, and what it adds to it. */
#include "casebound/base/near.h"
#include "casebound/base/utf8.h"
#include "trace.h"
#include <string.h>

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
     "known(v:frequency(\"cohort\"))", cb_method_frequency},
    {"frequency_above", "v:frequency_above(limit, name, …)", "boolean",
     "true when that frequency is known and above the limit; without a name v.af is looked at. False says no more than "
     "that it is not known to be: a rule that drops asks for true",
     "v:frequency_above(0.02, \"cohort\")", cb_method_frequency_above},
    {"frequency_known", "v:frequency_known(name, …)", "boolean", "as known(v:frequency(name, …))",
     "v:frequency_known(\"cohort\")", cb_method_frequency_known},
    {"predictor", "v:predictor(name, …)", "number",
     "a predictor, by the name that the profile gives it, the highest of several; missing or not annotated",
     "known(v:predictor(\"revel\"))", cb_method_predictor},
    {"predictor_from", "v:predictor_from(limit, name, …)", "boolean",
     "true when that predictor is known, and at the limit or above it", "v:predictor_from(0.5, \"revel\")",
     cb_method_predictor_from},
    {"count", "v:count(name, …)", "integer",
     "a count, by the name that the profile gives it, the highest of several; missing or not annotated",
     "known(v:count(\"homozygotes\"))", cb_method_count},
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
