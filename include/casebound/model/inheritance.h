/* inheritance.h: does an allele, or a pair, segregate with the disease in this family? Three answers, each with reasons
 * per person. */
#ifndef CASEBOUND_MODEL_INHERITANCE_H
#define CASEBOUND_MODEL_INHERITANCE_H

#include "casebound/model/case.h"
#include "casebound/model/variant.h"

typedef struct cb_policy {
    cb_evidence_policy evidence;
    size_t pairs_per_gene; /* candidates of a gene above which pairs are capped, with a flag; default 200 */
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

/* "de_novo", "dominant" … : text key and Lua field name. */
const char *cb_mode_key(cb_mode mode);

#endif
