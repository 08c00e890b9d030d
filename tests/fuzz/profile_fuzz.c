/* profile_fuzz.c: profiles and their cases from any bytes. What is loaded is asked about two alleles in every way. */
#include "casebound/judge/filter_tests.h"
#include "fuzz_kit.h"

enum { ROOM = 64 << 20, PERSONS = 3 };

/* Small, so that what never ends ends soon. */
static const cb_sandbox_limits LIMITS = {
    .memory = 4 << 20, .steps_load = 100000, .steps_call = 20000, .processor = 2000};

static void must_be_answer(cb_status s, const cb_error *e) {
    must(s == CB_OK ? !e->text[0] : s == CB_FILTER && e->text[0] && !strchr(e->text, '\n'));
    must_be_text(e->text);
}

static cb_person persons[PERSONS] = {
    {.id = "P", .display = "P", .father_id = "F", .mother_id = "M", .sex = CB_MALE, .affection = CB_AFFECTED},
    {.id = "F", .display = "F", .sex = CB_MALE, .affection = CB_UNAFFECTED, .column = 1},
    {.id = "M", .display = "M", .sex = CB_FEMALE, .affection = CB_UNAFFECTED, .column = 2},
};

static cb_genotype calls[PERSONS] = {
    {.text = "0/1",
     .ploidy = 2,
     .zygosity = CB_HET,
     .evidence = CB_EVIDENCE_CARRIER,
     .copies = 1,
     .depth = 30,
     .ref_depth = 15,
     .alt_depth = 15,
     .quality = 99},
    {.text = "0/0",
     .ploidy = 2,
     .zygosity = CB_HOM_REF,
     .evidence = CB_EVIDENCE_FREE,
     .depth = -1,
     .ref_depth = -1,
     .alt_depth = -1,
     .quality = -1},
    {.text = "./.",
     .ploidy = 2,
     .zygosity = CB_NO_CALL,
     .copies = -1,
     .depth = -1,
     .ref_depth = -1,
     .alt_depth = -1,
     .quality = -1},
};

static const cb_contig contig = {.name = "chr1", .display = "1", .kind = CB_AUTOSOME, .order = 1};
static cb_transcript transcript = {.consequence = "missense_variant",
                                   .severity = 13,
                                   .impact = "MODERATE",
                                   .gene = "A",
                                   .hgnc_id = "1",
                                   .feature = "NM_1.1"};

static cb_variant variant_at(int64_t position) {
    return (cb_variant){.parts = CB_MAKE_ALL,
                        .contig = &contig,
                        .position = position,
                        .ref = "A",
                        .alt = "C",
                        .key = "1-1-A-C",
                        .allele_index = 1,
                        .allele_count = 1,
                        .record_number = position,
                        .quality = 50,
                        .filter_state = CB_FILTER_PASS,
                        .filter = "PASS",
                        .genotypes = calls,
                        .transcripts = &transcript,
                        .transcript_count = 1,
                        .chosen = &transcript,
                        .severity = 13,
                        .consequence = "missense_variant",
                        .gene = "A",
                        .hgnc_id = "1",
                        .af = {.value = 0.001, .presence = CB_PRESENT},
                        .af_name = "x",
                        .clinvar = {.class = CB_CLINVAR_PATHOGENIC, .has_pathogenic = true, .stars = 1}};
}

static void check_sieved(const cb_profile *p, const cb_sieved *s) {
    size_t count;
    const cb_rule *rules = cb_profile_rules(p, &count);
    must(s->rule >= CB_NO_RULE && s->rule < (int)count);
    must(s->keep == (s->rule == CB_NO_RULE || rules[s->rule].keeps));
    must(s->rule == CB_NO_RULE ? s->said == 0 : (s->said >> s->rule & 1) == 1);
    must(!s->near_miss || (s->drops == 1 && rules[s->rule].near_miss));
}

static void ask(cb_arena *arena, cb_profile *p, const cb_case *kase, cb_variant *v, const cb_variant *partner) {
    cb_sieved s[3];
    for (int how = CB_ASK_FIRST; how <= CB_ASK_ALL; how++) {
        cb_error e = {0};
        cb_status status = cb_judge_sieve(p, kase, v, (cb_asking)how, &s[how], &e);
        must_be_answer(status, &e);
        if (status != CB_OK) {
            return;
        }
        check_sieved(p, &s[how]);
        must(s[how].rule == s[0].rule && s[how].keep == s[0].keep);
    }
    bool rescued;
    cb_error e = {0};
    cb_status status = cb_judge_rescue(p, kase, v, partner, &rescued, &e);
    must_be_answer(status, &e);
    cb_error_clear(&e);
    status = cb_judge_score(p, arena, kase, v, &e);
    must_be_answer(status, &e);
    for (size_t i = 0; status == CB_OK && i < v->point_count; i++) {
        must_be_text(v->points[i].text);
        must_be_text(v->points[i].evidence);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cb_arena *arena = cb_arena_new(ROOM);
    cb_error e = {0};
    cb_profile *p;
    const cb_filter_test *tests;
    size_t count;
    cb_str bytes = {(const char *)data, size};
    must(arena != NULL);
    cb_case kase = {
        .build = CB_GRCH38, .annotation_kind_count = 1, .family = {.id = "T", .persons = persons, .count = 3}};
    must(cb_family_relate(&kase.family, "P"));
    cb_status s = cb_profile_load(arena, bytes, "fuzz.lua", &LIMITS, &p, &e);
    must_be_answer(s, &e);
    if (s == CB_OK) {
        cb_variant v = variant_at(1), w = variant_at(2);
        ask(arena, p, &kase, &v, &w);
        ask(arena, p, &kase, &w, &v);
    }
    cb_error_clear(&e);
    s = cb_filter_tests_load(arena, bytes, "fuzz.tests.lua", &LIMITS, &tests, &count, &e);
    must_be_answer(s, &e);
    cb_arena_free(arena);
    return 0;
}
