/* span.c: how far an allele reaches on the reference. Sequence reaches as far as REF; a symbolic allele as far as END
 * or SVLEN say: END up to VCF 4.4 (with SVLEN where there is none), SVLEN from 4.5 on, where END is deprecated. SVLEN
 * is negative for deletions up to 4.3. */
#include <stdlib.h>

#include "casebound/base/ascii.h"
#include "casebound/base/number.h"
#include "read/reader.h"

enum { END_DEPRECATED_MINOR = 5, ROUNDING = 1 };

/* A longest chromosome has 250 million bases. */
static const int64_t LENGTH_MAX = 1000000000;

/* 1: there is one; 0: none; -1: something else stands there. */
static int read_end(const cb_reading *reader, const cb_record *r, int64_t *end) {
    cb_str text;
    if (!cb_info_value(reader, CB_INFO_END, &text) || cb_str_is(text, ".")) {
        return 0;
    }
    bool read = cb_ascii_digits(text) && cb_parse_integer(text, end) && *end >= r->position && *end <= LENGTH_MAX;
    return read ? 1 : -1;
}

/* |SVLEN| of an ALT: one value for each, or one for the only one. */
static bool read_length(const cb_reading *reader, const cb_record *r, int index, int64_t *length) {
    cb_str list, item = {0};
    int count = 0;
    if (!cb_info_value(reader, CB_INFO_SVLEN, &list)) {
        return false;
    }
    for (cb_str rest = list; cb_str_split(&rest, ',', &item);) {
        count++;
    }
    if (count != r->allele_count) {
        return false;
    }
    for (int i = 0; i < index && cb_str_split(&list, ',', &item); i++) {
    }
    bool read = cb_parse_integer(item, length) && *length >= -LENGTH_MAX && *length <= LENGTH_MAX;
    *length = read ? llabs(*length) : 0;
    return read;
}

/* <DEL>, <DUP>, <INV> and <CNV>, whatever subtype, cover the reference; <INS> does not. */
static bool covers(cb_str alt) {
    static const char *const kinds[] = {"<DEL", "<DUP", "<INV", "<CNV"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (cb_str_starts(alt, kinds[i])) {
            return true;
        }
    }
    return false;
}

int64_t cb_span_end(const cb_reading *reader, const cb_record *r, int index) {
    int64_t position = r->position, end = 0, length = 0;
    int64_t last = position + (int64_t)r->fixed[CB_COL_REF].n - 1;
    cb_str alt = {0};
    if (!cb_record_alt(r, index - 1, &alt) || alt.n == 0 || alt.s[0] != '<') {
        return last;
    }
    bool has_end = read_end(reader, r, &end) == 1;
    bool has_length = covers(alt) && read_length(reader, r, index, &length);
    if (has_length && (!has_end || reader->header->minor >= END_DEPRECATED_MINOR)) {
        return position + length;
    }
    return has_end ? end : last;
}

void cb_span_check(cb_reading *reader, const cb_record *r) {
    int64_t position = r->position, end = 0, length = 0;
    int found = read_end(reader, r, &end);
    if (found < 0) {
        cb_odd(reader, CB_ODD_END);
    }
    for (int i = 1; found > 0 && i <= r->allele_count; i++) {
        cb_str alt = {0};
        bool both = cb_record_alt(r, i - 1, &alt) && covers(alt) && read_length(reader, r, i, &length);
        if (both && llabs(position + length - end) > ROUNDING) {
            cb_odd(reader, CB_ODD_SPAN);
        }
    }
}
