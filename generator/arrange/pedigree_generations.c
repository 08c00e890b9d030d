/* pedigree_generations.c: the row of each person, and the units of parents and children. */
#include "arrange/pedigree.h"

#include <string.h>

static const cb_person *person(const cb_pedigree *p, int i) {
    return &p->family->persons[i];
}

/* Relations. */

static bool is_ancestor(const cb_pedigree *p, int a, int b) {
    return p->ancestor[(size_t)a * (size_t)p->persons + (size_t)b];
}

bool cb_pedigree_related(const cb_pedigree *p, int a, int b) {
    if (is_ancestor(p, a, b) || is_ancestor(p, b, a)) {
        return true;
    }
    for (int c = 0; c < p->persons; c++) {
        if (is_ancestor(p, c, a) && is_ancestor(p, c, b)) {
            return true;
        }
    }
    return false;
}

static bool add_ancestor(cb_pedigree *p, int parent, int child) {
    bool news = false;
    for (int a = 0; a < p->persons; a++) {
        bool *known = &p->ancestor[(size_t)a * (size_t)p->persons + (size_t)child];
        if (!*known && (a == parent || is_ancestor(p, a, parent))) {
            *known = news = true;
        }
    }
    return news;
}

/* Adds until nothing is new; each round takes ancestors one generation further. */
static void find_ancestors(cb_pedigree *p) {
    for (bool news = true; news;) {
        news = false;
        for (int i = 0; i < p->persons; i++) {
            const int parents[2] = {person(p, i)->father, person(p, i)->mother};
            for (int k = 0; k < 2; k++) {
                news |= parents[k] >= 0 && add_ancestor(p, parents[k], i);
            }
        }
    }
}

static bool runs_in_circle(const cb_pedigree *p) {
    for (int i = 0; i < p->persons; i++) {
        if (is_ancestor(p, i, i)) {
            return true;
        }
    }
    return false;
}

/* Rows. */

static bool at_least(int *row, int least) {
    if (*row >= least) {
        return false;
    }
    *row = least;
    return true;
}

static bool lower_child(cb_pedigree *p, int i) {
    const cb_person *c = person(p, i);
    bool moved = false;
    if (c->father >= 0) {
        moved |= at_least(&p->row_of[i], p->row_of[c->father] + 1);
    }
    if (c->mother >= 0) {
        moved |= at_least(&p->row_of[i], p->row_of[c->mother] + 1);
    }
    return moved;
}

/* Partners share a row, unless one descends from the other. */
static bool level_parents(cb_pedigree *p, int i) {
    const int f = person(p, i)->father, m = person(p, i)->mother;
    if (f < 0 || m < 0 || f == m || is_ancestor(p, f, m) || is_ancestor(p, m, f)) {
        return false;
    }
    const int row = p->row_of[f] > p->row_of[m] ? p->row_of[f] : p->row_of[m];
    const bool father_moved = at_least(&p->row_of[f], row), mother_moved = at_least(&p->row_of[m], row);
    return father_moved || mother_moved;
}

static bool level_twins(cb_pedigree *p, int i) {
    bool moved = false;
    for (int k = 0; k < i; k++) {
        if (cb_family_twins(p->family, (size_t)i, (size_t)k)) {
            const int row = p->row_of[i] > p->row_of[k] ? p->row_of[i] : p->row_of[k];
            moved |= at_least(&p->row_of[i], row);
            moved |= at_least(&p->row_of[k], row);
        }
    }
    return moved;
}

/* False when the rows never settle: partners of crossed generations. */
static bool settle(cb_pedigree *p, bool level) {
    memset(p->row_of, 0, (size_t)p->persons * sizeof *p->row_of);
    for (int round = 0; round <= 2 * p->persons + 1; round++) {
        bool moved = false;
        for (int i = 0; i < p->persons; i++) {
            moved |= lower_child(p, i);
            moved |= level && level_parents(p, i);
            moved |= level && level_twins(p, i);
        }
        if (!moved) {
            return true;
        }
    }
    return false;
}

