/* arrange_measures.c: population frequencies, counts and predictors of an allele: values, where they stand on a scale,
 * and what calibrated evidence a score is. */
#include "arrange/arranging.h"

#include <math.h>

enum { WHOLE = 100, DECADES = 6 /* of the frequency scale: from one in a million to one */ };

static double clipped(double at) {
    return at < 0 ? 0 : at > WHOLE ? WHOLE : round(at * WHOLE) / WHOLE;
}

/* A frequency of 0 stands at the beginning, with all that is rarer than the scale shows. */
static double frequency_at(double value) {
    return value > 0 ? clipped((log10(value) + DECADES) * WHOLE / DECADES) : 0;
}

static double score_at(const cb_band_scale *scale, double value) {
    return clipped((value - scale->from) * WHOLE / (scale->to - scale->from));
}

/* Adds a map with name and value for a measure that some input declares, else its name to *absent; NULL then. */
static cb_node *put_measure(cb_arranging *a, cb_node *list, const cb_measure *m, const char **absent) {
    const char *name = cb_source_word(a, m->name);
    if (m->value.presence == CB_NOT_ANNOTATED) {
        *absent = cb_joined(a, "mark_and", *absent, name);
        return NULL;
    }
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, node, "name", name);
    cb_put_real(a, node, "value", m->value);
    return node;
}

static void put_absent(cb_arranging *a, cb_node *variant, const char *key, const char *names) {
    cb_node_add_text(&a->builder, variant, key, *names ? cb_worded(a, "measures_not_annotated", "names", names) : "");
}

static void put_frequencies(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    const char *absent = "";
    cb_node *list = cb_node_list(&a->builder, variant, "frequencies");
    for (size_t i = 0; i < v->frequency_count; i++) {
        const cb_measure *m = &v->frequencies[i];
        cb_node *node = put_measure(a, list, m, &absent);
        if (node && v->shortlisted && m->value.presence == CB_PRESENT) {
            cb_node_add_real(&a->builder, node, "at", frequency_at(m->value.value), NULL);
        }
    }
    put_absent(a, variant, "frequencies_not_annotated", absent);
}

/* Counts are shown where there are some; nothing rests on one that nobody annotated. */
static void put_counts(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    const char *absent = "";
    cb_node *list = cb_node_list(&a->builder, variant, "counts");
    for (size_t i = 0; i < v->count_count; i++) {
        (void)put_measure(a, list, &v->counts[i], &absent);
    }
}

/* Predictors. */

/* The scale of the predictor where the allele has a score on it, else NULL. */
static const cb_band_scale *scale_of(const cb_arranging *a, const cb_measure *m) {
    return m->value.presence == CB_PRESENT ? cb_bands_find(a->request->bands, m->name) : NULL;
}

/* The word of the band, by the keys that begin with `prefix`. */
static const char *band_word(cb_arranging *a, const char *prefix, const cb_band_scale *scale, double score,
                             const char **kind) {
    bool harmful;
    const cb_strength strength = cb_band_of(scale, score, &harmful);
    if (strength == CB_STRENGTH_NONE) {
        return cb_word_of(a, prefix, "none");
    }
    *kind = harmful ? "harmful" : "benign";
    return cb_word(a, cb_formatted(a, "%s%s_%s", prefix, *kind, cb_strength_name(strength)));
}

const char *cb_band_word(cb_arranging *a, const cb_variant *v, const cb_measure *m, const char **kind) {
    const cb_band_scale *scale = scale_of(a, m);
    *kind = "neutral";
    if (scale && !cb_band_applies(scale, v)) {
        return cb_word(a, scale->calibrated == CB_FOR_MISSENSE ? "band_missense_only" : "band_no_splice_site");
    }
    return scale ? band_word(a, "band_", scale, m->value.value, kind) : "";
}

const char *cb_band_short(cb_arranging *a, const cb_variant *v, const cb_measure *m) {
    const cb_band_scale *scale = scale_of(a, m);
    const char *kind;
    return scale && cb_band_applies(scale, v) ? band_word(a, "short_band_", scale, m->value.value, &kind) : NULL;
}

