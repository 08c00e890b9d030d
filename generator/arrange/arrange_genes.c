/* arrange_genes.c: "Why not this gene?": of each gene of the case's panels and phenotype terms what is listed, what one
 * rule alone dropped, what was dropped in number, and whether any record lies in it at all. */
#include "arrange/arranging.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED_PER_GENE = 20 }; /* the list itself has the rest */

/* One asked gene: its account, and its listed alleles by rank. */
typedef struct gene {
    const cb_asked_gene *asked;
    const cb_gene_account *account;
    const char *name;
    const cb_variant **listed;
    size_t listed_count;
} gene;

typedef struct genes {
    gene *list;
    size_t count;
    const cb_variant **by_place; /* every listed allele, in the order of the file */
} genes;

/* Gathering. */

static int order_of_places(const void *a, const void *b) {
    const cb_variant *const *x = a, *const *y = b;
    if ((*x)->record_number != (*y)->record_number) {
        return (*x)->record_number < (*y)->record_number ? -1 : 1;
    }
    return (*x)->allele_index - (*y)->allele_index;
}

static int order_of_ranks(const void *a, const void *b) {
    const cb_variant *const *x = a, *const *y = b;
    return ((*x)->rank > (*y)->rank) - ((*x)->rank < (*y)->rank);
}

/* Genes with a listed allele by their best rank, the others by name. */
static int order_of_genes(const void *a, const void *b) {
    const gene *x = a, *y = b;
    if (x->listed_count > 0 && y->listed_count > 0) {
        return order_of_ranks(x->listed, y->listed);
    }
    if (x->listed_count > 0 || y->listed_count > 0) {
        return x->listed_count > 0 ? -1 : 1;
    }
    int order = strcmp(x->name, y->name);
    return order != 0 ? order : (x->account > y->account) - (x->account < y->account);
}

static const cb_variant *variant_at(cb_arranging *a, const genes *g, cb_allele_place place) {
    const cb_variant key = {.record_number = place.record, .allele_index = place.allele}, *wanted = &key;
    const cb_variant **found =
        bsearch(&wanted, g->by_place, a->request->variant_count, sizeof *g->by_place, order_of_places);
    if (!found) {
        cb_arrange_fail(a, CB_INTERNAL, "an allele that a gene's account lists is not in the list", NULL);
    }
    return found ? *found : NULL;
}

static void *array(cb_arranging *a, size_t count, size_t size) {
    void *made = cb_alloc_array(a->arena, count + 1, size);
    if (!made) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
    }
    return made;
}

static void gather_gene(cb_arranging *a, const genes *g, gene *out) {
    out->name = out->asked->symbol ? out->asked->symbol : cb_worded(a, "gene_by_id", "id", out->asked->hgnc_id);
    out->listed = array(a, out->account->listed, sizeof *out->listed);
    for (size_t i = 0; a->status == CB_OK && i < out->account->listed; i++) {
        out->listed[out->listed_count++] = variant_at(a, g, out->account->kept[i]);
    }
    if (a->status != CB_OK) {
        return;
    }
    if (out->listed_count > 1) {
        qsort(out->listed, out->listed_count, sizeof *out->listed, order_of_ranks);
    }
}

static void gather(cb_arranging *a, genes *g) {
    const cb_arrange_request *r = a->request;
    const cb_asked_genes *asked = r->ledger->asked;
    g->by_place = array(a, r->variant_count, sizeof *g->by_place);
    g->list = array(a, asked->count, sizeof *g->list);
    for (size_t i = 0; a->status == CB_OK && i < r->variant_count; i++) {
        g->by_place[i] = r->variants[i];
    }
    if (a->status == CB_OK && r->variant_count > 1) {
        qsort(g->by_place, r->variant_count, sizeof *g->by_place, order_of_places);
    }
    for (size_t i = 0; a->status == CB_OK && i < asked->count; i++) {
        g->list[i] = (gene){.asked = &asked->list[i], .account = &r->ledger->accounts[i]};
        gather_gene(a, g, &g->list[i]);
        g->count++;
    }
    if (a->status == CB_OK && g->count > 1) {
        qsort(g->list, g->count, sizeof *g->list, order_of_genes);
    }
}

