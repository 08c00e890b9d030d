/* header.h: what the header of a VCF declares (VCF 4.1 to 4.5, section 1.4). */
#ifndef CASEBOUND_READ_HEADER_H
#define CASEBOUND_READ_HEADER_H

#include "casebound/base/map.h"
#include "casebound/model/contig.h"

/* One ##INFO or ##FORMAT line. */
typedef struct cb_declared {
    const char *id;
    char number;   /* 'A', 'R', 'G', '.', '1' for a count, '?' for the local and ploidy kinds of VCF 4.4 and 4.5 */
    int64_t count; /* with number '1' */
    const char *type, *description;
    const char *number_text; /* as declared */
    bool disordered;         /* ID, Number, Type and Description do not stand in this order */
} cb_declared;

typedef enum cb_annotator { CB_CSQ, CB_ANN, CB_BCSQ, CB_ANNOTATORS } cb_annotator;

/* What a field of an annotation entry is for, whatever its tool calls it. */
typedef enum cb_part {
    CB_PART_ALLELE,
    CB_PART_CONSEQUENCE,
    CB_PART_IMPACT,
    CB_PART_SYMBOL,
    CB_PART_GENE,
    CB_PART_HGNC,
    CB_PART_FEATURE,
    CB_PART_FEATURE_TYPE,
    CB_PART_BIOTYPE,
    CB_PART_EXON,
    CB_PART_INTRON,
    CB_PART_RANK,
    CB_PART_HGVS_C,
    CB_PART_HGVS_P,
    CB_PART_CANONICAL,
    CB_PART_MANE,
    CB_PART_MANE_SELECT,
    CB_PART_MANE_PLUS,
    CB_PART_ALLELE_NUMBER,
    CB_PART_DNA_CHANGE,
    CB_PARTS
} cb_part;

/* The entries of one annotation key, by the header's own list of fields. */
typedef struct cb_layout {
    cb_annotator kind;
    const char *key; /* "CSQ" */
    bool declared;
    bool snpeff; /* alleles are written as in ALT, not by VEP's rule */
    const char **fields;
    size_t count;       /* fields of an entry */
    size_t least;       /* fewest fields that an entry may have */
    int part[CB_PARTS]; /* index of a field, or -1 */
} cb_layout;

typedef struct cb_contig_line {
    cb_contig contig;
    int64_t length; /* -1: not declared */
    long visits;    /* how often records of another contig gave way to records of this one */
} cb_contig_line;

typedef struct cb_header {
    cb_arena *arena;
    const char *file;      /* name for messages */
    int minor;             /* of version 4.minor */
    cb_map *info, *format; /* id -> cb_declared */
    cb_map *contigs;       /* name -> cb_contig_line */
    cb_map *
        displayed; /* display name -> cb_contig_line that a record uses: two names for one chromosome are found by it */
    int next_order; /* of the next contig that is no chromosome */
    const char **samples;
    size_t sample_count;
    bool has_format; /* the FORMAT column is there */
    size_t columns;
    cb_layout layouts[CB_ANNOTATORS];
    const char *annotations[CB_ANNOTATORS]; /* keys declared, in the order above */
    size_t annotation_count;
    cb_build build_by_length, build_by_text;
    bool builds_disagree; /* lengths of both builds stand in it */
    bool text_disagrees;
    bool old_mitochondria;   /* a mitochondrial contig of 16571 bases: NC_001807 of hg19, not rCRS */
    const char *merged_with; /* a version of bcftools merge that is known to shuffle depths, or NULL */
    cb_map *tools;           /* lines for cb_variants_upstream, in order of appearance */
    cb_map *filters;         /* ids declared */
    const char *upstream;
} cb_header;

/* Starts an empty header. */
cb_status cb_header_begin(cb_arena *arena, const char *file, cb_header *h, cb_error *e) CB_MUST_USE;
/* Takes one line; *done is true behind the #CHROM line. */
cb_status cb_header_line(cb_header *h, cb_str line, long number, bool *done, cb_error *e) CB_MUST_USE;

enum { CB_CONTIGS_MAX = 1000000 };
/* True when there is room for this many contigs beside those declared. */
bool cb_header_has_room(const cb_header *h, size_t more);
/* A new contig; NULL when memory is out. Its place in the order is that of no chromosome in particular. */
cb_contig_line *cb_contig_line_new(cb_arena *arena, cb_str name);

const cb_declared *cb_header_info(const cb_header *h, cb_str id);
const cb_declared *cb_header_format(const cb_header *h, cb_str id);

/* The next key=value of a structured line's inside ("ID=x,Description=\"a, b\""). 1: there is one, 0: the end, -1:
 * malformed. Quotes are taken off; backslashes stay. */
int cb_meta_next(cb_str *rest, cb_str *key, cb_str *value);
/* The value of one key; false when it is not there. */
bool cb_meta_value(cb_str inside, const char *key, cb_str *value);

/* header_tools.c: notes what a line says of upstream tools and of the build. */
cb_status cb_header_note(cb_header *h, cb_str key, cb_str value, cb_error *e) CB_MUST_USE;
/* Joins the notes into h->upstream, leaving out what names a sample. */
cb_status cb_header_upstream(cb_header *h, cb_error *e) CB_MUST_USE;
/* header_build.c: notes a contig's length. */
void cb_header_length(cb_header *h, const cb_contig_line *line);
/* header_build.c: notes a text that may name a build. */
void cb_header_assembly(cb_header *h, cb_str text);
cb_build cb_header_build(const cb_header *h);

/* layout.c: reads the list of fields from the description of an annotation key. */
cb_status cb_layout_read(cb_header *h, cb_annotator kind, long number, cb_error *e) CB_MUST_USE;
/* Index of a field by its exact name, or -1. */
int cb_layout_field(const cb_layout *layout, cb_str name);

#endif
