/* inheritance_sets_test.c: what other programs than gemini (inheritance_gemini_test.c) expect of their own families,
 * against read and model (real data, not in the repository). By genotype alone every cell agrees or is listed with its
 * reason; with the reads nothing that is expected is excluded. docs/inheritance.md holds the figures and the list, made
 * by this test. */
#include "unit/read/inheritance_kit.h"

#include "unit/read/inheritance_differences.h"

/* INFO/Annotation names genes with ',' between; genmod pairs exonic alleles alone. */
static const char *genmod_gene(const family_run *r, size_t i) {
    if (!strstr(r->info[i].s, "Exonic")) {
        return NULL;
    }
    const char *genes = kit_info(r->f, r->info[i], "Annotation");
    return strstr(genes, "NOC2L") ? "NOC2L" : genes;
}

static bool has_model(const char *models, const char *model) {
    cb_str rest = cb_str_of(models), one;
    const char *colon = strchr(models, ':');
    rest = colon ? cb_str_of(colon + 1) : rest;
    while (cb_str_split(&rest, '|', &one)) {
        size_t n = strlen(model);
        if (one.n >= n && strncmp(one.s, model, n) == 0 &&
            (one.n == n || (one.n == n + 3 && strncmp(one.s + n, "_dn", 3) == 0))) {
            return true;
        }
    }
    return false;
}

static const struct {
    cb_mode mode;
    const char *model;
} GENMOD[] = {{CB_MODE_DOMINANT, "AD"},
              {CB_MODE_DE_NOVO, "AD_dn"},
              {CB_MODE_RECESSIVE_HOMOZYGOUS, "AR_hom"},
              {CB_MODE_RECESSIVE_COMPOUND, "AR_comp"},
              {CB_MODE_X_DOMINANT, "XD"},
              {CB_MODE_X_RECESSIVE, "XR"}};

static bool genmod(tally *t) {
    for (int trust = 1; trust >= 0; trust--) {
        family_run r;
        if (!kit_open(&r, "genmod/examples/test_vcf_regions_models.vcf", "proband ma father mother;father mu;mother fu",
                      CB_GRCH37, trust, genmod_gene)) {
            return false;
        }
        for (size_t i = 0; i < r.count; i++) {
            for (size_t m = 0; m < sizeof GENMOD / sizeof *GENMOD; m++) {
                const cb_variant *v = r.variants[i];
                bool says = has_model(kit_info(r.f, r.info[i], "GeneticModels"), GENMOD[m].model);
                if (trust) {
                    compare_cell(t, place_of(r.f, "trio", v, GENMOD[m].mode), says ? "fits" : "no",
                                 &v->modes[GENMOD[m].mode]);
                } else {
                    t->excluded +=
                        says && v->modes[GENMOD[m].mode].tested && v->modes[GENMOD[m].mode].fit == CB_DOES_NOT_FIT;
                }
            }
        }
        kit_close(&r);
    }
    return true;
}

/* The same families without genmod's models, and with its scores beside them: the same verdicts, the same models. */
static void same_as_models(const char *other, bool has_models) {
    static const char trio[] = "proband ma father mother;father mu;mother fu";
    family_run a, b;
    assert_true(kit_open(&a, "genmod/examples/test_vcf_regions_models.vcf", trio, CB_GRCH37, true, genmod_gene));
    assert_true(kit_open(&b, other, trio, CB_GRCH37, true, genmod_gene));
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        for (int mode = 0; mode < CB_MODES; mode++) {
            const cb_verdict *x = &a.variants[i]->modes[mode], *y = &b.variants[i]->modes[mode];
            assert_string_equal(fit_word(x), fit_word(y));
            assert_string_equal(x->reason ? x->reason : "", y->reason ? y->reason : "");
        }
        for (size_t m = 0; has_models && m < sizeof GENMOD / sizeof *GENMOD; m++) {
            assert_int_equal(has_model(kit_info(a.f, a.info[i], "GeneticModels"), GENMOD[m].model),
                             has_model(kit_info(b.f, b.info[i], "GeneticModels"), GENMOD[m].model));
        }
    }
    kit_close(&a);
    kit_close(&b);
}

