/* rank_model_fuzz.c: rank models from any bytes. One that is read scores alleles made of its own words and bounds: the
 * score is the sum of its parts and stays within what the model says it can give. CB-RANK-02 CB-RANK-07 */
#include "casebound/base/number.h"
#include "casebound/read/case_file.h"
#include "fuzz_kit.h"

enum { ROOM = 256 << 20, TEXTS = 3, STEPS_TRIED = 40 };

static void check_step(const cb_rank_rule *rule, const cb_rank_step *step) {
    must_be_text(step->name);
    must_be_text(step->string);
    must(rule->type != CB_RANK_STRING || (step->string && step->string[0]));
    must(rule->type != CB_RANK_FLOAT || step->lower <= step->upper);
}

static void check_model(const cb_rank_model *m) {
    must(m->rule_count > 0 && m->name && m->version);
    for (size_t i = 0; i < m->rule_count; i++) {
        const cb_rank_rule *rule = &m->rules[i];
        must(rule->category < m->category_count && rule->key < m->key_count && rule->separators);
        must(rule->step_count > 0 || rule->value_counts);
        must_be_text(rule->name);
        must_be_text(rule->description);
        for (size_t k = 0; k < rule->step_count; k++) {
            check_step(rule, &rule->steps[k]);
        }
    }
    for (size_t i = 0; i < m->category_count; i++) {
        const cb_rank_range *r = &m->categories[i].range;
        must(r->lowest <= r->highest);
    }
    must(m->range.lowest <= m->range.highest);
}

/* A value of the n-th step of the rule: its word, a bound, or one of another rule's kind. */
static const char *value_of(cb_arena *arena, const cb_rank_rule *rule, size_t n) {
    char number[CB_NUMBER_TEXT];
    if (rule->step_count == 0) {
        return "0";
    }
    const cb_rank_step *step = &rule->steps[n % rule->step_count];
    if (rule->type == CB_RANK_STRING) {
        return step->string;
    }
    cb_number_text(n % 3 == 0 ? step->lower : n % 3 == 1 ? step->upper : (step->lower + step->upper) / 2, number);
    return cb_copy(arena, number);
}

static void check_ranking(const cb_ranking *r) {
    const cb_rank_model *m = r->model;
    double sum = 0;
    for (size_t i = 0; i < m->category_count; i++) {
        const cb_rank_range *range = &m->categories[i].range;
        must(range->unbounded || (r->parts[i].points >= range->lowest && r->parts[i].points <= range->highest));
        sum += r->parts[i].points;
    }
    must(sum == r->score);
    for (size_t i = 0; i < m->rule_count; i++) {
        const cb_rank_line *line = &r->lines[i];
        const cb_rank_rule *rule = &m->rules[i];
        must_be_text(line->value);
        must(!line->step || (line->step >= rule->steps && line->step < rule->steps + rule->step_count));
        must(line->value || (!line->step && line->points == rule->not_reported));
    }
}

static void score(cb_arena *arena, const cb_rank_model *m, size_t n) {
    cb_error e = {0};
    cb_ranking *ranking;
    cb_raw *raw = cb_alloc_array(arena, m->key_count, sizeof *raw);
    must(raw != NULL);
    for (size_t i = 0; i < m->rule_count; i++) {
        const char **texts = cb_alloc_array(arena, TEXTS, sizeof *texts);
        must(texts != NULL);
        for (size_t k = 0; k < TEXTS; k++) {
            texts[k] = k == 1 ? "." : value_of(arena, &m->rules[i], n + k);
            must(texts[k] != NULL);
        }
        raw[m->rules[i].key] = (cb_raw){.texts = texts, .count = n % (TEXTS + 1), .presence = CB_PRESENT};
    }
    cb_variant v = {.key = "1-1-A-T", .raw = raw, .raw_count = m->key_count, .consequence = "stop_gained"};
    v.upstream_score = (cb_text){.value = "f:1", .presence = CB_PRESENT};
    v.upstream_parts = (cb_text){.value = "1|2", .presence = CB_PRESENT};
    must(cb_rank_model_score(arena, m, &v, &ranking, &e) == CB_OK);
    cb_ranking_compare(ranking, &v, "f", m->categories[0].name);
    check_ranking(ranking);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_rank_model *m = NULL;
    must(arena != NULL);
    cb_status s = cb_rank_model_read(arena, (cb_str){(const char *)data, size}, "model.ini", &m, &e);
    must(s == CB_OK ? m && !e.text[0] : (s == CB_FILTER && e.text[0] && !strchr(e.text, '\n')));
    if (s == CB_OK) {
        check_model(m);
        for (size_t n = 0; n < STEPS_TRIED; n++) {
            score(arena, m, n);
        }
    }
    cb_arena_free(arena);
    return 0;
}
