/* pdf_update.h: an incremental update of a PDF (ISO 32000-1 section 7.5.6): the existing bytes as they are, behind them
 * new and changed objects, a classic cross-reference section and a trailer. */
#ifndef CASEBOUND_SEAL_PDF_UPDATE_H
#define CASEBOUND_SEAL_PDF_UPDATE_H

#include "casebound/seal/pdf_object.h"

typedef struct cb_updated {
    int number, generation;
    cb_str body;
    size_t at, body_at; /* offsets in the new file */
} cb_updated;

typedef struct cb_update {
    cb_arena *arena;
    cb_str old;
    cb_pdf *pdf;
    int64_t previous; /* where the last cross-reference section stands */
    int next;         /* the first object number that is free */
    cb_updated *objects;
    size_t count, capacity;
    cb_buf out; /* the new file */
    cb_error *error;
} cb_update;

/* "the PDF cannot be signed: WHAT", CB_SEAL. */
cb_status cb_update_refuse(cb_update *u, const char *what) CB_MUST_USE;
/* Reads the PDF; one that is too large, has no usable end or whose cross-reference is a stream is CB_SEAL. The update
 * is freed by cb_update_free in any case. */
cb_status cb_update_open(cb_arena *arena, cb_str pdf, cb_update *u, cb_error *e) CB_MUST_USE;
void cb_update_free(cb_update *u);

/* A number for a new object. */
cb_status cb_update_number(cb_update *u, int *out) CB_MUST_USE;
/* The body of an object, new or in place of an old one; borrowed. */
cb_status cb_update_add(cb_update *u, int number, int generation, cb_str body) CB_MUST_USE;

/* A key of a dictionary and its new value as PDF syntax. */
typedef struct cb_update_key {
    const char *key, *value;
} cb_update_key;
/* Adds the indirect dictionary anew with these keys in place of what it had under them. `what` names it in messages. */
cb_status cb_update_dictionary(cb_update *u, cb_pdf_object dictionary, const cb_update_key *keys, size_t count,
                               const char *what) CB_MUST_USE;

/* Writes old bytes, objects, section and trailer into u->out. */
cb_status cb_update_write(cb_update *u) CB_MUST_USE;

/* Adds the first page of another PDF as a form XObject of this size, with all that its resources need; *number is its
 * object. pdf_import.c. */
cb_status cb_update_import(cb_update *u, cb_str page, int *number) CB_MUST_USE;

#endif
