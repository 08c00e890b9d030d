/* inheritance_gemini_test.c: gemini's own expectations of its test families, all tables, against read and model (real
 * data, not in the repository). A run that filters by depth, quality, severity, family or number of families asks for
 * the cells that its filter leaves; a row outside of them would fail. docs/inheritance.md holds figures and list. */
#include "unit/read/inheritance_gemini_differences.h"
#include "unit/read/inheritance_kit.h"

#include "casebound/model/sample_checks.h"

enum { EFFECT_GENE = 5 };

/* One run of a gemini tool. Families are "name=persons". */
typedef struct gemini_run {
    const char *vcf, *table;
    cb_mode mode;
    const char *const *families;
    const char *base;     /* the table of the same run without filters, from which families of a gene are counted */
    const char *only;     /* the names of the families that are asked; NULL: all */
    const char *severity; /* "HIGH", "MED", "not LOW"; NULL: all */
    int kindreds, depth, quality;
    int priority; /* of pairs: what is worse is not listed */
    bool need_gene;
} gemini_run;

static const char *const DOM[] = {"1=1_kid ?a 1_dad 1_mom;1_dad mu;1_mom fu",
                                  "2=2_kid ?a 2_dad 2_mom;2_dad mu;2_mom fa",
                                  "3=3_kid ?a 3_dad 3_mom;3_dad ma;3_mom f?", NULL};
static const char *const DOM_ALONE[] = {"1=1_kid ?a 1_dad 1_mom;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fa",
                                        "3=3_kid ?a 3_dad 3_mom;3_dad ma;3_mom f?", NULL};
static const char *const DOM_ALONE_2[] = {"1=1_kid ?a 1_dad 1_mom;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fa",
                                          "3=3_kid ?a;3_dad ma;3_mom f?", NULL};
static const char *const DOM_ALONE_3[] = {"1=1_kid ?a;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fa",
                                          "3=3_kid ?a;3_dad ma;3_mom f?", NULL};
static const char *const REC[] = {"1=1_kid ?a 1_dad 1_mom;1_dad mu;1_mom fu",
                                  "2=2_kid ?a 2_dad 2_mom;2_dad mu;2_mom fu",
                                  "3=3_kid ?a 3_dad 3_mom;3_dad mu;3_mom fu", NULL};
static const char *const REC_ALONE[] = {"1=1_kid ?a;1_dad mu;1_mom fu", "2=2_kid ?a 2_dad 2_mom;2_dad mu;2_mom fu",
                                        "3=3_kid ?a 3_dad 3_mom;3_dad mu;3_mom fu", NULL};
static const char *const REC_ALONE_2[] = {"1=1_kid ?a;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fu",
                                          "3=3_kid ?a 3_dad 3_mom;3_dad mu;3_mom fu", NULL};
static const char *const REC_ALONE_3[] = {"1=1_kid ?a;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fu",
                                          "3=3_kid ?a;3_dad mu;3_mom fu", NULL};
static const char *const X_LINKED[] = {"1=1_kid fa 1_dad 1_mom;1_dad mu;1_mom fu", NULL};
static const char *const PAIRS[] = {
    "1=child_1 ma dad_1 mom_1;dad_1 mu;mom_1 fu", "2=child_2 ma dad_2 mom_2;dad_2 mu;mom_2 fu",
    "3=child_3 ma dad_3 mom_3;dad_3 mu;mom_3 fu", "4=child_4 ma dad_4 mom_4;dad_4 mu;mom_4 fu", NULL};
static const char *const PAIRS_2[] = {"1=child_1 ma dad_1 mom_1;dad_1 mu;mom_1 fu",
                                      "2=child_2 ma dad_2 mom_2;dad_2 mu;mom_2 fu", NULL};
static const char *const PAIRS_1[] = {"1=child_1 ma", NULL};

