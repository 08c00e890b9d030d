/* arrange_test.c: the sections around the list: words, patient, banners, what was not examined, funnel, methods. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/arrange/case_kit.h"
#include <stdio.h>

static kit *trio_of_one(void) {
    kit *k = kit_new();
    kit_trio(k);
    kit_variant(k, "1-1000-A-G");
    return k;
}

static const char *text(const cb_node *view, const char *path) {
    if (!cb_node_at(view, path)) {
        fail_msg("the view has no %s", path);
    }
    return cb_node_text(view, path);
}

static int64_t number(const cb_node *node, const char *path) {
    const cb_node *found = cb_node_at(node, path);
    assert_true(found && found->kind == CB_NODE_INTEGER);
    return found->integer;
}

/* The fact with this label, or NULL. */
static const cb_node *fact(const cb_node *list, const char *label) {
    for (const cb_node *n = list->first; n; n = n->next) {
        if (strcmp(cb_node_text(n, "label"), label) == 0) {
            return n;
        }
    }
    return NULL;
}

static const char *method(const cb_node *view, const char *label) {
    const cb_node *found = fact(cb_node_at(view, "methods"), label);
    return found ? cb_node_text(found, "text") : "";
}

static bool has_banner(const cb_node *view, const char *kind, const char *words) {
    for (const cb_node *n = cb_node_at(view, "banners")->first; n; n = n->next) {
        if (strcmp(cb_node_text(n, "kind"), kind) == 0 && strcmp(cb_node_text(n, "text"), words) == 0) {
            return true;
        }
    }
    return false;
}

/* The map of texts without one key, or with another text for it. */
static cb_map *texts_but(kit *k, const char *key, const char *instead) {
    cb_map *out = cb_map_new(k->arena);
    assert_non_null(out);
    for (size_t i = 0; i < cb_map_size(k->texts); i++) {
        const bool it = strcmp(cb_map_key(k->texts, i), key) == 0;
        if (!it || instead) {
            assert_true(cb_map_set(out, cb_str_of(cb_map_key(k->texts, i)), it ? instead : cb_map_value(k->texts, i)));
        }
    }
    return out;
}

/* CB-ARRANGE-07 */
static void test_missing_text_is_named(void **state) {
    (void)state;
    kit *k = trio_of_one();
    const cb_node *view = NULL;
    k->texts = texts_but(k, "mode_short_dominant", NULL);
    k->variants[0]->modes[CB_MODE_DOMINANT] = (cb_verdict){.fit = CB_FITS, .tested = true};
    assert_int_equal(kit_arrange(k, &view), CB_INTERNAL);
    assert_non_null(strstr(k->error.text, "'mode_short_dominant'"));
    assert_null(view);
    kit_free(k);
}

/* CB-ARRANGE-07 */
static void test_places_of_a_text(void **state) {
    (void)state;
    static const char *const bad[] = {"{nobody} {id}", "{id", "{} {id}", "{ID} {id}"};
    kit *k = trio_of_one();
    cb_map *real = k->texts;
    const cb_node *view = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        k->texts = texts_but(k, "report_title", bad[i]);
        assert_int_equal(kit_arrange(k, &view), CB_INTERNAL);
        assert_non_null(strstr(k->error.text, "'report_title'"));
        k->texts = real;
    }
    k->texts = texts_but(k, "report_title", "{id}{id}: x } y {id}");
    assert_string_equal(text(kit_view(k), "report/title"), "FAM-7-r1FAM-7-r1: x } y FAM-7-r1");
    kit_free(k);
}

/* CB-ARRANGE-07 */
static void test_braces_of_a_value_are_its_own(void **state) {
    (void)state;
    kit *k = trio_of_one();
    k->request.seal_name = "{name} {id} }{";
    assert_string_equal(text(kit_view(k), "report/seal"), "Seal of {name} {id} }{");
    kit_free(k);
}

