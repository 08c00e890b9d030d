/* inheritance_situations_test.c: the situations in which tools give different answers (clinical memo section 1.6), and
 * what casebound answers. docs/inheritance.md holds the same table, made by this test. */
#include "unit/model/doc_block.h"

typedef enum setting {
    PLAIN,
    LISTED,        /* GENE1 is in the table of reduced penetrance */
    RECESSIVE,     /* a panel calls GENE1 recessive; the allele is pathogenic in ClinVar */
    RECESSIVE_VUS, /* the same, the allele is not in ClinVar */
    STRICT,
    HOMOZYGOUS_NO,
    FEMALE_FITS,
    FEMALE_NO,
} setting;

typedef struct row {
    const char *situation;
    const char *family; /* "id what father mother" of each person, ';' between */
    const char *chrom;
    int64_t position;
    const char *calls; /* of a pair: '+' between the two alleles */
    cb_mode mode;
    setting set;
    const char *fit, *reason; /* the reason holds this text */
    const char *why;
} row;

#define AUTO "1", 1000
#define ON_X "X", 50000000
#define IN_PAR "X", 631510
#define ON_Y "Y", 12764303
#define MITO "MT", 3243
#define BOY "P ma F M;F mu;M fu"
#define GIRL "P fa F M;F mu;M fu"
#define BOY_MOTHER_ILL "P ma F M;F mu;M fa"
#define PAIR CB_MODE_RECESSIVE_COMPOUND

static const char NO_DATA[] = "a joint caller writes 0/0 where it saw nothing";
static const char MOSAIC[] = "a mosaic parent is healthy, is called free, and can pass the allele on";
static const char ONE_HIT[] =
    "a carrier of a recessive disease is not explained by it; the second hit may be of a kind "
    "that was not examined";
static const char THREE[] =
    "the allele is real, the genotype needs an explanation; dropping it loses deletions and disomies";
static const char HALF[] = "what was not called may be the allele or not";
static const char BY_POLICY[] = "named policy of the profile";

