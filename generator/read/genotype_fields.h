/* genotype_fields.h: FORMAT, the samples' columns, and one person's call. */
#ifndef CASEBOUND_READ_GENOTYPE_FIELDS_H
#define CASEBOUND_READ_GENOTYPE_FIELDS_H

#include "read/original.h"

/* Where the values stand in FORMAT; -1 where a key is not there. */
typedef struct cb_format_map {
    int gt, ad, dp, gq, ps, ro, ao, rd, dv, dp4, pl, gl, nr, nv, dpr, pgt, pid, laa, lad, lpl, lgt;
} cb_format_map;

typedef struct cb_call_format {
    cb_str text;
    int count;        /* of its keys */
    bool local_first; /* LAA comes first: without local alleles a sample's column may be empty (VCF 4.5) */
    cb_format_map map;
} cb_call_format;

enum { CB_FORMATS = 8, CB_FORMAT_TEXT = 256 };

/* The samples of the record at hand. A file has few FORMATs: the last ones are known by their text. */
typedef struct cb_samples {
    const cb_call_format *format; /* of the record; NULL before the first */
    cb_str *columns;              /* one per sample of the header */
    cb_call_format known[CB_FORMATS];
    char texts[CB_FORMATS][CB_FORMAT_TEXT];
    size_t turn; /* of the known one that gives way next */
} cb_samples;

void cb_format_map_of(cb_str format, cb_format_map *map);

/* A list of counts; -1 where a value is missing. */
enum { CB_COUNTS_MAX = CB_ALTS_MAX + 1 };
typedef struct cb_counts {
    int32_t value[CB_COUNTS_MAX];
    size_t count;
} cb_counts;

enum { CB_CALL_PARTS = 32 };

/* One sample of the record that the reading read last. */
typedef struct cb_call {
    cb_reading *reader;
    const cb_record *record;
    const cb_format_map *map;
    /* Of a record that was split, when known: which ALT of the original this one is (1 is the first), and how many that
     * had; else 0. */
    int own, original_alts;
    cb_str text;
    cb_str part[CB_CALL_PARTS]; /* the first ones of the text */
    int parts;
    cb_error *e;
} cb_call;

/* Takes a sample's column apart. */
void cb_call_cut(cb_call *s, cb_str text);
/* The part at that place of FORMAT: false when it was left out, or is empty; `at` -1 is nowhere. */
bool cb_call_part(const cb_call *s, int at, cb_str *part);

/* Fills all of `g` but its judgement for the allele `index`, from a sample that was cut. */
cb_status cb_genotype_read(const cb_call *s, int index, cb_arena *arena, cb_genotype *g) CB_MUST_USE;

/* A FORMAT value that is a list of counts, or one; none where it is missing. CB_INPUT when it is something else, unless
 * the header declares the key as something else. */
cb_status cb_call_counts(const cb_call *s, int at, const char *key, cb_counts *out) CB_MUST_USE;
cb_status cb_call_count(const cb_call *s, int at, const char *key, int32_t *out) CB_MUST_USE;

/* depths.c: DP, and the reads of the allele and of REF as callers write them. */
cb_status cb_depths_read(const cb_call *s, int index, cb_genotype *g) CB_MUST_USE;

/* likelihoods.c: true when some genotype with the allele is as likely as the called one without it. */
bool cb_call_uninformative(const cb_call *s, int index, const cb_genotype *g);

/* local_alleles.c: VCF 4.5's local alleles (section 1.6.2): LAA lists the ALTs that a sample's other local lists speak
 * of. */
typedef struct cb_local {
    int allele[CB_COUNTS_MAX]; /* index of the record's allele; the first is REF */
    size_t count;              /* 0: there is no LAA */
} cb_local;
cb_status cb_local_read(const cb_call *s, cb_local *out) CB_MUST_USE;
/* Place of an allele of the record among the local ones, or -1. */
int cb_local_place(const cb_local *l, int allele);
/* GT made of LGT: the same text with the record's allele numbers. */
cb_status cb_local_genotype(const cb_call *s, cb_arena *arena, cb_str *out) CB_MUST_USE;

#endif
