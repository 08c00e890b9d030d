/* consequences_read.c: filters/data/consequences.tsv: severity, term, impact, label. */
#include "casebound/base/number.h"
#include "casebound/read/case_file.h"
#include "read/tsv.h"

enum { RANK_MAX = 1000, LINE_MAX_BYTES = 500 };
enum { RANK, TERM, IMPACT, LABEL };

static bool is_impact(cb_str word) {
    return cb_str_is(word, "HIGH") || cb_str_is(word, "MODERATE") || cb_str_is(word, "LOW") ||
           cb_str_is(word, "MODIFIER");
}

static cb_status add(cb_tsv *t, cb_consequences *all, const cb_str *part, int64_t severity) {
    cb_consequence *row = cb_alloc(t->arena, sizeof *row);
    if (!row) {
        return cb_fail_memory(t->e);
    }
    row->severity = (int)severity;
    row->term = cb_copy_str(t->arena, part[TERM]);
    row->impact = cb_copy_str(t->arena, part[IMPACT]);
    row->label = cb_copy_str(t->arena, part[LABEL]);
    if (!row->term || !row->impact || !row->label || !cb_map_set(all->terms, part[TERM], row)) {
        return cb_fail_memory(t->e);
    }
    all->count = all->count < (size_t)severity ? (size_t)severity : all->count;
    return CB_OK;
}

static cb_status take_term(cb_tsv *t, const cb_str *part, long line) {
    cb_consequences *all = t->into;
    int64_t severity;
    if (!cb_parse_integer(part[RANK], &severity) || severity < 1 || severity > RANK_MAX) {
        return cb_tsv_refuse(t, line, "the rank is no number from 1 to 1000");
    }
    if (!is_impact(part[IMPACT])) {
        return cb_tsv_refuse(t, line, "the impact is none of HIGH, MODERATE, LOW, MODIFIER");
    }
    if (part[TERM].n == 0 || part[LABEL].n == 0 || cb_map_has(all->terms, part[TERM])) {
        return cb_tsv_refuse(t, line, "the term or its label is empty, or the term stands twice");
    }
    return add(t, all, part, severity);
}

cb_status cb_consequences_read(cb_arena *arena, cb_str bytes, const char *name, cb_consequences *out, cb_error *e) {
    static const char *const columns[] = {"rank", "term", "impact", "label", NULL};
    cb_tsv t = {.arena = arena,
                .name = name,
                .columns = columns,
                .longest = LINE_MAX_BYTES,
                .thing = "row",
                .into = out,
                .e = e};
    *out = (cb_consequences){.terms = cb_map_new(arena)};
    if (!out->terms) {
        return cb_fail_memory(e);
    }
    cb_status s = cb_tsv_read(&t, bytes, take_term);
    out->version = t.version;
    return s;
}
