/* pedigree_space.c: places within the rows: parents over their children, never nearer than one slot. */
#include "arrange/pedigree.h"

#include <string.h>

enum { SWEEPS = 40 }; /* each moves rows towards their neighbours; families of a report settle within ten */

static const double CLOSENESS = 0.15;
static const double BESIDE = 0.46; /* slots beside a symbol at which a line goes down, between the labels */

/* Least squares under order: the places nearest to the wished ones that keep a distance of one slot (pool adjacent
 * violators). */
static void fit_row(cb_pedigree *p, const cb_ped_row *row, const double *wish, double *sums, size_t *sizes) {
    size_t blocks = 0;
    for (size_t i = 0; i < row->count; i++) {
        sums[blocks] = wish[row->nodes[i]] - (double)i;
        sizes[blocks++] = 1;
        while (blocks > 1 &&
               sums[blocks - 2] / (double)sizes[blocks - 2] > sums[blocks - 1] / (double)sizes[blocks - 1]) {
            sums[blocks - 2] += sums[blocks - 1];
            sizes[blocks - 2] += sizes[blocks - 1];
            blocks--;
        }
    }
    for (size_t block = 0, i = 0; block < blocks; block++) {
        for (size_t k = 0; k < sizes[block]; k++, i++) {
            p->x[row->nodes[i]] = sums[block] / (double)sizes[block] + (double)i;
        }
    }
}

bool cb_pedigree_adjacent(const cb_pedigree *p, int a, int b) {
    const int distance = p->place_of[a] - p->place_of[b];
    return p->row_of[a] == p->row_of[b] && (distance == 1 || distance == -1);
}

/* A partner side by side takes that side. */
static bool side_is_taken(const cb_pedigree *p, int person, int side) {
    for (size_t i = 0; i < p->unit_count; i++) {
        const cb_ped_unit *u = &p->units[i];
        const int other = u->father == person ? u->mother : u->mother == person ? u->father : -1;
        if (other >= 0 && p->row_of[other] == p->row_of[person] && p->place_of[other] == p->place_of[person] + side) {
            return true;
        }
    }
    return false;
}

int cb_pedigree_open_side(const cb_pedigree *p, int person) {
    return !side_is_taken(p, person, 1) ? 1 : !side_is_taken(p, person, -1) ? -1 : 0;
}

int cb_pedigree_right(const cb_pedigree *p, const cb_ped_unit *u) {
    return p->place_of[u->father] > p->place_of[u->mother] ? u->father : u->mother;
}

double cb_pedigree_drop(const cb_pedigree *p, const cb_ped_unit *u) {
    if (u->father < 0 || u->mother < 0) {
        const int parent = u->father >= 0 ? u->father : u->mother;
        return p->x[parent] + (cb_pedigree_open_side(p, parent) < 0 ? -BESIDE : BESIDE);
    }
    if (cb_pedigree_adjacent(p, u->father, u->mother)) {
        return (p->x[u->father] + p->x[u->mother]) / 2;
    }
    return p->x[cb_pedigree_right(p, u)] - BESIDE; /* partners who stand apart are joined over the row */
}

/* The middle of the outermost nodes below a unit. */
static double middle_below(const cb_pedigree *p, const cb_ped_unit *u) {
    double low = p->x[u->first[0]], high = low;
    for (size_t i = 1; i < u->count; i++) {
        const double x = p->x[u->first[i]];
        low = x < low ? x : low;
        high = x > high ? x : high;
    }
    return (low + high) / 2;
}

/* Wishes, summed over the units that a node is in. */
typedef struct wishes {
    double *sum, *result;
    size_t *count;
    double *blocks; /* scratch of fit_row */
    size_t *sizes;
    double closeness; /* 0 to 1: how much a node is drawn to its neighbours; without it, parts of a row drift apart */
} wishes;

static void wish(wishes *w, int node, double x) {
    w->sum[node] += x;
    w->count[node]++;
}

/* Where a node would stand one slot from its neighbours. */
static double beside_neighbours(const cb_pedigree *p, const cb_ped_row *r, size_t i) {
    const double left = i > 0 ? p->x[r->nodes[i - 1]] + 1 : 0, right = i + 1 < r->count ? p->x[r->nodes[i + 1]] - 1 : 0;
    if (r->count == 1) {
        return p->x[r->nodes[i]];
    }
    return i == 0 ? right : i + 1 == r->count ? left : (left + right) / 2;
}

static void grant(cb_pedigree *p, int row, wishes *w) {
    const cb_ped_row *r = &p->row[row];
    for (size_t i = 0; i < r->count; i++) {
        const int node = r->nodes[i];
        w->result[node] = w->count[node] ? w->sum[node] / (double)w->count[node] : p->x[node];
        w->result[node] += (beside_neighbours(p, r, i) - w->result[node]) * w->closeness;
        w->sum[node] = 0;
        w->count[node] = 0;
    }
    fit_row(p, r, w->result, w->blocks, w->sizes);
}

static void wish_for_way_points(const cb_pedigree *p, int row, int step, wishes *w) {
    for (int node = p->persons; node < p->nodes; node++) {
        if (step > 0 && p->row_of[node] == row - 1) {
            wish(w, p->next[node], p->x[node]);
        } else if (step < 0 && p->row_of[node] == row) {
            wish(w, node, p->x[p->next[node]]);
        }
    }
}

