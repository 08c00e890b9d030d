/* record_genes_test.c: the asked genes that a record lies in, whatever becomes of its alleles. */
#include "vcf_fixture.h"

#include "casebound/read/record_genes.h"
#include "read/reader.h"

#define VEP                                                                                                     \
    "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Consequence annotations from Ensembl VEP. Format: "      \
    "Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|HGNC_ID|X\">\n"
#define SNPEFF                                                                                            \
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | Annotation | "   \
    "Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | Feature_ID | Transcript_BioType | Rank | "  \
    "HGVS.c | HGVS.p | cDNA.pos / cDNA.length | ERRORS / WARNINGS / INFO' \">\n"
#define BCFTOOLS                                                                                             \
    "##INFO=<ID=BCSQ,Number=.,Type=String,Description=\"Local consequence annotation from BCFtools/csq, see " \
    "http://x for details. Format: Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change\">\n"
#define ENTRY(symbol, id) "C|missense_variant|MODERATE|" symbol "|ENSG|Transcript|ENST|protein_coding|||||" id "|x"
#define FILE_OF(header, info) VERSION_42 header COLUMNS "\n1\t100\t.\tA\tC,G\t.\t.\t" info "\n"

static const char *const symbols[] = {"KCNQ2", "SCN1A", ""}, *const ids[] = {"6296", NULL, "1100"};
static const cb_panel panel = {.id = "p", .genes = symbols, .hgnc = ids, .gene_count = 3};

/* "0 2 ": indices in the panel's order of mention. */
static void expect(const char *text, const char *wanted) {
    fixture f = fixture_new();
    cb_asked_genes asked;
    cb_record record;
    const int *genes;
    size_t count;
    bool more;
    f.kase.panels = &panel;
    f.kase.panel_count = 1;
    assert_int_equal(cb_asked_genes_of(f.arena, &f.kase, &asked, &f.error), CB_OK);
    if (open_text(&f, text) != CB_OK || cb_variants_next(f.reader, &record, &more, &f.error) != CB_OK) {
        fail_msg("%s", f.error.text);
    }
    assert_int_equal(cb_record_genes(f.reader->own, &record, &asked, f.arena, &genes, &count, &f.error), CB_OK);
    const char *found = "";
    for (size_t i = 0; i < count; i++) {
        found = cb_format(f.arena, "%s%d ", found, genes[i]);
        assert_non_null(found);
    }
    assert_string_equal(found, wanted);
    fixture_free(&f);
}

/* CB-LEDGER-06 */
static void a_record_lies_in_every_gene_that_its_annotation_names(void **state) {
    (void)state;
    expect(FILE_OF(VEP, "CSQ=" ENTRY("KCNQ2", "HGNC:6296")), "0 ");
    expect(FILE_OF(VEP, "CSQ=" ENTRY("TTN", "HGNC:9") "," ENTRY("SCN1A", "") "," ENTRY("SCN1A", "") "," ENTRY(
                            "OLD", "HGNC:HGNC:6296")),
           "1 0 ");
    expect(FILE_OF(VEP, "CSQ=" ENTRY("KCNQ2", "9")), "");   /* the symbol is another gene's now */
    expect(FILE_OF(VEP, "CSQ=" ENTRY("BRCA1", "1100")), "2 ");
    expect(FILE_OF(VEP, "DP=7"), "");
    expect(FILE_OF(VEP, "CSQ=."), "");
    expect(FILE_OF(VEP SNPEFF, "ANN=C|stop_gained|HIGH|KCNQ2|E|transcript|T|protein_coding|1/2|c.1A>C|p.M1L|1/9|"),
           "0 ");
    expect(FILE_OF(BCFTOOLS, "BCSQ=@90,missense|SCN1A|ENST|protein_coding|+|1M>1L|100A>C"), "1 ");
    expect(FILE_OF("", "DP=7"), "");
}

/* CB-LEDGER-06 */
static void a_comma_inside_a_field_makes_no_gene(void **state) {
    (void)state;
    /* The plug-in's field "a,b|…|1100" is cut in two: the second piece has a number where an id would stand. */
    expect(FILE_OF(VEP, "CSQ=" ENTRY("TTN", "") ",b|2|3|4|5|6|7|8|9|10|11|12|1100"), "");
    expect(FILE_OF(VEP, "CSQ=C|x|y|KCNQ2|ENSG|Transcript|ENST|protein_coding|||||HGNC:6296,1|x"), "0 ");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_lies_in_every_gene_that_its_annotation_names),
        cmocka_unit_test(a_comma_inside_a_field_makes_no_gene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
