/* profile_test.c: the table that a profile returns, and one clear message for each way to write it wrong. */
#include "unit/judge/profile_fixture.h"

#define START "return { about = 'a', version = '1', "
#define LIST "shortlist = { size = 2, score = 5 }, "
#define REST LIST "rules = { { 'common', 'too common', drop = function() return false end } }, score = function() end }"
#define SCORE "score = function() end }"
#define RULES(list) START LIST "rules = { " list " }, " SCORE
#define RESCUE(rest)                                                                                                 \
    START LIST "rules = { { 'c', 'x', drop = function() return false end }, { 'k', 'x', keep = function() end } }, " \
               "rescue = { " rest " }, " SCORE

static const struct {
    const char *text, *message;
} wrong[] = {
    {"return {", "test.lua line 1: "},
    {"\n\nx = = 1", "test.lua line 3: unexpected symbol near '='"},
    {"error('own words')", "test.lua line 1: own words"},
    {"error({})", "test.lua: an error without a text was raised"},
    {"local t = nil\nreturn t.x", "test.lua line 2: attempt to index a nil value (local 't')"},
    {"return", "returns nothing instead of a table"},
    {"return 'x'", "returns string instead of a table"},
    {"return {}", "about: a text is needed, it is nil"},
    {"return { about = '' }", "about: a text is needed, it is empty"},
    {"return { about = 7 }", "about: a text is needed, it is a number"},
    {"return { about = 'a', versoin = '1' }", "unknown key 'versoin' (did you mean 'version'?)"},
    {"return { about = 'a', 'x' }", "unknown key '1'"},
    {"return { d = 1, zz = 2, c = 3, bb = 4, e = 5, ['\xc3\xa4'] = 6 }", "unknown key 'bb'"},
    {START "frequency = {}, " REST, "unknown key 'frequency' (did you mean 'frequencies'?)"},
    {START "frequencies = { gnomad = {} }, " REST, "frequencies is a list without names and gaps"},
    {START "frequencies = { 'x' }, " REST, "frequencies: each entry is a table"},
    {START "frequencies = { { name = 'g', key = {} } }, " REST,
     "frequencies: unknown key 'key' (did you mean 'keys'?)"},
    {START "frequencies = { { keys = { 'CSQ/AF' } } }, " REST, "frequencies: a text is needed, it is nil"},
    {START "frequencies = { { name = 'g', keys = 'CSQ/AF' } }, " REST, "frequencies is a list"},
    {START "frequencies = { { name = 'g', keys = { 'gnomADe_AF' } } }, " REST,
     "'gnomADe_AF' is not of the form INFO/X"},
    {START "frequencies = { { name = 'g', keys = { 'INFO/' } } }, " REST, "'INFO/' is not of the form"},
    {START "frequencies = { { name = 'g', keys = { 'INFO/AF' } } }, " REST, "INFO/AF counts this family's own alleles"},
    {START "frequencies = { { name = 'g', keys = { 'INFO/MLEAF' } } }, " REST, "INFO/MLEAF counts this family's own"},
    {START "frequencies = { { name = 'g', keys = {} }, { name = 'g', keys = {} } }, " REST,
     "the name 'g' stands twice"},
    {START "predictors = { { name = 'r', keys = { 'CSQ/R' }, low = true } }, " REST,
     "predictors: unknown key 'low' (did you"},
    {START "counts = { { name = 'n', kind = 'homozygote', keys = {} } }, " REST,
     "counts: kind is one of those that docs/filters.md names, not 'homozygote' (did you mean 'homozygotes'?)"},
    {START "counts = { { name = 'n', keys = {} } }, " REST, "counts: kind is one of"},
    {START "counts = { { name = 'n', kind = 'allele_count', keys = { 'INFO/AC' } } }, " REST,
     "counts: INFO/AC counts this family's own alleles"},
    {START "counts = { { name = 'n', kind = 'local', lowest = true, keys = {} } }, " REST,
     "counts: unknown key 'lowest'"},
    {START "clinvar = { signifcance = {} }, " REST,
     "clinvar: unknown key 'signifcance' (did you mean 'significance'?)"},
    {START "clinvar = { review = { 'x' } }, " REST, "clinvar.review: 'x' is not of the form"},
    {START "clinvar = 'CLNSIG', " REST, "clinvar is a table"},
    {START "thresholds = { max_af = 0.02 }, " REST, "thresholds: each entry is a list of a number and its meaning"},
    {START "thresholds = { max_af = { 'x', 'y' } }, " REST, "thresholds: 'max_af' needs a number first"},
    {START "thresholds = { max_af = { 0 / 0, 'y' } }, " REST, "thresholds: 'max_af' needs a number first"},
    {START "thresholds = { max_af = { 0.02 } }, " REST, "thresholds: each entry is a list"},
    {START "thresholds = { { 1, 'x' } }, " REST, "thresholds: each has a name"},
    {START "policy = { min_dept = 3 }, " REST, "policy: unknown key 'min_dept' (did you mean 'min_depth'?)"},
    {START "policy = { min_depth = 0 }, " REST, "policy.min_depth is a whole number from 1 to 1000"},
    {START "policy = { min_depth = '8' }, " REST, "policy.min_depth is a whole number"},
    {START "policy = { pairs_per_gene = 2.5 }, " REST, "policy.pairs_per_gene is a whole number"},
    {START "policy = { mosaic_percent = 51 }, " REST, "policy.mosaic_percent is a whole number from 0 to 50"},
    {START "policy = { heteroplasmy_percent = 0 }, " REST,
     "policy.heteroplasmy_percent is a whole number from 1 to 100"},
    {START "policy = { dominant_homozygous = 'yes' }, " REST,
     "policy.dominant_homozygous is \"fits\", \"possible\" or \"no\""},
    {START "policy = { x_dominant_healthy_female = true }, " REST, "policy.x_dominant_healthy_female is \"fits\""},
    {START "policy = { strict_no_calls = 1 }, " REST, "policy.strict_no_calls is true or false"},
    {START "policy = { reduced_penetrance = '../p.tsv' }, " REST,
     "the name of a table in filters/data, without a path"},
    {START "policy = { reduced_penetrance = true }, " REST, "policy.reduced_penetrance: a text is needed"},
    {START "rules = {}, " SCORE, "shortlist is a table"},
    {START "shortlist = { size = 2 }, rules = {}, " SCORE, "shortlist needs size, a whole number above 0, and score"},
    {START "shortlist = { sizes = 2, score = 1 }, rules = {}, " SCORE,
     "shortlist: unknown key 'sizes' (did you mean 'size'?)"},
    {START LIST SCORE, "rules is a list"},
    {START LIST "sieve = function() end, rules = {}, " SCORE, "unknown key 'sieve'"},
    {RULES("'common'"), "rules: each rule is { \"key\", \"wording\", drop = function(v, t) … end }"},
    {RULES("{ 'c' }"), "rules.c: a text is needed, it is nil"},
    {RULES("{ 7, 'x' }"), "rules: the key of a rule: a text is needed, it is a number"},
    {RULES("{ 'a b', 'x', drop = function() end }"), "the key 'a b' is not made of small letters"},
    {RULES("{ 'c', 'x' }"), "rules.c has one function: drop or keep"},
    {RULES("{ 'c', 'x', 'y', drop = function() end }"), "rules: unknown key '3'"},
    {RULES("{ 'c', 'x', dropp = function() end }"), "rules: unknown key 'dropp' (did you mean 'drop'?)"},
    {RULES("{ 'c', 'x', drop = function() end, keep = function() end }"), "rules.c has one function: drop or keep"},
    {RULES("{ 'c', 'x', drop = true }"), "rules.c.drop must be a function of the profile"},
    {RULES("{ 'c', 'x', keep = tostring }"), "rules.c.keep must be a function of the profile"},
    {RULES("{ 'c', 'x', drop = function() end, near_miss = 1 }"), "rules.c.near_miss is true, false or a function"},
    {RULES("{ 'c', 'x', keep = function() end, near_miss = true }"), "rules.c keeps: near_miss is for what a rule"},
    {RULES("{ 'c', 'x', drop = function() end }, { 'c', 'y', drop = function() end }"), "the key 'c' stands twice"},
    {START LIST "rules = {} }", "score must be a function of the profile"},
    {START LIST "rules = {}, rescue = true, " SCORE, "rescue is a table"},
    {RESCUE("rul = 'c'"), "rescue: unknown key 'rul' (did you mean 'rule'?)"},
    {RESCUE("text = 'x'"), "rescue.rule: a text is needed"},
    {RESCUE("rule = 'd', text = 'x'"), "rescue.rule: there is no rule 'd' (did you mean 'c'?)"},
    {RESCUE("rule = 'k', text = 'x'"), "rescue.rule: 'k' keeps, it drops nothing"},
    {RESCUE("rule = 'c'"), "rescue.text: a text is needed"},
    {RESCUE("rule = 'c', text = 'x'"), "rescue.candidate must be a function"},
    {RESCUE("rule = 'c', text = 'x', candidate = function() end"), "rescue.partner must be a function"},
    {"local x = thresholdz\n" START REST, "test.lua line 1: unknown name 'thresholdz'"},
    {"local x = tostrign\n" START REST, "unknown name 'tostrign' (did you mean 'tostring'?)"},
};

