/* example_genes.h: near misses and the genes that the case asks about, in the example view. */
#ifndef CASEBOUND_TESTS_EXAMPLE_GENES_H
#define CASEBOUND_TESTS_EXAMPLE_GENES_H

#include "casebound/arrange/view.h"

enum { EXAMPLE_NEAR_MISSES = 3 };

static inline void example_near_miss(cb_builder *b, cb_node *list, const char *key, const char *gene, bool annotated) {
    cb_node *row = cb_node_map(b, list, NULL);
    cb_node_add_text(b, row, "rule", "too_common");
    cb_node_add_text(b, row, "rule_text", "Too common");
    cb_node_add_text(b, row, "key", key);
    cb_node_add_text(b, row, "title", "=cmd|' /C calc'!A0 & <b>near</b>");
    cb_node_add_text(b, row, "place", "20:63442499 G>A");
    cb_node_add_text(b, row, "gene", gene);
    cb_node_add_missing(b, row, "hgnc_id", "–");
    cb_node_add_text(b, row, "consequence", "missense variant");
    if (annotated) {
        cb_node_add_real(b, row, "af", 0.0312, "0.0312");
    } else {
        cb_node_add_not_annotated(b, row, "af", "not annotated");
    }
    cb_node_add_text(b, row, "af_name", "gnomAD");
    cb_node_add_missing(b, row, "clinvar", "–");
    cb_node_add_text(b, row, "genotype", "0/1 · 12/30");
    cb_node_add_text(b, row, "facts", "v.af = 0.0312, t.max_af = 0.02");
    cb_node_add_bool(b, row, "rescuable", true, NULL);
}

static inline void example_near_misses(cb_builder *b, cb_node *root) {
    cb_node *node = cb_node_map(b, root, "near_misses");
    cb_node_add_integer(b, node, "counted", 14, NULL);
    cb_node_add_integer(b, node, "shown", EXAMPLE_NEAR_MISSES, NULL);
    cb_node *rows = cb_node_list(b, node, "rows");
    example_near_miss(b, rows, "20-63442499-G-A", "KCNQ2", true);
    example_near_miss(b, rows, "20-63442500-G-A", "KCNQ2", false);
    example_near_miss(b, rows, "1-100-A-T", "OTHER1", true);
    cb_node_add_text(b, node, "more", "7 more are counted, not shown row by row");
    cb_node_add_integer(b, cb_node_list(b, node, "elsewhere"), NULL, 2, NULL);
}

static inline cb_node *example_gene(cb_builder *b, cb_node *list, const char *symbol, int64_t alleles, int64_t listed) {
    cb_node *gene = cb_node_map(b, list, NULL);
    cb_node_add_text(b, gene, "symbol", symbol);
    cb_node_add_missing(b, gene, "hgnc_id", "–");
    cb_node_add_text(b, cb_node_list(b, gene, "panels"), NULL, "Epilepsy");
    if (alleles > 0) {
        cb_node_add_integer(b, gene, "records", alleles - 1, NULL);
        cb_node_add_integer(b, gene, "alleles", alleles, NULL);
        cb_node *dropped = cb_node_list(b, gene, "dropped");
        cb_node_add_integer(b, dropped, NULL, alleles - listed, NULL);
        cb_node_add_integer(b, dropped, NULL, 0, NULL);
    }
    return gene;
}

static inline void example_found_gene(cb_builder *b, cb_node *list) {
    cb_node *gene = example_gene(b, list, "KCNQ2", 12, 1);
    cb_node_add_text(b, gene, "line", "1 listed, rank 1; 6 nearly listed; 12 supplied");
    cb_node_add_integer(b, gene, "listed_count", 1, NULL);
    cb_node *listed = cb_node_map(b, cb_node_list(b, gene, "listed"), NULL);
    cb_node_add_integer(b, listed, "rank", 1, NULL);
    cb_node_add_text(b, listed, "anchor", "v1");
    cb_node_add_text(b, listed, "title", "KCNQ2 c.601C>T p.(Arg201Cys)");
    cb_node_add_text(b, listed, "consequence", "missense variant");
    cb_node_add_text(b, listed, "inheritance", "de novo");
    cb_node_add_real(b, listed, "score", 19.5, NULL);
    cb_node_add_text(b, gene, "listed_more", "");
    cb_node_add_integer(b, gene, "near_count", 6, NULL);
    cb_node *near = cb_node_list(b, gene, "near");
    cb_node_add_integer(b, near, NULL, 0, NULL);
    cb_node_add_integer(b, near, NULL, 1, NULL);
    cb_node_add_text(b, gene, "near_more", "4 more are counted, not shown row by row");
}

static inline void example_genes(cb_builder *b, cb_node *root) {
    example_near_misses(b, root);
    cb_node *genes = cb_node_map(b, root, "genes");
    cb_node_add_integer(b, genes, "count", 4, NULL);
    example_found_gene(b, cb_node_list(b, genes, "found"));
    example_gene(b, cb_node_list(b, genes, "others"), "SCN1A", 5, 0);
    cb_node *silent = cb_node_list(b, genes, "silent");
    example_gene(b, silent, "ZZEF1", 0, 0);
    example_gene(b, silent, "<i>GENE</i>", 0, 0);
    cb_node_add_text(b, genes, "summary", "4 genes of the panels.");
    cb_node *without = cb_node_list(b, genes, "not_examined");
    cb_node_add_text(b, without, NULL, "Structural and copy number variants: named by the case and not read");
    cb_node_add_text(b, without, NULL, "Coverage: not supplied");
}

#endif
