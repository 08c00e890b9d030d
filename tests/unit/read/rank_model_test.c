/* rank_model_test.c: rank models as they are read and refused, and the values that they name. */
#include "vcf_fixture.h"

#include "read/ini.h"

#define VERSION "[Version]\n  version = 1.20\n  name = test\n"
#define CATEGORIES "[Categories]\n  [[frequency]]\n    category_aggregation = min # comment\n  [[other]]\n"
#define HEAD VERSION CATEGORIES
#define AF                                                                                                             \
    "[1000G]\n  field = INFO\n  data_type = float\n  category = frequency\n  record_rule = max\n  separators = ',',\n" \
    "  info_key = 1000GAF\n  description = 'a, b'\n"
#define RARE "  [[rare]]\n    score = 2\n    lower = 0\n    upper = 0.5\n"
#define SIFT                                                                                                    \
    "[sift]\n  field = INFO\n  data_type = string\n  category = other\n  separators = None\n  info_key = CSQ\n" \
    "  csq_key = SIFT\n  [[harm]]\n    score = 1\n    priority = 2\n    string = 'deleterious'\n"
#define FLAG "[flag]\nfield = INFO\ndata_type = flag\ncategory = other\ninfo_key = HOTSPOT\n[[reported]]\nscore = 10\n"

typedef struct trial {
    cb_arena *arena;
    cb_error error;
    cb_rank_model *model;
    cb_status status;
} trial;

static trial read_bytes(cb_str bytes) {
    trial t = {.arena = cb_arena_new(64 << 20)};
    assert_non_null(t.arena);
    t.status = cb_rank_model_read(t.arena, bytes, "model.ini", &t.model, &t.error);
    return t;
}

/* CB-RANK-01 */
static void test_read(void **state) {
    (void)state;
    trial t = read_bytes(cb_str_of("\xef\xbb\xbf# genmod\r\n" HEAD AF "  [[not_reported]]\n    score = 4\n" RARE
                                   "  [[common]]\n    score = -12\n    lower = 0.5\n    upper = 1\n" SIFT FLAG
                                   "[FILTER]\nfield = FILTER\ndata_type = string\ncategory = other\nrecord_rule = min\n"
                                   "separators = ';',\n[[pass]]\nscore = 3\npriority = 1\nstring = PASS\n"));
    if (t.status != CB_OK) {
        fail_msg("%s", t.error.text);
    }
    const cb_rank_model *m = t.model;
    assert_string_equal(m->name, "test");
    assert_string_equal(m->version, "1.20");
    assert_int_equal(m->category_count, 2);
    assert_int_equal(m->categories[0].aggregation, CB_RANK_MIN);
    assert_int_equal(m->categories[1].aggregation, CB_RANK_MIN); /* what genmod takes without a word */
    assert_int_equal(m->rule_count, 4);
    assert_int_equal(m->key_count, 4);
    assert_string_equal(m->keys[0], "INFO/1000GAF");
    assert_string_equal(m->keys[1], "CSQ/SIFT");
    assert_string_equal(m->keys[2], "INFO/HOTSPOT");
    assert_string_equal(m->keys[3], "FILTER");
    assert_string_equal(m->rules[0].description, "'a, b'");
    assert_string_equal(m->rules[0].separators, ",");
    assert_true(m->rules[0].not_reported == 4 && m->rules[0].step_count == 2 && !m->rules[0].lowest);
    assert_true(m->rules[0].steps[0].upper == 0.5 && !m->rules[0].steps[0].closed && m->rules[0].steps[1].closed);
    assert_string_equal(m->rules[1].separators, "&"); /* VEP's own; "None" is none */
    assert_string_equal(m->rules[1].steps[0].string, "deleterious");
    assert_int_equal(m->rules[2].type, CB_RANK_FLAG);
    assert_true(m->rules[3].lowest && m->rules[3].key == 3);
    assert_true(m->categories[0].range.lowest == -12 && m->categories[0].range.highest == 4);
    assert_true(m->range.lowest == -12 && m->range.highest == 5);
    cb_arena_free(t.arena);
}

