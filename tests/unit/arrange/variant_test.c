/* variant_test.c: the list and what is said of one allele. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/arrange/case_kit.h"
#include <stdio.h>

static kit *trio_kit(void) {
    kit *k = kit_new();
    kit_trio(k);
    return k;
}

static const char *text(const cb_node *view, const char *path) {
    if (!cb_node_at(view, path)) {
        fail_msg("the view has no %s", path);
    }
    return cb_node_text(view, path);
}

static cb_node_kind kind(const cb_node *view, const char *path) {
    assert_non_null(cb_node_at(view, path));
    return cb_node_at(view, path)->kind;
}

/* CB-ARRANGE-13 */
static void test_missing_zero_and_not_annotated(void **state) {
    (void)state;
    kit *k = trio_kit();
    static const cb_presence presence[] = {CB_PRESENT, CB_MISSING, CB_NOT_ANNOTATED};
    static const cb_node_kind kinds[] = {CB_NODE_REAL, CB_NODE_MISSING, CB_NODE_NOT_ANNOTATED};
    static const char *const words[] = {"0", "–", "not annotated"};
    for (size_t i = 0; i < 3; i++) {
        cb_variant *v = kit_variant(k, "k");
        v->af = v->frequencies[0].value = v->predictors[0].value = (cb_real){0, presence[i], "x"};
        v->af_name = presence[i] == CB_PRESENT ? "gnomAD exomes" : NULL;
        v->clinvar.significance = (cb_text){presence[i] == CB_PRESENT ? "Benign" : NULL, presence[i], "y"};
        v->clinvar.class = presence[i] == CB_PRESENT ? CB_CLINVAR_BENIGN : CB_CLINVAR_NONE;
        v->upstream_score = (cb_text){presence[i] == CB_PRESENT ? "0" : NULL, presence[i], "z"};
    }
    const cb_node *view = kit_view(k);
    for (size_t i = 0; i < 3; i++) {
        static const char *const paths[] = {"af", "frequencies/0/value", "predictors/0/value"};
        static const char *const cells[] = {"af", "revel", "af_gnomad_exomes"};
        for (size_t j = 0; j < 3; j++) {
            char path[80];
            snprintf(path, sizeof path, "variants/%zu/%s", i, paths[j]);
            /* What no input declares is named once, not shown as a value. */
            if (i == 2 && j > 0) {
                const char *name = j == 1 ? "gnomAD exomes" : "REVEL";
                snprintf(path, sizeof path, "variants/%zu/%s", i,
                         j == 1 ? "frequencies_not_annotated" : "predictors_not_annotated");
                assert_non_null(strstr(text(view, path), name));
            } else {
                assert_int_equal(kind(view, path), kinds[i]);
                assert_string_equal(text(view, path), words[i]);
            }
            const cb_node *cell = kit_cell(view, i, cells[j]);
            assert_int_equal(cell->kind, kinds[i]);
            assert_string_equal(cell->text, words[i]);
        }
        const cb_node_kind as_text = i == 0 ? CB_NODE_TEXT : kinds[i];
        assert_int_equal(kit_cell(view, i, "clinvar")->kind, as_text);
        assert_int_equal(kit_cell(view, i, "upstream_score")->kind, as_text);
        assert_int_equal(kit_cell(view, i, "af_source")->kind, as_text);
    }
    kit_free(k);
}

