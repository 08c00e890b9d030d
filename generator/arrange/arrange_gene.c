/* arrange_gene.c: what the case's panels say of the allele's gene, and links to where more is known of gene and allele.
 * A link holds the position, the allele, its public identifiers or the gene, and nothing of the case. */
#include "arrange/arranging.h"

#include <string.h>

enum { AROUND = 30 /* bases on either side that a genome browser shows */, ALLELE_IN_LINK = 60 };

/* Panels. */

/* "autosomal recessive (AR)"; a word that is no such code stands as the panel writes it. */
static const char *model_words(cb_arranging *a, const char *models) {
    static const char *const codes[][2] = {{"AD", "model_ad"}, {"AR", "model_ar"}, {"XD", "model_xd"},
                                           {"XR", "model_xr"}, {"XL", "model_xl"}, {"MT", "model_mt"},
                                           {"Y", "model_y"}};
    const char *all = "";
    for (const char *at = models; *at;) {
        const size_t n = strcspn(at, ",;|/ ");
        const char *word = NULL;
        for (size_t i = 0; n > 0 && i < sizeof codes / sizeof codes[0]; i++) {
            word = cb_str_is((cb_str){at, n}, codes[i][0]) ? cb_word(a, codes[i][1]) : word;
        }
        if (n > 0 && !word) {
            return models;
        }
        all = word ? cb_joined(a, "mark_and", all, word) : all;
        at += n + (at[n] != '\0');
    }
    return all;
}

static bool holds(const cb_panel *panel, const cb_variant *v) {
    bool held = false;
    for (size_t i = 0; i < panel->gene_count && !held && !panel->missing; i++) {
        held = cb_panel_row_is(panel, i, v->gene, v->hgnc_id);
    }
    return held;
}

/* What a column of the panel says of the gene, as the panel writes it; NULL: nothing. */
static const char *said_of(const cb_panel *panel, const char *const *column, const cb_variant *v) {
    const char *said = NULL;
    for (size_t i = 0; column && i < panel->gene_count && !said && !panel->missing; i++) {
        said = cb_panel_row_is(panel, i, v->gene, v->hgnc_id) ? column[i] : NULL;
    }
    return said;
}

const char *cb_gene_models(cb_arranging *a, const cb_variant *v) {
    const cb_case *kase = a->request->kase;
    const char *all = NULL, *last = NULL;
    for (size_t i = 0; i < kase->panel_count; i++) {
        const char *model = said_of(&kase->panels[i], kase->panels[i].models, v);
        if (model && (!last || strcmp(model, last) != 0)) {
            all = cb_joined(a, "list_and", all, model_words(a, model));
        }
        last = model ? model : last;
    }
    return all;
}

void cb_put_disease(cb_arranging *a, cb_node *parent, const char *key, const cb_variant *v) {
    const cb_case *kase = a->request->kase;
    const char *all = NULL, *last = NULL;
    bool told = false;
    for (size_t i = 0; i < kase->panel_count; i++) {
        const char *disease = said_of(&kase->panels[i], kase->panels[i].diseases, v);
        told = told || (kase->panels[i].diseases && !kase->panels[i].missing);
        if (disease && (!last || strcmp(disease, last) != 0)) {
            all = cb_joined(a, "list_and", all, disease);
        }
        last = disease ? disease : last;
    }
    if (told) {
        cb_put_text(a, parent, key, all);
    } else {
        cb_put_not_annotated(a, parent, key);
    }
}

static void put_panels(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    const cb_case *kase = a->request->kase;
    cb_builder *b = &a->builder;
    cb_node *list = cb_node_list(b, variant, "gene_panels");
    for (size_t i = 0; i < kase->panel_count; i++) {
        const cb_panel *panel = &kase->panels[i];
        if (!holds(panel, v)) {
            continue;
        }
        const char *model = said_of(panel, panel->models, v);
        cb_node *node = cb_node_map(b, list, NULL);
        cb_node_add_text(b, node, "name", cb_panel_title(panel));
        cb_put_text(a, node, "version", panel->version);
        cb_put_text(a, node, "model", model ? model_words(a, model) : NULL);
    }
}

/* Links. */

typedef enum link_needs { NEEDS_ALLELE, NEEDS_PLACE, NEEDS_GENE, NEEDS_HGNC, NEEDS_DBSNP, NEEDS_CLINVAR } link_needs;

/* Addresses are words: link_NAME of the text file, or link_NAME_37 and link_NAME_38 where they go with the build. */
typedef struct link_row {
    const char *name;
    link_needs needs;
    bool by_build;
} link_row;

static const link_row rows[] = {
    {"gnomad", NEEDS_ALLELE, true},       {"clinvar", NEEDS_PLACE, true},   {"clinvar_record", NEEDS_CLINVAR, false},
    {"dbsnp", NEEDS_DBSNP, false},        {"spliceai", NEEDS_ALLELE, true}, {"decipher", NEEDS_ALLELE, true},
    {"ucsc", NEEDS_PLACE, true},          {"ensembl", NEEDS_PLACE, true},   {"omim", NEEDS_GENE, false},
    {"hgnc", NEEDS_HGNC, false},          {"clingen", NEEDS_HGNC, false},   {"gnomad_gene", NEEDS_GENE, true},
    {"decipher_gene", NEEDS_GENE, false}, {"panelapp", NEEDS_GENE, false},  {"genereviews", NEEDS_GENE, false},
    {"pubmed", NEEDS_GENE, false},
};

