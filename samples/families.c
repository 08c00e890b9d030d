/* families.c: three families, and what is planted in each. */
#include "samples.h"

#include <string.h>

/* A record of one ALT in a gene; calls are set by the caller. */
static record *plant(record *out, int *count, draw *d, const char *symbol, effect e) {
    record *r = &out[(*count)++];
    memset(r, 0, sizeof *r);
    r->gene = gene_named(symbol);
    r->effect[0] = e;
    r->filter = "PASS";
    set_alleles(r, d);
    return r;
}

static void tell(record *r, const char *truth, const char *inheritance, const char *note) {
    r->truth = truth;
    r->inheritance = inheritance;
    r->note = note;
}

static effect plain(kind k, int residue, int af) {
    return (effect){.kind = k,
                    .residue = residue,
                    .shift = 40,
                    .size = 1,
                    .af = af,
                    .revel = NO_VALUE,
                    .cadd = 31,
                    .splice = NO_VALUE};
}

static effect damaging(kind k, int residue, int codon, int size, int af, int revel, int cadd) {
    return (effect){.kind = k,
                    .residue = residue,
                    .codon = codon,
                    .size = size,
                    .af = af,
                    .revel = revel,
                    .cadd = cadd,
                    .splice = 2};
}

static void plant_trio_candidates(const family *f, draw *d, record *out, int *count) {
    static const int de_novo[][2] = {{0, 1}, {0, 0}, {0, 0}}, paternal[][2] = {{0, 1}, {0, 1}, {0, 0}};
    static const int maternal[][2] = {{0, 1}, {0, 0}, {0, 1}}, hemizygous[][2] = {{1, 0}, {0, 0}, {0, 1}};
    record *r = plant(out, count, d, "STXBP1", damaging(STOP_GAINED, 292, 0, 0, NO_VALUE, NO_VALUE, 402));
    call_hets(r, f, d, de_novo);
    tell(r, "candidate", "de_novo", "new in the proband, both parents well covered");
    r = plant(out, count, d, "ALDH7A1", damaging(FRAMESHIFT_DELETION, 118, 0, 2, 62, NO_VALUE, 331));
    call_hets(r, f, d, paternal);
    tell(r, "candidate", "recessive_compound", "from the father; the partner is the missense in the same gene");
    effect missense = damaging(MISSENSE, 402, 1, 0, 310, 931, 291);
    missense.clinvar = "Likely_pathogenic";
    missense.review = "criteria_provided,_single_submitter";
    r = plant(out, count, d, "ALDH7A1", missense);
    call_hets(r, f, d, maternal);
    tell(r, "candidate", "recessive_compound", "from the mother; the partner is the frameshift in the same gene");
    r = plant(out, count, d, "ATP7A", damaging(FRAMESHIFT_INSERTION, 711, 0, 1, NO_VALUE, NO_VALUE, 345));
    call_hets(r, f, d, hemizygous);
    tell(r, "candidate", "x_recessive", "hemizygous in the proband, the mother is a carrier");
}

/* Evidence that a careless program takes for a de novo allele. */
static void plant_look_alikes(const family *f, draw *d, record *out, int *count) {
    static const int de_novo[][2] = {{0, 1}, {0, 0}, {0, 0}}, unknown_mother[][2] = {{0, 1}, {0, 0}, {-1, -1}};
    effect e = damaging(MISSENSE, 2210, 3, 0, 0, 121, 150);
    record *r = plant(out, count, d, "RYR2", e);
    call_hets(r, f, d, de_novo);
    set_reads(&r->call[1], 1, d, 4);
    set_reads(&r->call[2], 1, d, 5);
    tell(r, "trap", "unknown", "frequency 0; both parents have five reads or fewer: de novo is not shown");
    r = plant(out, count, d, "CHD7", plain(SYNONYMOUS, 1411, 0));
    call_hets(r, f, d, de_novo);
    r->call[1].reads[0] = 38;
    r->call[1].reads[1] = 3;
    tell(r, "trap", "unknown", "the father is called 0/0 with three alternate reads: not free of it");
    r = plant(out, count, d, "NIPBL", plain(INTRON, 900, NO_VALUE));
    call_hets(r, f, d, de_novo);
    r->filter = "LowQual";
    tell(r, "trap", "de_novo", "intronic, failed its filter; frequency missing, not 0");
    r = plant(out, count, d, "SCN1A", plain(SYNONYMOUS, 640, 900));
    call_hets(r, f, d, unknown_mother);
    tell(r, "trap", "unknown", "the mother is not called");
    r = plant(out, count, d, "TTN", plain(SYNONYMOUS, 9120, 45000));
    call_hets(r, f, d, de_novo);
    r->call[1].allele[0] = -1;
    r->call[1].allele[1] = 1;
    r->call[1].reads[0] = 1;
    r->call[1].reads[1] = 9;
    tell(r, "trap", "unknown", "the father is half called: ./1");
}

