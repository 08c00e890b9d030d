/* sample_sites_test.c: which sites and persons count, and which tools are distrusted. */
#include "unit/model/sample_world.h"

#include <math.h>

static void assert_near(double value, double expected, double within) {
    if (fabs(value - expected) > within) {
        fail_msg("%g is not within %g of %g", value, within, expected);
    }
}

/* CB-SAMPLE-11 */
static void order_of_records_changes_nothing(void **state) {
    (void)state;
    world *w = world_trio(121, CB_MALE);
    cb_sample_tally *forward, *backward;
    const cb_sample_checks *a, *b;
    assert_int_equal(cb_sample_tally_new(w->arena, &w->kase, &forward, &w->e), CB_OK);
    assert_int_equal(cb_sample_tally_new(w->arena, &w->kase, &backward, &w->e), CB_OK);
    for (int s = 0; s < WORLD_SITES; s++) {
        world_feed_site(w, forward, s);
        world_feed_site(w, backward, WORLD_SITES - 1 - s);
    }
    assert_int_equal(cb_sample_checks_of(w->arena, forward, NULL, &a, &w->e), CB_OK);
    assert_int_equal(cb_sample_checks_of(w->arena, backward, NULL, &b, &w->e), CB_OK);
    assert_memory_equal(a->pairs, b->pairs, a->pair_count * sizeof *a->pairs);
    assert_memory_equal(a->trios, b->trios, a->trio_count * sizeof *a->trios);
    for (size_t i = 0; i < a->person_count; i++) {
        assert_int_equal(a->persons[i].calls, b->persons[i].calls);
        assert_int_equal(a->persons[i].het, b->persons[i].het);
        assert_int_equal(a->persons[i].x_het, b->persons[i].x_het);
        assert_int_equal(a->persons[i].y_calls, b->persons[i].y_calls);
    }
    world_free(w);
}

enum { MANY = 4 * CB_SAMPLE_AUTOSOME_SITES, RUN = 1000, TALLIES = 7 };

static cb_sample_tally *new_tally(world *w) {
    cb_sample_tally *tally;
    assert_int_equal(cb_sample_tally_new(w->arena, &w->kase, &tally, &w->e), CB_OK);
    return tally;
}

static void merge_tally(world *w, cb_sample_tally *into, cb_sample_tally *from) {
    assert_int_equal(cb_sample_tally_merge(into, from, &w->e), CB_OK);
}

static void feed_one_of_many(world *w, cb_sample_tally *tally, int site) {
    cb_contig contig;
    cb_contig_of("1", &contig);
    cb_genotype g[3] = {{.ploidy = 2, .allele = {0, (int8_t)(site % 2)}, .depth = 20, .quality = 50},
                        {.ploidy = 2, .allele = {0, 1}, .depth = 20, .quality = 50},
                        {.ploidy = 2, .allele = {0, 0}, .depth = 20, .quality = 50}};
    cb_variant v = {.contig = &contig,
                    .position = 1000 + site,
                    .ref = "A",
                    .alt = "G",
                    .allele_index = 1,
                    .allele_count = 1,
                    .filter_state = CB_FILTER_PASS,
                    .genotypes = g};
    assert_int_equal(cb_sample_tally_add(tally, &v, &w->e), CB_OK);
}

/* Runs of sites dealt out to several tallies in turn; each is merged behind its run, as chunks are. */
static cb_sample_tally *dealt_and_merged(world *w) {
    cb_sample_tally *all = new_tally(w), *part[TALLIES];
    for (int i = 0; i < TALLIES; i++) {
        part[i] = new_tally(w);
    }
    for (int site = 0; site < MANY; site++) {
        int turn = site / RUN % TALLIES;
        feed_one_of_many(w, part[turn], site);
        if (site % RUN == RUN - 1) {
            merge_tally(w, all, part[turn]);
        }
    }
    return all;
}

/* All of it in several tallies, merged at the end, the last first. */
static cb_sample_tally *merged_at_the_end(world *w) {
    cb_sample_tally *part[TALLIES];
    for (int i = 0; i < TALLIES; i++) {
        part[i] = new_tally(w);
    }
    for (int site = 0; site < MANY; site++) {
        feed_one_of_many(w, part[site * 5 / RUN % TALLIES], site);
    }
    for (int i = TALLIES - 1; i > 0; i--) {
        merge_tally(w, part[i - 1], part[i]);
    }
    return part[0];
}

