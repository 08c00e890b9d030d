/* ledger.c: what came in and where it went. */
#include "casebound/model/ledger.h"

#include <string.h>

static cb_ledger_row *find_row(cb_ledger *ledger, const char *rule) {
    for (size_t i = 0; i < ledger->count; i++) {
        if (strcmp(ledger->rows[i].rule, rule) == 0) {
            return &ledger->rows[i];
        }
    }
    return NULL;
}

bool cb_ledger_drop(cb_arena *arena, cb_ledger *ledger, const char *rule, const char *text, uint64_t alleles,
                    uint64_t records) {
    cb_ledger_row *row = find_row(ledger, rule);
    if (!row) {
        cb_ledger_row *rows = cb_grow(arena, ledger->rows, ledger->count, &ledger->capacity, sizeof *rows);
        const char *key = cb_copy(arena, rule), *wording = cb_copy(arena, text ? text : "");
        if (!rows || !key || !wording) {
            return false;
        }
        ledger->rows = rows;
        row = &rows[ledger->count++];
        *row = (cb_ledger_row){.rule = key, .text = wording};
    }
    row->alleles += alleles;
    row->records += records;
    return true;
}

bool cb_ledger_balances(const cb_ledger *ledger) {
    uint64_t alleles = ledger->alleles_listed;
    uint64_t records = ledger->records_listed + ledger->records_without_alt;
    for (size_t i = 0; i < ledger->count; i++) {
        alleles += ledger->rows[i].alleles;
        records += ledger->rows[i].records;
    }
    return alleles == ledger->alleles_in && records == ledger->records_in;
}
