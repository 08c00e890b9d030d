/* genotype_fields.c: GT, depths, GQ and PS of one sample, for one allele (VCF 4.1 to 4.5, section 1.6.2; depths also as
 * freebayes, VarScan and samtools write them). */
#include "read/genotype_fields.h"

#include <string.h>

#include "casebound/base/number.h"
#include "read/ascii.h"

/* Far above any depth, and low enough that four of them add up in 32 bits. */
enum { COUNT_MAX = 500000000, LIST_MAX = CB_ALTS_MAX + 1 };

/* A list of counts; -1 where a value is missing. */
typedef struct counts {
    int32_t value[LIST_MAX];
    size_t count;
} counts;

typedef struct sample {
    const cb_variants *reader;
    const cb_record *record;
    cb_str text;
    cb_error *e;
} sample;

void cb_format_map_of(const cb_record *r, cb_format_map *map) {
    const struct {
        const char *key;
        int *index;
    } keys[] = {{"GT", &map->gt}, {"AD", &map->ad},   {"DP", &map->dp}, {"GQ", &map->gq},
                {"PS", &map->ps}, {"RO", &map->ro},   {"AO", &map->ao}, {"RD", &map->rd},
                {"DV", &map->dv}, {"DP4", &map->dp4}, {"PL", &map->pl}, {"GL", &map->gl}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        *keys[i].index = cb_record_format_index(r, keys[i].key);
    }
}

static cb_status not_a_count(const sample *s, const char *key) {
    return cb_record_fail(s->reader, s->record, s->e, "FORMAT %s has a value that is no count of 0 or more", key);
}

/* A whole number; '.' is -1. */
static bool read_count(cb_str text, int32_t *out) {
    int64_t value = 0;
    *out = -1;
    if (cb_str_is(text, ".")) {
        return true;
    }
    if (!cb_ascii_digits(text) || !cb_parse_integer(text, &value) || value > COUNT_MAX) {
        return false;
    }
    *out = (int32_t)value;
    return true;
}

static cb_status read_counts(const sample *s, int index, const char *key, counts *out) {
    cb_str list, part;
    out->count = 0;
    if (!cb_sample_part(s->text, index, &list) || cb_str_is(list, ".")) {
        return CB_OK;
    }
    while (cb_str_split(&list, ',', &part)) {
        if (out->count == LIST_MAX || !read_count(part, &out->value[out->count])) {
            return not_a_count(s, key);
        }
        out->count++;
    }
    return CB_OK;
}

static cb_status read_one(const sample *s, int index, const char *key, int32_t *out) {
    cb_str text;
    *out = -1;
    if (!cb_sample_part(s->text, index, &text)) {
        return CB_OK;
    }
    return read_count(text, out) ? CB_OK : not_a_count(s, key);
}

/* Some callers write GQ with decimals; the report has whole phred values, and rounds down so that none looks better
 * than it is. */
static cb_status read_quality(const sample *s, int index, int32_t *out) {
    cb_str text;
    double value = 0;
    *out = -1;
    if (!cb_sample_part(s->text, index, &text) || read_count(text, out) || cb_ascii_is(text, "nan") ||
        cb_ascii_is(text, "-nan")) {
        return CB_OK;
    }
    if (!cb_parse_real(text, &value) || value < 0 || value > COUNT_MAX) {
        return not_a_count(s, "GQ");
    }
    *out = (int32_t)value;
    return CB_OK;
}

/* AD of every allele; VarScan's AD is one count of the alternate allele, with RD for the reference. */
static cb_status read_allele_depths(const sample *s, const cb_format_map *map, int index, cb_genotype *g,
                                    int64_t *sum) {
    counts ad;
    cb_status status = read_counts(s, map->ad, "AD", &ad);
    *sum = -1;
    if (status != CB_OK || ad.count == 0) {
        return status;
    }
    size_t alleles = (size_t)s->record->allele_count + 1;
    if (ad.count == 1 && map->rd >= 0 && alleles == 2) {
        g->alt_depth = ad.value[0];
        return read_one(s, map->rd, "RD", &g->ref_depth);
    }
    bool of_original = ad.count != alleles && map->own > 0 && ad.count == (size_t)map->original_alts + 1;
    if (ad.count != alleles && !of_original) {
        return CB_OK; /* not of these alleles: a trimmed record whose AD was left as it was */
    }
    g->ref_depth = ad.value[0];
    g->alt_depth = ad.value[of_original ? map->own : index];
    *sum = 0;
    for (size_t i = 0; i < ad.count && *sum >= 0; i++) {
        *sum = ad.value[i] < 0 ? -1 : *sum + ad.value[i];
    }
    return CB_OK;
}

