/* raw.c: values of an allele as they stand in the file, by the keys that a rank model names. */
#include "read/plan.h"

static const char *const COLUMNS[] = {
    [CB_COL_CHROM] = "CHROM", [CB_COL_POS] = "POS",   [CB_COL_ID] = "ID",        [CB_COL_REF] = "REF",
    [CB_COL_ALT] = "ALT",     [CB_COL_QUAL] = "QUAL", [CB_COL_FILTER] = "FILTER"};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

int cb_raw_column(const char *key) {
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (strcmp(key, COLUMNS[i]) == 0) {
            return i;
        }
    }
    return -1;
}

static cb_status add_column(cb_making *m, int column, cb_raw *raw) {
    cb_str text = m->record->fixed[column];
    if (column == CB_COL_ALT) {
        (void)cb_record_alt(m->record, m->index - 1, &text);
    }
    const char **texts = cb_alloc(m->arena, sizeof *texts);
    if (!texts || !(texts[0] = cb_copy_str(m->arena, text))) {
        return cb_fail_memory(m->e);
    }
    *raw = (cb_raw){.texts = texts, .count = 1, .presence = CB_PRESENT};
    return CB_OK;
}

/* genmod writes "family:value", an item for each family: the part behind the family's name, or nothing. */
static cb_str behind_family(cb_str text, const char *family) {
    size_t n = family ? strlen(family) : 0;
    bool its = n > 0 && text.n > n && cb_str_starts(text, family) && text.s[n] == ':';
    return its ? (cb_str){text.s + n + 1, text.n - n - 1} : (cb_str){NULL, 0};
}

static bool any_of_family(const cb_found *found, const char *family) {
    for (size_t i = 0; i < found->count; i++) {
        if (behind_family(found->texts[i], family).s) {
            return true;
        }
    }
    return false;
}

static cb_status add_texts(cb_making *m, const cb_found *found, cb_raw *raw) {
    const char *family = m->plan->with.kase->rank_family;
    const char **texts = cb_alloc_array(m->arena, found->count + 1, sizeof *texts);
    bool by_family = any_of_family(found, family);
    size_t count = 0;
    if (!texts) {
        return cb_fail_memory(m->e);
    }
    for (size_t i = 0; i < found->count; i++) {
        cb_str text = by_family ? behind_family(found->texts[i], family) : found->texts[i];
        if (by_family && !text.s) {
            continue;
        }
        texts[count] = cb_info_decoded(m, text, found->vep);
        if (!texts[count++]) {
            return cb_fail_memory(m->e);
        }
    }
    *raw = (cb_raw){.texts = texts, .count = count, .presence = count ? CB_PRESENT : CB_MISSING};
    return CB_OK;
}

static cb_status add_key(cb_making *m, const cb_bound_raw *bound, cb_raw *raw) {
    const cb_found *found;
    if (bound->column >= 0) {
        return add_column(m, bound->column, raw);
    }
    if (!bound->there) {
        return CB_OK;
    }
    cb_status status = cb_key_find(m, &bound->key, false, &found);
    if (status != CB_OK || !found->declared) {
        return status;
    }
    /* A list that is longer than Number=A allows: where the site has one ALT, all of it is that one's. A flag is the
     * site's. */
    bool one = m->record->allele_count == 1 && !m->original->split;
    bool flag = found->count == 1 && found->texts[0].n == 0;
    if (found->untied && found->count > 0 && !one && !flag) {
        raw->presence = CB_MISSING;
        return cb_flag(m, cb_format(m->arena, "%s could not be tied to this allele and is not used", bound->key.key));
    }
    return add_texts(m, found, raw);
}

cb_status cb_raw_make(cb_making *m) {
    cb_variant *v = m->v;
    const cb_rank_model *model = m->plan->with.kase->rank_model;
    if (!model) {
        return CB_OK;
    }
    v->raw = cb_alloc_array(m->arena, model->key_count + 1, sizeof *v->raw);
    v->raw_count = model->key_count;
    cb_status status = v->raw ? CB_OK : cb_fail_memory(m->e);
    for (size_t i = 0; status == CB_OK && i < v->raw_count; i++) {
        status = add_key(m, &m->plan->raw[i], &v->raw[i]);
    }
    return status;
}

static cb_status upstream(cb_making *m, size_t wanted, bool declared, const char *source, cb_text *out) {
    cb_str raw;
    bool there = cb_info_value(m->reader, wanted, &raw);
    *out = (cb_text){.presence = declared || there ? CB_MISSING : CB_NOT_ANNOTATED, .source = source};
    if (!there || raw.n == 0 || cb_str_is(raw, ".")) {
        return CB_OK;
    }
    out->value = cb_info_decoded(m, raw, false);
    out->presence = CB_PRESENT;
    return out->value ? CB_OK : cb_fail_memory(m->e);
}

cb_status cb_upstream_make(cb_making *m) {
    const cb_plan *p = m->plan;
    cb_variant *v = m->v;
    cb_status status = upstream(m, CB_INFO_RANK_SCORE, p->rank_score, "INFO/RankScore", &v->upstream_score);
    return status == CB_OK ? upstream(m, CB_INFO_RANK_RESULT, p->rank_result, "INFO/RankResult", &v->upstream_parts)
                           : status;
}

static bool declares(const cb_header *header, const char *key) {
    if (cb_raw_column(key) >= 0) {
        return true;
    }
    if (cb_str_starts(cb_str_of(key), "CSQ/")) {
        const cb_layout *layout = &header->layouts[CB_CSQ];
        return layout->declared && cb_layout_field(layout, cb_str_of(key + strlen("CSQ/"))) >= 0;
    }
    return cb_header_info(header, cb_str_of(key + strlen("INFO/"))) != NULL;
}

/* Keys that the header does not declare, "INFO/A, CSQ/B"; those that casebound makes itself are none. */
static void list_absent(const cb_header *header, const cb_rank_model *model, cb_buf *out) {
    for (size_t i = 0; i < model->key_count; i++) {
        if (!declares(header, model->keys[i]) && !cb_rank_derives(model->keys[i])) {
            cb_buf_printf(out, "%s%.200s", out->size > 0 ? ", " : "", model->keys[i]);
        }
    }
}

cb_status cb_variants_rank(const cb_variants *reader, cb_case *kase, cb_arena *arena, cb_error *e) {
    const cb_declared *d = cb_header_info(&reader->header, cb_str_of("RankResult"));
    kase->rank_names = d && d->description && d->description[0] ? d->description : NULL;
    if (!kase->rank_model) {
        return CB_OK;
    }
    cb_buf absent;
    cb_buf_init(&absent, 1 << 20);
    list_absent(&reader->header, kase->rank_model, &absent);
    cb_status status = cb_buf_status(&absent, e);
    if (status == CB_OK && absent.size > 0) {
        status = cb_add_notice(kase, arena,
                               cb_format(arena,
                                         "the rank model %s names what %s does not have, and counts it as not "
                                         "reported: %s",
                                         kase->rank_model->file, reader->file, absent.data),
                               e);
    }
    cb_buf_free(&absent);
    return status;
}
