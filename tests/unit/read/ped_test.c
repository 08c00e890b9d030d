/* ped_test.c: PED dialects and what no family can be. */
#include "casebound/base/file.h"
#include "casebound/read/case_file.h"
#include "read/ped.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROOM = 64 << 20 };

static cb_status rows(cb_arena *arena, const char *text, cb_members *out, cb_error *e) {
    return cb_ped_rows(arena, cb_str_of(text), "t.ped", out, e);
}

static void expect_row(const cb_members *m, size_t i, const char *id, const char *father, const char *mother,
                       cb_sex sex, cb_affection affection) {
    const cb_person *p = &m->rows[i].person;
    assert_string_equal(p->id, id);
    assert_string_equal(p->father_id ? p->father_id : "-", father);
    assert_string_equal(p->mother_id ? p->mother_id : "-", mother);
    assert_int_equal(p->sex, sex);
    assert_int_equal(p->affection, affection);
}

/* CB-INPUT-01 */
static void test_dialects(void **state) {
    (void)state;
    static const char plain[] = "F\tk\tf\tm\t1\t2\nF\tf\t0\t0\t1\t1\nF\tm\t0\t0\t2\t1\n";
    static const char windows[] = "\xef\xbb\xbf#Family_ID\tIndividual_ID\tPaternal_ID\tMaternal_ID\tSex\tPhenotype\r\n"
                                  "F\tk\tf\tm\tmale\taffected\r\n\r\nF\tf\t-9\t-9\tM\tunaffected\r\n"
                                  "F\tm\t.\tNone\tFEMALE\tControl";
    static const char blanks[] = "F k f  m 1   2\n# a comment\nF f 0 0 1 1 \n  F m 0 0 2 1 extra columns\n";
    static const char mixed[] = "F\tk f  m  1\t2\nF  f\t0 0 1 1\nF m 0 0 2 1\n";
    static const char roles[] = "familyId\tpersonId\tdadId\tmomId\tsex\tstatus\trole\tphenotype\n"
                                "F\tk\tf\tm\tmale\t2\tprb\tdisease\nF\tf\t0\t0\t1\t1\t\t\n"
                                "F\tm\t\t\t2\t1\tmom\thealthy\n";
    static const char reordered[] = "#sample_id\tfamily_id\tsex\tphenotype\tmother\tfather\n"
                                    "k\tF\t1\t2\tm\tf\nf\tF\t1\t1\t0\t0\nm\tF\t2\t1\t0\t0\n";
    static const char *const texts[] = {plain, windows, blanks, mixed, roles, reordered};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cb_arena *arena = cb_arena_new(ROOM);
        cb_error e = {0};
        cb_members m;
        assert_int_equal(rows(arena, texts[i], &m, &e), CB_OK);
        assert_int_equal(m.count, 3);
        assert_string_equal(m.rows[0].family, "F");
        expect_row(&m, 0, "k", "f", "m", CB_MALE, CB_AFFECTED);
        expect_row(&m, 1, "f", "-", "-", CB_MALE, CB_UNAFFECTED);
        expect_row(&m, 2, "m", "-", "-", CB_FEMALE, CB_UNAFFECTED);
        cb_arena_free(arena);
    }
}

