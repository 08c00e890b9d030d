/* arranging.h: what the sections of the view share: the request, the builder, the words. Private to this floor. */
#ifndef CASEBOUND_ARRANGE_ARRANGING_H
#define CASEBOUND_ARRANGE_ARRANGING_H

#include "casebound/arrange/arrange.h"

typedef struct cb_arranging {
    cb_arena *arena;
    const cb_arrange_request *request;
    cb_builder builder;
    cb_status status; /* of the words: the first failure stays */
    cb_error *error;
    const char **roles;             /* "Sister", one per person of the family */
    const char **labels;            /* "Sister P-3" where the role alone names several, else the role */
    const char **gt_keys;           /* key of the person's genotype column, NULL without a column in the VCF */
    bool annotated;                 /* the VCF carries consequences of some kind */
    const cb_near_miss **near_rows; /* those of the view, in its order; made by cb_arrange_near_misses */
    size_t near_count;
    struct cb_list_column *columns; /* of the list, made by cb_arrange_columns */
    size_t column_count, column_capacity;
    cb_node *banners, *blockers; /* lists that are filled when all else stands */
    size_t absent;               /* mandatory items that are not supplied */
} cb_arranging;

/* Words. Sticky: after a failure (memory, a key that no text has, a place that nobody fills) they give "". */
const char *cb_word(cb_arranging *a, const char *key);
/* With places, as pairs of name and value: cb_worded(a, "column_role_id", "role", role, "id", id). A NULL value is "".
 */
