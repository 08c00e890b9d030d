/* ledger_test.c: what came in is listed or dropped, by rule and by gene; ledgers of parts say what the whole one says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "casebound/model/ledger.h"
#include <limits.h>
#include <string.h>

enum { CARRIER, CLINVAR, COMMON, OUTSIDE, RULES, ALLELES = 900, PARTS = 7 };

static const cb_ledger_row rules[RULES] = {
    {.rule = "proband_not_carrier", .text = "not carried"},
    {.rule = "clinvar", .text = "pathogenic", .keeps = true},
    {.rule = "too_common", .text = "common", .near_miss = true},
    {.rule = "no_gene_effect", .text = "outside"},
};

typedef struct world {
    cb_arena *arena;
    cb_case kase;
    cb_asked_genes asked;
    cb_error e;
} world;

/* Two panels that write three genes in their own ways: by symbol and id, by symbol alone, by id alone. */
static const char *const first_genes[] = {"KCNQ2", "SCN1A"}, *const first_ids[] = {"6296", NULL};
static const char *const second_genes[] = {"SCN1A", "", "KCNQ2"}, *const second_ids[] = {"10585", "1100", NULL};
static const cb_panel panels[] = {
    {.id = "epilepsy", .name = "Epilepsy", .genes = first_genes, .hgnc = first_ids, .gene_count = 2},
    {.id = "other", .genes = second_genes, .hgnc = second_ids, .gene_count = 3},
    {.id = "lost", .missing = true},
};

static world *world_new(void) {
    cb_arena *arena = cb_arena_new(64 << 20);
    assert_non_null(arena);
    world *w = cb_alloc(arena, sizeof *w);
    assert_non_null(w);
    w->arena = arena;
    w->kase = (cb_case){.panels = panels, .panel_count = 3};
    assert_int_equal(cb_asked_genes_of(arena, &w->kase, &w->asked, &w->e), CB_OK);
    return w;
}

static cb_ledger *ledger_of(world *w) {
    cb_ledger *l;
    assert_int_equal(cb_ledger_new(w->arena, "snv", rules, RULES, &w->asked, &l, &w->e), CB_OK);
    return l;
}

/* CB-LEDGER-01 */
static void asked_genes_stand_once_whatever_panels_call_them(void **state) {
    (void)state;
    world *w = world_new();
    assert_int_equal(w->asked.count, 3);
    assert_string_equal(w->asked.list[0].symbol, "KCNQ2");
    assert_int_equal(w->asked.list[0].panel_count, 2);
    assert_string_equal(w->asked.list[0].panels[0], "Epilepsy");
    assert_string_equal(w->asked.list[0].panels[1], "other");
    assert_string_equal(w->asked.list[1].hgnc_id, "10585");
    assert_null(w->asked.list[2].symbol);
    assert_int_equal(cb_asked_gene_find(&w->asked, cb_str_of("NEWNAME"), cb_str_of("6296")), 0);
    assert_int_equal(cb_asked_gene_find(&w->asked, cb_str_of("SCN1A"), (cb_str){0}), 1);
    assert_int_equal(cb_asked_gene_find(&w->asked, (cb_str){0}, cb_str_of("1100")), 2);
    assert_int_equal(cb_asked_gene_find(&w->asked, cb_str_of("SCN1A"), cb_str_of("9")), -1); /* another gene's id */
    assert_int_equal(cb_asked_gene_find(&w->asked, cb_str_of("BRCA1"), (cb_str){0}), -1);
    assert_int_equal(cb_asked_gene_find(&w->asked, (cb_str){0}, (cb_str){0}), -1);
    cb_arena_free(w->arena);
}

/* The i-th allele: which gene heads it, how common and how severe it is go in cycles. */
typedef struct allele {
    cb_variant v;
    cb_transcript transcript;
    cb_genotype calls[2];
    cb_fate fate;
    int genes[2];
    size_t gene_count;
    char facts[32];
} allele;

