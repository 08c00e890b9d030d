/* inheritance_vip_test.c: the three-valued tables of vip-inheritance-matcher (real data, not in the repository). Rows
 * with one alternate allele and known statuses are compared; where ours is another answer, the line and the reason
 * stand below. */
#include "unit/model/family_fixture.h"

#include "casebound/base/file.h"

enum { CELLS = 11, DIFFERENCES = 24 };

/* From this line of the table to that one, ours is `ours`. */
typedef struct difference {
    int line;
    const char *ours, *why;
} difference;

typedef struct table {
    const char *file;
    cb_mode mode;
    const char *chrom;
    int64_t position;
    int rows; /* compared */
    difference differences[DIFFERENCES];
} table;

/* Why ours is another answer. */
static const char FREE_PARENT[] =
    "a homozygous child with a free parent needs an explanation: deletion, disomy or error";
static const char NOT_MATERNAL[] = "a mother without the allele leaves it new or below detection: not simply maternal";
static const char PENETRANCE[] = "homoplasmic healthy relatives are common in LHON: unlikely, not excluded";
static const char HEALTHY_HET[] = "a healthy heterozygous woman needs skewed X inactivation under a dominant disease";
static const char HALF_CALL[] = "the copy that was not called may be the allele";

static const table tables[] = {
    {"ADtests.tsv", CB_MODE_DOMINANT, "1", 1000, 30, {{0}}},
    {"ARTests.tsv",
     CB_MODE_RECESSIVE_HOMOZYGOUS,
     "1",
     1000,
     21,
     {
         {3, "possible", FREE_PARENT},
         {4, "possible", FREE_PARENT},
         {7, "possible", FREE_PARENT},
         {12, "possible", FREE_PARENT},
         {13, "possible", FREE_PARENT},
     }},
    {"MTtests.tsv",
     CB_MODE_MITOCHONDRIAL,
     "MT",
     3000,
     32,
     {
         {3, "possible", NOT_MATERNAL},
         {5, "possible", NOT_MATERNAL},
         {12, "possible", NOT_MATERNAL},
         {18, "possible", NOT_MATERNAL},
         {28, "possible", NOT_MATERNAL},
         {10, "possible", PENETRANCE},
         {14, "possible", PENETRANCE},
         {30, "possible", PENETRANCE},
     }},
    {"XldTests.tsv",
     CB_MODE_X_DOMINANT,
     "X",
     50000000,
     24,
     {
         {5, "possible", HEALTHY_HET},
         {9, "possible", HEALTHY_HET},
         {19, "possible", HALF_CALL},
         {20, "possible", HALF_CALL},
         {35, "possible", HALF_CALL},
     }},
    {"XlrTests.tsv",
     CB_MODE_X_RECESSIVE,
     "X",
     50000000,
     25,
     {
         {8, "possible", FREE_PARENT},
         {12, "possible", FREE_PARENT},
         {18, "possible", FREE_PARENT},
         {19, "possible", FREE_PARENT},
     }},
};

static const char *text_of(fixture *f, cb_str s) {
    const char *text = cb_copy_str(f->arena, s);
    assert_non_null(text);
    return text;
}

/* "AFFECTED" and "MALE" as the fixture writes them; NULL for a status that is missing. */
static const char *what_of(fixture *f, char sex, cb_str status) {
    if (!cb_str_is(status, "AFFECTED") && !cb_str_is(status, "UNAFFECTED")) {
        return NULL;
    }
    return cb_format(f->arena, "%c%c", sex, cb_str_is(status, "AFFECTED") ? 'a' : 'u');
}

static bool one_alternate(cb_str gt) {
    for (size_t i = 0; i < gt.n; i++) {
        if (gt.s[i] == '2' || gt.s[i] == '3') {
            return false;
        }
    }
    return true;
}

static const char *expected_word(cb_str expected) {
    return cb_str_is(expected, "true") ? "fits" : cb_str_is(expected, "false") ? "no" : "possible";
}

/* False when the row is not one that is compared. */
static bool check_line(const table *t, int line, cb_str text, int *wrong) {
    cb_str cell[CELLS] = {{"", 0}};
    fixture *f = fixture_new();
    for (int i = 0; i < CELLS && cb_str_split(&text, '\t', &cell[i]); i++) {
        cell[i] = cb_str_trim(cell[i]);
    }
    bool compared =
        one_alternate(cell[1]) && one_alternate(cell[4]) && one_alternate(cell[6]) && one_alternate(cell[8]);
    const char *p = what_of(f, cb_str_is(cell[3], "FEMALE") ? 'f' : 'm', cell[2]);
    const char *father = what_of(f, 'm', cell[5]), *mother = what_of(f, 'f', cell[7]),
               *brother = what_of(f, 'm', cell[9]);
    compared = compared && p && father && mother && (brother || cell[8].n == 0);
    if (compared) {
        add_person(f, "P", p, "F", "M");
        add_person(f, "F", father, NULL, NULL);
        add_person(f, "M", mother, NULL, NULL);
        if (cell[8].n > 0) {
            add_person(f, "S", brother, "F", "M");
        }
        assert_true(cb_family_relate(&f->kase.family, "P"));
        const char *calls = cb_format(f->arena, "%s %s %s %s", text_of(f, cell[1]), text_of(f, cell[4]),
                                      text_of(f, cell[6]), text_of(f, cell[8]));
        const cb_verdict *got = verdict(f, snv(f, t->chrom, t->position, calls), t->mode);
        const char *want = expected_word(cell[10]);
        for (int i = 0; i < DIFFERENCES && t->differences[i].line; i++) {
            want = t->differences[i].line == line ? t->differences[i].ours : want;
        }
        if (strcmp(fit_word(got), want) != 0) {
            print_error("%s line %d: %s: %s (%s), expected %s\n", t->file, line, calls, fit_word(got), got->reason,
                        want);
            ++*wrong;
        }
    }
    fixture_free(f);
    return compared;
}

static void check_table(const table *t, cb_str rest) {
    cb_str line;
    int number = 0, rows = 0, wrong = 0;
    while (cb_str_split(&rest, '\n', &line)) {
        number++;
        if (number > 1 && cb_str_trim(line).n > 0) {
            rows += check_line(t, number, line, &wrong);
        }
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(rows, t->rows);
}

/* CB-INHERIT-11 */
static void test_tables(void **state) {
    (void)state;
    const char *data = getenv("CASEBOUND_TEST_DATA");
    cb_arena *arena = cb_arena_new(1 << 20);
    assert_non_null(arena);
    bool all_there = true;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && all_there; i++) {
        cb_error e = {0};
        cb_str bytes;
        const char *path = cb_format(arena, "%s/inheritance/vip-inheritance-matcher/%s", data ? data : "../shared/data",
                                     tables[i].file);
        assert_non_null(path);
        all_there = cb_file_exists(path);
        if (all_there) {
            assert_int_equal(cb_file_read(arena, path, 1 << 20, &bytes, &e), CB_OK);
            check_table(&tables[i], bytes);
        }
    }
    cb_arena_free(arena);
    if (!all_there) {
        skip();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
