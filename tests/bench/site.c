/* site.c: one record: alleles, population frequency, scores, and a trio's calls that follow Mendel. */
#include "trio.h"

#include <string.h>

enum { X = 22, Y = 23, M = 24, Y_FROM = 2790000, Y_TO = 26600000 };
static const long FIRST_RS = 1900000000;

const family TRIO = {
    .id = "BENCH",
    .person = {{"BENCH-1", "BENCH-1", true, true, 1, 2},
               {"BENCH-2", "BENCH-2", true, false, -1, -1},
               {"BENCH-3", "BENCH-3", false, false, -1, -1}},
    .persons = 3,
};

/* The truths: where in the file (of a thousand), how many records behind, and what is there. One that stands behind
 * another shares its gene. */
typedef enum story { DE_NOVO, FROM_FATHER, FROM_MOTHER, HOMOZYGOUS, COMMON_PATHOGENIC, DE_NOVO_RNA } story;
static const struct truth {
    int at, behind;
    story story;
    const char *term, *name;
} TRUTHS[] = {
    {100, 0, DE_NOVO, "stop_gained", "de_novo"},
    {300, 0, FROM_FATHER, "frameshift_variant", "pair"},
    {300, 1, FROM_MOTHER, "missense_variant", "pair"},
    {500, 0, HOMOZYGOUS, "stop_gained", "homozygous"},
    {700, 0, COMMON_PATHOGENIC, "missense_variant", "common_pathogenic"},
    {800, 0, DE_NOVO_RNA, "non_coding_transcript_exon_variant", "de_novo_rna"},
    {980, 0, FROM_MOTHER, "missense_variant", "x_linked"},
};

static long length_of(int chrom) {
    return chrom == Y ? Y_TO - Y_FROM : CHROMOSOME[chrom].length;
}

/* By length; X has fewer differences and Y fewer still, the mitochondrial genome about forty. */
void make_plan(plan *p, uint64_t seed, long records) {
    long whole = 0, given = 0;
    *p = (plan){.seed = seed, .records = records};
    for (int c = 0; c < M; c++) {
        whole += length_of(c) / 100 * (c == X ? 65 : c == Y ? 30 : 100);
    }
    for (int c = 1; c <= M; c++) {
        long weight = length_of(c) / 100 * (c == X ? 65 : c == Y ? 30 : 100);
        p->of_chromosome[c] =
            c == M ? (records < 40000 ? records / 1000 : 40) : (long)((double)records * (double)weight / (double)whole);
        given += p->of_chromosome[c];
    }
    p->of_chromosome[0] = records - given;
}

static char reference_base(const plan *p, int chrom, long position) {
    return "ACGT"[hash_of(p->seed, (uint64_t)chrom + 200, (uint64_t)position) % 4];
}

/* Two changes of three are transitions. */
static char other_base(char base, draw *d) {
    static const char transition[] = {['A'] = 'G', ['G'] = 'A', ['C'] = 'T', ['T'] = 'C'};
    char next = transition[(int)base];
    if (draw_below(d, 3) < 2) {
        return next;
    }
    while (next == base || next == transition[(int)base]) {
        next = draw_base(d);
    }
    return next;
}

static int indel_length(draw *d) {
    int n = 1;
    while (n < ALLELE_TEXT - 6 && draw_chance(d, n < 2 ? 50 : 70)) {
        n++;
    }
    return n;
}

static void draw_alleles(site *s, const plan *p, draw *d) {
    record *r = &s->r;
    memset(r->ref, 0, sizeof r->ref);
    memset(r->alt, 0, sizeof r->alt);
    r->ref[0] = reference_base(p, s->on.chrom, r->position);
    r->alts = draw_below(d, 1000) < 15 ? 2 : 1;
    int class = (int)draw_below(d, 100), n = indel_length(d);
    if (class < 88) {
        r->alt[0][0] = other_base(r->ref[0], d);
        while (r->alts > 1 && (!r->alt[1][0] || r->alt[1][0] == r->alt[0][0])) {
            r->alt[1][0] = other_base(r->ref[0], d);
        }
        if (r->alts > 1 && draw_chance(d, 10)) {
            r->alt[1][0] = '*';
        }
        return;
    }
    for (int i = 0; i < n + r->alts - 1; i++) {
        char base = class < 94 ? reference_base(p, s->on.chrom, r->position + 1 + i) : draw_base(d);
        (class < 94 ? r->ref : r->alt[0])[1 + i] = base;
    }
    (class < 94 ? r->alt[0] : r->ref)[0] = r->ref[0];
    r->alt[0][0] = r->ref[0];
    if (r->alts > 1) { /* a second length of the same repeat */
        memcpy(r->alt[1], r->alt[0], sizeof r->alt[1]);
        size_t size = strlen(r->alt[0]);
        r->alt[1][class < 94 ? size : size - 1] = class < 94 ? r->ref[1] : '\0';
    }
}

