/* case.h: a case: its family, its question, its panels, who it is reported for, and what was not examined. */
#ifndef CASEBOUND_MODEL_CASE_H
#define CASEBOUND_MODEL_CASE_H

#include "casebound/base/digest.h"
#include "casebound/base/map.h"
#include "casebound/model/contig.h"
#include "casebound/model/family.h"
#include "casebound/model/rank_model.h"

typedef struct cb_term {
    const char *id;        /* "HP:0001250", after replacement of an obsolete id */
    const char *name;      /* NULL: no ontology given, or the term is not in it */
    const char *given;     /* the id as the case file gives it */
    bool replaced;         /* given was obsolete or an alternative id */
} cb_term;

typedef struct cb_panel {
    const char *id, *name, *version, *date; /* version and date: NULL when not given */
    const char *const *genes;   /* symbols */
    const char *const *hgnc;    /* HGNC ids (digits), NULL where a row has none; parallel to genes */
    const char *const *models;  /* what the panel says of each gene's inheritance ("AR", "AD,AR"), NULL where it says
                                   nothing;  parallel to genes; NULL: the panel has no such column */
    const char *const *diseases; /* what it says a change of the gene causes, likewise */
    size_t gene_count;
    bool missing;               /* named by the case, its file was not found: NOT EXAMINED */
} cb_panel;

/* Does this row of the panel name the gene? By HGNC id (digits) where both have one, since symbols change; else by
 * symbol. Both may be NULL. */
bool cb_panel_row_is(const cb_panel *panel, size_t row, const char *symbol, const char *hgnc_id);
/* The panel's name, or its id where it has none. */
const char *cb_panel_title(const cb_panel *panel);

/* Something that the case names and this build did not read. */
typedef struct cb_not_examined {
    const char *kind;   /* text key: "sv", "str", "mei", "attachment", "unsupported_key" … */
    const char *name;   /* key in the case file ("vcf_sv") */
    const char *file;   /* base name of the file, or NULL */
    const char *reason; /* text key: "not_supported", "file_absent" */
} cb_not_examined;

/* The role of the file of small variants. */
#define CB_ROLE_SNV "vcf_snv"
/* The role of a file of decisions. */
#define CB_ROLE_DECISIONS "decisions"

/* One input file as it was read. */
typedef struct cb_input {
    const char *role;    /* CB_ROLE_SNV, "ped", "case", "panel", "hpo", "profile" … */
    const char *name;    /* base name alone: no path leaves the machine */
    cb_digest digest;
    uint64_t size;
} cb_input;

enum { CB_REVISION_MAX = 9999 };

/* An item of the checklist that the laboratory declares to be left out. */
typedef struct cb_not_provided {
    const char *item, *reason;
} cb_not_provided;

/* The report that this one supersedes. */
typedef struct cb_amends {
    const char *report; /* its id; NULL: this one amends none */
    const char *date;   /* of that report, or NULL */
    const char *digest; /* its facts_digest */
    const char *reason, *changes;
} cb_amends;

/* A report: block value; NULL means NOT SUPPLIED. */
typedef struct cb_report_block {
    const char *patient_name, *patient_id, *birth_date, *requester, *indication, *sample_date, *received_date,
        *sample_type, *consent, *laboratory, *accreditation, *test, *scope;
    const char *no_timestamp; /* why the laboratory needs no timestamp for a final status; NULL: it does */
    long revision;          /* 1 when not given */
    const char *language;   /* "en" */
    const cb_not_provided *not_provided;
    size_t not_provided_count;
    cb_amends amends;
} cb_report_block;

typedef struct cb_case {
    const char *id;            /* family or case id; names the folder */
    const char *name;          /* display name */
    cb_build build;
    cb_family family;
    cb_report_block report;
    const char *synopsis;      /* Markdown, or NULL */
    const cb_term *terms; size_t term_count;
    const char *hpo_version; /* of the ontology that gave the names; NULL: none was read */
    const cb_panel *panels; size_t panel_count;
    const cb_panel *term_genes; /* of each term, in their order: the genes that HPO's table has under it. They are
                                 * asked about as those of panels, and rank nothing; NULL: no table was named */
    const cb_not_examined *not_examined; size_t not_examined_count;
    const char *const *notices;
    size_t notice_count; /* worded: unknown keys, relatives without a column, family id differs … */
    cb_input *inputs; size_t input_count, input_capacity;
    const char *vcf_snv;       /* path */
    const cb_rank_model *rank_model; /* NULL: none is given */
    cb_str rank_model_bytes;   /* of its file */
    const char *rank_names;    /* categories of the VCF's own RankResult, "a|b|c"; NULL: it has none */
    const char *rank_family;   /* what genmod's values are under ("family:score"): the family's id in the input, also
                                  where the report has another; never shown */
    double rank_threshold;     /* rank_score_threshold: a rank model's score from which an allele is shortlisted */
    const char *resolved;      /* the case as it was understood, YAML without paths: goes into used/case.yaml */
    const char
        *upstream; /* callers, annotators and filters named in the VCF header, one a line, without paths; "" unknown */
    const char *const *annotation_kinds; size_t annotation_kind_count; /* "CSQ", "ANN", "BCSQ" found */
} cb_case;

/* Why an item of the checklist is not provided, or NULL. */
const char *cb_why_not_provided(const cb_report_block *report, const char *item);

/* Appends a notice. `text` is borrowed; NULL fails as memory that is out. */
cb_status cb_add_notice(cb_case *kase, cb_arena *arena, const char *text, cb_error *e) CB_MUST_USE;

#endif
