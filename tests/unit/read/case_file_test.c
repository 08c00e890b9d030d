/* case_file_test.c: what a case file says, as it arrives in the case. */
#include "case_kit.h"

static bool kit_noticed(const kit *k, const char *part) {
    for (size_t i = 0; i < k->kase->notice_count; i++) {
        if (strstr(k->kase->notices[i], part)) {
            return true;
        }
    }
    return false;
}

static const cb_not_examined *kit_not_examined(const kit *k, const char *name) {
    for (size_t i = 0; i < k->kase->not_examined_count; i++) {
        if (strcmp(k->kase->not_examined[i].name, name) == 0) {
            return &k->kase->not_examined[i];
        }
    }
    return NULL;
}

static const char TRIO[] =
    "vcf_snv: x.vcf\nfamily: F1\nfamily_name: Fam 1\nhuman_genome_build: '38'\nsamples:\n- {sample_id: m, sex: female, "
    "phenotype: unaffected}\n"
    "- {sample_id: k, sample_name: Kid, sex: male, phenotype: affected, father: f, mother: m, tissue_type: blood, "
    "analysis_type: wes}\n- {sample_id: f, sex: male, phenotype: unaffected, father: '0', mother: null}\n";

static const char *with(kit *k, const char *more) {
    kit_put(k, "x.vcf", "");
    return cb_format(k->arena, "%s%s", TRIO, more);
}

/* CB-INPUT-20 */
static void test_family(void **state) {
    kit *k = *state;
    assert_int_equal(kit_read(k, with(k, "")), CB_OK);
    const cb_family *f = &k->kase->family;
    assert_string_equal(k->kase->id, "Fam_1");
    assert_true(kit_noticed(k, "filed as 'Fam_1'"));
    assert_string_equal(k->kase->name, "Fam 1");
    assert_string_equal(f->id, "F1");
    assert_int_equal(k->kase->build, CB_GRCH38);
    assert_int_equal(f->count, 3);
    assert_string_equal(f->persons[0].id, "k");
    assert_string_equal(f->persons[0].display, "Kid");
    assert_string_equal(f->persons[0].sample_type, "blood");
    assert_string_equal(f->persons[0].analysis, "wes");
    assert_int_equal(f->persons[0].father, 1);
    assert_int_equal(f->persons[0].mother, 2);
    assert_int_equal(f->persons[0].column, -1);
    assert_string_equal(f->persons[1].id, "f");
    assert_int_equal(f->persons[1].role, CB_FATHER);
    assert_null(f->persons[1].father_id);
    assert_string_equal(f->persons[2].display, "m");
    assert_int_equal(k->kase->input_count, 1);
    assert_string_equal(k->kase->inputs[0].role, "case");
    assert_string_equal(k->kase->inputs[0].name, "case.yaml");
}

/* CB-INPUT-20 */
static void test_json(void **state) {
    kit *k = *state;
    kit_put(k, "x.vcf", "");
    assert_int_equal(kit_read(k, "{\n\t\"family\": \"J\",\n\t\"vcf_snv\": \"x.vcf\",\n\t\"synopsis\": \"a \\u00e9 "
                                 "\\ud83d\\ude00\",\n\t\"samples\": "
                                 "[{\"sample_id\": \"k\", \"sex\": \"male\", \"phenotype\": \"affected\"}]\n}\n"),
                     CB_OK);
    assert_string_equal(k->kase->synopsis, "a \xc3\xa9 \xf0\x9f\x98\x80");
    assert_string_equal(k->kase->id, "J");
    assert_int_equal(k->kase->build, CB_BUILD_UNKNOWN);
}

/* CB-INPUT-21 */
static void test_report_block(void **state) {
    kit *k = *state;
    assert_int_equal(
        kit_read(
            k,
            with(k,
                 "report:\n  patient_name: '<script>alert(1)</script>'\n  patient_id: 0012\n  birth_date: 2020-02-29\n"
                 "  requester: ''\n  revision: 3\n  colour: red\n")),
        CB_OK);
    const cb_report_block *r = &k->kase->report;
    assert_string_equal(r->patient_name, "<script>alert(1)</script>");
    assert_string_equal(r->patient_id, "0012");
    assert_string_equal(r->birth_date, "2020-02-29");
    assert_null(r->requester);
    assert_null(r->laboratory);
    assert_int_equal(r->revision, 3);
    assert_string_equal(r->language, "en");
    assert_true(kit_noticed(k, "case.yaml line 15: key 'report.colour' is not known and was not used"));
    assert_int_equal(kit_read(k, with(k, "")), CB_OK);
    assert_int_equal(k->kase->report.revision, 1);
    assert_null(k->kase->report.patient_name);
}

