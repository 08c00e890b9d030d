/* variant.c: the parts and the measures of an allele. */
#include "casebound/model/variant.h"

#include <string.h>

const char *const cb_count_kinds[] = {"allele_number", "allele_count",     "homozygotes", "hemizygotes",
                                      "local",         "local_homozygotes", NULL};

cb_status cb_variant_need(cb_variant *v, unsigned parts, cb_error *e) {
    unsigned lacking = parts & ~v->parts;
    return lacking && v->maker ? v->maker->make(v->maker->who, v, lacking, e) : CB_OK;
}

cb_status cb_variant_flag(cb_arena *arena, cb_variant *v, const char *text, cb_error *e) {
    for (size_t i = 0; text && i < v->flag_count; i++) {
        if (strcmp(v->flags[i], text) == 0) {
            return CB_OK;
        }
    }
    const char **flags = text ? cb_grow(arena, v->flags, v->flag_count, &v->flag_capacity, sizeof *flags) : NULL;
    if (!flags) {
        return cb_fail_memory(e);
    }
    v->flags = flags;
    v->flags[v->flag_count++] = text;
    return CB_OK;
}

bool cb_only_near(const cb_transcript *t) {
    return t->consequence && (strcmp(t->consequence, "upstream_gene_variant") == 0 ||
                              strcmp(t->consequence, "downstream_gene_variant") == 0 ||
                              strcmp(t->consequence, "intergenic_variant") == 0);
}

/* NULL: memory is out; "": it has no name. */
static const char *gene_name(cb_arena *arena, const char *symbol, const char *hgnc_id) {
    if (symbol && *symbol) {
        return symbol;
    }
    return hgnc_id && *hgnc_id ? cb_format(arena, "HGNC:%s", hgnc_id) : "";
}

static bool has_gene(const char *const *genes, size_t count, const char *gene) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(genes[i], gene) == 0) {
            return true;
        }
    }
    return false;
}

cb_status cb_variant_genes(cb_arena *arena, const cb_variant *v, const char *const **genes, size_t *count,
                           cb_error *e) {
    const char **list = NULL, *gene = gene_name(arena, v->gene, v->hgnc_id);
    size_t capacity = 0;
    *count = 0;
    for (size_t i = 0; gene; i++) {
        if (*gene && !has_gene(list, *count, gene)) {
            const char **grown = cb_grow(arena, list, *count, &capacity, sizeof *list);
            if (!grown) {
                break;
            }
            list = grown;
            list[(*count)++] = gene;
        }
        if (i == v->transcript_count) {
            *genes = list;
            return CB_OK;
        }
        const cb_transcript *t = &v->transcripts[i];
        gene = cb_only_near(t) ? "" : gene_name(arena, t->gene, t->hgnc_id);
    }
    return cb_fail_memory(e);
}

cb_real cb_predictor(const cb_variant *v, const char *name) {
    for (size_t i = 0; i < v->predictor_count; i++) {
        if (strcmp(v->predictors[i].name, name) == 0) {
            return v->predictors[i].value;
        }
    }
    return (cb_real){.presence = CB_NOT_ANNOTATED};
}
