/* calls.c: genotypes that families can have, reads that fit them, and likelihoods that fit the reads. */
#include "samples.h"

#include <string.h>

uint32_t draw_below(draw *d, uint32_t n) {
    /* splitmix64 (Steele, Lea, Flood 2014) */
    uint64_t z = d->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return n ? (uint32_t)((z ^ z >> 31) % n) : 0;
}

int draw_between(draw *d, int from, int to) {
    return from + (int)draw_below(d, (uint32_t)(to - from + 1));
}

char draw_base(draw *d) {
    return "ACGT"[draw_below(d, 4)];
}

bool draw_chance(draw *d, int percent) {
    return (int)draw_below(d, 100) < percent;
}

int copies_of(const gene *g, long position, bool male) {
    bool par = position <= 2781479 || position >= 155701383; /* PAR1 and PAR2 of X in GRCh38 */
    if (g->chrom == 24) {
        return 1;
    }
    if (g->chrom == 23) {
        return male;
    }
    return g->chrom == 22 && male && !par ? 1 : 2;
}

void set_reads(call *c, int alts, draw *d, int depth) {
    memset(c->reads, 0, sizeof c->reads);
    if (c->ploidy == 0 || c->allele[0] < 0) {
        return;
    }
    int second = c->ploidy == 2 && c->allele[1] >= 0 ? c->allele[1] : c->allele[0];
    if (second == c->allele[0]) {
        bool error = alts == 1 && second == 0 && depth > 20 && draw_chance(d, 4);
        c->reads[second] = depth - error;
        c->reads[1] += error;
        return;
    }
    int other = 0;
    for (int i = 0; i < depth; i++) {
        other += draw_chance(d, 50);
    }
    other = other < depth * 3 / 10 + 1 ? depth * 3 / 10 + 1 : other > depth * 7 / 10 ? depth * 7 / 10 : other;
    c->reads[second] = other;
    c->reads[c->allele[0]] = depth - other;
}

void call_hets(record *r, const family *f, draw *d, const int (*alleles)[2]) {
    for (int i = 0; i < f->persons; i++) {
        call *c = &r->call[i];
        int copies = copies_of(r->gene, r->position, f->person[i].male);
        bool turn = copies == 2 && alleles[i][0] > alleles[i][1]; /* unphased: the lower allele is written first */
        *c = (call){.ploidy = copies, .allele = {alleles[i][turn], alleles[i][!turn]}};
        set_reads(c, r->alts, d, draw_between(d, copies == 2 ? 28 : 16, copies == 2 ? 48 : 26));
    }
}

static bool carried(const int (*alleles)[2], const record *r, const family *f) {
    for (int i = 0; i < f->persons; i++) {
        int copies = copies_of(r->gene, r->position, f->person[i].male);
        if ((copies > 0 && alleles[i][0] > 0) || (copies > 1 && alleles[i][1] > 0)) {
            return true;
        }
    }
    return false;
}

/* What a child gets from a parent. */
static int handed_down(draw *d, const int parent[2], int copies) {
    return copies < 2 ? parent[0] : parent[draw_below(d, 2)];
}

static void draw_person(const record *r, const family *f, draw *d, int i, int alleles[PERSONS][2]) {
    const person *p = &f->person[i];
    uint32_t af = r->effect[0].af < 0 ? 0 : (uint32_t)r->effect[0].af;
    int copies = copies_of(r->gene, r->position, p->male);
    if (p->father < 0 || p->mother < 0) {
        for (int k = 0; k < 2; k++) {
            alleles[i][k] = draw_below(d, AF_ONE) < af;
        }
        return;
    }
    const int *father = alleles[p->father], *mother = alleles[p->mother];
    bool mitochondrial = r->gene->chrom == 24;
    if (copies == 1) {
        bool from_father = r->gene->chrom == 23;
        alleles[i][0] = from_father ? father[0] : handed_down(d, mother, mitochondrial ? 1 : 2);
        return;
    }
    alleles[i][0] = handed_down(d, father, copies_of(r->gene, r->position, true));
    alleles[i][1] = handed_down(d, mother, 2);
}

/* Founders first, each child after its parents; somebody carries the allele. A rare one is put onto one founder's
 * chromosome. */
void draw_calls(record *r, const family *f, draw *d) {
    int alleles[PERSONS][2] = {{0}};
    int founders[PERSONS] = {0}, count = 0;
    for (int i = 0; i < f->persons; i++) {
        if (f->person[i].father < 0) {
            founders[count++] = i;
        }
    }
    do {
        for (int i = 0; i < count; i++) {
            draw_person(r, f, d, founders[i], alleles);
        }
        if (r->effect[0].af < AF_ONE / 100) {
            alleles[founders[draw_below(d, (uint32_t)count)]][draw_below(d, 2)] = 1;
        }
        for (int i = 0; i < f->persons; i++) {
            if (f->person[i].father >= 0) {
                draw_person(r, f, d, i, alleles);
            }
        }
    } while (!carried((const int(*)[2])alleles, r, f));
    call_hets(r, f, d, (const int(*)[2])alleles);
}

/* Phred cost of a genotype: 30 for a read that fits no allele of it, 3 for one of a heterozygote. */
static int cost(const call *c, int alts, int first, int second) {
    int sum = 0;
    for (int i = 0; i <= alts; i++) {
        int each = i != first && i != second ? 30 : first == second ? 0 : 3;
        sum += each * c->reads[i];
    }
    return sum;
}

static int likelihoods(const call *c, int alts, int out[6]) {
    int count = 0;
    for (int second = 0; second <= alts; second++) {
        for (int first = c->ploidy == 1 ? second : 0; first <= second; first++) {
            out[count++] = cost(c, alts, first, second);
        }
    }
    int least = out[0];
    for (int i = 1; i < count; i++) {
        least = out[i] < least ? out[i] : least;
    }
    for (int i = 0; i < count; i++) {
        out[i] -= least;
    }
    return count;
}

static int quality(const int *pl, int count) {
    int next = 99, zeros = 0;
    for (int i = 0; i < count; i++) {
        zeros += pl[i] == 0;
        next = pl[i] > 0 && pl[i] < next ? pl[i] : next;
    }
    return zeros > 1 ? 0 : next;
}

static void add_allele(cb_buf *b, int allele) {
    if (allele < 0) {
        cb_buf_char(b, '.');
    } else {
        cb_buf_printf(b, "%d", allele);
    }
}

void add_format(cb_buf *b, const call *c, int alts) {
    int depth = 0, pl[6];
    for (int i = 0; i <= alts; i++) {
        depth += c->reads[i];
    }
    if (c->ploidy == 0 || depth == 0) {
        cb_buf_text(b, c->ploidy == 1 ? ".:0" : "./.:0");
        cb_buf_text(b, alts == 1 ? ",0:0:.:." : ",0,0:0:.:.");
        return;
    }
    add_allele(b, c->allele[0]);
    if (c->ploidy == 2) {
        cb_buf_char(b, '/');
        add_allele(b, c->allele[1]);
    }
    for (int i = 0; i <= alts; i++) {
        cb_buf_printf(b, "%c%d", i ? ',' : ':', c->reads[i]);
    }
    int count = likelihoods(c, alts, pl);
    cb_buf_printf(b, ":%d:%d", depth, quality(pl, count));
    for (int i = 0; i < count; i++) {
        cb_buf_printf(b, "%c%d", i ? ',' : ':', pl[i]);
    }
}
