/* annotation.c: the entries of an annotation key, cut by the header's own list of fields. */
#include <string.h>

#include "read/making.h"

static size_t count_of(cb_str text, char c) {
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++) {
        count += text.s[i] == c ? 1 : 0;
    }
    return count;
}

bool cb_entry_field(cb_str entry, int field, cb_str *value) {
    if (field < 0) {
        return false;
    }
    const char *from = entry.s, *end = entry.s + entry.n;
    for (; field > 0; field--) {
        const char *bar = from < end ? memchr(from, '|', (size_t)(end - from)) : NULL;
        if (!bar) {
            return false;
        }
        from = bar + 1;
    }
    const char *bar = from < end ? memchr(from, '|', (size_t)(end - from)) : NULL;
    *value = (cb_str){from, (size_t)((bar ? bar : end) - from)};
    return value->n > 0 && !cb_str_is(*value, ".");
}

/* An entry under construction: a plug-in of VEP may write a comma into a field, which cuts its entry in pieces. */
typedef struct cutter {
    const cb_layout *layout;
    cb_entries *out;
    cb_str open; /* pieces so far; n 0: none */
    size_t bars; /* in them */
} cutter;

static bool complete(const cb_layout *layout, cb_str entry, size_t bars) {
    bool pointer = layout->kind == CB_BCSQ && bars == 0 && entry.n > 1 && entry.s[0] == '@';
    size_t least = layout->kind == CB_BCSQ ? layout->least : layout->count;
    return pointer || (bars + 1 >= least && bars + 1 <= layout->count);
}

/* Pieces are joined until the entry has all its fields. A piece without any bar ends the last field of the entry before
 * it: no tool writes a comma into the first one. False when no cut fits the list of fields. */
static bool add_piece(cutter *c, cb_str piece) {
    cb_entries *out = c->out;
    size_t bars = count_of(piece, '|');
    bool joinable = c->layout->kind != CB_BCSQ && c->layout->count > 1;
    if (joinable && bars == 0 && c->open.n == 0 && out->count > 0) {
        cb_str *last = &out->list[out->count - 1].text;
        last->n = (size_t)(piece.s + piece.n - last->s);
        return true;
    }
    if (c->open.n > 0) {
        c->open.n = (size_t)(piece.s + piece.n - c->open.s);
        c->bars += bars;
    } else {
        c->open = piece;
        c->bars = bars;
    }
    if (complete(c->layout, c->open, c->bars)) {
        out->list[out->count++] = (cb_entry){.text = c->open};
        c->open = (cb_str){0};
        return true;
    }
    return joinable && c->open.n > 0 && c->bars + 1 < c->layout->count;
}

/* Joins pieces as the header's list demands. */
static bool cut_whole(cb_str value, cb_entries *out) {
    cutter c = {.layout = out->layout, .out = out};
    cb_str piece;
    bool fits = true;
    out->count = 0;
    while (fits && cb_str_split(&value, ',', &piece)) {
        fits = add_piece(&c, piece);
    }
    return fits && c.open.n == 0;
}

/* VEP appends the fields of its plug-ins; a run without them (often that of the mitochondria) leaves the end of the
 * list out. Such entries are all of one length, and have every field that is read by its meaning. */
static bool cut_short(cb_str value, cb_entries *out, size_t *fields) {
    cb_str piece;
    out->count = 0;
    *fields = 0;
    while (cb_str_split(&value, ',', &piece)) {
        size_t its = count_of(piece, '|') + 1;
        if (its < out->layout->least || its >= out->layout->count || (*fields > 0 && its != *fields)) {
            return false;
        }
        *fields = its;
        out->list[out->count++] = (cb_entry){.text = piece};
    }
    return out->layout->kind != CB_BCSQ;
}

static cb_status cut(cb_making *m, cb_str value, cb_entries *out) {
    size_t fields = 0;
    out->list = cb_alloc_array(m->arena, count_of(value, ',') + 1, sizeof *out->list);
    if (!out->list) {
        return cb_fail_memory(m->e);
    }
    if (cut_whole(value, out)) {
        return CB_OK;
    }
    if (cut_short(value, out, &fields)) {
        return cb_flag(m, cb_format(m->arena, "%s entries end after %zu of %zu fields; the rest is missing",
                                    out->layout->key, fields, out->layout->count));
    }
    return cb_record_fail(m->reader, m->record, m->e,
                          "INFO %s does not have the %zu fields that the header lists; annotate the file again",
                          out->layout->key, out->layout->count);
}

cb_status cb_entries_of(cb_making *m, cb_annotator kind, const cb_entries **out) {
    cb_entries *entries = &m->entries[kind];
    cb_str value;
    *out = NULL;
    if (!m->reader->header->layouts[kind].declared) {
        return CB_OK;
    }
    *out = entries;
    if (entries->read) {
        return CB_OK;
    }
    entries->read = true;
    entries->layout = &m->reader->header->layouts[kind];
    if (!cb_record_info(m->record, entries->layout->key, &value) || value.n == 0 || cb_str_is(value, ".")) {
        return CB_OK;
    }
    cb_status status = cut(m, value, entries);
    if (status == CB_OK && kind == CB_BCSQ) {
        cb_bcsq_tie(m, entries);
    } else if (status == CB_OK) {
        cb_entries_tie(m, entries);
    }
    return status;
}
