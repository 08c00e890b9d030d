/* keys.c: what a key of the profile ("CSQ/gnomADe_AF", "INFO/EXACAF") holds for one allele. */
#include <string.h>

#include "casebound/base/ascii.h"
#include "read/making.h"

static cb_status reserve(cb_making *m, size_t count, cb_found *out) {
    out->texts = cb_alloc_array(m->arena, count + 1, sizeof *out->texts);
    out->alleles = cb_alloc_array(m->arena, count + 1, sizeof *out->alleles);
    return out->texts && out->alleles ? CB_OK : cb_fail_memory(m->e);
}

static void add(cb_found *out, cb_str text, cb_str allele) {
    out->texts[out->count] = text;
    out->alleles[out->count++] = allele;
}

/* Entries that can be told count alone; where none can, all are given as untied, unless they all speak of one allele in
 * a record that has one. */
static cb_status find_in_entries(cb_making *m, cb_annotator kind, cb_str name, cb_found *out) {
    const cb_entries *entries;
    cb_status status = cb_entries_of(m, kind, &entries);
    int field = status == CB_OK && entries ? cb_layout_field(entries->layout, name) : -1;
    if (status != CB_OK || field < 0) {
        return status;
    }
    bool told = false, one = m->record->allele_count == 1 && !m->original.split;
    cb_str first = {0};
    for (size_t i = 0; i < entries->count; i++) {
        cb_str allele = {0};
        (void)cb_entry_field(entries->list[i].text, entries->layout->part[CB_PART_ALLELE], &allele);
        first = i == 0 ? allele : first;
        told = told || !entries->list[i].ambiguous;
        one = one && cb_str_same(first, allele);
    }
    out->declared = true;
    out->vep = !entries->layout->snpeff;
    out->untied = !told && !one && entries->count > 0;
    status = reserve(m, entries->count, out);
    for (size_t i = 0; status == CB_OK && i < entries->count; i++) {
        cb_str allele = {0}, value;
        (void)cb_entry_field(entries->list[i].text, entries->layout->part[CB_PART_ALLELE], &allele);
        if ((!told || !entries->list[i].ambiguous) && cb_entry_field(entries->list[i].text, field, &value)) {
            add(out, value, allele);
        }
    }
    return status;
}

static size_t items_of(cb_str list) {
    size_t count = 0;
    cb_str item;
    while (cb_str_split(&list, ',', &item)) {
        count++;
    }
    return count;
}

static cb_str item_at(cb_str list, size_t at) {
    cb_str item = {0};
    for (size_t i = 0; cb_str_split(&list, ',', &item); i++) {
        if (i == at) {
            return item;
        }
    }
    return (cb_str){0};
}

/* Which item of an INFO list is this allele's: by Number=A or R, of the record or of the one that it was split from;
 * lists without a declared count go by allele where they are as long as the alternate alleles. False: no item is its
 * own. */
static bool own_item(const cb_making *m, const cb_declared *d, size_t items, size_t *at) {
    char number = d ? d->number : '.';
    size_t alts = (size_t)m->record->allele_count, index = (size_t)m->index, reference = number == 'R' ? 1 : 0;
    size_t old_alts = (size_t)m->original.alt_count, own = (size_t)m->original.own;
    bool by_allele = number == 'A' || number == 'R';
    if (items == alts + reference && (by_allele || (alts > 1 && number != 'G'))) {
        *at = index - 1 + reference;
        return true;
    }
    if (by_allele && own > 0 && items == old_alts + reference) {
        *at = own - 1 + reference;
        return true;
    }
    return false;
}

static cb_status find_in_info(cb_making *m, const char *name, bool whole, cb_found *out) {
    const cb_declared *d = cb_header_info(m->reader->header, cb_str_of(name));
    cb_str list, item;
    size_t at;
    out->declared = d != NULL;
    if (!cb_record_info(m->record, name, &list)) {
        return CB_OK;
    }
    out->declared = true;
    size_t items = items_of(list);
    cb_status status = reserve(m, items, out);
    if (status != CB_OK) {
        return status;
    }
    if (own_item(m, d, items, &at)) {
        add(out, item_at(list, at), (cb_str){0});
        return CB_OK;
    }
    /* One value for several alleles, or more values than alleles under Number=A or R: nobody can tell whose they are.
     */
    out->untied = m->record->allele_count > 1 || (d && (d->number == 'A' || d->number == 'R'));
    if (whole) {
        add(out, list, (cb_str){0});
        return CB_OK;
    }
    while (cb_str_split(&list, ',', &item)) {
        add(out, item, (cb_str){0});
    }
    return CB_OK;
}

cb_status cb_key_find(cb_making *m, const char *key, bool whole, cb_found *out) {
    static const char *const prefixes[CB_ANNOTATORS] = {"CSQ/", "ANN/", "BCSQ/"};
    *out = (cb_found){0};
    for (int i = 0; i < CB_ANNOTATORS; i++) {
        if (cb_str_starts(cb_str_of(key), prefixes[i])) {
            return find_in_entries(m, (cb_annotator)i, cb_str_of(key + strlen(prefixes[i])), out);
        }
    }
    if (cb_str_starts(cb_str_of(key), "INFO/")) {
        return find_in_info(m, key + 5, whole, out);
    }
    return cb_fail(m->e, CB_FILTER, "the profile names the source '%s'; it must begin with CSQ/, ANN/, BCSQ/ or INFO/",
                   key);
}

bool cb_prefix_allele(const cb_making *m, cb_str prefix, cb_str entry_allele, bool *ours) {
    cb_str alt = {0};
    *ours = false;
    for (size_t i = 0; i < prefix.n; i++) {
        if (!strchr("ACGTNacgtn-", prefix.s[i])) {
            return false;
        }
    }
    (void)cb_record_alt(m->record, m->index - 1, &alt);
    *ours = cb_ascii_same(prefix, alt) || (entry_allele.n > 0 && cb_ascii_same(prefix, entry_allele));
    return prefix.n > 0;
}
