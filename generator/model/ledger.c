/* ledger.c: what came in and where it went. */
#include "casebound/model/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "ledger_near.h"

static cb_status open_accounts(cb_ledger *l, cb_error *e) {
    size_t genes = l->asked->count;
    l->accounts = cb_alloc_array(l->arena, genes + 1, sizeof *l->accounts);
    if (!l->accounts) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < genes; i++) {
        cb_gene_account *account = &l->accounts[i];
        account->near.limit = CB_NEAR_PER_GENE;
        account->dropped = cb_alloc_array(l->arena, l->count + 1, sizeof *account->dropped);
        if (!account->dropped) {
            return cb_fail_memory(e);
        }
    }
    return CB_OK;
}

cb_status cb_ledger_new(cb_arena *arena, const char *category, const cb_ledger_row *rows, size_t count,
                        const cb_asked_genes *asked, cb_ledger **out, cb_error *e) {
    cb_ledger *l = cb_alloc(arena, sizeof *l);
    cb_ledger_row *own = l ? cb_alloc_array(arena, count + 1, sizeof *own) : NULL;
    cb_map *genes = own ? cb_map_new(arena) : NULL;
    if (!genes) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < count; i++) {
        own[i] = (cb_ledger_row){
            .rule = rows[i].rule, .text = rows[i].text, .keeps = rows[i].keeps, .near_miss = rows[i].near_miss};
    }
    *l = (cb_ledger){.arena = arena, .category = category, .asked = asked, .rows = own, .count = count, .genes = genes};
    l->elsewhere.limit = CB_NEAR_ELSEWHERE;
    *out = l;
    return open_accounts(l, e);
}

/* Counting. */

static bool is_dropped(const cb_ledger *l, const cb_fate *fate) {
    return fate->rule >= 0 && !l->rows[fate->rule].keeps && !fate->rescued;
}

/* Of several ids under one symbol the least stands, whichever thread met which first. Digits alone: shorter is less.
 */
static bool is_less(const char *id, const char *than) {
    size_t n = strlen(id), m = strlen(than);
    return n != m ? n < m : strcmp(id, than) < 0;
}

static cb_gene_count *count_of(cb_ledger *l, const char *symbol, const char *hgnc_id) {
    cb_str name = cb_str_of(symbol ? symbol : "");
    cb_gene_count *gene = cb_map_get(l->genes, name);
    if (!gene) {
        gene = cb_alloc(l->arena, sizeof *gene);
        uint64_t *near_misses = cb_alloc_array(l->arena, l->count + 1, sizeof *near_misses);
        if (!gene || !near_misses || !cb_map_set(l->genes, name, gene)) {
            return NULL;
        }
        gene->near_misses = near_misses;
        gene->symbol = cb_map_key(l->genes, cb_map_size(l->genes) - 1);
    }
    if (hgnc_id && (!gene->hgnc_id || is_less(hgnc_id, gene->hgnc_id))) {
        gene->hgnc_id = cb_copy(l->arena, hgnc_id);
        return gene->hgnc_id ? gene : NULL;
    }
    return gene;
}

/* By the gene that heads the allele. */
static cb_status count_by_gene(cb_ledger *l, cb_variant *v, const cb_fate *fate, cb_error *e) {
    bool dropped = is_dropped(l, fate);
    if (dropped && !fate->near_miss) {
        return CB_OK;
    }
    cb_status s = cb_variant_need(v, CB_MAKE_TRANSCRIPTS, e);
    cb_gene_count *gene = s == CB_OK ? count_of(l, v->gene, v->hgnc_id) : NULL;
    if (!gene) {
        return s == CB_OK ? cb_fail_memory(e) : s;
    }
    if (dropped) {
        gene->near_misses[fate->rule]++;
    } else {
        gene->listed++;
    }
    return CB_OK;
}

static void count_by_rule(cb_ledger *l, const cb_fate *fate) {
    bool dropped = is_dropped(l, fate);
    l->alleles_in++;
    l->alleles_listed += !dropped;
    if (fate->rule >= 0) {
        cb_ledger_row *row = &l->rows[fate->rule];
        row->alleles += dropped;
        row->near_misses += dropped && fate->near_miss;
        row->kept += row->keeps;
        row->rescued += fate->rescued;
    }
}

static cb_status add_place(cb_ledger *l, cb_gene_account *account, cb_allele_place place, cb_error *e) {
    cb_allele_place *kept = cb_grow(l->arena, account->kept, account->listed, &account->kept_capacity, sizeof *kept);
    if (!kept) {
        return cb_fail_memory(e);
    }
    account->kept = kept;
    kept[account->listed++] = place;
    return CB_OK;
}

