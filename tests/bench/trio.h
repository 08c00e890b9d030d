/* trio.h: a genome-like trio for measuring: what the generator's files share. Everything is integer arithmetic over one
 * seed, so that the text is the same on every machine. Sequence, genes, transcripts and scores are invented. */
#ifndef CASEBOUND_BENCH_TRIO_H
#define CASEBOUND_BENCH_TRIO_H

#include "../../samples/samples.h"

enum { SYMBOL_TEXT = 16, MANY_TRANSCRIPTS = 13 };

/* An invented gene; all of it follows from the seed, the chromosome and the place. */
typedef struct locus {
    char symbol[SYMBOL_TEXT];
    int hgnc;
    long start, end;
    char strand;
    int exons, transcripts;
    bool coding;
} locus;

typedef enum spot { INTERGENIC, GENE_UPSTREAM, GENE_DOWNSTREAM, INTRONIC, SPLICE_SITE, SPLICE_NEAR, EXONIC } spot;

/* What one ALT does to the gene's first transcript: a row of the table of terms in place.c. */
typedef struct term {
    const char *name, *impact;
} term;

typedef struct site {
    record
        r; /* chromosome through r.gene, alleles and calls; effect[i].af, .revel, .cadd, .splice, .clinvar, .review */
    gene on;
    locus locus;
    spot spot;
    int exon;  /* 0-based on the strand of the reference */
    long from; /* bases from the exon's edge, 0 inside */
    bool regulatory;
    const term *term[ALTS];
    long number; /* 0 is the first record */
} site;

typedef struct plan {
    uint64_t seed;
    long records;
    long of_chromosome[CHROMOSOMES];
} plan;

/* place.c: where a site lies and what it does. */
uint64_t hash_of(uint64_t seed, uint64_t a, uint64_t b);
void place_site(site *s, const plan *p);
void draw_terms(site *s, draw *d);
/* The words for a transcript of the gene beside the first one, given what the ALT does to the first. */
typedef enum biotype { CODING, NMD, RETAINED_INTRON, LNCRNA } biotype;
biotype biotype_of(const site *s, int transcript);
void add_consequence(cb_buf *b, const site *s, int alt, int transcript);
const term *term_named(const char *name);

/* site.c: alleles, frequencies, scores and calls of the next record; true in *planted when it is one of the truths. */
extern const family TRIO;
void make_plan(plan *p, uint64_t seed, long records);
void draw_site(site *s, const plan *p, draw *d, int chrom, long index);

/* info.c: the INFO column; csq.c: its annotation by transcripts. */
void add_info_header(cb_buf *b);
void add_info(cb_buf *b, const site *s, draw *d);
void add_csq_header(cb_buf *b);
void add_transcripts(cb_buf *b, const site *s);
void put_integer(cb_buf *b, long value);
void put_fixed(cb_buf *b, long value, int decimals); /* value of 10^decimals */
void put_frequency(cb_buf *b, int af);               /* of AF_ONE */

#endif
