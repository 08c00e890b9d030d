/* plan.c: the profile's keys and the case's panels, looked up once for a file. */
#include "read/plan.h"

static const cb_evidence_policy usual_evidence = {.min_depth = 8, .max_alt_reads_free = 2};

/* Counts and frequencies of the family's own alleles: in a trio they are 0.17 and more, and would drop what the report
 * is about. */
static bool is_of_the_family(const char *key) {
    static const char *const own[] = {"INFO/AF", "INFO/MAF",   "INFO/MLEAF", "INFO/AF1",
                                      "INFO/AC", "INFO/MLEAC", "INFO/AC1",   "INFO/AN"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (strcmp(key, own[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The number under which a key of INFO is looked for. */
static cb_status want(cb_plan *p, const char *name, size_t *wanted, cb_error *e) {
    for (size_t i = 0; i < p->name_count; i++) {
        if (strcmp(p->names[i], name) == 0) {
            *wanted = CB_INFO_FIXED + i;
            return CB_OK;
        }
    }
    const char **grown = cb_grow(p->arena, p->names, p->name_count, &p->name_capacity, sizeof *grown);
    if (!grown) {
        return cb_fail_memory(e);
    }
    p->names = grown;
    p->names[p->name_count] = name;
    *wanted = CB_INFO_FIXED + p->name_count++;
    return CB_OK;
}

/* *there is false for a field that the header does not list: no record can have it. A key of INFO may stand in a record
 * though the header does not declare it. */
static cb_status bind_key(cb_plan *p, const char *key, cb_bound_key *out, bool *there, cb_error *e) {
    static const char *const prefixes[CB_ANNOTATORS] = {"CSQ/", "ANN/", "BCSQ/"};
    *out = (cb_bound_key){.key = key};
    for (int i = 0; i < CB_ANNOTATORS; i++) {
        if (cb_str_starts(cb_str_of(key), prefixes[i])) {
            const cb_layout *layout = &p->header->layouts[i];
            out->kind = (cb_annotator)i;
            out->field = layout->declared ? cb_layout_field(layout, cb_str_of(key + strlen(prefixes[i]))) : -1;
            *there = out->field >= 0;
            return CB_OK;
        }
    }
    if (!cb_str_starts(cb_str_of(key), "INFO/")) {
        return cb_fail(e, CB_FILTER, "the profile names the source '%s'; it must begin with CSQ/, ANN/, BCSQ/ or INFO/",
                       key);
    }
    out->in_info = *there = true;
    out->declared = cb_header_info(p->header, cb_str_of(key + 5));
    return want(p, key + 5, &out->wanted, e);
}

static cb_status bind_keys(cb_plan *p, const char *const *keys, size_t count, cb_bound_keys *out, cb_error *e) {
    out->list = cb_alloc_array(p->arena, count + 1, sizeof *out->list);
    cb_status status = out->list ? CB_OK : cb_fail_memory(e);
    for (size_t i = 0; status == CB_OK && i < count; i++) {
        bool there = false;
        status = bind_key(p, keys[i], &out->list[out->count], &there, e);
        out->count += there ? 1 : 0;
    }
    return status;
}

static void note_field(cb_plan *p, const cb_bound_key *key) {
    int *first = &p->first_number[key->kind];
    if (!key->in_info && (*first < 0 || key->field < *first)) {
        *first = key->field;
    }
}

static cb_status bind_numbers(cb_plan *p, const cb_source *source, cb_bound_source *out, cb_error *e) {
    *out = (cb_bound_source){.source = source};
    out->numbers = cb_alloc_array(p->arena, source->key_count + 1, sizeof *out->numbers);
    cb_status status = out->numbers ? CB_OK : cb_fail_memory(e);
    for (size_t i = 0; status == CB_OK && i < source->key_count; i++) {
        cb_bound_number *number = &out->numbers[out->count];
        bool there = false;
        if (is_of_the_family(source->keys[i])) {
            return cb_fail(e, CB_FILTER,
                           "the profile names %s, which counts the family's own alleles; name a population's frequency",
                           source->keys[i]);
        }
        number->lowest = source->lowest;
        status = bind_key(p, source->keys[i], &number->key, &there, e);
        if (status == CB_OK && there) {
            note_field(p, &number->key);
            out->count++;
        }
    }
    return status;
}

/* Of a record that has none of its keys, a source that the file declares says that the value is missing. */
static void list_live(const cb_bound_sources *s, size_t source, struct cb_live *live, size_t *count) {
    const cb_bound_source *bound = &s->list[source];
    s->start[source] = (cb_measure){.name = bound->source->name, .value = {.presence = CB_NOT_ANNOTATED}};
    for (size_t i = 0; i < bound->count; i++) {
        const cb_bound_number *number = &bound->numbers[i];
        if (number->key.in_info && !number->key.declared) {
            continue;
        }
        if (s->start[source].value.presence == CB_NOT_ANNOTATED) {
            s->start[source].value = (cb_real){.presence = CB_MISSING, .source = number->key.key};
        }
        live[(*count)++] = (struct cb_live){source, number};
    }
}

static cb_status bind_sources(cb_plan *p, const cb_source *sources, size_t count, cb_bound_sources *out, cb_error *e) {
    size_t keys = 0;
    *out = (cb_bound_sources){.list = cb_alloc_array(p->arena, count + 1, sizeof *out->list),
                              .start = cb_alloc_array(p->arena, count + 1, sizeof *out->start),
                              .count = count};
    cb_status status = out->list && out->start ? CB_OK : cb_fail_memory(e);
    for (size_t i = 0; status == CB_OK && i < count; i++) {
        status = bind_numbers(p, &sources[i], &out->list[i], e);
        keys += out->list[i].count;
    }
    out->live = status == CB_OK ? cb_alloc_array(p->arena, keys + 1, sizeof *out->live) : NULL;
    if (status == CB_OK && !out->live) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; status == CB_OK && i < count; i++) {
        list_live(out, i, out->live, &out->live_count);
    }
    return status;
}

static cb_status list_strange(cb_plan *p, cb_error *e) {
    p->strange = cb_alloc_array(p->arena, p->name_count + 1, sizeof *p->strange);
    for (size_t i = 0; p->strange && i < p->name_count; i++) {
        p->strange[i] = cb_header_info(p->header, cb_str_of(p->names[i])) == NULL;
    }
    return p->strange ? CB_OK : cb_fail_memory(e);
}

static cb_status bind_clinvar(cb_plan *p, const cb_sources *s, cb_error *e) {
    cb_status status = bind_keys(p, s->clinvar_keys, s->clinvar_key_count, &p->clinvar, e);
    status = status == CB_OK ? bind_keys(p, s->review_keys, s->review_key_count, &p->review, e) : status;
    return status == CB_OK ? bind_keys(p, s->accession_keys, s->accession_key_count, &p->accession, e) : status;
}

static cb_status bind_raw(cb_plan *p, const cb_rank_model *model, cb_error *e) {
    size_t count = model ? model->key_count : 0;
    p->raw = cb_alloc_array(p->arena, count + 1, sizeof *p->raw);
    cb_status status = p->raw ? CB_OK : cb_fail_memory(e);
    for (size_t i = 0; status == CB_OK && i < count; i++) {
        p->raw[i].column = cb_raw_column(model->keys[i]);
        if (p->raw[i].column < 0) {
            status = bind_key(p, model->keys[i], &p->raw[i].key, &p->raw[i].there, e);
        }
    }
    return status;
}

static cb_status add_gene(cb_panel_genes *out, const char *id, const char *symbol, cb_error *e) {
    bool done = !id || cb_map_set(out->ids, cb_str_of(id), out);
    done = done && (!symbol || cb_map_set(out->symbols, cb_str_of(symbol), out));
    done = done && (!symbol || id || cb_map_set(out->without_id, cb_str_of(symbol), out));
    return done ? CB_OK : cb_fail_memory(e);
}

static cb_status bind_panel(cb_plan *p, const cb_panel *panel, cb_panel_genes *out, cb_error *e) {
    *out = (cb_panel_genes){.name = cb_panel_title(panel),
                            .ids = cb_map_new(p->arena),
                            .symbols = cb_map_new(p->arena),
                            .without_id = cb_map_new(p->arena)};
    cb_status status = out->ids && out->symbols && out->without_id ? CB_OK : cb_fail_memory(e);
    for (size_t i = 0; status == CB_OK && i < panel->gene_count; i++) {
        status = add_gene(out, panel->hgnc ? panel->hgnc[i] : NULL, panel->genes ? panel->genes[i] : NULL, e);
    }
    return status;
}

static cb_status bind_panels(cb_plan *p, const cb_case *kase, cb_error *e) {
    p->panels = cb_alloc_array(p->arena, kase->panel_count + 1, sizeof *p->panels);
    cb_status status = p->panels ? CB_OK : cb_fail_memory(e);
    for (size_t i = 0; status == CB_OK && i < kase->panel_count; i++) {
        if (!kase->panels[i].missing) {
            status = bind_panel(p, &kase->panels[i], &p->panels[p->panel_count++], e);
        }
    }
    return status;
}

bool cb_panel_holds(const cb_panel_genes *panel, const char *gene, const char *hgnc_id) {
    if (hgnc_id && cb_map_has(panel->ids, cb_str_of(hgnc_id))) {
        return true;
    }
    return gene && cb_map_has(hgnc_id ? panel->without_id : panel->symbols, cb_str_of(gene));
}

cb_status cb_variants_plan(cb_variants *reader, const cb_materials *with, cb_arena *arena, cb_plan **out, cb_error *e) {
    cb_plan *p = cb_alloc(arena, sizeof *p);
    *out = p;
    if (!p) {
        return cb_fail_memory(e);
    }
    *p = (cb_plan){.arena = arena, .header = &reader->header, .with = *with};
    p->evidence = with->evidence ? with->evidence : &usual_evidence;
    p->rank_score = cb_header_info(p->header, cb_str_of("RankScore")) != NULL;
    p->rank_result = cb_header_info(p->header, cb_str_of("RankResult")) != NULL;
    for (int i = 0; i < CB_ANNOTATORS; i++) {
        p->first_number[i] = -1;
    }
    const cb_sources *s = with->sources;
    cb_status status = bind_sources(p, s->frequencies, s->frequency_count, &p->frequencies, e);
    status = status == CB_OK ? bind_sources(p, s->predictors, s->predictor_count, &p->predictors, e) : status;
    status = status == CB_OK ? bind_sources(p, s->counts, s->count_count, &p->counts, e) : status;
    status = status == CB_OK ? bind_clinvar(p, s, e) : status;
    status = status == CB_OK ? bind_raw(p, with->kase->rank_model, e) : status;
    status = status == CB_OK ? list_strange(p, e) : status;
    return status == CB_OK ? bind_panels(p, with->kase, e) : status;
}

cb_status cb_variants_ask_for(cb_variants *reader, const cb_plan *plan, cb_error *e) {
    const char **names = cb_alloc_array(reader->arena, CB_INFO_FIXED + plan->name_count, sizeof *names);
    if (!names) {
        return cb_fail_memory(e);
    }
    for (size_t i = 0; i < CB_INFO_FIXED + plan->name_count; i++) {
        names[i] = i < CB_INFO_FIXED ? cb_info_fixed(i) : plan->names[i - CB_INFO_FIXED];
    }
    cb_hts_ask_for(reader->source, names, CB_INFO_FIXED + plan->name_count);
    return CB_OK;
}