static void allele_of(int i, allele *a) {
    static const cb_contig contig = {.display = "1"};
    static const char *const heads[] = {"KCNQ2", "SCN1A", "TTN", NULL};
    static const cb_fate fates[] = {{.rule = CARRIER},
                                    {.rule = COMMON, .near_miss = true},
                                    {.rule = CB_LEDGER_LISTED},
                                    {.rule = COMMON},
                                    {.rule = OUTSIDE},
                                    {.rule = CLINVAR},
                                    {.rule = COMMON, .near_miss = true, .rescuable = true},
                                    {.rule = COMMON, .rescued = true}};
    *a = (allele){.fate = fates[i % 8]};
    a->transcript = (cb_transcript){.gene = heads[i % 4], .feature = "ENST1", .hgvs_c = "c.1A>T", .severity = i % 5};
    a->calls[0] = (cb_genotype){.text = "0/1", .zygosity = CB_HET, .phase_set = "7"};
    a->calls[1] = (cb_genotype){.text = "1/1", .zygosity = CB_HOM_ALT};
    a->v = (cb_variant){.parts = CB_MAKE_ALL,
                        .contig = &contig,
                        .position = 100 + i,
                        .ref = "A",
                        .alt = "T",
                        .key = "1-100-A-T",
                        .filter = "PASS",
                        .allele_index = 1,
                        .record_number = i + 1,
                        .genotypes = a->calls,
                        .gene = heads[i % 4],
                        .severity = i % 5,
                        .af = {.value = 0.02 + (i * 37 % 100) / 1000.0, .presence = CB_PRESENT}};
    a->v.transcripts = &a->transcript;
    a->v.chosen = &a->transcript;
    a->v.transcript_count = 1;
    a->genes[0] = i % 4;
    a->genes[1] = 2;
    a->gene_count = i % 4 < 2 ? 1 + (size_t)(i % 3 == 0) : 0;
}

static void count(world *w, cb_ledger *l, int i) {
    allele a;
    bool wanted;
    allele_of(i, &a);
    assert_int_equal(cb_ledger_allele(l, &a.v, &a.fate, a.genes, a.gene_count, &w->e), CB_OK);
    bool listed = a.fate.rule < 0 || a.fate.rule == CLINVAR || a.fate.rescued;
    cb_ledger_record(l, listed ? CB_LEDGER_LISTED : a.fate.rule, a.genes, a.gene_count);
    assert_int_equal(cb_ledger_wants(l, &a.v, &a.fate, a.genes, a.gene_count, &wanted, &w->e), CB_OK);
    snprintf(a.facts, sizeof a.facts, "v.af of %d", i);
    if (wanted) {
        assert_int_equal(cb_ledger_hold(l, &a.v, &a.fate, a.facts, a.genes, a.gene_count, &w->e), CB_OK);
    }
}

static cb_ledger *whole(world *w) {
    cb_ledger *l = ledger_of(w);
    for (int i = 0; i < ALLELES; i++) {
        count(w, l, i);
    }
    assert_int_equal(cb_ledger_end(l, &w->e), CB_OK);
    return l;
}

/* CB-MODEL-07 */
static void a_ledger_balances_only_when_nothing_is_lost(void **state) {
    (void)state;
    world *w = world_new();
    cb_ledger *l = whole(w);
    assert_true(cb_ledger_balances(l));
    uint64_t *const counts[] = {&l->alleles_in,
                                &l->records_in,
                                &l->alleles_listed,
                                &l->records_without_alt,
                                &l->rows[COMMON].alleles,
                                &l->rows[OUTSIDE].alleles,
                                &l->rows[COMMON].near_misses,
                                &l->accounts[0].alleles,
                                &l->accounts[1].dropped[COMMON]};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        (*counts[i])++;
        assert_false(cb_ledger_balances(l));
        (*counts[i])--;
    }
    assert_true(cb_ledger_balances(l));
    cb_arena_free(w->arena);
}