/* Without --lenient a family with a parent of unknown status is not asked (`only`). */
static const gemini_run DOMINANT[] = {
    {"test.auto_dom.vcf", "auto-dom.01", CB_MODE_DOMINANT, .families = DOM},
    {"test.auto_dom.vcf", "auto-dom.02", CB_MODE_DOMINANT, .families = DOM, .base = "auto-dom.01", .kindreds = 2},
    {"test.auto_dom.vcf", "auto-dom.03", CB_MODE_DOMINANT, .families = DOM, .base = "auto-dom.01", .only = "12",
     .kindreds = 3},
    {"test.auto_dom.vcf", "auto-dom.04", CB_MODE_DOMINANT, .families = DOM, .base = "auto-dom.01", .only = "12",
     .kindreds = 2, .severity = "HIGH"},
    {"test.auto_dom.vcf", "auto-dom.05", CB_MODE_DOMINANT, .families = DOM, .only = "12", .severity = "HIGH",
     .depth = 40},
    {"test.auto_dom.no_parents.vcf", "auto-dom.06", CB_MODE_DOMINANT, .families = DOM_ALONE},
    {"test.auto_dom.no_parents.vcf", "auto-dom.07", CB_MODE_DOMINANT, .families = DOM_ALONE, .base = "auto-dom.06",
     .kindreds = 2},
    {"test.auto_dom.no_parents.2.vcf", "auto-dom.08", CB_MODE_DOMINANT, .families = DOM_ALONE_2},
    {"test.auto_dom.no_parents.2.vcf", "auto-dom.09", CB_MODE_DOMINANT, .families = DOM_ALONE_2, .base = "auto-dom.08",
     .kindreds = 2},
    {"test.auto_dom.no_parents.3.vcf", "auto-dom.10", CB_MODE_DOMINANT, .families = DOM_ALONE_3},
    {"test.auto_dom.no_parents.3.vcf", "auto-dom.11", CB_MODE_DOMINANT, .families = DOM_ALONE_3, .base = "auto-dom.10",
     .kindreds = 2},
    {"test.auto_dom.no_parents.3.vcf", "auto-dom.12", CB_MODE_DOMINANT, .families = DOM_ALONE_3, .base = "auto-dom.10",
     .kindreds = 3},
    {"test.auto_dom.vcf", "auto-dom.16", CB_MODE_DOMINANT, .families = DOM, .only = "23"},
    {"test.auto_dom.vcf", "auto-dom.17", CB_MODE_DOMINANT, .families = DOM, .only = "3"},
    {"test.auto_dom.vcf", "auto-dom.19", CB_MODE_DOMINANT, .families = DOM, .quality = 200},
    {"test.auto_dom.vcf", "auto-dom.20", CB_MODE_DOMINANT, .families = DOM, .quality = 70},
    {.vcf = NULL}};

static const gemini_run RECESSIVE[] = {
    {"test.auto_rec.vcf", "auto-rec.01", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC},
    {"test.auto_rec.vcf", "auto-rec.02", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC, .base = "auto-rec.01",
     .kindreds = 2},
    {"test.auto_rec.vcf", "auto-rec.03", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC, .base = "auto-rec.01",
     .kindreds = 3},
    {"test.auto_rec.vcf", "auto-rec.04", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC, .base = "auto-rec.01",
     .kindreds = 2, .severity = "HIGH"},
    {"test.auto_rec.vcf", "auto-rec.05", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC, .severity = "HIGH",
     .depth = 23},
    {"test.auto_rec.no_parents.vcf", "auto-rec.06", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC_ALONE},
    {"test.auto_rec.no_parents.vcf", "auto-rec.07", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC_ALONE,
     .base = "auto-rec.06", .kindreds = 2},
    {"test.auto_rec.no_parents.2.vcf", "auto-rec.08", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC_ALONE_2},
    {"test.auto_rec.no_parents.2.vcf", "auto-rec.09", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC_ALONE_2,
     .base = "auto-rec.08", .kindreds = 2},
    {"test.auto_rec.no_parents.3.vcf", "auto-rec.10", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC_ALONE_3},
    {"test.auto_rec.no_parents.3.vcf", "auto-rec.11", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC_ALONE_3,
     .base = "auto-rec.10", .kindreds = 2},
    {"test.auto_rec.no_parents.3.vcf", "auto-rec.12", CB_MODE_RECESSIVE_HOMOZYGOUS, .families = REC_ALONE_3,
     .base = "auto-rec.10", .kindreds = 3},
    {.vcf = NULL}};

