/* header.c: the header of a VCF, line by line. Damage that could change how a record is read is refused; other oddities
 * are let pass. */
#include "read/header.h"

#include <limits.h>
#include <string.h>

#include "casebound/base/ascii.h"
#include "casebound/base/number.h"
#include "casebound/base/utf8.h"

enum { FIXED_COLUMNS = 8, MINOR_MAX = 5 };

static const char *const fixed_columns[] = {"CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT"};

cb_status cb_header_begin(cb_arena *arena, const char *file, cb_header *h, cb_error *e) {
    *h = (cb_header){.arena = arena, .file = file, .minor = -1, .next_order = 26, .upstream = ""};
    h->info = cb_map_new(arena);
    h->format = cb_map_new(arena);
    h->contigs = cb_map_new(arena);
    h->displayed = cb_map_new(arena);
    h->tools = cb_map_new(arena);
    h->filters = cb_map_new(arena);
    bool all = h->info && h->format && h->contigs && h->displayed && h->tools && h->filters;
    return all ? CB_OK : cb_fail_memory(e);
}

const cb_declared *cb_header_info(const cb_header *h, cb_str id) {
    return cb_map_get(h->info, id);
}

const cb_declared *cb_header_format(const cb_header *h, cb_str id) {
    return cb_map_get(h->format, id);
}

static cb_status read_version(cb_header *h, cb_str value, long number, cb_error *e) {
    int64_t minor = -1;
    if (h->minor >= 0) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "a second ##fileformat: two files were joined; join them with a tool for VCF");
    }
    bool four = cb_str_starts(value, "VCFv4.");
    cb_str rest = four ? (cb_str){value.s + 6, value.n - 6} : (cb_str){0};
    if (!four || !cb_ascii_digits(rest) || !cb_parse_integer(rest, &minor) || minor > MINOR_MAX) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "the version of ##fileformat is not VCFv4.0 to 4.5; convert the file");
    }
    h->minor = (int)minor;
    return CB_OK;
}

static bool has_space_or_comma(cb_str id) {
    return id.n == 0 || memchr(id.s, ' ', id.n) || memchr(id.s, '\t', id.n) || memchr(id.s, ',', id.n);
}

bool cb_header_has_room(const cb_header *h, size_t more) {
    return cb_map_size(h->contigs) + more <= CB_CONTIGS_MAX;
}

cb_contig_line *cb_contig_line_new(cb_arena *arena, cb_str name) {
    cb_contig_line *line = cb_alloc(arena, sizeof *line);
    char *copy = line ? cb_copy_str(arena, name) : NULL;
    if (!copy) {
        return NULL;
    }
    cb_contig_of(copy, &line->contig);
    line->length = -1;
    return line;
}

/* A contig under its name, made when it is new. */
static cb_contig_line *contig_line(cb_header *h, cb_str name) {
    cb_contig_line *line = cb_map_get(h->contigs, name);
    if (line) {
        return line;
    }
    line = cb_header_has_room(h, 1) ? cb_contig_line_new(h->arena, name) : NULL;
    if (!line || !cb_map_set(h->contigs, name, line)) {
        return NULL;
    }
    if (line->contig.kind == CB_OTHER_CONTIG) {
        line->contig.order = h->next_order++;
    }
    return line;
}

static cb_status read_contig(cb_header *h, cb_str inside, long number, cb_error *e) {
    cb_str id, text;
    int64_t length = -1;
    if (!cb_meta_value(inside, "ID", &id) || has_space_or_comma(id)) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "a ##contig without a usable ID; write the header anew (bcftools reheader)");
    }
    if (cb_meta_value(inside, "length", &text) && (!cb_parse_integer(text, &length) || length < 0)) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "the length of a ##contig is not a number; write the header anew (bcftools reheader)");
    }
    cb_contig_line *line = contig_line(h, id);
    if (!line) {
        return cb_fail_memory(e);
    }
    if (line->length >= 0 && length >= 0 && line->length != length) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "##contig %s is declared with two lengths; headers of two builds were joined",
                          line->contig.name);
    }
    if (length >= 0) {
        line->length = length;
        cb_header_length(h, line);
    }
    if (cb_meta_value(inside, "assembly", &text)) {
        cb_header_assembly(h, text);
    }
    return CB_OK;
}

/* Number of VCF 4.1 to 4.5; -1 was "unknown" in VCF 3 and is still written. */
static bool read_number(cb_str text, cb_declared *d) {
    static const char *const local[] = {"P", "M", "LA", "LR", "LG"};
    if (text.n == 1 && strchr("ARG.", text.s[0])) {
        d->number = text.s[0];
        return true;
    }
    for (size_t i = 0; i < sizeof local / sizeof *local; i++) {
        if (cb_str_is(text, local[i])) {
            d->number = '?';
            return true;
        }
    }
    d->number = '1';
    if (!cb_parse_integer(text, &d->count) || d->count < -1) {
        return false;
    }
    if (d->count == -1) {
        d->number = '.';
    }
    return true;
}