/* What a gene came to. */
typedef enum standing { FOUND, DROPPED, SILENT } standing;

static standing standing_of(const gene *g) {
    if (g->listed_count > 0 || g->account->near_misses > 0) {
        return FOUND;
    }
    return g->account->records > 0 ? DROPPED : SILENT;
}

/* Words. */

static bool is_in(const cb_transcript *t, const cb_asked_gene *asked) {
    if (t->hgnc_id && asked->hgnc_id) {
        return strcmp(t->hgnc_id, asked->hgnc_id) == 0;
    }
    return t->gene && asked->symbol && strcmp(t->gene, asked->symbol) == 0;
}

/* The most severe consequence in this gene: the allele may be headed by another one. */
static const char *consequence_in(cb_arranging *a, const cb_variant *v, const cb_asked_gene *asked) {
    const cb_transcript *worst = NULL;
    for (size_t i = 0; i < v->transcript_count; i++) {
        const cb_transcript *t = &v->transcripts[i];
        if (is_in(t, asked) && (!worst || t->severity < worst->severity)) {
            worst = t;
        }
    }
    return worst ? cb_consequence_label(a, worst->consequence) : cb_consequence_shown(a, v);
}

static const char *line_of(cb_arranging *a, const gene *g) {
    const char *listed = "", *near = "";
    if (g->listed_count == 1) {
        listed = cb_worded(a, "gene_listed_one", "rank", cb_count_text(a, g->listed[0]->rank));
    } else if (g->listed_count > 1) {
        listed = cb_worded(a, "gene_listed_many", "count", cb_count_text(a, g->listed_count), "rank",
                           cb_count_text(a, g->listed[0]->rank));
    }
    if (g->account->near_misses > 0) {
        near = cb_worded(a, "gene_near", "count", cb_count_text(a, g->account->near_misses));
    }
    const char *supplied = cb_worded(a, "gene_supplied", "alleles", cb_count_text(a, g->account->alleles));
    return cb_joined(a, "list_and", cb_joined(a, "list_and", listed, near), supplied);
}

/* Nodes. */

static void put_name(cb_arranging *a, cb_node *node, const gene *g) {
    cb_node_add_text(&a->builder, node, "symbol", g->name);
    cb_put_text(a, node, "hgnc_id", g->asked->hgnc_id);
    cb_node *panels = cb_node_list(&a->builder, node, "panels");
    for (size_t i = 0; i < g->asked->panel_count; i++) {
        cb_node_add_text(&a->builder, panels, NULL, g->asked->panels[i]);
    }
}

/* Supplied, and what each rule that drops dropped: parallel to ledger/rows. */
static void put_counts(cb_arranging *a, cb_node *node, const gene *g) {
    const cb_ledger *l = a->request->ledger;
    cb_put_count(a, node, "records", (int64_t)g->account->records);
    cb_put_count(a, node, "alleles", (int64_t)g->account->alleles);
    cb_node *dropped = cb_node_list(&a->builder, node, "dropped");
    for (size_t i = 0; i < l->count; i++) {
        if (!l->rows[i].keeps) {
            cb_put_count(a, dropped, NULL, (int64_t)g->account->dropped[i]);
        }
    }
}

static void put_listed(cb_arranging *a, cb_node *list, const gene *g, const cb_variant *v) {
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_put_count(a, node, "rank", (int64_t)v->rank);
    cb_node_add_text(&a->builder, node, "anchor", v->shortlisted ? cb_formatted(a, "v%zu", v->rank) : "");
    cb_node_add_text(&a->builder, node, "title", cb_variant_title(a, v));
    cb_put_annotated(a, node, "consequence", consequence_in(a, v, g->asked));
    cb_node_add_text(&a->builder, node, "inheritance", cb_inheritance_short(a, v));
    cb_node_add_real(&a->builder, node, "score", v->score, cb_rounded_text(a, v->score, 6));
}

