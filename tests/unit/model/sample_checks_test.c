/* sample_checks_test.c: simulated families, each wrong in one way, and what the checks say of them. */
#include "unit/model/sample_world.h"

#include <math.h>

static void assert_near(double value, double expected, double within) {
    if (fabs(value - expected) > within) {
        fail_msg("%g is not within %g of %g", value, within, expected);
    }
}

/* CB-SAMPLE-01 */
static void true_trio_passes(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        world *w = world_trio(seed, seed % 2 ? CB_MALE : CB_FEMALE);
        w->errors_in_10000 = 10;
        w->calls_as_haploid = seed > 2;
        const cb_sample_checks *c = world_check(w);
        assert_int_equal(c->state, CB_SAMPLES_PASSED);
        assert_int_equal(c->person_count, 3);
        assert_int_equal(c->pair_count, 3);
        assert_int_equal(c->trio_count, 1);
        assert_int_equal(world_pair(c, 0, 1)->observed, CB_RELATION_PARENT_CHILD);
        assert_int_equal(world_pair(c, 0, 2)->observed, CB_RELATION_PARENT_CHILD);
        assert_int_equal(world_pair(c, 1, 2)->observed, CB_RELATION_UNRELATED);
        assert_near(world_pair(c, 0, 1)->kinship, 0.25, 0.02);
        assert_near(world_pair(c, 1, 2)->kinship, 0, 0.04);
        assert_near(world_pair(c, 0, 1)->expected_kinship, 0.25, 1e-12);
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(c->persons[i].sex_check, CB_CHECK_AGREES);
            assert_near((double)c->persons[i].transitions / (double)c->persons[i].transversions, 2, 0.2);
        }
        assert_int_equal(c->trios[0].check, CB_CHECK_AGREES);
        assert_true(c->trios[0].sites > 5000);
        assert_true(c->trios[0].error_count > 0 && c->trios[0].error_count < 60);
        assert_int_equal(c->loss_count, 0);
        assert_int_equal(c->run_count, 0);
        world_free(w);
    }
}

/* CB-SAMPLE-02 */
static void swapped_samples_are_found(void **state) {
    (void)state;
    world *w = world_trio(11, CB_MALE);
    world_swap(w, 0, 1); /* child and father: still parent and child, but the mother is no parent of him */
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    assert_int_equal(world_pair(c, 0, 1)->check, CB_CHECK_AGREES);
    assert_int_equal(world_pair(c, 0, 2)->check, CB_CHECK_DISAGREES);
    assert_int_equal(world_pair(c, 1, 2)->check, CB_CHECK_DISAGREES);
    assert_int_equal(c->trios[0].check, CB_CHECK_DISAGREES);
    world_swap(w, 0, 1);
    world_swap(w, 1, 2); /* father and mother: their sex tells */
    c = world_check(w);
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    assert_int_equal(c->persons[1].sex_check, CB_CHECK_DISAGREES);
    assert_int_equal(c->persons[2].sex_check, CB_CHECK_DISAGREES);
    assert_int_equal(world_pair(c, 0, 1)->check, CB_CHECK_AGREES);
    world_free(w);
}

/* CB-SAMPLE-03 */
static void non_father_is_found(void **state) {
    (void)state;
    world *w = world_trio(21, CB_FEMALE);
    world_found(w, 1, true); /* another man */
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    assert_int_equal(world_pair(c, 0, 1)->observed, CB_RELATION_UNRELATED);
    assert_int_equal(world_pair(c, 0, 1)->check, CB_CHECK_DISAGREES);
    assert_int_equal(world_pair(c, 0, 2)->check, CB_CHECK_AGREES);
    assert_int_equal(c->trios[0].check, CB_CHECK_DISAGREES);
    assert_true(c->trios[0].errors[CB_MENDEL_NO_PATERNAL] > 10 * c->trios[0].errors[CB_MENDEL_NO_MATERNAL]);
    for (int i = 1; i <= CB_SAMPLE_AUTOSOMES; i++) {
        assert_int_equal(c->trios[0].chromosome[i].upd, CB_UPD_UNKNOWN);
    }
    world_free(w);
}