/* CB-RANK-02 */
static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *error;
    } rows[] = {
        {"", "is no rank model: it has no section [Version]"},
        {VERSION, "is no rank model: it has no section [Categories]"},
        {HEAD, "has no rule"},
        {"[Version]\nname = x\n" CATEGORIES AF RARE, "model.ini line 1: [Version] has no version"},
        {"[Version]\nversoin = x\nname = x\n" CATEGORIES AF RARE,
         "model.ini line 2: [Version] has a key 'versoin' that is not known (did you mean 'version'?)"},
        {VERSION "[Categories]\n[[a]]\ncategory_aggregate = sum\n" AF RARE,
         "model.ini line 6: [a] has a key 'category_aggregate' that is not known (did you mean "
         "'category_aggregation'?)"},
        {VERSION "[Categories]\n[[a]]\ncategory_aggregation = mni\n" AF RARE, "is 'mni', which is not known"},
        {HEAD AF "  infokey = x\n" RARE,
         "line 16: [1000G] has a key 'infokey' that is not known (did you mean 'info_key'?)"},
        {HEAD AF "  [[rare]]\n    score = 2\n    lower = 0\n    uper = 1\n",
         "line 19: [rare] has a key 'uper' that is not known (did you mean 'upper'?)"},
        {HEAD AF RARE "  [[more]]\n  score = 1\n  lower = 0.4\n  upper = 1\n",
         "line 20: [more] of [1000G] overlaps [rare]: one value would be in both"},
        {HEAD AF RARE "  [[more]]\n  score = 1\n  value = 0.1\n", "[more] of [1000G] overlaps [rare]"},
        {HEAD AF RARE "  [[more]]\n  score = 1\n  value = 0\n", "[more] of [1000G] overlaps [rare]"},
        {HEAD AF "  [[more]]\n  score = 1\n  lower = 0.4\n", "[more] is open: it has a lower bound and no upper one"},
        {HEAD AF "  [[more]]\n  score = 1\n  upper = 0.4\n", "[more] is open: it has a upper bound and no lower one"},
        {HEAD AF "  [[more]]\n  score = 1\n", "[more] has no lower"},
        {HEAD AF "  [[more]]\n  score = 1\n  lower = 2\n  upper = 1\n", "[more] holds nothing"},
        {HEAD AF "  [[more]]\n  score = 1\n  lower = 1\n  upper = 1\n", "[more] holds nothing"},
        {HEAD AF "  [[more]]\n  score = 1\n  value = 1\n  lower = 1\n  upper = 2\n",
         "has both a value and an interval"},
        {HEAD AF "  [[more]]\n  score = much\n  value = 1\n", "score of [more] is no number"},
        {HEAD AF "  [[more]]\n  score = -1e9\n  value = 1\n", "score of [more] is beyond 1000000"},
        {HEAD AF "  [[more]]\n  score = 1, 2\n  value = 1\n", "score of [more] takes one value"},
        {HEAD AF "  [[more]]\n  score = eq\n" RARE, "'score = eq' and other scores"},
        {HEAD AF, "[1000G] gives points for no value"},
        {HEAD "[a]\nfield = INFO\n", "[a] has no data_type"},
        {HEAD "[a]\ndata_type = float\n", "[a] has no field"},
        {HEAD "[a]\ndata_type = real\n", "data_type of [a] is 'real', which is not known"},
        {HEAD "[a]\ndata_type = float\nfield = FORMAT\n", "field of [a] is 'FORMAT', which is not known"},
        {HEAD "[a]\ndata_type = float\nfield = INFO\n", "[a] has no info_key"},
        {HEAD "[a]\ndata_type = float\nfield = INFO\ninfo_key = CSQ\n", "[a] has no vep_key"},
        {HEAD "[a]\ndata_type = float\nfield = QUAL\n", "[a] has no separators"},
        {HEAD "[a]\ndata_type = float\nfield = QUAL\nseparators = ',:'\n", "a separator of [a] is not one character"},
        {HEAD "[a]\ndata_type = float\nfield = QUAL\nseparators = ','\n", "[a] has no category"},
        {HEAD "[a]\ndata_type = float\nfield = QUAL\nseparators = ','\ncategory = frequncy\n",
         "a category 'frequncy' that [Categories] does not have (did you mean 'frequency'?)"},
        {HEAD "[a]\ndata_type = float\nrecord_rule = mean\n", "record_rule of [a] is 'mean', which is not known"},
        {HEAD SIFT "  [[more]]\n    score = 1\n    priority = 1\n    string = Deleterious\n",
         "[more] of [sift] overlaps [harm]"},
        {HEAD SIFT "  [[more]]\n    score = 1\n    string = x\n", "[more] has no priority"},
        {HEAD SIFT "  [[more]]\n    score = 1\n    priority = 1.5\n    string = x\n",
         "priority of [more] is no whole number"},
        {HEAD SIFT "  [[more]]\n    score = 1\n    priority = 1\n    string =\n", "string of [more] takes one value"},
        {HEAD FLAG "[[again]]\nscore = 1\n", "[again] of [flag] overlaps [reported]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        trial t = read_bytes(cb_str_of(rows[i].text));
        if (t.status != CB_FILTER || !strstr(t.error.text, rows[i].error) || t.model) {
            fail_msg("row %zu: status %d, '%s' and not '%s'", i, (int)t.status, t.error.text, rows[i].error);
        }
        assert_null(strchr(t.error.text, '\n'));
        cb_arena_free(t.arena);
    }
}

