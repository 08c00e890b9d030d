/* acmg_read.c: filters/data/acmg.yaml: criteria, combinations, points, contradictions. */
#include "casebound/read/decisions.h"
#include "yaml_table.h"
#include <string.h>

enum { CRITERIA_MAX = 200, COMBINATIONS_MAX = 200, CONTRADICTIONS_MAX = 1000 };

/* The members of a list, each through `take` into an element of `size` bytes. */
static cb_status each(const cb_yaml_table *t, const cb_yaml *map, const char *key, size_t most, void **out,
                      size_t *count, size_t size,
                      cb_status (*take)(const cb_yaml_table *t, const cb_yaml *node, void *element)) {
    const cb_yaml *list;
    cb_status s = cb_table_list(t, map, key, most, &list);
    if (s != CB_OK || !list) {
        return s == CB_OK ? cb_fail_at(t->e, CB_INPUT, t->name, map->line, "'%s' is missing", key) : s;
    }
    char *elements = cb_alloc_array(t->arena, list->count, size);
    if (!elements) {
        return cb_fail_memory(t->e);
    }
    *out = elements;
    *count = 0;
    for (const cb_yaml *node = list->first; s == CB_OK && node; node = node->next) {
        s = take(t, node, elements + size * (*count)++);
    }
    return s;
}

static cb_status class_of(const cb_yaml_table *t, const cb_yaml *map, cb_class *out) {
    const char *word;
    cb_status s = cb_table_text(t, map, "class", &word);
    return s != CB_OK || cb_class_find(cb_str_of(word), out) ? s : cb_table_refuse(t, map, "'class' names none");
}

static cb_status take_criterion(const cb_yaml_table *t, const cb_yaml *node, void *element) {
    static const char *const keys[] = {"code", "side", "strength", "text", NULL};
    cb_criterion *c = element;
    const char *side, *strength;
    cb_status s = cb_table_known(t, node, keys);
    s = s == CB_OK ? cb_table_text(t, node, "code", &c->code) : s;
    s = s == CB_OK ? cb_table_text(t, node, "text", &c->text) : s;
    s = s == CB_OK ? cb_table_text(t, node, "side", &side) : s;
    s = s == CB_OK ? cb_table_text(t, node, "strength", &strength) : s;
    if (s == CB_OK &&
        !(cb_side_find(cb_str_of(side), &c->side) && cb_strength_find(cb_str_of(strength), &c->strength))) {
        s = cb_table_refuse(t, node, "'side' or 'strength' names none");
    }
    return s;
}

static cb_status take_combination(const cb_yaml_table *t, const cb_yaml *node, void *element) {
    static const char *const keys[] = {"class", "supporting", "moderate", "strong", "very_strong", "stand_alone", NULL};
    cb_combination *c = element;
    int all = 0;
    cb_status s = cb_table_known(t, node, keys);
    s = s == CB_OK ? class_of(t, node, &c->class) : s;
    for (int i = CB_SUPPORTING; s == CB_OK && i < CB_STRENGTHS; i++) {
        s = cb_table_integer(t, node, cb_strength_name((cb_strength)i), &c->least[i]);
        all += c->least[i];
        if (s == CB_OK && c->least[i] < 0) {
            s = cb_table_refuse(t, node, "a count is negative");
        }
    }
    return s == CB_OK && (all == 0 || c->class == CB_CLASS_UNCERTAIN)
               ? cb_table_refuse(t, node, "a combination without criteria, or for uncertain")
               : s;
}

static cb_status take_contradiction(const cb_yaml_table *t, const cb_yaml *node, void *element) {
    static const char *const keys[] = {"first", "second", "text", NULL};
    cb_contradiction *c = element;
    cb_status s = cb_table_known(t, node, keys);
    s = s == CB_OK ? cb_table_text(t, node, "first", &c->first) : s;
    s = s == CB_OK ? cb_table_text(t, node, "second", &c->second) : s;
    return s == CB_OK ? cb_table_text(t, node, "text", &c->text) : s;
}

static cb_status missing(const cb_yaml_table *t, const cb_yaml *map, const char *key) {
    return cb_fail_at(t->e, CB_INPUT, t->name, map->line, "'%s' is missing", key);
}

static cb_status read_rules(const cb_yaml_table *t, cb_acmg *acmg) {
    static const char *const keys[] = {"name", "source", "combinations", NULL};
    const cb_yaml *rules = cb_yaml_get(t->root, "rules");
    if (!rules) {
        return missing(t, t->root, "rules");
    }
    void *list = NULL;
    cb_status s = cb_table_known(t, rules, keys);
    s = s == CB_OK ? cb_table_text(t, rules, "name", &acmg->rules_name) : s;
    s = s == CB_OK ? cb_table_text(t, rules, "source", &acmg->rules_source) : s;
    s = s == CB_OK ? each(t, rules, "combinations", COMBINATIONS_MAX, &list, &acmg->combination_count,
                          sizeof(cb_combination), take_combination)
                   : s;
    acmg->combinations = list;
    return s;
}

