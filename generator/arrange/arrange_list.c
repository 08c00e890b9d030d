/* arrange_list.c: the columns of the list, and the cells of each allele in the same order: one table makes both. */
#include "arrange/arranging.h"

/* One column: what it is called and how its cell is made of a variant. `index` names a person or a source. */
struct cb_list_column {
    const char *key, *label, *type, *sort;
    bool wide; /* in TSV and JSON; a page hides it until asked */
    void (*put)(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index);
    size_t index;
};

typedef struct cb_list_column column;

/* Cells. */

static void put_rank(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_integer(&a->builder, cells, NULL, (int64_t)v->rank, NULL);
}

static void put_score(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_real(&a->builder, cells, NULL, v->score, cb_rounded_text(a, v->score, 6));
}

static void put_gene(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_annotated(a, cells, NULL, v->gene);
}

static void put_change(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, cb_change_text(a, v));
}

static void put_consequence(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_annotated(a, cells, NULL, cb_consequence_shown(a, v));
}

static void put_inheritance(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, cb_inheritance_short(a, v));
}

static void put_genotype(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_node_add_text(&a->builder, cells, NULL, cb_genotype_cell(a, &v->genotypes[index]));
}

static void put_gq(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_count(a, cells, NULL, v->genotypes[index].quality);
}

static void put_af(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_real(a, cells, NULL, v->af);
}

static void put_af_name(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_value(a, cells, NULL, (cb_text){v->af_name, v->af.presence, NULL});
}

static void put_clinvar(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    if (!cb_clinvar_absent(a, cells, NULL, &v->clinvar)) {
        cb_node_add_text(&a->builder, cells, NULL, cb_clinvar_cell(a, &v->clinvar));
    }
}

static void put_predictor(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_real(a, cells, NULL, index < v->predictor_count ? v->predictors[index].value : (cb_real){0});
}

static void put_frequency(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_real(a, cells, NULL, index < v->frequency_count ? v->frequencies[index].value : (cb_real){0});
}

static void put_panels(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    const char *all = NULL;
    for (size_t i = 0; i < v->panel_count; i++) {
        all = cb_joined(a, "mark_and", all, v->panels[i]);
    }
    cb_put_text(a, cells, NULL, all);
}

static void put_filter(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, cb_filter_word(a, v));
}

static void put_transcript(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_annotated(a, cells, NULL, v->chosen ? v->chosen->feature : NULL);
}

static void put_place(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, cb_place_text(a, v));
}

static void put_ref(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, v->ref);
}

static void put_alt(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, v->alt);
}

static void put_key(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, v->key);
}

static void put_shortlisted(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, cb_word(a, v->shortlisted ? "answer_yes" : "answer_no"));
}

static void put_chrom(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, v->contig->display);
}

static void put_pos(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_integer(&a->builder, cells, NULL, v->position, NULL);
}

static void put_id(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_text(a, cells, NULL, v->id);
}

static void put_qual(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_quality(a, cells, NULL, v->quality);
}

static void put_impact(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    const cb_consequence *known =
        v->consequence ? cb_consequence_find(a->request->consequences, cb_str_of(v->consequence)) : NULL;
    cb_put_annotated(a, cells, NULL, known ? known->impact : NULL);
}

static void put_hgnc(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_annotated(a, cells, NULL, v->hgnc_id);
}

static void put_hgvs_c(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_annotated(a, cells, NULL, v->chosen ? v->chosen->hgvs_c : NULL);
}

static void put_hgvs_p(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_annotated(a, cells, NULL, v->chosen ? v->chosen->hgvs_p : NULL);
}

static void put_exon(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_annotated(a, cells, NULL, v->chosen ? v->chosen->exon : NULL);
}

static void put_decision(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_text(a, cells, NULL, cb_decision_cell(a, v));
}

static void put_comments(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_text(a, cells, NULL, cb_comments_cell(a, v));
}

static void put_stars(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    if (!cb_clinvar_absent(a, cells, NULL, &v->clinvar)) {
        cb_put_count(a, cells, NULL, v->clinvar.stars);
    }
}

static void put_accession(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    if (!cb_clinvar_absent(a, cells, NULL, &v->clinvar)) {
        cb_put_text(a, cells, NULL, v->clinvar.accession);
    }
}

static void put_upstream(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_value(a, cells, NULL, v->upstream_score);
}

