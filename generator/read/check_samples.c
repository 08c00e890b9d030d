/* check_samples.c: FORMAT and the samples of a record: as many parts as FORMAT names, and genotypes of alleles that the
 * record has. */
#include <string.h>

#include "casebound/base/number.h"
#include "read/ascii.h"
#include "read/reader.h"

enum { FORMAT_KEYS_MAX = 1024, PREFIX_PHASE_MINOR = 4 };

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

static cb_status check_format(const cb_variants *reader, const cb_record *r, int *keys, bool *called, cb_error *e) {
    cb_str format = r->fixed[CB_COL_FORMAT], rest = format, key;
    *keys = 0;
    *called = false;
    if (cb_str_is(format, ".")) {
        *keys = 1;
        return CB_OK;
    }
    while (cb_str_split(&rest, ':', &key)) {
        if (!is_key(key)) {
            return cb_record_fail(reader, r, e, "FORMAT key number %d is empty or has characters that no key may have",
                                  *keys + 1);
        }
        if (++*keys > FORMAT_KEYS_MAX) {
            return cb_record_fail(reader, r, e, "FORMAT has more than %d keys", (int)FORMAT_KEYS_MAX);
        }
        if (stands_before(format, key)) {
            return cb_record_fail(reader, r, e, "FORMAT has a key twice (number %d)", *keys);
        }
        if (cb_str_is(key, "GT")) {
            if (*keys > 1) {
                return cb_record_fail(reader, r, e, "GT is not the first key of FORMAT");
            }
            *called = true;
        }
    }
    return CB_OK;
}

/* One allele of GT: '.' or an index within the record's alleles. */
static bool is_allele(cb_str text, int alts) {
    int64_t index = -1;
    if (cb_str_is(text, ".")) {
        return true;
    }
    return cb_ascii_digits(text) && cb_parse_integer(text, &index) && index <= alts;
}

static bool is_genotype(cb_str gt, int alts, bool prefix_allowed) {
    if (gt.n > 0 && prefix_allowed && (gt.s[0] == '/' || gt.s[0] == '|')) {
        gt = (cb_str){gt.s + 1, gt.n - 1};
    }
    size_t from = 0;
    for (size_t i = 0; i <= gt.n; i++) {
        if (i == gt.n || gt.s[i] == '/' || gt.s[i] == '|') {
            if (!is_allele((cb_str){gt.s + from, i - from}, alts)) {
                return false;
            }
            from = i + 1;
        }
    }
    return true;
}

static cb_status check_sample(const cb_variants *reader, const cb_record *r, cb_str sample, size_t number, int keys,
                              bool called, cb_error *e) {
    cb_str gt = {0};
    int parts = 1;
    for (const char *s = sample.s; (s = memchr(s, ':', (size_t)(sample.s + sample.n - s))) != NULL; s++) {
        parts++;
    }
    if (sample.n == 0) {
        return cb_record_fail(reader, r, e, "the column of sample %zu is empty; write '.' where nothing is known",
                              number);
    }
    if (parts > keys) {
        return cb_record_fail(reader, r, e, "sample %zu has %d values where FORMAT has %d keys", number, parts, keys);
    }
    (void)cb_str_split(&sample, ':', &gt);
    if (called && !is_genotype(gt, r->allele_count, reader->header.minor >= PREFIX_PHASE_MINOR)) {
        return cb_record_fail(reader, r, e, "GT of sample %zu is not a genotype of this record's %d alternate alleles",
                              number, r->allele_count);
    }
    return CB_OK;
}

/* A last line without a newline may have lost its end: then the last sample has fewer values than FORMAT has keys. */
static cb_status check_whole(const cb_variants *reader, const cb_record *r, cb_str sample, int keys, cb_error *e) {
    cb_str part;
    if (cb_hts_unterminated(reader->source) && !cb_sample_part(sample, keys - 1, &part)) {
        return cb_record_fail(reader, r, e,
                              "the last line is cut short (it has no newline, and its last sample has too few values); "
                              "copy the file again");
    }
    return CB_OK;
}

cb_status cb_record_check_samples(const cb_variants *reader, const cb_record *r, cb_error *e) {
    int keys = 0;
    bool called = false;
    if (reader->header.sample_count == 0) {
        return CB_OK;
    }
    cb_status status = check_format(reader, r, &keys, &called, e);
    cb_str rest = r->samples, sample = {0};
    for (size_t number = 1; status == CB_OK && cb_str_split(&rest, '\t', &sample); number++) {
        status = check_sample(reader, r, sample, number, keys, called, e);
    }
    return status == CB_OK ? check_whole(reader, r, sample, keys, e) : status;
}
