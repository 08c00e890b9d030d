/* consequences_read.c: filters/data/consequences.tsv: severity, term, impact, label. */
#include "casebound/base/number.h"
#include "casebound/base/utf8.h"
#include "casebound/read/case_file.h"
#include <string.h>

enum { COLUMNS = 4, RANK_MAX = 1000 };

typedef struct reader {
    cb_arena *arena;
    const char *name;
    cb_error *e;
    cb_consequences *out;
    bool header;
} reader;

static cb_status refuse(reader *r, long line, const char *what) {
    return cb_fail_at(r->e, CB_INPUT, r->name, line, "%s", what);
}

static bool is_impact(cb_str word) {
    return cb_str_is(word, "HIGH") || cb_str_is(word, "MODERATE") || cb_str_is(word, "LOW") ||
           cb_str_is(word, "MODIFIER");
}

static cb_status add(reader *r, const cb_str part[COLUMNS], int64_t severity) {
    cb_consequence *row = cb_alloc(r->arena, sizeof *row);
    if (!row) {
        return cb_fail_memory(r->e);
    }
    row->severity = (int)severity;
    row->term = cb_copy_str(r->arena, part[1]);
    row->impact = cb_copy_str(r->arena, part[2]);
    row->label = cb_copy_str(r->arena, part[3]);
    if (!row->term || !row->impact || !row->label || !cb_map_set(r->out->terms, part[1], row)) {
        return cb_fail_memory(r->e);
    }
    r->out->count = r->out->count < (size_t)severity ? (size_t)severity : r->out->count;
    return CB_OK;
}

static cb_status take_row(reader *r, cb_str line, long number) {
    cb_str part[COLUMNS], rest = line;
    int64_t severity;
    int count = 0;
    while (count < COLUMNS && cb_str_split(&rest, '\t', &part[count])) {
        count++;
    }
    if (count < COLUMNS || rest.s) {
        return refuse(r, number, "has not the four columns rank, term, impact, label");
    }
    if (!r->header) {
        r->header = true;
        return cb_str_is(part[0], "rank") && cb_str_is(part[1], "term") ? CB_OK
                                                                        : refuse(r, number, "the header is missing");
    }
    if (!cb_parse_integer(part[0], &severity) || severity < 1 || severity > RANK_MAX) {
        return refuse(r, number, "the rank is no number from 1 to 1000");
    }
    if (!is_impact(part[2])) {
        return refuse(r, number, "the impact is none of HIGH, MODERATE, LOW, MODIFIER");
    }
    if (part[1].n == 0 || part[3].n == 0 || cb_map_has(r->out->terms, part[1])) {
        return refuse(r, number, "the term or its label is empty, or the term stands twice");
    }
    return add(r, part, severity);
}

static cb_status take_line(reader *r, cb_str line, long number) {
    static const char version[] = "# version:";
    if (!cb_utf8_valid(line, NULL)) {
        return refuse(r, number, "holds NUL or bytes that are not UTF-8");
    }
    if (cb_str_starts(line, version)) {
        cb_str text = {line.s + sizeof version - 1, line.n - (sizeof version - 1)};
        r->out->version = cb_copy_str(r->arena, cb_str_trim(text));
        return r->out->version ? CB_OK : cb_fail_memory(r->e);
    }
    return line.n == 0 || line.s[0] == '#' ? CB_OK : take_row(r, line, number);
}

cb_status cb_consequences_read(cb_arena *arena, cb_str bytes, const char *name, cb_consequences *out, cb_error *e) {
    *out = (cb_consequences){.terms = cb_map_new(arena)};
    reader r = {.arena = arena, .name = name, .e = e, .out = out};
    if (!out->terms) {
        return cb_fail_memory(e);
    }
    cb_status s = CB_OK;
    cb_str rest = bytes, line;
    for (long number = 1; s == CB_OK && cb_str_split(&rest, '\n', &line); number++) {
        s = take_line(&r, line, number);
    }
    if (s == CB_OK && (cb_map_size(out->terms) == 0 || !out->version)) {
        s = cb_fail(e, CB_INPUT, "%s: has no row or no version", name);
    }
    return s;
}
