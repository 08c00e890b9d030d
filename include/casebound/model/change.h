/* change.h: what an allele changes on the reference, whatever bases its record writes around it. */
#ifndef CASEBOUND_MODEL_CHANGE_H
#define CASEBOUND_MODEL_CHANGE_H

#include "casebound/model/variant.h"

/* An allele without the bases that REF and ALT share. An insertion has no base of REF: to is from - 1. */
typedef struct cb_change {
    int64_t from, to; /* first and last reference base that is changed */
    const char *ref, *alt;
    size_t ref_size, alt_size;
} cb_change;

/* False for what is not written in bases, and for more than 65,536 of them: no short reads call such halves. */
bool cb_change_of(const cb_variant *v, cb_change *out);
bool cb_changes_same(const cb_change *a, const cb_change *b);
/* Both change the same base: one copy cannot have both. */
bool cb_changes_exclude(const cb_change *a, const cb_change *b);

#endif
