/* facts.h: the canonical text of a view and its digest. The same digest stands in HTML (meta), PDF (XMP), case.json and
 * variants.tsv. */
#ifndef CASEBOUND_ARRANGE_FACTS_H
#define CASEBOUND_ARRANGE_FACTS_H

#include "casebound/arrange/view.h"
#include "casebound/base/digest.h"

#define CB_FACTS_DIGEST_PATH "report/facts_digest"

/* Writes the tree as JSON (RFC 8259): maps keep their order; a TEXT or MARKDOWN node is a string, INTEGER and REAL
 * numbers, BOOL true/false, MISSING null, NOT_ANNOTATED {"not_annotated":true}. `skip` names one path to leave out
 * (CB_FACTS_DIGEST_PATH), or NULL. No white space. A buffer that failed is an error, too. */
cb_status cb_facts_json(cb_buf *out, const cb_node *view, const char *skip, cb_error *e) CB_MUST_USE;
/* The same text over lines, `indent` spaces a level; no newline at its end. */
cb_status cb_facts_json_indented(cb_buf *out, const cb_node *view, int indent, cb_error *e) CB_MUST_USE;
/* That text as a whole document, with a newline at its end, in the builder's arena, of `maximum` bytes at most; what
 * failed while the tree was built is an error, too. */
cb_status cb_facts_document(const cb_builder *b, const cb_node *root, int indent, size_t maximum, cb_str *out,
                            cb_error *e) CB_MUST_USE;
/* SHA-256 of the text without white space, with report/facts_digest left out. */
cb_status cb_facts_digest(const cb_node *view, cb_digest *out, cb_error *e) CB_MUST_USE;

#endif
