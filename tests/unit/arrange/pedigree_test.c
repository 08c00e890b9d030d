/* pedigree_test.c: families of many shapes are drawn without overlap, and every line begins and ends somewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/arrange/pedigree_kit.h"

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
        cmocka_unit_test(test_long_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
