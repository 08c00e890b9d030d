/* consequence.c: severity of Sequence Ontology terms, by the table that the case was read with. */
#include "casebound/model/consequence.h"

const cb_consequence *cb_consequence_find(const cb_consequences *table, cb_str term) {
    return cb_map_get(table->terms, term);
}

int cb_consequence_severity(const cb_consequences *table, cb_str term) {
    const cb_consequence *row = cb_consequence_find(table, term);
    return row ? row->severity : (int)table->count + 1;
}
