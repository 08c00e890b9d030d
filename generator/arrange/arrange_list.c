/* arrange_list.c: the columns of the list, and the cells of each allele in the same order: one table makes both. */
#include "arrange/arranging.h"

#include <string.h>

/* One column: what it is called and how its cell is made of a variant. `index` names a person or a source. */
struct cb_list_column {
    const char *key, *label, *type, *sort;
    const char *under; /* key of the column that it belongs to, or "": a list in a page stacks the two */
    const char *parts; /* what stands between the words of a cell that holds several, or "" */
    bool wide;         /* in TSV and JSON; a page hides it until asked */
    bool of_person;    /* index is that of a person */
    void (*put)(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index);
    size_t index;
};

typedef struct cb_list_column column;

enum { PARTNERS_SHOWN = 5 };

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

static void put_consequence(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    if (v->consequence) {
        cb_node_add_placed(&a->builder, cells, NULL, cb_consequence_shown(a, v), v->severity);
    } else {
        cb_put_annotated(a, cells, NULL, NULL);
    }
}

static void put_inheritance(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_placed(&a->builder, cells, NULL, cb_inheritance_short(a, v), cb_inheritance_place(v));
}

static void put_partners(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    const char *all = NULL;
    for (size_t i = 0; i < v->pair_count && i < PARTNERS_SHOWN; i++) {
        all = cb_joined(a, "list_and", all, cb_partner_short(a, &v->pairs[i]));
    }
    if (v->pair_count > PARTNERS_SHOWN) {
        const char *more = cb_count_text(a, v->pair_count - PARTNERS_SHOWN);
        all = cb_joined(a, "list_and", all, cb_worded(a, "partner_more", "count", more));
    }
    cb_put_text(a, cells, NULL, all);
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
        cb_node_add_placed(&a->builder, cells, NULL, cb_clinvar_cell(a, &v->clinvar), cb_clinvar_place(&v->clinvar));
    }
}

static void put_predictor(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_real(a, cells, NULL, index < v->predictor_count ? v->predictors[index].value : (cb_real){0});
}

static void put_band(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_text(a, cells, NULL, index < v->predictor_count ? cb_band_short(a, v, &v->predictors[index]) : NULL);
}

static void put_frequency(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_real(a, cells, NULL, index < v->frequency_count ? v->frequencies[index].value : (cb_real){0});
}

static void put_count(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_real(a, cells, NULL, index < v->count_count ? v->counts[index].value : (cb_real){0});
}

static void put_models(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_text(a, cells, NULL, cb_gene_models(a, v));
}

