/* siblings_test.c: alleles of one site in several records. */
#include "unit/model/family_fixture.h"

#include "casebound/model/siblings.h"

/* One allele of a record of its own: place, REF, ALT and calls of proband, father and mother. */
typedef struct site {
    int64_t position;
    const char *ref, *alt, *calls;
} site;

static cb_variant *record(fixture *f, const site *s) {
    cb_variant *v = allele(f, "1", s->position, s->alt, 1, s->calls);
    v->ref = s->ref;
    v->key = cb_format(f->arena, "1-%lld-%s-%s", (long long)s->position, s->ref, s->alt);
    return v;
}

/* Passes the alleles through in order; a dropped one goes under the rule "too_common". All of them have one contig. */
static void pass(fixture *f, cb_variant **variants, const bool *dropped, size_t count) {
    cb_siblings *s;
    assert_int_equal(cb_siblings_new(f->arena, &f->kase, &f->policy.evidence, &s, &f->e), CB_OK);
    for (size_t i = 0; i < count; i++) {
        variants[i]->contig = variants[0]->contig;
        const char *rule = dropped && dropped[i] ? "too_common" : NULL;
        assert_int_equal(cb_siblings_see(s, variants[i], rule, &f->e), CB_OK);
    }
    assert_int_equal(cb_siblings_end(s, &f->kase, &f->e), CB_OK);
}

static bool has_flag(const cb_variant *v, const char *part) {
    for (size_t i = 0; i < v->flag_count; i++) {
        if (strstr(v->flags[i], part)) {
            return true;
        }
    }
    return false;
}

typedef struct row {
    const char *name;
    site a, b;
    bool siblings, split, both; /* both: the proband's calls are said to leave no copy unchanged */
} row;

/* clang-format off */
static const row rows[] = {
    {"halves as bcftools cuts them", {100, "A", "C", "1/0 0/1 0/0"}, {100, "A", "G", "0/1 0/0 0/1"}, true, true, true},
    {"halves as vt cuts them", {100, "A", "C", "1/. 0/1 0/0"}, {100, "A", "G", "./1 0/0 0/1"}, true, true, true},
    {"halves as Hail cuts them", {100, "A", "C", "0/1 0/1 0/0"}, {100, "A", "G", "0/1 0/0 0/1"}, true, false, true},
    {"phased halves", {100, "A", "C", "1|0 0/0 0/0"}, {100, "A", "G", "0|1 0/0 0/0"}, true, true, true},
    {"the proband has one of them", {100, "A", "C", "0/1 0/1 0/0"}, {100, "A", "G", "0/0 0/0 0/1"}, true, false,
     false},
    {"a parent's halves", {100, "A", "C", "0/1 1/0 0/0"}, {100, "A", "G", "0/0 0/1 0/0"}, true, true, false},
    {"cut anew: another position", {100, "AT", "A", "1/0 0/0 0/0"}, {101, "T", "C", "0/1 0/0 0/0"}, true, true, true},
    {"cut anew, an insertion", {100, "A", "AT", "1/0 0/0 0/0"}, {100, "A", "G", "0/1 0/0 0/0"}, true, true, true},
    {"an insertion behind a changed base", {100, "A", "AT", "0/1 0/0 0/0"}, {100, "A", "G", "0/1 0/0 0/0"}, false,
     false, false},
    {"overlap without halves", {100, "AT", "A", "0/1 0/0 0/0"}, {101, "T", "C", "0/1 0/0 0/0"}, false, false, false},
    {"halves without overlap", {100, "A", "C", "1/0 0/0 0/0"}, {101, "T", "C", "0/1 0/0 0/0"}, false, false, false},
    {"phase sets that may differ", {100, "AT", "A", "1|0:15,15:9:7 0/0 0/0"}, {101, "T", "C", "0|1:15,15:9:8 0/0 0/0"},
     false, false, false},
    {"homozygous for one", {100, "A", "C", "1/1 0/1 0/1"}, {100, "A", "G", "0/0 0/1 0/0"}, true, false, false},
    {"a symbol is no half", {100, "A", "<DEL>", "1/0 0/0 0/0"}, {100, "A", "G", "0/1 0/0 0/0"}, false, false, false},
    {"a star is no half", {100, "A", "*", "1/0 0/0 0/0"}, {100, "A", "G", "0/1 0/0 0/0"}, false, false, false},
};
/* clang-format on */

