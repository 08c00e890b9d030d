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

static cb_status check_format(const cb_reading *reader, const cb_record *r, cb_call_format *f, cb_error *e) {
    cb_str format = r->fixed[CB_COL_FORMAT], rest = format, key;
    *f = (cb_call_format){.text = format};
    cb_format_map_of(format, &f->map);
    if (cb_str_is(format, ".")) {
        f->count = 1;
        return CB_OK;
    }
    while (cb_str_split(&rest, ':', &key)) {
        if (!is_key(key)) {
            return cb_record_fail(reader, r, e, "FORMAT key number %d is empty or has characters that no key may have",
                                  f->count + 1);
        }
        if (++f->count > FORMAT_KEYS_MAX) {
            return cb_record_fail(reader, r, e, "FORMAT has more than %d keys", (int)FORMAT_KEYS_MAX);
        }
        if (stands_before(format, key)) {
            return cb_record_fail(reader, r, e, "FORMAT has a key twice (number %d)", f->count);
        }
        if (f->count > 1 && cb_str_is(key, "GT")) {
            return cb_record_fail(reader, r, e, "GT is not the first key of FORMAT");
        }
    }
    f->local_first = f->map.laa == 0;
    return CB_OK;
}

/* The FORMAT of the record: one that was checked before, or a new one. */
static cb_status find_format(cb_reading *reader, const cb_record *r, cb_error *e) {
    cb_samples *s = &reader->samples;
    cb_str text = r->fixed[CB_COL_FORMAT];
    for (size_t i = 0; i < CB_FORMATS; i++) {
        if (s->known[i].text.n > 0 && cb_str_same(s->known[i].text, text)) {
            s->format = &s->known[i];
            return CB_OK;
        }
    }
    size_t place = s->turn++ % CB_FORMATS;
    cb_call_format *f = &s->known[place];
    cb_status status = check_format(reader, r, f, e);
    bool held = status == CB_OK && text.n <= CB_FORMAT_TEXT;
    if (held) {
        memcpy(s->texts[place], text.s, text.n);
    }
    f->text = held ? (cb_str){s->texts[place], text.n} : (cb_str){0};
    s->format = f;
    return status;
}

/* One allele of GT: '.' or an index within the record's alleles. */
static bool is_allele(cb_str text, int alts, bool *beyond) {
    int64_t index = -1;
    if (text.n == 1 && cb_ascii_digit(text.s[0])) {
        *beyond = *beyond || text.s[0] - '0' > alts;
        return true;
    }
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

/* What is looked at in a sample's column. */
typedef struct column {
    int parts;
    cb_str gt;
    size_t depths, likelihoods; /* values of AD, and of PL or else GL; 0: none are given */
} column;

/* One walk over a column. */
static column cut_column(cb_str text, const cb_format_map *map) {
    column c = {0};
    size_t from = 0, values = 1, gl = 0;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && text.s[i] != ':') {
            values += text.s[i] == ',' ? 1 : 0;
            continue;
        }
        bool given = i > from && !(i == from + 1 && text.s[from] == '.');
        if (c.parts == 0) {
            c.gt = (cb_str){text.s, i};
        }
        if (given && c.parts == map->ad) {
            c.depths = values;
        } else if (given && c.parts == map->pl) {
            c.likelihoods = values;
        } else if (given && c.parts == map->gl) {
            gl = values;
        }
        c.parts++;
        values = 1;
        from = i + 1;
    }
    c.likelihoods = c.likelihoods > 0 ? c.likelihoods : gl;
    return c;
}

/* Lists by allele and by genotype that cannot be tied to them are not used; that is told. VarScan's AD is one count,
 * with RD beside it; a split record may still have the list of its original. */
static void check_lists(cb_reading *reader, const cb_record *r, const column *c, const shape *s) {
    const cb_format_map *map = &reader->samples.format->map;
    size_t alleles = (size_t)r->allele_count + 1;
    if (c->depths > 0 && c->depths != alleles && map->rd < 0) {
        cb_odd(reader, CB_ODD_ALLELE_DEPTHS);
    }
    if (map->gt < 0 || s->missing || s->alleles > 2 || c->likelihoods == 0) {
        return;
    }
    if (c->likelihoods != (s->alleles == 2 ? alleles * (alleles + 1) / 2 : alleles)) {
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

static cb_status check_sample(cb_reading *reader, const cb_record *r, cb_str sample, size_t number, cb_error *e) {
    const cb_call_format *f = reader->samples.format;
    shape s = {0};
    if (sample.n == 0 && f->local_first && reader->header->minor >= LOCAL_ALLELES_MINOR) {
        return CB_OK;
    }
    if (sample.n == 0) {
        return cb_record_fail(reader, r, e, "the column of sample %zu is empty; write '.' where nothing is known",
                              number);
    }
    column c = cut_column(sample, &f->map);
    if (c.parts > f->count) {
        return cb_record_fail(reader, r, e, "sample %zu has %d values where FORMAT has %d keys", number, c.parts,
                              f->count);
    }
    cb_status status = f->map.gt == 0 ? check_genotype(reader, r, c.gt, number, &s, e) : CB_OK;
    if (status == CB_OK) {
        check_lists(reader, r, &c, &s);
    }
    return status;
}

/* A last line without a newline may have lost its end: then the last sample has fewer values than FORMAT has keys. */
static cb_status check_whole(const cb_reading *reader, const cb_record *r, cb_str sample, cb_error *e) {
    cb_call last;
    cb_str part;
    cb_call_cut(&last, sample);
    if (reader->unterminated && !cb_call_part(&last, reader->samples.format->count - 1, &part)) {
        return cb_record_fail(reader, r, e,
                              "the last line is cut short (it has no newline, and its last sample has too few values); "
                              "copy the file again");
    }
    return CB_OK;
}

cb_status cb_record_check_samples(cb_reading *reader, const cb_record *r, cb_error *e) {
    size_t count = reader->header->sample_count;
    if (count == 0) {
        return CB_OK;
    }
    cb_status status = find_format(reader, r, e);
    cb_str *columns = reader->samples.columns, rest = r->samples;
    for (size_t i = 0; status == CB_OK && cb_str_split(&rest, '\t', &columns[i]); i++) {
        status = check_sample(reader, r, columns[i], i + 1, e);
    }
    return status == CB_OK && reader->unterminated ? check_whole(reader, r, columns[count - 1], e) : status;
}
