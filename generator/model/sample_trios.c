/* sample_trios.c: Mendelian errors by kind and chromosome, runs of losses, uniparental disomy. */
#include "sample_store.h"

typedef struct trio {
    const cb_sample_tally *tally;
    size_t child, father, mother; /* of the tally */
    cb_sample_checks *checks;
    cb_trio_check *out;
    cb_sample_run open[2]; /* losses of the maternal and the paternal allele that go on */
} trio;

/* CB_MENDELS: none. A child who lacks both parents' alleles has one that neither has, twice. */
static cb_mendel error_of(cb_call child, cb_call father, cb_call mother) {
    if (child == CB_CALL_HET) {
        return father == mother && father != CB_CALL_HET ? CB_MENDEL_NEW : CB_MENDELS;
    }
    cb_call other = child == CB_CALL_REF ? CB_CALL_HOM : CB_CALL_REF;
    if (father == other && mother == other) {
        return CB_MENDEL_NEW_TWICE;
    }
    return father == other ? CB_MENDEL_NO_PATERNAL : mother == other ? CB_MENDEL_NO_MATERNAL : CB_MENDELS;
}

static void count_opposite(cb_trio_chromosome *c, cb_call father, cb_call mother, cb_mendel error) {
    if (father == CB_CALL_HET || mother == CB_CALL_HET || father == mother) {
        return;
    }
    c->opposite++;
    c->no_paternal += error == CB_MENDEL_NO_PATERNAL;
    c->no_maternal += error == CB_MENDEL_NO_MATERNAL;
}

static cb_status add_run(cb_arena *arena, cb_sample_run **runs, size_t *count, size_t *capacity,
                         const cb_sample_run *run, cb_error *e) {
    cb_sample_run *grown = cb_grow(arena, *runs, *count, capacity, sizeof *grown);
    if (!grown) {
        return cb_fail_memory(e);
    }
    *runs = grown;
    grown[(*count)++] = *run;
    return CB_OK;
}

static cb_status close_run(cb_arena *arena, trio *t, int paternal, size_t *capacity, cb_error *e) {
    cb_sample_run *open = &t->open[paternal];
    cb_status s = CB_OK;
    if (open->sites >= CB_SAMPLE_LOSS_SITES_MIN && t->out->parents_agree) {
        s = add_run(arena, &t->checks->losses, &t->checks->loss_count, capacity, open, e);
    }
    open->sites = 0;
    return s;
}

/* A run goes on while the child lacks that parent's allele, and over sites that say nothing of it; a heterozygous call
 * of the child, or one that shows the allele, ends it. */
static cb_status follow_runs(cb_arena *arena, trio *t, const cb_sample_site *site, const cb_call calls[3],
                             cb_mendel error, size_t *capacity, cb_error *e) {
    for (int paternal = 0; paternal < 2; paternal++) {
        cb_sample_run *open = &t->open[paternal];
        cb_call parent = paternal ? calls[1] : calls[2];
        bool lacks = error == (paternal ? CB_MENDEL_NO_PATERNAL : CB_MENDEL_NO_MATERNAL);
        bool has =
            !lacks && (calls[0] == CB_CALL_HET || parent == (calls[0] == CB_CALL_REF ? CB_CALL_HOM : CB_CALL_REF));
        bool far = open->sites && (open->chromosome != site->order || site->position - open->end > CB_SAMPLE_ROH_GAP);
        if (has || far) {
            cb_status s = close_run(arena, t, paternal, capacity, e);
            if (s != CB_OK) {
                return s;
            }
        }
        if (lacks) {
            if (open->sites == 0) {
                *open = (cb_sample_run){
                    .person = t->out->child, .chromosome = site->order, .start = site->position, .paternal = paternal};
            }
            open->end = site->position;
            open->sites++;
        }
    }
    return CB_OK;
}

