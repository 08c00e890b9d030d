/* sample_persons.c: one person's counts, and the sex that X and Y show. */
#include "sample_store.h"

enum { ORDER_X = 23 };

static void count_alternate(const cb_sample_site *site, cb_call call, cb_person_check *out) {
    out->het += call == CB_CALL_HET;
    out->hom += call == CB_CALL_HOM;
    out->transitions += site->transition;
    out->transversions += !site->transition;
}

void cb_person_counts(const cb_sample_tally *tally, size_t person, cb_person_check *out) {
    const cb_sample_pool *pool = &tally->autosomes;
    uint64_t depths = 0, qualities = 0, depth_sum = 0, quality_sum = 0;
    out->sites = pool->count;
    for (size_t i = 0; i < pool->count; i++) {
        const cb_sample_call *c = &pool->calls[pool->sites[i].calls + person];
        out->missing += c->call == CB_CALL_NONE;
        out->below += c->call == CB_CALL_BELOW;
        if (c->call < CB_CALL_REF) {
            continue;
        }
        out->calls++;
        out->judged += c->judged;
        out->contradictions += c->contradicts;
        if (c->depth != CB_NO_DEPTH) {
            depths++;
            depth_sum += c->depth;
        }
        if (c->quality != CB_NO_QUALITY) {
            qualities++;
            quality_sum += c->quality;
        }
        if (c->call == CB_CALL_REF) {
            out->reference++;
        } else {
            count_alternate(&pool->sites[i], (cb_call)c->call, out);
        }
    }
    out->depth = depths ? (double)depth_sum / (double)depths : -1;
    out->quality = qualities ? (double)quality_sum / (double)qualities : -1;
}

static void count_x_and_y(const cb_sample_tally *tally, size_t person, cb_person_check *out) {
    const cb_sample_pool *pool = &tally->others;
    for (size_t i = 0; i < pool->count; i++) {
        cb_call call = cb_call_at(pool, i, person);
        if (pool->sites[i].order == ORDER_X) {
            out->x_sites += call >= CB_CALL_REF;
            out->x_het += call == CB_CALL_HET;
            out->x_hom += call == CB_CALL_HOM;
        } else {
            out->y_sites++;
            out->y_calls += call >= CB_CALL_REF;
        }
    }
}

/* Y speaks only where somebody in the family has one: a file without Y sites says nothing. */
static cb_observed_sex observe(cb_person_check *p) {
    double het = (double)p->x_het, hom = (double)p->x_hom, y_share = 0;
    bool y_known = p->y_sites >= CB_SAMPLE_Y_SITES_MIN;
    if (p->x_het + p->x_hom < CB_SAMPLE_X_CALLS_MIN) {
        return CB_OBSERVED_NOTHING;
    }
    y_share = y_known ? (double)p->y_calls / (double)p->y_sites : 0;
    bool y = y_known && y_share >= CB_SAMPLE_Y_PRESENT, no_y = y_known && y_share <= CB_SAMPLE_Y_ABSENT;
    bool one_x = het<CB_SAMPLE_X_RATIO_MALE * hom, two_x = het> CB_SAMPLE_X_RATIO_FEMALE * hom;
    p->x_and_y = two_x && y;
    p->x_alone = one_x && no_y;
    if (p->x_and_y || p->x_alone || (!one_x && !two_x)) {
        return CB_OBSERVED_UNDETERMINED;
    }
    return one_x ? CB_OBSERVED_MALE : CB_OBSERVED_FEMALE;
}

void cb_person_sex(const cb_sample_tally *tally, size_t person, cb_person_check *out) {
    cb_sex declared = tally->kase->family.persons[out->person].sex;
    count_x_and_y(tally, person, out);
    out->sex = observe(out);
    if (out->sex == CB_OBSERVED_NOTHING) {
        out->sex_check = CB_CHECK_NOT_ENOUGH;
    } else if (declared == CB_SEX_UNKNOWN || out->sex == CB_OBSERVED_UNDETERMINED) {
        out->sex_check = CB_CHECK_OPEN;
    } else {
        cb_observed_sex expected = declared == CB_MALE ? CB_OBSERVED_MALE : CB_OBSERVED_FEMALE;
        out->sex_check = out->sex == expected ? CB_CHECK_AGREES : CB_CHECK_DISAGREES;
    }
}
