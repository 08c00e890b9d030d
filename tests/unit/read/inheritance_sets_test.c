/* inheritance_sets_test.c: what other programs expect of their own families, against read and model (real data, not in
 * the repository). By genotype alone every cell agrees or is listed with its reason; with the reads nothing that is
 * expected is excluded. docs/inheritance.md holds the figures and the list, made by this test. */
#include "unit/read/inheritance_kit.h"

#include "unit/read/inheritance_differences.h"

typedef struct expected_set {
    const char *set, *vcf, *expected; /* expected: gemini's table, or NULL */
    cb_mode mode;
    const char *families[3]; /* the family's name, then '=' and its persons */
} expected_set;

static const expected_set GEMINI[] = {
    {"gemini",
     "test.auto_dom.vcf",
     "auto-dom.01",
     CB_MODE_DOMINANT,
     {"1=1_kid ?a 1_dad 1_mom;1_dad mu;1_mom fu", "2=2_kid ?a 2_dad 2_mom;2_dad mu;2_mom fa",
      "3=3_kid ?a 3_dad 3_mom;3_dad ma;3_mom f?"}},
    {"gemini",
     "test.auto_dom.no_parents.vcf",
     "auto-dom.06",
     CB_MODE_DOMINANT,
     {"1=1_kid ?a 1_dad 1_mom;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fa",
      "3=3_kid ?a 3_dad 3_mom;3_dad ma;3_mom f?"}},
    {"gemini",
     "test.auto_dom.no_parents.2.vcf",
     "auto-dom.08",
     CB_MODE_DOMINANT,
     {"1=1_kid ?a 1_dad 1_mom;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fa", "3=3_kid ?a;3_dad ma;3_mom f?"}},
    {"gemini",
     "test.auto_dom.no_parents.3.vcf",
     "auto-dom.10",
     CB_MODE_DOMINANT,
     {"1=1_kid ?a;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fa", "3=3_kid ?a;3_dad ma;3_mom f?"}},
    {"gemini",
     "test.auto_rec.vcf",
     "auto-rec.01",
     CB_MODE_RECESSIVE_HOMOZYGOUS,
     {"1=1_kid ?a 1_dad 1_mom;1_dad mu;1_mom fu", "2=2_kid ?a 2_dad 2_mom;2_dad mu;2_mom fu",
      "3=3_kid ?a 3_dad 3_mom;3_dad mu;3_mom fu"}},
    {"gemini",
     "test.auto_rec.no_parents.vcf",
     "auto-rec.06",
     CB_MODE_RECESSIVE_HOMOZYGOUS,
     {"1=1_kid ?a;1_dad mu;1_mom fu", "2=2_kid ?a 2_dad 2_mom;2_dad mu;2_mom fu",
      "3=3_kid ?a 3_dad 3_mom;3_dad mu;3_mom fu"}},
    {"gemini",
     "test.auto_rec.no_parents.2.vcf",
     "auto-rec.08",
     CB_MODE_RECESSIVE_HOMOZYGOUS,
     {"1=1_kid ?a;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fu", "3=3_kid ?a 3_dad 3_mom;3_dad mu;3_mom fu"}},
    {"gemini",
     "test.auto_rec.no_parents.3.vcf",
     "auto-rec.10",
     CB_MODE_RECESSIVE_HOMOZYGOUS,
     {"1=1_kid ?a;1_dad mu;1_mom fu", "2=2_kid ?a;2_dad mu;2_mom fu", "3=3_kid ?a;3_dad mu;3_mom fu"}},
    {"gemini",
     "test.de_novo.vcf",
     "de-novo.01",
     CB_MODE_DE_NOVO,
     {"1=1_kid ?a 1_dad 1_mom;1_dad mu;1_mom fu", "2=2_kid ?a 2_dad 2_mom;2_dad mu;2_mom fu",
      "3=3_kid ?a 3_dad 3_mom;3_dad mu;3_mom fu"}},
    {"gemini", "test.x-linked.vcf", "x-linked.01", CB_MODE_X_RECESSIVE, {"1=1_kid fa 1_dad 1_mom;1_dad mu;1_mom fu"}},
    {"gemini", "test.x-linked.vcf", "x-linked.04", CB_MODE_X_DOMINANT, {"1=1_kid fa 1_dad 1_mom;1_dad mu;1_mom fu"}},
    {"gemini", "test.x-linked.vcf", "x-linked.06", CB_MODE_X_DE_NOVO, {"1=1_kid fa 1_dad 1_mom;1_dad mu;1_mom fu"}},
    {"gemini",
     "test.comp_het.3.vcf",
     "comphet.05",
     CB_MODE_RECESSIVE_COMPOUND,
     {"3=child_3 ma dad_3 mom_3;dad_3 mu;mom_3 fu"}},
    {"gemini",
     "test.comp_het.4.vcf",
     "comphet.07",
     CB_MODE_RECESSIVE_COMPOUND,
     {"1=child_1 ma dad_1 mom_1;dad_1 mu;mom_1 fu", "2=child_2 ma dad_2 mom_2;dad_2 mu;mom_2 fu"}},
    {"gemini",
     "test.comp_het.6.vcf",
     "comphet.09",
     CB_MODE_RECESSIVE_COMPOUND,
     {"1=child_1 ma dad_1 mom_1;dad_1 mu;mom_1 fu", "2=child_2 ma dad_2 mom_2;dad_2 mu;mom_2 fu"}},
    {"gemini",
     "test.comp_het.7.vcf",
     "comphet.10",
     CB_MODE_RECESSIVE_COMPOUND,
     {"1=child_1 ma dad_1 mom_1;dad_1 mu;mom_1 fu", "2=child_2 ma dad_2 mom_2;dad_2 mu;mom_2 fu"}},
    {"gemini", "test.comp_het.singleton.vcf", "comphet.17", CB_MODE_RECESSIVE_COMPOUND, {"1=child_1 ma"}},
};

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

