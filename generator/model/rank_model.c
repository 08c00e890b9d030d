/* rank_model.c: what a rank model makes of one allele. */
#include "casebound/model/rank_model.h"

#include <math.h>
#include <string.h>

#include "casebound/base/ascii.h"
#include "casebound/base/number.h"

enum { MODELS_TEXT = 12 };

static const char MODELS_KEY[] = "INFO/GeneticModels", CONSEQUENCE_KEY[] = "INFO/most_severe_consequence";

bool cb_rank_derives(const char *key) {
    return strcmp(key, MODELS_KEY) == 0 || strcmp(key, CONSEQUENCE_KEY) == 0;
}

/* Ranges. */

static cb_rank_range widened(cb_rank_range r, double points) {
    r.lowest = points < r.lowest ? points : r.lowest;
    r.highest = points > r.highest ? points : r.highest;
    return r;
}

/* A number in no interval gives nothing, so that 0 is always possible; a text that no step names is not reported. */
static cb_rank_range range_of_rule(const cb_rank_rule *rule) {
    cb_rank_range r = {rule->not_reported, rule->not_reported, rule->value_counts};
    if (rule->type == CB_RANK_FLOAT || rule->type == CB_RANK_INTEGER) {
        r = widened(r, 0);
    }
    for (size_t i = 0; i < rule->step_count; i++) {
        r = widened(r, rule->steps[i].points);
    }
    return r;
}

static double aggregate(cb_rank_aggregation how, double sum, double next) {
    switch (how) {
    case CB_RANK_MIN:
        return next < sum ? next : sum;
    case CB_RANK_MAX:
        return next > sum ? next : sum;
    default:
        return sum + next;
    }
}

static void settle_category(cb_rank_model *model, size_t index) {
    cb_rank_category *c = &model->categories[index];
    bool first = true;
    c->range = (cb_rank_range){0};
    for (size_t i = 0; i < model->rule_count; i++) {
        if (model->rules[i].category != index) {
            continue;
        }
        cb_rank_range r = range_of_rule(&model->rules[i]);
        c->range.lowest = first ? r.lowest : aggregate(c->aggregation, c->range.lowest, r.lowest);
        c->range.highest = first ? r.highest : aggregate(c->aggregation, c->range.highest, r.highest);
        c->range.unbounded = c->range.unbounded || r.unbounded;
        first = false;
    }
}

static void close_intervals(cb_rank_rule *rule) {
    for (size_t i = 0; i < rule->step_count; i++) {
        rule->steps[i].closed = true;
        for (size_t k = 0; k < rule->step_count; k++) {
            if (k != i && rule->steps[k].lower == rule->steps[i].upper) {
                rule->steps[i].closed = false;
            }
        }
    }
}

void cb_rank_model_settle(cb_rank_model *model) {
    model->range = (cb_rank_range){0};
    for (size_t i = 0; i < model->rule_count; i++) {
        close_intervals(&model->rules[i]);
    }
    for (size_t i = 0; i < model->category_count; i++) {
        settle_category(model, i);
        const cb_rank_range *r = &model->categories[i].range;
        model->range.lowest += r->lowest;
        model->range.highest += r->highest;
        model->range.unbounded = model->range.unbounded || r->unbounded;
    }
}

/* One rule. */

typedef struct scoring {
    cb_arena *arena;
    const cb_rank_rule *rule;
    cb_rank_line *line;
    cb_str best;   /* the value that counts so far */
    double number; /* of it, for numbers */
    bool any, failed;
} scoring;

static const cb_rank_step *step_of_text(const cb_rank_rule *rule, cb_str value) {
    for (size_t i = 0; i < rule->step_count; i++) {
        if (cb_ascii_is(value, rule->steps[i].string)) {
            return &rule->steps[i];
        }
    }
    return NULL;
}

static const cb_rank_step *step_of_number(const cb_rank_rule *rule, double x) {
    for (size_t i = 0; i < rule->step_count; i++) {
        const cb_rank_step *step = &rule->steps[i];
        if (x >= step->lower && (x < step->upper || (step->closed && x == step->upper))) {
            return step;
        }
    }
    return NULL;
}

/* By priority; among equals the one with the points that the rule looks for. */
static bool outranks(const cb_rank_rule *rule, const cb_rank_step *step, const cb_rank_step *held) {
    if (!held || step->priority != held->priority) {
        return !held || (rule->lowest ? step->priority < held->priority : step->priority > held->priority);
    }
    return rule->lowest ? step->points < held->points : step->points > held->points;
}

static void take_text(scoring *s, cb_str value) {
    const cb_rank_step *step = step_of_text(s->rule, value);
    if (step && outranks(s->rule, step, s->line->step)) {
        s->line->step = step;
        s->best = value;
        s->any = true;
    }
}

static void take_number(scoring *s, cb_str value) {
    double x = 0;
    int64_t whole = 0;
    bool read = s->rule->type == CB_RANK_INTEGER ? cb_parse_integer(value, &whole) : cb_parse_real(value, &x);
    x = s->rule->type == CB_RANK_INTEGER ? (double)whole : x;
    if (read && (!s->any || (s->rule->lowest ? x < s->number : x > s->number))) {
        s->number = x;
        s->best = value;
        s->any = true;
    }
}