/* RFC 3986: what is not unreserved is escaped. */
static const char *escaped(cb_arranging *a, const char *text) {
    static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static const char hex[] = "0123456789ABCDEF";
    enum { ESCAPED = 3 };
    char *out = cb_alloc_array(a->arena, (text ? strlen(text) : 0) * ESCAPED + 1, 1), *to = out;
    if (!out) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
        return "";
    }
    for (const char *c = text ? text : ""; *c; c++) {
        if (strchr(unreserved, *c)) {
            *to++ = *c;
            continue;
        }
        *to++ = '%';
        *to++ = hex[(unsigned char)*c >> 4];
        *to++ = hex[(unsigned char)*c & 15];
    }
    *to = '\0';
    return out;
}

static bool only(const char *text, const char *letters, size_t most) {
    return text && *text && strlen(text) <= most && strspn(text, letters) == strlen(text);
}

static bool has_place(const cb_arranging *a, const cb_variant *v) {
    return a->request->kase->build != CB_BUILD_UNKNOWN && v->contig->kind != CB_OTHER_CONTIG;
}

/* Browsers of alleles take plain bases of the nuclear genome. */
static bool has_allele(const cb_arranging *a, const cb_variant *v) {
    return has_place(a, v) && v->contig->kind != CB_MT && only(v->ref, "ACGT", ALLELE_IN_LINK) &&
           only(v->alt, "ACGT", ALLELE_IN_LINK);
}

enum { VCV = sizeof "VCV" - 1 };

static bool is_vcv(const char *accession) {
    return strncmp(accession, "VCV", VCV) == 0;
}

static bool meets(const cb_arranging *a, const cb_variant *v, link_needs needs) {
    static const char digits[] = "0123456789";
    switch (needs) {
    case NEEDS_ALLELE:
        return has_allele(a, v);
    case NEEDS_PLACE:
        return has_place(a, v);
    case NEEDS_GENE:
        return v->gene && *v->gene && strlen(v->gene) <= ALLELE_IN_LINK;
    case NEEDS_HGNC:
        return only(v->hgnc_id, digits, 9);
    case NEEDS_DBSNP:
        return v->id && strncmp(v->id, "rs", 2) == 0 && only(v->id + 2, digits, 12);
    case NEEDS_CLINVAR:
        return v->clinvar.accession &&
               only(v->clinvar.accession + (is_vcv(v->clinvar.accession) ? VCV : 0), digits, 12);
    }
    return false;
}

static const char *address(cb_arranging *a, const link_row *row, const char *key, const cb_variant *v) {
    const long long start = v->position > AROUND ? (long long)v->position - AROUND : 1;
    const char *change = row->needs == NEEDS_ALLELE ? cb_formatted(a, "%s-%s", v->ref, v->alt) : "";
    const char *id = row->needs == NEEDS_CLINVAR ? v->clinvar.accession : row->needs == NEEDS_DBSNP ? v->id : "";
    return cb_worded(a, key, "chrom", escaped(a, v->contig->display), "pos",
                     cb_formatted(a, "%lld", (long long)v->position), "start", cb_formatted(a, "%lld", start), "end",
                     cb_formatted(a, "%lld", (long long)v->end + AROUND), "change", escaped(a, change), "gene",
                     escaped(a, v->gene), "hgnc", escaped(a, v->hgnc_id), "id", escaped(a, id));
}

static void put_link(cb_arranging *a, cb_node *list, const link_row *row, const cb_variant *v) {
    const char *build = !row->by_build ? "" : a->request->kase->build == CB_GRCH37 ? "_37" : "_38";
    const char *key = cb_formatted(a, "link_%s%s", row->name, build);
    /* A service that has no page for this build has no address. */
    if (!cb_map_has(a->request->texts, cb_str_of(key))) {
        return;
    }
    const bool gene = row->needs == NEEDS_GENE || row->needs == NEEDS_HGNC;
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, node, "label", cb_word_of(a, "link_label_", row->name));
    cb_node_add_text(&a->builder, node, "kind", gene ? "gene" : "variant");
    cb_node_add_text(&a->builder, node, "url", address(a, row, key, v));
}

void cb_arrange_gene(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    if (!v->shortlisted) {
        return;
    }
    cb_put_disease(a, variant, "disease", v);
    put_panels(a, variant, v);
    cb_node *list = cb_node_list(&a->builder, variant, "links");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (meets(a, v, rows[i].needs) && (!rows[i].by_build || a->request->kase->build != CB_BUILD_UNKNOWN)) {
            put_link(a, list, &rows[i], v);
        }
    }
}
