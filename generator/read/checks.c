/* checks.c: the fixed columns of a record (VCF 4.1 to 4.5, section 1.6.1). htslib lets most broken lines pass, so each
 * is looked at here. */
#include <math.h>

#include "casebound/base/ascii.h"
#include "casebound/base/number.h"
#include "casebound/base/utf8.h"
#include "read/reader.h"

/* freebayes rounds a quality of nothing to a tiny negative number. */
static const double QUALITY_ROUNDING = -0.01;

/* How a byte may stand in an allele. */
enum { PLAIN = 1, AMBIGUOUS = 2 };
static const unsigned char base_kinds[256] = {
    ['A'] = PLAIN,     ['C'] = PLAIN,     ['G'] = PLAIN,     ['T'] = PLAIN,     ['N'] = PLAIN,     ['R'] = AMBIGUOUS,
    ['Y'] = AMBIGUOUS, ['S'] = AMBIGUOUS, ['W'] = AMBIGUOUS, ['K'] = AMBIGUOUS, ['M'] = AMBIGUOUS, ['B'] = AMBIGUOUS,
    ['D'] = AMBIGUOUS, ['H'] = AMBIGUOUS, ['V'] = AMBIGUOUS, ['a'] = PLAIN,     ['c'] = PLAIN,     ['g'] = PLAIN,
    ['t'] = PLAIN,     ['n'] = PLAIN,     ['r'] = AMBIGUOUS, ['y'] = AMBIGUOUS, ['s'] = AMBIGUOUS, ['w'] = AMBIGUOUS,
    ['k'] = AMBIGUOUS, ['m'] = AMBIGUOUS, ['b'] = AMBIGUOUS, ['d'] = AMBIGUOUS, ['h'] = AMBIGUOUS, ['v'] = AMBIGUOUS,
};

/* 0 where something other than a base stands, PLAIN where all are A, C, G, T and N; AMBIGUOUS otherwise. */
static int bases_of(cb_str text) {
    unsigned any = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned kind = base_kinds[(unsigned char)text.s[i]];
        if (kind == 0) {
            return 0;
        }
        any |= kind;
    }
    return any == 0 ? 0 : any == PLAIN ? PLAIN : AMBIGUOUS;
}

static bool all_bases(cb_str text) {
    return bases_of(text) != 0;
}

static bool has_space(cb_str text) {
    return text.n > 0 && memchr(text.s, ' ', text.n) != NULL;
}

/* Tabs part columns; any other control character, and bytes that are no UTF-8, have no place in a record. */
static cb_status check_bytes(const cb_reading *reader, const cb_record *r, cb_error *e) {
    bool high = false;
    for (size_t i = 0; i < r->line.n; i++) {
        unsigned char c = (unsigned char)r->line.s[i];
        if (c < ' ' && c != '\t') {
            return cb_record_fail(reader, r, e, "a control character (byte %d) at byte %zu; the file is damaged", c,
                                  i + 1);
        }
        high = high || c >= 0x80;
    }
    if (high && !cb_utf8_valid(r->line, NULL)) {
        return cb_record_fail(reader, r, e, "the line is not valid UTF-8; convert the file");
    }
    return CB_OK;
}

static cb_status check_columns(const cb_reading *reader, const cb_record *r, size_t columns, cb_error *e) {
    static const char *const names[] = {"CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT"};
    if (columns != reader->header->columns) {
        return cb_record_fail(reader, r, e,
                              "%zu columns where the #CHROM line has %zu; the line is cut short or damaged", columns,
                              reader->header->columns);
    }
    size_t fixed = columns < CB_RECORD_FIXED ? columns : CB_RECORD_FIXED;
    for (size_t i = 0; i < fixed; i++) {
        if (r->fixed[i].n == 0 && i != CB_COL_INFO) {
            return cb_record_fail(reader, r, e, "%s is empty; write '.' where nothing is known", names[i]);
        }
        if (i != CB_COL_INFO && has_space(r->fixed[i])) {
            return cb_record_fail(reader, r, e, "a space in %s; columns are parted by tabs", names[i]);
        }
    }
    return CB_OK;
}

