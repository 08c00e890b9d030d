/* inheritance_vip_test.c: the three-valued tables of vip-inheritance-matcher (real data, not in the repository), every
 * row. A site with several alternate alleles has the best answer of those that the proband carries. Where ours is
 * another answer, the row and the reason stand in inheritance_vip_differences.h and in docs/inheritance.md. */
#include "unit/model/inheritance_vip_differences.h"

enum { CELLS = 11 };

typedef struct table {
    const char *file;
    cb_mode mode; /* of an autosome, for the table of new alleles */
    const char *chrom;
    int64_t position;
    bool de_novo; /* columns: name, proband, sex, father, mother, chromosome, expected; all others: with statuses */
} table;

static const table tables[] = {
    {"ADtests.tsv", CB_MODE_DOMINANT, "1", 1000, false},
    {"ARTests.tsv", CB_MODE_RECESSIVE_HOMOZYGOUS, "1", 1000, false},
    {"MTtests.tsv", CB_MODE_MITOCHONDRIAL, "MT", 3000, false},
    {"XldTests.tsv", CB_MODE_X_DOMINANT, "X", 50000000, false},
    {"XlrTests.tsv", CB_MODE_X_RECESSIVE, "X", 50000000, false},
    {"DenovoTests.tsv", CB_MODE_DE_NOVO, "", 50000000, true},
};

/* A line of a table in one shape. */
typedef struct line {
    const char *calls, *chrom;
    int64_t position;
    cb_mode mode;
    const char *expected;
} line;

static const char *text_of(fixture *f, cb_str s) {
    const char *text = cb_copy_str(f->arena, s);
    assert_non_null(text);
    return text;
}

static const char *what_of(fixture *f, bool male, cb_str status) {
    const char *what = cb_format(f->arena, "%c%c", male ? 'm' : 'f',
                                 cb_str_is(status, "AFFECTED")     ? 'a'
                                 : cb_str_is(status, "UNAFFECTED") ? 'u'
                                                                   : '?');
    assert_non_null(what);
    return what;
}

static const char *expected_word(cb_str expected) {
    return cb_str_is(expected, "true") ? "fits" : cb_str_is(expected, "false") ? "no" : "possible";
}

static line read_statuses(fixture *f, const table *t, const cb_str cell[CELLS]) {
    add_person(f, "P", what_of(f, !cb_str_is(cell[3], "FEMALE"), cell[2]), "F", "M");
    add_person(f, "F", what_of(f, true, cell[5]), NULL, NULL);
    add_person(f, "M", what_of(f, false, cell[7]), NULL, NULL);
    if (cell[8].n > 0) {
        add_person(f, "S", what_of(f, true, cell[9]), "F", "M");
    }
    return (line){.calls = cb_format(f->arena, "%s %s %s %s", text_of(f, cell[1]), text_of(f, cell[4]),
                                     text_of(f, cell[6]), text_of(f, cell[8])),
                  .chrom = t->chrom,
                  .position = t->position,
                  .mode = t->mode,
                  .expected = expected_word(cell[10])};
}

static line read_de_novo(fixture *f, const table *t, const cb_str cell[CELLS]) {
    add_person(f, "P", cb_str_is(cell[2], "FEMALE") ? "fa" : "ma", "F", "M");
    add_person(f, "F", "mu", NULL, NULL);
    add_person(f, "M", "fu", NULL, NULL);
    bool x = cb_str_is(cell[5], "X");
    return (line){.calls =
                      cb_format(f->arena, "%s %s %s", text_of(f, cell[1]), text_of(f, cell[3]), text_of(f, cell[4])),
                  .chrom = text_of(f, cell[5]),
                  .position = cb_str_is(cell[5], "MT")  ? 3000
                              : cb_str_is(cell[5], "Y") ? 12764303
                                                        : t->position,
                  .mode = x ? CB_MODE_X_DE_NOVO : CB_MODE_DE_NOVO,
                  .expected = expected_word(cell[6])};
}