#define cb_worded(a, key, ...)                          \
    cb_fill(a, key, (const char *const[]){__VA_ARGS__}, \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
const char *cb_fill(cb_arranging *a, const char *key, const char *const *pairs, size_t count);
/* "prefix" and "name" make the key. */
const char *cb_word_of(cb_arranging *a, const char *prefix, const char *name);
/* What a population source or predictor of the profile is called on a page. */
const char *cb_source_word(cb_arranging *a, const char *name);
/* The wording of a number: grouped, rounded to significant digits. */
const char *cb_count_text(cb_arranging *a, uint64_t count);
const char *cb_rounded_text(cb_arranging *a, double value, int digits);
/* printf into the arena; "" and a failure when memory is out. */
const char *cb_formatted(cb_arranging *a, const char *format, ...) CB_PRINTF(2, 3);
/* first, second, with the words of `key` between; either may be NULL or "". */
const char *cb_joined(cb_arranging *a, const char *key, const char *first, const char *second);
/* Keeps the first failure. */
void cb_arrange_fail(cb_arranging *a, cb_status status, const char *why, const char *what);

/* Nodes with the words of absence. NULL text: missing. */
void cb_put_text(cb_arranging *a, cb_node *parent, const char *key, const char *text);
void cb_put_missing(cb_arranging *a, cb_node *parent, const char *key);
void cb_put_bool(cb_arranging *a, cb_node *parent, const char *key, bool value);
void cb_put_not_annotated(cb_arranging *a, cb_node *parent, const char *key);
/* What stands in the consequence annotation: without one in the VCF it is not annotated, NULL is missing. */
void cb_put_annotated(cb_arranging *a, cb_node *parent, const char *key, const char *text);
/* A count of which -1 says that it is missing. */
void cb_put_count(cb_arranging *a, cb_node *parent, const char *key, int64_t count);
void cb_put_real(cb_arranging *a, cb_node *parent, const char *key, cb_real value);
void cb_put_balance(cb_arranging *a, cb_node *parent, const char *key, const cb_genotype *g);
void cb_put_value(cb_arranging *a, cb_node *parent, const char *key, cb_text value);
/* QUAL: -1 is missing. */
void cb_put_quality(cb_arranging *a, cb_node *parent, const char *key, double quality);
/* NOT SUPPLIED, or why an item of the checklist is not provided. */
const char *cb_absence(cb_arranging *a, const char *item);
/* A given text of the input, or NOT SUPPLIED, or why it is not provided. The key is "identity_" and the item. */
void cb_put_fact(cb_arranging *a, cb_node *list, const char *label_key, const char *value);

/* Sections, each adding its nodes to the root. */
void cb_arrange_report(cb_arranging *a, cb_node *root, cb_node **facts_digest);
void cb_arrange_checklist(cb_arranging *a, cb_node *root); /* behind all that it looks at; blockers as well */
void cb_arrange_banners(cb_arranging *a);                  /* behind the checklist */
void cb_arrange_identity(cb_arranging *a, cb_node *root);
void cb_arrange_question(cb_arranging *a, cb_node *root);
void cb_arrange_not_examined(cb_arranging *a, cb_node *root);
void cb_arrange_notices(cb_arranging *a, cb_node *root);
void cb_arrange_family(cb_arranging *a, cb_node *root);
void cb_arrange_pedigree(cb_arranging *a, cb_node *family);
void cb_arrange_samples(cb_arranging *a, cb_node *root); /* the one neutral line */
void cb_arrange_secondary(cb_arranging *a, cb_node *root); /* consent to secondary findings */
void cb_arrange_funnel(cb_arranging *a, cb_node *root);
void cb_arrange_near_misses(cb_arranging *a, cb_node *root);
void cb_arrange_genes(cb_arranging *a, cb_node *root);
void cb_arrange_columns(cb_arranging *a, cb_node *root);
void cb_arrange_allele_facts(cb_arranging *a, cb_node *node, const cb_variant *v);
void cb_arrange_cells(cb_arranging *a, cb_node *variant, const cb_variant *v);
void cb_arrange_variants(cb_arranging *a, cb_node *root);
void cb_arrange_genotypes(cb_arranging *a, cb_node *variant, const cb_variant *v);
void cb_arrange_decisions(cb_arranging *a, cb_node *root); /* of all readers; after the variants */
void cb_arrange_choices(cb_arranging *a, cb_node *root);   /* what a reader may decide */
void cb_arrange_variant_decisions(cb_arranging *a, cb_node *variant, const cb_variant *v);
void cb_arrange_binding(cb_arranging *a, cb_node *report);    /* what ties decisions to this case */
void cb_arrange_superseded(cb_arranging *a, cb_node *report); /* the reports that the decisions were made on */
void cb_arrange_gene(cb_arranging *a, cb_node *variant, const cb_variant *v);  /* panels, links; of the shortlisted */
/* What the panels of the case say of the inheritance of the allele's gene, each wording once; NULL: nothing. */
const char *cb_gene_models(cb_arranging *a, const cb_variant *v);
/* What the case's panels say that a change of the gene causes; not annotated where none of them has such a column. */
void cb_put_disease(cb_arranging *a, cb_node *parent, const char *key, const cb_variant *v);
void cb_arrange_order(cb_arranging *a, cb_node *variant, const cb_variant *v); /* texts to copy; of the shortlisted */
void cb_arrange_measures(cb_arranging *a, cb_node *variant, const cb_variant *v); /* frequencies, predictors */
void cb_arrange_scales(cb_arranging *a, cb_node *root);                           /* of predictors */
void cb_arrange_methods(cb_arranging *a, cb_node *root);
/* arrange_rank.c: nothing is added, and the answers are NULL and false, without a rank model. */
void cb_arrange_rank_model(cb_arranging *a, cb_node *profile);
void cb_arrange_rank_point(cb_arranging *a, cb_node *point, const cb_variant *v, size_t category);
void cb_arrange_ranking(cb_arranging *a, cb_node *variant, const cb_variant *v);
const char *cb_rank_method(cb_arranging *a); /* how alleles are ordered, with a rank model or not */
const char *cb_rank_notice(cb_arranging *a); /* how many alleles the file ranks otherwise, or NULL */
const char *cb_rank_range_text(cb_arranging *a, const cb_rank_range *range);
const char *cb_rank_result(cb_arranging *a, const cb_variant *v); /* "4|0|-12" */
bool cb_rank_agreement_of(cb_arranging *a, cb_rank_agreement *out);
/* What the profile says for and against an allele: its points, whoever ranks. */
void cb_arguments(const cb_variant *v, const cb_point **points, size_t *count);
void cb_arrange_provenance(cb_arranging *a, cb_node *root);

/* Wording shared by sections. */
/* What is withheld for want of consent, as a step of the funnel; `secondary` of the request is given. */
const char *cb_withheld_label(cb_arranging *a);
/* Adds the list of what no gene was examined for. */
void cb_arrange_gene_limits(cb_arranging *a, cb_node *node);
/* "{count} more …" by this key, or "" for none. */
const char *cb_more_text(cb_arranging *a, const char *key, uint64_t count);
/* Appends the near miss's place in near_misses/rows. */
void cb_put_near_place(cb_arranging *a, cb_node *list, const cb_near_miss *row);
void cb_word_family(cb_arranging *a); /* roles, labels and keys of the family; before any section */
const char *cb_sex_word(cb_arranging *a, cb_sex sex);
const char *cb_affection_word(cb_arranging *a, cb_affection affection);
/* "deceased, monozygotic twin of Sister", or "". */
const char *cb_person_note(cb_arranging *a, size_t i);
const char *cb_consequence_label(cb_arranging *a, const char *term); /* NULL for NULL */
/* The most severe consequence; where it stands on another transcript than the one whose HGVS is shown, both are said.
 */
const char *cb_consequence_shown(cb_arranging *a, const cb_variant *v);
const char *cb_inheritance_short(cb_arranging *a, const cb_variant *v);
int64_t cb_inheritance_place(const cb_variant *v); /* 1 is the most telling mode that fits */
const char *cb_phase_word(cb_arranging *a, cb_pair_phase phase);
const char *cb_partner_short(cb_arranging *a, const cb_pair *pair); /* "#14 in trans" */
const char *cb_mode_word(cb_arranging *a, const cb_variant *v, cb_mode mode, bool brief);
/* What ClinVar is to this case: without a field for it nobody looked. */
bool cb_clinvar_absent(cb_arranging *a, cb_node *parent, const char *key, const cb_clinvar *clinvar);
const char *cb_clinvar_word(cb_arranging *a, const cb_clinvar *clinvar);
const char *cb_clinvar_cell(cb_arranging *a, const cb_clinvar *clinvar); /* with its stars */
int64_t cb_clinvar_place(const cb_clinvar *clinvar); /* 1 is pathogenic with four stars */
const char *cb_filter_word(cb_arranging *a, const cb_variant *v);
const char *cb_kind_word(cb_arranging *a, const cb_variant *v); /* "SNV", "deletion" … */
const char *cb_place_text(cb_arranging *a, const cb_variant *v);  /* "20:63442432" */
const char *cb_place_and_bases(cb_arranging *a, const cb_variant *v); /* "20:63442432 G>A" */
const char *cb_variant_title(cb_arranging *a, const cb_variant *v);
/* What readers decided in one line, and their reasons and comments; NULL: nothing. */
const char *cb_decision_cell(cb_arranging *a, const cb_variant *v);
const char *cb_comments_cell(cb_arranging *a, const cb_variant *v);
size_t cb_differing_count(const cb_readings *readings); /* variants on which readers disagree */
const char *cb_genotype_cell(cb_arranging *a, const cb_genotype *g);
const char *cb_report_id(cb_arranging *a); /* "FAM-0042-r1" */
size_t cb_not_examined_count(const cb_case *kase);
/* What calibrated evidence a predictor's score is for this allele, "" without a calibration; *kind is "harmful",
 * "benign" or "neutral". */
const char *cb_band_word(cb_arranging *a, const cb_variant *v, const cb_measure *m, const char **kind);
const char *cb_band_short(cb_arranging *a, const cb_variant *v, const cb_measure *m); /* NULL: no band applies */
/* A name as a key: lower case, digits and '_'. */
const char *cb_key_of(cb_arranging *a, const char *prefix, const char *name);

#endif
