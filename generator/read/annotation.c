/* annotation.c: the entries of an annotation key, cut by the header's own list of fields. */
#include "read/plan.h"

static size_t count_of(cb_str text, char c) {
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++) {
        count += text.s[i] == c ? 1 : 0;
    }
    return count;
}

/* An entry under construction: a plug-in of VEP may write a comma into a field, which cuts its entry in pieces. */
typedef struct cutter {
    const cb_layout *layout;
    cb_cut *out;
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
    cb_cut *out = c->out;
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
        out->list[out->count++] = (cb_annotation){.text = c->open};
        c->open = (cb_str){0};
        return true;
    }
    return joinable && c->open.n > 0 && c->bars + 1 < c->layout->count;
}

/* Joins pieces as the header's list demands. */
static bool cut_whole(const cb_layout *layout, cb_cut *out) {
    cutter c = {.layout = layout, .out = out};
    cb_str rest = out->value, piece;
    bool fits = true;
    out->count = 0;
    while (fits && cb_str_split(&rest, ',', &piece)) {
        fits = add_piece(&c, piece);
    }
    return fits && c.open.n == 0;
}

/* VEP appends the fields of its plug-ins; a run without them (often that of the mitochondria) leaves the end of the
 * list out. Such entries are all of one length, and have every field that is read by its meaning. */
static bool cut_short(const cb_layout *layout, cb_cut *out) {
    cb_str rest = out->value, piece;
    size_t fields = 0;
    out->count = 0;
    while (cb_str_split(&rest, ',', &piece)) {
        size_t its = count_of(piece, '|') + 1;
        if (its < layout->least || its >= layout->count || (fields > 0 && its != fields)) {
            return false;
        }
        fields = its;
        out->list[out->count++] = (cb_annotation){.text = piece};
    }
    out->short_fields = fields;
    return layout->kind != CB_BCSQ;
}

/* Entries that were put together are given their bars. */
static void attach_bars(cb_cut *cut, const char *line) {
    size_t at = 0;
    for (size_t i = 0; i < cut->count; i++) {
        cb_annotation *entry = &cut->list[i];
        const char *end = entry->text.s + entry->text.n;
        entry->line = line;
        while (at < cut->bar_count && line + cut->bars[at] < entry->text.s) {
            at++;
        }
        entry->bars = cut->bars + at;
        while (at < cut->bar_count && line + cut->bars[at] < end) {
            at++;
        }
        entry->bar_count = (size_t)(cut->bars + at - entry->bars);
    }
}