static const char *slivar_gene(const family_run *r, size_t i) {
    const char *gene = strchr(kit_info(r->f, r->info[i], "BCSQ"), '|');
    return gene ? gene + 1 : "";
}

static bool slivar(tally *t) {
    static const char family[] = "HG002 ma HG003 HG004;HG003 m?;HG004 f?";
    for (int trust = 1; trust >= 0; trust--) {
        family_run r;
        if (!kit_open(&r, "slivar/comphet.vcf", family, CB_GRCH37, trust, slivar_gene)) {
            return false;
        }
        for (size_t i = 0; i < r.count; i++) {
            const cb_verdict *got = &r.variants[i]->modes[CB_MODE_RECESSIVE_COMPOUND];
            bool says = strncmp(kit_info(r.f, r.info[i], "expect"), "yes", 3) == 0;
            if (trust) {
                compare_cell(t, place_of(r.f, "comphet", r.variants[i], CB_MODE_RECESSIVE_COMPOUND),
                             says ? "fits" : "no", got);
            } else {
                t->excluded += says && got->fit == CB_DOES_NOT_FIT;
            }
        }
        kit_close(&r);
        assert_true(kit_open(&r, "slivar/with-bcsq.vcf", family, CB_GRCH37, trust, NULL));
        for (size_t i = 0; i < r.count; i++) {
            const cb_verdict *got = &r.variants[i]->modes[CB_MODE_DE_NOVO];
            if (trust) {
                compare_cell(t, place_of(r.f, "with-bcsq", r.variants[i], CB_MODE_DE_NOVO), "fits", got);
            } else {
                t->excluded += got->fit == CB_DOES_NOT_FIT;
            }
        }
        kit_close(&r);
    }
    return true;
}

static const char *exomiser_gene(const family_run *r, size_t i) {
    return kit_info(r->f, r->info[i], "GENE");
}

/* What the header of inheritanceFilterTest.vcf says, per mode. */
static bool exomiser_says(bool father_ill, cb_mode mode, int64_t position) {
    switch (mode) {
    case CB_MODE_DOMINANT:
        return position == (father_ill ? 123256213 : 145510000);
    case CB_MODE_RECESSIVE_HOMOZYGOUS:
        return !father_ill && position == 123239370;
    default:
        return !father_ill && (position == 123256213 || position == 145508800);
    }
}

static bool exomiser(tally *t) {
    static const cb_mode modes[] = {CB_MODE_DOMINANT, CB_MODE_RECESSIVE_HOMOZYGOUS, CB_MODE_RECESSIVE_COMPOUND};
    for (int run = 0; run < 4; run++) {
        bool trust = run % 2 == 0, ill = run / 2 == 1;
        family_run r;
        if (!kit_open(&r, "exomiser/inheritanceFilterTest.vcf",
                      ill ? "Seth ma Adam Eva;Adam ma;Eva fu" : "Seth ma Adam Eva;Adam mu;Eva fu", CB_GRCH37, trust,
                      exomiser_gene)) {
            return false;
        }
        for (size_t i = 0; i < r.count; i++) {
            for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
                const cb_variant *v = r.variants[i];
                bool says = exomiser_says(ill, modes[m], v->position);
                if (trust) {
                    compare_cell(t, place_of(r.f, ill ? "twoAffected" : "childAffected", v, modes[m]),
                                 says ? "fits" : "no", &v->modes[modes[m]]);
                } else {
                    t->excluded += says && v->modes[modes[m]].fit == CB_DOES_NOT_FIT;
                }
            }
        }
        kit_close(&r);
    }
    return true;
}

/* The three other files: an allele that the call names is a candidate, another of the record is none; a proband called
 * 0/0 is not reported. */