static void take_value(scoring *s, cb_str value) {
    if (value.n == 0) {
        return;
    }
    if (s->rule->type == CB_RANK_STRING) {
        take_text(s, value);
    } else {
        take_number(s, value);
    }
}

/* Every character of `separators` cuts. */
static void take_text_in_parts(scoring *s, cb_str text) {
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        if (i == text.n || strchr(s->rule->separators, text.s[i])) {
            take_value(s, (cb_str){text.s + from, i - from});
            from = i + 1;
        }
    }
}

static void give_points(scoring *s) {
    const cb_rank_rule *rule = s->rule;
    cb_rank_line *line = s->line;
    if (!s->any) {
        line->points = rule->not_reported;
        return;
    }
    if (rule->type != CB_RANK_STRING) {
        line->step = step_of_number(rule, s->number);
    }
    double own = fmax(-CB_RANK_POINTS_MAX, fmin(CB_RANK_POINTS_MAX, s->number));
    line->points = rule->value_counts ? own : line->step ? line->step->points : 0;
    line->value = cb_copy_str(s->arena, s->best);
    s->failed = !line->value;
}

static void score_flag(scoring *s, const cb_raw *raw) {
    bool there = raw->presence == CB_PRESENT;
    s->line->step = there && s->rule->step_count ? &s->rule->steps[0] : NULL;
    s->line->points = !there ? s->rule->not_reported : s->line->step ? s->line->step->points : 0;
    s->line->value = there ? "" : NULL;
}

/* The words of genmod for what casebound found. A mode that is possible counts, as it does for genmod, which lets calls
 * that are not known pass. */
static size_t genetic_models(const cb_variant *v, const char *out[MODELS_TEXT]) {
    static const char *const words[CB_MODES] = {
        [CB_MODE_DOMINANT] = "AD",
        [CB_MODE_DE_NOVO] = "AD_dn",
        [CB_MODE_RECESSIVE_HOMOZYGOUS] = "AR_hom",
        [CB_MODE_RECESSIVE_COMPOUND] = "AR_comp",
        [CB_MODE_X_DOMINANT] = "XD",
        [CB_MODE_X_RECESSIVE] = "XR",
        [CB_MODE_X_DE_NOVO] = "XD_dn",
    };
    size_t count = 0;
    for (int mode = 0; mode < CB_MODES; mode++) {
        if (words[mode] && v->modes[mode].tested && v->modes[mode].fit != CB_DOES_NOT_FIT) {
            out[count++] = words[mode];
        }
    }
    return count;
}

static void score_rule(scoring *s, const char *key, const cb_variant *v, const cb_raw *raw) {
    const char *derived[MODELS_TEXT];
    size_t derived_count = 0;
    s->line->derived = raw->presence == CB_NOT_ANNOTATED && cb_rank_derives(key);
    if (s->line->derived && strcmp(key, MODELS_KEY) == 0) {
        derived_count = genetic_models(v, derived);
    } else if (s->line->derived) {
        derived[0] = v->consequence;
        derived_count = v->consequence ? 1 : 0;
    }
    if (s->rule->type == CB_RANK_FLAG) {
        score_flag(s, raw);
        return;
    }
    for (size_t i = 0; i < derived_count; i++) {
        take_value(s, cb_str_of(derived[i]));
    }
    for (size_t i = 0; i < raw->count; i++) {
        take_text_in_parts(s, cb_str_of(raw->texts[i]));
    }
    give_points(s);
}

cb_status cb_rank_model_score(cb_arena *arena, const cb_rank_model *model, const cb_variant *v, cb_ranking **out,
                              cb_error *e) {
    cb_ranking *r = cb_alloc(arena, sizeof *r);
    *out = r;
    if (!r || v->raw_count != model->key_count) {
        return r ? cb_fail(e, CB_INTERNAL, "%s: a rank model of %zu keys, and %zu values", v->key, model->key_count,
                           v->raw_count)
                 : cb_fail_memory(e);
    }
    r->model = model;
    r->parts = cb_alloc_array(arena, model->category_count + 1, sizeof *r->parts);
    r->lines = cb_alloc_array(arena, model->rule_count + 1, sizeof *r->lines);
    bool *begun = cb_alloc_array(arena, model->category_count + 1, sizeof *begun);
    if (!r->parts || !r->lines || !begun) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < model->rule_count; i++) {
        const cb_rank_rule *rule = &model->rules[i];
        scoring s = {.arena = arena, .rule = rule, .line = &r->lines[i]};
        score_rule(&s, model->keys[rule->key], v, &v->raw[rule->key]);
        if (s.failed) {
            return cb_fail_memory(e);
        }
        cb_rank_part *part = &r->parts[rule->category];
        cb_rank_aggregation how = model->categories[rule->category].aggregation;
        part->points = begun[rule->category] ? aggregate(how, part->points, r->lines[i].points) : r->lines[i].points;
        begun[rule->category] = true;
    }
    for (size_t i = 0; i < model->category_count; i++) {
        r->score += r->parts[i].points;
    }
    return CB_OK;
}
