/* bands_read.c: filters/data/bands.tsv: predictor, what it is calibrated for, kind, strength, bound, source. */
#include "casebound/base/number.h"
#include "casebound/base/utf8.h"
#include "casebound/read/case_file.h"
#include <math.h>
#include <string.h>

enum { COLUMNS = 6, SCALES_MAX = 64, FIELD_MAX = 500 };
enum { PREDICTOR, APPLIES, KIND, STRENGTH, BOUND, SOURCE };

typedef struct reader {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    cb_band_scale *scales;
    size_t count;
    const char *version;
    bool header;
} reader;

static cb_status refuse(reader *r, long line, const char *what) {
    return cb_fail_at(r->e, CB_INPUT, r->name, line, "%s", what);
}

static bool calibrated_of(cb_str word, cb_calibrated *out) {
    *out = cb_str_is(word, "missense") ? CB_FOR_MISSENSE : CB_FOR_NO_SPLICE_SITE;
    return *out == CB_FOR_MISSENSE || cb_str_is(word, "not_splice_site");
}

static cb_status scale_of(reader *r, const cb_str *part, long line, cb_band_scale **out) {
    cb_calibrated calibrated;
    if (!calibrated_of(part[APPLIES], &calibrated)) {
        return refuse(r, line, "applies is missense or not_splice_site");
    }
    for (size_t i = 0; i < r->count; i++) {
        *out = &r->scales[i];
        if (cb_str_is(part[PREDICTOR], (*out)->predictor)) {
            return (*out)->calibrated == calibrated ? CB_OK : refuse(r, line, "applies is not what it was before");
        }
    }
    if (r->count == SCALES_MAX) {
        return refuse(r, line, "more than 64 predictors");
    }
    *out = &r->scales[r->count++];
    **out = (cb_band_scale){
        .predictor = cb_copy_str(r->arena, part[PREDICTOR]), .calibrated = calibrated, .from = NAN, .to = NAN};
    for (int i = 0; i < CB_STRENGTHS; i++) {
        (*out)->harmful[i] = INFINITY;
        (*out)->benign[i] = -INFINITY;
    }
    return (*out)->predictor ? CB_OK : cb_fail_memory(r->e);
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

static cb_status take_bound(reader *r, const cb_str *part, long line) {
    cb_band_scale *scale = NULL;
    double bound;
    cb_status s = scale_of(r, part, line, &scale);
    if (s != CB_OK) {
        return s;
    }
    double *place = place_of(scale, part[KIND], part[STRENGTH]);
    if (!place) {
        return refuse(r, line, "is neither a scale (from, to) nor a band (harmful, benign) of a known strength");
    }
    if (isfinite(*place)) {
        return refuse(r, line, "stands twice");
    }
    if (!cb_parse_real(part[BOUND], &bound) || !isfinite(bound)) {
        return refuse(r, line, "the bound is no number");
    }
    *place = bound;
    if (!cb_str_is(part[KIND], "scale") && !scale->source) {
        scale->source = cb_copy_str(r->arena, part[SOURCE]);
        return scale->source ? CB_OK : cb_fail_memory(r->e);
    }
    return CB_OK;
}

static cb_status take_row(reader *r, cb_str line, long number) {
    cb_str part[COLUMNS], rest = line;
    int count = 0;
    while (count < COLUMNS && cb_str_split(&rest, '\t', &part[count])) {
        part[count] = cb_str_trim(part[count]);
        count++;
    }
    if (count < COLUMNS || rest.s || line.n > FIELD_MAX) {
        return refuse(r, number, "has not the six columns predictor, applies, kind, strength, bound, source");
    }
    if (!r->header) {
        r->header = cb_str_is(part[PREDICTOR], "predictor") && cb_str_is(part[BOUND], "bound");
        return r->header ? CB_OK : refuse(r, number, "the header is missing");
    }
    return part[PREDICTOR].n > 0 ? take_bound(r, part, number) : refuse(r, number, "names no predictor");
}

static cb_status take_line(reader *r, cb_str line, long number) {
    static const char version[] = "# version:";
    if (!cb_utf8_valid(line, NULL)) {
        return refuse(r, number, "holds NUL or bytes that are not UTF-8");
    }
    if (cb_str_starts(line, version)) {
        r->version =
            cb_copy_str(r->arena, cb_str_trim((cb_str){line.s + sizeof version - 1, line.n - sizeof version + 1}));
        return r->version ? CB_OK : cb_fail_memory(r->e);
    }
    return cb_str_trim(line).n == 0 || line.s[0] == '#' ? CB_OK : take_row(r, line, number);
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
    reader r = {
        .arena = arena, .name = name, .e = e, .scales = cb_alloc_array(arena, SCALES_MAX, sizeof(cb_band_scale))};
    if (!r.scales) {
        return cb_fail_memory(e);
    }
    cb_status s = CB_OK;
    cb_str rest = bytes, line;
    for (long number = 1; s == CB_OK && cb_str_split(&rest, '\n', &line); number++) {
        s = take_line(&r, line, number);
    }
    for (size_t i = 0; s == CB_OK && i < r.count; i++) {
        if (!in_order(&r.scales[i])) {
            s = cb_fail(e, CB_INPUT, "%s: %s: needs a scale, and bands whose bounds go with their strengths", name,
                        r.scales[i].predictor);
        }
    }
    if (s == CB_OK && (r.count == 0 || !r.version || !*r.version)) {
        s = cb_fail(e, CB_INPUT, "%s: has no band or no version", name);
    }
    *out = (cb_bands){r.scales, r.count, r.version};
    return s;
}