/* The man is the child's uncle, or the sample an older brother's. */
/* CB-SAMPLE-03 */
static void near_relative_is_no_father(void **state) {
    (void)state;
    world *w = world_trio(22, CB_FEMALE);
    world_found(w, 10, true);
    world_found(w, 11, false);
    world_born(w, 1, 10, 11, true);
    world_born(w, 9, 10, 11, true);
    world_born(w, 0, 9, 2, false);
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(world_pair(c, 0, 1)->observed, CB_RELATION_SECOND);
    assert_int_equal(world_pair(c, 0, 1)->check, CB_CHECK_DISAGREES);
    world_born(w, 0, 1, 2, false);
    world_born(w, 9, 1, 2, true);
    world_copy(w, 1, 9);
    c = world_check(w);
    assert_int_equal(world_pair(c, 0, 1)->observed, CB_RELATION_SIBLINGS);
    assert_int_equal(world_pair(c, 0, 1)->check, CB_CHECK_DISAGREES);
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    world_free(w);
}

static world *quartet(uint64_t seed) {
    world *w = world_trio(seed, CB_FEMALE);
    world_person(w, "sister", CB_FEMALE, 1, 2);
    world_born(w, 3, 1, 2, false);
    return w;
}

/* CB-SAMPLE-04 */
static void siblings_are_told_from_parents_and_twins(void **state) {
    (void)state;
    for (uint64_t seed = 31; seed < 35; seed++) {
        world *w = quartet(seed);
        w->errors_in_10000 = 10;
        const cb_sample_checks *c = world_check(w);
        assert_int_equal(world_pair(c, 0, 3)->expected, CB_RELATION_SIBLINGS);
        assert_int_equal(world_pair(c, 0, 3)->observed, CB_RELATION_SIBLINGS);
        assert_int_equal(c->state, CB_SAMPLES_PASSED);
        world_copy(w, 3, 0); /* monozygotic twins, or one sample twice */
        c = world_check(w);
        assert_int_equal(world_pair(c, 0, 3)->observed, CB_RELATION_SAME);
        assert_true(world_pair(c, 0, 3)->kinship > CB_SAMPLE_KINSHIP_SAME);
        assert_int_equal(world_pair(c, 0, 3)->check, CB_CHECK_DISAGREES);
        assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
        world_free(w);
    }
}

static cb_check declared_twins(world *w, cb_twin_zygosity zygosity, cb_relation expected) {
    w->persons[0].birth = w->persons[3].birth = 1;
    w->persons[0].zygosity = w->persons[3].zygosity = zygosity;
    const cb_sample_checks *c = world_check(w);
    const cb_pair_check *p = world_pair(c, 0, 3);
    assert_int_equal(p->expected, expected);
    assert_int_equal(c->state, p->check == CB_CHECK_AGREES       ? CB_SAMPLES_PASSED
                               : p->check == CB_CHECK_DISAGREES ? CB_SAMPLES_RESOLVE
                                                                : CB_SAMPLES_NOT_ENOUGH);
    assert_near(p->expected_kinship, zygosity == CB_TWINS_MONOZYGOTIC ? 0.5 : 0.25, 1e-12);
    return p->check;
}

/* CB-SAMPLE-28 */
static void twins_are_what_they_are_declared_to_be(void **state) {
    (void)state;
    world *w = quartet(35);
    w->errors_in_10000 = 10;
    assert_int_equal(declared_twins(w, CB_TWINS_MONOZYGOTIC, CB_RELATION_TWINS), CB_CHECK_DISAGREES);
    assert_int_equal(declared_twins(w, CB_TWINS_DIZYGOTIC, CB_RELATION_SIBLINGS), CB_CHECK_AGREES);
    assert_int_equal(declared_twins(w, CB_TWINS_UNKNOWN, CB_RELATION_TWINS_OR_SIBLINGS), CB_CHECK_AGREES);
    world_copy(w, 3, 0);
    assert_int_equal(declared_twins(w, CB_TWINS_MONOZYGOTIC, CB_RELATION_TWINS), CB_CHECK_AGREES);
    assert_int_equal(declared_twins(w, CB_TWINS_DIZYGOTIC, CB_RELATION_SIBLINGS), CB_CHECK_DISAGREES);
    assert_int_equal(declared_twins(w, CB_TWINS_UNKNOWN, CB_RELATION_TWINS_OR_SIBLINGS), CB_CHECK_AGREES);
    w->first_chromosome = w->last_chromosome = 1; /* siblings may share all of one chromosome */
    w->persons[0].sex = w->persons[3].sex = CB_SEX_UNKNOWN;
    w->persons[0].birth = w->persons[3].birth = 1;
    w->persons[0].zygosity = w->persons[3].zygosity = CB_TWINS_MONOZYGOTIC;
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(world_pair(c, 0, 3)->check, CB_CHECK_NOT_ENOUGH);
    world_free(w);
}

