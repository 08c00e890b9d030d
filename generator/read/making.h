/* making.h: what the parts of the materialiser share while one variant is made. */
#ifndef CASEBOUND_READ_MAKING_H
#define CASEBOUND_READ_MAKING_H

#include "read/header.h"
#include "read/original.h"

/* One entry of CSQ, ANN or BCSQ that belongs, or may belong, to the allele at hand. */
typedef struct cb_annotation {
    cb_str text;
    const char *line;     /* that the bars count from */
    const uint32_t *bars; /* where each '|' of the entry stands */
    size_t bar_count;
    bool ambiguous;
    bool repeats; /* its numbers, and whose they are, are those of the entry before */
} cb_annotation;

/* The entries of one key of a record, of whatever allele. */
typedef struct cb_cut {
    int64_t number; /* of the record */
    cb_str value;
    cb_annotation *list;
    size_t count, capacity;
    const uint32_t *bars; /* of all of them */
    size_t bar_count;
    size_t short_fields; /* all entries end after so many fields; 0: they are whole */
} cb_cut;

typedef struct cb_entries {
    const cb_layout *layout;
    const cb_cut *cut;
    cb_annotation *list;
    size_t count;
    bool read;
    const cb_annotation **counted; /* of the list: those whose numbers count, each once */
    size_t counted_count;
    bool told; /* one of them at least is this allele's for certain */
    bool one;  /* the record has one allele, and all of them speak of one */
} cb_entries;

typedef struct cb_making {
    cb_reading *reader;
    const cb_record *record;
    int index; /* of the ALT, 1 is the first */
    const struct cb_plan *plan;
    cb_arena *arena;
    cb_error *e;
    const cb_original *original;
    cb_entries entries[CB_ANNOTATORS];
    cb_variant *v;
    cb_maker maker;
} cb_making;

/* annotation.c: the entries of one kind for this allele; *out is NULL when the header does not declare the key. */
cb_status cb_entries_of(cb_making *m, cb_annotator kind, const cb_entries **out) CB_MUST_USE;
/* The entries of the record at hand, of whatever allele; none where it has none. CB_INPUT where they are not as the
 * header lists them. */
cb_status cb_cut_of(cb_reading *reader, const cb_record *r, cb_annotator kind, const cb_cut **out,
                    cb_error *e) CB_MUST_USE;
/* A field of an entry: false when it is empty, '.' or left out. */
static inline bool cb_entry_field(const cb_annotation *entry, int field, cb_str *value) {
    if (field < 0 || (size_t)field > entry->bar_count) {
        return false;
    }
    const char *from = field == 0 ? entry->text.s : entry->line + entry->bars[field - 1] + 1;
    const char *end =
        (size_t)field < entry->bar_count ? entry->line + entry->bars[field] : entry->text.s + entry->text.n;
    *value = (cb_str){from, (size_t)(end - from)};
    return value->n > 0 && !(value->n == 1 && from[0] == '.');
}
/* CB_INPUT where the entries that transcripts are made of cannot be read: whatever becomes of the allele, the file is
 * refused. *out is the kind that is used, or NULL: the record has none. */
cb_status cb_annotation_check(cb_making *m, const cb_entries **out) CB_MUST_USE;
/* Ties entries to the allele: drops those of other alleles, marks those that cannot be told. allele_match.c, and bcsq.c
 * for BCSQ. */
void cb_entries_tie(const cb_making *m, cb_entries *entries);
void cb_bcsq_tie(const cb_making *m, cb_entries *entries);
/* bcsq.c: the Sequence Ontology's name of a consequence as bcftools writes it; the text itself where there is no other.
 */
cb_str cb_bcsq_term(cb_str term);

/* transcripts.c: v->severity and consequence alone; v->transcripts with them. choose.c: v->chosen, gene and hgnc_id. */
cb_status cb_consequence_make(cb_making *m) CB_MUST_USE;
cb_status cb_transcripts_make(cb_making *m) CB_MUST_USE;
cb_status cb_transcript_choose(cb_making *m) CB_MUST_USE;

/* text.c: decodes the percent-encoded characters of `n` bytes of INFO in place, and ends them with NUL. VCF 4.3 encodes
 * eight characters (section 1.2); VEP encodes = ; and , in any version: "vep" tells that VEP wrote it. */
void cb_info_decode(const cb_making *m, char *text, size_t n, bool vep);
/* A decoded copy. */
char *cb_info_decoded(const cb_making *m, cb_str raw, bool vep) CB_MUST_USE;

/* values.c: frequencies and predictors; counts. A value that is no number, or no count, is CB_INPUT. */
cb_status cb_values_make(cb_making *m) CB_MUST_USE;
cb_status cb_counts_make(cb_making *m) CB_MUST_USE;

/* keys.c: the texts of a key for this allele, as they stand. */
typedef struct cb_found {
    bool declared;
    bool vep;        /* VEP wrote it */
    bool untied;     /* there are values, and none can be told to be this allele's; they stand in texts */
    cb_str *texts;   /* items of INFO's list, or one of each entry */
    cb_str *alleles; /* the Allele field of the entry of each text; empty for INFO */
    size_t count, capacity;
} cb_found;
struct cb_bound_key;
/* *out lives until the next call. `whole` leaves the list of an INFO key together where it has no item of this allele's
 * own. */
cb_status cb_key_find(cb_making *m, const struct cb_bound_key *key, bool whole, const cb_found **out) CB_MUST_USE;
/* True when the text before a colon ("T:0.01") is an allele, and then whether it is this one. */
bool cb_prefix_allele(const cb_making *m, cb_str prefix, cb_str entry_allele, bool *ours);

/* raw.c: v->raw, the texts of the keys of a rank model; RankScore and RankResult as they stand. */
cb_status cb_raw_make(cb_making *m) CB_MUST_USE;
cb_status cb_upstream_make(cb_making *m) CB_MUST_USE;

/* clinvar.c */
cb_status cb_clinvar_make(cb_making *m) CB_MUST_USE;

/* calls.c: the family's genotypes. */
cb_status cb_calls_make(cb_making *m) CB_MUST_USE;

/* Appends a worded warning to v->flags. */
cb_status cb_flag(cb_making *m, const char *text) CB_MUST_USE;

#endif
