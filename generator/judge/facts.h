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

/* v:add(points, reason, text, evidence) and v:flag(text). */
int cb_method_add(lua_State *L);
int cb_method_flag(lua_State *L);

#endif