/* CB-LEDGER-02 */
static void each_allele_counts_under_its_rule_and_in_its_genes(void **state) {
    (void)state;
    world *w = world_new();
    cb_ledger *l = ledger_of(w);
    for (int i = 0; i < 8; i++) {
        count(w, l, i);
    }
    assert_int_equal(cb_ledger_end(l, &w->e), CB_OK);
    assert_int_equal(l->alleles_in, 8);
    assert_int_equal(l->alleles_listed, 3); /* listed, kept by ClinVar, rescued */
    assert_int_equal(l->rows[COMMON].alleles, 3);
    assert_int_equal(l->rows[COMMON].near_misses, 2);
    assert_int_equal(l->rows[COMMON].rescued, 1);
    assert_int_equal(l->rows[CLINVAR].kept, 1);
    assert_int_equal(l->rows[CLINVAR].alleles, 0);
    /* 0, 4 in KCNQ2; 1, 5 in SCN1A; 0 in the third gene as well */
    assert_int_equal(l->accounts[0].records, 2);
    assert_int_equal(l->accounts[0].dropped[CARRIER], 1);
    assert_int_equal(l->accounts[0].dropped[OUTSIDE], 1);
    assert_int_equal(l->accounts[1].near_misses, 1);
    assert_int_equal(l->accounts[1].listed, 1);
    assert_int_equal(l->accounts[1].kept[0].record, 6);
    assert_int_equal(l->accounts[2].dropped[CARRIER], 1);
    /* By the gene that heads them, in the order of the names: what is listed or missed the list by one rule. */
    assert_int_equal(l->gene_count, 3);
    assert_string_equal(l->gene_list[0]->symbol, "");
    assert_int_equal(l->gene_list[0]->listed, 1);
    assert_string_equal(l->gene_list[1]->symbol, "SCN1A");
    assert_int_equal(l->gene_list[1]->near_misses[COMMON], 1);
    assert_int_equal(l->gene_list[1]->listed, 1);
    assert_string_equal(l->gene_list[2]->symbol, "TTN");
    assert_int_equal(l->gene_list[2]->near_misses[COMMON], 1);
    assert_int_equal(l->gene_list[2]->listed, 1);
    cb_ledger_record(l, CB_LEDGER_NO_ALT, NULL, 0);
    assert_int_equal(l->records_without_alt, 1);
    assert_true(cb_ledger_balances(l));
    cb_arena_free(w->arena);
}

/* CB-LEDGER-03 */
static void the_nearest_misses_are_held_and_no_more(void **state) {
    (void)state;
    world *w = world_new();
    cb_ledger *l = whole(w);
    const cb_near_list *near = &l->accounts[1].near;
    assert_true(l->accounts[1].near_misses > CB_NEAR_PER_GENE);
    assert_int_equal(near->count, CB_NEAR_PER_GENE);
    for (size_t i = 1; i < near->count; i++) {
        const cb_near_miss *a = near->rows[i - 1], *b = near->rows[i];
        assert_true(a->rescuable >= b->rescuable);
        assert_true(a->rescuable > b->rescuable || a->v->severity <= b->v->severity);
        assert_true(a->rescuable > b->rescuable || a->v->severity < b->v->severity ||
                    a->v->af.value <= b->v->af.value);
    }
    assert_int_equal(l->elsewhere.count, CB_NEAR_ELSEWHERE < 112 ? CB_NEAR_ELSEWHERE : 112);
    for (size_t i = 0; i < l->elsewhere.count; i++) {
        assert_true(l->elsewhere.rows[i]->rescuable); /* one in eight, all of them headed by TTN */
        assert_string_equal(l->elsewhere.rows[i]->v->gene, "TTN");
    }
    cb_arena_free(w->arena);
}

/* CB-LEDGER-04 */
static void a_near_miss_holds_nothing_of_a_relative(void **state) {
    (void)state;
    world *w = world_new();
    cb_ledger *l = ledger_of(w);
    allele a;
    allele_of(1, &a);
    assert_int_equal(cb_ledger_allele(l, &a.v, &a.fate, a.genes, a.gene_count, &w->e), CB_OK);
    assert_int_equal(cb_ledger_hold(l, &a.v, &a.fate, "facts", a.genes, a.gene_count, &w->e), CB_OK);
    cb_transcript before = a.transcript;
    memset(&a, 0, sizeof a); /* nothing is borrowed of the allele */
    const cb_near_miss *row = l->accounts[1].near.rows[0];
    assert_string_equal(row->facts, "facts");
    assert_string_equal(row->v->chosen->hgvs_c, before.hgvs_c);
    assert_string_equal(row->v->genotypes[0].text, "0/1");
    assert_null(row->v->genotypes[0].phase_set);
    assert_string_equal(row->v->key, "1-100-A-T");
    cb_arena_free(w->arena);
}

static void same_list(const cb_near_list *a, const cb_near_list *b) {
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_int_equal(a->rows[i]->v->record_number, b->rows[i]->v->record_number);
        assert_string_equal(a->rows[i]->facts, b->rows[i]->facts);
    }
}