static void down(cb_pedigree *p, wishes *w) {
    for (int row = 1; row < p->rows; row++) {
        for (size_t i = 0; i < p->unit_count; i++) {
            const cb_ped_unit *u = &p->units[i];
            const double shift = u->row == row - 1 ? cb_pedigree_drop(p, u) - middle_below(p, u) : 0;
            for (size_t k = 0; u->row == row - 1 && k < u->count; k++) {
                wish(w, u->first[k], p->x[u->first[k]] + shift);
            }
        }
        wish_for_way_points(p, row, 1, w);
        grant(p, row, w);
    }
}

static void up(cb_pedigree *p, wishes *w) {
    for (int row = p->rows - 2; row >= 0; row--) {
        for (size_t i = 0; i < p->unit_count; i++) {
            const cb_ped_unit *u = &p->units[i];
            if (u->row != row) {
                continue;
            }
            const double shift = middle_below(p, u) - cb_pedigree_drop(p, u);
            const bool both = u->father >= 0 && u->mother >= 0;
            const int alone = both && !cb_pedigree_adjacent(p, u->father, u->mother) ? cb_pedigree_right(p, u) : -1;
            if (u->father >= 0 && (alone < 0 || alone == u->father)) {
                wish(w, u->father, p->x[u->father] + shift);
            }
            if (u->mother >= 0 && (alone < 0 || alone == u->mother)) {
                wish(w, u->mother, p->x[u->mother] + shift);
            }
        }
        wish_for_way_points(p, row, -1, w);
        grant(p, row, w);
    }
}

static void move_to_zero(cb_pedigree *p) {
    double least = p->x[0];
    for (int i = 1; i < p->nodes; i++) {
        least = p->x[i] < least ? p->x[i] : least;
    }
    for (int i = 0; i < p->nodes; i++) {
        p->x[i] -= least;
    }
}

void cb_pedigree_space(cb_pedigree *p) {
    const size_t nodes = (size_t)p->nodes;
    wishes w = {cb_alloc_array(p->arena, nodes, sizeof(double)), cb_alloc_array(p->arena, nodes, sizeof(double)),
                cb_alloc_array(p->arena, nodes, sizeof(size_t)), cb_alloc_array(p->arena, nodes, sizeof(double)),
                cb_alloc_array(p->arena, nodes, sizeof(size_t)), CLOSENESS};
    if (!w.sum || !w.result || !w.count || !w.blocks || !w.sizes) {
        p->failed = true;
        return;
    }
    for (int node = 0; node < p->nodes; node++) {
        p->x[node] = p->place_of[node];
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        w.closeness = sweep + 2 < SWEEPS ? CLOSENESS : 0; /* the last ones only centre */
        up(p, &w);
        down(p, &w);
    }
    move_to_zero(p);
}

/* All of it. */

static size_t count_way_points(const cb_pedigree *p) {
    size_t count = 0;
    for (size_t i = 0; i < p->unit_count; i++) {
        for (size_t k = 0; k < p->units[i].count; k++) {
            const int skipped = p->row_of[p->units[i].children[k]] - p->units[i].row - 1;
            count += skipped > 0 ? (size_t)skipped : 0;
        }
    }
    return count;
}

static bool make_rows(cb_pedigree *p) {
    const size_t nodes = (size_t)p->persons + count_way_points(p);
    int *rows = cb_alloc_array(p->arena, nodes, sizeof *rows);
    p->place_of = cb_alloc_array(p->arena, nodes, sizeof *p->place_of);
    p->next = cb_alloc_array(p->arena, nodes, sizeof *p->next);
    p->x = cb_alloc_array(p->arena, nodes, sizeof *p->x);
    p->done = cb_alloc_array(p->arena, (size_t)p->persons, sizeof *p->done);
    p->row = cb_alloc_array(p->arena, (size_t)p->rows, sizeof *p->row);
    if (!rows || !p->place_of || !p->next || !p->x || !p->done || !p->row) {
        return false;
    }
    memcpy(rows, p->row_of, (size_t)p->persons * sizeof *rows);
    p->row_of = rows;
    for (int i = 0; i < p->rows; i++) {
        p->row[i].nodes = cb_alloc_array(p->arena, nodes, sizeof(int));
        if (!p->row[i].nodes) {
            return false;
        }
    }
    return true;
}

bool cb_pedigree_lay_out(cb_arena *arena, const cb_family *family, cb_pedigree *out) {
    const size_t persons = family->count;
    *out = (cb_pedigree){.arena = arena, .family = family, .persons = (int)persons, .nodes = (int)persons};
    out->row_of = cb_alloc_array(arena, persons, sizeof *out->row_of);
    out->ancestor = cb_alloc_array(arena, persons * persons, sizeof *out->ancestor);
    if (!out->row_of || !out->ancestor) {
        return false;
    }
    cb_pedigree_generations(out);
    if (out->failed || !make_rows(out)) {
        return false;
    }
    cb_pedigree_order(out);
    cb_pedigree_space(out);
    return !out->failed;
}
