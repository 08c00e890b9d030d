/* variant.h: one allele of one record, with what its file says of it and what was found. */
#ifndef CASEBOUND_MODEL_VARIANT_H
#define CASEBOUND_MODEL_VARIANT_H

#include "casebound/base/arena.h"
#include "casebound/model/genotype.h"
#include "casebound/model/value.h"

/* One consequence on one transcript, from CSQ, ANN or BCSQ. Texts are NULL where the entry is empty. */
typedef struct cb_transcript {
    const char *consequence;   /* most severe Sequence Ontology term of the entry */
    const char *consequences;  /* all terms, '&' between */
    int severity; /* rank of the term in filters/data/consequences.tsv: 1 is the most severe; a term not listed has the
                     last */
    const char *impact;        /* HIGH, MODERATE, LOW, MODIFIER */
    const char *gene;          /* symbol */
    const char *gene_id, *hgnc_id; /* hgnc_id: digits alone */
    const char *feature;       /* transcript id with version where given */
    const char *feature_type, *biotype;
    const char *hgvs_c, *hgvs_p; /* decoded; hgvs_c without the transcript prefix */
    const char *exon, *intron; /* "5/21" */
    bool canonical;
    const char *mane;          /* MANE Select id, or NULL */
    const char *mane_plus;
    bool allele_ambiguous;     /* the entry could not be tied to this allele alone */
} cb_transcript;

/* A population frequency or a predictor, under the name that the profile gives it. */
typedef struct cb_measure {
    const char *name; /* "gnomAD exomes", "revel" */
    cb_real value;
} cb_measure;

typedef enum cb_clinvar_class {
    CB_CLINVAR_NONE, CB_CLINVAR_BENIGN, CB_CLINVAR_LIKELY_BENIGN, CB_CLINVAR_UNCERTAIN, CB_CLINVAR_CONFLICTING,
    CB_CLINVAR_LIKELY_PATHOGENIC, CB_CLINVAR_PATHOGENIC, CB_CLINVAR_OTHER
} cb_clinvar_class;

typedef struct cb_clinvar {
    cb_text significance;   /* as written */
    cb_clinvar_class class; /* the most pathogenic class written */
    bool has_pathogenic;    /* pathogenic or likely pathogenic stands in it, also inside a conflicting record */
    int stars;              /* 0..4, -1 unknown */
    const char *accession;  /* or NULL */
} cb_clinvar;

typedef enum cb_filter_state { CB_FILTER_NOT_APPLIED, CB_FILTER_PASS, CB_FILTER_FAILED } cb_filter_state;

/* One named addition to the score. */
typedef struct cb_point {
    double points;
    const char *reason;   /* key, e.g. "rare" */
    const char *text;     /* worded by the profile: "absent from gnomAD exomes" */
    const char *evidence; /* "af = 0.0001" or "" */
} cb_point;

/* The texts of one key for one allele, as they stand in the file (decoded): items of an INFO list, one of each CSQ
 * entry, or a column. A value that cannot be tied to the allele is none. */
typedef struct cb_raw {
    const char *const *texts;
    size_t count;
    cb_presence presence;
} cb_raw;

/* Inheritance: see inheritance.h. */
typedef enum cb_mode {
    CB_MODE_DOMINANT,
    CB_MODE_DE_NOVO,
    CB_MODE_RECESSIVE_HOMOZYGOUS,
    CB_MODE_RECESSIVE_COMPOUND,
    CB_MODE_X_DOMINANT,
    CB_MODE_X_RECESSIVE,
    CB_MODE_X_DE_NOVO,
    CB_MODE_Y,
    CB_MODE_MITOCHONDRIAL,
    CB_MODES
} cb_mode;
typedef enum cb_fit { CB_DOES_NOT_FIT, CB_POSSIBLE, CB_FITS } cb_fit;
typedef struct cb_verdict {
    cb_fit fit;
    bool tested;           /* false: the mode does not apply to this contig or family */
    const char *reason;    /* one sentence per deciding person, "; " between */
} cb_verdict;

