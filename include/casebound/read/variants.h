/* variants.h: reading VCF, VCF.gz and BCF. htslib opens and decompresses; the lazy view (record.h) reads the text. */
#ifndef CASEBOUND_READ_VARIANTS_H
#define CASEBOUND_READ_VARIANTS_H

#include "casebound/model/case.h"
#include "casebound/model/consequence.h"
#include "casebound/model/variant.h"
#include "casebound/read/record.h"

typedef struct cb_variants cb_variants; /* an open file */

/* Opens the file, reads and checks its header. The reader is owned by the arena;
 * *out is NULL on failure. The path is a regular file, never an address, a command or standard input. CB_INPUT: not
 * there, not a VCF (4.0 to 4.5) or BCF 2.2, broken header, duplicate sample names, truncated (no BGZF end marker). A
 * compressed file is known to be whole at its end. A plain text file can lose its last lines without a sign, so
 * laboratories should compress with bgzip; where its last line has no newline, it is refused unless the last sample has
 * a value for every key of FORMAT. */
cb_status cb_variants_open(cb_arena *arena, const char *path, cb_variants **out, cb_error *e) CB_MUST_USE;

/* The samples of the header, in order. */
const char *const *cb_variants_samples(const cb_variants *reader, size_t *count);
/* Callers, annotators and filters that the header names, one a line, without paths, sample names or command lines; ""
 * when it names none. */
const char *cb_variants_upstream(const cb_variants *reader);
/* "bcftools merge 1.20" where the header names a version of it that could put depths under another sample (1.19 and
 * 1.20; release notes of bcftools 1.21); NULL where it names none. Lives as long as the reader. */
const char *cb_variants_mixing_tool(const cb_variants *reader);
/* Sets kase->rank_names (lives as long as the reader), and tells in a notice which keys of the case's rank model the
 * header does not declare: their rules count as not reported. */
cb_status cb_variants_rank(const cb_variants *reader, cb_case *kase, cb_arena *arena, cb_error *e) CB_MUST_USE;
/* GRCh37 or GRCh38 by contig lengths, ##reference or ##assembly; unknown otherwise. */
cb_build cb_variants_build(const cb_variants *reader);
/* Annotation kinds found in the header: any of "CSQ", "ANN", "BCSQ". */
const char *const *cb_variants_annotations(const cb_variants *reader, size_t *count);

/* Sets cb_person.column by exact name for every person. A proband without a column, or a name that matches only when
 * case is ignored: CB_INPUT. Relatives without a column keep -1 and are reported as notices. */
cb_status cb_variants_map(cb_variants *reader, cb_case *kase, cb_arena *arena, cb_error *e) CB_MUST_USE;

/* The next record after its structural checks (columns, POS, REF, ALT, FILTER, FORMAT, GT within the alleles …; VCF 4.1
 * to 4.5, section 1.6). *more is false at the true end; a truncated or broken file is CB_INPUT with file and line (BCF:
 * number of the record). Records need not be sorted. Two names for one chromosome ("chr1" and "1") in one file are
 * CB_INPUT. Messages hold no value of a sample. */
cb_status cb_variants_next(cb_variants *reader, cb_record *record, bool *more, cb_error *e) CB_MUST_USE;

/* Appends to the notices what was let pass in the records and how often, with the first line of each (docs/input.md):
 * an empty item of INFO, an unsorted file, depths that do not fit the alleles … Call it behind the true end. */
cb_status cb_variants_notices(const cb_variants *reader, cb_case *kase, cb_arena *arena, cb_error *e) CB_MUST_USE;

/* What the materialiser needs besides the record. */
typedef struct cb_materials {
    const cb_case *kase;
    const cb_sources *sources;
    const cb_consequences *consequences;
    const cb_evidence_policy *evidence;
} cb_materials;

/* Makes a full variant of ALT `index` (1 is the first) in the arena. The record must be the reader's latest; contigs
 * live as long as the reader, texts as long as the arena, names and keys of sources as long as the sources. CB_INPUT on
 * a field that cannot be read, with file and line; CB_FILTER when a source names what counts the family's own alleles
 * (INFO/AF …) or is of no known kind.
 *
 * Annotation is CSQ where the record has it, else ANN, else BCSQ. An entry that cannot be tied to this allele alone is
 * kept and marked (allele_ambiguous); values of such entries, and of INFO lists that do not fit the alleles, are not
 * used for frequencies and predictors, and a flag says so. A pointer of bcftools csq ('@position') becomes
 * protein_altering_variant of an unsure allele. A call of more than CB_PLOIDY_MAX alleles keeps its text; of its
 * alleles no more is said than whether this one was called. ClinVar's significance is the text with the gravest class
 * among all keys. */