/* CB-ARRANGE-07 */
static void test_page_words_reach_the_templates(void **state) {
    (void)state;
    kit *k = trio_of_one();
    const cb_node *view = kit_view(k);
    size_t pages = 0;
    for (size_t i = 0; i < cb_map_size(k->texts); i++) {
        const char *key = cb_map_key(k->texts, i);
        if (strncmp(key, "page_", 5) == 0) {
            char path[200];
            snprintf(path, sizeof path, "text/%s", key + 5);
            assert_string_equal(text(view, path), cb_map_value(k->texts, i));
            pages++;
        }
    }
    assert_int_equal(cb_node_at(view, "text")->count, pages);
    assert_string_equal(text(view, "text/page"), "Page {page} of {pages}");
    kit_free(k);
}

typedef struct patient {
    const char *name, *birth, *id;   /* given */
    const char *label[2], *value[2]; /* expected */
    const char *rest;                /* label of what follows among the facts */
} patient;

/* CB-ARRANGE-08 */
static void test_two_identifiers(void **state) {
    (void)state;
    static const patient all[] = {
        {"A B", "2019-01-02", "X7", {"Name", "Date of birth"}, {"A B", "2019-01-02"}, "Patient ID"},
        {"A B", NULL, "X7", {"Name", "Patient ID"}, {"A B", "X7"}, "Date of birth"},
        {NULL, "2019-01-02", "X7", {"Patient ID", "Date of birth"}, {"X7", "2019-01-02"}, "Name"},
        {NULL, NULL, "X7", {"Name", "Patient ID"}, {"NOT SUPPLIED", "X7"}, "Date of birth"},
        {"A B", "", NULL, {"Name", "Date of birth"}, {"A B", "NOT SUPPLIED"}, "Patient ID"},
        {NULL, NULL, NULL, {"Name", "Date of birth"}, {"NOT SUPPLIED", "NOT SUPPLIED"}, "Patient ID"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        kit *k = trio_of_one();
        k->kase.report.patient_name = all[i].name;
        k->kase.report.birth_date = all[i].birth;
        k->kase.report.patient_id = all[i].id;
        const cb_node *view = kit_view(k), *list = cb_node_at(view, "identity/identifiers");
        assert_int_equal(list->count, 2);
        int supplied = 0;
        for (size_t j = 0; j < 2; j++) {
            const cb_node *n = j == 0 ? list->first : list->first->next;
            assert_string_equal(cb_node_text(n, "label"), all[i].label[j]);
            assert_string_equal(cb_node_text(n, "value"), all[i].value[j]);
            assert_int_equal(cb_node_at(n, "supplied")->integer, strcmp(all[i].value[j], "NOT SUPPLIED") != 0);
            supplied += (int)cb_node_at(n, "supplied")->integer;
        }
        assert_string_equal(text(view, "identity/facts/0/label"), all[i].rest);
        assert_int_equal(has_banner(view, "warn", "Patient identifier NOT SUPPLIED"), supplied < 2);
        kit_free(k);
    }
}

/* CB-ARRANGE-08 */
static void test_report_block(void **state) {
    (void)state;
    kit *k = trio_of_one();
    k->kase.report.laboratory = "Lab";
    k->kase.report.accreditation = "ISO 15189 no. 1";
    k->kase.report.requester = "Dr R";
    k->kase.report.test = "trio exome";
    k->kase.report.scope = "coding";
    k->kase.report.sample_date = "2026-01-01";
    k->kase.report.received_date = "2026-01-02";
    k->persons[0].sample_type = "saliva";
    const cb_node *view = kit_view(k), *facts = cb_node_at(view, "identity/facts");
    static const char *const expected[][2] = {
        {"Laboratory", "Lab"},
        {"Accreditation", "ISO 15189 no. 1"},
        {"Requested by", "Dr R"},
        {"Test", "trio exome"},
        {"Scope", "coding"},
        {"Sample collected", "2026-01-01"},
        {"Sample received", "2026-01-02"},
        {"Sample type", "saliva"},
        {"Consent", "NOT SUPPLIED"},
        {"Sex", "female"},
        {"Genome build", "GRCh38"},
        {"Sample", "P"},
        {"Report date", "2026-11-22"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const cb_node *found = fact(facts, expected[i][0]);
        assert_non_null(found);
        assert_string_equal(cb_node_text(found, "value"), expected[i][1]);
    }
    assert_string_equal(text(view, "question/indication"), "NOT SUPPLIED");
    assert_null(cb_node_at(view, "question/synopsis"));
    kit_free(k);
}

/* CB-ARRANGE-09 */
static void test_banners_worst_first(void **state) {
    (void)state;
    static const char *const order[] = {"bad", "warn", "info", "good"};
    static const cb_not_examined absent[] = {{"sv", "vcf_sv", "a.vcf", "not_supported"}};
    for (int seal = 0; seal < 3; seal++) {
        kit *k = trio_of_one();
        k->request.seal_name = seal == 0 ? NULL : "Example";
        k->request.seal_is_test = seal == 1;
        k->kase.build = CB_BUILD_UNKNOWN;
        k->kase.annotation_kind_count = 0;
        k->kase.report.revision = 3;
        k->kase.not_examined = absent;
        k->kase.not_examined_count = 1;
        const cb_node *view = kit_view(k);
        assert_int_equal(has_banner(view, "bad", "UNSEALED"), seal == 0);
        assert_int_equal(has_banner(view, "bad", "TEST seal of Example"), seal == 1);
        assert_int_equal(has_banner(view, "good", "Seal of Example"), seal == 2);
        assert_int_equal(cb_node_at(view, "report/sealed")->integer, seal != 0);
        assert_true(has_banner(view, "warn", "NOT EXAMINED: 1 input"));
        assert_true(has_banner(view, "warn", "No consequence annotation"));
        assert_true(has_banner(view, "warn", "No population frequencies"));
        assert_true(has_banner(view, "warn", "Genome build unknown"));
        assert_true(has_banner(view, "warn", "Draft: not signed off when built"));
        assert_true(has_banner(view, "info", "Revision 3"));
        size_t at = 0;
        for (const cb_node *n = cb_node_at(view, "banners")->first; n; n = n->next) {
            while (at < 4 && strcmp(order[at], cb_node_text(n, "kind")) != 0) {
                at++;
            }
            assert_true(at < 4);
        }
        kit_free(k);
    }
}

/* CB-ARRANGE-09 */
static void test_report_id_names_files(void **state) {
    (void)state;
    static const char *const ids[][2] = {{"../../etc", "_._.._etc-r1"},
                                         {".hidden", "_hidden-r1"},
                                         {"-rf", "_rf-r1"},
                                         {"a b/ä", "a_b___-r1"},
                                         {"FAM.7_x-1", "FAM.7_x-1-r1"}};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        kit *k = trio_of_one();
        k->kase.id = ids[i][0];
        const char *id = text(kit_view(k), "report/id");
        assert_null(strchr(id, '/'));
        assert_true(id[0] != '.' && id[0] != '-');
        if (i > 0) {
            assert_string_equal(id, ids[i][1]);
        }
        kit_free(k);
    }
}

/* CB-ARRANGE-10 */
static void test_not_examined(void **state) {
    (void)state;
    static const cb_not_examined all[] = {{"sv", "vcf_sv", "643594.clinical.SV.vcf.gz", "not_supported"},
                                          {"unsupported_key", "vcf_unheard_of", NULL, "not_supported"},
                                          {"panel", "gene_panels", "LISTED", "file_absent"}};
    static const char *const genes[] = {"GENE9"};
    static const cb_panel panels[] = {{.id = "LISTED", .name = "LISTED", .missing = true},
                                      {.id = "FORGOTTEN", .name = "Forgotten", .missing = true},
                                      {.id = "READ", .name = "Read", .version = "2", .genes = genes, .gene_count = 1}};
    kit *k = trio_of_one();
    k->kase.not_examined = all;
    k->kase.not_examined_count = 3;
    k->kase.panels = panels;
    k->kase.panel_count = 3;
    const cb_node *view = kit_view(k);
    assert_int_equal(cb_node_at(view, "not_examined")->count, 4);
    assert_string_equal(
        text(view, "not_examined/0/text"),
        "Structural variants: 643594.clinical.SV.vcf.gz was named and not read (not supported by this version)");
    assert_non_null(strstr(text(view, "not_examined/1/text"), "vcf_unheard_of"));
    assert_non_null(strstr(text(view, "not_examined/2/text"), "LISTED was named and not found"));
    assert_non_null(strstr(text(view, "not_examined/3/text"), "Forgotten was named and not found"));
    assert_true(has_banner(view, "warn", "NOT EXAMINED: 4 inputs"));
    assert_int_equal(cb_node_at(view, "not_examined_groups")->count, 3);
    assert_string_equal(text(view, "not_examined_groups/2/text"), "Gene panel: LISTED, Forgotten – not found");
    assert_string_equal(text(view, "question/panels/0/state"), "NOT EXAMINED: its file was not found");
    assert_int_equal(cb_node_at(view, "question/panels/0/genes")->kind, CB_NODE_MISSING);
    assert_string_equal(text(view, "question/panels/2/genes"), "1 gene");
    assert_non_null(strstr(method(view, "Not examined"), "4 named by the case"));
    assert_string_equal(method(view, "Gene panels"), "Read 2. A panel ranks; it removes nothing.");
    kit_free(k);
}

/* CB-ARRANGE-10 */
static void test_not_examined_groups(void **state) {
    (void)state;
    static const cb_not_examined all[] = {
        {"image", "i", "a.png", "file_absent"},   {"sv", "vcf_sv", "a.vcf", "file_absent"},
        {"image", "j", "b.png", "file_absent"},   {"image", "k", "a.png", "file_absent"},
        {"image", "l", "c.png", "not_supported"}, {"str", "s", NULL, "not_supported"}};
    kit *k = trio_of_one();
    k->kase.not_examined = all;
    k->kase.not_examined_count = 6;
    const cb_node *view = kit_view(k);
    assert_string_equal(text(view, "not_examined/0/file"), "a.vcf"); /* what may hold the answer comes first */
    assert_int_equal(cb_node_at(view, "not_examined/0/findings")->integer, 1);
    assert_int_equal(cb_node_at(view, "not_examined/2/findings")->integer, 0);
    assert_int_equal(cb_node_at(view, "not_examined")->count, 6);
    static const char *const groups[] = {
        "Structural variants: a.vcf – not found", "Short tandem repeats: s – not read (not supported by this version)",
        "Image: a.png, b.png – not found", "Image: c.png – not read (not supported by this version)"};
    assert_int_equal(cb_node_at(view, "not_examined_groups")->count, 4);
    int64_t sum = 0;
    const cb_node *group = cb_node_at(view, "not_examined_groups")->first;
    for (size_t i = 0; i < 4; i++, group = group->next) {
        assert_string_equal(cb_node_text(group, "text"), groups[i]);
        sum += number(group, "count");
    }
    assert_int_equal(sum, 6);
    kit_free(k);
}

/* CB-ARRANGE-10 */
static void test_every_kind_of_read_has_words(void **state) {
    (void)state;
    static const char *const kinds[] = {"sv",      "str",        "mei",      "mitochondrial",  "cancer",
                                        "fusion",  "omics",      "smn",      "paralog",        "research",
                                        "quality", "pedigree",   "document", "image",          "alignment",
                                        "track",   "attachment", "panel",    "unsupported_key"};
    static const char *const reasons[] = {"not_supported", "file_absent"};
    kit *k = trio_of_one();
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char key[80];
        snprintf(key, sizeof key, "examined_%s", kinds[i]);
        assert_non_null(cb_map_get(k->texts, cb_str_of(key)));
    }
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        char key[80];
        snprintf(key, sizeof key, "examined_reason_%s", reasons[i]);
        assert_non_null(cb_map_get(k->texts, cb_str_of(key)));
        snprintf(key, sizeof key, "examined_short_%s", reasons[i]);
        assert_non_null(cb_map_get(k->texts, cb_str_of(key)));
    }
    for (int mode = 0; mode < CB_MODES; mode++) {
        char key[80];
        snprintf(key, sizeof key, "mode_%s", cb_mode_key((cb_mode)mode));
        assert_non_null(cb_map_get(k->texts, cb_str_of(key)));
        snprintf(key, sizeof key, "mode_short_%s", cb_mode_key((cb_mode)mode));
        assert_non_null(cb_map_get(k->texts, cb_str_of(key)));
    }
    kit_free(k);
}

