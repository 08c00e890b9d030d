/* log.h: messages to standard error. Values from a patient's file appear at CB_DEBUG alone. */
#ifndef CASEBOUND_BASE_LOG_H
#define CASEBOUND_BASE_LOG_H

#include "casebound/base/status.h"

typedef enum cb_log_level {
    CB_QUIET,
    CB_WARN, /* the report says it too */
    CB_INFO, /* progress */
    CB_DEBUG /* for a developer, may hold values from the input */
} cb_log_level;

void cb_log_set(cb_log_level level);
cb_log_level cb_log_get(void);
/* "casebound: " and the message on one line, errno kept. */
void cb_log(cb_log_level level, const char *format, ...) CB_PRINTF(2, 3);

#endif