/* CB-PROFILE-01 CB-PROFILE-02 CB-INHERIT-19 */
static void test_wrong(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        fixture *f = fixture_new();
        cb_profile *p;
        assert_int_equal(load_text(f, wrong[i].text, &p), CB_FILTER);
        if (!strstr(f->e.text, wrong[i].message) || strncmp(f->e.text, "test.lua", 8) != 0) {
            fail_msg("%s\n  gives: %s\n  expected: %s", wrong[i].text, f->e.text, wrong[i].message);
        }
        fixture_free(f);
    }
}

/* A profile's own mistakes in a call: the line, the words and the variant. */
static const struct {
    const char *body, *message;
} calls[] = {
    {"return v.aff", "v has no field 'aff' (did you mean 'af'?) (record 1, variant 1-1000-A-T)"},
    {"return v.Gene", "v has no field 'Gene' (did you mean 'gene'?)"},
    {"return v[1]", "v has no field '?'"},
    {"return v.proband.dept", "v.proband has no field 'dept' (did you mean 'depth'?)"},
    {"return v.quality_of_life", "v has no field 'quality_of_life'"},
    {"return t.maxaf", "there is no threshold 'maxaf' (did you mean 'max_af'?)"},
    {"return v.pos > 1", "v has no field 'pos' (did you mean 'position'?)"},
    {"return v.proband.DP > 1", "v.proband has no field 'DP' (did you mean 'depth'?)"},
    {"return v.proband.ad > 1", "v.proband has no field 'ad' (did you mean 'alt_depth'?)"},
    {"return v.proband.gq > 1", "v.proband has no field 'gq' (did you mean 'quality'?)"},
    {"return v:fit('de_novo') == 'fits'",
     "v:fit is known in score alone: rules are asked before the whole file was read"},
    {"return v:reason('de_novo') == ''", "v:reason is known in score alone"},
    {"return #v:partners() > 0", "v:partners is known in score alone"},
    {"return v.best_mode == 'de_novo'", "v.best_mode is known in score alone"},
    {"return v.best_fit == 'fits'", "v.best_fit is known in score alone"},
    {"return v.in_pair == 'trans'", "v.in_pair is known in score alone"},
    {"return v.one_hit", "v.one_hit is known in score alone"},
    {"return v.of(7, 'mother').carrier == 'no'", "this is asked of v, with a colon"},
    {"return v.frequency('gnomAD') == 'no'", "this is asked of v, with a colon"},
    {"return v.of(missing, 'mother').carrier == 'no'", "this is asked of v, with a colon"},
    {"return v:of('mom').carrier == 'no'", "there is no role 'mom'"},
    {"return v:of('mohter').carrier == 'no'", "there is no role 'mohter' (did you mean 'mother'?)"},
    {"return v:frequency_above(0, 'gnomad')", "the profile names no frequency 'gnomad' (did you mean 'gnomAD'?)"},
    {"return v:frequency_above('gnomAD')", "number expected"},
    {"return v:frequency_known()", "string expected"},
    {"return v:predictor_from(0.5)", "string expected"},
    {"return v:frequency_above(0, table.unpack({ 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', "
     "'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD', 'gnomAD' }))",
     "more than 16 names"},
    {"return v:frequency('gnomad') > 0", "the profile names no frequency 'gnomad' (did you mean 'gnomAD'?)"},
    {"return v:count('homozygote') > 0", "the profile names no count 'homozygote' (did you mean 'homozygotes'?)"},
    {"return v:predictor('reval') > 0", "the profile names no predictor 'reval' (did you mean 'revel'?)"},
    {"return v:predictor('revel') > 0", "v:predictor(\"revel\") is not annotated"},
    {"return v:frequency('cohort') > 0",
     "v:frequency(\"cohort\") is missing: test it with known(v:frequency(\"cohort\"))"},
    {"return v.biotype .. 'x'", "v.biotype is missing: test it with known(v.biotype)"},
    {"return", "first.keep returned nil: it returns true or false (record 1, variant 1-1000-A-T)"},
    {"return 1", "first.keep returned number"},
    {"return v.af", "first.keep returned number"},
    {"return v.biotype", "first.keep returned userdata"},
    {"return nil + 1", "test.lua line 8: attempt to perform arithmetic on a nil value (record 1, variant 1-1000-A-T)"},
    {"error('own words')", "test.lua line 8: own words (record 1, variant 1-1000-A-T)"},
    {"error('own words', 0)", "test.lua: own words (record 1, variant 1-1000-A-T)"},
    {"v:add(1, 'x', 'y')", "points and flags are added in score alone"},
    {"v:flag('x')", "points and flags are added in score alone"},
    {"return known(nil)", "known() was given nil"},
    {"return known()", "bad argument #1"},
    {"return v.add(7, 1)", "this is asked of v, with a colon"},
};

