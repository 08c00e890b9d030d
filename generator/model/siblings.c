/* siblings.c: the alleles that overlap the latest one, and what those of one site say of each other. */
#include "casebound/model/siblings.h"

#include <string.h>

#include "siblings_change.h"

enum { DROPPED_MEMORY = 64 << 20 };

typedef struct entry {
    const cb_variant *v; /* the kept one, or a copy of what is needed of a dropped one */
    cb_variant *kept;
    const char *dropped_by;
    bool open; /* it may yet be brought back */
    cb_change change;
    const cb_variant **siblings; /* of the kept one */
    size_t sibling_capacity;
} entry;

/* Alleles of one site of which one at least is open: looked at behind the last allele. */
typedef struct group {
    struct group *next;
    entry *entries;
    size_t count;
} group;

struct cb_siblings {
    cb_arena *arena, *window; /* window: of dropped alleles, emptied with the entries */
    const cb_case *kase;
    const cb_evidence_policy *evidence;
    entry entries[CB_SIBLINGS_WINDOW];
    size_t count;
    cb_overlap overlap;
    group *waiting, **last_waiting;
    uint64_t repeated, crowded;
    int64_t first_repeated; /* number of the record */
};

static void free_window(void *window) {
    cb_arena_free(window);
}

cb_status cb_siblings_new(cb_arena *arena, const cb_case *kase, const cb_evidence_policy *evidence, cb_siblings **out,
                          cb_error *e) {
    cb_siblings *s = cb_alloc(arena, sizeof *s);
    cb_arena *window = s ? cb_arena_new(DROPPED_MEMORY) : NULL;
    if (!window) {
        return cb_fail_memory(e);
    }
    *s = (cb_siblings){.arena = arena, .window = window, .kase = kase, .evidence = evidence};
    s->last_waiting = &s->waiting;
    *out = s;
    return cb_arena_defer(arena, free_window, window, e);
}

cb_variant *cb_siblings_copy(cb_arena *arena, const cb_case *kase, const cb_variant *v) {
    size_t persons = kase->family.count;
    cb_variant *copy = cb_alloc(arena, sizeof *copy);
    cb_genotype *genotypes = copy ? cb_alloc_array(arena, persons + 1, sizeof *genotypes) : NULL;
    if (!genotypes) {
        return NULL;
    }
    memcpy(genotypes, v->genotypes, persons * sizeof *genotypes);
    bool whole = true;
    for (size_t i = 0; i < persons; i++) {
        genotypes[i].text = "";
        genotypes[i].phase_set = v->genotypes[i].phase_set ? cb_copy(arena, v->genotypes[i].phase_set) : NULL;
        whole = whole && (genotypes[i].phase_set || !v->genotypes[i].phase_set);
    }
    *copy = (cb_variant){.contig = v->contig,
                         .position = v->position,
                         .allele_index = v->allele_index,
                         .allele_count = v->allele_count,
                         .record_number = v->record_number,
                         .line = v->line,
                         .genotypes = genotypes};
    copy->ref = cb_copy(arena, v->ref);
    copy->alt = cb_copy(arena, v->alt);
    copy->split_from = v->split_from ? cb_copy(arena, v->split_from) : NULL;
    return whole && copy->ref && copy->alt && (copy->split_from || !v->split_from) ? copy : NULL;
}

/* "1:100 A>C", and " (dropped: too_common)" behind an allele that is not listed. */
static const char *whereabouts(const cb_siblings *s, const entry *b) {
    const cb_variant *v = b->v;
    return cb_format(s->arena, "%s:%lld %s>%s%s%s%s", v->contig->display, (long long)v->position, v->ref, v->alt,
                     b->dropped_by ? " (dropped: " : "", b->dropped_by ? b->dropped_by : "", b->dropped_by ? ")" : "");
}

/* A split record's reference call of somebody who has the sibling: not this allele, and not REF either. Likelihoods of
 * the split record do not hold the genotype that was called, where every copy is the sibling. */
