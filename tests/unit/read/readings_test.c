/* readings_test.c: files merged author by author, tied to a case and its alleles, and compared. */
#include "decisions_kit.h"

#define MORNING "2026-01-31T08:00:00Z"
#define NOON "2026-01-31T12:00:00Z"
#define EVENING "2026-01-31T20:00:00Z"
#define BY(author, sequence, when, variants) \
    DECISIONS_OF(author, sequence, when, DECISIONS_REPORT(1, ""), "\"variants\": [" variants "]")

enum { FILES = 8 };

typedef struct merged {
    const cb_decisions *files[FILES];
    size_t count;
    cb_readings readings;
    cb_status status;
} merged;

/* Merges texts; NULL ends them. */
static void merge(decisions_kit *k, merged *m, const char *const *texts) {
    *m = (merged){0};
    while (texts[m->count]) {
        m->files[m->count] = decisions_read(k, texts[m->count]);
        m->count++;
    }
    cb_error_clear(&k->e);
    m->status = cb_readings_merge(k->arena, m->files, m->count, &m->readings, &k->e);
}

/* CB-DECIDE-08 */
static void test_later_supersedes(void **state) {
    decisions_kit *k = *state;
    const char *const texts[] = {
        BY("A", 2, NOON,
           DECISION_ON("1-1-A-T", "\"class\": \"benign\"") ", " DECISION_ON("1-3-A-T", "\"withdrawn\": true")),
        BY("B", 1, EVENING, DECISION_ON("1-1-A-T", "\"class\": \"pathogenic\"")),
        BY("A", 1, MORNING,
           DECISION_ON("1-1-A-T", "\"class\": \"pathogenic\", \"pinned\": true") ", " DECISION_ON(
               "1-2-A-T", "\"pinned\": true") ", " DECISION_ON("1-3-A-T", "\"pinned\": true")),
        NULL};
    merged m;
    merge(k, &m, texts);
    assert_int_equal(m.status, CB_OK);
    assert_int_equal(m.readings.author_count, 2);
    assert_string_equal(m.readings.authors[0].name, "A");
    assert_int_equal(m.readings.authors[0].last->sequence, 2);
    assert_int_equal(m.readings.authors[0].count, 2);
    assert_int_equal(m.readings.decided_count, 2); /* what was withdrawn is gone, what was not named again stays */
    const cb_decided *first = cb_decided_of(&m.readings, "1-1-A-T");
    assert_int_equal(first->count, 2);
    assert_string_equal(first->list[0]->file->author, "A");
    assert_int_equal(first->list[0]->class, CB_CLASS_BENIGN);
    assert_false(first->list[0]->pinned); /* an entry is replaced as a whole */
    assert_string_equal(first->list[1]->file->author, "B");
    assert_int_equal(cb_decided_of(&m.readings, "1-2-A-T")->count, 1);
    assert_null(cb_decided_of(&m.readings, "1-3-A-T"));
    assert_null(cb_decided_of(NULL, "1-1-A-T"));
}

/* The order of the files on the command line changes nothing; a file twice counts once. */
/* CB-DECIDE-08 */
static void test_order_is_nothing(void **state) {
    decisions_kit *k = *state;
    const char *a1 = BY("A", 1, MORNING, DECISION_ON("k", "\"class\": \"benign\""));
    const char *a2 = BY("A", 1, NOON, DECISION_ON("k", "\"class\": \"pathogenic\""));
    const char *b = BY("B", 7, EVENING, DECISION_ON("k", "\"class\": \"uncertain\""));
    const char *const orders[][5] = {{a1, a2, b, NULL}, {b, a2, a1, NULL}, {a2, b, a1, a2, NULL}};
    for (size_t i = 0; i < 3; i++) {
        merged m;
        merge(k, &m, orders[i]);
        assert_int_equal(m.status, CB_OK);
        assert_int_equal(m.readings.file_count, 3);
        assert_int_equal(m.readings.files[0]->exported, 1769846400);
        assert_int_equal(cb_decided_of(&m.readings, "k")->list[0]->class, CB_CLASS_PATHOGENIC);
        assert_int_equal(cb_decided_of(&m.readings, "k")->list[1]->class, CB_CLASS_UNCERTAIN);
    }
}

/* CB-DECIDE-09 */
static void test_ambiguous(void **state) {
    decisions_kit *k = *state;
    const char *const texts[] = {BY("A", 1, NOON, DECISION_ON("k", "\"class\": \"benign\"")),
                                 BY("A", 1, NOON, DECISION_ON("k", "\"class\": \"pathogenic\"")), NULL};
    merged m;
    merge(k, &m, texts);
    assert_int_equal(m.status, CB_INPUT);
    assert_non_null(strstr(k->e.text, "which is the later cannot be told"));
    const char *const others[] = {BY("A", 1, NOON, DECISION_ON("k", "\"class\": \"benign\"")),
                                  BY("B", 1, NOON, DECISION_ON("k", "\"class\": \"pathogenic\"")), NULL};
    merge(k, &m, others);
    assert_int_equal(m.status, CB_OK);
}

