/* secondary.c: which alleles are withheld for want of consent. */
#include "casebound/model/secondary.h"

bool cb_secondary_agreed(const cb_family *family) {
    for (size_t i = 0; i < family->count; i++) {
        const cb_person *p = &family->persons[i];
        if (p->column >= 0 && p->secondary != CB_CONSENT_GIVEN) {
            return false;
        }
    }
    return true;
}

static bool holds(const cb_asked_genes *genes, const char *symbol, const char *hgnc_id) {
    return cb_asked_gene_find(genes, cb_str_of(symbol ? symbol : ""), cb_str_of(hgnc_id ? hgnc_id : "")) >= 0;
}

cb_status cb_secondary_of(cb_arena *arena, const cb_case *kase, const cb_panel *list, const cb_asked_genes *question,
                          cb_secondary *out, cb_error *e) {
    const cb_case alone = {.panels = list, .panel_count = 1};
    *out = (cb_secondary){.list = list, .question = question, .agreed = cb_secondary_agreed(&kase->family)};
    cb_status s = cb_asked_genes_of(arena, &alone, &out->genes, e);
    for (size_t i = 0; s == CB_OK && i < out->genes.count; i++) {
        const cb_asked_gene *gene = &out->genes.list[i];
        out->outside += !holds(question, gene->symbol, gene->hgnc_id);
    }
    return s;
}

/* The genes of a term without those that stand under consent. */
static bool spare(cb_arena *arena, const cb_secondary *s, const cb_panel *all, cb_panel *out) {
    const char **genes = cb_alloc_array(arena, all->gene_count + 1, sizeof *genes);
    if (!genes) {
        return false;
    }
    *out = *all;
    out->genes = genes;
    out->gene_count = 0;
    for (size_t i = 0; i < all->gene_count; i++) {
        if (!holds(&s->genes, all->genes[i], NULL) || holds(s->question, all->genes[i], NULL)) {
            genes[out->gene_count++] = all->genes[i];
        }
    }
    return true;
}

cb_status cb_secondary_spare(cb_arena *arena, const cb_secondary *s, cb_case *kase, cb_error *e) {
    if (!kase->term_genes || s->agreed) {
        return CB_OK;
    }
    size_t spared = 0;
    cb_panel *panels = cb_alloc_array(arena, kase->term_count + 1, sizeof *panels);
    for (size_t i = 0; panels && i < kase->term_count; i++) {
        if (!spare(arena, s, &kase->term_genes[i], &panels[i])) {
            return cb_fail_memory(e);
        }
        spared += kase->term_genes[i].gene_count - panels[i].gene_count;
    }
    kase->term_genes = panels;
    if (!panels || spared == 0) {
        return panels ? CB_OK : cb_fail_memory(e);
    }
    const char *text = cb_format(arena,
                                 "genes of the phenotype terms that are on the list of secondary findings and in no "
                                 "panel (%zu) are not asked about: not everybody has agreed",
                                 spared);
    return text ? cb_add_notice(kase, arena, text, e) : cb_fail_memory(e);
}

bool cb_secondary_withholds(const cb_secondary *s, const cb_variant *v) {
    if (s->agreed) {
        return false;
    }
    bool listed = holds(&s->genes, v->gene, v->hgnc_id), asked = false;
    for (size_t i = 0; i < v->transcript_count; i++) {
        const cb_transcript *t = &v->transcripts[i];
        if (!cb_only_near(t)) {
            listed = listed || holds(&s->genes, t->gene, t->hgnc_id);
            asked = asked || holds(s->question, t->gene, t->hgnc_id);
        }
    }
    return listed && !asked;
}
