/* arrange_funnel.c: the headline, the way from the records supplied to the shortlist, and the ledger. */
#include "arrange/arranging.h"

#include "casebound/base/number.h"
#include <math.h>

static size_t shortlisted_count(const cb_arrange_request *r) {
    size_t count = 0;
    for (size_t i = 0; i < r->variant_count; i++) {
        count += r->variants[i]->shortlisted;
    }
    return count;
}

/* Records of the shortlisted alleles: two alleles of one record are one. */
static size_t shortlisted_records(cb_arranging *a) {
    const cb_arrange_request *r = a->request;
    cb_map *seen = cb_map_new(a->arena);
    for (size_t i = 0; seen && i < r->variant_count; i++) {
        const cb_variant *v = r->variants[i];
        if (v->shortlisted && !cb_map_set(seen, cb_str_of(cb_formatted(a, "%lld", (long long)v->record_number)), v)) {
            seen = NULL;
        }
    }
    if (!seen) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
        return 0;
    }
    return cb_map_size(seen);
}

static void put_headline(cb_arranging *a, cb_node *root) {
    const cb_arrange_request *r = a->request;
    const size_t count = shortlisted_count(r);
    const char *listed = cb_count_text(a, r->variant_count), *headline;
    size_t size;
    double score;
    cb_profile_shortlist(r->profile, &size, &score);
    if (r->variant_count == 0) {
        headline = cb_word(a, "headline_empty");
    } else if (count == 0) {
        headline = cb_worded(a, "headline_none", "listed", listed, "score", cb_rounded_text(a, score, 6));
    } else if (count == 1) {
        headline = cb_worded(a, "headline_one", "listed", listed);
    } else {
        headline = cb_worded(a, "headline_many", "listed", listed, "count", cb_count_text(a, count));
    }
    cb_node *summary = cb_node_map(&a->builder, root, "summary");
    cb_node_add_text(&a->builder, summary, "headline", headline);
    cb_put_count(a, summary, "shortlisted", (int64_t)count);
    cb_put_count(a, summary, "listed", (int64_t)r->variant_count);
}

/* Of the longest bar, in per cent, on a logarithmic scale on which 0 is 0; one decimal. */
static double share(uint64_t count, uint64_t longest) {
    return longest == 0 ? 0 : round(1000 * log1p((double)count) / log1p((double)longest)) / 10;
}

typedef struct step {
    const char *label, *kind, *note;
    uint64_t alleles, records;
} step;

static void put_step(cb_arranging *a, cb_node *funnel, step s) {
    const cb_ledger *ledger = a->request->ledger;
    const uint64_t longest = ledger->alleles_in > ledger->records_in ? ledger->alleles_in : ledger->records_in;
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, funnel, NULL);
    cb_node_add_text(b, node, "label", s.label);
    cb_put_count(a, node, "alleles", (int64_t)s.alleles);
    cb_put_count(a, node, "records", (int64_t)s.records);
    cb_node_add_real(b, node, "share", share(s.alleles > 0 ? s.alleles : s.records, longest), NULL);
    cb_node_add_text(b, node, "kind", s.kind);
    cb_node_add_text(b, node, "note", s.note ? s.note : "");
}

/* What of a rule's drops is told of elsewhere: "12 by this rule alone; 2 brought back". */
static const char *drop_note(cb_arranging *a, const cb_ledger_row *row) {
    const char *near =
        row->near_misses == 0 ? NULL : cb_worded(a, "funnel_near_misses", "count", cb_count_text(a, row->near_misses));
    const char *rescued =
        row->rescued == 0 ? NULL : cb_worded(a, "funnel_rescued", "count", cb_count_text(a, row->rescued));
    return cb_joined(a, "list_and", near, rescued);
}

static void put_funnel(cb_arranging *a, cb_node *root) {
    const cb_ledger *ledger = a->request->ledger;
    cb_node *funnel = cb_node_list(&a->builder, root, "funnel");
    put_step(a, funnel, (step){cb_word(a, "funnel_in"), "in", NULL, ledger->alleles_in, ledger->records_in});
    if (ledger->records_without_alt > 0) {
        put_step(a, funnel, (step){cb_word(a, "funnel_no_alt"), "drop", NULL, 0, ledger->records_without_alt});
    }
    if (ledger->records_withheld + ledger->alleles_withheld > 0) {
        put_step(a, funnel,
                 (step){cb_withheld_label(a), "drop", NULL, ledger->alleles_withheld, ledger->records_withheld});
    }
    for (size_t i = 0; i < ledger->count; i++) {
        const cb_ledger_row *row = &ledger->rows[i];
        if (!row->keeps) {
            put_step(a, funnel, (step){row->text, "drop", drop_note(a, row), row->alleles, row->records});
        }
    }
    put_step(a, funnel,
             (step){cb_word(a, "funnel_listed"), "listed", NULL, ledger->alleles_listed, ledger->records_listed});
    put_step(a, funnel,
             (step){cb_word(a, "funnel_shortlisted"), "shortlisted", NULL, shortlisted_count(a->request),
                    shortlisted_records(a)});
}

