/* pedigree_order.c: who stands left of whom. A walk from the proband puts the father's side left and the mother's side
 * right in every row, partners beside each other and siblings together. */
#include "arrange/pedigree.h"

static void place(cb_pedigree *p, int person, int side);
static void emit(cb_pedigree *p, int person);

static void append(cb_pedigree *p, int row, int node) {
    cb_ped_row *r = &p->row[row];
    p->place_of[node] = (int)r->count;
    p->row_of[node] = row;
    r->nodes[r->count++] = node;
}

static int other_parent(const cb_ped_unit *u, int person) {
    return u->father == person ? u->mother : u->mother == person ? u->father : -1;
}

static bool is_parent(const cb_ped_unit *u, int person) {
    return u->father == person || u->mother == person;
}

/* A child more than one row below its parents gets way points, each in a slot of its own row. */
static void add_way_points(cb_pedigree *p, cb_ped_unit *u, size_t i) {
    int child = u->children[i], above = -1;
    for (int row = u->row + 1; row < p->row_of[child]; row++) {
        const int node = p->nodes++;
        append(p, row, node);
        if (above < 0) {
            u->first[i] = node;
        } else {
            p->next[above] = node;
        }
        p->next[node] = child;
        above = node;
    }
}

static void emit_child(cb_pedigree *p, cb_ped_unit *u, size_t i) {
    add_way_points(p, u, i);
    emit(p, u->children[i]);
}

size_t cb_pedigree_birth(const cb_pedigree *p, const cb_ped_unit *u, size_t i) {
    for (size_t k = 0; k < i; k++) {
        if (cb_family_twins(p->family, (size_t)u->children[k], (size_t)u->children[i])) {
            return k;
        }
    }
    return i;
}

/* Twins side by side; the child that goes to one end of all goes to that end of them. */
static void emit_birth(cb_pedigree *p, cb_ped_unit *u, size_t first, size_t focus) {
    const bool here = focus < u->count && cb_pedigree_birth(p, u, focus) == first;
    if (here && u->side < 0) {
        emit_child(p, u, focus);
    }
    for (size_t i = first; i < u->count; i++) {
        if (cb_pedigree_birth(p, u, i) == first && !(here && i == focus)) {
            emit_child(p, u, i);
        }
    }
    if (here && u->side > 0) {
        emit_child(p, u, focus);
    }
}

static void emit_children(cb_pedigree *p, cb_ped_unit *u) {
    if (u->emitted) {
        return;
    }
    u->emitted = u->opened = true;
    size_t focus = u->count, apart = u->count;
    for (size_t i = 0; i < u->count; i++) {
        if (u->children[i] == u->focus && u->side != 0) {
            focus = i;
            apart = cb_pedigree_birth(p, u, i);
        }
    }
    if (apart < u->count && u->side < 0) {
        emit_birth(p, u, apart, focus);
    }
    for (size_t i = 0; i < u->count; i++) {
        if (cb_pedigree_birth(p, u, i) == i && i != apart) {
            emit_birth(p, u, i, focus);
        }
    }
    if (apart < u->count && u->side > 0) {
        emit_birth(p, u, apart, focus);
    }
}

/* Of two or more partners none of whom stands yet, the last one, who goes to the left; else -1. */
static int left_partner(const cb_pedigree *p, int person) {
    int waiting = 0, last = -1;
    for (size_t i = 0; i < p->unit_count; i++) {
        const int other = other_parent(&p->units[i], person);
        if (other >= 0 && p->done[other]) {
            return -1;
        }
        if (other >= 0) {
            waiting++;
            last = other;
        }
    }
    return waiting >= 2 ? last : -1;
}

static void emit(cb_pedigree *p, int person) {
    if (p->done[person]) {
        return;
    }
    p->done[person] = true;
    const int left = left_partner(p, person);
    if (left >= 0) {
        place(p, left, 1);
    }
    append(p, p->row_of[person], person);
    for (size_t i = 0; i < p->unit_count; i++) {
        cb_ped_unit *u = &p->units[i];
        const int other = other_parent(u, person);
        if (!is_parent(u, person)) {
            continue;
        }
        if (other >= 0) {
            place(p, other, -1);
        }
        emit_children(p, u);
    }
}

static bool is_child_of(const cb_ped_unit *u, int person) {
    for (size_t i = 0; i < u->count; i++) {
        if (u->children[i] == person) {
            return true;
        }
    }
    return false;
}

/* Ancestors first, then the person among its siblings: at their right end (side > 0), their left end (side < 0), or as
 * they come. */
static void place(cb_pedigree *p, int person, int side) {
    if (p->done[person]) {
        return;
    }
    for (size_t i = 0; i < p->unit_count; i++) {
        cb_ped_unit *u = &p->units[i];
        if (u->opened || !is_child_of(u, person)) {
            continue;
        }
        u->opened = true;
        u->focus = person;
        u->side = side;
        if (u->father >= 0) {
            place(p, u->father, 1);
        }
        if (u->mother >= 0) {
            place(p, u->mother, -1);
        }
    }
    emit(p, person);
}

void cb_pedigree_order(cb_pedigree *p) {
    place(p, (int)p->family->proband, 0);
    for (int i = 0; i < p->persons; i++) {
        place(p, i, 0);
    }
}
