/* rank_agreement.c: a ranking beside the RankScore and RankResult that genmod wrote into the file. */
#include <string.h>

#include "casebound/base/number.h"
#include "casebound/model/rank_model.h"

/* "family:score,family:score": the family's, or the only one. */
static bool score_of(cb_str text, const char *family, double *out) {
    cb_str entry, found = {0};
    size_t count = 0;
    bool own = false;
    while (cb_str_split(&text, ',', &entry)) {
        const char *colon = entry.n ? memrchr(entry.s, ':', entry.n) : NULL;
        size_t head = colon ? (size_t)(colon - entry.s) : 0, skip = colon ? head + 1 : 0;
        bool its = colon && cb_str_is((cb_str){entry.s, head}, family);
        if (!own || its) {
            found = (cb_str){entry.s + skip, entry.n - skip};
        }
        own = own || its;
        count++;
    }
    return (own || count == 1) && cb_parse_real(found, out);
}

static cb_rank_part *part_named(cb_ranking *ranking, cb_str name) {
    for (size_t i = 0; i < ranking->model->category_count; i++) {
        if (cb_str_is(name, ranking->model->categories[i].name)) {
            return &ranking->parts[i];
        }
    }
    return NULL;
}

static size_t parts_in(cb_str text) {
    cb_str part;
    size_t count = 0;
    while (cb_str_split(&text, '|', &part)) {
        count++;
    }
    return count;
}

static void take_parts(cb_ranking *ranking, cb_str values, cb_str names) {
    cb_str value, name, all = values;
    double x, sum = 0;
    if (parts_in(values) != parts_in(names)) {
        return;
    }
    while (cb_str_split(&all, '|', &value)) {
        if (!cb_parse_real(cb_str_trim(value), &x)) {
            return;
        }
        sum += x;
    }
    ranking->file_has_parts = true;
    ranking->file_sum = sum;
    while (cb_str_split(&values, '|', &value) && cb_str_split(&names, '|', &name)) {
        cb_rank_part *part = part_named(ranking, cb_str_trim(name));
        if (part && cb_parse_real(cb_str_trim(value), &part->file_points)) {
            part->in_file = true;
            ranking->differs = ranking->differs || part->file_points != part->points;
        }
    }
}

void cb_ranking_compare(cb_ranking *ranking, const cb_variant *v, const char *family, const char *names) {
    if (v->upstream_score.presence == CB_PRESENT) {
        cb_str text = cb_str_of(v->upstream_score.value);
        ranking->file_has_score = score_of(text, family, &ranking->file_score);
    }
    if (v->upstream_parts.presence == CB_PRESENT && names) {
        take_parts(ranking, cb_str_of(v->upstream_parts.value), cb_str_of(names));
    }
}

static void count_ranking(const cb_ranking *r, cb_rank_agreement *out) {
    if (r->file_has_parts) {
        out->compared++;
        out->differ += r->differs;
        for (size_t i = 0; i < r->model->category_count; i++) {
            out->by_category[i] += r->parts[i].in_file && r->parts[i].file_points != r->parts[i].points;
        }
    }
    if (r->file_has_score) {
        out->scored++;
        out->other_score += r->file_score != r->score;
        out->lowered += r->file_has_parts && r->file_score != r->score && r->file_score != r->file_sum;
    }
}

cb_status cb_rank_agree(cb_arena *arena, const cb_rank_model *model, cb_variant *const *variants, size_t count,
                        cb_rank_agreement *out, cb_error *e) {
    *out =
        (cb_rank_agreement){.by_category = cb_alloc_array(arena, model->category_count + 1, sizeof *out->by_category)};
    if (!out->by_category) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < count; i++) {
        if (variants[i]->ranking) {
            count_ranking(variants[i]->ranking, out);
        }
    }
    return CB_OK;
}
