/* csq.c: what VEP would write: one entry for each transcript of the gene, 40 fields each. */
#include "trio.h"

#include <string.h>

static const char FIELDS[] = "Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|"
                             "HGVSp|cDNA_position|CDS_position|Protein_position|Amino_acids|Codons|Existing_variation|"
                             "DISTANCE|STRAND|FLAGS|VARIANT_CLASS|SYMBOL_SOURCE|HGNC_ID|CANONICAL|MANE_SELECT|TSL|"
                             "ENSP|SIFT|PolyPhen|AF|gnomADe_AF|gnomADg_AF|MAX_AF|CLIN_SIG|REVEL|"
                             "SpliceAI_pred_DS_AG|SpliceAI_pred_DS_AL|SpliceAI_pred_DS_DG|SpliceAI_pred_DS_DL";

void add_csq_header(cb_buf *b) {
    cb_buf_printf(b,
                  "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. "
                  "Format: %s\">\n",
                  FIELDS);
}

/* VEP's Allele: without the first base when any allele of the site has another length than one. */
static void put_allele(cb_buf *b, const record *r, int alt) {
    size_t trim = strlen(r->ref) > 1;
    for (int i = 0; i < r->alts; i++) {
        trim |= strlen(r->alt[i]) > 1;
    }
    cb_buf_text(b, r->alt[alt][trim] ? r->alt[alt] + trim : "-");
}

static void put_padded(cb_buf *b, const char *prefix, uint64_t number) {
    char text[12];
    cb_buf_text(b, prefix);
    for (int i = 11; i > 0; i--, number /= 10) {
        text[i - 1] = (char)('0' + number % 10);
    }
    cb_buf_add(b, text, 11);
}

static void put_share(cb_buf *b, int number, int of) {
    put_integer(b, number);
    cb_buf_char(b, '/');
    put_integer(b, of);
}

typedef struct entry {
    const site *s;
    int alt, transcript;
    biotype type;
    bool protein;    /* the protein's sequence is touched */
    int cds, number; /* place in the coding sequence; exon or intron, 1-based along the transcript */
    uint64_t id;
} entry;

static void put_gene(cb_buf *b, const entry *t) {
    static const char *const biotypes[] = {"protein_coding", "nonsense_mediated_decay", "retained_intron", "lncRNA"};
    const site *s = t->s;
    cb_buf_char(b, '|');
    cb_buf_text(b, s->term[t->alt]->impact);
    cb_buf_char(b, '|');
    cb_buf_text(b, s->locus.symbol);
    put_padded(b, "|ENSG", (uint64_t)s->locus.hgnc);
    put_padded(b, "|Transcript|ENST", t->id);
    cb_buf_char(b, '|');
    cb_buf_text(b, biotypes[t->type]);
    cb_buf_char(b, '|');
    if (s->spot == EXONIC) {
        put_share(b, t->number, s->locus.exons);
    }
    cb_buf_char(b, '|');
    if (s->spot == INTRONIC || s->spot == SPLICE_NEAR || s->spot == SPLICE_SITE) {
        put_share(b, t->number, s->locus.exons);
    }
    cb_buf_char(b, '|');
}

static const char *const RESIDUES[] = {"Arg", "His", "Gly", "Ala", "Thr", "Ile", "Val", "Leu", "Phe", "Asn",
                                       "Ser", "Glu", "Lys", "Pro", "Asp", "Cys", "Gln", "Met", "Trp", "Tyr"};
static const char LETTERS[] = "RHGATIVLFNSEKPDCQMWY";

/* HGVSc | HGVSp | cDNA | CDS | protein | amino acids | codons */
static void put_names(cb_buf *b, const entry *t) {
    const record *r = &t->s->r;
    if (t->s->spot >= INTRONIC) {
        put_padded(b, "ENST", t->id);
        cb_buf_text(b, t->type == CODING || t->type == NMD ? ".4:c." : ".1:n.");
        put_integer(b, t->cds);
        if (t->s->from) {
            cb_buf_char(b, t->s->exon % 2 ? '+' : '-');
            put_integer(b, t->s->from);
        }
        cb_buf_text(b, r->ref);
        cb_buf_char(b, '>');
        cb_buf_text(b, r->alt[t->alt]);
    }
    cb_buf_char(b, '|');
    if (!t->protein) {
        cb_buf_text(b, "|||||");
        return;
    }
    int residue = t->cds / 3 + 1, from = t->cds % 20, to = (t->cds / 7 + 1 + from) % 20;
    put_padded(b, "ENSP", t->id);
    cb_buf_text(b, ".3:p.");
    cb_buf_text(b, RESIDUES[from]);
    put_integer(b, residue);
    cb_buf_text(b, RESIDUES[to]);
    const int places[] = {t->cds + 212, t->cds, residue};
    for (int i = 0; i < 3; i++) {
        cb_buf_char(b, '|');
        put_integer(b, places[i]);
    }
    const char letters[] = {'|', LETTERS[from], '/', LETTERS[to], '|', 'c', r->ref[0], 'a', '/', 'c'};
    cb_buf_add(b, letters, sizeof letters);
    cb_buf_char(b, r->alt[t->alt][0]);
    cb_buf_char(b, 'a');
}