static bool known_type(cb_str type) {
    static const char *const types[] = {"Integer", "Float", "Flag", "Character", "String"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (cb_str_is(type, types[i])) {
            return true;
        }
    }
    return false;
}

/* ID, Number, Type, Description (VCF 4.1 to 4.5, section 1.4.2). */
static bool is_disordered(cb_str inside) {
    static const char *const order[] = {"ID", "Number", "Type", "Description"};
    cb_str key, value;
    size_t next = 0;
    while (next < 4 && cb_meta_next(&inside, &key, &value) == 1) {
        if (!cb_str_is(key, order[next++])) {
            return true;
        }
    }
    return false;
}

static cb_status read_declared(cb_header *h, cb_map *map, const char *kind, cb_str inside, long number, cb_error *e) {
    cb_str id = {0}, count = {0}, type = {0}, description = {0};
    cb_declared found = {0};
    bool named = cb_meta_value(inside, "ID", &id) && !has_space_or_comma(id);
    if (!named || !cb_meta_value(inside, "Number", &count) || !read_number(count, &found)) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "##%s has no usable ID or Number; write the header anew (bcftools reheader)", kind);
    }
    if (!cb_meta_value(inside, "Type", &type) || !known_type(type)) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "##%s has no usable Type; write the header anew (bcftools reheader)", kind);
    }
    (void)cb_meta_value(inside, "Description", &description);
    const cb_declared *earlier = cb_map_get(map, id);
    if (earlier && (earlier->number != found.number || earlier->count != found.count)) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "##%s %s is declared twice, with another Number; write the header anew (bcftools reheader)",
                          kind, earlier->id);
    }
    cb_declared *d = earlier ? NULL : cb_alloc(h->arena, sizeof *d);
    if (earlier) {
        return CB_OK;
    }
    if (!d) {
        return cb_fail_memory(e);
    }
    *d = found;
    d->id = cb_copy_str(h->arena, id);
    d->type = cb_copy_str(h->arena, type);
    d->number_text = cb_copy_str(h->arena, count);
    d->disordered = is_disordered(inside);
    d->description = cb_copy_str(h->arena, description);
    bool all = d->id && d->type && d->number_text && d->description && cb_map_set(map, id, d);
    return all ? CB_OK : cb_fail_memory(e);
}

static cb_annotator annotator_of(cb_str inside) {
    cb_str id = {0};
    bool named = cb_meta_value(inside, "ID", &id);
    if (named && cb_str_is(id, "CSQ")) {
        return CB_CSQ;
    }
    if (named && cb_str_is(id, "ANN")) {
        return CB_ANN;
    }
    return named && cb_str_is(id, "BCSQ") ? CB_BCSQ : CB_ANNOTATORS;
}

static cb_status read_info(cb_header *h, cb_str inside, long number, cb_error *e) {
    cb_status status = read_declared(h, h->info, "INFO", inside, number, e);
    cb_annotator kind = annotator_of(inside);
    if (status == CB_OK && kind != CB_ANNOTATORS && !h->layouts[kind].declared) {
        status = cb_layout_read(h, kind, number, e);
    }
    return status;
}

static cb_status read_filter(cb_header *h, cb_str inside, long number, cb_error *e) {
    cb_str id;
    if (!cb_meta_value(inside, "ID", &id) || id.n == 0) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "a ##FILTER without ID; write the header anew (bcftools reheader)");
    }
    return cb_map_set(h->filters, id, h) ? CB_OK : cb_fail_memory(e);
}

static bool well_formed(cb_str inside) {
    cb_str key, value;
    int got;
    while ((got = cb_meta_next(&inside, &key, &value)) == 1) {
    }
    return got == 0;
}

/* The lines that say how records are read must be sound; others (##GATKCommandLine, ##SAMPLE …) are read as far as they
 * can be. */
static cb_status read_structured(cb_header *h, cb_str key, cb_str value, long number, cb_error *e) {
    static const char *const strict[] = {"INFO", "FORMAT", "FILTER", "ALT", "contig"};
    size_t which = 0;
    while (which < 5 && !cb_str_is(key, strict[which])) {
        which++;
    }
    if (which == 5) {
        return CB_OK;
    }
    bool closed = value.n >= 2 && value.s[0] == '<' && value.s[value.n - 1] == '>';
    cb_str inside = closed ? (cb_str){value.s + 1, value.n - 2} : (cb_str){0};
    cb_str id;
    if (!closed || !well_formed(inside) || !cb_meta_value(inside, "ID", &id)) {
        return cb_fail_at(
            e, CB_INPUT, h->file, number,
            "##%s is not well formed (<ID=…,Description=\"…\">); write the header anew (bcftools reheader)",
            strict[which]);
    }
    switch (which) {
    case 0:
        return read_info(h, inside, number, e);
    case 1:
        return read_declared(h, h->format, "FORMAT", inside, number, e);
    case 2:
        return read_filter(h, inside, number, e);
    case 3:
        return CB_OK;
    default:
        return read_contig(h, inside, number, e);
    }
}

