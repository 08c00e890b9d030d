/* section_test.c: what a shortlisted allele's section has beside its evidence: the panels' word on the gene, links, the
 * reasons of a mode person by person, an order and a letter to copy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/arrange/case_kit.h"

#define V "variants/0/"

static kit *trio_kit(void) {
    kit *k = kit_new();
    kit_trio(k);
    return k;
}

static const char *text(const cb_node *view, const char *path) {
    if (!cb_node_at(view, path)) {
        fail_msg("the view has no %s", path);
    }
    return cb_node_text(view, path);
}

static void check_holds(const char *whole, const char *part) {
    if (!strstr(whole, part)) {
        fail_msg("'%s' is not in: %s", part, whole);
    }
}

/* The address behind a label, or NULL. */
static const char *link_of(const cb_node *view, const char *label) {
    const cb_node *links = cb_node_at(view, V "links");
    assert_non_null(links);
    for (const cb_node *link = links->first; link; link = link->next) {
        if (strcmp(cb_node_text(link, "label"), label) == 0) {
            return cb_node_text(link, "url");
        }
    }
    return NULL;
}

/* CB-SECTION-01 */
static void test_links_go_with_the_build(void **state) {
    (void)state;
    static const struct {
        cb_build build;
        const char *label, *url;
    } rows[] = {
        {CB_GRCH38, "gnomAD", "https://gnomad.broadinstitute.org/variant/1-1000-A-G?dataset=gnomad_r4"},
        {CB_GRCH37, "gnomAD", "https://gnomad.broadinstitute.org/variant/1-1000-A-G?dataset=gnomad_r2_1"},
        {CB_GRCH38, "UCSC", "https://genome.ucsc.edu/cgi-bin/hgTracks?db=hg38&position=chr1%3A970-1030"},
        {CB_GRCH37, "UCSC", "https://genome.ucsc.edu/cgi-bin/hgTracks?db=hg19&position=chr1%3A970-1030"},
        {CB_GRCH37, "Ensembl", "https://grch37.ensembl.org/Homo_sapiens/Location/View?r=1%3A970-1030"},
        {CB_GRCH38, "DECIPHER", "https://www.deciphergenomics.org/sequence-variant/1-1000-A-G"},
        {CB_GRCH37, "DECIPHER", NULL},
        {CB_BUILD_UNKNOWN, "gnomAD", NULL},
        {CB_BUILD_UNKNOWN, "UCSC", NULL},
        {CB_BUILD_UNKNOWN, "OMIM", "https://www.omim.org/search?search=approved_gene_symbol%3AGENE1"},
        {CB_GRCH38, "HGNC", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC%3A1234"},
        {CB_GRCH38, "PubMed", "https://pubmed.ncbi.nlm.nih.gov/?term=GENE1"},
        {CB_GRCH38, "dbSNP", "https://www.ncbi.nlm.nih.gov/snp/rs99"},
        {CB_GRCH38, "ClinVar record", "https://www.ncbi.nlm.nih.gov/clinvar/?term=VCV000000042"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kit *k = trio_kit();
        cb_variant *v = kit_variant(k, "1-1000-A-G");
        k->kase.build = rows[i].build;
        v->end = v->position;
        v->id = "rs99";
        v->clinvar.accession = "VCV000000042";
        const char *url = link_of(kit_view(k), rows[i].label);
        if (rows[i].url && url) {
            assert_string_equal(url, rows[i].url);
        } else if (rows[i].url || url) {
            fail_msg("%s: %s", rows[i].label, url ? url : "no link");
        }
        kit_free(k);
    }
}

/* Whatever an input writes is escaped or makes no link; nothing of the case is in an address. */
/* CB-SECTION-02 */
static void test_links_hold_nothing_else(void **state) {
    (void)state;
    static const char hostile[] = "A\"><script>&#x/../?q=1 {chrom}";
    kit *k = trio_kit();
    cb_variant *v = kit_variant(k, "1-1000-A-G");
    v->gene = v->hgnc_id = v->id = v->clinvar.accession = hostile;
    v->alt = "<DEL>";
    k->kase.report.patient_name = "Patient-Name";
    const cb_node *view = kit_view(k), *links = cb_node_at(view, V "links");
    assert_true(links->count > 3);
    for (const cb_node *link = links->first; link; link = link->next) {
        const char *url = cb_node_text(link, "url");
        assert_int_equal(strncmp(url, "https://", 8), 0);
        assert_null(strpbrk(url, "<>\" {}\\^`|"));
        assert_null(strstr(url, "FAM-7"));
        assert_null(strstr(url, "Patient"));
    }
    assert_null(link_of(view, "gnomAD"));
    assert_string_equal(
        link_of(view, "PubMed"),
        "https://pubmed.ncbi.nlm.nih.gov/?term=A%22%3E%3Cscript%3E%26%23x%2F..%2F%3Fq%3D1%20%7Bchrom%7D");
    assert_null(link_of(view, "HGNC"));
    assert_null(link_of(view, "dbSNP"));
    assert_null(link_of(view, "ClinVar record"));
    kit_free(k);
}

/* CB-SECTION-01 */
static void test_links_of_the_mitochondrion(void **state) {
    (void)state;
    static cb_contig mt;
    kit *k = trio_kit();
    cb_contig_of("chrM", &mt);
    kit_variant(k, "MT-1000-A-G")->contig = &mt;
    const cb_node *view = kit_view(k);
    assert_null(link_of(view, "gnomAD"));
    check_holds(link_of(view, "Ensembl"), "?r=MT%3A");
    kit_free(k);
}

/* CB-SECTION-03 CB-ARRANGE-60 CB-ARRANGE-64 */
static void test_panels_say(void **state) {
    (void)state;
    static const char *const genes[] = {"GENE2", "GENE1"}, *const hgnc[] = {"7", "1234"};
    static const char *const recessive[] = {"AD", "AR,XR"}, *const words[] = {"AD", "BIALLELIC, autosomal"};
    static const char *const diseases[] = {"Disease of gene 2", "Disease of gene 1"};
    const cb_panel panels[] = {
        {.id = "a",
         .name = "First",
         .version = "2.0",
         .genes = genes,
         .hgnc = hgnc,
         .models = recessive,
         .diseases = diseases,
         .gene_count = 2},
        {.id = "b", .genes = genes, .hgnc = hgnc, .models = words, .diseases = diseases, .gene_count = 2},
        {.id = "c", .genes = genes, .hgnc = hgnc, .gene_count = 2},
        {.id = "d", .genes = genes, .hgnc = hgnc, .models = recessive, .gene_count = 1},
        {.id = "e", .genes = genes, .hgnc = hgnc, .models = recessive, .gene_count = 2, .missing = true}};
    kit *k = trio_kit();
    kit_variant(k, "k");
    const cb_node *view = kit_view(k);
    assert_int_equal(cb_node_at(view, V "disease")->kind, CB_NODE_NOT_ANNOTATED);
    k->kase.panels = panels;
    k->kase.panel_count = sizeof panels / sizeof *panels;
    view = kit_view(k);
    assert_string_equal(text(view, V "disease"), "Disease of gene 1");
    assert_string_equal(kit_cell(view, 0, "disease")->text, "Disease of gene 1");
    assert_int_equal(cb_node_at(view, V "gene_panels")->count, 3);
    assert_string_equal(text(view, V "gene_panels/0/name"), "First");
    assert_string_equal(text(view, V "gene_panels/0/version"), "2.0");
    assert_string_equal(text(view, V "gene_panels/0/model"), "autosomal recessive (AR), X-linked recessive (XR)");
    assert_string_equal(text(view, V "gene_panels/1/model"), "BIALLELIC, autosomal");
    assert_string_equal(kit_cell(view, 0, "n_local_observations")->text, "3");
    assert_string_equal(kit_cell(view, 0, "gene_model")->text,
                        "autosomal recessive (AR), X-linked recessive (XR); BIALLELIC, autosomal");
    assert_int_equal(cb_node_at(view, V "gene_panels/2/model")->kind, CB_NODE_MISSING);
    kit_free(k);
}

/* CB-SECTION-04 */
static void test_order(void **state) {
    (void)state;
    kit *k = kit_new();
    kit_person(k, "F", NULL, NULL, CB_MALE, CB_UNAFFECTED)->column = -1;
    kit_person(k, "M", NULL, NULL, CB_FEMALE, CB_UNAFFECTED);
    kit_person(k, "P", "F", "M", CB_FEMALE, CB_AFFECTED);
    kit_relate(k, "P");
    cb_variant *v = kit_variant(k, "k");
    v->end = v->position + 4;
    const char *order = text(kit_view(k), V "order");
    check_holds(order, "from report FAM-7-r1 of 2026-11-22\n");
    check_holds(order, "\nVariant: GENE1 c.1A>G p.(Lys1Arg)\n");
    check_holds(order, "\nTranscript: NM_1.2, exon 1/4\n");
    check_holds(order, "\nPosition: 1:1000 A>G (GRCh38)\n");
    check_holds(order, "\nRegion for primers: 1:650-1354 (GRCh38; 350 bases on either side)\n");
    check_holds(order, "\n- Proband, sample P: called 0/1, heterozygous\n");
    check_holds(order, "\n- Mother, sample M: called 0/0, not carried\n");
    check_holds(order, "\nWithout a sample here: Father");
    kit_free(k);
}

/* Neutral, and with a place where nobody has decided. */
/* CB-SECTION-05 */
static void test_letter(void **state) {
    (void)state;
    kit *k = trio_kit();
    cb_variant *v = kit_variant(k, "k");
    v->modes[CB_MODE_DE_NOVO] = (cb_verdict){CB_FITS, true, "proband: heterozygous; father: no copy; mother: no copy"};
    v->af = (cb_real){0.00012345, CB_PRESENT, "x"};
    v->af_name = "gnomAD exomes";
    v->clinvar.significance = (cb_text){"Uncertain_significance", CB_PRESENT, "x"};
    v->clinvar.class = CB_CLINVAR_UNCERTAIN;
    v->clinvar.stars = 1;
    const cb_node *view = kit_view(k);
    const char *letter = text(view, V "letter");
    check_holds(letter, "the variant GENE1 c.1A>G p.(Lys1Arg) was found, heterozygous. Transcript NM_1.2, exon 1/4; ");
    check_holds(letter, "1:1000 A>G (GRCh38)");
    check_holds(letter, "Relatives: Father not carried; Mother not carried.");
    check_holds(letter, "Inheritance in this family: de novo.");
    check_holds(letter, "0.00012 (gnomAD exomes)");
    check_holds(letter, "uncertain significance, 1 of 4 stars");
    check_holds(letter, "Classification: [to be decided by the responsible person]");
    check_holds(letter, "report FAM-7-r1 of 2026-11-22");
    assert_null(strstr(letter, "second variant"));
    assert_int_equal(cb_node_at(view, V "inheritance/0/reasons")->count, 3);
    assert_string_equal(text(view, V "inheritance/0/reasons/1"), "father: no copy");
    kit_free(k);
}

/* CB-SECTION-05 */
static void test_letter_names_the_partner(void **state) {
    (void)state;
    kit *k = trio_kit();
    cb_variant *first = kit_variant(k, "a"), *second = kit_variant(k, "b");
    cb_pair pair = {.partner = second, .phase = CB_PAIR_TRANS, .fit = CB_FITS, .gene = "GENE1", .reason = "each"};
    cb_pair cis = {.partner = first, .phase = CB_PAIR_CIS, .fit = CB_DOES_NOT_FIT, .gene = "GENE1", .reason = "both"};
    first->pairs = &pair;
    second->pairs = &cis;
    first->pair_count = second->pair_count = 1;
    first->af.presence = CB_MISSING;
    second->af.presence = CB_NOT_ANNOTATED;
    const cb_node *view = kit_view(k);
    check_holds(text(view, V "letter"), "A second variant of the same gene: GENE1 c.1A>G p.(Lys1Arg), in trans.");
    check_holds(text(view, V "letter"), "in none of the population databases used");
    assert_null(strstr(text(view, "variants/1/letter"), "second variant"));
    check_holds(text(view, "variants/1/letter"), "Population frequencies were not available.");
    kit_free(k);
}

/* CB-SECTION-01 */
static void test_the_shortlisted_alone(void **state) {
    (void)state;
    kit *k = trio_kit();
    kit_variant(k, "k")->score = 1;
    const cb_node *view = kit_view(k);
    static const char *const none[] = {"links", "order", "letter", "gene_panels"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_null(cb_node_at(cb_node_at(view, "variants/0"), none[i]));
    }
    kit_free(k);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_links_go_with_the_build),
                                       cmocka_unit_test(test_links_hold_nothing_else),
                                       cmocka_unit_test(test_links_of_the_mitochondrion),
                                       cmocka_unit_test(test_panels_say),
                                       cmocka_unit_test(test_order),
                                       cmocka_unit_test(test_letter),
                                       cmocka_unit_test(test_letter_names_the_partner),
                                       cmocka_unit_test(test_the_shortlisted_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