static cb_status read_worth(const cb_yaml_table *t, const cb_yaml *points, cb_acmg *acmg) {
    static const char *const keys[] = {"supporting", "moderate", "strong", "very_strong", NULL};
    const cb_yaml *worth = cb_yaml_get(points, "strengths");
    if (!worth) {
        return missing(t, points, "strengths");
    }
    cb_status s = cb_table_known(t, worth, keys);
    for (int i = CB_SUPPORTING; s == CB_OK && i < CB_STAND_ALONE; i++) {
        s = cb_table_integer(t, worth, cb_strength_name((cb_strength)i), &acmg->points[i]);
        if (s == CB_OK && acmg->points[i] <= 0) {
            s = cb_table_refuse(t, worth, "a strength has no points");
        }
    }
    return s;
}

static cb_status read_least(const cb_yaml_table *t, const cb_yaml *points, cb_acmg *acmg) {
    static const char *const keys[] = {"likely_benign", "uncertain", "likely_pathogenic", "pathogenic", NULL};
    const cb_yaml *least = cb_yaml_get(points, "least");
    if (!least) {
        return missing(t, points, "least");
    }
    cb_status s = cb_table_known(t, least, keys);
    for (int i = CB_CLASS_LIKELY_BENIGN; s == CB_OK && i < CB_CLASSES; i++) {
        if (!cb_yaml_get(least, cb_class_name((cb_class)i))) {
            return missing(t, least, cb_class_name((cb_class)i));
        }
        s = cb_table_integer(t, least, cb_class_name((cb_class)i), &acmg->least[i]);
        if (s == CB_OK && i > CB_CLASS_LIKELY_BENIGN && acmg->least[i] <= acmg->least[i - 1]) {
            s = cb_table_refuse(t, least, "the sums do not rise from class to class");
        }
    }
    return s;
}

static cb_status read_points(const cb_yaml_table *t, cb_acmg *acmg) {
    static const char *const keys[] = {"name", "source", "strengths", "least", NULL};
    const cb_yaml *points = cb_yaml_get(t->root, "points");
    if (!points) {
        return missing(t, t->root, "points");
    }
    cb_status s = cb_table_known(t, points, keys);
    s = s == CB_OK ? cb_table_text(t, points, "name", &acmg->points_name) : s;
    s = s == CB_OK ? cb_table_text(t, points, "source", &acmg->points_source) : s;
    s = s == CB_OK ? read_worth(t, points, acmg) : s;
    return s == CB_OK ? read_least(t, points, acmg) : s;
}

/* Codes that stand once; contradictions between codes, or a code and a side, that there are. */
static cb_status check_codes(const cb_yaml_table *t, const cb_acmg *acmg) {
    cb_side side;
    for (size_t i = 0; i < acmg->criterion_count; i++) {
        const char *code = acmg->criteria[i].code;
        if (cb_criterion_find(acmg, cb_str_of(code)) != &acmg->criteria[i] || cb_side_find(cb_str_of(code), &side)) {
            return cb_fail(t->e, CB_INPUT, "%s: the criterion '%s' stands twice or has the name of a side", t->name,
                           code);
        }
    }
    for (size_t i = 0; i < acmg->contradiction_count; i++) {
        const cb_contradiction *c = &acmg->contradictions[i];
        cb_str second = cb_str_of(c->second);
        if (!cb_criterion_find(acmg, cb_str_of(c->first)) ||
            !(cb_criterion_find(acmg, second) || cb_side_find(second, &side))) {
            return cb_fail(t->e, CB_INPUT, "%s: the conflict of '%s' and '%s' names no criterion", t->name, c->first,
                           c->second);
        }
    }
    return CB_OK;
}

cb_status cb_acmg_read(cb_arena *arena, cb_str bytes, const char *name, cb_acmg *out, cb_error *e) {
    static const char *const keys[] = {"version", "rules", "points", "criteria", "conflicts", NULL};
    cb_yaml_table t;
    void *criteria = NULL, *conflicts = NULL;
    *out = (cb_acmg){0};
    cb_status s = cb_table_open(arena, bytes, name, &t, e);
    s = s == CB_OK ? cb_table_known(&t, t.root, keys) : s;
    s = s == CB_OK ? cb_table_text(&t, t.root, "version", &out->version) : s;
    s = s == CB_OK ? read_rules(&t, out) : s;
    s = s == CB_OK ? read_points(&t, out) : s;
    s = s == CB_OK ? each(&t, t.root, "criteria", CRITERIA_MAX, &criteria, &out->criterion_count, sizeof(cb_criterion),
                          take_criterion)
                   : s;
    s = s == CB_OK ? each(&t, t.root, "conflicts", CONTRADICTIONS_MAX, &conflicts, &out->contradiction_count,
                          sizeof(cb_contradiction), take_contradiction)
                   : s;
    out->criteria = criteria;
    out->contradictions = conflicts;
    return s == CB_OK ? check_codes(&t, out) : s;
}