static cb_status count_sites(cb_arena *arena, trio *t, size_t *capacity, cb_error *e) {
    const cb_sample_pool *pool = &t->tally->autosomes;
    cb_status s = CB_OK;
    for (size_t i = 0; s == CB_OK && i < pool->count; i++) {
        cb_call calls[3] = {cb_call_at(pool, i, t->child), cb_call_at(pool, i, t->father),
                            cb_call_at(pool, i, t->mother)};
        if (calls[0] < CB_CALL_REF || calls[1] < CB_CALL_REF || calls[2] < CB_CALL_REF) {
            continue;
        }
        cb_mendel error = error_of(calls[0], calls[1], calls[2]);
        cb_trio_chromosome *c = &t->out->chromosome[pool->sites[i].order];
        c->sites++;
        t->out->sites++;
        if (error != CB_MENDELS) {
            c->errors[error]++;
            t->out->errors[error]++;
            t->out->error_count++;
        }
        count_opposite(c, calls[1], calls[2], error);
        s = follow_runs(arena, t, &pool->sites[i], calls, error, capacity, e);
    }
    for (int paternal = 0; s == CB_OK && paternal < 2; paternal++) {
        s = close_run(arena, t, paternal, capacity, e);
    }
    return s;
}

static bool pair_agrees(const cb_sample_checks *checks, size_t a, size_t b) {
    for (size_t i = 0; i < checks->pair_count; i++) {
        const cb_pair_check *p = &checks->pairs[i];
        if ((p->a == a && p->b == b) || (p->a == b && p->b == a)) {
            return p->check == CB_CHECK_AGREES;
        }
    }
    return false;
}

/* A disomy is one chromosome's matter; where the parents are not the parents every chromosome looks like one. */
static void judge_disomy(cb_trio_check *t) {
    for (int i = 1; i <= CB_SAMPLE_AUTOSOMES; i++) {
        cb_trio_chromosome *c = &t->chromosome[i];
        double share = CB_SAMPLE_UPD_SHARE * (double)c->opposite;
        if (c->opposite < CB_SAMPLE_UPD_SITES_MIN || !t->parents_agree) {
            c->upd = CB_UPD_UNKNOWN;
        } else {
            c->upd = (double)c->no_paternal >= share   ? CB_UPD_MATERNAL
                     : (double)c->no_maternal >= share ? CB_UPD_PATERNAL
                                                       : CB_UPD_NONE;
        }
    }
}

/* Errors of a chromosome that came from one parent are no errors of the samples. */
static cb_check judge_rate(const cb_trio_check *t) {
    uint64_t sites = 0, errors = 0;
    for (int i = 1; i <= CB_SAMPLE_AUTOSOMES; i++) {
        const cb_trio_chromosome *c = &t->chromosome[i];
        if (c->upd == CB_UPD_MATERNAL || c->upd == CB_UPD_PATERNAL) {
            continue;
        }
        sites += c->sites;
        for (int k = 0; k < CB_MENDELS; k++) {
            errors += c->errors[k];
        }
    }
    if (sites < CB_SAMPLE_PAIR_SITES_MIN) {
        return CB_CHECK_NOT_ENOUGH;
    }
    return (double)errors <= CB_SAMPLE_MENDEL_MAX * (double)sites ? CB_CHECK_AGREES : CB_CHECK_DISAGREES;
}

cb_status cb_trio_judge(cb_arena *arena, const cb_sample_tally *tally, cb_sample_checks *checks, cb_error *e) {
    const cb_family *family = &tally->kase->family;
    size_t capacity = 0;
    checks->trios = cb_alloc_array(arena, tally->persons + 1, sizeof *checks->trios);
    if (!checks->trios) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < tally->persons; i++) {
        const cb_person *p = &family->persons[tally->person[i]];
        int father = cb_tally_person(tally, p->father), mother = cb_tally_person(tally, p->mother);
        if (father < 0 || mother < 0) {
            continue;
        }
        trio t = {.tally = tally,
                  .child = i,
                  .father = (size_t)father,
                  .mother = (size_t)mother,
                  .checks = checks,
                  .out = &checks->trios[checks->trio_count++]};
        *t.out = (cb_trio_check){.child = tally->person[i], .father = (size_t)p->father, .mother = (size_t)p->mother};
        t.out->parents_agree =
            pair_agrees(checks, t.out->child, t.out->father) && pair_agrees(checks, t.out->child, t.out->mother);
        cb_status s = count_sites(arena, &t, &capacity, e);
        if (s != CB_OK) {
            return s;
        }
        judge_disomy(t.out);
        t.out->check = judge_rate(t.out);
    }
    return CB_OK;
}