/* The best answer over the alternate alleles of the proband's call; of the first one when he carries none. */
static const cb_verdict *best(fixture *f, const line *l) {
    const cb_verdict *answer = NULL;
    for (char a = '1'; a <= '3'; a++) {
        const char *end = strchr(l->calls, ' ');
        assert_non_null(end);
        bool carried = memchr(l->calls, a, (size_t)(end - l->calls)) != NULL;
        if (carried || (a == '3' && !answer)) {
            char alt[2] = {carried ? a == '1' ? 'T' : a == '2' ? 'G' : 'C' : 'T', '\0'};
            cb_variant *v =
                allele(f, l->chrom, l->position, cb_format(f->arena, "%s", alt), carried ? a - '0' : 1, l->calls);
            const cb_verdict *got = verdict(f, v, l->mode);
            answer = !answer || got->fit > answer->fit ? got : answer;
        }
    }
    return answer;
}

static void check_line(tally *sum, const table *t, int number, cb_str text) {
    cb_str cell[CELLS] = {{"", 0}};
    fixture *f = fixture_new();
    for (int i = 0; i < CELLS && cb_str_split(&text, '\t', &cell[i]); i++) {
        cell[i] = cb_str_trim(cell[i]);
    }
    line l = t->de_novo ? read_de_novo(f, t, cell) : read_statuses(f, t, cell);
    assert_non_null(l.calls);
    assert_true(cb_family_relate(&f->kase.family, "P"));
    const cb_verdict *got = best(f, &l);
    const char *key = cb_format(f->arena, "%s %d %s", t->file, number, l.calls);
    assert_non_null(key);
    compare_cell(sum, key, l.expected, got);
    sum->excluded += strcmp(l.expected, "fits") == 0 && got->tested && got->fit == CB_DOES_NOT_FIT;
    fixture_free(f);
}

static void check_table(tally *sum, const table *t, cb_str rest) {
    cb_str text;
    for (int number = 1; cb_str_split(&rest, '\n', &text); number++) {
        if (number > 1 && cb_str_trim(text).n > 0) {
            check_line(sum, t, number, text);
        }
    }
}

static bool check_tables(tally *sum) {
    const char *data = getenv("CASEBOUND_TEST_DATA");
    cb_arena *arena = cb_arena_new(1 << 20);
    assert_non_null(arena);
    bool there = true;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && there; i++) {
        cb_error e = {0};
        cb_str bytes;
        const char *path = cb_format(arena, "%s/inheritance/vip-inheritance-matcher/%s", data ? data : "../shared/data",
                                     tables[i].file);
        assert_non_null(path);
        there = cb_file_exists(path);
        if (there) {
            assert_int_equal(cb_file_read(arena, path, 1 << 20, &bytes, &e), CB_OK);
            check_table(sum, &tables[i], bytes);
        }
    }
    cb_arena_free(arena);
    return there;
}

/* CB-INHERIT-11 */
static void test_tables(void **state) {
    (void)state;
    cb_buf list, figures;
    cb_buf_init(&list, DOC_MAX);
    cb_buf_init(&figures, DOC_MAX);
    cb_buf_text(&list, "| set | row | the set says | casebound says | why ours is right |\n|---|---|---|---|---|\n");
    tally t = {.set = "vip", .differences = DIFFERENCES, .difference_count = DIFFERENCE_COUNT, .doc = &list};
    if (!check_tables(&t)) {
        cb_buf_free(&list);
        cb_buf_free(&figures);
        skip();
    }
    char row[256];
    snprintf(row, sizeof row, "| vip-inheritance-matcher | %d | %d | %d | %d |\n", t.cells, t.same, t.found,
             t.excluded);
    cb_buf_text(&figures,
                "| set | rows | the same | listed below | true there, and excluded by ours |\n|---|---|---|---|---|\n");
    cb_buf_text(&figures, row);
    print_message("%s", row);
    assert_int_equal(t.wrong, 0);
    assert_int_equal(t.found, DIFFERENCE_COUNT);
    doc_block("docs/inheritance.md", "vip figures", cb_buf_view(&figures));
    doc_block("docs/inheritance.md", "vip differences", cb_buf_view(&list));
    cb_buf_free(&list);
    cb_buf_free(&figures);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
