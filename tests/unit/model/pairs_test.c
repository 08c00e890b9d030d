/* pairs_test.c: compound heterozygotes: phase, family, place, cap. */
#include "unit/model/family_fixture.h"

typedef struct row {
    const char *name;
    const char *proband, *father, *mother;
    const char *a, *b; /* calls of the two alleles */
    const char *phase, *fit;
    const char *reason; /* stands in the reason of the first */
} row;

#define TRIO "ma", "mu", "fu"

static const row rows[] = {
    {"one from each", TRIO, "0/1 0/1 0/0", "0/1 0/0 0/1", "trans", "fits",
     "this allele from the father, the partner from the mother"},
    {"both from the mother", TRIO, "0/1 0/0 0/1", "0/1 0/0 0/1", "cis", "no",
     "both alleles from the mother: on the same copy"},
    {"both from the father", TRIO, "0/1 0/1 0/0", "0/1 0/1 0/0", "cis", "no", "both alleles from the father"},
    {"parents of unknown status", "ma", "m?", "f?", "0/1 0/1 0/0", "0/1 0/0 0/1", "trans", "fits",
     "this allele from the father"},
    {"one new, one inherited", TRIO, "0/1 0/0 0/0", "0/1 0/1 0/0", "possible", "possible",
     "this allele is new, the partner is not"},
    {"one inherited, one new", TRIO, "0/1 0/1 0/0", "0/1 0/0 0/0", "possible", "possible",
     "the partner is new, this allele is not"},
    {"both new", TRIO, "0/1 0/0 0/0", "0/1 0/0 0/0", "possible", "possible", "neither parent carries either"},
    {"both parents carry one", TRIO, "0/1 0/1 0/1", "0/1 0/0 0/1", "possible", "possible",
     "both parents carry this allele"},
    {"one no-call loses nothing", TRIO, "0/1 ./. 0/0", "0/1 0/0 0/1", "possible", "possible", "phase unknown"},
    {"father at depth 3", TRIO, "0/1 0/1 0/0", "0/1 0/0:3,0 0/1", "possible", "possible", "phase unknown"},
    {"mother half called", TRIO, "0/1 0/1 0/.", "0/1 0/0 0/1", "possible", "possible", "phase unknown"},
    {"no father in the file", "ma", "mu-", "fu", "0/1 . 0/1", "0/1 . 0/0", "possible", "possible",
     "the mother carries one of them alone"},
    {"no father, mother carries both", "ma", "mu-", "fu", "0/1 . 0/1", "0/1 . 0/1", "possible", "possible",
     "one parent carries both"},
    {"no parents", "ma", "mu-", "fu-", "0/1 . .", "0/1 . .", "possible", "possible", "do not tell"},
    {"phase set: trans", "ma", "mu-", "fu-", "0|1:15,15:99:77 . .", "1|0:15,15:99:77 . .", "trans", "fits",
     "on different copies"},
    {"phase set: cis", "ma", "mu-", "fu-", "0|1:15,15:99:77 . .", "0|1:15,15:99:77 . .", "cis", "no",
     "on the same copy"},
    {"other phase sets", "ma", "mu-", "fu-", "0|1:15,15:99:77 . .", "1|0:15,15:99:78 . .", "possible", "possible",
     "do not tell"},
    {"phased without a set", "ma", "mu-", "fu-", "0|1 . .", "1|0 . .", "possible", "possible", "do not tell"},
    {"a set without phase", "ma", "mu-", "fu-", "0/1:15,15:99:77 . .", "1/0:15,15:99:77 . .", "possible", "possible",
     "do not tell"},
    {"phase set against the parents", TRIO, "0|1:15,15:99:77 0/1 0/0", "0|1:15,15:99:77 0/0 0/1", "possible",
     "possible", "contradict each other"},
    {"phase set and parents agree", TRIO, "0|1:15,15:99:77 0/1 0/0", "1|0:15,15:99:77 0/0 0/1", "trans", "fits",
     "one phase set"},
    {"affected father has one alone", "ma", "ma", "fu", "0/1 0/1 0/0", "0/1 0/0 0/1", "trans", "no",
     "father: affected, does not carry both"},
    {"half called proband", TRIO, "./1 0/1 0/0", "0/1 0/0 0/1", "trans", "fits", "this allele from the father"},
    {"het without alternate reads", TRIO, "0/1:30,0 0/1 0/0", "0/1 0/0 0/1", "trans", "possible",
     "the reads contradict one of the calls"},
};

