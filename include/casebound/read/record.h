/* record.h: a lazy record: a view over the bytes of one VCF line, fields found on demand. Hand-over from read to the
 * pipeline.
 *
 * Every slice lives until the next cb_variants_next on the same reader. */
#ifndef CASEBOUND_READ_RECORD_H
#define CASEBOUND_READ_RECORD_H

#include "casebound/base/bytes.h"

enum { CB_RECORD_FIXED = 9 };

typedef struct cb_record {
    cb_str line;                   /* without its newline */
    cb_str fixed[CB_RECORD_FIXED]; /* CHROM POS ID REF ALT QUAL FILTER INFO FORMAT (FORMAT empty without samples) */
    cb_str samples;                /* the rest of the line, tab-separated */
    long line_number;              /* 1-based in the text file; 0 for BCF */
    int64_t number;                /* 1 is the first record */
    int64_t position;              /* POS */
    int allele_count;              /* ALTs; 0 when ALT is '.' */
} cb_record;

enum {
    CB_COL_CHROM,
    CB_COL_POS,
    CB_COL_ID,
    CB_COL_REF,
    CB_COL_ALT,
    CB_COL_QUAL,
    CB_COL_FILTER,
    CB_COL_INFO,
    CB_COL_FORMAT
};

/* The value of an INFO key by its exact, case-sensitive name: true when the key is there (a flag gives an empty value;
 * the text is as it stands, percent-encoding included). */
bool cb_record_info(const cb_record *r, const char *key, cb_str *value);
/* The i-th ALT (0 is the first). */
bool cb_record_alt(const cb_record *r, int i, cb_str *alt);
/* A FORMAT value of the sample in column `column` (0 is the first sample): false when the key or the value is not there
 * (dropped trailing fields count as not there). */
bool cb_record_format(const cb_record *r, int column, const char *key, cb_str *value);

#endif
