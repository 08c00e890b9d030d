/* data.h: the view as data: case.json, variants.tsv, ledger.tsv, provenance.json. */
#ifndef CASEBOUND_RENDER_DATA_H
#define CASEBOUND_RENDER_DATA_H

#include "casebound/arrange/view.h"

/* case.json: cb_facts_json of the whole view with two-space indentation and a final newline. */
cb_status cb_data_case(cb_arena *arena, const cb_node *view, cb_str *out, cb_error *e) CB_MUST_USE;
/* variants.tsv: "##" lines (report id, facts digest), a header line of column keys, one line a variant: the texts of
 * list/rows. Tabs and line ends in cells are written as spaces. */
cb_status cb_data_variants(cb_arena *arena, const cb_node *view, cb_str *out, cb_error *e) CB_MUST_USE;
/* ledger.tsv: rule, wording, alleles, records; then listed and in. */
cb_status cb_data_ledger(cb_arena *arena, const cb_node *view, cb_str *out, cb_error *e) CB_MUST_USE;
/* provenance.json: inputs, software, profile, upstream. */
cb_status cb_data_provenance(cb_arena *arena, const cb_node *view, cb_str *out, cb_error *e) CB_MUST_USE;

#endif
