/* document.h: the file: objects, streams, pages, cross-reference table. document.c is the one place that calls libharu.
 *
 * Objects are written as text that the other files of this folder put together, so libharu's own text, font, metadata
 * and PDF/A functions (which lose letters, write wrong keys or ask the clock) are not used. Sticky: after the first
 * failure calls do nothing and give 0; cb_pdf_document_save tells. */
#ifndef CASEBOUND_RENDER_PDF_DOCUMENT_H
#define CASEBOUND_RENDER_PDF_DOCUMENT_H

#include "casebound/base/arena.h"

typedef struct pdf_document pdf_document;
typedef unsigned pdf_ref; /* an object's number; 0 is none. Generation 0 always */

/* Freed with the arena. */
cb_status cb_pdf_document_new(cb_arena *arena, pdf_document **out, cb_error *e) CB_MUST_USE;

/* A dictionary object whose entries are given later, or never (it is empty then). */
pdf_ref cb_pdf_document_object(pdf_document *d);
/* `entries` is what stands between << and >>; copied. */
void cb_pdf_document_set(pdf_document *d, pdf_ref object, cb_str entries);
/* A stream; Length and Filter are added to its entries (which may be NULL). Bytes and entries are copied. */
pdf_ref cb_pdf_document_stream(pdf_document *d, cb_str bytes, const char *entries, bool deflate);

/* Entries of the catalog, the information dictionary and the trailer; each at most once. */
void cb_pdf_document_catalog(pdf_document *d, cb_str entries);
void cb_pdf_document_info(pdf_document *d, cb_str entries);
void cb_pdf_document_trailer(pdf_document *d, cb_str entries);

typedef struct pdf_page_parts {
    cb_str content;          /* operators */
    pdf_ref fonts;           /* the Font resources */
    unsigned struct_parents; /* its key in the parent tree */
    const pdf_ref *annotations;
    size_t annotation_count;
} pdf_page_parts;

/* A page of this size in points, behind those before it. */
pdf_ref cb_pdf_document_page(pdf_document *d, double width, double height);
void cb_pdf_document_page_fill(pdf_document *d, pdf_ref page, const pdf_page_parts *parts);

/* The bytes of the file, owned by `arena`, or the first failure. */
cb_status cb_pdf_document_save(pdf_document *d, cb_arena *arena, cb_str *out, cb_error *e) CB_MUST_USE;

#endif