/* 0 and one behind the end are the telomeres. */
static cb_status check_position(cb_reading *reader, cb_record *r, cb_error *e) {
    const cb_str chrom = r->fixed[CB_COL_CHROM];
    int64_t position = -1;
    bool read = cb_ascii_digits(r->fixed[CB_COL_POS]) && cb_parse_integer(r->fixed[CB_COL_POS], &position);
    if (memchr(chrom.s, ',', chrom.n)) {
        return cb_record_fail(reader, r, e, "a comma in CHROM");
    }
    bool new_contig = !reader->contig || !cb_str_is(chrom, reader->contig->contig.name);
    cb_status status = new_contig ? cb_contig_begin(reader, chrom, position, e) : CB_OK;
    if (status != CB_OK) {
        return status;
    }
    if (!read) {
        return cb_record_fail(reader, r, e, "POS is not a position");
    }
    if (reader->contig->length >= 0 && position > reader->contig->length + 1) {
        return cb_record_fail(
            reader, r, e,
            "POS lies behind the end of %s as the header declares it; header and records are of different assemblies",
            reader->contig->contig.name);
    }
    /* Records may come in any order; the reader of the report is told when they do. */
    if (!new_contig && position < reader->position) {
        cb_odd(reader, CB_ODD_UNSORTED);
    }
    r->position = reader->position = position;
    return CB_OK;
}

/* Parts between separators, none empty. */
static bool parts_are_filled(cb_str text, char separator) {
    cb_str part;
    while (cb_str_split(&text, separator, &part)) {
        if (part.n == 0) {
            return false;
        }
    }
    return true;
}

static bool has_part(cb_str text, const char *wanted) {
    cb_str part;
    while (cb_str_split(&text, ';', &part)) {
        if (cb_str_is(part, wanted)) {
            return true;
        }
    }
    return false;
}

/* A part that stands in the list before. */
static bool has_repeat(cb_str text) {
    cb_str rest = text, part, earlier;
    if (!memchr(text.s, ';', text.n)) {
        return false;
    }
    while (cb_str_split(&rest, ';', &part)) {
        cb_str before = text;
        while (cb_str_split(&before, ';', &earlier) && earlier.s < part.s) {
            if (cb_str_same(earlier, part)) {
                return true;
            }
        }
    }
    return false;
}

/* "chr:position" of a mate, also on a contig of an assembly file ("<ctg>:7"). */
static bool is_mate(cb_str mate) {
    const char *colon = mate.n > 0 ? memrchr(mate.s, ':', mate.n) : NULL;
    return colon && colon > mate.s && cb_ascii_digits((cb_str){colon + 1, (size_t)(mate.s + mate.n - colon - 1)});
}

/* t[p[ t]p] ]p]t [p[t (section 5.4). */
static bool is_breakend(cb_str alt) {
    size_t open = 0;
    while (open < alt.n && alt.s[open] != '[' && alt.s[open] != ']') {
        open++;
    }
    if (open == alt.n) {
        return false;
    }
    const char *close = memchr(alt.s + open + 1, alt.s[open], alt.n - open - 1);
    if (!close) {
        return false;
    }
    cb_str before = {alt.s, open}, mate = {alt.s + open + 1, (size_t)(close - alt.s - (ptrdiff_t)open - 1)};
    cb_str behind = {close + 1, (size_t)(alt.s + alt.n - close - 1)};
    bool one_side = (before.n > 0) != (behind.n > 0);
    cb_str bases = before.n > 0 ? before : behind;
    bool written = all_bases(bases) || cb_str_is(bases, ".");
    return one_side && written && is_mate(mate);
}

static bool is_symbolic(cb_str alt) {
    if (alt.n < 3 || alt.s[0] != '<' || alt.s[alt.n - 1] != '>') {
        return false;
    }
    cb_str id = {alt.s + 1, alt.n - 2};
    return !memchr(id.s, '<', id.n) && !memchr(id.s, '>', id.n);
}

/* A single breakend: ".A" or "A." */
static bool is_single_breakend(cb_str alt) {
    if (alt.n < 2) {
        return false;
    }
    cb_str behind = {alt.s + 1, alt.n - 1}, before = {alt.s, alt.n - 1};
    return (alt.s[0] == '.' && all_bases(behind)) || (alt.s[alt.n - 1] == '.' && all_bases(before));
}

