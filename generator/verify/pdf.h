/* pdf.h: the checks of one PDF. */
#ifndef CASEBOUND_VERIFY_PDF_H
#define CASEBOUND_VERIFY_PDF_H

#include "casebound/seal/pdf_object.h"
#include "verify/finding.h"

enum { CB_PDF_SIGNATURES = 16 };

typedef struct cb_pdf_signature {
    const char *field, *meaning; /* "Review", "review"; NULL: of no field that a report has */
    bool valid;                  /* the signer known or not */
    cb_signature signature;
} cb_pdf_signature;

typedef struct cb_pdf_result {
    cb_pdf_signature list[CB_PDF_SIGNATURES]; /* in the order of their revisions */
    size_t count;
    bool has_facts;
    char facts[CB_SHA256_HEX];
} cb_pdf_result;

/* All checks of a PDF: tables, seal, revisions, active content, facts digest. */
cb_status cb_pdf_verify(cb_checking *c, const char *name, cb_str bytes, cb_pdf_result *out, cb_error *e) CB_MUST_USE;

/* Walks the cross-reference tables from the last to the first: each must be a classic table in front of the one before,
 * without an encryption dictionary or a hidden stream, and what a revision adds must be the objects that its table
 * lists, each once, of generation 0 and below its /Size, and nothing else (pdf_extent.h). *end: behind the last %%EOF
 * and white space. CB_INPUT where it is not so. (libqpdf would inflate what a stream says, and take one of two objects
 * where another reader takes the other.) */
cb_status cb_pdf_tables_check(cb_str bytes, size_t *end, cb_error *e) CB_MUST_USE;

/* Walks all that can be reached from the trailer and reports scripts, actions that leave the document, attachments and
 * media; *ranges counts the dictionaries that have a /ByteRange. */
cb_status cb_pdf_active(cb_checking *c, const char *name, cb_pdf *pdf, size_t *ranges, cb_error *e) CB_MUST_USE;

/* Two states of a file, the second with revisions behind the first. */
typedef struct cb_pdf_revision {
    cb_str before, after;
    const char *since;      /* what the first is known by: "the seal", "Review" */
    int field;              /* the object of the field whose filling is allowed; 0: nothing is but a store */
    bool stamp;             /* that field is new, and its value a document timestamp */
    const char *field_name; /* its name */
} cb_pdf_revision;

/* Names each object that differs between the two, but for what the filling of the one field needs (pdf_fill.c). */
cb_status cb_pdf_compare(cb_checking *c, const char *name, const cb_pdf_revision *revision, cb_error *e) CB_MUST_USE;

/* What may change when a signature field is filled. */
typedef struct cb_pdf_fill {
    cb_pdf *before, *after;
    cb_arena *scratch;
    int field;                     /* its object; 0: none may be filled */
    bool stamp;                    /* it is a new one, of a document timestamp */
    bool store;                    /* the catalog's store of certificates and lists (/DSS) may have come or grown */
    const unsigned char *dangling; /* by object number: the state before names it and has it not */
} cb_pdf_fill;

/* True when the object may have become what it is: the field with its value and appearance, the form with its flags, or
 * a new object that nothing named before. Status is not CB_OK only where memory is out. */
cb_status cb_pdf_fill_allows(const cb_pdf_fill *fill, int number, bool *allowed, cb_error *e) CB_MUST_USE;
/* Marks the numbers that objects below `numbers` name and that no object has. */
cb_status cb_pdf_dangling(cb_pdf *pdf, cb_arena *scratch, int numbers, unsigned char *out, cb_error *e) CB_MUST_USE;

/* True when the catalog's /DSS differs between the two, and is a dictionary in the second (pdf_lasting.c). */
cb_status cb_pdf_store_grew(const cb_pdf_fill *fill, bool *grew, cb_error *e) CB_MUST_USE;
/* True when the form's list of fields grew by the fill's field alone, at its end. */
cb_status cb_pdf_stamp_listed(const cb_pdf_fill *fill, bool *listed, cb_error *e) CB_MUST_USE;

/* Puts the lists of the document's store in front of by->lists. What is no list is reported. */
cb_status cb_pdf_store_read(cb_checking *c, const char *name, cb_pdf *pdf, cb_judging *by, cb_error *e) CB_MUST_USE;

/* A document timestamp (ETSI EN 319 142-1 section 5.4.3) over two pieces: what it proves is told, and from here on `by`
 * is its time where its authority is known. */
cb_status cb_pdf_stamp_check(cb_checking *c, const char *what, cb_str token, const cb_str pieces[2], cb_judging *by,
                             cb_error *e) CB_MUST_USE;

/* The seal in the field "Seal", persons' signatures and document timestamps behind it. */
cb_status cb_pdf_seal_check(cb_checking *c, const char *name, cb_str bytes, cb_pdf *pdf, size_t ranges,
                            cb_pdf_result *out, cb_error *e) CB_MUST_USE;

#endif
