/* command_explain.c: casebound explain: why an allele stands where it stands, also when it was dropped; all of a gene.
 */
#include <stdio.h>

#include "case_options.h"
#include "casebound/arrange/facts.h"
#include "explain.h"

enum { JSON_MAX = 1 << 30, INDENT = 2 };

static cb_status read_asked(cb_arena *arena, const cb_case_words *words, cb_question *asked, cb_error *e) {
    if (words->gene && words->count == 0) {
        return cb_question_gene(arena, words->gene, asked, e);
    }
    if (words->gene || words->count != 1) {
        return cb_fail(e, CB_USAGE, "explain takes one allele, such as 1-12345-A-T, or --gene SYMBOL");
    }
    return cb_question_read(arena, words->words[0], asked, e);
}

static cb_status print_json(const cb_node *tree, cb_error *e) {
    cb_buf json;
    cb_buf_init(&json, JSON_MAX);
    cb_status s = cb_facts_json_indented(&json, tree, INDENT, e);
    if (s == CB_OK) {
        printf("%s\n", json.data);
    }
    cb_buf_free(&json);
    return s;
}

cb_status cb_command_explain(cb_arena *arena, int argc, char **argv, cb_error *e) {
    cb_build_options options;
    cb_case_words words;
    cb_question asked;
    cb_run *run = NULL;
    const cb_node *tree = NULL;
    cb_status s = cb_case_options(arena, argc, argv, 2, &options, &words, e);
    if (s == CB_OK) {
        s = read_asked(arena, &words, &asked, e);
    }
    if (s == CB_OK) {
        s = cb_run_open(arena, &options, &run, e);
    }
    if (s == CB_OK) {
        s = cb_explain(run, &asked, &tree);
    }
    if (tree && words.json) {
        cb_error ignored = {0};
        cb_status printed = print_json(tree, s == CB_OK ? e : &ignored);
        return s == CB_OK ? printed : s;
    }
    if (tree) {
        cb_explain_print(tree, asked.kind == CB_ASKED_GENE);
    }
    return s;
}
