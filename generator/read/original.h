/* original.h: the multi-allelic record that a record was split from, as far as INFO tells. */
#ifndef CASEBOUND_READ_ORIGINAL_H
#define CASEBOUND_READ_ORIGINAL_H

#include "casebound/read/variants.h"

/* An allele's index is held in an int8_t (cb_genotype.allele). */
enum { CB_ALTS_MAX = 127 };

typedef struct cb_original {
    int64_t number; /* of the record that says it */
    bool split;     /* the record says that it was split */
    cb_str text;    /* what it says; empty for a flag */
    cb_str ref;     /* of the original record; empty: alleles unknown */
    int alt_count;
    int own; /* this record's ALT among them (1 is the first), 0 unknown */
    cb_str alts[CB_ALTS_MAX];
} cb_original;

/* vt and GATK: OLD_MULTIALLELIC=chr:pos:REF/ALT/ALT; vt normalize: OLD_VARIANT; bcftools norm --old-rec-tag OLD_REC:
 * chr|pos|REF|ALT,ALT|index; a flag MULTI_ALLELIC. */
void cb_original_of(const cb_reading *reader, const cb_record *r, cb_original *out);

/* The two alleles without the bases that they share at the end, then at the start (one base may be left of neither);
 * *shift is the number of bases taken off at the start. */
void cb_alleles_trim(cb_str *ref, cb_str *alt, int64_t *shift);

#endif