/* CB-VCF-42, CB-VCF-43 */
static void siblings_are_found(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        fixture *f = trio("ma", "mu", "fu");
        cb_variant *v[] = {record(f, &r->a), record(f, &r->b)};
        pass(f, v, NULL, 2);
        print_message("%s\n", r->name);
        for (int k = 0; k < 2; k++) {
            assert_int_equal(v[k]->sibling_count, r->siblings ? 1 : 0);
            assert_true(!r->siblings || v[k]->siblings[0] == v[1 - k]);
            assert_int_equal(v[k]->was_split, r->split);
            assert_int_equal(has_flag(v[k], "no copy of the site is unchanged"), r->both);
        }
        fixture_free(f);
    }
}

/* CB-VCF-42 */
static void an_origin_that_both_name_is_enough(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    const site a = {100, "AT", "A", "0/1 0/0 0/0"}, b = {101, "T", "C", "0/0 0/1 0/0"};
    cb_variant *v[] = {record(f, &a), record(f, &b)};
    v[0]->split_from = "1|100|AT|A,AC|1";
    v[1]->split_from = "1|100|AT|A,AC|2";
    pass(f, v, NULL, 2);
    assert_ptr_equal(v[0]->siblings[0], v[1]);
    assert_true(v[0]->was_split && v[1]->was_split);
    v[1]->split_from = "1|100|AT|A,AG|2";
    v[0]->sibling_count = v[1]->sibling_count = 0;
    pass(f, v, NULL, 2);
    assert_int_equal(v[0]->sibling_count, 0);
    fixture_free(f);
}

/* CB-VCF-42 */
static void other_contigs_and_far_records_are_no_siblings(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    cb_siblings *s;
    cb_variant *a = allele(f, "1", 100, "C", 1, "1/0 0/0 0/0"), *b = allele(f, "2", 100, "G", 1, "0/1 0/0 0/0"),
               *c = allele(f, "1", 100, "G", 1, "0/1 0/0 0/0");
    c->contig = a->contig;
    assert_int_equal(cb_siblings_new(f->arena, &f->kase, &f->policy.evidence, &s, &f->e), CB_OK);
    cb_variant *v[] = {a, b, c};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(cb_siblings_see(s, v[i], NULL, &f->e), CB_OK);
    }
    assert_int_equal(cb_siblings_end(s, &f->kase, &f->e), CB_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(v[i]->sibling_count, 0);
    }
    fixture_free(f);
}

/* CB-VCF-43 */
static void two_halves_are_one_pair_in_trans(void **state) {
    (void)state;
    static const char *const calls[][2] = {
        {"1/0 0/0 0/0", "0/1 0/0 0/0"}, {"1/. 0/0 0/0", "./1 0/0 0/0"}, {"0/1 0/0 0/0", "0/1 0/0 0/0"}};
    for (size_t i = 0; i < 3; i++) {
        fixture *f = trio("ma", "mu", "fu");
        const site a = {100, "A", "C", calls[i][0]}, b = {100, "A", "G", calls[i][1]};
        cb_variant *v[] = {record(f, &a), record(f, &b)};
        annotate(f, v[0], "GENE1", "missense_variant", "MODERATE", 13);
        annotate(f, v[1], "GENE1", "missense_variant", "MODERATE", 13);
        pass(f, v, NULL, 2);
        assert_int_equal(cb_pairs(f->arena, &f->kase, v, 2, &f->policy, &f->e), CB_OK);
        assert_int_equal(v[0]->pair_count, 1);
        assert_int_equal(v[0]->pairs[0].phase, CB_PAIR_TRANS);
        assert_int_equal(v[1]->pairs[0].phase, CB_PAIR_TRANS);
        fixture_free(f);
    }
}

/* CB-VCF-43, CB-VCF-44 */
static void a_dropped_sibling_is_remembered(void **state) {
    (void)state;
    static const bool dropped[][2] = {{true, false}, {false, true}};
    for (int i = 0; i < 2; i++) {
        fixture *f = trio("ma", "mu", "fu");
        const site a = {100, "A", "C", "1/0 0/0 0/1"}, b = {100, "A", "G", "0/1 0/1 0/0"};
        cb_variant *v[] = {record(f, &a), record(f, &b)};
        pass(f, v, dropped[i], 2);
        const cb_variant *kept = v[1 - i == 1 ? 1 : 0];
        assert_int_equal(kept->sibling_count, 0);
        assert_true(kept->was_split);
        const char *other = i == 0 ? "1:100 A>C (dropped: too_common)" : "1:100 A>G (dropped: too_common)";
        assert_true(has_flag(kept, cb_format(f->arena, "the other copy has %s", other)));
        assert_true(
            has_flag(kept, cb_format(f->arena, "0/0 in this record means 'not this allele'; carries %s", other)));
        assert_true(has_flag(kept, i == 0 ? "mother: 0/0" : "father: 0/0"));
        fixture_free(f);
    }
}

