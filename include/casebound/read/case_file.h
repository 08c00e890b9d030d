/* case_file.h: the case file (YAML or JSON in Scout's dialect, with a report: block), PED, panels and HPO names. */
#ifndef CASEBOUND_READ_CASE_FILE_H
#define CASEBOUND_READ_CASE_FILE_H

#include "casebound/model/bands.h"
#include "casebound/model/case.h"
#include "casebound/model/checklist.h"
#include "casebound/model/consequence.h"
#include "casebound/model/inheritance.h"
#include "casebound/model/rank_model.h"

/* Files of a case that is read again: all of them in one folder, under their own names. */
typedef struct cb_gathered {
    const char *folder;
    const char *const *absent; /* "name\nfile" of those that were named and not there (recorded.h) */
    size_t absent_count;
} cb_gathered;

/* What the command line says. NULL and 0 where it says nothing. */
typedef struct cb_case_request {
    const char *case_file; /* CASE.yaml, or NULL with vcf and ped */
    const char *root; /* relative paths of the case file are resolved against it, else against the case file's folder */
    const char *vcf;  /* --vcf */
    const char *ped;  /* --ped */
    const char *proband; /* --proband, else the case file's "proband:", else the only affected person, else the first
                          * affected one with both parents */
    const char *panels;  /* --panels DIR with ID.txt, .csv, .tsv or .list, else the case file's "panels:"; neither: all
                            are missing */
    int64_t revision;    /* --revision: of the report, whatever the case file says; 0: not given */
    long next_revision;  /* where neither says one; 0: 1 */
    const char *rank_model; /* --rank-model FILE (genmod's ini), else the case file's "rank_model:"; neither: the
                             * profile ranks */
    const cb_amends *supersedes; /* the report that this one supersedes, as its folder says it; the case file must
                                  * agree. reason NULL: the case file has it; changes NULL: they are told later.
                                  * NULL: none */
    const cb_gathered *gathered; /* NULL: the case file's paths are those of the files */
    const char *hpo;        /* --hpo FILE (hp.obo), else the case file's "hpo:"; neither: names are left out */
} cb_case_request;

/* Reads all of it into a new case in the arena: family related (cb_family_relate), terms, panels, report block, not
 * examined, notices, inputs. Errors are CB_INPUT, one line with file and line number. */
cb_status cb_case_read(cb_arena *arena, const cb_case_request *request, cb_case **out, cb_error *e) CB_MUST_USE;

/* Words kase->resolved anew: the case as it is now, as a case file without paths. */
cb_status cb_case_resolve(cb_arena *arena, cb_case *kase, cb_error *e) CB_MUST_USE;

/* A PED file's persons, in its order, parents by index, nobody's role set. Tabs or blanks, with or without a header
 * (which may order the columns otherwise), words or numbers for sex and status, columns after the sixth passed over. Of
 * several families the only one with an affected person is taken. CB_INPUT also for several such families and for
 * families that cannot be. */
cb_status cb_ped_read(cb_arena *arena, const char *path, cb_family *out, cb_error *e) CB_MUST_USE;

/* filters/data/consequences.tsv, from its bytes. `count` becomes the highest rank of the table. */
cb_status cb_consequences_read(cb_arena *arena, cb_str bytes, const char *name, cb_consequences *out,
                               cb_error *e) CB_MUST_USE;

/* filters/data/penetrance.tsv or a laboratory's own, from its bytes: a line "# version: …", then symbol, hgnc_id
 * (digits or empty) and source. CB_INPUT with file and line: a gene that stands twice, no gene, no version. */
cb_status cb_penetrance_read(cb_arena *arena, cb_str bytes, const char *name, cb_penetrance *out,
                             cb_error *e) CB_MUST_USE;

/* filters/data/bands.tsv, from its bytes: a line "# version: …", then predictor, applies, kind, strength, bound and
 * source. CB_INPUT with file and line: a bound that stands twice, bounds that do not go with their strengths, no
 * version. */
cb_status cb_bands_read(cb_arena *arena, cb_str bytes, const char *name, cb_bands *out, cb_error *e) CB_MUST_USE;

/* A list of genes in the dialects of panels, from its bytes. CB_INPUT with file and line, also for a list without
 * "##version=": a list that decides is named by its version. */
cb_status cb_gene_list_read(cb_arena *arena, cb_str bytes, const char *name, cb_panel *out, cb_error *e) CB_MUST_USE;

/* A rank model of genmod (docs/rank_models.md), from the bytes of its ini file; settled. CB_FILTER with file and line:
 * a key or section that is not known, what is missing, intervals that overlap, that lack a bound or whose bounds are
 * turned, a value that stands twice. */
cb_status cb_rank_model_read(cb_arena *arena, cb_str bytes, const char *name, cb_rank_model **out,
                             cb_error *e) CB_MUST_USE;

/* templates/checklist.tsv, from its bytes: a line "# version: …", then item, mandatory (yes, no), place, source and
 * text. CB_INPUT with file and line. */
cb_status cb_checklist_read(cb_arena *arena, cb_str bytes, const char *name, cb_checklist *out,
                            cb_error *e) CB_MUST_USE;

/* A flat YAML map of text to text (templates/text.en.yaml), from its bytes: key -> const char *. */
cb_status cb_texts_read(cb_arena *arena, cb_str bytes, const char *name, cb_map **out, cb_error *e) CB_MUST_USE;

/* Appends an input to the case. */
cb_status cb_case_add_input(cb_arena *arena, cb_case *kase, const cb_input *input, cb_error *e) CB_MUST_USE;

#endif
