/* scan.c: chunks of records to workers, and their harvest back in the order of the file. */
#include "scan.h"

#include <string.h>

#include "casebound/base/thread.h"
#include "casebound/cli/progress.h"
#include "casebound/model/siblings.h"
#include "casebound/read/record_genes.h"
#include "rescue.h"

enum { CHUNK_MEMORY = 1 << 30, SPARE_ITEMS = 2, WORKERS_MAX = 64 };
static const size_t KEPT_MEMORY = (size_t)6 << 30;

/* What one allele came to. */
typedef struct outcome {
    cb_variant *v;
    cb_sieved sieved;
} outcome;

/* One record: its alleles are the next ones. */
typedef struct tally {
    int alleles;
    cb_held_record *held; /* NULL: all of them are decided */
} tally;

typedef struct item {
    cb_chunk *chunk;
    cb_reading *reading;
    cb_arena *arena; /* of the chunk's harvest */
    outcome *outcomes;
    tally *records;
    size_t outcome_count, outcome_capacity, record_count, record_capacity;
    cb_status status;
    cb_error error;
} item;

/* What belongs to one thread. */
typedef struct worker {
    cb_profile *profile;
    cb_arena *kept;    /* of the alleles that stay */
    cb_ledger *ledger; /* of its chunks */
} worker;

/* The record at hand. */
typedef struct place {
    const cb_record *record;
    const int *genes; /* asked ones that it lies in */
    size_t gene_count;
    cb_held_record *held; /* once one of its alleles may be rescued */
} place;

typedef struct scan {
    cb_run *run;
    cb_plan *plan;
    worker workers[WORKERS_MAX];
    cb_siblings *siblings;
    const cb_rule *rules;
    cb_held held;
    cb_drop_listener listener;
    void *who;
    cb_progress progress;
    uint64_t records; /* merged */
} scan;

static void free_arena(void *arena) {
    cb_arena_free(arena);
}

static cb_status new_arena(cb_run *run, size_t memory, cb_arena **out) {
    *out = cb_arena_new(memory);
    return *out ? cb_arena_defer(run->arena, free_arena, *out, run->error) : cb_fail_memory(run->error);
}

static bool take(void *who, void *i) {
    scan *s = who;
    return cb_variants_take(s->run->reader, 0, ((item *)i)->chunk);
}

static cb_status add_outcome(item *i, cb_variant *v, const cb_sieved *sieved) {
    outcome *grown = cb_grow(i->arena, i->outcomes, i->outcome_count, &i->outcome_capacity, sizeof *grown);
    if (!grown) {
        return cb_fail_memory(&i->error);
    }
    i->outcomes = grown;
    i->outcomes[i->outcome_count++] = (outcome){v, *sieved};
    return CB_OK;
}

cb_status cb_ledger_near_miss(cb_ledger *ledger, cb_profile *profile, cb_arena *arena, const cb_case *kase,
                              cb_variant *v, const cb_fate *fate, const int *genes, size_t gene_count, cb_error *e) {
    cb_rule_asked asked;
    bool wanted = false;
    cb_status status = cb_ledger_wants(ledger, v, fate, genes, gene_count, &wanted, e);
    if (status != CB_OK || !wanted) {
        return status;
    }
    status = cb_judge_ask(profile, arena, kase, v, fate->rule, &asked, e);
    const char *facts = status == CB_OK ? cb_facts_read_text(arena, &asked) : NULL;
    if (!facts) {
        return status == CB_OK ? cb_fail_memory(e) : status;
    }
    return cb_ledger_hold(ledger, v, fate, facts, genes, gene_count, e);
}

