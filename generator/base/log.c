/* log.c: one sink for messages. */
#include "casebound/base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int log_level = CB_WARN;

void cb_log_set(cb_log_level level) {
    atomic_store(&log_level, (int)level);
}

cb_log_level cb_log_get(void) {
    return (cb_log_level)atomic_load(&log_level);
}

void cb_log(cb_log_level level, const char *format, ...) {
    if (level > cb_log_get()) {
        return;
    }
    int kept = errno;
    char message[CB_ERROR_TEXT];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    cb_error line = {0};
    cb_fail(&line, CB_INTERNAL, "%s", message); /* for its one line without hidden characters */
    fprintf(stderr, "casebound: %s\n", line.text);
    errno = kept;
}
