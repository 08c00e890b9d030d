/* pdf.h: the PDF: tagged pages, fonts shaped, subset and embedded by us, an empty signature field for the seal and for
 * each sign-off. */
#ifndef CASEBOUND_RENDER_PDF_H
#define CASEBOUND_RENDER_PDF_H

#include "casebound/arrange/view.h"

/* The facts digest in the PDF's XMP: <casebound:FactsDigest>64 hex digits</casebound:FactsDigest>. */
#define CB_PDF_FACTS_NAMESPACE "urn:casebound:facts:1#"
#define CB_PDF_FACTS_PREFIX "casebound"
#define CB_PDF_FACTS_PROPERTY "FactsDigest"

typedef struct cb_font_file {
    const char *name; /* for messages */
    cb_str bytes;     /* TrueType */
} cb_font_file;

typedef struct cb_pdf_parts {
    const cb_font_file *regular;
    size_t regular_count; /* a chain: the first that has all glyphs of a run is taken */
    const cb_font_file *bold;
    size_t bold_count;
    const cb_font_file *mono;
    size_t mono_count;
    cb_str icc;           /* sRGB profile */
    bool part_one;        /* PDF/A-1b, which old archives and validators know, in place of PDF/A-2a and PDF/UA-1 */
    int64_t created;      /* seconds since 1970, the report's date */
    const char *producer; /* "casebound 0.1.0" */
} cb_pdf_parts;

/* What stands in a signature field once a person has signed: the report's status by this signature; and printed name,
 * date and time, meaning (21 CFR 11.50). */
typedef struct cb_pdf_signed {
    const char *status, *meaning;     /* "REVIEWED", "reviewed and signed by" */
    const char *name, *time;          /* "Dr A. Novak", "2026-01-31 12:00:00 UTC" */
    double field_width, field_height; /* points */
    bool final;                       /* an approval: in another colour */
} cb_pdf_signed;

/* A PDF of one page, as large as the signature field and opaque, that shows it in the report's fonts. A glyph that no
 * font has, or a name that no legible size fits into the field, is CB_INPUT. Bytes owned by the arena. */
cb_status cb_pdf_signed_render(cb_arena *arena, const cb_pdf_parts *parts, const cb_pdf_signed *words, cb_str *out,
                               cb_error *e) CB_MUST_USE;

/* Draws the PDF: PDF/A-2a and PDF/UA-1, with empty signature fields "Review" and "Approval" on page 1, where they say
 * the status once they are filled, and "Seal" on the last. A glyph that
 * no font has is CB_INPUT and names the character and where it stands. Bytes owned by the arena. */
cb_status cb_pdf_render(cb_arena *arena, const cb_pdf_parts *parts, const cb_node *view, cb_str *out,
                        cb_error *e) CB_MUST_USE;

#endif
