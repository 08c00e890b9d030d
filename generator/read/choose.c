/* choose.c: which transcript heads a variant's report.
 *
 * The gene with the most severe consequence on a protein-coding transcript comes first; within it MANE Select, else the
 * canonical transcript, else the one with the most severe consequence. So the gene that matters most is never hidden
 * behind a neighbour's, and the nomenclature stays the one that clinical databases use. */
#include <string.h>

#include "casebound/model/variant.h"
#include "read/reader.h"

typedef enum standing { MANE, CANONICAL, OTHER } standing;

static standing standing_of(const cb_transcript *t) {
    if (t->mane) {
        return MANE;
    }
    return t->canonical ? CANONICAL : OTHER;
}

/* A file without biotypes leaves it open: then every transcript may code. */
static bool may_code(const cb_transcript *t) {
    return !t->biotype || strcmp(t->biotype, "protein_coding") == 0;
}

static int text_order(const char *a, const char *b) {
    return cb_str_order(cb_str_of(a), cb_str_of(b));
}

typedef struct candidates {
    const cb_transcript *list;
    size_t count;
    bool told, coding; /* those only that are told to be of this allele; that may code */
    cb_map *genes;     /* name of a gene -> its transcript with the most severe consequence */
} candidates;

static bool counts(const candidates *c, const cb_transcript *t) {
    return (!c->told || !t->allele_ambiguous) && (!c->coding || may_code(t));
}

/* Symbol first: Ensembl and RefSeq know a gene under different ids. */
static cb_str gene_name(const cb_transcript *t) {
    return cb_str_of(t->gene ? t->gene : t->gene_id);
}

static bool learn_genes(candidates *c) {
    for (size_t i = 0; i < c->count; i++) {
        const cb_transcript *t = &c->list[i];
        cb_str name = gene_name(t);
        if (!counts(c, t) || name.n == 0) {
            continue;
        }
        const cb_transcript *worst = cb_map_get(c->genes, name);
        if ((!worst || t->severity < worst->severity) && !cb_map_set(c->genes, name, t)) {
            return false;
        }
    }
    return true;
}

static int gene_severity(const candidates *c, const cb_transcript *t) {
    const cb_transcript *worst = cb_map_get(c->genes, gene_name(t));
    return worst ? worst->severity : t->severity;
}

/* True when a heads the report rather than b, whose genes' severities are given. */
static bool heads(const cb_transcript *a, int gene_a, const cb_transcript *b, int gene_b) {
    if (gene_a != gene_b) {
        return gene_a < gene_b;
    }
    if (standing_of(a) != standing_of(b)) {
        return standing_of(a) < standing_of(b);
    }
    if (a->severity != b->severity) {
        return a->severity < b->severity;
    }
    int order = text_order(a->feature, b->feature);
    order = order != 0 ? order : text_order(a->gene, b->gene);
    return order != 0 ? order < 0 : text_order(a->hgvs_c, b->hgvs_c) < 0;
}

static const cb_transcript *best(const candidates *c) {
    const cb_transcript *found = NULL;
    int severity = 0;
    for (size_t i = 0; i < c->count; i++) {
        const cb_transcript *t = &c->list[i];
        if (!counts(c, t)) {
            continue;
        }
        int its = gene_severity(c, t);
        if (!found || heads(t, its, found, severity)) {
            found = t;
            severity = its;
        }
    }
    return found;
}

cb_status cb_transcript_choose(cb_making *m) {
    static const char *const why[] = {
        [MANE] = "chosen_mane", [CANONICAL] = "chosen_canonical", [OTHER] = "chosen_severest"};
    cb_variant *v = m->v;
    for (int wider = 0; wider < 4 && v->transcript_count > 0 && !v->chosen; wider++) {
        candidates c = {v->transcripts, v->transcript_count, wider < 2, wider % 2 == 0, cb_map_new(m->arena)};
        if (!c.genes || !learn_genes(&c)) {
            return cb_fail_memory(m->e);
        }
        v->chosen = best(&c);
    }
    if (v->chosen) {
        v->chosen_why = why[standing_of(v->chosen)];
        v->gene = v->chosen->gene;
        v->hgnc_id = v->chosen->hgnc_id;
    }
    return CB_OK;
}
