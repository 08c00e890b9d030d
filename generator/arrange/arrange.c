/* arrange.c: the sections in their order, after the counts have been checked against each other. */
#include "casebound/arrange/arrange.h"

#include "arrange/arranging.h"
#include "casebound/arrange/facts.h"
#include <string.h>

#define PAGE_PREFIX "page_"

/* A list that lost an allele on its way here must not become a report. */
static cb_status check(const cb_arrange_request *r, cb_error *e) {
    if (r->kase->family.count == 0) {
        return cb_fail(e, CB_INTERNAL, "the case has no person");
    }
    if (!cb_ledger_balances(r->ledger)) {
        return cb_fail(e, CB_INTERNAL,
                       "the ledger does not balance: alleles came in that were neither listed nor dropped");
    }
    if (r->ledger->alleles_listed != r->variant_count) {
        return cb_fail(e, CB_INTERNAL, "the ledger counts %llu listed alleles, the list holds %zu",
                       (unsigned long long)r->ledger->alleles_listed, r->variant_count);
    }
    for (size_t i = 0; i < r->variant_count; i++) {
        if (r->variants[i]->rank != i + 1) {
            return cb_fail(e, CB_INTERNAL, "allele %zu of the list has rank %zu", i + 1, r->variants[i]->rank);
        }
    }
    return CB_OK;
}

/* The words of the templates, as they stand in the file; their places are the renderer's. */
static void put_page_words(cb_arranging *a, cb_node *root) {
    const cb_map *texts = a->request->texts;
    cb_node *node = cb_node_map(&a->builder, root, "text");
    for (size_t i = 0; i < cb_map_size(texts); i++) {
        const char *key = cb_map_key(texts, i);
        if (cb_str_starts(cb_str_of(key), PAGE_PREFIX)) {
            cb_node_add_text(&a->builder, node, key + strlen(PAGE_PREFIX), cb_map_value(texts, i));
        }
    }
}

static void put_sections(cb_arranging *a, cb_node *root, cb_node **facts_digest) {
    cb_word_family(a);
    if (a->status != CB_OK) {
        return;
    }
    cb_arrange_report(a, root, facts_digest);
    cb_arrange_identity(a, root);
    cb_arrange_question(a, root);
    cb_arrange_family(a, root);
    cb_arrange_samples(a, root);
    cb_arrange_secondary(a, root);
    cb_arrange_not_examined(a, root);
    cb_arrange_notices(a, root);
    cb_arrange_funnel(a, root);
    cb_arrange_near_misses(a, root);
    cb_arrange_genes(a, root);
    cb_arrange_columns(a, root);
    cb_arrange_scales(a, root);
    cb_arrange_variants(a, root);
    cb_arrange_decisions(a, root);
    cb_arrange_choices(a, root);
    cb_arrange_methods(a, root);
    cb_arrange_provenance(a, root);
    cb_arrange_checklist(a, root);
    cb_arrange_banners(a);
    put_page_words(a, root);
}

static cb_status put_digest(cb_arena *arena, const cb_node *root, cb_node *facts_digest, cb_error *e) {
    cb_digest digest;
    char hex[CB_SHA256_HEX];
    cb_status status = cb_facts_digest(root, &digest, e);
    if (status != CB_OK) {
        return status;
    }
    cb_digest_hex(&digest, hex);
    facts_digest->text = cb_copy(arena, hex);
    return facts_digest->text ? CB_OK : cb_fail_memory(e);
}

cb_status cb_arrange(cb_arena *arena, const cb_arrange_request *request, const cb_node **out, cb_error *e) {
    cb_status status = check(request, e);
    if (status != CB_OK) {
        return status;
    }
    cb_arranging *a = cb_alloc(arena, sizeof *a); /* rows are made by it as long as the view lives */
    if (!a) {
        return cb_fail_memory(e);
    }
    *a = (cb_arranging){
        .arena = arena, .request = request, .error = e, .annotated = request->kase->annotation_kind_count > 0};
    cb_builder_init(&a->builder, arena);
    cb_node *root = cb_node_root(&a->builder), *facts_digest = NULL;
    put_sections(a, root, &facts_digest);
    if (a->status != CB_OK) {
        return a->status;
    }
    status = cb_builder_status(&a->builder, e);
    if (status == CB_OK) {
        status = put_digest(arena, root, facts_digest, e);
    }
    *out = status == CB_OK ? root : NULL;
    return status;
}
