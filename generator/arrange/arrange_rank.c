/* arrange_rank.c: what a rank model adds to the view: what it is, the range of each category, the file's own ranking
 * beside ours. */
#include "arrange/arranging.h"

#include <string.h>

static const char *number(cb_arranging *a, double value) {
    return cb_rounded_text(a, value, 6);
}

const char *cb_rank_range_text(cb_arranging *a, const cb_rank_range *r) {
    if (r->unbounded) {
        return cb_word(a, "rank_range_open");
    }
    return cb_worded(a, "rank_range", "least", number(a, r->lowest), "most", number(a, r->highest));
}

const char *cb_rank_method(cb_arranging *a) {
    const cb_rank_model *m = a->request->kase->rank_model;
    if (!m) {
        return cb_word(a, "method_ranking_text");
    }
    return cb_worded(a, "method_ranking_model", "name", m->name, "version", m->version, "file", m->file, "count",
                     cb_count_text(a, m->category_count), "range", cb_rank_range_text(a, &m->range));
}

bool cb_rank_agreement_of(cb_arranging *a, cb_rank_agreement *out) {
    const cb_arrange_request *r = a->request;
    *out = (cb_rank_agreement){0};
    if (a->status == CB_OK && r->kase->rank_model) {
        a->status = cb_rank_agree(a->arena, r->kase->rank_model, r->variants, r->variant_count, out, a->error);
    }
    return a->status == CB_OK && r->kase->rank_model;
}

const char *cb_rank_notice(cb_arranging *a) {
    cb_rank_agreement g;
    if (!cb_rank_agreement_of(a, &g) || g.differ + g.other_score == 0) {
        return NULL;
    }
    return cb_worded(a, "rank_differs", "compared", cb_count_text(a, g.compared), "differ", cb_count_text(a, g.differ),
                     "scored", cb_count_text(a, g.scored), "other", cb_count_text(a, g.other_score));
}

void cb_arrange_rank_model(cb_arranging *a, cb_node *profile) {
    const cb_rank_model *m = a->request->kase->rank_model;
    cb_builder *b = &a->builder;
    if (!m) {
        return;
    }
    cb_node *node = cb_node_map(b, profile, "rank_model");
    cb_node_add_text(b, node, "name", m->name);
    cb_node_add_text(b, node, "version", m->version);
    cb_node_add_text(b, node, "file", m->file);
    cb_node_add_text(b, node, "range", cb_rank_range_text(a, &m->range));
    cb_node *list = cb_node_list(b, node, "categories");
    for (size_t i = 0; i < m->category_count; i++) {
        cb_node *category = cb_node_map(b, list, NULL);
        cb_node_add_text(b, category, "name", m->categories[i].name);
        cb_node_add_text(b, category, "range", cb_rank_range_text(a, &m->categories[i].range));
    }
}

void cb_arrange_rank_point(cb_arranging *a, cb_node *point, const cb_variant *v, size_t category) {
    const cb_ranking *r = v->ranking;
    if (!r) {
        return;
    }
    const cb_rank_part *part = &r->parts[category];
    const cb_real in_file = {part->file_points, part->in_file ? CB_PRESENT : CB_MISSING, NULL};
    cb_node_add_text(&a->builder, point, "range", cb_rank_range_text(a, &r->model->categories[category].range));
    cb_put_real(a, point, "in_file", in_file);
    cb_node_add_bool(&a->builder, point, "differs", part->in_file && part->file_points != part->points, NULL);
}

/* "RankScore in the file: 5, which is 6 less than the sum of its categories; this model: 11." */
static const char *beside_text(cb_arranging *a, const cb_ranking *r) {
    if (!r->file_has_score) {
        return cb_word(a, "rank_beside_none");
    }
    bool lowered = r->file_has_parts && r->file_score != r->file_sum;
    const char *pairs = lowered ? cb_worded(a, "rank_beside_sum", "sum", number(a, r->file_sum)) : "";
    return cb_worded(a, "rank_beside", "score", number(a, r->file_score), "pairs", pairs);
}

void cb_arrange_ranking(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    if (!v->ranking) {
        return;
    }
    cb_node *node = cb_node_map(&a->builder, variant, "ranking");
    const char *profile = number(a, v->ranking->profile_score);
    cb_node_add_text(&a->builder, node, "range", cb_rank_range_text(a, &v->ranking->model->range));
    cb_node_add_text(&a->builder, node, "beside", beside_text(a, v->ranking));
    cb_node_add_real(&a->builder, node, "profile_score", v->ranking->profile_score, profile);
    cb_node_add_text(&a->builder, node, "profile", cb_worded(a, "rank_profile", "score", profile));
}

void cb_arguments(const cb_variant *v, const cb_point **points, size_t *count) {
    *points = v->ranking ? v->ranking->profile_points : v->points;
    *count = v->ranking ? v->ranking->profile_point_count : v->point_count;
}

/* Our points by category, as RankResult writes them. */
const char *cb_rank_result(cb_arranging *a, const cb_variant *v) {
    const char *all = NULL;
    for (size_t i = 0; v->ranking && i < v->ranking->model->category_count; i++) {
        const char *points = number(a, v->ranking->parts[i].points);
        all = all ? cb_formatted(a, "%s|%s", all, points) : points;
    }
    return all;
}
