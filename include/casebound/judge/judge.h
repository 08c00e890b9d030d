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
    uint64_t steps_call; /* for one sieve or score call */
} cb_sandbox_limits;

/* Loads a profile from its bytes. `name` is what messages call it ("rare_disease.lua"). `limits` may be NULL
 * (defaults). Errors: CB_FILTER with file and line. Owned by the arena. */
cb_status cb_profile_load(cb_arena *arena, cb_str bytes, const char *name, const cb_sandbox_limits *limits,
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

/* Asks the sieve about one allele. *keep tells; when false, *rule and *text (owned by the profile) say why. */
cb_status cb_judge_sieve(cb_profile *p, const cb_case *kase, cb_variant *v, bool *keep, const char **rule,
                         const char **text, cb_error *e) CB_MUST_USE;

/* Scores one kept allele after inheritance and pairs are known: sets v->points and v->score (their sum) anew, adds to
 * v->flags. Texts are owned by the arena. CB_FILTER names the variant; CB_INTERNAL when the arena has no room. */
cb_status cb_judge_score(cb_profile *p, cb_arena *arena, const cb_case *kase, cb_variant *v, cb_error *e) CB_MUST_USE;

/* Orders by score (highest first), then severity, contig order, position, ref, alt, record number; sets rank and
 * shortlisted. */
void cb_judge_rank(const cb_profile *p, cb_variant **variants, size_t count);

/* The table of facts that a profile may read, as Markdown (`casebound filters docs`). */
cb_status cb_profile_docs(cb_buf *out, cb_error *e) CB_MUST_USE;

#endif
