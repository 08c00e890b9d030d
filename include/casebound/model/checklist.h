/* checklist.h: what a report has to hold (templates/checklist.tsv). */
#ifndef CASEBOUND_MODEL_CHECKLIST_H
#define CASEBOUND_MODEL_CHECKLIST_H

#include "casebound/model/case.h"

typedef struct cb_check_item {
    const char *item;   /* key, as in report: not_provided */
    bool mandatory;
    const char *place;  /* path in the view, or "fact:" and an item of identity/ */
    const char *source; /* where it is asked for */
    const char *text;   /* what it is called */
} cb_check_item;

typedef struct cb_checklist {
    const cb_check_item *items;
    size_t count;
    const char *version;
} cb_checklist;

/* Refuses a case that declares an item which the list does not have. CB_INPUT names it. */
cb_status cb_checklist_fits(const cb_checklist *list, const cb_report_block *report, cb_error *e) CB_MUST_USE;

#endif
