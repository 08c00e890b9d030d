/* case_build.h: a case while it is being put together. Private to the read floor. */
#ifndef CASEBOUND_READ_CASE_BUILD_H
#define CASEBOUND_READ_CASE_BUILD_H

#include "casebound/read/case_file.h"
#include "hpo.h"
#include "ped.h"
#include "yaml.h"

enum { CB_CASE_ID = 100, CB_TERMS = 1000, CB_PANELS = 1000, CB_KEY_NOTICES = 100, CB_TEXT_BYTES = 16 << 20 };

typedef struct cb_case_build {
    cb_arena *arena;
    const cb_case_request *request;
    cb_error *e;
    cb_case *kase;
    const char *file;    /* base name of the case file, or of the PED without one */
    const char *folder;  /* paths of the case file start here */
    const cb_yaml *root; /* NULL without a case file */
    cb_members members;
    cb_notices notices;
    cb_not_examined *not_examined;
    size_t not_examined_room;
    cb_map *not_examined_seen;
    const char *hpo_name, *ped_name; /* base names; NULL: not read */
    const char *family_id;
    const char *panel_folder; /* NULL: none */
} cb_case_build;

/* Reads from bytes and the files that they name; `name` is the case file's base name. cb_case_read is this after
 * reading the file. */
cb_status cb_case_from_bytes(cb_arena *arena, const cb_case_request *request, cb_str bytes, const char *name,
                             const char *folder, cb_case **out, cb_error *e) CB_MUST_USE;

/* case_values.c: typed looks at the tree. Absent and null give NULL, nothing, 0. A value of another kind is CB_INPUT.
 */
cb_status cb_case_text(cb_case_build *b, const cb_yaml *map, const char *key, const char **out) CB_MUST_USE;
cb_status cb_case_list(cb_case_build *b, const char *key, const char *const **out, size_t *count,
                       size_t maximum) CB_MUST_USE;
cb_status cb_case_map(cb_case_build *b, const cb_yaml *node, const char *what) CB_MUST_USE;
/* A file that the case file names: resolved against the folder. NULL when memory is out. */
char *cb_case_path(cb_case_build *b, const char *path) CB_MUST_USE;
/* Behind the last '/' or '\'. */
const char *cb_case_base_name(const char *path);
/* Reads a file, adds it to the inputs. */
cb_status cb_case_slurp(cb_case_build *b, const char *path, const char *role, size_t maximum, cb_str *out) CB_MUST_USE;
cb_status cb_case_take_input(cb_case_build *b, cb_str bytes, const char *role, const char *name) CB_MUST_USE;

cb_status
cb_case_identity(cb_case_build *b) CB_MUST_USE; /* case_identity.c: id, name, build, synopsis, report block, SNV file */
/* case_report.c: the maps of the report block: consents, what is not provided, what it amends. Persons are known. */
cb_status cb_case_report(cb_case_build *b, const cb_yaml *report) CB_MUST_USE;
/* What it amends, of a case with a report block or (NULL) without. */
cb_status cb_case_amends(cb_case_build *b, const cb_yaml *report) CB_MUST_USE;
cb_status cb_case_members(cb_case_build *b) CB_MUST_USE; /* case_members.c: samples and PED into persons; the proband */
cb_status cb_case_pedigree(cb_case_build *b) CB_MUST_USE; /* case_pedigree.c: twins, the deceased */
cb_status cb_case_terms(cb_case_build *b) CB_MUST_USE;   /* case_question.c */
cb_status cb_case_panels(cb_case_build *b) CB_MUST_USE;  /* case_question.c */
cb_status cb_case_rank(cb_case_build *b) CB_MUST_USE;    /* case_rank.c: the rank model */
cb_status cb_case_keys(cb_case_build *b) CB_MUST_USE;    /* case_keys.c: what is named and not read, and unknown keys */

cb_status cb_case_not_examined(cb_case_build *b, const char *kind, const char *name, const char *file,
                               const char *reason) CB_MUST_USE;

#endif