typedef enum cb_pair_phase { CB_PAIR_TRANS, CB_PAIR_POSSIBLE, CB_PAIR_CIS } cb_pair_phase;
typedef struct cb_pair {
    struct cb_variant *partner;
    cb_pair_phase phase;
    cb_fit fit; /* in trans fits, unknown phase is possible, in cis does not fit; a relative may lower it */
    const char *gene;
    const char *reason; /* as seen from the allele that holds the pair: "this allele from the mother, the partner from
                           the father" */
} cb_pair;

/* What of a variant is made on demand: of most alleles the sieve asks for little. The place, the alleles, QUAL and
 * filter_state are always there. */
typedef enum cb_variant_part {
    CB_MAKE_TEXTS = 1 << 0,       /* id, key, filter, upstream_score, upstream_parts */
    CB_MAKE_ORIGIN = 1 << 1,      /* was_split, split_from */
    CB_MAKE_CALLS = 1 << 2,       /* genotypes */
    CB_MAKE_TRANSCRIPTS = 1 << 3, /* transcripts, chosen, severity, consequence, gene, hgnc_id, panels */
    CB_MAKE_FREQUENCIES = 1 << 4, /* frequencies, af, af_name */
    CB_MAKE_PREDICTORS = 1 << 5,
    CB_MAKE_CLINVAR = 1 << 6,
    CB_MAKE_COUNTS = 1 << 7,
    CB_MAKE_RAW = 1 << 8,
    CB_MAKE_CONSEQUENCE = 1 << 9, /* severity, consequence: a part of CB_MAKE_TRANSCRIPTS that costs little */
    CB_MAKE_ALL = (1 << 10) - 1
} cb_variant_part;

struct cb_variant;
/* Who can make the parts that are not there yet. */
typedef struct cb_maker {
    cb_status (*make)(void *who, struct cb_variant *v, unsigned parts, cb_error *e);
    void *who;
} cb_maker;

typedef struct cb_variant {
    const cb_maker *maker;   /* of the others; NULL when nothing is missing */
    const cb_contig *contig;
    int64_t position;        /* 1-based, of the record */
    int64_t end; /* last reference base that it reaches: of REF, or of a symbolic allele by END and SVLEN (VCF 4.1
                    to 4.5) */
    const char *ref, *alt;   /* as in the record */
    const char *id;          /* rs number or NULL */
    const char *key;         /* "1-12345-A-T", display contig; unique with record_number */
    int allele_index;        /* 1 is the first ALT */
    int allele_count;        /* ALTs in the record */
    unsigned parts;          /* cb_variant_part bits that are made; all of them once the sieve has kept it */
    bool was_split;          /* OLD_MULTIALLELIC, INFO/OLD_VARIANT or a sibling record says that it was split from a
                                multi-allelic record */
    const char *split_from;  /* what the field says, or NULL */
    int64_t record_number;   /* 1 is the first record of the file */
    long line;               /* of the text file, 0 for BCF */
    double quality;          /* QUAL, -1 missing */
    cb_filter_state filter_state;
    const char *filter;      /* FILTER as written */

    cb_genotype *genotypes;  /* one per cb_family.persons, in that order */
    cb_transcript *transcripts;
    size_t transcript_count;
    const cb_transcript *chosen; /* the transcript that heads the report, or NULL (no annotation) */
    const char *chosen_why;  /* text key: "chosen_mane", "chosen_canonical", "chosen_severest" */
    int severity;            /* of the most severe transcript; INT_MAX without annotation */
    const char *consequence; /* most severe term over all transcripts, or NULL */
    const char *gene;        /* symbol of `chosen`, or NULL */
    const char *hgnc_id;
    cb_measure *frequencies; /* one per source of cb_sources.frequencies, in that order */
    size_t frequency_count;
    cb_real af;              /* the highest of them */
    const char *af_name;     /* and its name, or NULL */
    cb_measure *predictors;  /* one per source of cb_sources.predictors */
    size_t predictor_count;
    cb_measure *counts;      /* one per source of cb_sources.counts: whole numbers, not below 0 */
    size_t count_count;
    cb_clinvar clinvar;
    cb_text upstream_score;  /* RankScore as it stands in the file */
    cb_text upstream_parts;  /* RankResult as it stands in the file */
    cb_raw *raw;             /* one per key of a rank model, in its order; see rank_model.h */
    size_t raw_count;
    const char *const *panels; /* names of the case's panels that hold the gene */
    size_t panel_count;

    /* set by model and judge */
    const struct cb_variant *const *siblings; /* other kept alleles of the multi-allelic site, of this record or of
                                               * those that it was split into, in the order of the file (siblings.h) */
    size_t sibling_count;
    cb_verdict modes[CB_MODES];
    cb_pair *pairs;
    size_t pair_count;
    bool rescued; /* dropped by a rule, and brought back by a partner */
    bool one_hit; /* a single pathogenic allele of a gene that the case's panels call recessive, without a partner */
    cb_point *points;
    size_t point_count, point_capacity;
    const char **flags;      /* worded warnings of the profile and of our checks */
    size_t flag_count, flag_capacity;
    double score;               /* sum of the points */
    struct cb_ranking *ranking; /* what a rank model gave, whose points then are `points`; NULL without one */
    size_t rank;             /* 1 is the first; 0 not ranked */
    bool shortlisted;
} cb_variant;

