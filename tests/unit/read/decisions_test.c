/* decisions_test.c: a file of decisions: what is read, what is refused and with which words. */
#include "decisions_kit.h"

#define FILE_OF(variants) \
    DECISIONS_OF("Dr A", 1, "2026-01-31T12:00:00Z", DECISIONS_REPORT(1, ""), "\"variants\": [" variants "]")

/* CB-DECIDE-05 */
static void test_whole(void **state) {
    decisions_kit *k = *state;
    const cb_decisions *f = decisions_read(
        k,
        DECISIONS_OF(
            "  Dr Åsa Ö  ", 3, "2026-01-31T12:00:00Z", DECISIONS_REPORT(2, "\"" DIGEST_B "\""),
            "\"case\": {\"changed\": \"2026-01-31T11:00:00Z\", \"comment\": \"A\\n\\tb\", \"institute\": \"C\"}, "
            "\"variants\": [" DECISION_ON(
                "1-2-A-T",
                "\"pinned\": true, \"meeting\": true, \"blind\": true, \"class\": \"likely_benign\", "
                "\"criteria\": [{\"code\": \"PM2\", \"strength\": \"supporting\", \"comment\": \"x\"}], "
                "\"rank\": {\"code\": \"8\", \"text\": \"Known\"}, \"dismissed\": [{\"code\": \"lab\", "
                "\"text\": \"Ours\"}], \"causative\": \"partial\", \"validation\": \"true_positive\", "
                "\"comment\": \"*c*\", \"institute\": \"i\"") ", " DECISION_ON("1-3-A-T", "\"withdrawn\": true") "]"));
    assert_string_equal(f->author, "Dr Åsa Ö");
    assert_int_equal(f->sequence, 3);
    assert_int_equal(f->exported, 1769860800);
    assert_string_equal(f->report_id, "FAM-r2");
    assert_int_equal(f->revision, 2);
    assert_int_equal(f->facts.bytes[0], 0xaa);
    assert_int_equal(f->case_digest.bytes[31], 0xaa);
    assert_int_equal(f->calls.bytes[31], 0xbb);
    assert_int_equal(f->built_with_count, 1);
    assert_int_equal(f->built_with[0].bytes[5], 0xbb);
    assert_string_equal(f->on_case->comment, "A\n\tb");
    assert_string_equal(f->on_case->institute, "C");
    assert_null(f->on_case->key);
    assert_int_equal(f->count, 2);
    const cb_decision *d = &f->list[0];
    assert_ptr_equal(d->file, f);
    assert_string_equal(d->key, "1-2-A-T");
    assert_true(d->pinned && d->meeting && d->blind && !d->withdrawn);
    assert_int_equal(d->class, CB_CLASS_LIKELY_BENIGN);
    assert_int_equal(d->criterion_count, 1);
    assert_string_equal(d->criteria[0].criterion->code, "PM2");
    assert_int_equal(d->criteria[0].strength, CB_SUPPORTING);
    assert_string_equal(d->criteria[0].comment, "x");
    assert_string_equal(d->rank.code, "8");
    assert_string_equal(d->rank.text, "Known");
    assert_int_equal(d->reason_count, 1);
    assert_string_equal(d->reasons[0].text, "Ours");
    assert_int_equal(d->causative, CB_CAUSATIVE_PARTIAL);
    assert_int_equal(d->validation, CB_VALIDATION_TRUE);
    assert_string_equal(d->comment, "*c*");
    assert_string_equal(d->institute, "i");
    assert_true(f->list[1].withdrawn && !f->list[1].pinned && f->list[1].class == CB_CLASS_NONE);
}

static void check_refused(decisions_kit *k, const char *text, const char *error) {
    cb_decisions *out;
    cb_status s = decisions_try(k, text, &out);
    if (s != CB_INPUT || !strstr(k->e.text, error) || strchr(k->e.text, '\n')) {
        fail_msg("exit %d, '%s' does not say '%s'", s, k->e.text, error);
    }
}

