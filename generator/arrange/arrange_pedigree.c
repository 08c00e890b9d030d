/* arrange_pedigree.c: the drawn pedigree in standard symbols (Bennett et al. 1995, doi 10.1007/BF01408073): square
 * male, circle female, diamond unknown; filled affected; partners joined by a line, doubled where they are related;
 * siblings hanging from one line, twins from one point of it, monozygotic ones with a bar between their lines; a stroke
 * through who has died (Bennett et al. 2008, doi 10.1007/s10897-008-9169-9). */
#include "arrange/arranging.h"

#include "arrange/pedigree.h"
#include "casebound/base/utf8.h"
#include <math.h>

/* Drawing units. */
enum {
    SYMBOL = 28,
    HALF = SYMBOL / 2,
    LABEL = 22, /* height below a symbol that its label takes */
    SLOT_MIN = 84,
    CHARACTER = 7,  /* width that is kept free for one character of a label */
    LABEL_MAX = 34, /* characters; the table has the whole id */
    LANE = 9,       /* between two sibship lines of one gap */
    CLEAR = 12,     /* between a label and the first of them, and above a symbol */
    MARGIN = 14,
    OVER = 7,      /* beside the middle of a symbol where a line over the row ends */
    DOUBLE = 2,    /* half the distance of a double line */
    WIDE = 560,    /* a drawing that a narrow column would shrink until its labels cannot be read */
    TWIN_ROOM = 26 /* height above a row for the lines of twins, which are slanted */
};

static const double BAR_AT = 0.5, MARK_AT = 0.75; /* of the way down the lines of twins */

typedef struct drawing {
    cb_arranging *a;
    cb_pedigree p;
    cb_node *lines, *marks;
    double slot;
    double *y;    /* per row */
    int *over;    /* per row: lines over it drawn so far */
    double *ends; /* scratch: right ends of the lanes of one gap */
} drawing;

static double x_of(const drawing *d, double slots) {
    return floor(MARGIN + d->slot / 2 + slots * d->slot + 0.5);
}

static double node_x(const drawing *d, int node) {
    return x_of(d, d->p.x[node]);
}

static void put_line(drawing *d, double x1, double y1, double x2, double y2) {
    cb_builder *b = &d->a->builder;
    cb_node *line = cb_node_map(b, d->lines, NULL);
    cb_node_add_real(b, line, "x1", round(x1 * 100) / 100, NULL);
    cb_node_add_real(b, line, "y1", round(y1 * 100) / 100, NULL);
    cb_node_add_real(b, line, "x2", round(x2 * 100) / 100, NULL);
    cb_node_add_real(b, line, "y2", round(y2 * 100) / 100, NULL);
}

/* A sign in the middle of lines. */
static void put_mark(drawing *d, double x, double y) {
    cb_builder *b = &d->a->builder;
    cb_node *mark = cb_node_map(b, d->marks, NULL);
    cb_node_add_real(b, mark, "x", round(x * 100) / 100, NULL);
    cb_node_add_real(b, mark, "y", round(y * 100) / 100, NULL);
    cb_node_add_text(b, mark, "text", cb_word(d->a, "pedigree_twins_unknown"));
}

/* How far a symbol reaches at a distance from its middle axis. */
static double reach(const drawing *d, int person, double off) {
    switch (d->p.family->persons[person].sex) {
    case CB_MALE:
        return HALF;
    case CB_FEMALE:
        return sqrt(HALF * HALF - off * off);
    case CB_SEX_UNKNOWN:
        break;
    }
    return HALF - fabs(off);
}

/* Rows. */

/* Partners who stand apart, and a single parent between partners. */
static bool goes_over(const cb_pedigree *p, const cb_ped_unit *u) {
    if (u->father >= 0 && u->mother >= 0) {
        return !cb_pedigree_adjacent(p, u->father, u->mother);
    }
    return cb_pedigree_open_side(p, u->father >= 0 ? u->father : u->mother) == 0;
}

static int lines_over(const cb_pedigree *p, int row) {
    int count = 0;
    for (size_t i = 0; i < p->unit_count; i++) {
        count += p->units[i].row == row && goes_over(p, &p->units[i]);
    }
    return count;
}

