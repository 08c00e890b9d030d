/* explain_print.c: an explanation as lines, fields separated by tabs. */
#include <stdio.h>
#include <string.h>

#include "casebound/base/number.h"
#include "explain.h"

/* A text of the input holds no tab: cb_utf8_shown made it visible. */
static const char *text(const cb_node *node, const char *path) {
    return cb_node_text(node, path);
}

static const cb_node *first(const cb_node *node, const char *path) {
    const cb_node *list = cb_node_at(node, path);
    return list ? list->first : NULL;
}

/* What nobody annotated decides nothing. */
static void print_facts(const cb_node *rule) {
    const char *between = "";
    for (const cb_node *fact = first(rule, "facts"); fact; fact = fact->next) {
        if (cb_node_at(fact, "value")->kind != CB_NODE_NOT_ANNOTATED) {
            printf("%s%s = %s", between, text(fact, "name"), text(fact, "value"));
            between = ", ";
        }
    }
    printf("\n");
}

static void print_rules(const cb_node *allele) {
    for (const cb_node *rule = first(allele, "rules"); rule; rule = rule->next) {
        printf("rule\t%s\t%s\t", text(rule, "rule"), text(rule, "answer"));
        print_facts(rule);
    }
}

static void print_state(const cb_node *allele) {
    const char *state = text(allele, "state");
    if (strcmp(state, "dropped") == 0) {
        printf("%s\tdropped by %s\t%s\n", text(allele, "key"), text(allele, "rule"), text(allele, "rule_text"));
    } else {
        printf("%s\trank %s of %s\t%s\n", text(allele, "key"), text(allele, "rank"), text(allele, "of"), state);
    }
}

static void print_place(const cb_node *allele) {
    printf("allele\t%s\t%s\n", text(allele, "title"), text(allele, "position"));
    printf("record\t%s\tline %s\tALT %s of %s\n", text(allele, "record"), text(allele, "line"), text(allele, "allele"),
           text(allele, "alleles_of_record"));
    if (cb_node_true(cb_node_at(allele, "written_otherwise"))) {
        printf("note\tthe same change as the one asked for, written with other bases around it\n");
    }
    if (cb_node_true(cb_node_at(allele, "near_miss"))) {
        printf("note\tno other rule would drop it, and it is near\n");
    }
    if (cb_node_true(cb_node_at(allele, "rescuable"))) {
        printf("note\ta strong allele of the same gene would bring it back; there is none\n");
    }
}

static void print_verdicts(const cb_node *allele) {
    for (const cb_node *g = first(allele, "genotypes"); g; g = g->next) {
        printf("genotype\t%s\t%s\n", text(g, "role"), text(g, "text"));
    }
    for (const cb_node *mode = first(allele, "inheritance"); mode; mode = mode->next) {
        printf("inheritance\t%s\t%s\t%s\n", text(mode, "mode"), text(mode, "fit"), text(mode, "reason"));
    }
    for (const cb_node *partner = first(allele, "partners"); partner; partner = partner->next) {
        printf("partner\t%s\t%s\t%s\t%s\n", text(partner, "key"), text(partner, "title"), text(partner, "phase"),
               text(partner, "reason"));
    }
    for (const cb_node *flag = first(allele, "flags"); flag; flag = flag->next) {
        printf("flag\t%s\n", flag->text);
    }
}

static void print_number(const char *what, const cb_node *node) {
    char number[CB_NUMBER_TEXT];
    cb_number_text(node ? node->real : 0, number);
    printf("%s\t%s", what, number);
}

/* The points sum to the score. */
static void print_points(const cb_node *allele) {
    if (strcmp(text(allele, "state"), "dropped") == 0) {
        return;
    }
    for (const cb_node *point = first(allele, "points"); point; point = point->next) {
        print_number("points", cb_node_at(point, "points"));
        printf("\t%s\t%s\t%s\n", text(point, "reason"), text(point, "text"), text(point, "evidence"));
    }
    print_number("score", cb_node_at(allele, "score"));
    printf("\n");
}

static void print_whole(const cb_node *allele) {
    print_state(allele);
    print_place(allele);
    print_rules(allele);
    print_verdicts(allele);
    print_points(allele);
}

/* Of a gene: one line an allele, with what decided. */
static void print_brief(const cb_node *allele) {
    const char *state = text(allele, "state");
    bool dropped = strcmp(state, "dropped") == 0;
    printf("%s\t%s\t%s\t%s\t%s\t", text(allele, "key"), dropped ? text(allele, "rule") : state,
           dropped ? "." : text(allele, "rank"), text(allele, "title"), text(allele, "consequence"));
    for (const cb_node *rule = first(allele, "rules"); rule; rule = rule->next) {
        if (cb_node_true(cb_node_at(rule, "decided"))) {
            print_facts(rule);
            return;
        }
    }
    printf("\n");
}

static void print_gene(const cb_node *tree) {
    printf("gene\t%s\n", text(tree, "asked"));
    printf("listed\t%s\n", text(tree, "listed"));
    if (cb_node_true(cb_node_at(tree, "withheld"))) {
        printf("withheld\t%s\tnot everybody has agreed to secondary findings\n", text(tree, "withheld"));
    }
    for (const cb_node *row = first(tree, "dropped"); row; row = row->next) {
        printf("dropped\t%s\t%s\t%s\n", text(row, "alleles"), text(row, "rule"), text(row, "text"));
    }
    for (const cb_node *allele = first(tree, "alleles"); allele; allele = allele->next) {
        print_brief(allele);
    }
    for (const cb_node *line = first(tree, "not_examined"); line; line = line->next) {
        printf("not examined\t%s\n", line->text);
    }
}

void cb_explain_print(const cb_node *tree, bool gene) {
    if (gene) {
        print_gene(tree);
        return;
    }
    for (const cb_node *allele = first(tree, "alleles"); allele; allele = allele->next) {
        print_whole(allele);
    }
    for (const cb_node *near = first(tree, "nearest"); near; near = near->next) {
        printf("nearest\t%s\n", near->text);
    }
}