/* CB-INPUT-22 */
static void test_not_examined(void **state) {
    kit *k = *state;
    kit_put(k, "sv.vcf.gz", "");
    const char *more = "custom_images:\n  case_images:\n    s:\n      - {title: t, path: "
                       "/secret/folder/a.png}\nvcf_str: 'C:\\data\\str.vcf'\n"
                       "vcf_sv: sv.vcf.gz\nomics_files: {fraser: drop/f.tsv}\nvcf_future: a/new.vcf\nbedtools: "
                       "v2.30.0\nvep: 104\nxyz: {a: 1}\n"
                       "delivery_report: d/r.html\nlims_id: L\n";
    assert_int_equal(kit_read(k, with(k, more)), CB_OK);
    assert_string_equal(kit_not_examined(k, "vcf_sv")->kind, "sv");
    assert_string_equal(kit_not_examined(k, "vcf_sv")->reason, "not_supported");
    assert_string_equal(kit_not_examined(k, "vcf_str")->reason, "file_absent");
    assert_string_equal(kit_not_examined(k, "vcf_str")->file, "str.vcf");
    assert_string_equal(kit_not_examined(k, "omics_files.fraser")->file, "f.tsv");
    assert_string_equal(kit_not_examined(k, "custom_images")->file, "a.png");
    assert_string_equal(kit_not_examined(k, "vcf_future")->kind, "unsupported_key");
    assert_string_equal(kit_not_examined(k, "delivery_report")->kind, "document");
    assert_null(kit_not_examined(k, "lims_id"));
    assert_int_equal(k->kase->not_examined_count, 6);
    assert_string_equal(k->kase->not_examined[0].name, "vcf_sv");
    assert_true(kit_noticed(k, "key 'xyz' is not known and was not used"));
    assert_true(kit_noticed(k, "key 'vcf_future' is not known"));
    assert_true(kit_noticed(k, "2 keys that look like versions of tools were not used: bedtools, vep"));
    assert_false(kit_noticed(k, "lims_id"));
    assert_null(strstr(k->kase->resolved, "secret"));
    assert_null(strstr(k->kase->resolved, k->folder));
    assert_null(strstr(k->kase->resolved, "drop"));
}

/* CB-INPUT-23 */
static void test_terms(void **state) {
    kit *k = *state;
    kit_put(k, "hp.obo",
            "[Term]\nid: HP:0000001\nname: All\nalt_id: HP:0000009\n[Term]\nid: HP:0000002\nname: obsolete "
            "Old\nis_obsolete: "
            "true\nreplaced_by: HP:0000001\n[Term]\nid: HP:0000003\nname: obsolete Gone\nis_obsolete: true\n");
    const char *more =
        "phenotype_terms: [HP:0000002, HP:0000009, HP:0000003, HP:0000007, seizures]\nphenotype_groups: [HP:0000001]\n";
    assert_int_equal(kit_read(k, with(k, cb_format(k->arena, "%shpo: hp.obo\n", more))), CB_OK);
    assert_int_equal(k->kase->term_count, 4);
    const cb_term *t = k->kase->terms;
    assert_string_equal(t[0].id, "HP:0000001");
    assert_string_equal(t[0].given, "HP:0000002");
    assert_string_equal(t[0].name, "All");
    assert_true(t[0].replaced);
    assert_string_equal(t[1].name, "obsolete Gone");
    assert_string_equal(t[2].id, "HP:0000007");
    assert_null(t[2].name);
    assert_string_equal(t[3].id, "seizures");
    assert_true(kit_noticed(k, "HP:0000002 is replaced by HP:0000001"));
    assert_true(kit_noticed(k, "HP:0000003 is obsolete"));
    assert_true(kit_noticed(k, "'HP:0000007' is not in hp.obo"));
    assert_true(kit_noticed(k, "'seizures' is no HPO id"));
    assert_int_equal(kit_read(k, with(k, more)), CB_OK);
    assert_int_equal(k->kase->term_count, 6);
    assert_null(k->kase->terms[0].name);
}

