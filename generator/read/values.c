/* values.c: population frequencies and predictors, from the keys that the profile names. Missing, zero and not
 * annotated are three things. */
#include <math.h>

#include "casebound/base/ascii.h"
#include "casebound/base/number.h"
#include "read/plan.h"

enum { COUNT_MAX = INT32_MAX };

static bool is_missing(cb_str text) {
    return text.n == 0 || cb_str_is(text, ".") || cb_str_is(text, "-") || cb_ascii_is(text, "nan") ||
           cb_ascii_is(text, "-nan");
}

/* A number; VEP writes predictions as "deleterious(0.01)" and once wrote frequencies as "T:0.01". *there is false for a
 * missing value and for one of another allele. False when it is no number. */
static bool read_number(const cb_making *m, cb_str text, cb_str allele, double *out, bool *there) {
    *there = false;
    if (is_missing(text)) {
        return true;
    }
    *there = true;
    if (cb_parse_real(text, out)) {
        return true;
    }
    const char *colon = memchr(text.s, ':', text.n);
    if (colon) {
        bool ours;
        cb_str behind = {colon + 1, (size_t)(text.s + text.n - colon - 1)};
        if (!cb_prefix_allele(m, (cb_str){text.s, (size_t)(colon - text.s)}, allele, &ours)) {
            return false;
        }
        *there = ours && !is_missing(behind);
        return !*there || cb_parse_real(behind, out);
    }
    const char *open = memchr(text.s, '(', text.n);
    if (open && text.s[text.n - 1] == ')') {
        return cb_parse_real((cb_str){open + 1, (size_t)(text.s + text.n - open - 2)}, out);
    }
    return false;
}

static void take(cb_real *held, double value, const char *key, bool lowest) {
    bool better = held->presence != CB_PRESENT || (lowest ? value < held->value : value > held->value);
    if (better) {
        *held = (cb_real){.value = value, .presence = CB_PRESENT, .source = key};
    }
}

/* Entries of one allele repeat its values: each is read once. */
static bool is_repeated(const cb_found *found, size_t i) {
    return i > 0 && cb_str_same(found->texts[i], found->texts[i - 1]) &&
           cb_str_same(found->alleles[i], found->alleles[i - 1]);
}

static cb_status read_texts(const cb_making *m, const cb_found *found, const char *key, bool lowest, cb_real *out) {
    for (size_t i = 0; i < found->count; i++) {
        cb_str rest = is_repeated(found, i) ? (cb_str){0} : found->texts[i], part;
        while (cb_str_split(&rest, '&', &part)) {
            double value = 0;
            bool there;
            if (!read_number(m, part, found->alleles[i], &value, &there)) {
                return cb_record_fail(m->reader, m->record, m->e,
                                      "%s has a value that is no number; take it out of the profile or annotate again",
                                      key);
            }
            if (there) {
                take(out, value, key, lowest);
            }
        }
    }
    return CB_OK;
}

/* Values that nobody can tell to be this allele's are left out and flagged: another allele's high frequency must not
 * drop this one. */
static cb_status read_key(cb_making *m, const cb_bound_key *key, bool lowest, cb_real *out) {
    const cb_found *found;
    cb_status status = cb_key_find(m, key, false, &found);
    if (status != CB_OK) {
        return status;
    }
    if (found->declared && out->presence == CB_NOT_ANNOTATED) {
        *out = (cb_real){.presence = CB_MISSING, .source = key->key};
    }
    if (found->untied && found->count > 0) {
        return cb_flag(m, cb_format(m->arena, "%s could not be tied to this allele and is not used", key->key));
    }
    return read_texts(m, found, key->key, lowest, out);
}

static cb_status read_sources(cb_making *m, const cb_bound_source *sources, size_t count, cb_measure **out) {
    cb_measure *measures = cb_alloc_array(m->arena, count + 1, sizeof *measures);
    if (!measures) {
        return cb_fail_memory(m->e);
    }
    for (size_t i = 0; i < count; i++) {
        const cb_source *source = sources[i].source;
        measures[i] = (cb_measure){.name = source->name, .value = {.presence = CB_NOT_ANNOTATED}};
        for (size_t k = 0; k < sources[i].keys.count; k++) {
            cb_status status = read_key(m, &sources[i].keys.list[k], source->lowest, &measures[i].value);
            if (status != CB_OK) {
                return status;
            }
        }
    }
    *out = measures;
    return CB_OK;
}

/* Persons and alleles are counted whole. */
static cb_status check_count(cb_making *m, const cb_measure *count) {
    const cb_real *c = &count->value;
    if (c->presence == CB_PRESENT && (c->value < 0 || c->value > COUNT_MAX || c->value != floor(c->value))) {
        return cb_record_fail(m->reader, m->record, m->e,
                              "%s is no count; take it out of the profile or annotate again", c->source);
    }
    return CB_OK;
}

cb_status cb_counts_make(cb_making *m) {
    size_t count = m->plan->with.sources->count_count;
    cb_status status = read_sources(m, m->plan->counts, count, &m->v->counts);
    m->v->count_count = status == CB_OK ? count : 0;
    for (size_t i = 0; status == CB_OK && i < count; i++) {
        status = check_count(m, &m->v->counts[i]);
    }
    return status;
}

static void find_highest(cb_variant *v) {
    v->af = (cb_real){.presence = CB_NOT_ANNOTATED};
    for (size_t i = 0; i < v->frequency_count; i++) {
        const cb_measure *f = &v->frequencies[i];
        if (f->value.presence == CB_PRESENT && (v->af.presence != CB_PRESENT || f->value.value > v->af.value)) {
            v->af = f->value;
            v->af_name = f->name;
        } else if (f->value.presence == CB_MISSING && v->af.presence == CB_NOT_ANNOTATED) {
            v->af.presence = CB_MISSING;
        }
    }
}

cb_status cb_values_make(cb_making *m) {
    const cb_plan *p = m->plan;
    const cb_sources *s = p->with.sources;
    cb_variant *v = m->v;
    cb_status status = read_sources(m, p->frequencies, s->frequency_count, &v->frequencies);
    if (status == CB_OK) {
        v->frequency_count = s->frequency_count;
        find_highest(v);
        status = read_sources(m, p->predictors, s->predictor_count, &v->predictors);
        v->predictor_count = status == CB_OK ? s->predictor_count : 0;
    }
    return status;
}