static bool is_child(const cb_pedigree *p, int i) {
    return person(p, i)->father >= 0 || person(p, i)->mother >= 0;
}

/* Founders come down to the row above their first child; partners come together or not at all. */
static int lowest_row(const cb_pedigree *p, int i) {
    int lowest = p->persons;
    for (int c = 0; c < p->persons; c++) {
        const int f = person(p, c)->father, m = person(p, c)->mother;
        if (f != i && m != i) {
            continue;
        }
        const int other = f == i ? m : f;
        if (other >= 0 && (is_child(p, other) || p->row_of[other] != p->row_of[i])) {
            return p->row_of[i];
        }
        lowest = p->row_of[c] - 1 < lowest ? p->row_of[c] - 1 : lowest;
    }
    return lowest == p->persons ? p->row_of[i] : lowest;
}

static void lower_founders(cb_pedigree *p) {
    for (int i = 0; i < p->persons; i++) {
        int row = is_child(p, i) ? p->row_of[i] : lowest_row(p, i);
        /* with several partners each would have to follow: they are left where they are */
        int partner = -1;
        bool several = false;
        for (int c = 0; c < p->persons; c++) {
            const int f = person(p, c)->father, m = person(p, c)->mother;
            const int other = f == i ? m : m == i ? f : -1;
            several |= other >= 0 && partner >= 0 && other != partner;
            partner = other >= 0 ? other : partner;
        }
        if (several || row == p->row_of[i]) {
            continue;
        }
        if (partner < 0) {
            p->row_of[i] = row;
        } else if (lowest_row(p, partner) == row) {
            p->row_of[i] = p->row_of[partner] = row;
        }
    }
}

static int count_rows(const cb_pedigree *p) {
    int rows = 0;
    for (int i = 0; i < p->persons; i++) {
        rows = p->row_of[i] + 1 > rows ? p->row_of[i] + 1 : rows;
    }
    return rows;
}

/* Units. */

static cb_ped_unit *unit_of(cb_pedigree *p, int father, int mother) {
    for (size_t i = 0; i < p->unit_count; i++) {
        if (p->units[i].father == father && p->units[i].mother == mother) {
            return &p->units[i];
        }
    }
    cb_ped_unit *units = cb_grow(p->arena, p->units, p->unit_count, &p->unit_capacity, sizeof *units);
    int *children = cb_alloc_array(p->arena, (size_t)p->persons, sizeof *children);
    int *first = cb_alloc_array(p->arena, (size_t)p->persons, sizeof *first);
    if (!units || !children || !first) {
        p->failed = true;
        return NULL;
    }
    p->units = units;
    cb_ped_unit *u = &units[p->unit_count++];
    *u = (cb_ped_unit){.father = father, .mother = mother, .children = children, .first = first, .focus = -1};
    u->row = p->row_of[father >= 0 ? father : mother];
    return u;
}

static void add_child(cb_pedigree *p, int father, int mother, int child) {
    cb_ped_unit *u = unit_of(p, father, mother);
    if (u) {
        u->first[u->count] = child;
        u->children[u->count++] = child;
    }
}

static void find_units(cb_pedigree *p) {
    for (int i = 0; i < p->persons && !p->failed; i++) {
        const int f = person(p, i)->father, m = person(p, i)->mother;
        if (f >= 0 && m >= 0 && f != m && p->row_of[f] == p->row_of[m]) {
            add_child(p, f, m, i);
            continue;
        }
        if (f >= 0) {
            add_child(p, f, -1, i);
        }
        if (m >= 0 && m != f) {
            add_child(p, -1, m, i);
        }
    }
}

void cb_pedigree_generations(cb_pedigree *p) {
    find_ancestors(p);
    const bool circle = runs_in_circle(p);
    if (circle || (!settle(p, true) && !settle(p, false))) {
        memset(p->row_of, 0, (size_t)p->persons * sizeof *p->row_of);
        p->rows = 1;
        return;
    }
    lower_founders(p);
    p->rows = count_rows(p);
    find_units(p);
}