/* CB-INPUT-34 */
static void test_panel_that_names_itself(void **state) {
    kit *k = *state;
    assert_int_equal(cb_folder_make(kit_path(k, "panels"), NULL), CB_OK);
    kit_put(k, "panels/first.txt", "##panel_id=b\n##version=2.0\n#hgnc_id\thgnc_symbol\n1100\tBRCA1\n");
    kit_put(k, "panels/second.md", "##panel_id=b\n");
    const cb_case_request request = {.case_file = kit_put(k, "case.yaml", with(k, "default_gene_panels: [b]\n")),
                                     .panels = kit_path(k, "panels")};
    assert_int_equal(cb_case_read(k->arena, &request, &k->kase, &k->e), CB_OK);
    assert_int_equal(k->kase->panel_count, 1);
    assert_false(k->kase->panels[0].missing);
    assert_string_equal(k->kase->panels[0].id, "b");
    assert_string_equal(k->kase->panels[0].version, "2.0");
    assert_string_equal(k->kase->panels[0].genes[0], "BRCA1");
    kit_put(k, "panels/third.tsv", "##panel_id = b\nBRCA2\n");
    assert_int_equal(cb_case_read(k->arena, &request, &k->kase, &k->e), CB_INPUT);
    assert_non_null(strstr(k->e.text, "first.txt and third.tsv both say ##panel_id=b"));
}

/* CB-INPUT-24 */
static void test_panels(void **state) {
    kit *k = *state;
    assert_int_equal(cb_folder_make(kit_path(k, "panels"), NULL), CB_OK);
    kit_put(k, "panels/a.csv", "#hgnc_id,hgnc_symbol\n1100,BRCA1\n");
    kit_put(k, "secret.txt", "TP53\n");
    cb_case_request request = {
        .case_file = kit_put(k, "case.yaml", with(k, "default_gene_panels: [a, ../secret]\ngene_panels: [a, b]\n")),
        .panels = kit_path(k, "panels")};
    assert_int_equal(cb_case_read(k->arena, &request, &k->kase, &k->e), CB_OK);
    assert_int_equal(k->kase->panel_count, 3);
    assert_int_equal(k->kase->panels[0].gene_count, 1);
    assert_string_equal(k->kase->panels[0].genes[0], "BRCA1");
    assert_false(k->kase->panels[0].missing);
    assert_true(k->kase->panels[1].missing);
    assert_true(k->kase->panels[2].missing);
    assert_int_equal(k->kase->not_examined_count, 2);
    assert_string_equal(k->kase->not_examined[1].kind, "panel");
    assert_string_equal(k->kase->not_examined[1].file, "b");
    assert_string_equal(k->kase->inputs[1].role, "panel");
    assert_int_equal(k->kase->inputs[1].size, 32);
    request.panels = NULL;
    assert_int_equal(cb_case_read(k->arena, &request, &k->kase, &k->e), CB_OK);
    assert_true(k->kase->panels[0].missing);
    assert_int_equal(k->kase->not_examined_count, 3);
}

/* CB-INPUT-25 */
static void test_ped_and_samples(void **state) {
    kit *k = *state;
    kit_put(k, "f.ped", "F\tk\tf\tm\t1\t2\nF\tf\tg\t0\t1\t1\nF\tm\t0\t0\t2\t0\nF\tg\t0\t0\t1\t0\nQ\tq\t0\t0\t1\t2\n");
    assert_int_equal(kit_read(k, with(k, "ped: f.ped\n")), CB_OK);
    assert_int_equal(k->kase->family.count, 4);
    assert_string_equal(k->kase->family.persons[1].father_id, "g");
    assert_true(kit_noticed(k, "what is not given for 'f' is taken from f.ped line 2"));
    assert_string_equal(k->kase->inputs[1].role, "ped");
    static const char *const contradictions[][2] = {
        {"F\tk\tf\tm\t2\t2\n", "the sex of 'k' is not what f.ped line 1 says"},
        {"F\tk\tf\tm\t1\t1\n", "the phenotype of 'k'"},
        {"F\tk\tx\tm\t1\t2\n", "the father of 'k'"},
        {"F\tk\tf\tx\t1\t2\n", "the mother of 'k'"},
        {"F\tz\t0\t0\t1\t2\n", "holds none of the samples"}};
    for (size_t i = 0; i < sizeof contradictions / sizeof *contradictions; i++) {
        kit_put(k, "f.ped", contradictions[i][0]);
        assert_int_equal(kit_read(k, with(k, "ped: f.ped\n")), CB_INPUT);
        assert_non_null(strstr(k->e.text, contradictions[i][1]));
    }
}

