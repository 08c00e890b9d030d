/* annotate.c: alleles that fit a codon change, and the CSQ entries that VEP would write for them. */
#include "samples.h"

#include <string.h>

const char CSQ_FORMAT[] = "Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|"
                          "cDNA_position|CDS_position|"
                          "Protein_position|Amino_acids|Codons|Existing_variation|DISTANCE|STRAND|FLAGS|SYMBOL_SOURCE|"
                          "HGNC_ID|CANONICAL|MANE_SELECT|"
                          "MANE_PLUS_CLINICAL|TSL|ENSP|SIFT|PolyPhen|gnomADe_AF|gnomADe_AFR_AF|gnomADe_NFE_AF|gnomADg_"
                          "AF|MAX_AF|MAX_AF_POPS|CLIN_SIG|"
                          "REVEL|CADD_PHRED|SpliceAI_pred_DS_AG|SpliceAI_pred_DS_AL|SpliceAI_pred_DS_DG|SpliceAI_pred_"
                          "DS_DL|am_class|am_pathogenicity";

/* A change of one base in one codon, on the coding strand. */
typedef struct codon_change {
    const char *from, *to;       /* codons */
    const char *aa_from, *aa_to; /* three letters */
    char letter_from, letter_to;
    int at; /* 0..2 */
} codon_change;

static const codon_change STOPS[] = {{"CGA", "TGA", "Arg", "Ter", 'R', '*', 0},
                                     {"CAG", "TAG", "Gln", "Ter", 'Q', '*', 0},
                                     {"TGG", "TGA", "Trp", "Ter", 'W', '*', 2},
                                     {"GAA", "TAA", "Glu", "Ter", 'E', '*', 0}};
static const codon_change MISSENSES[] = {
    {"CGC", "CAC", "Arg", "His", 'R', 'H', 1}, {"GGA", "AGA", "Gly", "Arg", 'G', 'R', 0},
    {"GCC", "ACC", "Ala", "Thr", 'A', 'T', 0}, {"ATC", "GTC", "Ile", "Val", 'I', 'V', 0},
    {"CTC", "TTC", "Leu", "Phe", 'L', 'F', 0}, {"AAC", "AGC", "Asn", "Ser", 'N', 'S', 1},
    {"GAG", "AAG", "Glu", "Lys", 'E', 'K', 0}, {"CCC", "CTC", "Pro", "Leu", 'P', 'L', 1}};
static const codon_change SYNONYMS[] = {{"CTG", "CTA", "Leu", "Leu", 'L', 'L', 2},
                                        {"GCC", "GCT", "Ala", "Ala", 'A', 'A', 2},
                                        {"GAC", "GAT", "Asp", "Asp", 'D', 'D', 2},
                                        {"TCC", "TCT", "Ser", "Ser", 'S', 'S', 2}};

static const codon_change *change_of(const effect *e) {
    switch (e->kind) {
    case STOP_GAINED:
        return &STOPS[e->codon % 4];
    case MISSENSE:
        return &MISSENSES[e->codon % 8];
    case SYNONYMOUS:
        return &SYNONYMS[e->codon % 4];
    default:
        return NULL;
    }
}

typedef struct word {
    const char *term, *impact;
} word;
static const word WORDS[] = {[STOP_GAINED] = {"stop_gained", "HIGH"},
                             [FRAMESHIFT_DELETION] = {"frameshift_variant", "HIGH"},
                             [FRAMESHIFT_INSERTION] = {"frameshift_variant", "HIGH"},
                             [SPLICE_DONOR] = {"splice_donor_variant", "HIGH"},
                             [MISSENSE] = {"missense_variant", "MODERATE"},
                             [INFRAME_DELETION] = {"inframe_deletion", "MODERATE"},
                             [SPLICE_REGION] = {"splice_region_variant&intron_variant", "LOW"},
                             [SYNONYMOUS] = {"synonymous_variant", "LOW"},
                             [UTR_5] = {"5_prime_UTR_variant", "MODIFIER"},
                             [UTR_3] = {"3_prime_UTR_variant", "MODIFIER"},
                             [INTRON] = {"intron_variant", "MODIFIER"},
                             [UPSTREAM] = {"upstream_gene_variant", "MODIFIER"},
                             [STAR] = {"", ""}};

const char *consequence_of(kind k) {
    return WORDS[k].term;
}

static char complement(char base) {
    return base == 'A' ? 'T' : base == 'T' ? 'A' : base == 'C' ? 'G' : 'C';
}

static char other_base(char base, draw *d) {
    char next = draw_base(d);
    while (next == base) {
        next = draw_base(d);
    }
    return next;
}