/* CB-DECIDE-10 */
static void test_chain(void **state) {
    decisions_kit *k = *state;
    const char *first = BY("A", 1, MORNING, DECISION_ON("k", "\"pinned\": true"));
    char hex[CB_SHA256_HEX];
    cb_digest_hex(&decisions_read(k, first)->digest, hex);
    const char *second =
        cb_format(k->arena, DECISIONS_OF("B", 1, NOON, DECISIONS_REPORT(2, "\"%s\""), "\"variants\": []"), hex);
    const char *const alone[] = {second, NULL}, *const both[] = {second, first, NULL};
    merged m;
    merge(k, &m, alone);
    assert_int_equal(m.status, CB_INPUT);
    assert_non_null(strstr(k->e.text, hex));
    assert_non_null(strstr(k->e.text, "FAM-r2"));
    merge(k, &m, both);
    assert_int_equal(m.status, CB_OK);
    assert_int_equal(cb_decisions_revision(m.files, m.count), 2);
    assert_int_equal(cb_decisions_revision(NULL, 0), 0);
}

/* CB-DECIDE-08 */
static void test_case_comments(void **state) {
    decisions_kit *k = *state;
#define OF_CASE(author, when, rest)                        \
    DECISIONS_OF(author, 1, when, DECISIONS_REPORT(1, ""), \
                 "\"case\": {\"changed\": \"" NOON "\", " rest "}, \"variants\": []")
    const char *const texts[] = {OF_CASE("A", MORNING, "\"comment\": \"one\""),
                                 OF_CASE("A", NOON, "\"comment\": \"two\""),
                                 OF_CASE("B", MORNING, "\"comment\": \"three\""),
                                 OF_CASE("B", NOON, "\"withdrawn\": true"),
                                 BY("A", 1, EVENING, ""),
                                 NULL};
    merged m;
    merge(k, &m, texts);
    assert_int_equal(m.status, CB_OK);
    assert_string_equal(m.readings.authors[0].on_case->comment, "two");
    assert_null(m.readings.authors[1].on_case);
}

