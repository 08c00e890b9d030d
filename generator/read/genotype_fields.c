/* genotype_fields.c: GT, GQ and phase of one sample, for one allele (VCF 4.1 to 4.5, section 1.6.2; PGT and PID as GATK
 * writes them). */
#include "read/genotype_fields.h"

#include <string.h>

#include "casebound/base/ascii.h"
#include "casebound/base/number.h"

/* Far above any depth, and low enough that four of them add up in 32 bits. */
static const int64_t COUNT_MAX = 500000000;

void cb_format_map_of(const cb_record *r, cb_format_map *map) {
    const struct {
        const char *key;
        int *index;
    } keys[] = {{"GT", &map->gt},   {"AD", &map->ad},   {"DP", &map->dp},   {"GQ", &map->gq},   {"PS", &map->ps},
                {"RO", &map->ro},   {"AO", &map->ao},   {"RD", &map->rd},   {"DV", &map->dv},   {"DP4", &map->dp4},
                {"PL", &map->pl},   {"GL", &map->gl},   {"NR", &map->nr},   {"NV", &map->nv},   {"DPR", &map->dpr},
                {"PGT", &map->pgt}, {"PID", &map->pid}, {"LAA", &map->laa}, {"LAD", &map->lad}, {"LPL", &map->lpl},
                {"LGT", &map->lgt}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        *keys[i].index = cb_record_format_index(r, keys[i].key);
    }
}

/* Damage, unless the header says that the key is something else than the specification's: then it is no value. */
static cb_status not_a_count(const cb_call *s, const char *key) {
    if (!cb_declared_as_counts(s->reader->header, key)) {
        cb_odd(s->reader, CB_ODD_COUNT);
        return CB_OK;
    }
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

cb_status cb_call_counts(const cb_call *s, int at, const char *key, cb_counts *out) {
    cb_str list, part;
    out->count = 0;
    if (!cb_sample_part(s->text, at, &list) || cb_str_is(list, ".")) {
        return CB_OK;
    }
    while (cb_str_split(&list, ',', &part)) {
        if (out->count == CB_COUNTS_MAX || !read_count(part, &out->value[out->count])) {
            out->count = 0;
            return not_a_count(s, key);
        }
        out->count++;
    }
    return CB_OK;
}

cb_status cb_call_count(const cb_call *s, int at, const char *key, int32_t *out) {
    cb_str text;
    *out = -1;
    if (!cb_sample_part(s->text, at, &text)) {
        return CB_OK;
    }
    return read_count(text, out) ? CB_OK : not_a_count(s, key);
}

static bool is_nan(cb_str text) {
    bool sign = text.n > 0 && (text.s[0] == '+' || text.s[0] == '-');
    return cb_ascii_is(sign ? (cb_str){text.s + 1, text.n - 1} : text, "nan");
}

/* Some callers write GQ with decimals; the report has whole phred values, and rounds down so that none looks better
 * than it is. */
static cb_status read_quality(const cb_call *s, int index, int32_t *out) {
    cb_str text;
    double value = 0;
    *out = -1;
    if (!cb_sample_part(s->text, index, &text) || read_count(text, out) || is_nan(text)) {
        return CB_OK;
    }
    if (!cb_parse_real(text, &value) || value < 0 || value > COUNT_MAX) {
        return not_a_count(s, "GQ");
    }
    *out = (int32_t)value;
    return CB_OK;
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

/* GATK's physical phasing: PGT says on which copy ALT lies, among the calls of one PID, and GT may stay unphased. Taken
 * only of a heterozygous call of a record's only ALT: of other calls PGT does not say which allele it means. */
static cb_status read_physical_phase(const cb_call *s, const cb_format_map *map, cb_arena *arena, cb_genotype *g) {
    cb_str pgt, pid;
    bool het = g->ploidy == 2 && g->allele[0] >= 0 && g->allele[1] >= 0 && g->allele[0] + g->allele[1] == 1;
    if (g->phase_set || g->phased || !het || s->record->allele_count != 1 || !cb_sample_part(s->text, map->pgt, &pgt) ||
        !cb_sample_part(s->text, map->pid, &pid) || cb_str_is(pid, ".")) {
        return CB_OK;
    }
    g->phase_copy = cb_str_is(pgt, "1|0") ? 1 : cb_str_is(pgt, "0|1") ? 2 : 0;
    if (g->phase_copy > 0) {
        g->phase_set = cb_copy_str(arena, pid);
        return g->phase_set ? CB_OK : cb_fail_memory(s->e);
    }
    return CB_OK;
}

static cb_status read_phase(const cb_call *s, const cb_format_map *map, cb_arena *arena, cb_genotype *g) {
    cb_str text;
    if (cb_sample_part(s->text, map->ps, &text) && !cb_str_is(text, ".")) {
        g->phase_set = cb_copy_str(arena, text);
        return g->phase_set ? CB_OK : cb_fail_memory(s->e);
    }
    return read_physical_phase(s, map, arena, g);
}

static cb_status read_genotype(const cb_call *s, const cb_format_map *map, int index, cb_arena *arena, cb_genotype *g) {
    cb_str text = {0};
    cb_status status = CB_OK;
    if (!cb_sample_part(s->text, map->gt, &text)) {
        status = cb_local_genotype(s, map, arena, &text);
    }
    if (status != CB_OK) {
        return status;
    }
    if (text.n > 0) {
        g->text = cb_copy_str(arena, text);
        read_alleles(text, index, g);
    } else {
        g->text = cb_copy(arena, "."); /* a column without GT: nothing was called */
        g->ploidy = 1;
        g->allele[0] = -1;
    }
    return g->text ? CB_OK : cb_fail_memory(s->e);
}

cb_status cb_genotype_read(cb_reading *reader, const cb_record *r, const cb_format_map *map, int column, int index,
                           cb_arena *arena, cb_genotype *g, bool *uninformative, cb_error *e) {
    cb_call s = {.reader = reader, .record = r, .e = e};
    *g = (cb_genotype){.text = "", .depth = -1, .ref_depth = -1, .alt_depth = -1, .quality = -1, .copies = -1};
    memset(g->allele, -1, sizeof g->allele);
    *uninformative = false;
    if (column < 0) {
        return CB_OK;
    }
    if (!cb_record_sample(r, column, &s.text)) {
        return cb_record_fail(reader, r, e, "a sample's column is not there");
    }
    cb_status status = read_genotype(&s, map, index, arena, g);
    status = status == CB_OK ? read_phase(&s, map, arena, g) : status;
    status = status == CB_OK ? cb_depths_read(&s, map, index, g) : status;
    status = status == CB_OK ? read_quality(&s, map->gq, &g->quality) : status;
    *uninformative = status == CB_OK && cb_call_uninformative(&s, map, index, g);
    return status;
}
