/* rebuild.h: the unsigned content of a folder, made again from its recorded inputs and the files in used/, and compared
 * file by file. */
#ifndef CASEBOUND_GENERATOR_REBUILD_H
#define CASEBOUND_GENERATOR_REBUILD_H

#include "casebound/read/recorded.h"
#include "pipeline.h"

/* What became of one file or input. */
typedef enum cb_outcome {
    CB_SAME,
    CB_DIFFERS,
    CB_INPUT_MISSING, /* no file of the inputs has its digest */
    CB_INPUT_CHANGED, /* a file of its name is there, with another digest */
    CB_SOFTWARE       /* another version than the recorded one */
} cb_outcome;

typedef struct cb_comparison {
    cb_outcome outcome;
    const char *part; /* "data", "appearance", "input", "software" */
    const char *name, *text;
} cb_comparison;

typedef struct cb_rebuilt {
    cb_arena *arena;
    cb_error *error;
    const char *folder, *inputs, *stage; /* the report's folder, where its inputs lie, and where they are gathered */
    cb_recorded recorded;
    cb_comparison *list;
    size_t count, capacity;
    bool same; /* data and appearance, and every input is there */
} cb_rebuilt;

/* One more line of the answer. */
cb_status cb_rebuilt_add(cb_rebuilt *r, cb_outcome outcome, const char *part, const char *name,
                         const char *text) CB_MUST_USE;
/* "same", "DIFFERS", "MISSING", "CHANGED", "note". */
const char *cb_outcome_word(cb_outcome outcome);
/* Nothing of that part differs or is missing. */
bool cb_rebuilt_same(const cb_rebuilt *r, const char *part);
/* A line for each library, the templates and the fonts of which another version is here than r->recorded has. *other:
 * them in words; "" for none. */
cb_status cb_rebuilt_software(cb_rebuilt *r, const cb_resources *with, const char **other) CB_MUST_USE;
/* A page or the PDF: appearance, and no data. */
bool cb_is_drawn(const char *name);
/* A line for a file that was made again, data before what is drawn of them; what is drawn otherwise though no data
 * differ is said to be drawn by `other` versions, where there are any. */
cb_status cb_rebuilt_file(cb_rebuilt *r, const char *name, bool same, const char *other) CB_MUST_USE;
/* rebuild_stage.c: gathers what the build read in r->stage, by digest; what is missing or changed is in the list, and
 * *whole is false. *options and *again are those of the build. */
cb_status cb_rebuild_gather(cb_rebuilt *r, cb_build_options *options, cb_again *again, cb_gathered *gathered,
                            bool *whole) CB_MUST_USE;
/* `stage` is an empty folder that the caller removes. What it says is in `list`, in the order of the recorded inputs,
 * then software, then files. */
cb_status cb_rebuild(cb_arena *arena, const char *folder, const char *inputs, const char *stage, cb_rebuilt *out,
                     cb_error *e) CB_MUST_USE;

#endif
