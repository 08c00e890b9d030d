/* variants_differential_test.c: every real file that htslib reads: our lazy view and htslib's full parse must say the
 * same. */
#include "vcf_fixture.h"

#include <htslib/hts_log.h>
#include <htslib/vcf.h>

typedef struct pair {
    const char *name;
    fixture f;
    htsFile *in;
    bcf_hdr_t *header;
    bcf1_t *record;
    long records, calls, depths;
} pair;

/* Everybody in the file is of the family, so that every column is compared. */
static void take_all_samples(pair *p) {
    size_t count;
    const char *const *samples = cb_variants_samples(p->f.reader, &count);
    assert_int_equal(count, bcf_hdr_nsamples(p->header));
    cb_person *persons = cb_alloc_array(p->f.arena, count + 1, sizeof *persons);
    assert_non_null(persons);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(samples[i], p->header->samples[i]);
        persons[i] = (cb_person){.id = samples[i],
                                 .display = samples[i],
                                 .father = -1,
                                 .mother = -1,
                                 .role = i == 0 ? CB_PROBAND : CB_RELATIVE};
    }
    p->f.kase.family = (cb_family){.id = "all", .persons = persons, .count = count};
    assert_int_equal(cb_variants_map(p->f.reader, &p->f.kase, p->f.arena, &p->f.error), CB_OK);
}

static void compare_site(const pair *p, const cb_record *r) {
    const bcf1_t *theirs = p->record;
    assert_true(cb_str_is(r->fixed[CB_COL_CHROM], bcf_seqname(p->header, theirs)));
    char digits[32];
    snprintf(digits, sizeof digits, "%lld", (long long)theirs->pos + 1);
    assert_true(cb_str_is(r->fixed[CB_COL_POS], digits));
    assert_true(cb_str_is(r->fixed[CB_COL_REF], theirs->d.allele[0]));
    assert_int_equal(r->allele_count, theirs->n_allele - 1);
    for (int i = 0; i < r->allele_count; i++) {
        cb_str alt;
        assert_true(cb_record_alt(r, i, &alt));
        assert_true(cb_str_is(alt, theirs->d.allele[i + 1]));
    }
}

/* GT from htslib's numbers. */
static void genotype_text(const int32_t *gt, int ploidy, char *out, size_t size) {
    size_t n = 0;
    out[0] = '\0';
    for (int i = 0; i < ploidy && gt[i] != bcf_int32_vector_end; i++) {
        const char *separator = i == 0 ? "" : bcf_gt_is_phased(gt[i]) ? "|" : "/";
        n += (size_t)(bcf_gt_is_missing(gt[i]) ? snprintf(out + n, size - n, "%s.", separator)
                                               : snprintf(out + n, size - n, "%s%d", separator, bcf_gt_allele(gt[i])));
    }
}

static void compare_genotypes(pair *p, const cb_record *r, const cb_variant *v) {
    int32_t *gt = NULL;
    int size = 0, samples = bcf_hdr_nsamples(p->header), got = bcf_get_genotypes(p->header, p->record, &gt, &size);
    for (int i = 0; i < samples && got > 0; i++) {
        char text[256];
        cb_str ours;
        genotype_text(gt + (size_t)i * (size_t)(got / samples), got / samples, text, sizeof text);
        assert_true(cb_record_format(r, i, "GT", &ours));
        assert_true(cb_str_is(ours, text));
        if (v) {
            assert_string_equal(v->genotypes[i].text, text);
        }
        p->calls++;
    }
    free(gt);
}

static int32_t number_or_missing(int32_t value) {
    return value == bcf_int32_missing || value == bcf_int32_vector_end ? -1 : value;
}

