/* judge.h: a profile in Lua decides what is dropped and how the rest ranks; every drop and every point has its reason.
 */
#ifndef CASEBOUND_JUDGE_JUDGE_H
#define CASEBOUND_JUDGE_JUDGE_H

#include "casebound/model/case.h"
#include "casebound/model/inheritance.h"
#include "casebound/model/ledger.h"
#include "casebound/model/variant.h"

typedef struct cb_profile cb_profile; /* a loaded profile with its Lua state */

typedef struct cb_threshold {
    const char *name;
    double value;
    const char *about; /* unit and meaning */
} cb_threshold;

/* Limits of the sandbox. */
typedef struct cb_sandbox_limits {
    size_t memory;       /* bytes */
    uint64_t steps_load; /* VM instructions while loading */
    uint64_t steps_call; /* for one call of a function */
    int64_t processor;   /* milliseconds of processor time, for loading and for one call: the back-stop, should a step
                            cost more than it counts */
} cb_sandbox_limits;

/* Loads a profile from its bytes. `name` is what messages call it ("rare_disease.lua"). `limits` may be NULL
 * (defaults). Errors: CB_FILTER with file and line. Owned by the arena. */
cb_status cb_profile_load(cb_arena *arena, cb_str bytes, const char *name, const cb_sandbox_limits *limits,
                          cb_profile **out, cb_error *e) CB_MUST_USE;

/* The files that make a profile: one, or the one that is extended before the one that extends it. */
typedef struct cb_profile_file {
    const char *name; /* "rare_disease.lua" */
    cb_str bytes;
} cb_profile_file;
typedef struct cb_profile_files {
    const cb_profile_file *list;
    size_t count;
} cb_profile_files;

/* The profile that a file says it extends, in its first line ("-- extends: rare_disease"): its name without ".lua", in
 * the arena; NULL when it extends none. CB_FILTER: the line names none. */
cb_status cb_profile_extended(cb_arena *arena, const cb_profile_file *file, const char **name, cb_error *e) CB_MUST_USE;

/* As cb_profile_load, of one or more files: each gets the table that the one before it returned (`local base = ...`)
 * and the last one's table is the profile. It is called by the last one's name. */
cb_status cb_profile_load_files(cb_arena *arena, const cb_profile_files *files, const cb_sandbox_limits *limits,
                                cb_profile **out, cb_error *e) CB_MUST_USE;

const char *cb_profile_name(const cb_profile *p); /* without ".lua" */
const char *cb_profile_version(const cb_profile *p);
const char *cb_profile_about(const cb_profile *p);
const cb_sources *cb_profile_sources(const cb_profile *p);
const cb_policy *cb_profile_policy(const cb_profile *p);
/* Gives the policy the table that its penetrance_file names (borrowed). */
void cb_profile_set_penetrance(cb_profile *p, const cb_penetrance *table);
const cb_threshold *cb_profile_thresholds(const cb_profile *p, size_t *count);
/* Shortlist: the first `size` of those scoring at least `score`. */
void cb_profile_shortlist(const cb_profile *p, size_t *size, double *score);
/* Another least score, of a rank model that ranks instead of the profile. */
void cb_profile_set_shortlist(cb_profile *p, double score);

/* One rule of the sieve. The rules are asked in their order; the first that says yes decides. */
typedef struct cb_rule {
    const char *key;  /* "too_common" */
    const char *text; /* its wording for the report */
    bool keeps;       /* yes keeps the allele and ends the asking; else yes drops it */
    bool near_miss;   /* what this rule alone drops may be shown row by row, all of it or what the profile calls near */
} cb_rule;
const cb_rule *cb_profile_rules(const cb_profile *p, size_t *count);

enum { CB_NO_RULE = -1 };
/* The wording of what the profile brings back, and the rule (its index) whose drops it looks at; NULL and CB_NO_RULE
 * when it rescues nothing. */
const char *cb_profile_rescue(const cb_profile *p, int *rule);

/* How many rules are asked: up to the one that decides; as many as tell a near miss and a candidate of rescue; all. */
typedef enum cb_asking { CB_ASK_FIRST, CB_ASK_NEAR, CB_ASK_ALL } cb_asking;

typedef struct cb_sieved {
    bool keep;
    int rule;       /* that decided; CB_NO_RULE: none said yes, the allele is kept */
    uint64_t said;  /* bit i: rule i was asked and said yes */
    unsigned drops; /* drop rules that said yes before a keep rule did: all of these stand against the allele */
    bool near_miss; /* one rule alone stands against it, and that rule allows to say so. Not told by CB_ASK_FIRST */
    bool rescuable; /* the rule of rescue alone stands against it, and the profile calls it a candidate. As above */
} cb_sieved;

/* Asks the rules about one allele. A keep rule behind a drop rule that said yes does not undo it. CB_FILTER names the
 * profile's line and the variant. */
cb_status cb_judge_sieve(cb_profile *p, const cb_case *kase, cb_variant *v, cb_asking how, cb_sieved *out,
                         cb_error *e) CB_MUST_USE;

/* A fact or threshold that a rule read, as a profile writes it ("v.af", "t.max_af"), and its value ("0.031",
 * "missing").
 */
typedef struct cb_fact_read {
    const char *name, *value;
    cb_presence presence; /* of the value */
} cb_fact_read;

/* What one rule says of an allele. */
typedef struct cb_rule_asked {
    bool yes;
    const cb_fact_read *facts; /* in the order of reading, each once */
    size_t fact_count;
} cb_rule_asked;

/* Asks one rule, whatever those before it say, and notes what it reads. Owned by the arena. CB_FILTER as above. */
cb_status cb_judge_ask(cb_profile *p, cb_arena *arena, const cb_case *kase, cb_variant *v, int rule, cb_rule_asked *out,
                       cb_error *e) CB_MUST_USE;
/* What it read in one text: "v.af = 0.031, t.max_af = 0.02"; facts that no input declares are left out. NULL when
 * memory is out. */
const char *cb_facts_read_text(cb_arena *arena, const cb_rule_asked *asked);

/* Does `partner`, a kept allele of the same gene, bring back v, which was rescuable? Both have all their parts.
 * CB_FILTER as above. */
cb_status cb_judge_rescue(cb_profile *p, const cb_case *kase, cb_variant *v, const cb_variant *partner, bool *rescued,
                          cb_error *e) CB_MUST_USE;

/* Scores one kept allele after inheritance and pairs are known: sets v->points and v->score (their sum) anew, adds to
 * v->flags. Texts are owned by the arena. CB_FILTER names the variant; CB_INTERNAL when the arena has no room. */
cb_status cb_judge_score(cb_profile *p, cb_arena *arena, const cb_case *kase, cb_variant *v, cb_error *e) CB_MUST_USE;

/* Orders by score (highest first), then, where a rank model gave it, by the profile's score, then severity, contig
 * order, position, ref, alt, record number; sets rank and shortlisted. */
void cb_judge_rank(const cb_profile *p, cb_variant **variants, size_t count);

/* The table of facts that a profile may read, as Markdown (`casebound filters docs`). */
cb_status cb_profile_docs(cb_buf *out, cb_error *e) CB_MUST_USE;

#endif
