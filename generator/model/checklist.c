/* checklist.c: the case's declarations beside the list. */
#include "casebound/model/checklist.h"

#include <string.h>

static bool has(const cb_checklist *list, const char *item) {
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].item, item) == 0) {
            return true;
        }
    }
    /* The two identifiers are one item of the list and several values of the case. */
    return strcmp(item, "patient_name") == 0 || strcmp(item, "birth_date") == 0 || strcmp(item, "patient_id") == 0;
}

cb_status cb_checklist_fits(const cb_checklist *list, const cb_report_block *report, cb_error *e) {
    for (size_t i = 0; i < report->not_provided_count; i++) {
        if (!has(list, report->not_provided[i].item)) {
            return cb_fail(e, CB_INPUT, "report: not_provided names '%s', which templates/checklist.tsv does not have",
                           report->not_provided[i].item);
        }
    }
    return CB_OK;
}
