/* pedigree.h: where the symbols of a pedigree stand and which lines join them. Private to this floor; knows persons by
 * index alone.
 *
 * Persons stand in rows by generation, partners side by side where they can, in slots of one width: symbols cannot
 * overlap. A line that passes a row does so between symbols, in a slot of its own. */
#ifndef CASEBOUND_ARRANGE_PEDIGREE_H
#define CASEBOUND_ARRANGE_PEDIGREE_H

#include "casebound/base/arena.h"
#include "casebound/model/family.h"

enum { CB_PEDIGREE_MAX = 120 }; /* persons that are drawn; recursion goes no deeper than a few times this */

/* Two parents in one row, or one parent, and their children. */
typedef struct cb_ped_unit {
    int father, mother; /* -1: not in the family, or drawn by a unit of its own */
    int row;            /* of the parents */
    int *children;      /* persons */
    int *first;         /* per child: its node in row + 1: the child itself, or the first of a chain of way points */
    size_t count;
    bool opened, emitted; /* while ordering */
    int focus, side;      /* the child that goes last (side > 0) or first (side < 0) */
} cb_ped_unit;

typedef struct cb_ped_row {
    int *nodes; /* left to right: persons, and way points from `persons` on */
    size_t count;
} cb_ped_row;

typedef struct cb_pedigree {
    cb_arena *arena;
    const cb_family *family;
    int persons, nodes, rows;
    int *row_of;    /* per node */
    int *place_of;  /* per node: its index in the row */
    int *next;      /* per way point: the node below it */
    double *x;      /* per node, in slots */
    bool *ancestor; /* persons x persons: [a * persons + b]: a is an ancestor of b */
    cb_ped_row *row;
    cb_ped_unit *units;
    size_t unit_count, unit_capacity;
    bool *done;  /* while ordering */
    bool failed; /* memory */
} cb_pedigree;

/* Finds generations, order and places. False when memory is out. A family whose relations run in a circle stands in one
 * row without units. */
bool cb_pedigree_lay_out(cb_arena *arena, const cb_family *family, cb_pedigree *out) CB_MUST_USE;
/* The two steps behind it, in files of their own. */
void cb_pedigree_generations(cb_pedigree *p);
void cb_pedigree_order(cb_pedigree *p);
void cb_pedigree_space(cb_pedigree *p);

/* True when both have a common ancestor in the family, or one is the other's. */
bool cb_pedigree_related(const cb_pedigree *p, int a, int b);
/* The first of the unit's children who was born with its child `i`, as twins are; `i` where nobody was before it. */
size_t cb_pedigree_birth(const cb_pedigree *p, const cb_ped_unit *u, size_t i);
/* Where the line to a unit's children starts, in slots. */
double cb_pedigree_drop(const cb_pedigree *p, const cb_ped_unit *u);
/* The right one of two parents. */
int cb_pedigree_right(const cb_pedigree *p, const cb_ped_unit *u);
/* +1 when a single parent's line leaves to the right, -1 to the left, 0 when partners stand on both sides: it leaves
 * over the row. */
int cb_pedigree_open_side(const cb_pedigree *p, int person);
/* True when the two stand side by side. */
bool cb_pedigree_adjacent(const cb_pedigree *p, int a, int b);

#endif