static cb_sample_tally *in_order(world *w, bool backward) {
    cb_sample_tally *tally = new_tally(w);
    for (int i = 0; i < MANY; i++) {
        feed_one_of_many(w, tally, backward ? MANY - 1 - i : i);
    }
    return tally;
}

/* Four times as many sites as the cap: forward, backward, dealt out. */
/* CB-SAMPLE-11 */
static void sites_beyond_the_cap_are_thinned(void **state) {
    (void)state;
    enum { WAYS = 4 };
    world *w = world_trio(122, CB_MALE);
    cb_sample_tally *const tallies[WAYS] = {in_order(w, false), in_order(w, true), dealt_and_merged(w),
                                            merged_at_the_end(w)};
    const cb_sample_checks *c[WAYS];
    for (int i = 0; i < WAYS; i++) {
        assert_int_equal(cb_sample_checks_of(w->arena, tallies[i], NULL, &c[i], &w->e), CB_OK);
        assert_int_equal(c[i]->autosome_sites, c[0]->autosome_sites);
        assert_int_equal(c[i]->thinned, c[0]->thinned);
        assert_int_equal(c[i]->persons[0].het, c[0]->persons[0].het);
        assert_memory_equal(c[i]->pairs, c[0]->pairs, c[0]->pair_count * sizeof *c[0]->pairs);
    }
    assert_true(c[0]->autosome_sites <= CB_SAMPLE_AUTOSOME_SITES);
    assert_true(c[0]->autosome_sites > CB_SAMPLE_AUTOSOME_SITES / 2 - 5000);
    assert_true(c[0]->thinned >= 4);
    assert_near((double)c[0]->persons[0].het / (double)c[0]->persons[0].calls, 0.5, 0.01);
    world_free(w);
}

/* CB-SAMPLE-11 */
static void a_merged_tally_goes_on_empty(void **state) {
    (void)state;
    world *w = world_trio(123, CB_MALE);
    cb_sample_tally *all = new_tally(w), *part = new_tally(w);
    const cb_sample_checks *c;
    for (int site = 0; site < 10; site++) {
        feed_one_of_many(w, part, site);
        merge_tally(w, all, part); /* what was taken is not taken again */
        merge_tally(w, all, part);
    }
    assert_int_equal(cb_sample_checks_of(w->arena, all, NULL, &c, &w->e), CB_OK);
    assert_int_equal(c->autosome_sites, 10);
    world_free(w);
}

typedef struct oddity {
    const char *name, *contig, *ref, *alt;
    int64_t position;
    int alleles;
    bool split;
    cb_filter_state filter;
    bool counts;
} oddity;