static cb_status read_meta(cb_header *h, cb_str line, long number, cb_error *e) {
    const char *equals = memchr(line.s, '=', line.n);
    if (!equals) {
        return CB_OK; /* a remark, as "## made by hand" */
    }
    cb_str key = {line.s + 2, (size_t)(equals - line.s - 2)};
    cb_str value = cb_str_trim((cb_str){equals + 1, (size_t)(line.s + line.n - equals - 1)});
    if (cb_str_is(key, "fileformat")) {
        return read_version(h, value, number, e);
    }
    cb_status status = read_structured(h, key, value, number, e);
    return status == CB_OK ? cb_header_note(h, key, value, e) : status;
}

static cb_status add_sample(cb_header *h, cb_map *seen, cb_str name, long number, cb_error *e) {
    char *copy = cb_copy_str(h->arena, name);
    if (!copy) {
        return cb_fail_memory(e);
    }
    if (name.n == 0 || cb_str_trim(name).n != name.n) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "the name of sample %zu is empty or has spaces around it; rename it (bcftools reheader)",
                          h->sample_count + 1);
    }
    if (cb_map_has(seen, name)) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "two samples have the same name; rename one (bcftools reheader)");
    }
    if (!cb_map_set(seen, name, copy)) {
        return cb_fail_memory(e);
    }
    h->samples[h->sample_count++] = copy;
    return CB_OK;
}

static cb_status read_samples(cb_header *h, cb_str rest, long number, cb_error *e) {
    size_t tabs = 0;
    for (size_t i = 0; i < rest.n; i++) {
        tabs += rest.s[i] == '\t' ? 1 : 0;
    }
    cb_map *seen = cb_map_new(h->arena);
    h->samples = cb_alloc_array(h->arena, tabs + 1, sizeof *h->samples);
    if (!seen || !h->samples) {
        return cb_fail_memory(e);
    }
    cb_str name;
    cb_status status = CB_OK;
    while (status == CB_OK && cb_str_split(&rest, '\t', &name)) {
        status = add_sample(h, seen, name, number, e);
    }
    return status;
}

static cb_status read_columns(cb_header *h, cb_str line, long number, cb_error *e) {
    cb_str rest = {line.s + 1, line.n - 1}, name;
    size_t i = 0;
    for (; i < sizeof fixed_columns / sizeof *fixed_columns && cb_str_split(&rest, '\t', &name); i++) {
        if (!cb_str_is(name, fixed_columns[i])) {
            return cb_fail_at(e, CB_INPUT, h->file, number,
                              "column %zu of the #CHROM line is not %s (columns are parted by tabs)", i + 1,
                              fixed_columns[i]);
        }
    }
    if (i < FIXED_COLUMNS) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "the #CHROM line has %zu columns of at least 8 (columns are parted by tabs)", i);
    }
    h->has_format = i > FIXED_COLUMNS;
    cb_status status = rest.s ? read_samples(h, rest, number, e) : CB_OK;
    h->columns = i + h->sample_count;
    return status;
}

cb_status cb_header_line(cb_header *h, cb_str line, long number, bool *done, cb_error *e) {
    *done = false;
    if (!cb_utf8_valid(line, NULL)) {
        return cb_fail_at(e, CB_INPUT, h->file, number,
                          "a header line is not valid UTF-8, or holds a NUL byte; write the header anew");
    }
    if (h->minor < 0 && !cb_str_starts(line, "##fileformat=")) {
        return cb_fail_at(e, CB_INPUT, h->file, number, "the first line is not ##fileformat=VCFv4.x");
    }
    if (cb_str_starts(line, "##")) {
        return read_meta(h, line, number, e);
    }
    if (!cb_str_starts(line, "#CHROM")) {
        return cb_fail_at(e, CB_INPUT, h->file, number, "%s before the #CHROM line: the header is broken",
                          line.n == 0 ? "a blank line" : "a line that is no header line");
    }
    cb_status status = read_columns(h, line, number, e);
    for (int i = 0; i < CB_ANNOTATORS; i++) {
        if (h->layouts[i].declared) {
            h->annotations[h->annotation_count++] = h->layouts[i].key;
        }
    }
    *done = true;
    return status == CB_OK ? cb_header_upstream(h, e) : status;
}
