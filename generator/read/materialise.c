/* materialise.c: a variant of one ALT of one record: at first as much as every record is checked for, the rest on
 * demand. */
#include <math.h>

#include "casebound/base/number.h"
#include "read/plan.h"

cb_status cb_flag(cb_making *m, const char *text) {
    return cb_variant_flag(m->arena, m->v, text, m->e);
}

static double quality_of(cb_str text) {
    double value = -1;
    if (!cb_parse_real(text, &value) || !isfinite(value)) {
        return -1; /* '.', and NaN or infinity, which no comparison should meet */
    }
    return value < 0 ? 0 : value;
}

static cb_filter_state filter_of(cb_str text) {
    cb_str part;
    if (cb_str_is(text, ".")) {
        return CB_FILTER_NOT_APPLIED;
    }
    while (cb_str_split(&text, ';', &part)) {
        if (!cb_str_is(part, "PASS")) {
            return CB_FILTER_FAILED;
        }
    }
    return CB_FILTER_PASS;
}

static cb_status fill_site(cb_making *m) {
    const cb_record *r = m->record;
    cb_variant *v = m->v;
    cb_str alt;
    if (!cb_record_alt(r, m->index - 1, &alt)) {
        return cb_fail(m->e, CB_INTERNAL, "%s: allele %d of a record that has %d", m->reader->file, m->index,
                       r->allele_count);
    }
    v->contig = &m->reader->contig->contig;
    v->position = r->position;
    v->ref = cb_copy_str(m->arena, r->fixed[CB_COL_REF]);
    v->alt = cb_copy_str(m->arena, alt);
    v->allele_index = m->index;
    v->end = cb_span_end(m->reader, r, m->index);
    v->allele_count = r->allele_count;
    v->record_number = r->number;
    v->line = r->line_number;
    v->quality = quality_of(r->fixed[CB_COL_QUAL]);
    v->filter_state = filter_of(r->fixed[CB_COL_FILTER]);
    return v->ref && v->alt ? CB_OK : cb_fail_memory(m->e);
}

static cb_status fill_texts(cb_making *m) {
    const cb_record *r = m->record;
    cb_variant *v = m->v;
    bool named = !cb_str_is(r->fixed[CB_COL_ID], ".");
    v->key = cb_format(m->arena, "%s-%lld-%s-%s", v->contig->display, (long long)v->position, v->ref, v->alt);
    v->id = named ? cb_copy_str(m->arena, r->fixed[CB_COL_ID]) : NULL;
    v->filter = cb_copy_str(m->arena, r->fixed[CB_COL_FILTER]);
    return v->key && v->filter && (v->id || !named) ? cb_upstream_make(m) : cb_fail_memory(m->e);
}

static cb_status fill_origin(cb_making *m) {
    cb_variant *v = m->v;
    v->was_split = m->original->split;
    if (m->original->text.n == 0) {
        return CB_OK;
    }
    v->split_from = cb_info_decoded(m, m->original->text, false);
    return v->split_from ? CB_OK : cb_fail_memory(m->e);
}

static cb_status fill_panels(cb_making *m) {
    const cb_plan *p = m->plan;
    cb_variant *v = m->v;
    const char **names = cb_alloc_array(m->arena, p->panel_count + 1, sizeof *names);
    if (!names) {
        return cb_fail_memory(m->e);
    }
    for (size_t i = 0; i < p->panel_count; i++) {
        if (cb_panel_holds(&p->panels[i], v->gene, v->hgnc_id)) {
            names[v->panel_count++] = p->panels[i].name;
        }
    }
    v->panels = names;
    return CB_OK;
}

static cb_status fill_transcripts(cb_making *m) {
    cb_status status = cb_transcripts_make(m);
    status = status == CB_OK ? cb_transcript_choose(m) : status;
    return status == CB_OK ? fill_panels(m) : status;
}