static void set_text(char to[ALLELE_TEXT], const char *text) {
    size_t n = strlen(text);
    memset(to, 0, ALLELE_TEXT);
    memcpy(to, text, n < ALLELE_TEXT ? n : ALLELE_TEXT - 1);
}

/* Two ALTs in one record. */
static record *plant_pair(record *out, int *count, draw *d, const char *symbol, int residue, const char *ref,
                          const char *first, const char *second) {
    record *r = plant(out, count, d, symbol, plain(INTRON, residue, 4200));
    r->alts = 2;
    r->effect[1] = r->effect[0];
    r->effect[1].af = 180000;
    set_text(r->ref, ref);
    set_text(r->alt[0], first);
    set_text(r->alt[1], second);
    r->effect[0].size = (int)(strlen(ref) - strlen(first));
    r->effect[1].size = (int)(strlen(ref) - strlen(second));
    return r;
}

static void plant_alleles(const family *f, draw *d, record *out, int *count) {
    static const int both[][2] = {{1, 2}, {0, 1}, {0, 2}}, mixed[][2] = {{0, 2}, {0, 2}, {0, 1}};
    static const int deleted[][2] = {{0, 1}, {0, 1}, {0, 0}}, common[][2] = {{1, 1}, {0, 1}, {0, 1}};
    record *r = plant_pair(out, count, d, "CACNA1A", 1205, "CAAA", "C", "CA");
    call_hets(r, f, d, both);
    tell(r, "trap", "none", "multi-allelic: the proband is 1/2, no copy is the reference");
    r = plant_pair(out, count, d, "KCNQ1", 300, "GTT", "G", "GT");
    call_hets(r, f, d, mixed);
    tell(r, "trap", "none", "multi-allelic: nobody has both ALTs");
    r = plant(out, count, d, "POLG", plain(INTRON, 500, 150000));
    set_text(r->ref, "GAGTCA");
    set_text(r->alt[0], "G");
    r->effect[0].size = 5;
    call_hets(r, f, d, deleted);
    tell(r, "trap", "none", "a deletion over the next record");
    long position = r->position + 3;
    r = plant_pair(out, count, d, "POLG", 500, "T", "C", "*");
    r->position = position;
    r->effect[1].kind = STAR;
    call_hets(r, f, d, both);
    r->call[1].allele[1] = 2;
    set_reads(&r->call[1], 2, d, 36);
    r->call[2].allele[1] = 1;
    set_reads(&r->call[2], 2, d, 33);
    tell(r, "trap", "none", "'*': the base is deleted on the other chromosome");
    effect stop = plain(STOP_GAINED, 429, AF_ONE / 100 * 12);
    stop.clinvar = "Benign";
    stop.review = "criteria_provided,_multiple_submitters,_no_conflicts";
    r = plant(out, count, d, "MTHFR", stop);
    call_hets(r, f, d, common);
    tell(r, "trap", "recessive_homozygous", "a stop that one in eight chromosomes carries, benign in ClinVar");
}