/* CB-PROFILE-02 CB-PROFILE-03 CB-PROFILE-04 */
static void test_wrong_calls(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        fixture *f = trio("ma", "mu", "fu");
        cb_profile *p = loaded(f, "", calls[i].body, "");
        cb_variant *v = full_variant(f);
        cb_transcript *t = &v->transcripts[0];
        t->biotype = NULL;
        bool keep;
        assert_int_equal(ask_sieve(f, p, v, &keep), CB_FILTER);
        if (!strstr(f->e.text, calls[i].message)) {
            fail_msg("%s\n  gives: %s\n  expected: %s", calls[i].body, f->e.text, calls[i].message);
        }
        fixture_free(f);
    }
}

/* CB-PROFILE-01 CB-INHERIT-15 */
static void test_read(void **state) {
    (void)state;
    fixture *f = fixture_new();
    cb_profile *p = NULL;
    const char *text =
        "return { about = 'About', version = '2.1',\n"
        "frequencies = { { name = 'g', keys = { 'CSQ/gnomADe_AF', 'INFO/EXACAF' } }, { name = 'h', keys = {} } },\n"
        "predictors = { { name = 'loftool', keys = { 'CSQ/LoFtool' }, lowest = true } },\n"
        "counts = { { name = 'gnomAD homozygotes', kind = 'homozygotes', keys = { 'INFO/nhomalt' } } },\n"
        "clinvar = { significance = { 'INFO/CLNSIG' }, review = { 'INFO/CLNREVSTAT' }, accession = { 'INFO/CLNACC' } "
        "},\n"
        "thresholds = { z = { 3, 'last' }, a = { 0.5, 'first' } },\n"
        "policy = { min_depth = 12, max_alt_reads_free = 3, pairs_per_gene = 50, reduced_penetrance = 'p.tsv',\n"
        "dominant_homozygous = 'no', x_dominant_healthy_female = 'fits', strict_no_calls = true, mosaic_percent = 10,\n"
        "heteroplasmy_percent = 5 },\n"
        "shortlist = { size = 7, score = 2.5 }, rules = { { 'r', 'wording', drop = function() return false end, "
        "near_miss "
        "= true },\n"
        "{ 'k', 'kept', keep = function() return false end } },\n"
        "rescue = { rule = 'r', text = 'brought back', candidate = function() return true end,\n"
        "partner = function() return true end }, score = function() end }";
    assert_int_equal(load_text(f, text, &p), CB_OK);
    assert_string_equal(cb_profile_name(p), "test");
    assert_string_equal(cb_profile_about(p), "About");
    assert_string_equal(cb_profile_version(p), "2.1");
    const cb_sources *s = cb_profile_sources(p);
    assert_int_equal(s->frequency_count, 2);
    assert_string_equal(s->frequencies[0].name, "g");
    assert_int_equal(s->frequencies[0].key_count, 2);
    assert_string_equal(s->frequencies[0].keys[1], "INFO/EXACAF");
    assert_false(s->frequencies[0].lowest);
    assert_true(s->predictors[0].lowest);
    assert_int_equal(s->count_count, 1);
    assert_string_equal(s->counts[0].name, "gnomAD homozygotes");
    assert_string_equal(s->counts[0].kind, "homozygotes");
    assert_string_equal(s->counts[0].keys[0], "INFO/nhomalt");
    assert_null(s->frequencies[0].kind);
    assert_string_equal(s->clinvar_keys[0], "INFO/CLNSIG");
    assert_string_equal(s->review_keys[0], "INFO/CLNREVSTAT");
    assert_string_equal(s->accession_keys[0], "INFO/CLNACC");
    size_t count, size;
    double score;
    const cb_threshold *t = cb_profile_thresholds(p, &count);
    assert_int_equal(count, 2);
    assert_string_equal(t[0].name, "a");
    assert_true(t[0].value == 0.5);
    assert_string_equal(t[1].about, "last");
    assert_int_equal(cb_profile_policy(p)->evidence.min_depth, 12);
    assert_int_equal(cb_profile_policy(p)->evidence.max_alt_reads_free, 3);
    assert_int_equal(cb_profile_policy(p)->pairs_per_gene, 50);
    assert_string_equal(cb_profile_policy(p)->penetrance_file, "p.tsv");
    assert_null(cb_profile_policy(p)->penetrance); /* the table is handed in */
    assert_int_equal(cb_profile_policy(p)->dominant_homozygous, CB_DOES_NOT_FIT);
    assert_int_equal(cb_profile_policy(p)->x_dominant_healthy_female, CB_FITS);
    assert_true(cb_profile_policy(p)->strict_no_calls);
    assert_int_equal(cb_profile_policy(p)->mosaic_percent, 10);
    assert_int_equal(cb_profile_policy(p)->heteroplasmy_percent, 5);
    cb_profile_shortlist(p, &size, &score);
    assert_int_equal(size, 7);
    assert_true(score == 2.5);
    const cb_rule *rules = cb_profile_rules(p, &count);
    assert_int_equal(count, 2);
    assert_string_equal(rules[0].key, "r");
    assert_string_equal(rules[0].text, "wording");
    assert_true(rules[0].near_miss && !rules[0].keeps && rules[1].keeps && !rules[1].near_miss);
    int rule = CB_NO_RULE;
    assert_string_equal(cb_profile_rescue(p, &rule), "brought back");
    assert_int_equal(rule, 0);
    fixture_free(f);
}