static const gemini_run COMPOUND[] = {
    {"test.comp_het.vcf", "comphet.01", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS, .severity = "HIGH",
     .priority = 3},
    {"test.comp_het.vcf", "comphet.02", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS, .severity = "HIGH",
     .priority = 1},
    {"test.comp_het.vcf", "comphet.03", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS, .severity = "HIGH",
     .priority = 3},
    {"test.comp_het.vcf", "comphet.04", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS, .severity = "HIGH",
     .priority = 1},
    {"test.comp_het.3.vcf", "comphet.05", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS, .only = "3", .priority = 1},
    {"test.comp_het.3.vcf", "comphet.06", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS, .only = "3", .priority = 1},
    {"test.comp_het.4.vcf", "comphet.07", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS_2, .priority = 1},
    {"test.comp_het.4.vcf", "comphet.08", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS_2, .priority = 1},
    {"test.comp_het.6.vcf", "comphet.09", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS_2, .priority = 1},
    {"test.comp_het.7.vcf", "comphet.10", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS_2, .priority = 1},
    {"test.comp_het.vcf", "comphet.15", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS, .severity = "HIGH",
     .quality = 80, .priority = 2},
    {"test.comp_het.singleton.vcf", "comphet.16", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS_1, .priority = 1},
    {"test.comp_het.singleton.vcf", "comphet.17", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS_1, .priority = 2},
    {"test.comp_het.vcf", "comphet.18", CB_MODE_RECESSIVE_COMPOUND, .families = PAIRS, .only = "3", .priority = 2,
     .need_gene = true},
    {.vcf = NULL}};

static const gemini_run DE_NOVO[] = {
    {"test.de_novo.vcf", "de-novo.01", CB_MODE_DE_NOVO, .families = REC},
    {"test.de_novo.vcf", "de-novo.02", CB_MODE_DE_NOVO, .families = REC, .severity = "HIGH"},
    {"test.de_novo.vcf", "de-novo.03", CB_MODE_DE_NOVO, .families = REC, .severity = "MED", .depth = 24},
    {"test.de_novo.vcf", "de-novo.04", CB_MODE_DE_NOVO, .families = REC, .base = "de-novo.01", .kindreds = 2},
    {"test.de_novo.vcf", "de-novo.05", CB_MODE_DE_NOVO, .families = REC, .base = "de-novo.01", .kindreds = 2,
     .severity = "not LOW"},
    {"test.de_novo.vcf", "de-novo.06", CB_MODE_DE_NOVO, .families = REC, .base = "de-novo.01", .kindreds = 3,
     .severity = "not LOW"},
    {"test.de_novo.vcf", "de-novo.07", CB_MODE_DE_NOVO, .families = REC, .severity = "not LOW"},
    {.vcf = NULL}};

static const gemini_run LINKED[] = {
    {"test.x-linked.vcf", "x-linked.01", CB_MODE_X_RECESSIVE, .families = X_LINKED},
    {"test.x-linked.vcf", "x-linked.02", CB_MODE_X_RECESSIVE, .families = X_LINKED, .depth = 1000},
    {"test.x-linked.vcf", "x-linked.03", CB_MODE_X_RECESSIVE, .families = X_LINKED, .quality = 1000},
    {"test.x-linked.vcf", "x-linked.04", CB_MODE_X_DOMINANT, .families = X_LINKED},
    {"test.x-linked.vcf", "x-linked.05", CB_MODE_X_DOMINANT, .families = X_LINKED, .depth = 1000},
    {"test.x-linked.vcf", "x-linked.06", CB_MODE_X_DE_NOVO, .families = X_LINKED},
    {.vcf = NULL}};

/* The cell of a row of gemini's table under a column's name; "" when there is none. */
static cb_str cell_of(cb_str header, cb_str line, const char *column) {
    cb_str name, cell = {"", 0};
    while (cb_str_split(&header, '\t', &name) && cb_str_split(&line, '\t', &cell)) {
        if (cb_str_is(cb_str_trim(name), column)) {
            return cb_str_trim(cell);
        }
    }
    return (cb_str){"", 0};
}