/* CB-INPUT-25 */
static void test_vcf_and_ped(void **state) {
    kit *k = *state;
    cb_case_request request = {.vcf = kit_put(k, "x.vcf", ""),
                               .ped = kit_put(k, "f.ped", "F1\tk\tf\t0\t1\t2\nF1\tf\t0\t0\t1\t1\nF2\tq\t0\t0\t1\t1\n")};
    assert_int_equal(cb_case_read(k->arena, &request, &k->kase, &k->e), CB_OK);
    assert_string_equal(k->kase->id, "F1");
    assert_int_equal(k->kase->family.count, 2);
    assert_string_equal(k->kase->vcf_snv, request.vcf);
    request.proband = "q";
    assert_int_equal(cb_case_read(k->arena, &request, &k->kase, &k->e), CB_OK);
    assert_string_equal(k->kase->id, "F2");
    request.ped = NULL;
    assert_int_equal(cb_case_read(k->arena, &request, &k->kase, &k->e), CB_USAGE);
}

/* A resolved case is a case file that says the same. CB-INPUT-26 */
static void test_resolved_again(void **state) {
    kit *k = *state;
    kit_put(k, "hp.obo", "[Term]\nid: HP:0000001\nname: All\nalt_id: HP:0000009\n");
    assert_int_equal(
        kit_read(
            k,
            with(k,
                 "proband: k\nphenotype_terms: [HP:0000009]\nhpo: hp.obo\nsynopsis: [\"a: 'b' \\\"\\t\\u202e#\", two]\n"
                 "report: {patient_name: \"x\\ny\", revision: 2}\n")),
        CB_OK);
    const char *first = k->kase->resolved;
    assert_non_null(strstr(first, "\\u202E"));
    assert_int_equal(kit_read(k, first), CB_OK);
    assert_string_equal(k->kase->synopsis, "a: 'b' \"\t\xe2\x80\xae#\n\ntwo");
    assert_string_equal(k->kase->report.patient_name, "x\ny");
    assert_int_equal(k->kase->report.revision, 2);
    assert_string_equal(k->kase->family.persons[0].id, "k");
    const char *given = strstr(first, "      given: \"HP:0000009\"\n"); /* all that the second reading cannot know */
    assert_non_null(given);
    const char *rest = given + strlen("      given: \"HP:0000009\"\n");
    const char *expected = cb_format(k->arena, "%.*s%s", (int)(given - first), first, rest);
    assert_string_equal(k->kase->resolved, expected);
}

/* CB-INPUT-35 */
static void test_twins_and_deceased(void **state) {
    kit *k = *state;
    kit_put(k, "x.vcf", "");
    assert_int_equal(kit_read(k, "vcf_snv: x.vcf\nfamily: F1\nsamples:\n"
                                 "- {sample_id: m, sex: female}\n- {sample_id: t1, sex: male, mother: m}\n"
                                 "- {sample_id: k, sex: male, phenotype: affected, mother: m, father: gone}\n"
                                 "- {sample_id: s, mother: m, father: gone}\n- {sample_id: t2, sex: male, mother: m}\n"
                                 "pedigree:\n  deceased: [m, s]\n  twins:\n"
                                 "  - {persons: [t2, t1], zygosity: monozygotic}\n"
                                 "  - {persons: [k, s], zygosity: unknown}\n  colour: red\n"),
                     CB_OK);
    const cb_family *f = &k->kase->family;
    const size_t m = (size_t)cb_family_find(f, "m"), t1 = (size_t)cb_family_find(f, "t1");
    const size_t t2 = (size_t)cb_family_find(f, "t2"), s = (size_t)cb_family_find(f, "s");
    assert_true(f->persons[m].deceased && f->persons[s].deceased && !f->persons[0].deceased);
    assert_true(cb_family_twins(f, t1, t2) && cb_family_twins(f, 0, s));
    assert_false(cb_family_twins(f, t1, s) || cb_family_twins(f, m, 0) || cb_family_twins(f, m, t2));
    assert_int_equal(f->persons[t1].zygosity, CB_TWINS_MONOZYGOTIC);
    assert_int_equal(f->persons[s].zygosity, CB_TWINS_UNKNOWN);
    assert_non_null(strstr(k->kase->notices[k->kase->notice_count - 1], "'pedigree.colour' is not known"));
    const char *first = k->kase->resolved;
    assert_non_null(strstr(first, "pedigree:\n  deceased:\n"));
    assert_int_equal(kit_read(k, first), CB_OK);
    assert_string_equal(k->kase->resolved, first);
    assert_true(cb_family_twins(&k->kase->family, t1, t2));
}