/* "fits" when the table has the family's record (variant_id counts the records), "possible" below priority 1, else
 * "no". */
static const char *gemini_says(cb_str table, const char *family, const cb_variant *v) {
    cb_str header = {"", 0}, line;
    const char *answer = "no";
    while (cb_str_split(&table, '\n', &line)) {
        int64_t id = -1;
        if (cb_str_starts(line, "gene\t") || cb_str_starts(line, "chrom\t")) {
            header = line;
        } else if (header.n > 0 && cb_parse_integer(cell_of(header, line, "variant_id"), &id) &&
                   id == v->record_number && cb_str_is(cell_of(header, line, "family_id"), family)) {
            cb_str priority = cell_of(header, line, "priority");
            answer = priority.n == 0 || cb_str_is(priority, "1") ? "fits" : "possible";
        }
    }
    return answer;
}

static const char *place_of(fixture *f, const char *what, const cb_variant *v, cb_mode mode) {
    const char *place = cb_format(f->arena, "%s %s:%lld %s>%s %s", what, v->contig->display, (long long)v->position,
                                  v->ref, v->alt, cb_mode_key(mode));
    assert_non_null(place);
    return place;
}

static cb_str gemini_table(cb_arena *arena, const char *name) {
    cb_error e = {0};
    cb_str bytes;
    const char *path = kit_path(arena, cb_format(arena, "gemini/expected/%s.tsv", name));
    assert_int_equal(cb_file_read(arena, path, DOC_MAX, &bytes, &e), CB_OK);
    return bytes;
}

static bool gemini_family(tally *t, const expected_set *s, const char *family) {
    const char *persons = strchr(family, '=') + 1;
    char name[8] = {0};
    memcpy(name, family, (size_t)(persons - family - 1));
    const char *file = NULL;
    for (int trust = 1; trust >= 0; trust--) {
        family_run r;
        char path[128];
        snprintf(path, sizeof path, "gemini/%s", s->vcf);
        if (!kit_open(&r, path, persons, CB_GRCH37, trust, NULL)) {
            return false;
        }
        cb_str table = gemini_table(r.f->arena, s->expected);
        file = cb_format(r.f->arena, "%s %s", s->expected, name);
        for (size_t i = 0; i < r.count; i++) {
            const cb_variant *v = r.variants[i];
            const char *says = gemini_says(table, name, v);
            if (trust) {
                compare_cell(t, place_of(r.f, file, v, s->mode), says, &v->modes[s->mode]);
            } else {
                t->excluded += strcmp(says, "no") != 0 && v->modes[s->mode].fit == CB_DOES_NOT_FIT;
            }
        }
        kit_close(&r);
    }
    return true;
}

