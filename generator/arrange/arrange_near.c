/* arrange_near.c: alleles that one rule alone kept from the list, row by row. Every one that any rendering shows enters
 * the view here. */
#include "arrange/arranging.h"

#include <stdlib.h>
#include <string.h>

typedef struct gathering {
    const cb_near_miss **rows;
    size_t count;
} gathering;

static int order(const cb_near_miss *a, const cb_near_miss *b) {
    if (a->v->record_number != b->v->record_number) {
        return a->v->record_number < b->v->record_number ? -1 : 1;
    }
    return a->v->allele_index - b->v->allele_index;
}

static int order_of_rows(const void *a, const void *b) {
    const cb_near_miss *const *x = a, *const *y = b;
    return order(*x, *y);
}

static size_t held(const cb_ledger *l) {
    size_t count = l->elsewhere.count;
    for (size_t i = 0; i < l->asked->count; i++) {
        count += l->accounts[i].near.count;
    }
    return count;
}

static void gather(gathering *g, const cb_near_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        g->rows[g->count++] = list->rows[i];
    }
}

/* All that the ledger holds, in the order of the file; one that lies in two asked genes once. */
static void gather_all(cb_arranging *a) {
    const cb_ledger *l = a->request->ledger;
    gathering g = {.rows = cb_alloc_array(a->arena, held(l) + 1, sizeof *g.rows)};
    if (!g.rows) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
        return;
    }
    for (size_t i = 0; i < l->asked->count; i++) {
        gather(&g, &l->accounts[i].near);
    }
    gather(&g, &l->elsewhere);
    qsort(g.rows, g.count, sizeof *g.rows, order_of_rows);
    size_t once = 0;
    for (size_t i = 0; i < g.count; i++) {
        if (once == 0 || order(g.rows[once - 1], g.rows[i]) != 0) {
            g.rows[once++] = g.rows[i];
        }
    }
    a->near_rows = g.rows;
    a->near_count = once;
}

const char *cb_more_text(cb_arranging *a, const char *key, uint64_t count) {
    return count > 0 ? cb_worded(a, key, "count", cb_count_text(a, count)) : "";
}

void cb_put_near_place(cb_arranging *a, cb_node *list, const cb_near_miss *row) {
    const cb_near_miss **found = bsearch(&row, a->near_rows, a->near_count, sizeof *a->near_rows, order_of_rows);
    if (found) {
        cb_node_add_integer(&a->builder, list, NULL, found - a->near_rows, NULL);
    } else {
        cb_arrange_fail(a, CB_INTERNAL, "a near miss of a gene is not among all of them", NULL);
    }
}

static void put_row(cb_arranging *a, cb_node *list, const cb_near_miss *row) {
    const cb_ledger_row *rule = &a->request->ledger->rows[row->rule];
    const cb_variant *v = row->v;
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, list, NULL);
    cb_node_add_text(b, node, "rule", rule->rule);
    cb_node_add_text(b, node, "rule_text", rule->text);
    cb_node_add_text(b, node, "key", v->key);
    cb_node_add_text(b, node, "title", cb_variant_title(a, v));
    cb_node_add_text(b, node, "place", cb_place_and_bases(a, v));
    cb_put_annotated(a, node, "gene", v->gene);
    cb_put_annotated(a, node, "hgnc_id", v->hgnc_id);
    cb_put_annotated(a, node, "consequence", cb_consequence_shown(a, v));
    cb_put_real(a, node, "af", v->af);
    cb_put_value(a, node, "af_name", (cb_text){v->af_name, v->af.presence, NULL});
    if (!cb_clinvar_absent(a, node, "clinvar", &v->clinvar)) {
        cb_node_add_text(b, node, "clinvar", cb_clinvar_cell(a, &v->clinvar));
    }
    cb_node_add_text(b, node, "genotype", cb_genotype_cell(a, &v->genotypes[0]));
    cb_node_add_text(b, node, "facts", row->facts);
    cb_put_bool(a, node, "rescuable", row->rescuable);
}

static uint64_t counted(const cb_ledger *l) {
    uint64_t count = 0;
    for (size_t i = 0; i < l->count; i++) {
        count += l->rows[i].near_misses;
    }
    return count;
}

void cb_arrange_near_misses(cb_arranging *a, cb_node *root) {
    const cb_ledger *l = a->request->ledger;
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, root, "near_misses");
    gather_all(a);
    if (a->status != CB_OK) {
        return;
    }
    cb_put_count(a, node, "counted", (int64_t)counted(l));
    cb_put_count(a, node, "shown", (int64_t)a->near_count);
    cb_node *rows = cb_node_list(b, node, "rows");
    for (size_t i = 0; i < a->near_count && a->status == CB_OK && !b->failed; i++) {
        put_row(a, rows, a->near_rows[i]);
    }
    cb_node_add_text(b, node, "more", cb_more_text(a, "near_more", l->elsewhere_count - l->elsewhere.count));
    cb_node *elsewhere = cb_node_list(b, node, "elsewhere");
    for (size_t i = 0; i < l->elsewhere.count; i++) {
        cb_put_near_place(a, elsewhere, l->elsewhere.rows[i]);
    }
}