/* CB-RANK-02 */
static void test_ini_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *error;
    } rows[] = {
        {"a = 1\n", "line 1: a key stands in no section"},
        {"[a]\nword\n", "line 2: is no section, no 'key = value' and no comment"},
        {"[a]\n= 1\n", "line 2: is no section"},
        {"[a\n", "line 1: a section's name stands between as many brackets before as behind"},
        {"[[a]\n", "line 1: a section's name stands between"},
        {"[]\n", "line 1: a section's name stands between"},
        {"[a] b\n", "line 1: a section's name stands between"},
        {"[[a]]\n", "line 1: a section in brackets of two stands in no section"},
        {"[a]\n[[b]]\n[[[c]]]\n", "line 3: sections go two levels deep"},
        {"[a]\n[a]\n", "line 2: section 'a' stands twice"},
        {"[a]\n[[b]]\n[[b]]\n", "line 3: section 'b' stands twice"},
        {"[a]\nx = 1\nx = 2\n", "line 3: key 'x' stands twice in its section"},
        {"[a]\nx = 'y\n", "line 2: a quote does not end on its line"},
        {"[a]\nx = \"\"\"y\n", "line 2: a quote does not end on its line"},
        {"[a]\nx = 1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3\n",
         "line 2: the list is too long"},
        {"[a]\nx = \xff\n", "holds NUL or bytes that are not UTF-8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_arena *arena = cb_arena_new(1 << 20);
        cb_error e = {0};
        cb_ini_section *first;
        cb_status s = cb_ini_read(arena, cb_str_of(rows[i].text), "f.ini", &first, &e);
        if (s != CB_FILTER || !strstr(e.text, rows[i].error) || first) {
            fail_msg("row %zu: status %d, '%s' and not '%s'", i, (int)s, e.text, rows[i].error);
        }
        cb_arena_free(arena);
    }
}