/* Long names of files are cut by Lua in its messages, not by us. */
/* CB-PROFILE-02 */
static void test_long_name(void **state) {
    (void)state;
    fixture *f = fixture_new();
    cb_profile *p;
    const char *name = "a_profile_with_a_name_that_is_longer_than_the_sixty_bytes_that_lua_shows.lua";
    assert_int_equal(cb_profile_load(f->arena, cb_str_of("\nerror('x')"), name, NULL, &p, &f->e), CB_FILTER);
    assert_string_equal(f->e.text, cb_format(f->arena, "%s line 2: x", name));
    fixture_free(f);
}

static cb_status load_two(fixture *f, const char *base, const char *derived, cb_profile **p) {
    const cb_profile_file files[] = {{"base.lua", cb_str_of(base)}, {"mine.lua", cb_str_of(derived)}};
    return cb_profile_load_files(f->arena, &(cb_profile_files){files, 2}, NULL, p, &f->e);
}

/* CB-PROFILE-08 */
static void test_extended(void **state) {
    (void)state;
    fixture *f = fixture_new();
    static const char base[] = START "thresholds = { x = { 1, 'one' }, y = { 2, 'two' } }, " REST;
    cb_profile *p;
    size_t count;
    assert_int_equal(
        load_two(f, base, "local base = ...\nbase.thresholds.x[1] = 7\nbase.about = 'mine'\nreturn base", &p), CB_OK);
    assert_string_equal(cb_profile_name(p), "mine");
    assert_string_equal(cb_profile_about(p), "mine");
    const cb_threshold *t = cb_profile_thresholds(p, &count);
    assert_true(count == 2 && t[0].value == 7 && t[1].value == 2);
    assert_int_equal(load_two(f, "return 3", "return ...", &p), CB_FILTER);
    assert_string_equal(f->e.text, "mine.lua: base.lua, which is extended, returns number instead of a table");
    f->e = (cb_error){0};
    assert_int_equal(load_two(f, "\n\nx.y = 1", "return ...", &p), CB_FILTER);
    assert_true(strncmp(f->e.text, "base.lua line 3: ", 17) == 0);
    fixture_free(f);
}

/* CB-PROFILE-08 */
static void test_extends_line(void **state) {
    (void)state;
    fixture *f = fixture_new();
    static const struct {
        const char *text, *name; /* NULL: none */
        bool refused;
    } rows[] = {
        {"-- extends: rare_disease\nlocal base = ...", "rare_disease", false},
        {"-- extends:\tresearch", "research", false},
        {"-- a comment\n-- extends: rare_disease", NULL, false},
        {"", NULL, false},
        {"-- extends:\n", NULL, true},
        {"-- extends: ../x\n", NULL, true},
        {"-- extends: a b\n", NULL, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *name = NULL;
        const cb_profile_file file = {"mine.lua", cb_str_of(rows[i].text)};
        f->e = (cb_error){0};
        assert_int_equal(cb_profile_extended(f->arena, &file, &name, &f->e), rows[i].refused ? CB_FILTER : CB_OK);
        assert_true(rows[i].name ? name && strcmp(name, rows[i].name) == 0 : !name);
    }
    fixture_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong),     cmocka_unit_test(test_wrong_calls), cmocka_unit_test(test_read),
        cmocka_unit_test(test_long_name), cmocka_unit_test(test_extended),    cmocka_unit_test(test_extends_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
