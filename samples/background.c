/* background.c: what any family carries, around what is planted: common, silent, intronic, benign. */
#include "samples.h"

#include <stdlib.h>
#include <string.h>

enum { APART = 60 };
static const long FIRST_RS = 9900000000;

static bool planted_gene(const record *records, int count, const gene *g) {
    for (int i = 0; i < count; i++) {
        if (records[i].gene == g && records[i].truth) {
            return true;
        }
    }
    return false;
}

static kind draw_kind(draw *d, const gene *g) {
    static const struct {
        kind kind;
        int weight;
    } kinds[] = {{INTRON, 42}, {SYNONYMOUS, 19}, {MISSENSE, 17},     {UTR_3, 7},
                 {UTR_5, 4},   {UPSTREAM, 5},    {SPLICE_REGION, 4}, {INFRAME_DELETION, 2}};
    int at = (int)draw_below(d, 100);
    size_t i = 0;
    while (at >= kinds[i].weight) {
        at -= kinds[i++].weight;
    }
    bool has_introns = g->exons > 1 && g->chrom != 24;
    return has_introns || kinds[i].kind == MISSENSE ? kinds[i].kind : SYNONYMOUS;
}

static bool changes_protein(kind k) {
    return k == MISSENSE || k == INFRAME_DELETION;
}

/* Six in ten are common; what changes a protein is never rarer than one in five hundred, on X never rarer than one in a
 * hundred. */
static int draw_af(draw *d, kind k, const gene *g) {
    bool protein = changes_protein(k), haploid = g->chrom >= 22;
    int class = (int)draw_below(d, 100);
    if (class < 60 || haploid || k == INFRAME_DELETION) {
        return draw_between(d, AF_ONE / 100 * 2, AF_ONE / 100 * 60);
    }
    if (class < 80 || protein) {
        return draw_between(d, AF_ONE / 500, AF_ONE / 100);
    }
    if (class < 94) {
        return draw_between(d, 3, AF_ONE / 2000);
    }
    return class < 97 ? 0 : NO_VALUE;
}

static void draw_clinvar(draw *d, effect *e) {
    static const char *const words[] = {"Benign", "Likely_benign", "Benign/Likely_benign"};
    static const char *const reviews[] = {"criteria_provided,_single_submitter",
                                          "criteria_provided,_multiple_submitters,_no_conflicts"};
    if (e->af > AF_ONE / 500 && draw_chance(d, 35)) {
        e->clinvar = words[draw_below(d, 3)];
        e->review = reviews[draw_below(d, 2)];
    } else if (e->kind == MISSENSE && draw_chance(d, 15)) {
        e->clinvar = "Uncertain_significance";
        e->review = reviews[0];
    }
}

static void draw_effect(draw *d, const gene *g, effect *e) {
    *e = (effect){
        .kind = draw_kind(d, g), .size = 3, .revel = NO_VALUE, .cadd = draw_between(d, 1, 120), .splice = NO_VALUE};
    e->residue = draw_between(d, 12, g->residues - 2);
    e->codon = draw_between(d, 0, 7);
    e->shift = e->kind == SPLICE_REGION ? draw_between(d, 4, 8) : draw_between(d, 12, 900);
    e->af = draw_af(d, e->kind, g);
    if (e->kind == MISSENSE) {
        e->revel = draw_between(d, 8, 240);
        e->cadd = draw_between(d, 20, 180);
    }
    e->splice = draw_chance(d, 70) ? draw_between(d, 0, 6) : NO_VALUE;
    draw_clinvar(d, e);
}

static bool taken(const record *records, int count, const record *r) {
    for (int i = 0; i < count; i++) {
        if (records[i].gene->chrom == r->gene->chrom && labs(records[i].position - r->position) < APART) {
            return true;
        }
    }
    return false;
}

static void draw_background(const family *f, draw *d, const record *records, int count, record *r) {
    const gene *g;
    memset(r, 0, sizeof *r);
    do {
        g = &GENES[draw_below(d, (uint32_t)GENE_COUNT)];
    } while ((g->chrom == 23 && !f->person[0].male) || (g->chrom >= 23 && draw_chance(d, 70)));
    r->gene = g;
    bool quiet = planted_gene(records, count, g); /* no partner for what is planted there */
    do {
        draw_effect(d, g, &r->effect[0]);
    } while (quiet && (changes_protein(r->effect[0].kind) || r->effect[0].af < AF_ONE / 100));
    set_alleles(r, d);
    r->filter = draw_chance(d, 4) ? "LowQual" : draw_chance(d, 4) ? "VQSRTrancheSNP99.90to100.00" : "PASS";
    r->rs = r->effect[0].af > AF_ONE / 2000 ? FIRST_RS + (long)draw_below(d, 90000000) : 0;
    draw_calls(r, f, d);
    if (draw_chance(d, 2)) { /* somebody was not called */
        r->call[draw_below(d, (uint32_t)f->persons)] = (call){.allele = {-1, -1}};
    }
}

static int by_place(const void *a, const void *b) {
    const record *one = a, *two = b;
    if (one->gene->chrom != two->gene->chrom) {
        return one->gene->chrom - two->gene->chrom;
    }
    return (one->position > two->position) - (one->position < two->position);
}

int make_records(const family *f, record *out, int room) {
    draw d = {f->seed};
    int count = 0;
    f->plant(f, &d, out, &count);
    while (count < f->records && count < room) {
        record r;
        draw_background(f, &d, out, count, &r);
        if (!taken(out, count, &r)) {
            out[count++] = r;
        }
    }
    qsort(out, (size_t)count, sizeof *out, by_place);
    return count;
}
