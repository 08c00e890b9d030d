/* pdf_object.h: a PDF's objects, read through libqpdf. Nothing is repaired, no stream is decoded, nothing is written.
 */
#ifndef CASEBOUND_SEAL_PDF_OBJECT_H
#define CASEBOUND_SEAL_PDF_OBJECT_H

#include "casebound/base/arena.h"

typedef struct cb_pdf cb_pdf;
typedef unsigned cb_pdf_object; /* a handle, good until cb_pdf_forget */

typedef enum cb_pdf_kind {
    CB_PDF_NULL, /* also: absent */
    CB_PDF_BOOL,
    CB_PDF_INTEGER,
    CB_PDF_REAL,
    CB_PDF_STRING,
    CB_PDF_NAME,
    CB_PDF_ARRAY,
    CB_PDF_DICTIONARY,
    CB_PDF_STREAM,
    CB_PDF_OTHER
} cb_pdf_kind;

/* Opens the PDF; `bytes` are borrowed and must outlive the arena's next reset. CB_INPUT where libqpdf finds it damaged
 * or encrypted; CB_INTERNAL where memory is out. Closed with the arena. */
cb_status cb_pdf_open(cb_arena *arena, cb_str bytes, cb_pdf **out, cb_error *e) CB_MUST_USE;
/* True when libqpdf has warned since it was opened: an object could not be read as it stands. */
bool cb_pdf_damaged(cb_pdf *pdf);
/* Drops all handles. CB_INTERNAL where libqpdf has lacked memory since the PDF was opened: it gives null for an object
 * then, or calls it damaged, and what was seen of it counts for nothing. */
cb_status cb_pdf_forget(cb_pdf *pdf, cb_error *e) CB_MUST_USE;

cb_pdf_object cb_pdf_trailer(cb_pdf *pdf);
cb_pdf_object cb_pdf_root(cb_pdf *pdf);
cb_pdf_object cb_pdf_by_number(cb_pdf *pdf, int number, int generation);

cb_pdf_kind cb_pdf_kind_of(cb_pdf *pdf, cb_pdf_object o);
/* 0 for a direct object. */
int cb_pdf_number(cb_pdf *pdf, cb_pdf_object o);
int cb_pdf_generation(cb_pdf *pdf, cb_pdf_object o);
/* The value under "/Key" of a dictionary or of a stream's dictionary; a CB_PDF_NULL where there is none. */
cb_pdf_object cb_pdf_key(cb_pdf *pdf, cb_pdf_object o, const char *key);
/* The keys ("/Type") of a dictionary or of a stream's dictionary, sorted bytewise, in the arena. */
cb_status cb_pdf_keys(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o, const char ***out, size_t *count,
                      cb_error *e) CB_MUST_USE;
size_t cb_pdf_count(cb_pdf *pdf, cb_pdf_object array); /* 0 for what is no array */
cb_pdf_object cb_pdf_item(cb_pdf *pdf, cb_pdf_object array, size_t i);
/* False for what is no integer. */
bool cb_pdf_integer(cb_pdf *pdf, cb_pdf_object o, int64_t *out);
bool cb_pdf_is_name(cb_pdf *pdf, cb_pdf_object o, const char *name); /* "/Sig" */

/* Copies in the arena; NULL when memory is out. */
char *cb_pdf_name(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o) CB_MUST_USE; /* "" for what is no name */
char *cb_pdf_text(cb_pdf *pdf, cb_arena *arena,
                  cb_pdf_object o) CB_MUST_USE; /* a text string as UTF-8; "" for another */
char *cb_pdf_written(cb_pdf *pdf, cb_arena *arena,
                     cb_pdf_object o) CB_MUST_USE; /* as PDF syntax; "7 0 R" if indirect */
char *cb_pdf_written_inside(cb_pdf *pdf, cb_arena *arena,
                            cb_pdf_object o) CB_MUST_USE; /* its value, not the reference */
/* The bytes of a string object. */
cb_status cb_pdf_bytes(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o, cb_str *out, cb_error *e) CB_MUST_USE;
/* The bytes of a stream as they stand in the file. */
cb_status cb_pdf_raw(cb_pdf *pdf, cb_arena *arena, cb_pdf_object o, cb_str *out, cb_error *e) CB_MUST_USE;

#endif
