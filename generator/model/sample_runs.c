/* sample_runs.c: runs of homozygosity: stretches whose homozygous sites outweigh their heterozygous ones. */
#include "sample_store.h"

/* The best stretch since the score was last 0. */
typedef struct stretch {
    int score, best;
    size_t from, to; /* sites: its first, and the one at which the score was best */
    uint64_t sites, sites_at_best;
} stretch;

typedef struct search {
    cb_arena *arena;
    const cb_sample_pool *pool;
    size_t person, capacity;
    cb_person_check *out;
    cb_sample_checks *checks;
    int64_t covered; /* length of the chromosome between its first and last site */
    cb_error *e;
} search;

static cb_status keep(search *s, const stretch *run) {
    if (run->best <= 0) {
        return CB_OK;
    }
    const cb_sample_site *first = &s->pool->sites[run->from], *last = &s->pool->sites[run->to];
    int64_t length = (int64_t)last->position - first->position + 1;
    if (run->sites_at_best < CB_SAMPLE_ROH_SITES_MIN || length < CB_SAMPLE_ROH_LENGTH_MIN) {
        return CB_OK;
    }
    cb_sample_checks *c = s->checks;
    cb_sample_run *grown = cb_grow(s->arena, c->runs, c->run_count, &s->capacity, sizeof *grown);
    if (!grown) {
        return cb_fail_memory(s->e);
    }
    c->runs = grown;
    c->runs[c->run_count++] = (cb_sample_run){
        .person = s->out->person,
        .chromosome = first->order,
        .start = first->position,
        .end = last->position,
        .sites = run->sites_at_best,
        .notable = length >= CB_SAMPLE_ROH_LONG || (double)length >= CB_SAMPLE_ROH_CHROMOSOME * (double)s->covered};
    s->out->roh_length += (uint64_t)length;
    if ((uint64_t)length > s->out->roh_longest) {
        s->out->roh_longest = (uint64_t)length;
    }
    return CB_OK;
}

/* One more site; when the score falls to 0, or far below its best, the stretch up to the best ends. */
static cb_status step(search *s, stretch *run, size_t i, bool het) {
    if (het && run->score == 0) {
        return CB_OK;
    }
    if (run->score == 0) {
        *run = (stretch){.from = i};
    }
    run->score += het ? -CB_SAMPLE_ROH_HET : 1;
    run->sites++;
    if (run->score > run->best) {
        run->best = run->score;
        run->to = i;
        run->sites_at_best = run->sites;
    }
    if (run->score <= 0 || run->best - run->score > 2 * CB_SAMPLE_ROH_HET) {
        cb_status status = keep(s, run);
        *run = (stretch){0};
        return status;
    }
    return CB_OK;
}

static cb_status search_chromosome(search *s, size_t from, size_t to) {
    const cb_sample_site *sites = s->pool->sites;
    stretch run = {0};
    cb_status status = CB_OK;
    s->covered = (int64_t)sites[to - 1].position - sites[from].position + 1;
    size_t last = from;
    for (size_t i = from; status == CB_OK && i < to; i++) {
        cb_call call = cb_call_at(s->pool, i, s->person);
        if (call < CB_CALL_REF) {
            continue;
        }
        if (sites[i].position - sites[last].position > CB_SAMPLE_ROH_GAP) {
            status = keep(s, &run);
            run = (stretch){0};
        }
        last = i;
        if (status == CB_OK) {
            status = step(s, &run, i, call == CB_CALL_HET);
        }
    }
    return status == CB_OK ? keep(s, &run) : status;
}

cb_status cb_person_runs(cb_arena *arena, const cb_sample_tally *tally, size_t person, cb_sample_checks *checks,
                         cb_error *e) {
    const cb_sample_pool *pool = &tally->autosomes;
    search s = {.arena = arena,
                .pool = pool,
                .person = person,
                .capacity = checks->run_count,
                .out = &checks->persons[person],
                .checks = checks,
                .e = e};
    cb_status status = CB_OK;
    for (size_t from = 0; status == CB_OK && from < pool->count;) {
        size_t to = from + 1;
        while (to < pool->count && pool->sites[to].order == pool->sites[from].order) {
            to++;
        }
        status = search_chromosome(&s, from, to);
        from = to;
    }
    return status;
}
