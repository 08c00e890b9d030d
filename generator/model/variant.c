/* variant.c: looking up the measures of an allele. */
#include "casebound/model/variant.h"

#include <string.h>

cb_real cb_predictor(const cb_variant *v, const char *name) {
    for (size_t i = 0; i < v->predictor_count; i++) {
        if (strcmp(v->predictors[i].name, name) == 0) {
            return v->predictors[i].value;
        }
    }
    return (cb_real){.presence = CB_NOT_ANNOTATED};
}