static cb_status explain_reference(cb_siblings *s, entry *a, const entry *b, size_t i, cb_error *e) {
    cb_genotype *g = &a->kept->genotypes[i];
    const cb_genotype *other = &b->v->genotypes[i];
    bool reference = g->zygosity == CB_HOM_REF || g->zygosity == CB_HEMI_REF;
    if (!reference || other->evidence != CB_EVIDENCE_CARRIER) {
        return CB_OK;
    }
    bool all = other->zygosity == CB_HOM_ALT || other->zygosity == CB_HEMI_ALT;
    if (all && g->doubt && strcmp(g->doubt, "pl_uninformative") == 0) {
        g->evidence = CB_EVIDENCE_FREE;
        g->doubt = NULL;
    }
    const char *who = cb_person_words(s->arena, &s->kase->family, i), *place = whereabouts(s, b);
    return cb_variant_flag(
        s->arena, a->kept,
        who && place
            ? cb_format(s->arena, "%s: %s in this record means 'not this allele'; carries %s", who, g->text, place)
            : NULL,
        e);
}

/* What the proband's two calls mean together, said on both. */
static cb_status explain_proband(cb_siblings *s, entry *a, const entry *b, cb_error *e) {
    size_t p = s->kase->family.proband;
    const cb_genotype *ga = &a->v->genotypes[p], *gb = &b->v->genotypes[p];
    if (ga->evidence != CB_EVIDENCE_CARRIER || gb->evidence != CB_EVIDENCE_CARRIER) {
        return CB_OK;
    }
    const char *place = whereabouts(s, b);
    bool apart = a->v->record_number == b->v->record_number || cb_calls_complete(ga, a->v, gb, b->v) ||
                 cb_changes_exclude(&a->change, &b->change);
    const char *text = apart ? "proband: no copy of the site is unchanged; the other copy has"
                             : "proband: the record at the same site calls another allele as well,";
    return cb_variant_flag(s->arena, a->kept, place ? cb_format(s->arena, "%s %s", text, place) : NULL, e);
}

/* '1/.' beside './1': the missing half is the sibling. Judged anew with another allele in its place. */
static void fill_missing(cb_siblings *s, size_t at, size_t person) {
    entry *a = &s->entries[at];
    cb_genotype *g = &a->kept->genotypes[person];
    cb_genotype whole = *g;
    bool filled = false;
    for (size_t j = 0; j < s->count; j++) {
        const entry *b = &s->entries[j];
        const cb_genotype *other = &b->v->genotypes[person];
        if (j == at || !cb_records_are_siblings(s->kase, a->v, &a->change, b->v, &b->change) ||
            other->ploidy != g->ploidy) {
            continue;
        }
        for (int k = 0; k < g->ploidy && k < CB_PLOIDY_MAX; k++) {
            if (whole.allele[k] < 0 && other->allele[k] == b->v->allele_index) {
                whole.allele[k] = (int8_t)(a->v->allele_index == 1 ? 2 : 1);
                filled = true;
            }
        }
    }
    if (!filled) {
        return;
    }
    const cb_person *who = &s->kase->family.persons[person];
    int expected = cb_ploidy_expected(s->kase->build, a->v->contig->kind, a->v->position, who->sex);
    cb_genotype_judge(&whole, a->v->allele_index, expected, s->evidence);
    memcpy(whole.allele, g->allele, sizeof whole.allele);
    *g = whole;
}

static bool has_missing(const cb_genotype *g) {
    return g->zygosity == CB_HALF_ALT || g->zygosity == CB_HALF_CALL;
}

static cb_status add_sibling(cb_siblings *s, entry *a, const entry *b, cb_error *e) {
    if (!b->kept) {
        return CB_OK;
    }
    size_t *count = &a->kept->sibling_count;
    const cb_variant **list = cb_grow(s->arena, a->siblings, *count, &a->sibling_capacity, sizeof *list);
    if (!list) {
        return cb_fail_memory(e);
    }
    list[(*count)++] = b->kept;
    a->siblings = list;
    a->kept->siblings = list;
    return CB_OK;
}

