/* pedigree_test.c: families of many shapes are drawn without overlap, and every line begins and ends somewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

static double real_at(const cb_node *node, const char *path) {
    const cb_node *found = cb_node_at(node, path);
    assert_non_null(found);
    assert_int_equal(found->kind, CB_NODE_REAL);
    return found->real;
}

static const cb_node *pedigree_of(kit *k) {
    return cb_node_at(kit_view(k), "family/pedigree");
}

static void read_drawing(const cb_node *pedigree, drawn *d) {
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
static double outside(const symbol *s, double x, double y) {
    const double dx = fabs(x - s->x), dy = fabs(y - s->y);
    if (strcmp(s->shape, "square") == 0) {
        return fmax(dx, dy) - s->half;
    }
    if (strcmp(s->shape, "circle") == 0) {
        return sqrt(dx * dx + dy * dy) - s->half;
    }
    return (dx + dy) - s->half;
}

static bool on_segment(const segment *l, double x, double y) {
    const double slack = 0.02, dx = l->x2 - l->x1, dy = l->y2 - l->y1;
    if (dx != 0 && dy != 0 && fabs((x - l->x1) * dy - (y - l->y1) * dx) > slack * hypot(dx, dy)) {
        return false; /* beside a slanted line */
    }
    return x >= fmin(l->x1, l->x2) - slack && x <= fmax(l->x1, l->x2) + slack && y >= fmin(l->y1, l->y2) - slack &&
           y <= fmax(l->y1, l->y2) + slack;
}