/* Lanes that the gap below a row may need: one a unit and one a way point. */
static int lanes_below(const cb_pedigree *p, int row) {
    int count = 0;
    for (size_t i = 0; i < p->unit_count; i++) {
        count += p->units[i].row == row;
    }
    for (int node = p->persons; node < p->nodes; node++) {
        count += p->row_of[node] == row;
    }
    return count;
}

static bool has_twins(const cb_pedigree *p, const cb_ped_unit *u, size_t i) {
    for (size_t k = i + 1; k < u->count; k++) {
        if (cb_pedigree_birth(p, u, k) == i) {
            return true;
        }
    }
    return cb_pedigree_birth(p, u, i) != i;
}

static bool twins_below(const cb_pedigree *p, int row) {
    for (size_t i = 0; i < p->unit_count; i++) {
        for (size_t k = 0; p->units[i].row == row && k < p->units[i].count; k++) {
            if (has_twins(p, &p->units[i], k)) {
                return true;
            }
        }
    }
    return false;
}

static double label_bottom(const drawing *d, int row) {
    return d->y[row] + HALF + LABEL;
}

static bool place_rows(drawing *d) {
    cb_pedigree *p = &d->p;
    size_t most = 1;
    d->y = cb_alloc_array(p->arena, (size_t)p->rows, sizeof *d->y);
    d->over = cb_alloc_array(p->arena, (size_t)p->rows, sizeof *d->over);
    for (int row = 0; d->y && row < p->rows; row++) {
        const double above =
            row == 0 ? MARGIN : label_bottom(d, row - 1) + CLEAR + lanes_below(p, row - 1) * LANE + CLEAR;
        d->y[row] = above + lines_over(p, row) * LANE + HALF + (row > 0 && twins_below(p, row - 1) ? TWIN_ROOM : 0);
        most = (size_t)lanes_below(p, row) > most ? (size_t)lanes_below(p, row) : most;
    }
    d->ends = cb_alloc_array(p->arena, most, sizeof *d->ends);
    return d->y && d->over && d->ends;
}

/* Lines. */

static void put_bond(drawing *d, int left, int right, double off) {
    const double y = d->y[d->p.row_of[left]] + off;
    put_line(d, node_x(d, left) + reach(d, left, off), y, node_x(d, right) - reach(d, right, off), y);
}

/* Gives the height of the lower of its lines. */
static double join_side_by_side(drawing *d, const cb_ped_unit *u) {
    const int right = cb_pedigree_right(&d->p, u), left = right == u->father ? u->mother : u->father;
    if (!cb_pedigree_related(&d->p, left, right)) {
        put_bond(d, left, right, 0);
        return d->y[u->row];
    }
    put_bond(d, left, right, -DOUBLE);
    put_bond(d, left, right, DOUBLE);
    return d->y[u->row] + DOUBLE;
}

/* Over the row, where no label is, and down between two symbols. Gives the height at which the line runs. */
static double join_over(drawing *d, const cb_ped_unit *u) {
    const int right = cb_pedigree_right(&d->p, u), left = right == u->father ? u->mother : u->father;
    const double y = d->y[u->row], over = y - HALF - LANE * ++d->over[u->row];
    const double x1 = node_x(d, left) + OVER, x2 = node_x(d, right) - OVER;
    const double top = cb_pedigree_related(&d->p, left, right) ? over - 2 * DOUBLE : over;
    put_line(d, x1, y - reach(d, left, OVER), x1, top);
    put_line(d, x1, over, x2, over);
    if (top < over) {
        put_line(d, x1, top, x2, top);
    }
    put_line(d, x2, top, x2, y - reach(d, right, OVER));
    return over;
}

static double leave_alone(drawing *d, const cb_ped_unit *u, double drop) {
    const int parent = u->father >= 0 ? u->father : u->mother, side = cb_pedigree_open_side(&d->p, parent);
    const double x = node_x(d, parent), y = d->y[u->row];
    if (side != 0) {
        put_line(d, x + side * reach(d, parent, 0), y, drop, y);
        return y;
    }
    const double over = y - HALF - LANE * ++d->over[u->row];
    put_line(d, x + OVER, y - reach(d, parent, OVER), x + OVER, over);
    put_line(d, x + OVER, over, drop, over);
    return over;
}