static bool gemini(tally *t) {
    for (size_t i = 0; i < sizeof GEMINI / sizeof *GEMINI; i++) {
        for (int k = 0; k < 3 && GEMINI[i].families[k]; k++) {
            if (!gemini_family(t, &GEMINI[i], GEMINI[i].families[k])) {
                return false;
            }
        }
    }
    return true;
}

/* INFO/Annotation names genes with ',' between; genmod pairs exonic alleles alone. */
static const char *genmod_gene(fixture *f, cb_str info) {
    if (!strstr(info.s, "Exonic")) {
        return NULL;
    }
    const char *genes = kit_info(f, info, "Annotation");
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

static bool genmod(tally *t) {
    static const struct {
        cb_mode mode;
        const char *model;
    } modes[] = {{CB_MODE_DOMINANT, "AD"},
                 {CB_MODE_DE_NOVO, "AD_dn"},
                 {CB_MODE_RECESSIVE_HOMOZYGOUS, "AR_hom"},
                 {CB_MODE_RECESSIVE_COMPOUND, "AR_comp"},
                 {CB_MODE_X_DOMINANT, "XD"},
                 {CB_MODE_X_RECESSIVE, "XR"}};
    for (int trust = 1; trust >= 0; trust--) {
        family_run r;
        if (!kit_open(&r, "genmod/examples/test_vcf_regions_models.vcf", "proband ma father mother;father mu;mother fu",
                      CB_GRCH37, trust, genmod_gene)) {
            return false;
        }
        for (size_t i = 0; i < r.count; i++) {
            for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
                const cb_variant *v = r.variants[i];
                bool says = has_model(kit_info(r.f, r.info[i], "GeneticModels"), modes[m].model);
                if (trust) {
                    compare_cell(t, place_of(r.f, "trio", v, modes[m].mode), says ? "fits" : "no",
                                 &v->modes[modes[m].mode]);
                } else {
                    t->excluded +=
                        says && v->modes[modes[m].mode].tested && v->modes[modes[m].mode].fit == CB_DOES_NOT_FIT;
                }
            }
        }
        kit_close(&r);
    }
    return true;
}

static const char *slivar_gene(fixture *f, cb_str info) {
    const char *gene = strchr(kit_info(f, info, "BCSQ"), '|');
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

static const char *exomiser_gene(fixture *f, cb_str info) {
    return kit_info(f, info, "GENE");
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
    static const struct {
        const char *name;
        bool (*run)(tally *t);
    } sets[] = {{"gemini", gemini},
                {"genmod", genmod},
                {"slivar", slivar},
                {"exomiser", exomiser},
                {"bcftools mendelian", mendelian},
                {"bcftools trio-dnm", trio_dnm}};
    cb_buf figures, list;
    cb_buf_init(&figures, DOC_MAX);
    cb_buf_init(&list, DOC_MAX);
    cb_buf_text(&figures, "| set | cells | the same | listed below | expected, and excluded by ours with the reads "
                          "|\n|---|---|---|---|---|\n");
    cb_buf_text(&list, "| set | cell | the set says | casebound says | why ours is right |\n|---|---|---|---|---|\n");
    bool there = true;
    int found = 0, wrong = 0;
    for (size_t i = 0; i < sizeof sets / sizeof *sets && there; i++) {
        tally t = {.set = sets[i].name,
                   .differences = DIFFERENCES,
                   .difference_count = (int)(sizeof DIFFERENCES / sizeof *DIFFERENCES),
                   .doc = &list};
        there = sets[i].run(&t);
        char row[256];
        snprintf(row, sizeof row, "| %s | %d | %d | %d | %d |\n", t.set, t.cells, t.same, t.found, t.excluded);
        cb_buf_text(&figures, row);
        print_message("%s: %d cells, %d the same, %d listed, %d not listed, %d excluded\n", t.set, t.cells, t.same,
                      t.found, t.wrong, t.excluded);
        found += t.found;
        wrong += t.wrong + t.excluded;
    }
    if (!there) {
        cb_buf_free(&figures);
        cb_buf_free(&list);
        skip();
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(found, sizeof DIFFERENCES / sizeof *DIFFERENCES);
    doc_block("docs/inheritance.md", "figures", cb_buf_view(&figures));
    doc_block("docs/inheritance.md", "differences", cb_buf_view(&list));
    cb_buf_free(&figures);
    cb_buf_free(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