static bool ends_somewhere(const drawn *d, size_t line, double x, double y) {
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

static void check_symbols(const drawn *d) {
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

static bool is_slanted(const segment *l) {
    return l->x1 != l->x2 && l->y1 != l->y2;
}

/* Lines of twins alone are slanted: as many as there are persons of multiple births with parents that are drawn. */
static void check_lines(const kit *k, const drawn *d) {
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
static void check_joined(const kit *k, const drawn *d) {
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
static size_t root_of(size_t *parts, size_t i) {
    while (parts[i] != i) {
        i = parts[i];
    }
    return i;
}

static bool touch(const segment *a, const segment *b) {
    return on_segment(a, b->x1, b->y1) || on_segment(a, b->x2, b->y2) || on_segment(b, a->x1, a->y1) ||
           on_segment(b, a->x2, a->y2);
}

static void check_parts(const kit *k, const drawn *d) {
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

static void check_children_below(const kit *k, const drawn *d) {
    const cb_family *f = &k->kase.family;
    for (size_t i = 0; i < f->count; i++) {
        const int parents[2] = {f->persons[i].father, f->persons[i].mother};
        for (int p = 0; p < 2; p++) {
            assert_true(parents[p] < 0 || d->symbols[parents[p]].y < d->symbols[i].y);
        }
    }
}

static void check(kit *k, drawn *d) {
    read_drawing(pedigree_of(k), d);
    assert_int_equal(d->symbol_count, k->kase.family.count);
    check_symbols(d);
    check_lines(k, d);
    check_joined(k, d);
    check_parts(k, d);
    check_children_below(k, d);
}

static int index_of(const kit *k, const char *id) {
    return cb_family_find(&k->kase.family, id);
}

/* Families. */

typedef struct relative {
    const char *id, *father, *mother;
    char sex, affection; /* m f u; a affected, u unaffected, ? */
} relative;

static void add_all(kit *k, const relative *all, size_t count, const char *proband) {
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

/* CB-ARRANGE-01 */
static void test_singleton(void **state) {
    (void)state;
    kit *k = kit_new();
    static drawn d;
    static const relative family[] = {{"P", NULL, NULL, 'u', '?'}};
    ADD(k, family, "P");
    check(k, &d);
    assert_int_equal(d.line_count, 0);
    const cb_node *pedigree = pedigree_of(k);
    assert_string_equal(cb_node_text(pedigree, "persons/0/shape"), "diamond");
    assert_string_equal(cb_node_text(pedigree, "persons/0/fill"), "unknown");
    assert_int_equal(cb_node_at(pedigree, "persons/0/proband")->integer, 1);
    assert_string_equal(cb_node_text(pedigree, "persons/0/label"), "Proband P");
    assert_string_equal(cb_node_text(pedigree, "alt"), "Pedigree of 1 person: Proband P, sex unknown, status unknown.");
    kit_free(k);
}

/* CB-ARRANGE-01 CB-ARRANGE-62 */
static void test_trio(void **state) {
    (void)state;
    kit *k = kit_new();
    static drawn d;
    kit_trio(k);
    check(k, &d);
    static const char *const numbers[] = {"II-1", "I-1", "I-2"}, *const ids[] = {"P", "F", "M"};
    for (size_t i = 0; i < 3; i++) {
        char path[32];
        snprintf(path, sizeof path, "persons/%d/number", index_of(k, ids[i]));
        assert_string_equal(cb_node_text(pedigree_of(k), path), numbers[i]);
    }
    const symbol *p = &d.symbols[0], *f = &d.symbols[1], *m = &d.symbols[2];
    assert_string_equal(p->shape, "circle");
    assert_string_equal(f->shape, "square");
    assert_true(f->x < m->x && f->y == m->y);
    assert_true(fabs(p->x - (f->x + m->x) / 2) <= 1);
    assert_int_equal(d.line_count, 3); /* the couple, down, to the child */
    const cb_node *pedigree = pedigree_of(k);
    assert_string_equal(cb_node_text(pedigree, "persons/0/fill"), "full");
    assert_string_equal(cb_node_text(pedigree, "persons/1/fill"), "none");
    assert_int_equal(cb_node_at(pedigree, "persons/1/proband")->integer, 0);
    assert_string_equal(
        cb_node_text(pedigree, "alt"),
        "Pedigree of 3 persons: Proband P, female, affected, child of Father and Mother; Father F, male, unaffected; "
        "Mother M, female, unaffected.");
    kit_free(k);
}

/* CB-ARRANGE-01 */
static void test_duo_and_quartet(void **state) {
    (void)state;
    static drawn d;
    static const relative duo[] = {{"M", NULL, NULL, 'f', 'u'}, {"P", "unseen", "M", 'm', 'a'}};
    static const relative quartet[] = {{"F", NULL, NULL, 'm', 'u'}, {"M", NULL, NULL, 'f', 'u'},
                                       {"S1", "F", "M", 'f', 'u'},  {"P", "F", "M", 'm', 'a'},
                                       {"S2", "F", "M", 'm', 'a'},  {"S3", "F", "M", 'u', '?'}};
    kit *k = kit_new();
    ADD(k, duo, "P");
    check(k, &d);
    kit_free(k);
    k = kit_new();
    ADD(k, quartet, "P");
    check(k, &d);
    double low = d.width, high = 0;
    for (size_t i = 0; i < d.symbol_count; i++) {
        if (k->kase.family.persons[i].father >= 0) {
            low = fmin(low, d.symbols[i].x);
            high = fmax(high, d.symbols[i].x);
        }
    }
    const symbol *f = &d.symbols[index_of(k, "F")], *m = &d.symbols[index_of(k, "M")];
    assert_true(fabs((low + high) / 2 - (f->x + m->x) / 2) <= 1.5); /* parents over the middle of their children */
    kit_free(k);
}

/* CB-ARRANGE-01 */
static void test_three_generations(void **state) {
    (void)state;
    static drawn d;
    static const relative family[] = {
        {"P", "F", "M", 'm', 'a'},     {"F", "FF", "FM", 'm', 'u'},   {"M", "MF", "MM", 'f', 'u'},
        {"S", "F", "M", 'f', 'u'},     {"FF", NULL, NULL, 'm', 'u'},  {"FM", NULL, NULL, 'f', 'u'},
        {"MF", NULL, NULL, 'm', '?'},  {"MM", NULL, NULL, 'f', 'u'},  {"FB", "FF", "FM", 'm', 'a'},
        {"FBw", NULL, NULL, 'f', 'u'}, {"C1", "FB", "FBw", 'f', 'u'}, {"C2", "FB", "FBw", 'm', 'u'},
        {"MS", "MF", "MM", 'f', 'u'},  {"W", NULL, NULL, 'f', 'u'},   {"K", "P", "W", 'm', 'u'},
        {"MSh", NULL, NULL, 'm', 'u'}, {"C3", "MSh", "MS", 'm', 'u'},
    };
    kit *k = kit_new();
    ADD(k, family, "P");
    check(k, &d);
    assert_true(d.symbols[index_of(k, "FF")].x < d.symbols[index_of(k, "MF")].x); /* the father's side is left */
    assert_true(d.symbols[index_of(k, "C1")].x < d.symbols[index_of(k, "P")].x);
    assert_true(d.symbols[index_of(k, "C3")].x > d.symbols[index_of(k, "P")].x);
    assert_true(d.symbols[index_of(k, "W")].y == d.symbols[index_of(k, "P")].y);
    kit_free(k);
}

/* CB-ARRANGE-01 */
static void test_half_siblings(void **state) {
    (void)state;
    static drawn d;
    static const relative family[] = {{"F", NULL, NULL, 'm', 'u'},  {"M", NULL, NULL, 'f', 'u'},
                                      {"M2", NULL, NULL, 'f', 'u'}, {"M3", NULL, NULL, 'f', 'u'},
                                      {"F2", NULL, NULL, 'm', 'u'}, {"P", "F", "M", 'm', 'a'},
                                      {"H2", "F", "M2", 'f', 'u'},  {"H3", "F", "M3", 'm', 'u'},
                                      {"H4", "F2", "M", 'f', 'a'},  {"H5", NULL, "M", 'f', 'u'}};
    for (size_t count = 6; count <= sizeof family / sizeof family[0]; count++) {
        kit *k = kit_new();
        add_all(k, family, count, "P");
        check(k, &d);
        kit_free(k);
    }
}

static size_t twin_lines(const drawn *d) {
    size_t count = 0;
    for (size_t i = 0; i < d->line_count; i++) {
        for (size_t j = 0; j < i; j++) {
            const segment *a = &d->lines[i], *b = &d->lines[j];
            count += a->y1 == a->y2 && b->y1 == b->y2 && fabs(a->y1 - b->y1) == 4 && fabs(a->x1 - b->x1) < 1 &&
                     fabs(a->x2 - b->x2) < 1;
        }
    }
    return count;
}

/* CB-ARRANGE-02 */
static void test_related_parents(void **state) {
    (void)state;
    static drawn d;
    static const relative cousins[] = {
        {"G1", NULL, NULL, 'm', 'u'}, {"G2", NULL, NULL, 'f', 'u'}, {"U", "G1", "G2", 'm', 'u'},
        {"T", "G1", "G2", 'f', 'u'},  {"Uw", NULL, NULL, 'f', 'u'}, {"Th", NULL, NULL, 'm', 'u'},
        {"F", "U", "Uw", 'm', 'u'},   {"M", "Th", "T", 'f', 'u'},   {"P", "F", "M", 'm', 'a'}};
    static const relative uncle[] = {{"G1", NULL, NULL, 'm', 'u'}, {"G2", NULL, NULL, 'f', 'u'},
                                     {"F", "G1", "G2", 'm', 'u'},  {"S", "G1", "G2", 'f', 'u'},
                                     {"Sh", NULL, NULL, 'm', 'u'}, {"M", "Sh", "S", 'f', 'u'},
                                     {"P", "F", "M", 'f', 'a'}};
    static const relative incest[] = {
        {"F", NULL, NULL, 'm', 'u'}, {"W", NULL, NULL, 'f', 'u'}, {"M", "F", "W", 'f', 'u'}, {"P", "F", "M", 'f', 'a'}};
    kit *k = kit_new();
    ADD(k, cousins, "P");
    check(k, &d);
    assert_int_equal(twin_lines(&d), 1);
    kit_free(k);
    k = kit_new();
    ADD(k, uncle, "P");
    check(k, &d);
    kit_free(k);
    k = kit_new();
    ADD(k, incest, "P");
    check(k, &d);
    kit_free(k);
    k = kit_new();
    kit_trio(k);
    check(k, &d);
    assert_int_equal(twin_lines(&d), 0);
    kit_free(k);
}

/* CB-ARRANGE-01 */
static void test_circle_and_crowd(void **state) {
    (void)state;
    static drawn d;
    static const relative circle[] = {
        {"A", "B", NULL, 'm', 'u'}, {"B", "A", NULL, 'm', 'u'}, {"P", "A", NULL, 'm', 'a'}};
    kit *k = kit_new();
    ADD(k, circle, "P");
    read_drawing(pedigree_of(k), &d);
    check_symbols(&d);
    assert_int_equal(d.line_count, 0);
    kit_free(k);
    k = kit_new();
    static char ids[KIT_PERSONS][16];
    for (int i = 0; i < 150; i++) {
        snprintf(ids[i], sizeof ids[i], "c%d", i);
        kit_person(k, ids[i], i > 1 ? "c0" : NULL, i > 1 ? "c1" : NULL, i == 0 ? CB_MALE : CB_FEMALE, CB_UNAFFECTED);
    }
    kit_relate(k, "c5");
    const cb_node *pedigree = pedigree_of(k);
    assert_int_equal(cb_node_at(pedigree, "persons")->count, 0);
    assert_non_null(strstr(cb_node_text(pedigree, "alt"), "150 persons"));
    kit_free(k);
}

static void born_together(kit *k, const char *const *ids, size_t count, cb_twin_zygosity zygosity) {
    for (size_t i = 0; i < count; i++) {
        cb_person *p = &k->persons[index_of(k, ids[i])];
        p->birth = 1;
        p->zygosity = zygosity;
    }
}

/* A line of twins, from the point of their birth to the middle of the symbol's top. */
static const segment *line_of_twin(const drawn *d, const symbol *s) {
    for (size_t i = 0; i < d->line_count; i++) {
        const segment *l = &d->lines[i];
        if (is_slanted(l) && l->x2 == s->x && l->y2 == s->y - s->half) {
            return l;
        }
    }
    fail_msg("no line of a twin leads to (%g,%g)", s->x, s->y);
    return NULL;
}

/* The bar of monozygotic twins lies on both of their lines. */
static size_t bars(const drawn *d, const segment *a, const segment *b) {
    size_t count = 0;
    for (size_t i = 0; i < d->line_count; i++) {
        const segment *l = &d->lines[i];
        count += l->y1 == l->y2 && l->x1 < l->x2 && on_segment(a, l->x1, l->y1) && on_segment(b, l->x2, l->y2) &&
                 l->y1 > a->y1 + 4 && l->y1 < a->y2 - 4;
    }
    return count;
}

static void check_twins(kit *k, const drawn *d, const char *left, const char *right, size_t bar) {
    const symbol *s = &d->symbols[index_of(k, left)], *t = &d->symbols[index_of(k, right)];
    const segment *a = line_of_twin(d, s), *b = line_of_twin(d, t);
    assert_true(s->x < t->x && s->y == t->y);
    assert_true(a->x1 == b->x1 && a->y1 == b->y1 && a->y1 < s->y - s->half - 20);
    assert_int_equal(bars(d, a, b), bar);
}

/* CB-ARRANGE-63 */
static void test_twins(void **state) {
    (void)state;
    static drawn d;
    static const relative family[] = {{"F", NULL, NULL, 'm', 'u'},
                                      {"M", NULL, NULL, 'f', 'u'},
                                      {"B", "F", "M", 'f', 'u'},
                                      {"C", "F", "M", 'm', 'u'},
                                      {"P", "F", "M", 'f', 'a'}};
    static const cb_twin_zygosity kinds[] = {CB_TWINS_MONOZYGOTIC, CB_TWINS_DIZYGOTIC, CB_TWINS_UNKNOWN};
    static const size_t bar[] = {1, 0, 0}, marks[] = {0, 0, 1};
    static const char *const twins[] = {"B", "P"};
    static const char *const notes[] = {"deceased, monozygotic twin of Proband", "deceased, dizygotic twin of Proband",
                                        "deceased, twin of Proband, zygosity not known"};
    for (size_t i = 0; i < 3; i++) {
        kit *k = kit_new();
        ADD(k, family, "P");
        born_together(k, twins, 2, kinds[i]);
        k->persons[index_of(k, "B")].deceased = true;
        check(k, &d);
        check_twins(k, &d, "P", "B", bar[i]);
        const cb_node *view = kit_view(k), *pedigree = cb_node_at(view, "family/pedigree");
        assert_int_equal(cb_node_at(pedigree, "marks")->count, marks[i]);
        assert_non_null(strstr(cb_node_text(pedigree, "alt"), notes[i]));
        for (size_t p = 0; p < k->kase.family.count; p++) {
            const bool died = p == (size_t)index_of(k, "B");
            char path[48];
            snprintf(path, sizeof path, "persons/%zu/deceased", p);
            assert_int_equal(cb_node_at(pedigree, path)->integer, died);
            snprintf(path, sizeof path, "family/members/%zu/note", p);
            const char *note = cb_node_text(view, path);
            assert_int_equal(strcmp(note, notes[i]) == 0, died);
            assert_int_equal(strstr(note, "twin of Sister") != NULL, p == 0);
        }
        kit_free(k);
    }
}

/* The twin of a mother stands beside her, and twins of whom one married into a later generation share a row.
 * CB-ARRANGE-63 */
static void test_twins_of_parents(void **state) {
    (void)state;
    static drawn d;
    static const relative aunt[] = {
        {"P", "F", "M", 'm', 'a'},    {"F", NULL, NULL, 'm', 'u'},  {"M", "GF", "GM", 'f', 'u'},
        {"A1", "GF", "GM", 'f', 'u'}, {"A2", "GF", "GM", 'f', 'u'}, {"GF", NULL, NULL, 'm', 'u'},
        {"GM", NULL, NULL, 'f', 'u'},
    };
    static const relative late[] = {
        {"P", "T1", "W", 'm', 'a'},   {"T1", "GF", "GM", 'm', 'u'}, {"T2", "GF", "GM", 'm', 'u'},
        {"GF", NULL, NULL, 'm', 'u'}, {"GM", NULL, NULL, 'f', 'u'}, {"W", "WF", "WM", 'f', 'u'},
        {"WF", "WG", NULL, 'm', 'u'}, {"WM", NULL, NULL, 'f', 'u'}, {"WG", NULL, NULL, 'm', 'u'},
    };
    kit *k = kit_new();
    ADD(k, aunt, "P");
    born_together(k, (const char *[]){"M", "A2"}, 2, CB_TWINS_MONOZYGOTIC);
    check(k, &d);
    check_twins(k, &d, "M", "A2", 1);
    kit_free(k);
    k = kit_new();
    ADD(k, late, "P");
    born_together(k, (const char *[]){"T1", "T2"}, 2, CB_TWINS_DIZYGOTIC);
    check(k, &d);
    assert_true(d.symbols[index_of(k, "T1")].y == d.symbols[index_of(k, "T2")].y);
    kit_free(k);
}

/* CB-ARRANGE-63 */
static void test_triplets(void **state) {
    (void)state;
    static drawn d;
    static const relative family[] = {{"F", NULL, NULL, 'm', 'u'},
                                      {"M", NULL, NULL, 'f', 'u'},
                                      {"A", "F", "M", 'f', 'u'},
                                      {"B", "F", "M", 'f', 'u'},
                                      {"P", "F", "M", 'f', 'a'}};
    kit *k = kit_new();
    ADD(k, family, "P");
    born_together(k, (const char *[]){"A", "B", "P"}, 3, CB_TWINS_MONOZYGOTIC);
    check(k, &d);
    check_twins(k, &d, "P", "B", 1);
    kit_free(k);
}

/* A fixed sequence (Park and Miller, minimal standard): the same families in every run. */
static unsigned next_random(unsigned *seed) {
    *seed = (unsigned)((unsigned long long)*seed * 48271u % 2147483647u);
    return *seed;
}

/* CB-ARRANGE-01 */
static void test_many_families(void **state) {
    (void)state;
    static drawn d;
    static char ids[KIT_PERSONS][16];
    unsigned seed = 20261122;
    for (int round = 0; round < 60; round++) {
        kit *k = kit_new();
        const int count = 2 + (int)(next_random(&seed) % 24);
        for (int i = 0; i < count; i++) {
            const char *father = NULL, *mother = NULL;
            snprintf(ids[i], sizeof ids[i], "p%d", i);
            for (int j = 0; j < i && next_random(&seed) % 4 != 0; j++) {
                const int other = (int)(next_random(&seed) % (unsigned)i);
                father = !father && k->persons[other].sex == CB_MALE ? ids[other] : father;
                mother = !mother && k->persons[other].sex == CB_FEMALE ? ids[other] : mother;
            }
            kit_person(k, ids[i], father, mother, next_random(&seed) % 2 ? CB_MALE : CB_FEMALE, CB_UNAFFECTED);
        }
        for (int i = 0, births = 0; round % 2 && i < count; i++) {
            cb_person *p = &k->persons[i];
            for (int j = 0; j < i; j++) {
                cb_person *q = &k->persons[j];
                if ((p->father_id || p->mother_id) && p->father_id == q->father_id && p->mother_id == q->mother_id) {
                    q->birth = q->birth ? q->birth : (size_t)++births;
                    p->birth = q->birth;
                    p->zygosity = q->zygosity = (cb_twin_zygosity)(round % 3);
                }
            }
        }
        kit_relate(k, ids[next_random(&seed) % (unsigned)count]);
        read_drawing(pedigree_of(k), &d);
        check_symbols(&d);
        check_lines(k, &d);
        check_joined(k, &d);
        check_children_below(k, &d);
        kit_free(k);
    }
}

/* CB-ARRANGE-03 */
static void test_long_label(void **state) {
    (void)state;
    kit *k = kit_new();
    kit_person(k, "åäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäö", NULL, NULL, CB_MALE, CB_AFFECTED);
    kit_relate(k, k->persons[0].id);
    const cb_node *view = kit_view(k);
    assert_string_equal(cb_node_text(view, "family/pedigree/persons/0/label"), "Proband åäöåäöåäöåäöåäöåäöåäöåäöå…");
    assert_string_equal(cb_node_text(view, "family/members/0/id"), "åäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäö");
    kit_free(k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_singleton),        cmocka_unit_test(test_trio),
        cmocka_unit_test(test_duo_and_quartet),  cmocka_unit_test(test_three_generations),
        cmocka_unit_test(test_half_siblings),    cmocka_unit_test(test_related_parents),
        cmocka_unit_test(test_circle_and_crowd), cmocka_unit_test(test_many_families),
        cmocka_unit_test(test_long_label),       cmocka_unit_test(test_twins),
        cmocka_unit_test(test_twins_of_parents), cmocka_unit_test(test_triplets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
