/* variants_annotation_test.c: CSQ, ANN and BCSQ by the header's own list of fields, tied to the right allele. */
#include "vcf_fixture.h"

#include <limits.h>
#include <math.h>

#define VEP_LIST                                                                                                    \
    "Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|HGNC_ID|CANONICAL|" \
    "MANE_SELECT|X"
#define VEP                                                                                                         \
    "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. Format: " VEP_LIST \
    "\">\n"
#define SHORT(list) "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: " list "\">\n"
#define SNPEFF                                                                                                     \
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | Annotation | "            \
    "Annotation_Impact | Gene_Name | Gene_ID | "                                                                   \
    "Feature_Type | Feature_ID | Transcript_BioType | Rank | HGVS.c | HGVS.p | cDNA.pos / cDNA.length | ERRORS / " \
    "WARNINGS / INFO' \">\n"
#define BCFTOOLS                                                                                                       \
    "##INFO=<ID=BCSQ,Number=.,Type=String,Description=\"Local consequence annotation from BCFtools/csq, see http://x " \
    "for details. Format: "                                                                                            \
    "Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change\">\n"
#define BCFTOOLS_19                                                                                                    \
    "##INFO=<ID=BCSQ,Number=.,Type=String,Description=\"Local consequence annotation from BCFtools/csq. Format: "      \
    "'[*]consequence|gene|transcript|biotype[|strand|amino_acid_change|dna_change]' or, for consequences of variants " \
    "split across multiple sites, "                                                                                    \
    "a pointer to the record storing the consequences '@position'. '*' prefix indicates a consequence downstream "     \
    "from a stop\">\n"

#define AT(ref, alt, info) COLUMNS "\tFORMAT\tkid\n1\t100\t.\t" ref "\t" alt "\t.\t.\t" info "\tGT\t0/1\n"

/* CB-VCF-14 */
static void every_field_of_vep_finds_its_place(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_variant *v = variant_of(&f,
                                     VERSION_42 VEP AT("A", "C",
                                                       "CSQ=C|missense_variant&intron_variant|MODERATE|GENE1|ENSG1|"
                                                       "Transcript|ENST1|protein_coding|3/9|2/8|ENST1.4:c.12A>C|"
                                                       "ENSP1.2:p.Gly4%3D|HGNC:77|YES|NM_1.2|"),
                                     1);
    assert_int_equal(v->transcript_count, 1);
    const cb_transcript *t = &v->transcripts[0];
    assert_string_equal(t->consequence, "missense_variant");
    assert_string_equal(t->consequences, "missense_variant&intron_variant");
    assert_int_equal(t->severity, 3);
    assert_string_equal(t->impact, "MODERATE");
    assert_string_equal(t->gene, "GENE1");
    assert_string_equal(t->gene_id, "ENSG1");
    assert_string_equal(t->hgnc_id, "77");
    assert_string_equal(t->feature, "ENST1.4"); /* the version stands in HGVSc alone */
    assert_string_equal(t->feature_type, "Transcript");
    assert_string_equal(t->biotype, "protein_coding");
    assert_string_equal(t->hgvs_c, "c.12A>C");
    assert_string_equal(t->hgvs_p, "p.Gly4=");
    assert_string_equal(t->exon, "3/9");
    assert_string_equal(t->intron, "2/8");
    assert_true(t->canonical);
    assert_string_equal(t->mane, "NM_1.2");
    assert_null(t->mane_plus);
    assert_false(t->allele_ambiguous);
    assert_ptr_equal(v->chosen, t);
    assert_string_equal(v->chosen_why, "chosen_mane");
    assert_string_equal(v->gene, "GENE1");
    assert_string_equal(v->hgnc_id, "77");
    assert_int_equal(v->severity, 3);
    assert_string_equal(v->consequence, "missense_variant");
    size_t count;
    assert_string_equal(cb_variants_annotations(f.reader, &count)[0], "CSQ");
    assert_int_equal(count, 1);
    fixture_free(&f);
}

/* CB-VCF-14 */
static void a_variant_without_annotation_says_so(void **state) {
    (void)state;
    static const char *const texts[] = {VERSION_42 AT("A", "C", "."), VERSION_42 VEP AT("A", "C", "DP=3"),
                                        VERSION_42 VEP AT("A", "C", "CSQ=.")};
    for (size_t i = 0; i < 3; i++) {
        fixture f = fixture_new();
        const cb_variant *v = variant_of(&f, texts[i], 1);
        assert_null(v->chosen);
        assert_null(v->chosen_why);
        assert_null(v->consequence);
        assert_null(v->gene);
        assert_int_equal(v->severity, INT_MAX);
        fixture_free(&f);
    }
}

