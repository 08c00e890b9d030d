/* laboratory_trios.c: Mendelian errors, disomies, runs of losses and of homozygosity. */
#include "arrange/laboratory.h"

#include <string.h>

static void put_errors(cb_laboratory *l, cb_node *cells, uint64_t sites, const uint64_t *errors, uint64_t sum) {
    cb_lab_count(l, cells, sites);
    for (int k = 0; k < CB_MENDELS; k++) {
        cb_lab_count(l, cells, errors[k]);
    }
    cb_lab_ratio(l, cells, (double)sum, (double)sites);
}

static const char *disomy(cb_laboratory *l, cb_upd upd) {
    static const char *const keys[] = {
        [CB_UPD_UNKNOWN] = "lab_upd_unknown",
        [CB_UPD_NONE] = "lab_upd_none",
        [CB_UPD_MATERNAL] = "lab_upd_maternal",
        [CB_UPD_PATERNAL] = "lab_upd_paternal",
    };
    return cb_word(l->a, keys[upd]);
}

static void put_trio(cb_laboratory *l, cb_node *rows, const cb_trio_check *t) {
    cb_node *cells = cb_lab_row(l, rows, t->check);
    const char *child = cb_lab_name(l, t->child), *father = cb_lab_name(l, t->father),
               *mother = cb_lab_name(l, t->mother);
    cb_lab_text(l, cells, child);
    cb_lab_text(l, cells, father);
    cb_lab_text(l, cells, mother);
    cb_lab_text(l, cells, cb_lab_check(l, t->check));
    put_errors(l, cells, t->sites, t->errors, t->error_count);
    if (t->check == CB_CHECK_DISAGREES) {
        cb_lab_finding(l, "bad",
                       cb_worded(l->a, "lab_finding_mendel", "child", child, "father", father, "mother", mother,
                                 "errors", cb_count_text(l->a, t->error_count), "sites",
                                 cb_count_text(l->a, t->sites)));
    }
}

static void put_chromosome(cb_laboratory *l, cb_node *rows, const cb_trio_check *t, int number) {
    const cb_trio_chromosome *c = &t->chromosome[number];
    bool found = c->upd == CB_UPD_MATERNAL || c->upd == CB_UPD_PATERNAL;
    uint64_t sum = 0;
    for (int k = 0; k < CB_MENDELS; k++) {
        sum += c->errors[k];
    }
    const char *name = cb_formatted(l->a, "%d", number);
    cb_node *cells = cb_lab_row(l, rows, found ? CB_CHECK_DISAGREES : CB_CHECK_OPEN);
    cb_lab_text(l, cells, cb_lab_name(l, t->child));
    cb_lab_text(l, cells, name);
    put_errors(l, cells, c->sites, c->errors, sum);
    cb_lab_count(l, cells, c->opposite);
    cb_lab_count(l, cells, c->no_paternal);
    cb_lab_count(l, cells, c->no_maternal);
    cb_lab_text(l, cells, disomy(l, c->upd));
    if (found) {
        cb_lab_finding(l, "warn",
                       cb_worded(l->a, "lab_finding_upd", "child", cb_lab_name(l, t->child), "chromosome", name, "upd",
                                 disomy(l, c->upd)));
    }
}

static void put_loss(cb_laboratory *l, cb_node *rows, const cb_sample_run *run) {
    cb_node *cells = cb_lab_row(l, rows, CB_CHECK_OPEN);
    cb_lab_text(l, cells, cb_lab_name(l, run->person));
    cb_lab_text(l, cells, cb_lab_place(l, run));
    cb_lab_text(l, cells, cb_word(l->a, run->paternal ? "lab_lacks_paternal" : "lab_lacks_maternal"));
    cb_lab_count(l, cells, run->sites);
    cb_lab_count(l, cells, (uint64_t)(run->end - run->start + 1));
}

void cb_lab_trios(cb_laboratory *l) {
    static const char *const trios[] = {"child", "father",     "mother",       "verdict",      "#sites",
                                        "#new",  "#new_twice", "#no_paternal", "#no_maternal", "#error_rate"};
    static const char *const chromosomes[] = {"child",      "chromosome",    "#sites",        "#new",
                                              "#new_twice", "#no_paternal",  "#no_maternal",  "#error_rate",
                                              "#opposite",  "#father_lacks", "#mother_lacks", "disomy"};
    static const char *const losses[] = {"child", "place", "lacks", "#sites", "#length"};
    const cb_sample_checks *c = l->checks;
    if (c->trio_count == 0) {
        return;
    }
    cb_node *rows = cb_lab_table(l, "trios", trios, sizeof trios / sizeof *trios);
    for (size_t i = 0; i < c->trio_count; i++) {
        put_trio(l, rows, &c->trios[i]);
    }
    rows = cb_lab_table(l, "chromosomes", chromosomes, sizeof chromosomes / sizeof *chromosomes);
    for (size_t i = 0; i < c->trio_count; i++) {
        for (int n = 1; n <= CB_SAMPLE_AUTOSOMES; n++) {
            if (c->trios[i].chromosome[n].sites > 0) {
                put_chromosome(l, rows, &c->trios[i], n);
            }
        }
    }
    rows = cb_lab_table(l, "losses", losses, sizeof losses / sizeof *losses);
    for (size_t i = 0; i < c->loss_count && i < 200; i++) {
        put_loss(l, rows, &c->losses[i]);
    }
}

static void put_run(cb_laboratory *l, cb_node *rows, const cb_sample_run *run) {
    cb_node *cells = cb_lab_row(l, rows, run->notable ? CB_CHECK_DISAGREES : CB_CHECK_OPEN);
    cb_lab_text(l, cells, cb_lab_name(l, run->person));
    cb_lab_text(l, cells, cb_lab_place(l, run));
    cb_lab_count(l, cells, run->sites);
    cb_lab_count(l, cells, (uint64_t)(run->end - run->start + 1));
    if (run->notable) {
        cb_lab_finding(
            l, "info",
            cb_worded(l->a, "lab_finding_run", "id", cb_lab_name(l, run->person), "place", cb_lab_place(l, run)));
    }
}

void cb_lab_runs(cb_laboratory *l) {
    static const char *const columns[] = {"person", "place", "#sites", "#length"};
    const cb_sample_checks *c = l->checks;
    cb_node *rows = cb_lab_table(l, "runs", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < c->run_count; i++) {
        put_run(l, rows, &c->runs[i]);
    }
}
