/* pdf.h: the checks of one PDF. */
#ifndef CASEBOUND_VERIFY_PDF_H
#define CASEBOUND_VERIFY_PDF_H

#include "casebound/seal/pdf_object.h"
#include "verify/finding.h"

typedef struct cb_pdf_result {
    bool sealed;      /* the seal is valid, its signer known or not */
    bool stamped;     /* level B-T */
    cb_digest signer; /* SHA-256 of the certificate, where sealed */
    bool has_facts;
    char facts[CB_SHA256_HEX];
} cb_pdf_result;

/* All checks of a PDF: tables, seal, revisions, active content, facts digest. */
cb_status cb_pdf_verify(cb_checking *c, const char *name, cb_str bytes, cb_pdf_result *out, cb_error *e) CB_MUST_USE;

/* Walks the cross-reference tables from the last to the first: each must be a classic table in front of the one before,
 * without an encryption dictionary or a hidden stream. NULL when so, else what is wrong. (libqpdf would inflate what a
 * stream says.) */
const char *cb_pdf_tables_check(cb_str bytes);

/* Walks all that can be reached from the trailer and reports scripts, actions that leave the document, attachments and
 * media; *ranges counts the dictionaries that have a /ByteRange. */
cb_status cb_pdf_active(cb_checking *c, const char *name, cb_pdf *pdf, size_t *ranges, cb_error *e) CB_MUST_USE;

/* Names each object that differs between the sealed revision and the whole file. */
cb_status cb_pdf_compare(cb_checking *c, const char *name, cb_str sealed, cb_pdf *whole, cb_error *e) CB_MUST_USE;

/* The seal in the field "Seal". */
cb_status cb_pdf_seal_check(cb_checking *c, const char *name, cb_str bytes, cb_pdf *pdf, size_t ranges,
                            cb_pdf_result *out, cb_error *e) CB_MUST_USE;

#endif