/* Places where the number of copies is the question. */
static void plant_copies(const family *f, draw *d, record *out, int *count) {
    static const int maternal[][2] = {{1, 0}, {0, 0}, {1, 0}}, paternal[][2] = {{1, 0}, {1, 0}, {0, 0}};
    static const int pseudo[][2] = {{0, 1}, {0, 1}, {0, 0}};
    record *r = plant(out, count, d, "MT-ND1", plain(SYNONYMOUS, 101, 12000));
    call_hets(r, f, d, maternal);
    tell(r, "trap", "mitochondrial", "mitochondrial, as in the mother, silent");
    r = plant(out, count, d, "USP9Y", plain(SYNONYMOUS, 1010, 510000));
    call_hets(r, f, d, paternal);
    tell(r, "trap", "y", "on Y, from the father, silent");
    r = plant(out, count, d, "SHOX", plain(SYNONYMOUS, 60, 30000));
    call_hets(r, f, d, pseudo);
    tell(r, "trap", "none", "pseudoautosomal: two copies in a male");
}

static void plant_trio(const family *f, draw *d, record *out, int *count) {
    plant_trio_candidates(f, d, out, count);
    plant_look_alikes(f, d, out, count);
    plant_alleles(f, d, out, count);
    plant_copies(f, d, out, count);
}

static void plant_singleton(const family *f, draw *d, record *out, int *count) {
    static const int het[][2] = {{0, 1}}, hom[][2] = {{1, 1}};
    effect stop = damaging(STOP_GAINED, 1523, 1, 0, NO_VALUE, NO_VALUE, 411);
    stop.clinvar = "Pathogenic";
    stop.review = "criteria_provided,_multiple_submitters,_no_conflicts";
    record *r = plant(out, count, d, "FBN1", stop);
    call_hets(r, f, d, het);
    tell(r, "candidate", "dominant", "heterozygous; without parents neither inherited nor new");
    r = plant(out, count, d, "COL3A1", damaging(MISSENSE, 740, 1, 0, 40, 720, 262));
    call_hets(r, f, d, het);
    tell(r, "candidate", "dominant", "heterozygous glycine to arginine, weaker evidence");
    r = plant(out, count, d, "TTN", plain(SYNONYMOUS, 20011, 0));
    call_hets(r, f, d, hom);
    tell(r, "trap", "recessive_homozygous", "homozygous and silent, frequency 0");
}

static void plant_quartet(const family *f, draw *d, record *out, int *count) {
    static const int recessive[][2] = {{1, 1}, {0, 1}, {0, 1}, {0, 1}}, shared[][2] = {{1, 1}, {0, 1}, {0, 1}, {1, 1}};
    static const int cis[][2] = {{0, 1}, {0, 1}, {0, 0}, {0, 1}}, trans[][2] = {{0, 1}, {0, 0}, {0, 1}, {0, 1}};
    record *r = plant(out, count, d, "PAH", damaging(SPLICE_DONOR, 280, 0, 0, 140, NO_VALUE, 339));
    r->effect[0].splice = 98;
    call_hets(r, f, d, recessive);
    tell(r, "candidate", "recessive_homozygous", "homozygous; parents and brother are carriers");
    r = plant(out, count, d, "GAA", damaging(MISSENSE, 510, 0, 0, 260, 640, 245));
    call_hets(r, f, d, shared);
    tell(r, "trap", "none", "homozygous in the healthy brother as well");
    r = plant(out, count, d, "ABCA4", damaging(MISSENSE, 300, 7, 0, 900, 610, 238));
    call_hets(r, f, d, cis);
    tell(r, "trap", "none", "with the next one a pair that the healthy brother has as well");
    r = plant(out, count, d, "ABCA4", damaging(MISSENSE, 1710, 6, 0, 700, 580, 241));
    call_hets(r, f, d, trans);
    tell(r, "trap", "none", "with the one before a pair that the healthy brother has as well");
}