/* CB-DECIDE-06 */
static void test_refused_syntax(void **state) {
    decisions_kit *k = *state;
    static const struct {
        const char *text, *error;
    } rows[] = {
        {"", "d.json line 1: "},
        {"{", "ends in the middle: the file was cut"},
        {"[]", "is no map"},
        {"3", "is not JSON"},
        {"{}\n{}", "something stands behind the document"},
        {"{\"a\": 1,\n \"a\": 2}", "line 2: a key stands twice in one map"},
        {"{\"a\": \"\\u0000\"}", "writes NUL"},
        {"{\"a\": \"\\ud800\"}", "is not JSON"},
        {"{'a': 1}", "is not JSON"},
        {"{\"a\": 1,}", "is not JSON"},
        {"{\"a\": NaN}", "is not JSON"},
        {"{\"a\": 1e999}", "number is too large"},
        {"{\"a\": 99999999999999999999}", "number is too large"},
        {"{\"a\": \"\xff\"}", "not UTF-8"},
        {"\xef\xbb\xbf{}", "is not JSON"},
        {"{\"a\": \"\x01\"}", "is not JSON"},
        {"{\"format\": \"other\"}", "format: is not 'casebound decisions'"},
        {"{\"format\": 3}", "format: is missing or no text"},
        {DECISIONS_HEAD "\"version\": 2}", "a key stands twice"},
        {"{\"format\": \"casebound decisions\", \"version\": 2}", "version: is missing, no whole number, or out"},
        {"{\"format\": \"casebound decisions\", \"version\": 1, \"evil\": 2}", "d.json: evil: is no key that is known"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_refused(k, rows[i].text, rows[i].error);
    }
    char deep[6000];
    memset(deep, '[', sizeof deep);
    deep[sizeof deep - 1] = '\0';
    check_refused(k, deep, "nested too deeply");
    cb_decisions *out;
    cb_error_clear(&k->e);
    assert_int_equal(cb_decisions_read(k->arena, (cb_str){"{\0}", 3}, "d.json", &k->acmg, &out, &k->e), CB_INPUT);
    assert_non_null(strstr(k->e.text, "NUL"));
    char *large = cb_alloc(k->arena, CB_DECISIONS_BYTES + 2);
    assert_non_null(large);
    memset(large, ' ', CB_DECISIONS_BYTES + 1);
    cb_error_clear(&k->e);
    assert_int_equal(
        cb_decisions_read(k->arena, (cb_str){large, CB_DECISIONS_BYTES + 1}, "d.json", &k->acmg, &out, &k->e),
        CB_INPUT);
    assert_non_null(strstr(k->e.text, "are allowed"));
}

/* CB-DECIDE-07 */
static void test_refused_values(void **state) {
    decisions_kit *k = *state;
    static const struct {
        const char *rest, *error;
    } rows[] = {
        {"\"pinned\": \"yes\"", "d.json: variants[0].pinned: is neither true nor false"},
        {"\"pinned\": null", "variants[0].pinned: is neither"},
        {"\"class\": \"deadly\"", "variants[0].class: names none"},
        {"\"class\": \"\"", "variants[0].class: is empty"},
        {"\"class\": [\"benign\"]", "variants[0].class: is missing or no text"},
        {"\"criteria\": {}", "variants[0].criteria: is no list"},
        {"\"criteria\": [3]", "variants[0].criteria[0]: is no map"},
        {"\"criteria\": [{\"code\": \"PVS9\", \"strength\": \"strong\"}]", "variants[0].criteria[0].code: names no"},
        {"\"criteria\": [{\"code\": \"PVS1\", \"strength\": \"stand_alone\"}]", "criteria[0].strength: is none that"},
        {"\"criteria\": [{\"code\": \"BA1\", \"strength\": \"strong\"}]", "criteria[0].strength: is none that"},
        {"\"criteria\": [{\"code\": \"PM2\", \"strength\": \"strong\"}, {\"code\": \"PM2\", \"strength\": \"strong\"}]",
         "criteria[1].code: stands twice"},
        {"\"criteria\": [{\"code\": \"PM2\", \"strength\": \"strong\", \"x\": 1}]", "criteria[0].x: is no key"},
        {"\"rank\": \"8\"", "variants[0].rank: is missing or no map"},
        {"\"rank\": {\"code\": \"8\"}", "rank.text: is missing or no text"},
        {"\"dismissed\": [{\"code\": \"2\", \"text\": \"a\"}, {\"code\": \"2\", \"text\": \"b\"}]",
         "dismissed[1].code: stands twice"},
        {"\"dismissed\": [{\"code\": \"2\", \"text\": \"a\\nb\"}]", "dismissed[0].text: holds a control character"},
        {"\"causative\": \"maybe\"", "variants[0].causative: is neither full nor partial"},
        {"\"validation\": \"no\"", "variants[0].validation: is neither"},
        {"\"comment\": \" \\n \"", "variants[0].comment: is empty"},
        {"\"comment\": \"a\\u0007\"", "variants[0].comment: holds a control"},
        {"\"comment\": 3", "variants[0].comment: is missing or no text"},
        {"\"evil\": 3", "variants[0].evil: is no key that is known here"},
        {"\"blind\": true", "variants[0].withdrawn: is missing: nothing is said"},
        {"\"withdrawn\": true, \"pinned\": true", "variants[0].withdrawn: stands beside what is said"},
        {"\"withdrawn\": false", "nothing is said"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *variant = cb_format(k->arena,
                                        "{\"key\": \"1-2-A-T\", \"title\": \"t\", \"changed\": "
                                        "\"2026-01-31T10:00:00Z\", %s}",
                                        rows[i].rest);
        check_refused(k, cb_format(k->arena, FILE_OF("%s"), variant), rows[i].error);
    }
}

/* CB-DECIDE-07 */
static void test_refused_document(void **state) {
    decisions_kit *k = *state;
    static const struct {
        const char *from, *to, *error;
    } rows[] = {
        {"\"Dr A\"", "\"\"", "author: is empty"},
        {"\"Dr A\"", "\"Dr\\nA\"", "author: holds a control character"},
        {"\"Dr A\"", "7", "author: is missing"},
        {"\"sequence\": 1", "\"sequence\": 0", "sequence: is missing, no whole number, or out of its range"},
        {"\"sequence\": 1", "\"sequence\": 1.5", "sequence: is missing, no whole number"},
        {"2026-01-31T12:00:00Z", "2026-01-32T12:00:00Z", "exported: is missing or no time"},
        {"2026-01-31T12:00:00Z", "2026-01-31", "exported: is missing or no time"},
        {"\"revision\": 1", "\"revision\": 0", "report.revision: is missing"},
        {"\"revision\": 1", "\"revision\": 9999", "report.revision: is missing"},
        {"\"facts_digest\": \"a", "\"facts_digest\": \"A", "report.facts_digest: is missing or no SHA-256"},
        {"\"facts_digest\": \"a", "\"facts_digest\": \"", "report.facts_digest: is missing or no SHA-256"},
        {"\"case_digest\"", "\"cases_digest\"", "report.cases_digest: is no key"},
        {"\"built_with\": []", "\"built_with\": [\"x\"]", "report.built_with: is missing or no SHA-256"},
        {"\"built_with\": []", "\"built_with\": 3", "report.built_with: is no list"},
        {"\"variants\": [", "\"case\": {}, \"variants\": [", "case.changed: is missing or no time"},
        {"\"variants\": [", "\"case\": [], \"variants\": [", "case: is missing or no map"},
        {"\"variants\": [", "\"case\": {\"changed\": \"2026-01-31T12:00:00Z\"}, \"variants\": [", "nothing is said"},
        {"\"acmg\": \"1\"", "\"acmg\": 1", "acmg: is missing or no text"},
        {"\"key\": \"1-2-A-T\"", "\"key\": \"1-3-A-T\"", "variants[1].key: stands twice"},
        {"\"title\": \"1-2-A-T\"", "\"title\": \"\\u001b[2J\"", "variants[0].title: holds a control"},
    };
    const char *whole =
        FILE_OF(DECISION_ON("1-2-A-T", "\"pinned\": true") ", " DECISION_ON("1-3-A-T", "\"pinned\": true"));
    assert_int_equal(decisions_read(k, whole)->count, 2);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *at = strstr(whole, rows[i].from);
        assert_non_null(at);
        check_refused(k,
                      cb_format(k->arena, "%.*s%s%s", (int)(at - whole), whole, rows[i].to, at + strlen(rows[i].from)),
                      rows[i].error);
    }
}

/* Sizes: what is allowed is read, one more is refused. */
/* CB-DECIDE-07 */
static void test_sizes(void **state) {
    decisions_kit *k = *state;
    static const struct {
        const char *key;
        size_t most;
    } rows[] = {{"comment", CB_DECISIONS_COMMENT}, {"institute", CB_DECISIONS_COMMENT}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t more = 0; more < 2; more++) {
            char *long_text = cb_alloc(k->arena, rows[i].most + more + 1);
            assert_non_null(long_text);
            memset(long_text, 'x', rows[i].most + more);
            const char *text = cb_format(k->arena,
                                         FILE_OF("{\"key\": \"a\", \"title\": \"t\", \"changed\": "
                                                 "\"2026-01-31T10:00:00Z\", \"%s\": \"%s\"}"),
                                         rows[i].key, long_text);
            cb_decisions *out;
            assert_int_equal(decisions_try(k, text, &out), more ? CB_INPUT : CB_OK);
        }
    }
    cb_buf many;
    cb_buf_init(&many, 1 << 20);
    for (int i = 0; i <= CB_DECISIONS_LIST; i++) {
        cb_buf_printf(&many, "%s{\"code\": \"%d\", \"text\": \"t\"}", i ? ", " : "", i);
    }
    check_refused(k,
                  cb_format(k->arena,
                            FILE_OF("{\"key\": \"a\", \"title\": \"t\", \"changed\": \"2026-01-31T10:00:00Z\", "
                                    "\"dismissed\": [%s]}"),
                            many.data),
                  "dismissed: has too many values");
    cb_buf_free(&many);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whole, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_refused_syntax, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_refused_values, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_refused_document, decisions_open, decisions_close),
        cmocka_unit_test_setup_teardown(test_sizes, decisions_open, decisions_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
