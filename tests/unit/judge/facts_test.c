/* facts_test.c: families, genes, panels and terms as a profile sees them. */
#include "unit/judge/profile_fixture.h"

/* What score asserts of the variant. */
static void holds(fixture *f, cb_variant *v, const char *expression) {
    cb_profile *p = loaded(f, "", "return true", cb_format(f->arena, "assert(%s)", expression));
    cb_error_clear(&f->e);
    if (cb_judge_score(p, f->arena, &f->kase, v, &f->e) != CB_OK) {
        fail_msg("%s: %s", expression, f->e.text);
    }
}

/* Proband with parents, a brother, a sister by the mother, a daughter and an uncle. */
static fixture *large_family(void) {
    fixture *f = fixture_new();
    add_person(f, "P", "ma", "F", "M");
    add_person(f, "F", "mu", NULL, NULL);
    add_person(f, "M", "fa", NULL, NULL);
    add_person(f, "B", "ma", "F", "M");
    add_person(f, "H", "fu", "F2", "M");
    add_person(f, "D", "f?", "P", NULL);
    add_person(f, "U", "mu-", NULL, NULL);
    assert_true(cb_family_relate(&f->kase.family, "P"));
    return f;
}

/* CB-JUDGE-03 */
static void test_family(void **state) {
    (void)state;
    static const char *const said[] = {
        "v:of('sibling').zygosity == 'hom_alt' and v:of('half_sibling').zygosity == 'het'",
        "v:of('half_sibling').role == 'half_sibling' and v:of('half_sibling').sex == 'female'",
        "v:of('child').copies == 0 and v:of('relative').sampled == false and v:of('relative').zygosity == 'no_column'",
        "#v:members() == 7 and #v:members('sibling') == 1 and #v:members('half_sibling') == 1",
        "#v:members('relative') == 1 and v:members('relative')[1].gt == missing and #v:members('proband') == 1",
        "#v:affected_relatives() == 2 and v:affected_relatives()[1].role == 'mother'",
        "v:affected_relatives()[2].role == 'sibling' and v:affected_relatives()[2].carrier == 'yes'",
        "#v:unaffected_relatives() == 3 and v:unaffected_relatives()[1] == v:of('father')",
        "case.size == 7 and case.sampled == 6 and case.parents_sampled == 2",
        "#case:members() == 7 and case:members()[1] == case.proband and case:members('child')[1].sex == 'female'",
        "#case:affected_relatives() == 2 and #case:unaffected_relatives() == 3",
        "case:members('half_sibling')[1].role == 'half_sibling' and case:members('half_sibling')[1].affected == 'no'",
        "select(2, pcall(v.of, v, 'half sibling')):find(\"did you mean 'half_sibling'?\")",
        "select(2, pcall(v.members, v, 'brother')):find(\"there is no role 'brother'\")",
        "not pcall(case.members, v) and not pcall(v.members, case)",
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        fixture *f = large_family();
        cb_variant *v = snv(f, "1", 1000, "0/1 0/0 0/1 1/1 0/0 0/1 ./.");
        holds(f, v, said[i]);
        fixture_free(f);
    }
}

/* Two genes on five entries, one of them known by its id alone. */
static cb_variant *two_genes(fixture *f) {
    static cb_transcript entries[] = {
        {.consequence = "missense_variant",
         .severity = 13,
         .impact = "MODERATE",
         .gene = "AAA",
         .hgnc_id = "1",
         .biotype = "protein_coding",
         .feature = "NM_1.1",
         .hgvs_c = "c.5A>T",
         .hgvs_p = "p.(Lys2Met)",
         .exon = "1/2",
         .canonical = true,
         .mane = "NM_1.1",
         .feature_type = "Transcript",
         .consequences = "missense_variant"},
        {.consequence = "upstream_gene_variant", .severity = 30, .impact = "MODIFIER", .gene = "BBB"},
        {.consequence = "stop_gained",
         .severity = 4,
         .impact = "HIGH",
         .gene = "OLD",
         .hgnc_id = "1",
         .biotype = "retained_intron",
         .consequences = "stop_gained&splice_region_variant",
         .intron = "3/4"},
        {.consequence = "downstream_gene_variant", .severity = 31, .impact = "MODIFIER", .gene = "BBB"},
        {.consequence = "intergenic_variant", .severity = 40, .impact = "MODIFIER", .gene = NULL},
    };
    cb_variant *v = snv(f, "1", 1000, "0/1 0/0 0/0");
    v->transcripts = entries;
    v->transcript_count = sizeof entries / sizeof *entries;
    v->chosen = &entries[0];
    v->gene = "AAA";
    v->consequence = "stop_gained";
    v->severity = 4;
    f->kase.annotation_kind_count = 1;
    return v;
}

static void add_panels(fixture *f) {
    static const char *const genes[] = {"AAA", "CCC", "AAA"}, *const ids[] = {"1", NULL, "1"},
                             *const models[] = {"AR", "AD", "AD,AR"}, *const others[] = {"BBB"};
    static const cb_panel panels[] = {
        {.id = "p1", .name = "Epilepsy", .genes = genes, .hgnc = ids, .models = models, .gene_count = 3},
        {.id = "p2", .genes = others, .gene_count = 1},
        {.id = "p3", .name = "Lost", .missing = true},
    };
    f->kase.panels = panels;
    f->kase.panel_count = 3;
}

