/* case_kit.h: a judged case made by hand, small steps at a time, for the tests of arrange. All data are fictitious. */
#ifndef CASEBOUND_TESTS_CASE_KIT_H
#define CASEBOUND_TESTS_CASE_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "casebound/arrange/arrange.h"
#include "casebound/arrange/facts.h"
#include "casebound/base/file.h"
#include "casebound/read/case_file.h"
#include "casebound/read/decisions.h"
#include <limits.h>
#include <string.h>

enum {
    KIT_ARENA = 1 << 28,
    KIT_FILE = 1 << 20,
    KIT_PERSONS = 200,
    KIT_VARIANTS = 400,
    KIT_FREQUENCIES = 2,
    KIT_PREDICTORS = 2
};

static const char *const kit_profile =
    "return { about = 'For tests', version = '2.5',\n"
    " frequencies = { { name = 'gnomAD exomes', keys = { 'CSQ/gnomADe_AF' } }, { name = 'gnomAD genomes', keys = { "
    "'CSQ/gnomADg_AF' } } },\n"
    " counts = { { name = 'local observations', kind = 'local', keys = { 'INFO/Obs' } } },"
    " predictors = { { name = 'revel', keys = { 'CSQ/REVEL' } }, { name = 'Gene', keys = { 'CSQ/X' }, lowest = true } "
    "},\n"
    " thresholds = { max_af = { 0.02, 'highest frequency' } }, policy = { min_depth = 9, max_alt_reads_free = 3 },\n"
    " shortlist = { size = 20, score = 12 }, rules = { { 'too_common', 'common in the population', "
    "drop = function() return false end } },\n"
    " score = function(v, case, t) end }\n";

typedef struct kit {
    cb_arena *arena;
    cb_case kase;
    cb_ledger *ledger;
    cb_asked_genes asked;
    cb_consequences consequences;
    cb_acmg acmg;
    cb_choices choices;
    cb_input input;
    cb_bands bands;
    cb_map *texts;
    cb_profile *profile;
    cb_person persons[KIT_PERSONS];
    cb_variant *variants[KIT_VARIANTS];
    size_t variant_count;
    cb_arrange_request request;
    cb_software software[2];
    cb_error error;
} kit;

static inline cb_str kit_file(kit *k, const char *path) {
    cb_str bytes;
    if (cb_file_read(k->arena, path, KIT_FILE, &bytes, &k->error) != CB_OK) {
        fail_msg("%s", k->error.text);
    }
    return bytes;
}

/* A case without persons; `texts` is the real file. */
static inline kit *kit_new(void) {
    cb_arena *arena = cb_arena_new(KIT_ARENA);
    assert_non_null(arena);
    kit *k = cb_alloc(arena, sizeof *k);
    assert_non_null(k);
    k->arena = arena;
    cb_str consequences = kit_file(k, "filters/data/consequences.tsv"), texts = kit_file(k, "templates/text.en.yaml");
    assert_int_equal(cb_consequences_read(arena, consequences, "consequences.tsv", &k->consequences, &k->error), CB_OK);
    assert_int_equal(cb_bands_read(arena, kit_file(k, "filters/data/bands.tsv"), "bands.tsv", &k->bands, &k->error),
                     CB_OK);
    assert_int_equal(cb_texts_read(arena, texts, "text.en.yaml", &k->texts, &k->error), CB_OK);
    cb_str acmg = kit_file(k, "filters/data/acmg.yaml"), choices = kit_file(k, "filters/data/choices.yaml");
    assert_int_equal(cb_acmg_read(arena, acmg, "acmg.yaml", &k->acmg, &k->error), CB_OK);
    assert_int_equal(cb_choices_read(arena, choices, "choices.yaml", &k->choices, &k->error), CB_OK);
    cb_status status = cb_profile_load(arena, cb_str_of(kit_profile), "small.lua", NULL, &k->profile, &k->error);
    if (status != CB_OK) {
        fail_msg("%s", k->error.text);
    }
    k->kase = (cb_case){.id = "FAM-7", .name = "FAM-7", .build = CB_GRCH38, .upstream = ""};
    k->kase.report = (cb_report_block){.revision = 1, .language = "en"};
    k->kase.family = (cb_family){.id = "FAM-7", .persons = k->persons};
    static const char *const kinds[] = {"CSQ"};
    k->input = (cb_input){.role = CB_ROLE_SNV, .name = "a.vcf.gz", .size = 123456};
    k->kase.inputs = &k->input;
    k->kase.input_count = 1;
    k->kase.annotation_kinds = kinds;
    k->kase.annotation_kind_count = 1;
    k->software[0] = (cb_software){"casebound", "0.1.0"};
    k->software[1] = (cb_software){"htslib", "1.16"};
    return k;
}

static inline void kit_free(kit *k) {
    cb_arena_free(k->arena);
}

