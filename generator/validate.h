/* validate.h: what a laboratory runs with each release, on its own machine (docs/validation.md): the installed files
 * and the families that come with the program, held against what is recorded of them. */
#ifndef CASEBOUND_GENERATOR_VALIDATE_H
#define CASEBOUND_GENERATOR_VALIDATE_H

#include "casebound/read/validation.h"
#include "pipeline.h"

enum { CB_STEPS_MAX = 32 };

/* One step and what it found. */
typedef struct cb_step {
    const char *name;
    const char *shows; /* ids of requirements, one blank between two */
    bool ok;
    const char *text;   /* one line */
    const char **lines; /* details, in their order */
    size_t line_count, line_capacity;
} cb_step;

typedef struct cb_qualification {
    cb_arena *arena;
    cb_error *error;
    const char *folder;       /* where it is written */
    const char *stage;        /* an empty folder that the caller removes */
    const char *share, *data; /* what came with the program: templates/ and filters/, validation/ */
    cb_digest program;        /* of the program's file */
    int64_t now, created;     /* the clock, and the date of the record */
    cb_matrix matrix;
    cb_claims installed, expected;
    const char *date;          /* of the families' reports */
    const cb_again *again;     /* what another machine recorded of its versions */
    const cb_results *results; /* NULL: none were given */
    cb_results given;
    const cb_shown *shown;       /* one for each requirement */
    const cb_software *software; /* what runs here */
    size_t software_count;
    const char *sealed; /* the folder of the sealed report; NULL before it is made */
    cb_step steps[CB_STEPS_MAX];
    size_t step_count, failed; /* failed: steps */
} cb_qualification;

/* A line of a step's details; a `bad` one fails it. */
cb_status cb_step_say(cb_qualification *v, cb_step *step, bool bad, const char *format, ...)
    CB_PRINTF(4, 5) CB_MUST_USE;
/* The version that is recorded of a library; "none". */
const char *cb_validation_recorded(const cb_qualification *v, const char *name);
/* validate_steps.c: every step, in its order. A step that cannot be taken has failed. CB_INTERNAL: memory is out, or a
 * signal asks for the end. */
cb_status cb_validation_steps(cb_qualification *v) CB_MUST_USE;
/* validate_write.c: validation.txt and validation.json into v->folder. */
cb_status cb_validation_write(const cb_qualification *v) CB_MUST_USE;

/* All of it, into the new folder `folder`, which is written beside itself and renamed. `results` and `date` may be
 * NULL. Whether every step is ok stands in out->failed. CB_FILE: the folder is there already, or what the program needs
 * is not. CB_INPUT: tables that are none, results of another version. */
cb_status cb_validate(cb_arena *arena, const char *folder, const char *results, const char *date, cb_qualification *out,
                      cb_error *e) CB_MUST_USE;

#endif