static bool exomiser_calls(tally *t) {
    static const struct {
        const char *file, *family, *place;
    } runs[] = {{"altAllele.vcf", "sample ?a", "altAllele"},
                {"multiAlleleGenotypes.vcf", "sample ?a", "multiAllele"},
                {"multiSampleWithProbandHomRef.vcf", "Seth ma Adam Eva;Adam mu;Eva fu", "probandHomRef"}};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        family_run r;
        char path[128];
        snprintf(path, sizeof path, "exomiser/%s", runs[k].file);
        if (!kit_open(&r, path, runs[k].family, CB_GRCH37, true, NULL)) {
            return false;
        }
        for (size_t i = 0; i < r.count; i++) {
            const cb_variant *v = r.variants[i];
            const cb_genotype *g = &v->genotypes[0];
            int copies = 0;
            for (int n = 0; n < g->ploidy; n++) {
                copies += g->allele[n] == v->allele_index;
            }
            cb_mode mode = v->contig->kind == CB_X                     ? CB_MODE_X_DOMINANT
                           : copies == 2 || r.f->kase.family.count > 1 ? CB_MODE_RECESSIVE_HOMOZYGOUS
                                                                       : CB_MODE_DOMINANT;
            const char *place = cb_format(r.f->arena, "%s %d", runs[k].place, (int)v->record_number);
            compare_cell(t, place_of(r.f, place, v, mode), copies > 0 ? "fits" : "no", &v->modes[mode]);
        }
        kit_close(&r);
    }
    return true;
}

/* A Mendelian error in a child who carries the allele is what de novo (or a copy too many) explains. Whoever has two
 * alleles on X is taken for a woman, as bcftools does. */
static bool listed_error(cb_str errors, const cb_variant *v) {
    cb_str line, cell;
    while (cb_str_split(&errors, '\n', &line)) {
        int64_t position = -1;
        if (cb_str_split(&line, '\t', &cell) && cb_str_is(cell, v->contig->name) && cb_str_split(&line, '\t', &cell) &&
            cb_parse_integer(cell, &position) && position == v->position) {
            return true;
        }
    }
    return false;
}

static bool mendelian(tally *t) {
    for (int girl = 0; girl < 2; girl++) {
        family_run r;
        if (!kit_open(&r, "bcftools/mendelian.vcf",
                      girl ? "child1 fa dad1 mom1;dad1 m?;mom1 f?" : "child1 ma dad1 mom1;dad1 m?;mom1 f?", CB_GRCH38,
                      true, NULL)) {
            return false;
        }
        cb_str errors;
        assert_int_equal(
            cb_file_read(r.f->arena, kit_path(r.f->arena, "bcftools/mendelian.3.out"), DOC_MAX, &errors, &r.f->e),
            CB_OK);
        for (size_t i = 0; i < r.count; i++) {
            cb_variant *v = r.variants[i];
            const cb_genotype *g = &v->genotypes[0];
            bool female = v->contig->kind == CB_X && g->ploidy == 2;
            if (g->evidence != CB_EVIDENCE_CARRIER || female != (girl == 1)) {
                continue;
            }
            cb_mode mode = v->modes[CB_MODE_X_DE_NOVO].tested ? CB_MODE_X_DE_NOVO : CB_MODE_DE_NOVO;
            compare_cell(t, place_of(r.f, "mendelian", v, mode), listed_error(errors, v) ? "fits" : "no",
                         &v->modes[mode]);
        }
        kit_close(&r);
    }
    return true;
}

/* trio-dnm.1 and .2: TP, UN and FP are new for certain, open and not new; here the reads count. */
static bool trio_dnm(tally *t) {
    static const char *const files[] = {"trio-dnm.1", "trio-dnm.2", "trio-dnm.4"};
    for (int k = 0; k < 3; k++) {
        family_run r;
        char path[64];
        snprintf(path, sizeof path, "bcftools/trio-dnm/%s.vcf", files[k]);
        if (!kit_open(&r, path, "proband ma father mother;father mu;mother fu", CB_GRCH37, false, NULL)) {
            return false;
        }
        for (size_t i = 0; i < r.count; i++) {
            const cb_variant *v = r.variants[i];
            bool called = v->genotypes[0].copies > 0 || k == 2;
            const char *says = cb_str_is(r.info[i], "TP") || k == 2 ? "fits"
                               : cb_str_is(r.info[i], "UN")         ? "possible"
                                                                    : "no";
            if (!called && cb_str_is(r.info[i], "TP")) {
                continue; /* the other ALT of the record */
            }
            if (strcmp(v->alt, "<*>") != 0) {
                compare_cell(t, place_of(r.f, files[k], v, CB_MODE_DE_NOVO), says, &v->modes[CB_MODE_DE_NOVO]);
                t->excluded += strcmp(says, "no") != 0 && v->modes[CB_MODE_DE_NOVO].fit == CB_DOES_NOT_FIT;
            }
        }
        kit_close(&r);
    }
    return true;
}

