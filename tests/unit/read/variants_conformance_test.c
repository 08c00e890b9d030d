/* variants_conformance_test.c: the files of hts-specs and vcf-validator, each judged by what its suite says is wrong
 * with it. `variants_conformance_test --table` prints the table of docs/input.md. */
#include "whole_file.h"

#include "casebound/base/file.h"

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

static void must_pass(const char *path, void *with) {
    long *accepted = with;
    whole w = read_whole(path);
    if (w.status != CB_OK) {
        fail_msg("%s: refused: %s", path, w.why);
    }
    if (w.records != lines_of(path)) {
        fail_msg("%s: %ld records read of %ld", path, w.records, lines_of(path));
    }
    ++*accepted;
}

/* CB-VCF-31, CB-VCF-39 */
static void every_sound_file_is_read_record_by_record(void **state) {
    (void)state;
    char path[1024];
    long accepted = 0;
    visit(suite(path, sizeof path, "conformance/passed"), must_pass, &accepted);
    print_message("%ld read\n", accepted);
    assert_int_equal(accepted, 110);
}

typedef enum category { USED, HEADER_LINES, INFO_KEYS, FORMAT_KEYS, STRUCTURAL, NO_SAMPLES, CATEGORIES } category;

static const char *const category_names[CATEGORIES] = {
    [USED] = "a field that the report uses",
    [HEADER_LINES] =
        "header lines that are not read (`##ALT`, `##SAMPLE`, `##META`, `##PEDIGREE`, remarks) and order of "
        "fields in others",
    [INFO_KEYS] = "INFO keys that are not read (`AC`, `AF`, `AN`, `DB`, `DP` …), their types, numbers and values",
    [FORMAT_KEYS] = "FORMAT keys that are not read (`DS`, `EC`, `FT`, `GP`, `HQ`, `PQ`, `PSL` …)",
    [STRUCTURAL] = "keys of structural variants and repeats (`SVCLAIM`, `CN`, `RN`, `RUS` …), which are not examined",
    [NO_SAMPLES] = "no sample in the file: refused as soon as a case names its proband",
};

/* What is wrong with a file of the suites, and a word that the message must have where the report uses the field. The
 * first row that the cause begins with counts. */
static const struct {
    const char *cause;
    category kind;
    const char *word;
} causes[] = {
    {"ALT makes a non-valid use of a comma", USED, "ALT"},
    {"Breakend without bases", USED, "ALT"},
    {"Symbolic ALT allele has angle brackets", USED, "ALT"},
    {"Description contains", USED, "Description"},
    {"FILTER begins", USED, "FILTER"},
    {"FILTER contains duplicate", USED, "FILTER names one filter twice"},
    {"FILTER contains reserved value 0", USED, "reserved value 0"},
    {"FILTER contains whitespaces", USED, "space in FILTER"},
    {"FORMAT AD Number", USED, "FORMAT AD with Number"},
    {"FORMAT DP ", USED, "FORMAT DP with Number"},
    {"FORMAT GL ", USED, "FORMAT GL with Number"},
    {"FORMAT GQ ", USED, "FORMAT GQ with Number"},
    {"FORMAT GT Type", USED, "FORMAT GT with Number"},
    {"FORMAT PL ", USED, "FORMAT PL with Number"},
    {"FORMAT PS ", USED, "FORMAT PS with Number"},
    {"FORMAT contains a white-space", USED, "space in FORMAT"},
    {"FORMAT contains an empty", USED, "FORMAT key number 2 is empty"},
    {"FORMAT contains an illegal", USED, "characters that no key may have"},
    {"FORMAT contains duplicate", USED, "FORMAT has a key twice"},
    {"FORMAT first field is not GT", USED, "GT is not the first key"},
    {"FORMAT predefined tag GT", USED, "GT of sample 1"},
    {"FORMAT starts with", USED, "characters that no key may have"},
    {"FORMAT contains a non-alphanumeric", FORMAT_KEYS, NULL}, /* G_S, usual in 4.1 and 4.2 */
    {"FORMAT regex failure", FORMAT_KEYS, NULL},               /* G%3AS */
    {"FORMAT ", FORMAT_KEYS, NULL},
    {"Sample field does not match", FORMAT_KEYS, NULL}, /* DS and AL */
    {"invalid sample value, format CICN", USED, "genotype"},
    {"invalid sample value", FORMAT_KEYS, NULL}, /* PSL, PSO, PSQ */
    {"ID begins", USED, "ID has an empty part"},
    {"ID ends", USED, "ID has an empty part"},
    {"ID has a whitespace", USED, "space in ID"},
    {"ID contains duplicate", USED, "ID names one identifier twice"},
    {"INFO END", USED, "INFO END is no position"},
    {"INFO contains a whitespace", USED, "space in a key"},
    {"INFO contains duplicate keys", USED, "a key twice"},
    {"INFO ", INFO_KEYS, NULL},
    {"Incorrect FORMAT Number", USED, "##FORMAT has no usable ID or Number"},
    {"Incorrect INFO Type", USED, "##INFO has no usable Type"},
    {"Incorrect INFO Number", INFO_KEYS, NULL},
    {"Incorrect order of FORMAT fields", USED, "another order of fields"},
    {"Incorrect ", HEADER_LINES, NULL},
    {"Meta entry without quotation", USED, "not well formed"},
    {"Non-closed meta entry", USED, "not well formed"},
    {"Non-valid meta entry key", USED, "the header is broken"},
    {"Unstructured meta entry", USED, "the header is broken"},
    {"Meta-data entry is not", HEADER_LINES, NULL},
    {"Genome ID", HEADER_LINES, NULL},
    {"Non-description field", HEADER_LINES, NULL},
    {"Original value", HEADER_LINES, NULL},
    {"SAMPLE ID", HEADER_LINES, NULL},
    {"The ALT ", HEADER_LINES, NULL},
    {"Value with whitespace", HEADER_LINES, NULL},
    {"Missing REF", USED, "REF"},
    {"REF has a non-valid base", USED, "REF or ALT has a base other"},
    {"REF has multiple", USED, "REF"},
    {"No genotypes", NO_SAMPLES, NULL},
    {"Position is not", USED, "POS is not a position"},
    {"QUAL is a negative", USED, "QUAL"},
    {"Sample first field", USED, "GT of sample 1"},
    {"Sample genotype contains", USED, "GT of sample 1"},
    {"cardinality in PL", USED, "PL or GL does not have one value for each genotype"},
    {"contig ID contains a comma", USED, "comma in CHROM"},
    {"contig ID contains a whitespace", USED, NULL}, /* CHROM or ##contig */
    {"contig ID contains", USED, "contig ID contains a colon or another character"},
    {"contig ID missing", USED, "##contig"},
    {"duplicated variant", USED, "duplicated variant"},
    {"triplicated variant", USED, "duplicated variant"},
    {"no newline", USED, "no newline"},
    {"non-contiguous chromosome", USED, "a chromosome comes back"},
    {"non-sorted vcf", USED, "not sorted"},
    {"Only one SVCLAIM", STRUCTURAL, NULL},
    {"SVCLAIM", STRUCTURAL, NULL},
    {"cardinality is inconsistent between RN", STRUCTURAL, NULL},
    {"invalid SV", STRUCTURAL, NULL},
    {"invalid format fields", STRUCTURAL, NULL},
    {"invalid info", STRUCTURAL, NULL},
};