static cb_status tell_repeated(cb_siblings *s, entry *a, const entry *b, cb_error *e) {
    return cb_variant_flag(
        s->arena, a->kept,
        b->v->line > 0
            ? cb_format(s->arena, "the same change stands in line %ld as well", b->v->line)
            : cb_format(s->arena, "the same change stands in record %lld as well", (long long)b->v->record_number),
        e);
}

static cb_status relate(cb_siblings *s, entry *a, const entry *b, cb_error *e) {
    bool one_record = a->v->record_number == b->v->record_number;
    if (cb_changes_same(&a->change, &b->change)) {
        return one_record ? CB_OK : tell_repeated(s, a, b, e);
    }
    if (!one_record && !cb_records_are_siblings(s->kase, a->v, &a->change, b->v, &b->change)) {
        return CB_OK;
    }
    bool split = !one_record && cb_records_were_split(s->kase, a->v, b->v);
    a->kept->was_split = a->kept->was_split || split;
    /* Neighbours that could lie on one copy (an insertion behind a changed base) are told of, and no siblings. */
    bool sibling = one_record || split || cb_changes_exclude(&a->change, &b->change);
    cb_status status = sibling ? add_sibling(s, a, b, e) : CB_OK;
    status = status == CB_OK ? explain_proband(s, a, b, e) : status;
    for (size_t i = 0; status == CB_OK && !one_record && i < s->kase->family.count; i++) {
        status = explain_reference(s, a, b, i, e);
    }
    return status;
}

static void count_repeated(cb_siblings *s, size_t at) {
    const entry *b = &s->entries[at];
    for (size_t i = 0; i < at; i++) {
        const entry *a = &s->entries[i];
        if (a->v->record_number != b->v->record_number && cb_changes_same(&a->change, &b->change)) {
            bool first = s->repeated == 0 || b->v->record_number < s->first_repeated;
            s->first_repeated = first ? b->v->record_number : s->first_repeated;
            s->repeated++;
            return;
        }
    }
}

/* All overlapping alleles are here: what each says of the others. Missing halves come first, since they change what a
 * call is worth. */
static cb_status settle_now(cb_siblings *s, cb_error *e) {
    cb_status status = CB_OK;
    for (size_t i = 0; s->count > 1 && i < s->count; i++) {
        count_repeated(s, i);
        for (size_t p = 0; s->entries[i].kept && p < s->kase->family.count; p++) {
            if (has_missing(&s->entries[i].kept->genotypes[p])) {
                fill_missing(s, i, p);
            }
        }
    }
    for (size_t i = 0; status == CB_OK && s->count > 1 && i < s->count; i++) {
        for (size_t j = 0; status == CB_OK && s->entries[i].kept && j < s->count; j++) {
            status = i == j ? CB_OK : relate(s, &s->entries[i], &s->entries[j], e);
        }
    }
    return status;
}

/* Holds the entries until it is known what is brought back; copies of dropped alleles go on living. */
static bool hold(cb_siblings *s) {
    group *g = cb_alloc(s->arena, sizeof *g);
    entry *entries = g ? cb_alloc_array(s->arena, s->count, sizeof *entries) : NULL;
    if (!entries) {
        return false;
    }
    memcpy(entries, s->entries, s->count * sizeof *entries);
    for (size_t i = 0; i < s->count; i++) {
        if (!entries[i].kept) {
            entries[i].v = cb_siblings_copy(s->arena, s->kase, entries[i].v);
        }
        if (!entries[i].v || !cb_change_of(entries[i].v, &entries[i].change)) {
            return false;
        }
    }
    *g = (group){.entries = entries, .count = s->count};
    *s->last_waiting = g;
    s->last_waiting = &g->next;
    return true;
}

static cb_status settle(cb_siblings *s, cb_error *e) {
    bool open = false;
    for (size_t i = 0; i < s->count; i++) {
        open = open || s->entries[i].open;
    }
    cb_status status = CB_OK;
    if (open && s->count > 1) {
        status = hold(s) ? CB_OK : cb_fail_memory(e);
    } else {
        status = settle_now(s, e);
    }
    s->count = 0;
    cb_arena_reset(s->window);
    return status;
}