cb_status cb_ledger_allele(cb_ledger *l, cb_variant *v, const cb_fate *fate, const int *genes, size_t gene_count,
                           cb_error *e) {
    bool dropped = is_dropped(l, fate);
    cb_status s = CB_OK;
    count_by_rule(l, fate);
    l->elsewhere_count += dropped && fate->near_miss && gene_count == 0;
    for (size_t i = 0; s == CB_OK && i < gene_count; i++) {
        cb_gene_account *account = &l->accounts[genes[i]];
        account->alleles++;
        if (dropped) {
            account->dropped[fate->rule]++;
            account->near_misses += fate->near_miss;
        } else {
            account->rescued += fate->rescued;
            s = add_place(l, account, (cb_allele_place){v->record_number, v->allele_index}, e);
        }
    }
    return s == CB_OK ? count_by_gene(l, v, fate, e) : s;
}

void cb_ledger_withhold(cb_ledger *l) {
    l->alleles_in++;
    l->alleles_withheld++;
}

void cb_ledger_record(cb_ledger *l, int rule, const int *genes, size_t gene_count) {
    l->records_in++;
    l->records_without_alt += rule == CB_LEDGER_NO_ALT;
    l->records_listed += rule == CB_LEDGER_LISTED;
    l->records_withheld += rule == CB_LEDGER_WITHHELD;
    if (rule >= 0) {
        l->rows[rule].records++;
    }
    for (size_t i = 0; i < gene_count; i++) {
        l->accounts[genes[i]].records++;
    }
}

/* Near misses. */

static cb_near_list *list_of(cb_ledger *l, const cb_near_miss *row, size_t i) {
    return row->gene_count > 0 ? &l->accounts[row->genes[i]].near : &l->elsewhere;
}

/* A near miss in none of the asked genes has one list as well. */
static size_t lists_of(const cb_near_miss *row) {
    return row->gene_count > 0 ? row->gene_count : 1;
}

static bool wanted_anywhere(cb_ledger *l, const cb_near_miss *row) {
    for (size_t i = 0; i < lists_of(row); i++) {
        if (cb_nearest_fits(list_of(l, row, i), row)) {
            return true;
        }
    }
    return false;
}

cb_status cb_ledger_wants(cb_ledger *l, cb_variant *v, const cb_fate *fate, const int *genes, size_t gene_count,
                          bool *wanted, cb_error *e) {
    const cb_near_miss row = {
        .rule = fate->rule, .rescuable = fate->rescuable, .v = v, .genes = genes, .gene_count = gene_count};
    cb_status s = cb_variant_need(v, CB_MAKE_TRANSCRIPTS | CB_MAKE_FREQUENCIES, e);
    *wanted = s == CB_OK && fate->near_miss && is_dropped(l, fate) && wanted_anywhere(l, &row);
    return s;
}

static cb_status hold(cb_ledger *l, const cb_near_miss *row, cb_error *e) {
    const cb_near_miss *copy = wanted_anywhere(l, row) ? cb_near_miss_copy(l->arena, row) : row;
    cb_status s = copy ? CB_OK : cb_fail_memory(e);
    for (size_t i = 0; s == CB_OK && copy != row && i < lists_of(copy); i++) {
        s = cb_nearest_put(l->arena, list_of(l, copy, i), copy, e);
    }
    return s;
}

cb_status cb_ledger_hold(cb_ledger *l, cb_variant *v, const cb_fate *fate, const char *facts, const int *genes,
                         size_t gene_count, cb_error *e) {
    const cb_near_miss row = {.rule = fate->rule,
                              .rescuable = fate->rescuable,
                              .v = v,
                              .facts = facts,
                              .genes = genes,
                              .gene_count = gene_count};
    cb_status s = cb_variant_need(v, CB_MAKE_ALL, e);
    return s == CB_OK ? hold(l, &row, e) : s;
}

/* Merging. */

static cb_status merge_near(cb_ledger *into, const cb_near_list *from, cb_error *e) {
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < from->count; i++) {
        s = hold(into, from->rows[i], e);
    }
    return s;
}

static cb_status merge_account(cb_ledger *into, cb_gene_account *to, const cb_gene_account *from, cb_error *e) {
    cb_status s = CB_OK;
    to->records += from->records;
    to->alleles += from->alleles;
    to->near_misses += from->near_misses;
    to->rescued += from->rescued;
    for (size_t i = 0; i < into->count; i++) {
        to->dropped[i] += from->dropped[i];
    }
    for (size_t i = 0; s == CB_OK && i < from->listed; i++) {
        s = add_place(into, to, from->kept[i], e);
    }
    return s;
}

