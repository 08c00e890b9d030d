/* hpo.h: names and replacements of the Human Phenotype Ontology's terms, from hp.obo. Private to the read floor. */
#ifndef CASEBOUND_READ_HPO_H
#define CASEBOUND_READ_HPO_H

#include "casebound/base/map.h"

enum { CB_HPO_BYTES = 64 << 20, CB_HPO_HOPS = 8 };

typedef struct cb_hpo {
    cb_map *terms;       /* id -> cb_hpo_term * */
    cb_map *alternative; /* alt_id -> cb_hpo_term * */
    const char *version; /* data-version, or NULL */
} cb_hpo;

typedef struct cb_hpo_term {
    const char *id, *name; /* name: NULL when the stanza has none */
    bool obsolete;
    const char *replaced_by; /* of several, the first; NULL: none */
    bool several;            /* more than one replacement is named: none is taken */
} cb_hpo_term;

/* OBO flat file format 1.2 and 1.4, [Term] stanzas alone. CB_INPUT, with line: not UTF-8, NUL, a term without id, no
 * term at all. */
cb_status cb_hpo_parse(cb_arena *arena, cb_str bytes, const char *name, cb_hpo *out, cb_error *e) CB_MUST_USE;

/* The current term behind an id: alternative ids and replacements followed. NULL when the ontology does not know it; an
 * obsolete term without one replacement is returned itself. */
const cb_hpo_term *cb_hpo_find(const cb_hpo *hpo, const char *id);

#endif
