/* inheritance_gene.c: what is known of the allele's gene: reduced penetrance, recessive alone. */
#include "inheritance_trial.h"
#include <string.h>

enum { HUNDRED = 100, MOSAIC_READS = 20 };

static const cb_penetrance_gene *listed(const cb_penetrance *table, const char *symbol, const char *hgnc) {
    const cb_penetrance_gene *gene = hgnc && *hgnc ? cb_map_get(table->by_hgnc, cb_str_of(hgnc)) : NULL;
    if (gene || !symbol || !*symbol) {
        return gene;
    }
    gene = cb_map_get(table->by_symbol, cb_str_of(symbol));
    /* Symbols change: where both have an id, the ids have already said no. */
    return gene && gene->hgnc_id && hgnc && *hgnc ? NULL : gene;
}

const cb_penetrance_gene *cb_reduced_penetrance(const cb_policy *policy, const cb_variant *v) {
    if (!policy->penetrance) {
        return NULL;
    }
    const cb_penetrance_gene *gene = listed(policy->penetrance, v->gene, v->hgnc_id);
    for (size_t i = 0; !gene && i < v->transcript_count; i++) {
        const cb_transcript *t = &v->transcripts[i];
        if (!cb_only_near(t)) {
            gene = listed(policy->penetrance, t->gene, t->hgnc_id);
        }
    }
    return gene;
}

/* "AR", "XR" and PanelApp's "BIALLELIC, autosomal or pseudoautosomal", alone or in a list. A word that is not known
 * leaves it open. */
static bool recessive_words(const char *models) {
    if (strncmp(models, "BIALLELIC", strlen("BIALLELIC")) == 0) {
        return true;
    }
    bool any = false;
    for (const char *at = models; *at; any = true) {
        size_t n = strcspn(at, ",;|/ ");
        if (n > 0 && (n != 2 || (strncmp(at, "AR", 2) != 0 && strncmp(at, "XR", 2) != 0))) {
            return false;
        }
        at += n + (at[n] != '\0');
    }
    return any;
}

/* A gene may stand in more rows than one: CB_YES when each row that says anything says recessive. */
static cb_answer recessive_in(const cb_panel *panel, const cb_variant *v) {
    cb_answer answer = CB_UNKNOWN;
    for (size_t i = 0; panel->models && i < panel->gene_count && answer != CB_NO; i++) {
        if (panel->models[i] && cb_panel_row_is(panel, i, v->gene, v->hgnc_id)) {
            answer = recessive_words(panel->models[i]) ? CB_YES : CB_NO;
        }
    }
    return answer;
}

const cb_panel *cb_recessive_alone(const cb_case *kase, const cb_variant *v) {
    const cb_panel *found = NULL;
    for (size_t i = 0; i < kase->panel_count; i++) {
        cb_answer recessive = recessive_in(&kase->panels[i], v);
        if (recessive == CB_NO) {
            return NULL;
        }
        found = recessive == CB_YES && !found ? &kase->panels[i] : found;
    }
    return found;
}

/* A known pathogenic allele causes the gene's known disease, and that takes two. Of another allele it is not known what
 * it causes. */
void cb_trial_recessive_gene(cb_trial *t) {
    const cb_genotype *g = &t->v->genotypes[t->family->proband];
    const cb_panel *panel =
        g->zygosity == CB_HET || g->zygosity == CB_HALF_ALT ? cb_recessive_alone(t->kase, t->v) : NULL;
    if (!panel) {
        return;
    }
    if (t->v->clinvar.has_pathogenic) {
        cb_trial_note_add(t, CB_DOES_NOT_FIT,
                          cb_format(t->arena,
                                    "one hit: %s is recessive in panel %s, one pathogenic allele is a carrier's",
                                    t->v->gene ? t->v->gene : "the gene", cb_panel_title(panel)));
    } else {
        cb_trial_note_add(t, CB_POSSIBLE,
                          cb_format(t->arena, "%s is recessive in panel %s", t->v->gene ? t->v->gene : "the gene",
                                    cb_panel_title(panel)));
    }
}

bool cb_may_be_mosaic(const cb_trial *t, size_t person) {
    const cb_person *proband = &t->family->persons[t->family->proband];
    const cb_genotype *g = &t->v->genotypes[person];
    int64_t reads = (int64_t)g->alt_depth + g->ref_depth;
    bool parent = (int)person == proband->father || (int)person == proband->mother;
    return parent && g->zygosity == CB_HET && g->alt_depth > 0 && g->ref_depth >= 0 && reads >= MOSAIC_READS &&
           (int64_t)g->alt_depth * HUNDRED < (int64_t)t->policy->mosaic_percent * reads;
}
