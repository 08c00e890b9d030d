/* sample_world.h: simulated families for the tests of sample checks: founders drawn by a seeded generator, children by
 * transmission with one crossing-over a chromosome arm or none, and every genotype fed to a tally as the reader would.
 */
#ifndef CASEBOUND_TESTS_SAMPLE_WORLD_H
#define CASEBOUND_TESTS_SAMPLE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "casebound/model/sample_checks.h"

enum { WORLD_PERSONS = 12, WORLD_AUTOSOMAL = 6600, WORLD_X = 300, WORLD_Y = 60, WORLD_SITES = 6960 };
enum { WORLD_STEP = 400000, WORLD_A_CHROMOSOME = WORLD_AUTOSOMAL / 22 };

typedef struct world {
    cb_arena *arena;
    cb_case kase;
    cb_person persons[WORLD_PERSONS];
    int8_t haplotype[WORLD_PERSONS][2][WORLD_SITES]; /* 0, 1; -1 none */
    int8_t frequency[WORLD_SITES];                   /* of 100 */
    uint64_t seed;
    int errors_in_10000, depth, quality;
    bool calls_as_haploid;
    int first_chromosome, last_chromosome;
    cb_error e;
} world;

static inline uint32_t world_draw(world *w, uint32_t n) {
    w->seed = w->seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(w->seed >> 33) % n;
}

static inline int world_order(int site) {
    return site < WORLD_AUTOSOMAL ? site / WORLD_A_CHROMOSOME + 1 : site < WORLD_AUTOSOMAL + WORLD_X ? 23 : 24;
}

static inline int64_t world_position(int site) {
    int within = site < WORLD_AUTOSOMAL ? site % WORLD_A_CHROMOSOME : site;
    return 5000000 + (int64_t)(within % 360) * WORLD_STEP;
}

static inline world *world_new(uint64_t seed) {
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->arena = cb_arena_new(512 << 20);
    assert_non_null(w->arena);
    w->kase = (cb_case){.id = "W", .build = CB_GRCH38};
    w->kase.family = (cb_family){.id = "W", .persons = w->persons};
    w->seed = seed;
    w->depth = 30;
    w->quality = 99;
    w->first_chromosome = 1;
    w->last_chromosome = 24;
    for (int i = 0; i < WORLD_SITES; i++) {
        w->frequency[i] = (int8_t)(20 + world_draw(w, 60));
    }
    return w;
}

static inline void world_free(world *w) {
    cb_arena_free(w->arena);
    free(w);
}

/* A person; parents by index or -1. Their genotypes are another matter: world_found and world_born. */
static inline size_t world_person(world *w, const char *id, cb_sex sex, int father, int mother) {
    size_t i = w->kase.family.count++;
    w->persons[i] = (cb_person){.id = id,
                                .display = id,
                                .sex = sex,
                                .father = father,
                                .mother = mother,
                                .column = (int)i,
                                .father_id = father >= 0 ? w->persons[father].id : NULL,
                                .mother_id = mother >= 0 ? w->persons[mother].id : NULL};
    return i;
}

/* What is not there on X and Y. */
static inline void world_trim(world *w, size_t i, bool male) {
    for (int s = WORLD_AUTOSOMAL; s < WORLD_SITES; s++) {
        bool y = world_order(s) == 24;
        w->haplotype[i][y ? 0 : 1][s] =
            y ? (int8_t)(male ? w->haplotype[i][0][s] : -1) : (int8_t)(male ? -1 : w->haplotype[i][1][s]);
        if (y) {
            w->haplotype[i][1][s] = -1;
        }
    }
}

static inline void world_found(world *w, size_t i, bool male) {
    for (int s = 0; s < WORLD_SITES; s++) {
        for (int h = 0; h < 2; h++) {
            w->haplotype[i][h][s] = world_draw(w, 100) < (uint32_t)w->frequency[s];
        }
    }
    world_trim(w, i, male);
}

/* One gamete: a crossing-over every 150 sites or so, a new start on each chromosome. */
static inline void world_gamete(world *w, size_t parent, int8_t *out) {
    int from = 0;
    for (int s = 0; s < WORLD_AUTOSOMAL + WORLD_X; s++) {
        if (s == 0 || world_order(s) != world_order(s - 1) || world_draw(w, 150) == 0) {
            from = s == 0 || world_order(s) != world_order(s - 1) ? (int)world_draw(w, 2) : 1 - from;
        }
        int8_t allele = w->haplotype[parent][from][s];
        out[s] = allele < 0 ? w->haplotype[parent][1 - from][s] : allele;
    }
}

