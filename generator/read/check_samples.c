/* check_samples.c: FORMAT and the samples of a record: as many parts as FORMAT names, and genotypes of alleles that the
 * record has. */
#include <string.h>

#include "casebound/base/ascii.h"
#include "casebound/base/number.h"
#include "read/reader.h"

enum { FORMAT_KEYS_MAX = 1024, PREFIX_PHASE_MINOR = 4, LOCAL_ALLELES_MINOR = 5 };

/* [A-Za-z_][0-9A-Za-z_.]* (VCF 4.3, section 1.6.2), or percent-encoded (section 1.2). */
static bool is_key(cb_str key) {
    if (key.n == 0 || cb_ascii_digit(key.s[0])) {
        return false;
    }
    for (size_t i = 0; i < key.n; i++) {
        if (!cb_ascii_letter(key.s[i]) && !cb_ascii_digit(key.s[i]) && key.s[i] != '_' &&
            (i == 0 || (key.s[i] != '.' && key.s[i] != '%'))) {
            return false;
        }
    }
    return true;
}

static bool stands_before(cb_str format, cb_str key) {
    cb_str earlier;
    while (cb_str_split(&format, ':', &earlier) && earlier.s < key.s) {
        if (cb_str_same(earlier, key)) {
            return true;
        }
    }
    return false;
}

/* What FORMAT names, and where the values that are looked at stand in a sample; -1: nowhere. */
typedef struct keys {
    int count;
    bool called; /* GT is there */
    int ad, rd, pl, gl;
    bool local_first; /* LAA comes first: without local alleles a sample's column may be empty (VCF 4.5) */
} keys;

static void learn(keys *k, cb_str key, int at) {
    int *place = cb_str_is(key, "AD")   ? &k->ad
                 : cb_str_is(key, "RD") ? &k->rd
                 : cb_str_is(key, "PL") ? &k->pl
                 : cb_str_is(key, "GL") ? &k->gl
                                        : NULL;
    if (place) {
        *place = at;
    }
    k->local_first = k->local_first || (at == 0 && cb_str_is(key, "LAA"));
}

static cb_status check_format(const cb_reading *reader, const cb_record *r, keys *k, cb_error *e) {
    cb_str format = r->fixed[CB_COL_FORMAT], rest = format, key;
    *k = (keys){.ad = -1, .rd = -1, .pl = -1, .gl = -1};
    if (cb_str_is(format, ".")) {
        k->count = 1;
        return CB_OK;
    }
    while (cb_str_split(&rest, ':', &key)) {
        if (!is_key(key)) {
            return cb_record_fail(reader, r, e, "FORMAT key number %d is empty or has characters that no key may have",
                                  k->count + 1);
        }
        if (++k->count > FORMAT_KEYS_MAX) {
            return cb_record_fail(reader, r, e, "FORMAT has more than %d keys", (int)FORMAT_KEYS_MAX);
        }
        if (stands_before(format, key)) {
            return cb_record_fail(reader, r, e, "FORMAT has a key twice (number %d)", k->count);
        }
        if (cb_str_is(key, "GT")) {
            if (k->count > 1) {
                return cb_record_fail(reader, r, e, "GT is not the first key of FORMAT");
            }
            k->called = true;
        }
        learn(k, key, k->count - 1);
    }
    return CB_OK;
}

/* One allele of GT: '.' or an index within the record's alleles. */
static bool is_allele(cb_str text, int alts, bool *beyond) {
    int64_t index = -1;
    if (cb_str_is(text, ".")) {
        return true;
    }
    if (!cb_ascii_digits(text) || !cb_parse_integer(text, &index)) {
        return false;
    }
    *beyond = *beyond || index > alts;
    return index <= CB_ALTS_MAX;
}

typedef struct shape {
    int alleles;
    bool beyond;  /* names an allele that the record does not have */
    bool open;    /* ends in a separator behind two alleles or more */
    bool missing; /* '.' is among them */
} shape;

/* False: no genotype at all. */
static bool shape_of(cb_str gt, int alts, bool prefix_allowed, shape *out) {
    *out = (shape){0};
    if (gt.n > 0 && prefix_allowed && (gt.s[0] == '/' || gt.s[0] == '|')) {
        gt = (cb_str){gt.s + 1, gt.n - 1};
    }
    size_t from = 0;
    for (size_t i = 0; i <= gt.n; i++) {
        if (i < gt.n && gt.s[i] != '/' && gt.s[i] != '|') {
            continue;
        }
        cb_str allele = {gt.s + from, i - from};
        out->open = i == gt.n && allele.n == 0 && out->alleles >= 2;
        if (!out->open && !is_allele(allele, alts, &out->beyond)) {
            return false;
        }
        out->missing = out->missing || out->open || cb_str_is(allele, ".");
        out->alleles++;
        from = i + 1;
    }
    return true;
}