/* CB-SAMPLE-28 */
static void children_of_monozygotic_twins_are_as_half_siblings(void **state) {
    (void)state;
    world *w = quartet(36);
    world_person(w, "husband", CB_MALE, -1, -1);
    world_person(w, "niece", CB_FEMALE, 4, 3);
    w->persons[0].birth = w->persons[3].birth = 1;
    w->persons[0].zygosity = w->persons[3].zygosity = CB_TWINS_MONOZYGOTIC;
    const double *kinship;
    assert_int_equal(cb_pedigree_kinship(w->arena, &w->kase.family, &kinship, &w->e), CB_OK);
    assert_near(kinship[0 * 6 + 5], 0.25, 1e-12); /* her aunt is as her mother */
    assert_int_equal(cb_pedigree_relation(&w->kase.family, 0, 5, kinship[5]), CB_RELATION_FIRST);
    assert_near(kinship[0 * 6 + 3], 0.5, 1e-12);
    world_free(w);
}

/* CB-SAMPLE-04 */
static void one_sample_twice_is_found(void **state) {
    (void)state;
    world *w = world_trio(41, CB_MALE);
    world_copy(w, 1, 0);
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(world_pair(c, 0, 1)->observed, CB_RELATION_SAME);
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    world_free(w);
}

/* CB-SAMPLE-05 */
static void half_siblings_and_grandparents(void **state) {
    (void)state;
    world *w = world_trio(51, CB_FEMALE);
    world_person(w, "stepfather", CB_MALE, -1, -1);
    world_person(w, "half", CB_FEMALE, 3, 2);
    world_person(w, "grandfather", CB_MALE, -1, -1);
    world_person(w, "grandmother", CB_FEMALE, -1, -1);
    w->persons[2].father = 5;
    w->persons[2].mother = 6;
    world_found(w, 3, true);
    world_found(w, 5, true);
    world_found(w, 6, false);
    world_born(w, 2, 5, 6, false);
    world_born(w, 0, 1, 2, false);
    world_born(w, 4, 3, 2, false);
    const cb_sample_checks *c = world_check(w);
    assert_near(world_pair(c, 0, 4)->expected_kinship, 0.125, 1e-12);
    assert_near(world_pair(c, 0, 5)->expected_kinship, 0.125, 1e-12);
    assert_int_equal(world_pair(c, 0, 4)->observed, CB_RELATION_SECOND);
    assert_int_equal(world_pair(c, 0, 5)->observed, CB_RELATION_SECOND);
    assert_int_equal(world_pair(c, 0, 3)->check, CB_CHECK_AGREES);
    assert_int_equal(c->state, CB_SAMPLES_PASSED);
    world_born(w, 4, 1, 2, false); /* declared half, is full */
    c = world_check(w);
    assert_int_equal(world_pair(c, 0, 4)->check, CB_CHECK_DISAGREES);
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    world_free(w);
}

/* CB-SAMPLE-05 */
static void sibling_with_an_unnamed_parent_may_be_either(void **state) {
    (void)state;
    world *w = world_trio(52, CB_FEMALE);
    world_person(w, "sibling", CB_MALE, -1, 2);
    world_born(w, 3, 1, 2, true);
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(world_pair(c, 0, 3)->expected, CB_RELATION_SIBLINGS_OR_HALF);
    assert_int_equal(world_pair(c, 0, 3)->check, CB_CHECK_AGREES);
    w->persons[3].father_id = "somebody";
    c = world_check(w);
    assert_int_equal(world_pair(c, 0, 3)->expected, CB_RELATION_SECOND);
    assert_int_equal(world_pair(c, 0, 3)->check, CB_CHECK_DISAGREES);
    world_free(w);
}

/* CB-SAMPLE-06 */
static void sex_is_told_from_x_and_y(void **state) {
    (void)state;
    world *w = world_trio(61, CB_MALE);
    w->persons[0].sex = CB_FEMALE;
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(c->persons[0].sex, CB_OBSERVED_MALE);
    assert_int_equal(c->persons[0].sex_check, CB_CHECK_DISAGREES);
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    w->persons[0].sex = CB_SEX_UNKNOWN;
    c = world_check(w);
    assert_int_equal(c->persons[0].sex, CB_OBSERVED_MALE);
    assert_int_equal(c->persons[0].sex_check, CB_CHECK_OPEN);
    assert_int_equal(c->state, CB_SAMPLES_PASSED);
    world_free(w);
}