/* The height at which the line to the children starts. */
static double join_parents(drawing *d, const cb_ped_unit *u, double drop) {
    if (u->father < 0 || u->mother < 0) {
        return leave_alone(d, u, drop);
    }
    return goes_over(&d->p, u) ? join_over(d, u) : join_side_by_side(d, u);
}

/* The first lane of a gap that is free from `low` to `high`. Lanes are asked for from left to right. */
static double lane(drawing *d, int row, int *used, double low, double high) {
    int i = 0;
    while (i < *used && d->ends[i] + LANE > low) {
        i++;
    }
    *used = i == *used ? i + 1 : *used;
    d->ends[i] = high;
    return label_bottom(d, row) + CLEAR + i * LANE;
}

/* From a node's top to the line above it; through a way point the line goes on to the gap below. */
static void hang(drawing *d, int node, double from) {
    const double x = node_x(d, node);
    const int row = d->p.row_of[node];
    put_line(d, x, from, x, node < d->p.persons ? d->y[row] - HALF : label_bottom(d, row));
}

/* The point that a child's line comes from: for twins one between them. */
static double child_x(const drawing *d, const cb_ped_unit *u, size_t i) {
    const size_t birth = cb_pedigree_birth(&d->p, u, i);
    double low = node_x(d, u->first[i]), high = low;
    for (size_t k = birth; k < u->count; k++) {
        if (cb_pedigree_birth(&d->p, u, k) == birth) {
            low = fmin(low, node_x(d, u->first[k]));
            high = fmax(high, node_x(d, u->first[k]));
        }
    }
    return (low + high) / 2;
}

/* The lines of the children born with the child `first`, from one point at the height `from`. */
static void hang_twins(drawing *d, const cb_ped_unit *u, size_t first, double from) {
    const double x = child_x(d, u, first);
    const double to = d->y[d->p.row_of[u->first[first]]] - HALF, bar = from + (to - from) * BAR_AT;
    double low = INFINITY, high = -INFINITY, next = INFINITY;
    for (size_t i = first; i < u->count; i++) {
        const int node = u->first[i];
        if (cb_pedigree_birth(&d->p, u, i) != first) {
            continue;
        }
        put_line(d, x, from, node_x(d, node), to);
        if (node >= d->p.persons) {
            hang(d, node, to);
        }
        next = node_x(d, node) < low ? low : fmin(next, node_x(d, node));
        low = fmin(low, node_x(d, node));
        high = fmax(high, node_x(d, node));
    }
    const cb_twin_zygosity zygosity = d->p.family->persons[u->children[first]].zygosity;
    if (zygosity == CB_TWINS_MONOZYGOTIC) {
        put_line(d, x + (low - x) * BAR_AT, bar, x + (high - x) * BAR_AT, bar);
    }
    if (zygosity == CB_TWINS_UNKNOWN) {
        put_mark(d, x + ((low + next) / 2 - x) * MARK_AT, from + (to - from) * MARK_AT);
    }
}

/* One thing that needs a lane in a gap: a unit, or a way point (unit NULL). */
typedef struct crossing {
    const cb_ped_unit *unit;
    int node;
    double drop, low, high;
} crossing;

static crossing unit_crossing(const drawing *d, const cb_ped_unit *u) {
    crossing c = {.unit = u, .drop = x_of(d, cb_pedigree_drop(&d->p, u))};
    double low = child_x(d, u, 0), high = low;
    for (size_t i = 1; i < u->count; i++) {
        low = fmin(low, child_x(d, u, i));
        high = fmax(high, child_x(d, u, i));
    }
    if (low >= high && fabs(low - c.drop) <= 3) {
        c.drop = low; /* a straight line instead of a hardly visible step */
    }
    c.low = fmin(low, c.drop);
    c.high = fmax(high, c.drop);
    return c;
}

static crossing way_crossing(const drawing *d, int node) {
    const double above = node_x(d, node), below = node_x(d, d->p.next[node]);
    return (crossing){.node = node, .drop = above, .low = fmin(above, below), .high = fmax(above, below)};
}

/* Insertion keeps the order of the units among equals. */
static void insert(crossing *all, size_t count, crossing c) {
    size_t at = count;
    while (at > 0 && all[at - 1].low > c.low) {
        all[at] = all[at - 1];
        at--;
    }
    all[at] = c;
}

