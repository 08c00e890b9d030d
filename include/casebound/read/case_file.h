/* case_file.h: the case file (YAML or JSON in Scout's dialect, with a report: block), PED, panels and HPO names. */
#ifndef CASEBOUND_READ_CASE_FILE_H
#define CASEBOUND_READ_CASE_FILE_H

#include "casebound/model/case.h"
#include "casebound/model/consequence.h"

/* What the command line says. NULL and 0 where it says nothing. */
typedef struct cb_case_request {
    const char *case_file;  /* CASE.yaml, or NULL with vcf and ped */
    const char *root;       /* relative paths of the case file are resolved against it, else against the case file's folder */
    const char *vcf;        /* --vcf */
    const char *ped;        /* --ped */
    const char *proband;    /* --proband; else the only affected person, else the first affected with both parents */
    const char *panels;     /* --panels DIR: <id>.txt, .csv, .tsv or .list */
    const char *hpo;        /* --hpo FILE hp.obo; NULL: names are left out */
} cb_case_request;

/* Reads all of it into a new case in the arena: family related (cb_family_relate), terms, panels, report block, not examined, notices, inputs.
 * Errors are CB_INPUT, one line with file and line number. */
cb_status cb_case_read(cb_arena *arena, const cb_case_request *request, cb_case **out, cb_error *e) CB_MUST_USE;

/* A PED file's persons. The seven dialects of the field: tabs or spaces, with or without '#' header, words for sex and status, columns after the sixth. */
cb_status cb_ped_read(cb_arena *arena, const char *path, cb_family *out, cb_error *e) CB_MUST_USE;

/* filters/data/consequences.tsv, from its bytes. */
cb_status cb_consequences_read(cb_arena *arena, cb_str bytes, const char *name, cb_consequences *out, cb_error *e) CB_MUST_USE;

/* A flat YAML map of text to text (templates/text.en.yaml), from its bytes: key -> const char *. */
cb_status cb_texts_read(cb_arena *arena, cb_str bytes, const char *name, cb_map **out, cb_error *e) CB_MUST_USE;

/* Appends an input to the case. */
cb_status cb_case_add_input(cb_arena *arena, cb_case *kase, const cb_input *input, cb_error *e) CB_MUST_USE;

#endif
