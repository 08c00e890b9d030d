/* scan_chunk.c: one chunk through the sieve, in one thread. Of an allele that is dropped nothing is left but what the
 * ledger counts and the sample checks take, unless it overlaps another one. */
#include "casebound/read/record_genes.h"
#include "scan_parts.h"

/* The record at hand. */
typedef struct place {
    const cb_scan *s;
    cb_scan_item *i;
    cb_scan_worker *w;
    const cb_record *record;
    const int *genes; /* asked ones that it lies in */
    size_t gene_count;
    bool listed_gene;  /* it names a gene of the list of secondary findings */
    size_t candidates; /* of the item before it */
    int fate;          /* so far */
} place;

/* One more element of an array of the harvest; NULL when memory is out. */
static void *grow(cb_scan_item *i, void *array, size_t count, size_t *capacity, size_t size) {
    void *grown = cb_grow(i->harvest, array, count, capacity, size);
    if (!grown) {
        (void)cb_fail_memory(&i->error);
    }
    return grown;
}

static cb_status see(cb_scan_item *i, const cb_seen *seen) {
    cb_seen *all = grow(i, i->seen, i->seen_count, &i->seen_capacity, sizeof *all);
    if (!all) {
        return CB_INTERNAL;
    }
    i->seen = all;
    all[i->seen_count++] = *seen;
    return CB_OK;
}

/* A dropped allele is copied where it is seen: its scratch is used again. */
static cb_status see_copy(const place *p, cb_seen seen) {
    if (seen.dropped_by && !seen.open) {
        seen.v = cb_siblings_copy(p->i->harvest, p->s->run->kase, seen.v);
        if (!seen.v) {
            return cb_fail_memory(&p->i->error);
        }
    }
    return see(p->i, &seen);
}

static cb_status see_waiting(const place *p) {
    cb_scan_item *i = p->i;
    if (i->waits_in < 0) {
        return CB_OK;
    }
    i->waits_in = -1;
    return see_copy(p, i->waiting);
}

/* The first alleles of a chunk that overlap may go on from the chunk before, and the last ones into the next: those are
 * seen in any case. */
static cb_status overlap(const place *p, cb_seen seen, int scratch) {
    cb_scan_item *i = p->i;
    if (!cb_overlap_counts(seen.v)) {
        return CB_OK;
    }
    bool first = i->overlap.contig == NULL;
    seen.begins = cb_overlap_begins(&i->overlap, seen.v);
    if (seen.begins && !first) {
        i->waiting = seen;
        i->waits_in = scratch;
        return CB_OK;
    }
    cb_status status = see_waiting(p);
    return status == CB_OK ? see_copy(p, seen) : status;
}

static cb_status keep(const place *p, cb_variant **v) {
    cb_scan_item *i = p->i;
    cb_status status = cb_reading_make(i->reading, p->record, (*v)->allele_index, p->w->kept, v, &i->error);
    cb_variant **kept = status == CB_OK ? grow(i, i->kept, i->kept_count, &i->kept_capacity, sizeof *kept) : NULL;
    if (!kept) {
        return status == CB_OK ? CB_INTERNAL : status;
    }
    i->kept = kept;
    kept[i->kept_count++] = *v;
    return CB_OK;
}

/* Holds a dropped allele for whoever wants it, whole. */
static cb_status tell(const place *p, cb_variant *v, const cb_rule *rule) {
    cb_scan_item *i = p->i;
    cb_told told = {.rule = rule};
    cb_status status = cb_reading_make(i->reading, p->record, v->allele_index, i->harvest, &told.v, &i->error);
    cb_told *all = status == CB_OK ? grow(i, i->told, i->told_count, &i->told_capacity, sizeof *all) : NULL;
    if (!all) {
        return status == CB_OK ? CB_INTERNAL : status;
    }
    i->told = all;
    all[i->told_count++] = told;
    return CB_OK;
}

static cb_status wants(const place *p, cb_variant *v, bool *wanted) {
    const cb_drops *d = p->s->drops;
    *wanted = d != NULL;
    return d && d->wants ? d->wants(d->who, v, wanted, &p->i->error) : CB_OK;
}

static cb_status remember_candidate(const place *p, cb_variant **v, const cb_fate *fate, bool wanted) {
    cb_scan_item *i = p->i;
    cb_candidate_drop c = {.fate = *fate, .gene_count = p->gene_count, .wanted = wanted};
    int *genes = cb_alloc_array(p->w->kept, p->gene_count + 1, sizeof *genes);
    cb_status status = cb_reading_make(i->reading, p->record, (*v)->allele_index, p->w->kept, v, &i->error);
    cb_candidate_drop *all = status == CB_OK && genes
                                 ? grow(i, i->candidates, i->candidate_count, &i->candidate_capacity, sizeof *all)
                                 : NULL;
    if (!all) {
        return status == CB_OK ? cb_fail_memory(&i->error) : status;
    }
    for (size_t k = 0; k < p->gene_count; k++) {
        genes[k] = p->genes[k];
    }
    c.v = *v;
    c.genes = genes;
    i->candidates = all;
    all[i->candidate_count++] = c;
    return CB_OK;
}

/* What becomes of an allele that the sieve has judged; *v is where it lives on. */
static cb_status settle(const place *p, cb_variant **v, const cb_sieved *sieved, int scratch) {
    const cb_fate fate = {.rule = sieved->rule, .near_miss = sieved->near_miss, .rescuable = sieved->rescuable};
    bool wanted = false;
    cb_status status = sieved->keep ? keep(p, v) : wants(p, *v, &wanted);
    if (status == CB_OK && sieved->rescuable && !sieved->keep) {
        return remember_candidate(p, v, &fate, wanted);
    }
    if (status == CB_OK) {
        status = cb_scan_account(p->s, p->w->ledger, p->w->profile, p->i->scratch[scratch], *v, &fate, p->genes,
                                 p->gene_count, &p->i->error);
    }
    return status == CB_OK && wanted ? tell(p, *v, &p->s->rules[sieved->rule]) : status;
}

