/* pseudonym.h: a case under another name, for whom the patient's is no business: a second laboratory, a training set, a
 * public example. Genotypes stay, and they identify a person all the same: it is a pseudonym, not anonymity. */
#ifndef CASEBOUND_MODEL_PSEUDONYM_H
#define CASEBOUND_MODEL_PSEUDONYM_H

#include "casebound/model/case.h"

enum { CB_PSEUDONYM_MAX = 40 };

/* What must not be read in the report any more. */
typedef struct cb_identifiers {
    const char **words;
    size_t count, capacity;
} cb_identifiers;

/* True for 1 to CB_PSEUDONYM_MAX letters, digits and hyphens, with a letter or digit first. */
bool cb_pseudonym_good(const char *name);

/* Gives the case and its family the name, every person the role as a name ("proband", "father", "sibling-2"), every
 * input its role; takes away the report block but laboratory, accreditation, test and scope, the synopsis, the dates of
 * samples and the names of files. Columns of the VCF must be mapped before. *hidden gets all that was taken away. */
cb_status cb_case_pseudonymise(cb_arena *arena, cb_case *kase, const char *name, cb_identifiers *hidden,
                               cb_error *e) CB_MUST_USE;

/* Takes away the notices in which one of the words stands, and says how many. Called again when notices have come. */
cb_status cb_notices_withhold(cb_arena *arena, cb_case *kase, const cb_identifiers *hidden, cb_error *e) CB_MUST_USE;

#endif