/* freebayes: RO, and AO by allele. */
static cb_status read_observations(const sample *s, const cb_format_map *map, int index, cb_genotype *g) {
    counts ao;
    cb_status status = read_counts(s, map->ao, "AO", &ao);
    if (status != CB_OK || ao.count != (size_t)s->record->allele_count) {
        return status;
    }
    g->alt_depth = ao.value[index - 1];
    return read_one(s, map->ro, "RO", &g->ref_depth);
}

/* samtools: DV counts the reads of any alternate allele, DP4 reference and alternate reads by strand: of use where
 * there is one ALT. */
static cb_status read_variant_reads(const sample *s, const cb_format_map *map, cb_genotype *g) {
    int32_t dv = -1;
    counts dp4;
    cb_status status = read_one(s, map->dv, "DV", &dv);
    status = status == CB_OK ? read_counts(s, map->dp4, "DP4", &dp4) : status;
    if (status != CB_OK || s->record->allele_count != 1) {
        return status;
    }
    if (dv >= 0) {
        g->alt_depth = dv;
        g->ref_depth = g->depth >= dv ? g->depth - dv : -1;
        return CB_OK;
    }
    bool all = dp4.count == 4;
    for (size_t i = 0; i < dp4.count; i++) {
        all = all && dp4.value[i] >= 0;
    }
    if (all) {
        g->ref_depth = dp4.value[0] + dp4.value[1];
        g->alt_depth = dp4.value[2] + dp4.value[3];
    }
    return CB_OK;
}

static cb_status read_depths(const sample *s, const cb_format_map *map, int index, cb_genotype *g) {
    int64_t sum = -1;
    cb_status status = read_one(s, map->dp, "DP", &g->depth);
    status = status == CB_OK ? read_allele_depths(s, map, index, g, &sum) : status;
    if (status == CB_OK && g->alt_depth < 0 && map->ao >= 0) {
        status = read_observations(s, map, index, g);
    }
    if (status == CB_OK && g->alt_depth < 0 && (map->dv >= 0 || map->dp4 >= 0)) {
        status = read_variant_reads(s, map, g);
    }
    if (g->depth < 0 && sum >= 0 && sum <= COUNT_MAX) {
        g->depth = (int32_t)sum;
    }
    return status;
}

/* More alleles than a genotype here can hold: it keeps its text, and says no more of the allele than whether it was
 * called at all. */
static void reduce(cb_genotype *g, bool called, int index) {
    g->ploidy = CB_PLOIDY_MAX;
    for (int i = 0; i < CB_PLOIDY_MAX; i++) {
        g->allele[i] = -1;
    }
    if (called) {
        g->allele[0] = (int8_t)index;
    }
}

/* GT as cb_record_check let it pass. VCF 4.4 may begin it with the phase of its first allele. */
static void read_alleles(cb_str gt, int index, cb_genotype *g) {
    bool phased = true, separated = false, called = false;
    int count = 0;
    if (gt.s[0] == '/' || gt.s[0] == '|') {
        phased = gt.s[0] == '|';
        separated = true;
        gt = (cb_str){gt.s + 1, gt.n - 1};
    }
    size_t from = 0;
    for (size_t i = 0; i <= gt.n; i++) {
        if (i < gt.n && gt.s[i] != '/' && gt.s[i] != '|') {
            continue;
        }
        int64_t allele = -1;
        (void)cb_parse_integer((cb_str){gt.s + from, i - from}, &allele);
        if (count < CB_PLOIDY_MAX) {
            g->allele[count] = (int8_t)allele;
        }
        called = called || allele == index;
        count++;
        from = i + 1;
        if (i < gt.n) {
            separated = true;
            phased = phased && gt.s[i] == '|';
        }
    }
    g->phased = phased && separated;
    g->ploidy = (int8_t)(count <= CB_PLOIDY_MAX ? count : CB_PLOIDY_MAX);
    if (count > CB_PLOIDY_MAX) {
        reduce(g, called, index);
    }
}