static const char *const EPILEPSY_TERMS[] = {"HP:0001250", "HP:0001252", "HP:0001263", "HP:0000252", NULL};
static const char *const AORTA_TERMS[] = {"HP:0002616", "HP:0001083", "HP:0001519", NULL};
static const char *const METABOLIC_TERMS[] = {"HP:0001263", "HP:0001366", "HP:0004923", NULL};

static const char *const EPILEPSY_GENES[] = {"ALDH7A1", "ATP7A", "CDKL5", "FOXG1", "GRIN2A", "KCNQ2",
                                             "MECP2",   "POLG",  "SCN1A", "SCN2A", "SLC2A1", "STXBP1",
                                             "SYNGAP1", "TCF4",  "TSC1",  "TSC2",  NULL};
static const char *const AORTA_GENES[] = {"CBS", "COL1A1", "COL3A1", "FBN1", NULL};
static const char *const METABOLIC_GENES[] = {"ATP7B", "CBS", "GAA", "PAH", "POLG", NULL};

const family FAMILIES[] = {
    {.id = "FAM-0042",
     .proband_name = "Testino Sample",
     .patient_id = "SYN-0042-1",
     .birth_date = "2023-05-04",
     .indication = "Early-onset seizures, muscular hypotonia, global developmental delay",
     .synopsis = "Boy of **2 years** with seizures since the age of 6 weeks, hypotonia and developmental delay.\n"
                 "\n"
                 "- EEG: burst suppression, later hypsarrhythmia\n"
                 "- MRI: delayed myelination, otherwise *normal*\n"
                 "\n"
                 "Both parents are healthy. The family is fictitious.\n",
     .terms = EPILEPSY_TERMS,
     .panel = "synthetic-epilepsy",
     .panel_name = "Epilepsy (synthetic)",
     .panel_genes = EPILEPSY_GENES,
     .person = {{"SYN0042P", "Testino Sample", true, true, 1, 2},
                {"SYN0042F", "Testus Sample", true, false, -1, -1},
                {"SYN0042M", "Testina Sample", false, false, -1, -1}},
     .persons = 3,
     .seed = 42,
     .records = 400,
     .plant = plant_trio},
    {.id = "FAM-0107",
     .proband_name = "Exempla Muster",
     .patient_id = "SYN-0107-1",
     .birth_date = "1990-02-17",
     .indication = "Aortic root aneurysm, ectopia lentis",
     .synopsis = "Woman of 34 years with an aortic root aneurysm and ectopia lentis. Relatives were not sequenced. The "
                 "person is fictitious.\n",
     .terms = AORTA_TERMS,
     .panel = "synthetic-aorta",
     .panel_name = "Aortic disease (synthetic)",
     .panel_genes = AORTA_GENES,
     .person = {{"SYN0107P", "Exempla Muster", false, true, -1, -1}},
     .persons = 1,
     .seed = 107,
     .records = 160,
     .plant = plant_singleton},
    {.id = "FAM-0231",
     .proband_name = "Dummy Doe",
     .patient_id = "SYN-0231-1",
     .birth_date = "2021-04-30",
     .indication = "Developmental delay, raised phenylalanine",
     .synopsis = "Girl of 4 years with developmental delay and raised phenylalanine; her twin brother is healthy. "
                 "The family is fictitious.\n",
     .pedigree = "  twins:\n    - {persons: [SYN0231P, SYN0231S], zygosity: dizygotic}\n",
     .terms = METABOLIC_TERMS,
     .panel = "synthetic-metabolic",
     .panel_name = "Inborn errors of metabolism (synthetic)",
     .panel_genes = METABOLIC_GENES,
     .person = {{"SYN0231P", "Dummy Doe", false, true, 1, 2},
                {"SYN0231F", "Mock Doe", true, false, -1, -1},
                {"SYN0231M", "Sham Doe", false, false, -1, -1},
                {"SYN0231S", "Placebo Doe", true, false, 1, 2}},
     .persons = 4,
     .seed = 231,
     .records = 260,
     .plant = plant_quartet},
};
const int FAMILY_COUNT = (int)(sizeof FAMILIES / sizeof *FAMILIES);
