/* samples.h: synthetic families: what the writers of the sample files share. Everything is integer arithmetic over one
 * seed, so that the files are the same on every machine. */
#ifndef CASEBOUND_SAMPLES_H
#define CASEBOUND_SAMPLES_H

#include "casebound/base/file.h"

enum { PERSONS = 4, ALTS = 2, ALLELE_TEXT = 24, CHROMOSOMES = 25, NO_VALUE = -1, AF_ONE = 10000000 };

typedef struct draw {
    uint64_t state;
} draw;
uint32_t draw_below(draw *d, uint32_t n);    /* 0 .. n-1 */
int draw_between(draw *d, int from, int to); /* both included */
char draw_base(draw *d);
bool draw_chance(draw *d, int percent);

typedef struct chromosome {
    const char *name; /* "chr1" … "chrX", "chrY", "chrM" */
    long length;      /* GRCh38 */
} chromosome;
extern const chromosome CHROMOSOME[CHROMOSOMES];

typedef struct gene {
    const char *symbol;
    int hgnc;
    int chrom; /* index into CHROMOSOME */
    long start, end;
    char strand;
    int residues, exons;
} gene;
extern const gene GENES[];
extern const size_t GENE_COUNT;
const gene *gene_named(const char *symbol);

typedef enum kind {
    STOP_GAINED,
    FRAMESHIFT_DELETION,
    FRAMESHIFT_INSERTION,
    SPLICE_DONOR,
    MISSENSE,
    INFRAME_DELETION,
    SPLICE_REGION,
    SYNONYMOUS,
    UTR_5,
    UTR_3,
    INTRON,
    UPSTREAM,
    STAR
} kind;

/* What the annotation says of one ALT. */
typedef struct effect {
    kind kind;
    int residue;                  /* 1-based amino acid, or the place in the gene in that unit */
    int codon;                    /* row of the codon table of its kind */
    int size;                     /* bases deleted or inserted */
    int shift;                    /* intron and UTR: distance */
    int af;                       /* gnomAD exomes, of AF_ONE; NO_VALUE: missing */
    int revel;                    /* of 1000 */
    int cadd;                     /* of 10 */
    int splice;                   /* of 100 */
    const char *clinvar, *review; /* NULL: none */
} effect;

typedef struct call {
    int ploidy;    /* 0: not called at all */
    int allele[2]; /* -1 missing */
    int reads[ALTS + 1];
} call;

typedef struct record {
    const gene *gene;
    long position;
    char ref[ALLELE_TEXT], alt[ALTS][ALLELE_TEXT];
    int alts;
    effect effect[ALTS];
    long rs; /* 0: none */
    const char *filter;
    call call[PERSONS];
    const char *truth; /* "candidate", "trap" … or NULL */
    const char *inheritance, *note;
} record;

typedef struct person {
    const char *id, *name;
    bool male, affected;
    int father, mother; /* index, -1: none */
} person;

typedef struct family {
    const char *id, *proband_name, *patient_id, *birth_date, *indication, *synopsis;
    const char *const *terms;
    const char *panel, *panel_name;
    const char *pedigree; /* what stands under the case file's key, or NULL */
    const char *const *panel_genes;
    person person[PERSONS];
    int persons;
    uint64_t seed;
    int records;
    void (*plant)(const struct family *f, draw *d, record *out, int *count);
} family;
extern const family FAMILIES[];
extern const int FAMILY_COUNT;

/* annotate.c */
void set_alleles(record *r, draw *d); /* REF, ALT and position from the first effect */
void add_csq(cb_buf *b, const record *r);
const char *consequence_of(kind k);
extern const char CSQ_FORMAT[];

/* calls.c */
int copies_of(const gene *g, long position, bool male); /* 2, 1, or 0 */
void set_reads(call *c, int alts, draw *d, int depth);
void call_hets(record *r, const family *f, draw *d, const int (*alleles)[2]);
void draw_calls(record *r, const family *f, draw *d);
void add_format(cb_buf *b, const call *c, int alts);

/* background.c */
int make_records(const family *f, record *out, int room);

/* files.c: everything of a family into FOLDER/ID/ */
cb_status write_family(const family *f, const char *folder, cb_error *e) CB_MUST_USE;

#endif
