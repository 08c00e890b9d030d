/* pedigree_twins_test.c: twins hang from one point, and who has died has a stroke. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/arrange/pedigree_kit.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_twins), cmocka_unit_test(test_twins_of_parents),
                                       cmocka_unit_test(test_triplets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