static bool coding(kind k) {
    return k == STOP_GAINED || k == FRAMESHIFT_DELETION || k == FRAMESHIFT_INSERTION || k == MISSENSE ||
           k == INFRAME_DELETION || k == SYNONYMOUS;
}

/* Where the residue lies when the gene's coding sequence is spread evenly over its length. */
static long place(const gene *g, const effect *e) {
    const codon_change *c = change_of(e);
    long span = g->end - g->start - 2;
    long cds = 3L * (e->residue - 1) + (c ? c->at : 0);
    long offset = 1 + span * cds / (3L * g->residues);
    if (e->kind == UPSTREAM) {
        return g->strand == '+' ? g->start - e->shift : g->end + e->shift;
    }
    if (g->chrom == 24) {
        return g->start + cds; /* mitochondrial genes have no introns */
    }
    return g->strand == '+' ? g->start + offset : g->end - offset;
}

static void snv(record *r, char from, char to) {
    bool minus = r->gene->strand == '-';
    r->ref[0] = minus ? complement(from) : from;
    r->alt[0][0] = minus ? complement(to) : to;
}

void set_alleles(record *r, draw *d) {
    const effect *e = &r->effect[0];
    const codon_change *c = change_of(e);
    memset(r->ref, 0, sizeof r->ref);
    memset(r->alt, 0, sizeof r->alt);
    r->alts = 1;
    r->position = place(r->gene, e);
    char first = draw_base(d);
    if (c) {
        snv(r, c->from[c->at], c->to[c->at]);
    } else if (e->kind == SPLICE_DONOR) {
        snv(r, 'G', 'A');
    } else if (e->kind == FRAMESHIFT_DELETION || e->kind == INFRAME_DELETION) {
        r->ref[0] = r->alt[0][0] = first;
        for (int i = 1; i <= e->size; i++) {
            r->ref[i] = draw_base(d);
        }
    } else if (e->kind == FRAMESHIFT_INSERTION) {
        r->ref[0] = r->alt[0][0] = first;
        for (int i = 1; i <= e->size; i++) {
            r->alt[0][i] = draw_base(d);
        }
    } else {
        snv(r, first, other_base(first, d));
    }
}

/* VEP's Allele: the first base is cut where every allele of a record with an indel begins with it; what is left of a
 * deletion is '-'. */
static const char *vep_allele(const record *r, int alt) {
    bool indel = false, shared = true;
    for (int i = 0; i < r->alts; i++) {
        bool star = r->alt[i][0] == '*';
        indel = indel || (!star && strlen(r->alt[i]) != strlen(r->ref));
        shared = shared && (star || r->alt[i][0] == r->ref[0]);
    }
    const char *text = r->alt[alt] + (indel && shared);
    return text[0] ? text : "-";
}

/* "0.0123", "0", or "6.2e-06" below one in a hundred thousand, as VEP writes them. */
static void add_af(cb_buf *b, int af) {
    if (af == NO_VALUE) {
        return;
    }
    if (af > 0 && af < 10) {
        cb_buf_printf(b, "%de-07", af);
        return;
    }
    if (af > 0 && af < 100) {
        cb_buf_printf(b, "%d.%de-06", af / 10, af % 10);
        return;
    }
    char digits[16];
    int n = 0;
    for (int rest = af, unit = AF_ONE / 10; rest > 0 && unit > 0; unit /= 10) {
        digits[n++] = (char)('0' + rest / unit);
        rest %= unit;
    }
    cb_buf_text(b, n ? "0." : "0");
    cb_buf_add(b, digits, (size_t)n);
}

static void add_scaled(cb_buf *b, int value, int scale) {
    if (value != NO_VALUE) {
        cb_buf_printf(b, "%d.%0*d", value / scale, scale == 1000 ? 3 : scale == 100 ? 2 : 1, value % scale);
    }
}

/* One of a gene's transcripts: 0 is MANE Select, 1 another coding one that begins later, 2 a retained intron. */
typedef struct transcript {
    int number, residue, alt;
    kind kind;
    bool plain; /* no coding sequence */
} transcript;

static int gene_number(const gene *g) {
    return (int)(g - GENES) + 1;
}

