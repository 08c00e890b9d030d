/* laboratory.c: the laboratory's view: its head, its findings, and what its tables are made of. */
#include "arrange/laboratory.h"

#include "casebound/arrange/facts.h"
#include <string.h>

#define PAGE_PREFIX "labpage_"

void cb_lab_finding(cb_laboratory *l, const char *kind, const char *text) {
    cb_node *finding = cb_node_map(&l->a->builder, l->findings, NULL);
    cb_node_add_text(&l->a->builder, finding, "kind", kind);
    cb_node_add_text(&l->a->builder, finding, "text", text);
}

cb_node *cb_lab_table(cb_laboratory *l, const char *name, const char *const *columns, size_t count) {
    cb_builder *b = &l->a->builder;
    cb_node *table = cb_node_map(b, l->tables, NULL);
    cb_node_add_text(b, table, "id", name);
    cb_node_add_text(b, table, "title", cb_word_of(l->a, "lab_title_", name));
    cb_node_add_text(b, table, "note", cb_word_of(l->a, "lab_note_", name));
    cb_node *list = cb_node_list(b, table, "columns");
    for (size_t i = 0; i < count; i++) {
        bool number = columns[i][0] == '#';
        cb_node *column = cb_node_map(b, list, NULL);
        cb_node_add_text(b, column, "label", cb_word_of(l->a, "lab_column_", columns[i] + number));
        cb_node_add_bool(b, column, "number", number, NULL);
    }
    return cb_node_list(b, table, "rows");
}

cb_node *cb_lab_row(cb_laboratory *l, cb_node *rows, cb_check check) {
    static const char *const kinds[] = {[CB_CHECK_NOT_ENOUGH] = "none",
                                        [CB_CHECK_OPEN] = "open",
                                        [CB_CHECK_AGREES] = "agrees",
                                        [CB_CHECK_DISAGREES] = "disagrees"};
    cb_node *row = cb_node_map(&l->a->builder, rows, NULL);
    cb_node_add_text(&l->a->builder, row, "kind", kinds[check]);
    return cb_node_list(&l->a->builder, row, "cells");
}

void cb_lab_text(cb_laboratory *l, cb_node *cells, const char *text) {
    cb_node_add_text(&l->a->builder, cells, NULL, text);
}

void cb_lab_count(cb_laboratory *l, cb_node *cells, uint64_t count) {
    cb_node_add_integer(&l->a->builder, cells, NULL, (int64_t)count, cb_count_text(l->a, count));
}

void cb_lab_ratio(cb_laboratory *l, cb_node *cells, double number, double divisor) {
    if (divisor > 0) {
        double value = number / divisor;
        cb_node_add_real(&l->a->builder, cells, NULL, value, cb_lab_number(l, value));
    } else {
        cb_put_missing(l->a, cells, NULL);
    }
}

const char *cb_lab_name(const cb_laboratory *l, size_t person) {
    return l->family->persons[person].display;
}

const char *cb_lab_relation(cb_laboratory *l, cb_relation relation) {
    static const char *const keys[CB_RELATIONS] = {
        [CB_RELATION_UNRELATED] = "lab_relation_unrelated",
        [CB_RELATION_THIRD] = "lab_relation_third",
        [CB_RELATION_SECOND] = "lab_relation_second",
        [CB_RELATION_FIRST] = "lab_relation_first",
        [CB_RELATION_SIBLINGS] = "lab_relation_siblings",
        [CB_RELATION_PARENT_CHILD] = "lab_relation_parent_child",
        [CB_RELATION_SAME] = "lab_relation_same",
        [CB_RELATION_SIBLINGS_OR_HALF] = "lab_relation_siblings_or_half",
        [CB_RELATION_TWINS] = "lab_relation_twins",
        [CB_RELATION_TWINS_OR_SIBLINGS] = "lab_relation_twins_or_siblings",
    };
    return cb_word(l->a, keys[relation]);
}

const char *cb_lab_check(cb_laboratory *l, cb_check check) {
    static const char *const keys[] = {
        [CB_CHECK_NOT_ENOUGH] = "lab_check_not_enough",
        [CB_CHECK_OPEN] = "lab_check_open",
        [CB_CHECK_AGREES] = "lab_check_agrees",
        [CB_CHECK_DISAGREES] = "lab_check_disagrees",
    };
    return cb_word(l->a, keys[check]);
}

