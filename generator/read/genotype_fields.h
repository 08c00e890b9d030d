/* genotype_fields.h: one person's call, read from a sample's column. */
#ifndef CASEBOUND_READ_GENOTYPE_FIELDS_H
#define CASEBOUND_READ_GENOTYPE_FIELDS_H

#include "read/reader.h"

/* Where the values stand in this record's FORMAT; -1 where a key is not there. */
typedef struct cb_format_map {
    int gt, ad, dp, gq, ps, ro, ao, rd, dv, dp4, pl, gl;
    /* Of a record that was split, when known: which ALT of the original this one is (1 is the first), and how many that
     * had; else 0. */
    int own, original_alts;
} cb_format_map;

void cb_format_map_of(const cb_record *r, cb_format_map *map);

/* Fills all of `g` but its judgement for the allele `index`; `uninformative` tells that the likelihoods do not favour
 * the reference call. `column` -1: no column. */
cb_status cb_genotype_read(const cb_variants *reader, const cb_record *r, const cb_format_map *map, int column,
                           int index, cb_arena *arena, cb_genotype *g, bool *uninformative, cb_error *e) CB_MUST_USE;

#endif