static void add_hgvs_c(cb_buf *b, const record *r, const effect *e, const transcript *t) {
    bool minus = r->gene->strand == '-';
    int cds = 3 * (t->residue - 1) + 1;
    char from = minus ? complement(r->ref[0]) : r->ref[0],
         to = minus ? complement(r->alt[t->alt][0]) : r->alt[t->alt][0];
    cb_buf_printf(b, "ENST00000%06d.1:c.", 900000 + 10 * gene_number(r->gene) + t->number);
    const codon_change *c = change_of(e);
    if (e->kind == INTRON || e->kind == SPLICE_REGION) {
        if (strlen(r->ref) > 1) {
            cb_buf_printf(b, e->size > 1 ? "%d+%d_%d+%ddel" : "%d+%ddel", cds, e->shift, cds, e->shift + e->size - 1);
        } else {
            cb_buf_printf(b, "%d+%d%c>%c", cds, e->shift, from, to);
        }
    } else if (c) {
        cb_buf_printf(b, "%d%c>%c", cds + c->at, c->from[c->at], c->to[c->at]);
    } else if (e->kind == SPLICE_DONOR) {
        cb_buf_printf(b, "%d+1G>A", cds + 2);
    } else if (e->kind == FRAMESHIFT_INSERTION) {
        cb_buf_printf(b, "%d_%dins", cds, cds + 1);
        for (int i = 0; i < e->size; i++) {
            cb_buf_char(b, minus ? complement(r->alt[t->alt][e->size - i]) : r->alt[t->alt][1 + i]);
        }
    } else if (e->kind == UTR_5 || e->kind == UTR_3) {
        cb_buf_printf(b, "%c%d%c>%c", e->kind == UTR_5 ? '-' : '*', e->shift, from, to);
    } else {
        cb_buf_printf(b, e->size > 1 ? "%d_%ddel" : "%ddel", cds, cds + e->size - 1);
    }
}

static void add_hgvs_p(cb_buf *b, const record *r, const effect *e, const transcript *t) {
    const codon_change *c = change_of(e);
    cb_buf_printf(b, "ENSP00000%06d.1:p.", 900000 + 10 * gene_number(r->gene) + t->number);
    if (c && e->kind == SYNONYMOUS) {
        cb_buf_printf(b, "%s%d%%3D", c->aa_from, t->residue);
    } else if (c) {
        cb_buf_printf(b, "%s%d%s", c->aa_from, t->residue, c->aa_to);
    } else if (e->kind == INFRAME_DELETION) {
        cb_buf_printf(b, "Lys%ddel", t->residue);
    } else {
        cb_buf_printf(b, "Gly%dValfsTer%d", t->residue, 3 + t->residue % 19);
    }
}

static void add_codons(cb_buf *b, const effect *e) {
    const codon_change *c = change_of(e);
    if (!c) {
        cb_buf_text(b, e->kind == INFRAME_DELETION ? "K/-|aag/-" : "G/X|ggt/gt");
        return;
    }
    cb_buf_printf(b, c->letter_from == c->letter_to ? "%c|" : "%c/%c|", c->letter_from, c->letter_to);
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < 3; i++) {
            char base = side ? c->to[i] : c->from[i];
            cb_buf_char(b, i == c->at ? base : (char)(base - 'A' + 'a'));
        }
        cb_buf_text(b, side ? "" : "/");
    }
}

/* EXON, INTRON, HGVSc … Codons: eight fields between '|'. */
static void add_position(cb_buf *b, const record *r, const effect *e, const transcript *t) {
    const gene *g = r->gene;
    int exon = 1 + (int)((long)(e->residue - 1) * g->exons / g->residues);
    bool outside = e->kind == UPSTREAM, inner = coding(t->kind) && !t->plain;
    bool in_intron = t->plain || e->kind == INTRON || e->kind == SPLICE_REGION || e->kind == SPLICE_DONOR;
    if (outside) {
        cb_buf_text(b, "||||||||");
        return;
    }
    if (!in_intron || g->exons == 1) {
        cb_buf_printf(b, "%d/%d|", exon, g->exons);
    } else {
        cb_buf_printf(b, "|%d/%d", exon < g->exons ? exon : g->exons - 1, g->exons - 1);
    }
    cb_buf_char(b, '|');
    if (!t->plain) {
        add_hgvs_c(b, r, e, t);
    }
    cb_buf_char(b, '|');
    if (!inner) {
        cb_buf_text(b, "|||||");
        return;
    }
    int cds = 3 * (t->residue - 1) + 1 + (change_of(e) ? change_of(e)->at : 0);
    add_hgvs_p(b, r, e, t);
    cb_buf_printf(b, "|%d|%d|%d|", cds + 120 + 7 * t->number, cds, t->residue);
    add_codons(b, e);
}

static void add_predictions(cb_buf *b, const effect *e, const transcript *t) {
    if (t->kind == MISSENSE && !t->plain && e->revel != NO_VALUE) {
        bool bad = e->revel > 500;
        cb_buf_printf(b, bad ? "deleterious(0.0%d)|" : "tolerated(0.%d)|", 1 + e->revel % 4);
        cb_buf_printf(b, bad ? "probably_damaging(0.9%02d)|" : "benign(0.0%02d)|", e->revel % 99);
    } else {
        cb_buf_text(b, "||");
    }
}