/* The first of the places that is not before `from`. */
static size_t first_from(const uint32_t *places, size_t count, size_t from) {
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (places[middle] < from) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

/* Cuts at every comma. True when each entry has as many fields as the header lists, as those of tools have that write
 * no comma into a field; `commas` are those of the value. */
static bool cut_at_commas(const cb_layout *layout, cb_cut *cut, const char *line, const uint32_t *commas) {
    size_t from = (size_t)(cut->value.s - line), end = from + cut->value.n, bars = layout->count - 1;
    const uint32_t *next = cut->bars, *last = cut->bars + cut->bar_count;
    for (size_t i = 0; i < cut->count; i++) {
        size_t stop = i + 1 < cut->count ? commas[i] : end;
        bool fits = (size_t)(last - next) >= bars && (bars == 0 || next[bars - 1] < stop) &&
                    (next + bars == last || next[bars] > stop);
        if (!fits) {
            return false;
        }
        cut->list[i] =
            (cb_annotation){.text = {line + from, stop - from}, .line = line, .bars = next, .bar_count = bars};
        next += bars;
        from = stop + 1;
    }
    return true;
}

static cb_status cut_entries(cb_reading *reader, const cb_record *r, const cb_layout *layout, cb_cut *cut,
                             cb_error *e) {
    const cb_marks *m = &reader->marks;
    size_t from = (size_t)(cut->value.s - r->line.s), end = from + cut->value.n;
    size_t bar = first_from(m->bars, m->bar_count, from), comma = first_from(m->commas, m->comma_count, from);
    size_t commas = first_from(m->commas, m->comma_count, end) - comma;
    cut->bars = m->bars + bar;
    cut->bar_count = first_from(m->bars, m->bar_count, end) - bar;
    cut->short_fields = 0;
    if (commas + 1 > cut->capacity) {
        cut->capacity = 2 * (commas + 1);
        cut->list = cb_alloc_array(reader->held, cut->capacity, sizeof *cut->list);
    }
    if (!cut->list) {
        cut->capacity = 0;
        return cb_fail_memory(e);
    }
    cut->count = commas + 1;
    if (layout->kind != CB_BCSQ && cut_at_commas(layout, cut, r->line.s, m->commas + comma)) {
        return CB_OK;
    }
    if (!cut_whole(layout, cut) && !cut_short(layout, cut)) {
        return cb_record_fail(reader, r, e,
                              "INFO %s does not have the %zu fields that the header lists; annotate the file again",
                              layout->key, layout->count);
    }
    attach_bars(cut, r->line.s);
    return CB_OK;
}

/* Cut once for all alleles of the record. */
cb_status cb_cut_of(cb_reading *reader, const cb_record *r, cb_annotator kind, const cb_cut **out, cb_error *e) {
    static const size_t wanted[CB_ANNOTATORS] = {CB_INFO_CSQ, CB_INFO_ANN, CB_INFO_BCSQ};
    const cb_layout *layout = &reader->header->layouts[kind];
    cb_cut *cut = &reader->cuts[kind];
    *out = cut;
    if (cut->number == r->number) {
        return CB_OK;
    }
    cut->count = 0;
    bool there = layout->declared && cb_info_value(reader, wanted[kind], &cut->value) && cut->value.n > 0;
    cb_status status = there && !cb_str_is(cut->value, ".") ? cut_entries(reader, r, layout, cut, e) : CB_OK;
    cut->number = status == CB_OK ? r->number : 0;
    return status;
}

/* The entry from a field on, to its end. */
static cb_str tail_of(const cb_annotation *entry, int field) {
    if (field < 0 || (size_t)field > entry->bar_count) {
        return (cb_str){0};
    }
    const char *from = field == 0 ? entry->text.s : entry->line + entry->bars[field - 1] + 1;
    return (cb_str){from, (size_t)(entry->text.s + entry->text.n - from)};
}

/* Entries of one allele repeat its numbers; where some are certainly its own, the others do not count. */
static bool list_counted(const cb_making *m, cb_entries *entries) {
    entries->counted_count = 0;
    entries->counted = cb_alloc_array(m->arena, entries->count + 1, sizeof(cb_annotation *));
    for (size_t i = 0; entries->counted && i < entries->count; i++) {
        const cb_annotation *entry = &entries->list[i];
        if (!entry->repeats && (!entries->told || !entry->ambiguous)) {
            entries->counted[entries->counted_count++] = entry;
        }
    }
    return entries->counted != NULL;
}

/* What the tied entries say of the allele together. */
static void judge_tie(const cb_making *m, cb_entries *entries) {
    int field = m->plan->first_number[entries->layout->kind], part = entries->layout->part[CB_PART_ALLELE];
    cb_str first = {0}, before = {0};
    entries->told = false;
    entries->one = m->record->allele_count == 1 && !m->original->split;
    for (size_t i = 0; i < entries->count; i++) {
        cb_annotation *entry = &entries->list[i];
        cb_str allele = {0};
        (void)cb_entry_field(entry, part, &allele);
        first = i == 0 ? allele : first;
        entries->told = entries->told || !entry->ambiguous;
        entries->one = entries->one && cb_str_same(first, allele);
        entry->repeats = i > 0 && entry->ambiguous == entry[-1].ambiguous && cb_str_same(allele, before) &&
                         cb_str_same(tail_of(entry, field), tail_of(entry - 1, field));
        before = allele;
    }
}

static cb_status tie(cb_making *m, cb_entries *entries) {
    const cb_cut *cut = entries->cut;
    entries->list = cb_alloc_array(m->arena, cut->count, sizeof *entries->list);
    if (!entries->list) {
        return cb_fail_memory(m->e);
    }
    memcpy(entries->list, cut->list, cut->count * sizeof *cut->list);
    entries->count = cut->count;
    if (entries->layout->kind == CB_BCSQ) {
        cb_bcsq_tie(m, entries);
    } else {
        cb_entries_tie(m, entries);
    }
    judge_tie(m, entries);
    if (!list_counted(m, entries)) {
        return cb_fail_memory(m->e);
    }
    if (cut->short_fields == 0) {
        return CB_OK;
    }
    return cb_flag(m, cb_format(m->arena, "%s entries end after %zu of %zu fields; the rest is missing",
                                entries->layout->key, cut->short_fields, entries->layout->count));
}

cb_status cb_entries_of(cb_making *m, cb_annotator kind, const cb_entries **out) {
    cb_entries *entries = &m->entries[kind];
    const cb_layout *layout = &m->reader->header->layouts[kind];
    *out = layout->declared ? entries : NULL;
    if (!layout->declared || entries->read) {
        return CB_OK;
    }
    const cb_cut *cut;
    cb_status status = cb_cut_of(m->reader, m->record, kind, &cut, m->e);
    entries->layout = layout;
    entries->cut = cut;
    entries->read = true;
    return status == CB_OK && cut->count > 0 ? tie(m, entries) : status;
}

/* VEP first: its entries name transcripts with versions, MANE and HGNC ids; SnpEff's have HGVS without versions;
 * bcftools' have no HGVS at all. One kind alone is used, so that a transcript never heads a report twice. */
static const cb_annotator preference[CB_ANNOTATORS] = {CB_CSQ, CB_ANN, CB_BCSQ};

/* Entries whose key no header line declares cannot be read, and leaving them out would call the variant unannotated. */
static cb_status refuse_undeclared(const cb_making *m) {
    static const struct {
        size_t wanted;
        const char *key;
    } keys[] = {{CB_INFO_CSQ, "CSQ"}, {CB_INFO_ANN, "ANN"}, {CB_INFO_BCSQ, "BCSQ"}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cb_str value;
        if (cb_info_value(m->reader, keys[i].wanted, &value) && !m->reader->header->layouts[i].declared) {
            return cb_record_fail(m->reader, m->record, m->e,
                                  "INFO has %s, and the header does not declare it; keep the annotator's header lines",
                                  keys[i].key);
        }
    }
    return CB_OK;
}

cb_status cb_annotation_check(cb_making *m, const cb_entries **out) {
    for (int i = 0; i < CB_ANNOTATORS; i++) {
        cb_status status = cb_entries_of(m, preference[i], out);
        if (status != CB_OK || (*out && (*out)->count > 0)) {
            return status;
        }
    }
    *out = NULL;
    return refuse_undeclared(m);
}