static void draw_crossing(drawing *d, int row, int *used, const crossing *c) {
    const double y = lane(d, row, used, c->low, c->high);
    const double from = c->unit ? join_parents(d, c->unit, c->drop) : label_bottom(d, row);
    put_line(d, c->drop, from, c->drop, y);
    if (c->high > c->low) {
        put_line(d, c->low, y, c->high, y);
    }
    if (!c->unit) {
        hang(d, d->p.next[c->node], y);
        return;
    }
    for (size_t i = 0; i < c->unit->count; i++) {
        if (!has_twins(&d->p, c->unit, i)) {
            hang(d, c->unit->first[i], y);
        } else if (cb_pedigree_birth(&d->p, c->unit, i) == i) {
            hang_twins(d, c->unit, i, y);
        }
    }
}

static bool draw_gap(drawing *d, int row) {
    const cb_pedigree *p = &d->p;
    crossing *all = cb_alloc_array(p->arena, (size_t)lanes_below(p, row) + 1, sizeof *all);
    size_t count = 0;
    int used = 0;
    for (size_t i = 0; all && i < p->unit_count; i++) {
        if (p->units[i].row == row) {
            insert(all, count++, unit_crossing(d, &p->units[i]));
        }
    }
    for (int node = p->persons; all && node < p->nodes; node++) {
        if (p->row_of[node] == row) {
            insert(all, count++, way_crossing(d, node));
        }
    }
    for (size_t i = 0; all && i < count; i++) {
        draw_crossing(d, row, &used, &all[i]);
    }
    return all != NULL;
}

/* Symbols. */

static const char *label_of(cb_arranging *a, size_t i) {
    const cb_person *person = &a->request->kase->family.persons[i];
    const char *whole = cb_worded(a, "column_role_id", "role", a->roles[i], "id", person->display);
    cb_str rest = cb_str_of(whole);
    size_t count = 0;
    while (rest.n > 0 && count < LABEL_MAX - 1) {
        cb_utf8_next(&rest);
        count++;
    }
    cb_str last = rest;
    if (last.n > 0) {
        cb_utf8_next(&last);
    }
    if (last.n == 0) {
        return whole;
    }
    return cb_worded(a, "label_cut", "start", cb_formatted(a, "%.*s", (int)(rest.s - whole), whole));
}