static const char *phase_word(cb_pair_phase phase) {
    return phase == CB_PAIR_TRANS ? "trans" : phase == CB_PAIR_CIS ? "cis" : "possible";
}

static void relate(fixture *f, cb_variant **variants, size_t count) {
    assert_int_equal(cb_pairs(f->arena, &f->kase, variants, count, &f->policy, &f->e), CB_OK);
}

static cb_variant *in_gene(fixture *f, const char *gene, int64_t position, const char *calls) {
    cb_variant *v = snv(f, "1", position, calls);
    annotate(f, v, gene, "missense_variant", "MODERATE", 13);
    return v;
}

static void check_row(const row *r) {
    fixture *f = trio(r->proband, r->father, r->mother);
    cb_variant *v[] = {in_gene(f, "GENE1", 100, r->a), in_gene(f, "GENE1", 200, r->b)};
    relate(f, v, 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(v[i]->pair_count, 1);
        assert_ptr_equal(v[i]->pairs[0].partner, v[1 - i]);
        assert_string_equal(v[i]->pairs[0].gene, "GENE1");
        const cb_verdict *verdict = &v[i]->modes[CB_MODE_RECESSIVE_COMPOUND];
        if (strcmp(phase_word(v[i]->pairs[0].phase), r->phase) != 0 || strcmp(fit_word(verdict), r->fit) != 0) {
            fail_msg("%s: %s, %s (%s)", r->name, phase_word(v[i]->pairs[0].phase), fit_word(verdict), verdict->reason);
        }
    }
    if (!strstr(v[0]->pairs[0].reason, r->reason)) {
        fail_msg("%s: reason '%s'", r->name, v[0]->pairs[0].reason);
    }
    fixture_free(f);
}

/* CB-PAIR-01 CB-PAIR-02 CB-PAIR-03 */
static void test_table(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_row(&rows[i]);
    }
}

