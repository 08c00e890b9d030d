/* bands.h: calibrated bands of predictors: how much evidence a score is, for harm or against it;
 * filters/data/bands.tsv.
 */
#ifndef CASEBOUND_MODEL_BANDS_H
#define CASEBOUND_MODEL_BANDS_H

#include "casebound/model/acmg.h"
#include "casebound/model/variant.h"

/* What a calibration was made for. */
typedef enum cb_calibrated { CB_FOR_MISSENSE, CB_FOR_NO_SPLICE_SITE } cb_calibrated;

typedef struct cb_band_scale {
    const char *predictor; /* as a profile calls it: "revel" */
    cb_calibrated calibrated;
    double from, to;              /* ends of the scale that is drawn */
    double harmful[CB_STRENGTHS]; /* scores from here on, rising with the strength; +infinity: there is none */
    double benign[CB_STRENGTHS];  /* scores up to here, falling with the strength; -infinity: there is none */
    const char *source;           /* of its bands */
} cb_band_scale;

typedef struct cb_bands {
    const cb_band_scale *scales;
    size_t count;
    const char *version; /* of the table */
} cb_bands;

/* The scale of a predictor, or NULL. */
const cb_band_scale *cb_bands_find(const cb_bands *bands, const char *predictor);
/* True when the calibration was made for alleles such as this one, by its most severe consequence. */
bool cb_band_applies(const cb_band_scale *scale, const cb_variant *v);
/* The strongest band that the score is in; *harmful tells for harm or against it. */
cb_strength cb_band_of(const cb_band_scale *scale, double score, bool *harmful);
#endif
