/* making.h: what the parts of the materialiser share while one variant is made. */
#ifndef CASEBOUND_READ_MAKING_H
#define CASEBOUND_READ_MAKING_H

#include "read/original.h"

/* One entry of CSQ, ANN or BCSQ that belongs, or may belong, to the allele at hand. */
typedef struct cb_entry {
    cb_str text;
    bool ambiguous;
} cb_entry;

typedef struct cb_entries {
    const cb_layout *layout;
    cb_entry *list;
    size_t count;
    bool read;
} cb_entries;

typedef struct cb_making {
    cb_reading *reader;
    const cb_record *record;
    int index; /* of the ALT, 1 is the first */
    const cb_materials *with;
    cb_arena *arena;
    cb_error *e;
    cb_original original;
    cb_entries entries[CB_ANNOTATORS];
    cb_variant *v;
} cb_making;

/* annotation.c: the entries of one kind for this allele; *out is NULL when the header does not declare the key. */
cb_status cb_entries_of(cb_making *m, cb_annotator kind, const cb_entries **out) CB_MUST_USE;
/* A field of an entry: false when it is empty, '.' or left out. */
bool cb_entry_field(cb_str entry, int field, cb_str *value);
/* Ties entries to the allele: drops those of other alleles, marks those that cannot be told. allele_match.c, and bcsq.c
 * for BCSQ. */
void cb_entries_tie(const cb_making *m, cb_entries *entries);
void cb_bcsq_tie(const cb_making *m, cb_entries *entries);
/* bcsq.c: the Sequence Ontology's name of a consequence as bcftools writes it; the text itself where there is no other.
 */
cb_str cb_bcsq_term(cb_str term);

/* transcripts.c: fills v->transcripts, severity and consequence; choose.c: v->chosen, gene and hgnc_id. */
cb_status cb_transcripts_make(cb_making *m) CB_MUST_USE;
cb_status cb_transcript_choose(cb_making *m) CB_MUST_USE;

/* text.c: a copy of an INFO value as it was meant: percent-encoded characters decoded. VCF 4.3 encodes eight characters
 * (section 1.2); VEP encodes = ; and , in any version. "vep" tells that VEP wrote it. */
char *cb_info_decoded(const cb_making *m, cb_str raw, bool vep) CB_MUST_USE;

/* values.c: frequencies and predictors; counts. */
cb_status cb_values_make(cb_making *m) CB_MUST_USE;
cb_status cb_counts_make(cb_making *m) CB_MUST_USE;
/* keys.c */
/* The texts of a key ("CSQ/x", "ANN/x", "BCSQ/x", "INFO/x") for this allele, as they stand; CB_FILTER for a key of
 * another shape. */
typedef struct cb_found {
    bool declared;
    bool vep;        /* VEP wrote it */
    bool untied;     /* there are values, and none can be told to be this allele's; they stand in texts */
    cb_str *texts;   /* items of INFO's list, or one of each entry */
    cb_str *alleles; /* the Allele field of the entry of each text; empty for INFO */
    size_t count;
} cb_found;
/* `whole` leaves the list of an INFO key together where it has no item of this allele's own. */
cb_status cb_key_find(cb_making *m, const char *key, bool whole, cb_found *out) CB_MUST_USE;
/* True when the text before a colon ("T:0.01") is an allele, and then whether it is this one. */
bool cb_prefix_allele(const cb_making *m, cb_str prefix, cb_str entry_allele, bool *ours);

/* raw.c: v->raw, the texts of the keys of a rank model; RankScore and RankResult as they stand. */
cb_status cb_raw_make(cb_making *m) CB_MUST_USE;
cb_status cb_upstream_make(cb_making *m) CB_MUST_USE;

/* clinvar.c */
cb_status cb_clinvar_make(cb_making *m) CB_MUST_USE;

/* Appends a worded warning to v->flags. */
cb_status cb_flag(cb_making *m, const char *text) CB_MUST_USE;

#endif