/* Makes the parts that are asked for and not there yet. Only what runs before an allele is kept need ask. */
cb_status cb_variant_need(cb_variant *v, unsigned parts, cb_error *e) CB_MUST_USE;

/* Appends a worded warning to the flags, once. `text` lives as long as the variant; NULL is memory that was refused. */
cb_status cb_variant_flag(cb_arena *arena, cb_variant *v, const char *text, cb_error *e) CB_MUST_USE;

/* The entry lies up- or downstream of its gene, or in none. VEP and SnpEff annotate the genes 5,000 bases up and down
 * as well: those say nothing of the gene. */
bool cb_only_near(const cb_transcript *t);

/* The genes that the allele lies in, each once: that of the transcript that heads it, then those of entries that are
 * not only near. A gene is called by its symbol, else "HGNC:8847". The array lives in the arena. */
cb_status cb_variant_genes(cb_arena *arena, const cb_variant *v, const char *const **genes, size_t *count,
                           cb_error *e) CB_MUST_USE;

/* The measure's value by name; CB_NOT_ANNOTATED when the profile names no such predictor. */
cb_real cb_predictor(const cb_variant *v, const char *name);

/* Where the report's values are read from; named by the profile, handed to read. */
typedef struct cb_source {
    const char *name;        /* what pages call it */
    const char *const *keys; /* "CSQ/gnomADe_AF", "INFO/EXACAF" (INFO/AF of the family is refused) */
    size_t key_count;        /* the highest value of those present counts */
    bool lowest;             /* instead, the lowest counts */
    const char *kind;        /* what a count counts: one of cb_count_kinds; NULL for the others */
} cb_source;
/* "allele_number" (alleles examined), "allele_count", "homozygotes", "hemizygotes": of a population; "local" and
 * "local_homozygotes": observations of the laboratory's own. Ends with NULL. */
extern const char *const cb_count_kinds[];
typedef struct cb_sources {
    const cb_source *frequencies; size_t frequency_count;
    const cb_source *predictors; size_t predictor_count;
    const cb_source *counts; size_t count_count;
    const char *const *clinvar_keys; size_t clinvar_key_count;   /* significance: "CSQ/CLIN_SIG", "INFO/CLNSIG" */
    const char *const *review_keys; size_t review_key_count;     /* review status */
    const char *const *accession_keys; size_t accession_key_count;
} cb_sources;

#endif
