/* keys.c: what a key of the profile ("CSQ/gnomADe_AF", "INFO/EXACAF") holds for one allele. */
#include "casebound/base/ascii.h"
#include "read/plan.h"

/* Room for `count` texts. */
static cb_status reserve(cb_making *m, size_t count) {
    cb_found *f = &m->reader->found;
    if (count <= f->capacity) {
        return CB_OK;
    }
    f->texts = cb_alloc_array(m->reader->held, 2 * count, sizeof *f->texts);
    f->alleles = cb_alloc_array(m->reader->held, 2 * count, sizeof *f->alleles);
    f->capacity = f->texts && f->alleles ? 2 * count : 0;
    return f->capacity > 0 ? CB_OK : cb_fail_memory(m->e);
}

static void add(cb_found *out, cb_str text, cb_str allele) {
    out->texts[out->count] = text;
    out->alleles[out->count++] = allele;
}

/* Entries that can be told count alone; where none can, all are given as untied, unless they all speak of one allele in
 * a record that has one. */
static cb_status find_in_entries(cb_making *m, const cb_bound_key *key, cb_found *out) {
    const cb_entries *entries;
    cb_status status = cb_entries_of(m, key->kind, &entries);
    status = status == CB_OK ? reserve(m, entries->count) : status;
    if (status != CB_OK) {
        return status;
    }
    out->declared = true;
    out->vep = !entries->layout->snpeff;
    out->untied = !entries->told && !entries->one && entries->count > 0;
    for (size_t i = 0; i < entries->count; i++) {
        const cb_annotation *entry = &entries->list[i];
        cb_str allele = {0}, value;
        if ((!entries->told || !entry->ambiguous) && cb_entry_field(entry, key->field, &value)) {
            (void)cb_entry_field(entry, entries->layout->part[CB_PART_ALLELE], &allele);
            add(out, value, allele);
        }
    }
    return CB_OK;
}

static size_t items_of(cb_str list) {
    size_t count = 1;
    for (size_t i = 0; i < list.n; i++) {
        count += list.s[i] == ',' ? 1 : 0;
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
    size_t old_alts = (size_t)m->original->alt_count, own = (size_t)m->original->own;
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

static cb_status find_in_info(cb_making *m, const cb_bound_key *key, bool whole, cb_found *out) {
    const cb_declared *d = key->declared;
    cb_str list, item;
    size_t at;
    out->declared = d != NULL;
    if (!cb_info_value(m->reader, key->wanted, &list)) {
        return CB_OK;
    }
    out->declared = true;
    size_t items = items_of(list);
    cb_status status = reserve(m, items);
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

cb_status cb_key_find(cb_making *m, const cb_bound_key *key, bool whole, const cb_found **out) {
    cb_found *found = &m->reader->found;
    found->declared = found->vep = found->untied = false;
    found->count = 0;
    *out = found;
    return key->in_info ? find_in_info(m, key, whole, found) : find_in_entries(m, key, found);
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