/* CB-INPUT-02 */
static void test_refused_rows(void **state) {
    (void)state;
    static const struct {
        const char *text, *part;
    } cases[] = {{"F\tk\t0\t0\t9\t2\n", "line 1: '9' is no sex"},
                 {"F\tk\t0\t0\t1\tsick\n", "line 1: 'sick' is no status"},
                 {"F\tk\t0\t0\t1\n", "line 1: has 5 columns, none for phenotype"},
                 {"F\tk k\t0\t0\t1\t2\n", "line 1: 'k k' holds a blank"},
                 {"F\t\t0\t0\t1\t2\n", "line 1: a family or sample id is empty"},
                 {"F\tk\t0\t0\t1\t2\nF\t\xff\t0\t0\t1\t1\n", "line 2: holds NUL or bytes that are not UTF-8"},
                 {"F\tk\t0\t0\t1\t2\rF\tm\t0\t0\t1\t1\n", "line 1: holds a control character"},
                 {"family id father sex\nF k 0 1\n", "line 1: the header does not name all"},
                 {"# nothing\n\n", "t.ped: holds no person"},
                 {"", "t.ped: holds no person"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cb_arena *arena = cb_arena_new(ROOM);
        cb_error e = {0};
        cb_members m;
        assert_int_equal(rows(arena, cases[i].text, &m, &e), CB_INPUT);
        assert_non_null(strstr(e.text, cases[i].part));
        cb_arena_free(arena);
    }
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_members m;
    assert_int_equal(cb_ped_rows(arena, (cb_str){"F\tk\0k\t0\t0\t1\t2\n", 15}, "t.ped", &m, &e), CB_INPUT);
    cb_arena_free(arena);
}

static cb_status family(cb_arena *arena, const char *text, const char *wanted, const char **proband,
                        cb_notices *notices, cb_error *e) {
    cb_members m;
    cb_status s = rows(arena, text, &m, e);
    s = s == CB_OK ? cb_ped_choose(&m, wanted, e) : s;
    s = s == CB_OK ? cb_members_check(arena, &m, notices, e) : s;
    return s == CB_OK ? cb_members_proband(&m, wanted, proband, e) : s;
}

/* CB-INPUT-03 */
static void test_impossible_families(void **state) {
    (void)state;
    static const struct {
        const char *text, *part;
    } cases[] = {
        {"F k f m 1 2\nF m 0 0 1 1\nF f 0 0 1 1\n",
         "t.ped line 1: the mother of 'k' is 'm', who is male (t.ped line 2)"},
        {"F k f m 1 2\nF m 0 0 2 1\nF f 0 0 2 1\n", "line 1: the father of 'k' is 'f', who is female (t.ped line 3)"},
        {"F k k 0 1 2\n", "line 1: 'k' is an own ancestor"},
        {"F k f 0 1 2\nF f g 0 1 1\nF g f 0 1 1\n", "is an own ancestor"},
        {"F k f f 1 2\nF f 0 0 0 1\n", "line 1: father and mother of 'k' are one person"},
        {"F k 0 0 1 2\nF k 0 0 1 2\n", "line 2: sample id 'k' stands twice"},
        {"F k f 0 1 2\nG f 0 0 1 1\n", "line 1: the parent 'f' stands under another family id"},
        {"F k 0 0 1 1\n", "nobody in the family is affected; name the proband with --proband"},
        {"F k 0 0 1 2\nF l 0 0 1 2\n", "several persons are affected, none with both parents"},
        {"F k 0 0 1 2\nG l 0 0 1 2\n", "more than one has an affected person; name the proband"},
        {"F k 0 0 1 0\nG l 0 0 1 1\n", "none has an affected person; name the proband"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cb_arena *arena = cb_arena_new(ROOM);
        cb_error e = {0};
        cb_notices notices = {0};
        const char *proband;
        assert_int_equal(family(arena, cases[i].text, NULL, &proband, &notices, &e), CB_INPUT);
        assert_non_null(strstr(e.text, cases[i].part));
        cb_arena_free(arena);
    }
}

/* CB-INPUT-04 */
static void test_proband(void **state) {
    (void)state;
    static const struct {
        const char *text, *wanted, *proband;
    } cases[] = {{"F m 0 0 2 1\nF k 0 m 1 2\n", NULL, "k"},
                 {"F m 0 0 2 2\nF f 0 0 1 1\nF k f m 1 2\nF s f m 1 2\n", NULL, "k"},
                 {"F m 0 0 2 2\nF f 0 0 1 1\nF k f m 1 2\nF s f m 1 2\n", "s", "s"},
                 {"F m 0 0 2 1\nG k 0 0 1 2\n", NULL, "k"},
                 {"F m 0 0 2 1\nG k 0 0 1 2\n", "m", "m"},
                 {"F k 0 0 1 2\nG l 0 0 1 2\n", "l", "l"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cb_arena *arena = cb_arena_new(ROOM);
        cb_error e = {0};
        cb_notices notices = {0};
        const char *proband;
        assert_int_equal(family(arena, cases[i].text, cases[i].wanted, &proband, &notices, &e), CB_OK);
        assert_string_equal(proband, cases[i].proband);
        assert_int_equal(notices.count, 0);
        cb_arena_free(arena);
    }
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_notices notices = {0};
    const char *proband;
    assert_int_equal(family(arena, "F k 0 0 1 2\n", "K", &proband, &notices, &e), CB_INPUT);
    assert_int_equal(family(arena, "F k f 0 1 2\n", NULL, &proband, &notices, &e), CB_OK);
    assert_int_equal(notices.count, 1);
    assert_non_null(strstr(notices.texts[0], "the father 'f' of 'k' is not in the family"));
    cb_arena_free(arena);
}

typedef struct expectation {
    const char *file; /* below inheritance/ */
    size_t rows, families;
    const char *refused; /* part of the message, NULL: it is read */
} expectation;

static size_t families_of(const cb_members *m) {
    size_t count = 0;
    for (size_t i = 0; i < m->count; i++) {
        size_t k = 0;
        while (strcmp(m->rows[k].family, m->rows[i].family) != 0) {
            k++;
        }
        count += k == i;
    }
    return count;
}

/* Rows and families counted by eye and with awk in the files themselves. CB-INPUT-05 */
static void test_real_files(void **state) {
    (void)state;
    static const expectation files[] = {{"peds/exomiser-pedMultiFamily.ped", 10, 2, NULL},
                                        {"peds/exomiser-pedNotValid.ped", 0, 0, "line 1: '9' is no sex"},
                                        {"peds/exomiser-pedWithHeader.ped", 3, 1, NULL},
                                        {"peds/gpf-pedigree_A.ped", 9, 2, NULL},
                                        {"peds/gpf-pedigree_B2.ped", 9, 2, NULL},
                                        {"peds/gpf-pedigree_D.ped", 9, 2, NULL},
                                        {"peds/gpf-pedigree_E.ped", 9, 2, NULL},
                                        {"peds/gpf-pedigree_no_header.ped", 9, 2, NULL},
                                        {"peds/gpf-pedigree_no_role_B.ped", 4, 1, NULL},
                                        {"peds/gpf-pedigree_no_role_C.ped", 8, 1, NULL},
                                        {"peds/gpf-pedigree_no_role_E.ped", 12, 1, NULL},
                                        {"peds/gpf-pedigree_no_role_F.ped", 14, 1, NULL},
                                        {"peds/gpf-pedigree_no_role_G.ped", 8, 1, NULL},
                                        {"peds/gpf-pedigree_phenos.ped", 9, 2, NULL},
                                        {"peds/gpf-pedigree_prb_only.ped", 4, 1, NULL},
                                        {"peds/gpf-sample_nuc_family.ped", 4, 1, NULL},
                                        {"peds/gpf-test.ped", 6, 3, NULL},
                                        {"peds/loqusdb-funny_trio.ped", 3, 1, NULL},
                                        {"peds/loqusdb-recessive_trio.ped", 3, 1, NULL},
                                        {"peds/mip-643594-200M.fam", 3, 1, NULL},
                                        {"peds/pedparser-multi_family.ped", 7, 2, NULL},
                                        {"peds/pedparser-my_family.ped", 4, 1, NULL},
                                        {"peds/slivar-ceph.ped", 0, 0, NULL},
                                        {"peds/somalier-example.ped", 0, 0, NULL},
                                        {"peds/talos-de_novo_ped.fam", 6, 2, NULL},
                                        {"peds/talos-hpo-col7-pedigree.ped", 3, 1, NULL}};
    const char *data = getenv("CASEBOUND_TEST_DATA");
    data = data ? data : "../shared/data";
    if (!cb_file_is_folder(data)) {
        skip();
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cb_arena *arena = cb_arena_new(ROOM);
        cb_error e = {0};
        cb_members m;
        cb_str bytes;
        const char *path = cb_format(arena, "%s/inheritance/%s", data, files[i].file);
        assert_non_null(path);
        assert_int_equal(cb_file_read(arena, path, ROOM / 4, &bytes, &e), CB_OK);
        cb_status s = cb_ped_rows(arena, bytes, cb_path_name(path), &m, &e);
        if (files[i].refused) {
            assert_int_equal(s, CB_INPUT);
            assert_non_null(strstr(e.text, files[i].refused));
        } else {
            assert_int_equal(s, CB_OK);
            size_t lines = 0; /* where no count stands above, each line but a header is a person */
            for (size_t k = 0; k < bytes.n; k++) {
                lines += bytes.s[k] == '\n' && k + 1 < bytes.n && bytes.s[k + 1] != '#';
            }
            lines += bytes.n && bytes.s[0] != '#';
            assert_int_equal(m.count, files[i].rows ? files[i].rows : lines);
            if (files[i].families) {
                assert_int_equal(families_of(&m), files[i].families);
            }
        }
        cb_arena_free(arena);
    }
}

/* CB-INPUT-05 */
static void test_real_parents(void **state) {
    (void)state;
    const char *data = getenv("CASEBOUND_TEST_DATA");
    data = data ? data : "../shared/data";
    if (!cb_file_is_folder(data)) {
        skip();
    }
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_family f;
    const char *path = cb_format(arena, "%s/inheritance/peds/pedparser-my_family.ped", data);
    assert_int_equal(cb_ped_read(arena, path, &f, &e), CB_OK);
    assert_int_equal(f.count, 4);
    assert_string_equal(f.persons[0].id, "proband");
    assert_string_equal(f.persons[f.persons[0].father].id, "father");
    assert_string_equal(f.persons[f.persons[3].mother].id, "mother");
    assert_int_equal(f.persons[1].father, -1);
    path = cb_format(arena, "%s/inheritance/peds/gpf-pedigree_A.ped", data);
    assert_int_equal(cb_ped_read(arena, path, &f, &e), CB_INPUT);
    assert_non_null(strstr(e.text, "several families"));
    cb_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dialects),
                                       cmocka_unit_test(test_refused_rows),
                                       cmocka_unit_test(test_impossible_families),
                                       cmocka_unit_test(test_proband),
                                       cmocka_unit_test(test_real_files),
                                       cmocka_unit_test(test_real_parents)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
