/* consequence.h: the order of Sequence Ontology terms, read from filters/data/consequences.tsv. */
#ifndef CASEBOUND_MODEL_CONSEQUENCE_H
#define CASEBOUND_MODEL_CONSEQUENCE_H

#include "casebound/base/map.h"

typedef struct cb_consequences {
    cb_map *terms;       /* term -> const cb_consequence * */
    size_t count;
    const char *version; /* of the table */
} cb_consequences;

typedef struct cb_consequence {
    const char *term;
    const char *impact;  /* HIGH, MODERATE, LOW, MODIFIER */
    const char *label;   /* what a page calls it: "stop gained" */
    int severity;        /* 1 is the most severe */
} cb_consequence;

/* The severity of a term; count + 1 for a term not listed. */
int cb_consequence_severity(const cb_consequences *table, cb_str term);
/* The row of a term, or NULL. */
const cb_consequence *cb_consequence_find(const cb_consequences *table, cb_str term);

#endif
