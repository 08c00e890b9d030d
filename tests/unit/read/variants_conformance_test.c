/* variants_conformance_test.c: the files of hts-specs and vcf-validator that a reader must accept, and those that it
 * should refuse. */
#include "vcf_fixture.h"

#include <dirent.h>

typedef struct tally {
    long accepted, refused;
    char last[512]; /* an accepted or refused file that should not have been */
} tally;

/* Sound by the suite, refused here, and why. */
static const struct {
    const char *file, *why;
} exceptions[] = {
    {"/passed_body_alt.vcf", "not a genotype of this record's 0 alternate alleles"}, /* 0|1 where ALT is '.': the called
                                                                                       allele does not exist */
    {"validator-4.1/passed_meta_pedigree.vcf", "a blank line"},
    {"validator-4.2/passed_meta_pedigree.vcf", "a blank line"},
    {"validator-4.3/passed_meta_pedigree.vcf", "a blank line"},
    {"validator-4.4/passed_meta_pedigree.vcf",
     "a blank line"}, /* blank lines are refused everywhere: they are a sign of damage */
    {"passed_body_info_CICN.vcf", "a blank line"},
    {"passed_body_sample_format_CICN.vcf", "not a genotype"},   /* GT 0/0| has an allele without a number */
    {"zero_length_LAA.vcf", "the column of sample 1 is empty"}, /* an empty column cannot be told from a lost value */
};

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

static const char *excepted(const char *path) {
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        if (ends_with(path, exceptions[i].file)) {
            return exceptions[i].why;
        }
    }
    return NULL;
}

/* Reads all of it; the message of the refusal in `why`, or "". */
static void read_file(const char *path, char why[CB_ERROR_TEXT]) {
    fixture f = fixture_new();
    cb_record r;
    bool more = true;
    cb_status status = cb_variants_open(f.arena, path, 0, &f.reader, &f.error);
    while (status == CB_OK && more) {
        status = cb_variants_next(f.reader, &r, &more, &f.error);
    }
    assert_true(status == CB_OK || status == CB_INPUT);
    memcpy(why, f.error.text, CB_ERROR_TEXT);
    fixture_free(&f);
}

static void visit(const char *folder, void (*on_file)(const char *, tally *), tally *t) {
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        char path[1024];
        if (entry->d_name[0] == '.') {
            continue;
        }
        assert_true(snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path);
        DIR *below = opendir(path);
        if (below) {
            closedir(below);
            visit(path, on_file, t);
        } else {
            on_file(path, t);
        }
    }
    closedir(dir);
}

static void must_pass(const char *path, tally *t) {
    char why[CB_ERROR_TEXT];
    const char *expected = excepted(path);
    read_file(path, why);
    if (expected ? !strstr(why, expected) : why[0] != '\0') {
        fail_msg("%s: '%s', expected '%s'", path, why, expected ? expected : "");
    }
    t->accepted += expected ? 0 : 1;
}

static void should_fail(const char *path, tally *t) {
    char why[CB_ERROR_TEXT];
    read_file(path, why);
    t->refused += why[0] ? 1 : 0;
    t->accepted += why[0] ? 0 : 1;
}

static const char *suite(char *path, size_t size, const char *part) {
    const char *folder = test_data();
    if (!folder) {
        skip();
    }
    snprintf(path, size, "%s/conformance/%s", folder, part);
    return path;
}

/* CB-VCF-31 */
static void sound_files_are_accepted(void **state) {
    (void)state;
    char path[1024];
    tally t = {0};
    visit(suite(path, sizeof path, "passed"), must_pass, &t);
    print_message("%ld accepted\n", t.accepted);
    assert_true(t.accepted >= 98);
}

/* CB-VCF-31 */
static void broken_files_are_refused(void **state) {
    (void)state;
    char path[1024];
    tally t = {0};
    visit(suite(path, sizeof path, "failed"), should_fail, &t);
    print_message("%ld of %ld refused\n", t.refused, t.refused + t.accepted);
    /* The rest breaks rules for reserved keys that are not read here (types and numbers of their declarations), or
     * repeats a variant. */
    assert_true(t.refused >= 150);
}

/* CB-VCF-31 */
static void files_of_other_formats_are_refused(void **state) {
    (void)state;
    char path[1024];
    tally t = {0};
    visit(suite(path, sizeof path, "nonreadable"), should_fail, &t);
    assert_int_equal(t.accepted, 0);
    assert_true(t.refused >= 4);
}

/* CB-VCF-31 */
static void odd_files_of_real_tools_are_read_or_refused_in_words(void **state) {
    (void)state;
    char path[1024];
    tally t = {0};
    visit(suite(path, sizeof path, "weird"), should_fail, &t);
    print_message("%ld accepted, %ld refused\n", t.accepted, t.refused);
    assert_true(t.accepted >= 50);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_files_are_accepted),
        cmocka_unit_test(broken_files_are_refused),
        cmocka_unit_test(files_of_other_formats_are_refused),
        cmocka_unit_test(odd_files_of_real_tools_are_read_or_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
