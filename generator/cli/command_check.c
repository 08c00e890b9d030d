/* command_check.c: casebound check: read and cross-check the inputs, print the sample mapping, write nothing. */
#include <stdio.h>

#include "case_options.h"
#include "casebound/base/file.h"

static const char *const sex_words[] = {[CB_SEX_UNKNOWN] = "sex unknown", [CB_MALE] = "male", [CB_FEMALE] = "female"};
static const char *const status_words[] = {
    [CB_AFFECTION_UNKNOWN] = "status unknown", [CB_UNAFFECTED] = "unaffected", [CB_AFFECTED] = "affected"};
static const char *const role_words[] = {[CB_PROBAND] = "proband", [CB_FATHER] = "father",   [CB_MOTHER] = "mother",
                                         [CB_SIBLING] = "sibling", [CB_CHILD] = "child", [CB_RELATIVE] = "relative"};

static void print_person(const cb_run *run, const cb_person *p) {
    printf("person\t%s\t%s\t%s\t%s\t", p->id, role_words[p->role], sex_words[p->sex], status_words[p->affection]);
    if (p->column < 0) {
        printf("no column\n");
        return;
    }
    size_t count = 0;
    printf("column %d (%s)\n", p->column + 1, cb_variants_samples(run->reader, &count)[p->column]);
}

/* Every record through the structural checks; nothing is judged. */
static cb_status read_records(cb_run *run, int64_t *records) {
    cb_status s = CB_OK;
    for (bool more = true; s == CB_OK;) {
        cb_record record;
        s = cb_variants_next(run->reader, &record, &more, run->error);
        if (s != CB_OK || !more) {
            break;
        }
        ++*records;
        if (cb_interrupted()) {
            return cb_fail(run->error, CB_INTERNAL, "interrupted");
        }
    }
    s = s == CB_OK ? cb_variants_notices(run->reader, run->kase, run->arena, run->error) : s;
    return s == CB_OK ? cb_run_settle_input(run) : s;
}

static void print_case(const cb_run *run, int64_t records) {
    const cb_case *kase = run->kase;
    printf("case\t%s\t%s\n", kase->id, cb_build_name(kase->build));
    for (size_t i = 0; i < kase->family.count; i++) {
        print_person(run, &kase->family.persons[i]);
    }
    for (size_t i = 0; i < kase->input_count; i++) {
        printf("input\t%s\t%s\n", kase->inputs[i].role, kase->inputs[i].name);
    }
    for (size_t i = 0; i < kase->annotation_kind_count; i++) {
        printf("annotation\t%s\n", kase->annotation_kinds[i]);
    }
    for (size_t i = 0; i < kase->not_examined_count; i++) {
        const cb_not_examined *n = &kase->not_examined[i];
        printf("not examined\t%s\t%s\t%s\n", n->name, n->file ? n->file : "", n->reason);
    }
    for (size_t i = 0; i < kase->notice_count; i++) {
        printf("notice\t%s\n", kase->notices[i]);
    }
    printf("records\t%lld\n", (long long)records);
}

cb_status cb_command_check(cb_arena *arena, int argc, char **argv, cb_error *e) {
    cb_build_options options;
    cb_case_words words;
    cb_run *run = NULL;
    int64_t records = 0;
    cb_status s = cb_case_options(arena, argc, argv, 1, &options, &words, e);
    if (s == CB_OK && words.count > 0) {
        s = cb_fail(e, CB_USAGE, "'%s' is one word too many: a case file and --vcf exclude each other", words.words[0]);
    }
    if (s == CB_OK) {
        s = cb_run_open(arena, &options, &run, e);
    }
    if (s == CB_OK) {
        s = read_records(run, &records);
    }
    if (s == CB_OK) {
        print_case(run, records);
    }
    return s;
}