typedef struct tally {
    long refused, told, silent;
} tally;

static size_t row_of(const char *cause) {
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
        if (strncmp(cause, causes[i].cause, strlen(causes[i].cause)) == 0) {
            return i;
        }
    }
    fail_msg("no row for the cause '%s'", cause);
    return 0;
}

/* A file whose defect is in a field that is used: the message, or a notice, names it. Compressed ones are told by their
 * compression. */
static void judge(const char *path, const char *cause, tally *tallies) {
    whole w = read_whole(path);
    const char *said = w.status == CB_OK ? w.notices : w.why;
    category kind = USED;
    if (*cause) {
        size_t row = row_of(cause);
        kind = causes[row].kind;
        if (kind == USED && (!*said || (causes[row].word && !strstr(said, causes[row].word)))) {
            fail_msg("%s: '%s': says '%s'", path, cause, said);
        }
    } else if (!strstr(w.why, "compress") && !strstr(w.why, "is not a VCF or BCF file")) {
        fail_msg("%s: says '%s'", path, said);
    }
    tally *t = &tallies[kind];
    if (w.status != CB_OK) {
        t->refused++;
    } else if (*said) {
        t->told++;
    } else {
        t->silent++;
    }
}

/* VERDICTS.tsv: path, suite, verdict, …, cause last. */
static void judge_all(tally *tallies) {
    char path[1024], file[1024];
    size_t size = 0;
    cb_arena *arena = cb_arena_new((size_t)16 << 20);
    cb_str text = {0}, line;
    cb_error e = {0};
    suite(path, sizeof path, "conformance/VERDICTS.tsv");
    assert_int_equal(cb_file_read(arena, path, (size_t)1 << 20, &text, &e), CB_OK);
    while (cb_str_split(&text, '\n', &line)) {
        cb_str column[6] = {{0}};
        for (int i = 0; i < 6 && cb_str_split(&line, '\t', &column[i]); i++) {
        }
        if (!cb_str_is(column[2], "failed") && !cb_str_is(column[2], "nonreadable")) {
            continue;
        }
        char *cause = cb_copy_str(arena, column[5]), *name = cb_copy_str(arena, column[0]);
        assert_true(cause && name);
        size = (size_t)snprintf(file, sizeof file, "%s/%s", test_data(), name);
        assert_true(size < sizeof file);
        judge(file, cause, tallies);
    }
    cb_arena_free(arena);
}

static void row_text(char *out, size_t size, const tally *t, category kind) {
    snprintf(out, size, "| %s | %ld | %ld | %ld | %ld |", category_names[kind], t->refused + t->told + t->silent,
             t->refused, t->told, t->silent);
}