/* CB-INHERIT-17 */
static void test_sets(void **state) {
    (void)state;
    static const kit_set sets[] = {{"genmod", genmod},
                                   {"slivar", slivar},
                                   {"exomiser", exomiser},
                                   {"exomiser, alleles of a call", exomiser_calls},
                                   {"bcftools mendelian", mendelian},
                                   {"bcftools trio-dnm", trio_dnm}};
    kit_sets(sets, sizeof sets / sizeof *sets, DIFFERENCES, sizeof DIFFERENCES / sizeof *DIFFERENCES, "figures",
             "differences");
}

static const cb_variant *find_allele(const family_run *r, int64_t position, const char *alt) {
    for (size_t i = 0; i < r->count; i++) {
        if (r->variants[i]->position == position && strcmp(r->variants[i]->alt, alt) == 0 &&
            r->variants[i]->contig->order == 3 - 2 * (position < 20000)) {
            return r->variants[i];
        }
    }
    fail_msg("no %lld %s", (long long)position, alt);
    return NULL;
}

/* genmod's other examples come without expectations: what casebound says of the calls that they are about.
 * CB-INHERIT-17
 */
static void test_genmod_others(void **state) {
    (void)state;
    static const struct {
        const char *file;
        int64_t position;
        const char *alt;
        cb_mode mode;
        const char *says;
    } rows[] = {
        {"multi_allele_example.vcf", 947379, "T", CB_MODE_RECESSIVE_COMPOUND, "fits"}, /* 1/2 of 1/1 and 0/2 */
        {"multi_allele_example.vcf", 947379, "C", CB_MODE_RECESSIVE_COMPOUND, "fits"},
        {"multi_allele_example.vcf", 947379, "T", CB_MODE_DE_NOVO, "no"},
        {"multi_allele_example.vcf", 973349, "A", CB_MODE_DE_NOVO, "no"}, /* 0/2 of 0/1 and 1/2: the other allele */
        {"multi_allele_example.vcf", 973349, "T", CB_MODE_DE_NOVO, "no"},
        {"multi_allele_example.vcf", 973348, "A", CB_MODE_DE_NOVO, "fits"},
        /* 1|0 of the mother's and 1|0 of the father's: transmission tells, the side of the bar does not */
        {"test_phased_compounds.vcf", 11900, "T", CB_MODE_RECESSIVE_COMPOUND, "fits"},
        {"test_phased_compounds.vcf", 11903, "T", CB_MODE_RECESSIVE_COMPOUND, "fits"},
        {"test_phased_compounds.vcf", 11902, "T", CB_MODE_RECESSIVE_COMPOUND, "no"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        family_run r;
        char path[128];
        snprintf(path, sizeof path, "genmod/examples/%s", rows[i].file);
        if (!kit_open(&r, path, "proband ma father mother;father mu;mother fu", CB_GRCH37, true, NULL)) {
            skip();
        }
        const cb_verdict *got = &find_allele(&r, rows[i].position, rows[i].alt)->modes[rows[i].mode];
        if (strcmp(fit_word(got), rows[i].says) != 0) {
            fail_msg("%s %lld %s: %s (%s)", rows[i].file, (long long)rows[i].position, rows[i].alt, fit_word(got),
                     got->reason);
        }
        kit_close(&r);
    }
    same_as_models("genmod/examples/test_vcf_regions.vcf", false);
    same_as_models("genmod/examples/test_vcf_regions_models_scored.vcf", true);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sets), cmocka_unit_test(test_genmod_others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
