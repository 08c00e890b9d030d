/* example_decisions.h: the decisions of the example view: two readers of the first allele who disagree, one dismissal
 * beyond the shortlist, one of an allele that is gone, comments on the case, and what a reader may choose. */
#ifndef CASEBOUND_TESTS_EXAMPLE_DECISIONS_H
#define CASEBOUND_TESTS_EXAMPLE_DECISIONS_H

#include "casebound/arrange/view.h"
#include "unit/arrange/example_hostile.h"

#define EXAMPLE_AUTHOR "Dr A. Reader " EXAMPLE_HOSTILE

static inline void example_reading_fact(cb_builder *b, cb_node *facts, const char *label, const char *text) {
    cb_node *fact = cb_node_map(b, facts, NULL);
    cb_node_add_text(b, fact, "label", label);
    cb_node_add_text(b, fact, "text", text);
}

static inline void example_reading(cb_builder *b, cb_node *list, const char *author, const char *class,
                                   const char *comment) {
    cb_node *node = cb_node_map(b, list, NULL);
    cb_node_add_text(b, node, "author", author);
    cb_node_add_text(b, node, "date", "2026-11-22");
    cb_node_add_text(b, node, "made_on", "FAM-0042-r1");
    cb_node_add_text(b, node, "head", cb_format(b->arena, "%s (as typed, not signed), 2026-11-22", author));
    cb_node_add_bool(b, node, "blind", false, NULL);
    cb_node_add_text(b, node, "class", class);
    cb_node_add_text(b, node, "summary", class ? class : "dismissed");
    cb_node *facts = cb_node_list(b, node, "facts");
    if (class) {
        example_reading_fact(b, facts, "Class", class);
        example_reading_fact(b, facts, "Criteria", "PVS1, PM2_Supporting");
    } else {
        example_reading_fact(b, facts, "Dismissed", "Too common " EXAMPLE_HOSTILE);
    }
    cb_node *warnings = cb_node_list(b, node, "warnings");
    cb_node_add_text(b, warnings, NULL, "The two frameworks give different classes.");
    cb_node *comments = cb_node_list(b, node, "comments");
    if (comment) {
        cb_node *one = cb_node_map(b, comments, NULL);
        cb_node_add_text(b, one, "label", "Comment (this case)");
        cb_node_add_markdown(b, one, "text", comment);
    }
}

static inline void example_variant_decisions(cb_builder *b, cb_node *node, int rank) {
    bool first = rank == 1, dismissed = rank == 6;
    cb_node_add_text(b, node, "marks", first ? "classified differ" : dismissed ? "dismissed" : "");
    cb_node_add_text(b, node, "differ", first ? "Readers disagree: class" : "");
    cb_node *list = cb_node_list(b, node, "readings");
    if (first) {
        example_reading(b, list, EXAMPLE_AUTHOR, "likely pathogenic",
                        "Fits *well*. " EXAMPLE_HOSTILE "\n\n- one\n- two");
        example_reading(b, list, "Dr B. Other", "pathogenic", NULL);
    } else if (dismissed) {
        example_reading(b, list, EXAMPLE_AUTHOR, NULL, NULL);
    }
}