/* Is the allele withheld? Then it came in, and nothing else of it goes anywhere. */
static cb_status withhold(const place *p, cb_variant *v, bool *withheld) {
    const cb_drops *d = p->s->drops;
    *withheld = false;
    if (!p->listed_gene) {
        return CB_OK;
    }
    cb_status status = cb_variant_need(v, CB_MAKE_TRANSCRIPTS, &p->i->error);
    *withheld = status == CB_OK && cb_secondary_withholds(&p->s->run->secondary, v);
    if (!*withheld) {
        return status;
    }
    cb_ledger_withhold(p->w->ledger);
    status = d && d->withheld ? cb_variant_need(v, CB_MAKE_TEXTS, &p->i->error) : CB_OK;
    return status == CB_OK && d && d->withheld ? d->withheld(d->who, v, &p->i->error) : status;
}

static cb_status sieve_allele(place *p, int index) {
    cb_scan_item *i = p->i;
    cb_sieved sieved = {0};
    cb_variant *v = NULL;
    bool withheld = false;
    int scratch = i->waits_in == 0 ? 1 : 0;
    cb_arena_reset(i->scratch[scratch]);
    cb_status status = cb_reading_variant(i->reading, p->record, index, i->scratch[scratch], &v, &i->error);
    if (status == CB_OK) {
        status = cb_sample_tally_add(i->tally, v, &i->error);
    }
    if (status == CB_OK) {
        status = withhold(p, v, &withheld);
    }
    if (status == CB_OK && withheld) {
        p->fate = p->fate == CB_LEDGER_NO_ALT ? CB_LEDGER_WITHHELD : p->fate;
        return CB_OK;
    }
    if (status == CB_OK) {
        status = cb_judge_sieve(p->w->profile, p->s->run->kase, v, CB_ASK_NEAR, &sieved, &i->error);
    }
    if (status != CB_OK) {
        return status;
    }
    p->fate = p->fate == CB_LEDGER_LISTED || sieved.keep ? CB_LEDGER_LISTED : sieved.rule;
    cb_variant *dropped = v;
    status = settle(p, &v, &sieved, scratch);
    bool open = sieved.rescuable && !sieved.keep;
    const cb_seen seen = {.v = sieved.keep || open ? v : dropped,
                          .dropped_by = sieved.keep ? NULL : p->s->rules[sieved.rule].key,
                          .open = open};
    return status == CB_OK ? overlap(p, seen, scratch) : status;
}

/* Few records name one: only their alleles are looked at closer. */
static cb_status find_listed_gene(place *p) {
    const cb_secondary *secondary = &p->s->run->secondary;
    const int *genes;
    size_t count = 0;
    cb_status status = CB_OK;
    if (!secondary->agreed) {
        status = cb_record_genes(p->i->reading, p->record, &secondary->genes, p->i->record, &genes, &count,
                                 &p->i->error);
    }
    p->listed_gene = count > 0;
    return status;
}

/* Every allele of a record, counted once each; the record stands where its last allele went, or is listed when one
 * allele is. */
static cb_status sieve_record(place *p) {
    cb_scan_item *i = p->i;
    cb_arena_reset(i->record);
    p->candidates = i->candidate_count;
    p->fate = CB_LEDGER_NO_ALT;
    cb_status status =
        cb_record_genes(i->reading, p->record, &p->s->run->asked, i->record, &p->genes, &p->gene_count, &i->error);
    if (status == CB_OK) {
        status = find_listed_gene(p);
    }
    for (int index = 1; status == CB_OK && index <= p->record->allele_count; index++) {
        status = sieve_allele(p, index);
    }
    if (status != CB_OK) {
        return status;
    }
    i->records++;
    if (i->candidate_count == p->candidates) {
        cb_ledger_record(p->w->ledger, p->fate, p->genes, p->fate == CB_LEDGER_WITHHELD ? 0 : p->gene_count);
        return CB_OK;
    }
    cb_candidate_drop *last = &i->candidates[i->candidate_count - 1];
    last->last = true;
    last->record_fate = p->fate;
    return CB_OK;
}

static void start(cb_scan_item *i) {
    cb_arena_reset(i->harvest);
    i->records = 0;
    i->kept = NULL;
    i->seen = NULL;
    i->told = NULL;
    i->candidates = NULL;
    i->kept_count = i->kept_capacity = i->seen_count = i->seen_capacity = 0;
    i->told_count = i->told_capacity = i->candidate_count = i->candidate_capacity = 0;
    i->overlap = (cb_overlap){0};
    i->waits_in = -1;
    cb_error_clear(&i->error);
}

void cb_scan_chunk(const cb_scan *s, cb_scan_item *i, cb_scan_worker *w) {
    cb_record record;
    bool more = true;
    place p = {.s = s, .i = i, .w = w, .record = &record};
    start(i);
    i->status = cb_reading_begin(i->reading, i->chunk, &i->error);
    while (i->status == CB_OK && more) {
        i->status = cb_reading_next(i->reading, &record, &more, &i->error);
        if (i->status == CB_OK && more) {
            i->status = sieve_record(&p);
        }
    }
    if (i->status == CB_OK) {
        i->status = see_waiting(&p);
    }
}
