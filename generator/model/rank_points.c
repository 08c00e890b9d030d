/* rank_points.c: a ranking as points with reasons: one for each category, the rules that decided, the values they saw.
 */
#include "casebound/model/rank_model.h"

#include <string.h>

enum { TEXT_MAX = 1 << 16 };

/* Of a sum whatever is not 0 decides; else the rules that reach the category's points, those with a value first. */
static bool decides(const cb_ranking *r, size_t rule, bool with_value) {
    const cb_rank_rule *its = &r->model->rules[rule];
    const cb_rank_line *line = &r->lines[rule];
    if (r->model->categories[its->category].aggregation == CB_RANK_SUM) {
        return line->points != 0;
    }
    return line->points == r->parts[its->category].points && (line->value || !with_value);
}

static bool any_with_value(const cb_ranking *r, size_t category) {
    for (size_t i = 0; i < r->model->rule_count; i++) {
        if (r->model->rules[i].category == category && r->lines[i].value && decides(r, i, true)) {
            return true;
        }
    }
    return false;
}

static const char *step_text(const cb_rank_rule *rule, const cb_rank_line *line) {
    if (!line->value) {
        return "not reported";
    }
    return line->step ? line->step->name : rule->value_counts ? "its value" : "in no interval";
}

static void add_part(cb_buf *b, const char *separator, const char *text) {
    cb_buf_text(b, b->size > 0 ? separator : "");
    cb_buf_text(b, text);
}

/* "GNOMAD rare, LOCUSDB rare" */
static void add_text(cb_buf *b, const cb_ranking *r, size_t category) {
    bool with_value = any_with_value(r, category);
    for (size_t i = 0; i < r->model->rule_count; i++) {
        const cb_rank_rule *rule = &r->model->rules[i];
        if (rule->category == category && decides(r, i, with_value)) {
            add_part(b, ", ", rule->name);
            cb_buf_char(b, ' ');
            cb_buf_text(b, step_text(rule, &r->lines[i]));
        }
    }
}

/* "GNOMADAF_POPMAX 0.003; Obs 7" */
static void add_evidence(cb_buf *b, const cb_ranking *r, size_t category) {
    for (size_t i = 0; i < r->model->rule_count; i++) {
        const cb_rank_rule *rule = &r->model->rules[i];
        const char *key = r->model->keys[rule->key], *slash = strchr(key, '/');
        if (rule->category != category || !r->lines[i].value) {
            continue;
        }
        add_part(b, "; ", slash ? slash + 1 : key);
        if (*r->lines[i].value) {
            cb_buf_char(b, ' ');
            cb_buf_text(b, r->lines[i].value);
        }
        cb_buf_text(b, r->lines[i].derived ? " (by casebound)" : "");
    }
}

typedef void adder(cb_buf *b, const cb_ranking *r, size_t category);

static const char *text_of(cb_arena *arena, const cb_ranking *r, size_t category, adder *add, const char *otherwise) {
    cb_buf b;
    cb_buf_init(&b, TEXT_MAX);
    add(&b, r, category);
    const char *text = b.failed ? NULL : b.size > 0 ? cb_copy_str(arena, cb_buf_view(&b)) : otherwise;
    cb_buf_free(&b);
    return text;
}

cb_status cb_ranking_apply(cb_arena *arena, cb_ranking *r, cb_variant *v, cb_error *e) {
    size_t count = r->model->category_count;
    cb_point *points = cb_alloc_array(arena, count + 1, sizeof *points);
    if (!points) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < count; i++) {
        const char *name = r->model->categories[i].name;
        const char *text = text_of(arena, r, i, add_text, "nothing");
        points[i] = (cb_point){.points = r->parts[i].points, .reason = name};
        points[i].text = text ? cb_format(arena, "%s: %s", name, text) : NULL;
        points[i].evidence = text_of(arena, r, i, add_evidence, "");
        if (!points[i].text || !points[i].evidence) {
            return cb_fail(e, CB_INTERNAL, "the reasons of a rank model are too long, or memory is out");
        }
    }
    r->profile_score = v->score;
    r->profile_points = v->points;
    r->profile_point_count = v->point_count;
    v->points = points;
    v->point_count = v->point_capacity = count;
    v->score = r->score;
    v->ranking = r;
    return CB_OK;
}