/* What two readers say of one variant, and the bits in which they differ. */
/* CB-DECIDE-11 */
static void test_differ(void **state) {
    decisions_kit *k = *state;
    static const char reason[] = "\"dismissed\": [{\"code\": \"2\", \"text\": \"common\"}]";
    static const struct {
        const char *a, *b;
        unsigned bits;
    } rows[] = {
        {"\"class\": \"benign\"", "\"class\": \"benign\"", 0},
        {"\"class\": \"benign\"", "\"class\": \"likely_benign\"", CB_DIFFER_CLASS},
        {"\"class\": \"benign\"", "\"pinned\": true", 0},
        {reason, "\"class\": \"benign\"", 0},
        {reason, "\"class\": \"uncertain\"", CB_DIFFER_DISMISSAL},
        {"\"pinned\": true", reason, CB_DIFFER_DISMISSAL},
        {"\"causative\": \"full\"", reason, CB_DIFFER_DISMISSAL},
        {"\"causative\": \"full\"", "\"causative\": \"partial\"", CB_DIFFER_CAUSATIVE},
        {"\"validation\": \"ordered\"", "\"validation\": \"true_positive\"", CB_DIFFER_VALIDATION},
        {"\"rank\": {\"code\": \"1\", \"text\": \"a\"}", "\"rank\": {\"code\": \"2\", \"text\": \"a\"}",
         CB_DIFFER_RANK},
        {"\"rank\": {\"code\": \"1\", \"text\": \"a\"}", "\"rank\": {\"code\": \"1\", \"text\": \"b\"}", 0},
        {"\"comment\": \"a\"", "\"comment\": \"b\"", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *const texts[] = {cb_format(k->arena, BY("A", 1, NOON, DECISION_ON("k", "%s")), rows[i].a),
                                     cb_format(k->arena, BY("B", 1, NOON, DECISION_ON("k", "%s")), rows[i].b), NULL};
        merged m;
        merge(k, &m, texts);
        assert_int_equal(m.status, CB_OK);
        unsigned bits = cb_decided_differ(cb_decided_of(&m.readings, "k"));
        if (bits != rows[i].bits) {
            fail_msg("%s and %s: %u", rows[i].a, rows[i].b, bits);
        }
    }
}

/* CB-DECIDE-12 */
static void test_agreement(void **state) {
    decisions_kit *k = *state;
    const char *const texts[] = {
        BY("A", 1, NOON,
           DECISION_ON("1", "\"class\": \"benign\"") ", " DECISION_ON("2", "\"class\": \"benign\"") ", " DECISION_ON(
               "3", "\"pinned\": true") ", " DECISION_ON("4", "\"pinned\": true")),
        BY("B", 1, NOON,
           DECISION_ON("1", "\"class\": \"benign\", \"blind\": true") ", " DECISION_ON(
               "2", "\"class\": \"pathogenic\", \"blind\": true") ", " DECISION_ON("3", "\"comment\": \"c\"")),
        NULL};
    merged m;
    merge(k, &m, texts);
    cb_agreement a = cb_readings_agreement(&m.readings);
    assert_int_equal(a.both, 3);
    assert_int_equal(a.differ, 1);
    assert_int_equal(a.classes, 2);
    assert_int_equal(a.same_class, 1);
    assert_int_equal(a.blind, 2);
}

/* Which decisions give a section: by the alleles of a list of three. */
/* CB-DECIDE-13 */
static void test_match(void **state) {
    decisions_kit *k = *state;
    const char *const texts[] = {BY("A", 1, NOON,
                                    DECISION_ON("1", "\"pinned\": true") ", " DECISION_ON(
                                        "2", "\"comment\": \"c\"") ", " DECISION_ON("9", "\"class\": \"pathogenic\"")),
                                 NULL};
    merged m;
    merge(k, &m, texts);
    cb_variant list[4] = {{.key = "1"}, {.key = "2", .shortlisted = false}, {.key = "3"}, {.key = "1"}};
    cb_variant *variants[] = {&list[0], &list[1], &list[2], &list[3]};
    cb_readings_match(&m.readings, variants, 4);
    assert_true(list[0].shortlisted && list[3].shortlisted && !list[1].shortlisted && !list[2].shortlisted);
    assert_true(cb_decided_of(&m.readings, "1")->listed && cb_decided_of(&m.readings, "2")->listed);
    assert_false(cb_decided_of(&m.readings, "9")->listed);
}

static cb_case small_case(cb_person *persons, cb_input *input) {
    cb_case kase = {.id = "FAM", .build = CB_GRCH38, .inputs = input, .input_count = 1};
    kase.family = (cb_family){.persons = persons, .count = 2};
    return kase;
}

/* CB-DECIDE-14 */
static void test_binding(void **state) {
    decisions_kit *k = *state;
    cb_person persons[] = {{.id = "kid"}, {.id = "mum"}}, swapped[] = {{.id = "mum"}, {.id = "kid"}},
              other[] = {{.id = "kid"}, {.id = "dad"}}, joined[] = {{.id = "kid\n3:mum"}, {.id = ""}};
    cb_input input = {.role = CB_ROLE_SNV};
    cb_case kase = small_case(persons, &input);
    cb_digest of_case, calls, again;
    assert_int_equal(cb_case_digests(k->arena, &kase, &of_case, &calls, &k->e), CB_OK);
    cb_case same = small_case(swapped, &input);
    assert_int_equal(cb_case_digests(k->arena, &same, &again, &calls, &k->e), CB_OK);
    assert_true(cb_digest_same(&of_case, &again)); /* whoever comes first */
    cb_case changed[] = {small_case(other, &input), small_case(joined, &input), kase, kase};
    changed[2].id = "FAM2";
    changed[3].build = CB_GRCH37;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(cb_case_digests(k->arena, &changed[i], &again, &calls, &k->e), CB_OK);
        assert_false(cb_digest_same(&of_case, &again));
    }
    cb_decisions file = {.name = "d.json", .report_id = "FAM-r1", .case_digest = of_case, .calls = calls};
    assert_int_equal(cb_decisions_fit(k->arena, &file, &kase, false, &k->e), CB_OK);
    assert_int_equal(cb_decisions_fit(k->arena, &file, &changed[0], true, &k->e), CB_INPUT);
    assert_non_null(strstr(k->e.text, "another case"));
    input.digest.bytes[0] ^= 1;
    cb_error_clear(&k->e);
    assert_int_equal(cb_decisions_fit(k->arena, &file, &kase, false, &k->e), CB_INPUT);
    assert_non_null(strstr(k->e.text, "--calls-changed"));
    assert_int_equal(cb_decisions_fit(k->arena, &file, &kase, true, &k->e), CB_OK);
    kase.input_count = 0;
    cb_error_clear(&k->e);
    assert_int_equal(cb_case_digests(k->arena, &kase, &of_case, &calls, &k->e), CB_INTERNAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_later_supersedes, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_order_is_nothing, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_ambiguous, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_chain, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_case_comments, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_differ, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_agreement, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_match, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_binding, decisions_open, decisions_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