/* An allele that is not written in bases alone. */
static bool is_other_allele(cb_str alt) {
    return cb_str_is(alt, "*") || is_symbolic(alt) || is_breakend(alt) || is_single_breakend(alt);
}

static cb_status check_alleles(cb_reading *reader, cb_record *r, cb_error *e) {
    cb_str rest = r->fixed[CB_COL_ALT], alt;
    r->allele_count = 0;
    int kind = bases_of(r->fixed[CB_COL_REF]);
    bool plain = kind == PLAIN;
    if (kind == 0) {
        return cb_record_fail(reader, r, e, "REF has something other than bases");
    }
    if (cb_str_is(rest, ".")) {
        return CB_OK;
    }
    while (cb_str_split(&rest, ',', &alt)) {
        kind = bases_of(alt);
        if (kind == 0 && !is_other_allele(alt)) {
            return cb_record_fail(reader, r, e, "ALT number %d is not an allele (bases, *, <ID> or a breakend)",
                                  r->allele_count + 1);
        }
        plain = plain && kind != AMBIGUOUS;
        if (++r->allele_count > CB_ALTS_MAX) {
            return cb_record_fail(reader, r, e, "more than %d alternate alleles; split the record (bcftools norm -m -)",
                                  (int)CB_ALTS_MAX);
        }
    }
    if (!plain) {
        cb_odd(reader, CB_ODD_BASE);
    }
    return CB_OK;
}

/* Float as VCF writes it, NaN and infinities included (section 1.3). */
static bool is_quality(cb_str text) {
    double value = 0;
    if (cb_str_is(text, ".")) {
        return true;
    }
    if (cb_parse_real(text, &value)) {
        return value >= QUALITY_ROUNDING;
    }
    bool negative = text.s[0] == '-';
    cb_str plain = negative || text.s[0] == '+' ? (cb_str){text.s + 1, text.n - 1} : text;
    return cb_ascii_is(plain, "nan") || (!negative && (cb_ascii_is(plain, "inf") || cb_ascii_is(plain, "infinity")));
}

static cb_status check_quality_and_filter(cb_reading *reader, const cb_record *r, cb_error *e) {
    if (!is_quality(r->fixed[CB_COL_QUAL])) {
        return cb_record_fail(reader, r, e, "QUAL is not a number of 0 or more");
    }
    if (!parts_are_filled(r->fixed[CB_COL_FILTER], ';') || has_part(r->fixed[CB_COL_FILTER], "0")) {
        return cb_record_fail(reader, r, e, "FILTER has an empty part, or the reserved value 0");
    }
    if (!parts_are_filled(r->fixed[CB_COL_ID], ';')) {
        return cb_record_fail(reader, r, e, "ID has an empty part");
    }
    if (has_repeat(r->fixed[CB_COL_ID])) {
        cb_odd(reader, CB_ODD_ID_TWICE);
    }
    if (has_repeat(r->fixed[CB_COL_FILTER])) {
        cb_odd(reader, CB_ODD_FILTER_TWICE);
    }
    return CB_OK;
}

cb_status cb_record_check(cb_reading *reader, cb_record *r, size_t columns, cb_error *e) {
    if (r->line.n == 0) {
        return cb_record_fail(reader, r, e, "a blank line; take it out");
    }
    if (r->line.s[0] == '#') {
        return cb_record_fail(reader, r, e,
                              "a header line among the records: two files were joined; join them with bcftools concat");
    }
    cb_status status = reader->marks.plain ? CB_OK : check_bytes(reader, r, e);
    status = status == CB_OK ? check_columns(reader, r, columns, e) : status;
    status = status == CB_OK ? check_position(reader, r, e) : status;
    status = status == CB_OK ? check_alleles(reader, r, e) : status;
    status = status == CB_OK ? check_quality_and_filter(reader, r, e) : status;
    status = status == CB_OK ? cb_info_walk(reader, r, e) : status;
    if (status == CB_OK) {
        cb_span_check(reader, r);
    }
    return status == CB_OK ? cb_record_check_samples(reader, r, e) : status;
}