/* What a partner may bring back is accounted for when all partners are known. */
static cb_status hold_back(item *i, worker *w, place *at, cb_variant *v, const cb_fate *fate) {
    cb_held_record *held = at->held;
    if (!held) {
        held = cb_alloc(w->kept, sizeof *held);
        int *genes = held ? cb_alloc_array(w->kept, at->gene_count + 1, sizeof *genes) : NULL;
        if (!genes) {
            return cb_fail_memory(&i->error);
        }
        memcpy(genes, at->genes, at->gene_count * sizeof *genes);
        *held = (cb_held_record){.genes = genes, .gene_count = at->gene_count};
        at->held = held;
    }
    cb_held_allele *grown = cb_grow(w->kept, held->alleles, held->count, &held->capacity, sizeof *grown);
    if (!grown) {
        return cb_fail_memory(&i->error);
    }
    held->alleles = grown;
    held->alleles[held->count++] = (cb_held_allele){v, *fate};
    return CB_OK;
}

static cb_status account(const scan *s, item *i, worker *w, place *at, cb_variant *v, const cb_sieved *sieved) {
    const cb_fate fate = {.rule = sieved->rule, .near_miss = sieved->near_miss, .rescuable = sieved->rescuable};
    if (sieved->rescuable) {
        return hold_back(i, w, at, v, &fate);
    }
    cb_status status = cb_ledger_allele(w->ledger, v, &fate, at->genes, at->gene_count, &i->error);
    return status == CB_OK && fate.near_miss ? cb_ledger_near_miss(w->ledger, w->profile, i->arena, s->run->kase, v,
                                                                   &fate, at->genes, at->gene_count, &i->error)
                                             : status;
}

/* One allele through the sieve; one that is kept, or may be, is made once more in memory that stays. */
static cb_status sieve_allele(const scan *s, item *i, worker *w, place *at, int index, cb_sieved *sieved) {
    cb_variant *v = NULL;
    cb_status status = cb_reading_make(i->reading, at->record, index, i->arena, &v, &i->error);
    if (status == CB_OK) {
        status = cb_judge_sieve(w->profile, s->run->kase, v, CB_ASK_NEAR, sieved, &i->error);
    }
    if (status == CB_OK && (sieved->keep || sieved->rescuable)) {
        status = cb_reading_make(i->reading, at->record, index, w->kept, &v, &i->error);
    }
    if (status == CB_OK) {
        status = account(s, i, w, at, v, sieved);
    }
    return status == CB_OK ? add_outcome(i, v, sieved) : status;
}

/* Every allele of a record, counted once each; the record stands where its last allele went, or is listed when one
 * allele is. */
static cb_status scan_record(const scan *s, item *i, worker *w, const cb_record *record) {
    place at = {.record = record};
    int fate = CB_LEDGER_NO_ALT;
    tally *grown = cb_grow(i->arena, i->records, i->record_count, &i->record_capacity, sizeof *grown);
    cb_status status = grown ? CB_OK : cb_fail_memory(&i->error);
    if (status == CB_OK) {
        status = cb_record_genes(i->reading, record, &s->run->asked, i->arena, &at.genes, &at.gene_count, &i->error);
    }
    for (int index = 1; status == CB_OK && index <= record->allele_count; index++) {
        cb_sieved sieved = {0};
        status = sieve_allele(s, i, w, &at, index, &sieved);
        fate = fate == CB_LEDGER_LISTED || sieved.keep ? CB_LEDGER_LISTED : sieved.rule;
    }
    if (status == CB_OK) {
        if (at.held) {
            at.held->fate = fate;
        } else {
            cb_ledger_record(w->ledger, fate, at.genes, at.gene_count);
        }
        i->records = grown;
        i->records[i->record_count++] = (tally){record->allele_count, at.held};
    }
    return status;
}

static void work(void *who, void *it, size_t number) {
    scan *s = who;
    item *i = it;
    cb_record record;
    bool more = true;
    cb_arena_reset(i->arena);
    i->outcomes = NULL;
    i->records = NULL;
    i->outcome_count = i->outcome_capacity = i->record_count = i->record_capacity = 0;
    cb_error_clear(&i->error);
    i->status = cb_reading_begin(i->reading, i->chunk, &i->error);
    while (i->status == CB_OK && more) {
        i->status = cb_reading_next(i->reading, &record, &more, &i->error);
        if (i->status == CB_OK && more) {
            i->status = scan_record(s, i, &s->workers[number], &record);
        }
    }
}

