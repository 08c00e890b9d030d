/* place.c: genes and exons at a place, and the consequences there. */
#include "trio.h"

#include <stdlib.h>
#include <string.h>

enum { CELL = 130000, NEAR_GENE = 5000, SHORTEST_GENE = 12000, MITOCHONDRIAL = 24 };

uint64_t hash_of(uint64_t seed, uint64_t a, uint64_t b) {
    draw d = {seed ^ a * 0x9e3779b97f4a7c15u ^ b * 0xc2b2ae3d27d4eb4fu};
    uint64_t high = draw_below(&d, UINT32_MAX);
    return high << 32 | draw_below(&d, UINT32_MAX);
}

static void name_gene(locus *l, int chrom, long cell) {
    static const char letters[] = "ABCDEFGHIKLMNPQRSTUVWZ";
    uint64_t h = hash_of(7, (uint64_t)chrom, (uint64_t)cell);
    int at = 0;
    for (int i = 0; i < 4; i++, h /= sizeof letters - 1) {
        l->symbol[at++] = letters[h % (sizeof letters - 1)];
    }
    l->hgnc = 100000 + chrom * 2000 + (int)cell;
    l->symbol[at++] = (char)('1' + h % 9);
    l->symbol[at] = '\0';
}

/* One gene in every cell of the chromosome; it covers a part of the cell. */
static void gene_at(locus *l, const plan *p, int chrom, long position) {
    memset(l, 0, sizeof *l);
    if (chrom == MITOCHONDRIAL) {
        *l = (locus){"MT-ND5", 7461, 1, CHROMOSOME[chrom].length, '+', 1, 1, true};
        return;
    }
    long cell = position / CELL;
    draw d = {hash_of(p->seed, (uint64_t)chrom, (uint64_t)cell)};
    name_gene(l, chrom, cell);
    const uint32_t room = CELL - 2 * NEAR_GENE - SHORTEST_GENE;
    uint32_t one = draw_below(&d, room), two = draw_below(&d, room), more = one > two ? one : two;
    l->start = cell * CELL + NEAR_GENE + draw_below(&d, room - more);
    l->end = l->start + SHORTEST_GENE + more;
    l->strand = draw_chance(&d, 50) ? '+' : '-';
    l->coding = draw_chance(&d, 75);
    l->exons = l->coding ? draw_between(&d, 3, 24) : draw_between(&d, 2, 5);
    l->transcripts = l->coding ? draw_between(&d, 3, MANY_TRANSCRIPTS) : draw_between(&d, 1, 6);
}

static long half_of_exon(const locus *l, int exon) {
    bool last = exon == (l->strand == '+' ? l->exons - 1 : 0);
    return last ? 500 : 45 + (l->hgnc + exon * 37) % 40;
}

static void place_in_gene(site *s, long position) {
    const locus *l = &s->locus;
    long width = (l->end - l->start) / l->exons + 1;
    s->exon = (int)((position - l->start) / width);
    long middle = l->start + s->exon * width + width / 2;
    long beyond = labs(position - middle) - half_of_exon(l, s->exon);
    s->from = beyond < 0 || l->exons == 1 ? 0 : beyond + 1;
    s->spot = s->from == 0 ? EXONIC : s->from <= 2 ? SPLICE_SITE : s->from <= 8 ? SPLICE_NEAR : INTRONIC;
}

void place_site(site *s, const plan *p) {
    long position = s->r.position;
    int chrom = s->on.chrom;
    gene_at(&s->locus, p, chrom, position);
    const locus *l = &s->locus;
    s->exon = 0;
    s->from = 0;
    s->regulatory = hash_of(p->seed, (uint64_t)chrom + 100, (uint64_t)position / 1000) % 100 < 5;
    if (position < l->start - NEAR_GENE || position > l->end + NEAR_GENE) {
        s->spot = INTERGENIC;
    } else if (position < l->start || position > l->end) {
        bool before = position < l->start;
        s->from = before ? l->start - position : position - l->end;
        s->spot = before == (l->strand == '+') ? GENE_UPSTREAM : GENE_DOWNSTREAM;
    } else {
        place_in_gene(s, position);
    }
}