static size_t values_in(cb_str list) {
    size_t count = 1;
    for (size_t i = 0; i < list.n; i++) {
        count += list.s[i] == ',' ? 1 : 0;
    }
    return count;
}

static bool has_value(cb_str sample, int at, cb_str *value) {
    return cb_sample_part(sample, at, value) && !cb_str_is(*value, ".");
}

/* Lists by allele and by genotype that cannot be tied to them are not used; that is told. VarScan's AD is one count,
 * with RD beside it; a split record may still have the list of its original. */
static void check_lists(cb_reading *reader, const cb_record *r, cb_str sample, const keys *k, const shape *s) {
    size_t alleles = (size_t)r->allele_count + 1;
    cb_str list;
    if (has_value(sample, k->ad, &list) && values_in(list) != alleles && k->rd < 0) {
        cb_odd(reader, CB_ODD_ALLELE_DEPTHS);
    }
    if (!k->called || s->missing || s->alleles > 2 ||
        !(has_value(sample, k->pl, &list) || has_value(sample, k->gl, &list))) {
        return;
    }
    if (values_in(list) != (s->alleles == 2 ? alleles * (alleles + 1) / 2 : alleles)) {
        cb_odd(reader, CB_ODD_LIKELIHOODS);
    }
}

static cb_status check_genotype(cb_reading *reader, const cb_record *r, cb_str gt, size_t number, shape *s,
                                cb_error *e) {
    bool read = shape_of(gt, r->allele_count, reader->header->minor >= PREFIX_PHASE_MINOR, s);
    bool odd = s->open || s->beyond;
    /* Where ALT is '.', no allele is reported, and none can be wrong. */
    bool tolerated = !odd || ((!s->beyond || r->allele_count == 0) && !reader->unterminated);
    if (!read || !tolerated) {
        return cb_record_fail(reader, r, e, "GT of sample %zu is not a genotype of this record's %d alternate alleles",
                              number, r->allele_count);
    }
    if (s->beyond) {
        cb_odd(reader, CB_ODD_NO_ALT);
    }
    if (s->open) {
        cb_odd(reader, CB_ODD_OPEN_GENOTYPE);
    }
    return CB_OK;
}

static cb_status check_sample(cb_reading *reader, const cb_record *r, cb_str sample, size_t number, const keys *k,
                              cb_error *e) {
    cb_str whole = sample, gt = {0};
    shape s = {0};
    int parts = 1;
    if (sample.n == 0 && k->local_first && reader->header->minor >= LOCAL_ALLELES_MINOR) {
        return CB_OK;
    }
    if (sample.n == 0) {
        return cb_record_fail(reader, r, e, "the column of sample %zu is empty; write '.' where nothing is known",
                              number);
    }
    for (const char *c = sample.s; (c = memchr(c, ':', (size_t)(sample.s + sample.n - c))) != NULL; c++) {
        parts++;
    }
    if (parts > k->count) {
        return cb_record_fail(reader, r, e, "sample %zu has %d values where FORMAT has %d keys", number, parts,
                              k->count);
    }
    (void)cb_str_split(&sample, ':', &gt);
    cb_status status = k->called ? check_genotype(reader, r, gt, number, &s, e) : CB_OK;
    if (status == CB_OK) {
        check_lists(reader, r, whole, k, &s);
    }
    return status;
}

/* A last line without a newline may have lost its end: then the last sample has fewer values than FORMAT has keys. */
static cb_status check_whole(const cb_reading *reader, const cb_record *r, cb_str sample, int count, cb_error *e) {
    cb_str part;
    if (reader->unterminated && !cb_sample_part(sample, count - 1, &part)) {
        return cb_record_fail(reader, r, e,
                              "the last line is cut short (it has no newline, and its last sample has too few values); "
                              "copy the file again");
    }
    return CB_OK;
}

cb_status cb_record_check_samples(cb_reading *reader, const cb_record *r, cb_error *e) {
    keys k;
    if (reader->header->sample_count == 0) {
        return CB_OK;
    }
    cb_status status = check_format(reader, r, &k, e);
    cb_str rest = r->samples, sample = {0};
    for (size_t number = 1; status == CB_OK && cb_str_split(&rest, '\t', &sample); number++) {
        status = check_sample(reader, r, sample, number, &k, e);
    }
    return status == CB_OK ? check_whole(reader, r, sample, k.count, e) : status;
}
