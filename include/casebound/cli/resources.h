/* resources.h: the files that the program brings along: templates, filters, fonts, colour profile. */
#ifndef CASEBOUND_CLI_RESOURCES_H
#define CASEBOUND_CLI_RESOURCES_H

#include "casebound/judge/judge.h"
#include "casebound/model/case.h"
#include "casebound/render/pdf.h"
#include "casebound/render/site.h"

typedef struct cb_resources {
    const char *share; /* the folder that holds templates/ and filters/ */
    cb_str texts, consequences, bands, acmg, choices, secondary, checklist;
    cb_site_parts site;
    cb_site_parts laboratory; /* its style is the site's and its own behind it; no script */
    cb_pdf_parts pdf;         /* created and producer are left to the caller */
} cb_resources;

/* Looks for templates/ and filters/ beside the program, in its parents (a source tree) and in ../share/casebound;
 * CB_FILE when there are none. */
cb_status cb_resources_find(cb_arena *arena, const char **share, cb_error *e) CB_MUST_USE;
/* The folder validation/ (docs/validation.md) of the share folder, or beside the program where that stands in its
 * build; and the program itself. CB_FILE: there is none. */
cb_status cb_resources_validation(cb_arena *arena, const char *share, const char **out, const char **program,
                                  cb_error *e) CB_MUST_USE;
/* Reads all that a build needs, from out->share where that is given; what else *out held is forgotten. CB_FILE names a
 * font or profile that is not installed, and its Debian package. */
cb_status cb_resources_read(cb_arena *arena, cb_resources *out, cb_error *e) CB_MUST_USE;
/* The words and the fonts alone, for what is drawn without a case. */
cb_status cb_resources_words(cb_arena *arena, cb_str *texts, cb_pdf_parts *fonts, cb_error *e) CB_MUST_USE;
/* The names of the profiles of filters/, sorted; in the arena. */
cb_status cb_resources_profiles(cb_arena *arena, const char *share, const char *const **names, size_t *count,
                                cb_error *e) CB_MUST_USE;
/* A profile by name (filters/NAME.lua) or path, behind the profiles of filters/ that it extends. CB_FILTER: one that is
 * extended is not there, or extends another in a ring. */
cb_status cb_resources_profile(cb_arena *arena, const char *share, const char *wanted, cb_profile_files *out,
                               cb_error *e) CB_MUST_USE;

/* A table of filters/data by its file name, as a profile names it. CB_FILTER when it is not there. */
cb_status cb_resources_table(cb_arena *arena, const char *share, const char *name, cb_str *bytes,
                             cb_error *e) CB_MUST_USE;

#endif
