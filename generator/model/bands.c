/* bands.c: the band of a score. */
#include "casebound/model/bands.h"

#include <string.h>

const cb_band_scale *cb_bands_find(const cb_bands *bands, const char *predictor) {
    for (size_t i = 0; bands && i < bands->count; i++) {
        if (strcmp(bands->scales[i].predictor, predictor) == 0) {
            return &bands->scales[i];
        }
    }
    return NULL;
}

static bool is_one_of(const char *term, const char *const *terms, size_t count) {
    for (size_t i = 0; term && i < count; i++) {
        if (strcmp(term, terms[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Terms of VEP and SnpEff, and of bcftools csq. */
bool cb_band_applies(const cb_band_scale *scale, const cb_variant *v) {
    static const char *const missense[] = {"missense_variant", "missense"};
    static const char *const sites[] = {"splice_donor_variant", "splice_acceptor_variant", "splice_donor",
                                        "splice_acceptor"};
    if (scale->calibrated == CB_FOR_MISSENSE) {
        return is_one_of(v->consequence, missense, sizeof missense / sizeof *missense);
    }
    return !is_one_of(v->consequence, sites, sizeof sites / sizeof *sites);
}

cb_strength cb_band_of(const cb_band_scale *scale, double score, bool *harmful) {
    for (int strength = CB_VERY_STRONG; strength > CB_STRENGTH_NONE; strength--) {
        *harmful = score >= scale->harmful[strength];
        if (*harmful || score <= scale->benign[strength]) {
            return (cb_strength)strength;
        }
    }
    *harmful = false;
    return CB_STRENGTH_NONE;
}
