/* inheritance.h: does an allele, or a pair, segregate with the disease in this family? Three answers, each with reasons
 * per person. */
#ifndef CASEBOUND_MODEL_INHERITANCE_H
#define CASEBOUND_MODEL_INHERITANCE_H

#include "casebound/model/case.h"
#include "casebound/model/variant.h"

/* A gene whose dominant alleles are known in people who stay healthy, of filters/data/penetrance.tsv. */
typedef struct cb_penetrance_gene {
    const char *gene, *hgnc_id; /* symbol; digits alone, or NULL */
    const char *source;         /* where it is written: a PMID or a GeneReviews chapter */
} cb_penetrance_gene;

typedef struct cb_penetrance {
    const char *version;               /* of the table */
    const cb_map *by_symbol, *by_hgnc; /* -> cb_penetrance_gene */
    size_t count;
} cb_penetrance;

/* What a laboratory may see otherwise (clinical memo section 1.7): each is set by the profile and printed in the
 * report. */
typedef struct cb_policy {
    cb_evidence_policy evidence;      /* max_alt_reads_free is also the reads from which a free parent may be mosaic */
    size_t pairs_per_gene;            /* candidates of a gene above which pairs are capped, with a flag; default 200 */
    const char *penetrance_file;      /* the table that the profile asks for, in filters/data; default NULL */
    const cb_penetrance *penetrance;  /* the table, or NULL: an unaffected carrier excludes dominant in every gene */
    cb_fit dominant_homozygous;       /* an affected person with two copies, dominant; default fits */
    cb_fit x_dominant_healthy_female; /* an unaffected heterozygous woman, X-linked dominant; default possible */
    bool strict_no_calls;   /* true: a mode that rests on a call that is missing does not fit; default false: possible.
                               Pairs are never lost by it */
    int32_t mosaic_percent; /* a parent's heterozygous call with a smaller share of alternate reads (of 20 and more)
                               may be a mosaic; default 20, 0: never */
    int32_t heteroplasmy_percent; /* share of alternate reads from which a mitochondrial call counts as a carrier's
                                     whatever its GT, with 3 alternate reads and more; default 2 */
} cb_policy;

void cb_policy_default(cb_policy *policy);

/* Fills v->modes but the compound one. Reasons are made in the arena and never NULL; a mode that is not tested says
 * why. The proband counts as affected unless the pedigree calls him unaffected; a relative of unknown affection, or
 * without a column, constrains nothing but de novo. */
cb_status cb_inheritance(cb_arena *arena, const cb_case *kase, cb_variant *v, const cb_policy *policy,
                         cb_error *e) CB_MUST_USE;

/* Finds pairs of heterozygous candidates per gene among `variants` (the gene of any transcript but upstream and
 * downstream ones), sets pairs and the verdict of CB_MODE_RECESSIVE_COMPOUND of each. v->pairs: best fit first, then
 * partners by severity and place; each pair stands with both partners. In a gene with more than policy->pairs_per_gene
 * candidates the most severe ones are paired and all get a flag. */
cb_status cb_pairs(cb_arena *arena, const cb_case *kase, cb_variant **variants, size_t count, const cb_policy *policy,
                   cb_error *e) CB_MUST_USE;

/* The entry of the allele's gene in the policy's table, or NULL. Genes up- and downstream do not count. */
const cb_penetrance_gene *cb_reduced_penetrance(const cb_policy *policy, const cb_variant *v);

/* A panel of the case that lists the allele's gene (headed transcript) with recessive models alone ("AR", "XR",
 * "BIALLELIC …"), where no other panel of the case says otherwise; else NULL. */
const cb_panel *cb_recessive_alone(const cb_case *kase, const cb_variant *v);

/* "de_novo", "dominant" … : text key and Lua field name. */
const char *cb_mode_key(cb_mode mode);

#endif