/* Persons in any order; ids "0" and NULL name no parent. The column is the person's number. */
static inline cb_person *kit_person(kit *k, const char *id, const char *father, const char *mother, cb_sex sex,
                                    cb_affection affection) {
    cb_family *f = &k->kase.family;
    assert_true(f->count < KIT_PERSONS);
    cb_person *p = &k->persons[f->count];
    *p = (cb_person){.id = id,
                     .display = id,
                     .father_id = father,
                     .mother_id = mother,
                     .father = -1,
                     .mother = -1,
                     .sex = sex,
                     .affection = affection,
                     .column = (int)f->count};
    f->count++;
    return p;
}

static inline void kit_relate(kit *k, const char *proband) {
    assert_true(cb_family_relate(&k->kase.family, proband));
}

static inline void kit_trio(kit *k) {
    kit_person(k, "F", NULL, NULL, CB_MALE, CB_UNAFFECTED);
    kit_person(k, "M", NULL, NULL, CB_FEMALE, CB_UNAFFECTED);
    kit_person(k, "P", "F", "M", CB_FEMALE, CB_AFFECTED);
    kit_relate(k, "P");
}

static inline void kit_call(kit *k, cb_variant *v, size_t person, const char *gt, int a, int b, int ref, int alt,
                            int quality) {
    cb_genotype *g = &v->genotypes[person];
    const cb_evidence_policy *policy = &cb_profile_policy(k->profile)->evidence;
    *g = (cb_genotype){.text = gt,
                       .ploidy = b == INT_MIN ? 1 : 2,
                       .allele = {(int8_t)a, (int8_t)(b == INT_MIN ? 0 : b)},
                       .depth = ref < 0 ? -1 : ref + alt,
                       .ref_depth = ref,
                       .alt_depth = alt,
                       .quality = quality};
    cb_genotype_judge(g, 1, b == INT_MIN ? 1 : 2, policy);
}

/* A heterozygous missense variant in the proband; everybody else is free of it. Callers change what they test. */
static inline cb_variant *kit_variant(kit *k, const char *key) {
    assert_true(k->variant_count < KIT_VARIANTS);
    cb_variant *v = cb_alloc(k->arena, sizeof *v);
    cb_contig *contig = cb_alloc(k->arena, sizeof *contig);
    assert_true(v && contig);
    cb_contig_of("chr1", contig);
    const size_t persons = k->kase.family.count;
    *v = (cb_variant){.contig = contig,
                      .position = 1000 + (int64_t)k->variant_count,
                      .end = 1000 + (int64_t)k->variant_count,
                      .ref = "A",
                      .alt = "G",
                      .key = key,
                      .allele_index = 1,
                      .allele_count = 1,
                      .record_number = (int64_t)k->variant_count + 1,
                      .quality = 50.5,
                      .filter_state = CB_FILTER_PASS,
                      .filter = "PASS",
                      .severity = 12,
                      .consequence = "missense_variant",
                      .gene = "GENE1",
                      .hgnc_id = "1234",
                      .score = 20,
                      .frequency_count = KIT_FREQUENCIES,
                      .predictor_count = KIT_PREDICTORS,
                      .clinvar = {.stars = -1},
                      .chosen_why = "chosen_mane"};
    v->genotypes = cb_alloc_array(k->arena, persons, sizeof *v->genotypes);
    v->frequencies = cb_alloc_array(k->arena, KIT_FREQUENCIES, sizeof *v->frequencies);
    v->predictors = cb_alloc_array(k->arena, KIT_PREDICTORS, sizeof *v->predictors);
    v->transcripts = cb_alloc_array(k->arena, 1, sizeof *v->transcripts);
    assert_true(v->genotypes && v->frequencies && v->predictors && v->transcripts);
    v->frequencies[0].name = "gnomAD exomes";
    v->frequencies[1].name = "gnomAD genomes";
    v->predictors[0].name = "revel";
    v->predictors[1].name = "Gene";
    v->counts = cb_alloc(k->arena, sizeof *v->counts);
    assert_non_null(v->counts);
    v->counts[0] = (cb_measure){.name = "local observations", .value = {.presence = CB_PRESENT, .value = 3}};
    v->count_count = 1;
    v->transcripts[0] = (cb_transcript){.consequence = "missense_variant",
                                        .consequences = "missense_variant&splice_region_variant",
                                        .gene = "GENE1",
                                        .feature = "NM_1.2",
                                        .biotype = "protein_coding",
                                        .hgvs_c = "c.1A>G",
                                        .hgvs_p = "p.(Lys1Arg)",
                                        .exon = "1/4",
                                        .mane = "NM_1.2",
                                        .canonical = true};
    v->transcript_count = 1;
    v->chosen = v->transcripts;
    for (size_t i = 0; i < persons; i++) {
        if (k->persons[i].column < 0) {
            v->genotypes[i] = (cb_genotype){.text = "", .depth = -1, .ref_depth = -1, .alt_depth = -1, .quality = -1};
            cb_genotype_judge(&v->genotypes[i], 1, 2, &cb_profile_policy(k->profile)->evidence);
        } else if (i == 0) {
            kit_call(k, v, i, "0/1", 0, 1, 17, 18, 99);
        } else {
            kit_call(k, v, i, "0/0", 0, 0, 30, 0, 90);
        }
    }
    k->variants[k->variant_count++] = v;
    return v;
}