static void put_profile_score(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    double score = v->ranking ? v->ranking->profile_score : v->score;
    cb_node_add_real(&a->builder, cells, NULL, score, cb_rounded_text(a, score, 6));
}

static void put_rank_result(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_text(a, cells, NULL, cb_rank_result(a, v));
}

static void put_upstream_parts(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_value(a, cells, NULL, v->upstream_parts);
}

static void put_record(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_integer(&a->builder, cells, NULL, v->record_number, NULL);
}

static void put_flags(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    const char *all = "";
    for (size_t i = 0; i < v->flag_count; i++) {
        all = cb_joined(a, "list_and", all, v->flags[i]);
    }
    cb_node_add_text(&a->builder, cells, NULL, all);
}

static void put_ref_depth(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_count(a, cells, NULL, v->genotypes[index].ref_depth);
}

static void put_alt_depth(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_count(a, cells, NULL, v->genotypes[index].alt_depth);
}

static void put_depth(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_count(a, cells, NULL, v->genotypes[index].depth);
}

/* Columns. */

static bool key_taken(const cb_arranging *a, const char *key) {
    for (size_t i = 0; i < a->column_count; i++) {
        if (cb_str_is(cb_str_of(key), a->columns[i].key)) {
            return true;
        }
    }
    return false;
}

/* Keys are unique: names of samples and sources become keys, and two names may become the same one. */
static void add(cb_arranging *a, column c) {
    const char *plain = c.key;
    for (size_t n = 2; a->status == CB_OK && key_taken(a, c.key); n++) {
        c.key = cb_formatted(a, "%s__%zu", plain, n);
    }
    column *columns = cb_grow(a->arena, a->columns, a->column_count, &a->column_capacity, sizeof *columns);
    if (!columns) {
        cb_arrange_fail(a, CB_INTERNAL, "out of memory", NULL);
        return;
    }
    a->columns = columns;
    a->columns[a->column_count++] = c;
}

typedef struct plain_column {
    const char *key, *label, *type, *sort;
    void (*put)(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index);
} plain_column;

static void add_plain(cb_arranging *a, const plain_column *columns, size_t count, bool wide) {
    for (size_t i = 0; i < count; i++) {
        const plain_column *p = &columns[i];
        add(a, (column){p->key, cb_word(a, p->label), p->type, p->sort, wide, p->put, 0});
    }
}

static void add_genotypes(cb_arranging *a) {
    const cb_family *family = &a->request->kase->family;
    for (size_t i = 0; i < family->count; i++) {
        if (a->gt_keys[i]) {
            add(a, (column){a->gt_keys[i], a->labels[i], "genotype", "ascending", false, put_genotype, i});
        }
    }
    if (a->gt_keys[family->proband]) {
        add(a, (column){"gq", cb_word(a, "column_gt_quality"), "number", "descending", false, put_gq, family->proband});
    }
}

static void add_sources(cb_arranging *a, const char *prefix, const cb_source *sources, size_t count, bool predictors) {
    for (size_t i = 0; i < count; i++) {
        const char *key = cb_key_of(a, prefix, sources[i].name);
        const char *sort = !predictors || sources[i].lowest ? "ascending" : "descending";
        add(a, (column){key, cb_source_word(a, sources[i].name), "number", sort, !predictors,
                        predictors ? put_predictor : put_frequency, i});
    }
}

static void add_reads(cb_arranging *a) {
    static const plain_column parts[] = {
        {"ref_depth_", "column_ref_depth", "number", "descending", put_ref_depth},
        {"alt_depth_", "column_alt_depth", "number", "descending", put_alt_depth},
        {"depth_", "column_depth", "number", "descending", put_depth},
        {"gq_", "column_quality", "number", "descending", put_gq},
    };
    const cb_family *family = &a->request->kase->family;
    for (size_t i = 0; i < family->count; i++) {
        for (size_t j = 0; a->gt_keys[i] && j < sizeof parts / sizeof parts[0]; j++) {
            const char *key = cb_formatted(a, "%s%s", parts[j].key, a->gt_keys[i] + 3); /* behind "gt_" */
            const char *label = cb_worded(a, parts[j].label, "role", a->labels[i]);
            add(a, (column){key, label, parts[j].type, parts[j].sort, true, parts[j].put, i});
        }
    }
}