/* CB-SAMPLE-12 */
static void what_is_a_site(void **state) {
    (void)state;
    static const oddity rows[] = {
        {"plain", "1", "A", "G", 1000, 1, false, CB_FILTER_PASS, true},
        {"chr", "chr22", "a", "t", 1000, 1, false, CB_FILTER_NOT_APPLIED, true},
        {"failed filter", "1", "A", "G", 1000, 1, false, CB_FILTER_FAILED, false},
        {"two alternates", "1", "A", "G", 1000, 2, false, CB_FILTER_PASS, false},
        {"split", "1", "A", "G", 1000, 1, true, CB_FILTER_PASS, false},
        {"insertion", "1", "A", "AG", 1000, 1, false, CB_FILTER_PASS, false},
        {"deletion", "1", "AG", "A", 1000, 1, false, CB_FILTER_PASS, false},
        {"star", "1", "A", "*", 1000, 1, false, CB_FILTER_PASS, false},
        {"symbolic", "1", "A", "<DEL>", 1000, 1, false, CB_FILTER_PASS, false},
        {"N", "1", "N", "A", 1000, 1, false, CB_FILTER_PASS, false},
        {"MHC", "6", "A", "G", 30000000, 1, false, CB_FILTER_PASS, false},
        {"beside the MHC", "6", "A", "G", 40000000, 1, false, CB_FILTER_PASS, true},
        {"PAR1", "X", "A", "G", 1000000, 1, false, CB_FILTER_PASS, false},
        {"X", "X", "A", "G", 10000000, 1, false, CB_FILTER_PASS, true},
        {"PAR of Y", "Y", "A", "G", 1000000, 1, false, CB_FILTER_PASS, false},
        {"mitochondrion", "MT", "A", "G", 1000, 1, false, CB_FILTER_PASS, false},
        {"decoy", "hs37d5", "A", "G", 1000, 1, false, CB_FILTER_PASS, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world *w = world_trio(131, CB_MALE);
        cb_sample_tally *tally;
        const cb_sample_checks *c;
        cb_contig contig;
        cb_genotype g[3] = {{.ploidy = 2, .allele = {0, 1}, .depth = 20, .quality = 50},
                            {.ploidy = 2, .allele = {0, 0}, .depth = 20, .quality = 50},
                            {.ploidy = 2, .allele = {0, 0}, .depth = 20, .quality = 50}};
        cb_contig_of(rows[i].contig, &contig);
        cb_variant v = {.contig = &contig,
                        .position = rows[i].position,
                        .ref = rows[i].ref,
                        .alt = rows[i].alt,
                        .allele_index = 1,
                        .allele_count = rows[i].alleles,
                        .was_split = rows[i].split,
                        .filter_state = rows[i].filter,
                        .genotypes = g};
        assert_int_equal(cb_sample_tally_new(w->arena, &w->kase, &tally, &w->e), CB_OK);
        assert_int_equal(cb_sample_tally_add(tally, &v, &w->e), CB_OK);
        assert_int_equal(cb_sample_checks_of(w->arena, tally, NULL, &c, &w->e), CB_OK);
        if (c->sites != (rows[i].counts ? 1u : 0u)) {
            fail_msg("%s: %d sites", rows[i].name, (int)c->sites);
        }
        world_free(w);
    }
}

/* CB-SAMPLE-12 */
static void a_place_that_stands_twice_is_left_out(void **state) {
    (void)state;
    world *w = world_trio(132, CB_MALE);
    cb_sample_tally *tally;
    const cb_sample_checks *c;
    assert_int_equal(cb_sample_tally_new(w->arena, &w->kase, &tally, &w->e), CB_OK);
    for (int s = 0; s < 60; s++) {
        world_feed_site(w, tally, s);
    }
    assert_int_equal(cb_sample_checks_of(w->arena, tally, NULL, &c, &w->e), CB_OK);
    uint64_t once = c->autosome_sites;
    assert_int_equal(cb_sample_tally_new(w->arena, &w->kase, &tally, &w->e), CB_OK);
    for (int s = 0; s < 60; s++) {
        world_feed_site(w, tally, s);
    }
    world_feed_site(w, tally, 20);
    world_feed_site(w, tally, 20);
    assert_int_equal(cb_sample_checks_of(w->arena, tally, NULL, &c, &w->e), CB_OK);
    assert_true(c->autosome_sites == once || c->autosome_sites == once - 1);
    bool carried = false;
    for (size_t i = 0; i < 3; i++) {
        carried = carried || w->haplotype[i][0][20] > 0 || w->haplotype[i][1][20] > 0;
    }
    assert_int_equal(c->autosome_sites, carried ? once - 1 : once);
    world_free(w);
}

/* CB-SAMPLE-13 */
static void a_tool_that_mixes_samples_must_be_cleared(void **state) {
    (void)state;
    world *w = world_trio(141, CB_MALE);
    cb_sample_tally *tally;
    const cb_sample_checks *c = world_check_with(w, "bcftools merge 1.20");
    assert_int_equal(c->mixing, CB_CHECK_NOT_ENOUGH); /* the file has no allele depths */
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    assert_int_equal(world_check(w)->state, CB_SAMPLES_PASSED);
    for (int bad = 0; bad < 2; bad++) {
        cb_contig contig;
        cb_contig_of("1", &contig);
        assert_int_equal(cb_sample_tally_new(w->arena, &w->kase, &tally, &w->e), CB_OK);
        for (int i = 0; i < 1000; i++) {
            cb_genotype g[3] = {
                {.ploidy = 2, .allele = {0, 1}, .depth = 20, .quality = 50, .ref_depth = 10, .alt_depth = 10},
                {.ploidy = 2, .allele = {0, 1}, .depth = 20, .quality = 50, .ref_depth = 10, .alt_depth = 10},
                {.ploidy = 2, .allele = {0, 0}, .depth = 20, .quality = 50, .ref_depth = 20, .alt_depth = 0}};
            g[0].contradicts = bad && i % 20 == 0;
            cb_variant v = {.contig = &contig,
                            .position = 1000 + i * 1000,
                            .ref = "A",
                            .alt = "G",
                            .allele_index = 1,
                            .allele_count = 1,
                            .filter_state = CB_FILTER_PASS,
                            .genotypes = g};
            assert_int_equal(cb_sample_tally_add(tally, &v, &w->e), CB_OK);
        }
        assert_int_equal(cb_sample_checks_of(w->arena, tally, "bcftools merge 1.20", &c, &w->e), CB_OK);
        assert_int_equal(c->persons[0].judged, 1000);
        assert_int_equal(c->persons[0].contradictions, bad ? 50 : 0);
        assert_int_equal(c->mixing, bad ? CB_CHECK_DISAGREES : CB_CHECK_AGREES);
    }
    world_free(w);
}

/* CB-SAMPLE-14 */
static void singletons_and_absent_columns(void **state) {
    (void)state;
    world *w = world_trio(151, CB_FEMALE);
    w->persons[1].column = w->persons[2].column = -1;
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(c->person_count, 1);
    assert_int_equal(c->pair_count, 0);
    assert_int_equal(c->state, CB_SAMPLES_PASSED); /* by her sex */
    w->persons[0].sex = CB_SEX_UNKNOWN;
    assert_int_equal(world_check(w)->state, CB_SAMPLES_NOT_ENOUGH);
    w->persons[0].column = -1;
    assert_int_equal(world_check(w)->state, CB_SAMPLES_NOT_ENOUGH);
    world_free(w);
}

static cb_status check_short_of_memory(world *w) {
    cb_sample_tally *tally;
    const cb_sample_checks *c;
    cb_contig contig;
    cb_contig_of("1", &contig);
    cb_status s = cb_sample_tally_new(w->arena, &w->kase, &tally, &w->e);
    for (int i = 0; s == CB_OK && i < 300; i++) {
        cb_genotype g[3];
        for (size_t p = 0; p < 3; p++) {
            world_call(w, p, i, &g[p]);
        }
        cb_variant v = {.contig = &contig,
                        .position = world_position(i),
                        .ref = "A",
                        .alt = "G",
                        .allele_index = 1,
                        .allele_count = 1,
                        .filter_state = CB_FILTER_PASS,
                        .genotypes = g};
        s = cb_sample_tally_add(tally, &v, &w->e);
    }
    return s == CB_OK ? cb_sample_checks_of(w->arena, tally, NULL, &c, &w->e) : s;
}

/* CB-SAMPLE-15 */
static void every_failed_allocation_is_reported(void **state) {
    (void)state;
    cb_status s = CB_INTERNAL;
    size_t failures = 0;
    for (size_t cap = 256; s != CB_OK; cap += cap / 16) {
        world *w = world_trio(171, CB_FEMALE);
        /* one of the father's chromosomes twice: a run has to be kept too */
        memcpy(w->haplotype[0][0], w->haplotype[1][0], WORLD_A_CHROMOSOME);
        memcpy(w->haplotype[0][1], w->haplotype[1][0], WORLD_A_CHROMOSOME);
        cb_arena_free(w->arena);
        w->arena = cb_arena_new(cap);
        assert_non_null(w->arena);
        s = check_short_of_memory(w);
        assert_true(s == CB_OK || (s == CB_INTERNAL && w->e.text[0]));
        failures += s != CB_OK;
        world_free(w);
        assert_true(cap < 1 << 24);
    }
    assert_true(failures > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_of_records_changes_nothing),
        cmocka_unit_test(sites_beyond_the_cap_are_thinned),
        cmocka_unit_test(a_merged_tally_goes_on_empty),
        cmocka_unit_test(what_is_a_site),
        cmocka_unit_test(a_place_that_stands_twice_is_left_out),
        cmocka_unit_test(a_tool_that_mixes_samples_must_be_cleared),
        cmocka_unit_test(singletons_and_absent_columns),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