const char *cb_lab_number(cb_laboratory *l, double value) {
    enum { SHOWN_DIGITS = 3 };
    double least = 0.00005; /* smaller ones are errors of arithmetic */
    return cb_rounded_text(l->a, value > -least && value < least ? 0 : value, SHOWN_DIGITS);
}

const char *cb_lab_place(cb_laboratory *l, const cb_sample_run *run) {
    return cb_formatted(l->a, "%d:%lld-%lld", run->chromosome, (long long)run->start, (long long)run->end);
}

static void put_words(cb_arranging *a, cb_node *root) {
    const cb_map *texts = a->request->texts;
    cb_node *node = cb_node_map(&a->builder, root, "text");
    for (size_t i = 0; i < cb_map_size(texts); i++) {
        const char *key = cb_map_key(texts, i);
        if (cb_str_starts(cb_str_of(key), PAGE_PREFIX)) {
            cb_node_add_text(&a->builder, node, key + strlen(PAGE_PREFIX), cb_map_value(texts, i));
        }
    }
}

static void put_report(cb_arranging *a, cb_node *root, const cb_node *view) {
    static const char *const copied[] = {"id", "date", "language", "generator", "seal", "facts_digest", "end"};
    cb_node *report = cb_node_map(&a->builder, root, "report");
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) {
        cb_node_add_text(&a->builder, report, copied[i], cb_node_text(view, cb_formatted(a, "report/%s", copied[i])));
    }
    cb_node_add_text(&a->builder, report, "title",
                     cb_worded(a, "lab_report_title", "id", cb_node_text(view, "report/id")));
}

/* What the checks stand on. */
static void put_sites(cb_laboratory *l, cb_node *root) {
    const cb_sample_checks *c = l->checks;
    cb_arranging *a = l->a;
    const char *thinned = c->thinned > 1 ? cb_worded(a, "lab_thinned", "of", cb_count_text(a, c->thinned)) : "";
    const char *text = cb_worded(a, "lab_sites", "autosomes", cb_count_text(a, c->autosome_sites), "x",
                                 cb_count_text(a, c->x_sites), "y", cb_count_text(a, c->y_sites));
    cb_node_add_text(&a->builder, root, "sites", cb_joined(a, "lab_and", text, thinned));
    if (c->unchecked > 0) {
        cb_lab_finding(l, "warn", cb_worded(a, "lab_unchecked", "count", cb_count_text(a, c->unchecked)));
    }
    if (c->mixing_tool) {
        cb_lab_finding(
            l, c->mixing == CB_CHECK_AGREES ? "warn" : "bad",
            cb_worded(a, c->mixing == CB_CHECK_AGREES ? "lab_mixing_cleared" : "lab_mixing", "tool", c->mixing_tool));
    }
}

static void put_all(cb_laboratory *l, cb_node *root, const cb_node *view) {
    cb_builder *b = &l->a->builder;
    put_report(l->a, root, view);
    cb_node_add_text(b, root, "state", cb_node_text(view, "samples/state"));
    cb_node_add_bool(b, root, "resolve", l->checks->state == CB_SAMPLES_RESOLVE, NULL);
    l->findings = cb_node_list(b, root, "findings");
    put_sites(l, root);
    l->plots = cb_node_list(b, root, "plots");
    l->tables = cb_node_list(b, root, "tables");
    cb_lab_persons(l);
    cb_lab_pairs(l);
    cb_lab_trios(l);
    cb_lab_runs(l);
    cb_lab_rank(l);
    cb_lab_thresholds(l);
    cb_lab_plots(l);
    put_words(l->a, root);
}

cb_status cb_arrange_laboratory(cb_arena *arena, const cb_arrange_request *request, const cb_node *view,
                                const cb_node **out, cb_error *e) {
    static const cb_sample_checks none = {.state = CB_SAMPLES_NOT_ENOUGH, .thinned = 1};
    cb_arranging a = {.arena = arena, .request = request, .error = e};
    cb_laboratory l = {
        .a = &a, .family = &request->kase->family, .checks = request->samples ? request->samples : &none};
    cb_builder_init(&a.builder, arena);
    cb_node *root = cb_node_root(&a.builder);
    put_all(&l, root, view);
    cb_status status = a.status != CB_OK ? a.status : cb_builder_status(&a.builder, e);
    *out = status == CB_OK ? root : NULL;
    return status;
}