/* CB-ARRANGE-11 */
static void test_funnel_sums(void **state) {
    (void)state;
    kit *k = trio_of_one();
    kit_variant(k, "1-1001-A-G")->record_number = 1;
    kit_ledger(k);
    kit_drop(k, 0, 12000, 11999);
    kit_drop(k, 2, 5, 4);
    for (int i = 0; i < 3; i++) {
        cb_ledger_record(k->ledger, CB_LEDGER_NO_ALT, NULL, 0);
    }
    const cb_node *view = kit_view(k), *funnel = cb_node_at(view, "funnel");
    int64_t in = 0, alleles = 0, records = 0, records_in = 0;
    for (const cb_node *n = funnel->first; n; n = n->next) {
        const char *kind = cb_node_text(n, "kind");
        const double share = cb_node_at(n, "share")->real;
        assert_true(share >= 0 && share <= 100);
        if (strcmp(kind, "in") == 0) {
            in = number(n, "alleles");
            records_in = number(n, "records");
            assert_true(share == 100);
        } else if (strcmp(kind, "shortlisted") == 0) {
            assert_int_equal(number(n, "alleles"), 2);
            assert_int_equal(number(n, "records"), 1); /* two alleles of one record */
        } else {
            alleles += number(n, "alleles");
            records += number(n, "records");
        }
    }
    assert_int_equal(alleles, in);
    assert_int_equal(records, records_in);
    assert_string_equal(text(view, "ledger/rows/0/alleles"), "12\u202f000");
    assert_int_equal(number(view, "ledger/totals/records_without_alt"), 3);
    assert_string_equal(text(view, "summary/headline"), "2 of 2 listed alleles shortlisted");
    assert_non_null(strstr(method(view, "Sieve"), "common in the population (12\u202f000); no effect (5)."));
    kit_free(k);
}

