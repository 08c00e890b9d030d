/* data.h: the view as data: case.json, variants.tsv, ledger.tsv, provenance.json. */
#ifndef CASEBOUND_RENDER_DATA_H
#define CASEBOUND_RENDER_DATA_H

#include "casebound/arrange/view.h"

/* Each appends a file to the buffer; the arena is for what the work needs. */

/* case.json: cb_facts_json of the whole view with two-space indentation and a final newline. */
cb_status cb_data_case(cb_arena *arena, const cb_node *view, cb_buf *out, cb_error *e) CB_MUST_USE;
/* variants.tsv: "##" lines (report id, facts digest, what stands for absence), a header line of column keys, one
 * line a variant: its cells. Numbers in full and ungrouped; '.' is missing, "not_annotated" not annotated; tabs and
 * line ends in texts are written as spaces; a text that a spreadsheet would compute gets a "'" before it.
 * CB_INTERNAL when a variant has not as many cells as there are columns. */
cb_status cb_data_variants(cb_arena *arena, const cb_node *view, cb_buf *out, cb_error *e) CB_MUST_USE;
/* ledger.tsv: rule, wording, alleles, records; then records without an alternate allele, listed, and in. */
cb_status cb_data_ledger(cb_arena *arena, const cb_node *view, cb_buf *out, cb_error *e) CB_MUST_USE;
/* provenance.json: inputs, software, profile, upstream. */
cb_status cb_data_provenance(cb_arena *arena, const cb_node *view, cb_buf *out, cb_error *e) CB_MUST_USE;

#endif
