/* siblings.c: the alleles that overlap the latest one, and what those of one site say of each other. */
#include "casebound/model/siblings.h"

#include <string.h>

#include "siblings_change.h"

enum { DROPPED_MEMORY = 64 << 20 };

typedef struct entry {
    const cb_variant *v; /* the kept one, or a copy of what is needed of a dropped one */
    cb_variant *kept;
    const char *dropped_by;
    cb_change change;
    const cb_variant **siblings; /* of the kept one */
    size_t sibling_capacity;
} entry;

struct cb_siblings {
    cb_arena *arena, *window; /* window: of dropped alleles, emptied with the entries */
    const cb_case *kase;
    const cb_evidence_policy *evidence;
    entry entries[CB_SIBLINGS_WINDOW];
    size_t count;
    int64_t last, end; /* start of the latest allele, furthest end of REF among the entries */
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
    *out = s;
    return cb_arena_defer(arena, free_window, window, e);
}

/* The part of a dropped allele that siblings look at; its texts but those of the site are left behind. */
static cb_variant *copy_of(cb_siblings *s, const cb_variant *v) {
    size_t persons = s->kase->family.count;
    cb_variant *copy = cb_alloc(s->window, sizeof *copy);
    cb_genotype *genotypes = copy ? cb_alloc_array(s->window, persons + 1, sizeof *genotypes) : NULL;
    if (!genotypes) {
        return NULL;
    }
    memcpy(genotypes, v->genotypes, persons * sizeof *genotypes);
    for (size_t i = 0; i < persons; i++) {
        genotypes[i].text = "";
        genotypes[i].phase_set = v->genotypes[i].phase_set ? cb_copy(s->window, v->genotypes[i].phase_set) : NULL;
    }
    *copy = (cb_variant){.contig = v->contig,
                         .position = v->position,
                         .allele_index = v->allele_index,
                         .allele_count = v->allele_count,
                         .record_number = v->record_number,
                         .line = v->line,
                         .genotypes = genotypes};
    copy->ref = cb_copy(s->window, v->ref);
    copy->alt = cb_copy(s->window, v->alt);
    copy->split_from = v->split_from ? cb_copy(s->window, v->split_from) : NULL;
    return copy->ref && copy->alt && (copy->split_from || !v->split_from) ? copy : NULL;
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
            s->first_repeated = s->repeated == 0 ? b->v->record_number : s->first_repeated;
            s->repeated++;
            return;
        }
    }
}

/* All overlapping alleles are here: what each says of the others. Missing halves come first, since they change what a
 * call is worth. */
static cb_status settle(cb_siblings *s, cb_error *e) {
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
    s->count = 0;
    cb_arena_reset(s->window);
    return status;
}

static bool leaves(const cb_siblings *s, const cb_variant *v) {
    const cb_variant *first = s->count > 0 ? s->entries[0].v : NULL;
    return first && (v->contig != first->contig || v->position > s->end || v->position < s->last);
}

cb_status cb_siblings_see(cb_siblings *s, cb_variant *v, const char *dropped_by, cb_error *e) {
    cb_change change;
    if (!cb_change_of(v, &change)) {
        return CB_OK; /* symbolic, a star or a breakend: no half of such a call */
    }
    cb_status status = leaves(s, v) ? settle(s, e) : CB_OK;
    if (status == CB_OK && s->count == CB_SIBLINGS_WINDOW) {
        s->crowded++;
        status = settle(s, e);
    }
    if (status != CB_OK) {
        return status;
    }
    entry *added = &s->entries[s->count];
    *added = (entry){.v = v, .kept = v, .dropped_by = dropped_by};
    if (dropped_by) {
        added->v = copy_of(s, v);
        added->kept = NULL;
        if (!added->v) {
            return cb_fail_memory(e);
        }
    }
    if (!cb_change_of(added->v, &added->change)) {
        return CB_OK;
    }
    int64_t end = v->position + (int64_t)strlen(v->ref) - 1;
    s->end = s->count == 0 || end > s->end ? end : s->end;
    s->last = v->position;
    s->count++;
    return CB_OK;
}

cb_status cb_siblings_end(cb_siblings *s, cb_case *kase, cb_error *e) {
    cb_status status = settle(s, e);
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
