/* genes.c: the genes of the case's panels and phenotype terms, each once, found by id or symbol. */
#include "casebound/model/genes.h"

#include <limits.h>

static const char *or_null(const char *text) {
    return text && *text ? text : NULL;
}

/* The gene that a panel's row names: the same id, or the same symbol where one of the two has no id. */
static cb_asked_gene *known(const cb_asked_genes *genes, const char *symbol, const char *hgnc_id) {
    cb_asked_gene *gene = hgnc_id ? cb_map_get(genes->by_id, cb_str_of(hgnc_id)) : NULL;
    if (gene || !symbol) {
        return gene;
    }
    gene = cb_map_get(genes->by_symbol, cb_str_of(symbol));
    return gene && gene->hgnc_id && hgnc_id ? NULL : gene;
}

static bool add_panel(cb_arena *arena, cb_asked_gene *gene, const char *panel) {
    if (gene->panel_count > 0 && gene->panels[gene->panel_count - 1] == panel) {
        return true; /* the row stands twice */
    }
    const char **panels = cb_grow(arena, gene->panels, gene->panel_count, &gene->panel_capacity, sizeof *panels);
    if (!panels) {
        return false;
    }
    gene->panels = panels;
    panels[gene->panel_count++] = panel;
    return true;
}

static bool index_gene(cb_asked_genes *genes, cb_asked_gene *gene, const char *symbol, const char *hgnc_id) {
    gene->symbol = gene->symbol ? gene->symbol : symbol;
    gene->hgnc_id = gene->hgnc_id ? gene->hgnc_id : hgnc_id;
    if (hgnc_id && !cb_map_set(genes->by_id, cb_str_of(hgnc_id), gene)) {
        return false;
    }
    return !symbol || cb_map_has(genes->by_symbol, cb_str_of(symbol)) ||
           cb_map_set(genes->by_symbol, cb_str_of(symbol), gene);
}

static bool add_gene(cb_arena *arena, cb_asked_genes *genes, const char *symbol, const char *hgnc_id,
                     const char *panel) {
    cb_asked_gene *gene = known(genes, symbol, hgnc_id);
    if (!gene) {
        gene = &genes->list[genes->count++];
    }
    return index_gene(genes, gene, symbol, hgnc_id) && add_panel(arena, gene, panel);
}

static bool add_genes(cb_arena *arena, cb_asked_genes *genes, const cb_panel *panel) {
    const char *name = panel->name ? panel->name : panel->id;
    for (size_t i = 0; i < panel->gene_count; i++) {
        const char *symbol = panel->genes ? or_null(panel->genes[i]) : NULL;
        const char *hgnc_id = panel->hgnc ? or_null(panel->hgnc[i]) : NULL;
        if ((symbol || hgnc_id) && !add_gene(arena, genes, symbol, hgnc_id, name)) {
            return false;
        }
    }
    return true;
}

static bool add_all(cb_arena *arena, cb_asked_genes *genes, const cb_panel *panels, size_t count) {
    bool all = true;
    for (size_t i = 0; all && i < count; i++) {
        all = panels[i].missing || add_genes(arena, genes, &panels[i]);
    }
    return all;
}

static size_t rows_of(const cb_panel *panels, size_t count) {
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        rows += panels[i].missing ? 0 : panels[i].gene_count;
    }
    return rows;
}

cb_status cb_asked_genes_of(cb_arena *arena, const cb_case *kase, cb_asked_genes *out, cb_error *e) {
    size_t terms = kase->term_genes ? kase->term_count : 0;
    size_t most = rows_of(kase->panels, kase->panel_count) + rows_of(kase->term_genes, terms);
    *out = (cb_asked_genes){.by_id = cb_map_new(arena), .by_symbol = cb_map_new(arena)};
    out->list = most < INT_MAX ? cb_alloc_array(arena, most + 1, sizeof *out->list) : NULL;
    bool all = out->list && out->by_id && out->by_symbol && add_all(arena, out, kase->panels, kase->panel_count) &&
               add_all(arena, out, kase->term_genes, terms);
    return all ? CB_OK : cb_fail_memory(e);
}

int cb_asked_gene_find(const cb_asked_genes *genes, cb_str symbol, cb_str hgnc_id) {
    const cb_asked_gene *gene = hgnc_id.n > 0 ? cb_map_get(genes->by_id, hgnc_id) : NULL;
    if (!gene && symbol.n > 0) {
        gene = cb_map_get(genes->by_symbol, symbol);
        gene = gene && gene->hgnc_id && hgnc_id.n > 0 ? NULL : gene;
    }
    return gene ? (int)(gene - genes->list) : -1;
}
