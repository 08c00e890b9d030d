/* case.c: what is told of a case. */
#include "casebound/model/case.h"

#include <string.h>

cb_status cb_add_notice(cb_case *kase, cb_arena *arena, const char *text, cb_error *e) {
    const char **all = text ? cb_alloc_array(arena, kase->notice_count + 1, sizeof *all) : NULL;
    if (!all) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < kase->notice_count; i++) {
        all[i] = kase->notices[i];
    }
    all[kase->notice_count++] = text;
    kase->notices = all;
    return CB_OK;
}

const char *cb_why_not_provided(const cb_report_block *report, const char *item) {
    for (size_t i = 0; i < report->not_provided_count; i++) {
        if (strcmp(report->not_provided[i].item, item) == 0) {
            return report->not_provided[i].reason;
        }
    }
    return NULL;
}