/* CB-ARRANGE-11 */
static void test_headlines(void **state) {
    (void)state;
    kit *k = trio_of_one();
    assert_string_equal(text(kit_view(k), "summary/headline"), "1 of 1 listed alleles shortlisted");
    k->variants[0]->score = 11.5;
    assert_string_equal(text(kit_view(k), "summary/headline"),
                        "No strong candidate: none of 1 listed alleles scores 12 or more");
    kit_free(k);
    k = kit_new();
    kit_trio(k);
    assert_string_equal(text(kit_view(k), "summary/headline"), "No strong candidate: no allele passed the sieve");
    kit_free(k);
}

/* CB-ARRANGE-12 */
static void test_counts_must_agree(void **state) {
    (void)state;
    const cb_node *view = NULL;
    kit *k = trio_of_one();
    kit_ledger(k);
    kit_list_all(k);
    kit_list_all(k);
    assert_int_equal(kit_arrange(k, &view), CB_INTERNAL);
    assert_non_null(strstr(k->error.text, "2 listed alleles, the list holds 1"));
    k->ledger->alleles_in = 9;
    assert_int_equal(kit_arrange(k, &view), CB_INTERNAL);
    assert_non_null(strstr(k->error.text, "does not balance"));
    kit_free(k);
    k = trio_of_one();
    kit_variant(k, "1-2-A-G");
    kit_view(k);
    k->variants[1]->rank = 1;
    assert_int_equal(cb_arrange(k->arena, &k->request, &view, &k->error), CB_INTERNAL);
    assert_non_null(strstr(k->error.text, "rank 1"));
    kit_free(k);
}

