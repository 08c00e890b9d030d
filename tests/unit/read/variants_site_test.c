/* variants_site_test.c: the site, panels, and what the header tells of the tools before us. */
#include "vcf_fixture.h"

#define DECLARE(id, number, type) "##INFO=<ID=" id ",Number=" number ",Type=" type ",Description=\"d\">\n"
#define VEP(list) "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: " list "\">\n"
#define AT(ref, alt, info) COLUMNS "\tFORMAT\tkid\n1\t100\t.\t" ref "\t" alt "\t30\tPASS\t" info "\tGT\t0/1\n"

/* CB-VCF-25 */
static void a_gene_is_found_in_panels_by_id_then_by_symbol(void **state) {
    (void)state;
    static const char *const old_symbol[] = {"OLDNAME"}, *const symbol[] = {"GENE1"}, *const id[] = {"77"},
                             *const other_id[] = {"78"}, *const no_id[] = {NULL};
    const cb_panel panels[] = {
        {.id = "p1", .name = "by id", .genes = old_symbol, .hgnc = id, .gene_count = 1},
        {.id = "p2", .name = "by symbol", .genes = symbol, .hgnc = no_id, .gene_count = 1},
        {.id = "p3", .name = "same symbol, other gene", .genes = symbol, .hgnc = other_id, .gene_count = 1},
        {.id = "p4", .name = "absent", .missing = true},
        {.id = "p5", .genes = symbol, .gene_count = 1},
    };
    fixture f = fixture_new();
    f.kase.panels = panels;
    f.kase.panel_count = 5;
    const cb_variant *v = variant_of(
        &f, VERSION_42 VEP("Allele|Consequence|SYMBOL|HGNC_ID") AT("A", "C", "CSQ=C|intron_variant|GENE1|HGNC:77"), 1);
    assert_int_equal(v->panel_count, 3);
    assert_string_equal(v->panels[0], "by id");
    assert_string_equal(v->panels[1], "by symbol");
    assert_string_equal(v->panels[2], "p5");
    fixture_free(&f);
}