static void same_ledger(const cb_ledger *a, const cb_ledger *b) {
    assert_int_equal(a->alleles_in, b->alleles_in);
    assert_int_equal(a->records_listed, b->records_listed);
    for (size_t i = 0; i < RULES; i++) {
        assert_memory_equal(&a->rows[i], &b->rows[i], sizeof a->rows[i]);
    }
    for (size_t i = 0; i < a->asked->count; i++) {
        const cb_gene_account *x = &a->accounts[i], *y = &b->accounts[i];
        assert_int_equal(x->records, y->records);
        assert_int_equal(x->alleles, y->alleles);
        assert_int_equal(x->listed, y->listed);
        assert_memory_equal(x->dropped, y->dropped, RULES * sizeof *x->dropped);
        for (size_t k = 0; k < x->listed; k++) {
            assert_int_equal(x->kept[k].record, y->kept[k].record);
        }
        same_list(&x->near, &y->near);
    }
    same_list(&a->elsewhere, &b->elsewhere);
    assert_int_equal(a->gene_count, b->gene_count);
    for (size_t i = 0; i < a->gene_count; i++) {
        assert_string_equal(a->gene_list[i]->symbol, b->gene_list[i]->symbol);
        assert_int_equal(a->gene_list[i]->listed, b->gene_list[i]->listed);
        assert_memory_equal(a->gene_list[i]->near_misses, b->gene_list[i]->near_misses, RULES * sizeof(uint64_t));
    }
}

/* CB-LEDGER-05 */
static void ledgers_of_parts_merge_into_that_of_the_whole_in_any_order(void **state) {
    (void)state;
    world *w = world_new();
    cb_ledger *one = whole(w), *merged = ledger_of(w), *parts[PARTS];
    for (int p = 0; p < PARTS; p++) {
        parts[p] = ledger_of(w);
    }
    for (int i = 0; i < ALLELES; i++) {
        count(w, parts[i / 13 % PARTS], i);
    }
    for (int p = PARTS - 1; p >= 0; p--) {
        assert_int_equal(cb_ledger_merge(merged, parts[p], &w->e), CB_OK);
    }
    assert_int_equal(cb_ledger_end(merged, &w->e), CB_OK);
    assert_true(cb_ledger_balances(merged));
    same_ledger(one, merged);
    cb_arena_free(w->arena);
}

/* CB-LEDGER-05 */
static void one_symbol_with_two_ids_is_counted_alike_in_any_order(void **state) {
    (void)state;
    static const char *const ids[] = {"7713", NULL, "12403", "991"};
    enum { IDS = sizeof ids / sizeof *ids };
    for (size_t first = 0; first < IDS; first++) {
        world *w = world_new();
        cb_ledger *merged = ledger_of(w);
        for (size_t i = 0; i < IDS; i++) {
            cb_ledger *part = ledger_of(w);
            cb_variant v = {.parts = CB_MAKE_ALL, .gene = "TWICE", .hgnc_id = ids[(first + i) % IDS]};
            const cb_fate fate = {.rule = CB_LEDGER_LISTED};
            assert_int_equal(cb_ledger_allele(part, &v, &fate, NULL, 0, &w->e), CB_OK);
            assert_int_equal(cb_ledger_merge(merged, part, &w->e), CB_OK);
        }
        assert_int_equal(cb_ledger_end(merged, &w->e), CB_OK);
        assert_int_equal(merged->gene_count, 1);
        assert_int_equal(merged->gene_list[0]->listed, IDS);
        assert_string_equal(merged->gene_list[0]->hgnc_id, "991");
        cb_arena_free(w->arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asked_genes_stand_once_whatever_panels_call_them),
        cmocka_unit_test(a_ledger_balances_only_when_nothing_is_lost),
        cmocka_unit_test(each_allele_counts_under_its_rule_and_in_its_genes),
        cmocka_unit_test(the_nearest_misses_are_held_and_no_more),
        cmocka_unit_test(a_near_miss_holds_nothing_of_a_relative),
        cmocka_unit_test(ledgers_of_parts_merge_into_that_of_the_whole_in_any_order),
        cmocka_unit_test(one_symbol_with_two_ids_is_counted_alike_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