/* DP, and AD where it has a value for each allele. */
static void compare_depths(pair *p, const cb_variant *v) {
    int32_t *dp = NULL, *ad = NULL;
    int dp_size = 0, ad_size = 0, samples = bcf_hdr_nsamples(p->header), alleles = p->record->n_allele;
    int dps = bcf_get_format_int32(p->header, p->record, "DP", &dp, &dp_size);
    int ads = bcf_get_format_int32(p->header, p->record, "AD", &ad, &ad_size);
    for (int i = 0; i < samples; i++) {
        const cb_genotype *g = &v->genotypes[i];
        if (dps == samples && number_or_missing(dp[i]) >= 0) {
            assert_int_equal(g->depth, dp[i]);
            p->depths++;
        }
        if (ads == samples * alleles && alleles > 1) {
            const int32_t *its = ad + (size_t)i * (size_t)alleles;
            if (its[alleles - 1] != bcf_int32_vector_end) {
                assert_int_equal(g->ref_depth, number_or_missing(its[0]));
                assert_int_equal(g->alt_depth, number_or_missing(its[v->allele_index]));
                p->depths++;
            }
        }
    }
    free(dp);
    free(ad);
}

static void compare_record(pair *p, cb_arena *scratch, const cb_record *r) {
    const cb_materials with = {&p->f.kase, &p->f.sources, &p->f.consequences, &p->f.evidence};
    compare_site(p, r);
    compare_genotypes(p, r, NULL);
    for (int index = 1; index <= r->allele_count; index++) {
        cb_variant *v;
        cb_arena_reset(scratch);
        if (cb_materialise(p->f.reader, r, index, &with, scratch, &v, &p->f.error) != CB_OK) {
            fail_msg("%s: %s", p->name, p->f.error.text);
        }
        assert_int_equal(v->position, p->record->pos + 1);
        assert_string_equal(v->ref, p->record->d.allele[0]);
        assert_string_equal(v->alt, p->record->d.allele[index]);
        compare_genotypes(p, r, v);
        compare_depths(p, v);
    }
}

static void compare_file(pair *p, const char *path) {
    cb_record r;
    bool more = true;
    p->f = fixture_new();
    cb_arena *scratch = cb_arena_new((size_t)256 << 20);
    p->in = hts_open(path, "r");
    p->header = p->in ? bcf_hdr_read(p->in) : NULL;
    p->record = bcf_init();
    assert_true(scratch && p->header && p->record);
    if (cb_variants_open(p->f.arena, path, 0, &p->f.reader, &p->f.error) != CB_OK) {
        fail_msg("%s", p->f.error.text);
    }
    take_all_samples(p);
    while (more) {
        if (cb_variants_next(p->f.reader, &r, &more, &p->f.error) != CB_OK) {
            fail_msg("%s", p->f.error.text);
        }
        int theirs = bcf_read(p->in, p->header, p->record);
        assert_int_equal(theirs, more ? 0 : -1);
        if (more) {
            assert_int_equal(bcf_unpack(p->record, BCF_UN_ALL), 0);
            compare_record(p, scratch, &r);
            p->records++;
        }
    }
    bcf_destroy(p->record);
    bcf_hdr_destroy(p->header);
    hts_close(p->in);
    cb_arena_free(scratch);
    fixture_free(&p->f);
}

/* CB-VCF-30 */
static void real_files_read_as_htslib_reads_them(void **state) {
    (void)state;
    const char *folder = test_data();
    char path[8192], line[4096];
    if (!folder) {
        skip();
    }
    hts_set_log_level(HTS_LOG_OFF);
    snprintf(path, sizeof path, "%s/HTSLIB_VERIFY.tsv", folder);
    FILE *list = fopen(path, "r");
    assert_non_null(list);
    long files = 0, records = 0, calls = 0, depths = 0;
    while (fgets(line, sizeof line, list)) {
        char *tab = strchr(line, '\t');
        if (!tab || strncmp(line, "cases/", 6) != 0 ||
            (strncmp(tab, "\tOK\t", 4) != 0 && strncmp(tab, "\tWARN\t", 6) != 0)) {
            continue;
        }
        *tab = '\0';
        snprintf(path, sizeof path, "%s/%s", folder, line);
        pair p = {.name = line};
        compare_file(&p, path);
        files++;
        records += p.records;
        calls += p.calls;
        depths += p.depths;
    }
    fclose(list);
    print_message("%ld files, %ld records, %ld genotypes, %ld depths\n", files, records, calls, depths);
    assert_true(files >= 58);
    assert_true(records > 20000 && calls > 50000 && depths > 50000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(real_files_read_as_htslib_reads_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
