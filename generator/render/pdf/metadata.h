/* metadata.h: what the file says of itself: XMP, information dictionary, output intent, identifier (ISO 19005-2
 * section 6.6, 6.2.3; ISO 14289-1 section 5). */
#ifndef CASEBOUND_RENDER_PDF_METADATA_H
#define CASEBOUND_RENDER_PDF_METADATA_H

#include "writer.h"

typedef struct pdf_roots {
    pdf_ref structure, outlines, form; /* 0: none */
} pdf_roots;

/* Writes catalog, information dictionary, XMP, output intent and /ID (from the pages' content: no clock). */
cb_status cb_pdf_metadata_write(pdf_writer *w, const cb_pdf_parts *parts, const pdf_roots *roots,
                                cb_error *e) CB_MUST_USE;

#endif