/* CB-VCF-40 */
static void every_defect_that_matters_is_refused_or_told(void **state) {
    (void)state;
    tally tallies[CATEGORIES] = {{0}};
    cb_arena *arena = cb_arena_new((size_t)4 << 20);
    cb_str page = {0};
    cb_error e = {0};
    judge_all(tallies);
    assert_int_equal(tallies[USED].silent, 0);
    assert_true(tallies[USED].refused >= 150 && tallies[USED].told >= 80);
    assert_int_equal(cb_file_read(arena, "docs/input.md", (size_t)1 << 20, &page, &e), CB_OK);
    for (int i = 0; i < CATEGORIES; i++) {
        char row[512];
        size_t at;
        row_text(row, sizeof row, &tallies[i], (category)i);
        if (!cb_str_find(page, row, &at)) {
            fail_msg("docs/input.md does not have the row\n%s", row);
        }
    }
    cb_arena_free(arena);
}

static int print_table(void) {
    tally tallies[CATEGORIES] = {{0}};
    judge_all(tallies);
    for (int i = 0; i < CATEGORIES; i++) {
        char row[512];
        row_text(row, sizeof row, &tallies[i], (category)i);
        printf("%s\n", row);
    }
    return 0;
}

/* CB-VCF-40 */
static void a_file_without_samples_has_no_proband(void **state) {
    (void)state;
    char path[1024];
    fixture f = fixture_new();
    suite(path, sizeof path, "conformance/failed/vcf-validator-4.3-evidence/failed_no_genotypes_or_frequencies.vcf");
    assert_int_equal(cb_variants_open(f.arena, path, &f.reader, &f.error), CB_OK);
    assert_int_equal(map_family(&f), CB_INPUT);
    assert_non_null(strstr(f.error.text, "the proband 'kid' is none of its 0 samples"));
    fixture_free(&f);
}

/* Whatever is read is what stands there: no record more, none less. */
static void no_phantom(const char *path, void *with) {
    long *read = with;
    if (ends_with(path, ".tsv") || ends_with(path, ".ped") || ends_with(path, ".md")) {
        return;
    }
    whole w = read_whole(path);
    if (w.status != CB_OK) {
        assert_true(w.why[0] != '\0');
        return;
    }
    if (!w.binary && !ends_with(path, ".bcf") && w.records != lines_of(path)) {
        fail_msg("%s: %ld records read of %ld", path, w.records, lines_of(path));
    }
    ++*read;
}

/* CB-VCF-32, CB-VCF-41 */
static void no_file_of_the_suites_has_phantom_records(void **state) {
    (void)state;
    char path[1024];
    long read = 0;
    visit(suite(path, sizeof path, "conformance"), no_phantom, &read);
    print_message("%ld read\n", read);
    assert_true(read >= 600);
}

/* Files of cases that are refused, and why each could change a result. */
static const struct {
    const char *file, *why;
} refused_cases[] = {
    {"/tiddit_chr1_del.vcf", "FORMAT DP has a value"}, /* undeclared, and no depth: 18,4.038461538461538,9 */
    {"/tiddit_hg001_chrX.vcf", "FORMAT DP has a value"},
    {"/truth_chr1_del.vcf", "begins with ##fileformat"}, /* no version: nothing says how to read it */
    {"/scout_example_tumor_only.SV.CNV.sorted.vcf.gz", "INFO has CSQ, and the header does not declare it"},
};

static bool is_variants(const char *path) {
    return ends_with(path, ".vcf") || ends_with(path, ".vcf.gz") || ends_with(path, ".bcf") || ends_with(path, ".bgz");
}

static void of_a_laboratory(const char *path, void *with) {
    long *read = with;
    if (!is_variants(path)) {
        return;
    }
    whole w = read_whole(path);
    const char *why = NULL;
    for (size_t i = 0; i < sizeof refused_cases / sizeof *refused_cases; i++) {
        why = ends_with(path, refused_cases[i].file) ? refused_cases[i].why : why;
    }
    if (why ? !strstr(w.why, why) : w.status != CB_OK) {
        fail_msg("%s: '%s', expected '%s'", path, w.why, why ? why : "");
    }
    if (!why) {
        assert_true(w.binary || ends_with(path, ".bcf") || w.records == lines_of(path));
        ++*read;
    }
}

/* CB-VCF-38, CB-VCF-41 */
static void files_of_laboratories_are_read_or_refused_for_a_reason(void **state) {
    (void)state;
    char path[1024];
    long read = 0;
    visit(suite(path, sizeof path, "cases"), of_a_laboratory, &read);
    print_message("%ld read\n", read);
    assert_true(read >= 60);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sound_file_is_read_record_by_record),
        cmocka_unit_test(every_defect_that_matters_is_refused_or_told),
        cmocka_unit_test(a_file_without_samples_has_no_proband),
        cmocka_unit_test(no_file_of_the_suites_has_phantom_records),
        cmocka_unit_test(files_of_laboratories_are_read_or_refused_for_a_reason),
    };
    if (argc > 1 && strcmp(argv[1], "--table") == 0) {
        return print_table();
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