static const cb_ledger_row kit_rules[] = {
    {.rule = "too_common", .text = "common in the population", .near_miss = true},
    {.rule = "clinvar", .text = "pathogenic in ClinVar", .keeps = true},
    {.rule = "no_effect", .text = "no effect"},
};

/* An empty ledger over the genes of the case's panels; kit_arrange opens one where the test did not. */
static inline void kit_ledger(kit *k) {
    assert_int_equal(cb_asked_genes_of(k->arena, &k->kase, &k->asked, &k->error), CB_OK);
    assert_int_equal(cb_ledger_new(k->arena, "snv", kit_rules, 3, &k->asked, &k->ledger, &k->error), CB_OK);
}

/* Alleles and records that a rule drops, in no asked gene. */
static inline void kit_drop(kit *k, int rule, int alleles, int records) {
    cb_variant v = {.parts = CB_MAKE_ALL};
    const cb_fate fate = {.rule = rule};
    for (int i = 0; i < alleles; i++) {
        assert_int_equal(cb_ledger_allele(k->ledger, &v, &fate, NULL, 0, &k->error), CB_OK);
    }
    for (int i = 0; i < records; i++) {
        cb_ledger_record(k->ledger, rule, NULL, 0);
    }
}

/* Counts every variant as listed, those of one record once, in the asked genes of its transcripts. */
static inline void kit_list_all(kit *k) {
    const cb_fate fate = {.rule = CB_LEDGER_LISTED};
    int64_t record = -1;
    for (size_t i = 0; i < k->variant_count; i++) {
        cb_variant *v = k->variants[i];
        int gene = cb_asked_gene_find(&k->asked, cb_str_of(v->gene), cb_str_of(v->hgnc_id));
        size_t genes = gene >= 0 ? 1 : 0;
        assert_int_equal(cb_ledger_allele(k->ledger, v, &fate, &gene, genes, &k->error), CB_OK);
        if (v->record_number != record) {
            cb_ledger_record(k->ledger, CB_LEDGER_LISTED, &gene, genes);
        }
        record = v->record_number;
    }
}

/* Ranks, ledger and request as the pipeline makes them, then the view or the status. */
static inline cb_status kit_arrange(kit *k, const cb_node **view) {
    size_t size;
    double score;
    cb_profile_shortlist(k->profile, &size, &score);
    for (size_t i = 0; i < k->variant_count; i++) {
        k->variants[i]->rank = i + 1;
        k->variants[i]->shortlisted = i < size && k->variants[i]->score >= score;
    }
    if (!k->ledger) {
        kit_ledger(k);
    }
    if (k->ledger->alleles_listed == 0) {
        kit_list_all(k);
    }
    assert_int_equal(cb_ledger_end(k->ledger, &k->error), CB_OK);
    k->request.kase = &k->kase;
    k->request.profile = k->profile;
    k->request.ledger = k->ledger;
    k->request.variants = k->variants;
    k->request.variant_count = k->variant_count;
    k->request.texts = k->texts;
    k->request.acmg = &k->acmg;
    k->request.choices = &k->choices;
    k->request.consequences = &k->consequences;
    k->request.bands = &k->bands;
    k->request.date = "2026-11-22";
    k->request.software = k->software;
    k->request.software_count = 2;
    cb_error_clear(&k->error);
    return cb_arrange(k->arena, &k->request, view, &k->error);
}

static inline const cb_node *kit_view(kit *k) {
    const cb_node *view = NULL;
    if (kit_arrange(k, &view) != CB_OK) {
        fail_msg("%s", k->error.text);
    }
    return view;
}

/* The cell of a variant in the column of that key. */
static inline const cb_node *kit_cell(const cb_node *view, size_t variant, const char *key) {
    const cb_node *columns = cb_node_at(view, "columns"), *v = cb_node_at(view, "variants");
    assert_true(columns && v && variant < v->count);
    v = v->first;
    while (variant-- > 0) {
        v = v->next;
    }
    const cb_node *cell = cb_node_at(v, "cells")->first;
    for (const cb_node *c = columns->first; c; c = c->next, cell = cell->next) {
        if (strcmp(cb_node_text(c, "key"), key) == 0) {
            return cell;
        }
    }
    fail_msg("no column '%s'", key);
    return NULL;
}

#endif