/* CB-PAIR-04 */
static void test_sibling(void **state) {
    (void)state;
    static const struct {
        const char *sibling, *a, *b, *fit, *reason;
    } cases[] = {
        {"mu", "0/1 0/1 0/0 0/1", "0/1 0/0 0/1 0/1", "no", "sibling: unaffected, carries both"},
        {"mu", "0/1 0/1 0/0 0/1", "0/1 0/0 0/1 0/0", "fits", "from the father"},
        {"mu", "0/1 0/1 0/0 0/1", "0/1 0/0 0/1 ./.", "fits", "from the father"},
        {"ma", "0/1 0/1 0/0 0/1", "0/1 0/0 0/1 0/1", "fits", "from the father"},
        {"ma", "0/1 0/1 0/0 0/1", "0/1 0/0 0/1 0/0", "no", "sibling: affected, does not carry both"},
        {"ma", "0/1 0/1 0/0 0/1", "0/1 0/0 0/1 ./.", "possible", "sibling: affected, not known to carry both"},
        {"m?", "0/1 0/1 0/0 0/1", "0/1 0/0 0/1 0/1", "fits", "from the father"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture *f = fixture_new();
        add_person(f, "P", "ma", "F", "M");
        add_person(f, "F", "mu", NULL, NULL);
        add_person(f, "M", "fu", NULL, NULL);
        add_person(f, "S", cases[i].sibling, "F", "M");
        assert_true(cb_family_relate(&f->kase.family, "P"));
        cb_variant *v[] = {in_gene(f, "GENE1", 100, cases[i].a), in_gene(f, "GENE1", 200, cases[i].b)};
        relate(f, v, 2);
        assert_string_equal(fit_word(&v[0]->modes[CB_MODE_RECESSIVE_COMPOUND]), cases[i].fit);
        assert_non_null(strstr(v[0]->pairs[0].reason, cases[i].reason));
        fixture_free(f);
    }
}

/* CB-PAIR-05 */
static void test_one_site(void **state) {
    (void)state;
    fixture *f = trio(TRIO);
    cb_variant *a = allele(f, "1", 100, "T", 1, "1/2 0/1 0/2"), *b = allele(f, "1", 100, "G", 2, "1/2 0/1 0/2");
    annotate(f, a, "GENE1", "missense_variant", "MODERATE", 13);
    annotate(f, b, "GENE1", "missense_variant", "MODERATE", 13);
    b->record_number = a->record_number;
    cb_variant *v[] = {a, b};
    relate(f, v, 2);
    assert_int_equal(a->pair_count, 1);
    assert_int_equal(a->pairs[0].phase, CB_PAIR_TRANS);
    assert_non_null(strstr(a->pairs[0].reason, "two alternate alleles of one record"));
    fixture_free(f);

    /* The halves of a split record: what remains of 1/2 does not say that they are in trans. */
    f = trio("ma", "mu-", "fu-");
    a = allele(f, "1", 100, "T", 1, "0/1 . .");
    b = allele(f, "1", 100, "G", 1, "0/1 . .");
    annotate(f, a, "GENE1", "missense_variant", "MODERATE", 13);
    annotate(f, b, "GENE1", "missense_variant", "MODERATE", 13);
    cb_variant *w[] = {a, b};
    relate(f, w, 2);
    assert_int_equal(a->pairs[0].phase, CB_PAIR_POSSIBLE);
    assert_non_null(strstr(a->pairs[0].reason, "both alleles stand at one position"));
    fixture_free(f);
}

/* The halves of one split record are known as such: one site, on both copies, and a healthy parent with both alleles of
 * the site has the pair. */
/* CB-PAIR-05 CB-PAIR-11 */
static void test_split_halves(void **state) {
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        fixture *f = trio(TRIO);
        cb_variant *a = allele(f, "1", 100, "T", 1, turn ? "0/1 0/1 0/0" : "0/1 0/1 0/1");
        cb_variant *b = allele(f, "1", 100, "G", 1, turn ? "0/1 0/1 0/1" : "0/1 0/0 0/1");
        const cb_variant *of_a[] = {b}, *of_b[] = {a};
        annotate(f, a, "GENE1", "missense_variant", "MODERATE", 13);
        annotate(f, b, "GENE1", "missense_variant", "MODERATE", 13);
        a->siblings = of_a;
        b->siblings = of_b;
        a->sibling_count = b->sibling_count = 1;
        cb_variant *v[] = {a, b};
        relate(f, v, 2);
        assert_int_equal(a->pairs[0].phase, CB_PAIR_TRANS);
        assert_non_null(strstr(a->pairs[0].reason, "one site, not two independent findings"));
        assert_string_equal(fit_word(&a->modes[CB_MODE_RECESSIVE_COMPOUND]), "no");
        assert_non_null(
            strstr(a->pairs[0].reason, turn ? "father: unaffected, carries both" : "mother: unaffected, carries both"));
        fixture_free(f);
    }
}

/* Work grows with the candidates up to the cap, and not with their square behind it. */
/* CB-PAIR-09 */
static void test_many(void **state) {
    (void)state;
    enum { CANDIDATES = 5000 };
    fixture *f = trio(TRIO);
    f->policy.pairs_per_gene = 20;
    cb_variant **v = cb_alloc_array(f->arena, CANDIDATES, sizeof *v);
    assert_non_null(v);
    for (int i = 0; i < CANDIDATES; i++) {
        v[i] = in_gene(f, "TTN", 1000 + i, "0/1 0/1 0/0");
    }
    v[CANDIDATES - 1]->clinvar.has_pathogenic = true; /* a known allele is paired, whatever its term */
    relate(f, v, CANDIDATES);
    size_t pairs = 0;
    for (int i = 0; i < CANDIDATES; i++) {
        pairs += v[i]->pair_count;
        assert_int_equal(v[i]->flag_count, 1);
    }
    assert_int_equal(pairs, 20 * 19);
    assert_int_equal(v[CANDIDATES - 1]->pair_count, 19);
    fixture_free(f);
}

