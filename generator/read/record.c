/* record.c: fields of a line, found on demand. */
#include "casebound/read/record.h"

#include "read/reader.h"

size_t cb_record_cut(cb_str line, const cb_marks *marks, cb_record *r) {
    size_t from = 0, columns = marks->tab_count + 1;
    r->line = line;
    for (size_t i = 0; i < CB_RECORD_FIXED; i++) {
        bool there = i < columns;
        size_t end = i < marks->tab_count ? marks->tabs[i] : line.n;
        r->fixed[i] = there ? (cb_str){line.s + from, end - from} : (cb_str){0};
        from = there ? end + 1 : from;
    }
    r->samples = columns > CB_RECORD_FIXED ? (cb_str){line.s + from, line.n - from} : (cb_str){0};
    return columns;
}

bool cb_record_info(const cb_record *r, const char *key, cb_str *value) {
    cb_str rest = r->fixed[CB_COL_INFO], item;
    size_t size = strlen(key);
    if (cb_str_is(rest, ".")) {
        return false;
    }
    while (cb_str_split(&rest, ';', &item)) {
        if (item.n < size || memcmp(item.s, key, size) != 0 || (item.n > size && item.s[size] != '=')) {
            continue;
        }
        size_t behind = item.n > size ? size + 1 : size;
        *value = (cb_str){item.s + behind, item.n - behind};
        return true;
    }
    return false;
}

bool cb_record_alt(const cb_record *r, int i, cb_str *alt) {
    cb_str rest = r->fixed[CB_COL_ALT];
    if (i < 0 || i >= r->allele_count) {
        return false;
    }
    while (cb_str_split(&rest, ',', alt)) {
        if (i-- == 0) {
            return true;
        }
    }
    return false;
}

int cb_record_format_index(const cb_record *r, const char *key) {
    cb_str rest = r->fixed[CB_COL_FORMAT], item;
    for (int i = 0; cb_str_split(&rest, ':', &item); i++) {
        if (cb_str_is(item, key)) {
            return i;
        }
    }
    return -1;
}

/* The part number `i` between separators. */
static bool part_at(cb_str text, char separator, int i, cb_str *part) {
    if (i < 0) {
        return false;
    }
    while (cb_str_split(&text, separator, part)) {
        if (i-- == 0) {
            return true;
        }
    }
    return false;
}

bool cb_record_format(const cb_record *r, int column, const char *key, cb_str *value) {
    cb_str sample;
    int index = cb_record_format_index(r, key);
    return part_at(r->samples, '\t', column, &sample) && part_at(sample, ':', index, value) && value->n > 0;
}