/* The next row of the table; *header is its line of names. */
static bool next_row(cb_str *table, cb_str *header, cb_str *line) {
    while (cb_str_split(table, '\n', line)) {
        if (cb_str_starts(*line, "gene\t") || cb_str_starts(*line, "chrom\t")) {
            *header = *line;
        } else if (header->n > 0 && line->n > 0) {
            return true;
        }
    }
    return false;
}

static bool is_row_of(cb_str header, cb_str line, const char *family, const cb_variant *v) {
    int64_t id = -1;
    return cb_parse_integer(cell_of(header, line, "variant_id"), &id) && id == v->record_number &&
           cb_str_is(cell_of(header, line, "family_id"), family);
}

/* "fits" when the table has the family's record (variant_id counts the records), "possible" below priority 1, else
 * "no". */
static const char *gemini_says(cb_str table, const char *family, const cb_variant *v) {
    cb_str header = {"", 0}, line;
    const char *answer = "no";
    while (next_row(&table, &header, &line)) {
        if (is_row_of(header, line, family, v)) {
            cb_str priority = cell_of(header, line, "priority");
            answer = priority.n == 0 || cb_str_is(priority, "1") ? "fits" : "possible";
        }
    }
    return answer;
}

static cb_str gemini_text(cb_arena *arena, const char *name) {
    cb_error e = {0};
    cb_str bytes;
    assert_int_equal(cb_file_read(arena, kit_path(arena, cb_format(arena, "gemini/%s", name)), DOC_MAX, &bytes, &e),
                     CB_OK);
    return bytes;
}

static cb_str gemini_table(cb_arena *arena, const char *name) {
    return gemini_text(arena, cb_format(arena, "expected/%s.tsv", name));
}

/* Of snpEff's EFF "NAME(IMPACT|class|codon|change|length|GENE|…)": the first effect of the gravest impact. */
static const char *effect_of(const family_run *r, size_t i, const char **gene) {
    static const char *const impacts[][2] = {
        {"HIGH", "HIGH"}, {"MODERATE", "MED"}, {"LOW", "LOW"}, {"MODIFIER", "LOW"}};
    const char *effects = kit_info(r->f, r->info[i], "EFF");
    *gene = NULL;
    for (size_t k = 0; k < sizeof impacts / sizeof *impacts; k++) {
        const char *mark = cb_format(r->f->arena, "(%s|", impacts[k][0]), *at = strstr(effects, mark);
        if (at) {
            cb_str rest = cb_str_of(at + 1), field = {NULL, 0};
            for (int n = 0; n <= EFFECT_GENE; n++) {
                assert_true(cb_str_split(&rest, '|', &field));
            }
            *gene = field.n ? cb_copy_str(r->f->arena, field) : NULL;
            return impacts[k][1];
        }
    }
    return "LOW";
}

static bool severe_enough(const gemini_run *run, const char *severity) {
    return !run->severity || strcmp(run->severity, severity) == 0 ||
           (strcmp(run->severity, "not LOW") == 0 && strcmp(severity, "LOW") != 0);
}

/* In how many of the run's families the base table has the gene. */
static int kindreds_of(const gemini_run *run, cb_str base, cb_str gene) {
    cb_str header = {"", 0}, line;
    bool seen[10] = {false};
    int count = 0;
    while (next_row(&base, &header, &line)) {
        cb_str family = cell_of(header, line, "family_id");
        int digit = family.n == 1 ? family.s[0] - '0' : 0;
        assert_in_range(digit, 1, 9);
        bool asked = !run->only || strchr(run->only, family.s[0]);
        if (asked && cb_str_same(cell_of(header, line, "gene"), gene) && !seen[digit]) {
            seen[digit] = true;
            count++;
        }
    }
    return count;
}

/* The gene under which gemini's base table lists the record; empty when it does not. */
static cb_str listed_gene(cb_str base, const cb_variant *v) {
    cb_str header = {"", 0}, line;
    while (next_row(&base, &header, &line)) {
        int64_t id = -1;
        if (cb_parse_integer(cell_of(header, line, "variant_id"), &id) && id == v->record_number) {
            return cell_of(header, line, "gene");
        }
    }
    return (cb_str){"", 0};
}