/* What is left of entries "allele|consequence|SYMBOL" for one ALT: "gene" or "gene?" where the allele cannot be told,
 * in order. */
static void tied(const char *text, int index, const char *expected) {
    char got[256] = "";
    fixture f = fixture_new();
    const cb_variant *v = variant_of(&f, text, index);
    for (size_t i = 0; i < v->transcript_count; i++) {
        const cb_transcript *t = &v->transcripts[i];
        size_t n = strlen(got);
        snprintf(got + n, sizeof got - n, "%s%s%s", n ? " " : "", t->gene, t->allele_ambiguous ? "?" : "");
    }
    if (strcmp(got, expected) != 0) {
        fail_msg("'%s', not '%s', for %s", got, expected, strstr(text, "\n1\t") + 1);
    }
    fixture_free(&f);
}

#define THREE VERSION_42 SHORT("Allele|Consequence|SYMBOL")
#define FOUR VERSION_42 SHORT("Allele|Consequence|SYMBOL|ALLELE_NUM")

/* CB-VCF-15 */
static void entries_go_to_their_allele_by_the_rules_of_vep(void **state) {
    (void)state;
    /* One ALT: a first base that is shared goes, of insertions and deletions alone. */
    tied(THREE AT("A", "C", "CSQ=C|missense_variant|OWN"), 1, "OWN");
    tied(THREE AT("A", "ACT", "CSQ=CT|frameshift_variant|OWN"), 1, "OWN");
    tied(THREE AT("ACT", "A", "CSQ=-|frameshift_variant|OWN"), 1, "OWN");
    tied(THREE AT("ACT", "GC", "CSQ=GC|frameshift_variant|OWN"), 1, "OWN");
    tied(THREE AT("ACT", "ACTG", "CSQ=CTG|frameshift_variant|OWN"), 1, "OWN");
    tied(THREE AT("ACT", "ACTG", "CSQ=G|frameshift_variant|OWN"), 1, "OWN"); /* --minimal */
    tied(THREE AT("A", "<DEL>", "CSQ=deletion|frameshift_variant|OWN"), 1, "OWN");
    tied(THREE AT("A", "C", "CSQ=G|missense_variant|OWN"), 1, "OWN?"); /* kept, and marked */
    /* Several ALTs. */
    tied(THREE AT("A", "C,G", "CSQ=C|missense_variant|ONE,G|intron_variant|TWO,C|intron_variant|ONE2"), 1, "ONE ONE2");
    tied(THREE AT("A", "C,G", "CSQ=C|missense_variant|ONE,G|intron_variant|TWO,C|intron_variant|ONE2"), 2, "TWO");
    tied(THREE AT("TTA", "T,TTATA", "CSQ=-|frameshift_variant|ONE,TATA|frameshift_variant|TWO"), 1, "ONE");
    tied(THREE AT("TTA", "T,TTATA", "CSQ=-|frameshift_variant|ONE,TATA|frameshift_variant|TWO"), 2, "TWO");
    /* The text of one is the trimmed text of the other: TTA is TA to VEP, and TA is A. */
    tied(THREE AT("T", "TTA,TA", "CSQ=TA|frameshift_variant|ONE,A|frameshift_variant|TWO"), 1, "ONE");
    tied(THREE AT("T", "TTA,TA", "CSQ=TA|frameshift_variant|ONE,A|frameshift_variant|TWO"), 2, "TWO");
    /* Alleles that do not share the first base keep it. */
    tied(THREE AT("G", "GT,T", "CSQ=GT|frameshift_variant|ONE,T|missense_variant|TWO"), 1, "ONE");
    tied(THREE AT("G", "GT,T", "CSQ=GT|frameshift_variant|ONE,T|missense_variant|TWO"), 2, "TWO");
    /* '*' does not count for the first base, and keeps itself. */
    tied(THREE AT("AT", "A,*", "CSQ=-|frameshift_variant|ONE,*|intron_variant|TWO"), 1, "ONE");
    tied(THREE AT("AT", "A,*", "CSQ=-|frameshift_variant|ONE,*|intron_variant|TWO"), 2, "TWO");
    /* Nor does the allele of a gVCF that is none. */
    tied(THREE AT("ATT", "AT,A,<NON_REF>", "CSQ=T|frameshift_variant|ONE,-|frameshift_variant|TWO"), 1, "ONE");
    tied(THREE AT("ATT", "AT,A,<NON_REF>", "CSQ=T|frameshift_variant|ONE,-|frameshift_variant|TWO"), 2, "TWO");
    tied(THREE AT("A", "C,<NON_REF>", "CSQ=C|missense_variant|ONE"), 1, "ONE");
    /* Two deletions that --minimal calls '-' alike, and text that is nobody's. */
    tied(THREE AT("CAAG", "CG,CAG", "CSQ=-|frameshift_variant|DEL"), 1, "DEL?");
    tied(THREE AT("A", "C,G", "CSQ=C|missense_variant|ONE,whatever|intron_variant|NONE"), 1, "ONE NONE?");
    tied(THREE AT("A", "C,G", "CSQ=C|missense_variant|ONE,whatever|intron_variant|NONE"), 2, "NONE?");
    /* The allele's number leaves nothing open. */
    tied(FOUR AT("CAAG", "CG,CAG", "CSQ=-|frameshift_variant|ONE|1,-|frameshift_variant|TWO|2"), 1, "ONE");
    tied(FOUR AT("CAAG", "CG,CAG", "CSQ=-|frameshift_variant|ONE|1,-|frameshift_variant|TWO|2"), 2, "TWO");
    /* A list without Allele. */
    tied(VERSION_42 SHORT("Consequence|SYMBOL") AT("A", "C", "CSQ=missense_variant|OWN"), 1, "OWN");
    tied(VERSION_42 SHORT("Consequence|SYMBOL") AT("A", "C,G", "CSQ=missense_variant|OWN"), 1, "OWN?");
}