/* CB-PAIR-05 */
static void test_same_allele_twice(void **state) {
    (void)state;
    fixture *f = trio(TRIO);
    cb_variant *v[] = {in_gene(f, "GENE1", 100, "0/1 0/1 0/0"), in_gene(f, "GENE1", 100, "0/1 0/0 0/1")};
    relate(f, v, 2);
    assert_int_equal(v[0]->pair_count, 0);
    assert_string_equal(v[0]->modes[CB_MODE_RECESSIVE_COMPOUND].reason, "no second heterozygous candidate in GENE1");
    fixture_free(f);
}

/* CB-PAIR-06 */
static void test_who_is_a_candidate(void **state) {
    (void)state;
    fixture *f = trio(TRIO);
    cb_variant *het = in_gene(f, "GENE1", 100, "0/1 0/1 0/0"), *hom = in_gene(f, "GENE1", 200, "1/1 0/1 0/1");
    cb_variant *other = in_gene(f, "GENE2", 300, "0/1 0/0 0/1"), *none = snv(f, "1", 400, "0/1 0/0 0/1");
    cb_variant *mt = snv(f, "MT", 400, "1 0 1");
    cb_variant *v[] = {het, hom, other, none, mt};
    relate(f, v, 5);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(v[i]->pair_count, 0);
        assert_string_equal(fit_word(&v[i]->modes[CB_MODE_RECESSIVE_COMPOUND]), i == 4 ? "untested" : "no");
    }
    assert_string_equal(hom->modes[CB_MODE_RECESSIVE_COMPOUND].reason, "proband: not heterozygous for it");
    assert_string_equal(none->modes[CB_MODE_RECESSIVE_COMPOUND].reason, "no gene");
    fixture_free(f);
}

/* CB-PAIR-06 */
static void test_x(void **state) {
    (void)state;
    fixture *f = trio("fa", "mu", "fu");
    cb_variant *v[] = {snv(f, "X", 50000000, "0/1 1 0/0"), snv(f, "X", 50000100, "0/1 0 0/1")};
    annotate(f, v[0], "GENEX", "stop_gained", "HIGH", 4);
    annotate(f, v[1], "GENEX", "stop_gained", "HIGH", 4);
    relate(f, v, 2);
    assert_string_equal(fit_word(&v[0]->modes[CB_MODE_RECESSIVE_COMPOUND]), "no");
    assert_non_null(strstr(v[0]->pairs[0].reason, "father: unaffected, though his only copy carries one of them"));
    fixture_free(f);

    f = trio(TRIO);
    cb_variant *w[] = {snv(f, "X", 50000000, "0/1 0 0/1"), snv(f, "X", 50000100, "0/1 0 0/1")};
    annotate(f, w[0], "GENEX", "stop_gained", "HIGH", 4);
    annotate(f, w[1], "GENEX", "stop_gained", "HIGH", 4);
    relate(f, w, 2);
    assert_int_equal(w[0]->pair_count, 0);
    fixture_free(f);
}

/* An allele in two genes finds its partner in either, and the pair stands once. */
/* CB-PAIR-07 */
static void test_overlapping_genes(void **state) {
    (void)state;
    fixture *f = trio(TRIO);
    cb_variant *a = in_gene(f, "GENE1", 100, "0/1 0/1 0/0"), *b = in_gene(f, "GENE2", 200, "0/1 0/0 0/1");
    cb_variant *c = in_gene(f, "GENE1", 300, "0/1 0/0 0/1");
    for (int i = 0; i < 2; i++) { /* b and c lie in both genes, by another transcript */
        cb_variant *v = i == 0 ? b : c;
        cb_transcript *two = cb_alloc_array(f->arena, 2, sizeof *two);
        assert_non_null(two);
        two[0] = v->transcripts[0];
        two[1] = (cb_transcript){
            .consequence = "stop_gained", .severity = 4, .impact = "HIGH", .gene = i == 0 ? "GENE1" : "GENE2"};
        v->transcripts = two;
        v->transcript_count = 2;
        v->chosen = two;
    }
    cb_variant *v[] = {a, b, c};
    relate(f, v, 3);
    assert_int_equal(a->pair_count, 2);
    assert_int_equal(b->pair_count, 2);
    assert_int_equal(c->pair_count, 2);
    /* Upstream of a gene is not in it. */
    cb_variant *near = snv(f, "1", 400, "0/1 0/0 0/1");
    annotate(f, near, "GENE3", "missense_variant", "MODERATE", 13);
    cb_transcript *up = cb_alloc_array(f->arena, 2, sizeof *up);
    assert_non_null(up);
    up[0] = near->transcripts[0];
    up[1] =
        (cb_transcript){.consequence = "upstream_gene_variant", .severity = 32, .impact = "MODIFIER", .gene = "GENE1"};
    near->transcripts = up;
    near->transcript_count = 2;
    cb_variant *w[] = {a, near};
    relate(f, w, 2);
    assert_int_equal(near->pair_count, 0);
    fixture_free(f);
}

