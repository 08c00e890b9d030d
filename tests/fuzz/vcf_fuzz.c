/* vcf_fuzz.c: any bytes either are refused in words or give records and variants within their bounds. CB-VCF-32 */
#include "casebound/model/siblings.h"
#include "casebound/read/variants.h"
#include "fuzz_kit.h"

enum { ARENA = 512 << 20, ALLELES_TRIED = 4 };

static void check_genotype(const cb_genotype *g, int alleles) {
    must_be_text(g->text);
    must(g->text && g->ploidy >= 0 && g->ploidy <= CB_PLOIDY_MAX);
    for (int i = 0; i < g->ploidy; i++) {
        must(g->allele[i] >= -1 && g->allele[i] <= alleles);
    }
    must(g->depth >= -1 && g->ref_depth >= -1 && g->alt_depth >= -1 && g->quality >= -1);
}

static void check_variant(const cb_variant *v, const cb_case *kase) {
    must(v->contig && v->key && v->ref && v->alt && v->filter && v->position >= 0);
    must_be_text(v->key);
    must_be_text(v->split_from);
    for (size_t i = 0; i < kase->family.count; i++) {
        check_genotype(&v->genotypes[i], v->allele_count);
    }
    for (size_t i = 0; i < v->transcript_count; i++) {
        const cb_transcript *t = &v->transcripts[i];
        must_be_text(t->consequences);
        must_be_text(t->hgvs_p);
        must(!t->consequence == !t->consequences);
        must(v->severity <= t->severity || !t->consequence);
    }
    must(v->transcript_count == 0 ||
         (v->chosen >= v->transcripts && v->chosen < v->transcripts + v->transcript_count && v->chosen_why));
    must(v->clinvar.class == CB_CLINVAR_NONE || v->clinvar.significance.presence == CB_PRESENT);
}

/* The first three samples are a family, and the table of consequences is short. */
static bool prepare(cb_arena *arena, cb_variants *reader, cb_case *kase, cb_consequences *table, cb_error *e) {
    static const cb_consequence missense = {"missense_variant", "MODERATE", "missense", 1};
    size_t count;
    const char *const *samples = cb_variants_samples(reader, &count);
    cb_person *persons = cb_alloc_array(arena, 3, sizeof *persons);
    table->terms = cb_map_new(arena);
    table->count = 1;
    if (!persons || !table->terms || !cb_map_set(table->terms, cb_str_of(missense.term), &missense)) {
        return false;
    }
    for (size_t i = 0; i < 3; i++) {
        const char *id = i < count ? samples[i] : "nobody";
        persons[i] = (cb_person){.id = id,
                                 .display = id,
                                 .father = -1,
                                 .mother = -1,
                                 .sex = (cb_sex)i,
                                 .role = i == 0 ? CB_PROBAND : CB_RELATIVE};
    }
    kase->family = (cb_family){.id = "family", .persons = persons, .count = 3};
    kase->build = cb_variants_build(reader);
    return cb_variants_map(reader, kase, arena, e) == CB_OK;
}

static void read_records(cb_arena *arena, cb_variants *reader, cb_error *e) {
    static const char *const frequency_keys[] = {"CSQ/AF", "INFO/EXAC", "ANN/AF"}, *const clinvar_keys[] = {
                                                                                       "INFO/CLNSIG", "CSQ/CLIN_SIG"};
    static const char *const review_keys[] = {"INFO/CLNREVSTAT"}, *const accession_keys[] = {"INFO/CLNACC"};
    static const cb_source frequency = {.name = "population", .keys = frequency_keys, .key_count = 3};
    static const cb_source count = {.name = "alleles", .keys = frequency_keys, .key_count = 3, .kind = "allele_count"};
    static const cb_sources sources = {.frequencies = &frequency,
                                       .frequency_count = 1,
                                       .predictors = &frequency,
                                       .predictor_count = 1,
                                       .counts = &count,
                                       .count_count = 1,
                                       .clinvar_keys = clinvar_keys,
                                       .clinvar_key_count = 2,
                                       .review_keys = review_keys,
                                       .review_key_count = 1,
                                       .accession_keys = accession_keys,
                                       .accession_key_count = 1};
    static const cb_evidence_policy evidence = {8, 2};
    cb_case kase = {0};
    cb_consequences table = {0};
    cb_record record;
    bool more = true;
    cb_siblings *siblings = NULL;
    cb_arena *scratch = cb_arena_new(ARENA);
    bool ready = scratch && prepare(arena, reader, &kase, &table, e);
    const cb_materials with = {&kase, &sources, &table, &evidence};
    ready = ready && cb_siblings_new(arena, &kase, &evidence, &siblings, e) == CB_OK;
    cb_plan *plan; /* of a BCF, what it does not ask for is left out */
    ready = ready && cb_variants_plan(reader, &with, arena, &plan, e) == CB_OK &&
            cb_variants_ask_for(reader, plan, e) == CB_OK;
    while (ready && cb_variants_next(reader, &record, &more, e) == CB_OK && more) {
        for (int i = 1; ready && i <= record.allele_count && i <= ALLELES_TRIED; i++) {
            bool kept = (record.number + i) % 2 == 0;
            cb_variant *v;
            cb_arena_reset(scratch);
            if (cb_materialise(reader, &record, i, &with, kept ? arena : scratch, &v, e) == CB_OK) {
                check_variant(v, &kase);
                ready = cb_siblings_see(siblings, v, kept ? NULL : "dropped", e) == CB_OK;
            }
        }
    }
    if (ready && cb_siblings_end(siblings, &kase, e) == CB_OK &&
        cb_variants_notices(reader, &kase, arena, e) == CB_OK) {
        for (size_t i = 0; i < kase.notice_count; i++) {
            must_be_text(kase.notices[i]);
        }
    }
    cb_arena_free(scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[64];
    cb_error e = {0};
    cb_variants *reader = NULL;
    int fd = file_of(data, size, path);
    cb_arena *arena = cb_arena_new(ARENA);
    cb_status status = arena ? cb_variants_open(arena, path, &reader, &e) : CB_INTERNAL;
    if (status == CB_OK) {
        must_be_text(cb_variants_upstream(reader));
        read_records(arena, reader, &e);
    }
    must(status == CB_OK || !arena || e.text[0]);
    cb_arena_free(arena);
    close(fd);
    return 0;
}
