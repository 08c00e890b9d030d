/* pedigree_kit.h: families and their drawings, read from the view, for the tests of the pedigree. */
#ifndef CASEBOUND_TESTS_PEDIGREE_KIT_H
#define CASEBOUND_TESTS_PEDIGREE_KIT_H

#include "unit/arrange/case_kit.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINES_MAX = 4000 };

typedef struct segment {
    double x1, y1, x2, y2;
} segment;

typedef struct symbol {
    double x, y, half;
    const char *shape;
} symbol;

typedef struct drawn {
    symbol symbols[KIT_PERSONS];
    segment lines[LINES_MAX];
    size_t symbol_count, line_count;
    double width, height;
} drawn;

static inline double real_at(const cb_node *node, const char *path) {
    const cb_node *found = cb_node_at(node, path);
    assert_non_null(found);
    assert_int_equal(found->kind, CB_NODE_REAL);
    return found->real;
}

static inline const cb_node *pedigree_of(kit *k) {
    return cb_node_at(kit_view(k), "family/pedigree");
}

static inline void read_drawing(const cb_node *pedigree, drawn *d) {
    memset(d, 0, sizeof *d);
    d->width = real_at(pedigree, "width");
    d->height = real_at(pedigree, "height");
    for (const cb_node *n = cb_node_at(pedigree, "persons")->first; n; n = n->next) {
        d->symbols[d->symbol_count++] =
            (symbol){real_at(n, "x"), real_at(n, "y"), real_at(n, "size") / 2, cb_node_text(n, "shape")};
    }
    for (const cb_node *n = cb_node_at(pedigree, "lines")->first; n; n = n->next) {
        assert_true(d->line_count < LINES_MAX);
        d->lines[d->line_count++] = (segment){real_at(n, "x1"), real_at(n, "y1"), real_at(n, "x2"), real_at(n, "y2")};
    }
}

/* Distance of a point to the border of a symbol along the axes, negative inside. */
static inline double outside(const symbol *s, double x, double y) {
    const double dx = fabs(x - s->x), dy = fabs(y - s->y);
    if (strcmp(s->shape, "square") == 0) {
        return fmax(dx, dy) - s->half;
    }
    if (strcmp(s->shape, "circle") == 0) {
        return sqrt(dx * dx + dy * dy) - s->half;
    }
    return (dx + dy) - s->half;
}

static inline bool on_segment(const segment *l, double x, double y) {
    const double slack = 0.02, dx = l->x2 - l->x1, dy = l->y2 - l->y1;
    if (dx != 0 && dy != 0 && fabs((x - l->x1) * dy - (y - l->y1) * dx) > slack * hypot(dx, dy)) {
        return false; /* beside a slanted line */
    }
    return x >= fmin(l->x1, l->x2) - slack && x <= fmax(l->x1, l->x2) + slack && y >= fmin(l->y1, l->y2) - slack &&
           y <= fmax(l->y1, l->y2) + slack;
}

static inline bool ends_somewhere(const drawn *d, size_t line, double x, double y) {
    for (size_t i = 0; i < d->symbol_count; i++) {
        if (fabs(outside(&d->symbols[i], x, y)) < 0.02) {
            return true;
        }
    }
    for (size_t i = 0; i < d->line_count; i++) {
        if (i != line && on_segment(&d->lines[i], x, y)) {
            return true;
        }
    }
    return false;
}

static inline void check_symbols(const drawn *d) {
    for (size_t i = 0; i < d->symbol_count; i++) {
        const symbol *s = &d->symbols[i];
        assert_true(s->x - s->half >= 0 && s->x + s->half <= d->width);
        assert_true(s->y - s->half >= 0 && s->y + s->half <= d->height);
        for (size_t j = i + 1; j < d->symbol_count; j++) {
            const symbol *t = &d->symbols[j];
            assert_true(fabs(s->x - t->x) >= s->half + t->half + 8 || fabs(s->y - t->y) >= s->half + t->half + 8);
        }
    }
}

static inline bool is_slanted(const segment *l) {
    return l->x1 != l->x2 && l->y1 != l->y2;
}

/* Lines of twins alone are slanted: as many as there are persons of multiple births with parents that are drawn. */
static inline void check_lines(const kit *k, const drawn *d) {
    size_t twins = 0, slanted = 0;
    for (size_t i = 0; i < k->kase.family.count; i++) {
        twins += k->kase.family.persons[i].birth > 0;
    }
    for (size_t i = 0; i < d->line_count; i++) {
        const segment *l = &d->lines[i];
        slanted += is_slanted(l);
        assert_true(twins > 0 || slanted == 0);
        if (!ends_somewhere(d, i, l->x1, l->y1) || !ends_somewhere(d, i, l->x2, l->y2)) {
            fail_msg("line %zu (%g,%g)-(%g,%g) ends in the air", i, l->x1, l->y1, l->x2, l->y2);
        }
        for (size_t j = 0; j < d->symbol_count; j++) {
            for (int step = 0; step <= 400; step++) {
                const double x = l->x1 + (l->x2 - l->x1) * step / 400, y = l->y1 + (l->y2 - l->y1) * step / 400;
                if (outside(&d->symbols[j], x, y) < -0.5) {
                    fail_msg("line %zu runs through symbol %zu", i, j);
                }
            }
        }
    }
}