/* CB-VCF-26 */
static void the_site_is_read_as_it_stands(void **state) {
    (void)state;
    static const struct {
        const char *line;
        cb_filter_state filter;
        double quality;
        const char *id, *key;
    } cases[] = {
        {"chr1\t100\trs1;rs2\tAT\tG\t30.5\tPASS\t.\tGT\t0/1\n", CB_FILTER_PASS, 30.5, "rs1;rs2", "1-100-AT-G"},
        {"1\t100\t.\tA\tG\t.\t.\t.\tGT\t0/1\n", CB_FILTER_NOT_APPLIED, -1, NULL, "1-100-A-G"},
        {"chrM\t100\t.\tA\tG\t0\tq10;PASS\t.\tGT\t0/1\n", CB_FILTER_FAILED, 0, NULL, "MT-100-A-G"},
        {"X\t100\t.\ta\t<DEL>\t-1e-9\tq10\t.\tGT\t0/1\n", CB_FILTER_FAILED, 0, NULL, "X-100-a-<DEL>"},
        {"GL1\t100\t.\tA\tG\tInf\tq10\t.\tGT\t0/1\n", CB_FILTER_FAILED, -1, NULL, "GL1-100-A-G"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        fixture f = fixture_new();
        snprintf(text, sizeof text, "%s%s%s", VERSION_42, COLUMNS "\tFORMAT\tkid\n", cases[i].line);
        const cb_variant *v = variant_of(&f, text, 1);
        assert_int_equal(v->filter_state, cases[i].filter);
        assert_true(v->quality >= cases[i].quality && v->quality <= cases[i].quality);
        assert_string_equal(v->id ? v->id : "", cases[i].id ? cases[i].id : "");
        assert_string_equal(v->key, cases[i].key);
        assert_int_equal(v->position, 100);
        assert_int_equal(v->line, 3);
        assert_int_equal(v->record_number, 1);
        assert_int_equal(v->allele_index, 1);
        assert_int_equal(v->allele_count, 1);
        fixture_free(&f);
    }
}

/* CB-VCF-26 */
static void the_upstream_score_has_three_states(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_text *score =
        &variant_of(&f, VERSION_42 DECLARE("RankScore", ".", "String") AT("A", "C", "RankScore=fam:0"), 1)
             ->upstream_score;
    assert_int_equal(score->presence, CB_PRESENT);
    assert_string_equal(score->value, "fam:0");
    fixture_free(&f);
    f = fixture_new();
    assert_int_equal(
        variant_of(&f, VERSION_42 DECLARE("RankScore", ".", "String") AT("A", "C", "."), 1)->upstream_score.presence,
        CB_MISSING);
    fixture_free(&f);
    f = fixture_new();
    assert_int_equal(variant_of(&f, VERSION_42 AT("A", "C", "."), 1)->upstream_score.presence, CB_NOT_ANNOTATED);
    fixture_free(&f);
}

#define NO_RECORDS COLUMNS "\tFORMAT\tNA12878\tS1\n"

#define TEN "aaaaaaaaaa"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN
/* 239 letters, and one of two bytes over the most that is kept of a tool. */
#define LONG_KEY SEVENTY SEVENTY SEVENTY TEN TEN "aaaaaaaaa\xc3\xa9"

/* CB-VCF-27 */
static void upstream_tools_are_named_without_paths_or_samples(void **state) {
    (void)state;
    static const char text[] =
        VERSION_42 "##source=HaplotypeCaller\n"
                   "##source=/home/somebody/NA12878/run.sh\n"
                   "##source=caller for NA12878\n"
                   "##bcftools_normVersion=1.9+htslib-1.9\n"
                   "##bcftools_normCommand=norm -f /secret/ref.fa NA12878.vcf\n"
                   "##GATKCommandLine.HaplotypeCaller=<ID=HaplotypeCaller,Version=3.6-0-g89b7209,CommandLineOptions="
                   "\"I=/secret/NA12878.bam\">\n"
                   "##GATKCommandLine=<ID=SelectVariants,CommandLine=\"-V /secret\",Version=\"4.1.8\",Date=\"today\">\n"
                   "##Software=<ID=genmod,Version=3.7.3,CommandLineOptions=\"x=/secret\">\n"
                   "##VEP=\"v104\" time=\"2022-05-09 18:03:54\" cache=\"/secret/cache\" db=\"somebody@host\" "
                   "ensembl=104.1af ClinVar=\"202012\" assembly=\"GRCh37.p13\"\n"
                   "##SnpEffVersion=\"4.2 (build 2015-12-05), by Pablo Cingolani\"\n"
                   "##SnpEffCmd=\"SnpEff GRCh37.75 /secret/x.vcf \"\n"
                   "##DeepVariant_version=1.4.0\n"
                   "##reference=file:///secret/hg19.fa\n"
                   "##commandline=\"freebayes /secret/NA12878.bam\"\n"
                   "##FILTER=<ID=PASS,Description=\"d\">\n##FILTER=<ID=LowQual,Description=\"d\">\n##FILTER=<ID=SnpGap,"
                   "Description=\"d\">\n##FILTER=<ID=q\tz,Description=\"a tab\">\n##a\tb_version=1\n##" LONG_KEY
                   "_version=1\n" NO_RECORDS;
    fixture f = fixture_new();
    assert_int_equal(open_text(&f, text), CB_OK);
    assert_string_equal(cb_variants_upstream(f.reader),
                        "HaplotypeCaller\nbcftools norm 1.9+htslib-1.9\nGATK HaplotypeCaller 3.6-0-g89b7209\n"
                        "GATK SelectVariants 4.1.8\ngenmod 3.7.3\nVEP v104; ensembl 104.1af; ClinVar 202012; assembly "
                        "GRCh37.p13\nSnpEff 4.2 (build 2015-12-05)\nDeepVariant 1.4.0\nreference hg19.fa\n"
                        "filters declared: LowQual, SnpGap");
    fixture_free(&f);
    f = fixture_new();
    assert_int_equal(open_text(&f, VERSION_42 NO_RECORDS), CB_OK);
    assert_string_equal(cb_variants_upstream(f.reader), "");
    fixture_free(&f);
}

/* CB-VCF-28 */
static void the_build_is_known_by_lengths_then_by_words(void **state) {
    (void)state;
    static const struct {
        const char *text;
        cb_build build;
    } cases[] = {
        {VERSION_42 "##contig=<ID=chr1,length=248956422>\n" NO_RECORDS, CB_GRCH38},
        {VERSION_42 "##contig=<ID=1,length=249250621>\n" NO_RECORDS, CB_GRCH37},
        {VERSION_42 "##contig=<ID=X,length=155270560>\n##reference=GRCh38.fa\n" NO_RECORDS, CB_GRCH37},
        {VERSION_42 "##contig=<ID=1,length=249250621>\n##contig=<ID=2,length=242193529>\n" NO_RECORDS,
         CB_BUILD_UNKNOWN},
        {VERSION_42 "##reference=file:///x/hg38.fa\n" NO_RECORDS, CB_GRCH38},
        {VERSION_42 "##reference=file:///x/human_g1k_v37.fasta\n" NO_RECORDS, CB_GRCH37},
        {VERSION_42 "##contig=<ID=1,assembly=b37>\n" NO_RECORDS, CB_GRCH37},
        {VERSION_42 "##assembly=GRCh38\n##reference=hg19\n" NO_RECORDS, CB_BUILD_UNKNOWN},
        {VERSION_42 "##contig=<ID=1,length=1000>\n" NO_RECORDS, CB_BUILD_UNKNOWN},
        {VERSION_42 NO_RECORDS, CB_BUILD_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = fixture_new();
        assert_int_equal(open_text(&f, cases[i].text), CB_OK);
        assert_int_equal(cb_variants_build(f.reader), cases[i].build);
        fixture_free(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gene_is_found_in_panels_by_id_then_by_symbol),
        cmocka_unit_test(the_site_is_read_as_it_stands),
        cmocka_unit_test(the_upstream_score_has_three_states),
        cmocka_unit_test(upstream_tools_are_named_without_paths_or_samples),
        cmocka_unit_test(the_build_is_known_by_lengths_then_by_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