/* CB-ARRANGE-13 */
static void test_without_annotation(void **state) {
    (void)state;
    kit *k = trio_kit();
    cb_variant *v = kit_variant(k, "k");
    v->chosen = NULL;
    v->chosen_why = NULL;
    v->gene = v->hgnc_id = v->consequence = NULL;
    v->transcript_count = 0;
    const cb_node *view = kit_view(k);
    assert_int_equal(kit_cell(view, 0, "gene")->kind, CB_NODE_MISSING);
    assert_string_equal(kit_cell(view, 0, "position")->text, "1:1000 A>G");
    assert_string_equal(text(view, "variants/0/title"), "1:1000 A>G");
    k->kase.annotation_kind_count = 0;
    view = kit_view(k);
    assert_int_equal(kit_cell(view, 0, "gene")->kind, CB_NODE_NOT_ANNOTATED);
    assert_int_equal(kit_cell(view, 0, "consequence")->kind, CB_NODE_NOT_ANNOTATED);
    assert_int_equal(kind(view, "variants/0/hgvs_p"), CB_NODE_NOT_ANNOTATED);
    assert_int_equal(kind(view, "variants/0/impact"), CB_NODE_NOT_ANNOTATED);
    assert_non_null(strstr(text(view, "variants/0/transcript_why"), "no consequence annotation"));
    kit_free(k);
}

/* CB-ARRANGE-14 */
static void test_columns(void **state) {
    (void)state;
    static const char *const first[] = {"rank",
                                        "score",
                                        "gene",
                                        "panel",
                                        "hgvs_c",
                                        "hgvs_p",
                                        "consequence",
                                        "exon",
                                        "inheritance",
                                        "partners",
                                        "gt_p",
                                        "gt_f",
                                        "gt_m",
                                        "af",
                                        "af_source",
                                        "clinvar",
                                        "clinvar_accession",
                                        "revel",
                                        "band_revel",
                                        "gene__2",
                                        "transcript",
                                        "transcript_choice",
                                        "position",
                                        "filter",
                                        "chrom"};
    kit *k = trio_kit();
    kit_variant(k, "1-1000-A-G");
    kit_variant(k, "1-1001-A-G");
    const cb_node *view = kit_view(k), *columns = cb_node_at(view, "columns"), *c = columns->first;
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++, c = c->next) {
        assert_string_equal(cb_node_text(c, "key"), first[i]);
        assert_int_equal(cb_node_at(c, "wide")->integer, strcmp(first[i], "chrom") == 0);
    }
    for (c = columns->first; c; c = c->next) {
        for (const cb_node *d = c->next; d; d = d->next) {
            assert_string_not_equal(cb_node_text(c, "key"), cb_node_text(d, "key"));
        }
    }
    for (const cb_node *v = cb_node_at(view, "variants")->first; v; v = v->next) {
        assert_int_equal(cb_node_at(v, "cells")->count, columns->count);
    }
    assert_string_equal(kit_cell(view, 1, "key")->text, "1-1001-A-G");
    assert_int_equal(kit_cell(view, 1, "pos")->integer, 1001);
    assert_int_equal(kit_cell(view, 1, "rank")->integer, 2);
    assert_int_equal(kit_cell(view, 0, "depth_p")->integer, 35);
    assert_int_equal(kit_cell(view, 0, "alt_depth_p")->integer, 18);
    assert_int_equal(kit_cell(view, 0, "ref_depth_m")->integer, 30);
    assert_int_equal(kit_cell(view, 0, "gq_p")->integer, 99);
    assert_int_equal(kit_cell(view, 0, "end")->integer, 1000);
    assert_string_equal(kit_cell(view, 0, "type")->text, "SNV");
    kit_free(k);
}

static const cb_node *column_of(const cb_node *view, const char *key) {
    for (const cb_node *c = cb_node_at(view, "columns")->first; c; c = c->next) {
        if (strcmp(cb_node_text(c, "key"), key) == 0) {
            return c;
        }
    }
    return NULL;
}

