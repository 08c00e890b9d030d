/* sample_checks.c: all verdicts of a family, and the one state that others may know. */
#include "sample_store.h"

static cb_status check_persons(cb_arena *arena, const cb_sample_tally *tally, cb_sample_checks *checks, cb_error *e) {
    checks->persons = cb_alloc_array(arena, tally->persons + 1, sizeof *checks->persons);
    if (!checks->persons) {
        return cb_fail_memory(e);
    }
    checks->person_count = tally->persons;
    for (size_t i = 0; i < tally->persons; i++) {
        checks->persons[i].person = tally->person[i];
        cb_person_counts(tally, i, &checks->persons[i]);
        cb_person_sex(tally, i, &checks->persons[i]);
        cb_status s = cb_person_runs(arena, tally, i, checks, e);
        if (s != CB_OK) {
            return s;
        }
    }
    return CB_OK;
}

static cb_status check_pairs(cb_arena *arena, const cb_sample_tally *tally, const double *kinship,
                             cb_sample_checks *checks, cb_error *e) {
    const cb_family *family = &tally->kase->family;
    size_t n = tally->persons;
    checks->pairs = cb_alloc_array(arena, n * n / 2 + 1, sizeof *checks->pairs);
    if (!checks->pairs) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            size_t a = tally->person[i], b = tally->person[j];
            cb_pair_check *p = &checks->pairs[checks->pair_count++];
            *p = (cb_pair_check){.a = a, .b = b, .expected_kinship = kinship[a * family->count + b]};
            p->expected = cb_pedigree_relation(family, a, b, p->expected_kinship);
            cb_pair_judge(tally, i, j, checks->persons, p);
        }
    }
    return CB_OK;
}

/* Depths that were put under another sample contradict its calls. */
static cb_check judge_mixing(const cb_sample_checks *checks) {
    if (!checks->mixing_tool) {
        return CB_CHECK_AGREES;
    }
    for (size_t i = 0; i < checks->person_count; i++) {
        const cb_person_check *p = &checks->persons[i];
        if (p->judged < CB_SAMPLE_QUALITY_CALLS_MIN) {
            return CB_CHECK_NOT_ENOUGH;
        }
        if ((double)p->contradictions > CB_SAMPLE_CONTRADICTIONS_MAX * (double)p->judged) {
            return CB_CHECK_DISAGREES;
        }
    }
    return CB_CHECK_AGREES;
}

static bool disagrees(const cb_sample_checks *c) {
    bool found = c->mixing_tool && c->mixing != CB_CHECK_AGREES;
    for (size_t i = 0; i < c->person_count; i++) {
        const cb_person_check *p = &c->persons[i];
        found = found || p->sex_check == CB_CHECK_DISAGREES || p->sex == CB_OBSERVED_UNDETERMINED;
    }
    for (size_t i = 0; i < c->pair_count; i++) {
        found = found || c->pairs[i].check == CB_CHECK_DISAGREES;
    }
    for (size_t i = 0; i < c->trio_count; i++) {
        found = found || c->trios[i].check == CB_CHECK_DISAGREES;
    }
    return found;
}

static bool is_covered(const cb_sample_checks *c, const cb_person_check *person) {
    if (person->sex_check == CB_CHECK_AGREES) {
        return true;
    }
    for (size_t i = 0; i < c->pair_count; i++) {
        const cb_pair_check *p = &c->pairs[i];
        if ((p->a == person->person || p->b == person->person) && p->check == CB_CHECK_AGREES &&
            p->expected != CB_RELATION_UNRELATED) {
            return true;
        }
    }
    return false;
}

static cb_sample_state state_of(const cb_sample_checks *c) {
    bool all = c->person_count > 0 && c->unchecked == 0;
    for (size_t i = 0; i < c->person_count; i++) {
        all = all && c->persons[i].covered;
    }
    return disagrees(c) ? CB_SAMPLES_RESOLVE : all ? CB_SAMPLES_PASSED : CB_SAMPLES_NOT_ENOUGH;
}

static void count_sites(const cb_sample_tally *t, cb_sample_checks *checks) {
    checks->autosome_sites = t->autosomes.count;
    for (size_t i = 0; i < t->others.count; i++) {
        bool x = t->others.sites[i].order == 23;
        checks->x_sites += x;
        checks->y_sites += !x;
    }
    checks->sites = t->autosomes.count + t->others.count;
    checks->thinned = (uint64_t)1 << t->autosomes.shift;
}

cb_status cb_sample_checks_of(cb_arena *arena, cb_sample_tally *t, const char *mixing_tool,
                              const cb_sample_checks **out, cb_error *e) {
    cb_sample_checks *checks = cb_alloc(arena, sizeof *checks);
    const double *kinship = NULL;
    *out = checks;
    if (!checks) {
        return cb_fail_memory(e);
    }
    checks->mixing_tool = mixing_tool;
    checks->unchecked = t->unchecked;
    cb_pool_sort(&t->autosomes);
    cb_pool_sort(&t->others);
    count_sites(t, checks);
    cb_status s = cb_pedigree_kinship(arena, &t->kase->family, &kinship, e);
    if (s == CB_OK && !kinship) {
        checks->unchecked += t->persons;
        return CB_OK;
    }
    if (s == CB_OK) {
        s = check_persons(arena, t, checks, e);
    }
    if (s == CB_OK) {
        s = check_pairs(arena, t, kinship, checks, e);
    }
    if (s == CB_OK) {
        s = cb_trio_judge(arena, t, checks, e);
    }
    for (size_t i = 0; i < checks->person_count; i++) {
        checks->persons[i].covered = is_covered(checks, &checks->persons[i]);
    }
    checks->mixing = judge_mixing(checks);
    checks->state = state_of(checks);
    return s;
}