/* CB-SAMPLE-06 */
static void sex_may_stay_undetermined(void **state) {
    (void)state;
    world *w = world_trio(62, CB_MALE);
    /* XXY: both X of the mother, and the father's Y */
    memcpy(&w->haplotype[0][0][WORLD_AUTOSOMAL], &w->haplotype[2][0][WORLD_AUTOSOMAL], WORLD_X);
    memcpy(&w->haplotype[0][1][WORLD_AUTOSOMAL], &w->haplotype[2][1][WORLD_AUTOSOMAL], WORLD_X);
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(c->persons[0].sex, CB_OBSERVED_UNDETERMINED);
    assert_true(c->persons[0].x_and_y);
    assert_int_equal(c->persons[0].sex_check, CB_CHECK_OPEN);
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    /* X0: one X, no Y, in a girl */
    w->persons[0].sex = CB_FEMALE;
    memcpy(&w->haplotype[0][1][WORLD_AUTOSOMAL], &w->haplotype[2][0][WORLD_AUTOSOMAL], WORLD_X);
    memset(&w->haplotype[0][0][WORLD_AUTOSOMAL + WORLD_X], -1, WORLD_Y);
    c = world_check(w);
    assert_true(c->persons[0].x_alone);
    assert_int_equal(c->persons[0].sex, CB_OBSERVED_UNDETERMINED);
    assert_int_equal(c->state, CB_SAMPLES_RESOLVE);
    world_free(w);
}

/* CB-SAMPLE-07 */
static void too_few_sites_give_no_verdict(void **state) {
    (void)state;
    world *w = world_trio(71, CB_MALE);
    w->last_chromosome = 1; /* 300 sites */
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(c->state, CB_SAMPLES_NOT_ENOUGH);
    assert_int_equal(world_pair(c, 0, 1)->check, CB_CHECK_NOT_ENOUGH);
    assert_int_equal(c->persons[0].sex_check, CB_CHECK_NOT_ENOUGH);
    assert_int_equal(c->trios[0].check, CB_CHECK_NOT_ENOUGH);
    w->last_chromosome = 22;
    w->depth = CB_SAMPLE_DEPTH_MIN - 1; /* many sites, no reads */
    c = world_check(w);
    assert_int_equal(c->autosome_sites, 0);
    assert_int_equal(c->state, CB_SAMPLES_NOT_ENOUGH);
    w->depth = 30;
    w->quality = CB_SAMPLE_QUALITY_MIN - 1;
    assert_int_equal(world_check(w)->state, CB_SAMPLES_NOT_ENOUGH);
    w->quality = -1; /* a file without GQ */
    assert_int_equal(world_check(w)->state, CB_SAMPLES_PASSED);
    world_free(w);
    w = quartet(72); /* siblings on three chromosomes may share anything */
    w->last_chromosome = 3;
    c = world_check(w);
    assert_int_equal(world_pair(c, 0, 3)->check, CB_CHECK_NOT_ENOUGH);
    assert_int_equal(world_pair(c, 0, 1)->check, CB_CHECK_AGREES);
    world_free(w);
}

/* CB-SAMPLE-07 */
static void file_without_reference_calls_gives_no_verdict(void **state) {
    (void)state;
    world *w = world_trio(73, CB_MALE);
    world_found(w, 1, true);
    for (size_t i = 0; i < 3; i++) { /* as merged from single files: what is not carried is not called */
        for (int s = 0; s < WORLD_SITES; s++) {
            if (w->haplotype[i][0][s] <= 0 && w->haplotype[i][1][s] <= 0) {
                w->haplotype[i][0][s] = w->haplotype[i][1][s] = -1;
            }
        }
    }
    const cb_sample_checks *c = world_check(w);
    assert_true(world_pair(c, 0, 1)->sites > CB_SAMPLE_PAIR_SITES_MIN);
    assert_int_equal(world_pair(c, 0, 1)->check, CB_CHECK_NOT_ENOUGH);
    world_free(w);
}

