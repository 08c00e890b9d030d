/* sample_pedigree.c: what a pedigree says of two persons' kinship. */
#include "casebound/model/sample_checks.h"

#include <string.h>

/* Parents before children: each person's number of generations below a founder, by as many passes as it takes. */
static bool find_generations(const cb_family *f, size_t *generation) {
    bool changed = true;
    for (size_t pass = 0; changed; pass++) {
        if (pass > f->count) {
            return false; /* somebody is his own ancestor */
        }
        changed = false;
        for (size_t i = 0; i < f->count; i++) {
            int parents[2] = {f->persons[i].father, f->persons[i].mother};
            for (int p = 0; p < 2; p++) {
                if (parents[p] >= 0 && generation[parents[p]] >= generation[i]) {
                    generation[i] = generation[parents[p]] + 1;
                    changed = true;
                }
            }
        }
    }
    return true;
}

static double at(const double *matrix, size_t n, int a, int b) {
    return a < 0 || b < 0 ? 0 : matrix[(size_t)a * n + (size_t)b];
}

/* The place of a monozygotic twin who was there before, or `place`. */
static size_t same_genome(const cb_family *f, const size_t *order, size_t place) {
    for (size_t k = 0; k < place; k++) {
        if (f->persons[order[k]].zygosity == CB_TWINS_MONOZYGOTIC && cb_family_twins(f, order[k], order[place])) {
            return k;
        }
    }
    return place;
}

/* A person is as related to one who was there before as his parents are on average, and to a monozygotic twin as to
 * himself. */
static void add_person(const cb_family *f, double *matrix, const size_t *order, size_t place) {
    size_t n = f->count, i = order[place], twin = order[same_genome(f, order, place)];
    int father = f->persons[i].father, mother = f->persons[i].mother;
    for (size_t k = 0; k < place; k++) {
        size_t j = order[k];
        double value = 0.5 * (at(matrix, n, father, (int)j) + at(matrix, n, mother, (int)j));
        matrix[i * n + j] = matrix[j * n + i] = value;
    }
    matrix[i * n + i] = 0.5 + 0.5 * at(matrix, n, father, mother);
    matrix[i * n + twin] = matrix[twin * n + i] = matrix[i * n + i];
}

cb_status cb_pedigree_kinship(cb_arena *arena, const cb_family *family, const double **out, cb_error *e) {
    size_t n = family->count, placed = 0;
    *out = NULL;
    if (n > CB_SAMPLE_PEDIGREE) {
        return CB_OK;
    }
    double *matrix = cb_alloc_array(arena, n * n + 1, sizeof *matrix);
    size_t *generation = cb_alloc_array(arena, n + 1, sizeof *generation);
    size_t *order = cb_alloc_array(arena, n + 1, sizeof *order);
    if (!matrix || !generation || !order) {
        return cb_fail_memory(e);
    }
    if (!find_generations(family, generation)) {
        return CB_OK;
    }
    for (size_t g = 0; placed < n; g++) {
        for (size_t i = 0; i < n; i++) {
            if (generation[i] == g) {
                order[placed] = i;
                add_person(family, matrix, order, placed++);
            }
        }
    }
    *out = matrix;
    return CB_OK;
}

static bool is_named(const char *id) {
    return id && *id && strcmp(id, "0") != 0;
}

/* One parent is shared, and the other is not named for both: they may be full siblings. */
static bool may_be_full(const cb_person *a, const cb_person *b) {
    bool father = a->father >= 0 && a->father == b->father, mother = a->mother >= 0 && a->mother == b->mother;
    if (father == mother) {
        return false;
    }
    return father ? !is_named(a->mother_id) || !is_named(b->mother_id)
                  : !is_named(a->father_id) || !is_named(b->father_id);
}

cb_relation cb_pedigree_relation(const cb_family *family, size_t a, size_t b, double kinship) {
    const cb_person *x = &family->persons[a], *y = &family->persons[b];
    if (x->father == (int)b || x->mother == (int)b || y->father == (int)a || y->mother == (int)a) {
        return CB_RELATION_PARENT_CHILD;
    }
    if (cb_family_twins(family, a, b) && x->zygosity != CB_TWINS_DIZYGOTIC) {
        return x->zygosity == CB_TWINS_MONOZYGOTIC ? CB_RELATION_TWINS : CB_RELATION_TWINS_OR_SIBLINGS;
    }
    if (cb_family_twins(family, a, b)) {
        return CB_RELATION_SIBLINGS;
    }
    if (x->father >= 0 && x->mother >= 0 && x->father == y->father && x->mother == y->mother) {
        return CB_RELATION_SIBLINGS;
    }
    if (may_be_full(x, y)) {
        return CB_RELATION_SIBLINGS_OR_HALF;
    }
    return kinship > CB_SAMPLE_KINSHIP_FIRST    ? CB_RELATION_FIRST
           : kinship > CB_SAMPLE_KINSHIP_SECOND ? CB_RELATION_SECOND
           : kinship > CB_SAMPLE_KINSHIP_THIRD  ? CB_RELATION_THIRD
                                                : CB_RELATION_UNRELATED;
}
