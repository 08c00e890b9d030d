/* contig.h: chromosomes, their kinds, pseudoautosomal regions and expected ploidy. */
#ifndef CASEBOUND_MODEL_CONTIG_H
#define CASEBOUND_MODEL_CONTIG_H

#include "casebound/base/bytes.h"
#include "casebound/model/family.h"

typedef enum cb_build { CB_BUILD_UNKNOWN, CB_GRCH37, CB_GRCH38 } cb_build;

typedef enum cb_contig_kind { CB_AUTOSOME, CB_X, CB_Y, CB_MT, CB_OTHER_CONTIG } cb_contig_kind;

typedef struct cb_contig {
    const char *name;    /* as the VCF writes it: "chr1", "1" */
    const char *display; /* without "chr"; MT for M, chrM, chrMT, NC_012920.1 */
    cb_contig_kind kind;
    int order;           /* 1..22, 23 X, 24 Y, 25 MT, others 26 and above in order of appearance */
} cb_contig;

/* "GRCh37", "GRCh38", "unknown". */
const char *cb_build_name(cb_build build);
/* Fills kind, order (26 for others) and the display name (a part of `name` or a constant). */
void cb_contig_of(const char *name, cb_contig *out);
/* True when the 1-based position lies in PAR1 or PAR2 of X or Y (coordinates: GRC; clinical memo section 1.7). False
 * for an unknown build. */
bool cb_in_par(cb_build build, cb_contig_kind kind, int64_t position);
/* Copies of the position that a person of this sex has: 2, 1, 0 (Y in females), or -1 when sex or build leave it open.
 * Mitochondria: 1. */
int cb_ploidy_expected(cb_build build, cb_contig_kind kind, int64_t position, cb_sex sex);

#endif