/* Existing_variation to ENSP. */
static void put_source(cb_buf *b, const entry *t) {
    static const char *const classes[] = {"|SNV|HGNC|HGNC:", "|insertion|HGNC|HGNC:", "|deletion|HGNC|HGNC:"};
    const record *r = &t->s->r;
    size_t ref = strlen(r->ref), alt = strlen(r->alt[t->alt]);
    bool outside = t->s->spot < INTRONIC;
    cb_buf_char(b, '|');
    if (r->rs) {
        cb_buf_text(b, "rs");
        put_integer(b, r->rs);
    }
    cb_buf_char(b, '|');
    if (outside) {
        put_integer(b, t->s->from);
    }
    cb_buf_text(b, t->s->locus.strand == '+' ? "|1|" : "|-1|");
    cb_buf_text(b, classes[ref == alt ? 0 : alt > ref ? 1 : 2]);
    put_integer(b, t->s->locus.hgnc);
    cb_buf_text(b, t->transcript == 0 ? "|YES|" : "||");
    if (t->transcript == 0 && t->type == CODING) {
        put_padded(b, "NM_", t->id % 1000000);
        cb_buf_text(b, ".3");
    }
    cb_buf_text(b, t->transcript < 3 ? "|1|" : "|5|");
    if (t->type == CODING || t->type == NMD) {
        put_padded(b, "ENSP", t->id);
    }
}

/* SIFT to the end. */
static void put_scores(cb_buf *b, const entry *t) {
    const effect *e = &t->s->r.effect[t->alt];
    if (t->protein && e->revel != NO_VALUE) {
        bool harms = e->revel > 400;
        cb_buf_text(b, harms ? "|deleterious(0.0" : "|tolerated(0.4");
        put_integer(b, e->revel % 10);
        cb_buf_text(b, harms ? ")|probably_damaging(0.9" : ")|benign(0.0");
        put_integer(b, e->cadd % 10);
        cb_buf_char(b, ')');
    } else {
        cb_buf_text(b, "||");
    }
    const int shares[] = {100, 97, 104, 140};
    for (int i = 0; i < 4; i++) {
        cb_buf_char(b, '|');
        int64_t share = (int64_t)e->af * shares[i] / 100;
        if (e->af != NO_VALUE && (i != 1 || t->s->spot >= SPLICE_SITE)) {
            put_frequency(b, (int)(share < AF_ONE ? share : AF_ONE - 1));
        }
    }
    cb_buf_char(b, '|');
    if (e->clinvar) {
        for (const char *c = e->clinvar; *c; c++) {
            cb_buf_char(b, *c == '/' ? '&' : *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c);
        }
    }
    cb_buf_char(b, '|');
    if (t->protein && e->revel != NO_VALUE) {
        put_fixed(b, e->revel, 3);
    }
    for (int i = 0; i < 4; i++) {
        cb_buf_char(b, '|');
        if (e->splice != NO_VALUE) {
            put_fixed(b, i == t->s->exon % 4 ? e->splice : e->splice / 10, 2);
        }
    }
}

static void add_transcript(cb_buf *b, const site *s, int alt, int transcript) {
    const locus *l = &s->locus;
    entry t = {.s = s, .alt = alt, .transcript = transcript, .type = biotype_of(s, transcript)};
    t.id = hash_of((uint64_t)l->hgnc, (uint64_t)transcript, 3) % 700000 + 200000;
    t.number = l->strand == '+' ? s->exon + 1 : l->exons - s->exon;
    t.cds = t.number * 140 - 30 + (int)(s->r.position % 60);
    t.protein = t.type == CODING && s->spot == EXONIC && l->coding && strstr(s->term[alt]->name, "UTR") == NULL;
    put_allele(b, &s->r, alt);
    cb_buf_char(b, '|');
    add_consequence(b, s, alt, transcript);
    put_gene(b, &t);
    put_names(b, &t);
    put_source(b, &t);
    put_scores(b, &t);
}

/* An entry without a transcript; frequencies alone. */
static void add_plain(cb_buf *b, const site *s, int alt, const char *word, uint64_t feature) {
    const entry t = {.s = s, .alt = alt};
    put_allele(b, &s->r, alt);
    cb_buf_char(b, '|');
    cb_buf_text(b, word);
    cb_buf_text(b, "|MODIFIER||");
    if (feature) {
        put_padded(b, "|RegulatoryFeature|ENSR", feature);
        cb_buf_text(b, "|enhancer");
    } else {
        cb_buf_text(b, "|||");
    }
    cb_buf_text(b, "||||||||||");
    if (s->r.rs) {
        cb_buf_text(b, "rs");
        put_integer(b, s->r.rs);
    }
    cb_buf_text(b, "||||SNV||||||");
    put_scores(b, &t);
}

void add_transcripts(cb_buf *b, const site *s) {
    const char *between = "";
    for (int alt = 0; alt < s->r.alts; alt++) {
        if (s->r.alt[alt][0] == '*') {
            continue;
        }
        for (int i = 0; s->spot != INTERGENIC && i < s->locus.transcripts; i++, between = ",") {
            cb_buf_text(b, between);
            add_transcript(b, s, alt, i);
        }
        if (s->spot == INTERGENIC) {
            cb_buf_text(b, between);
            add_plain(b, s, alt, "intergenic_variant", 0);
            between = ",";
        }
        if (s->regulatory) {
            cb_buf_text(b, between);
            add_plain(b, s, alt, "regulatory_region_variant", (uint64_t)s->r.position / 1000);
            between = ",";
        }
    }
}
