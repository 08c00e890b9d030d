/* supersede.h: the report that an amended one supersedes: found true in its folder, told of, and compared. */
#ifndef CASEBOUND_GENERATOR_SUPERSEDE_H
#define CASEBOUND_GENERATOR_SUPERSEDE_H

#include "pipeline.h"

/* Verifies the folder given with --supersedes and takes id, date and digest of its report from it. CB_INPUT: it does
 * not verify. Nothing to do without. */
cb_status cb_supersede_read(cb_run *run) CB_MUST_USE;
/* The highest revision that this report follows: of that folder and of the decisions given; 0: none. */
long cb_supersede_revision(const cb_run *run);
/* Behind the reading of the case: the same case, and a later revision. */
cb_status cb_supersede_check(cb_run *run) CB_MUST_USE;
/* Fills run->kase->report.amends.changes from the view of this report, and words the resolved case anew. True in *told
 * when there was something to tell: the view does not hold it yet. */
cb_status cb_supersede_tell(cb_run *run, const cb_arrange_request *request, bool *told) CB_MUST_USE;

#endif