/* Parents who are first cousins: long runs in the child, and no disagreement. */
/* CB-SAMPLE-08 */
static void cousin_marriage_shows_runs(void **state) {
    (void)state;
    world *w = world_new(86);
    world_person(w, "child", CB_FEMALE, 1, 2);
    world_person(w, "father", CB_MALE, -1, -1);
    world_person(w, "mother", CB_FEMALE, -1, -1);
    for (size_t i = 3; i <= 6; i++) {
        world_found(w, i, i % 2);
    }
    world_born(w, 7, 3, 4, true);
    world_born(w, 8, 3, 4, false);
    world_born(w, 1, 7, 6, true);
    world_born(w, 2, 5, 8, false);
    world_born(w, 0, 1, 2, false);
    const cb_sample_checks *c = world_check(w);
    assert_int_equal(world_pair(c, 1, 2)->check, CB_CHECK_AGREES);
    assert_true(world_pair(c, 1, 2)->closer);
    assert_true(c->persons[0].roh_length > 50000000);
    assert_int_equal(c->persons[1].roh_length, 0);
    assert_true(c->persons[0].roh_longest >= CB_SAMPLE_ROH_LENGTH_MIN);
    size_t notable = 0;
    for (size_t i = 0; i < c->run_count; i++) {
        assert_int_equal(c->runs[i].person, 0);
        assert_true(c->runs[i].sites >= CB_SAMPLE_ROH_SITES_MIN);
        notable += c->runs[i].notable;
    }
    assert_true(notable > 0);
    assert_int_equal(c->state, CB_SAMPLES_PASSED);
    world_free(w);
}

/* CB-SAMPLE-09 */
static void disomy_of_one_chromosome(void **state) {
    (void)state;
    world *w = world_trio(91, CB_FEMALE);
    int first = 14 * WORLD_A_CHROMOSOME; /* chromosome 15 */
    memcpy(&w->haplotype[0][0][first], &w->haplotype[2][0][first], WORLD_A_CHROMOSOME);
    memcpy(&w->haplotype[0][1][first], &w->haplotype[2][1][first], WORLD_A_CHROMOSOME); /* both of the mother's */
    const cb_sample_checks *c = world_check(w);
    for (int i = 1; i <= CB_SAMPLE_AUTOSOMES; i++) {
        assert_int_equal(c->trios[0].chromosome[i].upd, i == 15 ? CB_UPD_MATERNAL : CB_UPD_NONE);
    }
    assert_int_equal(c->state, CB_SAMPLES_PASSED);
    assert_true(c->loss_count > 0);
    memcpy(&w->haplotype[0][0][first], &w->haplotype[1][0][first], WORLD_A_CHROMOSOME);
    memcpy(&w->haplotype[0][1][first], &w->haplotype[1][0][first], WORLD_A_CHROMOSOME); /* one of the father's, twice */
    c = world_check(w);
    assert_int_equal(c->trios[0].chromosome[15].upd, CB_UPD_PATERNAL);
    assert_int_equal(c->run_count, 1);
    assert_int_equal(c->runs[0].chromosome, 15);
    assert_true(c->runs[0].notable);
    world_free(w);
}

/* A deletion inherited from the father: over 40 sites the child shows the mother's allele alone, and he his other one.
 */
/* CB-SAMPLE-10 */
static void run_of_losses_suggests_a_deletion(void **state) {
    (void)state;
    world *w = world_trio(101, CB_MALE);
    int first = 3 * WORLD_A_CHROMOSOME + 100;
    for (int s = first; s < first + 40; s++) {
        w->haplotype[0][1][s] = w->haplotype[0][0][s];
    }
    const cb_sample_checks *c = world_check(w);
    assert_true(c->loss_count >= 1);
    for (size_t i = 0; i < c->loss_count; i++) {
        assert_int_equal(c->losses[i].person, 0);
        assert_int_equal(c->losses[i].chromosome, 4);
        assert_true(c->losses[i].paternal);
        assert_true(c->losses[i].start >= world_position(first) && c->losses[i].end <= world_position(first + 39));
    }
    assert_int_equal(c->state, CB_SAMPLES_PASSED);
    world_free(w);
}