/* CB-ARRANGE-19 CB-INHERIT-19 */
static void test_methods(void **state) {
    (void)state;
    kit *k = trio_of_one();
    k->variants[0]->frequencies[0].value = (cb_real){0, CB_MISSING, "CSQ/gnomADe_AF"};
    k->variants[0]->predictors[0].value = (cb_real){0.9, CB_PRESENT, "CSQ/REVEL"};
    const cb_node *view = kit_view(k);
    assert_string_equal(
        method(view, "Population frequency"),
        "The highest value of: gnomAD exomes. Not annotated in this VCF: gnomAD genomes. Allele frequencies of the "
        "family itself are never used.");
    assert_string_equal(method(view, "Predictors"), "REVEL. Not annotated in this VCF: Gene.");
    assert_non_null(strstr(method(view, "Genotypes"), "below 9 reads or with 3 or more alternate reads"));
    assert_non_null(strstr(method(view, "Annotation"), "CSQ"));
    assert_non_null(strstr(method(view, "ClinVar"), "Not annotated"));
    const char *policies = method(view, "Inheritance policies");
    assert_non_null(strstr(policies, "no table of reduced penetrance is used"));
    assert_non_null(strstr(policies, "under dominant inheritance: fits."));
    assert_non_null(strstr(policies, "X-linked dominant inheritance: possible."));
    assert_non_null(strstr(policies, "A missing call leaves a mode possible"));
    assert_non_null(strstr(policies, "fewer than 20 % of them"));
    assert_non_null(strstr(policies, "from 2 % of the reads"));
    assert_string_equal(method(view, "Shortlist"), "The first 20 alleles that score at least 12.");
    assert_non_null(strstr(method(view, "Coverage"), "Coverage data were not supplied"));
    assert_non_null(strstr(method(view, "Sieve"), "Profile small 2.5. No allele was dropped."));
    assert_string_equal(text(view, "thresholds/0/name"), "max_af");
    assert_true(cb_node_at(view, "thresholds/0/value")->real == 0.02);
    k->kase.annotation_kind_count = 0;
    k->variants[0]->frequencies[0].value = (cb_real){0};
    view = kit_view(k);
    assert_non_null(strstr(method(view, "Annotation"), "no consequence annotation"));
    assert_non_null(strstr(method(view, "Population frequency"), "no statement about frequency is made"));
    kit_free(k);
}

