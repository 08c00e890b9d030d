/* bands_read.c: filters/data/bands.tsv: predictor, what it is calibrated for, kind, strength, bound, source. */
#include "casebound/base/number.h"
#include "casebound/read/case_file.h"
#include "read/tsv.h"
#include <math.h>

enum { SCALES_MAX = 64, LINE_MAX_BYTES = 500 };
enum { PREDICTOR, APPLIES, KIND, STRENGTH, BOUND, SOURCE };

/* The scales so far; what is handed out of them is constant. */
typedef struct scales_so_far {
    cb_band_scale *scales;
    size_t count;
} scales_so_far;

static bool calibrated_of(cb_str word, cb_calibrated *out) {
    *out = cb_str_is(word, "missense") ? CB_FOR_MISSENSE : CB_FOR_NO_SPLICE_SITE;
    return *out == CB_FOR_MISSENSE || cb_str_is(word, "not_splice_site");
}

static cb_status scale_of(cb_tsv *t, const cb_str *part, long line, cb_band_scale **out) {
    scales_so_far *bands = t->into;
    cb_calibrated calibrated;
    if (!calibrated_of(part[APPLIES], &calibrated)) {
        return cb_tsv_refuse(t, line, "applies is missense or not_splice_site");
    }
    for (size_t i = 0; i < bands->count; i++) {
        *out = &bands->scales[i];
        if (cb_str_is(part[PREDICTOR], (*out)->predictor)) {
            return (*out)->calibrated == calibrated ? CB_OK
                                                    : cb_tsv_refuse(t, line, "applies is not what it was before");
        }
    }
    if (bands->count == SCALES_MAX) {
        return cb_tsv_refuse(t, line, "more than 64 predictors");
    }
    *out = &bands->scales[bands->count++];
    **out = (cb_band_scale){
        .predictor = cb_copy_str(t->arena, part[PREDICTOR]), .calibrated = calibrated, .from = NAN, .to = NAN};
    for (int i = 0; i < CB_STRENGTHS; i++) {
        (*out)->harmful[i] = INFINITY;
        (*out)->benign[i] = -INFINITY;
    }
    return (*out)->predictor ? CB_OK : cb_fail_memory(t->e);
}

/* Where the bound of this row belongs; NULL: kind or strength is none. */
static double *place_of(cb_band_scale *scale, cb_str kind, cb_str strength) {
    if (cb_str_is(kind, "scale")) {
        return cb_str_is(strength, "from") ? &scale->from : cb_str_is(strength, "to") ? &scale->to : NULL;
    }
    cb_strength found;
    if (cb_strength_find(strength, &found) && found <= CB_VERY_STRONG) {
        return cb_str_is(kind, "harmful")  ? &scale->harmful[found]
               : cb_str_is(kind, "benign") ? &scale->benign[found]
                                           : NULL;
    }
    return NULL;
}

static cb_status take_bound(cb_tsv *t, const cb_str *part, long line) {
    cb_band_scale *scale = NULL;
    double bound;
    if (part[PREDICTOR].n == 0) {
        return cb_tsv_refuse(t, line, "names no predictor");
    }
    cb_status s = scale_of(t, part, line, &scale);
    if (s != CB_OK) {
        return s;
    }
    double *place = place_of(scale, part[KIND], part[STRENGTH]);
    if (!place) {
        return cb_tsv_refuse(t, line, "is neither a scale (from, to) nor a band (harmful, benign) of a known strength");
    }
    if (isfinite(*place)) {
        return cb_tsv_refuse(t, line, "stands twice");
    }
    if (!cb_parse_real(part[BOUND], &bound) || !isfinite(bound)) {
        return cb_tsv_refuse(t, line, "the bound is no number");
    }
    *place = bound;
    if (!cb_str_is(part[KIND], "scale") && !scale->source) {
        scale->source = cb_copy_str(t->arena, part[SOURCE]);
        return scale->source ? CB_OK : cb_fail_memory(t->e);
    }
    return CB_OK;
}

/* Bounds rise with the strength for harm and fall with it against harm, and the two do not meet. */
static bool in_order(const cb_band_scale *s) {
    double harmful = -INFINITY, benign = INFINITY;
    for (int i = CB_SUPPORTING; i < CB_STRENGTHS; i++) {
        if ((isfinite(s->harmful[i]) && s->harmful[i] <= harmful) ||
            (isfinite(s->benign[i]) && s->benign[i] >= benign)) {
            return false;
        }
        harmful = isfinite(s->harmful[i]) ? s->harmful[i] : harmful;
        benign = isfinite(s->benign[i]) ? s->benign[i] : benign;
    }
    return s->from < s->to && s->benign[CB_SUPPORTING] < s->harmful[CB_SUPPORTING] && s->source;
}

cb_status cb_bands_read(cb_arena *arena, cb_str bytes, const char *name, cb_bands *out, cb_error *e) {
    static const char *const columns[] = {"predictor", "applies", "kind", "strength", "bound", "source", NULL};
    scales_so_far all = {.scales = cb_alloc_array(arena, SCALES_MAX, sizeof *all.scales)};
    cb_tsv t = {.arena = arena,
                .name = name,
                .columns = columns,
                .longest = LINE_MAX_BYTES,
                .thing = "band",
                .into = &all,
                .e = e};
    if (!all.scales) {
        return cb_fail_memory(e);
    }
    cb_status s = cb_tsv_read(&t, bytes, take_bound);
    *out = (cb_bands){all.scales, all.count, t.version};
    for (size_t i = 0; s == CB_OK && i < out->count; i++) {
        if (!in_order(&out->scales[i])) {
            s = cb_fail(e, CB_INPUT, "%s: %s: needs a scale, and bands whose bounds go with their strengths", name,
                        out->scales[i].predictor);
        }
    }
    return s;
}