static inline void world_born(world *w, size_t i, size_t father, size_t mother, bool male) {
    world_gamete(w, mother, w->haplotype[i][0]);
    world_gamete(w, father, w->haplotype[i][1]);
    for (int s = WORLD_AUTOSOMAL + WORLD_X; s < WORLD_SITES; s++) {
        w->haplotype[i][0][s] = w->haplotype[father][0][s];
    }
    world_trim(w, i, male);
}

/* Father, mother, child with true genotypes; the child is person 0. */
static inline world *world_trio(uint64_t seed, cb_sex sex) {
    world *w = world_new(seed);
    world_person(w, "child", sex, 1, 2);
    world_person(w, "father", CB_MALE, -1, -1);
    world_person(w, "mother", CB_FEMALE, -1, -1);
    w->persons[0].father_id = "father";
    w->persons[0].mother_id = "mother";
    world_found(w, 1, true);
    world_found(w, 2, false);
    world_born(w, 0, 1, 2, sex == CB_MALE);
    return w;
}

static inline void world_swap(world *w, size_t a, size_t b) {
    for (int h = 0; h < 2; h++) {
        for (int s = 0; s < WORLD_SITES; s++) {
            int8_t kept = w->haplotype[a][h][s];
            w->haplotype[a][h][s] = w->haplotype[b][h][s];
            w->haplotype[b][h][s] = kept;
        }
    }
}

static inline void world_copy(world *w, size_t to, size_t from) {
    memcpy(w->haplotype[to], w->haplotype[from], sizeof w->haplotype[to]);
}

static inline void world_call(world *w, size_t person, int site, cb_genotype *g) {
    int8_t a = w->haplotype[person][0][site], b = w->haplotype[person][1][site];
    bool none = a < 0 && b < 0;
    *g = (cb_genotype){.text = "",
                       .ploidy = 2,
                       .allele = {-1, -1},
                       .depth = none ? 0 : w->depth,
                       .ref_depth = -1,
                       .alt_depth = -1,
                       .quality = none ? -1 : w->quality};
    if (!none) {
        g->allele[0] = a < 0 ? b : a;
        g->allele[1] = b < 0 ? a : b;
        g->ploidy = (int8_t)(w->calls_as_haploid && (a < 0 || b < 0) ? 1 : 2);
        if (world_draw(w, 10000) < (uint32_t)w->errors_in_10000) {
            g->allele[1] = (int8_t)(1 - g->allele[1]);
        }
    }
}

static inline void world_feed_site(world *w, cb_sample_tally *tally, int site) {
    static const char *const names[] = {"",   "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "10", "11", "12",
                                        "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "X",  "Y"};
    cb_contig contig;
    cb_genotype genotypes[WORLD_PERSONS];
    cb_contig_of(names[world_order(site)], &contig);
    for (size_t i = 0; i < w->kase.family.count; i++) {
        world_call(w, i, site, &genotypes[i]);
    }
    cb_variant v = {.contig = &contig,
                    .position = world_position(site),
                    .ref = "A",
                    .alt = site % 3 ? "G" : "C",
                    .allele_index = 1,
                    .allele_count = 1,
                    .filter_state = CB_FILTER_PASS,
                    .genotypes = genotypes};
    assert_int_equal(cb_sample_tally_add(tally, &v, &w->e), CB_OK);
}

static inline const cb_sample_checks *world_check_with(world *w, const char *tool) {
    cb_sample_tally *tally;
    const cb_sample_checks *checks;
    assert_int_equal(cb_sample_tally_new(w->arena, &w->kase, &tally, &w->e), CB_OK);
    for (int s = 0; s < WORLD_SITES; s++) {
        if (world_order(s) >= w->first_chromosome && world_order(s) <= w->last_chromosome) {
            world_feed_site(w, tally, s);
        }
    }
    assert_int_equal(cb_sample_checks_of(w->arena, tally, tool, &checks, &w->e), CB_OK);
    return checks;
}

static inline const cb_sample_checks *world_check(world *w) {
    return world_check_with(w, NULL);
}

static inline const cb_pair_check *world_pair(const cb_sample_checks *c, size_t a, size_t b) {
    for (size_t i = 0; i < c->pair_count; i++) {
        if ((c->pairs[i].a == a && c->pairs[i].b == b) || (c->pairs[i].a == b && c->pairs[i].b == a)) {
            return &c->pairs[i];
        }
    }
    fail_msg("no pair %zu %zu", a, b);
    return NULL;
}

#endif
