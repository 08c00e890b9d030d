/* profile.h: a loaded profile, and the shape of its file. Private to judge.
 *
 * A profile is a Lua 5.4 chunk that returns one table. Every key is known: another one, at any level, is an error with
 * a near-match hint.
 *
 *   about       text: what the profile is for
 *   version     text
 *   frequencies list of { name = text, keys = { text, … } }: population frequencies; v.af is the highest of them
 *   predictors  list of { name = text, keys = { text, … }, lowest = boolean or absent }: the highest key counts, or the
 *               lowest
 *   counts      list of { name = text, kind = text, keys = { text, … } }: kind is one of cb_count_kinds
 *   clinvar     { significance = { text, … }, review = { text, … }, accession = { text, … } }
 *   thresholds  { name = { number, "unit and meaning" }, … }: given to every function as t.name
 *   policy      each may be absent: whole numbers min_depth, max_alt_reads_free, pairs_per_gene, mosaic_percent,
 *               heteroplasmy_percent; "fits", "possible" or "no" for dominant_homozygous and x_dominant_healthy_female;
 *               boolean strict_no_calls; reduced_penetrance, the name of a table in filters/data
 *   shortlist   { size = whole number, score = number }
 *   rules       list of { key, wording, drop or keep = function(v, t, case), near_miss = boolean, function(v, t, case)
 *               or absent }, in the order in which they are asked
 *   rescue      may be absent: { rule = key, text = wording, candidate = function(v, t, case), partner = function(v,
 *               partner, t, case) }
 *   score       function(v, case, t): adds points with v:add
 *
 * A key of a source is "INFO/X", "CSQ/X", "ANN/X" or "BCSQ/X". The family's own counts (INFO/AF, AC, AN …) are no
 * population frequency: refused. */
#ifndef CASEBOUND_JUDGE_PROFILE_H
#define CASEBOUND_JUDGE_PROFILE_H

#include "memo.h"
#include "casebound/base/near.h"

enum { CB_RULES_MAX = 64 }; /* cb_sieved.said has a bit for each */

struct cb_profile {
    cb_sandbox *sandbox;
    const char *name, *version, *about;
    cb_sources sources;
    cb_policy policy;
    cb_threshold *thresholds; /* sorted by name */
    size_t threshold_count;
    size_t shortlist_size;
    double shortlist_score;
    cb_rule *rules;
    size_t rule_count;
    size_t *near_at; /* by rule: the place of its near_miss in the list of functions; 0: it is no function */
    size_t function_count;
    int rescue_rule; /* CB_NO_RULE: nothing is rescued */
    const char *rescue_text;
    cb_judging judging; /* the call at hand */
    cb_memo memo;       /* by function, as in the list of functions */
};

/* Their addresses are keys in Lua's registry: the list of locked functions (those of the rules in their order,
 * rescue's candidate and partner where there is a rescue, near_miss of rules, score) and the thresholds. */
extern const char CB_REGISTRY_FUNCTIONS, CB_REGISTRY_THRESHOLDS;

typedef struct cb_profile_reader {
    cb_arena *arena;
    cb_profile *profile;
    int functions; /* stack index of the list of functions while it is made */
    bool no_memory;
} cb_profile_reader;

/* The text of a Lua file: not too long, valid UTF-8, not compiled. */
cb_status cb_profile_check_source(cb_str bytes, const char *name, cb_error *e) CB_MUST_USE;
/* Reads the table at the top into the profile (raises). */
void cb_profile_read(lua_State *L, cb_profile_reader *r);
void cb_profile_read_sources(lua_State *L, cb_profile_reader *r, int profile);
void cb_profile_read_policy(lua_State *L, cb_profile_reader *r, int profile);
/* Rules, rescue and score. */
void cb_profile_read_functions(lua_State *L, cb_profile_reader *r, int profile);

/* For both: checked access to the table at `table`; `where` is its name in messages ("clinvar", "" for the profile
 * itself). */
void cb_profile_known_keys(lua_State *L, int table, const char *where, const char *const *known);
const char *cb_profile_text(lua_State *L, cb_profile_reader *r, int index, const char *what);
size_t cb_profile_list(lua_State *L, int index, const char *what, size_t most);
/* A whole number of `table`, or `otherwise` when it is absent. */
lua_Integer cb_profile_whole(lua_State *L, int table, const char *where, const char *key, lua_Integer low,
                             lua_Integer high, lua_Integer otherwise);
/* Raises; the reader says that it was memory. */
_Noreturn void cb_profile_no_memory(lua_State *L, cb_profile_reader *r);
/* Room for count + 1 entries, zeroed. */
void *cb_profile_array(lua_State *L, cb_profile_reader *r, size_t count, size_t size);

#endif