/* CB-ARRANGE-14 */
static void test_sample_names_stay_apart(void **state) {
    (void)state;
    kit *k = kit_new();
    kit_person(k, "S 1", NULL, NULL, CB_FEMALE, CB_AFFECTED);
    kit_person(k, "S_1", NULL, NULL, CB_FEMALE, CB_UNAFFECTED);
    kit_person(k, "s-1", NULL, NULL, CB_FEMALE, CB_UNAFFECTED);
    kit_person(k, "unseen", NULL, NULL, CB_MALE, CB_UNAFFECTED)->column = -1;
    kit_relate(k, "S 1");
    cb_variant *v = kit_variant(k, "k");
    kit_call(k, v, 1, "1/1", 1, 1, 0, 31, 80);
    kit_call(k, v, 2, "./.", -1, -1, -1, -1, -1);
    const cb_node *view = kit_view(k);
    assert_string_equal(kit_cell(view, 0, "gt_s_1")->text, "0/1 · 18/35");
    assert_string_equal(kit_cell(view, 0, "gt_s_1__2")->text, "1/1 · 31/31");
    assert_string_equal(kit_cell(view, 0, "gt_s_1__3")->text, "./. · –/– ?");
    assert_string_equal(text(column_of(view, "gt_s_1"), "label"), "Proband");
    assert_string_equal(text(column_of(view, "gt_s_1__2"), "label"),
                        "Relative S_1"); /* two relatives: the id tells them apart */
    assert_null(column_of(view, "gt_unseen"));
    assert_int_equal(kit_cell(view, 0, "depth_s_1__3")->kind, CB_NODE_MISSING);
    kit_free(k);
}

/* CB-ARRANGE-15 */
static void test_genotypes(void **state) {
    (void)state;
    kit *k = trio_kit();
    cb_variant *v = kit_variant(k, "k");
    kit_call(k, v, 1, "0/0", 0, 0, 5, 0, 12);
    kit_call(k, v, 2, "./.", -1, -1, 20, 7, -1);
    const cb_node *view = kit_view(k);
    assert_int_equal(cb_node_at(view, "variants/0/genotypes")->count, 3);
    assert_string_equal(text(view, "variants/0/genotypes/0/text"),
                        "0/1 heterozygous, 18 of 35 reads alternate, balance 0.51, GQ 99");
    assert_string_equal(text(view, "variants/0/genotypes/0/sign"), "het");
    assert_string_equal(text(view, "variants/0/genotypes/0/sex"), "circle");
    assert_int_equal(cb_node_at(view, "variants/0/genotypes/0/affected")->integer, 1);
    assert_string_equal(text(view, "variants/0/genotypes/0/doubt"), "");
    assert_true(cb_node_at(view, "variants/0/genotypes/0/balance")->real == 18.0 / 35.0);
    assert_string_equal(text(view, "variants/0/genotypes/1/doubt"),
                        "reference call with few reads: not counted as free of the allele");
    assert_string_equal(text(view, "variants/0/genotypes/2/sign"), "no_call");
    assert_string_equal(
        text(view, "variants/0/genotypes/2/text"),
        "./. no call, 7 of 27 reads alternate, balance 0.26, GQ –; not called, although reads carry the allele");
    assert_int_equal(kind(view, "variants/0/genotypes/2/quality"), CB_NODE_MISSING);
    assert_string_equal(text(view, "variants/0/against/0"),
                        "Father: reference call with few reads: not counted as free of the allele");
    assert_string_equal(text(view, "variants/0/against/1"), "Mother: not called, although reads carry the allele");
    kit_free(k);
}

