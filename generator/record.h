/* record.h: used/build.json, with which and the inputs a report is made again. */
#ifndef CASEBOUND_GENERATOR_RECORD_H
#define CASEBOUND_GENERATOR_RECORD_H

#include "pipeline.h"

/* The record as JSON; *out is owned by the run's arena. */
cb_status cb_record_make(const cb_run *run, cb_str *out) CB_MUST_USE;

#endif