static cb_status read_real(kit *k, const char *data) {
    const char *demo = kit_path(k, "scout/demo"), *from = cb_format(k->arena, "%s/cases/scout-643594", data);
    assert_int_equal(cb_folder_make_all(demo, NULL), CB_OK);
    static const char *const names[] = {"643594.config.yaml", "643594.clinical.vcf.gz", "643594.clinical.SV.vcf.gz"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cb_str bytes;
        assert_int_equal(cb_file_read(k->arena, cb_path_join(k->arena, from, names[i]), ROOM / 8, &bytes, &k->e),
                         CB_OK);
        assert_int_equal(cb_file_write(cb_path_join(k->arena, demo, names[i]), bytes, &k->e), CB_OK);
    }
    cb_case_request request = {.case_file = kit_path(k, "scout/demo/643594.config.yaml"), .root = k->folder};
    return cb_case_read(k->arena, &request, &k->kase, &k->e);
}

/* Scout's own demo case, its configuration unchanged. CB-INPUT-27 */
static void test_scout_demo(void **state) {
    kit *k = *state;
    const char *data = getenv("CASEBOUND_TEST_DATA");
    data = data ? data : "../shared/data";
    if (!cb_file_is_folder(data)) {
        skip();
    }
    assert_int_equal(read_real(k, data), CB_OK);
    assert_string_equal(k->kase->id, "643594");
    assert_string_equal(k->kase->family.id, "internal_id");
    assert_int_equal(k->kase->build, CB_GRCH37);
    assert_string_equal(k->kase->family.persons[0].id, "ADM1059A2");
    assert_string_equal(k->kase->family.persons[1].id, "ADM1059A1");
    assert_int_equal(k->kase->term_count, 2);
    assert_string_equal(k->kase->synopsis,
                        "Test case consisting of an affected male individual\n\nBoth parents are unaffected");
    assert_string_equal(kit_not_examined(k, "vcf_sv")->reason, "not_supported");
    assert_string_equal(kit_not_examined(k, "vcf_str")->reason, "file_absent");
    assert_true(k->kase->panels[0].missing);
    assert_int_equal(k->kase->notice_count, 0);
    assert_null(strchr(strstr(k->kase->resolved, "not_examined:"), '/'));
}

/* Whatever allocation fails, the answer is an error and nothing else. CB-INPUT-28 */
static void test_out_of_memory(void **state) {
    kit *k = *state;
    kit_put(k, "p.txt", "BRCA1\n");
    kit_put(k, "f.ped", "F\tk\tf\tm\t1\t2\nF\tg\t0\t0\t1\t0\n");
    kit_put(k, "hp.obo", "[Term]\nid: HP:0000001\nname: All\n");
    cb_case_request request = {.case_file =
                                   kit_put(k, "case.yaml",
                                           with(k, "default_gene_panels: [p, q]\nphenotype_terms: [HP:0000001]\n"
                                                   "ped: f.ped\nhpo: hp.obo\nvcf_sv: y\nodd: 1\nreport: {scope: a}\n")),
                               .panels = k->folder};
    cb_status s = CB_INTERNAL;
    for (long n = 1; s != CB_OK && n < 100000; n++) {
        cb_arena *arena = cb_arena_new(ROOM);
        cb_error e = {0};
        cb_case *kase;
        cb_fault_allocation(n);
        s = cb_case_read(arena, &request, &kase, &e);
        cb_fault_allocation(0);
        assert_true(s == CB_OK || (s == CB_INTERNAL && e.text[0]));
        cb_arena_free(arena);
    }
    assert_int_equal(s, CB_OK);
}

#define CASE_TEST(f) cmocka_unit_test_setup_teardown(f, kit_open, kit_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_TEST(test_family),          CASE_TEST(test_json),         CASE_TEST(test_report_block),
        CASE_TEST(test_not_examined),    CASE_TEST(test_terms),        CASE_TEST(test_panels),
        CASE_TEST(test_panel_that_names_itself),
        CASE_TEST(test_ped_and_samples), CASE_TEST(test_vcf_and_ped),  CASE_TEST(test_resolved_again),
        CASE_TEST(test_twins_and_deceased),
        CASE_TEST(test_scout_demo),      CASE_TEST(test_out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