static const row rows[] = {
    {"Child heterozygous, mother `0/0` at depth 0", BOY, AUTO, "0/1 0/0 0/0:0,0", CB_MODE_DE_NOVO, PLAIN, "possible",
     "mother: unaffected, no data", NO_DATA},
    {"Child heterozygous, father `0/0` with AD 26,3", BOY, AUTO, "0/1 0/0:26,3 0/0", CB_MODE_DE_NOVO, PLAIN, "possible",
     "3 alternate of 29 reads, cannot exclude a copy or a mosaic: possible parental mosaicism", MOSAIC},
    {"Child heterozygous, healthy father `0/1` with AD 45,5", BOY, AUTO, "0/1 0/1:45,5 0/0", CB_MODE_DE_NOVO, PLAIN,
     "possible", "possible parental mosaicism, 5 alternate of 50 reads", MOSAIC},
    {"The same under dominant inheritance", BOY, AUTO, "0/1 0/1:45,5 0/0", CB_MODE_DOMINANT, PLAIN, "possible",
     "possible parental mosaicism", MOSAIC},
    {"Child heterozygous, healthy father `0/1` with AD 26,24", BOY, AUTO, "0/1 0/1:26,24 0/0", CB_MODE_DE_NOVO, PLAIN,
     "no", "father: unaffected, heterozygous: inherited", "half of the reads: one copy in every cell"},
    {"Child heterozygous, one parent `./.`, the other free: de novo", BOY, AUTO, "0/1 0/0 ./.", CB_MODE_DE_NOVO, PLAIN,
     "possible", "mother: unaffected, no call",
     "genmod takes the no-call for free, slivar drops it: both say too much"},
    {"Child heterozygous, one parent `./.`, the other free: dominant", BOY, AUTO, "0/1 0/0 ./.", CB_MODE_DOMINANT,
     PLAIN, "possible", "mother: unaffected, no call", "a carrier would exclude it, and she may be one"},
    {"The same, strict about missing calls", BOY, AUTO, "0/1 0/0 ./.", CB_MODE_DOMINANT, STRICT, "no",
     "the policy takes no mode that rests on it", BY_POLICY},
    {"Parent `./.` with 3 alternate reads", BOY, AUTO, "0/1 0/0 ./.:4,3", CB_MODE_DE_NOVO, PLAIN, "possible",
     "no call with 3 alternate reads", "never a non-carrier"},
    {"`./1` affected, dominant", BOY, AUTO, "./1 0/0 0/0", CB_MODE_DOMINANT, PLAIN, "fits", "the other copy not called",
     "one copy is enough"},
    {"`./1` affected, recessive", BOY, AUTO, "./1 0/1 0/1", CB_MODE_RECESSIVE_HOMOZYGOUS, PLAIN, "possible",
     "the other copy not called", HALF},
    {"`./0` parent", BOY, AUTO, "0/1 0/0 ./0", CB_MODE_DE_NOVO, PLAIN, "possible", "one copy not called", HALF},
    {"Haploid `1` of a male on X, mother carrier", BOY, ON_X, "1 0 0/1", CB_MODE_X_RECESSIVE, PLAIN, "fits",
     "proband: hemizygous", "ploidy is part of the genotype"},
    {"Male on X `0/1` with AD 10,0", BOY, ON_X, "0/1:10,0 0 0/1", CB_MODE_X_RECESSIVE, PLAIN, "possible",
     "contradiction, a male has one copy here and no read shows the allele",
     "the call and its reads exclude each other; a clinician must look"},
    {"Male on X `0/1` with AD 12,14", BOY, ON_X, "0/1:12,14 0 0/1", CB_MODE_X_RECESSIVE, PLAIN, "possible",
     "mis-call, mosaic or XXY", "both alleles are there, one copy is expected"},
    {"SHOX (PAR1), child heterozygous, affected father heterozygous", "P ma F M;F ma;M fu", IN_PAR, "0/1 0/1 0/0",
     CB_MODE_DOMINANT, PLAIN, "fits", "father: affected, heterozygous", "two copies in both sexes: autosomal rules"},
    {"SHOX (PAR1), child heterozygous, healthy father heterozygous", BOY, IN_PAR, "0/1 0/1 0/0", CB_MODE_DOMINANT,
     PLAIN, "no", "father: unaffected, heterozygous", "autosomal rules"},
    {"SHOX (PAR1), X-linked", BOY, IN_PAR, "0/1 0/1 0/0", CB_MODE_X_RECESSIVE, PLAIN, "untested", "does not apply",
     "a father passes PAR on to sons"},
    {"Child homozygous, mother heterozygous, father well covered `0/0`", BOY, AUTO, "1/1 0/0 0/1",
     CB_MODE_RECESSIVE_HOMOZYGOUS, PLAIN, "possible", "deletion, uniparental disomy or error", THREE},
    {"Affected homozygous, dominant", "P ma F M;F ma;M fa", AUTO, "1/1 0/1 0/1", CB_MODE_DOMINANT, PLAIN, "fits",
     "proband: homozygous", "two affected parents can pass two copies on"},
    {"The same where the profile says no", "P ma F M;F ma;M fa", AUTO, "1/1 0/1 0/1", CB_MODE_DOMINANT, HOMOZYGOUS_NO,
     "no", "two copies are no ordinary dominant disease", BY_POLICY},
    {"Healthy heterozygous woman, X-linked dominant", GIRL, ON_X, "0/1 0 0/1", CB_MODE_X_DOMINANT, PLAIN, "possible",
     "only with skewed X inactivation or incomplete penetrance", "genmod allows it, Exomiser excludes it; both occur"},
    {"The same where the profile says fits", GIRL, ON_X, "0/1 0 0/1", CB_MODE_X_DOMINANT, FEMALE_FITS, "fits",
     "X inactivation may spare her", BY_POLICY},
    {"The same where the profile says no", GIRL, ON_X, "0/1 0 0/1", CB_MODE_X_DOMINANT, FEMALE_NO, "no",
     "a healthy carrier excludes it", BY_POLICY},
    {"Heterozygous, pathogenic in ClinVar, gene recessive in a panel: dominant", BOY, AUTO, "0/1 0/1 0/0",
     CB_MODE_DOMINANT, RECESSIVE, "no", "one hit: GENE1 is recessive in panel Panel", ONE_HIT},
    {"The same, compound", BOY, AUTO, "0/1 0/1 0/0", PAIR, RECESSIVE, "no",
     "one hit: a single pathogenic allele of GENE1; no second", ONE_HIT},
    {"Heterozygous, not in ClinVar, gene recessive in a panel: dominant", "P ma F M;F m?;M f?", AUTO, "0/1 0/1 0/0",
     CB_MODE_DOMINANT, RECESSIVE_VUS, "possible", "GENE1 is recessive in panel Panel",
     "what an unknown allele does is not known"},
    {"Child and affected mother heterozygous, gene of reduced penetrance", BOY_MOTHER_ILL, AUTO, "0/1 0/0 0/1",
     CB_MODE_DOMINANT, LISTED, "fits", "mother: affected, heterozygous", "plain dominant inheritance"},
    {"Child and healthy mother heterozygous, gene of reduced penetrance", BOY, AUTO, "0/1 0/0 0/1", CB_MODE_DOMINANT,
     LISTED, "fits", "GENE1 has reduced penetrance (a source)", "a healthy carrier excludes nothing there"},
    {"Child and healthy mother heterozygous, another gene", BOY, AUTO, "0/1 0/0 0/1", CB_MODE_DOMINANT, PLAIN, "no",
     "mother: unaffected, heterozygous", "full penetrance unless the table says otherwise"},
    {"Child heterozygous, healthy mother homozygous, gene of reduced penetrance", BOY, AUTO, "0/1 0/0 1/1",
     CB_MODE_DOMINANT, LISTED, "no", "mother: unaffected, homozygous", "two copies without disease speak against it"},
    {"mtDNA: mother 4 %, child 80 %", BOY, MITO, "0/1:20,80 0 0/1:96,4", CB_MODE_MITOCHONDRIAL, PLAIN, "fits",
     "mother: unaffected, heteroplasmic, 4 % (4 of 100 reads)",
     "shares differ between mother and child by a bottleneck"},
    {"mtDNA: the same, the mother called `0/0`", BOY, MITO, "0/1:20,80 0 0/0:960,40", CB_MODE_MITOCHONDRIAL, PLAIN,
     "fits", "called free against its reads, 4 % (40 of 1000 reads)",
     "callers of two copies do not see 4 %: the reads count"},
    {"mtDNA: mother none of 500 reads", BOY, MITO, "0/1:20,80 0 0/0:500,0", CB_MODE_MITOCHONDRIAL, PLAIN, "possible",
     "new, or below detection", "new mutations occur, and shares may be too low to see"},
    {"mtDNA: the same, asked as new", BOY, MITO, "0/1:20,80 0 0/0:500,0", CB_MODE_DE_NOVO, PLAIN, "possible",
     "mother: unaffected, no copy at depth 500: new, or below detection",
     "a share too small to see in her blood may be large in her eggs: never proved"},
    {"mtDNA: mother 4 %, asked as new", BOY, MITO, "0/1:20,80 0 0/0:960,40", CB_MODE_DE_NOVO, PLAIN, "no",
     "4 % (40 of 1000 reads): inherited", "she has it"},
    {"Boy has an allele of Y, father well covered `0`", BOY, ON_Y, "1 0 .", CB_MODE_DE_NOVO, PLAIN, "fits",
     "father: unaffected, no copy at depth 30", "the father alone passes Y on"},
    {"The same, father `0` at depth 0", BOY, ON_Y, "1 0:0,0 .", CB_MODE_DE_NOVO, PLAIN, "possible",
     "father: unaffected, no data, cannot exclude", NO_DATA},
    {"Boy and healthy father have an allele of Y", BOY, ON_Y, "1 1 .", CB_MODE_DE_NOVO, PLAIN, "no",
     "father: unaffected, hemizygous: inherited", "the father alone passes Y on"},
    {"mtDNA: healthy mother 60 %, child 20 %", BOY, MITO, "0/1:80,20 0 0/1:40,60", CB_MODE_MITOCHONDRIAL, PLAIN,
     "possible", "a share as high as the proband's", "a healthy person with more of it needs an explanation"},
    {"Father of unknown status carries", "P ma F M;F m?;M fu", AUTO, "0/1 0/1 0/0", CB_MODE_DOMINANT, PLAIN, "fits",
     "proband: heterozygous", "unknown status sets no condition"},
    {"Father heterozygous at both, mother free of both", BOY, AUTO, "0/1 0/1 0/0 + 0/1 0/1 0/0", PAIR, PLAIN, "no",
     "both alleles from the father: on the same copy", "transmission phases them"},
    {"Father heterozygous at both, unphased; mother not called at one", BOY, AUTO, "0/1 0/1 0/0 + 0/1 0/1 ./.", PAIR,
     PLAIN, "possible", "phase unknown", "one missing call never loses a pair (genmod does)"},
    {"One allele from each parent", BOY, AUTO, "0/1 0/1 0/0 + 0/1 0/0 0/1", PAIR, PLAIN, "fits",
     "this allele from the father, the partner from the mother", "in trans"},
    {"An affected sibling has one of the two alone", BOY ";S ma F M", AUTO, "0/1 0/1 0/0 0/1 + 0/1 0/0 0/1 0/0", PAIR,
     PLAIN, "no", "sibling: affected, does not carry both", "both affected must have the pair"},
    {"An affected sibling not called at one of the two", BOY ";S ma F M", AUTO, "0/1 0/1 0/0 0/1 + 0/1 0/0 0/1 ./.",
     PAIR, PLAIN, "possible", "sibling: affected, not known to carry both", "a missing call excludes nothing"},
    {"A healthy sibling has both", BOY ";S mu F M", AUTO, "0/1 0/1 0/0 0/1 + 0/1 0/0 0/1 0/1", PAIR, PLAIN, "no",
     "sibling: unaffected, carries both", "the same two copies without disease"},
    {"A healthy half-sister has both, her other parent unknown", BOY ";H fu X M", AUTO,
     "0/1 0/1 0/0 0/1 + 0/1 0/0 0/1 0/1", PAIR, PLAIN, "possible",
     "relative: unaffected, carries both, perhaps on one copy", "who gave her which allele is not known"},
    {"Three generations: the healthy grandmother has both", "P ma F M;F mu;M fu GF GM;GF mu;GM fu", AUTO,
     "0/1 0/0 0/1 0/0 0/1 + 0/1 0/0 0/1 0/0 0/1", PAIR, PLAIN, "no", "both alleles from the mother: on the same copy",
     "one haplotype through three generations"},
    {"Affected twins, new allele in both", BOY ";S ma F M", AUTO, "0/1 0/0 0/0 0/1", CB_MODE_DE_NOVO, PLAIN, "fits",
     "sibling: affected, heterozygous: twins, or a parent may be mosaic", "one new allele for both: it explains both"},
    {"Affected twin without the new allele", BOY ";S ma F M", AUTO, "0/1 0/0 0/0 0/0", CB_MODE_DE_NOVO, PLAIN, "no",
     "sibling: affected, no copy", "one cause for both"},
    {"Half-sister by the mother has the allele that is new in the child", BOY ";H fu X M", AUTO, "0/1 0/0 0/0 0/1",
     CB_MODE_DE_NOVO, PLAIN, "possible", "the shared parent may be mosaic", "the mother is the way between them"},
    {"Three generations: affected grandfather, father and child carry", "P ma F M;F ma GF GM;M fu;GF ma;GM fu", AUTO,
     "0/1 0/1 0/0 0/1 0/0", CB_MODE_DOMINANT, PLAIN, "fits", "affected, heterozygous", "segregates through all three"},
    {"Three generations: the affected grandfather is free", "P ma F M;F ma GF GM;M fu;GF ma;GM fu", AUTO,
     "0/1 0/1 0/0 0/0 0/0", CB_MODE_DOMINANT, PLAIN, "no", "affected, no copy at depth 30",
     "he has the disease without it"},
    {"Three generations: grandmother carries, father called free", "P ma F M;F mu GF GM;M fu;GF mu;GM fu", AUTO,
     "0/1 0/0 0/0 0/0 0/1", CB_MODE_DE_NOVO, PLAIN, "possible", "the parent between may have it after all",
     "the same allele twice in one line is rarely new"},
};