cb_status cb_materialise(cb_variants *reader, const cb_record *record, int index, const cb_materials *with,
                         cb_arena *arena, cb_variant **out, cb_error *e) CB_MUST_USE;

/* A file is read in chunks: by cb_variants_next, one after the other; or at the same time, each by a reading of its
 * own, whose results are merged in the order of the chunks. Both give the same records, messages and notices. A file is
 * read in one of the two ways. */
typedef struct cb_chunk cb_chunk;     /* whole lines, or records of a BCF file */
typedef struct cb_reading cb_reading; /* what one chunk says */

/* Largest chunk that can be asked for, in bytes of text, or of records of BCF. */
enum { CB_CHUNK_MAX = 16 * 1024 * 1024 };

/* An empty chunk, owned by the arena. */
cb_status cb_chunk_new(cb_arena *arena, cb_chunk **out, cb_error *e) CB_MUST_USE;
/* Takes the next part of the file into the chunk, about `size` bytes of it when they are decompressed, a line or a
 * block at least, 0: the usual 256 KiB. False when the file is used up. What keeps the file from being read any further
 * is reported behind the chunk's last record. One thread at a time. A chunk that was taken must be begun: the next one
 * waits for that. */
bool cb_variants_take(cb_variants *reader, size_t size, cb_chunk *chunk) CB_MUST_USE;
/* How much of the file was read when the chunk was filled, 0 to 1. */
double cb_chunk_share(const cb_chunk *chunk);
/* What is made of the records: the keys of the sources and the genes of the panels, looked up once. It may be used by
 * several readings at the same time, and lives in the arena; the materials outlive it. CB_FILTER as cb_materialise. */
typedef struct cb_plan cb_plan;
cb_status cb_variants_plan(cb_variants *reader, const cb_materials *with, cb_arena *arena, cb_plan **out,
                           cb_error *e) CB_MUST_USE;
/* From the next chunk on, a record of a BCF file is taken with no more of INFO than the plan asks for; the rest is
 * checked and left out. For a file that is read by this plan alone. */
cb_status cb_variants_ask_for(cb_variants *reader, const cb_plan *plan, cb_error *e) CB_MUST_USE;
/* A reading, owned by the arena; used for one chunk after the other. */
cb_status cb_reading_new(cb_arena *arena, cb_variants *reader, const cb_plan *plan, cb_reading **out,
                         cb_error *e) CB_MUST_USE;
/* Starts on a chunk: decompresses it, and joins it to what the chunk before leaves over; it has the lines that end in
 * it, which may be none. It stays as it is until the reading is merged. */
cb_status cb_reading_begin(cb_reading *reading, cb_chunk *chunk, cb_error *e) CB_MUST_USE;
/* As cb_variants_next, within the chunk. */
cb_status cb_reading_next(cb_reading *reading, cb_record *record, bool *more, cb_error *e) CB_MUST_USE;
/* Takes what a reading has noted, in the order of the chunks, also of one that failed: two names of one chromosome, or
 * a blank line before records, may stand before that failure in the file, and are CB_INPUT. One thread at a time, also
 * beside cb_variants_take and readings of other chunks. */
cb_status cb_variants_merge(cb_variants *reader, const cb_reading *reading, cb_error *e) CB_MUST_USE;

/* A variant of ALT `index` of the record that the reading read last, with the parts that every record is checked for:
 * its origin, calls, frequencies and predictors. The others are made when cb_variant_need asks, in the same arena,
 * until the next variant of this reading is made. Errors as cb_materialise. */
cb_status cb_reading_variant(cb_reading *reading, const cb_record *record, int index, cb_arena *arena, cb_variant **out,
                             cb_error *e) CB_MUST_USE;
/* As above, with all its parts. */
cb_status cb_reading_make(cb_reading *reading, const cb_record *record, int index, cb_arena *arena, cb_variant **out,
                          cb_error *e) CB_MUST_USE;

/* Has the digest of the file made of the very bytes that are read for the records, or, where htslib reads them, in a
 * thread of its own. Before the first chunk is taken. */
cb_status cb_variants_digest(cb_variants *reader, cb_error *e) CB_MUST_USE;
/* Digest and size of the file as read (whole file, compressed bytes as they are); waits for the digest, or makes it.
 * CB_INPUT when the file was changed since it was opened. */
cb_status cb_variants_input(cb_variants *reader, const char *role, cb_arena *arena, cb_input *out,
                            cb_error *e) CB_MUST_USE;

#endif