/* Does the run's filter leave this record? */
static bool left(const family_run *r, size_t i) {
    const gemini_run *run = r->with;
    const char *gene;
    const char *severity = effect_of(r, i, &gene);
    bool enough = r->depth[i] >= run->depth && (!run->quality || r->quality[i] >= run->quality);
    if (enough && run->base && run->kindreds > 1) {
        cb_str base = gemini_table(r->f->arena, run->base);
        enough = kindreds_of(run, base, listed_gene(base, r->variants[i])) >= run->kindreds;
    }
    return enough && severe_enough(run, severity) && (!run->need_gene || gene);
}

static const char *gene_left(const family_run *r, size_t i) {
    const gemini_run *run = r->with;
    const char *gene;
    (void)effect_of(r, i, &gene);
    if (!left(r, i)) {
        return NULL;
    }
    return run->mode == CB_MODE_RECESSIVE_COMPOUND && gene ? gene : "GENE";
}

/* A pair below the run's priority is not listed, which says no more than that it is not proved. */
static const char *says_of(const gemini_run *run, const char *says, const cb_verdict *got) {
    bool unlisted = strcmp(says, "no") == 0 && run->priority > 0 && run->priority < 3;
    return unlisted && strcmp(fit_word(got), "possible") == 0 ? "possible" : says;
}

static void compare_family(tally *t, const gemini_run *run, const family_run *r, const char *family, bool trust) {
    cb_str table = gemini_table(r->f->arena, run->table);
    const char *place = cb_format(r->f->arena, "%s %s", run->table, family);
    for (size_t i = 0; i < r->count; i++) {
        const cb_variant *v = r->variants[i];
        const cb_verdict *got = &v->modes[run->mode];
        const char *says = gemini_says(table, family, v);
        if (!left(r, i)) {
            assert_string_equal(says, "no");
        } else if (trust) {
            compare_cell(t, place_of(r->f, place, v, run->mode), says_of(run, says, got), got);
        } else {
            t->excluded += strcmp(says, "no") != 0 && got->fit == CB_DOES_NOT_FIT;
        }
    }
}

static bool gemini_family(tally *t, const gemini_run *run, const char *family) {
    const char *persons = strchr(family, '=') + 1;
    char name[2] = {family[0], '\0'};
    for (int trust = 1; trust >= 0 && (!run->only || strchr(run->only, name[0])); trust--) {
        family_run r;
        char path[128];
        snprintf(path, sizeof path, "gemini/%s", run->vcf);
        if (!kit_open_with(&r, path, persons, CB_GRCH37, trust, gene_left, run)) {
            return false;
        }
        compare_family(t, run, &r, name, trust);
        kit_close(&r);
    }
    return true;
}

static bool gemini(tally *t, const gemini_run *runs) {
    for (const gemini_run *run = runs; run->vcf; run++) {
        for (const char *const *family = run->families; *family; family++) {
            if (!gemini_family(t, run, *family)) {
                return false;
            }
        }
    }
    return true;
}

static bool dominant(tally *t) {
    return gemini(t, DOMINANT);
}
static bool recessive(tally *t) {
    return gemini(t, RECESSIVE);
}
static bool compound(tally *t) {
    return gemini(t, COMPOUND);
}
static bool de_novo(tally *t) {
    return gemini(t, DE_NOVO);
}
static bool linked(tally *t) {
    return gemini(t, LINKED);
}

/* Do the sample checks count an error at this allele alone? */
static bool counted(family_run *r, const cb_variant *v) {
    cb_sample_tally *sites;
    const cb_sample_checks *checks;
    cb_error *e = &r->f->e;
    assert_int_equal(cb_sample_tally_new(r->f->arena, &r->f->kase, &sites, e), CB_OK);
    assert_int_equal(cb_sample_tally_add(sites, v, e), CB_OK);
    assert_int_equal(cb_sample_checks_of(r->f->arena, sites, NULL, &checks, e), CB_OK);
    assert_int_equal(checks->trio_count, 1);
    return checks->trios[0].error_count > 0;
}