/* CB-ARRANGE-19 */
static void test_provenance(void **state) {
    (void)state;
    kit *k = trio_of_one();
    cb_input inputs[2] = {{.role = "vcf_snv", .name = "a.vcf.gz", .size = 123456},
                          {.role = "profile", .name = "small.lua"}};
    inputs[1].digest.bytes[0] = 0xab;
    k->kase.inputs = inputs;
    k->kase.input_count = 2;
    k->kase.upstream = "bcftools 1.16\n\nVEP 113\n";
    const cb_node *view = kit_view(k);
    assert_string_equal(text(view, "provenance/inputs/0/name"), "a.vcf.gz");
    assert_int_equal(number(view, "provenance/inputs/0/size"), 123456);
    assert_int_equal(strlen(text(view, "provenance/inputs/0/sha256")), 64);
    assert_int_equal(strncmp(text(view, "profile/digest"), "ab0000", 6), 0);
    assert_int_equal(cb_node_at(view, "provenance/upstream")->count, 2);
    assert_string_equal(text(view, "provenance/upstream/1"), "VEP 113");
    assert_string_equal(text(view, "provenance/software/1/name"), "htslib");
    assert_string_equal(text(view, "report/generator"), "casebound 0.1.0");
    k->kase.upstream = "";
    k->kase.input_count = 1;
    view = kit_view(k);
    assert_non_null(strstr(text(view, "provenance/upstream/0"), "unknown"));
    assert_int_equal(cb_node_at(view, "profile/digest")->kind, CB_NODE_MISSING);
    kit_free(k);
}