static inline void example_decisions(cb_builder *b, cb_node *root) {
    cb_node *node = cb_node_map(b, root, "decisions");
    cb_node *author = cb_node_map(b, cb_node_list(b, node, "authors"), NULL);
    cb_node_add_text(b, author, "name", EXAMPLE_AUTHOR);
    cb_node_add_text(b, author, "text", EXAMPLE_AUTHOR " (as typed, not signed): variants decided 3");
    cb_node_add_text(b, cb_node_list(b, node, "agreement"), NULL, "Decided by at least two readers: 1 variants");
    example_reading(b, cb_node_list(b, node, "case"), EXAMPLE_AUTHOR, "of the case", "Discuss with **parents**.");
    cb_node *listed = cb_node_list(b, node, "listed");
    cb_node_add_integer(b, listed, NULL, 0, NULL);
    cb_node_add_integer(b, listed, NULL, 5, NULL);
    cb_node *gone = cb_node_map(b, cb_node_list(b, node, "unlisted"), NULL);
    cb_node_add_text(b, gone, "key", "7-1-A-T");
    cb_node_add_text(b, gone, "title", "GONE1 " EXAMPLE_HOSTILE);
    cb_node_add_text(b, gone, "why", "not listed any more: Too common");
    cb_node_add_text(b, gone, "differ", "");
    example_reading(b, cb_node_list(b, gone, "readings"), EXAMPLE_AUTHOR, "pathogenic", "Where *is* it?");
    cb_node_add_text(b, cb_node_list(b, node, "files"), NULL,
                     "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
}

static inline cb_node *example_choice(cb_builder *b, cb_node *list, const char *code, const char *text) {
    cb_node *node = cb_node_map(b, list, NULL);
    cb_node_add_text(b, node, "code", code);
    cb_node_add_text(b, node, "text", text);
    return node;
}

static inline void example_classes(cb_builder *b, cb_node *choices) {
    static const char *const classes[][2] = {{"pathogenic", "pathogenic"},
                                             {"likely_pathogenic", "likely pathogenic"},
                                             {"uncertain", "uncertain significance"},
                                             {"likely_benign", "likely benign"},
                                             {"benign", "benign"}};
    static const int least[] = {10, 6, 0, -6};
    cb_node *list = cb_node_list(b, choices, "classes");
    for (size_t i = 0; i < 5; i++) {
        cb_node *node = example_choice(b, list, classes[i][0], classes[i][1]);
        if (i < 4) {
            cb_node_add_integer(b, node, "least", least[i], NULL);
        } else {
            cb_node_add_missing(b, node, "least", NULL);
        }
    }
    static const char *const strengths[] = {"supporting", "moderate", "strong", "very_strong", "stand_alone"};
    static const int points[] = {1, 2, 4, 8, 0};
    list = cb_node_list(b, choices, "strengths");
    for (size_t i = 0; i < 5; i++) {
        cb_node *node = example_choice(b, list, strengths[i], strengths[i]);
        cb_node_add_text(b, node, "suffix", strengths[i]);
        cb_node_add_integer(b, node, "points", points[i], NULL);
    }
}

static inline void example_criteria(cb_builder *b, cb_node *choices) {
    static const char *const criteria[][4] = {{"PVS1", "pathogenic", "very_strong", "Null variant " EXAMPLE_HOSTILE},
                                              {"PM2", "pathogenic", "moderate", "Absent from databases"},
                                              {"BA1", "benign", "stand_alone", "Frequency above 5 %"}};
    cb_node *list = cb_node_list(b, choices, "criteria");
    for (size_t i = 0; i < 3; i++) {
        cb_node *node = example_choice(b, list, criteria[i][0], criteria[i][3]);
        cb_node_add_text(b, node, "side", criteria[i][1]);
        cb_node_add_text(b, node, "strength", criteria[i][2]);
    }
    list = cb_node_list(b, choices, "combinations");
    cb_node *node = example_choice(b, list, "likely_pathogenic", "likely pathogenic: 1 very strong, 1 moderate");
    cb_node_add_text(b, node, "counts", "0 1 0 1 0");
    node = cb_node_map(b, cb_node_list(b, choices, "conflicts"), NULL);
    cb_node_add_text(b, node, "first", "BA1");
    cb_node_add_text(b, node, "second", "pathogenic");
    cb_node_add_text(b, node, "text", "BA1 with pathogenic: " EXAMPLE_HOSTILE);
}

static inline void example_choices(cb_builder *b, cb_node *root) {
    cb_node *choices = cb_node_map(b, root, "choices");
    cb_node_add_text(b, choices, "acmg", "1");
    cb_node *rules = cb_node_map(b, choices, "rules"), *points = cb_node_map(b, choices, "points");
    cb_node_add_text(b, rules, "name", "ACMG/AMP 2015");
    cb_node_add_text(b, rules, "source", "Richards et al. 2015");
    cb_node_add_text(b, points, "name", "Points 2020");
    cb_node_add_text(b, points, "source", "Tavtigian et al. 2020");
    example_classes(b, choices);
    example_criteria(b, choices);
    example_choice(b, cb_node_list(b, choices, "reasons"), "2", "Too common " EXAMPLE_HOSTILE);
    example_choice(b, cb_node_list(b, choices, "ranks"), "8", "Known pathogenic");
    example_choice(b, cb_node_list(b, choices, "causative"), "full", "causative");
    example_choice(b, cb_node_list(b, choices, "validation"), "ordered", "validation ordered");
}

#endif
