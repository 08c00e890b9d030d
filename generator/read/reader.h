/* reader.h: what the parts of the variant reader share. */
#ifndef CASEBOUND_READ_READER_H
#define CASEBOUND_READ_READER_H

#include "casebound/base/digest.h"
#include "casebound/base/thread.h"
#include "casebound/read/variants.h"
#include "read/binary.h"
#include "read/genotype_fields.h"
#include "read/header.h"
#include "read/hts.h"
#include "read/info.h"
#include "read/making.h"
#include "read/marks.h"

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

/* Records of one contig that follow each other in a chunk. */
typedef struct cb_contig_run {
    cb_contig_line *line;
    long at; /* line of the first of them in the file */
    int64_t number, position;
} cb_contig_run;

/* The digest of the file, made beside its reading. */
typedef struct cb_file_digest {
    const char *path;
    cb_digest digest;
    uint64_t size;
    cb_status status;
    cb_error error;
} cb_file_digest;

struct cb_variants {
    cb_arena *arena;
    const char *path, *file; /* file: the name that messages use */
    cb_file_digest digest;
    cb_task *digesting; /* NULL: nobody asked for it */
    cb_hts *source;
    cb_header header; /* not changed while chunks are read, but for what merging and `extra` say */
    cb_lock *lock;    /* of the two below */
    cb_arena *strange;
    cb_map *extra;   /* name -> cb_contig_line of contigs that records name and the header does not */
    cb_reading *own; /* of cb_variants_next, with its chunk */
    cb_chunk *chunk;
    bool reading; /* the own reading has a chunk */
    /* of the chunks that were taken */
    uint64_t turn; /* of the next one */
    bool taken;    /* the last one */
    cb_turns *turns;
    /* of the chunks that were joined */
    long line;
    int64_t number;
    bool broken; /* the file cannot be read behind them */
    /* of the chunks that were merged */
    const cb_contig_line *contig; /* of the last record */
    int64_t position;
    long blank;                 /* first of the blank lines behind the last record; 0: none */
    cb_contig_line **strangers; /* of `extra`, in the order of the file */
    size_t stranger_count, stranger_capacity;
    cb_oddity_count oddities[CB_ODDITIES];
};

/* Whole lines of a file, or records of a BCF file as their bytes are. */
struct cb_chunk {
    cb_hts_piece piece;
    uint64_t turn;
    cb_str lines;    /* that end in the piece */
    cb_arena *arena; /* of the ends: a chunk is filled beside other work */
    uint32_t *ends;  /* of lines: place of each newline, and the end of the bytes behind a last line that has none */
    size_t end_count, end_capacity;
    long first_line;               /* number of the first; 0 for BCF */
    int64_t first_number;          /* of the first record */
    bool last;                     /* the file ends behind it */
    double share;                  /* of the file that was read, 0 to 1 */
    bool no_newline, unterminated; /* the last line has none; so has that of a plain text */
    cb_status status;              /* why the file cannot be read any further behind its lines */
    cb_error error;
};

struct cb_reading {
    const cb_header *header;
    const char *file;
    cb_variants *variants;
    const cb_plan *plan; /* NULL: records are checked alone */
    cb_arena *held;      /* of what goes on from chunk to chunk */
    cb_binary *binary;   /* NULL: the file is a text */
    /* of the record read last */
    long line;
    int64_t number;
    bool unterminated; /* its line may be cut */
    const cb_contig_line *contig;
    int64_t position;
    cb_marks marks;
    cb_info info;
    cb_samples samples;
    cb_original original;
    cb_cut cuts[CB_ANNOTATORS];
    cb_found found;
    cb_making making; /* the variant at hand */
    /* of the chunk */
    cb_arena *notes; /* emptied with each */
    const cb_chunk *chunk;
    size_t at, next; /* where the next line begins, and its number */
    long blank;      /* first of the blank lines behind the last record; 0: none */
    bool any;        /* there was a record */
    cb_contig_run *runs;
    size_t run_count, run_capacity;
    cb_map *displayed; /* display name -> cb_contig_line of the runs */
    cb_oddity_count oddities[CB_ODDITIES];
};

/* oddities.c: counts one of the record read last. */
void cb_odd(cb_reading *reader, cb_oddity oddity);
/* True when the header does not declare a FORMAT key, or does as the specification has it: a value that is no count is
 * then damage. */
bool cb_declared_as_counts(const cb_header *header, const char *key);

/* CB_INPUT "FILE line N: …", or "FILE record N: …" where there are no lines (BCF). */
cb_status cb_record_fail(const cb_reading *reader, const cb_record *r, cb_error *e, const char *format, ...)
    CB_PRINTF(4, 5);

/* contigs.c: notes that the record read last begins a run on this contig. Two names of one chromosome are CB_INPUT. */
cb_status cb_contig_begin(cb_reading *reader, cb_str name, int64_t position, cb_error *e) CB_MUST_USE;
/* Takes the runs of a chunk behind those before it: counts what comes back and what is not sorted. */
cb_status cb_contigs_merge(cb_variants *reader, const cb_reading *from, cb_error *e) CB_MUST_USE;
/* Behind the last chunk: contigs that the header does not declare get their places in the order of appearance. */
cb_status cb_contigs_end(cb_variants *reader, cb_error *e) CB_MUST_USE;

/* record.c: cuts a line into the record's slices at its tabs, and counts its columns. */
size_t cb_record_cut(cb_str line, const cb_marks *marks, cb_record *r);
/* Index of a FORMAT key, or -1. */
int cb_record_format_index(const cb_record *r, const char *key);

/* info.c: walks over INFO: its structure, and where each key's value stands. */
cb_status cb_info_walk(cb_reading *reader, cb_record *r, cb_error *e) CB_MUST_USE;
/* A wanted key (info.h, plan.h) of the record read last; NULL when the record does not have it. */
static inline cb_info_key *cb_info_find(const cb_reading *reader, size_t wanted) {
    cb_info_key *key = reader->info.wanted[wanted];
    return key->seen == reader->number ? key : NULL;
}
/* Its value, as it stands in a text. */
static inline cb_str cb_info_text(const cb_reading *reader, cb_info_key *key) {
    if (!key->item.s) {
        cb_info_write(reader->info.texts, key);
    }
    size_t n = key->name.n + (key->item.n > key->name.n ? 1 : 0); /* a flag has no '=' */
    return (cb_str){key->item.s + n, key->item.n - n};
}
static inline bool cb_info_value(const cb_reading *reader, size_t wanted, cb_str *value) {
    cb_info_key *key = cb_info_find(reader, wanted);
    if (key) {
        *value = cb_info_text(reader, key);
    }
    return key != NULL;
}
/* The same as cb_parse_real of its value where that is one number of BCF; else false. */
static inline bool cb_info_number(const cb_info_key *key, double *out) {
    return !key->item.s && cb_packed_number(&key->packed, out);
}

/* span.c: the last reference base that ALT `index` reaches (1 is the first). */
int64_t cb_span_end(const cb_reading *reader, const cb_record *r, int index);
/* Counts an END that is no position, or that SVLEN contradicts. */
void cb_span_check(cb_reading *reader, const cb_record *r);

/* checks.c: the structure of one record. */
cb_status cb_record_check(cb_reading *reader, cb_record *r, size_t columns, cb_error *e) CB_MUST_USE;
/* check_samples.c */
cb_status cb_record_check_samples(cb_reading *reader, const cb_record *r, cb_error *e) CB_MUST_USE;

#endif
