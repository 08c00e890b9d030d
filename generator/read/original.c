/* original.c: what a split record remembers of the one that it came from. */
#include "read/original.h"

#include "casebound/base/number.h"
#include "read/reader.h"

void cb_alleles_trim(cb_str *ref, cb_str *alt, int64_t *shift) {
    *shift = 0;
    while (ref->n > 0 && alt->n > 0 && ref->s[ref->n - 1] == alt->s[alt->n - 1]) {
        ref->n--;
        alt->n--;
    }
    while (ref->n > 0 && alt->n > 0 && ref->s[0] == alt->s[0]) {
        *ref = (cb_str){ref->s + 1, ref->n - 1};
        *alt = (cb_str){alt->s + 1, alt->n - 1};
        ++*shift;
    }
}

/* Splits off the part behind the last separator. */
static bool cut_last(cb_str *text, char separator, cb_str *last) {
    const char *at = text->n > 0 ? memrchr(text->s, separator, text->n) : NULL;
    if (!at) {
        return false;
    }
    *last = (cb_str){at + 1, (size_t)(text->s + text->n - at - 1)};
    text->n = (size_t)(at - text->s);
    return true;
}

static bool read_alts(cb_str list, char separator, cb_original *out) {
    cb_str alt;
    while (cb_str_split(&list, separator, &alt)) {
        if (out->alt_count == CB_ALTS_MAX || alt.n == 0) {
            return false;
        }
        out->alts[out->alt_count++] = alt;
    }
    return true;
}

/* This record's ALT among the original's: the one that is the same change at the same place. */
static int find_own(const cb_record *r, const cb_original *o, int64_t position) {
    cb_str ref = r->fixed[CB_COL_REF], alt = {0};
    int64_t here = 0, shift = 0;
    int own = 0;
    if (!cb_record_alt(r, 0, &alt) || !cb_parse_integer(r->fixed[CB_COL_POS], &here)) {
        return 0;
    }
    cb_alleles_trim(&ref, &alt, &shift);
    here += shift;
    for (int i = 0; i < o->alt_count; i++) {
        cb_str old_ref = o->ref, old_alt = o->alts[i];
        cb_alleles_trim(&old_ref, &old_alt, &shift);
        if (position + shift == here && cb_str_same(old_ref, ref) && cb_str_same(old_alt, alt)) {
            own = own == 0 ? i + 1 : -1; /* two that look the same: unknown */
        }
    }
    return own > 0 ? own : 0;
}

/* chr:pos:REF/ALT/ALT; a contig's name may hold colons itself. */
static bool read_vt(const cb_record *r, cb_str text, cb_original *o) {
    cb_str alleles, digits;
    int64_t position = 0;
    if (!cut_last(&text, ':', &alleles) || !cut_last(&text, ':', &digits) || !cb_parse_integer(digits, &position)) {
        return false;
    }
    if (!cb_str_split(&alleles, '/', &o->ref) || !alleles.s || !read_alts(alleles, '/', o)) {
        return false;
    }
    o->own = find_own(r, o, position);
    return true;
}

/* chr|pos|REF|ALT,ALT|index, the index only where the record was split. */
static bool read_bcftools(const cb_record *r, cb_str text, cb_original *o) {
    cb_str part[5] = {{0}};
    int64_t position = 0, index = 0;
    size_t count = 0;
    while (count < 5 && cb_str_split(&text, '|', &part[count])) {
        count++;
    }
    if (text.s || count < 4 || !cb_parse_integer(part[1], &position) || !read_alts(part[3], ',', o)) {
        return false;
    }
    o->ref = part[2];
    bool given = count == 5 && cb_parse_integer(part[4], &index) && index >= 1 && index <= o->alt_count;
    o->own = given ? (int)index : find_own(r, o, position);
    return true;
}

static void forget_alleles(cb_original *o) {
    o->ref = (cb_str){0};
    o->alt_count = 0;
    o->own = 0;
}

static void read_original(const cb_reading *reader, const cb_record *r, cb_original *out) {
    static const size_t keys[] = {CB_INFO_OLD_MULTIALLELIC, CB_INFO_OLD_VARIANT, CB_INFO_OLD_REC};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cb_str text;
        if (!cb_info_value(reader, keys[i], &text) || text.n == 0) {
            continue;
        }
        forget_alleles(out);
        bool bcftools = memchr(text.s, '|', text.n) != NULL;
        bool read = bcftools ? read_bcftools(r, text, out) : read_vt(r, text, out);
        bool several = memchr(text.s, ',', text.n) != NULL || (read && out->alt_count > 1) || i == 0;
        if (!read || out->alt_count < 2) {
            forget_alleles(out);
        }
        if (several) {
            out->split = true;
            out->text = text;
            return;
        }
    }
    cb_str flag;
    out->split = r->allele_count == 1 && cb_info_value(reader, CB_INFO_MULTI_ALLELIC, &flag);
}

void cb_original_of(const cb_reading *reader, const cb_record *r, cb_original *out) {
    out->number = r->number;
    out->split = false;
    out->text = (cb_str){0};
    forget_alleles(out); /* alts are there as far as they are counted */
    read_original(reader, r, out);
    out->own = r->allele_count == 1 ? out->own : 0;
}