static cb_status merge_genes(cb_ledger *into, const cb_ledger *from, cb_error *e) {
    for (size_t i = 0; i < cb_map_size(from->genes); i++) {
        const cb_gene_count *count = cb_map_value(from->genes, i);
        cb_gene_count *gene = count_of(into, count->symbol, count->hgnc_id);
        if (!gene) {
            return cb_fail_memory(e);
        }
        gene->listed += count->listed;
        for (size_t k = 0; k < into->count; k++) {
            gene->near_misses[k] += count->near_misses[k];
        }
    }
    return CB_OK;
}

static void merge_rows(cb_ledger *into, const cb_ledger *from) {
    into->records_in += from->records_in;
    into->alleles_in += from->alleles_in;
    into->records_listed += from->records_listed;
    into->alleles_listed += from->alleles_listed;
    into->records_without_alt += from->records_without_alt;
    into->records_withheld += from->records_withheld;
    into->alleles_withheld += from->alleles_withheld;
    into->elsewhere_count += from->elsewhere_count;
    for (size_t i = 0; i < into->count; i++) {
        cb_ledger_row *row = &into->rows[i];
        row->alleles += from->rows[i].alleles;
        row->records += from->rows[i].records;
        row->kept += from->rows[i].kept;
        row->near_misses += from->rows[i].near_misses;
        row->rescued += from->rows[i].rescued;
    }
}

cb_status cb_ledger_merge(cb_ledger *into, const cb_ledger *from, cb_error *e) {
    merge_rows(into, from);
    cb_status s = merge_genes(into, from, e);
    s = s == CB_OK ? merge_near(into, &from->elsewhere, e) : s;
    for (size_t i = 0; s == CB_OK && i < into->asked->count; i++) {
        s = merge_account(into, &into->accounts[i], &from->accounts[i], e);
        s = s == CB_OK ? merge_near(into, &from->accounts[i].near, e) : s;
    }
    return s;
}

static int place_order(const void *a, const void *b) {
    const cb_allele_place *x = a, *y = b;
    if (x->record != y->record) {
        return x->record < y->record ? -1 : 1;
    }
    return x->allele - y->allele;
}

static int gene_order(const void *a, const void *b) {
    const cb_gene_count *const *x = a, *const *y = b;
    return strcmp((*x)->symbol, (*y)->symbol);
}

cb_status cb_ledger_end(cb_ledger *l, cb_error *e) {
    for (size_t i = 0; i < l->asked->count; i++) {
        cb_gene_account *account = &l->accounts[i];
        if (account->listed > 1) {
            qsort(account->kept, account->listed, sizeof *account->kept, place_order);
        }
    }
    l->gene_count = cb_map_size(l->genes);
    l->gene_list = cb_alloc_array(l->arena, l->gene_count + 1, sizeof *l->gene_list);
    if (!l->gene_list) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < l->gene_count; i++) {
        l->gene_list[i] = cb_map_value(l->genes, i);
    }
    qsort(l->gene_list, l->gene_count, sizeof *l->gene_list, gene_order);
    return CB_OK;
}

/* Balance. */

static bool account_balances(const cb_ledger *l, const cb_gene_account *account) {
    uint64_t alleles = account->listed;
    for (size_t i = 0; i < l->count; i++) {
        alleles += account->dropped[i];
    }
    return alleles == account->alleles;
}

/* The genes' near misses of one rule, or with CB_LEDGER_LISTED their listed alleles. */
static uint64_t sum_of_genes(const cb_ledger *l, int rule) {
    uint64_t sum = 0;
    for (size_t i = 0; i < cb_map_size(l->genes); i++) {
        const cb_gene_count *gene = cb_map_value(l->genes, i);
        sum += rule == CB_LEDGER_LISTED ? gene->listed : gene->near_misses[rule];
    }
    return sum;
}

static bool genes_balance(const cb_ledger *l) {
    bool balanced = sum_of_genes(l, CB_LEDGER_LISTED) == l->alleles_listed;
    for (size_t i = 0; i < l->count; i++) {
        balanced = balanced && sum_of_genes(l, (int)i) == l->rows[i].near_misses;
    }
    return balanced;
}

bool cb_ledger_balances(const cb_ledger *l) {
    uint64_t alleles = l->alleles_listed + l->alleles_withheld;
    uint64_t records = l->records_listed + l->records_without_alt + l->records_withheld;
    for (size_t i = 0; i < l->count; i++) {
        alleles += l->rows[i].alleles;
        records += l->rows[i].records;
    }
    bool balanced = alleles == l->alleles_in && records == l->records_in && genes_balance(l);
    for (size_t i = 0; balanced && i < l->asked->count; i++) {
        balanced = account_balances(l, &l->accounts[i]);
    }
    return balanced;
}
