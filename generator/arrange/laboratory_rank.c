/* laboratory_rank.c: a rank model beside the RankScore and RankResult of the file, by category. */
#include "arrange/laboratory.h"

static void put_row(cb_laboratory *l, cb_node *rows, const char *what, const char *range, size_t compared,
                    size_t differ) {
    cb_node *cells = cb_lab_row(l, rows, differ > 0 ? CB_CHECK_OPEN : CB_CHECK_AGREES);
    cb_lab_text(l, cells, what);
    cb_lab_text(l, cells, range);
    cb_lab_count(l, cells, compared);
    cb_lab_count(l, cells, differ);
}

void cb_lab_rank(cb_laboratory *l) {
    static const char *const columns[] = {"category", "range", "#compared", "#differ"};
    const cb_rank_model *m = l->a->request->kase->rank_model;
    cb_rank_agreement g;
    if (!cb_rank_agreement_of(l->a, &g) || g.compared + g.scored == 0) {
        return;
    }
    cb_node *rows = cb_lab_table(l, "rank", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < m->category_count; i++) {
        put_row(l, rows, m->categories[i].name, cb_rank_range_text(l->a, &m->categories[i].range), g.compared,
                g.by_category[i]);
    }
    put_row(l, rows, "RankResult", "", g.compared, g.differ);
    put_row(l, rows, "RankScore", cb_rank_range_text(l->a, &m->range), g.scored, g.other_score);
    if (g.lowered > 0) {
        cb_lab_finding(l, "info", cb_worded(l->a, "lab_rank_lowered", "count", cb_count_text(l->a, g.lowered)));
    }
}