/* Everybody with a parent in the family, and every parent, is touched by a line. */
static inline void check_joined(const kit *k, const drawn *d) {
    const cb_family *f = &k->kase.family;
    for (size_t i = 0; i < f->count; i++) {
        bool related = f->persons[i].father >= 0 || f->persons[i].mother >= 0, touched = false;
        for (size_t j = 0; j < f->count; j++) {
            related |= f->persons[j].father == (int)i || f->persons[j].mother == (int)i;
        }
        for (size_t j = 0; j < d->line_count; j++) {
            const segment *l = &d->lines[j];
            touched |= fabs(outside(&d->symbols[i], l->x1, l->y1)) < 0.02 ||
                       fabs(outside(&d->symbols[i], l->x2, l->y2)) < 0.02;
        }
        assert_int_equal(related, touched);
    }
}

/* Lines connect exactly those whom parenthood connects: the parts of the drawing are the parts of the family. */
static inline size_t root_of(size_t *parts, size_t i) {
    while (parts[i] != i) {
        i = parts[i];
    }
    return i;
}

static inline bool touch(const segment *a, const segment *b) {
    return on_segment(a, b->x1, b->y1) || on_segment(a, b->x2, b->y2) || on_segment(b, a->x1, a->y1) ||
           on_segment(b, a->x2, a->y2);
}

static inline void check_parts(const kit *k, const drawn *d) {
    static size_t parts[LINES_MAX + KIT_PERSONS], kin[KIT_PERSONS];
    const size_t symbols = d->symbol_count, all = symbols + d->line_count;
    for (size_t i = 0; i < all; i++) {
        parts[i] = i;
    }
    for (size_t i = 0; i < d->line_count; i++) {
        const segment *l = &d->lines[i];
        for (size_t j = 0; j < symbols; j++) {
            const symbol *s = &d->symbols[j];
            if (fabs(outside(s, l->x1, l->y1)) < 0.02 || fabs(outside(s, l->x2, l->y2)) < 0.02) {
                parts[root_of(parts, symbols + i)] = root_of(parts, j);
            }
        }
        for (size_t j = 0; j < i; j++) {
            if (touch(l, &d->lines[j])) {
                parts[root_of(parts, symbols + i)] = root_of(parts, symbols + j);
            }
        }
    }
    for (size_t i = 0; i < symbols; i++) {
        kin[i] = i;
    }
    for (size_t i = 0; i < symbols; i++) {
        const cb_person *p = &k->kase.family.persons[i];
        if (p->father >= 0) {
            kin[root_of(kin, i)] = root_of(kin, (size_t)p->father);
        }
        if (p->mother >= 0) {
            kin[root_of(kin, i)] = root_of(kin, (size_t)p->mother);
        }
    }
    for (size_t i = 0; i < symbols; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_int_equal(root_of(kin, i) == root_of(kin, j), root_of(parts, i) == root_of(parts, j));
        }
    }
}

static inline void check_children_below(const kit *k, const drawn *d) {
    const cb_family *f = &k->kase.family;
    for (size_t i = 0; i < f->count; i++) {
        const int parents[2] = {f->persons[i].father, f->persons[i].mother};
        for (int p = 0; p < 2; p++) {
            assert_true(parents[p] < 0 || d->symbols[parents[p]].y < d->symbols[i].y);
        }
    }
}

static inline void check(kit *k, drawn *d) {
    read_drawing(pedigree_of(k), d);
    assert_int_equal(d->symbol_count, k->kase.family.count);
    check_symbols(d);
    check_lines(k, d);
    check_joined(k, d);
    check_parts(k, d);
    check_children_below(k, d);
}

static inline int index_of(const kit *k, const char *id) {
    return cb_family_find(&k->kase.family, id);
}

/* Families. */

typedef struct relative {
    const char *id, *father, *mother;
    char sex, affection; /* m f u; a affected, u unaffected, ? */
} relative;

static inline void add_all(kit *k, const relative *all, size_t count, const char *proband) {
    for (size_t i = 0; i < count; i++) {
        const relative *r = &all[i];
        kit_person(k, r->id, r->father, r->mother,
                   r->sex == 'm'   ? CB_MALE
                   : r->sex == 'f' ? CB_FEMALE
                                   : CB_SEX_UNKNOWN,
                   r->affection == 'a'   ? CB_AFFECTED
                   : r->affection == 'u' ? CB_UNAFFECTED
                                         : CB_AFFECTION_UNKNOWN);
    }
    kit_relate(k, proband);
}
#define ADD(k, list, proband) add_all(k, list, sizeof list / sizeof list[0], proband)

#endif