/* Each kind of error once, at a site of its own. */
/* CB-SAMPLE-10 */
static void mendelian_errors_by_kind(void **state) {
    (void)state;
    static const struct {
        int8_t child[2], father[2], mother[2];
        cb_mendel kind;
    } rows[] = {
        {{0, 1}, {0, 0}, {0, 0}, CB_MENDEL_NEW},
        {{0, 1}, {1, 1}, {1, 1}, CB_MENDEL_NEW},
        {{1, 1}, {0, 0}, {0, 0}, CB_MENDEL_NEW_TWICE},
        {{0, 0}, {1, 1}, {1, 1}, CB_MENDEL_NEW_TWICE},
        {{1, 1}, {0, 0}, {0, 1}, CB_MENDEL_NO_PATERNAL},
        {{0, 0}, {1, 1}, {0, 0}, CB_MENDEL_NO_PATERNAL},
        {{0, 0}, {0, 1}, {1, 1}, CB_MENDEL_NO_MATERNAL},
        {{1, 1}, {1, 1}, {0, 0}, CB_MENDEL_NO_MATERNAL},
        {{0, 1}, {0, 0}, {1, 1}, CB_MENDELS},
        {{0, 1}, {0, 1}, {0, 0}, CB_MENDELS},
        {{0, 0}, {0, 1}, {0, 1}, CB_MENDELS},
        {{1, 1}, {0, 1}, {1, 1}, CB_MENDELS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world *w = world_trio(111, CB_MALE);
        for (int h = 0; h < 2; h++) {
            w->haplotype[0][h][7] = rows[i].child[h];
            w->haplotype[1][h][7] = rows[i].father[h];
            w->haplotype[2][h][7] = rows[i].mother[h];
        }
        const cb_sample_checks *c = world_check(w);
        assert_int_equal(c->trios[0].error_count, rows[i].kind == CB_MENDELS ? 0 : 1);
        for (int k = 0; k < CB_MENDELS; k++) {
            assert_int_equal(c->trios[0].errors[k], k == (int)rows[i].kind);
            assert_int_equal(c->trios[0].chromosome[1].errors[k], k == (int)rows[i].kind);
        }
        world_free(w);
    }
}

/* CB-SAMPLE-05 */
static void kinship_of_pedigrees(void **state) {
    (void)state;
    world *w = world_new(161);
    const double *k;
    /* child of first cousins; index 0, written before his ancestors */
    static const struct {
        int father, mother;
    } rows[] = {{1, 2}, {3, 5}, {6, 4}, {7, 8}, {7, 8}, {-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    for (size_t i = 0; i < 9; i++) {
        w->persons[i] = (cb_person){.id = ids[i], .father = rows[i].father, .mother = rows[i].mother, .column = -1};
    }
    w->kase.family.count = 9;
    assert_int_equal(cb_pedigree_kinship(w->arena, &w->kase.family, &k, &w->e), CB_OK);
    assert_near(k[1 * 9 + 2], 0.0625, 1e-12); /* first cousins */
    assert_near(k[0], 0.5 + 0.5 * 0.0625, 1e-12);
    assert_near(k[0 * 9 + 1], 0.25 + 0.5 * 0.0625, 1e-12);
    assert_near(k[3 * 9 + 4], 0.25, 1e-12);
    assert_near(k[1 * 9 + 4], 0.125, 1e-12); /* aunt */
    w->persons[7].father = 0;                /* a child who is his own ancestor: no coefficients */
    assert_int_equal(cb_pedigree_kinship(w->arena, &w->kase.family, &k, &w->e), CB_OK);
    assert_null(k);
    world_free(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(true_trio_passes),
        cmocka_unit_test(swapped_samples_are_found),
        cmocka_unit_test(non_father_is_found),
        cmocka_unit_test(near_relative_is_no_father),
        cmocka_unit_test(siblings_are_told_from_parents_and_twins),
        cmocka_unit_test(twins_are_what_they_are_declared_to_be),
        cmocka_unit_test(children_of_monozygotic_twins_are_as_half_siblings),
        cmocka_unit_test(one_sample_twice_is_found),
        cmocka_unit_test(half_siblings_and_grandparents),
        cmocka_unit_test(sibling_with_an_unnamed_parent_may_be_either),
        cmocka_unit_test(sex_is_told_from_x_and_y),
        cmocka_unit_test(sex_may_stay_undetermined),
        cmocka_unit_test(too_few_sites_give_no_verdict),
        cmocka_unit_test(file_without_reference_calls_gives_no_verdict),
        cmocka_unit_test(cousin_marriage_shows_runs),
        cmocka_unit_test(disomy_of_one_chromosome),
        cmocka_unit_test(run_of_losses_suggests_a_deletion),
        cmocka_unit_test(mendelian_errors_by_kind),
        cmocka_unit_test(kinship_of_pedigrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