/* CB-VCF-16 */
static void a_split_record_never_takes_another_alleles_entries(void **state) {
    (void)state;
#define BOTH "CSQ=C|missense_variant|ONE,G|stop_gained|TWO"
    tied(THREE AT("A", "C", "OLD_MULTIALLELIC=1:100:A/C/G;" BOTH), 1, "ONE");
    tied(THREE AT("A", "G", "OLD_MULTIALLELIC=1:100:A/C/G;" BOTH), 1, "TWO");
    tied(THREE AT("A", "G", "MULTI_ALLELIC;" BOTH), 1, "TWO");
    tied(THREE AT("A", "C", "OLD_REC=1|100|A|C,G|1;" BOTH), 1, "ONE");
    /* Split and cut anew: GTT>GT,G was T and '-' to VEP; GT>G is the first, though its own text would be '-'. */
    tied(THREE AT("GT", "G", "OLD_MULTIALLELIC=1:100:GTT/GT/G;CSQ=T|frameshift_variant|ONE,-|frameshift_variant|TWO"),
         1, "ONE");
    tied(THREE AT("GTT", "G", "OLD_MULTIALLELIC=1:100:GTT/GT/G;CSQ=T|frameshift_variant|ONE,-|frameshift_variant|TWO"),
         1, "TWO");
    /* Annotated after the split. */
    tied(THREE AT("GT", "G", "OLD_MULTIALLELIC=1:100:GTT/GT/G;CSQ=-|frameshift_variant|OWN"), 1, "OWN");
    /* Numbers of the original. */
    tied(FOUR AT("A", "G", "OLD_MULTIALLELIC=1:100:A/C/G;CSQ=C|missense_variant|ONE|1,G|stop_gained|TWO|2"), 1, "TWO");
    /* Nothing matches: all are kept and marked. */
    tied(THREE AT("A", "T", "MULTI_ALLELIC;" BOTH), 1, "ONE? TWO?");
    /* Split without a trace: of a substitution the entries of other bases go; an insertion's own cannot be told for
     * sure. */
    tied(THREE AT("A", "C", BOTH), 1, "ONE");
    /* where more than one base is written, it could be this substitution with its neighbours */
    tied(THREE AT("A", "C", "CSQ=C|missense_variant|ONE,GT|stop_gained|TWO"), 1, "ONE TWO?");
    tied(THREE AT("A", "ACT", "CSQ=CT|frameshift_variant|ONE,G|stop_gained|TWO"), 1, "ONE? TWO?");
}