/* CB-RANK-02: what is too large ends at once. */
static void test_ini_limits(void **state) {
    (void)state;
    static const struct {
        const char *unit, *error;
        size_t times;
    } rows[] = {
        {"#\n", "more than 1 MiB", CB_INI_BYTES},
        {"[%zu]\n", "too many sections", CB_INI_SECTIONS + 1},
        {"k%zu = 1\n", "the section has too many keys", CB_INI_PAIRS + 1},
        {"x", "the line is too long", CB_INI_LINE + 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_arena *arena = cb_arena_new(64 << 20);
        cb_error e = {0};
        cb_ini_section *first;
        cb_buf text;
        cb_buf_init(&text, 4 << 20);
        cb_buf_text(&text, "[a]\n");
        for (size_t k = 0; k < rows[i].times; k++) {
            char unit[64];
            const char *number = strstr(rows[i].unit, "%zu");
            snprintf(unit, sizeof unit, "%.*s%zu%s", number ? (int)(number - rows[i].unit) : 0, rows[i].unit, k,
                     number ? number + 3 : "");
            cb_buf_text(&text, number ? unit : rows[i].unit);
        }
        assert_int_equal(cb_ini_read(arena, cb_buf_view(&text), "f.ini", &first, &e), CB_FILTER);
        assert_non_null(strstr(e.text, rows[i].error));
        cb_buf_free(&text);
        cb_arena_free(arena);
    }
}

/* CB-RANK-01: quotes, lists, comments as ConfigObj reads them. */
static void test_ini_values(void **state) {
    (void)state;
    static const struct {
        const char *value;
        size_t count;
        const char *first, *second;
    } rows[] = {
        {"a", 1, "a", ""},          {" a b ", 1, "a b", ""},     {"'a, b'", 1, "a, b", ""}, {"a,b", 2, "a", "b"},
        {"',',", 1, ",", ""},       {"',', ':',", 2, ",", ":"},  {"'#' # x", 1, "#", ""},   {"a # 'b", 1, "a", ""},
        {"'/',\",\"", 2, "/", ","}, {"\"it's\"", 1, "it's", ""}, {"", 1, "", ""},           {"a,,b", 3, "a", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cb_arena *arena = cb_arena_new(1 << 20);
        cb_error e = {0};
        cb_ini_section *first;
        char text[128];
        snprintf(text, sizeof text, " [ s ] # comment\n\n# x = 2\n\tkey = %s\r\n", rows[i].value);
        if (cb_ini_read(arena, cb_str_of(text), "f.ini", &first, &e) != CB_OK) {
            fail_msg("%s", e.text);
        }
        assert_string_equal(first->name, "s");
        const cb_ini_pair *p = cb_ini_get(first, "key");
        assert_non_null(p);
        assert_null(cb_ini_get(first, "x"));
        assert_int_equal(p->line, 4);
        assert_int_equal(p->count, rows[i].count);
        assert_string_equal(p->items[0], rows[i].first);
        assert_true(p->count < 2 || strcmp(p->items[1], rows[i].second) == 0);
        cb_arena_free(arena);
    }
}

#define VCF                                                                                                    \
    VERSION_42 "##contig=<ID=1,length=248956422>\n##INFO=<ID=1000GAF,Number=A,Type=Float,Description=\"x\">\n" \
               "##INFO=<ID=HOTSPOT,Number=0,Type=Flag,Description=\"x\">\n"                                    \
               "##INFO=<ID=Obs,Number=1,Type=Integer,Description=\"x\">\n"                                     \
               "##INFO=<ID=RankResult,Number=.,Type=String,Description=\"frequency|other\">\n"                 \
               "##INFO=<ID=CSQ,Number=.,Type=String,Description=\"x. Format: Allele|Consequence|SIFT\">\n"     \
               "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n" TRIO

static cb_variant *values_of(fixture *f, const char *record, int index) {
    static const char *const keys[] = {"INFO/1000GAF", "CSQ/SIFT",    "FILTER",     "INFO/HOTSPOT",
                                       "INFO/Obs",     "INFO/absent", "CSQ/absent", "ALT"};
    static const cb_rank_model model = {.keys = keys, .key_count = sizeof keys / sizeof *keys};
    f->kase.rank_model = &model;
    const char *text = cb_format(f->arena, "%s%s\n", VCF, record);
    assert_non_null(text);
    cb_variant *v = variant_of(f, text, index);
    assert_int_equal(v->raw_count, model.key_count);
    return v;
}

static void assert_raw(const cb_raw *raw, cb_presence presence, const char *texts) {
    char all[256] = "";
    for (size_t i = 0; i < raw->count; i++) {
        strcat(strcat(all, i ? " " : ""), raw->texts[i]);
    }
    assert_int_equal(raw->presence, presence);
    assert_string_equal(all, texts);
}

/* CB-RANK-08 */
static void test_values(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_variant *v = values_of(&f,
                                    "1\t100\t.\tA\tC,G\t.\tPASS;LowQual\t1000GAF=0.1,0.2;HOTSPOT;Obs=7;RankResult=4|1;"
                                    "CSQ=C|missense_variant|tolerated,G|missense_variant|deleterious,"
                                    "G|missense_variant|deleterious%3B\tGT\t0/2\t0/1\t0/2",
                                    2);
    assert_raw(&v->raw[0], CB_PRESENT, "0.2");
    assert_raw(&v->raw[1], CB_PRESENT, "deleterious deleterious;");
    assert_raw(&v->raw[2], CB_PRESENT, "PASS;LowQual");
    assert_raw(&v->raw[3], CB_PRESENT, "");
    assert_raw(&v->raw[4], CB_MISSING, ""); /* one count for two alleles: nobody's */
    assert_raw(&v->raw[5], CB_NOT_ANNOTATED, "");
    assert_raw(&v->raw[6], CB_NOT_ANNOTATED, "");
    assert_raw(&v->raw[7], CB_PRESENT, "G");
    assert_string_equal(v->upstream_parts.value, "4|1");
    f.kase.notice_count = 0;
    assert_int_equal(cb_variants_rank(f.reader, &f.kase, f.arena, &f.error), CB_OK);
    assert_string_equal(f.kase.rank_names, "frequency|other");
    assert_int_equal(f.kase.notice_count, 1);
    assert_non_null(strstr(f.kase.notices[0], "counts it as not reported: INFO/absent, CSQ/absent"));
    assert_null(strstr(f.kase.notices[0], "FILTER"));
    fixture_free(&f);
}

/* CB-RANK-08: a list that is longer than one allele's is that allele's where the site has no other. */
static void test_values_of_one_allele(void **state) {
    (void)state;
    fixture f = fixture_new();
    const cb_variant *v = values_of(&f, "1\t100\t.\tA\tC\t.\t.\t1000GAF=0.1,0.3\tGT\t0/1\t0/1\t0/0", 1);
    assert_raw(&v->raw[0], CB_PRESENT, "0.1 0.3");
    assert_raw(&v->raw[1], CB_MISSING, "");
    assert_raw(&v->raw[2], CB_PRESENT, ".");
    assert_raw(&v->raw[3], CB_MISSING, "");
    assert_raw(&v->raw[4], CB_MISSING, "");
    assert_int_equal(v->upstream_parts.presence, CB_MISSING);
    assert_int_equal(v->upstream_score.presence, CB_NOT_ANNOTATED);
    fixture_free(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_ini_refused),
        cmocka_unit_test(test_ini_limits),
        cmocka_unit_test(test_ini_values),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_values_of_one_allele),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