/* Groups that had to wait, in the order of the file. */
static cb_status settle_waiting(cb_siblings *s, cb_error *e) {
    cb_status status = CB_OK;
    for (const group *g = s->waiting; status == CB_OK && g; g = g->next) {
        memcpy(s->entries, g->entries, g->count * sizeof *g->entries);
        s->count = g->count;
        for (size_t i = 0; i < s->count; i++) {
            entry *x = &s->entries[i];
            bool listed = x->open && x->v->rescued;
            x->kept = x->open && !listed ? NULL : x->kept;
            x->dropped_by = listed ? NULL : x->dropped_by;
        }
        status = settle_now(s, e);
    }
    s->count = 0;
    return status;
}

bool cb_overlap_counts(const cb_variant *v) {
    cb_change ignored;
    return cb_change_of(v, &ignored);
}

bool cb_overlap_begins(cb_overlap *o, const cb_variant *v) {
    int64_t end = v->position + (int64_t)strlen(v->ref) - 1;
    bool begins = v->contig != o->contig || v->position > o->end || v->position < o->last;
    o->contig = v->contig;
    o->end = begins || end > o->end ? end : o->end;
    o->last = v->position;
    return begins;
}

cb_status cb_siblings_part(cb_siblings *s, cb_error *e) {
    s->overlap = (cb_overlap){0};
    return settle(s, e);
}

static cb_status see(cb_siblings *s, cb_variant *v, const char *dropped_by, bool open, cb_error *e) {
    if (!cb_overlap_counts(v)) {
        return CB_OK; /* no half of such a call */
    }
    cb_status status = cb_overlap_begins(&s->overlap, v) ? settle(s, e) : CB_OK;
    if (status == CB_OK && s->count == CB_SIBLINGS_WINDOW) {
        s->crowded++;
        status = settle(s, e);
        s->overlap.end = v->position + (int64_t)strlen(v->ref) - 1;
    }
    if (status != CB_OK) {
        return status;
    }
    entry *added = &s->entries[s->count];
    *added = (entry){.v = v, .kept = v, .dropped_by = dropped_by, .open = open};
    if (dropped_by && !open) {
        added->v = cb_siblings_copy(s->window, s->kase, v);
        added->kept = NULL;
    }
    s->count += added->v && cb_change_of(added->v, &added->change) ? 1 : 0;
    return added->v ? CB_OK : cb_fail_memory(e);
}

cb_status cb_siblings_see(cb_siblings *s, cb_variant *v, const char *dropped_by, cb_error *e) {
    return see(s, v, dropped_by, false, e);
}

cb_status cb_siblings_see_open(cb_siblings *s, cb_variant *v, const char *dropped_by, cb_error *e) {
    return see(s, v, dropped_by, true, e);
}

cb_status cb_siblings_end(cb_siblings *s, cb_case *kase, cb_error *e) {
    cb_status status = settle(s, e);
    status = status == CB_OK ? settle_waiting(s, e) : status;
    if (status == CB_OK && s->repeated > 0) {
        status = cb_add_notice(
            kase, s->arena,
            cb_format(s->arena,
                      "%llu allele%s stand%s in two records of the variants' file (a duplicated variant; the "
                      "first in record %lld): each is counted and listed as often as it stands there.",
                      (unsigned long long)s->repeated, s->repeated == 1 ? "" : "s", s->repeated == 1 ? "s" : "",
                      (long long)s->first_repeated),
            e);
    }
    if (status == CB_OK && s->crowded > 0) {
        status = cb_add_notice(
            kase, s->arena,
            cb_format(s->arena,
                      "At %llu place%s more than %d alleles overlap: which of them are parts of one call was "
                      "not looked for beyond that number.",
                      (unsigned long long)s->crowded, s->crowded == 1 ? "" : "s", (int)CB_SIBLINGS_WINDOW),
            e);
    }
    return status;
}
