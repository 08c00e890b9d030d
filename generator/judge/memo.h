/* memo.h: answers of a profile's functions that need not be asked twice. Private to judge.
 *
 * A function of the sieve sees nothing but facts, thresholds and the case, and leaves nothing behind (sandbox.h), so it
 * answers by what it reads. While it runs, what it reads is noted, in order, as far as that are facts of few values
 * (facts_plain.c); an answer that stands on those alone is remembered as a path of a tree: fact, value, fact, value …,
 * answer. Whatever else it reads of an allele makes the rest of the path open: it is asked anew each time. A function
 * that raises, or that is found to leave something behind, is not remembered. */
#ifndef CASEBOUND_JUDGE_MEMO_H
#define CASEBOUND_JUDGE_MEMO_H

#include "binding.h"

/* Facts of a path; values of a fact; nodes in all. What goes beyond is asked anew each time. */
enum { CB_MEMO_STEPS = 12, CB_MEMO_BRANCHES = 64, CB_MEMO_NODES = 4096 };

/* The value of a fact outside of Lua: of equal plain values the fact is equal. */
typedef struct cb_plain {
    const char *text; /* NULL: number alone */
    long number;
    bool lasting; /* the text is one of the program's own words */
} cb_plain;
typedef cb_plain (*cb_plain_getter)(const cb_case *kase, const cb_handle *h);

/* facts_plain.c: the getter of a fact of few values, or NULL. */
cb_plain_getter cb_plain_getter_of(cb_kind kind, const char *fact);

/* measures.c: a frequency or predictor, the highest of the named ones, against a limit. */
enum { CB_COMPARED_NAMES = 16 };
typedef struct cb_compared {
    bool predictor;                                                      /* else a frequency */
    enum { CB_COMPARED_ABOVE, CB_COMPARED_FROM, CB_COMPARED_KNOWN } how; /* from: the limit is in it */
    double limit;
    const cb_sources *sources;
    size_t at[CB_COMPARED_NAMES], count; /* of the sources; none: v.af */
} cb_compared;
/* True as a number. */
cb_plain cb_plain_compared(const cb_variant *v, const cb_compared *c);

/* One fact that was read. */
typedef struct cb_memo_step {
    cb_plain_getter get;  /* or */
    cb_compared compared; /* where there is no getter */
    unsigned parts;       /* that it stands on */
    cb_kind kind;
    size_t person; /* of a call */
    cb_plain value;
} cb_memo_step;

/* What the function at hand has read so far. */
typedef struct cb_memo_trail {
    cb_memo_step steps[CB_MEMO_STEPS];
    size_t count;
    bool open; /* it has read something else, or too much */
} cb_memo_trail;

typedef struct cb_memo_node cb_memo_node;
typedef struct cb_memo {
    cb_arena *arena;
    cb_memo_node **roots; /* by function */
    size_t nodes;
} cb_memo;

typedef enum cb_memo_answer { CB_MEMO_NEW, CB_MEMO_OPEN, CB_MEMO_NO, CB_MEMO_YES } cb_memo_answer;

cb_status cb_memo_new(cb_arena *arena, size_t functions, cb_memo *out, cb_error *e) CB_MUST_USE;
/* What is remembered for the allele. OPEN: it must be asked; NEW: it must be asked, and its trail is worth having.
 * Makes the parts that the facts stand on. */
cb_status cb_memo_ask(const cb_memo *m, size_t function, const cb_case *kase, cb_variant *v, cb_memo_answer *out,
                      cb_error *e) CB_MUST_USE;
/* Remembers an answer with its trail, as long as there is room. */
void cb_memo_learn(cb_memo *m, size_t function, const cb_memo_trail *trail, bool yes);

/* While a trail is kept: a fact that was read; or anything else of an allele or the case. */
void cb_memo_note(cb_judging *j, const cb_handle *h, const cb_fact *fact);
void cb_memo_note_compared(cb_judging *j, const cb_handle *h, const cb_compared *c);
void cb_memo_open(cb_judging *j);

#endif