/* CB-VCF-44 */
static void likelihoods_without_the_called_genotype_do_not_count(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    const site a = {100, "A", "C", "0/1 0/1 0/0"}, b = {100, "A", "G", "0/0 0/0 1/1"};
    cb_variant *v[] = {record(f, &a), record(f, &b)};
    for (int i = 0; i < 3; i++) {
        v[0]->genotypes[i].evidence = CB_EVIDENCE_UNKNOWN;
        v[0]->genotypes[i].doubt = "pl_uninformative";
        v[0]->genotypes[i].zygosity = i == 0 ? CB_HET : CB_HOM_REF;
    }
    pass(f, v, NULL, 2);
    assert_int_equal(v[0]->genotypes[2].evidence, CB_EVIDENCE_FREE); /* every copy is the sibling */
    assert_null(v[0]->genotypes[2].doubt);
    assert_int_equal(v[0]->genotypes[1].evidence, CB_EVIDENCE_UNKNOWN); /* nothing is known of the sibling */
    assert_true(has_flag(v[0], "mother: 0/0"));
    assert_false(has_flag(v[0], "father"));
    fixture_free(f);
}

/* CB-VCF-45 */
static void a_missing_half_is_the_sibling(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    const site a = {100, "A", "C", "1/. 0/. ./."}, b = {100, "A", "G", "./1 0/1 0/."};
    cb_variant *v[] = {record(f, &a), record(f, &b)};
    pass(f, v, NULL, 2);
    assert_int_equal(v[0]->genotypes[0].zygosity, CB_HET);
    assert_int_equal(v[0]->genotypes[0].copies, 1);
    assert_string_equal(v[0]->genotypes[0].text, "1/.");
    assert_int_equal(v[0]->genotypes[0].allele[1], -1);
    assert_int_equal(v[1]->genotypes[0].zygosity, CB_HET);
    assert_int_equal(v[0]->genotypes[1].zygosity, CB_HOM_REF); /* 0/2 before it was split */
    assert_int_equal(v[0]->genotypes[1].evidence, CB_EVIDENCE_FREE);
    assert_int_equal(v[0]->genotypes[2].zygosity, CB_NO_CALL);
    assert_int_equal(v[1]->genotypes[2].zygosity, CB_HALF_CALL); /* nobody has its missing half */
    fixture_free(f);
}

/* CB-VCF-46 */
static void the_same_change_in_two_records_is_told(void **state) {
    (void)state;
    fixture *f = trio("ma", "mu", "fu");
    const site a = {100, "TAT", "TGT", "0/1 0/0 0/0"}, b = {101, "A", "G", "0/1 0/0 0/0"};
    cb_variant *v[] = {record(f, &a), record(f, &b)};
    v[0]->line = 7;
    v[1]->line = 8;
    pass(f, v, NULL, 2);
    assert_true(has_flag(v[0], "the same change stands in line 8 as well"));
    assert_true(has_flag(v[1], "the same change stands in line 7 as well"));
    assert_int_equal(v[0]->sibling_count, 0);
    assert_int_equal(f->kase.notice_count, 1);
    assert_non_null(strstr(f->kase.notices[0], "1 allele stands in two records"));
    fixture_free(f);
}

/* CB-VCF-42 */
static void a_crowd_of_alleles_is_told(void **state) {
    (void)state;
    enum { CROWD = CB_SIBLINGS_WINDOW + 3 };
    fixture *f = trio("ma", "mu", "fu");
    cb_variant **v = cb_alloc_array(f->arena, CROWD, sizeof(cb_variant *));
    assert_non_null(v);
    for (int i = 0; i < CROWD; i++) {
        char *alt = cb_alloc(f->arena, CROWD + 2);
        assert_non_null(alt);
        memset(alt, 'C', (size_t)i + 1);
        const site s = {100, "A", alt, "0/0 0/0 0/0"};
        v[i] = record(f, &s);
    }
    pass(f, v, NULL, CROWD);
    assert_int_equal(v[0]->sibling_count, CB_SIBLINGS_WINDOW - 1);
    assert_int_equal(v[CROWD - 1]->sibling_count, 2);
    assert_non_null(strstr(f->kase.notices[f->kase.notice_count - 1], "At 1 place more than 256 alleles overlap"));
    fixture_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(siblings_are_found),
        cmocka_unit_test(an_origin_that_both_name_is_enough),
        cmocka_unit_test(other_contigs_and_far_records_are_no_siblings),
        cmocka_unit_test(two_halves_are_one_pair_in_trans),
        cmocka_unit_test(a_dropped_sibling_is_remembered),
        cmocka_unit_test(likelihoods_without_the_called_genotype_do_not_count),
        cmocka_unit_test(a_missing_half_is_the_sibling),
        cmocka_unit_test(the_same_change_in_two_records_is_told),
        cmocka_unit_test(a_crowd_of_alleles_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