/* Halves of GTTT>GTT,G, or of GT>G,GTT: whose entry is whose only the other record could tell. Nothing is taken from
 * either, and the common allele's frequency is not this one's. CB-VCF-16 */
static void an_indel_split_without_a_word_takes_no_values(void **state) {
    (void)state;
#define ORIGINAL_PAIR ";CSQ=TT|frameshift_variant|ONE|0.2,-|frameshift_variant|TWO|0.0001"
    static const struct {
        const char *text;
        cb_presence presence;
        double value;
    } cases[] = {
        {VERSION_42 SHORT("Allele|Consequence|SYMBOL|PF") AT("GT", "G", "DP=9" ORIGINAL_PAIR), CB_MISSING, 0},
        {VERSION_42 SHORT("Allele|Consequence|SYMBOL|PF") AT("GTTT", "G", "DP=9" ORIGINAL_PAIR), CB_MISSING, 0},
        {VERSION_42 SHORT("Allele|Consequence|SYMBOL|PF") AT("GT", "G", "OLD_REC=1|100|GTTT|GTT,G|1" ORIGINAL_PAIR),
         CB_PRESENT, 0.2},
        {VERSION_42 SHORT("Allele|Consequence|SYMBOL|PF") AT("GTTT", "G", "OLD_REC=1|100|GTTT|GTT,G|2" ORIGINAL_PAIR),
         CB_PRESENT, 0.0001},
    };
    static const char *const keys[] = {"CSQ/PF"};
    static const cb_source source = {.name = "population", .keys = keys, .key_count = 1};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = fixture_new();
        f.sources =
            (cb_sources){.frequencies = &source, .frequency_count = 1, .predictors = &source, .predictor_count = 1};
        const cb_variant *v = variant_of(&f, cases[i].text, 1);
        bool open = cases[i].presence == CB_MISSING;
        assert_int_equal(v->transcript_count, open ? 2 : 1);
        assert_int_equal(v->transcripts[0].allele_ambiguous, open);
        assert_int_equal(v->af.presence, cases[i].presence);
        assert_int_equal(v->predictors[0].value.presence, cases[i].presence);
        assert_true(open || fabs(v->af.value - cases[i].value) < 1e-12);
        assert_int_equal(v->flag_count, open ? 1 : 0);
        assert_true(!open || strstr(v->flags[0], "CSQ/PF could not be tied to this allele") != NULL);
        fixture_free(&f);
    }
}

