/* variants_differential_test.c: every real file that htslib reads: our lazy view and htslib's full parse must say the
 * same, field by field. */
#include "vcf_fixture.h"

#include <htslib/hts_log.h>
#include <htslib/vcf.h>
#include <math.h>

typedef struct pair {
    const char *name;
    fixture f;
    htsFile *in;
    bcf_hdr_t *header;
    bcf1_t *record;
    long records, calls, depths, info, format;
    bool refused; /* by our reader, which takes less than htslib */
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

static void same(const pair *p, const cb_record *r, const char *field, bool is) {
    if (!is) {
        fail_msg("%s line %ld: %s differs", p->name, r->line_number, field);
    }
}

/* Reals are floats there, and text of six digits where a BCF file is read. */
static bool near(double a, double b) {
    return (float)a == (float)b || fabs(a - b) <= 1e-5 * fabs(b);
}

/* The next item of a list as a number; false for '.' and for what is none. */
static bool next_number(cb_str *list, double *out, bool *dot) {
    cb_str item;
    char text[64], *end;
    *dot = !cb_str_split(list, ',', &item) || cb_str_is(item, ".");
    if (*dot || item.n == 0 || item.n >= sizeof text) {
        return false;
    }
    memcpy(text, item.s, item.n);
    text[item.n] = '\0';
    *out = strtod(text, &end);
    return *end == '\0' && end != text && isfinite(*out);
}

/* A list of our text beside theirs: what is no number of the type is whatever htslib makes of it. */
static bool same_integers(cb_str list, const int32_t *theirs, int count) {
    for (int i = 0; i < count && theirs[i] != bcf_int32_vector_end; i++) {
        double value;
        bool dot, number = next_number(&list, &value, &dot);
        bool fits = number && value == floor(value) && fabs(value) < 2147483640.0;
        if ((dot && theirs[i] != bcf_int32_missing) || (fits && (double)theirs[i] != value)) {
            return false;
        }
    }
    return list.s == NULL || count == 0;
}

static bool same_reals(cb_str list, const float *theirs, int count) {
    for (int i = 0; i < count && !bcf_float_is_vector_end(theirs[i]); i++) {
        double value;
        bool dot, number = next_number(&list, &value, &dot);
        if ((dot && !bcf_float_is_missing(theirs[i])) ||
            (number && fabs(value) < 3e38 && fabs(value) > 1e-37 && !near((double)theirs[i], value))) {
            return false;
        }
    }
    return list.s == NULL || count == 0;
}

static void compare_filter(const pair *p, const cb_record *r) {
    cb_str rest = r->fixed[CB_COL_FILTER], id;
    for (int i = 0; i < p->record->d.n_flt; i++) {
        same(p, r, "FILTER",
             cb_str_split(&rest, ';', &id) && cb_str_is(id, bcf_hdr_int2id(p->header, BCF_DT_ID, p->record->d.flt[i])));
    }
    same(p, r, "FILTER", p->record->d.n_flt > 0 ? rest.s == NULL : cb_str_is(rest, "."));
}

static void compare_site(const pair *p, const cb_record *r) {
    const bcf1_t *theirs = p->record;
    char digits[32];
    double quality;
    bool dot;
    cb_str text = r->fixed[CB_COL_QUAL];
    snprintf(digits, sizeof digits, "%lld", (long long)theirs->pos + 1);
    same(p, r, "CHROM", cb_str_is(r->fixed[CB_COL_CHROM], bcf_seqname(p->header, theirs)));
    same(p, r, "POS", cb_str_is(r->fixed[CB_COL_POS], digits));
    same(p, r, "ID", cb_str_is(r->fixed[CB_COL_ID], theirs->d.id));
    same(p, r, "REF", cb_str_is(r->fixed[CB_COL_REF], theirs->d.allele[0]));
    same(p, r, "QUAL",
         next_number(&text, &quality, &dot) ? near(theirs->qual, quality) : bcf_float_is_missing(theirs->qual));
    compare_filter(p, r);
    same(p, r, "number of ALTs", r->allele_count == theirs->n_allele - 1);
    for (int i = 0; i < r->allele_count; i++) {
        cb_str alt;
        same(p, r, "ALT", cb_record_alt(r, i, &alt) && cb_str_is(alt, theirs->d.allele[i + 1]));
    }
}

static bool same_info(const pair *p, const char *key, int type, cb_str ours) {
    void *values = NULL;
    int room = 0, count = bcf_get_info_values(p->header, p->record, key, &values, &room, type);
    bool is = count >= 0;
    if (is && type == BCF_HT_INT) {
        is = same_integers(ours, values, count);
    } else if (is && type == BCF_HT_REAL) {
        is = same_reals(ours, values, count);
    } else if (is) {
        is = cb_str_same(ours, (cb_str){values, strnlen(values, (size_t)count)});
    }
    free(values);
    return is;
}

/* Of a key that stands twice, the first counts on both sides. */
static void compare_info(pair *p, const cb_record *r) {
    for (int i = 0; i < p->record->n_info; i++) {
        const bcf_info_t *theirs = &p->record->d.info[i];
        const char *key = bcf_hdr_int2id(p->header, BCF_DT_ID, theirs->key);
        int type = bcf_hdr_id2type(p->header, BCF_HL_INFO, theirs->key);
        cb_str ours;
        if (bcf_get_info(p->header, p->record, key) != theirs) {
            continue;
        }
        same(p, r, key, cb_record_info(r, key, &ours));
        if (type != BCF_HT_FLAG && theirs->len > 0) {
            same(p, r, key, same_info(p, key, type, ours));
        }
        p->info++;
    }
}

/* One sample's value of a key; `width` numbers or bytes of theirs begin at `from`. */
static bool same_value(const cb_record *r, int sample, const char *key, int type, const void *theirs, size_t width) {
    cb_str ours;
    size_t from = (size_t)sample * width;
    ours = cb_record_format(r, sample, key, &ours) ? ours : cb_str_of(".");
    if (type == BCF_HT_INT) {
        return same_integers(ours, (const int32_t *)theirs + from, (int)width);
    }
    if (type == BCF_HT_REAL) {
        return same_reals(ours, (const float *)theirs + from, (int)width);
    }
    const char *text = (const char *)theirs + from; /* empty where the value was left out at the end */
    return (width > 0 && text[0] == '\0') ? cb_str_is(ours, ".")
                                          : cb_str_same(ours, (cb_str){text, strnlen(text, width)});
}

static void compare_format(pair *p, const cb_record *r) {
    int samples = bcf_hdr_nsamples(p->header);
    for (unsigned i = 0; i < p->record->n_fmt && samples > 0; i++) {
        const bcf_fmt_t *theirs = &p->record->d.fmt[i];
        const char *key = bcf_hdr_int2id(p->header, BCF_DT_ID, theirs->id);
        int type = bcf_hdr_id2type(p->header, BCF_HL_FMT, theirs->id);
        if (strcmp(key, "GT") == 0 || bcf_get_fmt(p->header, p->record, key) != theirs) {
            continue;
        }
        void *values = NULL;
        int room = 0, count = bcf_get_format_values(p->header, p->record, key, &values, &room, type);
        for (int sample = 0; sample < samples && count > 0; sample++) {
            same(p, r, key, same_value(r, sample, key, type, values, (size_t)(count / samples)));
            p->format++;
        }
        free(values);
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
    compare_info(p, r);
    compare_format(p, r);
    compare_genotypes(p, r, NULL);
    for (int index = 1; index <= r->allele_count; index++) {
        cb_variant *v;
        cb_arena_reset(scratch);
        if (cb_materialise(p->f.reader, r, index, &with, scratch, &v, &p->f.error) != CB_OK) {
            p->refused = true;
            return;
        }
        assert_int_equal(v->position, p->record->pos + 1);
        assert_string_equal(v->ref, p->record->d.allele[0]);
        assert_string_equal(v->alt, p->record->d.allele[index]);
        compare_genotypes(p, r, v);
        compare_depths(p, v);
    }
}

/* Both read the next record; false when there is none, or one of them takes no more. */
static bool next_pair(pair *p, cb_record *r) {
    bool more = true;
    if (cb_variants_next(p->f.reader, r, &more, &p->f.error) != CB_OK) {
        p->refused = true;
        return false;
    }
    int theirs = bcf_read(p->in, p->header, p->record);
    if (theirs < -1 || p->record->errcode != 0) {
        return false;
    }
    assert_int_equal(theirs, more ? 0 : -1);
    return more && bcf_unpack(p->record, BCF_UN_ALL) == 0;
}

static void compare_records(pair *p, const char *path) {
    cb_record r;
    cb_arena *scratch = cb_arena_new((size_t)256 << 20);
    p->in = hts_open(path, "r");
    p->header = p->in ? bcf_hdr_read(p->in) : NULL;
    p->record = bcf_init();
    assert_true(scratch && p->header && p->record);
    take_all_samples(p);
    while (!p->refused && next_pair(p, &r)) {
        compare_record(p, scratch, &r);
        p->records++;
    }
    bcf_destroy(p->record);
    bcf_hdr_destroy(p->header);
    hts_close(p->in);
    cb_arena_free(scratch);
}

static void compare_file(pair *p, const char *path) {
    p->f = fixture_new();
    p->refused = cb_variants_open(p->f.arena, path, &p->f.reader, &p->f.error) != CB_OK;
    if (!p->refused) {
        compare_records(p, path);
    }
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
    long files = 0, refused = 0;
    pair sum = {0};
    while (fgets(line, sizeof line, list)) {
        char *tab = strchr(line, '\t');
        if (!tab || (strncmp(tab, "\tOK\t", 4) != 0 && strncmp(tab, "\tWARN\t", 6) != 0)) {
            continue;
        }
        *tab = '\0';
        snprintf(path, sizeof path, "%s/%s", folder, line);
        pair p = {.name = line};
        compare_file(&p, path);
        if (p.refused && strncmp(line, "cases/", 6) == 0) { /* those are sound */
            fail_msg("%s is refused", line);
        }
        files++;
        refused += p.refused ? 1 : 0;
        sum.records += p.records;
        sum.calls += p.calls;
        sum.depths += p.depths;
        sum.info += p.info;
        sum.format += p.format;
    }
    fclose(list);
    print_message(
        "%ld files (%ld refused at some record), %ld records, %ld INFO values, %ld genotypes, %ld depths, %ld "
        "other FORMAT values\n",
        files, refused, sum.records, sum.info, sum.calls, sum.depths, sum.format);
    assert_true(files >= 200 && refused < files / 4);
    assert_true(sum.records > 30000 && sum.calls > 100000 && sum.depths > 80000 && sum.info > 300000 &&
                sum.format > 200000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(real_files_read_as_htslib_reads_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