/* "II-3": the generation, and the place in it from the left. */
static const char *number_of(const drawing *d, size_t i) {
    static const struct {
        int value;
        const char *sign;
    } signs[] = {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
    const int row = d->p.row_of[i];
    const char *generation = "";
    for (int left = row + 1, at = 0; left > 0; at++) {
        while (left >= signs[at].value) {
            generation = cb_formatted(d->a, "%s%s", generation, signs[at].sign);
            left -= signs[at].value;
        }
    }
    int place = 0;
    for (int at = 0; at <= d->p.place_of[i]; at++) {
        place += d->p.row[row].nodes[at] < d->p.persons; /* others are way points of lines */
    }
    return cb_formatted(d->a, "%s-%d", generation, place);
}

static void put_symbol(drawing *d, cb_node *persons, size_t i) {
    const cb_person *person = &d->p.family->persons[i];
    cb_builder *b = &d->a->builder;
    const bool proband = i == d->p.family->proband;
    cb_node *node = cb_node_map(b, persons, NULL);
    cb_node_add_real(b, node, "x", node_x(d, (int)i), NULL);
    cb_node_add_real(b, node, "y", d->y[d->p.row_of[i]], NULL);
    cb_node_add_real(b, node, "size", SYMBOL, NULL);
    cb_node_add_text(b, node, "shape",
                     person->sex == CB_MALE     ? "square"
                     : person->sex == CB_FEMALE ? "circle"
                                                : "diamond");
    cb_node_add_text(b, node, "fill",
                     person->affection == CB_AFFECTED     ? "full"
                     : person->affection == CB_UNAFFECTED ? "none"
                                                          : "unknown");
    cb_put_bool(d->a, node, "proband", proband);
    cb_put_bool(d->a, node, "deceased", person->deceased);
    cb_node_add_text(b, node, "label", label_of(d->a, i));
    cb_node_add_text(b, node, "number", number_of(d, i));
}

/* Words. */

static const char *person_words(cb_arranging *a, size_t i) {
    const cb_family *family = &a->request->kase->family;
    const cb_person *p = &family->persons[i];
    const char *sex = p->sex == CB_SEX_UNKNOWN ? cb_word(a, "pedigree_sex_unknown") : cb_sex_word(a, p->sex);
    const char *affection = p->affection == CB_AFFECTION_UNKNOWN ? cb_word(a, "pedigree_affection_unknown")
                                                                 : cb_affection_word(a, p->affection);
    const char *father = p->father >= 0 ? a->labels[p->father] : NULL,
               *mother = p->mother >= 0 ? a->labels[p->mother] : NULL;
    const char *parents = cb_joined(a, "pedigree_and", father, mother);
    const char *words = cb_worded(a, *parents ? "pedigree_person_child" : "pedigree_person", "role", a->roles[i], "id",
                                  p->display, "sex", sex, "affection", affection, "parents", parents);
    return cb_joined(a, "mark_and", words, cb_person_note(a, i));
}

static const char *alt_words(cb_arranging *a) {
    const cb_family *family = &a->request->kase->family;
    const char *count = cb_count_text(a, family->count), *all = "";
    if (family->count > CB_PEDIGREE_MAX) {
        return cb_worded(a, "pedigree_too_large", "count", count);
    }
    for (size_t i = 0; i < family->count; i++) {
        all = cb_joined(a, "list_and", all, person_words(a, i));
    }
    return cb_worded(a, family->count == 1 ? "pedigree_alt_one" : "pedigree_alt", "count", count, "persons", all);
}

/* All of it. */

static double slot_width(cb_arranging *a) {
    size_t longest = 0;
    for (size_t i = 0; i < a->request->kase->family.count; i++) {
        const size_t length = cb_utf8_length(cb_str_of(label_of(a, i)));
        longest = length > longest ? length : longest;
    }
    const double width = (double)longest * CHARACTER + CLEAR;
    return width < SLOT_MIN ? SLOT_MIN : width;
}

static void put_extent(cb_arranging *a, cb_node *pedigree, double width, double height) {
    cb_node_add_real(&a->builder, pedigree, "width", width, NULL);
    cb_node_add_real(&a->builder, pedigree, "height", height, NULL);
    cb_put_bool(a, pedigree, "wide", width > WIDE);
}

static void put_size(drawing *d, cb_node *pedigree) {
    double right = 0;
    for (int i = 0; i < d->p.nodes; i++) {
        right = fmax(right, d->p.x[i]);
    }
    for (size_t i = 0; i < d->p.unit_count; i++) {
        right = fmax(right, cb_pedigree_drop(&d->p, &d->p.units[i]));
    }
    put_extent(d->a, pedigree, ceil(x_of(d, right) + d->slot / 2 + MARGIN), label_bottom(d, d->p.rows - 1) + MARGIN);
}

static void draw(drawing *d, cb_node *pedigree) {
    cb_builder *b = &d->a->builder;
    bool whole = cb_pedigree_lay_out(d->a->arena, &d->a->request->kase->family, &d->p) && place_rows(d);
    if (whole) {
        put_size(d, pedigree);
        cb_node_add_text(b, pedigree, "alt", alt_words(d->a));
        cb_node *persons = cb_node_list(b, pedigree, "persons");
        for (size_t i = 0; i < d->p.family->count; i++) {
            put_symbol(d, persons, i);
        }
        d->lines = cb_node_list(b, pedigree, "lines");
        d->marks = cb_node_list(b, pedigree, "marks");
    }
    for (int row = 0; whole && row < d->p.rows; row++) {
        whole = draw_gap(d, row);
    }
    if (!whole) {
        cb_arrange_fail(d->a, CB_INTERNAL, "out of memory", NULL);
    }
}

void cb_arrange_pedigree(cb_arranging *a, cb_node *family) {
    cb_builder *b = &a->builder;
    cb_node *pedigree = cb_node_map(b, family, "pedigree");
    if (a->request->kase->family.count <= CB_PEDIGREE_MAX) {
        drawing d = {.a = a, .slot = slot_width(a)};
        draw(&d, pedigree);
        return;
    }
    put_extent(a, pedigree, 0, 0);
    cb_node_add_text(b, pedigree, "alt", alt_words(a));
    cb_node_list(b, pedigree, "persons");
    cb_node_list(b, pedigree, "lines");
    cb_node_list(b, pedigree, "marks");
}
