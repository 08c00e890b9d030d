/* refused_memory_test.c: memory that is refused to a library: what it read is whole, or there is an error. */
#include "read/json.h"
#include "read/yaml.h"
#include "unit/base/refused_memory.h"
#include "vcf_fixture.h"

#if !defined(__SANITIZE_ADDRESS__)

static const char yaml[] =
    "family: F\nped: family.ped\nsamples:\n  - {sample_id: kid, sex: female, phenotype: affected}\n"
    "  - sample_id: mum\n    sex: female\nphenotype_terms: ['HP:0001250', \"HP:0001263\"]\n"
    "report:\n  indication: |\n    Seizures\n    since birth\n";
static const char values[] = "family=F ped=family.ped samples=(=(sample_id=kid sex=female phenotype=affected )"
                             "=(sample_id=mum sex=female ))phenotype_terms=(=HP:0001250 =HP:0001263 )"
                             "report=(indication=Seizures\nsince birth\n )";

/* Keys and values in order. */
static size_t write_values(const cb_yaml *node, char *to, size_t room) {
    size_t n = 0;
    for (const cb_yaml *m = node->first; m; m = m->next) {
        n += (size_t)snprintf(to + n, room - n, "%s=%s", m->key ? m->key : "", m->text ? m->text : "(");
        n += m->first ? write_values(m, to + n, room - n) : 0;
        n += (size_t)snprintf(to + n, room - n, "%s", m->text ? " " : ")");
    }
    return n;
}

static bool is_whole(const cb_yaml *root) {
    char found[1024];
    (void)write_values(root, found, sizeof found);
    return strcmp(found, values) == 0;
}

/* Reads where the n-th allocation fails; NOT_MET: there is none. */
static outcome read_case(long n, const void *with) {
    (void)with;
    cb_arena *arena = cb_arena_new((size_t)1 << 20);
    cb_error e = {0};
    cb_yaml *root = NULL;
    countdown = n;
    cb_status status = cb_yaml_read(arena, cb_str_of(yaml), "case.yaml", &root, &e);
    bool met = countdown == 0;
    countdown = 0;
    bool told = status == CB_INTERNAL && strstr(e.text, "memory");
    outcome found = told ? REFUSED : status == CB_OK && is_whole(root) ? WHOLE : WRONG;
    cb_arena_free(arena);
    return met || found == WRONG ? found : NOT_MET;
}

/* CB-FAULT-05 */
static void a_case_file_is_read_whole_or_not_at_all(void **state) {
    (void)state;
    long counts[NOT_MET + 1] = {0};
    for (long n = 1; counts[NOT_MET] == 0; n++) {
        counts[outcome_apart(read_case, n, NULL)]++;
    }
    assert_int_equal(counts[WRONG], 0);
    assert_true(counts[REFUSED] > 20);
}

/* Reads where the n-th allocation fails; the text is longer than what jansson has room for at first. */
static outcome read_document(long n, const void *with) {
    static const char text[] = "two of the samples were exchanged before they were read";
    static const char json[] = "{\"reason\": \"two of the samples were exchanged before they were read\"}";
    (void)with;
    cb_arena *arena = cb_arena_new((size_t)1 << 20);
    cb_error e = {0};
    const cb_json_file file = {arena, "decisions.json", &e};
    cb_json document;
    const char *reason = NULL;
    countdown = n;
    cb_status status = cb_json_open(&file, cb_str_of(json), 1000, &document);
    bool met = countdown == 0;
    countdown = 0;
    status = status == CB_OK ? cb_json_text(&document, "reason", CB_JSON_TEXT, 1000, &reason) : status;
    bool told = status == CB_INTERNAL && strstr(e.text, "memory");
    outcome found = told ? REFUSED : status == CB_OK && strcmp(reason, text) == 0 ? WHOLE : WRONG;
    cb_arena_free(arena);
    return met || found == WRONG ? found : NOT_MET;
}

/* CB-FAULT-05 */
static void a_document_is_read_whole_or_not_at_all(void **state) {
    (void)state;
    long counts[NOT_MET + 1] = {0};
    for (long n = 1; counts[NOT_MET] == 0; n++) {
        counts[outcome_apart(read_document, n, NULL)]++;
    }
    assert_int_equal(counts[WRONG], 0);
    assert_true(counts[REFUSED] > 5);
}

/* CB-FAULT-05 */
static void a_header_names_all_its_tools_or_is_not_read(void **state) {
    (void)state;
    static const char text[] =
        VERSION_42 "##source=deepvariant 1.5\n##VEP=\"v110\" cache=\"/x\" assembly=\"GRCh38.p14\"\n"
                   "##bcftools_normVersion=1.17\n##reference=file:///x/GRCh38.fa\n" COLUMNS "\n";
    static const char expected[] =
        "deepvariant 1.5\nVEP v110; assembly GRCh38.p14\nbcftools norm 1.17\nreference GRCh38.fa";
    long failed = 0, n = 1;
    for (bool met = true; met; n++) {
        fixture f = fixture_new();
        write_bytes(&f, text, strlen(text));
        countdown = n;
        cb_status status = cb_variants_open(f.arena, f.path, &f.reader, &f.error);
        met = countdown == 0;
        countdown = 0;
        failed += status == CB_OK ? 0 : 1;
        if (status == CB_OK) {
            assert_string_equal(cb_variants_upstream(f.reader), expected);
        }
        fixture_free(&f);
    }
    assert_true(failed > 5 && n > failed);
}

#else

/* CB-FAULT-05 */
static void a_case_file_is_read_whole_or_not_at_all(void **state) {
    (void)state;
    (void)cb_yaml_read;
    skip();
}

/* CB-FAULT-05 */
static void a_document_is_read_whole_or_not_at_all(void **state) {
    (void)state;
    skip();
}

/* CB-FAULT-05 */
static void a_header_names_all_its_tools_or_is_not_read(void **state) {
    (void)state;
    skip();
}

#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_file_is_read_whole_or_not_at_all),
        cmocka_unit_test(a_document_is_read_whole_or_not_at_all),
        cmocka_unit_test(a_header_names_all_its_tools_or_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