/* By GT alone: no parent has the one allele while the other has the second one. */
static bool is_error(const cb_genotype *child, const cb_genotype *father, const cb_genotype *mother) {
    const cb_genotype *all[] = {child, father, mother};
    bool has[3][2] = {{false}};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 2; k++) {
            if (all[i]->ploidy != 2 || all[i]->allele[k] < 0) {
                return false;
            }
            has[i][all[i]->allele[k] > 0] = true;
        }
    }
    bool het = has[0][0] && has[0][1], alternate = !het && has[0][1];
    return het ? !(has[1][0] && has[2][1]) && !(has[1][1] && has[2][0]) : !has[1][alternate] || !has[2][alternate];
}

static cb_str part_of(cb_str text, char separator, long index) {
    cb_str part = {"", 0};
    for (long i = 0; i <= index; i++) {
        assert_true(cb_str_split(&text, separator, &part));
    }
    return part;
}

/* Each of the three calls of a line GT:DP:RO:QR:AO:QA:GL is the likeliest by its GL, but for a phred of 1 at most. */
static bool is_likely(cb_str line) {
    for (long sample = 9; sample < 12; sample++) {
        cb_str call = part_of(line, '\t', sample);
        int alternates = (call.s[0] == '1') + (call.s[2] == '1');
        double log10_likelihood;
        assert_true(cb_parse_real(part_of(part_of(call, ':', 6), ',', alternates), &log10_likelihood));
        if (log10_likelihood < -0.1) {
            return false;
        }
    }
    return true;
}

/* mendel_errors lists three records (.01) and of all gives the number (.04, .05, and .03 of those whose calls are the
 * likeliest ones; .02 and .06 are empty: depth 1000, and a family without errors). An error is told by the verdict
 * where the child has the allele, else by the sample checks. */
static bool mendel(tally *t) {
    static const char header_and_errors[] = "20\n";
    family_run r;
    if (!kit_open(&r, "gemini/test.mendel.vcf", "NA12877 m? NA12889 NA12890;NA12889 m?;NA12890 f?", CB_GRCH37, true,
                  NULL)) {
        return false;
    }
    cb_str table = gemini_table(r.f->arena, "mendel-error.01"), text = gemini_text(r.f->arena, "test.mendel.vcf");
    int errors = 1, likely = 1;
    for (size_t i = 0; i < r.count; i++) {
        const cb_variant *v = r.variants[i];
        const cb_genotype *g = v->genotypes;
        const cb_verdict *got = &v->modes[CB_MODE_DE_NOVO], by_checks = {.fit = CB_FITS, .tested = true};
        bool error = is_error(&g[0], &g[1], &g[2]);
        errors += error;
        likely += error && is_likely(part_of(text, '\n', v->line - 1));
        assert_true(error || strcmp(gemini_says(table, "CEPH1463", v), "no") == 0);
        if (g[0].evidence == CB_EVIDENCE_CARRIER || error) {
            bool child = g[0].evidence == CB_EVIDENCE_CARRIER;
            compare_cell(t, place_of(r.f, "mendel-error", v, CB_MODE_DE_NOVO), error ? "fits" : "no",
                         !child && counted(&r, v) ? &by_checks : got);
        }
    }
    assert_int_equal(errors, atoi(header_and_errors));
    assert_int_equal(likely, atoi(gemini_table(r.f->arena, "mendel-error.03").s));
    assert_string_equal(gemini_table(r.f->arena, "mendel-error.04").s, header_and_errors);
    assert_string_equal(gemini_table(r.f->arena, "mendel-error.05").s, header_and_errors);
    kit_close(&r);
    return true;
}

/* CB-INHERIT-17 */
static void test_gemini(void **state) {
    (void)state;
    static const kit_set sets[] = {{"autosomal_dominant, 16 tables", dominant},
                                   {"autosomal_recessive, 12", recessive},
                                   {"comp_hets, 14", compound},
                                   {"de_novo, 7", de_novo},
                                   {"x_linked, 6", linked},
                                   {"mendel_errors, 3", mendel}};
    kit_sets(sets, sizeof sets / sizeof *sets, DIFFERENCES, sizeof DIFFERENCES / sizeof *DIFFERENCES, "gemini figures",
             "gemini differences");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_gemini)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
