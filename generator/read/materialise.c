/* materialise.c: a full variant of one ALT of one record. */
#include <math.h>
#include <string.h>

#include "casebound/base/number.h"
#include "read/genotype_fields.h"
#include "read/making.h"

static const cb_evidence_policy usual_evidence = {.min_depth = 8, .max_alt_reads_free = 2};

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
    if (!cb_record_alt(r, m->index - 1, &alt) || !cb_parse_integer(r->fixed[CB_COL_POS], &v->position)) {
        return cb_fail(m->e, CB_INTERNAL, "%s: allele %d of a record that has %d", m->reader->file, m->index,
                       r->allele_count);
    }
    v->contig = &m->reader->contig->contig;
    v->ref = cb_copy_str(m->arena, r->fixed[CB_COL_REF]);
    v->alt = cb_copy_str(m->arena, alt);
    v->filter = cb_copy_str(m->arena, r->fixed[CB_COL_FILTER]);
    if (!v->ref || !v->alt || !v->filter) {
        return cb_fail_memory(m->e);
    }
    v->key = cb_format(m->arena, "%s-%lld-%s-%s", v->contig->display, (long long)v->position, v->ref, v->alt);
    bool named = !cb_str_is(r->fixed[CB_COL_ID], ".");
    v->id = named ? cb_copy_str(m->arena, r->fixed[CB_COL_ID]) : NULL;
    v->allele_index = m->index;
    v->end = cb_span_end(m->reader, r, m->index);
    v->allele_count = r->allele_count;
    v->record_number = r->number;
    v->line = r->line_number;
    v->quality = quality_of(r->fixed[CB_COL_QUAL]);
    v->filter_state = filter_of(r->fixed[CB_COL_FILTER]);
    return v->key && (v->id || !named) ? CB_OK : cb_fail_memory(m->e);
}

static cb_status fill_split(cb_making *m) {
    cb_variant *v = m->v;
    cb_original_of(m->record, &m->original);
    if (m->record->allele_count != 1) {
        m->original.own = 0;
    }
    v->was_split = m->original.split;
    if (m->original.text.n == 0) {
        return CB_OK;
    }
    v->split_from = cb_info_decoded(m, m->original.text, false);
    return v->split_from ? CB_OK : cb_fail_memory(m->e);
}

/* A reference call whose likelihoods do not prefer it is no evidence that the allele is absent. */
static void lower_evidence(cb_genotype *g, bool uninformative) {
    bool reference = g->zygosity == CB_HOM_REF || g->zygosity == CB_HEMI_REF;
    if (reference && uninformative && g->evidence == CB_EVIDENCE_FREE) {
        g->evidence = CB_EVIDENCE_UNKNOWN;
        g->doubt = "pl_uninformative";
    }
}

static cb_status fill_genotypes(cb_making *m) {
    const cb_case *kase = m->with->kase;
    const cb_evidence_policy *policy = m->with->evidence ? m->with->evidence : &usual_evidence;
    cb_variant *v = m->v;
    cb_format_map map;
    cb_format_map_of(m->record, &map);
    map.own = m->original.own;
    map.original_alts = m->original.alt_count;
    v->genotypes = cb_alloc_array(m->arena, kase->family.count + 1, sizeof *v->genotypes);
    if (!v->genotypes) {
        return cb_fail_memory(m->e);
    }
    for (size_t i = 0; i < kase->family.count; i++) {
        const cb_person *person = &kase->family.persons[i];
        cb_genotype *g = &v->genotypes[i];
        bool uninformative;
        cb_status status =
            cb_genotype_read(m->reader, m->record, &map, person->column, m->index, m->arena, g, &uninformative, m->e);
        if (status != CB_OK) {
            return status;
        }
        int expected = cb_ploidy_expected(kase->build, v->contig->kind, v->position, person->sex);
        cb_genotype_judge(g, m->index, expected, policy);
        lower_evidence(g, uninformative);
    }
    return CB_OK;
}

static bool holds(const cb_panel *panel, const char *gene, const char *hgnc_id) {
    size_t i = 0;
    while (i < panel->gene_count && !cb_panel_row_is(panel, i, gene, hgnc_id)) {
        i++;
    }
    return i < panel->gene_count;
}

static cb_status fill_panels(cb_making *m) {
    const cb_case *kase = m->with->kase;
    cb_variant *v = m->v;
    const char **names = cb_alloc_array(m->arena, kase->panel_count + 1, sizeof *names);
    if (!names) {
        return cb_fail_memory(m->e);
    }
    for (size_t i = 0; i < kase->panel_count; i++) {
        const cb_panel *panel = &kase->panels[i];
        if (!panel->missing && holds(panel, v->gene, v->hgnc_id)) {
            names[v->panel_count++] = cb_panel_title(panel);
        }
    }
    v->panels = names;
    return CB_OK;
}

cb_status cb_reading_make(cb_reading *reader, const cb_record *record, int index, const cb_materials *with,
                          cb_arena *arena, cb_variant **out, cb_error *e) {
    cb_making m = {.reader = reader, .record = record, .index = index, .with = with, .arena = arena, .e = e};
    m.v = cb_alloc(arena, sizeof *m.v);
    *out = NULL;
    if (!m.v) {
        return cb_fail_memory(e);
    }
    static cb_status (*const steps[])(cb_making *) = {
        fill_site,      fill_split,     fill_genotypes,  cb_transcripts_make, cb_transcript_choose,
        cb_values_make, cb_counts_make, cb_clinvar_make, cb_upstream_make,    fill_panels,
        cb_raw_make,
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        cb_status status = steps[i](&m);
        if (status != CB_OK) {
            return status;
        }
    }
    m.v->parts = CB_MAKE_ALL;
    *out = m.v;
    return CB_OK;
}

cb_status cb_materialise(cb_variants *reader, const cb_record *record, int index, const cb_materials *with,
                         cb_arena *arena, cb_variant **out, cb_error *e) {
    return cb_reading_make(reader->own, record, index, with, arena, out, e);
}
