/* genotype_fields.c: GT, GQ and phase of one sample, for one allele (VCF 4.1 to 4.5, section 1.6.2; PGT and PID as GATK
 * writes them). */
#include "read/reader.h"

#include <string.h>

#include "casebound/base/ascii.h"
#include "casebound/base/number.h"

/* Far above any depth, and low enough that four of them add up in 32 bits. */
static const int64_t COUNT_MAX = 500000000;

void cb_format_map_of(cb_str format, cb_format_map *map) {
    const struct {
        const char *key;
        int *index;
    } keys[] = {{"GT", &map->gt},   {"AD", &map->ad},   {"DP", &map->dp},   {"GQ", &map->gq},   {"PS", &map->ps},
                {"RO", &map->ro},   {"AO", &map->ao},   {"RD", &map->rd},   {"DV", &map->dv},   {"DP4", &map->dp4},
                {"PL", &map->pl},   {"GL", &map->gl},   {"NR", &map->nr},   {"NV", &map->nv},   {"DPR", &map->dpr},
                {"PGT", &map->pgt}, {"PID", &map->pid}, {"LAA", &map->laa}, {"LAD", &map->lad}, {"LPL", &map->lpl},
                {"LGT", &map->lgt}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        *keys[i].index = -1;
    }
    cb_str key;
    for (int at = 0; cb_str_split(&format, ':', &key); at++) {
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            if (*keys[i].index < 0 && cb_str_is(key, keys[i].key)) {
                *keys[i].index = at;
            }
        }
    }
}

void cb_call_cut(cb_call *s, cb_str text) {
    const char *from = text.s, *end = text.s + text.n;
    s->text = text;
    s->parts = 0;
    for (const char *at = from; s->parts < CB_CALL_PARTS; at++) {
        if (at == end || *at == ':') {
            s->part[s->parts++] = (cb_str){from, (size_t)(at - from)};
            from = at + 1;
            if (at == end) {
                return;
            }
        }
    }
}

bool cb_call_part(const cb_call *s, int at, cb_str *part) {
    if (at < 0 || (at >= s->parts && s->parts < CB_CALL_PARTS)) {
        return false;
    }
    if (at < s->parts) {
        *part = s->part[at];
        return part->n > 0;
    }
    cb_str rest = s->text;
    for (int i = 0; cb_str_split(&rest, ':', part); i++) {
        if (i == at) {
            return part->n > 0;
        }
    }
    return false;
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
    if (text.n == 1 && text.s[0] == '.') {
        return true;
    }
    for (size_t i = 0; i < text.n; i++) {
        if (!cb_ascii_digit(text.s[i]) || value > COUNT_MAX) {
            return false;
        }
        value = value * 10 + (text.s[i] - '0');
    }
    if (text.n == 0 || value > COUNT_MAX) {
        return false;
    }
    *out = (int32_t)value;
    return true;
}

cb_status cb_call_counts(const cb_call *s, int at, const char *key, cb_counts *out) {
    cb_str list;
    out->count = 0;
    if (!cb_call_part(s, at, &list) || cb_str_is(list, ".")) {
        return CB_OK;
    }
    for (size_t from = 0, i = 0; i <= list.n; i++) {
        if (i < list.n && list.s[i] != ',') {
            continue;
        }
        if (out->count == CB_COUNTS_MAX || !read_count((cb_str){list.s + from, i - from}, &out->value[out->count])) {
            out->count = 0;
            return not_a_count(s, key);
        }
        out->count++;
        from = i + 1;
    }
    return CB_OK;
}

cb_status cb_call_count(const cb_call *s, int at, const char *key, int32_t *out) {
    cb_str text;
    *out = -1;
    if (!cb_call_part(s, at, &text)) {
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
    if (!cb_call_part(s, index, &text) || read_count(text, out) || is_nan(text)) {
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
        if (i - from == 1) {
            allele = cb_ascii_digit(gt.s[from]) ? gt.s[from] - '0' : -1;
        } else {
            (void)cb_parse_integer((cb_str){gt.s + from, i - from}, &allele);
        }
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
static cb_status read_physical_phase(const cb_call *s, cb_arena *arena, cb_genotype *g) {
    cb_str pgt, pid;
    bool het = g->ploidy == 2 && g->allele[0] >= 0 && g->allele[1] >= 0 && g->allele[0] + g->allele[1] == 1;
    if (g->phase_set || g->phased || !het || s->record->allele_count != 1 || !cb_call_part(s, s->map->pgt, &pgt) ||
        !cb_call_part(s, s->map->pid, &pid) || cb_str_is(pid, ".")) {
        return CB_OK;
    }
    g->phase_copy = cb_str_is(pgt, "1|0") ? 1 : cb_str_is(pgt, "0|1") ? 2 : 0;
    if (g->phase_copy > 0) {
        g->phase_set = cb_copy_str(arena, pid);
        return g->phase_set ? CB_OK : cb_fail_memory(s->e);
    }
    return CB_OK;
}

static cb_status read_phase(const cb_call *s, cb_arena *arena, cb_genotype *g) {
    cb_str text;
    if (cb_call_part(s, s->map->ps, &text) && !cb_str_is(text, ".")) {
        g->phase_set = cb_copy_str(arena, text);
        return g->phase_set ? CB_OK : cb_fail_memory(s->e);
    }
    return read_physical_phase(s, arena, g);
}

static cb_status read_genotype(const cb_call *s, int index, cb_arena *arena, cb_genotype *g) {
    cb_str text = {0};
    cb_status status = CB_OK;
    if (!cb_call_part(s, s->map->gt, &text)) {
        status = cb_local_genotype(s, arena, &text);
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

cb_status cb_genotype_read(const cb_call *s, int index, cb_arena *arena, cb_genotype *g) {
    cb_status status = read_genotype(s, index, arena, g);
    status = status == CB_OK ? read_phase(s, arena, g) : status;
    status = status == CB_OK ? cb_depths_read(s, index, g) : status;
    return status == CB_OK ? read_quality(s, s->map->gq, &g->quality) : status;
}