static void put_disease(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_disease(a, cells, NULL, v);
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

static void put_choice(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_put_annotated(a, cells, NULL, v->chosen_why ? cb_word_of(a, "short_", v->chosen_why) : NULL);
}

static void put_place(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, cb_place_and_bases(a, v));
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

static void put_end(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_integer(&a->builder, cells, NULL, v->end, NULL);
}

static void put_kind(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    (void)index;
    cb_node_add_text(&a->builder, cells, NULL, cb_kind_word(a, v));
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

static void put_balance(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index) {
    cb_put_balance(a, cells, NULL, &v->genotypes[index]);
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
    const char *key, *label, *type, *sort, *under;
    void (*put)(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index);
    const char *parts; /* key of the words that join a cell's, or NULL */
} plain_column;

/* What stands between two words that these words join. */
static const char *between(cb_arranging *a, const char *key) {
    return key ? cb_worded(a, key, "first", "", "second", "") : "";
}

static void add_plain(cb_arranging *a, const plain_column *columns, size_t count, bool wide) {
    for (size_t i = 0; i < count; i++) {
        const plain_column *p = &columns[i];
        add(a, (column){.key = p->key,
                        .label = cb_word(a, p->label),
                        .type = p->type,
                        .sort = p->sort,
                        .under = p->under,
                        .parts = between(a, p->parts),
                        .wide = wide,
                        .put = p->put});
    }
}

static void add_genotypes(cb_arranging *a) {
    const cb_family *family = &a->request->kase->family;
    for (size_t i = 0; i < family->count; i++) {
        if (a->gt_keys[i]) {
            add(a, (column){.key = a->gt_keys[i],
                            .label = a->labels[i],
                            .type = "genotype",
                            .sort = "descending",
                            .under = "",
                            .parts = "",
                            .of_person = true,
                            .put = put_genotype,
                            .index = i});
        }
    }
}

/* One column of each source, asked for beside the highest frequency. */
static void add_measures(cb_arranging *a, const cb_source *sources, size_t count, const char *prefix,
                         void (*put)(cb_arranging *a, cb_node *cells, const cb_variant *v, size_t index)) {
    for (size_t i = 0; i < count; i++) {
        add(a, (column){.key = cb_key_of(a, prefix, sources[i].name),
                        .label = cb_source_word(a, sources[i].name),
                        .type = "number",
                        .sort = "ascending",
                        .under = "af",
                        .parts = "",
                        .wide = true,
                        .put = put,
                        .index = i});
    }
}

/* Below each calibrated predictor the band that its score is in. */
static void add_predictors(cb_arranging *a, const cb_sources *sources) {
    for (size_t i = 0; i < sources->predictor_count; i++) {
        const cb_source *source = &sources->predictors[i];
        const char *label = cb_source_word(a, source->name);
        add(a, (column){.key = cb_key_of(a, "", source->name),
                        .label = label,
                        .type = "number",
                        .sort = source->lowest ? "ascending" : "descending",
                        .under = "",
                        .parts = "",
                        .put = put_predictor,
                        .index = i});
        if (cb_bands_find(a->request->bands, source->name)) {
            const char *under = a->column_count ? a->columns[a->column_count - 1].key : "";
            add(a, (column){.key = cb_key_of(a, "band_", source->name),
                            .label = cb_worded(a, "column_band", "name", label),
                            .type = "text",
                            .sort = "ascending",
                            .under = under,
                            .parts = "",
                            .put = put_band,
                            .index = i});
        }
    }
}

static void add_reads(cb_arranging *a) {
    static const plain_column parts[] = {
        {"ref_depth_", "column_ref_depth", "number", "descending", "", put_ref_depth, NULL},
        {"alt_depth_", "column_alt_depth", "number", "descending", "", put_alt_depth, NULL},
        {"depth_", "column_depth", "number", "descending", "", put_depth, NULL},
        {"vaf_", "column_vaf", "number", "descending", "", put_balance, NULL},
        {"gq_", "column_quality", "number", "descending", "", put_gq, NULL},
    };
    const cb_family *family = &a->request->kase->family;
    for (size_t i = 0; i < family->count; i++) {
        for (size_t j = 0; a->gt_keys[i] && j < sizeof parts / sizeof parts[0]; j++) {
            const plain_column *p = &parts[j];
            add(a, (column){.key = cb_formatted(a, "%s%s", p->key, a->gt_keys[i] + strlen("gt_")),
                            .label = cb_worded(a, p->label, "role", a->labels[i]),
                            .type = p->type,
                            .sort = p->sort,
                            .under = a->gt_keys[i],
                            .parts = "",
                            .wide = true,
                            .of_person = true,
                            .put = p->put,
                            .index = i});
        }
    }
}

#define ADD_PLAIN(a, columns, wide) add_plain((a), (columns), sizeof(columns) / sizeof *(columns), (wide))

static void add_all(cb_arranging *a) {
    static const plain_column head[] = {
        {"rank", "column_rank", "number", "ascending", "", put_rank, NULL},
        {"score", "column_score", "number", "descending", "", put_score, NULL},
        {"gene", "column_gene", "text", "ascending", "", put_gene, NULL},
        {"panel", "column_panel", "text", "ascending", "gene", put_panels, "mark_and"},
        {"hgvs_c", "column_hgvs_c", "text", "ascending", "", put_hgvs_c, NULL},
        {"hgvs_p", "column_hgvs_p", "text", "ascending", "hgvs_c", put_hgvs_p, NULL},
        {"consequence", "column_consequence", "text", "ascending", "", put_consequence, "mark_and"},
        {"exon", "column_exon", "text", "ascending", "consequence", put_exon, NULL},
        {"inheritance", "column_inheritance", "text", "ascending", "", put_inheritance, "list_and"},
        {"partners", "column_partners", "text", "ascending", "inheritance", put_partners, NULL},
    };
    static const plain_column population[] = {
        {"af", "column_frequency", "number", "ascending", "", put_af, NULL},
        {"af_source", "column_frequency_source", "text", "ascending", "af", put_af_name, NULL},
        {"clinvar", "column_clinvar", "text", "ascending", "", put_clinvar, NULL},
        {"clinvar_accession", "column_clinvar_accession", "text", "ascending", "clinvar", put_accession, NULL},
    };
    static const plain_column tail[] = {
        {"transcript", "column_transcript", "text", "ascending", "", put_transcript, NULL},
        {"transcript_choice", "column_choice", "text", "ascending", "transcript", put_choice, NULL},
        {"position", "column_position", "text", "ascending", "", put_place, NULL},
        {"filter", "column_filter", "text", "ascending", "position", put_filter, NULL},
    };
    static const plain_column wide[] = {
        {"chrom", "column_chrom", "text", "ascending", "position", put_chrom, NULL},
        {"pos", "column_pos", "number", "ascending", "position", put_pos, NULL},
        {"end", "column_end", "number", "ascending", "position", put_end, NULL},
        {"ref", "column_ref", "text", "ascending", "position", put_ref, NULL},
        {"alt", "column_alt", "text", "ascending", "position", put_alt, NULL},
        {"type", "column_kind", "text", "ascending", "position", put_kind, NULL},
        {"key", "column_key", "text", "ascending", "position", put_key, NULL},
        {"id", "column_rs", "text", "ascending", "position", put_id, NULL},
        {"qual", "column_qual", "number", "descending", "position", put_qual, NULL},
        {"record", "column_record", "number", "ascending", "position", put_record, NULL},
        {"impact", "column_impact", "text", "ascending", "consequence", put_impact, NULL},
        {"hgnc_id", "column_hgnc", "text", "ascending", "gene", put_hgnc, NULL},
        {"gene_model", "column_gene_model", "text", "ascending", "gene", put_models, "list_and"},
        {"disease", "column_disease", "text", "ascending", "gene", put_disease, "list_and"},
        {"clinvar_stars", "column_clinvar_stars", "number", "descending", "clinvar", put_stars, NULL},
        {"shortlisted", "column_shortlisted", "text", "descending", "score", put_shortlisted, NULL},
        {"upstream_score", "column_upstream_score", "text", "descending", "score", put_upstream, NULL},
        {"flags", "column_flags", "text", "ascending", "score", put_flags, "list_and"},
    };
    static const plain_column ranking[] = {
        {"profile_score", "column_profile_score", "number", "descending", "score", put_profile_score, NULL},
        {"rank_result", "column_rank_result", "text", "ascending", "score", put_rank_result, NULL},
        {"upstream_result", "column_upstream_result", "text", "ascending", "score", put_upstream_parts, NULL},
    };
    static const plain_column decided[] = {
        {"decision", "column_decision", "text", "ascending", "", put_decision, "list_and"}};
    static const plain_column commented[] = {
        {"comments", "column_comments", "text", "ascending", "decision", put_comments, NULL}};
    const cb_sources *sources = cb_profile_sources(a->request->profile);
    ADD_PLAIN(a, head, false);
    if (a->request->readings) {
        ADD_PLAIN(a, decided, false);
        ADD_PLAIN(a, commented, true);
    }
    add_genotypes(a);
    ADD_PLAIN(a, population, false);
    add_predictors(a, sources);
    ADD_PLAIN(a, tail, false);
    ADD_PLAIN(a, wide, true);
    if (a->request->kase->rank_model) {
        ADD_PLAIN(a, ranking, true);
    }
    add_measures(a, sources->frequencies, sources->frequency_count, "af_", put_frequency);
    add_measures(a, sources->counts, sources->count_count, "n_", put_count);
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
        cb_put_bool(a, node, "wide", c->wide);
        cb_node_add_text(b, node, "under", c->under);
        cb_node_add_text(b, node, "parts", c->parts);
        if (c->of_person) {
            cb_node_add_integer(b, node, "member", (int64_t)c->index, NULL);
        } else {
            cb_put_missing(a, node, "member");
        }
    }
}

void cb_arrange_cells(cb_arranging *a, cb_node *variant, const cb_variant *v) {
    cb_node *cells = cb_node_list(&a->builder, variant, "cells");
    for (size_t i = 0; i < a->column_count && a->status == CB_OK; i++) {
        a->columns[i].put(a, cells, v, a->columns[i].index);
    }
}