static void read_family(fixture *f, const char *text) {
    cb_str rest = cb_str_of(text), one;
    while (cb_str_split(&rest, ';', &one)) {
        const char *part[4] = {NULL, NULL, NULL, NULL};
        cb_str word;
        for (int i = 0; i < 4 && cb_str_split(&one, ' ', &word); i++) {
            part[i] = cb_copy_str(f->arena, word);
            assert_non_null(part[i]);
        }
        add_person(f, part[0], part[1], part[2], part[3]);
    }
    assert_true(cb_family_relate(&f->kase.family, "P"));
}

static void use_setting(fixture *f, setting set) {
    static const char *const genes[] = {"GENE1"}, *const models[] = {"AR"}, *const hgnc[] = {NULL};
    static const cb_panel panel = {
        .id = "panel", .name = "Panel", .genes = genes, .hgnc = hgnc, .models = models, .gene_count = 1};
    static const cb_penetrance_gene gene = {"GENE1", NULL, "a source"};
    cb_map *by_symbol = cb_map_new(f->arena), *by_hgnc = cb_map_new(f->arena);
    cb_penetrance *table = cb_alloc(f->arena, sizeof *table);
    assert_true(by_symbol && by_hgnc && table && cb_map_set(by_symbol, cb_str_of("GENE1"), &gene));
    *table = (cb_penetrance){.version = "1", .by_symbol = by_symbol, .by_hgnc = by_hgnc, .count = 1};
    if (set == RECESSIVE || set == RECESSIVE_VUS) {
        f->kase.panels = &panel;
        f->kase.panel_count = 1;
    }
    f->policy.penetrance = set == LISTED ? table : NULL;
    f->policy.strict_no_calls = set == STRICT;
    f->policy.dominant_homozygous = set == HOMOZYGOUS_NO ? CB_DOES_NOT_FIT : CB_FITS;
    f->policy.x_dominant_healthy_female = set == FEMALE_FITS ? CB_FITS
                                          : set == FEMALE_NO ? CB_DOES_NOT_FIT
                                                             : CB_POSSIBLE;
}

