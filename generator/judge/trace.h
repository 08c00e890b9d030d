/* trace.h: what a rule reads of an allele and of the thresholds, noted while somebody asks. Private to judge. */
#ifndef CASEBOUND_JUDGE_TRACE_H
#define CASEBOUND_JUDGE_TRACE_H

#include "facts.h"

typedef struct cb_trace {
    cb_arena *arena;
    cb_fact_read *list; /* in the order of reading; each name once */
    size_t count, capacity;
} cb_trace;

/* Notes the value at the top of the stack, where a trace is kept and the value is no object. `format` with `name` is
 * the fact as a profile writes it. */
void cb_trace_value(lua_State *L, const char *format, const char *name);
/* As above, for a fact of an object. */
void cb_trace_fact(lua_State *L, const cb_handle *h, const char *name);
/* Replaces the thresholds at the top by a view that notes what is read of it. */
void cb_trace_thresholds(lua_State *L);

#endif
