/* ledger_near.c: which near misses are the nearest, and what is held of them. */
#include "ledger_near.h"

#include <string.h>

static double frequency_of(const cb_variant *v) {
    return v->af.presence == CB_PRESENT ? v->af.value : 0;
}

/* Below zero when a is the nearer one; 0 for the same allele alone. */
static int order(const cb_near_miss *a, const cb_near_miss *b) {
    const cb_variant *x = a->v, *y = b->v;
    double fx = frequency_of(x), fy = frequency_of(y);
    if (a->rescuable != b->rescuable) {
        return a->rescuable ? -1 : 1;
    }
    if (x->severity != y->severity) {
        return x->severity < y->severity ? -1 : 1;
    }
    if (fx < fy || fx > fy) {
        return fx < fy ? -1 : 1;
    }
    if (x->record_number != y->record_number) {
        return x->record_number < y->record_number ? -1 : 1;
    }
    return x->allele_index - y->allele_index;
}

static bool holds(const cb_near_list *list, const cb_near_miss *row) {
    for (size_t i = 0; i < list->count; i++) {
        if (order(row, list->rows[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool cb_nearest_fits(const cb_near_list *list, const cb_near_miss *row) {
    bool near = list->count < list->limit || order(row, list->rows[list->count - 1]) < 0;
    return near && !holds(list, row);
}

cb_status cb_nearest_put(cb_arena *arena, cb_near_list *list, const cb_near_miss *row, cb_error *e) {
    if (!cb_nearest_fits(list, row)) {
        return CB_OK;
    }
    if (!list->rows) {
        list->rows = cb_alloc_array(arena, list->limit, sizeof *list->rows);
        if (!list->rows) {
            return cb_fail_memory(e);
        }
    }
    list->count += list->count < list->limit;
    size_t at = list->count - 1;
    for (; at > 0 && order(row, list->rows[at - 1]) < 0; at--) {
        list->rows[at] = list->rows[at - 1];
    }
    list->rows[at] = row;
    return CB_OK;
}

/* Copying. A text that stays NULL when memory is out would read as one that is not there, so each failure is kept. */
typedef struct copier {
    cb_arena *arena;
    bool failed;
} copier;

static const char *text(copier *c, const char *from) {
    char *copy = from ? cb_copy(c->arena, from) : NULL;
    c->failed = c->failed || (from && !copy);
    return copy;
}

static void *block(copier *c, size_t count, size_t size) {
    void *made = c->failed ? NULL : cb_alloc_array(c->arena, count, size);
    c->failed = !made;
    return made;
}

static void copy_transcript(copier *c, cb_transcript *to, const cb_transcript *from) {
    *to = (cb_transcript){.consequence = text(c, from->consequence),
                          .severity = from->severity,
                          .gene = text(c, from->gene),
                          .gene_id = text(c, from->gene_id),
                          .hgnc_id = text(c, from->hgnc_id),
                          .feature = text(c, from->feature),
                          .hgvs_c = text(c, from->hgvs_c),
                          .hgvs_p = text(c, from->hgvs_p),
                          .canonical = from->canonical,
                          .allele_ambiguous = from->allele_ambiguous};
    to->consequences = to->consequence;
}

/* The transcript that the most severe term stands on. */
static const cb_transcript *severest(const cb_variant *v) {
    for (size_t i = 0; i < v->transcript_count; i++) {
        if (v->transcripts[i].severity == v->severity) {
            return &v->transcripts[i];
        }
    }
    return NULL;
}

static void copy_annotation(copier *c, cb_variant *to, const cb_variant *v) {
    const cb_transcript *worst = severest(v);
    to->severity = v->severity;
    to->consequence = text(c, v->consequence);
    to->gene = text(c, v->gene);
    to->hgnc_id = text(c, v->hgnc_id);
    to->af = (cb_real){v->af.value, v->af.presence, NULL};
    to->af_name = text(c, v->af_name);
    to->clinvar = v->clinvar;
    to->clinvar.significance.value = text(c, v->clinvar.significance.value);
    to->clinvar.significance.source = NULL;
    to->clinvar.accession = text(c, v->clinvar.accession);
    cb_transcript *transcripts = v->chosen ? block(c, 2, sizeof *transcripts) : NULL;
    if (transcripts) {
        copy_transcript(c, &transcripts[0], v->chosen);
        to->transcripts = transcripts;
        to->chosen = transcripts;
        to->transcript_count = 1;
    }
    if (transcripts && worst && worst != v->chosen) {
        copy_transcript(c, &transcripts[to->transcript_count++], worst);
    }
}

/* The proband's call alone: what relatives carry is no part of a near miss. */
static void copy_call(copier *c, cb_variant *to, const cb_variant *v) {
    cb_genotype *g = block(c, 1, sizeof *g);
    if (g) {
        *g = v->genotypes[0];
        g->text = text(c, g->text);
        g->phase_set = NULL;
        to->genotypes = g;
    }
}

static const cb_variant *copy_variant(copier *c, const cb_variant *v) {
    cb_variant *to = block(c, 1, sizeof *to);
    if (!to) {
        return NULL;
    }
    to->parts = CB_MAKE_ALL;
    to->contig = v->contig;
    to->position = v->position;
    to->end = v->end;
    to->ref = text(c, v->ref);
    to->alt = text(c, v->alt);
    to->id = text(c, v->id);
    to->key = text(c, v->key);
    to->allele_index = v->allele_index;
    to->allele_count = v->allele_count;
    to->record_number = v->record_number;
    to->line = v->line;
    to->quality = v->quality;
    to->filter_state = v->filter_state;
    to->filter = text(c, v->filter);
    copy_annotation(c, to, v);
    copy_call(c, to, v);
    return to;
}

const cb_near_miss *cb_near_miss_copy(cb_arena *arena, const cb_near_miss *row) {
    copier c = {.arena = arena};
    cb_near_miss *copy = block(&c, 1, sizeof *copy);
    int *genes = block(&c, row->gene_count + 1, sizeof *genes);
    if (c.failed) {
        return NULL;
    }
    if (row->gene_count > 0) {
        memcpy(genes, row->genes, row->gene_count * sizeof *genes);
    }
    *copy = (cb_near_miss){.rule = row->rule,
                           .rescuable = row->rescuable,
                           .v = copy_variant(&c, row->v),
                           .facts = text(&c, row->facts),
                           .genes = genes,
                           .gene_count = row->gene_count};
    return c.failed ? NULL : copy;
}