/* The best pair comes first, whatever the order of the input. */
/* CB-PAIR-08 */
static void test_order(void **state) {
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        fixture *f = trio(TRIO);
        cb_variant *a = in_gene(f, "GENE1", 100, "0/1 0/1 0/0"), *cis = in_gene(f, "GENE1", 200, "0/1 0/1 0/0");
        cb_variant *open = in_gene(f, "GENE1", 300, "0/1 0/0 0/0"), *trans = in_gene(f, "GENE1", 400, "0/1 0/0 0/1");
        cb_variant *stop = in_gene(f, "GENE1", 500, "0/1 0/0 0/1");
        stop->severity = 4;
        cb_variant *forth[] = {a, cis, open, trans, stop}, *back[] = {stop, trans, open, cis, a};
        relate(f, turn == 0 ? forth : back, 5);
        assert_int_equal(a->pair_count, 4);
        assert_ptr_equal(a->pairs[0].partner, stop);
        assert_ptr_equal(a->pairs[1].partner, trans);
        assert_ptr_equal(a->pairs[2].partner, open);
        assert_ptr_equal(a->pairs[3].partner, cis);
        assert_string_equal(fit_word(&a->modes[CB_MODE_RECESSIVE_COMPOUND]), "fits");
        fixture_free(f);
    }
}

/* CB-PAIR-09 */
static void test_cap(void **state) {
    (void)state;
    enum { MANY = 12, CAP = 5 };
    fixture *f = trio(TRIO);
    f->policy.pairs_per_gene = CAP;
    cb_variant *v[MANY + 1];
    for (int i = 0; i < MANY; i++) {
        v[i] = in_gene(f, "TTN", 1000 + i, i % 2 ? "0/1 0/1 0/0" : "0/1 0/0 0/1");
    }
    v[7]->severity = 4; /* the most severe one is among those that are paired */
    v[MANY] = in_gene(f, "GENE2", 9000, "0/1 0/1 0/0");
    relate(f, v, MANY + 1);
    assert_int_equal(v[7]->pair_count, CAP - 1);
    size_t pairs = 0;
    for (int i = 0; i < MANY; i++) {
        pairs += v[i]->pair_count;
        assert_int_equal(v[i]->flag_count, 1);
        assert_string_equal(v[i]->flags[0],
                            "TTN has 12 heterozygous candidates: pairs were looked for among the 5 most severe alone");
    }
    assert_int_equal(pairs, CAP * (CAP - 1));
    assert_int_equal(v[MANY]->flag_count, 0);
    fixture_free(f);
}

/* CB-PAIR-10 */
static void test_no_memory(void **state) {
    (void)state;
    int failures = 0;
    for (size_t n = 1; n < 60; n++) {
        fixture *f = trio(TRIO);
        cb_variant *v[] = {in_gene(f, "GENE1", 100, "0/1 0/1 0/0"), in_gene(f, "GENE1", 200, "0/1 0/0 0/1")};
        cb_arena *small = cb_arena_new(n * 64);
        assert_non_null(small);
        cb_status s = cb_pairs(small, &f->kase, v, 2, &f->policy, &f->e);
        assert_true(s == CB_OK || s == CB_INTERNAL);
        failures += s != CB_OK;
        cb_arena_free(small);
        fixture_free(f);
    }
    assert_true(failures > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_sibling),
        cmocka_unit_test(test_one_site),
        cmocka_unit_test(test_split_halves),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_same_allele_twice),
        cmocka_unit_test(test_who_is_a_candidate),
        cmocka_unit_test(test_x),
        cmocka_unit_test(test_overlapping_genes),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
