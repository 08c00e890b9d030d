/* reader.h: what the parts of the variant reader share. */
#ifndef CASEBOUND_READ_READER_H
#define CASEBOUND_READ_READER_H

#include "casebound/read/variants.h"
#include "read/header.h"
#include "read/hts.h"

/* An allele's index is held in an int8_t (cb_genotype.allele). */
enum { CB_ALTS_MAX = 127 };

/* What is let pass and counted, since no value that the report uses is changed by it, or none is taken from it. */
typedef enum cb_oddity {
    CB_ODD_INFO_ITEM,
    CB_ODD_BLANK_END,
    CB_ODD_NO_NEWLINE,
    CB_ODD_BASE,
    CB_ODD_ID_TWICE,
    CB_ODD_FILTER_TWICE,
    CB_ODD_END,
    CB_ODD_SPAN,
    CB_ODD_LIKELIHOODS,
    CB_ODD_ALLELE_DEPTHS,
    CB_ODD_COUNT,
    CB_ODD_NO_ALT,
    CB_ODD_OPEN_GENOTYPE,
    CB_ODD_UNSORTED,
    CB_ODD_CONTIG_AGAIN,
    CB_ODDITIES
} cb_oddity;

typedef struct cb_oddity_count {
    int64_t records, first; /* first: its line, or its number where there are no lines */
    int64_t last;           /* number of the last record counted: each counts once */
} cb_oddity_count;

struct cb_variants {
    cb_arena *arena;
    const char *path, *file; /* file: the name that messages use */
    cb_hts *source;
    cb_header header;
    long line;                    /* of the line read last */
    int64_t number;               /* of the record read last */
    const cb_contig_line *contig; /* of the record read last */
    int64_t position;             /* of the record read last */
    cb_oddity_count oddities[CB_ODDITIES];
};

/* oddities.c: counts one of the record read last. */
void cb_odd(cb_variants *reader, cb_oddity oddity);
/* True when the header does not declare a FORMAT key, or does as the specification has it: a value that is no count is
 * then damage. */
bool cb_declared_as_counts(const cb_variants *reader, const char *key);
/* variants_map.c: appends a notice; NULL is memory that was refused. */

/* CB_INPUT "FILE line N: …", or "FILE record N: …" where there are no lines (BCF). */
cb_status cb_record_fail(const cb_variants *reader, const cb_record *r, cb_error *e, const char *format, ...)
    CB_PRINTF(4, 5);

/* record.c: cuts a line into the record's slices and counts its columns. */
size_t cb_record_cut(cb_str line, cb_record *r);
/* Index of a FORMAT key, or -1. */
int cb_record_format_index(const cb_record *r, const char *key);
/* One sample's whole column; false when there is none of that number. */
bool cb_record_sample(const cb_record *r, int column, cb_str *sample);
/* The i-th part of a sample; false when it was left out. */
bool cb_sample_part(cb_str sample, int i, cb_str *part);

/* span.c: the last reference base that ALT `index` reaches (1 is the first). */
int64_t cb_span_end(const cb_variants *reader, const cb_record *r, int index);
/* Counts an END that is no position, or that SVLEN contradicts. */
void cb_span_check(cb_variants *reader, const cb_record *r);

/* checks.c: the structure of one record. */
cb_status cb_record_check(cb_variants *reader, cb_record *r, size_t columns, cb_error *e) CB_MUST_USE;
/* check_samples.c */
cb_status cb_record_check_samples(cb_variants *reader, const cb_record *r, cb_error *e) CB_MUST_USE;

#endif