static cb_status make_parts(void *who, cb_variant *v, unsigned parts, cb_error *e) {
    static const struct {
        unsigned part;
        cb_status (*make)(cb_making *);
    } steps[] = {{CB_MAKE_CLINVAR, cb_clinvar_make},
                 {CB_MAKE_TEXTS, fill_texts},
                 {CB_MAKE_TRANSCRIPTS, fill_transcripts},
                 {CB_MAKE_CONSEQUENCE, cb_consequence_make},
                 {CB_MAKE_RAW, cb_raw_make}};
    cb_making *m = who;
    cb_status status =
        m->v == v ? CB_OK : cb_fail(e, CB_INTERNAL, "a part is asked for of a variant before the latest");
    m->e = e;
    for (size_t i = 0; status == CB_OK && i < sizeof steps / sizeof *steps; i++) {
        if (parts & ~v->parts & steps[i].part) {
            status = steps[i].make(m);
            v->parts |= status == CB_OK ? steps[i].part : 0;
            v->parts |= v->parts & CB_MAKE_TRANSCRIPTS ? CB_MAKE_CONSEQUENCE : 0;
        }
    }
    return status;
}

/* What is checked of every allele, dropped or not, is made of it: calls, the entries of annotations, and the numbers.
 */
static cb_status make_checked(cb_making *m) {
    const cb_entries *ignored;
    cb_status status = fill_site(m);
    status = status == CB_OK ? fill_origin(m) : status;
    status = status == CB_OK ? cb_calls_make(m) : status;
    status = status == CB_OK ? cb_annotation_check(m, &ignored) : status;
    status = status == CB_OK ? cb_values_make(m) : status;
    status = status == CB_OK ? cb_counts_make(m) : status;
    m->v->parts = CB_MAKE_ORIGIN | CB_MAKE_CALLS | CB_MAKE_FREQUENCIES | CB_MAKE_PREDICTORS | CB_MAKE_COUNTS;
    return status;
}

cb_status cb_reading_variant(cb_reading *r, const cb_record *record, int index, cb_arena *arena, cb_variant **out,
                             cb_error *e) {
    cb_making *m = &r->making;
    if (r->original.number != record->number) {
        cb_original_of(r, record, &r->original);
    }
    *m = (cb_making){.reader = r, .record = record, .index = index, .plan = r->plan, .arena = arena, .e = e};
    m->original = &r->original;
    m->maker = (cb_maker){make_parts, m};
    m->v = cb_alloc(arena, sizeof *m->v);
    *out = m->v;
    if (!m->v) {
        return cb_fail_memory(e);
    }
    m->v->maker = &m->maker;
    cb_status status = make_checked(m);
    *out = status == CB_OK ? m->v : NULL;
    return status;
}

cb_status cb_reading_make(cb_reading *r, const cb_record *record, int index, cb_arena *arena, cb_variant **out,
                          cb_error *e) {
    cb_status status = cb_reading_variant(r, record, index, arena, out, e);
    status = status == CB_OK ? cb_variant_need(*out, CB_MAKE_ALL, e) : status;
    if (status == CB_OK) {
        (*out)->maker = NULL;
    } else {
        *out = NULL;
    }
    return status;
}

static bool is_bound_to(const cb_plan *p, const cb_materials *with) {
    return p && p->with.kase == with->kase && p->with.sources == with->sources &&
           p->with.consequences == with->consequences && p->with.evidence == with->evidence;
}

cb_status cb_materialise(cb_variants *reader, const cb_record *record, int index, const cb_materials *with,
                         cb_arena *arena, cb_variant **out, cb_error *e) {
    cb_reading *r = reader->own;
    cb_plan *plan;
    cb_status status = CB_OK;
    *out = NULL;
    if (!is_bound_to(r->plan, with)) {
        status = cb_variants_plan(reader, with, reader->arena, &plan, e);
        status = status == CB_OK ? cb_info_want(&r->info, plan->names, plan->strange, plan->name_count, e) : status;
        r->plan = status == CB_OK ? plan : NULL;
    }
    return status == CB_OK ? cb_reading_make(r, record, index, arena, out, e) : status;
}
