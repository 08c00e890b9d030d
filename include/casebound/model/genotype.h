/* genotype.h: one person's call of one allele of one record. Ploidy is part of it. */
#ifndef CASEBOUND_MODEL_GENOTYPE_H
#define CASEBOUND_MODEL_GENOTYPE_H

#include <stdbool.h>
#include <stdint.h>
#include "casebound/model/contig.h"

enum { CB_PLOIDY_MAX = 4 };

typedef enum cb_zygosity {
    CB_NO_COLUMN,   /* the person has no column in the file */
    CB_NO_CALL,     /* every allele missing */
    CB_HALF_CALL,   /* some alleles missing, none of the called ones is this allele */
    CB_HALF_ALT,    /* some alleles missing, a called one is this allele: a carrier of unknown zygosity */
    CB_HOM_REF,     /* no copy of this allele (a 0, or another ALT of the record) */
    CB_HET,
    CB_HOM_ALT,
    CB_HEMI_REF,    /* haploid call without it */
    CB_HEMI_ALT     /* haploid call with it, or a diploid 1/1 where one copy is expected */
} cb_zygosity;

/* What the call is worth as evidence that the allele is there or not (docs/architecture.md, section 5). */
typedef enum cb_evidence {
    CB_EVIDENCE_UNKNOWN, /* no call, no column, or a reference call without support: depth below the floor, PL
                            uninformative, AD against it */
    CB_EVIDENCE_CARRIER, /* has at least one copy */
    CB_EVIDENCE_FREE     /* has no copy, with support */
} cb_evidence;

typedef struct cb_genotype {
    const char *text;      /* GT as it stands in the file; "" without a column */
    int8_t ploidy;         /* alleles written; 0 without a column */
    int8_t allele[CB_PLOIDY_MAX]; /* index into the record's alleles, -1 missing */
    bool phased;           /* every separator is '|' */
    const char *phase_set; /* PS as written, or GATK's PID where GT is unphased, or NULL */
    int8_t phase_copy; /* which copy GATK's PGT puts the allele on in phase_set: 1 or 2; 0: no PGT is used, GT tells */
    cb_zygosity zygosity;  /* for the allele at hand */
    int32_t depth;         /* DP, else the sum of AD; -1 missing */
    int32_t ref_depth;     /* AD of REF (or RO); -1 missing */
    int32_t alt_depth;     /* AD of the allele at hand (or AO, or DV); -1 missing */
    int32_t quality;       /* GQ, phred; -1 missing */
    int32_t copies;        /* copies of the allele called: 0, 1, 2; -1 unknown */
    cb_evidence evidence;
    const char *doubt; /* text key why the evidence is unknown or the call contradicts its reads ("depth_below_floor",
                          "reads_against_call", …), or NULL */
    bool contradicts;      /* GT and AD contradict each other */
} cb_genotype;

typedef struct cb_evidence_policy {
    int32_t min_depth;          /* a reference call below it is unknown; default 8 */
    int32_t max_alt_reads_free; /* alternate reads from which a reference call is unknown; default 2 */
} cb_evidence_policy;

/* Sets zygosity, copies, evidence, doubt and contradicts from ploidy, alleles and depths for the allele `index` (1 is
 * the first ALT), where `expected_ploidy` is cb_ploidy_expected's answer. */
void cb_genotype_judge(cb_genotype *g, int index, int expected_ploidy, const cb_evidence_policy *policy);
/* A text key: "zygosity_het" and so on. */
const char *cb_zygosity_key(cb_zygosity z);
/* Alternate reads over alternate and reference reads; false when either is missing or both are 0. */
bool cb_allele_balance(const cb_genotype *g, double *out);

#endif
