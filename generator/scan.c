/* scan.c: chunks of records to workers, and their harvest back in the order of the file. */
#include "scan.h"

#include "casebound/base/memory.h"
#include "casebound/base/thread.h"
#include "scan_parts.h"

/* A worker that waits for an item waits for a result to be taken: a few more items than workers keep all of them busy.
 */
enum { SPARE_ITEMS = 2, ALLELE_MEMORY = 1 << 30, SCAN_MEMORY = 1 << 30 };
static const size_t KEPT_MEMORY = (size_t)6 << 30;

static bool take(void *who, void *item) {
    const cb_scan *s = who;
    return cb_variants_take(s->run->reader, s->run->options->chunk, ((cb_scan_item *)item)->chunk);
}

static void work(void *who, void *item, size_t number) {
    cb_scan *s = who;
    cb_scan_chunk(s, item, &s->workers[number]);
}

static cb_status merge_kept(cb_run *run, const cb_scan_item *i) {
    for (size_t k = 0; k < i->kept_count; k++) {
        cb_variant **all = cb_grow(run->arena, run->variants, run->variant_count, &run->variant_capacity, sizeof *all);
        if (!all) {
            return cb_fail_memory(run->error);
        }
        run->variants = all;
        all[run->variant_count++] = i->kept[k];
    }
    return CB_OK;
}

static cb_status merge_candidates(cb_scan *s, const cb_scan_item *i) {
    for (size_t k = 0; k < i->candidate_count; k++) {
        cb_candidate_drop *all =
            cb_grow(s->run->arena, s->candidates, s->candidate_count, &s->candidate_capacity, sizeof *all);
        if (!all) {
            return cb_fail_memory(s->run->error);
        }
        s->candidates = all;
        all[s->candidate_count++] = i->candidates[k];
    }
    return CB_OK;
}

/* The first ones of a chunk may overlap those of the chunk before. */
static cb_status merge_seen(cb_scan *s, const cb_scan_item *i) {
    cb_error *e = s->run->error;
    cb_status status = CB_OK;
    for (size_t k = 0; status == CB_OK && k < i->seen_count; k++) {
        const cb_seen *seen = &i->seen[k];
        status = k > 0 && seen->begins ? cb_siblings_part(s->siblings, e) : CB_OK;
        if (status == CB_OK) {
            status = seen->open ? cb_siblings_see_open(s->siblings, seen->v, seen->dropped_by, e)
                                : cb_siblings_see(s->siblings, seen->v, seen->dropped_by, e);
        }
    }
    return status;
}

static cb_status merge_told(const cb_scan *s, const cb_scan_item *i) {
    cb_status status = CB_OK;
    for (size_t k = 0; status == CB_OK && k < i->told_count; k++) {
        status = s->drops->take(s->drops->who, i->told[k].v, i->told[k].rule, s->run->error);
    }
    return status;
}

static cb_status merge_harvest(cb_scan *s, cb_scan_item *i) {
    cb_run *run = s->run;
    cb_status status = merge_kept(run, i);
    status = status == CB_OK ? merge_candidates(s, i) : status;
    status = status == CB_OK ? merge_seen(s, i) : status;
    status = status == CB_OK ? merge_told(s, i) : status;
    return status == CB_OK ? cb_sample_tally_merge(s->tally, i->tally, run->error) : status;
}

/* What stands between the chunks comes before the failure of the later one. */
static cb_status merge(void *who, void *item, cb_error *e) {
    cb_scan *s = who;
    cb_scan_item *i = item;
    cb_status status = cb_variants_merge(s->run->reader, i->reading, e);
    if (status == CB_OK && i->status != CB_OK) {
        status = cb_fail(e, i->status, "%s", i->error.text);
    }
    status = status == CB_OK ? merge_harvest(s, i) : status;
    if (status == CB_OK && cb_interrupted()) {
        status = cb_fail(e, CB_INTERNAL, "interrupted; nothing was written");
    }
    s->records += (uint64_t)i->records;
    cb_progress_step(&s->progress, s->records, cb_chunk_share(i->chunk));
    return status;
}