static const term TERMS[] = {
    {"intergenic_variant", "MODIFIER"},
    {"regulatory_region_variant", "MODIFIER"},
    {"upstream_gene_variant", "MODIFIER"},
    {"downstream_gene_variant", "MODIFIER"},
    {"intron_variant", "MODIFIER"},
    {"splice_donor_variant", "HIGH"},
    {"splice_acceptor_variant", "HIGH"},
    {"splice_region_variant", "LOW"},
    {"non_coding_transcript_exon_variant", "MODIFIER"},
    {"5_prime_UTR_variant", "MODIFIER"},
    {"3_prime_UTR_variant", "MODIFIER"},
    {"synonymous_variant", "LOW"},
    {"missense_variant", "MODERATE"},
    {"stop_gained", "HIGH"},
    {"start_lost", "HIGH"},
    {"stop_lost", "HIGH"},
    {"frameshift_variant", "HIGH"},
    {"inframe_deletion", "MODERATE"},
    {"inframe_insertion", "MODERATE"},
};

const term *term_named(const char *name) {
    const term *t = TERMS;
    while (strcmp(t->name, name) != 0) {
        t++;
    }
    return t;
}

static const char *exonic_term(const site *s, int alt, draw *d) {
    const locus *l = &s->locus;
    if (!l->coding) {
        return "non_coding_transcript_exon_variant";
    }
    int order = l->strand == '+' ? s->exon : l->exons - 1 - s->exon;
    if (l->exons > 1 && (order == 0 || order == l->exons - 1)) {
        return order == 0 ? "5_prime_UTR_variant" : "3_prime_UTR_variant";
    }
    int more = (int)strlen(s->r.alt[alt]) - (int)strlen(s->r.ref);
    if (more) {
        bool frame = more % 3 == 0 && draw_chance(d, 80);
        return !frame ? "frameshift_variant" : more > 0 ? "inframe_insertion" : "inframe_deletion";
    }
    int class = (int)draw_below(d, 1000);
    return class < 500   ? "synonymous_variant"
           : class < 985 ? "missense_variant"
           : class < 997 ? "stop_gained"
           : class < 999 ? "start_lost"
                         : "stop_lost";
}

void draw_terms(site *s, draw *d) {
    static const char *const of_spot[] = {
        [INTERGENIC] = "intergenic_variant",           [GENE_UPSTREAM] = "upstream_gene_variant",
        [GENE_DOWNSTREAM] = "downstream_gene_variant", [INTRONIC] = "intron_variant",
        [SPLICE_NEAR] = "splice_region_variant",
    };
    for (int i = 0; i < s->r.alts; i++) {
        const char *name = s->spot == EXONIC        ? exonic_term(s, i, d)
                           : s->spot == SPLICE_SITE ? (s->exon % 2 ? "splice_donor_variant" : "splice_acceptor_variant")
                           : s->spot == INTERGENIC && s->regulatory ? "regulatory_region_variant"
                                                                    : of_spot[s->spot];
        s->term[i] = term_named(name);
    }
}

biotype biotype_of(const site *s, int transcript) {
    if (!s->locus.coding) {
        return LNCRNA;
    }
    int class = (s->locus.hgnc * 31 + transcript * 17) % 100;
    return transcript == 0 || class < 65 ? CODING : class < 75 ? NMD : RETAINED_INTRON;
}

void add_consequence(cb_buf *b, const site *s, int alt, int transcript) {
    biotype type = biotype_of(s, transcript);
    bool outside = s->spot == GENE_UPSTREAM || s->spot == GENE_DOWNSTREAM;
    bool skipped = transcript > 0 && (s->exon + transcript) % 6 == 0 && s->spot == EXONIC;
    bool exonic = s->spot == EXONIC && !skipped;
    if (outside) {
        cb_buf_text(b, s->term[alt]->name);
    } else if ((type == RETAINED_INTRON || type == LNCRNA) && exonic) {
        cb_buf_text(b, "non_coding_transcript_exon_variant");
    } else {
        cb_buf_text(b, skipped ? "intron_variant" : s->term[alt]->name);
        cb_buf_text(b, s->spot == SPLICE_NEAR ? "&intron_variant" : "");
        cb_buf_text(b, type == NMD                                 ? "&NMD_transcript_variant"
                       : type == RETAINED_INTRON || type == LNCRNA ? "&non_coding_transcript_variant"
                                                                   : "");
    }
}
