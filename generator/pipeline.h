/* pipeline.h: a case from its files to a published folder. */
#ifndef CASEBOUND_GENERATOR_PIPELINE_H
#define CASEBOUND_GENERATOR_PIPELINE_H

#include "casebound/arrange/arrange.h"
#include "casebound/cli/command.h"
#include "casebound/cli/resources.h"
#include "casebound/judge/judge.h"
#include "casebound/model/pseudonym.h"
#include "casebound/model/sample_checks.h"
#include "casebound/model/secondary.h"
#include "casebound/read/case_file.h"
#include "casebound/read/variants.h"
#include "casebound/render/bundle.h"
#include "casebound/seal/seal.h"

/* The seal that a report names; its level is that of the signatures. */
typedef struct cb_printed_seal {
    const char *name, *level; /* NULL: UNSEALED */
    bool is_test;
} cb_printed_seal;

/* A report that is made again: what another build said of itself takes the place of what this one would. */
typedef struct cb_again {
    const char *share; /* in place of the program's own templates/ and filters/ */
    cb_printed_seal seal;
    const cb_software *software;
    size_t software_count;
    const cb_amends *amends; /* as --supersedes found it; NULL: that was not given */
} cb_again;

typedef struct cb_build_options {
    cb_case_request request;
    const char *output;    /* the folder that will hold the case's folder; "." when NULL */
    const char *profile;   /* name or path; "rare_disease" when NULL */
    const char *key;       /* NULL: UNSEALED */
    const char *pass;      /* of the key, or NULL */
    const char *certificates; /* of a key on a token, or NULL */
    const char *expiring;  /* why a certificate that ends soon may seal, or NULL */
    const char *authority; /* the command that asks a timestamp authority, or NULL */
    const char *level;     /* "B", "T", "LT", "LTA"; NULL: T where an authority is asked, else B */
    cb_repeated lists;     /* files with revocation lists */
    const char *trust;     /* anchors by which a lasting level is checked before it is published */
    const char *pseudonym; /* the case's name in a report without identifiers, or NULL */
    const char *date;      /* "YYYY-MM-DD" or a time, or NULL */
    const char *supersedes; /* the folder of the report that this one amends, or NULL */
    const char *reason;    /* why it does, where the case file does not say */
    cb_repeated decisions; /* exported files */
    bool calls_changed;    /* decisions on another variant file of the family are taken */
    const char *choices;   /* the laboratory's own reasons and ranks, or NULL */
    const char *secondary; /* the laboratory's own list of genes of secondary findings, or NULL */
    const char *pdfa;      /* "2a", "1b"; NULL: 2a */
    const cb_again *again; /* NULL: a report of its own */
    int64_t threads;       /* for decompression, and as many for reading and sieving */
    size_t chunk;          /* bytes of text that are sieved at a time; 0: the usual. Set by tests, by no option */
} cb_build_options;

/* Everything that a run knows; filled stage by stage. All of it lives in `arena`. */
typedef struct cb_run {
    cb_arena *arena;       /* the case's */
    const cb_build_options *options;
    cb_resources resources;
    cb_map *texts;
    cb_consequences consequences;
    cb_bands bands;
    cb_penetrance penetrance;
    cb_str penetrance_bytes; /* empty when the profile names no table */
    cb_profile *profile;
    cb_profile_files profile_files;
    cb_case *kase;
    cb_variants *reader;
    size_t calls_input; /* the file of the variants, among the case's inputs */
    cb_asked_genes asked, question; /* question: of the panels alone */
    cb_str secondary_bytes; /* of the list of genes */
    const char *secondary_name;
    cb_panel secondary_list;
    cb_secondary secondary;
    cb_checklist checklist;
    cb_ledger *ledger;     /* NULL before the scan */
    const cb_sample_checks *samples; /* for the laboratory; NULL before the scan ended */
    cb_arena *alleles;     /* of the kept ones and all that is found of them; empty once the report is drawn */
    cb_variant **variants; /* kept, in the order of the file; by rank after judging */
    size_t variant_count, variant_capacity;
    cb_acmg acmg;
    cb_choices choices;
    cb_str choices_bytes;     /* of the laboratory's own; empty without */
    const cb_decisions **decisions; /* as given */
    size_t decision_count;
    cb_readings readings;     /* the decisions merged */
    cb_amends amends;         /* what the superseded report's folder says; report NULL: none was given */
    cb_earlier_report earlier;
    cb_printed_seal seal;
    cb_key *key;
    cb_stamper stamper;    /* of the key, where an authority is asked */
    int64_t now, created;  /* the clock, and the report's date */
    cb_arrange_request request; /* what the views are made of */
    cb_arena *drawing;         /* of the views; empty once they are rendered */
    const cb_node *view;       /* NULL before arranging and behind rendering */
    const cb_node *laboratory; /* the view of laboratory.html */
    cb_bundle bundle;
    const char *report_id; /* "FAM-0042-r1" */
    const char *audit_detail; /* what the event of the trail says: the report, and what it supersedes */
    const char *folder, *partial; /* the published folder, and where it is written first */
    bool begun;            /* `partial` is this run's own */
    cb_identifiers hidden; /* what a pseudonym took the place of */
    cb_error *error;
} cb_run;

/* An arena of so much memory that ends with `of`. */
cb_status cb_run_arena(cb_arena *of, size_t memory, cb_arena **out, cb_error *e) CB_MUST_USE;
/* The date that is given (--date), else SOURCE_DATE_EPOCH, else `now`. CB_USAGE: it is none. */
cb_status cb_run_date(const char *given, int64_t now, int64_t *out, cb_error *e) CB_MUST_USE;
/* Adds bytes that decide the report to its provenance. */
cb_status cb_run_add_input(cb_run *run, const char *role, const char *name, cb_str bytes) CB_MUST_USE;
/* Prepares a run: resources, profile, case and VCF opened and cross-checked. The run is owned by the caller's arena. */
cb_status cb_run_open(cb_arena *arena, const cb_build_options *options, cb_run **out, cb_error *e) CB_MUST_USE;
/* Gives the file of the variants its digest among the case's inputs, and makes sure that it was not changed: behind its
 * reading, beside which the digest is made. */
cb_status cb_run_settle_input(cb_run *run) CB_MUST_USE;
/* relate, score, rank. */
cb_status cb_run_judge(cb_run *run) CB_MUST_USE;
/* A case from its files to the unsigned content, which lies in bundle and `partial`; publishes nothing. */
cb_status cb_run_unsigned(cb_arena *arena, const cb_build_options *options, cb_run **out, cb_error *e) CB_MUST_USE;
/* A case from its files to a published folder: all of the above, then arrange, render, seal, verify, publish. */
cb_status cb_run_build(cb_arena *arena, const cb_build_options *options, cb_run **out, cb_error *e) CB_MUST_USE;

/* True after SIGINT or SIGTERM: long work stops and cleans up. */
bool cb_interrupted(void);

#endif
