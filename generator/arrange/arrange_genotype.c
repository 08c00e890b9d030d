/* arrange_genotype.c: the call of each person, in the family's order. */
#include "arrange/arranging.h"

#include <math.h>

static const char *sign(cb_zygosity zygosity) {
    switch (zygosity) {
    case CB_NO_COLUMN:
        return "no_column";
    case CB_NO_CALL:
        return "no_call";
    case CB_HALF_CALL:
    case CB_HALF_ALT:
        return "half";
    case CB_HOM_REF:
        return "hom_ref";
    case CB_HET:
        return "het";
    case CB_HOM_ALT:
        return "hom_alt";
    case CB_HEMI_REF:
        return "hemi_ref";
    case CB_HEMI_ALT:
        return "hemi_alt";
    }
    return "no_call";
}

static const char *number_or_missing(cb_arranging *a, int32_t count) {
    return count < 0 ? cb_word(a, "missing") : cb_formatted(a, "%d", (int)count);
}

static const char *line(cb_arranging *a, const cb_genotype *g, const char *doubt) {
    const char *zygosity = cb_word(a, cb_zygosity_key(g->zygosity));
    if (g->zygosity == CB_NO_COLUMN) {
        return zygosity;
    }
    double balance;
    const char *share =
        cb_allele_balance(g, &balance) ? cb_rounded_text(a, round(balance * 100) / 100, 2) : cb_word(a, "missing");
    const char *text = cb_worded(a, "genotype_line", "gt", g->text, "zygosity", zygosity, "alt",
                                 number_or_missing(a, g->alt_depth), "depth", number_or_missing(a, g->depth), "balance",
                                 share, "quality", number_or_missing(a, g->quality));
    return *doubt ? cb_worded(a, "genotype_line_doubt", "line", text, "doubt", doubt) : text;
}

void cb_put_balance(cb_arranging *a, cb_node *parent, const char *key, const cb_genotype *g) {
    double balance;
    if (cb_allele_balance(g, &balance)) {
        cb_node_add_real(&a->builder, parent, key, balance, cb_rounded_text(a, round(balance * 100) / 100, 2));
    } else {
        cb_put_missing(a, parent, key);
    }
}

static void put_genotype(cb_arranging *a, cb_node *list, size_t i, const cb_genotype *g) {
    const cb_person *p = &a->request->kase->family.persons[i];
    const char *doubt = g->doubt ? cb_word_of(a, "doubt_", g->doubt) : "";
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, list, NULL);
    cb_node_add_text(b, node, "member", p->display);
    cb_node_add_text(b, node, "role", a->labels[i]);
    if (g->zygosity == CB_NO_COLUMN) {
        cb_put_missing(a, node, "gt");
    } else {
        cb_node_add_text(b, node, "gt", g->text);
    }
    cb_node_add_text(b, node, "zygosity", cb_word(a, cb_zygosity_key(g->zygosity)));
    cb_node_add_text(b, node, "sign", sign(g->zygosity));
    cb_node_add_text(b, node, "sex", p->sex == CB_MALE ? "square" : p->sex == CB_FEMALE ? "circle" : "diamond");
    cb_node_add_bool(b, node, "affected", p->affection == CB_AFFECTED, cb_affection_word(a, p->affection));
    cb_put_count(a, node, "ref_depth", g->ref_depth);
    cb_put_count(a, node, "alt_depth", g->alt_depth);
    cb_put_count(a, node, "depth", g->depth);
    cb_put_count(a, node, "quality", g->quality);
    cb_put_balance(a, node, "balance", g);
    cb_node_add_text(b, node, "text", line(a, g, doubt));
    cb_node_add_text(b, node, "doubt", doubt);
}

void cb_arrange_genotypes(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    cb_node *list = cb_node_list(&a->builder, variant, "genotypes");
    for (size_t i = 0; i < a->request->kase->family.count; i++) {
        put_genotype(a, list, i, &v->genotypes[i]);
    }
}
