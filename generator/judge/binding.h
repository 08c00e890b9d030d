/* binding.h: what a profile sees of a variant, its family and its case. Private to judge.
 *
 * One table of facts per kind of object (facts_*.c) makes both the bindings and the reference of `casebound filters
 * docs`. */
#ifndef CASEBOUND_JUDGE_BINDING_H
#define CASEBOUND_JUDGE_BINDING_H

#include "sandbox.h"

/* The allele that is being judged; the sandbox's context during a call. */
typedef struct cb_judging {
    const cb_case *kase;
    cb_variant *v;
    cb_arena *arena; /* of points and flags; NULL outside of score */
    const cb_profile *profile;
    unsigned long call; /* objects of an earlier call are dead */
    cb_error failed;    /* what failed on our side (memory, a field that cannot be read): no profile is blamed */
    struct cb_trace *trace; /* notes what is read; NULL: nobody asks */
    struct cb_memo_trail *trail; /* as above, of an answer that may be remembered */
} cb_judging;

/* The first member of every full userdata that a profile can hold. */
typedef enum cb_kind {
    CB_KIND_VARIANT,
    CB_KIND_CALL,
    CB_KIND_PARTNER,
    CB_KIND_GENE,
    CB_KIND_TRANSCRIPT,
    CB_KIND_PERSON,
    CB_KIND_CASE,
    CB_KINDS,
    CB_KIND_ABSENT /* missing.c */
} cb_kind;

/* What a Lua object stands for. */
typedef struct cb_handle {
    cb_kind kind;
    const cb_variant *v; /* NULL: person, case */
    size_t index; /* of the person (call, person), the pair (partner) or the entry (transcript; gene: its first) */
    unsigned long call;
} cb_handle;

/* A fact: pushes exactly one value. */
typedef struct cb_fact {
    const char *name, *type, *meaning, *missing, *example;
    void (*push)(lua_State *L, const cb_handle *h);
    unsigned parts;  /* cb_variant_part bits that it stands on */
    bool late;       /* known in score alone */
    const char *vcf; /* VCF's word for it, or NULL: a profile that uses it gets a hint */
} cb_fact;

/* A method. `signature` is what the reference shows: "v:frequency(name)". */
typedef struct cb_method {
    const char *name, *signature, *type, *meaning, *example;
    lua_CFunction run;
} cb_method;

typedef struct cb_object {
    const char *title;    /* of its section in the reference */
    const char *variable; /* what messages and examples call it: "v" */
    const char *about;
    const cb_fact *facts; /* both end with a NULL name */
    const cb_method *methods;
} cb_object;

const cb_object *cb_object_of(cb_kind kind);
extern const cb_fact CB_VARIANT_FACTS[], CB_CALL_FACTS[], CB_PARTNER_FACTS[], CB_GENE_FACTS[], CB_TRANSCRIPT_FACTS[],
    CB_PERSON_FACTS[], CB_CASE_FACTS[];
extern const cb_method CB_VARIANT_METHODS[], CB_CASE_METHODS[];

/* Sets missing, not_annotated and known among the globals and makes the metatables. */
void cb_binding_open(lua_State *L, int globals);
void cb_missing_open(lua_State *L, int globals);

cb_judging *cb_judging_of(lua_State *L);
/* Ends the call for a reason of ours (raises): j->failed says which. */
int cb_raise_failed(lua_State *L);
/* Pushes an object. That of the allele at hand, its calls and the case are made once and used again in every call. */
void cb_push_handle(lua_State *L, cb_kind kind, const cb_variant *v, size_t index);
/* The object at `index`, alive and of this kind, or raises. */
const cb_handle *cb_check_handle(lua_State *L, int index, cb_kind kind);
/* As above for a method of a variant: with these cb_variant_part bits made; `method` in messages when it is known in
 * score alone, else NULL. */
const cb_handle *cb_check_variant(lua_State *L, unsigned parts, const char *late_method);
/* As above, for a method that tells memo.h itself what it reads. */
const cb_handle *cb_check_plain(lua_State *L, unsigned parts);
/* Pushes the value that stands for missing or not annotated. `format` with `name` gives the fact as a profile writes it
 * ("v:frequency(\"%s\")"); both live as long as the state, for the value is made once for each name. */
void cb_push_missing(lua_State *L, cb_presence presence, const char *format, const char *name);
/* The format of the names of an object's facts: "v.%s", with a role v:of("mother").%s. */
const char *cb_fact_format(lua_State *L, const cb_handle *h);
/* As above for an object's own fact ("v" and "af"; with a role: v:of("mother").depth). */
void cb_push_missing_fact(lua_State *L, cb_presence presence, const cb_handle *h, const char *name);
/* True when the value at `index` stands for missing or not annotated; *text (may be NULL) is "missing" or "not
 * annotated". */
bool cb_is_missing(lua_State *L, int index, const char **text);

#endif