/* Likelihoods of all genotypes in the order of the specification (section 1.6.2, GL): j/k of a diploid stands at
 * k(k+1)/2+j. */
typedef struct likelihoods {
    cb_str list;
    size_t count;
    bool phred; /* PL: 0 is the best; GL: the highest is */
} likelihoods;

static bool likelihood_at(const likelihoods *l, size_t place, double *out) {
    cb_str rest = l->list, part;
    for (size_t i = 0; cb_str_split(&rest, ',', &part); i++) {
        if (i == place) {
            bool read = cb_parse_real(part, out);
            *out = l->phred ? -*out : *out;
            return read;
        }
    }
    return false;
}

static size_t diploid_place(size_t a, size_t b) {
    return a > b ? a * (a + 1) / 2 + b : b * (b + 1) / 2 + a;
}

static size_t parts_of(cb_str list) {
    size_t count = 0;
    cb_str part;
    while (cb_str_split(&list, ',', &part)) {
        count++;
    }
    return count;
}

static bool find_likelihoods(const sample *s, const cb_format_map *map, likelihoods *out) {
    out->phred = cb_sample_part(s->text, map->pl, &out->list) && !cb_str_is(out->list, ".");
    if (!out->phred && !cb_sample_part(s->text, map->gl, &out->list)) {
        return false;
    }
    out->count = parts_of(out->list);
    return true;
}

/* True when some genotype with the allele is as likely as the called one without it: then the call says nothing. Only
 * where every allele is called and there are as many likelihoods as genotypes. */
static bool is_uninformative(const sample *s, const cb_format_map *map, int index, const cb_genotype *g) {
    size_t alleles = (size_t)s->record->allele_count + 1, j = (size_t)index;
    likelihoods l;
    double called, carrier;
    bool diploid = g->ploidy == 2 && g->allele[0] >= 0 && g->allele[1] >= 0,
         haploid = g->ploidy == 1 && g->allele[0] >= 0;
    if ((!diploid && !haploid) || !find_likelihoods(s, map, &l) ||
        l.count != (diploid ? alleles * (alleles + 1) / 2 : alleles)) {
        return false;
    }
    size_t place = diploid ? diploid_place((size_t)g->allele[0], (size_t)g->allele[1]) : (size_t)g->allele[0];
    if (!likelihood_at(&l, place, &called)) {
        return false;
    }
    for (size_t other = 0; other < (diploid ? alleles : 1); other++) {
        if (likelihood_at(&l, diploid ? diploid_place(other, j) : j, &carrier) && carrier >= called) {
            return true;
        }
    }
    return false;
}

static cb_status read_texts(const sample *s, const cb_format_map *map, int index, cb_arena *arena, cb_genotype *g) {
    cb_str text;
    if (cb_sample_part(s->text, map->gt, &text)) {
        g->text = cb_copy_str(arena, text);
        read_alleles(text, index, g);
    } else {
        g->text = cb_copy(arena, "."); /* a column without GT: nothing was called */
        g->ploidy = 1;
        g->allele[0] = -1;
    }
    if (cb_sample_part(s->text, map->ps, &text) && !cb_str_is(text, ".")) {
        g->phase_set = cb_copy_str(arena, text);
        if (!g->phase_set) {
            return cb_fail_memory(s->e);
        }
    }
    return g->text ? CB_OK : cb_fail_memory(s->e);
}

cb_status cb_genotype_read(const cb_variants *reader, const cb_record *r, const cb_format_map *map, int column,
                           int index, cb_arena *arena, cb_genotype *g, bool *uninformative, cb_error *e) {
    sample s = {.reader = reader, .record = r, .e = e};
    *g = (cb_genotype){.text = "", .depth = -1, .ref_depth = -1, .alt_depth = -1, .quality = -1, .copies = -1};
    memset(g->allele, -1, sizeof g->allele);
    *uninformative = false;
    if (column < 0) {
        return CB_OK;
    }
    if (!cb_record_sample(r, column, &s.text)) {
        return cb_record_fail(reader, r, e, "a sample's column is not there");
    }
    cb_status status = read_texts(&s, map, index, arena, g);
    status = status == CB_OK ? read_depths(&s, map, index, g) : status;
    status = status == CB_OK ? read_quality(&s, map->gq, &g->quality) : status;
    *uninformative = status == CB_OK && is_uninformative(&s, map, index, g);
    return status;
}
