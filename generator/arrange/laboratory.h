/* laboratory.h: what the parts of the laboratory's view share. Private to this floor.
 *
 * Tables and plots are alike in their nodes, so that one template draws them all:
 *   tables[]  title, note, columns[] (label, number B), rows[] (kind, cells[])
 *   plots[]   id, title, alt, width, height, boxes[] (x, y, width, height, kind), lines[] (x1, y1, x2, y2, kind),
 *             dots[] (x, y, kind, label), labels[] (x, y, kind, text) */
#ifndef CASEBOUND_GENERATOR_ARRANGE_LABORATORY_H
#define CASEBOUND_GENERATOR_ARRANGE_LABORATORY_H

#include "arrange/arranging.h"

typedef struct cb_laboratory {
    cb_arranging *a;
    const cb_family *family;
    const cb_sample_checks *checks;
    cb_node *findings, *tables, *plots;
} cb_laboratory;

/* One sentence; kind "bad" (to be resolved), "warn" or "info". */
void cb_lab_finding(cb_laboratory *l, const char *kind, const char *text);
/* A table with its columns by text key, '#' before a column of numbers; gives its rows. */
cb_node *cb_lab_table(cb_laboratory *l, const char *name, const char *const *columns, size_t count);
/* A row; gives its cells. */
cb_node *cb_lab_row(cb_laboratory *l, cb_node *rows, cb_check check);
void cb_lab_text(cb_laboratory *l, cb_node *cells, const char *text);
void cb_lab_count(cb_laboratory *l, cb_node *cells, uint64_t count);
/* Missing where the divisor is 0. */
void cb_lab_ratio(cb_laboratory *l, cb_node *cells, double number, double divisor);
const char *cb_lab_name(const cb_laboratory *l, size_t person);
const char *cb_lab_relation(cb_laboratory *l, cb_relation relation);
const char *cb_lab_check(cb_laboratory *l, cb_check check);
const char *cb_lab_number(cb_laboratory *l, double value);
const char *cb_lab_place(cb_laboratory *l, const cb_sample_run *run);

/* The sections. */
void cb_lab_persons(cb_laboratory *l);
void cb_lab_pairs(cb_laboratory *l);
void cb_lab_trios(cb_laboratory *l);
void cb_lab_runs(cb_laboratory *l);
void cb_lab_plots(cb_laboratory *l);
void cb_lab_rank(cb_laboratory *l);
void cb_lab_thresholds(cb_laboratory *l);

#endif