/* What a genome's differences look like in gnomAD: eight of ten are common, one in fifty is unknown; what harms a
 * protein is rarer. */
static int draw_af(draw *d, const term *t) {
    static const struct {
        int of_thousand, from, to;
    } classes[] = {{800, AF_ONE / 20, AF_ONE / 10 * 9},
                   {100, AF_ONE / 100, AF_ONE / 20},
                   {45, AF_ONE / 1000, AF_ONE / 100},
                   {22, AF_ONE / 10000, AF_ONE / 1000},
                   {13, 66, AF_ONE / 10000}};
    int at = (int)draw_below(d, 1000);
    if (*t->impact == 'H' && draw_chance(d, 60)) {
        at = 900 + at / 10;
    }
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (at < classes[i].of_thousand) {
            return draw_between(d, classes[i].from, classes[i].to);
        }
        at -= classes[i].of_thousand;
    }
    return NO_VALUE;
}

static void draw_clinvar(effect *e, const term *t, draw *d) {
    static const char *const benign[] = {"Benign", "Benign/Likely_benign", "Likely_benign", "Uncertain_significance"};
    static const char *const reviews[] = {"criteria_provided,_multiple_submitters,_no_conflicts",
                                          "criteria_provided,_single_submitter"};
    bool modifier = strcmp(t->impact, "MODIFIER") == 0;
    if (draw_below(d, 1000) < (modifier ? 8u : 300u)) {
        bool rare = e->af == NO_VALUE || e->af < AF_ONE / 200;
        e->clinvar = rare && *t->impact == 'H' ? "Pathogenic" : benign[rare ? 2 + draw_below(d, 2) : draw_below(d, 3)];
        e->review = reviews[draw_below(d, 2)];
    }
}

static void draw_scores(site *s, draw *d) {
    for (int i = 0; i < s->r.alts; i++) {
        effect *e = &s->r.effect[i];
        const term *t = s->term[i];
        *e = (effect){.af = draw_af(d, t), .revel = NO_VALUE, .splice = NO_VALUE};
        e->cadd = *t->impact == 'H' ? draw_between(d, 200, 450) : draw_between(d, 0, *t->impact == 'M' ? 160 : 120);
        if (strcmp(t->name, "missense_variant") == 0) {
            e->revel = draw_between(d, 10, draw_chance(d, 15) ? 950 : 400);
            e->cadd = draw_between(d, 50, 300);
        }
        if (s->spot >= INTRONIC) {
            bool near = s->spot == SPLICE_NEAR || s->spot == SPLICE_SITE;
            e->splice = near || draw_below(d, 1000) < 3 ? draw_between(d, 0, near ? 90 : 40) : 0;
        }
        draw_clinvar(e, t, d);
    }
}

static int draw_allele(const record *r, draw *d) {
    int64_t at = draw_below(d, AF_ONE);
    for (int i = 0; i < r->alts; i++) {
        int af = r->effect[i].af;
        if (at < af) {
            return i + 1;
        }
        at -= af > 0 ? af : 0;
    }
    return 0;
}

/* Both parents' copies by the frequency, at least one carried; what is rare is put onto one copy. The child gets one of
 * each parent: X from the mother and Y from the father when male, mtDNA from the mother. */
