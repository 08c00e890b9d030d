/* decide.h: what readers decided, from its files to the judged case. */
#ifndef CASEBOUND_GENERATOR_DECIDE_H
#define CASEBOUND_GENERATOR_DECIDE_H

#include "scan.h"

/* Reads the tables that decisions refer to, and the files given; before the case, whose revision they settle. */
cb_status cb_decide_read(cb_run *run) CB_MUST_USE;
/* Refuses files of another case, or a revision that is not above theirs; merges them. */
cb_status cb_decide_bind(cb_run *run) CB_MUST_USE;
/* cb_run_scan, which remembers the rule of each dropped allele that somebody decided on. */
cb_status cb_decide_scan(cb_run *run) CB_MUST_USE;
/* Ties decisions to the judged alleles; tells of those whose allele is not listed any more. */
cb_status cb_decide_match(cb_run *run) CB_MUST_USE;

#endif