cb_status cb_run_keep(cb_run *run, cb_variant *v) {
    cb_variant **grown =
        cb_grow(run->arena, run->variants, run->variant_count, &run->variant_capacity, sizeof(cb_variant *));
    if (!grown) {
        return cb_fail_memory(run->error);
    }
    run->variants = grown;
    run->variants[run->variant_count++] = v;
    return CB_OK;
}

static cb_status merge_allele(scan *s, const outcome *o) {
    cb_run *run = s->run;
    bool stays = o->sieved.keep || o->sieved.rescuable;
    const cb_rule *rule = stays ? NULL : &s->rules[o->sieved.rule]; /* that dropped it */
    cb_status status = cb_sample_tally_add(run->tally, o->v, run->error);
    if (status == CB_OK && o->sieved.keep) {
        status = cb_run_keep(run, o->v);
    }
    if (status == CB_OK) {
        status = cb_siblings_see(s->siblings, o->v, rule ? rule->key : NULL, run->error);
    }
    return status == CB_OK && rule && s->listener ? s->listener(s->who, o->v, rule, run->error) : status;
}

static cb_status merge_held(scan *s, cb_held_record *held) {
    cb_held_record **grown =
        cb_grow(s->run->arena, s->held.records, s->held.count, &s->held.capacity, sizeof(cb_held_record *));
    if (!grown) {
        return cb_fail_memory(s->run->error);
    }
    s->held.records = grown;
    s->held.records[s->held.count++] = held;
    return CB_OK;
}

static cb_status merge_record(scan *s, const outcome *outcomes, const tally *record) {
    cb_status status = record->held ? merge_held(s, record->held) : CB_OK;
    for (int i = 0; status == CB_OK && i < record->alleles; i++) {
        status = merge_allele(s, &outcomes[i]);
    }
    s->records++;
    return status;
}

/* What stands between the chunks comes before the failure of the later one. */
static cb_status merge(void *who, void *it, cb_error *e) {
    scan *s = who;
    item *i = it;
    cb_status status = cb_variants_merge(s->run->reader, i->reading, e);
    const outcome *next = i->outcomes;
    for (size_t k = 0; status == CB_OK && k < i->record_count; k++) {
        status = merge_record(s, next, &i->records[k]);
        next += i->records[k].alleles;
    }
    if (status == CB_OK && i->status != CB_OK) {
        status = cb_fail(e, i->status, "%s", i->error.text);
    }
    if (status == CB_OK && cb_interrupted()) {
        status = cb_fail(e, CB_INTERNAL, "interrupted; nothing was written");
    }
    cb_progress_step(&s->progress, s->records);
    return status;
}

static cb_status new_item(scan *s, item *i) {
    cb_run *run = s->run;
    cb_status status = cb_chunk_new(run->arena, &i->chunk, run->error);
    if (status == CB_OK) {
        status = cb_reading_new(run->arena, run->reader, s->plan, &i->reading, run->error);
    }
    return status == CB_OK ? new_arena(run, CHUNK_MEMORY, &i->arena) : status;
}

/* An empty ledger over the profile's rules and the genes of the case's panels. */
static cb_status new_ledger(cb_run *run, cb_arena *arena, cb_ledger **out) {
    size_t count;
    const cb_rule *rules = cb_profile_rules(run->profile, &count);
    cb_ledger_row *rows = cb_alloc_array(arena, count + 1, sizeof *rows);
    if (!rows) {
        return cb_fail_memory(run->error);
    }
    for (size_t i = 0; i < count; i++) {
        rows[i] = (cb_ledger_row){
            .rule = rules[i].key, .text = rules[i].text, .keeps = rules[i].keeps, .near_miss = rules[i].near_miss};
    }
    return cb_ledger_new(arena, "snv", rows, count, &run->asked, out, run->error);
}

