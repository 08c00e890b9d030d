/* pdf_gap.h: the gap in a revision's byte range that its signature or timestamp fills (ISO 32000-1 section 12.8.1), and
 * what makes a seal last. */
#ifndef CASEBOUND_SEAL_PDF_GAP_H
#define CASEBOUND_SEAL_PDF_GAP_H

#include "casebound/seal/seal.h"
#include "seal/pdf_update.h"

/* Appends " /ByteRange [...] /Contents <0...0>" to a dictionary's body; returns where the "<" stands in it. */
size_t cb_gap_write(cb_buf *body);

/* Gives the DER that stands for the two pieces around the gap. */
typedef cb_status (*cb_gap_maker)(void *who, cb_arena *arena, const cb_str pieces[2], cb_str *out, cb_error *e);

/* Fills byte range and contents of the object in the update that was written. */
cb_status cb_gap_fill(cb_update *u, int number, size_t gap, cb_gap_maker make, void *who) CB_MUST_USE;

/* Behind a seal whose CMS is given: at B-LT the document's store of lists and certificates, at B-LTA a document
 * timestamp over all, each as a revision of *pdf. Below nothing. pdf_lasting.c. */
cb_status cb_pdf_last(cb_arena *arena, const cb_key *key, cb_str cms, cb_str *pdf, cb_error *e) CB_MUST_USE;

#endif