static void add_frequencies(cb_buf *b, const effect *e) {
    int af = e->af, other = af == NO_VALUE ? NO_VALUE : af / 2, high = af == NO_VALUE ? NO_VALUE : af + af / 4;
    high = high > AF_ONE - 1 ? AF_ONE - 1 : high;
    add_af(b, af);
    cb_buf_char(b, '|');
    add_af(b, other);
    cb_buf_char(b, '|');
    add_af(b, high);
    cb_buf_char(b, '|');
    add_af(b, af == 0 ? NO_VALUE : af);
    cb_buf_char(b, '|');
    add_af(b, high);
    cb_buf_text(b, af == NO_VALUE ? "||" : "|gnomADe_NFE|");
}

static void add_scores(cb_buf *b, const effect *e, const transcript *t) {
    bool missense = t->kind == MISSENSE && !t->plain;
    for (const char *c = e->clinvar ? e->clinvar : ""; *c; c++) {
        cb_buf_char(b, *c == '/' ? '&' : *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c);
    }
    cb_buf_char(b, '|');
    add_scaled(b, missense ? e->revel : NO_VALUE, 1000);
    cb_buf_char(b, '|');
    add_scaled(b, e->cadd, 10);
    cb_buf_char(b, '|');
    for (int i = 0; i < 4; i++) {
        add_scaled(b, e->splice == NO_VALUE ? NO_VALUE : i == 3 ? e->splice : 0, 100);
        cb_buf_char(b, '|');
    }
    if (missense && e->revel != NO_VALUE) {
        cb_buf_text(b, e->revel > 500 ? "likely_pathogenic|" : "likely_benign|");
        add_scaled(b, e->revel > 500 ? e->revel + (1000 - e->revel) / 3 : e->revel / 3, 1000);
    } else {
        cb_buf_char(b, '|');
    }
}

static void add_entry(cb_buf *b, const record *r, int alt, const transcript *t) {
    static const char *const biotypes[] = {"protein_coding", "protein_coding", "retained_intron"};
    const effect *e = &r->effect[alt];
    const gene *g = r->gene;
    int number = gene_number(g);
    cb_buf_printf(b, "%s|%s|%s|%s|ENSG00000%06d|Transcript|ENST00000%06d.1|%s|", vep_allele(r, alt),
                  WORDS[t->kind].term, WORDS[t->kind].impact, g->symbol, 900000 + number,
                  900000 + 10 * number + t->number, biotypes[t->number]);
    add_position(b, r, e, t);
    cb_buf_char(b, '|');
    if (r->rs) {
        cb_buf_printf(b, "rs%ld", r->rs);
    }
    cb_buf_printf(b, e->kind == UPSTREAM ? "|%d|" : "||", e->shift);
    cb_buf_printf(b, "%d||HGNC|HGNC:%d|%s|", g->strand == '+' ? 1 : -1, g->hgnc, t->number == 0 ? "YES" : "");
    if (t->number == 0) {
        cb_buf_printf(b, "NM_%06d.1", 900000 + number);
    }
    cb_buf_printf(b, "||%d|", 1 + t->number);
    if (!t->plain) {
        cb_buf_printf(b, "ENSP00000%06d.1", 900000 + 10 * number + t->number);
    }
    cb_buf_char(b, '|');
    add_predictions(b, e, t);
    add_frequencies(b, e);
    add_scores(b, e, t);
}

void add_csq(cb_buf *b, const record *r) {
    bool first = true;
    for (int alt = 0; alt < r->alts; alt++) {
        const effect *e = &r->effect[alt];
        int later = r->gene->residues / 10;
        if (e->kind == STAR) {
            continue;
        }
        for (int n = 0; n < (r->gene->chrom == 24 ? 1 : 3); n++) {
            transcript t = {.number = n, .residue = e->residue, .alt = alt, .kind = e->kind, .plain = n == 2};
            if (n == 1 && e->residue > later) {
                t.residue -= later;
            } else if (n == 1 && e->kind != UPSTREAM) {
                t.kind = coding(e->kind) ? UTR_5 : e->kind; /* before the later start */
            }
            t.kind = n == 2 && e->kind != UPSTREAM ? INTRON : t.kind;
            if (n == 1 && t.kind != e->kind) {
                continue;
            }
            cb_buf_text(b, first ? "" : ",");
            add_entry(b, r, alt, &t);
            first = false;
        }
    }
}
