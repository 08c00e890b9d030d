/* facts.h: what the tables of facts share. Private to judge. */
#ifndef CASEBOUND_JUDGE_FACTS_H
#define CASEBOUND_JUDGE_FACTS_H

#include "binding.h"

/* A text, or the value for its absence. */
void cb_push_text(lua_State *L, const cb_handle *h, const char *name, const char *value, cb_presence when_null);
/* A count; missing when negative. */
void cb_push_count(lua_State *L, const cb_handle *h, const char *name, long value);
/* "fits", "possible", "no", "not_tested". */
const char *cb_fit_key(const cb_verdict *verdict);

/* What facts of a few words say, for Lua and for memo.h. */
const char *cb_fact_chrom_kind(const cb_variant *v);
const char *cb_fact_alt_kind(const cb_variant *v);
const char *cb_fact_filter(const cb_variant *v);
const char *cb_fact_clinvar(const cb_variant *v); /* NULL: none */
const char *cb_fact_carrier(const cb_genotype *g);
const char *cb_fact_zygosity(const cb_genotype *g);
const char *cb_fact_impact(const cb_variant *v); /* NULL: none */

/* What the person is to the proband: "proband", "father" … "half_sibling" is a relative with one parent in common. */
const char *cb_relation(lua_State *L, size_t person);

enum { CB_ROWS_PER_STEP = 16 }; /* rows of a table looked through for one step of the budget */

/* persons.c: v:of(role), v:members(role), v:affected_relatives(), v:unaffected_relatives(); facts_gene.c: v:genes(),
 * v:transcripts() */
int cb_method_of(lua_State *L);
int cb_method_members(lua_State *L);
int cb_method_affected(lua_State *L);
int cb_method_unaffected(lua_State *L);
int cb_method_genes(lua_State *L);
int cb_method_transcripts(lua_State *L);
/* measures.c */
int cb_method_frequency(lua_State *L);
int cb_method_predictor(lua_State *L);
int cb_method_count(lua_State *L);
int cb_method_frequency_above(lua_State *L);
int cb_method_frequency_known(lua_State *L);
int cb_method_predictor_from(lua_State *L);
/* Pushes a number, text, boolean or absence as the text of evidence: "0.0001", "yes", "missing". Raises for others. */
void cb_push_evidence(lua_State *L, int index);

/* v:add(points, reason, text, evidence) and v:flag(text). */
int cb_method_add(lua_State *L);
int cb_method_flag(lua_State *L);

#endif