static void add_all(cb_arranging *a) {
    static const plain_column head[] = {
        {"rank", "column_rank", "number", "ascending", put_rank},
        {"score", "column_score", "number", "descending", put_score},
        {"gene", "column_gene", "text", "ascending", put_gene},
        {"change", "column_change", "text", "ascending", put_change},
        {"consequence", "column_consequence", "text", "ascending", put_consequence},
        {"inheritance", "column_inheritance", "text", "ascending", put_inheritance},
    };
    static const plain_column population[] = {
        {"af", "column_frequency", "number", "ascending", put_af},
        {"af_source", "column_frequency_source", "text", "ascending", put_af_name},
        {"clinvar", "column_clinvar", "text", "ascending", put_clinvar},
    };
    static const plain_column tail[] = {
        {"panel", "column_panel", "text", "ascending", put_panels},
        {"filter", "column_filter", "text", "ascending", put_filter},
        {"transcript", "column_transcript", "text", "ascending", put_transcript},
        {"position", "column_position", "text", "ascending", put_place},
    };
    static const plain_column wide[] = {
        {"ref", "column_ref", "text", "ascending", put_ref},
        {"alt", "column_alt", "text", "ascending", put_alt},
        {"key", "column_key", "text", "ascending", put_key},
        {"shortlisted", "column_shortlisted", "text", "descending", put_shortlisted},
        {"chrom", "column_chrom", "text", "ascending", put_chrom},
        {"pos", "column_pos", "number", "ascending", put_pos},
        {"id", "column_rs", "text", "ascending", put_id},
        {"qual", "column_qual", "number", "descending", put_qual},
        {"impact", "column_impact", "text", "ascending", put_impact},
        {"hgnc_id", "column_hgnc", "text", "ascending", put_hgnc},
        {"hgvs_c", "column_hgvs_c", "text", "ascending", put_hgvs_c},
        {"hgvs_p", "column_hgvs_p", "text", "ascending", put_hgvs_p},
        {"exon", "column_exon", "text", "ascending", put_exon},
        {"clinvar_stars", "column_clinvar_stars", "number", "descending", put_stars},
        {"clinvar_accession", "column_clinvar_accession", "text", "ascending", put_accession},
        {"upstream_score", "column_upstream_score", "text", "descending", put_upstream},
        {"record", "column_record", "number", "ascending", put_record},
        {"flags", "column_flags", "text", "ascending", put_flags},
    };
    static const plain_column ranking[] = {
        {"profile_score", "column_profile_score", "number", "descending", put_profile_score},
        {"rank_result", "column_rank_result", "text", "ascending", put_rank_result},
        {"upstream_result", "column_upstream_result", "text", "ascending", put_upstream_parts},
    };
    const cb_sources *sources = cb_profile_sources(a->request->profile);
    add_plain(a, head, sizeof head / sizeof head[0], false);
    if (a->request->readings) {
        add(a, (column){"decision", cb_word(a, "column_decision"), "text", "ascending", false, put_decision, 0});
        add(a, (column){"comments", cb_word(a, "column_comments"), "text", "ascending", true, put_comments, 0});
    }
    add_genotypes(a);
    add_plain(a, population, sizeof population / sizeof population[0], false);
    add_sources(a, "", sources->predictors, sources->predictor_count, true);
    add_plain(a, tail, sizeof tail / sizeof tail[0], false);
    add_plain(a, wide, sizeof wide / sizeof wide[0], true);
    if (a->request->kase->rank_model) {
        add_plain(a, ranking, sizeof ranking / sizeof ranking[0], true);
    }
    add_sources(a, "af_", sources->frequencies, sources->frequency_count, false);
    add_reads(a);
}

void cb_arrange_columns(cb_arranging *a, cb_node *root) {
    cb_builder *b = &a->builder;
    add_all(a);
    cb_node *list = cb_node_list(b, root, "columns");
    for (size_t i = 0; i < a->column_count; i++) {
        const column *c = &a->columns[i];
        cb_node *node = cb_node_map(b, list, NULL);
        cb_node_add_text(b, node, "key", c->key);
        cb_node_add_text(b, node, "label", c->label);
        cb_node_add_text(b, node, "type", c->type);
        cb_node_add_text(b, node, "sort", c->sort);
        cb_node_add_bool(b, node, "wide", c->wide, cb_word(a, c->wide ? "answer_yes" : "answer_no"));
    }
}

void cb_arrange_cells(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    cb_node *cells = cb_node_list(&a->builder, variant, "cells");
    for (size_t i = 0; i < a->column_count && a->status == CB_OK; i++) {
        a->columns[i].put(a, cells, v, a->columns[i].index);
    }
}
