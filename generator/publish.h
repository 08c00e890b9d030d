/* publish.h: the batch half of the pipeline: from a judged case to a folder under its final name. */
#ifndef CASEBOUND_GENERATOR_PUBLISH_H
#define CASEBOUND_GENERATOR_PUBLISH_H

#include "pipeline.h"

/* Names the report and its folder, and refuses a target that is there already, before hours of work. */
cb_status cb_publish_target(cb_run *run) CB_MUST_USE;
cb_status cb_publish_arrange(cb_run *run) CB_MUST_USE; /* fills view */
cb_status cb_publish_render(cb_run *run) CB_MUST_USE;  /* fills bundle and `partial` with the unsigned files */
cb_status cb_publish_seal(cb_run *run) CB_MUST_USE;    /* seals the PDF, adds manifest and signature */
cb_status cb_publish_folder(cb_run *run) CB_MUST_USE;  /* writes the rest, verifies, renames */
void cb_publish_abandon(const cb_run *run); /* after a failure: removes what was written beside the target */

#endif