static cb_variant *make(fixture *f, const row *r, int64_t offset, cb_str calls) {
    const char *text = cb_copy_str(f->arena, cb_str_trim(calls));
    assert_non_null(text);
    cb_variant *v = snv(f, r->chrom, r->position + offset, text);
    annotate(f, v, "GENE1", "stop_gained", "HIGH", 4);
    v->clinvar.has_pathogenic = r->set == RECESSIVE;
    return v;
}

static const cb_verdict *answer(fixture *f, const row *r) {
    cb_str rest = cb_str_of(r->calls), first, second = {NULL, 0};
    assert_true(cb_str_split(&rest, '+', &first));
    bool two = cb_str_split(&rest, '+', &second);
    cb_variant *v[2] = {make(f, r, 0, first), two ? make(f, r, 100, second) : NULL};
    assert_int_equal(cb_inheritance(f->arena, &f->kase, v[0], &f->policy, &f->e), CB_OK);
    assert_int_equal(cb_pairs(f->arena, &f->kase, v, two ? 2 : 1, &f->policy, &f->e), CB_OK);
    assert_int_equal(v[0]->one_hit, r->set == RECESSIVE);
    return &v[0]->modes[r->mode];
}

static void put_row(cb_buf *out, const row *r, const cb_verdict *got) {
    doc_cell(out, r->situation);
    doc_cell(out, cb_mode_key(r->mode));
    doc_cell(out, strcmp(fit_word(got), "no") == 0         ? "does not fit"
                  : strcmp(fit_word(got), "untested") == 0 ? "not tested"
                                                           : fit_word(got));
    doc_cell(out, got->reason);
    doc_cell(out, r->why);
    cb_buf_text(out, "|\n");
}

/* CB-INHERIT-13 CB-INHERIT-14 CB-INHERIT-15 CB-INHERIT-16 */
static void test_situations(void **state) {
    (void)state;
    int wrong = 0;
    cb_buf table;
    cb_buf_init(&table, DOC_MAX);
    cb_buf_text(&table, "| situation | mode | casebound says | with the reason | why |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        fixture *f = fixture_new();
        read_family(f, r->family);
        use_setting(f, r->set);
        const cb_verdict *got = answer(f, r);
        if (strcmp(fit_word(got), r->fit) != 0 || !strstr(got->reason, r->reason)) {
            print_error("%s: %s (%s), expected %s (%s)\n", r->situation, fit_word(got), got->reason, r->fit, r->reason);
            wrong++;
        }
        put_row(&table, r, got);
        fixture_free(f);
    }
    assert_int_equal(wrong, 0);
    assert_false(table.failed);
    doc_block("docs/inheritance.md", "situations", cb_buf_view(&table));
    cb_buf_free(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_situations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