static void put_rule(cb_arranging *a, cb_node *list, const cb_ledger_row *row) {
    cb_builder *b = &a->builder;
    cb_node *line = cb_node_map(b, list, NULL);
    cb_node_add_text(b, line, "rule", row->rule);
    cb_node_add_text(b, line, "text", row->text);
    if (row->keeps) {
        cb_put_count(a, line, "alleles", (int64_t)row->kept);
        return;
    }
    cb_put_count(a, line, "alleles", (int64_t)row->alleles);
    cb_put_count(a, line, "records", (int64_t)row->records);
    cb_put_count(a, line, "near_misses", (int64_t)row->near_misses);
    cb_put_count(a, line, "rescued", (int64_t)row->rescued);
}

/* The rules that drop, or those that keep. */
static void put_rules(cb_arranging *a, cb_node *ledger, const char *key, bool keeps) {
    cb_node *list = cb_node_list(&a->builder, ledger, key);
    for (size_t i = 0; i < a->request->ledger->count; i++) {
        if (a->request->ledger->rows[i].keeps == keeps) {
            put_rule(a, list, &a->request->ledger->rows[i]);
        }
    }
}

/* Near misses of each rule that drops: parallel to ledger/rows. */
static void put_near_counts(cb_arranging *a, cb_node *node, const uint64_t *counts) {
    const cb_ledger *l = a->request->ledger;
    cb_node *list = cb_node_list(&a->builder, node, "near_misses");
    for (size_t i = 0; i < l->count; i++) {
        if (!l->rows[i].keeps) {
            cb_put_count(a, list, NULL, (int64_t)counts[i]);
        }
    }
}

static void put_gene_count(cb_arranging *a, cb_node *list, const cb_gene_count *gene, const char *symbol) {
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, node, "symbol", symbol);
    cb_put_text(a, node, "hgnc_id", gene->hgnc_id);
    cb_put_count(a, node, "listed", (int64_t)gene->listed);
    put_near_counts(a, node, gene->near_misses);
}

/* Each gene that heads a listed allele; all others together, so that the lines sum. */
static void put_gene_counts(cb_arranging *a, cb_node *ledger) {
    const cb_ledger *l = a->request->ledger;
    cb_node *list = cb_node_list(&a->builder, ledger, "genes");
    cb_gene_count rest = {.near_misses = cb_alloc_array(a->arena, l->count + 1, sizeof *rest.near_misses)};
    if (!rest.near_misses) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
        return;
    }
    for (size_t i = 0; i < l->gene_count; i++) {
        const cb_gene_count *gene = l->gene_list[i];
        if (gene->listed > 0) {
            put_gene_count(a, list, gene, *gene->symbol ? gene->symbol : cb_word(a, "ledger_no_gene"));
        }
        for (size_t k = 0; gene->listed == 0 && k < l->count; k++) {
            rest.near_misses[k] += gene->near_misses[k];
        }
    }
    put_gene_count(a, list, &rest, cb_word(a, "ledger_other_genes"));
}

static void put_ledger(cb_arranging *a, cb_node *root) {
    const cb_ledger *ledger = a->request->ledger;
    cb_builder *b = &a->builder;
    cb_node *node = cb_node_map(b, root, "ledger");
    cb_node_add_text(b, node, "category", ledger->category);
    put_rules(a, node, "rows", false);
    put_rules(a, node, "kept", true);
    put_gene_counts(a, node);
    cb_node *totals = cb_node_map(b, node, "totals");
    cb_put_count(a, totals, "records_in", (int64_t)ledger->records_in);
    cb_put_count(a, totals, "alleles_in", (int64_t)ledger->alleles_in);
    cb_put_count(a, totals, "records_listed", (int64_t)ledger->records_listed);
    cb_put_count(a, totals, "alleles_listed", (int64_t)ledger->alleles_listed);
    cb_put_count(a, totals, "records_without_alt", (int64_t)ledger->records_without_alt);
    cb_put_count(a, totals, "records_withheld", (int64_t)ledger->records_withheld);
    cb_put_count(a, totals, "alleles_withheld", (int64_t)ledger->alleles_withheld);
    cb_node *labels = cb_node_map(b, node, "labels");
    cb_node_add_text(b, labels, "withheld", cb_word(a, "ledger_withheld"));
    cb_node_add_text(b, labels, "listed", cb_word(a, "ledger_listed"));
    cb_node_add_text(b, labels, "in", cb_word(a, "ledger_in"));
    cb_node_add_text(b, labels, "without_alt", cb_word(a, "ledger_no_alt"));
}

void cb_arrange_funnel(cb_arranging *a, cb_node *root) {
    put_headline(a, root);
    put_funnel(a, root);
    put_ledger(a, root);
}
