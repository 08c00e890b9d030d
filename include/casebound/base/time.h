/* time.h: dates as text. No function here asks for the time zone or the locale. */
#ifndef CASEBOUND_BASE_TIME_H
#define CASEBOUND_BASE_TIME_H

#include "casebound/base/bytes.h"

enum { CB_TIME_TEXT = 24 };

/* Reads "YYYY-MM-DD" or "YYYY-MM-DDThh:mm:ssZ" (UTC) into seconds since 1970-01-01T00:00:00Z. False when it is neither
 * or no such day exists. */
bool cb_time_parse(cb_str text, int64_t *seconds);
/* "YYYY-MM-DDThh:mm:ssZ". */
void cb_time_text(int64_t seconds, char out[CB_TIME_TEXT]);
/* "YYYY-MM-DD". */
void cb_date_text(int64_t seconds, char out[CB_TIME_TEXT]);
/* The clock. Called by cli and seal alone. */
int64_t cb_time_now(void);
/* Processor time of the calling thread, in milliseconds: for limits, never for output. */
int64_t cb_time_of_thread(void);

#endif