static cb_status new_item(const cb_scan *s, cb_scan_item *i) {
    cb_run *run = s->run;
    cb_arena **arenas[] = {&i->scratch[0], &i->scratch[1], &i->record, &i->harvest};
    cb_status status = cb_chunk_new(s->arena, &i->chunk, run->error);
    if (status == CB_OK) {
        status = cb_reading_new(s->arena, run->reader, s->plan, &i->reading, run->error);
    }
    for (size_t k = 0; status == CB_OK && k < sizeof arenas / sizeof *arenas; k++) {
        status = cb_run_arena(s->arena, ALLELE_MEMORY, arenas[k], run->error);
    }
    cb_arena *sites = NULL; /* of the tally alone: it grows in a worker */
    status = status == CB_OK ? cb_run_arena(s->arena, ALLELE_MEMORY, &sites, run->error) : status;
    return status == CB_OK ? cb_sample_tally_new(sites, run->kase, &i->tally, run->error) : status;
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

static cb_status new_worker(cb_scan *s, cb_scan_worker *w) {
    cb_run *run = s->run;
    cb_arena *own = NULL; /* of what grows in its thread and is not kept */
    cb_status status = cb_run_arena(run->alleles, KEPT_MEMORY, &w->kept, run->error);
    status = status == CB_OK ? cb_run_arena(s->arena, ALLELE_MEMORY, &own, run->error) : status;
    if (status == CB_OK) {
        status = cb_profile_load_files(own, &run->profile_files, NULL, &w->profile, run->error);
    }
    return status == CB_OK ? new_ledger(run, own, &w->ledger) : status;
}

static cb_status run_chunks(cb_scan *s) {
    cb_run *run = s->run;
    size_t workers = s->worker_count, count = workers > 1 ? workers + SPARE_ITEMS : 1;
    cb_scan_item *items = cb_alloc_array(s->arena, count, sizeof *items);
    void *ring[CB_SCAN_WORKERS + SPARE_ITEMS];
    cb_status status = items ? CB_OK : cb_fail_memory(run->error);
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

static cb_status end_ledger(cb_scan *s) {
    cb_run *run = s->run;
    cb_status status = CB_OK;
    for (size_t i = 0; status == CB_OK && i < s->worker_count; i++) {
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

/* Siblings come behind what is brought back: only then is it known which of them are listed. */
static cb_status end_scan(cb_scan *s) {
    cb_run *run = s->run;
    cb_status status = cb_scan_rescue(s);
    if (status == CB_OK) {
        status = cb_siblings_end(s->siblings, run->kase, run->error);
    }
    if (status == CB_OK) {
        status = cb_variants_notices(run->reader, run->kase, run->arena, run->error);
    }
    if (status == CB_OK) {
        const char *mixing = cb_variants_mixing_tool(run->reader);
        status = cb_sample_checks_of(run->arena, s->tally, mixing, &run->samples, run->error);
    }
    status = status == CB_OK ? end_ledger(s) : status;
    return status == CB_OK ? cb_run_settle_input(run) : status;
}

/* Consent is given to the question, which is the panels. */
static cb_status find_secondary(cb_run *run) {
    const cb_case panels = {.panels = run->kase->panels, .panel_count = run->kase->panel_count};
    cb_status status = cb_asked_genes_of(run->arena, &panels, &run->question, run->error);
    if (status == CB_OK) {
        status =
            cb_secondary_of(run->arena, run->kase, &run->secondary_list, &run->question, &run->secondary, run->error);
    }
    return status == CB_OK ? cb_secondary_spare(run->arena, &run->secondary, run->kase, run->error) : status;
}

static cb_status begin_scan(cb_scan *s) {
    cb_run *run = s->run;
    const cb_materials with = {run->kase, cb_profile_sources(run->profile), &run->consequences,
                               &cb_profile_policy(run->profile)->evidence};
    cb_status status = cb_variants_plan(run->reader, &with, run->arena, &s->plan, run->error);
    status = status == CB_OK ? cb_variants_ask_for(run->reader, s->plan, run->error) : status;
    if (status == CB_OK) {
        status = cb_sample_tally_new(s->arena, run->kase, &s->tally, run->error);
    }
    if (status == CB_OK) {
        status = find_secondary(run);
    }
    if (status == CB_OK) {
        status = cb_asked_genes_of(run->arena, run->kase, &run->asked, run->error);
    }
    if (status == CB_OK) {
        status = new_ledger(run, run->arena, &run->ledger);
    }
    return status == CB_OK ? cb_siblings_new(run->arena, run->kase, with.evidence, &s->siblings, run->error) : status;
}

static cb_status scan(cb_scan *s) {
    cb_status status = begin_scan(s);
    status = status == CB_OK ? run_chunks(s) : status;
    return status == CB_OK ? end_scan(s) : status;
}

cb_status cb_run_scan(cb_run *run, const cb_drops *drops) {
    size_t count = 0, threads = (size_t)run->options->threads;
    cb_arena *arena = cb_arena_new(SCAN_MEMORY);
    cb_scan *s = arena ? cb_alloc(arena, sizeof *s) : NULL;
    cb_status status = CB_OK;
    if (!s) {
        status = cb_fail_memory(run->error);
    } else {
        *s = (cb_scan){.run = run, .arena = arena, .drops = drops, .rules = cb_profile_rules(run->profile, &count)};
        s->worker_count = threads < 1 ? 1 : threads > CB_SCAN_WORKERS ? CB_SCAN_WORKERS : threads;
        status = scan(s);
    }
    cb_arena_free(arena);
    cb_memory_trim();
    return status;
}
