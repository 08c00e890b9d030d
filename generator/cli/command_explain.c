/* command_explain.c: casebound explain: why an allele stands where it stands, also when it was dropped. */
#include <stdio.h>
#include <string.h>

#include "case_options.h"
#include "casebound/base/number.h"
#include "scan.h"

typedef struct question {
    const char *key; /* "1-12345-A-T" */
    size_t dropped;
} question;

static cb_status on_drop(void *who, cb_variant *v, const cb_rule *rule, cb_error *e) {
    (void)e;
    question *q = who;
    if (strcmp(v->key, q->key) == 0) {
        q->dropped++;
        printf("%s\tdropped by %s\t%s\n", v->key, rule->key, rule->text);
    }
    return CB_OK;
}

static void print_points(const cb_variant *v) {
    char number[CB_NUMBER_TEXT];
    for (size_t i = 0; i < v->point_count; i++) {
        const cb_point *p = &v->points[i];
        cb_number_text(p->points, number);
        printf("points\t%s\t%s\t%s\t%s\n", number, p->reason, p->text, p->evidence);
    }
    cb_number_text(v->score, number);
    printf("score\t%s\n", number);
}

static void print_kept(const cb_run *run, const cb_variant *v) {
    static const char *const fits[] = {
        [CB_DOES_NOT_FIT] = "does not fit", [CB_POSSIBLE] = "possible", [CB_FITS] = "fits"};
    printf("%s\trank %zu of %zu\t%s\n", v->key, v->rank, run->variant_count, v->shortlisted ? "shortlisted" : "listed");
    for (int m = 0; m < CB_MODES; m++) {
        if (v->modes[m].tested) {
            printf("inheritance\t%s\t%s\t%s\n", cb_mode_key((cb_mode)m), fits[v->modes[m].fit],
                   v->modes[m].reason ? v->modes[m].reason : "");
        }
    }
    for (size_t i = 0; i < v->pair_count; i++) {
        printf("partner\t%s\t%s\n", v->pairs[i].partner->key, v->pairs[i].reason ? v->pairs[i].reason : "");
    }
    for (size_t i = 0; i < v->flag_count; i++) {
        printf("flag\t%s\n", v->flags[i]);
    }
    print_points(v);
}

static cb_status answer(cb_run *run, question *q) {
    cb_status s = cb_run_scan(run, on_drop, q);
    if (s == CB_OK) {
        s = cb_run_judge(run);
    }
    size_t kept = 0;
    for (size_t i = 0; s == CB_OK && i < run->variant_count; i++) {
        if (strcmp(run->variants[i]->key, q->key) == 0) {
            print_kept(run, run->variants[i]);
            kept++;
        }
    }
    if (s == CB_OK && kept + q->dropped == 0) {
        s = cb_fail(run->error, CB_FOUND,
                    "%s: no such allele in the input (write it as chromosome-position-ref-alt without 'chr')", q->key);
    }
    return s;
}

cb_status cb_command_explain(cb_arena *arena, int argc, char **argv, cb_error *e) {
    cb_build_options options;
    cb_case_words words;
    cb_run *run = NULL;
    cb_status s = cb_case_options(arena, argc, argv, 2, &options, &words, e);
    if (s == CB_OK && words.count != 1) {
        s = cb_fail(e, CB_USAGE, "explain takes one allele, such as 1-12345-A-T");
    }
    if (s == CB_OK) {
        s = cb_run_open(arena, &options, &run, e);
    }
    if (s == CB_OK) {
        question q = {.key = words.words[0]};
        s = answer(run, &q);
    }
    return s;
}