/* CB-ARRANGE-15 */
static void test_every_sign(void **state) {
    (void)state;
    static const struct {
        const char *gt;
        int a, b;
        const char *sign, *zygosity;
    } all[] = {
        {"0/0", 0, 0, "hom_ref", "not carried"},
        {"0/1", 0, 1, "het", "heterozygous"},
        {"1/1", 1, 1, "hom_alt", "homozygous"},
        {"./.", -1, -1, "no_call", "no call"},
        {"./1", -1, 1, "half", "carrier, other allele not called"},
        {"./0", -1, 0, "half", "partial call without this allele"},
        {"0", 0, INT_MIN, "hemi_ref", "not carried (one copy)"},
        {"1", 1, INT_MIN, "hemi_alt", "hemizygous"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        kit *k = trio_kit();
        cb_variant *v = kit_variant(k, "k");
        kit_call(k, v, 0, all[i].gt, all[i].a, all[i].b, 15, 15, 50);
        const cb_node *view = kit_view(k);
        assert_string_equal(text(view, "variants/0/genotypes/0/gt"), all[i].gt);
        assert_string_equal(text(view, "variants/0/genotypes/0/sign"), all[i].sign);
        assert_string_equal(text(view, "variants/0/genotypes/0/zygosity"), all[i].zygosity);
        kit_free(k);
    }
    kit *k = kit_new();
    kit_person(k, "P", NULL, NULL, CB_SEX_UNKNOWN, CB_AFFECTED);
    kit_person(k, "R", NULL, NULL, CB_MALE, CB_AFFECTED)->column = -1;
    kit_relate(k, "P");
    kit_variant(k, "k");
    const cb_node *view = kit_view(k);
    assert_string_equal(text(view, "variants/0/genotypes/0/sex"), "diamond");
    assert_string_equal(text(view, "variants/0/genotypes/1/sign"), "no_column");
    assert_string_equal(text(view, "variants/0/genotypes/1/text"), "no column in the VCF");
    assert_int_equal(kind(view, "variants/0/genotypes/1/gt"), CB_NODE_MISSING);
    assert_int_equal(cb_node_at(view, "variants/0/against")->count, 0); /* the notices say it once for the case */
    kit_free(k);
}

/* CB-ARRANGE-16 */
static void test_inheritance_words(void **state) {
    (void)state;
    static const struct {
        cb_fit dominant, de_novo, homozygous;
        const char *words;
    } all[] = {
        {CB_FITS, CB_FITS, CB_DOES_NOT_FIT, "de novo"},
        {CB_FITS, CB_POSSIBLE, CB_DOES_NOT_FIT, "dominant"},
        {CB_FITS, CB_DOES_NOT_FIT, CB_FITS, "homozygous recessive; dominant"},
        {CB_DOES_NOT_FIT, CB_DOES_NOT_FIT, CB_DOES_NOT_FIT, "no model fits"},
        {CB_POSSIBLE, CB_POSSIBLE, CB_POSSIBLE, "possibly de novo; homozygous recessive"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        kit *k = trio_kit();
        cb_variant *v = kit_variant(k, "k");
        v->modes[CB_MODE_DOMINANT] = (cb_verdict){all[i].dominant, true, "because d"};
        v->modes[CB_MODE_DE_NOVO] = (cb_verdict){all[i].de_novo, true, "because n"};
        v->modes[CB_MODE_RECESSIVE_HOMOZYGOUS] = (cb_verdict){all[i].homozygous, true, "because h"};
        const cb_node *view = kit_view(k), *modes = cb_node_at(view, "variants/0/inheritance");
        assert_string_equal(text(view, "variants/0/inheritance_short"), all[i].words);
        assert_string_equal(kit_cell(view, 0, "inheritance")->text, all[i].words);
        assert_int_equal(modes->count, 3); /* untested modes are not shown */
        int order = 0;
        static const char *const kinds[] = {"fits", "possible", "no"};
        for (const cb_node *m = modes->first; m; m = m->next) {
            while (order < 3 && strcmp(kinds[order], cb_node_text(m, "kind")) != 0) {
                order++;
            }
            assert_true(order < 3); /* fitting first */
        }
        kit_free(k);
    }
    kit *k = trio_kit();
    kit_variant(k, "k");
    assert_string_equal(text(kit_view(k), "variants/0/inheritance_short"), "not tested");
    kit_free(k);
}

/* CB-ARRANGE-16 CB-ARRANGE-61 */
static void test_pairs(void **state) {
    (void)state;
    static const cb_pair_phase phases[] = {CB_PAIR_TRANS, CB_PAIR_POSSIBLE, CB_PAIR_CIS};
    static const cb_fit fits[] = {CB_FITS, CB_POSSIBLE, CB_DOES_NOT_FIT};
    static const char *const words[] = {"compound, in trans", "possibly compound, phase unknown", "no model fits"};
    for (size_t i = 0; i < 3; i++) {
        kit *k = trio_kit();
        cb_variant *v = kit_variant(k, "1-1000-A-G"), *w = kit_variant(k, "1-1001-A-G");
        cb_pair pair = {
            .partner = w, .phase = phases[i], .fit = fits[i], .gene = "GENE1", .reason = "one from each parent"};
        v->pairs = &pair;
        v->pair_count = 1;
        v->modes[CB_MODE_RECESSIVE_COMPOUND] = (cb_verdict){fits[i], true, "because"};
        const cb_node *view = kit_view(k);
        assert_string_equal(text(view, "variants/0/inheritance_short"), words[i]);
        assert_string_equal(text(view, "variants/0/partners/0/key"), "1-1001-A-G");
        assert_string_equal(text(view, "variants/0/partners/0/rank"), "2");
        assert_string_equal(text(view, "variants/0/partners/0/anchor"), "v2");
        assert_string_equal(text(view, "variants/0/partners/0/reason"), "one from each parent");
        assert_string_equal(text(view, "variants/0/partners/0/title"), "GENE1 c.1A>G p.(Lys1Arg)");
        /* The shortlist shows a pair as one entry, unless both stand on one copy. */
        const cb_node *entries = cb_node_at(view, "entries");
        assert_int_equal(entries->count, fits[i] == CB_DOES_NOT_FIT ? 2 : 1);
        assert_int_equal(cb_node_at(entries, "0/members/0")->integer, 0);
        assert_int_equal(cb_node_at(entries, fits[i] == CB_DOES_NOT_FIT ? "1/members/0" : "0/members/1")->integer, 1);
        kit_free(k);
    }
}

/* CB-ARRANGE-16 */
static void test_many_partners_are_counted(void **state) {
    (void)state;
    kit *k = trio_kit();
    cb_variant *v = kit_variant(k, "a"), *w = kit_variant(k, "b");
    static cb_pair pairs[40];
    for (size_t i = 0; i < 40; i++) {
        pairs[i] = (cb_pair){.partner = w, .phase = CB_PAIR_TRANS, .reason = "r"};
    }
    v->pairs = w->pairs = pairs;
    v->pair_count = w->pair_count = 40;
    w->score = 0;
    const cb_node *view = kit_view(k);
    assert_int_equal(cb_node_at(view, "variants/0/partners")->count, 40); /* shortlisted: all */
    assert_int_equal(cb_node_at(view, "variants/1/partners")->count, 5);
    assert_int_equal(cb_node_at(view, "variants/1/partner_count")->integer, 40);
    kit_free(k);
}

/* CB-ARRANGE-17 */
static void test_points_for_and_against(void **state) {
    (void)state;
    kit *k = trio_kit();
    cb_variant *v = kit_variant(k, "k");
    cb_point points[] = {{4, "rare", "absent from gnomAD", "af missing"},
                         {-2.5, "filter", "failed a filter", "FILTER = q"},
                         {0, "neutral", "neither", ""}};
    const char *flags[] = {"seen twice"};
    v->points = points;
    v->point_count = 3;
    v->score = 1.5;
    v->flags = flags;
    v->flag_count = 1;
    v->filter_state = CB_FILTER_FAILED;
    v->filter = "q;r";
    v->was_split = true;
    v->split_from = "1:1000:A/C/G";
    const cb_node *view = kit_view(k);
    assert_string_equal(text(view, "variants/0/points/0/points"), "+4");
    assert_string_equal(text(view, "variants/0/points/1/points"), "-2.5");
    double sum = 0;
    for (const cb_node *p = cb_node_at(view, "variants/0/points")->first; p; p = p->next) {
        sum += cb_node_at(p, "points")->real;
    }
    assert_true(sum == cb_node_at(view, "variants/0/score")->real);
    assert_int_equal(cb_node_at(view, "variants/0/for")->count, 1);
    assert_string_equal(text(view, "variants/0/for/0"), "absent from gnomAD");
    assert_string_equal(text(view, "variants/0/against/0"), "failed a filter");
    assert_string_equal(text(view, "variants/0/against/1"), "FILTER q;r");
    assert_string_equal(text(view, "variants/0/against/2"), "one allele of a multi-allelic record (1:1000:A/C/G)");
    assert_string_equal(text(view, "variants/0/flags/0"), "seen twice");
    assert_string_equal(kit_cell(view, 0, "filter")->text, "failed: q;r");
    v->filter_state = CB_FILTER_NOT_APPLIED;
    assert_string_equal(kit_cell(kit_view(k), 0, "filter")->text, "not applied");
    kit_free(k);
}

/* CB-ARRANGE-18 */
static void test_transcripts_of_the_shortlisted(void **state) {
    (void)state;
    kit *k = trio_kit();
    cb_variant *v = kit_variant(k, "a"), *w = kit_variant(k, "b");
    cb_transcript two[2] = {
        v->transcripts[0],
        {.consequence = "no_such_term", .feature = "NM_2.1", .intron = "3/9", .allele_ambiguous = true}};
    v->transcripts = two;
    v->transcript_count = 2;
    v->chosen = two;
    w->score = 1;
    const cb_node *view = kit_view(k);
    assert_int_equal(cb_node_at(view, "variants/0/transcripts")->count, 2);
    assert_string_equal(text(view, "variants/0/transcripts/0/mark"), "MANE Select, canonical, heads this section");
    assert_string_equal(text(view, "variants/0/transcripts/0/consequence"), "missense, splice region");
    assert_string_equal(text(view, "variants/0/transcripts/1/consequence"), "no_such_term");
    assert_string_equal(text(view, "variants/0/transcripts/1/exon"), "intron 3/9");
    assert_string_equal(text(view, "variants/0/transcripts/1/mark"), "not tied to this allele alone");
    assert_int_equal(kind(view, "variants/0/transcripts/1/hgvs_c"), CB_NODE_MISSING);
    assert_string_equal(text(view, "variants/0/comment/label"), "Comments (GENE1 c.1A>G p.(Lys1Arg))");
    assert_string_equal(text(view, "variants/0/anchor"), "v1");
    assert_int_equal(cb_node_at(view, "variants/1/transcripts")->count, 0);
    assert_null(cb_node_at(view, "variants/1/comment"));
    assert_string_equal(text(view, "variants/1/anchor"), "");
    assert_int_equal(cb_node_at(view, "shortlist")->count, 1);
    assert_int_equal(cb_node_at(view, "shortlist/0")->integer, 0);
    kit_free(k);
}

/* CB-ARRANGE-18 */
static void test_headings(void **state) {
    (void)state;
    static char long_ref[5001];
    kit *k = trio_kit();
    cb_variant *v = kit_variant(k, "a"), *w = kit_variant(k, "b");
    memset(long_ref, 'A', sizeof long_ref - 1);
    w->ref = long_ref;
    w->chosen = NULL;
    w->gene = NULL;
    const cb_node *view = kit_view(k);
    assert_string_equal(text(view, "variants/0/title"), "GENE1 c.1A>G p.(Lys1Arg)");
    assert_string_equal(text(view, "variants/0/position"), "1:1000 A>G (GRCh38)");
    assert_string_equal(text(view, "variants/0/impact"), "MODERATE");
    assert_non_null(strstr(text(view, "variants/0/transcript_why"), "MANE Select"));
    assert_string_equal(text(view, "variants/1/title"), "1:1001 AAAAAAAAAAAA…5000 bp>G");
    assert_int_equal(strlen(kit_cell(view, 1, "ref")->text), 5000); /* whole in the data */
    v->chosen = &(cb_transcript){.feature = "NM_9.1", .hgvs_p = "p.?"};
    assert_string_equal(text(kit_view(k), "variants/0/title"), "GENE1 p.?");
    kit_free(k);
}

/* CB-ARRANGE-18 */
static void test_clinvar(void **state) {
    (void)state;
    static const struct {
        cb_clinvar_class class;
        bool pathogenic;
        int stars;
        const char *cell;
    } all[] = {
        {CB_CLINVAR_PATHOGENIC, true, 2, "pathogenic ★★"},
        {CB_CLINVAR_LIKELY_PATHOGENIC, true, -1, "likely pathogenic"},
        {CB_CLINVAR_CONFLICTING, true, 1, "conflicting, with pathogenic ★"},
        {CB_CLINVAR_CONFLICTING, false, 0, "conflicting"},
        {CB_CLINVAR_OTHER, false, -1, "other: drug_response"},
        {CB_CLINVAR_UNCERTAIN, false, 4, "uncertain significance ★★★★"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        kit *k = trio_kit();
        kit_variant(k, "k")->clinvar =
            (cb_clinvar){{"drug_response", CB_PRESENT, "x"}, all[i].class, all[i].pathogenic, all[i].stars, NULL};
        const cb_node *view = kit_view(k);
        assert_string_equal(kit_cell(view, 0, "clinvar")->text, all[i].cell);
        assert_string_equal(text(view, "variants/0/clinvar/significance"), "drug_response");
        assert_int_equal(kind(view, "variants/0/clinvar/stars"), all[i].stars < 0 ? CB_NODE_MISSING : CB_NODE_INTEGER);
        assert_int_equal(kind(view, "variants/0/clinvar/accession"), CB_NODE_MISSING);
        kit_free(k);
    }
}

/* CB-ARRANGE-22 */
static void test_roles(void **state) {
    (void)state;
    static const struct {
        const char *id, *father, *mother;
        cb_sex sex;
        const char *role;
    } all[] = {
        {"P", "F", "M", CB_MALE, "Proband"},
        {"F", "FF", "FM", CB_MALE, "Father"},
        {"M", "MF", "MM", CB_FEMALE, "Mother"},
        {"B", "F", "M", CB_MALE, "Brother"},
        {"S", "F", "M", CB_FEMALE, "Sister"},
        {"U", "F", "M", CB_SEX_UNKNOWN, "Sibling"},
        {"H", "F", "M2", CB_FEMALE, "Half-sister"},
        {"X", "0", "M", CB_FEMALE, "Full or half-sibling"}, /* nobody says who the father is */
        {"FF", NULL, NULL, CB_MALE, "Paternal grandfather"},
        {"MM", NULL, NULL, CB_FEMALE, "Maternal grandmother"},
        {"W", NULL, NULL, CB_FEMALE, "Partner"},
        {"D", "P", "W", CB_FEMALE, "Daughter"},
        {"R", NULL, NULL, CB_FEMALE, "Relative"},
    };
    kit *k = kit_new();
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        kit_person(k, all[i].id, all[i].father, all[i].mother, all[i].sex, CB_UNAFFECTED);
    }
    kit_relate(k, "P");
    const cb_node *view = kit_view(k), *members = cb_node_at(view, "family/members");
    assert_int_equal(members->count, sizeof all / sizeof all[0]);
    for (const cb_node *m = members->first; m; m = m->next) {
        for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
            if (strcmp(cb_node_text(m, "id"), all[i].id) == 0) {
                assert_string_equal(cb_node_text(m, "role"), all[i].role);
            }
        }
        if (strcmp(cb_node_text(m, "id"), "H") == 0) {
            assert_string_equal(cb_node_text(m, "mother"), "M2 (not in this family file)");
            assert_string_equal(cb_node_text(m, "father"), "F");
        }
        if (strcmp(cb_node_text(m, "id"), "X") == 0) {
            assert_int_equal(cb_node_at(m, "father")->kind, CB_NODE_MISSING);
        }
    }
    kit_free(k);
}

/* CB-ARRANGE-23 */
static void test_order_is_the_rank(void **state) {
    (void)state;
    kit *k = trio_kit();
    for (size_t i = 0; i < 30; i++) {
        char *key = cb_format(k->arena, "1-%zu-A-G", 5000 - i * 7);
        assert_non_null(key);
        kit_variant(k, key)->score = 30 - (double)i;
    }
    const cb_node *view = kit_view(k), *v = cb_node_at(view, "variants")->first;
    for (size_t i = 0; i < 30; i++, v = v->next) {
        assert_string_equal(cb_node_text(v, "key"), k->variants[i]->key);
        assert_string_equal(kit_cell(view, i, "key")->text, k->variants[i]->key);
        assert_int_equal(cb_node_at(v, "rank")->integer, i + 1);
        assert_int_equal(cb_node_at(v, "shortlisted")->integer, i <= 18);
    }
    assert_null(v);
    assert_int_equal(cb_node_at(view, "shortlist")->count, 19);
    kit_free(k);
}

/* The view holds rows that its pages name and the first ones. The others are made for each reading, in brief with the
 * same words. */
/* CB-ARRANGE-71 */
static void test_long_lists(void **state) {
    (void)state;
    enum { MANY = 300, BRIEF = 6 /* rank, anchor, shortlisted, key, cells, genotypes */ };
    static const char *const shown[] = {"cells", "genotypes", "rank", "anchor", "shortlisted", "key"};
    kit *k = trio_kit();
    for (size_t i = 0; i < MANY; i++) {
        char *key = cb_format(k->arena, "1-%zu-A-G", 5000 + i * 7);
        assert_non_null(key);
        kit_variant(k, key)->score = 3;
    }
    const cb_node *view = kit_view(k), *whole, *brief;
    cb_walk all = {.list = cb_node_at(view, "variants")}, list = {.list = cb_node_at(view, "variants"), .brief = true};
    cb_buf one, other;
    cb_buf_init(&one, 1 << 20);
    cb_buf_init(&other, 1 << 20);
    size_t seen = 0, shorter = 0;
    while (cb_walk_next(&all, &whole, &k->error) == CB_OK && cb_walk_next(&list, &brief, &k->error) == CB_OK && whole) {
        assert_string_equal(cb_node_text(whole, "key"), k->variants[seen++]->key);
        shorter += brief->count == BRIEF;
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
            cb_buf_clear(&one);
            cb_buf_clear(&other);
            assert_int_equal(cb_facts_json(&one, cb_node_at(whole, shown[i]), NULL, &k->error), CB_OK);
            assert_int_equal(cb_facts_json(&other, cb_node_at(brief, shown[i]), NULL, &k->error), CB_OK);
            assert_string_equal(one.data, other.data);
        }
    }
    assert_int_equal(seen, MANY);
    assert_true(shorter > 0 && shorter < MANY);
    cb_walk_end(&all);
    cb_walk_end(&list);
    cb_buf_free(&one);
    cb_buf_free(&other);
    kit_free(k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_zero_and_not_annotated),
        cmocka_unit_test(test_without_annotation),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_sample_names_stay_apart),
        cmocka_unit_test(test_genotypes),
        cmocka_unit_test(test_every_sign),
        cmocka_unit_test(test_inheritance_words),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_many_partners_are_counted),
        cmocka_unit_test(test_points_for_and_against),
        cmocka_unit_test(test_transcripts_of_the_shortlisted),
        cmocka_unit_test(test_headings),
        cmocka_unit_test(test_clinvar),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_order_is_the_rank),
        cmocka_unit_test(test_long_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
