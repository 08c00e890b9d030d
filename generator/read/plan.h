/* plan.h: what is read from each record, looked up once: where the profile's keys stand, and which genes the panels
 * hold. Read-only afterwards. Private to read. */
#ifndef CASEBOUND_READ_PLAN_H
#define CASEBOUND_READ_PLAN_H

#include "read/reader.h"

/* A key of the profile: "CSQ/x", "ANN/x", "BCSQ/x" or "INFO/x". */
typedef struct cb_bound_key {
    const char *key;
    bool in_info;
    cb_annotator kind; /* of an annotation's field */
    int field;
    size_t wanted;               /* of INFO: number for cb_info_value */
    const cb_declared *declared; /* of INFO, or NULL */
} cb_bound_key;

typedef struct cb_bound_keys {
    cb_bound_key *list; /* those that this file may have, in the profile's order */
    size_t count;
} cb_bound_keys;

/* A key whose values are numbers. */
typedef struct cb_bound_number {
    cb_bound_key key;
    bool lowest;
} cb_bound_number;

typedef struct cb_bound_source {
    const cb_source *source;
    cb_bound_number *numbers;
    size_t count;
} cb_bound_source;

/* The sources of one kind. What a record has of them is first taken to be `start`; then each of `live` is looked at,
 * that is every key but those of INFO that the header does not declare. */
typedef struct cb_bound_sources {
    cb_bound_source *list; /* as many as `count` */
    size_t count;
    cb_measure *start;
    struct cb_live {
        size_t source;
        const cb_bound_number *number;
    } * live;
    size_t live_count;
} cb_bound_sources;

/* A key of a rank model: a column's name, or as above. */
typedef struct cb_bound_raw {
    int column; /* CB_COL_CHROM …; -1: it is a key */
    cb_bound_key key;
    bool there; /* the file may have it */
} cb_bound_raw;

/* A panel's genes: by HGNC id where both have one, since symbols change; else by symbol. */
typedef struct cb_panel_genes {
    const char *name;
    cb_map *ids, *symbols, *without_id; /* symbols: of all rows; without_id: of rows that have no id */
} cb_panel_genes;

struct cb_plan {
    cb_arena *arena;
    const cb_header *header;
    cb_materials with;
    const cb_evidence_policy *evidence;
    cb_bound_sources frequencies, predictors, counts;
    int first_number[CB_ANNOTATORS]; /* no field of an entry before this one is read as a number; -1: none is */
    cb_bound_keys clinvar, review, accession;
    cb_panel_genes *panels;
    size_t panel_count;
    const char **names; /* of INFO, for cb_info_want */
    bool *strange;      /* of each: the header does not declare it */
    size_t name_count, name_capacity;
    cb_bound_raw *raw;            /* one per key of the case's rank model */
    bool rank_score, rank_result; /* the header declares them */
};

/* raw.c: number of the column that a key of a rank model names, or -1. */
int cb_raw_column(const char *key);

/* True when the panel holds the gene; either name may be NULL. */
bool cb_panel_holds(const cb_panel_genes *panel, const char *gene, const char *hgnc_id);

#endif
