/* acmg.c: criteria combined by counts and by points. */
#include "casebound/model/acmg.h"

static const char *const strengths[CB_STRENGTHS] = {[CB_SUPPORTING] = "supporting",
                                                    [CB_MODERATE] = "moderate",
                                                    [CB_STRONG] = "strong",
                                                    [CB_VERY_STRONG] = "very_strong",
                                                    [CB_STAND_ALONE] = "stand_alone"};
static const char *const classes[CB_CLASSES] = {[CB_CLASS_BENIGN] = "benign",
                                                [CB_CLASS_LIKELY_BENIGN] = "likely_benign",
                                                [CB_CLASS_UNCERTAIN] = "uncertain",
                                                [CB_CLASS_LIKELY_PATHOGENIC] = "likely_pathogenic",
                                                [CB_CLASS_PATHOGENIC] = "pathogenic"};
static const char *const sides[CB_SIDES] = {[CB_SIDE_PATHOGENIC] = "pathogenic", [CB_SIDE_BENIGN] = "benign"};

const char *cb_strength_name(cb_strength strength) {
    return strengths[strength];
}

const char *cb_class_name(cb_class class) {
    return classes[class];
}

const char *cb_side_name(cb_side side) {
    return sides[side];
}

static bool find(const char *const *names, size_t count, cb_str name, size_t *out) {
    for (*out = 0; *out < count; ++*out) {
        if (names[*out] && cb_str_is(name, names[*out])) {
            return true;
        }
    }
    return false;
}

bool cb_strength_find(cb_str name, cb_strength *out) {
    size_t i;
    bool found = find(strengths, CB_STRENGTHS, name, &i);
    *out = found ? (cb_strength)i : CB_STRENGTH_NONE;
    return found;
}

bool cb_class_find(cb_str name, cb_class *out) {
    size_t i;
    bool found = find(classes, CB_CLASSES, name, &i);
    *out = found ? (cb_class)i : CB_CLASS_NONE;
    return found;
}

bool cb_side_find(cb_str name, cb_side *out) {
    size_t i;
    bool found = find(sides, CB_SIDES, name, &i);
    *out = found ? (cb_side)i : CB_SIDE_PATHOGENIC;
    return found;
}

const cb_criterion *cb_criterion_find(const cb_acmg *acmg, cb_str code) {
    for (size_t i = 0; i < acmg->criterion_count; i++) {
        if (cb_str_is(code, acmg->criteria[i].code)) {
            return &acmg->criteria[i];
        }
    }
    return NULL;
}

bool cb_criterion_allows(const cb_criterion *criterion, cb_strength strength) {
    if (criterion->strength == CB_STAND_ALONE || strength == CB_STAND_ALONE) {
        return criterion->strength == strength;
    }
    return strength != CB_STRENGTH_NONE;
}

static cb_side side_of(cb_class class) {
    return class == CB_CLASS_BENIGN || class == CB_CLASS_LIKELY_BENIGN ? CB_SIDE_BENIGN : CB_SIDE_PATHOGENIC;
}

/* The side whose stand-alone criterion is used; false without one. */
static bool stands_alone(const cb_criterion_use *uses, size_t count, cb_class *class) {
    for (size_t i = 0; i < count; i++) {
        if (uses[i].strength == CB_STAND_ALONE) {
            *class = uses[i].criterion->side == CB_SIDE_BENIGN ? CB_CLASS_BENIGN : CB_CLASS_PATHOGENIC;
            return true;
        }
    }
    return false;
}

/* Each needed criterion has one of its own that is as strong or stronger exactly when, from every strength upwards,
 * there are as many as are needed. */
static bool suffices(const cb_combination *c, const int have[CB_STRENGTHS]) {
    int had = 0, needed = 0;
    for (int s = CB_STAND_ALONE; s > CB_STRENGTH_NONE; s--) {
        had += have[s];
        needed += c->least[s];
        if (had < needed) {
            return false;
        }
    }
    return true;
}

/* The first combination of a side that the criteria meet; tables name the classes from the outer one inwards. */
static cb_class class_on(const cb_acmg *acmg, cb_side side, const int have[CB_STRENGTHS]) {
    for (size_t i = 0; i < acmg->combination_count; i++) {
        const cb_combination *c = &acmg->combinations[i];
        if (side_of(c->class) == side && suffices(c, have)) {
            return c->class;
        }
    }
    return CB_CLASS_NONE;
}

cb_class cb_acmg_by_rules(const cb_acmg *acmg, const cb_criterion_use *uses, size_t count) {
    int have[CB_SIDES][CB_STRENGTHS] = {{0}};
    cb_class alone;
    if (count == 0) {
        return CB_CLASS_NONE;
    }
    if (stands_alone(uses, count, &alone)) {
        return alone;
    }
    for (size_t i = 0; i < count; i++) {
        have[uses[i].criterion->side][uses[i].strength]++;
    }
    cb_class pathogenic = class_on(acmg, CB_SIDE_PATHOGENIC, have[CB_SIDE_PATHOGENIC]);
    cb_class benign = class_on(acmg, CB_SIDE_BENIGN, have[CB_SIDE_BENIGN]);
    if ((pathogenic == CB_CLASS_NONE) == (benign == CB_CLASS_NONE)) {
        return CB_CLASS_UNCERTAIN;
    }
    return pathogenic != CB_CLASS_NONE ? pathogenic : benign;
}

cb_class cb_acmg_by_points(const cb_acmg *acmg, const cb_criterion_use *uses, size_t count, int *sum) {
    int points = 0;
    cb_class alone;
    for (size_t i = 0; i < count; i++) {
        int worth = acmg->points[uses[i].strength];
        points += uses[i].criterion->side == CB_SIDE_BENIGN ? -worth : worth;
    }
    if (sum) {
        *sum = points;
    }
    if (count == 0) {
        return CB_CLASS_NONE;
    }
    if (stands_alone(uses, count, &alone)) {
        return alone;
    }
    for (int class = CB_CLASS_PATHOGENIC; class > CB_CLASS_BENIGN; class --) {
        if (points >= acmg->least[class]) {
            return (cb_class) class;
        }
    }
    return CB_CLASS_BENIGN;
}

static bool used(const cb_acmg *acmg, const char *name, const cb_criterion_use *uses, size_t count) {
    cb_side side;
    bool any = !cb_criterion_find(acmg, cb_str_of(name)) && cb_side_find(cb_str_of(name), &side);
    for (size_t i = 0; i < count; i++) {
        if (any ? uses[i].criterion->side == side : cb_str_is(cb_str_of(name), uses[i].criterion->code)) {
            return true;
        }
    }
    return false;
}

bool cb_acmg_contradicts(const cb_acmg *acmg, const cb_contradiction *pair, const cb_criterion_use *uses,
                         size_t count) {
    return used(acmg, pair->first, uses, count) && used(acmg, pair->second, uses, count);
}
