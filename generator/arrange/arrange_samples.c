/* arrange_samples.c: what a clinician's page may say of the sample checks: one line, and no more. Which check, which
 * person and what was found stand in the laboratory's view alone, for they can disclose who is whose parent. */
#include "arrange/arranging.h"

void cb_arrange_samples(cb_arranging *a, cb_node *root) {
    static const char *const keys[] = {
        [CB_SAMPLES_NOT_ENOUGH] = "samples_not_enough",
        [CB_SAMPLES_PASSED] = "samples_passed",
        [CB_SAMPLES_RESOLVE] = "samples_resolve",
    };
    const cb_sample_checks *checks = a->request->samples;
    cb_node *samples = cb_node_map(&a->builder, root, "samples");
    cb_node_add_text(&a->builder, samples, "state", cb_word(a, keys[checks ? checks->state : CB_SAMPLES_NOT_ENOUGH]));
}