/* CB-JUDGE-03 */
static void test_genes(void **state) {
    (void)state;
    static const char *const said[] = {
        "#v:genes() == 2 and v:genes()[1].symbol == 'AAA' and v:genes()[1].hgnc_id == '1'",
        "v:genes()[1].consequence == 'stop_gained' and v:genes()[1].impact == 'HIGH' and v:genes()[1].severity == 4",
        "v:genes()[1].biotype == 'retained_intron' and v:genes()[1].inside and not v:genes()[2].inside",
        "v:genes()[2].symbol == 'BBB' and v:genes()[2].hgnc_id == missing and v:genes()[2].severity == 30",
        "v:genes()[1].in_panel and #v:genes()[1].panels == 1 and v:genes()[1].panels[1] == 'Epilepsy'",
        "#v:genes()[1].models == 2 and v:genes()[1].models[1] == 'AR' and v:genes()[1].models[2] == 'AD,AR'",
        "v:genes()[2].in_panel and v:genes()[2].panels[1] == 'p2' and #v:genes()[2].models == 0",
        "v:genes()[1] == v:genes()[1] and v:genes()[1] ~= v:genes()[2] and v:genes()[1] ~= v:transcripts()[1]",
        "#case.panels == 2 and case.panels[1] == 'Epilepsy' and case.panels[2] == 'p2' and case.has_annotation",
        "#v:transcripts() == 5 and v:transcripts()[1].hgvs_c == 'c.5A>T' and v:transcripts()[1].hgvs_p == "
        "'p.(Lys2Met)'",
        "v:transcripts()[1].canonical and v:transcripts()[1].chosen and v:transcripts()[1].mane == 'NM_1.1'",
        "v:transcripts()[1].exon == '1/2' and v:transcripts()[1].intron == missing and v:transcripts()[3].intron == "
        "'3/4'",
        "v:transcripts()[3].consequences == 'stop_gained&splice_region_variant' and not v:transcripts()[3].chosen",
        "v:transcripts()[5].gene == missing and v:transcripts()[5].mane_plus == missing",
        "select(2, pcall(function() return v:genes()[1].name end)):find(\"gene has no field 'name'\")",
        "select(2, pcall(function() return v:genes()[2].hgnc_id .. 'x' end)):find('gene.hgnc_id is missing: test it')",
        "select(2, pcall(function() return v:transcripts()[1].HGVSc end)):find(\"did you mean 'hgvs_c'?\")",
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        fixture *f = trio("ma", "mu", "fu");
        add_panels(f);
        holds(f, two_genes(f), said[i]);
        fixture_free(f);
    }
}

/* CB-JUDGE-03 */
static void test_terms(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    static const cb_term terms[] = {{.id = "HP:0001250", .given = "HP:0001250"},
                                    {.id = "HP:0000002", .given = "HP:0000001", .replaced = true}};
    f->kase.terms = terms;
    f->kase.term_count = 2;
    cb_variant *v = snv(f, "1", 1000, "0/1 0/0 0/0");
    holds(f, v, "#case.terms == 2 and case.terms[2] == 'HP:0000002'");
    holds(f, v, "case:has_term('HP:0001250') and case:has_term('HP:0000001') and not case:has_term('HP:0000003')");
    holds(f, v, "select(2, pcall(case.has_term, case, '0001250')):find('a phenotype term is written HP:0001250')");
    fixture_free(f);
}

/* CB-JUDGE-03 */
static void test_siblings(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_variant *v = snv(f, "1", 1000, "0/1 0/0 0/0"), *other = snv(f, "1", 1000, "0/1 0/0 0/0");
    const cb_variant *list[] = {other};
    holds(f, v, "#v.siblings == 0");
    v->siblings = list;
    v->sibling_count = 1;
    holds(f, v, "#v.siblings == 1 and v.siblings[1] ~= v and v.siblings[1].proband.zygosity == 'het'");
    holds(f, v, "v.siblings[1].proband ~= v.proband and v.siblings[1].proband == v.siblings[1].proband");
    fixture_free(f);
}

/* A rule knows the case, as score does. */
/* CB-PROFILE-04 */
static void test_case_in_rules(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_profile *p =
        rules_loaded(f,
                     "{ 'a', 'a', drop = function(v, t, case) return case.parents_sampled == 2 and "
                     "v.position < t.low and case.father.affected == 'no' end },\n"
                     "{ 'b', 'b', drop = function(v, t, case) return case.size ~= 3 end }",
                     "rescue = { rule = 'a', text = 'x', candidate = function(v, t, case) return case.size == "
                     "3 end,\n partner = function(v, w, t, case) return case.size == t.low - 7 end },");
    cb_sieved s;
    bool rescued = false;
    cb_variant *v = snv(f, "1", 5, "0/1 0/0 0/0");
    assert_int_equal(cb_judge_sieve(p, &f->kase, v, CB_ASK_NEAR, &s, &f->e), CB_OK);
    assert_true(s.rule == 0 && s.rescuable);
    assert_int_equal(cb_judge_rescue(p, &f->kase, v, v, &rescued, &f->e), CB_OK);
    assert_true(rescued);
    assert_null(dropped_by(f, p, snv(f, "1", 50, "0/1 0/0 0/0")));
    fixture_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_family),   cmocka_unit_test(test_genes),         cmocka_unit_test(test_terms),
        cmocka_unit_test(test_siblings), cmocka_unit_test(test_case_in_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