static void put_found(cb_arranging *a, cb_node *list, const gene *g) {
    const size_t shown = g->listed_count < LISTED_PER_GENE ? g->listed_count : LISTED_PER_GENE;
    const cb_near_list *near = &g->account->near;
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, list, NULL);
    put_name(a, node, g);
    cb_node_add_text(b, node, "line", line_of(a, g));
    put_counts(a, node, g);
    cb_put_count(a, node, "listed_count", (int64_t)g->listed_count);
    cb_node *listed = cb_node_list(b, node, "listed");
    for (size_t i = 0; i < shown; i++) {
        put_listed(a, listed, g, g->listed[i]);
    }
    cb_node_add_text(b, node, "listed_more", cb_more_text(a, "gene_listed_more", g->listed_count - shown));
    cb_put_count(a, node, "near_count", (int64_t)g->account->near_misses);
    cb_node *rows = cb_node_list(b, node, "near");
    for (size_t i = 0; i < near->count; i++) {
        cb_put_near_place(a, rows, near->rows[i]);
    }
    cb_node_add_text(b, node, "near_more", cb_more_text(a, "near_more", g->account->near_misses - near->count));
}

static void put_gene(cb_arranging *a, cb_node *list, const gene *g, standing as) {
    if (as == FOUND) {
        put_found(a, list, g);
        return;
    }
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    put_name(a, node, g);
    if (as == DROPPED) {
        put_counts(a, node, g);
    }
}

static size_t put_genes(cb_arranging *a, cb_node *node, const char *key, const genes *g, standing as) {
    cb_node *list = cb_node_list(&a->builder, node, key);
    for (size_t i = 0; i < g->count && a->status == CB_OK; i++) {
        if (standing_of(&g->list[i]) == as) {
            put_gene(a, list, &g->list[i], as);
        }
    }
    return list->count;
}

/* What no gene was examined for: what the case names and this report does not read, then the kinds that the case does
 * not name. */
void cb_arrange_gene_limits(cb_arranging *a, cb_node *node) {
    static const struct {
        const char *kind, *word;
    } kinds[] = {{"sv", "gene_without_sv"}, {"str", "gene_without_str"}, {"mei", "gene_without_mei"}};
    const cb_case *kase = a->request->kase;
    cb_node *list = cb_node_list(&a->builder, node, "not_examined");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        bool named = false;
        for (size_t k = 0; k < kase->not_examined_count; k++) {
            named |= strcmp(kase->not_examined[k].kind, kinds[i].kind) == 0;
        }
        cb_node_add_text(&a->builder, list, NULL,
                         cb_worded(a, named ? "gene_named" : "gene_unnamed", "kind", cb_word(a, kinds[i].word)));
    }
    cb_node_add_text(&a->builder, list, NULL, cb_word(a, "gene_without_coverage"));
    if (!a->annotated) {
        cb_node_add_text(&a->builder, list, NULL, cb_word(a, "gene_without_annotation"));
    }
    if (a->request->secondary && !a->request->secondary->agreed) {
        cb_node_add_text(&a->builder, list, NULL, cb_word(a, "gene_without_consent"));
    }
}

void cb_arrange_genes(cb_arranging *a, cb_node *root) {
    genes g = {.list = NULL};
    cb_builder *b = &a->builder;
    gather(a, &g);
    if (a->status != CB_OK) {
        return;
    }
    cb_node *node = cb_node_map(b, root, "genes");
    cb_put_count(a, node, "count", (int64_t)g.count);
    const size_t found = put_genes(a, node, "found", &g, FOUND), others = put_genes(a, node, "others", &g, DROPPED),
                 silent = put_genes(a, node, "silent", &g, SILENT);
    const cb_case *kase = a->request->kase;
    const char *summary = g.count == 0
                              ? cb_word(a, "genes_none")
                              : cb_worded(a, kase->term_genes ? "genes_summary_terms" : "genes_summary", "count",
                                          cb_count_text(a, g.count), "found", cb_count_text(a, found), "others",
                                          cb_count_text(a, others), "silent", cb_count_text(a, silent));
    bool unasked = kase->term_count > 0 && !kase->term_genes;
    cb_node_add_text(b, node, "summary", unasked ? cb_worded(a, "genes_terms_absent", "summary", summary) : summary);
    cb_arrange_gene_limits(a, node);
}