static cb_status new_worker(scan *s, worker *w) {
    cb_run *run = s->run;
    cb_status status = new_arena(run, KEPT_MEMORY, &w->kept);
    if (status == CB_OK) {
        status = cb_profile_load_files(w->kept, &run->profile_files, NULL, &w->profile, run->error);
    }
    return status == CB_OK ? new_ledger(run, w->kept, &w->ledger) : status;
}

static cb_status run_chunks(scan *s) {
    cb_run *run = s->run;
    size_t workers = (size_t)run->options->threads, count = workers + SPARE_ITEMS;
    item items[WORKERS_MAX + SPARE_ITEMS] = {{0}};
    void *ring[WORKERS_MAX + SPARE_ITEMS];
    cb_status status = CB_OK;
    for (size_t i = 0; status == CB_OK && i < count; i++) {
        status = new_item(s, &items[i]);
        ring[i] = &items[i];
    }
    for (size_t i = 0; status == CB_OK && i < workers; i++) {
        status = new_worker(s, &s->workers[i]);
    }
    const cb_ordered jobs = {s, take, work, merge};
    cb_progress_start(&s->progress);
    status = status == CB_OK ? cb_ordered_run(&jobs, ring, count, workers, run->error) : status;
    cb_progress_end(&s->progress);
    return status;
}

static cb_status end_ledger(scan *s) {
    cb_run *run = s->run;
    cb_status status = CB_OK;
    for (size_t i = 0; status == CB_OK && i < (size_t)run->options->threads; i++) {
        status = cb_ledger_merge(run->ledger, s->workers[i].ledger, run->error);
    }
    if (status == CB_OK) {
        status = cb_ledger_end(run->ledger, run->error);
    }
    if (status == CB_OK && !cb_ledger_balances(run->ledger)) {
        status = cb_fail(run->error, CB_INTERNAL, "the ledger does not balance: alleles or records were lost");
    }
    return status;
}

static cb_status end_scan(scan *s) {
    cb_run *run = s->run;
    cb_status status = cb_siblings_end(s->siblings, run->kase, run->error);
    if (status == CB_OK) {
        status = cb_variants_notices(run->reader, run->kase, run->arena, run->error);
    }
    if (status == CB_OK) {
        const char *mixing = cb_variants_mixing_tool(run->reader);
        status = cb_sample_checks_of(run->arena, run->tally, mixing, &run->samples, run->error);
    }
    if (status == CB_OK) {
        status = cb_rescue(run, &s->held, s->listener, s->who);
    }
    return status == CB_OK ? end_ledger(s) : status;
}

cb_status cb_run_scan(cb_run *run, cb_drop_listener listener, void *who) {
    size_t count = 0;
    scan *s = cb_alloc(run->arena, sizeof *s);
    if (!s) {
        return cb_fail_memory(run->error);
    }
    *s = (scan){.run = run, .listener = listener, .who = who, .rules = cb_profile_rules(run->profile, &count)};
    const cb_materials with = {run->kase, cb_profile_sources(run->profile), &run->consequences,
                               &cb_profile_policy(run->profile)->evidence};
    cb_status status = cb_variants_plan(run->reader, &with, run->arena, &s->plan, run->error);
    if (status == CB_OK) {
        status = cb_sample_tally_new(run->arena, run->kase, &run->tally, run->error);
    }
    if (status == CB_OK) {
        status = cb_asked_genes_of(run->arena, run->kase, &run->asked, run->error);
    }
    if (status == CB_OK) {
        status = new_ledger(run, run->arena, &run->ledger);
    }
    if (status == CB_OK) {
        status = cb_siblings_new(run->arena, run->kase, with.evidence, &s->siblings, run->error);
    }
    status = status == CB_OK ? run_chunks(s) : status;
    return status == CB_OK ? end_scan(s) : status;
}
