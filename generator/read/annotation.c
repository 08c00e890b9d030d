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
    return pointer || (bars + 1 >= layout->least && bars + 1 <= layout->count);
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

static cb_status cut(cb_making *m, cb_str value, cb_entries *out) {
    cutter c = {.layout = out->layout, .out = out};
    cb_str piece;
    out->list = cb_alloc_array(m->arena, count_of(value, ',') + 1, sizeof *out->list);
    if (!out->list) {
        return cb_fail_memory(m->e);
    }
    bool fits = true;
    while (fits && cb_str_split(&value, ',', &piece)) {
        fits = add_piece(&c, piece);
    }
    if (!fits || c.open.n > 0) {
        return cb_record_fail(
            m->reader, m->record, m->e,
            "entry %zu of INFO %s does not have the %zu fields that the header lists; annotate the file again",
            out->count + 1, out->layout->key, out->layout->count);
    }
    return CB_OK;
}

cb_status cb_entries_of(cb_making *m, cb_annotator kind, const cb_entries **out) {
    cb_entries *entries = &m->entries[kind];
    cb_str value;
    *out = NULL;
    if (!m->reader->header.layouts[kind].declared) {
        return CB_OK;
    }
    *out = entries;
    if (entries->read) {
        return CB_OK;
    }
    entries->read = true;
    entries->layout = &m->reader->header.layouts[kind];
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
