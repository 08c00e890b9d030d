/* arrange_choices.c: what a reader may decide: classes, criteria, how two frameworks combine them, reasons, ranks. */
#include "arrange/arranging.h"

static cb_node *put_choice(cb_arranging *a, cb_node *list, const char *code, const char *text) {
    cb_node *node = cb_node_map(&a->builder, list, NULL);
    cb_node_add_text(&a->builder, node, "code", code);
    cb_node_add_text(&a->builder, node, "text", text);
    return node;
}

static void put_classes(cb_arranging *a, cb_node *choices) {
    const cb_acmg *acmg = a->request->acmg;
    cb_node *list = cb_node_list(&a->builder, choices, "classes");
    for (int class = CB_CLASS_PATHOGENIC; class > CB_CLASS_NONE; class --) {
        const char *name = cb_class_name((cb_class) class);
        cb_node *node = put_choice(a, list, name, cb_word_of(a, "acmg_class_", name));
        if (class == CB_CLASS_BENIGN) {
            cb_put_missing(a, node, "least");
        } else {
            cb_node_add_integer(&a->builder, node, "least", acmg->least[class], NULL);
        }
    }
}

static void put_strengths(cb_arranging *a, cb_node *choices) {
    const cb_acmg *acmg = a->request->acmg;
    cb_node *list = cb_node_list(&a->builder, choices, "strengths");
    for (int strength = CB_SUPPORTING; strength < CB_STRENGTHS; strength++) {
        const char *name = cb_strength_name((cb_strength)strength);
        cb_node *node = put_choice(a, list, name, cb_word_of(a, "acmg_strength_", name));
        cb_node_add_text(&a->builder, node, "suffix", cb_word_of(a, "acmg_suffix_", name));
        cb_node_add_integer(&a->builder, node, "points", acmg->points[strength], NULL);
    }
}

static void put_criteria(cb_arranging *a, cb_node *choices) {
    const cb_acmg *acmg = a->request->acmg;
    cb_node *list = cb_node_list(&a->builder, choices, "criteria");
    for (size_t i = 0; i < acmg->criterion_count; i++) {
        const cb_criterion *c = &acmg->criteria[i];
        cb_node *node = put_choice(a, list, c->code, c->text);
        cb_node_add_text(&a->builder, node, "side", cb_side_name(c->side));
        cb_node_add_text(&a->builder, node, "strength", cb_strength_name(c->strength));
    }
}

/* "1 strong, 2 supporting". */
static const char *needed_text(cb_arranging *a, const cb_combination *c) {
    const char *all = NULL;
    for (int s = CB_STAND_ALONE; s > CB_STRENGTH_NONE; s--) {
        if (c->least[s] > 0) {
            const char *strength = cb_word_of(a, "acmg_strength_", cb_strength_name((cb_strength)s));
            all = cb_joined(
                a, "mark_and", all,
                cb_worded(a, "acmg_needed", "count", cb_formatted(a, "%d", c->least[s]), "strength", strength));
        }
    }
    return all;
}

/* The counts stand in the order of the strengths, supporting first. */
static void put_combinations(cb_arranging *a, cb_node *choices) {
    const cb_acmg *acmg = a->request->acmg;
    cb_node *list = cb_node_list(&a->builder, choices, "combinations");
    for (size_t i = 0; i < acmg->combination_count; i++) {
        const cb_combination *c = &acmg->combinations[i];
        const char *counts = "";
        for (int s = CB_SUPPORTING; s < CB_STRENGTHS; s++) {
            counts = cb_formatted(a, "%s%s%d", counts, *counts ? " " : "", c->least[s]);
        }
        const char *name = cb_class_name(c->class);
        cb_node *node = put_choice(
            a, list, name,
            cb_worded(a, "acmg_combination", "class", cb_word_of(a, "acmg_class_", name), "needed", needed_text(a, c)));
        cb_node_add_text(&a->builder, node, "counts", counts);
    }
}

static void put_contradictions(cb_arranging *a, cb_node *choices) {
    const cb_acmg *acmg = a->request->acmg;
    cb_node *list = cb_node_list(&a->builder, choices, "conflicts");
    for (size_t i = 0; i < acmg->contradiction_count; i++) {
        const cb_contradiction *c = &acmg->contradictions[i];
        cb_node *node = cb_node_map(&a->builder, list, NULL);
        cb_node_add_text(&a->builder, node, "first", c->first);
        cb_node_add_text(&a->builder, node, "second", c->second);
        cb_node_add_text(&a->builder, node, "text",
                         cb_worded(a, "acmg_conflict", "first", c->first, "second", c->second, "text", c->text));
    }
}

static void put_own(cb_arranging *a, cb_node *choices, const char *key, const cb_choice *list, size_t count) {
    cb_node *node = cb_node_list(&a->builder, choices, key);
    for (size_t i = 0; i < count; i++) {
        put_choice(a, node, list[i].code, list[i].text);
    }
}

static void put_states(cb_arranging *a, cb_node *choices) {
    cb_node *causative = cb_node_list(&a->builder, choices, "causative");
    for (int i = CB_CAUSATIVE_FULL; i < CB_CAUSATIVES; i++) {
        const char *name = cb_causative_name((cb_causative)i);
        put_choice(a, causative, name, cb_word_of(a, "causative_", name));
    }
    cb_node *validation = cb_node_list(&a->builder, choices, "validation");
    for (int i = CB_VALIDATION_ORDERED; i < CB_VALIDATIONS; i++) {
        const char *name = cb_validation_name((cb_validation)i);
        put_choice(a, validation, name, cb_word_of(a, "validation_", name));
    }
}

void cb_arrange_choices(cb_arranging *a, cb_node *root) {
    const cb_acmg *acmg = a->request->acmg;
    const cb_choices *own = a->request->choices;
    cb_builder *b = &a->builder;
    cb_node *choices = cb_node_map(b, root, "choices");
    cb_node_add_text(b, choices, "acmg", acmg->version);
    cb_node *rules = cb_node_map(b, choices, "rules"), *points = cb_node_map(b, choices, "points");
    cb_node_add_text(b, rules, "name", acmg->rules_name);
    cb_node_add_text(b, rules, "source", acmg->rules_source);
    cb_node_add_text(b, points, "name", acmg->points_name);
    cb_node_add_text(b, points, "source", acmg->points_source);
    put_classes(a, choices);
    put_strengths(a, choices);
    put_criteria(a, choices);
    put_combinations(a, choices);
    put_contradictions(a, choices);
    put_own(a, choices, "reasons", own->reasons, own->reason_count);
    put_own(a, choices, "ranks", own->ranks, own->rank_count);
    put_states(a, choices);
}
