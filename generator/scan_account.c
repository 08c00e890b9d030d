/* scan_account.c: alleles into the ledger. */
#include "scan_parts.h"

static cb_status hold_near_miss(const cb_scan *s, cb_ledger *ledger, cb_profile *profile, cb_arena *scratch,
                                cb_variant *v, const cb_fate *fate, const int *genes, size_t gene_count, cb_error *e) {
    cb_rule_asked asked;
    bool wanted = false;
    cb_status status = cb_ledger_wants(ledger, v, fate, genes, gene_count, &wanted, e);
    if (status != CB_OK || !wanted) {
        return status;
    }
    status = cb_judge_ask(profile, scratch, s->run->kase, v, fate->rule, &asked, e);
    const char *facts = status == CB_OK ? cb_facts_read_text(scratch, &asked) : NULL;
    if (!facts) {
        return status == CB_OK ? cb_fail_memory(e) : status;
    }
    return cb_ledger_hold(ledger, v, fate, facts, genes, gene_count, e);
}

cb_status cb_scan_account(const cb_scan *s, cb_ledger *ledger, cb_profile *profile, cb_arena *scratch, cb_variant *v,
                          const cb_fate *fate, const int *genes, size_t gene_count, cb_error *e) {
    cb_status status = cb_ledger_allele(ledger, v, fate, genes, gene_count, e);
    if (status != CB_OK || !fate->near_miss || fate->rescued) {
        return status;
    }
    return hold_near_miss(s, ledger, profile, scratch, v, fate, genes, gene_count, e);
}