/* CB-ARRANGE-20 */
static void test_hostile_case(void **state) {
    (void)state;
    static const char *const hostile = "<script>\"']]>\x1b\xe2\x80\xae\xff{id}";
    static const char *const shown = "<script>\"']]><U+001B><U+202E>\xef\xbf\xbd{id}";
    kit *k = kit_new();
    kit_person(k, hostile, NULL, NULL, CB_MALE, CB_AFFECTED);
    kit_relate(k, hostile);
    kit_variant(k, hostile);
    const cb_term term = {.id = "HP:1", .name = hostile, .given = hostile, .replaced = true};
    const char *notices[] = {hostile};
    k->kase.terms = &term;
    k->kase.term_count = 1;
    k->kase.notices = notices;
    k->kase.notice_count = 1;
    k->kase.synopsis = hostile;
    k->kase.report.patient_name = hostile;
    k->kase.report.language = hostile;
    const cb_node *view = kit_view(k);
    assert_string_equal(text(view, "family/members/0/id"), shown);
    assert_string_equal(text(view, "question/terms/0/name"), shown);
    assert_non_null(strstr(text(view, "question/terms/0/note"), shown));
    assert_string_equal(text(view, "notices/0/text"), shown);
    assert_non_null(strstr(text(view, "notices/1/text"), shown)); /* the language that is not there */
    assert_string_equal(text(view, "question/synopsis"), shown);
    assert_int_equal(cb_node_at(view, "question/synopsis")->kind, CB_NODE_MARKDOWN);
    assert_string_equal(text(view, "identity/identifiers/0/value"), shown);
    assert_string_equal(text(view, "variants/0/key"), shown);
    kit_free(k);
}

/* CB-ARRANGE-21 */
static void test_memory_failures_are_told(void **state) {
    (void)state;
    bool done = false;
    for (long n = 1; !done && n < 100000; n += n < 300 ? 1 : 97) {
        kit *k = trio_of_one();
        const cb_node *view = NULL;
        cb_fault_allocation(n);
        const cb_status status = kit_arrange(k, &view);
        cb_fault_allocation(0);
        done = status == CB_OK;
        if (!done) {
            assert_int_equal(status, CB_INTERNAL);
            assert_true(k->error.text[0] != '\0');
            assert_null(view);
        }
        kit_free(k);
    }
    assert_true(done);
}

static void check_unique(const cb_node *node) {
    for (const cb_node *a = node->first; a; a = a->next) {
        for (const cb_node *b = a->next; b && node->kind == CB_NODE_MAP; b = b->next) {
            if (strcmp(a->key, b->key) == 0) {
                fail_msg("the key %s stands twice", a->key);
            }
        }
        check_unique(a);
    }
}

/* CB-ARRANGE-05 */
static void test_keys_are_unique(void **state) {
    (void)state;
    kit *k = trio_of_one();
    check_unique(kit_view(k));
    kit_free(k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_text_is_named),
        cmocka_unit_test(test_places_of_a_text),
        cmocka_unit_test(test_braces_of_a_value_are_its_own),
        cmocka_unit_test(test_page_words_reach_the_templates),
        cmocka_unit_test(test_two_identifiers),
        cmocka_unit_test(test_report_block),
        cmocka_unit_test(test_banners_worst_first),
        cmocka_unit_test(test_report_id_names_files),
        cmocka_unit_test(test_not_examined),
        cmocka_unit_test(test_not_examined_groups),
        cmocka_unit_test(test_every_kind_of_read_has_words),
        cmocka_unit_test(test_funnel_sums),
        cmocka_unit_test(test_headlines),
        cmocka_unit_test(test_counts_must_agree),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_provenance),
        cmocka_unit_test(test_hostile_case),
        cmocka_unit_test(test_memory_failures_are_told),
        cmocka_unit_test(test_keys_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