/* The place in the view's scales[] of the predictor's scale: the profile's predictors that have one, in its order. */
static int scale_index(const cb_arranging *a, const char *predictor) {
    const cb_sources *sources = cb_profile_sources(a->request->profile);
    int index = 0;
    for (size_t i = 0; i < sources->predictor_count; i++) {
        const bool has_scale = cb_bands_find(a->request->bands, sources->predictors[i].name);
        if (cb_str_is(cb_str_of(predictor), sources->predictors[i].name)) {
            return has_scale ? index : -1;
        }
        index += has_scale;
    }
    return -1;
}

static void put_predictors(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    const char *absent = "", *kind;
    cb_builder *b = &a->builder;
    cb_node *list = cb_node_list(b, variant, "predictors");
    for (size_t i = 0; i < v->predictor_count; i++) {
        const cb_measure *m = &v->predictors[i];
        cb_node *node = put_measure(a, list, m, &absent);
        if (!node) {
            continue;
        }
        cb_node_add_text(b, node, "band", cb_band_word(a, v, m, &kind));
        cb_node_add_text(b, node, "band_kind", kind);
        const int scale = scale_index(a, m->name);
        if (v->shortlisted && m->value.presence == CB_PRESENT && scale >= 0) {
            cb_node_add_integer(b, node, "scale", scale, NULL);
            cb_node_add_real(b, node, "at", score_at(cb_bands_find(a->request->bands, m->name), m->value.value), NULL);
        }
    }
    put_absent(a, variant, "predictors_not_annotated", absent);
}

void cb_arrange_measures(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    put_frequencies(a, variant, v);
    put_counts(a, variant, v);
    put_predictors(a, variant, v);
}

/* Scales. */

static void put_segment(cb_arranging *a, cb_node *list, const cb_band_scale *scale, double from, double to,
                        const char *side, cb_strength strength) {
    const double x = score_at(scale, from), end = score_at(scale, to);
    if (end <= x) {
        return;
    }
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_real(&a->builder, node, "x", x, NULL);
    cb_node_add_real(&a->builder, node, "width", end - x, NULL);
    cb_node_add_text(&a->builder, node, "kind",
                     strength == CB_STRENGTH_NONE ? side : cb_formatted(a, "%s %s", side, cb_strength_name(strength)));
}

/* From the strongest evidence against harm to the strongest for it. */
static void put_segments(cb_arranging *a, cb_node *node, const cb_band_scale *scale) {
    cb_node *list = cb_node_list(&a->builder, node, "segments");
    double from = scale->from;
    for (int i = CB_VERY_STRONG; i > CB_STRENGTH_NONE; i--) {
        if (isfinite(scale->benign[i])) {
            put_segment(a, list, scale, from, scale->benign[i], "benign", (cb_strength)i);
            from = scale->benign[i];
        }
    }
    const double first = scale->harmful[CB_SUPPORTING];
    put_segment(a, list, scale, from, isfinite(first) ? first : scale->to, "neutral", CB_STRENGTH_NONE);
    for (int i = CB_SUPPORTING; i < CB_STRENGTHS; i++) {
        double end = scale->to;
        for (int next = i + 1; next < CB_STRENGTHS; next++) {
            end = fmin(end, scale->harmful[next]);
        }
        if (isfinite(scale->harmful[i])) {
            put_segment(a, list, scale, scale->harmful[i], end, "harmful", (cb_strength)i);
        }
    }
}

void cb_arrange_scales(cb_arranging *a, cb_node *root) {
    const cb_sources *sources = cb_profile_sources(a->request->profile);
    cb_builder *b = &a->builder;
    cb_node *list = cb_node_list(b, root, "scales");
    for (size_t i = 0; i < sources->predictor_count; i++) {
        const cb_band_scale *scale = cb_bands_find(a->request->bands, sources->predictors[i].name);
        if (!scale) {
            continue;
        }
        cb_node *node = cb_node_map(b, list, NULL);
        cb_node_add_text(b, node, "name", cb_source_word(a, scale->predictor));
        cb_node_add_real(b, node, "from", scale->from, NULL);
        cb_node_add_real(b, node, "to", scale->to, NULL);
        cb_node_add_text(b, node, "source", scale->source);
        put_segments(a, node, scale);
    }
}