/* CB-VCF-16 */
static void a_split_record_says_what_it_came_from(void **state) {
    (void)state;
    static const struct {
        const char *text, *from;
        bool split;
    } cases[] = {
        {VERSION_42 AT("A", "C", "OLD_MULTIALLELIC=1:100:A/C/G"), "1:100:A/C/G", true},
        {VERSION_42 AT("A", "C", "OLD_VARIANT=1:99:TA/TC"), NULL, false}, /* normalised, not split */
        {VERSION_42 AT("A", "C", "OLD_VARIANT=1:100:A/C,1:100:A/G"), "1:100:A/C,1:100:A/G", true},
        {VERSION_42 AT("A", "C", "OLD_REC=1|100|A|C,G|1"), "1|100|A|C,G|1", true},
        {VERSION_42 AT("A", "C", "OLD_REC=1|99|TA|TC"), NULL, false},
        {VERSION_42 AT("A", "C", "MULTI_ALLELIC"), NULL, true},
        {VERSION_42 AT("A", "C", "OLD_MULTIALLELIC=nonsense"), "nonsense", true},
        {VERSION_42 AT("A", "C", "."), NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = fixture_new();
        const cb_variant *v = variant_of(&f, cases[i].text, 1);
        assert_int_equal(v->was_split, cases[i].split);
        assert_string_equal(v->split_from ? v->split_from : "", cases[i].from ? cases[i].from : "");
        fixture_free(&f);
    }
}

/* CB-VCF-17 */
static void a_comma_in_a_field_cuts_no_entry(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_variant *v = variant_of(
        &f,
        VERSION_42 SHORT("Allele|Consequence|SYMBOL|LoF_info|HGVSp|Last")
            AT("A", "C",
               "CSQ=C|missense_variant|ONE|a:1,b:2,c|p.1|x,C|intron_variant|TWO||p.2|y,z,C|stop_gained|SIX||p.3|"),
        1);
    assert_int_equal(v->transcript_count, 3);
    assert_string_equal(v->transcripts[0].gene, "ONE");
    assert_string_equal(v->transcripts[0].hgvs_p, "p.1");
    assert_string_equal(v->transcripts[1].gene, "TWO");
    assert_string_equal(v->transcripts[1].hgvs_p, "p.2");
    assert_string_equal(v->transcripts[2].gene, "SIX");
    assert_false(v->transcripts[2].allele_ambiguous);
    fixture_free(&f);
}

/* CB-VCF-17 */
static void entries_of_another_length_are_refused(void **state) {
    (void)state;
    static const char *const texts[] = {
        THREE AT("A", "C", "CSQ=C|missense_variant"),
        THREE AT("A", "C", "CSQ=C|missense_variant|ONE|more"),
        THREE AT("A", "C", "CSQ=C|missense_variant|ONE,C|intron_variant"),
        VERSION_42 SNPEFF AT("A", "C", "ANN=C|missense_variant|MODERATE|ONE"),
        VERSION_42 BCFTOOLS_19 AT("A", "C", "BCSQ=missense|ONE"),
        VERSION_42 BCFTOOLS_19 AT("A", "C", "BCSQ=missense|ONE|T|protein_coding|+|1A>1C|100A>C|more"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cb_variant *v;
        fixture f = fixture_new();
        assert_int_equal(make_variant(&f, texts[i], 1, &v), CB_INPUT);
        assert_non_null(strstr(f.error.text, "line 4: INFO "));
        assert_non_null(strstr(f.error.text, "fields that the header lists"));
        fixture_free(&f);
    }
}

/* CB-VCF-17 */
static void a_run_without_the_last_plugins_is_read_and_told(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_variant *v = variant_of(&f,
                                     VERSION_42 SHORT("Allele|Consequence|SYMBOL|Plugin1|Plugin2")
                                         AT("A", "C", "CSQ=C|missense_variant|ONE|,C|intron_variant|TWO|"),
                                     1);
    assert_int_equal(v->transcript_count, 2);
    assert_string_equal(v->gene, "ONE");
    assert_int_equal(v->flag_count, 1);
    assert_non_null(strstr(v->flags[0], "4 of 5 fields"));
    fixture_free(&f);
}

/* CB-VCF-17 */
static void annotation_that_the_header_does_not_declare_is_refused(void **state) {
    (void)state;
    cb_variant *v;
    fixture f = fixture_new();
    assert_int_equal(make_variant(&f, VERSION_42 AT("A", "C", "CSQ=C|missense_variant|ONE"), 1, &v), CB_INPUT);
    assert_non_null(strstr(f.error.text, "INFO has CSQ"));
    fixture_free(&f);
}

/* CB-VCF-18 */
static void percent_signs_are_decoded_once_and_by_version(void **state) {
    (void)state;
    static const struct {
        const char *text, *hgvs;
    } cases[] = {
        {VERSION_42 SHORT("Allele|Consequence|HGVSp") AT("A", "C", "CSQ=C|missense_variant|p.1%3D%3B%2C%25%3A"),
         "p.1=;,%25%3A"},
        {"##fileformat=VCFv4.3\n" SHORT("Allele|Consequence|HGVSp")
             AT("A", "C", "CSQ=C|missense_variant|p.1%3d%3B%2C%25%3A%41%253D"),
         "p.1=;,%:%41%3D"},
        {"##fileformat=VCFv4.3\n" SHORT("Allele|Consequence|HGVSp") AT("A", "C", "CSQ=C|missense_variant|%7C%3"),
         "%7C%3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = fixture_new();
        assert_string_equal(variant_of(&f, cases[i].text, 1)->transcripts[0].hgvs_p, cases[i].hgvs);
        fixture_free(&f);
    }
}

/* CB-VCF-19 */
static void snpeff_is_read_by_its_own_list(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_variant *v = variant_of(
        &f,
        VERSION_42 SNPEFF AT(
            "A", "ACC",
            "ANN=ACC|frameshift_variant|HIGH|ONE|G1|transcript|T1.1|protein_coding|3/9|c.1_2insCC|p.Gly4fs||,"
            "ACC|intron_variant|MODIFIER|TWO|G2|transcript|T2.1|protein_coding|2/8|c.9-3_9-2insCC|||"),
        1);
    assert_int_equal(v->transcript_count, 2);
    const cb_transcript *one = &v->transcripts[0], *two = &v->transcripts[1];
    assert_string_equal(one->gene, "ONE");
    assert_string_equal(one->feature, "T1.1");
    assert_string_equal(one->hgvs_c, "c.1_2insCC");
    assert_string_equal(one->exon, "3/9");
    assert_null(one->intron);
    assert_string_equal(two->intron, "2/8");
    assert_null(two->exon);
    assert_false(one->allele_ambiguous);
    assert_string_equal(v->chosen_why, "chosen_severest");
    fixture_free(&f);
}

/* CB-VCF-19 */
static void one_kind_of_annotation_is_used_vep_first(void **state) {
    (void)state;
    fixture f = fixture_new();
    const char *both =
        "ANN=C|stop_gained|HIGH|EFF|G1|transcript|T1|protein_coding|3/9|c.1A>C|p.1||;CSQ=C|missense_variant|VEP";
    char text[4096];
    snprintf(text, sizeof text, "%s%s%s1\t100\t.\tA\tC\t.\t.\t%s\tGT\t0/1\n", VERSION_42 SNPEFF,
             SHORT("Allele|Consequence|SYMBOL"), COLUMNS "\tFORMAT\tkid\n", both);
    const cb_variant *v = variant_of(&f, text, 1);
    assert_int_equal(v->transcript_count, 1);
    assert_string_equal(v->gene, "VEP");
    size_t count;
    const char *const *kinds = cb_variants_annotations(f.reader, &count);
    assert_int_equal(count, 2);
    assert_string_equal(kinds[0], "CSQ");
    assert_string_equal(kinds[1], "ANN");
    fixture_free(&f);
}

/* CB-VCF-20 */
static void bcftools_terms_become_the_ontologys(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_variant *v = variant_of(
        &f,
        VERSION_42 BCFTOOLS_19 AT("A", "C",
                                  "BCSQ=missense|ONE|T1|protein_coding|+|4G>4A|100A>C,intron|TWO||protein_coding,"
                                  "*stop_gained|SIX|T6|protein_coding|+|4G>4*|100A>C"),
        1);
    assert_int_equal(v->transcript_count, 3);
    assert_string_equal(v->transcripts[0].consequence, "missense_variant");
    assert_string_equal(v->transcripts[0].impact, "MODERATE"); /* from the table: bcftools names none */
    assert_string_equal(v->transcripts[0].feature, "T1");
    assert_null(v->transcripts[0].hgvs_c); /* an amino acid change of bcftools is no HGVS */
    assert_null(v->transcripts[0].hgvs_p);
    assert_string_equal(v->transcripts[1].consequence, "intron_variant");
    assert_null(v->transcripts[1].feature);
    assert_string_equal(v->transcripts[2].consequence, "stop_gained");
    assert_string_equal(v->consequence, "stop_gained");
    fixture_free(&f);
}

/* CB-VCF-20 */
static void a_pointer_of_bcftools_is_not_passed_over(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_variant *v = variant_of(&f, VERSION_42 BCFTOOLS_19 AT("A", "C", "BCSQ=@104"), 1);
    assert_int_equal(v->transcript_count, 1);
    assert_string_equal(v->consequence, "protein_altering_variant");
    assert_string_equal(v->transcripts[0].impact, "MODERATE");
    assert_true(v->transcripts[0].allele_ambiguous);
    fixture_free(&f);
}

/* CB-VCF-20 */
static void bcftools_entries_go_by_their_change_of_dna(void **state) {
    (void)state;
#define TWO_CHANGES                                                                                                  \
    "BCSQ=missense|ONE|T|protein_coding|+|4G>4A|100A>C,stop_gained|TWO|T|protein_coding|+|4G>4*|100A>G,intron|SIX||" \
    "protein_coding"
    tied(VERSION_42 BCFTOOLS_19 AT("A", "C,G", TWO_CHANGES), 1, "ONE SIX?");
    tied(VERSION_42 BCFTOOLS_19 AT("A", "C,G", TWO_CHANGES), 2, "TWO SIX?");
    tied(VERSION_42 BCFTOOLS AT("A", "C", "BCSQ=missense|ONE|T|protein_coding|+|4G>4A|90T>G+100A>C"), 1, "ONE");
    tied(VERSION_42 BCFTOOLS AT("A", "C", "BCSQ=missense|ONE|T|protein_coding|+|4G>4A|100A>G"), 1, "ONE?");
    tied(VERSION_42 BCFTOOLS AT("A", "C", "BCSQ=intron|ONE||protein_coding"), 1, "ONE");
}

/* One entry: gene, transcript, biotype, consequence, canonical, MANE. */
#define ENTRY(gene, id, type, term, canonical, mane) \
    "C|" term "||" gene "|G_" gene "|Transcript|" id "|" type "||||||" canonical "|" mane "|"

static void heads(const char *entries, const char *feature, const char *why) {
    char text[4096];
    fixture f = fixture_new();
    snprintf(text, sizeof text, "%s%s1\t100\t.\tA\tC\t.\t.\tCSQ=%s\tGT\t0/1\n", VERSION_42 VEP,
             COLUMNS "\tFORMAT\tkid\n", entries);
    const cb_variant *v = variant_of(&f, text, 1);
    assert_string_equal(v->chosen->feature, feature);
    assert_string_equal(v->chosen_why, why);
    fixture_free(&f);
}

/* CB-VCF-21 */
static void the_heading_transcript_is_chosen_by_rule(void **state) {
    (void)state;
    /* MANE, then canonical, then the most severe that codes. */
    heads(ENTRY("A", "T1", "protein_coding", "stop_gained", "",
                "") "," ENTRY("A", "T2", "protein_coding", "missense_variant", "YES",
                              "") "," ENTRY("A", "T3", "protein_coding", "intron_variant", "", "NM_1"),
          "T3", "chosen_mane");
    heads(ENTRY("A", "T1", "protein_coding", "stop_gained", "", "") "," ENTRY("A", "T2", "protein_coding",
                                                                              "missense_variant", "YES", ""),
          "T2", "chosen_canonical");
    heads(ENTRY("A", "T1", "nonsense_mediated_decay", "stop_gained", "", "") "," ENTRY("A", "T2", "protein_coding",
                                                                                       "missense_variant", "", ""),
          "T2", "chosen_severest");
    /* The gene with the most severe consequence, though another has a MANE transcript. */
    heads(ENTRY("A", "T1", "protein_coding", "intron_variant", "YES",
                "NM_1") "," ENTRY("B", "T2", "protein_coding", "stop_gained", "",
                                  "") "," ENTRY("B", "T3", "protein_coding", "missense_variant", "", "NM_2"),
          "T3", "chosen_mane");
    /* Ties go by name, whatever the order. */
    heads(ENTRY("A", "T2", "protein_coding", "missense_variant", "", "") "," ENTRY("A", "T10", "protein_coding",
                                                                                   "missense_variant", "", ""),
          "T10", "chosen_severest");
    heads(ENTRY("A", "T10", "protein_coding", "missense_variant", "", "") "," ENTRY("A", "T2", "protein_coding",
                                                                                    "missense_variant", "", ""),
          "T10", "chosen_severest");
    /* Where nothing codes, what there is. */
    heads(ENTRY("A", "T1", "lncRNA", "intron_variant", "", ""), "T1", "chosen_severest");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_vep_finds_its_place),
        cmocka_unit_test(a_variant_without_annotation_says_so),
        cmocka_unit_test(entries_go_to_their_allele_by_the_rules_of_vep),
        cmocka_unit_test(a_split_record_never_takes_another_alleles_entries),
        cmocka_unit_test(an_indel_split_without_a_word_takes_no_values),
        cmocka_unit_test(a_split_record_says_what_it_came_from),
        cmocka_unit_test(a_comma_in_a_field_cuts_no_entry),
        cmocka_unit_test(entries_of_another_length_are_refused),
        cmocka_unit_test(a_run_without_the_last_plugins_is_read_and_told),
        cmocka_unit_test(annotation_that_the_header_does_not_declare_is_refused),
        cmocka_unit_test(percent_signs_are_decoded_once_and_by_version),
        cmocka_unit_test(snpeff_is_read_by_its_own_list),
        cmocka_unit_test(one_kind_of_annotation_is_used_vep_first),
        cmocka_unit_test(bcftools_terms_become_the_ontologys),
        cmocka_unit_test(a_pointer_of_bcftools_is_not_passed_over),
        cmocka_unit_test(bcftools_entries_go_by_their_change_of_dna),
        cmocka_unit_test(the_heading_transcript_is_chosen_by_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