static void draw_calls_of_trio(site *s, draw *d) {
    record *r = &s->r;
    int chrom = s->on.chrom, copy[4] = {0}, forced = NO_VALUE;
    int last = chrom == Y ? 1 : chrom == M ? 4 : copies_of(&s->on, r->position, true) == 1 ? 3 : 4;
    int order[4] = {0, 2, 3, 1};
    if (r->effect[0].af < AF_ONE / 100) {
        forced = order[draw_below(d, (uint32_t)last)];
    }
    bool carried = false;
    for (int turn = 0; !carried && turn < 64; turn++) {
        for (int i = 0; i < last; i++) {
            copy[order[i]] = order[i] == forced ? 1 : draw_allele(r, d);
            carried = carried || copy[order[i]];
        }
    }
    copy[0] = carried ? copy[0] : 1;
    if (chrom == M) {
        copy[1] = copy[0];
        copy[3] = copy[2];
    }
    int paternal = draw_below(d, 2) && chrom < X ? 1 : 0, maternal = 2 + (int)draw_below(d, 2);
    int child[2] = {copy[paternal], copy[maternal]};
    if (chrom >= X && copies_of(&s->on, r->position, true) == 1) {
        child[0] = chrom == Y ? copy[0] : copy[maternal];
    }
    const int alleles[PERSONS][2] = {{child[0], child[1]}, {copy[0], copy[1]}, {copy[2], copy[3]}};
    call_hets(r, &TRIO, d, alleles);
    if (draw_below(d, 1000) < 8) { /* somebody was not called */
        r->call[draw_below(d, 3)] = (call){.allele = {-1, -1}};
    }
}

static void plant(site *s, const struct truth *t, draw *d) {
    static const int alleles_of[][3][2] = {
        [DE_NOVO] = {{0, 1}, {0, 0}, {0, 0}},           [FROM_FATHER] = {{0, 1}, {0, 1}, {0, 0}},
        [FROM_MOTHER] = {{0, 1}, {0, 0}, {0, 1}},       [HOMOZYGOUS] = {{1, 1}, {0, 1}, {0, 1}},
        [COMMON_PATHOGENIC] = {{0, 1}, {0, 1}, {0, 0}}, [DE_NOVO_RNA] = {{0, 1}, {0, 0}, {0, 0}}};
    record *r = &s->r;
    r->alts = 1;
    memset(r->ref + 1, 0, sizeof r->ref - 1);
    memset(r->alt, 0, sizeof r->alt);
    r->alt[0][0] = r->ref[0];
    if (strcmp(t->term, "frameshift_variant") == 0) {
        r->ref[1] = 'A';
    } else {
        r->alt[0][0] = other_base(r->ref[0], d);
    }
    bool common = t->story == COMMON_PATHOGENIC, missense = strcmp(t->term, "missense_variant") == 0;
    s->locus.coding = t->story != DE_NOVO_RNA;
    s->locus.start = r->position - 20000;
    s->locus.end = r->position + 20000;
    s->spot = EXONIC;
    s->exon = s->locus.exons / 2;
    s->term[0] = term_named(t->term);
    r->effect[0] =
        (effect){.af = common ? AF_ONE / 1000 * 56 : NO_VALUE, .revel = missense ? 950 : NO_VALUE, .cadd = 330};
    r->effect[0].clinvar = common ? "Pathogenic" : NULL;
    r->effect[0].review = common ? "reviewed_by_expert_panel" : NULL;
    r->filter = "PASS";
    int alleles[PERSONS][2] = {{0}};
    memcpy(alleles, alleles_of[t->story], sizeof alleles_of[0]);
    if (s->on.chrom == X) {
        alleles[0][0] = 1;
    }
    call_hets(r, &TRIO, d, (const int(*)[2])alleles);
    r->truth = t->name;
}

void draw_site(site *s, const plan *p, draw *d, int chrom, long index) {
    long step = length_of(chrom) / p->of_chromosome[chrom];
    locus last = s->locus;
    *s = (site){.number = s->number + 1, .on = {.chrom = chrom}};
    s->r.position = (chrom == Y ? Y_FROM : 1) + index * step + (long)draw_below(d, (uint32_t)step);
    s->r.gene = &s->on;
    draw_alleles(s, p, d);
    place_site(s, p);
    draw_terms(s, d);
    draw_scores(s, d);
    int class = (int)draw_below(d, 1000);
    s->r.filter = class < 930 ? "PASS" : class < 985 ? "VQSRTrancheSNP99.90to100.00" : "LowQual";
    s->r.rs = s->r.effect[0].af > AF_ONE / 2000 ? FIRST_RS + (long)draw_below(d, 90000000) : 0;
    draw_calls_of_trio(s, d);
    for (size_t i = 0; i < sizeof TRUTHS / sizeof *TRUTHS; i++) {
        if (s->number == p->records / 1000 * TRUTHS[i].at + TRUTHS[i].behind) {
            s->locus = TRUTHS[i].behind ? last : s->locus;
            plant(s, &TRUTHS[i], d);
        }
    }
}
