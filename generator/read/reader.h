/* reader.h: what the parts of the variant reader share. */
#ifndef CASEBOUND_READ_READER_H
#define CASEBOUND_READ_READER_H

#include "casebound/read/variants.h"
#include "read/header.h"
#include "read/hts.h"

/* An allele's index is held in an int8_t (cb_genotype.allele). */
enum { CB_ALTS_MAX = 127 };

struct cb_variants {
    cb_arena *arena;
    const char *path, *file; /* file: the name that messages use */
    cb_hts *source;
    cb_header header;
    long line;                    /* of the line read last */
    int64_t number;               /* of the record read last */
    const cb_contig_line *contig; /* of the record read last */
};

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

/* checks.c: the structure of one record. */
cb_status cb_record_check(cb_variants *reader, cb_record *r, size_t columns, cb_error *e) CB_MUST_USE;
/* check_samples.c */
cb_status cb_record_check_samples(const cb_variants *reader, const cb_record *r, cb_error *e) CB_MUST_USE;

#endif
