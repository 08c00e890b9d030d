/* rank_model.h: a rank model of genmod: categories of rules, each rule a value of the record and points for it.
 * docs/rank_models.md has the meaning, and where it differs from genmod's. */
#ifndef CASEBOUND_MODEL_RANK_MODEL_H
#define CASEBOUND_MODEL_RANK_MODEL_H

#include "casebound/base/arena.h"
#include "casebound/model/variant.h"

typedef enum cb_rank_aggregation { CB_RANK_MIN, CB_RANK_MAX, CB_RANK_SUM } cb_rank_aggregation;
typedef enum cb_rank_type { CB_RANK_STRING, CB_RANK_FLOAT, CB_RANK_INTEGER, CB_RANK_FLAG } cb_rank_type;

enum { CB_RANK_POINTS_MAX = 1000000 }; /* of one step, to either side; a value that is its own points is cut there */

/* What a set of rules can give; unbounded when a rule takes the value itself for its points. */
typedef struct cb_rank_range {
    double lowest, highest;
    bool unbounded;
} cb_rank_range;

/* A value, or an interval of values, and its points. */
typedef struct cb_rank_step {
    const char *name; /* "very_rare" */
    double points;
    const char *string; /* of a rule of strings: the whole value, in any case */
    int64_t priority;   /* of a rule of strings: which of several values counts */
    double lower;       /* of numbers: the lower bound, which belongs to the interval … */
    double upper;       /* … and the upper one, which belongs to it when it is closed; the same as lower: one value */
    bool closed;        /* no other interval of the rule begins at `upper` */
} cb_rank_step;

typedef struct cb_rank_rule {
    const char *name, *description; /* description: "" when there is none */
    size_t category;                /* index in cb_rank_model.categories */
    size_t key;                     /* index in cb_rank_model.keys */
    cb_rank_type type;
    bool lowest; /* record_rule = min: of several values the lowest, or that of the lowest priority, counts */
    const char *separators; /* each of these characters cuts a text into values */
    double not_reported;    /* points without a value */
    bool value_counts;      /* "score = eq": the value itself is the points */
    cb_rank_step *steps;
    size_t step_count;
} cb_rank_rule;

typedef struct cb_rank_category {
    const char *name;
    cb_rank_aggregation aggregation;
    cb_rank_range range;
} cb_rank_category;

typedef struct cb_rank_model {
    const char *name, *version, *file; /* file: base name */
    cb_rank_category *categories;
    size_t category_count;
    cb_rank_rule *rules; /* in the order of the file */
    size_t rule_count;
    const char *const *keys; /* "INFO/1000GAF", "CSQ/SIFT", "FILTER": what read makes of each allele, once each */
    size_t key_count;
    cb_rank_range range;
} cb_rank_model;

/* What one rule gave one allele. */
typedef struct cb_rank_line {
    double points;
    const char *value;        /* the value that counted, NULL: not reported */
    const cb_rank_step *step; /* where it lies, NULL: not reported, or in no interval */
    bool derived;             /* the file does not have the key; casebound's own verdict stands in */
} cb_rank_line;

typedef struct cb_rank_part {
    double points;
    bool in_file; /* the file's own RankResult has a value for a category of this name */
    double file_points;
} cb_rank_part;

/* What a model gave one allele. */
typedef struct cb_ranking {
    const cb_rank_model *model;
    double score;        /* sum of the parts */
    cb_rank_part *parts; /* one per category */
    cb_rank_line *lines; /* one per rule */
    bool file_has_score; /* RankScore stands in the file, for this family */
    double file_score;
    bool file_has_parts;  /* RankResult does */
    double file_sum;      /* sum of its values; genmod takes points off file_score alone where a pair is weak */
    bool differs;         /* in a category that both have */
    double profile_score; /* what the profile gave, and why: orders equal scores, and is what is said for and against */
    const cb_point *profile_points;
    size_t profile_point_count;
} cb_ranking;

/* Fills range of every category and of the model, and `closed` of every step. */
void cb_rank_model_settle(cb_rank_model *model);

/* True for the keys that casebound makes itself where the file does not have them. */
bool cb_rank_derives(const char *key);

/* Scores an allele by v->raw, which holds the model's keys in order. Of a key that the file does not have,
 * INFO/GeneticModels is made of v->modes and v->pairs, and INFO/most_severe_consequence is v->consequence; so modes
 * and pairs come first. Owned by the arena; texts by the variant. */
cb_status cb_rank_model_score(cb_arena *arena, const cb_rank_model *model, const cb_variant *v, cb_ranking **out,
                              cb_error *e) CB_MUST_USE;

/* Sets beside a ranking what the file says itself: RankScore ("family:score", a comma between families; `family` or
 * the only one counts) and RankResult (numbers with '|' between, in the order of `names`, which the header's
 * description of RankResult gives in the same form). Values that do not fit are left out. `names` may be NULL. */
void cb_ranking_compare(cb_ranking *ranking, const cb_variant *v, const char *family, const char *names);

/* Ranks v by it: v->points becomes one point for each category, with the rules that decided and their values, v->score
 * their sum; the profile's stay in the ranking. */
cb_status cb_ranking_apply(cb_arena *arena, cb_ranking *ranking, cb_variant *v, cb_error *e) CB_MUST_USE;

/* How the listed alleles compare with what the file says of them. */
typedef struct cb_rank_agreement {
    size_t compared, differ;    /* alleles with RankResult; of them, those that differ in some category */
    size_t *by_category;        /* one per category: alleles that differ in it */
    size_t scored, other_score; /* alleles with RankScore; of them, those whose score differs */
    size_t
        lowered; /* of those, alleles whose RankScore is not the sum of their RankResult: points taken off for pairs */
} cb_rank_agreement;

/* Counts over the variants that have a ranking. CB_INTERNAL when memory is out. */
cb_status cb_rank_agree(cb_arena *arena, const cb_rank_model *model, cb_variant *const *variants, size_t count,
                        cb_rank_agreement *out, cb_error *e) CB_MUST_USE;

#endif
