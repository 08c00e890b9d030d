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

/* What is no plain number: VEP writes predictions as "deleterious(0.01)" and once wrote frequencies as "T:0.01". *there
 * is false for a missing value and for one of another allele. False when there is no number in it. */
static bool read_wrapped(const cb_making *m, cb_str text, cb_str allele, double *out, bool *there) {
    *there = false;
    if (is_missing(text)) {
        return true;
    }
    *there = true;
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

/* One text: a number, or several with '&' between. */
static cb_status read_text(const cb_making *m, cb_str text, cb_str allele, const cb_bound_number *number,
                           cb_real *out) {
    double value = 0;
    cb_str part;
    if (cb_parse_real(text, &value)) {
        take(out, value, number->key.key, number->lowest);
        return CB_OK;
    }
    while (cb_str_split(&text, '&', &part)) {
        bool there = true;
        if (!cb_parse_real(part, &value) && !read_wrapped(m, part, allele, &value, &there)) {
            return cb_record_fail(m->reader, m->record, m->e,
                                  "%s has a value that is no number; take it out of the profile or annotate again",
                                  number->key.key);
        }
        if (there) {
            take(out, value, number->key.key, number->lowest);
        }
    }
    return CB_OK;
}

static cb_status read_found(cb_making *m, const cb_bound_number *number, cb_real *out) {
    const cb_found *found;
    cb_status status = cb_key_find(m, &number->key, false, &found);
    /* Values that nobody can tell to be this allele's are left out and flagged: another allele's high frequency must
     * not drop this one. */
    if (status == CB_OK && found->untied && found->count > 0) {
        return cb_flag(m, cb_format(m->arena, "%s could not be tied to this allele and is not used", number->key.key));
    }
    for (size_t i = 0; status == CB_OK && i < found->count; i++) {
        status = read_text(m, found->texts[i], found->alleles[i], number, out);
    }
    return status;
}

static cb_status read_entries(cb_making *m, const cb_bound_number *number, cb_real *out) {
    const cb_entries *entries;
    cb_status status = cb_entries_of(m, number->key.kind, &entries);
    if (status == CB_OK && !entries->told && !entries->one) {
        return read_found(m, number, out);
    }
    for (size_t i = 0; status == CB_OK && i < entries->counted_count; i++) {
        const cb_annotation *entry = entries->counted[i];
        cb_str allele = {0}, value;
        if (cb_entry_field(entry, number->key.field, &value)) {
            (void)cb_entry_field(entry, entries->layout->part[CB_PART_ALLELE], &allele);
            status = read_text(m, value, allele, number, out);
        }
    }
    return status;
}

static cb_status read_key(cb_making *m, const cb_bound_number *number, cb_real *out) {
    const cb_bound_key *key = &number->key;
    cb_info_key *there = key->in_info ? cb_info_find(m->reader, key->wanted) : NULL;
    if (out->presence == CB_NOT_ANNOTATED && (!key->in_info || there || key->declared)) {
        *out = (cb_real){.presence = CB_MISSING, .source = key->key};
    }
    if (!key->in_info) {
        return read_entries(m, number, out);
    }
    /* One value of one allele: whatever count is declared, but that of all alleles, it is that one's. */
    bool own = m->record->allele_count == 1 && (!key->declared || key->declared->number != 'R');
    double plain = 0;
    if (!there || !own) {
        return there ? read_found(m, number, out) : CB_OK;
    }
    if (cb_info_number(there, &plain)) {
        take(out, plain, key->key, number->lowest);
        return CB_OK;
    }
    cb_str value = cb_info_text(m->reader, there);
    if (cb_parse_real(value, &plain)) { /* no list then */
        take(out, plain, key->key, number->lowest);
        return CB_OK;
    }
    bool list = memchr(value.s, ',', value.n) != NULL;
    return list ? read_found(m, number, out) : read_text(m, value, (cb_str){0}, number, out);
}

/* Every key, declared or not. */
static cb_status read_all(cb_making *m, const cb_bound_sources *s, cb_measure *measures) {
    cb_status status = CB_OK;
    for (size_t i = 0; i < s->count; i++) {
        measures[i].value = (cb_real){.presence = CB_NOT_ANNOTATED};
        for (size_t k = 0; status == CB_OK && k < s->list[i].count; k++) {
            status = read_key(m, &s->list[i].numbers[k], &measures[i].value);
        }
    }
    return status;
}

static cb_status read_sources(cb_making *m, const cb_bound_sources *s, cb_measure **out) {
    cb_measure *measures = cb_alloc_array(m->arena, s->count + 1, sizeof *measures);
    cb_status status = CB_OK;
    if (!measures) {
        return cb_fail_memory(m->e);
    }
    memcpy(measures, s->start, s->count * sizeof *measures);
    *out = measures;
    if (m->reader->info.strange_seen == m->record->number) {
        return read_all(m, s, measures);
    }
    for (size_t i = 0; status == CB_OK && i < s->live_count; i++) {
        status = read_key(m, s->live[i].number, &measures[s->live[i].source].value);
    }
    return status;
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
    size_t count = m->plan->counts.count;
    cb_status status = read_sources(m, &m->plan->counts, &m->v->counts);
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
    cb_variant *v = m->v;
    cb_status status = read_sources(m, &p->frequencies, &v->frequencies);
    if (status == CB_OK) {
        v->frequency_count = p->frequencies.count;
        find_highest(v);
        status = read_sources(m, &p->predictors, &v->predictors);
        v->predictor_count = status == CB_OK ? p->predictors.count : 0;
    }
    return status;
}
