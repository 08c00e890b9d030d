/* acmg.h: classification of sequence variants: criteria with strengths, combined by two frameworks that may disagree
 * (Richards et al. 2015, doi:10.1038/gim.2015.30; Tavtigian et al. 2020, doi:10.1002/humu.24088). The tables are data
 * (filters/data/acmg.yaml); what a reader concludes is the reader's. */
#ifndef CASEBOUND_MODEL_ACMG_H
#define CASEBOUND_MODEL_ACMG_H

#include <stdbool.h>
#include <stddef.h>

#include "casebound/base/bytes.h"

typedef enum cb_strength {
    CB_STRENGTH_NONE,
    CB_SUPPORTING,
    CB_MODERATE,
    CB_STRONG,
    CB_VERY_STRONG,
    CB_STAND_ALONE,
    CB_STRENGTHS
} cb_strength;

typedef enum cb_class {
    CB_CLASS_NONE,
    CB_CLASS_BENIGN,
    CB_CLASS_LIKELY_BENIGN,
    CB_CLASS_UNCERTAIN,
    CB_CLASS_LIKELY_PATHOGENIC,
    CB_CLASS_PATHOGENIC,
    CB_CLASSES
} cb_class;

typedef enum cb_side { CB_SIDE_PATHOGENIC, CB_SIDE_BENIGN, CB_SIDES } cb_side;

typedef struct cb_criterion {
    const char *code; /* "PVS1" */
    cb_side side;
    cb_strength strength; /* the one it has unless a reader modifies it */
    const char *text;
} cb_criterion;

/* At least so many criteria of each strength give the class. A class of one side counts that side's criteria. */
typedef struct cb_combination {
    cb_class class;
    int least[CB_STRENGTHS];
} cb_combination;

typedef struct cb_contradiction {
    const char *first, *second; /* codes; second may be a side's name: any criterion of that side */
    const char *text;           /* why the two do not go together */
} cb_contradiction;

typedef struct cb_acmg {
    const char *version;
    const cb_criterion *criteria;
    size_t criterion_count;
    const char *rules_name, *rules_source;
    const cb_combination *combinations; /* in the order of the table */
    size_t combination_count;
    const char *points_name, *points_source;
    int points[CB_STRENGTHS]; /* of a criterion; 0 for stand-alone */
    int least[CB_CLASSES];    /* the smallest sum of a class; benign has none */
    const cb_contradiction *contradictions;
    size_t contradiction_count;
} cb_acmg;

/* A criterion that a reader takes as met. */
typedef struct cb_criterion_use {
    const cb_criterion *criterion;
    cb_strength strength;
    const char *comment; /* Markdown, or NULL */
} cb_criterion_use;

/* The words of data files and of the view's keys: "very_strong", "likely_benign", "pathogenic"; NULL for none. */
const char *cb_strength_name(cb_strength strength);
const char *cb_class_name(cb_class class);
const char *cb_side_name(cb_side side);
/* The other way round; false when there is no such word. */
bool cb_strength_find(cb_str name, cb_strength *out);
bool cb_class_find(cb_str name, cb_class *out);
bool cb_side_find(cb_str name, cb_side *out);

/* The criterion of that code, or NULL. */
const cb_criterion *cb_criterion_find(const cb_acmg *acmg, cb_str code);
/* True when a reader may use the criterion at that strength: a stand-alone one at no other, any other at any from
 * supporting to very strong. */
bool cb_criterion_allows(const cb_criterion *criterion, cb_strength strength);

/* The class by combinations: a criterion of higher strength may stand for one of a lower. A stand-alone criterion gives
 * its class alone; a class on both sides, or on none, is uncertain. CB_CLASS_NONE without criteria. */
cb_class cb_acmg_by_rules(const cb_acmg *acmg, const cb_criterion_use *uses, size_t count);
/* The class by points, and their sum without stand-alone criteria in *sum (may be NULL). A stand-alone criterion gives
 * its class alone. CB_CLASS_NONE without criteria. */
cb_class cb_acmg_by_points(const cb_acmg *acmg, const cb_criterion_use *uses, size_t count, int *sum);
/* True when both criteria of the pair are among those used. */
bool cb_acmg_contradicts(const cb_acmg *acmg, const cb_contradiction *pair, const cb_criterion_use *uses, size_t count);

#endif
