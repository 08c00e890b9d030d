/* pdf_extent.h: where the objects of one revision of a PDF lie. */
#ifndef CASEBOUND_VERIFY_PDF_EXTENT_H
#define CASEBOUND_VERIFY_PDF_EXTENT_H

#include "casebound/base/bytes.h"

/* An object in use, as a cross-reference table lists it. */
typedef struct cb_pdf_entry {
    int64_t number;
    size_t at; /* in the file */
} cb_pdf_entry;

/* What a revision adds: objects and, behind them, its table. */
typedef struct cb_pdf_span {
    size_t start, table;   /* in the file; the table stands behind the objects */
    cb_pdf_entry *entries; /* borrowed; the check sorts them */
    size_t count;
} cb_pdf_span;

/* Readers differ in which object they show where a table lists one twice, where another stands at its place, and where
 * they repair a file and look for objects themselves. So each object listed stands in its own revision, once, and
 * nothing but white space and comments stands between them. NULL when so, else what is wrong. */
const char *cb_pdf_extents_check(cb_str bytes, cb_pdf_span *span);

#endif
